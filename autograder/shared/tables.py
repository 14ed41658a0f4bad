"""CSV files as learning platforms and spreadsheets write them, and written so that those read them again."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.shared.errors import CourseError

BOM = "\ufeff"
DELIMITERS = ",;\t"
MAX_BYTES = 100_000_000
MOST_COLUMNS = 2_000
LONGEST_FIRST_ROW = 200_000
LONGEST_SAID = 80
"""letters of a cell or a name in a message"""
_QUOTED = re.compile(r'"[^"]*+"')
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?")
_ROUNDED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=(?P<delimiter>[,;\t|])\"?\s*(\r\n|\r|\n|\Z)", re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Table:
    """A CSV file: one row of column names, then rows of the same length."""

    file: Path
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    bom: bool = False
    """whether the file begins with a byte order mark, as some spreadsheets want it"""
    lines: tuple[int, ...] = ()
    """for each row the line of the file in which it ends"""
    left: tuple[str, ...] = ()
    """rows of the file that are no rows of the table, each with the reason"""

    def records(self) -> list[dict[str, str]]:
        """The rows by column name, without the blanks around cells; of columns with one name the first counts."""
        names = dict(reversed([(name, index) for index, name in enumerate(self.columns)]))
        return [{name: row[index].strip() for name, index in names.items()} for row in self.rows]

    def index(self, column: str) -> int:
        """Where a column is.

        Raises:
            CourseError: where there is none, or more than one.
        """
        if self.columns.count(column) == 1:
            return self.columns.index(column)
        many = "more than one column" if column in self.columns else "no column"
        remedy = f"It has: {self.names()}."
        raise CourseError(self.file, f"there is {many} called '{said(column)}'", remedy)

    def names(self) -> str:
        """Names of columns, for a message."""
        return said(", ".join(filter(None, map(said, self.columns))), 10 * LONGEST_SAID)

    def line(self, row: int) -> str:
        """Where a row is in the file, for a message."""
        return f"line {self.lines[row]}" if row < len(self.lines) else f"row {row + 1}"

    def with_rows(self, rows: Iterable[Sequence[str]]) -> Table:
        """The same file with other rows."""
        return replace(self, rows=tuple(tuple(row) for row in rows))

    def only(self, columns: Sequence[int]) -> Table:
        """The same rows with these columns, in this order."""
        names = tuple(self.columns[index] for index in columns)
        return replace(self, columns=names, rows=tuple(tuple(row[index] for index in columns) for row in self.rows))


def said(text: str, most: int = LONGEST_SAID) -> str:
    """A text from a file as a message shows it: one line, nothing that no terminal shows, not too long."""
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[: most + 1])
    return shown if len(shown) <= most else f"{shown[:most]}..."


def is_rounded(text: str) -> bool:
    """Whether a spreadsheet has shortened a long number, as ``1.23457E+11``, so that nobody knows it any more."""
    return _ROUNDED.fullmatch(text.strip()) is not None


def read_table(file: Path) -> Table:
    """Read a CSV file in UTF-8 or, with its mark, UTF-16, with commas, semicolons or tabs.

    A row that has more cells than there are columns is left out, and said in `Table.left`.

    Raises:
        CourseError: if there is no such file, or it is no such table; it names the file and the line.
    """
    text, bom = _text(file)
    named = _SEPARATOR_LINE.match(text)
    text = text[named.end() :] if named else text
    delimiter = named["delimiter"] if named else _delimiter(text)
    first, *others = _lines(file, text, delimiter, 1 if named else 0) or [_Line(0, 0, [])]
    if not first.cells:
        raise CourseError(file, "the file is empty", "Download it again.")
    columns = tuple(name.strip() for name in first.cells)
    if not any(letter.isalnum() for name in columns for letter in name):
        raise CourseError(file, f"no column has a name in line {first.last}", "Download it again.")
    if len(columns) > MOST_COLUMNS:
        raise CourseError(file, f"it has more than {MOST_COLUMNS} columns", "Check that it is the right file.")
    _check_quotes(file, others, delimiter, len(columns))
    fitting = [line for line in others if not any(cell.strip() for cell in line.cells[len(columns) :])]
    rows = tuple(tuple([*line.cells, *[""] * len(columns)][: len(columns)]) for line in fitting)
    left = tuple(_too_many(line, len(columns)) for line in others if line not in fitting)
    if left and not rows:
        raise CourseError(file, left[0], "Download the file again, or correct its rows.")
    return Table(file, columns, rows, delimiter, bom, tuple(line.last for line in fitting), left)


@dataclass(frozen=True)
class _Line:
    """A row as it lies in the file."""

    first: int
    last: int
    cells: list[str]


def _too_many(line: _Line, columns: int) -> str:
    begin = said(" ".join(line.cells[:2]))
    return (
        f"the row that ends in line {line.last} has {len(line.cells)} cells, but there are {columns} columns: {begin}"
    )


def _text(file: Path) -> tuple[str, bool]:
    """The file's text, and whether it begins with a mark."""
    try:
        if not file.is_file():
            raise CourseError(file, "it cannot be read (it is no file)", "Check the name of the file.")
        if file.stat().st_size > MAX_BYTES:
            raise CourseError(file, "this is too large for a table of students", "Check that it is the right file.")
        content = file.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CourseError(file, f"it cannot be read ({reason})", "Check the name of the file.") from error
    try:
        text = content.decode("utf-16" if content[:2] in _UTF_16 else "utf-8")
    except UnicodeDecodeError as error:
        remedy = "Download it again and do not save it from a spreadsheet, or save it there as 'CSV UTF-8'."
        raise CourseError(file, "this is no text in UTF-8", remedy) from error
    return text.removeprefix(BOM), text.startswith(BOM) or content[:2] in _UTF_16


