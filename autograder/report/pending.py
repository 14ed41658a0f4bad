"""Which cells wait for a person, as nbgrader's gradebook has it."""

from collections import defaultdict
from typing import Any

from nbgrader.api import Assignment, BaseCell, Grade, Notebook, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import select


def waiting_cells(session: Any, assignment: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """For each student and notebook of an assignment, the grade cells that need manual grading, in one statement.

    Args:
        session: SQLAlchemy session of nbgrader's gradebook
    """
    statement = (
        select(Student.id, Notebook.name, BaseCell.name)
        .select_from(Grade)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .where(Assignment.name == assignment, Grade.needs_manual_grade)
        .order_by(BaseCell.name)
    )
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for student, notebook, cell in session.execute(statement):
        found[student, notebook].append(cell)
    return {place: tuple(dict.fromkeys(cells)) for place, cells in found.items()}
