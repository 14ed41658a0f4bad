"""Mistakes that are families: any learning rate, any start, any number of epochs. The value is fitted to the evidence.

The number of epochs follows from the length of the history. A rate or a start is found from the first entries of the
history, by tables made beforehand (see `reference.keys.family_tables`), for all recipes at once. A value counts only if
the replay of the whole run explains the evidence.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np

from labkit.judging.key import Box, Explanation, Finding, explains
from reference.keys.explanations import DIVERGED, SettingReplays, Single, singles, touched
from reference.keys.family_tables import ENTRIES, Base, Tables, base_of, is_simple, starts_with_loss
from reference.keys.tolerances import PARAMETERS
from reference.recipes.data import Floats
from reference.recipes.mistakes import Change
from reference.recipes.recipe import Recipe, Record
from reference.recipes.replay import replay

MOST_MISTAKES = 2
MOST_EPOCHS = 200
MOST_COUNTED = 40
"""Epochs that are tried where no history tells their number."""
LEAST_CHANGE = 0.01
"""A rate or a start that differs from the right one by a smaller share is no mistake that anybody makes."""
MOST_REMEMBERED = 4096
NAMES = {"start_w": "wrong-start-w", "start_b": "wrong-start-b"}

Values = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Families:
    """All families of a lab under one setting."""

    replays: SettingReplays
    made: Sequence[Single] | None = None
    """The single mistakes, where they are at hand."""
    remembered: dict[tuple[Any, ...], list[Explanation]] = field(default_factory=dict)
    """What was found before: the tasks of a submission ask for the same values."""

    @cached_property
    def bases(self) -> tuple[Base, ...]:
        """The right recipe first, then those with one mistake: made when the first answer asks for them."""
        made, right = self.made, self.replays.lab.required_recipe
        if made is None:
            made = singles(self.replays)
            self.replays.walks.clear()
        beside = [s for s in made if not (s.family or s.change.rare or s.finding.mistake == DIVERGED)]
        bases = [
            base_of(single.change.applied(right), self.replays, _parts(single), single.change.fields)
            for single in beside
        ]
        return (base_of(right, self.replays), *bases)

    def explanations(self, values: Values, beside: bool = True) -> list[Explanation]:
        """Families that explain `values`: alone if that suffices, else, if asked for, `beside` another mistake."""
        known = {name: values[name] for name in self._everything if name in values}
        asked = (beside, *((name, tuple(np.ravel(value))) for name, value in known.items()))
        if asked not in self.remembered:
            if len(self.remembered) >= MOST_REMEMBERED:
                self.remembered.clear()
            self.remembered[asked] = self._found(known, beside)
        return self.remembered[asked]

    def _found(self, values: Values, beside: bool) -> list[Explanation]:
        history = np.asarray(values.get(self.replays.lab.history, ()), dtype=np.float64)
        if history.ndim != 1 or not history.size or not np.isfinite(history[0]):
            return self._epochs_from_parameters(values)
        epochs = self.tables.epochs(history.size)
        fitting = np.flatnonzero((epochs >= 1) & (epochs <= MOST_EPOCHS))
        alone, others = fitting[fitting == 0], fitting[fitting > 0]
        stages: list[Callable[[], Iterator[Base]]] = [lambda: self._grown(alone, epochs, history)]
        if alone.size and epochs[0] == self.tables.usual_epochs[0]:
            stages.append(lambda: self._with_other_start(history))
        stages.append(lambda: self._batches(history))
        if beside:
            stages.append(lambda: self._grown(others, epochs, history))
        for stage in stages:
            found = [explanation for base in stage() for explanation in self._verified(base, values)]
            if found:
                return sorted(found, key=_digits)
        return []

    def _grown(self, places: Any, epochs: Any, history: Floats) -> Iterator[Base]:
        """Recipes worth replaying: bases with one or two families added."""
        usual = self.tables.usual_epochs
        few = np.count_nonzero(np.isfinite(history)) < ENTRIES
        longer = places[epochs[places] != usual[places]]
        for place in longer[self.tables.begins_like(longer, history)]:
            yield self._with_value(self.bases[place], "epochs", int(epochs[place]))
        open_ = np.array([place for place in places if place == 0 or epochs[place] == usual[place]], dtype=np.intp)
        for place, name, value in chain(self.tables.rates(open_, history), self.tables.starts(open_, history)):
            if (place or few) and not is_simple(value):  # much fits another mistake, or few numbers
                continue
            base = self._with_value(self.bases[place], "epochs", int(epochs[place]))
            more = self._with_value(base, name, value)
            if more is not base:
                yield more

    def _with_other_start(self, history: Floats) -> Iterator[Base]:
        """The right recipe with a wrong start and one more family, where the first loss is not the right one."""
        right = self.bases[0]
        if right.recipe.record == Record() and not (right.first.low[0] <= history[0] <= right.first.high[0]):
            yield from self._both_starts(right, history)
            yield from self._start_and_rate(right, history)

    def _batches(self, history: Floats) -> Iterator[Base]:
        """The right recipe with any other size of batches, where the first loss is the right one."""
        right = self.bases[0]
        usual = self.replays.right.loss
        if history.size == usual.size and (right.first.low[0] <= history[0] <= right.first.high[0]):
            for size in range(1, self.replays.data.x.size):
                if size != right.recipe.update.batch:
                    yield self._with_value(right, "batch", size)

    def _with_value(self, base: Base, name: str, value: float) -> Base:
        """The base with one more field set; the same base where that is no change, or its mistake is there already."""
        usual = getattr(base.recipe.update, name)
        least = 0.0 if name in ("epochs", "batch") else LEAST_CHANGE * abs(usual)
        if abs(value - usual) <= least or f"update.{name}" in base.fields:
            return base
        finding = Finding(_mistake(name, value, usual), value)
        recipe = Change(update={name: value}).applied(base.recipe)
        return base.grown(recipe, (finding, frozenset(self._everything)), f"update.{name}")

    def _verified(self, base: Base, values: Values) -> Iterator[Explanation]:
        """The explanation that a recipe makes, if the replay of the whole run explains the evidence."""
        boxes = self._boxes(base.recipe)
        if boxes is None:
            return
        findings, touches = zip(*sorted(base.parts, key=self._rank), strict=True)
        if len(findings) == 1:
            touches = (touched(self.replays, boxes),)
        explanation = Explanation(findings, boxes, touches)
        if explains(explanation, values):
            yield explanation

    def _rank(self, part: tuple[Finding, frozenset[str]]) -> int:
        """The place of a mistake in the catalogue, in which order findings are always named."""
        return self._places[part[0].mistake]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {mistake.name: place for place, mistake in enumerate(self.replays.lab.catalogue)}

    def _boxes(self, recipe: Recipe) -> Mapping[str, Box] | None:
        return self.replays.boxes(recipe, replay(recipe, self.replays.data))

    @cached_property
    def tables(self) -> Tables:
        """What the bases' histories begin with, over all values of a family."""
        return Tables(self.bases, self.replays.data)

    def _both_starts(self, base: Base, history: Floats) -> Iterator[Base]:
        """Starts with two simple numbers whose loss is the first one recorded."""
        for w, b in starts_with_loss(float(history[0]), self.replays.data, self.replays.tolerances.loss):
            both = self._with_value(self._with_value(base, "start_w", w), "start_b", b)
            if len(both.parts) == MOST_MISTAKES:
                yield both

    def _start_and_rate(self, base: Base, history: Floats) -> Iterator[Base]:
        """A start that is a simple number and gives the first loss, with a rate that gives the others."""
        for name, value in self.tables.simple_starts(float(history[0])):
            begun = self._with_value(base, name, value)
            for rate in self.tables.rates_of(begun.recipe, history) if begun is not base else ():
                both = self._with_value(begun, "rate", rate)
                if len(both.parts) == MOST_MISTAKES:
                    yield both

    def _epochs_from_parameters(self, values: Values) -> list[Explanation]:
        """Without a history: the number of epochs after which w and b would be what they are, if there is one only."""
        if not set(PARAMETERS) <= set(values):
            return []
        usual = self.bases[0].recipe.update.epochs
        near = np.all(np.abs(self._epoch_ends - (values["w"], values["b"])) <= self._reach, axis=1)
        found: list[Explanation] = []
        for epochs in np.flatnonzero(near):
            if epochs not in (0, usual):
                found += self._verified(self._with_value(self.bases[0], "epochs", int(epochs)), values)
        return found if len(found) == 1 else []

    @cached_property
    def _epoch_ends(self) -> Floats:
        """(w, b) of the right recipe after no epoch, after one, and so on."""
        recipe = Change(update={"epochs": MOST_COUNTED}).applied(self.bases[0].recipe)
        path = replay(recipe, self.replays.data).path
        return path[:: (len(path) - 1) // MOST_COUNTED]

    @property
    def _everything(self) -> tuple[str, ...]:
        """All names that a training run changes."""
        return (self.replays.lab.history, *PARAMETERS)

    @property
    def _reach(self) -> float:
        """How near parameters must come to be looked at closely."""
        return 1e-2 * float(np.max(np.abs(self.replays.data.noisy)))


def _digits(explanation: Explanation) -> int:
    """How many digits the values of an explanation have: people type short numbers."""
    return sum(len(f"{finding.value:g}") for finding in explanation.findings if isinstance(finding.value, float))


def _parts(single: Single) -> tuple[tuple[Finding, frozenset[str]], ...]:
    return ((single.finding, frozenset().union(*(single.explanation.touches or ()))),)


def _mistake(name: str, value: float, usual: float) -> str:
    """The name of the mistake of having another value than usual."""
    if name == "epochs":
        return "too-few-epochs" if value < usual else "too-many-epochs"
    if name == "batch":
        return "mini-batches"
    if name == "rate":
        return "learning-rate-too-small" if value < usual else "learning-rate-too-large"
    return NAMES[name]
