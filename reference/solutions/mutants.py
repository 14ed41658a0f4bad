"""Mutants: a lab's solution with one typical mistake in it, named, explained and written out as code."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from reference.solutions.edits import ChangedLine, changed_lines, edited
from reference.solutions.notebook import SolutionNotebook
from reference.solutions.operators import OPERATORS, Operator, Slip
from reference.solutions.operators.slip import Value
from reference.solutions.reading import Reading, read_answer
from reference.solutions.words import words_of

GENERAL = frozenset(
    {"loss-against-other-data", "trained-against-other-data", "history-of-other-data", "losses-not-kept"}
)
"""Mistakes that say less than others: where a special one leaves the same, that one gives the name."""


@dataclass(frozen=True)
class Mutant:
    """One way of making a typical mistake, ready to be run."""

    name: str
    """In kebab case: the catalogue's where that knows the same mistake."""
    title: str
    """What went wrong, in one sentence to the student; `{value}` stands for the value."""
    hint: str
    value: Value
    cells: Mapping[str, str]
    """Answer cell to its code with the mistake in it; cells that are as in the solution are left out."""
    changed: tuple[ChangedLine, ...]
    random: bool = False
    """Whether chance decides what it leaves, so that only a range can be known."""
    rare: bool = False
    """Whether it is looked for alone only, not together with other mistakes."""
    closer_hint: str = ""
    """Where an author's example says it."""
    by_example: bool = False
    """Whether the lab's author shows it in an answer: it gives the name to all that leaves the same."""

    @property
    def general(self) -> bool:
        """Whether its name gives way to that of a mistake that leaves the same."""
        return self.name in GENERAL

    @cached_property
    def lines(self) -> frozenset[tuple[str, int]]:
        """The lines that are changed, by cell and number."""
        return frozenset((line.cell, line.number) for line in self.changed)


def mutants(
    notebook: SolutionNotebook, operators: Iterable[Operator] = OPERATORS, entries: Mapping[str, str] | None = None
) -> tuple[Mutant, ...]:
    """Every mutant of a notebook's answers, each code once; the order is that of the operators, then of the text.

    `entries` says of histories what each of their entries stands for, where that is no epoch.
    """
    asked = tuple(operators)
    found: dict[tuple[str, str], Mutant] = {}
    for answer in notebook.answers:
        reading = read_answer(notebook, answer)
        for mutant in _mutants_of(reading, asked, entries or {}):
            found.setdefault((answer.name, mutant.cells[answer.name]), mutant)
    return tuple(found.values())


def solution(notebook: SolutionNotebook) -> dict[str, str]:
    """Answer cell to the code of the solution, as Python writes it: what the code of mutants is compared with."""
    return {answer.name: ast.unparse(read_answer(notebook, answer).tree.module) for answer in notebook.answers}


def _mutants_of(reading: Reading, operators: Iterable[Operator], entries: Mapping[str, str]) -> Iterator[Mutant]:
    cell, tree = reading.answer.name, reading.tree.module
    right = ast.unparse(tree)
    words = words_of(reading, entries)
    for operator in operators:
        for slip in operator(reading):
            code = ast.unparse(edited(tree, slip.edits))
            if code != right:
                title, hint, closer = words(slip.name)
                changed = changed_lines(cell, tree, code)
                cells = {cell: code}
                yield Mutant(slip.name, title, hint, slip.value, cells, changed, slip.random, slip.rare, closer)


__all__ = ["Mutant", "Slip", "mutants", "solution"]
