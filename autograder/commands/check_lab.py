"""``descent check-lab``: everything that a lab still lacks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands.common import CourseOption, LabArgument, problems_in_one_line, say, write_json

if TYPE_CHECKING:
    from autograder.authoring.lab_checks.findings import Check

FAILED = 1


def check_lab(
    lab: LabArgument,
    course: CourseOption = Path("."),
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the findings there as JSON; - for standard output.")
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option(help="Write a page with every mistake that is recognised there.", metavar="FILE.html"),
    ] = None,
) -> None:
    """Say all that a lab lacks, each with its file, cell and remedy. For authors; nothing in the course is changed.

    Looks at notebook, lab file, names, points, locks, margins and handout, and grades the solution, the empty release
    and the sample answers. Exit status: 0 when all holds, 1 when something does not, 2 on wrong usage.
    """
    from autograder.authoring.lab_checks import whole
    from autograder.course.course import check_assignment, find_course

    with problems_in_one_line(course):
        found = find_course(course)
        check_assignment(found, lab)
        checks = []
        for check in whole.check_lab(found, lab, None if page is None else page.absolute()):
            _show(check)
            checks.append(check)
        count = sum(len(check.problems) for check in checks)
        say(f"{lab}: " + ("all holds." if not count else f"{count} things to repair."), err=True)
        if json_file is not None:
            write_json(json_file, {"lab": lab, "passed": not count, "checks": [check.to_json() for check in checks]})
    if count:
        raise typer.Exit(FAILED)


def _show(check: Check) -> None:
    say(f"{'wrong' if check.problems else 'ok':5}  {check.name}", fg="red" if check.problems else None, err=True)
    for note in check.notes:
        say(f"         {note}", err=True)
    for problem in check.problems:
        say(f"       - {problem}", fg="red", err=True)
