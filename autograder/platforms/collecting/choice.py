"""Which of the downloaded files are collected, for whom and under which name; and the reason for each that is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from autograder.platforms.collecting.versions import Downloaded, Look, Version, base_of, decide, version_of
from autograder.submissions.choosing import ARCHIVE, LIKE_A_NOTEBOOK

TIMESTAMP = "timestamp.txt"


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


def choose(
    files: Iterable[Downloaded], notebooks: Sequence[str], endings: Sequence[str], look: Look | None = None
) -> Choice:
    """Decide about every file.

    Args:
        notebooks: names of the lab's notebooks, without their ending
        endings: endings of files that are collected; others are left
        look: says what work is in a file, taken for a notebook of this name; without it names and times decide
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
        mine = [one for one in theirs if is_notebook(one)]
        others = [one for one in theirs if not is_notebook(one)]
        for choice in (_notebooks(student, mine, notebooks, look), _others(student, others)):
            collected += choice.collected
            left += choice.left
    return Choice(tuple(collected), tuple(left))


def is_notebook(file: Downloaded) -> bool:
    """Whether a file is one by its name, with what platforms and browsers put behind the ending."""
    return LIKE_A_NOTEBOOK.fullmatch(file.path.name) is not None


def _unfit(file: Downloaded, endings: Sequence[str]) -> str:
    if not is_notebook(file) and file.path.suffix not in endings:
        return _no_notebook(file.path.name, endings)
    if file.claim.original == TIMESTAMP:
        return "when something was handed in is not for its owner to say"
    return "" if file.student else file.claim.match.reason


def _no_notebook(name: str, endings: Sequence[str]) -> str:
    if ARCHIVE.fullmatch(name):
        return "it is an archive that was not unpacked; unpack it here by hand, and collect again with --force"
    if name.casefold().endswith((".py", ".html", ".pdf", ".md", ".txt")):
        return f"it is no notebook, as it does not end in {' or '.join(endings)}; ask for the file that does"
    return f"it does not end in {' or '.join(endings)}"


def _left(file: Downloaded, reason: str) -> Left:
    return Left(str(file.path), file.student, reason)


# Notebooks of one student


def _notebooks(student: str, files: Sequence[Downloaded], notebooks: Sequence[str], look: Look | None) -> Choice:
    if not notebooks:
        return _others(student, files)
    known = [version for file in files if (version := version_of(file, notebooks))]
    named = {one.file.path for one in known}
    unknown = [file for file in files if file.path not in named]
    collected, left = [], []
    for notebook in notebooks:
        theirs = [one for one in known if one.notebook == notebook]
        decided = decide(theirs, [_as(one, notebook) for one in unknown], look)
        if not theirs and decided.version is None and not _alone(unknown, notebooks):
            continue
        if not theirs and decided.version is None:
            decided = decide([_as(one, notebook) for one in unknown], [], look)
        if decided.version is not None:
            collected.append(Collected(student, f"{notebook}.ipynb", decided.version.file))
        left += [_left(one, reason) for one, reason in decided.reasons]
    taken = {one.file.path for one in collected} | {Path(one.file) for one in left}
    left += [_left(one, _unknown_name(one, bool(known), notebooks)) for one in unknown if one.path not in taken]
    return Choice(tuple(collected), tuple(left))


def _as(file: Downloaded, notebook: str) -> Version:
    """A file of another name, taken for a notebook of the lab."""
    return Version(file, notebook, base_of(file)[1], False)


def _alone(unknown: Sequence[Downloaded], notebooks: Sequence[str]) -> bool:
    """Whether files can only be versions of the lab's only notebook: they have one name."""
    return len(notebooks) == 1 and len({base_of(one)[0] for one in unknown}) == 1


def _unknown_name(file: Downloaded, others: bool, notebooks: Sequence[str]) -> str:
    names = ", ".join(f"{name}.ipynb" for name in notebooks)
    if others:
        return f"'{file.claim.original}' is not the lab's {names}, which was handed in too"
    return f"'{file.claim.original}' could be any notebook of this student; the lab's are called {names}"


def _others(student: str, files: Sequence[Downloaded]) -> Choice:
    """Files that keep their names."""
    collected, left = [], []
    of_name: dict[str, list[Version]] = defaultdict(list)
    for one in files:
        name = PurePath(one.claim.original).name
        of_name[name].append(Version(one, name, 0, True))
    for name, versions in of_name.items():
        latest = max(versions, key=lambda one: one.rank)
        collected.append(Collected(student, name, latest.file))
        left += [_left(one.file, f"{latest.file.path} is the later version") for one in versions if one is not latest]
    return Choice(tuple(collected), tuple(left))
