"""The path of a training with any mistakes, replayed: that of a value that was fitted, or of several mistakes, too."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from labkit.judging.key import Finding
from labkit.judging.paths.known_paths import Path, Point
from reference.keys.paths import path_of
from reference.lab_files.lab import Lab
from reference.recipes.data import LineData
from reference.recipes.mistakes import Change, Mistake, Situation
from reference.recipes.recipe import Recipe, Update
from reference.recipes.replay import replay, walk

MOST_WAYS = 64
"""Ways of making the same mistakes that are tried at most."""
SAME_END = 1e-2
"""How near a replayed path must end to a student's parameters, relative to the larger of them (1 at least)."""


@dataclass(frozen=True, eq=False)
class ReplayedPaths:
    """Replays of mistakes; each walk is made once."""

    lab: Lab
    data: LineData
    walks: dict[Update, Path] = field(default_factory=dict)

    def path(self, findings: tuple[Finding, ...], end: Point) -> Path | None:
        """(w, b) at the start and after each epoch of a run with these mistakes that ends at `end`."""
        for update in self._updates(findings):
            if update.order != "shuffled" and _close(self._walked(update)[-1], end):
                return self._walked(update)
        return None

    def _walked(self, update: Update) -> Path:
        if update not in self.walks:
            self.walks[update] = path_of(walk(update, self.data))
        return self.walks[update]

    def _updates(self, findings: tuple[Finding, ...]) -> Iterator[Update]:
        """How parameters move in each way of making these mistakes; one way for those that move nothing otherwise."""
        ways = [list(self._changes(finding)) for finding in findings]
        tried: dict[Update, None] = {}
        for changes in list(product(*ways))[:MOST_WAYS]:
            recipe = self.lab.required_recipe
            for change in changes:
                recipe = change.applied(recipe)
            if recipe.update not in tried:
                tried[recipe.update] = None
                yield recipe.update

    def _changes(self, finding: Finding) -> Iterator[Change]:
        """The ways of making one mistake; one that the catalogue has no way for leaves the recipe as it is."""
        mistake = self._catalogue.get(finding.mistake)
        if mistake is None:
            yield Change()
        elif mistake.family is not None and finding.value is not None:
            whole = mistake.family == "epochs"
            yield Change(finding.value, update={mistake.family: int(finding.value) if whole else finding.value})
        else:
            ways = [way for way in mistake.changes(self._situation) if way.value == finding.value]
            yield from ways or [Change()]

    @cached_property
    def _catalogue(self) -> Mapping[str, Mistake]:
        return {mistake.name: mistake for mistake in self.lab.catalogue}

    @cached_property
    def _situation(self) -> Situation:
        worked: list[Recipe] = list(self.lab.worked.values())
        before = replay(worked[-1], self.data) if worked else None
        trained = None if before is None else (float(before.w), float(before.b))
        return Situation(self.lab.required_recipe, self.data.x.size, trained)


def _close(one: Point, other: Point) -> bool:
    scale = max(1.0, *(abs(number) for number in other))
    return all(math.isfinite(a) and abs(a - b) <= SAME_END * scale for a, b in zip(one, other, strict=True))
