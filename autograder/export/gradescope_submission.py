"""What a student handed in on Gradescope: the lab's notebooks, found wherever they lie, and the files beside them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from autograder.submissions import MAX_FILES

MOST_NAMED = 5
"""files that a message lists"""
NOT_LOOKED_AT = ("__MACOSX", ".ipynb_checkpoints", "__pycache__", ".git")
MOST_ENTRIES = 20_000
"""files that are looked at in all"""


class NothingToGrade(Exception):  # noqa: N818 - what the student is told, not a fault
    """There is no notebook to grade, or it is not clear which one; the text tells the student what to do."""


@dataclass(frozen=True)
class HandedIn:
    """The notebooks to grade."""

    notebooks: Mapping[str, Path]
    """the lab's name of each notebook, without its ending -> the file"""
    notes: tuple[str, ...] = ()
    """what was taken for what"""


def find_notebooks(folder: Path, wanted: Collection[str]) -> HandedIn:
    """The lab's notebooks among the files handed in: by their names, or else the only notebook there is.

    Args:
        folder: ``/autograder/submission``; links in it are not followed, as they may lead anywhere
        wanted: names of the lab's notebooks, without their ending

    Raises:
        NothingToGrade: if there is none, or more than one that it could be.
    """
    there = [path for path in _files(folder) if path.suffix == ".ipynb"]
    named = {name: [path for path in there if path.stem == name] for name in sorted(wanted)}
    for name, paths in named.items():
        if len(paths) > 1:
            raise NothingToGrade(
                f"There are {len(paths)} notebooks called {name}.ipynb: {_said(paths, folder)}. "
                "Hand in again with only the one that counts."
            )
    found = {name: paths[0] for name, paths in named.items() if paths}
    if found:
        return HandedIn(found)
    return _only_one(folder, there, sorted(wanted))


def _only_one(folder: Path, there: list[Path], wanted: list[str]) -> HandedIn:
    """The only notebook under another name, where the lab has only one."""
    files = " and ".join(f"{name}.ipynb" for name in wanted)
    if not there:
        raise NothingToGrade(f"There is no notebook in what you handed in. Hand in {files}.")
    if len(there) > 1 or len(wanted) > 1:
        raise NothingToGrade(
            f"It is not clear what to grade: none of the notebooks is called {files}. Found instead: "
            f"{_said(there, folder)}. Name it so and hand in again."
        )
    note = f"{_said(there, folder)} was graded as {files}."
    return HandedIn({wanted[0]: there[0]}, (note,))


def _said(paths: list[Path], folder: Path) -> str:
    names = [_printable(path.relative_to(folder).as_posix()) for path in paths]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def place(handed_in: HandedIn, folder: Path) -> None:
    """Copy the notebooks, and the files that lie beside them, to a student's folder of a course."""
    folder.mkdir(parents=True)
    for base in dict.fromkeys(path.parent for path in handed_in.notebooks.values()):
        beside = (path for path in _files(base) if path.suffix != ".ipynb")
        for path in islice(beside, MAX_FILES):
            _copy(path, folder / path.relative_to(base))
    for name, path in handed_in.notebooks.items():
        _copy(path, folder / f"{name}.ipynb")


def _copy(path: Path, target: Path) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target, follow_symlinks=False)


def _files(folder: Path) -> Iterator[Path]:
    """Regular files below the folder, sorted by path."""
    found = []
    for base, folders, names in os.walk(folder, followlinks=False):
        folders[:] = [name for name in folders if name not in NOT_LOOKED_AT]
        found += [Path(base, name) for name in names]
        if len(found) > MOST_ENTRIES:
            raise NothingToGrade(f"You handed in more than {MOST_ENTRIES} files. Hand in the notebook alone.")
    return (path for path in sorted(found) if path.is_file() and not path.is_symlink())
