"""``descent demo``: a whole class from release to results, on submissions made up for it."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands.common import GRADERS_FAULT, console, problems_in_one_line, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograder.course.course import Course
    from autograder.grading.class_grading import Done
    from autograder.grading.judge import Judge


def demo(
    students: Annotated[int, typer.Option(help="How many students.", min=1)] = 24,
    out: Annotated[
        Path | None,
        typer.Option(help="A new or empty folder for the course; demo, demo-2, ... by default.", metavar="DIR"),
    ] = None,
    lab: Annotated[str, typer.Option(help="The lab to show: any that comes with the kit.")] = "two-parameter-sgd",
) -> None:
    """Make a course, release the lab, fill a class of submissions, grade them, and say what to open next.

    The submissions are the kit's own and trusted, so the demo runs where student code could not be isolated too.
    """
    from autograder.assignments.releases import create_course
    from autograder.commands.grade import results_with_progress, summary, table
    from autograder.demo.class_of import check_made_up, hand_in
    from autograder.execution.isolation import isolation_for_trusted
    from autograder.execution.when_needed import ExecutorWhenNeeded
    from autograder.grading.service import lab_grading

    out = out or _unused(Path("demo"))
    with problems_in_one_line(), ExecutorWhenNeeded(isolation_for_trusted()) as executor:
        check_made_up(lab)
        executor.start()  # while the course is made
        say(f"Making a course in {out} and releasing {lab} ...")
        course = create_course(out, [lab])
        say(f"Handing in {students} submissions ...")
        hand_in(course, students, lab)
        say("Grading them: once with the published data, and again with data that nobody saw ...")
        with lab_grading(course, lab, executor=executor) as grading:
            done = results_with_progress(grading)
        _report(grading.judge, done, _report_file(out, lab))
        console().print(table(done))
        right = sum(one.result.score == one.result.max_score for one in done)
        say(f"{summary(done)} {right} all right.")
        _next_steps(course, out, lab, done[-1].submission.student)
    if any(one.result.faulty for one in done):
        raise typer.Exit(GRADERS_FAULT)


def _report(judge: Judge, done: Sequence[Done], file: Path) -> None:
    from autograder.report.reporting import write_class_report

    known = {(one.submission.student, one.submission.notebook): one.result for one in done}
    write_class_report(judge, [one.submission for one in done], file.absolute(), known)


def _report_file(out: Path, lab: str) -> Path:
    return out / f"{lab}-report.html"


def _unused(folder: Path) -> Path:
    """The folder, or the first of folder-2, folder-3, ... that is not there yet: an earlier demo is never touched."""
    names = (folder.with_name(f"{folder.name}-{number}") for number in count(2))
    return folder if not folder.exists() else next(name for name in names if not name.exists())


def _next_steps(course: Course, out: Path, lab: str, student: str) -> None:
    notebook = f"{lab}.ipynb"
    lines = [
        ("what the class misunderstood", _report_file(out, lab)),
        ("what students get", out / "release" / lab / notebook),
        (f"what {student} handed in", out / "submitted" / student / lab / notebook),
        ("the same, graded and with a message", out / "autograded" / student / lab / notebook),
        ("all scores", out / "gradebook.db"),
    ]
    say("\nOpen next:")
    for what, path in lines:
        say(f"  {path}  ({what})")
    say(f"\nThis is an nbgrader course. In {out}:")
    feedback = f"nbgrader generate_feedback {lab}"
    say(f"  {feedback}    feedback for every student")
    say(f"  {'jupyter lab':{len(feedback)}}    nbgrader's formgrader, to grade the written answers")
