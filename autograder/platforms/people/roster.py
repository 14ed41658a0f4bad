"""Who is meant: the gradebook's students, found by what learning platforms call them. Never guessed."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any

_NO_DECOMPOSITION = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


@dataclass(frozen=True)
class Person:
    """One student, with nbgrader's names for the fields; an empty string where the gradebook says nothing."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class Match:
    """Who fits: one person, or nobody and the reason."""

    person: Person | None
    reason: str = ""
    fitting: tuple[Person, ...] = ()
    """where nobody is meant for sure: those who could be"""


class Roster:
    """The students of a course, found by number, id, email or name."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = tuple(people)
        self._numbers = _index(self.people, lambda one: [one.lms_user_id])
        self._ids = _index(self.people, lambda one: [fold_id(one.id)])
        self._emails = _index(self.people, lambda one: [fold_id(one.email)])
        self._names = _index(self.people, _name_keys)

    def by_number(self, number: str) -> tuple[Person, ...]:
        """Students with this lms_user_id."""
        return self._numbers.get(number.strip(), ())

    def by_id(self, text: str) -> tuple[Person, ...]:
        """Students with this id; upper and lower case are the same only where that leaves no doubt."""
        found = self._ids.get(fold_id(text), ())
        return tuple(one for one in found if one.id == text.strip()) or found

    def by_email(self, text: str) -> tuple[Person, ...]:
        """Students with this email address."""
        return self._emails.get(fold_id(text), ())

    def by_name(self, text: str) -> tuple[Person, ...]:
        """Students with this full name in either order; case, accents, hyphens and spaces do not count."""
        return self._names.get(fold_name(text), ())

    def find(self, number: str = "", ids: Iterable[str] = (), emails: Iterable[str] = (), name: str = "") -> Match:
        """The one student that fits, by the first of number, id, email and name by which anybody does.

        A student who is known under another number is not found by name, and one whose id happens to be the number
        only if the name allows it: a platform counts its users, and ids may be numbers too.
        """
        ids, emails = [one for one in ids if one.strip()], [one for one in emails if one.strip()]
        ways = [
            (f"number {number}", self.by_number(number)),
            *((f"id '{one}'", self.by_id(one)) for one in ids),
            (f"id '{number}'", self._ids_like(number, name)),
            *((f"address '{one}'", self.by_email(one)) for one in (*emails, *ids)),
        ]
        for what, fitting in ways:
            if fitting:
                return _only(what, fitting)
        return self._by_name(number, name)

    def _ids_like(self, number: str, name: str) -> tuple[Person, ...]:
        return tuple(
            one
            for one in self.by_id(number)
            if one.lms_user_id == "" and (not one.full_name or not name or fold_name(name) in _name_keys(one))
        )

    def _by_name(self, number: str, name: str) -> Match:
        named = self.by_name(name)
        fitting = tuple(one for one in named if not number or one.lms_user_id in ("", number))
        if fitting:
            return _only(f"name '{name}'", fitting)
        if named:
            others = ", ".join(f"{one.id} (lms_user_id {one.lms_user_id})" for one in named)
            return Match(None, f"number {number} is unknown, and who is called '{name}' has another: {others}", named)
        return Match(None, f"nobody in the roster fits {_said(number, name)}")


def _said(number: str, name: str) -> str:
    return " or ".join(filter(None, [f"number {number}" if number else "", f"name '{name}'" if name else ""])) or "it"


def _only(what: str, fitting: tuple[Person, ...]) -> Match:
    if len(fitting) == 1:
        return Match(fitting[0])
    return Match(None, f"{what} fits {len(fitting)} students: {', '.join(one.id for one in fitting)}", fitting)


def _index(people: Iterable[Person], keys: Callable[[Person], Iterable[str]]) -> dict[str, tuple[Person, ...]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        for key in dict.fromkeys(keys(person)):
            if key:
                found[key].append(person)
    return {key: tuple(those) for key, those in found.items()}


def _name_keys(person: Person) -> list[str]:
    return [fold_name(person.full_name), fold_name(f"{person.last_name} {person.first_name}")]


def fold_id(text: str) -> str:
    """An id or an email address without regard to case."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def fold_name(text: str) -> str:
    """A name's letters and digits alone: no case, accents, hyphens, spaces.

    >>> fold_name("Éva-Mária Nagy") == fold_name("eva maria nagy")
    True
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_NO_DECOMPOSITION))
    return "".join(letter for letter in plain if letter.isalnum())


def read_roster(gradebook: Any) -> Roster:
    """The roster of an nbgrader gradebook."""
    return Roster(person_of(row) for row in gradebook.students)


def person_of(row: Any) -> Person:
    """A student as nbgrader's gradebook has it."""
    return Person(**{field.name: str(getattr(row, field.name) or "").strip() for field in fields(Person)})
