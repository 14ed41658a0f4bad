"""Rosters as Canvas and Moodle export them, and plain ones, into the gradebook.

Recognised by their columns: Canvas's gradebook export, Moodle's participants, grader report or grading worksheet, and
plain files with nbgrader's own names (``id, first_name, last_name, email, lms_user_id``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from autograder.platforms.people.moodle_columns import LANGUAGES, in_english
from autograder.platforms.people.roster import Person, Roster, fold_id, read_roster
from autograder.shared.errors import CourseError
from autograder.shared.tables import Table, is_rounded, said

FIELDS = tuple(one.name for one in fields(Person))
MAX_FIELD = 128
"""letters that the gradebook keeps of a field"""
_UNFIT_ID = re.compile(r"[/\\{}*?<>\"|\[\]\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]|^\.|\s$|^\s")


@dataclass(frozen=True)
class Refused:
    """A row that is not taken over, and why."""

    row: str
    reason: str


@dataclass
class Outcome:
    """What became of the rows of a roster file."""

    added: list[Person] = field(default_factory=list)
    changed: list[tuple[Person, Person]] = field(default_factory=list)
    """before and after"""
    same: int = 0
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True)
class Format:
    """One kind of roster file."""

    name: str
    needs: tuple[str, ...]
    ids: tuple[str, ...]
    """columns that may serve as a student's id; of a row the first that is filled counts"""
    person: Callable[[Mapping[str, str]], Person]
    skip: Callable[[Mapping[str, str]], bool] = lambda record: False


def _canvas_person(record: Mapping[str, str]) -> Person:
    last, _, first = record["Student"].partition(",")
    login = record.get("SIS Login ID", "")
    return Person("", first.strip(), last.strip(), login if "@" in login else "", record["ID"])


def _canvas_other_row(record: Mapping[str, str]) -> bool:
    """Points possible, muting marks and the test student are no students."""
    return not record["ID"] or (record["Student"] == "Student, Test" and not record.get("SIS User ID"))


def _moodle_person(record: Mapping[str, str]) -> Person:
    last = record.get("Last name") or record.get("Surname") or ""
    return Person("", record["First name"], last, record.get("Email address", ""))


def _worksheet_person(record: Mapping[str, str]) -> Person:
    first, _, last = record["Full name"].rpartition(" ")
    return Person("", first, last, record.get("Email address", ""))


def _plain_person(record: Mapping[str, str]) -> Person:
    return Person(*(record.get(name, "") for name in FIELDS))


FORMATS = (
    Format("nbgrader", ("id",), ("id",), _plain_person),
    Format("Canvas", ("Student", "ID"), ("SIS Login ID", "SIS User ID", "ID"), _canvas_person, _canvas_other_row),
    Format("Moodle", ("Identifier", "Full name"), ("Username", "ID number", "Email address"), _worksheet_person),
    Format("Moodle", ("First name",), ("Username", "ID number", "Email address"), _moodle_person),
)


def read_people(table: Table, id_column: str = "") -> tuple[list[Person], list[Refused]]:
    """The students of a roster file, and its rows that name none.

    Args:
        id_column: the column that is the student's id in the course; else the first of the format's that is filled

    Raises:
        CourseError: if the file has none of the known forms, or no such column.
    """
    if id_column:
        table.index(id_column)
    own, table = table, _with_known_columns(table)
    form = _format(table, own)
    people, refused = [], [Refused("a row", reason) for reason in table.left]
    for row, record in enumerate(table.records()):
        if form.skip(record):
            continue
        names = (table.columns[own.index(id_column)],) if id_column else form.ids
        identity = next((record[name] for name in names if record.get(name)), "")
        person = replace(form.person(record), id=identity)
        if reason := _unfit(person, id_column or " or ".join(form.ids)):
            shown = said(" ".join(filter(None, asdict(person).values())))
            refused.append(Refused(f"{table.line(row)}: {shown}".strip(), reason))
        else:
            people.append(person)
    return _without_doubles(people, refused)


def _without_doubles(people: Sequence[Person], refused: Sequence[Refused]) -> tuple[list[Person], list[Refused]]:
    """Rows that share an id (on some file systems case makes no other folder) or a number are all refused."""
    ids = Counter(fold_id(one.id) for one in people)
    numbers = Counter(one.lms_user_id for one in people if one.lms_user_id)
    once, doubled = [], list(refused)
    for person in people:
        if ids[fold_id(person.id)] > 1:
            doubled.append(Refused(person.full_name or person.id, f"two rows have the id '{person.id}'"))
        elif numbers[person.lms_user_id] > 1:
            doubled.append(Refused(person.full_name or person.id, f"two rows have number {person.lms_user_id}"))
        else:
            once.append(person)
    return once, doubled


