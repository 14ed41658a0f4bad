"""What the path of a downloaded file says: who handed it in, and what its owner called it.

Canvas names files ``lastfirst_LATE_userid_submissionid_name-n.ipynb`` (``LATE_`` where late, ``-n`` from the second
file of that name on), Moodle puts them into folders ``First Last_participant_assignsubmission_file`` or before the
name. The outermost part of a path that follows such a pattern counts: what lies further in was named by a student.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.platforms.people.moodle_columns import PARTICIPANT, in_english
from autograder.platforms.people.roster import Match, Person, Roster, fold_name
from autograder.shared.tables import read_table

CANVAS = re.compile(r"(?P<name>[^_].*?)_(?P<late>LATE_)?(?P<user>\d+)_(?P<submission>\d+)_(?P<original>.+)", re.DOTALL)
CANVAS_ANONYMOUS = re.compile(r"anon(ymous)?_(LATE_)?[A-Za-z0-9]+_(LATE_)?(\d+_)?(?P<original>.+)", re.DOTALL)
MOODLE = re.compile(r"(?P<name>.+?)_(?P<participant>\d+)_assignsubmission_[a-z]+_?(?P<original>.*)", re.DOTALL)

UNKNOWN = "its name follows neither Canvas nor Moodle, and begins with nobody in the roster"
ANONYMOUS = "the platform hides who handed this in; download it again with names shown"


@dataclass(frozen=True)
class Claim:
    """What a path says about a file."""

    match: Match
    original: str
    """the file's name as its owner had it; Canvas's counter may still be on it"""
    platform: str = ""
    """canvas, moodle, or an empty string"""
    submission: int = 0
    """Canvas's number of the upload, which grows with time"""
    late: bool = False


@dataclass(frozen=True)
class Participant:
    """What Moodle's grading worksheet says about one number."""

    name: str
    email: str
    id_number: str


def read_claim(parts: Sequence[str], roster: Roster, participants: Mapping[str, Participant]) -> Claim:
    """Read a path below the folder of a download.

    Args:
        parts: folders and file name; archives count as folders
        participants: Moodle's numbers, where its grading worksheet is at hand
    """
    for depth, part in enumerate(parts):
        is_file = depth == len(parts) - 1
        claim = _moodle(part, roster, participants) or _canvas(part, roster)
        claim = claim or (_plain(part, is_file, roster) if depth < 2 else None)
        if claim is not None:
            return claim if is_file else replace(claim, original=parts[-1])
    return Claim(Match(None, UNKNOWN), parts[-1])


def _canvas(part: str, roster: Roster) -> Claim | None:
    if found := CANVAS_ANONYMOUS.fullmatch(part):
        return Claim(Match(None, ANONYMOUS), found["original"], "canvas")
    found = CANVAS.fullmatch(part)
    if found is None:
        return None
    match = roster.find(number=found["user"], name=found["name"])
    return Claim(match, found["original"], "canvas", int(found["submission"]), bool(found["late"]))


def _moodle(part: str, roster: Roster, participants: Mapping[str, Participant]) -> Claim | None:
    found = MOODLE.fullmatch(part)
    if found is None:
        return None
    number, name = found["participant"], found["name"].replace("_", " ").strip()
    listed = participants.get(number)
    if listed is not None:
        match = roster.find(ids=[listed.id_number], emails=[listed.email], name=listed.name)
    elif fold_name(name).removesuffix(number) in PARTICIPANT:
        match = Match(None, ANONYMOUS)
    else:
        match = _named(name, number, roster)
    return Claim(match, found["original"], "moodle")


def _named(name: str, number: str, roster: Roster) -> Match:
    """By name; the number only distinguishes namesakes, as Moodle counts participants, not users, in these names."""
    named = roster.by_name(name)
    numbered = [one for one in named if one.lms_user_id == number]
    if len(named) > 1 and len(numbered) == 1:
        return Match(numbered[0])
    match = roster.find(name=name)
    if match.person is None and named:
        return Match(None, f"{match.reason}; Moodle's grading worksheet (--LmsCollector.worksheet) says which")
    return match


def _plain(part: str, is_file: bool, roster: Roster) -> Claim | None:
    """A folder or a file that is called after a student: ``ada/lab.ipynb``, ``ada_lab.ipynb``, ``ada.ipynb``."""
    if not is_file:
        return _one_of(anybody(part, roster), part, part)
    stem = Path(part).stem
    pieces = part.split("_")
    heads = ["_".join(pieces[:count]) for count in range(1, len(pieces))]
    fitting = {head: people for head in heads if (people := anybody(head, roster))}
    if not fitting:
        return _one_of(anybody(stem, roster), stem, part)
    everybody = dict.fromkeys(person for those in fitting.values() for person in those)
    head = max(fitting, key=len)
    return _one_of(tuple(everybody), head, part[len(head) + 1 :])


def _one_of(people: Sequence[Person], text: str, original: str) -> Claim | None:
    if not people:
        return None
    if len(people) == 1:
        return Claim(Match(people[0]), original)
    names = ", ".join(one.id for one in people)
    return Claim(Match(None, f"'{text}' fits {len(people)} students: {names}"), original)


def anybody(text: str, roster: Roster) -> tuple[Person, ...]:
    """Students whom a text means: by id or number, else by address, else by full name."""
    known = dict.fromkeys((*roster.by_id(text), *roster.by_number(text)))
    return tuple(known) or roster.by_email(text) or roster.by_name(text)


def read_participants(worksheet: Path) -> dict[str, Participant]:
    """Participant numbers of Moodle's offline grading worksheet.

    Raises:
        CourseError: where it is no such worksheet.
    """
    table = in_english(read_table(worksheet))
    table.index("Identifier")
    found = {}
    for record in table.records():
        number = re.sub(r"\D+", "", record["Identifier"])
        found[number] = Participant(
            record.get("Full name", ""), record.get("Email address", ""), record.get("ID number", "")
        )
    return found
