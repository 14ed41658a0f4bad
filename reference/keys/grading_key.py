"""The key to grade with: it knows pairs of mistakes, fits families of them, and refuses explanations by too little."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from labkit.judging.key import Explanation, Key, Values
from reference.keys.families import Families
from reference.keys.tolerances import telling
from reference.recipes.data import LineData

LEAST_ENTRIES = 4
"""Without parameters beside it, a history must have so many entries to tell two mistakes."""
LEFT_ALONE = 1e-5
"""How near, relative to the larger one, parameters are to those that the lab's own training left."""
NEAR_BOTTOM = 1.5
"""A loss within this many times the least one is near the bottom."""
SETTLED = 2e-5
"""How near parameters are to a place where many trainings end."""
STILL = 1e-3
"""A history whose entries differ by less, relatively, does not move."""


@dataclass(frozen=True, eq=False)
class GradingKey(Key):
    """A key that also fits families of mistakes to the evidence."""

    families: Families | None = None

    @property
    def data(self) -> LineData | None:
        """The data of its setting, as they were drawn; `None` for a figure."""
        return None if self.families is None else self.families.replays.data

    @np.errstate(all="ignore")
    def explanations(self, values: Values) -> list[Explanation]:
        """What is listed, and families where no single listed mistake explains `values`; simplest first.

        Chance explains much, so an explanation by chance counts only where nothing else is as simple.
        """
        if self.families is None or self._left_alone(values):
            return []
        found = [explanation for explanation in self._matching(values) if self._shows(explanation, values)]
        if not any(len(explanation.findings) == 1 for explanation in found):
            found = [*found, *self.families.explanations(values, beside=not found)]
        if not self._tells_two(values):
            found = [explanation for explanation in found if len(explanation.findings) == 1]
        found = sorted(found, key=lambda explanation: (len(explanation.findings), self._by_chance(explanation)))
        if not found or not self._by_chance(found[0]):
            return [explanation for explanation in found if not self._by_chance(explanation)]
        return [explanation for explanation in found if len(explanation.findings) == len(found[0].findings)]

    def _matching(self, values: Values) -> list[Explanation]:
        """The listed explanations of which each box holds the value of its name, where there is one."""
        alive = np.ones(len(self.listed), dtype=bool)
        for name, by_shape in self.stacks.items():
            if name in values:
                found = np.asarray(values[name], dtype=np.float64)
                for shape, stack in by_shape.items():
                    alive[stack.positions] &= shape == found.shape and stack.hold(found)
        return [self.listed[place] for place in np.flatnonzero(alive)]

    def _shows(self, explanation: Explanation, values: Values) -> bool:
        """Whether each of its mistakes changes a value that is there and that its box does not leave open."""
        data = self.families.replays.data if self.families else None
        boxes = {name: box for name, box in explanation.boxes.items() if name in values}
        there = set(boxes if data is None else telling(boxes, data))
        return all(touched & there for touched in explanation.touches or ())

    def _left_alone(self, values: Values) -> bool:
        """Whether nothing was trained: no history, and parameters as the lab's own training left them."""
        before = self.families.replays.situation.trained_before if self.families else None
        if before is None or self._history in values or not {"w", "b"} <= set(values):
            return False
        margin = LEFT_ALONE * max(map(abs, before))
        return all(abs(values[name] - value) <= margin for name, value in zip("wb", before, strict=True))

    def settled(self, values: Values) -> bool:
        """Whether parameters lie near the line without noise, near the best line, or where they started."""
        if not {"w", "b"} <= set(values):
            return False
        ends = [*self._bottoms, np.array([self.start.get(name, np.nan) for name in "wb"])]
        found = np.array([values["w"], values["b"]])
        return any(bool(np.all(np.abs(found - end) <= SETTLED * (1.0 + np.abs(end)))) for end in ends)

    def _tells_two(self, values: Values) -> bool:
        """Whether values are enough to tell two mistakes.

        That takes a history which does not just stay at the bottom, as any training does in the end, and parameters
        beside it or more entries.
        """
        history = np.asarray(values.get(self._history, ()), dtype=np.float64)
        if history.ndim != 1 or not history.size:
            return False
        still = history.size > 1 and np.ptp(history) <= STILL * np.max(np.abs(history))
        if still and history[0] <= NEAR_BOTTOM * self._bottom:
            return False
        return history.size >= LEAST_ENTRIES or {"w", "b"} <= set(values)

    @cached_property
    def _bottom(self) -> float:
        """The least loss that any line has on the noisy data."""
        if self.families is None:
            return 0.0
        data = self.families.replays.data
        w, b = self._bottoms[0]
        return float(np.mean((w * data.x + b - data.noisy) ** 2))

    @cached_property
    def _bottoms(self) -> list[NDArray[np.float64]]:
        """(w, b) of the best line through the noisy data, and of that through those without noise."""
        if self.families is None:
            return []
        data = self.families.replays.data
        design = np.column_stack([data.x, np.ones_like(data.x)])
        return [np.asarray(np.linalg.lstsq(design, targets)[0], np.float64) for targets in (data.noisy, data.clean)]

    @property
    def _history(self) -> str:
        return self.families.replays.lab.history if self.families else ""

    def _by_chance(self, explanation: Explanation) -> bool:
        return any(finding.mistake in self._chance for finding in explanation.findings)

    @cached_property
    def _chance(self) -> frozenset[str]:
        """Mistakes whose outcome depends on chance."""
        catalogue = self.families.replays.lab.catalogue if self.families else ()
        return frozenset(mistake.name for mistake in catalogue if mistake.random)
