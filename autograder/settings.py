"""The settings that a lab is graded under: the published one, and fresh ones that nobody saw before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course import Course, private_folder, secret
from autograder.errors import CourseError
from autograder.store import write_whole
from labkit.key import Setting

if TYPE_CHECKING:
    from reference.lab import Lab

FRESH = 2
"""fresh settings per lab; one would do against typed numbers, the second tells mistakes apart that one cannot"""


def settings_of(course: Course, lab: Lab) -> tuple[Setting, ...]:
    """The published setting, then the fresh ones: drawn once per lab and course, recorded, the same for everyone.

    Raises:
        CourseError: if the record is damaged, or was made for another published setting.
    """
    path = settings_file(course, lab.name)
    if not path.is_file():
        _draw(course, lab, path)
    return (lab.published, *_recorded(path, lab))


def settings_file(course: Course, lab: str) -> Path:
    """Where a lab's fresh settings are recorded; to be disclosed by the instructor alone."""
    return course.private / "settings" / f"{lab}.json"


def _draw(course: Course, lab: Lab, path: Path) -> None:
    from reference.fresh import draw_fresh

    private_folder(course)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    fresh = [dict(setting) for setting in draw_fresh(lab, secret(course), FRESH)]
    write_whole(path, (json.dumps({"lab": lab.name, "fresh": fresh}, indent=1) + "\n").encode())


def _recorded(path: Path, lab: Lab) -> tuple[Setting, ...]:
    remedy = "Delete it: new settings are then drawn, and everything is run again."
    try:
        fresh = json.loads(path.read_text())["fresh"]
        names = [set(setting) for setting in fresh]
    except (ValueError, KeyError, TypeError) as error:
        raise CourseError(path, "the record of the lab's settings is damaged", remedy) from error
    if not fresh or any(found != set(lab.published) for found in names):
        raise CourseError(path, "these settings do not have the names of the lab's published one", remedy)
    return tuple(fresh)
