"""Mistakes that are families: any learning rate, any start, any number of epochs. The value is fitted to the evidence.

The number of epochs follows from the length of the history. A rate or a start is found from an early entry of the
history, which is a smooth function of it: the function is tabulated over a wide range, and where it passes through
the evidence the place is refined by regula falsi. A value counts only if the whole run explains the evidence.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from labkit.key import Box, Explanation, Finding, explains
from reference.data import Floats
from reference.explanations import DIVERGED, Bench, Single, touched
from reference.mistakes import Change
from reference.recipe import Recipe, Record
from reference.replay import recorded, replay, walk
from reference.tolerances import mistake_boxes, telling

MOST_EPOCHS = 200
MOST_COUNTED = 40
"""Epochs that are tried where no history tells their number."""
EVERYTHING = frozenset(("LOSS", "w", "b"))
MOST_MISTAKES = 2
TABLES: Mapping[str, Floats] = {
    "rate": np.geomspace(1e-6, 3.0, 400),
    "start_w": np.linspace(-60.0, 60.0, 241),
    "start_b": np.linspace(-60.0, 60.0, 241),
}
START_GRID = np.linspace(-20.0, 20.0, 81)
"""Starts that are tried where both are wrong."""
EARLY = 3
"""Epochs that a table covers."""
ROUGHLY = 0.1
"""How well a table must match, between its places, before a place is refined."""
REFINEMENTS = 60
REFINED = 1e-8
"""Relative accuracy of a refined value."""
LEAST_CHANGE = 0.01
"""A rate or a start that differs from the right one by a smaller share is no mistake that anybody makes."""

Values = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Base:
    """A recipe to which a family is added: the right one, or one with a single mistake."""

    recipe: Recipe
    lengths: tuple[int, int]
    """Of its history after one epoch and after two."""
    first: Box
    """The first entry of its history."""
    parts: tuple[tuple[Finding, frozenset[str]], ...] = ()
    """The mistakes in it, each with the names whose values it changes."""
    fields: frozenset[str] = frozenset()

    @property
    def random(self) -> bool:
        """Whether the outcome depends on chance."""
        return self.recipe.update.order == "shuffled"


@dataclass(frozen=True, eq=False)
class Families:
    """All families of a lab under one setting."""

    bench: Bench
    bases: tuple[Base, ...]
    """The right recipe first."""
    tables: dict[tuple[int, str], Floats] = field(default_factory=dict)
    """Histories over a table of values, by base and field, made when first needed."""

    @classmethod
    def on(cls, bench: Bench, made: list[Single]) -> "Families":
        """The families of a lab, alone and beside each single mistake."""

        def base(recipe: Recipe, *more: Any) -> Base:
            return Base(recipe, *history_start(recipe, bench), *more)

        bases = [
            base(
                single.change.applied(bench.lab.recipe),
                ((single.finding, frozenset().union(*(single.explanation.touches or ()))),),
                single.change.fields,
            )
            for single in made
            if single.family != "epochs" and single.finding.mistake != DIVERGED
        ]
        return cls(bench, (base(bench.lab.recipe), *bases))

    def explanations(self, values: Values) -> list[Explanation]:
        """Families that explain `values`, alone if that suffices, else beside another mistake."""
        history = np.asarray(values.get("LOSS", ()), dtype=np.float64)
        if history.ndim != 1 or not history.size or not np.isfinite(history[0]):
            return self._epochs_from_parameters(values)
        for places in (range(1), range(1, len(self.bases))):
            found = [e for place in places for e in self._beside(place, history, values)]
            if found:
                return found
        return []

    def _beside(self, place: int, history: Floats, values: Values) -> Iterator[Explanation]:
        """Explanations that add one or two families to a base."""
        base = self.bases[place]
        epochs = fitting_epochs(base.lengths, base.recipe.update.epochs, history.size)
        if epochs is None:
            return
        grown = self._with_value(base, "epochs", epochs)
        if grown is not base:
            yield from self._verified(grown, values)
        if len(grown.parts) >= MOST_MISTAKES or base.random:
            return
        for name in TABLES:
            for value in self._candidates(place, name, history):
                more = self._with_value(grown, name, value)
                if more is not grown:
                    yield from self._verified(more, values)
        if not grown.parts:
            yield from self._both_starts(grown, history, values)

    def _with_value(self, base: Base, name: str, value: float) -> Base:
        """The base with one more field set; the same base where it has that value, or a mistake there, already."""
        usual = getattr(base.recipe.update, name)
        if value == usual or f"update.{name}" in base.fields:
            return base
        finding = Finding(_mistake(name, value, usual), value)
        return Base(
            Change(update={name: value}).applied(base.recipe),
            base.lengths,
            base.first,
            (*base.parts, (finding, EVERYTHING)),
            base.fields | {f"update.{name}"},
        )

    def _verified(self, base: Base, values: Values) -> Iterator[Explanation]:
        """The explanation that a base makes, if it explains the evidence: its first loss first, then all of it."""
        if not self._begins_like(base.recipe, values):
            return
        boxes = self._boxes(base.recipe)
        if boxes is None:
            return
        findings, touches = zip(*sorted(base.parts, key=self._rank), strict=True)
        if len(findings) == 1:
            touches = (touched(self.bench, boxes),)
        explanation = Explanation(findings, telling(boxes, self.bench.data), touches)
        if explains(explanation, values):
            yield explanation

    def _rank(self, part: tuple[Finding, frozenset[str]]) -> int:
        """The place of a mistake in the catalogue, in which order findings are always told."""
        return [mistake.name for mistake in self.bench.lab.catalogue].index(part[0].mistake)

    def _boxes(self, recipe: Recipe) -> Mapping[str, Box] | None:
        return self.bench.boxes(recipe, replay(recipe, self.bench.data))

    def _begins_like(self, recipe: Recipe, values: Values) -> bool:
        """Whether the first loss of a one-epoch run is that of the evidence."""
        history = values.get("LOSS")
        if history is None or recipe.store.times == "last-only" or recipe.record.when == "at-end":
            return True
        boxes = self._boxes(replace(recipe, update=replace(recipe.update, epochs=1)))
        return boxes is not None and bool(boxes["LOSS"].low[0] <= history[0] <= boxes["LOSS"].high[0])

    def _candidates(self, place: int, name: str, history: Floats) -> list[float]:
        """Values of a field under which the early history passes through the evidence, simple numbers first."""
        base = self.bases[place]
        if f"update.{name}" in base.fields or not self._may_differ(base, name, history):
            return []
        if (place, name) not in self.tables:
            self.tables[place, name] = self._history(base.recipe, name, TABLES[name])
        table = self.tables[place, name]
        shared = min(table.shape[1], history.size)
        if shared < 1:
            return []
        entry = 1 if shared > 1 else 0
        found: list[float] = []
        for left in _crossings(table[:, :shared], history[:shared], entry):
            ends = TABLES[name][left], TABLES[name][left + 1]
            value = self._refined(base.recipe, name, ends, entry, history[entry])
            found += [float(f"{value:.3g}"), float(f"{value:.6g}")]
        usual = getattr(base.recipe.update, name)
        return [value for value in dict.fromkeys(found) if abs(value - usual) > LEAST_CHANGE * abs(usual)]

    def _may_differ(self, base: Base, name: str, history: Floats) -> bool:
        """Whether a field may explain the evidence: a rate changes no loss measured before the first update."""
        at_start = base.recipe.record.when in ("epoch-start", "start-and-ends")
        return name != "rate" or not at_start or base.first.holds(history[0])

    def _history(self, recipe: Recipe, name: str, values: Floats) -> Floats:
        """Early histories for many values of a field, shape (values, entries)."""
        update = replace(recipe.update, epochs=min(EARLY, recipe.update.epochs))
        return recorded(recipe.record, walk(update, self.bench.data, {name: values}), self.bench.data)

    def _refined(self, recipe: Recipe, name: str, ends: tuple[float, float], entry: int, wanted: float) -> float:
        """The value between `ends` at which an entry of the history is `wanted`, by the Illinois algorithm."""
        short = Change(update={"epochs": min(2, recipe.update.epochs)}).applied(recipe)

        def off(value: float) -> float:
            changed = Change(update={name: value}).applied(short)
            history = recorded(changed.record, walk(changed.update, self.bench.data), self.bench.data)
            return float(history[entry]) - wanted

        return _illinois(off, *ends)

    def _both_starts(self, base: Base, history: Floats, values: Values) -> Iterator[Explanation]:
        """Starts with two simple numbers whose loss is the first one recorded."""
        if base.recipe.record != Record():
            return
        w, b = (grid.ravel() for grid in np.meshgrid(START_GRID, START_GRID))
        none = replace(base.recipe.update, epochs=0)
        walked = walk(none, self.bench.data, {"start_w": w, "start_b": b})
        first = recorded(replace(base.recipe.record, when="at-end"), walked, self.bench.data)[:, 0]
        near = np.abs(first - history[0]) <= self.bench.tolerances.loss * np.abs(history[0])
        for at_w, at_b in zip(w[near], b[near], strict=True):
            both = self._with_value(self._with_value(base, "start_w", float(at_w)), "start_b", float(at_b))
            if len(both.parts) == MOST_MISTAKES:
                yield from self._verified(both, values)

    def _epochs_from_parameters(self, values: Values) -> list[Explanation]:
        """Without a history: the number of epochs after which w and b would be what they are, if there is one only."""
        if not {"w", "b"} <= set(values):
            return []
        known = {name: values[name] for name in ("w", "b")}
        base = self.bases[0]
        found: list[Explanation] = []
        for epochs in range(1, MOST_COUNTED):
            if epochs != base.recipe.update.epochs:
                found += self._verified(self._with_value(base, "epochs", epochs), known)
        return found if len(found) == 1 else []


def history_start(recipe: Recipe, bench: Bench) -> tuple[tuple[int, int], Box]:
    """The lengths of a recipe's history after one epoch and after two, and its first entry."""
    in_order = Change(update={"order": "given"}).applied(recipe)
    one, two = (Change(update={"epochs": epochs}).applied(in_order) for epochs in (1, 2))
    replayed = replay(one, bench.data)
    box = mistake_boxes(replayed, recipe.record.reduced, bench.data, bench.tolerances)["LOSS"]
    lengths = replayed.loss.size, replay(two, bench.data).loss.size
    return lengths, Box(box.low[0], box.high[0])


