"""What the exporters for learning platforms share: the platform's own file in, the same file with marks out."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Unicode

from autograder.nbgrader_plugin.faults import in_one_sentence, note_fault
from autograder.platforms.marks.marks import LabMarks, Mark, Rows
from autograder.shared.errors import CourseError
from autograder.shared.tables import Table, read_table, write_table

_DECIMAL_COMMA = re.compile(r"\d+,\d+")
DECIMALS = 4


class LmsExporter(ExportPlugin):  # type: ignore[misc]
    """Fills marks into a file that the platform exported, so that it takes the file back."""

    platform = ""

    roster = Unicode("", help="The platform's own export, a CSV file; marks are filled into a copy of it.").tag(
        config=True
    )
    include_pending = Bool(
        False, help="Export submissions that still need manual grading too, with the points they have."
    ).tag(config=True)

    def export(self, gradebook: Any) -> None:
        """Write the file; problems end the command with one line."""
        with in_one_sentence(self, "filling in the marks"):
            table = self.fill(self._roster(), gradebook)
            to = Path(self.to or f"{self.platform.lower()}-grades.csv")
            if to.absolute() == table.file.absolute():
                raise CourseError(to, "this is the roster itself", "Name another file with --to.")
            write_table(table, to)
        self.log.info("Wrote %s", to)

    @abstractmethod
    def fill(self, table: Table, gradebook: Any) -> Table:
        """The table to write.

        Raises:
            CourseError: where the table cannot be filled in.
        """

    def _roster(self) -> Table:
        if not self.roster:
            name = type(self).__name__
            what = f"no file of {self.platform} to fill in was named"
            raise CourseError(name, what, f"Export one there and pass it with --{name}.roster=FILE.csv.")
        table = read_table(Path(self.roster))
        for reason in table.left:
            self.log.warning("%s: %s; it is left out", self.roster, reason)
        return table

    def counting(self, marks: LabMarks, rows: Rows) -> dict[int, Mark]:
        """Row -> mark, of marks that are ready; every other mark is said with its reason."""
        ready: dict[int, Mark] = {}
        for student, fault in sorted(marks.unread.items()):
            log = note_fault(self, "reading a mark", fault)
            self._left(marks, student, f"the mark cannot be read ({type(fault).__name__}); see {log}")
        for student, mark in sorted(marks.of.items()):
            if student not in rows.of:
                self._left(marks, student, f"no row of {self.roster} is surely this student's")
            elif mark.pending and not self.include_pending:
                self._left(marks, student, "needs manual grading")
            else:
                ready[rows.of[student]] = mark
        self.log.info("%s: %d of %d marks exported", marks.lab, len(ready), len(marks.of))
        return ready

    def say_doubtful(self, rows: Rows) -> None:
        """Rows that could be somebody's are said."""
        for text in rows.doubtful:
            self.log.warning("%s: %s", self.roster, text)

    def _left(self, marks: LabMarks, student: str, reason: str) -> None:
        self.log.warning("%s: %s is left out: %s", marks.lab, student, reason)

    def chosen_students(self) -> tuple[str, ...]:
        """Those named with --student; all where nobody is."""
        return tuple(str(one) for one in self.student)


def with_marks(table: Table, cells: Mapping[tuple[int, int], str]) -> Table:
    """The table with some cells, named by row and column, replaced."""
    rows = [list(row) for row in table.rows]
    for (row, column), text in cells.items():
        rows[row][column] = text
    return table.with_rows(rows)


def uses_comma(texts: Iterable[str]) -> bool:
    """Whether numbers are written with a decimal comma."""
    return any(_DECIMAL_COMMA.fullmatch(text.strip()) for text in texts)


def number(value: float, comma: bool) -> str:
    """Points as people write them: ``7``, ``6.5`` or ``6,5``."""
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


def parse_number(text: str) -> float | None:
    """A number with a decimal point or comma; None where this is none."""
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None
