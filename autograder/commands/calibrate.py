"""``descent calibrate``: how far right and wrong lie apart, and what students may know of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands.common import CourseOption, LabArgument, console, problems_in_one_line, say, write_json
from autograder.shared.errors import CourseError
from autograder.shared.garbage import seldom_searched

if TYPE_CHECKING:
    from rich.table import Table

    from reference.lab_files.calibrated import Calibration


def calibrate(
    lab: LabArgument,
    course: CourseOption = Path("."),
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures there as JSON.")] = None,
) -> None:
    """Run right answers, replay mistakes, show how far they lie apart, and write the lab's expected.json."""
    from autograder.course.course import check_assignment, find_course
    from autograder.references.drills_file import write_drills
    from autograder.references.expected_file import write_expected
    from autograder.references.lab_references import reference_of
    from autograder.references.lab_settings import settings_of

    with problems_in_one_line(course), seldom_searched():
        found = find_course(course)
        check_assignment(found, lab)
        known = reference_of(found, lab)
        if known is None:
            remedy = f"A lab file {found.root}/labs/{lab.replace('-', '_')}.py says what is right."
            raise CourseError(lab, "this assignment has no lab file, so nothing to calibrate", remedy)
        measured = [known.calibrate(setting) for setting in known.lab.public_settings]  # before any is drawn
        measured += [known.calibrate(setting) for setting in settings_of(found, known).fresh]
        for calibration in measured:
            console().print(_table(calibration))
        target = write_expected(found, known)
        write_drills(found, known.lab)
        say(f"{target} written; release the lab again with 'nbgrader generate_assignment {lab} --force'.")
        if json_file is not None:
            write_json(json_file, [calibration.to_json() for calibration in measured])


def _table(measured: Calibration) -> Table:
    """One setting: a row of figures for each task, and below it which answers they are the distances of."""
    from rich.table import Table
    from rich.text import Text

    from labkit.judging.setting import in_words

    rows = Table(title=in_words(measured.setting), title_justify="left", title_style="bold")
    rows.add_column("task", overflow="fold")
    for heading in ("right", "tolerance", "wrong", "margin"):
        rows.add_column(heading, justify="right", no_wrap=True)
    for task in measured.tasks:
        named = Text(task.task)
        wrong = task.nearest_name or "none is known"
        named.append(f"\n  farthest right: {task.farthest_name}\n  nearest wrong: {wrong}", style="dim")
        figures = (f"{task.farthest:.1e}", f"{task.tolerance:.1e}", f"{task.nearest:.2g}", f"{task.margin:,.0f}")
        rows.add_row(named, *figures)
    return rows
