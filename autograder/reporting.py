"""The class report filled from what is kept: judged again, nothing run, nothing saved but the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from autograder.class_runs import Ran
from autograder.errors import GraderFault, SubmissionError
from autograder.fault_boundary import boundary
from autograder.grading import Result
from autograder.judging import Judge, broken, judge_run, unreadable
from autograder.preparing import label, prepare
from autograder.release import open_gradebook
from autograder.report import Entry, Subject, find_links, report_data, subject_of, waiting_cells, write_report
from autograder.rules import Rules
from autograder.submissions import Submission

Results = Mapping[tuple[str, str], Result]
"""Results by student and notebook, where they are known already."""


def write_class_report(
    judge: Judge, submissions: Iterable[Submission], path: Path, known: Results | None = None
) -> tuple[Submission, ...]:
    """Write the report on a class to ``path``.

    Args:
        known: results that need not be found again, such as those of a grading that has just ended

    Returns:
        submissions that the report leaves out, because they were not graded since they changed.

    Raises:
        OSError: if the page cannot be written.
    """
    rules = judge.rules
    left_out: list[Submission] = []
    with open_gradebook(rules.course) as gradebook:
        waiting = waiting_cells(gradebook.db, rules.assignment)
    entries = list(_entries(judge, submissions, path, waiting, known or {}, left_out))
    write_report(path, report_data(_subject(rules), entries))
    return tuple(left_out)


def _subject(rules: Rules) -> Subject:
    return Subject(rules.assignment) if rules.lab is None else subject_of(rules.lab)


def _entries(
    judge: Judge,
    submissions: Iterable[Submission],
    path: Path,
    waiting: Mapping[tuple[str, str], tuple[str, ...]],
    known: Results,
    left_out: list[Submission],
) -> Iterator[Entry]:
    rules = judge.rules
    for submission in submissions:
        place = (submission.student, submission.notebook)
        links = find_links(rules.course, rules.assignment, *place, path)
        ran, result = kept_result(judge, submission, known.get(place))
        if result is None:
            left_out.append(submission)
            continue
        yield Entry(result, ran.kept.runs[0] if ran else None, links, waiting.get(place, ()))


def kept_result(judge: Judge, submission: Submission, known: Result | None = None) -> tuple[Ran | None, Result | None]:
    """The kept run of a submission as it is now, and its result; None where there is none.

    The result says so where the submission cannot be read, or where the grader fails on it.
    """
    try:
        with boundary(judge.rules.course, label(submission), "judging what was kept"):
            ran = _kept_run(judge.rules, submission)
            return ran, known or (judge_run(judge, submission, ran) if ran else None)
    except SubmissionError as error:
        return None, unreadable(judge, submission, str(error))
    except GraderFault as error:
        return None, broken(judge, submission, error.sentences)


def _kept_run(rules: Rules, submission: Submission) -> Ran | None:
    store = rules.store
    prepared = prepare(rules, submission, check=lambda key: not store.has(key))
    kept = store.read(prepared.key)
    return None if kept is None else Ran(prepared, kept, lambda: store.read_outputs(prepared.key))
