"""Which of the downloaded files are collected, for whom and under which name; and the reason for each that is not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from autograder.collecting.names import Claim
from autograder.roster import fold_name

_COUNTER = re.compile(r"(?P<base>.+)-(?P<counter>\d{1,3})")
_DECORATION = re.compile(r"(\s*\(\d+\)|[\s_.-]+(copy[\s_-]*\d*|final|v\d+))\s*\Z", re.IGNORECASE)
TIMESTAMP = "timestamp.txt"


@dataclass(frozen=True)
class Downloaded:
    """One file of a download, and what its path says."""

    path: Path
    claim: Claim
    time: float
    """seconds since 1970, from the archive where there is one; only to order versions"""

    @property
    def student(self) -> str:
        """The student's id; empty where nobody fits."""
        return self.claim.match.person.id if self.claim.match.person else ""


@dataclass(frozen=True)
class Collected:
    """A file that is collected: whose it is, and its name from now on."""

    student: str
    name: str
    file: Downloaded


@dataclass(frozen=True)
class Left:
    """A file that is not collected, and why."""

    file: str
    student: str
    reason: str


@dataclass(frozen=True)
class Choice:
    """What becomes of every file of a download."""

    collected: tuple[Collected, ...]
    left: tuple[Left, ...]


@dataclass(frozen=True)
class _Version:
    """A file that counts as one of the lab's notebooks."""

    file: Downloaded
    notebook: str
    counter: int
    exact: bool

    @property
    def rank(self) -> tuple[int, int, float, bool, str]:
        """The greatest is the latest: Canvas's counter and upload number, then time, then the lab's own name."""
        claim = self.file.claim
        return self.counter, claim.submission, self.file.time, self.exact, self.file.path.name


def choose(files: Iterable[Downloaded], notebooks: Sequence[str], endings: Sequence[str]) -> Choice:
    """Decide about every file.

    Args:
        notebooks: names of the lab's notebooks, without their ending
        endings: endings of files that are collected; others are left
    """
    collected: list[Collected] = []
    left: list[Left] = []
    of_student: dict[str, list[Downloaded]] = defaultdict(list)
    for file in files:
        if reason := _unfit(file, endings):
            left.append(_left(file, reason))
        else:
            of_student[file.student].append(file)
    for student, theirs in of_student.items():
        mine = [one for one in theirs if one.path.suffix == ".ipynb"]
        others = [one for one in theirs if one.path.suffix != ".ipynb"]
        for choice in (_notebooks(student, mine, notebooks), _others(student, others)):
            collected += choice.collected
            left += choice.left
    return Choice(tuple(collected), tuple(left))


def _unfit(file: Downloaded, endings: Sequence[str]) -> str:
    name = file.path.name
    if file.path.suffix not in endings:
        if ".ipynb" in name.casefold():
            return "its name does not end in .ipynb; rename it and collect again with --force"
        return f"it does not end in {' or '.join(endings)}"
    if file.claim.original == TIMESTAMP:
        return "when something was handed in is not for its owner to say"
    return "" if file.student else file.claim.match.reason


def _left(file: Downloaded, reason: str) -> Left:
    return Left(str(file.path), file.student, reason)


# Notebooks of one student


def _notebooks(student: str, files: Sequence[Downloaded], notebooks: Sequence[str]) -> Choice:
    if not notebooks:
        return _others(student, files)
    known = [version for file in files if (version := _version(file, notebooks))]
    unknown = [file for file in files if file not in [one.file for one in known]]
    if not known and len(notebooks) == 1 and len({_base(one)[0] for one in unknown}) == 1:
        known = [_Version(one, notebooks[0], _base(one)[1], False) for one in unknown]
        unknown = []
    latest = _latest(known)
    collected = [Collected(student, f"{name}.ipynb", version.file) for name, version in latest.items()]
    left = [
        _left(one.file, f"{latest[one.notebook].file.path.name} is the later version")
        for one in known
        if one is not latest[one.notebook]
    ]
    left += [_left(one, _unknown_name(one, bool(known), notebooks)) for one in unknown]
    return Choice(tuple(collected), tuple(left))


def _latest(versions: Iterable[_Version]) -> Mapping[str, _Version]:
    return {one.notebook: one for one in sorted(versions, key=lambda one: one.rank)}


def _unknown_name(file: Downloaded, others: bool, notebooks: Sequence[str]) -> str:
    names = ", ".join(f"{name}.ipynb" for name in notebooks)
    if others:
        return f"'{file.claim.original}' is not the lab's {names}, which was handed in too"
    return f"'{file.claim.original}' could be any notebook of this student; the lab's are called {names}"


def _version(file: Downloaded, notebooks: Sequence[str]) -> _Version | None:
    """Which of the lab's notebooks a file is by its name: as it is, without Canvas's counter, or nearly."""
    stem = PurePath(file.claim.original).stem
    if stem in notebooks:
        return _Version(file, stem, 0, True)
    base, counter = _base(file)
    if base in notebooks:
        return _Version(file, base, counter, True)
    near = [name for name in notebooks if fold_name(name) in (fold_name(stem), fold_name(_undecorated(base)))]
    return _Version(file, near[0], counter, False) if len(near) == 1 else None


def _base(file: Downloaded) -> tuple[str, int]:
    """A file's name without its ending and Canvas's counter, and the counter."""
    stem = PurePath(file.claim.original).stem
    found = _COUNTER.fullmatch(stem) if file.claim.platform == "canvas" else None
    return (found["base"], int(found["counter"])) if found else (stem, 0)


def _undecorated(stem: str) -> str:
    """A name without what browsers, file managers and people put behind it: ``(2)``, `` copy``, ``_final``."""
    while found := _DECORATION.search(stem):
        stem = stem[: found.start()]
    return stem


def _others(student: str, files: Sequence[Downloaded]) -> Choice:
    """Files that keep their names."""
    versions = [_Version(one, PurePath(one.claim.original).name, 0, True) for one in files]
    latest = _latest(versions)
    collected = [Collected(student, name, version.file) for name, version in latest.items()]
    left = [
        _left(one.file, f"{latest[one.notebook].file.path} is the later version")
        for one in versions
        if one is not latest[one.notebook]
    ]
    return Choice(tuple(collected), tuple(left))
