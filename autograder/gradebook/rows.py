"""Scores of a class into nbgrader's gradebook: the rows that nbgrader's own Autograde would leave, in batches.

nbgrader opens the gradebook several times per submission (0.11 s each); here a batch takes a few statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from sqlalchemy import select

from autograder.seams.nbgrader import NO_RESPONSE, insert_rows, update_rows
from autograder.shared.errors import DescentError

BATCH = 200
"""submissions per transaction: a lock that formgrader hardly notices"""

LatePenalty = Callable[[str, float, float], float | None]
"""student, score, seconds late -> penalty in points, or None for no penalty (nbgrader's late submission plugin)"""


@dataclass(frozen=True)
class NotebookScores:
    """What one notebook of a submission got."""

    notebook: str
    scores: Mapping[str, float | None]
    """grade cell -> points; None, or no entry: a person has to look at it"""
    unanswered: frozenset[str] = frozenset()
    """solution cells whose text is as released"""
    handed_in: bool = True
    """False: there is no such file; then every cell gets zero points, as nbgrader does"""


@dataclass(frozen=True)
class SubmissionScores:
    """What one student's submission got."""

    student: str
    timestamp: datetime | None
    """when it was handed in, in UTC; None: that is unknown, whatever was known before, and costs nothing"""
    notebooks: tuple[NotebookScores, ...]
    """the assignment's other notebooks stay as they are"""


class UnknownStudent(DescentError):  # noqa: N818 (a name that reads well where it is caught)
    """A submission's student is not in the gradebook, and the course does not create students."""

    def __init__(self, students: str) -> None:
        remedy = "Add them with 'descent roster FILE' or 'nbgrader db student add'."
        super().__init__(students, "not in the gradebook, and Autograde.create_student is off", remedy)


def record(
    session: Any,
    assignment: str,
    submissions: Iterable[SubmissionScores],
    *,
    late_penalty: LatePenalty | None = None,
    create_students: bool = True,
) -> None:
    """Write scores and automatic comments; manual scores, extra credit and manual comments stay.

    Only cells that the gradebook knows count. As in nbgrader, a score that a person gave before is marked for
    another look.

    Args:
        session: SQLAlchemy session of nbgrader's gradebook; committed per batch
        late_penalty: as nbgrader's plugin; None leaves penalties as they are

    Raises:
        UnknownStudent: before anything of that batch is written.
        ValueError: for points outside 0 and the cell's maximum.
    """
    row = session.execute(select(Assignment).where(Assignment.name == assignment)).scalar_one()
    waiting = iter(submissions)
    while batch := list(islice(waiting, BATCH)):
        _Batch(session, row, late_penalty).write(batch, create_students)
        session.commit()


def cell_grades(session: Any, assignment: str, *columns: Any) -> Iterator[tuple[Any, ...]]:
    """Student, notebook and cell of every grade of an assignment, with these columns of it, in one statement."""
    statement = (
        select(SubmittedAssignment.student_id, Notebook.name, BaseCell.name.label("cell"), *columns)
        .select_from(Grade)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .where(Assignment.name == assignment)
    )
    yield from session.execute(statement)


class _Batch:
    """One transaction: what the gradebook has for these students, and the rows to add and to change."""

    def __init__(self, session: Any, assignment: Any, late_penalty: LatePenalty | None) -> None:
        self.session = session
        self.assignment = assignment
        self.late_penalty = late_penalty
        self.added: dict[Any, list[dict[str, Any]]] = {}
        self.changed: dict[Any, list[dict[str, Any]]] = {}

    def write(self, batch: Sequence[SubmissionScores], create_students: bool) -> None:
        students = [submission.student for submission in batch]
        self._add_students(students, create_students)
        submitted = self._existing_submissions(students)
        notebooks = self._existing_notebooks(submitted)
        grades = self._existing_cells(Grade, notebooks)
        comments = self._existing_cells(Comment, notebooks)
        for submission in batch:
            row = self._submission(submission, submitted.get(submission.student))
            self._notebooks(submission, row, notebooks, grades, comments)
        for model in (SubmittedAssignment, SubmittedNotebook, Grade, Comment):
            insert_rows(self.session, model, self.added.get(model, ()))
            update_rows(self.session, model, self.changed.get(model, ()))

    def _add(self, model: Any, **values: Any) -> dict[str, Any]:
        row = {"id": new_uuid(), **values}
        self.added.setdefault(model, []).append(row)
        return row

    def _change(self, model: Any, row: Mapping[str, Any], **values: Any) -> None:
        self.changed.setdefault(model, []).append({"id": row["id"], **values})

    def _rows(self, statement: Any) -> Iterator[Mapping[str, Any]]:
        return iter(self.session.execute(statement).mappings())

    def _add_students(self, students: Sequence[str], create: bool) -> None:
        known = set(self.session.scalars(select(Student.id).where(Student.id.in_(students))))
        missing = [student for student in dict.fromkeys(students) if student not in known]
        if missing and not create:
            raise UnknownStudent(", ".join(missing))
        insert_rows(self.session, Student, [{"id": student} for student in missing])

    def _existing_submissions(self, students: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        table = SubmittedAssignment.__table__
        query = select(table).where(table.c.assignment_id == self.assignment.id, table.c.student_id.in_(students))
        return {row["student_id"]: row for row in self._rows(query)}

    def _existing_notebooks(self, submitted: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, str], Any]:
        table = SubmittedNotebook.__table__
        query = select(table).where(table.c.assignment_id.in_([row["id"] for row in submitted.values()]))
        return {(row["assignment_id"], row["notebook_id"]): row for row in self._rows(query)}

    def _existing_cells(self, model: Any, notebooks: Mapping[Any, Any]) -> dict[tuple[str, str], Any]:
        table = model.__table__
        query = select(table).where(table.c.notebook_id.in_([row["id"] for row in notebooks.values()]))
        return {(row["notebook_id"], row["cell_id"]): row for row in self._rows(query)}

    def _submission(self, submission: SubmissionScores, row: Mapping[str, Any] | None) -> Mapping[str, Any]:
        if row is None:
            return self._add(
                SubmittedAssignment,
                assignment_id=self.assignment.id,
                student_id=submission.student,
                timestamp=submission.timestamp,
                extension=None,
            )
        if submission.timestamp == row["timestamp"]:
            return row
        self._change(SubmittedAssignment, row, timestamp=submission.timestamp)
        return {**row, "timestamp": submission.timestamp}

    def _notebooks(
        self,
        submission: SubmissionScores,
        row: Mapping[str, Any],
        notebooks: Mapping[tuple[str, str], Any],
        grades: Mapping[tuple[str, str], Any],
        comments: Mapping[tuple[str, str], Any],
    ) -> None:
        by_name = {scores.notebook: scores for scores in submission.notebooks}
        for notebook in self.assignment.notebooks:
            scores = by_name.get(notebook.name)
            target = notebooks.get((row["id"], notebook.id)) or self._add(
                SubmittedNotebook,
                notebook_id=notebook.id,
                assignment_id=row["id"],
                flagged=False,
                late_submission_penalty=None,
            )
            points = [self._grade(cell, target, grades, scores) for cell in notebook.grade_cells]
            points += [self._task_grade(cell, target, grades, scores) for cell in notebook.task_cells]
            for cell in [*notebook.solution_cells, *notebook.task_cells]:
                self._comment(cell, target, comments, scores)
            if scores is not None and scores.handed_in:
                self._penalty(submission.student, row, target, sum(points))

    def _grade(
        self, cell: Any, notebook: Mapping[str, Any], grades: Mapping[Any, Any], scores: NotebookScores | None
    ) -> float:
        """Add or change one grade; returns the points that count."""
        row = grades.get((notebook["id"], cell.id))
        if scores is None:
            return self._untouched_grade(cell, notebook, row)
        auto = _points(cell, scores)
        manual = None if row is None else row["manual_score"]
        look = scores.handed_in and (manual is not None or auto is None)
        if row is None:
            self._add_grade(cell, notebook, auto, look)
        else:
            self._change(Grade, row, auto_score=auto, needs_manual_grade=look)
        return _counting(auto, row)

    def _task_grade(
        self, cell: Any, notebook: Mapping[str, Any], grades: Mapping[Any, Any], scores: NotebookScores | None
    ) -> float:
        """nbgrader's task cells are graded by hand alone: autograding leaves them, unless nothing was handed in."""
        if scores is None or scores.handed_in:
            return self._untouched_grade(cell, notebook, grades.get((notebook["id"], cell.id)))
        return self._grade(cell, notebook, grades, scores)

    def _untouched_grade(self, cell: Any, notebook: Mapping[str, Any], row: Mapping[str, Any] | None) -> float:
        if row is None:
            self._add_grade(cell, notebook, None, True)
            return 0.0
        return _counting(row["auto_score"], row)

    def _add_grade(self, cell: Any, notebook: Mapping[str, Any], auto: float | None, look: bool) -> None:
        self._add(
            Grade,
            notebook_id=notebook["id"],
            cell_id=cell.id,
            auto_score=auto,
            manual_score=None,
            extra_credit=None,
            needs_manual_grade=look,
        )

    def _comment(
        self, cell: Any, notebook: Mapping[str, Any], comments: Mapping[Any, Any], scores: NotebookScores | None
    ) -> None:
        automatic = NO_RESPONSE if scores is not None and cell.name in scores.unanswered else None
        row = comments.get((notebook["id"], cell.id))
        if row is None:
            self._add(Comment, notebook_id=notebook["id"], cell_id=cell.id, auto_comment=automatic, manual_comment=None)
        elif scores is not None and scores.handed_in and row["auto_comment"] != automatic:
            self._change(Comment, row, auto_comment=automatic)

    def _penalty(self, student: str, row: Mapping[str, Any], notebook: Mapping[str, Any], score: float) -> None:
        if self.late_penalty is None:
            return
        late = seconds_late(row["timestamp"], self.assignment.duedate, row["extension"])
        penalty = self.late_penalty(student, score, late) if late > 0 else None
        if isinstance(notebook, dict):  # to be added
            notebook["late_submission_penalty"] = penalty
        else:
            self._change(SubmittedNotebook, notebook, late_submission_penalty=penalty)


def _points(cell: Any, scores: NotebookScores) -> float | None:
    points = scores.scores.get(cell.name) if scores.handed_in else 0.0
    if points is not None and not 0 <= points <= cell.max_score:
        raise ValueError(f"{cell.name}: {points} points are outside 0 to {cell.max_score}")
    return points


def _counting(auto: float | None, row: Mapping[str, Any] | None) -> float:
    """Points as nbgrader's Grade.score counts them: the manual score before the automatic one, and extra credit."""
    manual = None if row is None else row["manual_score"]
    counting = manual if manual is not None else auto
    if counting is None:
        return 0.0
    extra = None if row is None else row["extra_credit"]
    return float(counting) + float(extra or 0.0)


def seconds_late(timestamp: datetime | None, due: datetime | None, extension: timedelta | None) -> float:
    """Seconds between the due date, extension included, and the hand-in; 0 where one of the two is unknown."""
    if timestamp is None or due is None:
        return 0.0
    return max(0.0, (timestamp - due - (extension or timedelta())).total_seconds())
