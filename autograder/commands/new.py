"""``descent new``: a lab of one's own that works at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.common import CourseOption, problems_in_one_line, say


def new(
    lab: Annotated[str, typer.Argument(help="Its name, such as step-size.", metavar="LAB")],
    course: CourseOption = Path("."),
    like: Annotated[
        str | None,
        typer.Option("--from", help="Start from this lab of the course; a small skeleton by default.", metavar="LAB"),
    ] = None,
) -> None:
    """Make a lab that works at once: notebook, lab file, a right and a wrong sample answer, expected.json, release."""
    from autograder.authoring.new_lab.making import make_lab
    from autograder.course.course import find_course

    with problems_in_one_line(course):
        found = find_course(course)
        made = make_lab(found, lab, like)
        say(f"The lab {lab}:")
        say(f"  {made.notebook}: what it teaches and asks, with the solution")
        say(f"  {made.file}: what is looked at, and under which data; for instructors only")
        say(f"  {made.answers}: answers, and what grading has to say to them; for instructors only")
        say(f"  {made.release}: what students get")
        say("Change them, and after each change:")
        say(f"  descent calibrate {lab}, nbgrader generate_assignment {lab} --force, descent check-lab {lab}")
