"""The class report filled from what is kept: judged again, nothing run, nothing saved but the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from autograder.assignments.releases import open_gradebook
from autograder.course.fault_boundary import boundary
from autograder.feedback.titles import titles
from autograder.grading.class_runs import SubmissionEvidence
from autograder.grading.grading_rules import Rules
from autograder.grading.judge import Judge
from autograder.grading.kept_results import kept_result
from autograder.grading.prepared_submission import SubmissionContent, label
from autograder.grading.submission_verdicts import Result
from autograder.references.replays import published_data
from autograder.report import Entry, Subject, find_links, report_data, subject_of, waiting_cells, write_report
from autograder.report.written import without_question
from autograder.shared.errors import GraderFault, SubmissionError
from autograder.submissions import Submission
from autograder.submissions.restoring import cell_name
from labkit.judging.key import Key

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
    write_report(path, report_data(_subject(judge), entries))
    return tuple(left_out)


def _subject(judge: Judge) -> Subject:
    rules = judge.rules
    if rules.reference is None or rules.settings is None:
        return Subject(rules.assignment)
    keys = judge.keys[rules.settings.published]
    data = published_data(keys.values())
    judged = {name: key.right[name] for key in keys.values() for name in key.task.names if name in key.right}
    subject = replace(subject_of(rules.reference, data=data), right_boxes=judged, paths=judge.paths)
    return subject if subject.right else replace(subject, right=_right_history(keys))


def _right_history(keys: Mapping[str, Key]) -> tuple[float, ...]:
    """The first history that the lab asks for, as it is right; nothing where it asks for none."""
    for key in keys.values():
        if key.task.kind == "history":
            return tuple(key.right[key.task.names[0]].centre.tolist())
    return ()


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
        published = ran.kept.published if ran else None
        yield Entry(result, published, links, waiting.get(place, ()), _answers(rules, ran) if ran else {})


def _answers(rules: Rules, ran: SubmissionEvidence) -> dict[str, str]:
    """What was answered in words, by the title of the question."""
    read: SubmissionContent = ran.prepared.read
    given = rules.notebooks[read.submission.notebook]
    by_hand = {cell.name: cell for cell in given.release.cells if cell.name in given.points.keys() - given.tests}
    if not by_hand:
        return {}
    try:
        with boundary(rules.course, label(read.submission), "reading its answers in words"):
            restored = read.restored(rules)
            as_given = given.unanswered(restored)
            texts = {
                name: without_question(str(cell["source"]), by_hand[name].source)
                for cell in restored.notebook.cells
                if (name := cell_name(cell)) in by_hand and name not in as_given
            }
    except (SubmissionError, GraderFault):
        return {}
    called = titles(given.release.cells, list(given.points), {})
    return {called[name]: text for name, text in texts.items() if text}
