"""What separates a lab's mutants from what is right and from each other, under one setting."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from reference.solutions.boxes import SAME, Right, UnsettledError
from reference.solutions.distances import (
    EPSILON,
    Floats,
    Kind,
    Plain,
    Values,
    distance,
    form,
    is_number,
    largest,
    leaves,
    scales,
)

LEAST_MARGIN = 1000.0
"""How many times farther than the farthest equivalent run the nearest mutant must lie."""
STRETCH = 0.5
"""By how much of its width a range over random states reaches beyond those that were tried, at each end."""
VAGUEST: Mapping[Kind, float] = {"history": 0.6, "parameters": 0.3, "values": 0.3}
"""Mean width relative to the largest number of an entry from which on a range explains too much; 0.6 is 0.4 decades."""


SIZED, WHOLE = "mini-batches", "batch-update-per-epoch"
"""Batches of another size, and one update per epoch, which is the same for a size that holds all data."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a mutant left: in one run, or in one for each of several random states; in none where it stopped."""

    name: str
    value: Any
    runs: tuple[Values, ...]
    single: Values | None = None
    """What it left in single precision, where that was run too (see `runs.mutant_variants`)."""
    from_the_top: Values | None = None
    """Where chance decides: what it left from the random state that the locked cells leave."""
    general: bool = False
    """Whether its name gives way to that of a mistake that leaves the same."""
    by_example: bool = False
    """Whether its name goes before that of any mistake that leaves the same."""

    @property
    def label(self) -> str:
        """The mistake with its value."""
        return self.name if self.value is None else f"{self.name} ({self.value})"


@dataclass(frozen=True)
class Range:
    """The lowest and the highest value of a name over random states, stretched; each of the value's form."""

    low: Floats
    high: Floats

    def holds(self, value: Plain) -> bool:
        """Whether a value of the same form lies in the range."""
        found = np.asarray(value, dtype=np.float64)
        return found.shape == self.low.shape and bool(np.all((self.low <= found) & (found <= self.high)))


@dataclass(frozen=True)
class Margin:
    """What lies nearest to what is right on both sides of the tolerance, for one name."""

    name: str
    nearest: float
    """The distance of the nearest mutant that this name shows."""
    nearest_mutant: str
    farthest: float
    farthest_run: str
    unseen: tuple[str, ...]
    """Mutants that come so near under this name that it does not show them."""

    @property
    def margin(self) -> float:
        """How many times farther the nearest mutant lies than the farthest equivalent run."""
        return self.nearest / self.farthest


