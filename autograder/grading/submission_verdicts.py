"""From kept evidence to verdicts and points: no student code runs here, and nothing here runs twice."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from autograder.grading.alike_runs import MadeOnce
from autograder.grading.evidence_store import KeptEvidence, SettingRun, TestRun
from autograder.references.lab_keys import Keys
from autograder.references.lab_settings import FIRST
from autograder.requirements.needs import Need
from labkit.evidence.collecting import Evidence
from labkit.evidence.task import Task
from labkit.judging.explain import GRADERS_FAULT, Explained, Policy, Vocabulary, explain
from labkit.judging.figure_judge import without_picture
from labkit.judging.judge import judge, under
from labkit.judging.later_work import with_later_work
from labkit.judging.over_settings import combined
from labkit.judging.paths.known_paths import KnownPaths
from labkit.judging.paths.shown import paths_html
from labkit.judging.setting import Setting
from labkit.judging.verdict import Verdict, fault, stopped


@dataclass(frozen=True)
class Graded:
    """One graded item of a submission."""

    name: str
    """The `grade_id` of the autograder cell."""
    outcome: str
    points: float | None
    """`None` where the grader failed: to be graded by hand."""
    max_points: float
    mistakes: tuple[str, ...]
    message: str
    """For the student, as plain text."""
    html: str
    verdict: Verdict | None = None
    """`None` for an ordinary test cell, which has no verdict."""


@dataclass(frozen=True)
class Result:
    """A whole notebook of a student, graded."""

    student: str
    notebook: str
    items: tuple[Graded, ...]
    notes: tuple[str, ...] = ()
    """What was repaired before running."""
    problem: str = ""
    """Why nothing could be graded; empty where it could."""
    fault: str = ""
    """What the grader itself failed at, for graders; empty where it did not."""
    needs: tuple[Need, ...] = ()
    """What the notebook needs and the grader lacks, where that spoiled a task."""
    unclear: str = ""
    """What else a person has to decide, for graders, such as whether it was late; the work is graded."""

    @property
    def faulty(self) -> bool:
        """Whether anything failed through the grader's own fault."""
        return bool(self.fault) or any(item.outcome == "error" for item in self.items)

    @property
    def for_graders(self) -> str:
        """What graders are to know where the grader failed, and no lack explains it; empty else."""
        if not self.faulty or self.needs:
            return ""
        return f"{self.fault or 'The grader failed. A person has to grade it.'} It is flagged for manual grading."

    @property
    def waits(self) -> bool:
        """Whether it is no grade yet: a person has to look at the file, or to do what the grader failed at."""
        return bool(self.problem) or self.faulty

    @property
    def score(self) -> float:
        """The points reached."""
        return sum(item.points or 0.0 for item in self.items)

    @property
    def max_score(self) -> float:
        """The points that can be reached in autograded tasks."""
        return sum(item.max_points for item in self.items)


JudgedRuns = MadeOnce[Verdict]
"""The verdicts on runs, each by one run alone."""


def verdicts(
    kept: KeptEvidence, tasks: Sequence[Task], keys: Keys, judged: JudgedRuns | None = None
) -> dict[str, Verdict]:
    """For each task the verdict over all settings that it was run under: the first two of the keys, and perhaps more.

    What was `judged` by these keys of the same runs, or of runs that showed the same, is not judged again.

    Raises:
        ValueError: where runs and keys do not go together.
    """
    ran, known = {run.setting for run in kept.runs}, list(keys)
    if not {*known[:FIRST]} <= ran <= {*known}:
        raise ValueError("the settings of the runs that were kept are not those that there are keys for")
    return combined(verdicts_by_setting(kept, tasks, keys, judged))


