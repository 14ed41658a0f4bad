"""From kept evidence to the result of a submission, by the keys of its lab and the course's feedback policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.course.course import CONFIG_FILE
from autograder.grading.alike_runs import MadeOnce
from autograder.grading.class_runs import PreparedSubmission, SubmissionEvidence
from autograder.grading.evidence_store import KeptEvidence
from autograder.grading.grading_rules import Rules
from autograder.grading.lacking_requirements import without_blame
from autograder.grading.open_questions import is_open
from autograder.grading.rubric import Rubric, apply, checked
from autograder.grading.submission_verdicts import (
    Graded,
    JudgedRuns,
    Result,
    failed_test,
    faulty,
    grade_tasks,
    grade_test,
    said_end,
    verdicts,
    verdicts_by_setting,
)
from autograder.references.lab_keys import Keys, keys_of
from autograder.references.replays import with_replays
from autograder.shared.errors import CourseError
from autograder.submissions import Submission
from labkit.judging.explain import Policy, Vocabulary
from labkit.judging.paths.known_paths import KnownPaths


@dataclass(frozen=True)
class Judge:
    """Keys and words of an assignment."""

    rules: Rules
    keys: Keys
    """empty without a lab"""
    words: Vocabulary
    policy: Policy
    rubric: Rubric
    paths: tuple[KnownPaths, ...] = ()
    """what students' checks show of paths under the published setting"""
    judged: JudgedRuns = field(default_factory=JudgedRuns, init=False, repr=False, compare=False)
    told: MadeOnce[tuple[Graded, ...]] = field(default_factory=MadeOnce, init=False, repr=False, compare=False)
    """what was said of the tasks of a notebook, by the likeness of its runs"""


def read_judge(rules: Rules) -> Judge:
    """Keys are built where none are kept: some seconds per setting, once.

    Raises:
        CourseError: if ``c.SaveVerdicts`` holds something that cannot be used.
    """
    words = {} if rules.reference is None else rules.reference.words
    policy, rubric = _configured(rules, words)
    if rules.reference is None or rules.settings is None:
        return Judge(rules, {}, words, policy, rubric)
    keys = keys_of(rules.course, rules.reference, rules.settings.all, at_once=len(rules.settings.first))
    published = rules.settings.published
    paths = with_replays(rules.course, rules.reference, lambda: keys[published].values())
    return Judge(rules, keys, words, policy, rubric, paths)


def _configured(rules: Rules, words: Vocabulary) -> tuple[Policy, Rubric]:
    """What the instructor set in nbgrader_config.py, checked."""
    wishes = rules.course.config.get("SaveVerdicts", {})
    try:
        return Policy(wishes.get("show", Policy().show)), checked(wishes.get("rubric", {}), words)
    except ValueError as error:
        where = rules.course.root / CONFIG_FILE
        raise CourseError(where, str(error), "Correct c.SaveVerdicts there.") from error


def judge_run(judge: Judge, submission: Submission, ran: SubmissionEvidence) -> Result:
    """The result of a notebook that was run; autograder cells in the order of the release."""
    read = ran.prepared.read
    notes = (*ran.kept.notes, *(read.notes if read else ()))
    if ran.fault:
        return broken(judge, submission, ran.fault, notes)
    rules = judge.rules
    tasks = rules.tasks(submission.notebook)
    points = rules.notebooks[submission.notebook].points

    def told() -> tuple[Graded, ...]:
        found = verdicts(ran.kept, tuple(tasks.values()), judge.keys, judge.judged) if tasks else {}
        return grade_tasks(found, points, judge.words, judge.policy, judge.paths)

    graded = judge.told.get((submission.notebook, *(run.likeness for run in ran.kept.runs)), told)
    items = {item.name: item for item in [*graded, *_tests(judge, submission, ran)]}
    lacking = without_blame(rules, read, items)
    in_order = apply(_in_order(judge, submission, lacking.items), judge.rubric)
    unclear = read.unclear if read else ""
    return Result(submission.student, submission.notebook, in_order, notes, unclear=unclear, needs=lacking.needs)


def leaves_open(judge: Judge, prepared: PreparedSubmission, kept: KeptEvidence) -> bool:
    """Whether the first runs of a submission leave open what a further setting could tell."""
    tasks = judge.rules.tasks(prepared.read.submission.notebook).values()
    return is_open(verdicts_by_setting(kept, tuple(tasks), judge.keys, judge.judged))


def broken(judge: Judge, submission: Submission, fault: str, notes: tuple[str, ...] = ()) -> Result:
    """The result of a submission that the grader failed on: a person has to grade it."""
    given = judge.rules.notebooks[submission.notebook]
    tasks = judge.rules.tasks(submission.notebook)
    items = {name: faulty(task, given.points[name], fault, judge.words, judge.policy) for name, task in tasks.items()}
    items |= {name: failed_test(name, given.points[name]) for name in given.tests - tasks.keys()}
    return Result(submission.student, submission.notebook, _in_order(judge, submission, items), notes, fault=fault)


def _tests(judge: Judge, submission: Submission, ran: SubmissionEvidence) -> list[Graded]:
    """Autograder cells that are no task of the lab: ordinary nbgrader tests, from the published run."""
    given = judge.rules.notebooks[submission.notebook]
    names = given.tests - judge.rules.tasks(submission.notebook).keys()
    run = ran.kept.published
    ended = "" if run.end == "finished" else f" ({said_end(run)})"
    return [grade_test(name, run.tests.get(name), given.points[name], ended) for name in sorted(names)]


def unreadable(judge: Judge, submission: Submission, problem: str) -> Result:
    """The result of a file that cannot be read: nothing to check, and a person has to look at it."""
    return replace(_nothing(judge, submission, problem), problem=problem)


def not_there(judge: Judge, submission: Submission) -> Result:
    """The result of one of several notebooks that was not handed in: no points."""
    return _nothing(judge, submission, "This notebook was not handed in.")


def _nothing(judge: Judge, submission: Submission, why: str) -> Result:
    given = judge.rules.notebooks[submission.notebook]
    items = {
        name: Graded(name, "missing", 0.0, given.points[name], (), f"{name}: nothing to check. {why}", "")
        for name in given.tests
    }
    return Result(submission.student, submission.notebook, _in_order(judge, submission, items))


def _in_order(judge: Judge, submission: Submission, items: Mapping[str, Graded]) -> tuple[Graded, ...]:
    order = [cell.grade_id for cell in judge.rules.notebooks[submission.notebook].release.cells]
    return tuple(sorted(items.values(), key=lambda item: order.index(item.name)))


def to_json(result: Result) -> dict[str, Any]:
    """The result as ``descent grade --json`` writes it.

    Only where there is something to say: ``notes`` on what was repaired or left out, ``problem`` with the file that a
    person has to look at, ``fault`` of the grader.
    """
    more = {"notes": list(result.notes), "problem": result.problem, "fault": result.fault}
    return {
        "student": result.student,
        "notebook": result.notebook,
        **{name: value for name, value in more.items() if value},
        "score": result.score,
        "max_score": result.max_score,
        "tasks": [
            {
                "task": item.name,
                "outcome": item.outcome,
                "points": item.points,
                "max_points": item.max_points,
                "mistakes": list(item.mistakes),
                "message": item.message,
            }
            for item in result.items
        ],
    }
