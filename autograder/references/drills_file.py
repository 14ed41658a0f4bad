"""A lab's drills.json: worked trainings with a mistake in them, beside its source notebook."""

from __future__ import annotations

from pathlib import Path

from autograder.course.course import Course
from autograder.references.lab_references import drill_runs
from autograder.shared.files import write_whole
from labkit.drills.known_drills import FILE_NAME, KnownDrill, drills_text
from reference.lab_files.lab import Lab


def known_drills(course: Course, lab: Lab) -> tuple[KnownDrill, ...]:
    """The drills that a lab file asks for; their trainings run.

    Raises:
        CalibrationError: where the notebook has no such training, or it shows too few mistakes or not those asked.
        CourseError: where the notebook cannot be read.
    """
    return tuple(runs.known(lab.tasks) for runs in drill_runs(course, lab))


def write_drills(course: Course, lab: Lab) -> Path | None:
    """Write a lab's drills.json, which ships with its notebook; the file, or `None` for a lab without drills."""
    path = course.step("source", lab.name) / FILE_NAME
    if not lab.drills:
        path.unlink(missing_ok=True)
        return None
    write_whole(path, drills_text(known_drills(course, lab)).encode(), 0o644)
    return path
