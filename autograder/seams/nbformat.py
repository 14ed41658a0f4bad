"""What the kit uses of nbformat that nbformat does not promise: how it writes a notebook, without the copy."""

from __future__ import annotations

import json
from typing import Any

from nbformat import NotebookNode
from nbformat.v4.rwbase import split_lines, strip_transient


def written(notebook: Any) -> str:
    """A notebook as ``nbformat.writes(notebook, version=4)`` gives it.

    Uses `split_lines` and `strip_transient` of `nbformat.v4.rwbase`, and the options with which nbformat writes JSON:
    ``writes`` copies everything first, figures and all, which takes longer than all else that is done with a graded
    notebook. Here cells are copied and outputs are not: their texts are lists of lines after that. Wrote nbformat
    otherwise, graded notebooks would differ from those that nbgrader writes.
    """
    copied = NotebookNode(notebook, cells=[NotebookNode(cell) for cell in notebook.cells])
    data = strip_transient(split_lines(copied))
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": "))