def _with_known_columns(table: Table) -> Table:
    """The table as it is where its columns are known, else with Moodle's columns in English."""
    return table if _known(table) else in_english(table)


def _known(table: Table) -> Format | None:
    return next((form for form in FORMATS if set(form.needs) <= set(table.columns)), None)


def _format(table: Table, own: Table) -> Format:
    if form := _known(table):
        return form
    remedy = (
        f"It can be Canvas's gradebook export, Moodle's participants or grading worksheet in {LANGUAGES}, or a file "
        f"with the columns {', '.join(FIELDS)}."
    )
    raise CourseError(own.file, f"no roster is known with the columns {own.names()}", remedy)


def _unfit(person: Person, columns: str) -> str:
    if not person.id:
        return f"it has no id; {columns} is empty"
    if _UNFIT_ID.search(person.id) or person.id == "..":
        return f"'{said(person.id)}' cannot be an id, as folders are called after ids; choose a column with --id"
    if rounded := next(filter(is_rounded, (person.id, person.lms_user_id)), ""):
        return f"'{rounded}' was a longer number before a spreadsheet saved this file; download the file again"
    if any(len(value) > MAX_FIELD for value in asdict(person).values()):
        return f"the gradebook keeps no more than {MAX_FIELD} letters of a field"
    return ""


# Into the gradebook


def update_roster(gradebook: Any, people: Iterable[Person]) -> Outcome:
    """Add students and bring those that are known up to date; an empty field erases nothing, nobody is removed.

    Args:
        gradebook: nbgrader's Gradebook
    """
    outcome = Outcome()
    known = read_roster(gradebook)
    taken: set[str] = set()
    for person in people:
        before, reason = _known_as(person, known)
        if before is not None and before.id in taken:
            reason = f"two rows are '{before.id}' of the gradebook, by id, number or address"
        if reason:
            outcome.refused.append(Refused(person.full_name or person.id, reason))
            continue
        taken.add(before.id if before else person.id)
        if before is None:
            outcome.added.append(person)
        elif (after := _merged(before, person)) == before:
            outcome.same += 1
        else:
            outcome.changed.append((before, after))
    outcome.added = [one for one in outcome.added if _is_written(gradebook, one, outcome)]
    outcome.changed = [both for both in outcome.changed if _is_written(gradebook, both[1], outcome)]
    return outcome


def _is_written(gradebook: Any, person: Person, outcome: Outcome) -> bool:
    """Write a student; one that the gradebook does not take is refused, and stops no other."""
    from sqlalchemy.exc import OperationalError, SQLAlchemyError

    values = {name: value or None for name, value in asdict(person).items() if name != "id"}
    try:
        gradebook.update_or_create_student(person.id, **values)
    except OperationalError:
        raise  # the gradebook itself cannot be written
    except (SQLAlchemyError, ValueError, TypeError) as error:
        gradebook.db.rollback()
        what = f"the gradebook does not take it ({type(error).__name__})"
        outcome.refused.append(Refused(said(person.full_name or person.id), what))
        return False
    return True


def _known_as(person: Person, known: Roster) -> tuple[Person | None, str]:
    """Who in the gradebook a row is: by id, else by number or address; or why that cannot be said."""
    same = known.by_id(person.id)
    if not same:
        same = known.by_number(person.lms_user_id) or known.by_email(person.email)
    if len(same) > 1:
        return None, f"{len(same)} students of the gradebook fit: {', '.join(one.id for one in same)}"
    if not same:
        return None, ""
    (found,) = same
    if person.lms_user_id and found.lms_user_id not in ("", person.lms_user_id):
        what = f"'{found.id}' has lms_user_id {found.lms_user_id} in the gradebook, not {person.lms_user_id}"
        return None, f"{what}; if it changed: nbgrader db student add {found.id} --lms-user-id={person.lms_user_id}"
    return found, ""


def _merged(before: Person, person: Person) -> Person:
    kept = {"id"} if before.full_name != person.full_name else {"id", "first_name", "last_name"}
    filled = {name: value for name, value in asdict(person).items() if value and name not in kept}
    return replace(before, **filled)
