"""Grading as a service: given a lab and submissions it yields results.

Commands, nbgrader's steps and Gradescope's autograder call it; who calls only shows what comes of it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from autograder.course.course import Course, check_assignment, private_folder
from autograder.execution.job import Job, Run
from autograder.grading.class_grading import Done, grade_class
from autograder.grading.class_runs import Execute, SubmissionEvidence, SubmissionNotRun, run_class
from autograder.grading.grading_rules import Rules, read_rules
from autograder.grading.judge import Judge, leaves_open, read_judge
from autograder.grading.prepared_submission import is_kept, prepare
from autograder.references.lab_settings import renew
from autograder.shared.errors import CourseError, StoreError, SubmissionError
from autograder.submissions import Submission, find_submissions


class RunsNotebooks(Protocol):
    """What runs notebooks for a grading: an executor here (`ExecutorWhenNeeded`), or workers elsewhere."""

    def hide(self, folders: Iterable[Path]) -> None:
        """Let no run read these folders."""

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[int, Run]]:
        """What came of each job, with its position, in the order in which they end."""


@dataclass(frozen=True)
class LabGrading:
    """The grading of a lab that has begun."""

    judge: Judge
    submissions: Sequence[Submission]
    renewed: bool
    """Whether new fresh settings were drawn, because those there were had been disclosed."""
    execute: Execute
    force: bool

    def results(self) -> Iterator[Done]:
        """Each submission as it is done; see `grade_class` for the order, and for one that comes a second time.

        Raises:
            StoreError, GradebookError: where the course's own files cannot be written.
        """
        return grade_class(self.judge, self.submissions, self.execute, force=self.force)


@contextmanager
def lab_grading(
    course: Course,
    lab: str,
    students: Sequence[str] = (),
    *,
    executor: RunsNotebooks,
    force: bool = False,
) -> Iterator[LabGrading]:
    """Begin to grade a lab, while nobody else does; take the results within the `with` block.

    Args:
        students: these alone; all who handed in something, where none is named
        executor: runs what has to run
        force: run again what is kept

    Raises:
        DescentError: naming the file and the remedy; `CourseError` where the lab is being graded already.
        CalibrationError: if a setting cannot tell right from wrong.
    """
    check_assignment(course, lab)
    executor.hide(course.own_folders)
    with one_at_a_time(course, lab):
        rules = read_rules(course, lab)
        submissions = find_submissions(course, lab, sorted(rules.notebooks), students)
        current = with_unknown_settings(rules, submissions, force)
        yield LabGrading(read_judge(current), submissions, current is not rules, executor.run, force)


def grade_lab(
    course: Course, lab: str, students: Sequence[str] = (), *, executor: RunsNotebooks, force: bool = False
) -> tuple[Judge, list[Done]]:
    """Grade a lab from beginning to end: by what it was judged, and what came of each submission; see `lab_grading`."""
    with lab_grading(course, lab, students, executor=executor, force=force) as grading:
        return grading.judge, in_order(grading.results())


def in_order(done: Iterable[Done]) -> list[Done]:
    """What became of each submission in the end, by student and notebook."""
    last = {one.submission: one for one in done}
    return sorted(last.values(), key=lambda one: (one.submission.student, one.submission.notebook))


def with_unknown_settings(rules: Rules, submissions: Iterable[Submission], force: bool = False) -> Rules:
    """The rules by which these submissions may run: what students may know serves for no new run.

    Where disclosed settings would have to, new ones are drawn; what was kept runs again under them.
    """
    if (
        rules.reference is None
        or not rules.disclosed
        or not (force or not all(is_kept(rules, one) for one in submissions))
    ):
        return rules
    renew(rules.course, rules.reference)
    return read_rules(rules.course, rules.assignment)


def evidence_of(judge: Judge, submission: Submission, execute: Execute) -> SubmissionEvidence:
    """The evidence of one submission: what is kept, or from a run now; nothing is saved but evidence.

    Raises:
        SubmissionError: if it cannot be read, or was never run before the fresh settings were disclosed.
        DescentError: whatever else kept it from running.
    """
    rules = judge.rules
    prepared = prepare(rules, submission)
    if prepared.must_run and rules.disclosed:
        remedy = f"Grade it first: 'descent grade {rules.assignment}' draws new settings."
        raise SubmissionError(submission.file, "it was not graded before the fresh settings were disclosed", remedy)
    (ran,) = run_class([prepared], rules.assignment, rules.store, execute, is_open=partial(leaves_open, judge))
    if isinstance(ran, SubmissionNotRun):
        raise ran.error
    return ran


@contextmanager
def one_at_a_time(course: Course, lab: str) -> Iterator[None]:
    """One grading of a lab at a time; the lock goes with its process, however that ends.

    Raises:
        CourseError: if the lab is being graded.
        StoreError: if the lock cannot be opened.
    """
    path = private_folder(course) / f"grading-{lab}.lock"
    try:
        opened = path.open("w")
    except OSError as error:
        remedy = "Remove what lies there, or permit writing; the file only says that a grading goes on."
        raise StoreError(path, f"it cannot be opened ({error.strerror})", remedy) from error
    with opened as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CourseError(path, "this lab is being graded right now", "Wait until that has ended.") from error
        yield
