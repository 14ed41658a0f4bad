"""A lab's source notebook, run cell by cell in this process, as far as nothing is checked or rehearsed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import nbformat
import pytest
from nbformat.notebooknode import NotebookNode

from labkit.surface.recorder import set_drawing

SOURCES = Path(__file__).parents[2] / "source"


@dataclass(frozen=True)
class Worked:
    """What a notebook left."""

    names: dict[str, Any]
    """Its names at the end."""
    seen: dict[str, Any]
    """What the `look` that was given saw after each cell."""
    figures: dict[str, list[Any]]
    """The figures that each cell made with pyplot."""


def source_of(lab: str) -> NotebookNode:
    """The notebook of a lab, with its solution."""
    return nbformat.read(SOURCES / lab / f"{lab}.ipynb", as_version=nbformat.NO_CONVERT)


def text_of(lab: str, *cells: str) -> str:
    """The text of cells, one below the other."""
    sources = {cell.id: cell.source for cell in source_of(lab).cells}
    return "\n".join(sources[cell] for cell in cells)


def worked(lab: str, setting: str = "", look: Callable[[dict[str, Any]], Any] = lambda names: None) -> Worked:
    """Run the code cells of a lab; `setting` replaces the cell that sets it, and views of a surface are not drawn."""
    found = Worked({}, {}, {})
    with _quiet():
        for cell in source_of(lab).cells:
            if cell.cell_type != "code" or cell.metadata["nbgrader"]["grade"] or cell.id == "rehearsal":
                continue
            source = setting if setting and cell.id == "parameters" else cell.source
            exec(compile(source, cell.id, "exec"), found.names)
            found.seen[cell.id] = look(found.names)
            found.figures[cell.id] = [plt.figure(number) for number in plt.get_fignums()]
            plt.close("all")
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    matplotlib.use("Agg")
    set_drawing(False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plt, "show", lambda *_, **__: None)
        yield
    set_drawing(True)
    plt.close("all")
