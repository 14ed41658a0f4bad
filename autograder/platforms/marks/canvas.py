"""Marks for Canvas: the gradebook that Canvas exported, with the labs' columns filled, as Canvas imports it.

Canvas takes a column for an assignment by its very name, ``Name (id)``; a name that it does not know would become a
new assignment. So only columns that its own export has are written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from traitlets import Dict, Unicode

from autograder.platforms.marks.marks import LabMarks, Rows, assign_rows, read_marks
from autograder.platforms.marks.platform_files import LmsExporter, number, parse_number, uses_comma, with_marks
from autograder.platforms.people.roster import Match, Roster, fold_name, read_roster
from autograder.shared.errors import CourseError
from autograder.shared.tables import Table, is_rounded, said

PEOPLE = ("Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section")
POINTS_POSSIBLE = "Points Possible"
EXCUSED = "EX"
"""what Canvas writes, and takes, in place of a mark"""
_CANVAS_ID = re.compile(r"\s*\(\d+\)\s*\Z")


class CanvasExporter(LmsExporter):
    """Canvas's gradebook, filled in.

    ``--exporter=autograder.platforms.marks.canvas.CanvasExporter --CanvasExporter.roster=FILE.csv``
    """

    platform = "Canvas"

    columns = Dict(
        value_trait=Unicode(),
        key_trait=Unicode(),
        help="Lab -> the name of its column in Canvas; else the column that is called as the lab is.",
    ).tag(config=True)

    def fill(self, table: Table, gradebook: Any) -> Table:
        """Canvas's own columns for people, and the labs' with their marks; other cells stay as they were."""
        for name in ("Student", "ID"):
            table.index(name)
        rows = canvas_rows(table, read_roster(gradebook))
        self.say_doubtful(rows)
        columns = self._lab_columns(table, gradebook)
        comma = uses_comma(row[column] for row in table.rows for column in columns.values())
        cells = {}
        for lab, column in columns.items():
            marks = read_marks(gradebook, lab, self.chosen_students())
            self._compare_points(table, marks, column)
            for row, mark in self.counting(marks, rows).items():
                if table.rows[row][column].strip().upper() == EXCUSED:
                    self._left(marks, mark.person.id, "Canvas says that this student is excused")
                    continue
                cells[row, column] = number(mark.score, comma)
        people = [index for index, name in enumerate(table.columns) if name in PEOPLE]
        return with_marks(table, cells).only([*people, *columns.values()])

    def _lab_columns(self, table: Table, gradebook: Any) -> dict[str, int]:
        """Lab -> its column; labs that nobody asked for and that Canvas does not have are left out."""
        wanted = [str(one) for one in self.assignment]
        labs = wanted or sorted(one.name for one in gradebook.assignments)
        found, problems = {}, []
        for lab in labs:
            try:
                found[lab] = lab_column(table, lab, self.columns)
            except CourseError as error:
                if lab in self.columns or lab in wanted:
                    raise
                problems.append(error)
        if problems and not found:
            raise problems[0]
        for problem in problems:
            self.log.warning("%s", problem)
        if len(set(found.values())) < len(found):
            raise CourseError(table.file, "two labs have the same column", "Name one with --CanvasExporter.columns.")
        return found

    def _compare_points(self, table: Table, marks: LabMarks, column: int) -> None:
        for row in table.rows:
            possible = parse_number(row[column]) if row[table.index("Student")].strip() == POINTS_POSSIBLE else None
            if possible is not None and possible != marks.max_score:
                self.log.warning(
                    "%s: Canvas gives at most %g points for it, the lab %g; marks are written as they are",
                    table.columns[column],
                    possible,
                    marks.max_score,
                )


def lab_column(table: Table, lab: str, named: Mapping[str, str]) -> int:
    """The column of a lab: the one that was named for it, or the only one that is called as the lab is.

    Raises:
        CourseError: if there is none, or more than one.
    """
    if lab in named:
        return table.index(named[lab])
    own = [name for name in table.columns if name not in PEOPLE]
    fitting = [name for name in own if fold_name(_CANVAS_ID.sub("", name)) == fold_name(lab)]
    if len(fitting) == 1:
        return table.index(fitting[0])
    what = f"{len(fitting) or 'no'} column{'s' * (len(fitting) != 1)} for the lab '{lab}'"
    has = ", ".join(name for name in own if _CANVAS_ID.search(name)) or "no assignments"
    remedy = f"Name it with --CanvasExporter.columns='{lab}=NAME (ID)'; the file has: {has}."
    raise CourseError(table.file, what, remedy)


def canvas_rows(table: Table, roster: Roster) -> Rows:
    """Whose row is which; the rows above the students and the test student are nobody's."""
    matches: dict[int, Match] = {}
    named, rounded = {}, []
    for index, record in enumerate(table.records()):
        if not record["ID"]:
            continue
        login, sis = record.get("SIS Login ID", ""), record.get("SIS User ID", "")
        named[index] = said(f"{record['Student']} ({record['ID']})")
        if is_rounded(record["ID"]):
            what = "a spreadsheet has shortened the ID; download the file again"
            rounded.append(f"{table.line(index)}: {named[index]}: {what}")
            continue
        matches[index] = roster.find(number=record["ID"], ids=[login, sis], name=record["Student"])
    rows = assign_rows(matches, named)
    return replace(rows, doubtful=(*rounded, *rows.doubtful))
