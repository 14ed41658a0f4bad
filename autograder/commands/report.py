"""``descent report``: what a class misunderstood, on one page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.common import CourseOption, LabArgument, problems_in_one_line, say, say_problem
from autograder.shared.errors import CourseError


def report(
    lab: LabArgument,
    course: CourseOption = Path("."),
    out: Annotated[
        Path | None, typer.Option(help="The page; LAB-report.html in the course by default.", metavar="FILE.html")
    ] = None,
) -> None:
    """Write the report on a class that was graded: one page that needs nothing else and shows no code."""
    from autograder.course.course import check_assignment, find_course
    from autograder.grading.grading_rules import read_rules
    from autograder.grading.judge import read_judge
    from autograder.report.reporting import write_class_report
    from autograder.submissions import find_submissions

    with problems_in_one_line(course):
        found = find_course(course)
        check_assignment(found, lab)
        judge = read_judge(read_rules(found, lab))
        submissions = find_submissions(found, lab, sorted(judge.rules.notebooks))
        path = (out or found.root / f"{lab}-report.html").absolute()
        try:
            left_out = write_class_report(judge, submissions, path)
        except OSError as error:
            raise CourseError(path, f"the report cannot be written ({error.strerror})", "Name another file.") from error
        if len(left_out) == len(submissions):
            path.unlink(missing_ok=True)
            raise CourseError(lab, "nothing of this lab was graded yet", f"Run 'descent grade {lab}' first.")
        for submission in left_out:
            say_problem(f"{submission.file}: not graded since it changed, so not in the report.")
        say(str(path))
