"""CSV files as learning platforms and spreadsheets write them, and written so that those read them again."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.errors import CourseError

BOM = "\ufeff"
DELIMITERS = ",;\t"
MAX_BYTES = 100_000_000
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?")


@dataclass(frozen=True)
class Table:
    """A CSV file: one row of column names, then rows of the same length."""

    file: Path
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    bom: bool = False
    """whether the file begins with a byte order mark, as some spreadsheets want it"""

    def records(self) -> list[dict[str, str]]:
        """The rows by column name, without the blanks around cells; of columns with one name the first counts."""
        names = dict(reversed([(name, index) for index, name in enumerate(self.columns)]))
        return [{name: row[index].strip() for name, index in names.items()} for row in self.rows]

    def index(self, column: str) -> int:
        """Where a column is; raises CourseError where there is none, or more than one."""
        if self.columns.count(column) == 1:
            return self.columns.index(column)
        many = "more than one column" if column in self.columns else "no column"
        remedy = f"It has: {', '.join(filter(None, self.columns))}."
        raise CourseError(self.file, f"there is {many} called '{column}'", remedy)

    def with_rows(self, rows: Iterable[Sequence[str]]) -> Table:
        """The same file with other rows."""
        return replace(self, rows=tuple(tuple(row) for row in rows))

    def only(self, columns: Sequence[int]) -> Table:
        """The same rows with these columns, in this order."""
        names = tuple(self.columns[index] for index in columns)
        return replace(self, columns=names, rows=tuple(tuple(row[index] for index in columns) for row in self.rows))


def read_table(file: Path) -> Table:
    """Read a CSV file in UTF-8, with commas, semicolons or tabs.

    Raises:
        CourseError: if there is no such file, or it is no such table; it names the file and the line.
    """
    text = _text(file)
    bom = text.startswith(BOM)
    text = text.removeprefix(BOM)
    delimiter = _delimiter(text)
    lines = _lines(file, text, delimiter)
    if not lines:
        raise CourseError(file, "the file is empty", "Download it again.")
    columns = tuple(name.strip() for name in lines[0][1])
    rows = []
    for number, cells in lines[1:]:
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            what = f"the row that ends in line {number} has {len(cells)} cells, but there are {len(columns)} columns"
            raise CourseError(file, what, "Download the file again, or correct that row.")
        rows.append(tuple([*cells, *[""] * len(columns)][: len(columns)]))
    return Table(file, columns, tuple(rows), delimiter, bom)


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise CourseError(file, "this is too large for a table of students", "Check that it is the right file.")
        content = file.read_bytes()
    except OSError as error:
        raise CourseError(file, f"it cannot be read ({error.strerror})", "Check the name of the file.") from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        remedy = "Download it again and do not save it from a spreadsheet, or save it there as 'CSV UTF-8'."
        raise CourseError(file, "this is no text in UTF-8", remedy) from error


def _delimiter(text: str) -> str:
    """The one that parts the first row into the most cells."""

    def cells(delimiter: str) -> int:
        try:
            return len(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), []))
        except csv.Error:
            return 0

    return max(DELIMITERS, key=cells)


def _lines(file: Path, text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Number of the last line and cells of each row that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise CourseError(file, f"line {reader.line_num} is not CSV ({error})", "Download the file again.") from error


def write_table(table: Table, file: Path) -> None:
    """Write a table; text that a spreadsheet would run as a formula is written as text.

    Raises:
        CourseError: if the file cannot be written.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=table.delimiter, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([harmless(cell) for cell in row] for row in table.rows)
    try:
        file.write_text((BOM if table.bom else "") + out.getvalue(), encoding="utf-8", newline="")
    except OSError as error:
        raise CourseError(file, f"it cannot be written ({error.strerror})", "Name another file.") from error


def write_records(file: Path, columns: Sequence[str], records: Iterable[Mapping[str, str]]) -> None:
    """Write rows given by column name as `write_table` does."""
    rows = tuple(tuple(record[name] for name in columns) for record in records)
    write_table(Table(file, tuple(columns), rows), file)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: students choose file names, and on some platforms their names.

    An apostrophe before the first character makes it text (OWASP, 'CSV Injection'). Numbers and a lone dash, with
    which platforms fill empty cells, are no formulas.
    """
    begin = cell.lstrip(" ")[:1]
    if begin not in ("=", "+", "-", "@", "\t", "\r", "\n") or not begin:
        return cell
    if cell.strip() in ("-", "--") or _NUMBER.fullmatch(cell.strip()):
        return cell
    return f"'{cell}"
