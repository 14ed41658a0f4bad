"""The reference that runs a lab's own solution, and mutants of it: for any training that its setting determines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from labkit.evidence.plain_values import numbers
from labkit.evidence.task import Task
from labkit.judging.expected import Expected
from labkit.judging.explain import Vocabulary, Words
from labkit.judging.key import Box, EpochCounts, Explanation, Finding, Key
from labkit.judging.paths.known_paths import KnownPaths
from labkit.judging.setting import Setting
from reference.lab_files.calibrated import Calibration, TaskCalibration
from reference.lab_files.known_mistake import ChangedCode, KnownMistake
from reference.lab_files.lab import GIVENS_TOLERANCE, Lab, Numbers
from reference.recipes.mistakes import CATALOGUE
from reference.solutions.asked_runs import LeftBehind, Runner
from reference.solutions.boxes import UnsettledError
from reference.solutions.distances import largest
from reference.solutions.explanations import explanation_of, explanations, right_boxes
from reference.solutions.mutants import Mutant
from reference.solutions.notebook import SolutionNotebook
from reference.solutions.paths import PathRuns
from reference.solutions.separation import LEAST_MARGIN, Outcome, Separation, named
from reference.solutions.setting_runs import KnownRuns, SettingRuns, judged, numbers_left, refusal
from reference.solutions.tasks import complete

COUNTED = frozenset({"too-few-epochs", "too-many-epochs"})
"""Mistakes of which a key knows any value."""
WORKED_TOLERANCE = 1e-4
"""Histories that locked cells leave are looked at beside: their last digits depend on the processor."""


class BySolution:
    """See `reference.lab_files.reference.Reference`."""

    def __init__(
        self,
        lab: Lab,
        notebook: SolutionNotebook,
        run: Runner,
        right_samples: Mapping[str, Mapping[str, str]] | None = None,
        examples: Sequence[Mutant] = (),
    ) -> None:
        """Raise `KeyError` for a task that the notebook has no answer cell for.

        `right_samples` names further answers that the author calls right, by answer cell; `examples` are mistakes that
        the author shows by answers that make them.
        """
        self.lab = complete(lab, notebook)
        self.least_margin = LEAST_MARGIN
        self._notebook, self._run = notebook, run
        self._runs = SettingRuns(self.lab, notebook, run, right_samples or {}, examples)

    @property
    def words(self) -> Vocabulary:
        """What is said of the mutants, in the notebook's own names, and of what the judge finds without a replay."""
        found = {mistake.name: mistake.words for mistake in CATALOGUE}
        found |= {one.name: Words(one.title, one.hint, one.closer_hint) for one in self._runs.mutants}
        for name, (title, hint, closer_hint) in self.lab.reworded.items():
            if name in found:
                was = found[name]
                closer = was.closer_hint if closer_hint is None else closer_hint
                found[name] = Words(title or was.title, hint or was.hint, closer)
        return {name: words for name, words in found.items() if name not in self.lab.dropped}

    @property
    def runs(self) -> SettingRuns:
        """What the solution and its mutants leave under a setting."""
        return self._runs

    def calibrate(self, setting: Numbers) -> Calibration:
        """How far equivalent runs, samples and mutants lie from the solution in double precision."""
        separation = self._runs.under(setting).separation
        try:
            margins = {margin.name: margin for margin in separation.margins()}
        except UnsettledError as error:
            raise refusal(self.lab, setting, error) from error
        tasks = []
        for task in judged(self.lab):
            own = [margins[name] for name in task.names]
            far = max(own, key=lambda margin: margin.farthest)
            near = min(own, key=lambda margin: margin.nearest)
            unseen = set.intersection(*(set(margin.unseen) for margin in own))
            tolerance = max(separation.right.tolerance(name) for name in task.names)
            tasks.append(
                TaskCalibration(
                    task.name,
                    far.farthest,
                    far.farthest_run,
                    near.nearest,
                    near.nearest_mutant,
                    tolerance,
                    tuple(sorted(unseen)),
                )
            )
        return Calibration(self.lab.name, setting, tuple(tasks), separation.together)

    def keys(self, setting: Setting) -> tuple[Mapping[str, Key], Mapping[str, Any]]:
        """Keys that know single mistakes, what is known of those by chance, and pairs of frequent ones."""
        known = self._runs.under(setting)
        self.calibrate(setting)
        listed = (*explanations(known.separation), *self._runs.paired(setting, known))
        return {task.name: self._key(task, setting, known, listed) for task in self.lab.tasks}, {}

    def revived(self, kept: Mapping[str, Key], more: Mapping[str, Any]) -> Mapping[str, Key]:
        """Kept keys are whole."""
        return kept

    def known_mistakes(self, setting: Numbers) -> tuple[KnownMistake, ...]:
        """What each mutant that shows leaves, with the lines that it changes."""
        separation = self._runs.under(setting).separation
        shown = {*(outcome for group in separation.groups for outcome in named(group)), *separation.ranges}
        pairs = zip(self._runs.mutants, separation.outcomes, strict=True)
        return tuple(self._known_mistake(mutant, outcome, separation) for mutant, outcome in pairs if outcome in shown)

    def _known_mistake(self, mutant: Mutant, outcome: Outcome, separation: Separation) -> KnownMistake:
        words = self.words[mutant.name]
        alike = {name for names in separation.together if mutant.name in names for name in names}
        return KnownMistake(
            name=mutant.name,
            value=mutant.value,
            title=words.title,
            hint=words.hint,
            left=explanation_of(separation, outcome).boxes,
            changed=tuple(ChangedCode(line.cell, line.number, line.old, line.new) for line in mutant.changed),
            by_chance=outcome in separation.ranges,
            together=tuple(sorted(alike - {mutant.name})),
        )

    def expected(self) -> Expected:
        """Keys of both public settings with the single mistakes that chance has no part in."""
        return Expected(
            lab=self.lab.name,
            tasks=self.lab.tasks,
            keys=tuple(self.public_keys(setting) for setting in self.lab.public_settings),
            words=self.words,
            parameters=self.lab.parameters,
            closer_hint_after=self.lab.closer_hint_after,
            paths=self._known_paths(),
        )

    def _known_paths(self) -> tuple[KnownPaths, ...]:
        """The paths under the published setting of the mistakes that are listed there."""
        known = self._runs.under(self.lab.published)
        told = {finding for one in explanations(known.separation) for finding in one.findings}
        shown = [one for one in self._runs.mutants if Finding(one.name, one.value) in told or one.name in COUNTED]
        paths = PathRuns(self.lab, self._notebook, self._runs.solution, self._run).known_paths(shown, known.longer)
        return () if paths is None else (paths,)

    def public_keys(self, setting: Setting) -> tuple[Key, ...]:
        """What students may have: the key of each task under a public setting."""
        known = self._runs.under(setting)
        self.calibrate(setting)
        rare = {mutant.name for mutant in self._runs.mutants if mutant.rare or mutant.random}
        certain = [
            one for one in explanations(known.separation) if not rare & {finding.mistake for finding in one.findings}
        ]
        return tuple(self._key(task, setting, known, certain) for task in self.lab.tasks)

    def _key(self, task: Task, setting: Setting, known: KnownRuns, listed: Sequence[Explanation]) -> Key:
        boxes = {**self._worked_boxes(known), **right_boxes(known.separation.right), **self._value_boxes(known)}
        kinds = known.separation.right.kinds
        names = [name for name in task.collected if kinds.get(name) == "parameters"]
        undone, absent = (numbers_left(left, task, names) for left in (known.undone, known.absent))
        telling = () if task.kind == "figure" else tuple(one for one in listed if one.findings_for(task.names))
        return Key(
            task=task,
            setting=setting,
            right={name: box for name, box in boxes.items() if name in task.collected},
            givens=_given_boxes(known.solved, task),
            listed=telling,
            start=undone,
            before={name: Box.around(value, WORKED_TOLERANCE, WORKED_TOLERANCE) for name, value in absent.items()},
            trained=frozenset(names),
            counts=None if task.kind == "figure" else self._counts(task, known),
        )

    @staticmethod
    def _counts(task: Task, known: KnownRuns) -> EpochCounts | None:
        """What other numbers of epochs leave for a task, as far as a longer training tells that."""
        for left in known.longer:
            if left.covers(task.names):
                return left.counts(known.separation.right)
            if (
                task.kind == "values"
                and left.parameters[0]
                and {*left.histories, *left.parameters[0]} <= {*task.beside}
            ):
                return left.counts(known.separation.right, computed=task.names)
        return None

    @staticmethod
    def _value_boxes(known: KnownRuns) -> dict[str, Box]:
        """The boxes of what is judged as values, texts among them."""
        right = known.separation.right
        names = [name for name, kind in right.kinds.items() if kind == "values"]
        found: dict[str, Box] = {}
        for name in names:
            reach = right.tolerance(name) * (largest(right.values[name]) or 1.0)
            found[name] = Box.of(known.right[name], absolute=reach)  # of whole numbers it never holds two
        return found

    @staticmethod
    def _worked_boxes(known: KnownRuns) -> dict[str, Box]:
        """The histories that locked cells leave, as far as they hold numbers."""
        found: dict[str, Box] = {}
        for evidence in known.absent.evidence.values():
            for name, value in evidence.values.items():
                if isinstance(value, tuple) and value and all(isinstance(entry, float) for entry in value):
                    found[name] = Box.around(value, WORKED_TOLERANCE)
        return found


def _given_boxes(solved: LeftBehind, task: Task) -> dict[str, Box]:
    """What the lab gives, as the solution's own run measures it; what cannot be measured is left out."""
    measured = solved.evidence[task.name].givens
    found: dict[str, Box] = {}
    for name, value in measured.items():
        number = value if isinstance(value, float) else numbers(value)
        if number is not None:
            found[name] = Box.around(number, GIVENS_TOLERANCE, GIVENS_TOLERANCE)
    return found
