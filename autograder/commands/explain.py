"""``descent explain``: one submission, number by number."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from autograder.commands.common import CourseOption, IsolationOption, LabArgument, console, problems_in_one_line, say

if TYPE_CHECKING:
    from autograder.grading.explaining import Explained, UnderSetting


def explain(
    lab: LabArgument,
    student: Annotated[str, typer.Argument(help="The student's id.", metavar="STUDENT")],
    course: CourseOption = Path("."),
    out: Annotated[
        Path | None,
        typer.Option(help="Where the notebooks go; explained/LAB/STUDENT in the course by default.", metavar="DIR"),
    ] = None,
    isolation: IsolationOption = "auto",
) -> None:
    """Show what was expected and found under every setting, and write notebooks with the settings in place.

    Nothing is saved in the gradebook. The fresh settings are shown: disclose them to students only when you mean to.
    """
    from autograder.course.course import check_assignment, find_course
    from autograder.execution.when_needed import ExecutorWhenNeeded
    from autograder.grading.explaining import explain_run, write_notebooks
    from autograder.grading.grading_rules import read_rules
    from autograder.grading.judge import read_judge
    from autograder.grading.service import evidence_of
    from autograder.submissions import find_submissions

    with problems_in_one_line(course), ExecutorWhenNeeded(isolation, courses=(course,)) as executor:
        found = find_course(course)
        executor.hide(found.own_folders)
        check_assignment(found, lab)
        judge = read_judge(read_rules(found, lab))
        for submission in find_submissions(found, lab, sorted(judge.rules.notebooks), (student,)):
            ran = evidence_of(judge, submission, executor.run)
            _show(explain_run(judge, submission, ran))
            folder = (out or found.root / "explained" / lab / student).absolute()
            for path in write_notebooks(judge, submission, folder):
                say(f"{path}: to be run again by hand")


def _show(explained: Explained) -> None:
    from autograder.grading.explaining import notebook_file

    out = console()
    result = explained.result
    out.print(f"{result.student}, {result.notebook}: {result.score:g} of {result.max_score:g} points")
    for note in result.notes:
        out.print(f"  {note}", markup=False)
    for item in result.items:
        out.rule(f"{item.name}: {item.outcome}, {'by hand' if item.points is None else f'{item.points:g}'} points")
        out.print(item.message, markup=False)
        for part in explained.parts:
            if part.task == item.name:
                _show_setting(part, notebook_file(result.notebook))


def _show_setting(part: UnderSetting, playing: str) -> None:
    """What is said under one setting; `playing` is the notebook in which paths can be played."""
    from labkit.judging.paths.shown import SUMMARY

    out = console()
    out.print(f"\nUnder {part.setting.in_words} ({part.setting.known_to}):", style="bold")
    if part.compared:
        out.print(_table(part.compared))
    out.print(part.message, markup=False)
    if part.paths:
        end = "to play them" if part.ships else "to play the right one and see where this one ended"
        where = f'Run {playing} down to check("{part.task}"), and unfold "{SUMMARY}" {end}.'
        out.print(f"Paths: {part.paths} {where}", markup=False)


def _table(rows: Sequence[Any]) -> Any:
    from rich.table import Table
    from rich.text import Text

    shown = Table("", "from", "to", "found", "right")
    for row in rows:
        low, high = ("-" if bound is None else f"{bound:.7g}" for bound in (row.low, row.high))
        shown.add_row(row.what, low, high, Text(row.found), "yes" if row.right else "no")
    return shown
