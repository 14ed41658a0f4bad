"""Tasks that ask about a drill, beside whatever else a lab asks for: their keys, whichever reference the lab has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from labkit.evidence.task import Task
from labkit.judging.expected import Expected
from labkit.judging.explain import Vocabulary, Words
from labkit.judging.key import Box, EpochCounts, Explanation, Finding, Key
from labkit.judging.setting import Setting
from reference.lab_files.calibrated import Calibration
from reference.lab_files.known_mistake import KnownMistake
from reference.lab_files.lab import Lab, Numbers
from reference.lab_files.reference import Reference
from reference.solutions.drills import DrillRuns
from reference.solutions.notebook import SolutionNotebook
from reference.solutions.tasks import DEFINED, answer_of

TAKEN_FOR = "taken-for-another-mistake"
WORDS: Vocabulary = {
    TAKEN_FOR: Words(
        "The curve was taken for that of another mistake: {value}",
        "Each mistake leaves a curve of its own. At which entry does the curve leave the right one, and how? Which "
        "line of the training decides that entry?",
    )
}


class WithDrills:
    """See `reference.lab_files.reference.Reference`; of tasks that ask about no drill another reference tells."""

    def __init__(self, lab: Lab, others: Reference, notebook: SolutionNotebook, drills: Sequence[DrillRuns]) -> None:
        """`lab` has all its tasks, `others` those that `without_drill_tasks` leaves; the notebook holds all of them.

        Raises:
            KeyError: for a task that the notebook has no answer cell for.
        """
        self._others = others
        self._drills = {task: runs for runs in drills for task in runs.drill.asked}
        known = {task.name: task for task in others.lab.tasks}
        answers = tuple(dict.fromkeys(task.answer for task in others.lab.tasks))
        tasks = [known.get(task.name) or self._completed(task, notebook, answers) for task in lab.tasks]
        self.lab = replace(others.lab, tasks=tuple(tasks), drills=lab.drills)
        self.least_margin = others.least_margin

    def _completed(self, task: Task, notebook: SolutionNotebook, apart: tuple[str, ...]) -> Task:
        (own,) = self._drills[task.name].reference.lab.tasks
        asked = task.asks == "repair"
        return replace(
            task,
            answer=answer_of(task, notebook).name,
            givens=task.givens or (own.givens if asked else ()),
            beside=task.beside or ((*own.beside, *own.names) if asked else ()),
            known=task.known or notebook.given.of(*DEFINED),
            setting=task.setting or own.setting,
            apart=task.apart or apart,
            entry=own.entry,
        )

    @property
    def words(self) -> Vocabulary:
        """What is said of each mistake; those of drills that the lab knows as well are called as the lab calls them."""
        of_drills = [runs.reference.words for runs in dict.fromkeys(self._drills.values())]
        return {name: said for words in (WORDS, *of_drills, self._others.words) for name, said in words.items()}

    @cached_property
    def _asked(self) -> tuple[Task, ...]:
        return tuple(task for task in self.lab.tasks if task.kind == "drill")

    def calibrate(self, setting: Numbers) -> Calibration:
        """How far right and wrong lie apart; a name that is asked for is right or is not."""
        calibration = self._others.calibrate(setting)
        repaired = [
            replace(self._drills[task.name].reference.calibrate(setting).tasks[0], task=task.name)
            for task in self._asked
            if task.asks == "repair"
        ]
        return replace(calibration, tasks=(*calibration.tasks, *repaired))

    def keys(self, setting: Setting) -> tuple[Mapping[str, Key], Mapping[str, Any]]:
        """The keys of all tasks, in their order."""
        keys, more = self._others.keys(setting)
        return self._in_order({**keys, **{task.name: self._key(task, setting) for task in self._asked}}), more

    def revived(self, kept: Mapping[str, Key], more: Mapping[str, Any]) -> Mapping[str, Key]:
        """The keys of drills are kept whole."""
        asked = {task.name: kept[task.name] for task in self._asked}
        others = {name: key for name, key in kept.items() if name not in asked}
        return self._in_order({**self._others.revived(others, more), **asked})

    def _in_order(self, keys: Mapping[str, Key]) -> dict[str, Key]:
        return {task.name: keys[task.name] for task in self.lab.tasks}

    def known_mistakes(self, setting: Numbers) -> tuple[KnownMistake, ...]:
        """The mistakes of all that is no drill."""
        return self._others.known_mistakes(setting)

    def expected(self) -> Expected:
        """What ships to students; of a name that is asked for it does not say which is right."""
        expected = self._others.expected()
        places = {task.name: place for place, task in enumerate(expected.tasks)}
        keys = []
        for others in expected.keys:
            setting = others[0].setting
            own = (
                others[places[task.name]] if task.name in places else self._public_key(task, setting)
                for task in self.lab.tasks
            )
            keys.append(tuple(own))
        return replace(expected, tasks=self.lab.tasks, keys=tuple(keys), words=self.words)

    def _public_key(self, task: Task, setting: Setting) -> Key:
        if task.is_kept_back:
            return Key(task, setting, {})
        return _of_task(self._drills[task.name].public_key(setting), task)

    def _key(self, task: Task, setting: Setting) -> Key:
        runs = self._drills[task.name]
        if task.asks == "repair":
            (key,) = runs.reference.keys(setting)[0].values()
            return _of_task(key, task)
        (name,) = task.names
        right = runs.case_of(task.name).mistake
        others = [case for case in runs.choices(task.name) if case.mistake != right]
        listed = tuple(
            Explanation((Finding(TAKEN_FOR, other.title),), {name: Box.of(other.mistake)}) for other in others
        )
        return Key(task, setting, {name: Box.of(right)}, listed=listed)


def without_drill_tasks(lab: Lab, notebook: SolutionNotebook) -> Lab:
    """The lab without the tasks that ask about a drill; what happens in their answer cells explains nothing elsewhere.

    Raises:
        KeyError: for a task that the notebook has no answer cell for.
    """
    answers = tuple(dict.fromkeys(answer_of(task, notebook).name for task in lab.tasks if task.kind == "drill"))
    others = tuple(
        replace(task, apart=tuple(dict.fromkeys((*task.apart, *answers)))) for task in lab.tasks if task.kind != "drill"
    )
    return replace(lab, tasks=others, drills=tuple(replace(drill, asked={}) for drill in lab.drills))


def _of_task(key: Key, task: Task) -> Key:
    """The key of a drill's own training as that of a task, which asks for its losses under another name.

    What the drill's own list holds is known as well: the worked cells put it there, and nobody's answer did.
    """
    (old,), (new,) = key.task.names, task.names

    def named(boxes: Mapping[str, Box]) -> dict[str, Box]:
        return {new if name == old else name: box for name, box in boxes.items()}

    def touched(names: frozenset[str]) -> frozenset[str]:
        return frozenset(new if name == old else name for name in names)

    listed = tuple(
        Explanation(
            one.findings,
            named(one.boxes),
            None if one.touches is None else tuple(touched(names) for names in one.touches),
        )
        for one in key.listed
    )
    counts = key.counts
    if counts is not None:
        parameters = tuple(map(named, counts.parameters))
        counts = EpochCounts(counts.usual, named(counts.histories), parameters, touched(counts.computed))
    return replace(
        key,
        task=task,
        right={**named(key.right), old: key.right[old]},
        listed=listed,
        before=named(key.before),
        counts=counts,
    )
