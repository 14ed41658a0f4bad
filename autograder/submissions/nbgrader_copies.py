"""nbgrader's own Autograde copies what lies beside a notebook and follows links: it gets the kit's list of files.

nbgrader has no setting for that, nor for how times are read. Both are replaced where it looks into submissions, and
nowhere else.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.errors import SubmissionError
from autograder.submissions.beside import MAX_FILE_BYTES, files_beside
from autograder.submissions.finding import Submission
from autograder.submissions.opening import why_not
from autograder.submissions.timestamps import read_timestamp

Find = Callable[..., list[str]]
_guarded: dict[str, Course] = {}
"""folders of submissions -> their course"""


def guard(course: Course, notebooks: list[str]) -> None:
    """Before a submission is graded by nbgrader: no link, device or pipe in it is opened.

    Args:
        notebooks: the files that nbgrader is about to convert; those that are no files are taken out
    """
    from nbgrader.converters import base
    from nbgrader.coursedir import CourseDirectory

    _guarded[str(_submitted(course))] = course
    if not hasattr(base.find_all_files, "nbgraders_own"):
        base.find_all_files = _guarding(base.find_all_files)
        CourseDirectory.get_existing_timestamp = _reading(CourseDirectory.get_existing_timestamp)
    for file in [file for file in notebooks if why_not(os.lstat(file))]:
        logging.getLogger(__name__).warning("%s: %s. It is not graded.", file, why_not(os.lstat(file)))
        notebooks.remove(file)


def _course_of(path: str) -> Course | None:
    return next((_guarded[base] for base in _guarded if Path(path).is_relative_to(base)), None)


def _reading(nbgraders_own: Callable[[Any, str], datetime | None]) -> Callable[[Any, str], datetime | None]:
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


def _guarding(nbgraders_own: Find) -> Find:
    def find_all_files(path: str, exclude: list[str] | None = None) -> list[str]:
        course = _course_of(path)
        return nbgraders_own(path, exclude) if course is None else _beside(course, Path(path))

    find_all_files.nbgraders_own = nbgraders_own  # type: ignore[attr-defined]
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


def _submitted(course: Course) -> Path:
    """The folder of all submissions."""
    path = course.step("submitted", "\0", "\0")
    return Path(str(path).partition("\0")[0])
