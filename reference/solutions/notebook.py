"""A source notebook as the engine sees it: which cells are locked, which are answers, and what is known before each.

The role of a cell follows from nbgrader's metadata, never from what it says.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from reference.solutions.names import Names, read_names
from reference.solutions.worked import Worked, read_worked

Role = Literal["parameters", "locked", "answer", "task"]
"""`parameters` sets the setting; `answer` holds a solution; `task` is an autograder cell; all others are `locked`."""
PARAMETERS = "parameters"
"""The tag, and usually the `grade_id`, of the cell that sets the setting."""
_MAGIC = re.compile(r"^(\s*)[%!].*$", re.MULTILINE)
_CHECK = re.compile(r"^\s*check\(")


class NotebookError(Exception):
    """A source notebook cannot be read; the message names the cell."""


@dataclass(frozen=True)
class Cell:
    """A code cell."""

    name: str
    """Its `grade_id`, or its id where it has none."""
    role: Role
    code: str


@dataclass(frozen=True)
class Answer:
    """An answer cell with its solution, and what stands round it."""

    cell: Cell
    before: tuple[Cell, ...]
    """All code cells above it, answers included, tasks left out."""
    tasks: tuple[str, ...]
    """The autograder cells between it and the next answer."""

    @property
    def name(self) -> str:
        """The `grade_id` of the cell."""
        return self.cell.name

    @cached_property
    def names(self) -> Names:
        """What the cells above it bind, worked cells and earlier answers alike."""
        return read_names(parsed(cell) for cell in self.before)


@dataclass(frozen=True)
class SolutionNotebook:
    """The code cells of a source notebook, in order."""

    cells: tuple[Cell, ...]

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """The answer cells that hold code."""
        places = [place for place, cell in enumerate(self.cells) if cell.role == "answer"]
        ends = [*places[1:], len(self.cells)]
        return tuple(self._answer(place, end) for place, end in zip(places, ends, strict=True))

    def answer(self, name: str) -> Answer:
        """The answer cell with this name; raises `KeyError` naming those there are."""
        for answer in self.answers:
            if answer.name == name:
                return answer
        raise KeyError(f"no answer cell {name!r}, only {', '.join(answer.name for answer in self.answers)}")

    def with_answers(self, code: Mapping[str, str]) -> "SolutionNotebook":
        """This notebook with other code in some of its answer cells, by their names."""
        return SolutionNotebook(tuple(replace(cell, code=code.get(cell.name, cell.code)) for cell in self.cells))

    @cached_property
    def setting(self) -> Mapping[str, Any]:
        """The names of the setting and the values that the notebook is handed out with."""
        cells = (parsed(cell) for cell in self.cells if cell.role == "parameters")
        return {name: known.literal for name, known in read_names(cells).items()}

    @cached_property
    def given(self) -> Names:
        """What locked cells bind, the setting included."""
        return read_names(parsed(cell) for cell in self._locked)

    @cached_property
    def worked(self) -> Worked:
        """The learning rates, epochs, start values and batch sizes that locked cells use."""
        return read_worked([parsed(cell) for cell in self._locked])

    @cached_property
    def answered(self) -> Names:
        """What answers bind."""
        return read_names(parsed(answer.cell) for answer in self.answers)

    @property
    def _locked(self) -> Iterator[Cell]:
        return (cell for cell in self.cells if cell.role in ("locked", "parameters"))

    def _answer(self, place: int, end: int) -> Answer:
        before = tuple(cell for cell in self.cells[:place] if cell.role != "task")
        tasks = tuple(cell.name for cell in self.cells[place:end] if cell.role == "task")
        return Answer(self.cells[place], before, tasks)


def read_notebook(notebook: Mapping[str, Any]) -> SolutionNotebook:
    """The code cells of a notebook in nbformat's form; raises `NotebookError` where one is no Python."""
    cells = tuple(_cell(cell, place) for place, cell in enumerate(notebook["cells"]) if cell.get("cell_type") == "code")
    for cell in cells:
        parsed(cell)
    return SolutionNotebook(cells)


def parsed(cell: Cell) -> ast.Module:
    """The syntax tree of a cell, its lines numbered as in the notebook; a line of magic counts as `pass`."""
    if cell.code.lstrip().startswith("%%"):
        return ast.Module([], [])
    try:
        return ast.parse(_MAGIC.sub(r"\1pass", cell.code))
    except SyntaxError as error:
        raise NotebookError(f"cell {cell.name}, line {error.lineno}, is no Python: {error.msg}") from error


def _cell(cell: Mapping[str, Any], place: int) -> Cell:
    metadata = cell.get("metadata", {})
    source = cell["source"]
    code = source if isinstance(source, str) else "".join(source)
    of_nbgrader = metadata.get("nbgrader", {})
    name = of_nbgrader.get("grade_id") or cell.get("id") or f"cell-{place}"
    is_parameters = PARAMETERS in metadata.get("tags", ()) or name == PARAMETERS
    return Cell(name, "parameters" if is_parameters else _role(of_nbgrader, code), code)


def _role(of_nbgrader: Mapping[str, Any], code: str) -> Role:
    if of_nbgrader.get("solution"):
        return "answer"
    return "task" if of_nbgrader.get("grade") or _CHECK.match(code) else "locked"
