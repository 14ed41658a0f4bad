"""Which of a student's files counts as a notebook of the lab: by name and time, and by the work that is in it.

A later version counts, as people hand in again. But a notebook that is as it was given out never stands for one that
was worked on, and where two hold different work and nothing says which is the later, a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from autograder.platforms.collecting.names import Claim
from autograder.platforms.people.roster import fold_name
from autograder.submissions.work import Work

MOST_LOOKED_AT = 20
"""versions of one student that are read"""
_COUNTER = re.compile(r"(?P<base>.+)-(?P<counter>\d{1,3})")
_DECORATION = re.compile(r"(\s*\(\d+\)|[\s_.-]+(copy[\s_-]*\d*|final|v\d+))\s*\Z", re.IGNORECASE)
_BEHIND = re.compile(r"\.ipynb(?P<more>[^a-z0-9].*)?\Z", re.IGNORECASE | re.DOTALL)


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


Look = Callable[[Path, str], Work | None]
"""What work is in a file, taken for the lab's notebook of a name; None where that cannot be said."""


@dataclass(frozen=True)
class Version:
    """A file that counts as one of the lab's notebooks."""

    file: Downloaded
    notebook: str
    counter: int
    exact: bool

    @property
    def order(self) -> tuple[int, int, float]:
        """What says which is the later: Canvas's counter and upload number, then time."""
        return self.counter, self.file.claim.submission, self.file.time

    @property
    def rank(self) -> tuple[int, int, float, bool, str]:
        """The greatest counts where nothing else decides: the latest, then the lab's own name."""
        return *self.order, self.exact, self.file.path.name


@dataclass(frozen=True)
class Decided:
    """The version that counts, if any, and why each other does not."""

    version: Version | None
    reasons: tuple[tuple[Downloaded, str], ...]


def version_of(file: Downloaded, notebooks: Sequence[str]) -> Version | None:
    """Which of the lab's notebooks a file is by its name: as it is, without Canvas's counter, or nearly."""
    stem = stem_of(file)
    if stem in notebooks:
        return Version(file, stem, 0, True)
    base, counter = base_of(file)
    if base in notebooks:
        return Version(file, base, counter, True)
    near = [name for name in notebooks if fold_name(name) in (fold_name(stem), fold_name(_undecorated(base)))]
    return Version(file, near[0], counter, False) if len(near) == 1 else None


def stem_of(file: Downloaded) -> str:
    """The name that its owner gave a file, without what begins with ``.ipynb``."""
    name = PurePath(file.claim.original).name
    found = _BEHIND.search(name)
    return name[: found.start()] if found else PurePath(name).stem


def base_of(file: Downloaded) -> tuple[str, int]:
    """A file's name without its ending and Canvas's counter, and the counter."""
    stem = stem_of(file)
    found = _COUNTER.fullmatch(stem) if file.claim.platform == "canvas" else None
    return (found["base"], int(found["counter"])) if found else (stem, 0)


def _undecorated(stem: str) -> str:
    """A name without what browsers, file managers and people put behind it: ``(2)``, `` copy``, ``_final``."""
    while found := _DECORATION.search(stem):
        stem = stem[: found.start()]
    return stem


def decide(versions: Sequence[Version], strangers: Sequence[Version], look: Look | None) -> Decided:
    """The version that counts.

    Args:
        versions: files that are the lab's notebook by their name
        strangers: files of other names, which count only where the work is in one of them
    """
    latest = max(versions, key=lambda one: one.rank, default=None)
    everything = [*versions, *strangers]
    if look is None or len(everything) < 2 or len(everything) > MOST_LOOKED_AT:
        return _named(latest, versions)
    works = {one.file.path: look(one.file.path, one.notebook) or Work({}, problem="unknown") for one in everything}
    alike = [*versions, *(one for one in strangers if _is_version(works[one.file.path]))]
    worked = [one for one in alike if works[one.file.path].worked]
    if latest is not None and _stands(latest, works, worked):
        return _named(latest, versions, works=works)
    if latest is None and len(alike) == 1:
        return _named(alike[0], alike, strangers, works)
    if not worked:
        return _named(latest, versions)
    best = max(worked, key=lambda one: (one.order, one.exact, _held(one, worked, works)))
    rivals = [one for one in worked if one is not best and _rivals(one, best, works)]
    broken = latest is not None and works[latest.file.path].problem and not works[latest.file.path].foreign
    if rivals or broken:
        return _unclear([best, *rivals, *([latest] if broken and latest else [])], alike)
    return _named(best, alike, works=works)


def _is_version(work: Work) -> bool:
    return work.worked and not (work.foreign or work.little_of_the_lab)


def _stands(latest: Version, works: dict[Path, Work], worked: Sequence[Version]) -> bool:
    """Whether the latest version counts without more ado: it has work, and nothing as late has other work."""
    work = works[latest.file.path]
    return work.worked and not any(one is not latest and _rivals(one, latest, works) for one in worked)


def _rivals(one: Version, other: Version, works: dict[Path, Work]) -> bool:
    """Whether nothing says which of two counts: other work, and neither is the later."""
    same_time = one.order == other.order
    return same_time and not works[other.file.path].holds(works[one.file.path])


def _held(one: Version, worked: Sequence[Version], works: dict[Path, Work]) -> int:
    """How many others a version holds all the work of."""
    return sum(works[one.file.path].holds(works[other.file.path]) for other in worked)


def _named(
    counts: Version | None,
    versions: Iterable[Version],
    more: Iterable[Version] = (),
    works: dict[Path, Work] | None = None,
) -> Decided:
    if counts is None:
        return Decided(None, ())
    others = [one for one in dict.fromkeys((*versions, *more)) if one.file.path != counts.file.path]
    return Decided(counts, tuple((one.file, _why_not(one, counts, works or {})) for one in others))


def _why_not(one: Version, counts: Version, works: dict[Path, Work]) -> str:
    name, work = counts.file.path.name, works.get(one.file.path, Work({}))
    if one.file.path in works and work.untouched:
        return f"it is as it was given out; {name} holds the work"
    if work.problem:
        return f"{work.problem}; {name} was taken"
    later = one.file.path not in works or counts.order > one.order
    return f"{name} is the later version" if later else f"{name} holds the same work or more"


def _unclear(unclear: Sequence[Version], alike: Iterable[Version]) -> Decided:
    names = ", ".join(sorted({one.file.path.name for one in unclear}))
    what = f"it is not clear which of {names} counts; ask, leave only that one in the archive folder, and collect again"
    return Decided(None, tuple((one.file, what) for one in dict.fromkeys(alike)))
