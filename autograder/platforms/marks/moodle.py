"""Marks for Moodle: the offline grading worksheet of an assignment, with its grades filled, as Moodle takes it back."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

from traitlets import Bool, Dict, Unicode

from autograder.platforms.marks.comments import comment_of, course_of
from autograder.platforms.marks.marks import LabMarks, Rows, assign_rows, read_marks
from autograder.platforms.marks.platform_files import LmsExporter, number, parse_number, uses_comma, with_marks
from autograder.platforms.people.moodle_columns import LANGUAGES, NO, in_english
from autograder.platforms.people.roster import Match, Roster, read_roster
from autograder.shared.errors import CourseError
from autograder.shared.tables import Table

IDENTIFIER, GRADE, MAXIMUM, CHANGEABLE = "Identifier", "Grade", "Maximum Grade", "Grade can be changed"
FEEDBACK = "Feedback comments"


class MoodleExporter(LmsExporter):
    """Moodle's grading worksheet, filled in.

    ``--exporter=autograder.platforms.marks.moodle.MoodleExporter --MoodleExporter.roster=FILE.csv``
    """

    platform = "Moodle"

    feedback = Bool(
        False, help="Fill 'Feedback comments' too: what was found in each task, and the gradebook's comments."
    ).tag(config=True)

    columns = Dict(
        value_trait=Unicode(),
        key_trait=Unicode(),
        help="English name of a column -> its name in the worksheet, where Moodle speaks another language.",
    ).tag(config=True)

    def fill(self, table: Table, gradebook: Any) -> Table:
        """The worksheet with grades in the rows that can be changed; everything else stays as it was."""
        return replace(self._filled(self._in_english(table), gradebook), columns=table.columns)

    def _in_english(self, table: Table) -> Table:
        english = in_english(table, self.columns)
        for name in (IDENTIFIER, GRADE):
            if name not in english.columns:
                remedy = (
                    f"Known are worksheets in {LANGUAGES}; it has: {table.names()}. Set Moodle to one of these and "
                    f"download it again, or name the column with --MoodleExporter.columns='{name}=NAME'."
                )
                raise CourseError(table.file, f"there is no column called '{name}'", remedy)
            english.index(name)
        return english

    def _filled(self, table: Table, gradebook: Any) -> Table:
        grade = table.index(GRADE)
        marks = read_marks(gradebook, self._lab(gradebook), self.chosen_students())
        rows = worksheet_rows(table, read_roster(gradebook))
        self.say_doubtful(rows)
        comma = _check_maximum(table, marks)
        course = course_of(self)
        cells = {}
        for row, mark in self.counting(marks, rows).items():
            if not _changeable(table, row):
                self._left(marks, mark.person.id, "Moodle says that this grade cannot be changed")
                continue
            cells[row, grade] = number(mark.score, comma)
            if self.feedback and (said := comment_of(course, gradebook, marks.lab, mark.person.id)):
                cells[row, table.index(FEEDBACK)] = as_html(said)
        return with_marks(table, cells)

    def _lab(self, gradebook: Any) -> str:
        """A worksheet is one assignment's, so one lab."""
        labs = [str(one) for one in self.assignment] or sorted(one.name for one in gradebook.assignments)
        if len(labs) != 1:
            what = f"a worksheet is for one lab, not for {', '.join(labs) or 'none'}"
            raise CourseError(self.roster, what, "Name the lab with --assignment=LAB.")
        return labs[0]


def _changeable(table: Table, row: int) -> bool:
    if CHANGEABLE not in table.columns:
        return True
    return table.rows[row][table.index(CHANGEABLE)].strip().casefold() not in NO


def _check_maximum(table: Table, marks: LabMarks) -> bool:
    """Whether the worksheet writes a decimal comma.

    Raises:
        CourseError: where its maximum is not the lab's.
    """
    if MAXIMUM not in table.columns:
        return False
    column = table.index(MAXIMUM)
    texts = {row[column].strip() for row in table.rows} - {"", "-"}
    for text in sorted(texts):
        if parse_number(text) != marks.max_score:
            what = f"the maximum grade is {text} in Moodle, but {number(marks.max_score, False)} in the lab"
            remedy = "Set it in the assignment's settings in Moodle, then download the worksheet again."
            raise CourseError(table.file, what, remedy)
    return uses_comma(texts)


def worksheet_rows(table: Table, roster: Roster) -> Rows:
    """Whose row is which, by address and by name. A worksheet without names (blind marking) has nobody's."""
    matches: dict[int, Match] = {}
    named = {}
    for index, record in enumerate(table.records()):
        named[index] = f"{record[IDENTIFIER]} {record.get('Full name', '')}".strip()
        ids = [record.get(name, "") for name in ("Username", "ID number")]
        matches[index] = roster.find(
            ids=ids, emails=[record.get("Email address", "")], name=record.get("Full name", "")
        )
    return assign_rows(matches, named)


def as_html(comments: tuple[str, ...]) -> str:
    """Comments as Moodle shows them: it takes the column for HTML."""
    return "<br>".join(escape(one, quote=False).replace("\n", "<br>") for one in comments)
