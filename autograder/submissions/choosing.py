"""Which of the files in a student's folder is graded: the one that holds the work, whatever its name and place.

An untouched release never wins over a worked notebook. Of two versions, one of which holds all that the other does, the
fuller counts. Whatever is unclear is for a person: guessing would cost somebody the work of a week.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from autograder.course.course import Course
from autograder.shared.errors import SubmissionError
from autograder.submissions.beside import LABKIT, is_clutter
from autograder.submissions.finding import Submission
from autograder.submissions.opening import read_regular
from autograder.submissions.reading import MAX_NOTEBOOK_BYTES, read_bytes
from autograder.submissions.restoring import Release
from autograder.submissions.timestamps import TIMESTAMP
from autograder.submissions.walking import Found, Walk, named, shown
from autograder.submissions.work import Work, work_of

MAX_VERSIONS = 20
"""notebooks in one folder that are compared"""
MAX_VERSION_BYTES = 2 * MAX_NOTEBOOK_BYTES
"""all of them together"""
LIKE_A_NOTEBOOK = re.compile(r".*\.ipynb([^a-z0-9].*)?", re.IGNORECASE | re.DOTALL)
"""with what browsers, platforms and people put behind the ending: ``.ipynb.txt``, ``.ipynb.json``, ``.ipynb (1)``"""
ARCHIVE = re.compile(r".*\.(zip|tar|gz|tgz|bz2|xz|7z|rar)", re.IGNORECASE | re.DOTALL)
CHECKPOINTS = ".ipynb_checkpoints"
ASK = "Ask which one counts, and leave only that one there, or name it as the lab does."


@dataclass(frozen=True)
class Chosen:
    """The file that is graded."""

    file: Path
    content: bytes
    notes: tuple[str, ...] = ()
    """why it is this one, where there are others"""
    helpers: frozenset[str] = frozenset()
    """notebooks beside it that are no versions of it, by their path below its folder: code may want to run them"""


@dataclass(frozen=True)
class Candidates:
    """What lies in a student's folder, as far as it may be one notebook of a lab."""

    submission: Submission
    main: Found | None
    """the file with the lab's own name"""
    versions: tuple[Found, ...]
    """other files that look like notebooks"""
    others: tuple[str, ...]
    """all further files that are not the lab's own"""

    @cached_property
    def named_like_it(self) -> str:
        """The name that the notebook should have."""
        return self.submission.file.name


def look(course: Course, submission: Submission, notebooks: Collection[str], lab: Collection[str]) -> Candidates:
    """Look into a student's folder.

    Args:
        notebooks: names of the assignment's notebooks
        lab: paths of the files that the lab gives out beside them

    Raises:
        SubmissionError: where the folder cannot be read.
    """
    submission.check()
    walk = Walk(submission.folder, (*course.directory.ignore, CHECKPOINTS, LABKIT))
    try:
        files = [one for one in walk.files() if not is_clutter(one.name)]
    except OSError as error:
        what = f"the folder cannot be read: {error.strerror}"
        raise SubmissionError(submission.folder, what, "Check its permissions.") from error
    main = next((one for one in files if one.name == submission.file.name), None)
    versions = [one for one in files if one is not main and _may_be(one.name, submission.notebook, notebooks)]
    known = {one.name for one in versions} | {TIMESTAMP}
    others = [one.name for one in files if one.name not in known and not _is_given(one.name, lab)]
    return Candidates(submission, main, tuple(versions), tuple(others))


def _may_be(name: str, notebook: str, notebooks: Collection[str]) -> bool:
    """Whether a file may be a version of this notebook rather than of another one of the assignment."""
    last = name.rpartition("/")[2]
    if last in {f"{other}.ipynb" for other in notebooks if other != notebook}:
        return False
    stem = last.partition(".")[0]
    if not LIKE_A_NOTEBOOK.fullmatch(last):
        return stem == notebook and last in (notebook, f"{notebook}.json", f"{notebook}.txt")
    like = [other for other in notebooks if other.casefold() in last.casefold()]
    return not like or max(like, key=len) == notebook


def _is_given(name: str, lab: Collection[str]) -> bool:
    """Whether a file is one that the lab gives out, here or in a folder that was copied as a whole, or a notebook."""
    parts = name.split("/")
    given = any("/".join(parts[start:]) in lab for start in range(len(parts)))
    return given or LIKE_A_NOTEBOOK.fullmatch(parts[-1]) is not None


def anything_for(candidates: Candidates) -> bool:
    """Whether there is anything that this notebook of a lab may be in."""
    packed = any(ARCHIVE.fullmatch(name) or candidates.submission.notebook in name for name in candidates.others)
    return candidates.main is not None or bool(candidates.versions) or packed


def choose(candidates: Candidates, release: Release) -> Chosen:
    """The file that is graded.

    Raises:
        SubmissionError: where there is none, it cannot be read, or it is not clear which one is meant.
    """
    if not candidates.versions and not (candidates.main and candidates.others):
        return _only(candidates)
    contents, works = _read(candidates, release)
    main = candidates.named_like_it
    worked = {name: work for name, work in works.items() if work.worked}
    if not worked:
        return _none_worked(candidates, contents, works)
    best = [name for name in worked if not any(_is_more(other, worked[name]) for other in worked.values())]
    if any(not worked[best[0]].holds(worked[name]) for name in best):
        raise _unclear(candidates, f"{named(sorted(best))} hold different work")
    if main in works and works[main].problem and not works[main].foreign:
        raise _unclear(
            candidates, f"{shown(best[0])} holds work, and {shown(main)} cannot be read: {works[main].problem}"
        )
    name = main if main in best else min(best, key=lambda one: (one.count("/"), len(one), one))
    return _chosen(candidates, contents, works, name)


