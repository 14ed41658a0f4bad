"""What is said about a submission as plain text, for platforms that take a comment with a mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from autograder.course.course import Course, find_course
from autograder.feedback.summary import as_text, findings_in, grades_of, lines_of
from autograder.platforms.marks.marks import Mark, comments_of, read_marks
from autograder.seams.nbgrader import NO_RESPONSE
from autograder.shared.errors import DescentError
from autograder.shared.tables import write_records


def comment_of(course: Course | None, gradebook: Any, lab: str, student: str) -> tuple[str, ...]:
    """Lines on a submission: the summary of each of its notebooks, then what people commented.

    The same as on its feedback page. A notebook that this course has not graded has its comments alone.

    Args:
        course: where graded notebooks lie; None leaves the summaries out
        gradebook: nbgrader's
    """
    said: list[str] = []
    titles: dict[str, str] = {}
    submission = gradebook.find_submission(lab, student)
    if course is not None:
        folder = course.step("autograded", lab, student)
        for notebook in sorted(submission.notebooks, key=lambda one: str(one.name)):
            if findings := findings_in(folder / f"{notebook.name}.ipynb"):
                lines = lines_of(findings, grades_of(notebook))
                titles |= {one.name: one.title for one in findings}
                said += as_text(str(notebook.name), lines, float(notebook.late_submission_penalty or 0.0))
    return (*said, *_comments(comments_of(gradebook, lab, student), titles))


def _comments(comments: Iterable[str], titles: Mapping[str, str]) -> Iterator[str]:
    """People's comments, by the titles of their cells; where there is a summary, it says of what there is no answer."""
    for comment in comments:
        name, _, text = comment.partition(": ")
        if not (titles and text == NO_RESPONSE):
            yield f"{titles.get(name, name)}: {text}"


def course_of(exporter: Any) -> Course | None:
    """The course that a command exports marks of; None where it is none of the kit's."""
    directory = getattr(exporter.parent, "coursedir", None)
    try:
        return None if directory is None else find_course(directory.root)
    except DescentError:
        return None


COLUMNS = ("student_id", "last_name", "first_name", "email", "lms_user_id", "score", "max_score", "comment")


def write_comments(course: Course, gradebook: Any, lab: str, file: Path) -> int:
    """Write what is said about each submission of a lab into a CSV file; returns of how many.

    Raises:
        CourseError: if the gradebook has no such lab, or the file cannot be written.
    """
    marks = read_marks(gradebook, lab)
    rows = [_row(mark, marks.max_score, comment_of(course, gradebook, lab, name)) for name, mark in marks.of.items()]
    write_records(file, COLUMNS, sorted(rows, key=lambda row: row["student_id"]))
    return len(rows)


def _row(mark: Mark, most: float, lines: tuple[str, ...]) -> dict[str, str]:
    person = mark.person
    return {
        "student_id": person.id,
        "last_name": person.last_name,
        "first_name": person.first_name,
        "email": person.email,
        "lms_user_id": person.lms_user_id,
        "score": f"{mark.score:g}",
        "max_score": f"{most:g}",
        "comment": "\n".join(lines),
    }