def verdicts_by_setting(
    kept: KeptEvidence, tasks: Sequence[Task], keys: Keys, judged: JudgedRuns | None = None
) -> dict[str, dict[Setting, Verdict]]:
    """For each task the verdict by each run alone."""
    judged = JudgedRuns() if judged is None else judged

    def of(run: SettingRun, task: Task) -> Verdict:
        return judged.get((task.name, run.likeness), lambda: under_one_setting(run, task, keys))

    return {task.name: {run.setting: of(run, task) for run in kept.runs} for task in tasks}


def under_one_setting(run: SettingRun, task: Task, keys: Keys) -> Verdict:
    """The verdict on a task by one run alone."""
    key = keys[run.setting][task.name]
    claim = run.evidence.get(task.name)
    if claim is None:
        return under(key, stopped(task.name, task.kind, task.names, said_end(run)))
    try:
        evidence = Evidence.from_json(claim)
    except ValueError as error:
        return under(key, stopped(task.name, task.kind, task.names, f"what it reported cannot be read ({error})"))
    verdict = with_later_work(judge(evidence, key), task, evidence, _collected_later(run, task))
    return without_picture(verdict) if task.kind == "figure" and run.pictures is False else verdict


def _collected_later(run: SettingRun, task: Task) -> Iterator[Evidence]:
    """What was collected at the tasks below, as far as it can be read."""
    names = list(run.evidence)
    for name in names[names.index(task.name) + 1 :]:
        with suppress(ValueError):
            yield Evidence.from_json(run.evidence[name])


def said_end(run: SettingRun) -> str:
    """In words, what ended a run before it was finished."""
    if run.end == "finished":
        return "its values could not be collected"
    where = f" in the cell {run.where}" if run.where else ""
    return f"{run.detail or run.end}{where}"


def grade_tasks(
    found: Mapping[str, Verdict],
    points: Mapping[str, float],
    words: Vocabulary,
    policy: Policy,
    paths: Sequence[KnownPaths] = (),
) -> tuple[Graded, ...]:
    """Each task with its points; `points` holds the most that each task can give.

    Beside a wrong answer stand the paths that belong to it, as a picture that nothing has to be run for.
    """
    return tuple(
        graded_task(
            verdict, explain(verdict, words, policy, paths_html(verdict, paths, plays=False)), points.get(name, 0.0)
        )
        for name, verdict in found.items()
    )


def graded_task(verdict: Verdict, explained: Explained, most: float) -> Graded:
    """One task with its points: the verdict's share of `most`, to a hundredth of a point."""
    reached = None if verdict.outcome == "error" else round(verdict.share * most, 2)
    return Graded(
        verdict.task, verdict.outcome, reached, most, verdict.mistakes, explained.text, explained.html, verdict
    )


def grade_test(name: str, test: TestRun | None, most: float, ended: str = "") -> Graded:
    """An ordinary nbgrader test cell by nbgrader's rule: no points after an exception, else partial credit or all.

    Unlike there, a warning on stderr costs nothing, and credit that is no number or out of range is cut to it.
    """
    if test is None or not test.ran:
        return Graded(name, "missing", 0.0, most, (), f"{name}: the notebook was stopped before this test{ended}.", "")
    if test.failed:
        return Graded(name, "wrong", 0.0, most, (), f"{name}: the test failed.", "")
    reached = most if test.credit is None else _within(test.credit, most)
    outcome = "correct" if reached >= most else "wrong"
    return Graded(name, outcome, reached, most, (), f"{name}: {reached:g} of {most:g} points.", "")


def _within(credit: float, most: float) -> float:
    return 0.0 if math.isnan(credit) else min(max(credit, 0.0), most)


def faulty(task: Task, most: float, detail: str, words: Vocabulary, policy: Policy) -> Graded:
    """A task that the grader could not grade through its own fault."""
    verdict = fault(task.name, task.kind, task.names, detail)
    return graded_task(verdict, explain(verdict, words, policy), most)


def failed_test(name: str, most: float) -> Graded:
    """An ordinary test cell that the grader could not grade through its own fault."""
    return Graded(name, "error", None, most, (), f"{name}: {GRADERS_FAULT}", "")