def _only(candidates: Candidates) -> Chosen:
    """The lab's own name, where nothing else lies there that may be meant."""
    if candidates.main is None:
        instead = f"; found instead: {named(candidates.others)}" if candidates.others else ""
        what = f"there is no such notebook{instead}"
        raise SubmissionError(candidates.submission.file, what, _remedy(candidates))
    return Chosen(candidates.submission.file, read_bytes(candidates.submission.file))


def _remedy(candidates: Candidates) -> str:
    """How the notebook can come to lie there: another name makes no notebook of an archive, a page or a script."""
    wanted = candidates.named_like_it
    if any(map(ARCHIVE.fullmatch, candidates.others)):
        return f"Unpack it, so that {wanted} lies there."
    if candidates.others:
        return f"Ask for the notebook as Jupyter saves it, with the name {wanted}."
    return f"It must be called {wanted}."


def _read(candidates: Candidates, release: Release) -> tuple[dict[str, bytes], dict[str, Work]]:
    """Contents and work of every file that may be meant; what cannot be read has a problem instead."""
    files = [candidates.main, *candidates.versions] if candidates.main else list(candidates.versions)
    size = sum(one.status.st_size for one in files if stat.S_ISREG(one.status.st_mode))
    if len(files) > MAX_VERSIONS or size > MAX_VERSION_BYTES:
        raise _unclear(
            candidates, f"there are {len(files)} files that may be meant: {named([one.name for one in files])}"
        )
    contents: dict[str, bytes] = {}
    works = {}
    for one in files:
        try:
            contents[one.name] = read_regular(one.path, MAX_NOTEBOOK_BYTES)
        except FileNotFoundError:
            continue
        except SubmissionError as error:
            works[one.name] = Work({}, problem=error.what)
        else:
            works[one.name] = _version(candidates, one, work_of(contents[one.name], one.path, release))
    return contents, works


def _version(candidates: Candidates, one: Found, work: Work) -> Work:
    """A notebook of another name, with few of the lab's cells, is one of the student's own, not a version."""
    named_alike = candidates.submission.notebook.casefold() in one.name.casefold()
    if named_alike or not work.little_of_the_lab:
        return work
    return Work({}, problem="most of the lab's cells are not in it", foreign=True)


def _is_more(one: Work, other: Work) -> bool:
    return one.holds(other) and not other.holds(one)


def _none_worked(candidates: Candidates, contents: Mapping[str, bytes], works: Mapping[str, Work]) -> Chosen:
    """Nothing was written into any version: that is what is graded, unless the work may lie in something else."""
    main = candidates.named_like_it
    if main in works and works[main].problem:
        more = [name for name in works if name != main]
        beside = f"; beside it: {named(more)}" if more else ""
        raise SubmissionError(
            candidates.submission.file, f"{works[main].problem}{beside}", "Ask for the lab's notebook."
        )
    untouched = [name for name, work in works.items() if work.untouched]
    strange = [*(f"{shown(name)} ({work.problem})" for name, work in works.items() if work.problem), *candidates.others]
    if strange and untouched:
        raise _unclear(candidates, f"{shown(untouched[0])} is as it was given out, and beside it: {named(strange)}")
    if not untouched:
        what = f"there is no such notebook; found instead: {named(strange)}"
        raise SubmissionError(candidates.submission.file, what, f"It must be called {main}.")
    return _chosen(candidates, contents, works, main if main in works else untouched[0])


def _unclear(candidates: Candidates, what: str) -> SubmissionError:
    return SubmissionError(candidates.submission.folder, f"it is not clear what to grade: {what}", ASK)


def _chosen(candidates: Candidates, contents: Mapping[str, bytes], works: Mapping[str, Work], name: str) -> Chosen:
    file = candidates.submission.folder / name
    base, _, _ = name.rpartition("/")
    below = f"{base}/" if base else ""
    helpers = [one for one, work in works.items() if work.foreign and one.startswith(below) and one.endswith(".ipynb")]
    notes = _notes(candidates.named_like_it, name, works)
    return Chosen(file, contents[name], notes, frozenset(one.removeprefix(below) for one in helpers))


def _notes(main: str, name: str, works: Mapping[str, Work]) -> tuple[str, ...]:
    """What was taken for what, and what became of the other files."""
    notes = []
    if name != main:
        notes.append(f"The file '{shown(name)}' was graded as {main}.")
    for other, work in works.items():
        if other != name:
            notes.append(f"The file '{shown(other)}' was not graded: {_why_not(work, works[name])}.")
    return tuple(notes)


def _why_not(work: Work, graded: Work) -> str:
    if work.foreign:
        return "it is another notebook"
    if work.problem:
        return work.problem
    if work.untouched:
        return "it is as it was given out"
    return "it holds the same work" if work.holds(graded) else "it holds less of the same work"
