"""Two typical mistakes made together."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from reference.solutions.edits import merged
from reference.solutions.mutants import Mutant, mutants, solution
from reference.solutions.notebook import SolutionNotebook
from reference.solutions.operators.slip import Value

FREQUENT = (
    "loss-against-x", "trained-on-x-as-target", "loss-after-update", "loss-per-sample", "appended-to-another-list",
    "loss-of-last-sample", "loss-averaged-over-samples", "loss-against-clean-line", "gradients-not-zeroed",
    "start-not-reset", "mini-batches", "trained-on-noisy-pairs", "batch-update-per-epoch", "loss-summed",
    "recorded-once", "history-appended-twice", "start-recorded-extra", "optimiser-of-another-model",
    "b-updated-with-w-gradient", "learning-rate-too-small", "too-few-epochs", "too-many-epochs", "wrong-start-w",
    "learning-rate-too-large", "wrong-start-b", "wrong-start", "another-criterion", "momentum-left-out",
    "chosen-by-another-measure", "histories-exchanged", "only-w-updated", "activation-applied-twice",
)  # fmt: skip
"""The mistakes that are combined, those that students make most often first."""
BUDGET = 150
"""Pairs that are made of a lab at most, where nothing else is said."""


@dataclass(frozen=True)
class Pair:
    """Two mutants in one answer."""

    mutants: tuple[Mutant, Mutant]
    cells: Mapping[str, str]
    """Answer cell to its code with both mistakes in it."""


def pairs(notebook: SolutionNotebook, made: Sequence[Mutant], budget: int = BUDGET) -> tuple[Pair, ...]:
    """Pairs of frequent mistakes, the most frequent first, `budget` of them at most.

    Where both change the same lines, the second is made in the code of the first, as far as it still finds its place
    there. Two ways of one mistake make no pair, and neither do mistakes that chance decides. The result depends on
    nothing but the arguments.
    """
    right, inside = solution(notebook), _Inside(notebook)
    seen = {tuple(mutant.cells.items()) for mutant in made}
    found: list[Pair] = []
    for one, other in _ranked(made):
        cells = _merged(one, other, right) or inside.made(one, other) or inside.made(other, one)
        if cells is None or tuple(cells.items()) in seen:
            continue
        seen.add(tuple(cells.items()))
        found.append(Pair((one, other), cells))
        if len(found) == budget:
            break
    return tuple(found)


def _ranked(made: Sequence[Mutant]) -> Iterator[tuple[Mutant, Mutant]]:
    """Two at a time, ordered by how frequent both are together; first ways of a mistake before further ones."""
    counts: dict[str, int] = {}
    ranked: list[tuple[int, Mutant]] = []
    for mutant in made:
        way = counts[mutant.name] = counts.get(mutant.name, -1) + 1
        if mutant.name in FREQUENT and not (mutant.random or mutant.rare):
            ranked.append((FREQUENT.index(mutant.name) + way * len(FREQUENT), mutant))
    ranked.sort(key=lambda entry: entry[0])
    two = [(a + b, one, other) for (a, one), (b, other) in combinations(ranked, 2) if one.name != other.name]
    two.sort(key=lambda entry: entry[0])
    return ((one, other) for _, one, other in two)


def _merged(one: Mutant, other: Mutant, right: Mapping[str, str]) -> dict[str, str] | None:
    """Both changes line by line; `None` where they meet."""
    if one.lines & other.lines:
        return None
    cells = {**one.cells, **other.cells}
    for cell in set(one.cells) & set(other.cells):
        code = merged(right[cell], one.cells[cell], other.cells[cell])
        if code is None or not _is_python(code):
            return None
        cells[cell] = ast.unparse(ast.parse(code))
    return cells


class _Inside:
    """Mutants of mutants: what else can go wrong in an answer in which one thing has."""

    def __init__(self, notebook: SolutionNotebook) -> None:
        self.notebook = notebook
        self.found: dict[int, dict[tuple[str, Value], dict[str, str]]] = {}

    def made(self, first: Mutant, second: Mutant) -> dict[str, str] | None:
        """The second mistake made in the code of the first, in its first way; `None` where that has no place for it."""
        if set(first.cells) != set(second.cells):
            return None
        if id(first) not in self.found:
            known: dict[tuple[str, Value], dict[str, str]] = {}
            for mutant in mutants(self.notebook.with_answers(first.cells)):
                known.setdefault((mutant.name, mutant.value), dict(mutant.cells))
            self.found[id(first)] = known
        cells = self.found[id(first)].get((second.name, second.value))
        return cells if cells is not None and set(cells) == set(first.cells) else None


def _is_python(code: str) -> bool:
    try:
        ast.parse(code)
    except SyntaxError:
        return False
    return True
