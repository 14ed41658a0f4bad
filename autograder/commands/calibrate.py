"""``descent calibrate``: how far right and wrong lie apart, and what students may know of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from autograder.commands.common import CourseOption, LabArgument, console, problems_in_one_line, say, write_json
from autograder.shared.errors import CourseError


def calibrate(
    lab: LabArgument,
    course: CourseOption = Path("."),
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures there as JSON.")] = None,
) -> None:
    """Run right answers, replay mistakes, show how far they lie apart, and write the lab's expected.json."""
    from autograder.course.course import check_assignment, find_course
    from autograder.references.expected_file import write_expected
    from autograder.references.lab_references import reference_of
    from autograder.references.lab_settings import settings_of

    with problems_in_one_line(course):
        found = find_course(course)
        check_assignment(found, lab)
        known = reference_of(found, lab)
        if known is None:
            remedy = f"A lab file {found.root}/labs/{lab.replace('-', '_')}.py says what is right."
            raise CourseError(lab, "this assignment has no lab file, so nothing to calibrate", remedy)
        measured = [known.calibrate(setting) for setting in known.lab.public_settings]  # before any is drawn
        measured += [known.calibrate(setting) for setting in settings_of(found, known).fresh]
        console().print(_table(measured))
        target = write_expected(found, known)
        say(f"{target} written; release the lab again with 'nbgrader generate_assignment {lab} --force'.")
        if json_file is not None:
            write_json(json_file, [calibration.to_json() for calibration in measured])


def _table(measured: list[Any]) -> Any:
    from rich.table import Table

    from labkit.judging.setting import in_words

    rows = Table("setting", "task", "farthest right", "tolerance", "nearest mistake", "margin")
    for calibration in measured:
        setting = in_words(calibration.setting)
        for task in calibration.tasks:
            rows.add_row(
                setting,
                task.task,
                f"{task.farthest:.1e} ({task.farthest_name})",
                f"{task.tolerance:.1e}",
                f"{task.nearest:.2g} ({task.nearest_name})",
                f"{task.margin:,.0f}",
            )
    return rows
