"""``descent explain``: one submission, number by number."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from autograder.commands.common import CourseOption, IsolationOption, LabArgument, console, problems_in_one_line, say

if TYPE_CHECKING:
    from autograder.grading.class_runs import Ran
    from autograder.grading.explaining import Explained, UnderSetting
    from autograder.grading.grading_rules import Rules
    from autograder.submissions import Submission


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
    from autograder.commands.grade import check_isolation
    from autograder.course.course import check_assignment, find_course
    from autograder.grading.explaining import explain_run, write_notebooks
    from autograder.grading.grading_rules import read_rules
    from autograder.grading.judge import read_judge
    from autograder.submissions import find_submissions

    with problems_in_one_line(course):
        check_isolation(isolation)
        found = find_course(course)
        check_assignment(found, lab)
        judge = read_judge(read_rules(found, lab))
        for submission in find_submissions(found, lab, sorted(judge.rules.notebooks), (student,)):
            ran = _run(judge.rules, submission, isolation)
            _show(explain_run(judge, submission, ran))
            folder = (out or found.root / "explained" / lab / student).absolute()
            for path in write_notebooks(judge, submission, folder):
                say(f"{path}: to be run again by hand")


def _run(rules: Rules, submission: Submission, isolation: Any) -> Ran:
    """The submission's evidence: what is kept, or from a run now."""
    from autograder.execution.executor import Executor
    from autograder.grading.class_grading import lazily
    from autograder.grading.class_runs import NotRun, run_class
    from autograder.grading.prepared_submission import is_kept, prepare
    from autograder.shared.errors import SubmissionError

    if rules.disclosed and not is_kept(rules, submission):
        remedy = f"Grade it first: 'descent grade {rules.assignment}' draws new settings."
        raise SubmissionError(submission.file, "it was not graded before the fresh settings were disclosed", remedy)
    prepared = prepare(rules, submission, check=lambda key: not rules.store.has(key))
    with ExitStack() as stack:
        execute = lazily(lambda: stack.enter_context(Executor(isolation, courses=rules.course.own_folders)).run)
        (ran,) = run_class([prepared], rules.assignment, rules.store, execute)
        if isinstance(ran, NotRun):
            raise ran.error
        return ran


def _show(explained: Explained) -> None:
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
                _show_setting(part)


def _show_setting(part: UnderSetting) -> None:
    out = console()
    kind = "published" if part.published else "fresh, disclosed" if part.disclosed else "fresh, not known to students"
    setting = ", ".join(f"{name} = {value:g}" for name, value in part.setting.items())
    out.print(f"\nUnder {setting} ({kind}):", style="bold")
    if part.compared:
        out.print(_table(part.compared))
    out.print(part.message, markup=False)


def _table(rows: Sequence[Any]) -> Any:
    from rich.table import Table
    from rich.text import Text

    shown = Table("", "from", "to", "found", "right")
    for row in rows:
        low, high = ("-" if bound is None else f"{bound:.7g}" for bound in (row.low, row.high))
        shown.add_row(row.what, low, high, Text(row.found), "yes" if row.right else "no")
    return shown
