"""`rehearse`: run the saved notebook from top to bottom on other data, as grading does.

Numbers that were typed or copied pass a check on the published data; on other data they do not.
"""

import contextlib
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import expected as published
from .session import shell

TIMEOUT = 300
"""Seconds after which a rehearsal is stopped."""
GRADING = "NBGRADER_EXECUTION"
"""Set by nbgrader while it validates or grades."""


class RehearsalError(Exception):
    """The notebook cannot be rehearsed; the message says what to do."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback."""
        return [str(self)]


def rehearse(notebook: str | None = None) -> None:
    """Run the saved notebook on the second public data set and say task by task whether it is right there too.

    `notebook` is the file's name, needed only where several lie in the folder. Does nothing while the notebook is
    validated, graded or rehearsed. Raises `RehearsalError` where the file cannot be found or run.
    """
    if not hasattr(shell(), "kernel") or os.environ.get(GRADING):
        return
    path = _find(Path.cwd(), notebook)
    saved = time.strftime("%H:%M:%S", time.localtime(path.stat().st_mtime))
    print(f"Running {path.name} as saved at {saved} on other data. Save first if you changed it since.")
    print(_run(path))


def _run(path: Path) -> str:
    """What the rehearsal says, run in a process of its own so that this notebook's names stay as they are."""
    import labkit

    folder = Path(labkit.__file__).resolve().parent.parent
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-m", "labkit", path.name]
    try:
        done = subprocess.run(
            command, cwd=path.parent, env=environment, capture_output=True, text=True, timeout=TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise RehearsalError(f"{path.name} did not end within {TIMEOUT} seconds. Is there an endless loop?") from error
    if done.returncode not in (0, 1):
        raise RehearsalError(f"{path.name} could not be run:\n{done.stderr.strip()[-2000:]}")
    return done.stdout.rstrip()


def _find(folder: Path, name: str | None) -> Path:
    """The notebook to run: the one named, or the only one of the lab in the folder."""
    candidates = [folder / name] if name else sorted(folder.glob("*.ipynb"))
    if len(candidates) > 1:
        lab = published.load([folder]).lab
        candidates = [path for path in candidates if path.stem == lab] or candidates
    if len(candidates) == 1 and candidates[0].is_file():
        return candidates[0]
    found = ", ".join(path.name for path in candidates) if not name else f"no {name}"
    raise RehearsalError(f'{folder} holds {found or "no notebook"}. Name the file: rehearse("my-notebook.ipynb").')


def main(arguments: list[str]) -> int:
    """`python -m labkit NOTEBOOK`: rehearse a notebook; 0 if all is right, 1 if not, 2 if it cannot be run."""
    if len(arguments) != 1:
        print("usage: python -m labkit NOTEBOOK.ipynb", file=sys.stderr)
        return 2
    path = Path(arguments[0])
    try:
        cells = _code_cells(path)
        expected = published.load([path.parent.absolute(), Path(__file__).resolve().parent.parent])
    except (OSError, ValueError, RehearsalError, published.ExpectedError) as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 2
    answers = _answers(cells, expected)
    for line in answers.values():
        print(line)
    missing = [task.name for task in expected.tasks if task.name not in answers]
    for name in missing:
        print(f"{name}: its cell is not in the notebook. Take it from the handout again.")
    return 0 if not missing and all(line.endswith("right.") for line in answers.values()) else 1


def _code_cells(path: Path) -> list[tuple[str, str]]:
    """The code cells of a notebook file, each as its `grade_id` (or an empty string) and source."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise RehearsalError("this is no notebook. Open and save it in Jupyter first.")
    return [
        (str(_metadata(cell).get("grade_id", "")), "".join(cell.get("source", "")))
        for cell in notebook["cells"]
        if cell.get("cell_type") == "code"
    ]


def _metadata(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    found = cell.get("metadata", {}).get("nbgrader", {})
    return found if isinstance(found, dict) else {}


def _answers(cells: list[tuple[str, str]], expected: published.Expected) -> dict[str, str]:
    """For each task what its check says, when all cells run in order with the second public setting in place."""
    from .rehearsal_shell import rehearsal_shell
    from .session import watch

    running = rehearsal_shell()
    watch()
    setting = expected.settings[-1]
    tasks = {task.name for task in expected.tasks}
    answers = {}
    for name, source in cells:
        if name == expected.parameters:
            source = "\n".join(f"{variable} = {value!r}" for variable, value in setting.items())
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            result = running.run_cell(source, store_history=True, cell_id=name or None)
        if name in tasks:
            error = result.error_in_exec or result.error_before_exec
            answers[name] = f"{name}: right." if error is None else str(error)
    return answers
