"""Keys: the evidence of what is right and of each mistake, for one lab under one setting."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from labkit.evidence.task import Task
from labkit.judging.expected import Expected
from labkit.judging.explain import Vocabulary
from labkit.judging.key import Box, Explanation, Key
from labkit.judging.paths.known_paths import KnownPaths
from labkit.judging.setting import Setting
from reference.keys.calibration import calibrate
from reference.keys.explanations import SettingReplays, pairs, singles
from reference.keys.families import Families
from reference.keys.grading_key import GradingKey
from reference.keys.paths import known_paths
from reference.keys.tolerances import Tolerances, telling
from reference.lab_files.lab import Lab, Numbers


def keys(lab: Lab, setting: Numbers, tolerances: Tolerances | None = None) -> dict[str, Key]:
    """For each task the key to grade with: single mistakes, pairs of them, and families.

    Without `tolerances` the setting is calibrated first. Plain numbers are taken for a setting that nobody has seen.

    Raises:
        CalibrationError: where a setting that is calibrated cannot tell right from wrong.
    """
    known = setting if isinstance(setting, Setting) else Setting(setting, "fresh")
    replays = SettingReplays.at(lab, setting, tolerances or calibrate(lab, setting).tolerances)
    made = singles(replays)
    listed = [*(single.explanation for single in made), *pairs(replays, made)]
    right, before = _right(replays), _before(replays)
    replays.walks.clear()
    families = Families(replays, made)
    return {
        task.name: GradingKey(
            **_common(lab, known, task, right, before),
            listed=_telling(listed, task),
            families=None if task.kind == "figure" else families,
        )
        for task in lab.tasks
    }


def expected(lab: Lab) -> Expected:
    """What ships to students: the keys of both public settings with the single mistakes that chance has no part in."""
    return Expected(
        lab=lab.name,
        tasks=lab.tasks,
        keys=tuple(_public_keys(lab, setting) for setting in lab.public_settings),
        words=words(lab),
        parameters=lab.parameters,
        closer_hint_after=lab.closer_hint_after,
        paths=_known_paths(lab),
    )


def _known_paths(lab: Lab) -> tuple[KnownPaths, ...]:
    """The paths under the published setting, of the mistakes that ship."""
    replays = SettingReplays.at(lab, lab.published, calibrate(lab, lab.published).tolerances)
    return known_paths(replays, [single for single in singles(replays) if not single.change.rare])


def expected_json(lab: Lab) -> dict[str, Any]:
    """The content of `expected.json`: numbers and sentences, no code."""
    return expected(lab).to_json()


def words(lab: Lab) -> Vocabulary:
    """What is said of each mistake of the lab."""
    return {mistake.name: mistake.words for mistake in lab.catalogue}


def _public_keys(lab: Lab, setting: Setting) -> tuple[Key, ...]:
    replays = SettingReplays.at(lab, setting, calibrate(lab, setting).tolerances)
    certain = [single.explanation for single in singles(replays) if not (single.random or single.change.rare)]
    listed = [replace(explanation, boxes=telling(explanation.boxes, replays.data)) for explanation in certain]
    right, before = _right(replays), _before(replays)
    return tuple(Key(**_common(lab, setting, task, right, before), listed=_telling(listed, task)) for task in lab.tasks)


def _common(
    lab: Lab, setting: Setting, task: Task, right: Mapping[str, Box], before: Mapping[str, Box]
) -> dict[str, Any]:
    """What every key of a lab has, but for the mistakes."""
    update = lab.required_recipe.update
    givens = lab.givens(setting)
    return {
        "task": task,
        "setting": setting,
        "right": {name: box for name, box in right.items() if name in task.collected},
        "givens": {name: givens[name] for name in task.givens if name in givens},
        "start": {"w": update.start_w, "b": update.start_b},
        "before": dict(before),
    }


def _right(replays: SettingReplays) -> dict[str, Box]:
    """The boxes of the right answer and of the histories that the lab's own training leaves."""
    worked = {
        name: Box.around(replays.replayed(recipe).loss, relative=replays.tolerances.loss)
        for name, recipe in replays.lab.worked.items()
    }
    return {**replays.right_boxes, **worked}


def _before(replays: SettingReplays) -> dict[str, Box]:
    """What the last of the lab's own trainings leaves in w and b."""
    trained = replays.situation.trained_before
    if trained is None:
        return {}
    reach = replays.tolerances.parameters * max(1.0, *(abs(value) for value in trained))
    return {name: Box.around(value, absolute=reach) for name, value in zip("wb", trained, strict=True)}


def _telling(listed: Iterable[Explanation], task: Task) -> tuple[Explanation, ...]:
    """The explanations that change what a task judges."""
    if task.kind == "figure":
        return ()
    return tuple(explanation for explanation in listed if explanation.findings_for(task.names))
