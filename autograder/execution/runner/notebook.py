"""A notebook that is being run: cell after cell, reporting after each what it showed."""

import builtins
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from signal import ITIMER_PROF, ITIMER_REAL, SIGALRM, SIGPROF, setitimer, signal
from typing import Any

from labkit.evidence.collecting import collect
from labkit.evidence.figure_display import look
from labkit.evidence.journal import failing_line
from labkit.evidence.running_notebook import journal
from labkit.evidence.task import Task
from labkit.surface import display

from .branches import branched
from .capture import Capture
from .outputs import TEXT_BYTES
from .shell import RunnerShell, text_of

Send = Callable[[Mapping[str, Any]], None]
Cell = Mapping[str, Any]

TICK = 0.5
"""Seconds between interruptions of a cell that goes on after the first one."""
MAX_SNAPSHOT = 64_000_000
"""Most bytes of files that locked cells may leave beside the notebook."""


Bounds = tuple[float, float]
"""How long a cell may take: wall time and processor time, in seconds."""


class CellTimeout(KeyboardInterrupt):
    """A cell, or the notebook, ran for too long."""


class Notebook:
    """The state of a notebook between cells. Forks inherit it, and go on from there."""

    def __init__(self, shell: RunnerShell) -> None:
        self.files: dict[str, bytes] = {}
        """What lies beside the notebook, for the forks to come."""
        self._shell = shell
        self._journal = journal()
        self._capture: Capture | None = None
        self._owner = 0
        self._seconds = 0.0
        self._position = 0
        self._builtins = dict(vars(builtins))

    def settle(self, folder: str, render: bool, output_bytes: int) -> None:
        """Take up work in this process: files beside the notebook, streams, whether figures are drawn."""
        self._owner = os.getpid()
        os.chdir(folder)
        tempfile.tempdir = None
        for variable in ("HOME", "XDG_CACHE_HOME", "TMPDIR", "PWD"):
            os.environ[variable] = folder
        for name, data in self.files.items():
            _write(Path(folder), name, data)
        self._shell.render = render
        display.set_drawing(render)
        # Most of what may be sent is for outputs; the rest is for evidence and for saying what happened.
        self._shell.outputs.left = output_bytes // 2
        self._capture = Capture(self._shell.outputs.stream)
        signal(SIGALRM, _stop)
        signal(SIGPROF, _stop)

    def run(self, cells: Sequence[Cell], limits: Mapping[str, float], send: Send) -> str:
        """Run `cells` in order; returns how it ended: `finished` or `notebook timeout`."""
        for index, cell in enumerate(cells):
            left = limits["wall_seconds_per_notebook"] - self._seconds
            if left <= 0:
                return "notebook timeout"
            send({"type": "start", "cell": index})
            started = time.monotonic()
            bounds = min(left, limits["wall_seconds_per_cell"]), limits["cpu_seconds_per_cell"]
            report = self._one(cell, bounds)
            report["seconds"] = round(time.monotonic() - started, 6)
            self._seconds += report["seconds"]
            self._position += 1
            send({"type": "cell", "cell": index, **report})
        return "finished"

    def _one(self, cell: Cell, bounds: Bounds) -> dict[str, Any]:
        if cell["role"] == "task":
            return self._collect(cell, bounds)
        if cell["role"] == "branch":
            return self._branch(cell, bounds)
        if not cell["source"].strip():
            return {"outputs": [], "execution_count": None, "error": None}
        error = self._execute(cell, bounds)
        self._own_again()
        self._journal.names(cell["name"], self._shell.user_ns)
        if error is None:
            self._journal.ran(cell["name"])
        else:
            self._journal.failed(cell["name"], error["kind"], error["message"], error["line"], error["source_line"])
        assert self._capture is not None
        self._capture.finish_cell(TEXT_BYTES)
        outputs = self._shell.outputs.finish()
        wanted = self._shell.render or cell["role"] == "test"
        count = self._shell.execution_count - 1
        report = {"outputs": outputs if wanted else [], "execution_count": count, "error": error}
        updates = self._shell.outputs.updates()
        return {**report, "updates": updates} if updates and wanted else report

    def _execute(self, cell: Cell, bounds: Bounds) -> dict[str, Any] | None:
        """Run a cell's source in the shell; returns what ended it."""
        self._shell.outputs.start(self._position)
        self._journal.sights.watching = cell["role"] == "student"
        self._journal.checking = cell["role"] == "test"
        try:
            with _at_most(*bounds):
                try:
                    result = self._shell.run_cell(cell["source"], store_history=True, cell_id=cell["name"])
                finally:
                    builtins.__dict__.update(self._builtins)
        except BaseException as raised:  # an interruption just when the cell had ended
            return _describe(raised, cell["source"])
        error = None if result is None else result.error_before_exec or result.error_in_exec
        return None if error is None else _describe(error, cell["source"])

    def _collect(self, cell: Cell, bounds: Bounds) -> dict[str, Any]:
        """Evidence for the task of a cell, in place of running it."""
        report: dict[str, Any] = {"outputs": [], "execution_count": self._shell.execution_count, "error": None}
        self._shell.execution_count += 1
        try:
            with _at_most(*bounds):
                task = Task.from_json(cell["task"])
                self._journal.sights.watching = True
                look(self._journal.sights)
                report["evidence"] = collect(self._shell.user_ns, task, self._journal).to_json()
        except BaseException as error:  # objects that answer slowly, grow without end, or break what looks at them
            report["error"] = _describe(error, "")
        self._own_again()
        return report

    def _branch(self, cell: Cell, bounds: Bounds) -> dict[str, Any]:
        """Let a copy of this notebook run the cells of a branch, in a process of its own."""
        limits = {"wall_seconds_per_notebook": math.inf, "wall_seconds_per_cell": bounds[0]}
        limits["cpu_seconds_per_cell"] = bounds[1]

        def work(send: Send) -> str:
            self._owner = os.getpid()
            self._capture = Capture(self._shell.outputs.stream)
            self._seconds = 0.0
            return self.run(cell["cells"], limits, send)

        report: dict[str, Any] = {"outputs": [], "execution_count": None, "error": None}
        try:
            with _at_most(bounds[0], math.inf):
                return {**report, "branch": branched(work, cell["cells"])}
        except (Exception, CellTimeout) as error:  # no process could be made, or it took too long
            return {**report, "error": _describe(error, "")}

    def _own_again(self) -> None:
        """Undo what a cell may have changed below the notebook; a process that it forked ends here."""
        if os.getpid() != self._owner:
            os._exit(0)
        sys.settrace(None)
        sys.setprofile(None)
        signal(SIGALRM, _stop)
        signal(SIGPROF, _stop)
        builtins.__dict__.update(self._builtins)

    def keep_files(self) -> None:
        """Remember what lies beside the notebook now, so that forks find it beside theirs."""
        found, size = {}, 0
        for path in sorted(Path.cwd().rglob("*")):
            if path.is_file() and not path.is_symlink():
                size += path.stat().st_size
                if size > MAX_SNAPSHOT:
                    raise RuntimeError(f"the locked cells left more than {MAX_SNAPSHOT} bytes of files")
                found[str(path.relative_to(Path.cwd()))] = path.read_bytes()
        self.files = found


