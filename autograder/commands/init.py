"""``descent init``: a new course."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.common import problems_in_one_line, say


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    lab: Annotated[
        list[str] | None,
        typer.Option("--lab", help="A lab that it is to have; may be given several times. All by default."),
    ] = None,
) -> None:
    """Make a new course: configuration, the labs and their release, .gitignore, the course's secret."""
    from autograder.assignments.releases import create_course
    from autograder.course.course import assignments

    with problems_in_one_line():
        course = create_course(folder, lab or ())
        say(f"A course at {course.root}, with {', '.join(assignments(course))}.")
        say(f"  {course.step('release', '*').parent}: give these folders to students, or 'nbgrader' does")
        say(f"  {course.step('submitted', 'LAB', 'STUDENT')}: what they hand in goes here")
        say(f"  then: descent grade LAB --course {folder}")