def _delimiter(text: str) -> str:
    """The one that parts the first row into the most cells; what stands in quotation marks is no delimiter."""
    begin = _QUOTED.sub("", text.lstrip("\r\n")[:LONGEST_FIRST_ROW])
    first = re.split(r"[\r\n]", begin, maxsplit=1)[0]
    return max(DELIMITERS, key=first.count)


def _lines(file: Path, text: str, delimiter: str, before: int) -> list[_Line]:
    """The rows that are not blank; ``before`` is how many lines of the file went before the text."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found, end = [], before
    try:
        for cells in reader:
            begin, end = end + 1, reader.line_num + before
            if any(cell.strip() for cell in cells):
                found.append(_Line(begin, end, cells))
    except csv.Error as error:
        what = f"line {end + 1} is not CSV ({said(str(error))})"
        remedy = "If it holds a quotation mark that is never closed, correct that; else download the file again."
        raise CourseError(file, what, remedy) from error
    return found


def _check_quotes(file: Path, lines: Iterable[_Line], delimiter: str, columns: int) -> None:
    """A quotation mark that is closed some rows later swallows what is between: seen by whole rows in a cell."""
    for line in lines:
        inner = [part for cell in line.cells for part in cell.splitlines()[1:]] if line.last > line.first else []
        if columns > 1 and any(part.count(delimiter) >= columns - 1 for part in inner):
            what = f"a quotation mark in line {line.first} is closed no earlier than in line {line.last}"
            raise CourseError(file, f"{what}, and whole rows are in between", f"Correct line {line.first}.")


def write_table(table: Table, file: Path) -> None:
    """Write a table; text that a spreadsheet would run as a formula is written as text.

    Raises:
        CourseError: if the file cannot be written.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=table.delimiter, lineterminator="\n")
    out.write(table.delimiter.join(map(_quoted, table.columns)) + "\n")
    writer.writerows([harmless(cell) for cell in row] for row in table.rows)
    try:
        file.write_bytes(((BOM if table.bom else "") + out.getvalue()).encode("utf-8", "replace"))
    except OSError as error:
        raise CourseError(file, f"it cannot be written ({error.strerror})", "Name another file.") from error


def _quoted(name: str) -> str:
    """A column's name, so that whoever reads it takes no other delimiter for the file's."""
    return f'"{name.replace(chr(34), chr(34) * 2)}"' if re.search(r'[,;\t"\r\n]', name) else name


def write_records(file: Path, columns: Sequence[str], records: Iterable[Mapping[str, str]]) -> None:
    """Write rows given by column name as `write_table` does."""
    rows = tuple(tuple(record[name] for name in columns) for record in records)
    write_table(Table(file, tuple(columns), rows), file)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: students choose file names, and on some platforms their names.

    An apostrophe before the first character makes it text (OWASP, 'CSV Injection'). Numbers and a lone dash, with
    which platforms fill empty cells, are no formulas.
    """
    begin = unicodedata.normalize("NFKC", cell.lstrip(" \u00a0\ufeff\u200b")[:1])
    if begin not in ("=", "+", "-", "@", "\t", "\r", "\n") or not begin:
        return cell
    if cell.strip() in ("-", "--") or _NUMBER.fullmatch(cell.strip()):
        return cell
    return f"'{cell}"