def _stop(number: int, frame: object) -> None:
    __tracebackhide__ = True
    raise CellTimeout("stopped, because it ran for longer than a cell may")


@contextmanager
def _at_most(wall_seconds: float, cpu_seconds: float) -> Iterator[None]:
    """Interrupt what runs inside after so many seconds of either kind, and again with every tick."""
    try:
        try:
            setitimer(ITIMER_REAL, wall_seconds, TICK)
            if cpu_seconds < math.inf:
                setitimer(ITIMER_PROF, cpu_seconds, TICK)
            yield
        finally:
            _no_timers()
    except CellTimeout:  # also one that came just before the timers were stopped
        _no_timers()
        raise


def _no_timers() -> None:
    setitimer(ITIMER_REAL, 0)
    setitimer(ITIMER_PROF, 0)


def _describe(error: BaseException, source: str) -> dict[str, Any]:
    line = failing_line(error, source)
    lines = source.splitlines()
    return {
        "kind": type(error).__name__[:200],
        "message": text_of(error)[:2000],
        "line": line,
        "source_line": lines[line - 1][:300] if line and line <= len(lines) else "",
    }


def _write(folder: Path, name: str, data: bytes) -> None:
    """Put a file beside the notebook; its name may hold folders but never lead out of this one."""
    path = Path(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"the file {name!r} would lie outside the notebook's folder")
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
