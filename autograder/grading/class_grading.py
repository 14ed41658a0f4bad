"""A class graded: every submission run or found, judged, and saved in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from autograder.assignments.releases import open_gradebook
from autograder.course.fault_boundary import boundary
from autograder.gradebook.rows import SubmissionScores
from autograder.grading.class_runs import Execute, SubmissionEvidence, SubmissionNotRun, run_class
from autograder.grading.grading_rules import Rules
from autograder.grading.judge import Judge, broken, judge_run, leaves_open, not_there, unreadable
from autograder.grading.last_grading import GradingRecord
from autograder.grading.prepared_submission import SubmissionContent, label, may_be_there, prepare_all
from autograder.grading.saved_results import Saver, for_a_person, not_handed_in, scores_of, timestamp_of
from autograder.grading.submission_verdicts import Result
from autograder.shared.errors import DescentError, GradebookError, GraderFault, StoreError, SubmissionError
from autograder.submissions import Submission

BATCH = 50
"""submissions per gradebook transaction: what a kill in between leaves undone is done again"""


@dataclass(frozen=True)
class Done:
    """One submission, graded and saved or about to be saved with its batch."""

    submission: Submission
    result: Result
    ran_now: bool = False
    """False: its evidence was kept from before"""


def grade_class(
    judge: Judge, submissions: Sequence[Submission], execute: Execute, *, force: bool = False
) -> Iterator[Done]:
    """Grade submissions in the order in which they are done; whatever one of them holds, the others go on.

    A submission that cannot be recorded with its batch comes a second time, as a fault: the later one counts.

    Args:
        execute: runs what has to run, such as `ExecutorWhenNeeded.run`
        force: run again what is kept

    Raises:
        StoreError, GradebookError: where the course's own files cannot be written.
    """
    rules = judge.rules
    _check_graded_folder(rules)
    waiting = {label(one): one for one in submissions}
    absent = [one for one in submissions if _only_this_one_is_absent(rules, one, submissions)]
    problems: list[tuple[Submission, DescentError]] = []
    present = [one for one in submissions if one not in set(absent)]
    prepared = prepare_all(rules, present, force, lambda one, error: problems.append((one, error)))
    with open_gradebook(rules.course) as gradebook:
        grading = _Grading(judge, Saver(judge))
        batch = _Batch(grading, gradebook.db)
        guarded, is_open = partial(boundary, rules.course), partial(leaves_open, judge)
        for ran in run_class(prepared, rules.assignment, rules.store, execute, force, guarded, is_open):
            yield from batch.add(grading.graded(waiting[ran.prepared.name], ran))
        for submission, error in problems:
            yield from batch.add(grading.refused(submission, error))
        for submission in absent:
            done = Done(submission, not_there(judge, submission))
            yield from batch.add(
                _Graded(done, not_handed_in(submission, timestamp_of(rules, submission)), counts=False)
            )
        yield from batch.flush()
        batch.record.compact()


def _check_graded_folder(rules: Rules) -> None:
    """Make sure that graded submissions have a folder to go to.

    Raises:
        StoreError: where something else lies in its place.
    """
    place = rules.course.step("autograded", "*", "*")
    folder = next(path for path in place.parents if "*" not in str(path))
    if folder.exists() and not folder.is_dir():
        raise StoreError(
            folder, "this is a file, and graded submissions go into a folder of that name", "Move it away."
        )


@dataclass(frozen=True)
class _Graded:
    """What became of a submission, and what the gradebook is to hold of it."""

    done: Done
    scores: SubmissionScores
    counts: bool = True
    """Whether the record of verdicts notes it."""


@dataclass(frozen=True)
class _Grading:
    """Judges and writes submissions, each within the fault boundary."""

    judge: Judge
    saver: Saver

    def graded(self, submission: Submission, ran: SubmissionEvidence | SubmissionNotRun) -> _Graded:
        """Judge what was run, and write the graded notebook."""
        if isinstance(ran, SubmissionNotRun):
            return self.refused(submission, ran.error)
        read: SubmissionContent = ran.prepared.read
        try:
            with self._boundary(submission, "judging it"):
                result = judge_run(self.judge, submission, ran)
            with self._boundary(submission, "writing its graded notebook"):
                return self._written(submission, read, ran, result)
        except GraderFault as fault:
            return self.refused(submission, fault, read)

    def _written(
        self, submission: Submission, read: SubmissionContent, ran: SubmissionEvidence, result: Result
    ) -> _Graded:
        restored = read.restored_to_change(self.judge.rules)
        scores = scores_of(self.judge.rules, submission, result, restored)
        self.saver.write(submission, self.saver.graded_text(restored, ran.outputs(), result), read)
        return _Graded(Done(submission, result, ran.fresh), scores)

    def refused(self, submission: Submission, error: DescentError, read: SubmissionContent | None = None) -> _Graded:
        """A submission that a person has to look at: it cannot be read, or the grader failed on it."""
        if isinstance(error, StoreError):
            raise error
        scores = for_a_person(submission)
        with suppress(GraderFault), self._boundary(submission, "putting it aside"):
            self.saver.remove(submission)
            scores = for_a_person(submission, timestamp_of(self.judge.rules, submission))
        if isinstance(error, SubmissionError):
            return _Graded(Done(submission, unreadable(self.judge, submission, str(error))), scores, counts=False)
        result = broken(self.judge, submission, error.sentences)
        return _Graded(Done(submission, result), scores, counts=False)

    def _boundary(self, submission: Submission, doing: str) -> AbstractContextManager[None]:
        return boundary(self.judge.rules.course, label(submission), doing)


class _Batch:
    """Submissions waiting for their gradebook transaction, and for the record of what was said of them."""

    def __init__(self, grading: _Grading, session: Any) -> None:
        self.record = GradingRecord.of(grading.judge)
        self._grading = grading
        self._session = session
        self._waiting: list[_Graded] = []

    def add(self, graded: _Graded) -> Iterator[Done]:
        """Take a submission; it is recorded with its batch."""
        self._waiting.append(graded)
        yield graded.done
        if len(self._waiting) >= BATCH:
            yield from self.flush()

    def flush(self) -> Iterator[Done]:
        """Record all that waits; yields those that could not be recorded, as faults."""
        waiting, self._waiting = self._waiting, []
        try:
            self._save(waiting)
        except (StoreError, GradebookError):
            raise
        except Exception:  # one of them spoils the batch: each student alone shows which
            self._session.rollback()
            for group in _by_student(waiting):
                yield from self._alone(group)

    def _alone(self, group: Sequence[_Graded]) -> Iterator[Done]:
        submission = group[0].done.submission
        try:
            with self._grading._boundary(submission, "recording its scores"):
                self._save(group)
        except (StoreError, GradebookError):
            raise
        except DescentError as error:
            self._session.rollback()
            for one in group:
                yield replace(one.done, result=broken(self._grading.judge, one.done.submission, error.sentences))

    def _save(self, graded: Sequence[_Graded]) -> None:
        students = [one for one in graded if not one.done.submission.unfit]
        self._grading.saver.record(self._session, [one.scores for one in students])
        self.record.add(self._grading.judge, [one.done.result for one in graded if one.counts])


def _by_student(graded: Iterable[_Graded]) -> list[list[_Graded]]:
    groups: dict[str, list[_Graded]] = {}
    for one in graded:
        groups.setdefault(one.done.submission.student, []).append(one)
    return list(groups.values())


def _only_this_one_is_absent(rules: Rules, submission: Submission, submissions: Sequence[Submission]) -> bool:
    """Whether the student handed in another notebook of the assignment, and nothing that this one may be in."""
    if submission.file.is_file():
        return False
    others = [one for one in submissions if one.student == submission.student and one is not submission]
    return bool(others) and not may_be_there(rules, submission) and any(may_be_there(rules, one) for one in others)
