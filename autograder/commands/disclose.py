"""``descent disclose``: what the fresh settings of a lab were, once nobody is graded by them any more."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.common import CourseOption, LabArgument, problems_in_one_line, say
from autograder.shared.errors import CourseError


def disclose(
    lab: LabArgument,
    course: CourseOption = Path("."),
    renew: Annotated[
        bool, typer.Option("--renew", help="Draw new fresh settings instead; the class is then run again under them.")
    ] = False,
) -> None:
    """Let feedback show students the fresh settings and their numbers. What runs after that runs under new ones."""
    from autograder.course.course import check_assignment, find_course
    from autograder.references import lab_settings as settings
    from autograder.references.lab_references import reference_of

    with problems_in_one_line(course):
        found = find_course(course)
        check_assignment(found, lab)
        known = reference_of(found, lab)
        if known is None:
            raise CourseError(lab, "this assignment has no lab file, so no settings", "Name a lab of the course.")
        if renew:
            settings.settings_of(found, known)
            settings.renew(found, known)
            say(f"New fresh settings were drawn; the next 'descent grade {lab}' runs everything under them.")
            return
        for number, setting in enumerate(settings.disclose(found, known), start=1):
            say(f"fresh setting {number}: {setting.in_words}")
        say("Students may know them now, and no new run uses them. To have them in the feedback:")
        say(f"  descent regrade {lab} --apply")
        say(f"  nbgrader generate_feedback {lab} --force")
