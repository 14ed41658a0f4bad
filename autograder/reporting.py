"""The class report filled from what is kept: judged again, nothing run, nothing saved but the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from autograder.class_runs import Ran
from autograder.errors import SubmissionError
from autograder.grading import Result
from autograder.judging import Judge, judge_run, unreadable
from autograder.preparing import prepare
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
        try:
            ran = kept_run(rules, submission)
        except SubmissionError as error:
            yield Entry(unreadable(judge, submission, str(error)), None, links, waiting.get(place, ()))
            continue
        result = known.get(place) or (judge_run(judge, submission, ran) if ran else None)
        if result is None:
            left_out.append(submission)
            continue
        yield Entry(result, ran.kept.runs[0] if ran else None, links, waiting.get(place, ()))


def kept_run(rules: Rules, submission: Submission) -> Ran | None:
    """The kept run of a submission as it is now; None where there is none.

    Raises:
        SubmissionError: if the submission cannot be read.
    """
    store = rules.store
    prepared = prepare(rules, submission, check=lambda key: not store.path(key).is_file())
    kept = store.read(prepared.key)
    return None if kept is None else Ran(prepared, kept, lambda: store.read_outputs(prepared.key))
