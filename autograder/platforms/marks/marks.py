"""A lab's marks as the gradebook has them, and whose row of a platform's file each belongs to."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.platforms.people.roster import Match, Person, person_of
from autograder.shared.errors import CourseError


@dataclass(frozen=True)
class Mark:
    """What one student's submission got, counted as nbgrader counts it."""

    person: Person
    score: float
    """automatic and manual points and extra credit, less the late penalty, never below 0"""
    pending: bool
    """a person still has to look at it"""


@dataclass(frozen=True)
class LabMarks:
    """The marks of one lab."""

    lab: str
    max_score: float
    of: Mapping[str, Mark]
    """student id -> mark, of those who handed in"""
    unread: Mapping[str, Exception] = field(default_factory=dict)
    """student id -> what went wrong with reading the mark; the others were read all the same"""


def read_marks(gradebook: Any, lab: str, students: Sequence[str] = ()) -> LabMarks:
    """The marks of a lab, of these students or of all.

    Raises:
        CourseError: if the gradebook has no such lab.
    """
    from nbgrader.api import MissingEntry

    try:
        assignment = gradebook.find_assignment(lab)
    except MissingEntry as error:
        known = ", ".join(sorted(one.name for one in gradebook.assignments)) or "none"
        raise CourseError(lab, "the gradebook has no such lab", f"It has: {known}.") from error
    wanted = [one for one in assignment.submissions if not students or one.student_id in students]
    marks, unread = {}, {}
    for one in wanted:
        try:
            marks[one.student_id] = _mark(one)
        except Exception as fault:  # one row stops no other
            unread[one.student_id] = fault
    return LabMarks(lab, float(assignment.max_score), marks, unread)


def _mark(submission: Any) -> Mark:
    score = max(0.0, float(submission.score) - float(submission.late_submission_penalty or 0.0))
    if not math.isfinite(score):
        raise ValueError("the score is no number")
    return Mark(person_of(submission.student), score, bool(submission.needs_manual_grade))


def comments_of(gradebook: Any, lab: str, student: str) -> tuple[str, ...]:
    """What was said about a submission, cell by cell, such as ``practice-explain: Well put``."""
    notebooks = sorted(gradebook.find_submission(lab, student).notebooks, key=lambda one: str(one.name))
    rows = [row for notebook in notebooks for row in sorted(notebook.comments, key=lambda one: str(one.name))]
    return tuple(f"{row.name}: {row.comment.strip()}" for row in rows if row.comment and row.comment.strip())


# Rows of a platform's file


@dataclass(frozen=True)
class Rows:
    """Which row of a platform's file is whose."""

    of: Mapping[str, int]
    """student id -> row"""
    doubtful: tuple[str, ...]
    """what was said about rows that could be somebody's, but not for sure"""


def assign_rows(matches: Mapping[int, Match], named: Mapping[int, str]) -> Rows:
    """Give every student one row; rows that nobody or more than one student fits go to nobody.

    Args:
        matches: row -> who fits
        named: row -> what to call it
    """
    rows: dict[str, list[int]] = {}
    for index, match in matches.items():
        if match.person is not None:
            rows.setdefault(match.person.id, []).append(index)
    doubtful = [f"{named[index]}: {match.reason}" for index, match in matches.items() if match.fitting]
    doubtful += [
        f"{student}: fits the rows of {', '.join(named[index] for index in indices)}"
        for student, indices in rows.items()
        if len(indices) > 1
    ]
    return Rows({student: indices[0] for student, indices in rows.items() if len(indices) == 1}, tuple(doubtful))