@dataclass(frozen=True)
class Separation:
    """What is right in a lab under one setting, and what its mutants leave."""

    right: Right
    outcomes: tuple[Outcome, ...]
    """All of them, as they were run."""

    @cached_property
    def stopped(self) -> tuple[Outcome, ...]:
        """Mutants that left nothing: they end with an exception, which speaks for itself."""
        return tuple(outcome for outcome in self.outcomes if not outcome.runs)

    @cached_property
    def vanished(self) -> tuple[Outcome, ...]:
        """Mutants that leave what is right: no mistakes in this lab."""
        return tuple(o for o in self.outcomes if o.runs and all(self._is_right(values) for values in o.runs))

    @cached_property
    def certain(self) -> tuple[Outcome, ...]:
        """Mutants that show, and that chance has no part in."""
        return tuple(o for o in self.outcomes if len(o.runs) == 1 and o not in self.vanished)

    @cached_property
    def groups(self) -> tuple[tuple[Outcome, ...], ...]:
        """The mutants that show, grouped where no evidence distinguishes them."""
        found: list[list[Outcome]] = []
        for outcome in self.certain:
            for group in found:
                if self.alike(group[0].runs[0], outcome.runs[0]):
                    group.append(outcome)
                    break
            else:
                found.append([outcome])
        return tuple(tuple(group) for group in found)

    @cached_property
    def together(self) -> tuple[tuple[str, ...], ...]:
        """Names of mistakes that no evidence distinguishes, in one of their ways at least."""
        names = (tuple(dict.fromkeys(outcome.name for outcome in named(group))) for group in self.groups)
        return tuple(dict.fromkeys(group for group in names if len(group) > 1))

    @cached_property
    def ranges(self) -> Mapping[Outcome, Mapping[str, Range]]:
        """What is known of mutants that depend on chance; those that could as well leave what is right are left out."""
        uncertain = (outcome for outcome in self.outcomes if len(outcome.runs) > 1 and outcome not in self.vanished)
        found = {outcome: _ranges(outcome.runs, self.right) for outcome in uncertain}
        return {
            outcome: ranges
            for outcome, ranges in found.items()
            if ranges and any(not known.holds(self.right.values[name]) for name, known in ranges.items())
        }

    def distances(self, values: Values) -> dict[str, float]:
        """How far a run lies from what is right, by name; infinite where it leaves nothing in a name."""
        return {name: self.right.distance(name, values.get(name)) for name in self.right.kinds}

    def alike(self, one: Values, other: Values) -> bool:
        """Whether two runs leave the same but for what is tolerated."""
        return all(self._are_alike(name, one.get(name), other.get(name)) for name in self.right.kinds)

    def margins(self) -> tuple[Margin, ...]:
        """For each name what lies on both sides; raises `UnsettledError` where a mutant is too near under all names."""
        far = {outcome: self.distances(outcome.runs[0]) for outcome in self.certain}
        for outcome, distances in far.items():
            best = max(apart / self.right.spreads[name] for name, apart in distances.items())
            if best < LEAST_MARGIN:
                raise UnsettledError("mistake too near", outcome.name, _too_near(outcome, best))
        return tuple(self._margin(name, {o: apart[name] for o, apart in far.items()}) for name in self.right.kinds)

    def _margin(self, name: str, far: Mapping[Outcome, float]) -> Margin:
        spread = self.right.spreads[name]
        seen = [(apart, outcome.label) for outcome, apart in far.items() if apart >= LEAST_MARGIN * spread]
        unseen = tuple(dict.fromkeys(o.label for o, apart in far.items() if apart < LEAST_MARGIN * spread))
        nearest, mutant = min(seen, default=(math.inf, ""))
        return Margin(name, nearest, mutant, spread, self.right.farthest[name], unseen)

    @cached_property
    def _scales(self) -> Mapping[str, float]:
        return scales(self.right.values, self.right.kinds)

    def _is_right(self, values: Values) -> bool:
        return all(far <= SAME for far in self.distances(values).values())

    def _are_alike(self, name: str, one: Plain, other: Plain) -> bool:
        if form(one) != form(other):
            return False
        kind = self.right.kinds[name]
        scale = max(largest(one), largest(other), self._scales[name])
        return distance(one, other, kind, scale) <= 2 * self.right.tolerance(name)


def named(group: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes of a group that give it its name: the author's own, else those of special mistakes, if any.

    Batches of several sizes are alike where each holds all of the data: then none of these sizes is told.
    """
    shown = tuple(outcome for outcome in group if outcome.by_example)
    if shown:
        return shown
    special = tuple(outcome for outcome in group if not outcome.general) or tuple(group)
    sizes = {outcome.value for outcome in special if outcome.name == SIZED}
    if len(sizes) > 1 and any(outcome.name == WHOLE for outcome in special):
        return tuple(outcome for outcome in special if outcome.name != SIZED)
    return special


def _ranges(runs: Sequence[Values], right: Right) -> dict[str, Range] | None:
    """The ranges of all names; `None` where one of them is open, so that the others alone would explain too much."""
    found = {name: _range(name, [values.get(name) for values in runs], right) for name in right.kinds}
    known = {name: range_ for name, range_ in found.items() if range_ is not None}
    return known if len(known) == len(found) else None


def _range(name: str, values: Sequence[Plain], right: Right) -> Range | None:
    """From the lowest to the highest of values, stretched; `None` for irregular ones, and where that is too wide."""
    if len({form(value) for value in values}) > 1 or not all(is_number(leaf) for v in values for leaf in leaves(v)):
        return None
    stacked = np.array(values, dtype=np.float64)
    if not stacked.size or not np.all(np.isfinite(stacked)):
        return None
    low, high = stacked.min(axis=0), stacked.max(axis=0)
    sizes = np.maximum(np.maximum(np.abs(low), np.abs(high)), EPSILON)
    if np.mean((high - low) / sizes) > VAGUEST[right.kinds[name]]:
        return None
    reach = STRETCH * (high - low) + right.tolerance(name) * sizes
    return Range(low - reach, high + reach)


def _too_near(outcome: Outcome, margin: float) -> str:
    return (
        f"The mistake {outcome.label} is only {margin:.0f} times as far from what is right as equivalent runs are; "
        f"{LEAST_MARGIN:.0f} times are needed. Judge something that shows it, choose other data, or drop this mistake."
    )
