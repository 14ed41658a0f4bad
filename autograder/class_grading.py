"""A class graded: every submission run or found, judged, and saved in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from autograder.class_runs import Execute, Ran, run_class
from autograder.errors import SubmissionError
from autograder.execution.job import Job, Run
from autograder.gradebook import SubmissionScores
from autograder.graded import Record
from autograder.grading import Result
from autograder.judging import Judge, judge_run, not_there, unreadable
from autograder.preparing import label, prepare_all, read_submission
from autograder.release import open_gradebook
from autograder.saving import Saver, not_handed_in, scores_of
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
    """Grade submissions in the order in which they are done; one that fails never stops the others.

    Args:
        execute: see `lazily`
        force: run again what is kept

    Raises:
        StoreError, sqlalchemy's errors: where the course's own files cannot be written.
    """
    rules = judge.rules
    waiting = {label(one): one for one in submissions}
    absent = [one for one in submissions if _only_this_one_is_absent(one, submissions)]
    problems: list[tuple[Submission, SubmissionError]] = []
    present = [one for one in submissions if one not in set(absent)]
    prepared = prepare_all(rules, present, force, lambda one, error: problems.append((one, error)))
    with open_gradebook(rules.course) as gradebook:
        saver = _Batches(judge, Saver(rules), gradebook.db)
        for ran in run_class(prepared, rules.assignment, rules.store, execute, force):
            yield _graded(judge, saver, waiting[ran.prepared.name], ran)
        for submission, error in problems:
            yield _refused(judge, saver, submission, error)
        for submission in absent:
            saver.add(not_handed_in(submission))
            yield Done(submission, not_there(judge, submission))
        saver.flush()
        saver.record.compact()


def lazily(start: Callable[[], Execute]) -> Execute:
    """An `Execute` that is started only when there is something to run: starting one takes seconds."""

    def execute(jobs: Iterable[Job]) -> Iterator[tuple[int, Run]]:
        waiting = iter(jobs)
        for first in waiting:
            yield from start()(chain([first], waiting))

    return execute


class _Batches:
    """Gradebook rows waiting for their transaction, and what the record will say of them."""

    def __init__(self, judge: Judge, saver: Saver, session: object) -> None:
        self.judge = judge
        self.saver = saver
        self.session = session
        self.record = Record.of(judge)
        self.scores: list[SubmissionScores] = []
        self.results: list[Result] = []

    def add(self, scores: SubmissionScores, result: Result | None = None) -> None:
        self.scores.append(scores)
        self.results += [] if result is None else [result]
        if len(self.scores) >= BATCH:
            self.flush()

    def flush(self) -> None:
        self.saver.record(self.session, self.scores)
        self.record.add(self.judge, self.results)
        self.scores.clear()
        self.results.clear()


def _graded(judge: Judge, batches: _Batches, submission: Submission, ran: Ran) -> Done:
    result = judge_run(judge, submission, ran)
    try:
        read = read_submission(judge.rules, submission)
        restored = read.restored(judge.rules)
    except SubmissionError as error:  # taken away or changed while it was graded
        return _refused(judge, batches, submission, error)
    scores = scores_of(judge.rules, submission, result, restored)
    batches.saver.write(submission, batches.saver.graded_text(restored, ran.outputs(), result), read.beside)
    batches.add(scores, result)
    return Done(submission, result, ran.fresh)


def _refused(judge: Judge, batches: _Batches, submission: Submission, error: SubmissionError) -> Done:
    batches.saver.remove(submission)
    batches.add(scores_of(judge.rules, submission, unreadable(judge, submission, str(error)), None))
    return Done(submission, unreadable(judge, submission, str(error)))


def _only_this_one_is_absent(submission: Submission, submissions: Sequence[Submission]) -> bool:
    """Whether the student handed in another notebook of the assignment, but not this one."""
    if submission.file.is_file():
        return False
    return any(other.student == submission.student and other.file.is_file() for other in submissions)
