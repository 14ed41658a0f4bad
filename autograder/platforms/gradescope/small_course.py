"""A small course for another machine: one lab with all that grades it, and nothing of any student.

It holds the lab's source and release, a gradebook that knows the lab alone, the fresh settings and their keys, and of
nbgrader_config.py what grading asks for. It holds no secret: the settings of other labs cannot be drawn from it.
"""

from __future__ import annotations

import fnmatch
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.assignments.releases import open_gradebook
from autograder.course.course import CONFIG_FILE, PRIVATE_FOLDER, Course, check_assignment, lab_file
from autograder.grading.grading_rules import read_rules
from autograder.grading.judge import read_judge
from autograder.references.lab_keys import key_files
from autograder.references.lab_settings import settings_file
from autograder.seams.nbgrader import register, registration, tools_on_path
from autograder.shared.errors import CourseError

CONFIG_TEXT = '''"""A small course with one lab, for grading on another machine."""

from autograder.nbgrader_plugin import configure

c = get_config()  # noqa: F821 (nbgrader provides it)
configure(c, __file__, course_id={course_id!r})
'''
TAKEN_ALONG = {"SaveVerdicts": ("show", "rubric"), "Execute": ("timeout",)}
"""Of the course's own configuration: what decides on points, words and time limits."""


def fill_small_course(course: Course, lab: str, folder: Path) -> None:
    """Make the new folder a course that grades `lab` as `course` does; builds keys that are not kept yet.

    Raises:
        CourseError, reference.lab_files.lab.LabFileError, CalibrationError: naming the file and the remedy.
    """
    check_assignment(course, lab)
    rules = read_rules(course, lab)
    if rules.disclosed:
        remedy = f"Draw new ones: 'descent disclose {lab} --renew'."
        raise CourseError(settings_file(course, lab), "these settings were disclosed to students", remedy)
    judge = read_judge(rules)  # refuses a configuration that cannot be used, here and not in the image
    for setting in judge.keys:
        judge.keys[setting]  # built here, so that no container has to
    folder.mkdir()
    (folder / CONFIG_FILE).write_text(config_text(course), encoding="utf-8")
    for step in ("source", "release"):
        _copy_step(course, step, lab, folder)
    copy_registration(course, lab, folder / "gradebook.db")
    if rules.lab is None or rules.settings is None:
        return
    _copy(settings_file(course, lab), folder / PRIVATE_FOLDER / "settings")
    for path in key_files(course, lab, rules.settings.all).values():
        if path.is_file():  # else the kit was changed at this moment, and the image builds them
            _copy(path, folder / PRIVATE_FOLDER / "keys")
    own = lab_file(course, lab)
    if own is not None and own.is_relative_to(course.root):
        _copy(own, folder / "labs")


def config_text(course: Course) -> str:
    """nbgrader_config.py for the small course: the kit's own, and what the course set of `TAKEN_ALONG`.

    Anything else of the course's file stays behind: it may hold addresses and passwords.

    Raises:
        CourseError: if a value is not plain data.
    """
    lines = [CONFIG_TEXT.format(course_id=course.course_id)]
    for section, names in TAKEN_ALONG.items():
        wishes = course.config.get(section, {})
        lines += [f"c.{section}.{name} = {_plain(course, wishes[name])!r}\n" for name in names if name in wishes]
    return "".join(lines)


def _plain(course: Course, value: Any) -> Any:
    """The value as JSON knows it, so that it can be written into a Python file."""
    try:
        return json.loads(json.dumps(value))
    except (TypeError, ValueError) as error:
        where = course.root / CONFIG_FILE
        raise CourseError(where, f"{value!r} cannot be taken along", "Write it there as plain numbers.") from error


def _copy_step(course: Course, step: str, lab: str, folder: Path) -> None:
    """A lab's folder as nbgrader would take it; a course that was never released has no release."""
    source = course.step(step, lab)
    patterns = tuple(course.directory.ignore)

    def ignored(_: str, names: Sequence[str]) -> set[str]:
        return {name for name in names if any(fnmatch.fnmatch(name, pattern) for pattern in patterns)}

    if source.is_dir():
        shutil.copytree(source, folder / step / lab, ignore=ignored)


def _copy(file: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, folder / file.name)


# The gradebook


def copy_registration(course: Course, lab: str, path: Path) -> None:
    """A new gradebook with what the course's own knows of one lab's notebooks and cells, and of nobody else."""
    from nbgrader.api import Gradebook
    from sqlalchemy import text

    with open_gradebook(course) as gradebook:
        rows = registration(gradebook.db, lab)
    with tools_on_path(), Gradebook(f"sqlite:///{path}", course.course_id) as gradebook:
        register(gradebook.db, rows)
        gradebook.db.commit()
        with gradebook.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM"))
