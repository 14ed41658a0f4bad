"""A regrade: a class judged again from kept evidence, and what that would change, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.assignments.releases import open_gradebook
from autograder.execution.job import Job, Run
from autograder.gradebook.rows import cell_grades
from autograder.grading.class_grading import Done, grade_class
from autograder.grading.judge import Judge
from autograder.grading.kept_results import kept_result
from autograder.grading.last_grading import GradingRecord, Place, SubmissionRecord, TaskRecord, rules_of
from autograder.grading.service import in_order
from autograder.grading.submission_verdicts import Graded, Result
from autograder.submissions import Submission

CLOSE = 1e-9
"""Points that differ by less are the same."""


@dataclass(frozen=True)
class Scored:
    """What the gradebook has for one task."""

    auto: float | None
    manual: float | None


@dataclass(frozen=True)
class TaskChange:
    """What a regrade would change in one task."""

    task: str
    before: TaskRecord | None
    """what was said of it; None where there is no record of that"""
    points_before: float | None
    after: Graded
    manual: float | None = None
    """the score that a person gave: it counts, whatever the automatic one becomes"""

    @property
    def points_change(self) -> bool:
        """Whether its automatic score changes; otherwise only what is said of it does."""
        before, after = self.points_before, self.after.points
        return before != after and (before is None or after is None or abs(before - after) > CLOSE)

    @property
    def counts(self) -> bool:
        """Whether the score that counts changes."""
        return self.points_change and self.manual is None


@dataclass(frozen=True)
class Change:
    """What a regrade would change in one submission."""

    submission: Submission
    tasks: tuple[TaskChange, ...]

    @property
    def score_change(self) -> float:
        """By how many points its score changes; manual points stay."""
        return sum((one.after.points or 0.0) - (one.points_before or 0.0) for one in self.tasks if one.counts)


@dataclass(frozen=True)
class Regrade:
    """What a regrade would change in a class."""

    changes: tuple[Change, ...]
    unchanged: int
    left_out: tuple[tuple[Submission, str], ...]
    """submissions that cannot be judged again, and why"""
    reasons: tuple[str, ...]
    """what is different in the rules"""

    @property
    def scores(self) -> tuple[Change, ...]:
        """Those whose score changes."""
        return tuple(change for change in self.changes if any(one.counts for one in change.tasks))

    @property
    def wording(self) -> tuple[Change, ...]:
        """Those of which only something else is said."""
        return tuple(change for change in self.changes if not any(one.counts for one in change.tasks))


def regrade(judge: Judge, submissions: Sequence[Submission]) -> Regrade:
    """Judge a class again from what is kept; nothing is run and nothing is written."""
    record = GradingRecord.of(judge)
    known = record.read()
    with open_gradebook(judge.rules.course) as gradebook:
        scored = _scored(gradebook.db, judge.rules.assignment)
    changes, left_out, unchanged = [], [], 0
    for submission in submissions:
        place = (submission.student, submission.notebook)
        result = _again(judge, submission)
        if isinstance(result, str) or place not in scored:
            left_out.append((submission, result if isinstance(result, str) else "it was not graded yet"))
        elif tasks := tuple(_task_changes(result, known.get(place), scored[place])):
            changes.append(Change(submission, tasks))
        else:
            unchanged += 1
    return Regrade(tuple(changes), unchanged, tuple(left_out), _reasons(judge, record, known))


def apply(judge: Judge, changes: Iterable[Change]) -> list[Done]:
    """Write what a regrade changes: gradebook and autograded notebooks. Manual points and comments stay."""
    return in_order(grade_class(judge, [change.submission for change in changes], _run_nothing))


def _run_nothing(jobs: Iterable[Job]) -> Iterator[tuple[int, Run]]:
    for job in jobs:
        raise RuntimeError(f"{job.name}: its evidence is gone since the summary was made; start again")
    yield from ()


def _again(judge: Judge, submission: Submission) -> Result | str:
    _, result = kept_result(judge, submission)
    if result is None:
        return (
            f"it was not run since it, the lab or the kit changed; 'descent grade {judge.rules.assignment}' does that"
        )
    return result.problem or result.fault or result


def _task_changes(
    result: Result, before: SubmissionRecord | None, scored: Mapping[str, Scored]
) -> Iterator[TaskChange]:
    for item in result.items:
        was = before.tasks.get(item.name) if before else None
        points = scored.get(item.name, Scored(None, None))
        change = TaskChange(item.name, was, points.auto, item, points.manual)
        if change.points_change or (was is not None and was != TaskRecord.of(item)):
            yield change


def _scored(session: Any, assignment: str) -> dict[Place, dict[str, Scored]]:
    """What the gradebook has: student and notebook -> grade cell -> scores."""
    from nbgrader.api import Grade

    found: dict[Place, dict[str, Scored]] = {}
    for student, notebook, cell, auto, manual in cell_grades(session, assignment, Grade.auto_score, Grade.manual_score):
        found.setdefault((student, notebook), {})[cell] = Scored(auto, manual)
    return found


# Why


def _reasons(judge: Judge, record: GradingRecord, known: Mapping[Place, SubmissionRecord]) -> tuple[str, ...]:
    """What is different from the rules by which most of the class was graded."""
    names = Counter(before.rules for before in known.values())
    was = record.rules(names.most_common(1)[0][0]) if names else None
    return () if was is None else tuple(_differences(was, rules_of(judge)))


def _differences(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    tolerances = list(_tolerances(was, now))
    yield from tolerances
    if was.get("right") != now["right"] and not tolerances:
        yield "What is right was computed again, and is different."
    for name in sorted(set(was.get("mistakes", ())) ^ set(now["mistakes"])):
        yield f"The mistake {name} is {'new' if name in now['mistakes'] else 'no longer known'}."
    words = was.get("words", {})
    for name in sorted(name for name in words if name in now["words"] and words[name] != now["words"][name]):
        yield f"The words for {name} are different."
    for name, said in (("rubric", "The rubric"), ("show", "What students are shown"), ("disclosed", "Disclosure")):
        if was.get(name) != now[name]:
            yield f"{said}: {_said(was.get(name))} before, {_said(now[name])} now."


def _tolerances(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    before, after = was.get("tolerances"), now["tolerances"]
    if not isinstance(before, Mapping):
        return
    for task in after:
        if task in before and before[task] != after[task]:
            yield f"The tolerance of {task} was {before[task]:.2g}, is {after[task]:.2g} (relative)."


def _said(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {cost:g}" for name, cost in value.items()) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "unknown" if value is None else str(value)
