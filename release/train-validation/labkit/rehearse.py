"""`rehearse`: run the saved notebook from top to bottom on the published and on other data, as grading does.

Numbers that were typed or copied pass a check on the published data; on other data they do not.
"""

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .evidence.collecting import Evidence, collect
from .evidence.figure_display import look
from .evidence.handout import shipped
from .evidence.running_notebook import GRADING, journal, shell, watch
from .judging import expected as expected_json
from .judging.explain import explain
from .judging.judge import judge
from .judging.later_work import with_later_work
from .judging.over_settings import combined
from .judging.setting import Setting
from .judging.verdict import Verdict
from .rehearsal.restoring import RunCell, SavedCell, name_of, restored, source_of

TIMEOUT = 300
"""Seconds after which a rehearsal is stopped."""


class RehearsalError(Exception):
    """The notebook cannot be rehearsed; the message says what to do."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback."""
        return [str(self)]


def rehearse(notebook: str | None = None) -> None:
    """Run the saved notebook on both public data sets and say task by task what grading says of the two runs.

    `notebook` is the file's name, needed only where several lie in the folder. Does nothing while the notebook is
    validated, graded or rehearsed.

    Raises:
        RehearsalError: where the file cannot be found or run.
    """
    if not hasattr(shell(), "kernel") or os.environ.get(GRADING):
        return
    path = _find(Path.cwd(), notebook)
    saved = time.strftime("%H:%M:%S", time.localtime(path.stat().st_mtime))
    print(f"Running {path.name} as saved at {saved}, on the published and on other data.")
    print("Save first if you changed it since.")
    print(_run(path))


def _run(path: Path) -> str:
    """What the rehearsal says, run in a process of its own so that this notebook's names stay as they are."""
    folder = Path(__file__).resolve().parent.parent
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
        lab = expected_json.load([folder]).lab
        candidates = [path for path in candidates if path.stem == lab] or candidates
    if len(candidates) == 1 and candidates[0].is_file():
        return candidates[0]
    found = ", ".join(path.name for path in candidates) if not name else f"no {name}"
    raise RehearsalError(f'{folder} holds {found or "no notebook"}. Name the file: rehearse("my-notebook.ipynb").')


def main(arguments: list[str]) -> int:
    """`python -m labkit NOTEBOOK`: rehearse a notebook; 0 if all is right, 1 if not, 2 if it cannot be run.

    With the position of a public setting and a file behind it, one run: its evidence is written there as JSON.
    """
    if len(arguments) not in (1, 3):
        print("usage: python -m labkit NOTEBOOK.ipynb", file=sys.stderr)
        return 2
    path = Path(arguments[0])
    try:
        cells = _restored(_saved_cells(path))
        expected = expected_json.load([path.parent.absolute(), Path(__file__).resolve().parent.parent])
        if len(arguments) == 3:
            return _one_run(cells, expected, int(arguments[1]), Path(arguments[2]))
        return _told(combined(_verdicts(path, expected)), expected)
    except (OSError, ValueError, RehearsalError, expected_json.ExpectedError) as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 2


def _told(verdicts: Mapping[str, Verdict], expected: expected_json.Expected) -> int:
    """Print what is to be said of each task; the exit status."""
    for verdict in verdicts.values():
        print(explain(verdict, expected.words).text)
    missing = [task.name for task in expected.told if task.name not in verdicts]
    for name in missing:
        print(f"{name}: its cell is not in the notebook. Take it from the handout again.")
    return 0 if not missing and all(verdict.outcome == "correct" for verdict in verdicts.values()) else 1


def _saved_cells(path: Path) -> list[SavedCell]:
    """The cells of a notebook file, with or without a byte order mark."""
    notebook = json.loads(path.read_text(encoding="utf-8-sig"))
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise RehearsalError("this is no notebook. Open and save it in Jupyter first.")
    return cells


def _restored(cells: list[SavedCell]) -> list[RunCell]:
    """The code cells as grading runs them; as they stand where labkit came without the handout's cells."""
    handouts = shipped()
    best = max((restored(cells, handout) for handout in handouts), key=len, default=[])
    if handouts and not best:
        raise RehearsalError("none of the lab's cells are in this notebook. Take the notebook from the handout again.")
    return best or [
        RunCell(name_of(cell), "plain", source_of(cell)) for cell in cells if cell.get("cell_type") == "code"
    ]


def _verdicts(path: Path, expected: expected_json.Expected) -> dict[str, dict[Setting, Verdict]]:
    """For each task the verdict under each public setting, of runs that go on at the same time."""
    with tempfile.TemporaryDirectory() as folder:
        files = {setting: Path(folder, f"{position}.json") for position, setting in enumerate(expected.settings)}
        runs = [_started(path, position, file) for position, file in enumerate(files.values())]
        for run in runs:
            _, words = run.communicate()
            if run.returncode:
                raise RehearsalError(f"the run ended with status {run.returncode}: {words.strip()[-500:]}")
        found = {setting: _judged(file, setting, expected) for setting, file in files.items()}
    reached = [name for name in found[expected.published] if all(name in verdicts for verdicts in found.values())]
    return {name: {setting: verdicts[name] for setting, verdicts in found.items()} for name in reached}


def _started(path: Path, position: int, file: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "labkit", str(path), str(position), str(file)]
    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=subprocess.PIPE, text=True)


def _judged(file: Path, setting: Setting, expected: expected_json.Expected) -> dict[str, Verdict]:
    """For each task the verdict on what a run under one public setting showed."""
    data = json.loads(file.read_text(encoding="utf-8"))
    found = {name: Evidence.from_json(claim) for name, claim in data.items()}
    verdicts = {}
    for number, (name, evidence) in enumerate(found.items()):
        key = expected.key(name, setting)
        assert key is not None
        verdicts[name] = with_later_work(judge(evidence, key), key.task, evidence, list(found.values())[number + 1 :])
    return verdicts


def _one_run(cells: list[RunCell], expected: expected_json.Expected, position: int, file: Path) -> int:
    """Run the notebook under one public setting and write what it shows."""
    found = _collected(cells, expected, expected.settings[position])
    file.write_text(json.dumps({name: evidence.to_json() for name, evidence in found.items()}), encoding="utf-8")
    return 0


def _collected(cells: list[RunCell], expected: expected_json.Expected, setting: Setting) -> dict[str, Evidence]:
    """The evidence for each task at its place in the notebook."""
    from .rehearsal.shell import rehearsal_shell

    running = rehearsal_shell()
    watch()
    tasks = {task.name for task in expected.told}
    found = {}
    for cell in cells:
        if cell.name in tasks and cell.kind in ("test", "plain"):
            look(journal().sights)
            found[cell.name] = collect(running.user_ns, expected.task(cell.name), journal())
            continue
        source = cell.source
        if cell.name == expected.parameters:
            source = "\n".join(f"{variable} = {value!r}" for variable, value in setting.items())
        _run_cell(running, cell, source)
    return found


def _run_cell(running: Any, cell: RunCell, source: str) -> None:
    """Run a cell in silence; `check` keeps silent as well, as it does while a notebook is graded."""
    journal().checking = cell.kind == "test"
    journal().sights.watching = cell.kind != "locked"
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        running.run_cell(source, store_history=True, cell_id=cell.name or None)
