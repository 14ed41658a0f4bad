"""What a lab's notebook would hold after each mistake and each pair of them, under one setting."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations

import numpy as np

from labkit.judging.key import Box, Explanation, Finding, Key
from labkit.judging.setting import AS_RELEASED
from reference.keys.tolerances import HISTORY, Tolerances, mistake_boxes, order_boxes, right_boxes
from reference.lab_files.lab import Lab, Numbers
from reference.recipes.data import LineData
from reference.recipes.mistakes import Change, Mistake, Situation
from reference.recipes.recipe import Recipe, Update
from reference.recipes.replay import Replay, Walk, replay, walk, written

DIVERGED = "diverged"
LONGEST_RANDOM = 100
"""Histories over random orders that are longer than this are left out: they take long and tell little."""


@dataclass(frozen=True, eq=False)
class Single:
    """One mistake made in one way."""

    finding: Finding
    change: Change
    explanation: Explanation
    random: bool = False
    family: str | None = None


@dataclass(frozen=True, eq=False)
class SettingReplays:
    """A lab's data under one setting, and everything needed to replay recipes on them."""

    lab: Lab
    setting: Numbers
    data: LineData
    right: Replay
    tolerances: Tolerances
    walks: dict[Update, Walk] = field(default_factory=dict)
    """Walks made so far: many recipes differ only in what they record. To be cleared when all are replayed."""

    @classmethod
    def at(cls, lab: Lab, setting: Numbers, tolerances: Tolerances, data: LineData | None = None) -> "SettingReplays":
        """All that replays under a setting share; its `data` are drawn where they are not at hand."""
        data = lab.data(setting) if data is None else data
        return cls(lab, setting, data, replay(lab.required_recipe, data), tolerances)

    def replayed(self, recipe: Recipe) -> Replay:
        """What a recipe leads to; its walk is kept, but of the large ones over random orders only the first."""
        update = recipe.update
        walked = self.walks.get(update) or walk(update, self.data)
        if update.order != "shuffled" or not any(kept.order == "shuffled" for kept in self.walks):
            self.walks[update] = walked
        return written(recipe, walked, self.data)

    def boxes(self, recipe: Recipe, replayed: Replay) -> Mapping[str, Box] | None:
        """The boxes of what a recipe led to; `None` where no box can hold it."""
        make = order_boxes if recipe.update.order == "shuffled" else mistake_boxes
        boxes = make(replayed, recipe.record.reduced, self.data, self.tolerances)
        return None if boxes is None else self._named(boxes)

    @property
    def right_boxes(self) -> Mapping[str, Box]:
        """The boxes of the right answer."""
        return self._named(right_boxes(self.right, self.tolerances))

    def _named(self, boxes: Mapping[str, Box]) -> dict[str, Box]:
        """Boxes by the names that the lab's notebook uses."""
        return {self.lab.history if name == HISTORY else name: box for name, box in boxes.items()}

    @cached_property
    def situation(self) -> Situation:
        """What changes may depend on."""
        before = None
        for recipe in list(self.lab.worked.values())[-1:]:
            run = self.replayed(recipe)
            before = (float(run.w), float(run.b))
        return Situation(self.lab.required_recipe, self.data.x.size, before)


def ways(replays: SettingReplays) -> Iterator[tuple[Mistake, Change, Replay]]:
    """Every way of every mistake that a notebook of the lab could run, and what it leads to."""
    for mistake in replays.lab.catalogue:
        for change in mistake.changes(replays.situation):
            yield mistake, change, replays.replayed(change.applied(replays.lab.required_recipe))


def singles(replays: SettingReplays) -> list[Single]:
    """Every mistake of the catalogue in each of its ways, as far as it shows in the numbers.

    Ways of one mistake that come to the same are kept once. Runs that leave no numbers but the first cannot be
    distinguished; all of them are named `diverged`.
    """
    found: list[Single] = []
    for mistake in replays.lab.catalogue:
        ways: list[Explanation] = []
        for change in mistake.changes(replays.situation):
            explanation = _explanation(replays, Finding(mistake.name, change.value), change)
            if explanation is None or _is_known(explanation, [*ways, _nothing(replays)]):
                continue
            ways.append(explanation)
            finding = explanation.findings[0]
            found.append(Single(finding, change, explanation, mistake.random, mistake.family))
    return found


