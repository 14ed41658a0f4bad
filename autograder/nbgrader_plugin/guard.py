"""Where nbgrader's own converters look into submissions, they look as the kit does.

No link, pipe, odd name or time then stops a class. nbgrader has no setting for what it copies beside a notebook, how it
reads times, or names that its pattern does not match: the functions for these are replaced, see
`autograder.seams.nbgrader`, for submissions of the kit's courses alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder.course.course import Course, find_course
from autograder.seams.nbgrader import replace_looks_into_submissions
from autograder.shared.errors import SubmissionError
from autograder.submissions import MAX_FILE_BYTES, Submission, files_beside, read_timestamp
from autograder.submissions.finding import unfit_id
from autograder.submissions.opening import why_not
from autograder.submissions.walking import printable

_roots: set[Path] = set()


def guard(root: Path) -> None:
    """Guard the submissions of a course, as soon as nbgrader's converters are there; may be called again."""
    _roots.add(root)
    replace_looks_into_submissions(_finding, _choosing, _timing)


@lru_cache
def _course(root: Path) -> Course:
    return find_course(root)


def _course_of(path: str) -> Course | None:
    """The guarded course that a path lies in the submissions of."""
    for root in _roots:
        if Path(path).is_relative_to(root):
            course = _course(root)
            submitted = str(course.step("submitted", "\0", "\0")).partition("\0")[0]
            return course if path.startswith(submitted) else None
    return None


def _finding(nbgraders_own: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """nbgrader follows links and copies whatever they lead to, also into feedback."""

    def find_all_files(path: str, exclude: list[str] | None = None) -> list[str]:
        course = _course_of(path)
        return nbgraders_own(path, exclude) if course is None else _beside(course, Path(path))

    return find_all_files


def _beside(course: Course, folder: Path) -> list[str]:
    """What lies in a student's folder and may be copied; the lab's own files are put over it by nbgrader."""
    room = MAX_FILE_BYTES
    taken = []
    for path in files_beside(course, Submission("", "", "", folder), {}).own.values():
        size = os.lstat(path).st_size
        if size <= room:
            room -= size
            taken.append(str(path))
    return taken


def _choosing(nbgraders_own: Callable[[Any], None]) -> Callable[[Any], None]:
    """nbgrader opens whatever is called as a notebook, and ends at a folder whose name its pattern does not match."""

    def init_notebooks(self: Any) -> None:
        nbgraders_own(self)
        for folder, notebooks in list(self.assignments.items()):
            if _course_of(folder) is None:
                continue
            fit = [file for file in notebooks if not why_not(os.lstat(file))]
            left = [folder] if any(unfit_id(part) for part in Path(folder).parts) else sorted({*notebooks} - {*fit})
            for path in left:
                self.log.error("%s: this is no submission and is left out.", printable(path))
            self.assignments[folder] = fit
            if not fit or left == [folder]:
                del self.assignments[folder]

    return init_notebooks


def _timing(nbgraders_own: Callable[[Any, str], datetime | None]) -> Callable[[Any, str], datetime | None]:
    """nbgrader ends the grading of the whole class at a time that it cannot read, and waits for a pipe."""

    def get_existing_timestamp(self: Any, dest_path: str) -> datetime | None:
        course = _course_of(dest_path)
        if course is None:
            return nbgraders_own(self, dest_path)
        try:
            return read_timestamp(course, Path(dest_path))
        except SubmissionError as error:
            self.log.warning("%s", error)
            return None

    return get_existing_timestamp