def fitting_epochs(lengths: tuple[int, int], usual: int, wanted: int) -> int | None:
    """The number of epochs after which a history has the `wanted` length; `None` where there is none."""
    one, two = lengths
    each = two - one
    if each == 0:
        return usual if wanted == one else None
    epochs, left = divmod(wanted - (one - each), each)
    return epochs if left == 0 and 1 <= epochs <= MOST_EPOCHS else None


def _mistake(name: str, value: float, usual: float) -> str:
    """The name of the mistake of having another value than usual."""
    if name == "epochs":
        return "too-few-epochs" if value < usual else "too-many-epochs"
    if name == "rate":
        return "learning-rate-too-small" if value < usual else "learning-rate-too-large"
    return {"start_w": "wrong-start-w", "start_b": "wrong-start-b"}[name]


def _crossings(table: Floats, history: Floats, entry: int) -> list[int]:
    """Places in a table where one entry passes through the evidence and the others come near it."""
    with np.errstate(all="ignore"):
        off = table[:, entry] - history[entry]
        share = (off[:-1] / (off[:-1] - off[1:]))[:, np.newaxis]
        between = table[:-1] + share * (table[1:] - table[:-1])
        near = np.all(np.abs(between - history) <= ROUGHLY * np.abs(between), axis=1)
        passes = off[:-1] * off[1:] <= 0
    return [int(place) for place in np.flatnonzero(passes & near)]


def _illinois(function: Any, left: float, right: float) -> float:
    """A root between `left` and `right`, where `function` has opposite signs."""
    at_left, at_right = function(left), function(right)
    for _ in range(REFINEMENTS):
        if at_right == at_left or abs(right - left) <= REFINED * abs(right):
            break
        middle = right - at_right * (right - left) / (at_right - at_left)
        at_middle = function(middle)
        if at_middle * at_right < 0:
            left, at_left = right, at_right
        else:
            at_left /= 2
        right, at_right = middle, at_middle
    return right
