"""Files beside a notebook: the lab's, and what the student handed in with it, within bounds and without links."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from autograder.course.course import Course
from autograder.shared.errors import SubmissionError
from autograder.submissions.finding import Submission
from autograder.submissions.opening import read_regular, why_not
from autograder.submissions.timestamps import TIMESTAMP
from autograder.submissions.walking import MOST_NAMED, Found, Walk, named, shown

MAX_FILE_BYTES = 20_000_000
"""all files beside one notebook that reach the run"""
MAX_FILES = 1_000
MAX_NAME_BYTES = 1_000
"""of a file's path below the notebook's folder"""
LABKIT = "labkit"
"""the kit's own folder, which ships beside the notebook and knows its name; the grader adds its own"""
CLUTTER = re.compile(r"__MACOSX|\._.*|\.DS_Store|Thumbs\.db|desktop\.ini|\.git|\.venv|node_modules")
"""what file managers and tools leave in folders: nobody hands it in on purpose"""


@dataclass(frozen=True)
class FilesBeside:
    """Files that lie beside a notebook, by their path below its folder; labkit is not among them."""

    lab: Mapping[str, Path]
    """the lab's, the same for everyone, from its source folder"""
    own: Mapping[str, Path]
    """the student's, less those that the lab's replace"""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """the student's that are not taken -> why"""

    @property
    def all(self) -> dict[str, Path]:
        """Both, sorted by path."""
        return dict(sorted({**self.own, **self.lab}.items()))


def lab_files(course: Course, assignment: str) -> dict[str, Path]:
    """The lab's own files beside its notebooks, from its source folder."""
    walk = Walk(course.step("source", assignment), (*course.directory.ignore, "*.ipynb"))
    return {found.name: found.path for found in walk.files() if found.is_regular}


def files_beside(
    course: Course,
    submission: Submission,
    lab: Mapping[str, Path] | None = None,
    *,
    folder: Path | None = None,
    helpers: Collection[str] = (),
) -> FilesBeside:
    """What lies beside a notebook when it runs.

    labkit is left out, whoever brought it: the grader adds its own. So are links, see `opening`, and whatever is no
    file; what could be missed is named with its reason.

    Args:
        lab: its `lab_files`, where they were found before
        folder: of the notebook, where that is not the submission's own
        helpers: notebooks there that are no version of the lab's; all others stay out of the run
    """
    lab = lab_files(course, submission.assignment) if lab is None else lab
    walk = Walk(folder or submission.folder, (*course.directory.ignore, LABKIT))
    theirs = list(_theirs(walk.files(), lab, helpers))
    left_out = {one.name: reason for one in theirs if (reason := _unfit(one))}
    fit = [one for one in theirs if one.name not in left_out]
    left_out |= {one.name: f"there are more than {MAX_FILES} files" for one in fit[MAX_FILES:]}
    left_out |= walk.unseen
    own = {one.name: one.path for one in fit[:MAX_FILES]}
    if folder not in (None, submission.folder) and (submission.folder / TIMESTAMP).is_file():
        own[TIMESTAMP] = submission.folder / TIMESTAMP
    return FilesBeside(lab, own, left_out)


def _theirs(files: Iterator[Found], lab: Mapping[str, Path], helpers: Collection[str]) -> Iterator[Found]:
    for one in files:
        wanted = one.name in helpers if ".ipynb" in one.name.casefold() else not is_clutter(one.name)
        if wanted and not _in_the_way(one.name, lab):
            yield one


def is_clutter(name: str) -> bool:
    """Whether a file was left by a file manager or a tool, not handed in on purpose."""
    return any(CLUTTER.fullmatch(part) for part in name.split("/"))


def _unfit(one: Found) -> str:
    if len(one.name.encode("utf-8", "replace")) > MAX_NAME_BYTES:
        return "its name is too long"
    if not one.name.isprintable():
        return "its name is no text that can be shown"
    return why_not(one.status)


def _in_the_way(name: str, labs: Mapping[str, Path]) -> bool:
    """Whether a student's file is labkit's, or lies where the lab has a folder, or the other way round."""
    if name in labs or name == "labkit.py":
        return True
    folders = {parent.as_posix() for parent in PurePosixPath(name).parents}
    return bool(folders & labs.keys()) or any(other.startswith(f"{name}/") for other in labs)


def read_files(files: Mapping[str, Path]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Contents of a lab's files, and the names of those left out because all of them together are too large."""
    contents: dict[str, bytes] = {}
    left_out = []
    room = MAX_FILE_BYTES
    for name, path in files.items():
        if path.stat().st_size > room:
            left_out.append(name)
            continue
        contents[name] = path.read_bytes()
        room -= len(contents[name])
    return contents, tuple(left_out)


def read_own_files(beside: FilesBeside) -> tuple[dict[str, bytes], dict[str, str]]:
    """Contents of what the student put beside the notebook, and what is left out of it -> why."""
    contents: dict[str, bytes] = {}
    left_out = dict(beside.left_out)
    room = MAX_FILE_BYTES
    for name, path in beside.own.items():
        try:
            contents[name] = read_regular(path, room)
        except FileNotFoundError:
            left_out[name] = "it went away while it was read"
        except SubmissionError as error:
            too_large = error.what.startswith("it is larger")
            left_out[name] = "the files handed in are too large together" if too_large else error.what
        else:
            room -= len(contents[name])
    return contents, left_out


def left_out_notes(left_out: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence for each file that was left out, or for each reason where there are many of them."""
    if len(left_out) <= MOST_NAMED:
        return tuple(f"The file '{shown(name)}' was left out: {reason}." for name, reason in left_out.items())
    reasons: dict[str, list[str]] = {}
    for name, reason in left_out.items():
        reasons.setdefault(reason, []).append(name)
    return tuple(f"Files were left out: {named(names)}: {reason}." for reason, names in reasons.items())
