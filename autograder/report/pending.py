"""Which cells wait for a person, as nbgrader's gradebook has it."""

from collections import defaultdict
from typing import Any

from nbgrader.api import Grade

from autograder.gradebook.rows import cell_grades


def waiting_cells(session: Any, assignment: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """For each student and notebook of an assignment, the grade cells that need manual grading, sorted by name.

    Args:
        session: SQLAlchemy session of nbgrader's gradebook
    """
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for student, notebook, cell, waits in cell_grades(session, assignment, Grade.needs_manual_grade):
        if waits:
            found[student, notebook].add(cell)
    return {place: tuple(sorted(cells)) for place, cells in found.items()}
