"""How far right and wrong lie apart under a setting, and the tolerances that follow from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from labkit.evidence.task import Task
from labkit.judging.key import Explanation
from reference.keys.explanations import SettingReplays, Single, singles, ways
from reference.keys.tolerances import Tolerances
from reference.lab_files.calibrated import Calibration, CalibrationError, TaskCalibration
from reference.lab_files.lab import Lab, Numbers
from reference.recipes.data import Floats, LineData
from reference.recipes.recipe import Recipe
from reference.recipes.replay import Replay, replay

if TYPE_CHECKING:
    from reference.recipes.implementations import Outcome

LEAST_SPREAD = 4 * float(np.finfo(np.float32).eps)
"""Right implementations are taken to differ by four units in the last place of float32 at least (4.8e-7)."""
SAME = 1e-9
"""Runs that lie nearer than this are the same but for rounding in float64."""
SEPARATION = 10.0
"""A mistake counts as distinguished from what is right where it lies at least this many tolerances away."""


@dataclass(frozen=True)
class RecipeCalibration(Calibration):
    """A lab with a recipe under one setting: tolerances, and what lies on both sides of them."""

    tolerances: Tolerances


def calibrate(lab: Lab, setting: Numbers) -> RecipeCalibration:
    """Run right implementations, replay mistakes, and put a tolerance between them.

    Raises:
        CalibrationError: where a mistake lies too near to what is right.
    """
    data = lab.data(setting)
    right = replay(lab.required_recipe, data)
    outcomes = _right_outcomes(lab, data)
    farthest = {kind: _farthest(outcomes, right, measure) for kind, measure in DISTANCES.items()}
    tolerances = Tolerances(lab.safety * farthest["history"][0], lab.safety * farthest["parameters"][0])
    replays = SettingReplays.at(lab, setting, tolerances)
    tasks = tuple(_task_calibration(task, replays, farthest[task.kind]) for task in lab.tasks if task.kind in DISTANCES)
    return RecipeCalibration(lab.name, setting, tasks, _told_together(singles(replays)), tolerances)


def _history_distance(losses: Floats, parameters: Floats, right: Replay) -> float:
    """The largest difference of an entry, relative to it; infinite for histories of another length."""
    if losses.shape != right.loss.shape:
        return np.inf
    return _largest(np.abs(losses - right.loss) / np.abs(right.loss))


def _parameter_distance(losses: Floats, parameters: Floats, right: Replay) -> float:
    """The largest difference of a parameter, relative to the larger of them."""
    return _largest(np.abs(parameters - right.path[-1]) / np.max(np.abs(right.path[-1])))


def _largest(differences: Floats) -> float:
    return float(np.max(np.where(np.isfinite(differences), differences, np.inf)))


Distance = Callable[[Floats, Floats, Replay], float]
DISTANCES: Mapping[str, Distance] = {"history": _history_distance, "parameters": _parameter_distance}
"""For each kind of task, how far a run (losses, (w, b)) lies from the right one."""


def _right_outcomes(lab: Lab, data: LineData) -> dict[str, Outcome]:
    from reference.recipes.implementations import IMPLEMENTATIONS, batches  # they import torch

    update = lab.required_recipe.update
    pairs_of_epoch = batches(data, update)
    return {name: run(data, pairs_of_epoch, update) for name, run in IMPLEMENTATIONS.items()}


def _farthest(outcomes: Mapping[str, Outcome], right: Replay, measure: Distance) -> tuple[float, str]:
    """The distance and the name of the right implementation that lies farthest from the reference."""
    distances = [
        (measure(np.array(losses), np.array([w, b]), right), name) for name, (losses, w, b) in outcomes.items()
    ]
    distance, name = max(distances)
    return max(distance, LEAST_SPREAD), name


def _task_calibration(task: Task, replays: SettingReplays, farthest: tuple[float, str]) -> TaskCalibration:
    """What lies on both sides of a task's tolerance.

    Raises:
        CalibrationError: where too little does.
    """
    distance, name = farthest
    tolerance = replays.lab.safety * distance
    distances = sorted(_mistake_distances(task, replays))
    near = [(far, mistake) for far, mistake in distances if far < SEPARATION * tolerance]
    told = distances[len(near) :]
    if not told or (near and task.kind == "history"):
        _refuse(task, replays, near[0], tolerance)
    unseen = tuple(sorted({mistake for _, mistake in near}))
    return TaskCalibration(task.name, distance, name, told[0][0], told[0][1], tolerance, unseen)


def _mistake_distances(task: Task, replays: SettingReplays) -> Iterator[tuple[float, str]]:
    """The distance of each way of each mistake that can change what the task judges."""
    measure = DISTANCES[task.kind]
    for mistake, change, replayed in ways(replays):
        if task.kind == "parameters" and not change.update:
            continue
        distance = _run_distance(measure, replayed, replays.right)
        if distance > SAME or _matters(measure, change.applied(replays.lab.required_recipe), replays):
            yield distance, mistake.name


def _run_distance(measure: Distance, replayed: Replay, right: Replay) -> float:
    """How far a run lies from the right one; of several random orders, the nearest."""
    if replayed.path.ndim == 2:
        return measure(replayed.loss, replayed.path[-1], right)
    runs = zip(replayed.loss, replayed.path[:, -1], strict=True)
    return min(measure(loss, last, right) for loss, last in runs)


def _matters(measure: Distance, changed: Recipe, replays: SettingReplays) -> bool:
    """Whether a change of the recipe can show at all, judged by data of which neither targets nor inputs are alike.

    In a lab that trains on noisy pairs, or on all of them at once, some mistakes of the catalogue change nothing.
    """
    probe = _probe(replays.data.x.size)
    return _run_distance(measure, replay(changed, probe), replay(replays.lab.required_recipe, probe)) > SAME


def _probe(count: int) -> LineData:
    """Inputs and targets that have nothing to do with each other, float32, shape (count, 1) each."""
    import torch

    generator = torch.Generator().manual_seed(0)
    return LineData(*(2 * torch.rand((count, 1), generator=generator) - 1 for _ in range(3)))


def _refuse(task: Task, replays: SettingReplays, nearest: tuple[float, str], tolerance: float) -> NoReturn:
    raise CalibrationError(
        f"{replays.lab.name}, setting {dict(replays.setting)}: {task.name} cannot tell right from wrong. The nearest "
        f"mistake, {nearest[1]}, lies {nearest[0]:.2e} away, the tolerance is {tolerance:.2e}. "
        "Choose a setting with more noise, another seed, or a slope and bias farther from zero."
    )


def _told_together(made: list[Single]) -> tuple[tuple[str, ...], ...]:
    """Groups of mistakes with a way each that shows the same."""
    groups: set[tuple[str, ...]] = set()
    for one, other in combinations(made, 2):
        names = one.finding.mistake, other.finding.mistake
        if names[0] != names[1] and not (one.random or other.random) and _same(one.explanation, other.explanation):
            groups.add(names)
    return tuple(sorted(groups))


def _same(one: Explanation, other: Explanation) -> bool:
    names = set(one.boxes) & set(other.boxes)
    return all(other.boxes[name].holds(one.boxes[name].centre) for name in names)
