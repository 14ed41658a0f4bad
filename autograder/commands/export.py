"""``descent export``: a lab, or what was found in a class, for other systems.

Marks go to Canvas and Moodle by ``nbgrader export``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.common import CourseOption, LabArgument, problems_in_one_line, say

export = typer.Typer(
    name="export",
    help="Take a lab, or comments on a class, to another system.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@export.callback()
def _export() -> None:
    """Take a lab, or comments on a class, to another system."""


@export.command()
def gradescope(
    lab: LabArgument,
    course: CourseOption = Path("."),
    out: Annotated[
        Path | None,
        typer.Option(help="The zip; LAB-gradescope.zip in the course by default.", metavar="FILE.zip"),
    ] = None,
    pip_conf: Annotated[
        Path | None,
        typer.Option(help="pip's configuration for the image, such as an index of torch for CPUs.", metavar="FILE"),
    ] = None,
) -> None:
    """Write the zip that Gradescope makes an autograder of.

    It holds the kit, the lab with its solutions and the fresh settings, and nothing of any student: for instructors.
    """
    from autograder.course.course import find_course
    from autograder.platforms.gradescope.archive import write_gradescope_zip

    with problems_in_one_line(course):
        found = find_course(course)
        path = (out or found.root / f"{lab}-gradescope.zip").absolute()
        write_gradescope_zip(found, lab, path, pip_conf)
        say(f"{path}: upload it as the autograder. It holds the solutions; keep it from students.")


@export.command()
def comments(
    lab: LabArgument,
    course: CourseOption = Path("."),
    out: Annotated[
        Path | None,
        typer.Option(help="The CSV file; LAB-comments.csv in the course by default.", metavar="FILE.csv"),
    ] = None,
) -> None:
    """Write the summary of each feedback page as plain text, for platforms that take a comment with a mark.

    Moodle's worksheet takes it in its column Feedback comments (nbgrader export --MoodleExporter.feedback=True). The
    gradebook that Canvas imports has no column for comments: there it goes into SpeedGrader, or through Canvas's API.
    """
    from autograder.assignments.releases import open_gradebook
    from autograder.course.course import find_course
    from autograder.platforms.marks.comments import write_comments

    with problems_in_one_line(course):
        found = find_course(course)
        path = (out or found.root / f"{lab}-comments.csv").absolute()
        with open_gradebook(found) as gradebook:
            count = write_comments(found, gradebook, lab, path)
        say(f"{path}: a comment on each of {count} submissions, in the column 'comment'.")
