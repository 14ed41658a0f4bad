"""What work lies in a downloaded notebook, compared with what was given out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder.assignments.assignment import given_notebooks
from autograder.course.course import Course
from autograder.course.fault_boundary import boundary
from autograder.platforms.collecting.versions import Look
from autograder.shared.errors import CourseError, DescentError
from autograder.submissions import MAX_NOTEBOOK_BYTES, parse_notebook
from autograder.submissions.opening import read_regular
from autograder.submissions.restoring import Release, read_release
from autograder.submissions.work import Work, work_of


def work_in_downloads(course: Course, lab: str, session: Any) -> Look:
    """Says what work is in a file; whatever goes wrong with one file is that file's problem.

    Args:
        session: of nbgrader's gradebook
    """
    releases = _releases(course, lab, session)

    @lru_cache(maxsize=1_000)
    def look(file: Path, notebook: str) -> Work | None:
        if notebook not in releases:
            return None
        try:
            with boundary(course, file.name, "looking into it"):
                return work_of(read_regular(file, MAX_NOTEBOOK_BYTES), file, releases[notebook])
        except (DescentError, FileNotFoundError) as error:
            return Work({}, problem=getattr(error, "what", "it is gone"))

    return look


def _releases(course: Course, lab: str, session: Any) -> Mapping[str, Release]:
    """What was given out: as the gradebook knows it, else as it lies in the course."""
    try:
        return {name: given.release for name, given in given_notebooks(course, lab, session).items()}
    except DescentError:
        return dict(_from_files(course, lab))


def _from_files(course: Course, lab: str) -> list[tuple[str, Release]]:
    for step in ("release", "source"):
        if files := sorted(course.step(step, lab).glob("*.ipynb")):
            return [(file.stem, read_release(_parsed(file), [])) for file in files]
    return []


def _parsed(file: Path) -> Any:
    try:
        return parse_notebook(file.read_bytes(), file)
    except OSError as error:
        raise CourseError(file, f"it cannot be read ({error.strerror})", "Check its permissions.") from error
