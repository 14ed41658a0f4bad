"""A journal: what happened in a notebook so far, that no variable shows.

It remembers which cells ran, which of them failed and how, what figures showed, and which ones nobody could see.
In a student's kernel IPython's events keep it; in the grader the cell runner does.
"""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from .cell_lines import CellLines, read_lines
from .ipython_seam import is_cell
from .shown_figures import Sights

MAX_TEXT = 300
UNNAMED = "In ["
"""How the name begins that a cell gets for want of one."""


def is_unnamed(cell: str) -> bool:
    """Whether a cell is known by the number of its run only, which is another each time."""
    return cell.startswith(UNNAMED)


@dataclass(frozen=True)
class Failure:
    """An exception that ended a cell."""

    cell: str
    kind: str
    """The name of the exception's class."""
    message: str
    line: int | None
    """The line in the cell, counted from 1; `None` where it is not known."""
    source_line: str = ""


class Journal:
    """What happened so far; bounded, and the one object here that changes."""

    def __init__(self) -> None:
        self._ran: dict[str, None] = {}
        self._failures: dict[str, Failure] = {}
        self.checking = True
        """Whether `check` answers; while a notebook is graded, it keeps silent in students' cells."""
        self.source = ""
        """The source of the cell that is running, where IPython gives it."""
        self.sights = Sights()
        """What figures showed; kept by `labkit.evidence.figure_display`."""
        self._shell: Any = None
        self._held: dict[str, object] = {}
        self._bound: dict[str, str] = {}
        self._wrong_answers: dict[str, set[str]] = {}
        self._lines: dict[str, CellLines] = {}

    @property
    def bound(self) -> Mapping[str, str]:
        """For each name, the cell that put there what it holds; a cell that `names` alone reported."""
        return self._bound

    def names(self, cell: str, namespace: Mapping[str, object]) -> None:
        """Note which names hold something else than before `cell` ran."""
        now = {name: value for name, value in list(namespace.items()) if type(name) is str and name[:1] != "_"}
        self._bound = {
            name: cell if self._held.get(name) is not value else self._bound.get(name, cell)
            for name, value in now.items()
        }
        self._held = now

    @property
    def cells(self) -> tuple[str, ...]:
        """The names of the cells that were run, the one that is running now among them."""
        return tuple(self._ran)

    def wrong_answers(self, task: str) -> set[str]:
        """Fingerprints of the answers to a task that were found wrong since the last right one, to be kept up."""
        return self._wrong_answers.setdefault(task, set())

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The exceptions of those cells whose latest run failed, in the order of their first run."""
        return tuple(self._failures[cell] for cell in self._ran if cell in self._failures)

    @property
    def lines(self) -> Mapping[str, CellLines]:
        """What the lines of each cell said that IPython ran, at its latest run."""
        return self._lines

    def began(self, cell: str) -> None:
        """Note that a cell is being run."""
        self._ran[cell] = None

    def ran(self, cell: str) -> None:
        """Note that a cell ran to its end; an earlier failure of the same cell is forgotten."""
        self.began(cell)
        self._failures.pop(cell, None)

    def failed(self, cell: str, kind: str, message: str, line: int | None = None, source_line: str = "") -> None:
        """Note that a cell ended with an exception."""
        self.began(cell)
        self._failures[cell] = Failure(cell, kind, message[:MAX_TEXT], line, source_line.strip()[:MAX_TEXT])

    def keep(self, shell: Any) -> None:
        """Let IPython's shell note every cell that it runs from now on."""
        self._shell = shell
        shell.events.register("pre_run_cell", self._begin)
        shell.events.register("post_run_cell", self._note)

    def _begin(self, info: Any) -> None:
        cell = getattr(info, "cell_id", None)
        self.sights.next_cell(str(cell or ""))
        self.source = str(getattr(info, "raw_cell", None) or "")
        if cell:
            self.began(str(cell))

    def _note(self, result: Any) -> None:
        cell = str(getattr(result.info, "cell_id", None) or f"{UNNAMED}{result.execution_count}]")
        error = result.error_in_exec or result.error_before_exec
        self.names(cell, self._shell.user_ns)
        self._lines[cell] = read_lines(str(result.info.raw_cell))
        if error is None:
            self.ran(cell)
        else:
            source = str(result.info.raw_cell)
            line = failing_line(error, source)
            text = source.splitlines()[line - 1] if line and line <= len(source.splitlines()) else ""
            self.failed(cell, type(error).__name__, str(error), line, text)


def failing_line(error: BaseException, source: str) -> int | None:
    """The line of `source`, counted from 1, in which `error` was raised; `None` where that is not known.

    A frame belongs to the cell if its file is one that IPython made up for a cell; the innermost such frame
    of a cell with enough lines is taken.
    """
    if isinstance(error, SyntaxError):
        return error.lineno
    return _innermost_cell_line(error.__traceback__, len(source.splitlines()))


def _innermost_cell_line(trace: TracebackType | None, length: int) -> int | None:
    """Of all frames that belong to cells, the innermost line that the cell has."""
    lines = [line for frame, line in traceback.walk_tb(trace) if is_cell(frame.f_code.co_filename) and line <= length]
    return lines[-1] if lines else None
