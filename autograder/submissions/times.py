"""A time as people and programs write it, read only where it can mean one thing.

Which of two numbers is the month, and what CST stands for, is anybody's guess: such times are refused, as a guess can
cost a student the points of a whole lab.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONG_MONTHS = tuple("january february march april may june july august september october november december".split())
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONG_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
UTC_NAMES = ("z", "utc", "gmt", "ut", "uct", "zulu", "universal", "greenwich")
YEARS = range(1970, 2200)
LONGEST_OFFSET = 14 * 60
"""minutes: no place on earth is farther from UTC"""

_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})[T ]\s*{_CLOCK}"
    rf"\s*(?P<half>[ap]m\b)?\s*(?P<zone>.*)",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})T(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?"
    r"(?P<part>)(?P<half>)\s*(?P<zone>.*)",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_NUMBERS = re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2,4}", re.ASCII)
"""a date whose order is not clear"""
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})?", re.IGNORECASE | re.ASCII)
_WORD_DAY = re.compile(r"\d{1,2}", re.ASCII)
_WORD_YEAR = re.compile(r"\d{4}", re.ASCII)
_WORD_CLOCK = re.compile(_CLOCK, re.ASCII)

Abbreviation = Callable[[str, datetime], tzinfo | None]
"""a zone's abbreviation and a local time -> the zone, where the course knows which it is"""


def read_time(text: str, abbreviation: Abbreviation = lambda name, local: None) -> datetime:
    """The time that a text says, in UTC and without a zone; a text without a zone means UTC, as in nbgrader.

    Read are ISO 8601, nbgrader's own format, e-mail's (RFC 2822) and the output of ``date``, with an offset, ``Z``,
    ``UTC``, or the name of a place (``Europe/Berlin``).

    Raises:
        ValueError: saying what in it is unclear.
    """
    text = " ".join(text.split())
    for pattern in (_YEAR_FIRST, _COMPACT):
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            local = _local(int(parts["year"]), int(parts["month"]), int(parts["day"]), parts)
            return _in_utc(local, parts["zone"].strip(), abbreviation)
    return _in_words(text, abbreviation)


def _local(year: int, month: int, day: int, clock: dict[str, str | None]) -> datetime:
    if year not in YEARS:
        raise ValueError(f"the year {year} cannot be meant")
    hour = int(clock["hour"] or 0)
    if half := clock.get("half"):
        if not 1 <= hour <= 12:
            raise ValueError(f"no clock shows {hour} {half}")
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    part = (clock.get("part") or "").ljust(6, "0")[:6]
    return datetime(year, month, day, hour, int(clock["minute"] or 0), int(clock["second"] or 0), int(part))


def _in_words(text: str, abbreviation: Abbreviation) -> datetime:
    """A date whose month is a word, in any order."""
    if _NUMBERS.search(text):
        raise ValueError("day and month cannot be distinguished")
    found: dict[str, str] = {}
    for word in text.replace(",", " ").split():
        kind = _kind(word, found)
        if kind in found:
            raise ValueError(f"'{word[:40]}' is one word too many")
        found[kind] = word
    if not found.keys() >= {"day", "month", "year", "clock"}:
        raise ValueError("it lacks a date or a time of day")
    clock = _WORD_CLOCK.fullmatch(found["clock"])
    parts = {**(clock.groupdict() if clock else {}), "half": found.get("half")}
    local = _local(int(found["year"]), _among(found["month"], MONTHS, LONG_MONTHS) + 1, int(found["day"]), parts)
    if "weekday" in found and _among(found["weekday"], DAYS, LONG_DAYS) != local.weekday():
        raise ValueError(f"that day was no {found['weekday']}")
    return _in_utc(local, found.get("zone", ""), abbreviation)


def _kind(word: str, found: dict[str, str]) -> str:
    """What a word of a date is."""
    plain = word.lower().rstrip(".")
    if _WORD_CLOCK.fullmatch(word):
        return "clock"
    if _WORD_DAY.fullmatch(word):
        return "day"
    if _WORD_YEAR.fullmatch(word):
        return "year"
    if plain in MONTHS + tuple(LONG_MONTHS):
        return "month"
    if plain in DAYS + LONG_DAYS:
        return "weekday"
    return "half" if plain in ("am", "pm") else "zone"


def _among(word: str, *lists: tuple[str, ...] | list[str]) -> int:
    plain = word.lower().rstrip(".")
    return next(names.index(plain) for names in lists if plain in names)


# Zones


def _in_utc(local: datetime, zone: str, abbreviation: Abbreviation) -> datetime:
    known = _zone(zone, local, abbreviation)
    times = {local.replace(tzinfo=known, fold=fold).astimezone(UTC) for fold in (0, 1)}
    if len(times) == 2:
        raise ValueError("the clocks were changed at that hour, so it was there twice or not at all")
    return times.pop().replace(tzinfo=None)


def _zone(name: str, local: datetime, abbreviation: Abbreviation) -> tzinfo:
    if not name or name.lower() in UTC_NAMES:
        return UTC
    if found := _OFFSET.fullmatch(name):
        return _offset(*found.groups())
    if "/" in name:
        return _place(name)
    if known := abbreviation(name, local):
        return known
    raise ValueError(f"'{name[:40]}' is no clear time zone")


def _offset(sign: str, hours: str, minutes: str | None) -> tzinfo:
    total = int(hours) * 60 + int(minutes or 0)
    if total > LONGEST_OFFSET or int(minutes or 0) >= 60:
        raise ValueError(f"no place is {sign}{hours}:{minutes or '00'} from UTC")
    return timezone(timedelta(minutes=total if sign == "+" else -total))


def _place(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise ValueError(f"there is no time zone called '{name[:40]}'") from error