def pairs(replays: SettingReplays, made: Sequence[Single]) -> Iterator[Explanation]:
    """Every two mistakes made together that show something that neither right answers nor single mistakes show.

    Families of mistakes are left out: they are fitted to the evidence.
    """
    fixed = [
        single for single in made if not (single.family or single.change.rare or single.finding.mistake == DIVERGED)
    ]
    known = Key(replays.lab.tasks[0], AS_RELEASED, {}, listed=tuple(single.explanation for single in made))
    told: dict[tuple[Finding, ...], list[Explanation]] = {}
    for one, other in combinations(fixed, 2):
        if one.finding.mistake == other.finding.mistake or one.change.fields & other.change.fields:
            continue
        explanation = pair(replays, one, other)
        if explanation is None:
            continue
        alike = told.setdefault(explanation.findings, [_nothing(replays)])
        if _is_known(explanation, alike):
            continue
        alike.append(explanation)
        centres = {name: box.centre for name, box in explanation.boxes.items()}
        if not known.explanations(centres):
            yield explanation


def pair(replays: SettingReplays, one: Single, other: Single) -> Explanation | None:
    """Two mistakes made together; `None` where that leaves no numbers that tell anything."""
    recipe = other.change.applied(one.change.applied(replays.lab.required_recipe))
    if recipe.update.order == "shuffled" and _entries(recipe, replays) > LONGEST_RANDOM:
        return None
    boxes = _boxes(replays, recipe)
    if boxes is None or _tells_nothing(replays, boxes):
        return None
    touches = [single.explanation.touches or () for single in (one, other)]
    return Explanation((one.finding, other.finding), boxes, (*touches[0], *touches[1]))


def _explanation(replays: SettingReplays, finding: Finding, change: Change) -> Explanation | None:
    boxes = _boxes(replays, change.applied(replays.lab.required_recipe))
    if boxes is None:
        return None
    if _tells_nothing(replays, boxes):
        return Explanation((Finding(DIVERGED),), boxes, (frozenset(boxes),))
    return Explanation((finding,), boxes, (touched(replays, boxes),))


def _boxes(replays: SettingReplays, recipe: Recipe) -> Mapping[str, Box] | None:
    """The boxes of a recipe; `None` for a recipe that no notebook could run."""
    try:
        return replays.boxes(recipe, replays.replayed(recipe))
    except ValueError:
        return None


def _entries(recipe: Recipe, replays: SettingReplays) -> int:
    """The number of entries of the history of a recipe."""
    in_order = replace(recipe, update=replace(recipe.update, order="given"))
    return int(replays.replayed(in_order).loss.size)


def touched(replays: SettingReplays, boxes: Mapping[str, Box]) -> frozenset[str]:
    """The names whose values are no right answer any more."""
    right = replays.right_boxes
    return frozenset(name for name, box in boxes.items() if not right[name].holds(box.centre))


def _nothing(replays: SettingReplays) -> Explanation:
    return Explanation((), replays.right_boxes)


def _is_known(explanation: Explanation, known: Iterable[Explanation]) -> bool:
    """Whether the middle of each box lies in the boxes of one that is known and tells of the same names or more."""
    boxes = explanation.boxes
    return any(
        set(boxes) <= set(other.boxes) and all(other.boxes[name].holds(box.centre) for name, box in boxes.items())
        for other in known
    )


def _tells_nothing(replays: SettingReplays, boxes: Mapping[str, Box]) -> bool:
    """Whether a run diverged so fast that all but the first loss is lost."""
    losses = boxes[replays.lab.history].low[1:]
    return bool(np.isnan(boxes["w"].low) and np.isnan(boxes["b"].low) and np.all(np.isnan(losses)))
