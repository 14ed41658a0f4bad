"""Marks as nbgrader's own export writes them, in a file that spreadsheets can open without running anything in it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.plugins import CsvExportPlugin

from autograder.nbgrader_plugin.faults import in_one_sentence, note_fault
from autograder.shared.tables import write_records

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)
"""nbgrader's, in its order"""


class CsvExporter(CsvExportPlugin):  # type: ignore[misc]
    """Takes the place of nbgrader's `CsvExportPlugin`: the same rows; names with commas or formulas stay one text."""

    def export(self, gradebook: Any) -> None:
        """Write the file; problems end the command with one line."""
        to = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", to)
        with in_one_sentence(self, "writing the marks"):
            write_records(to, COLUMNS, self._records(gradebook))

    def _records(self, gradebook: Any) -> Iterator[dict[str, str]]:
        labs, students = [str(one) for one in self.assignment], [str(one) for one in self.student]
        for lab in gradebook.assignments:
            for student in gradebook.students:
                if (not labs or lab.name in labs) and (not students or student.id in students):
                    values = {**_about(lab, student), **self._score(gradebook, lab, student)}
                    yield {name: "" if values[name] is None else str(values[name]) for name in COLUMNS}

    def _score(self, gradebook: Any, lab: Any, student: Any) -> dict[str, Any]:
        """One mark that cannot be read is empty, and said; it stops no other."""
        try:
            return _score(gradebook, lab, student)
        except Exception as error:
            log = note_fault(self, "reading a mark", error)
            self.log.error("%s: the mark of %s cannot be read; its row has none. See %s", lab.name, student.id, log)
            return dict.fromkeys(("timestamp", "raw_score", "late_submission_penalty", "score"))


def _about(lab: Any, student: Any) -> dict[str, Any]:
    return {
        "assignment": lab.name,
        "duedate": lab.duedate,
        "max_score": lab.max_score,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
    }


def _score(gradebook: Any, lab: Any, student: Any) -> dict[str, Any]:
    """Zero where nothing was handed in, as nbgrader counts it."""
    from nbgrader.api import MissingEntry

    try:
        submission = gradebook.find_submission(lab.name, student.id)
    except MissingEntry:
        return {"timestamp": "", "raw_score": 0.0, "late_submission_penalty": 0.0, "score": 0.0}
    penalty = submission.late_submission_penalty
    score = max(0.0, submission.score - (penalty or 0.0))
    if not math.isfinite(score) or not math.isfinite(penalty or 0.0):
        raise ValueError("the score is no number")
    return {
        "timestamp": submission.timestamp,
        "raw_score": submission.score,
        "late_submission_penalty": penalty,
        "score": score,
    }
