"""``descent regrade``: what changed rules would change in a class, and, with ``--apply``, the change itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from autograder.commands.common import CourseOption, LabArgument, console, problems_in_one_line, write_json

if TYPE_CHECKING:
    from autograder.grading.regrading import Regrade, TaskChange

LARGEST_LIST = 20
"""Submissions left out up to which all of them are named."""


def regrade(
    lab: LabArgument,
    course: CourseOption = Path("."),
    student: Annotated[
        list[str] | None, typer.Option("--student", help="This student only; may be repeated.", metavar="ID")
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Write the changes.")] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the changes there as JSON; - for standard output.")
    ] = None,
) -> None:
    """Judge a class again from what is kept, without running any code, and show whose score changes and why.

    For changed tolerances, hints, a rubric, or a corrected reference. Nothing is written without --apply. Manual
    points and comments stay.
    """
    from autograder.course.course import check_assignment, find_course
    from autograder.grading import regrading
    from autograder.grading.grading_rules import read_rules
    from autograder.grading.judge import read_judge
    from autograder.grading.service import one_at_a_time
    from autograder.submissions import find_submissions

    with problems_in_one_line(course):
        found = find_course(course)
        check_assignment(found, lab)
        with one_at_a_time(found, lab):
            rules = read_rules(found, lab)
            submissions = find_submissions(found, lab, sorted(rules.notebooks), student or ())
            judge = read_judge(rules)
            summary = regrading.regrade(judge, submissions)
            if json_file is not None:
                write_json(json_file, _to_json(lab, summary, apply))
            _show(lab, summary)
            if apply and summary.changes:
                done = regrading.apply(judge, summary.changes)
                console().print(
                    f"Written: {len(done)} submissions. Their feedback: nbgrader generate_feedback {lab} --force"
                )
            elif summary.changes:
                console().print(f"Nothing was written. To write it: descent regrade {lab} --apply")


def _show(lab: str, summary: Regrade) -> None:
    from rich.table import Table
    from rich.text import Text

    out = console()
    for reason in summary.reasons:
        out.print(reason, markup=False)
    if summary.scores:
        rows = Table("student", "change", "why")
        for change in summary.scores:
            why = "\n".join(_why(one) for one in change.tasks if one.points_change)
            rows.add_row(Text(change.submission.student), f"{change.score_change:+g}", Text(why))
        out.print(rows)
    counts = (len(summary.scores), len(summary.wording), summary.unchanged)
    said = "Scores that change: {}; other words only: {}; as before: {}.".format(*counts)
    out.print(said)
    for submission, reason in summary.left_out[:LARGEST_LIST]:
        out.print(f"{submission.student}: left out, {reason}", style="yellow", markup=False)
    if len(summary.left_out) > LARGEST_LIST:
        out.print(f"... and {len(summary.left_out) - LARGEST_LIST} more left out", style="yellow")


def _why(one: TaskChange) -> str:
    points = f"{one.task}: {_points(one.points_before)} to {_points(one.after.points)} points"
    now = _judged(one.after.outcome, one.after.mistakes)
    was = now if one.before is None else _judged(one.before.outcome, one.before.mistakes)
    judged = f", {now}" if was == now else f", was {was}, is {now}"
    manual = "" if one.manual is None else f"; the {one.manual:g} given by hand stay"
    return points + judged + manual


def _points(points: float | None) -> str:
    return "no" if points is None else f"{points:g}"


def _judged(outcome: str, mistakes: tuple[str, ...]) -> str:
    return f"{outcome} ({', '.join(mistakes)})" if mistakes else outcome


def _to_json(lab: str, summary: Regrade, applied: bool) -> dict[str, Any]:
    return {
        "lab": lab,
        "applied": applied,
        "reasons": list(summary.reasons),
        "unchanged": summary.unchanged,
        "changes": [
            {
                "student": change.submission.student,
                "notebook": change.submission.notebook,
                "score_change": change.score_change,
                "tasks": [_task(one) for one in change.tasks],
            }
            for change in summary.changes
        ],
        "left_out": [
            {"student": one.student, "notebook": one.notebook, "reason": why} for one, why in summary.left_out
        ],
    }


def _task(one: TaskChange) -> dict[str, Any]:
    before = None if one.before is None else {"outcome": one.before.outcome, "mistakes": list(one.before.mistakes)}
    return {
        "task": one.task,
        "points_before": one.points_before,
        "points": one.after.points,
        "manual_points": one.manual,
        "before": before,
        "outcome": one.after.outcome,
        "mistakes": list(one.after.mistakes),
    }
