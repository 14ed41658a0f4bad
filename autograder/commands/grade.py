"""``descent grade``: a class graded in parallel, with its progress, and what came of it."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from autograder.commands.common import (
    GRADERS_FAULT,
    CourseOption,
    IsolationOption,
    LabArgument,
    console,
    problems_in_one_line,
    say_problem,
    write_json,
)
from autograder.shared.errors import CourseError, StoreError

if TYPE_CHECKING:
    from rich.progress import Progress

    from autograder.course.course import Course
    from autograder.execution.executor import Executor
    from autograder.grading.class_grading import Done
    from autograder.grading.judge import Judge
    from autograder.submissions import Submission

LARGEST_TABLE = 60
"""Students up to which all of them are listed."""


def grade(
    lab: LabArgument,
    course: CourseOption = Path("."),
    student: Annotated[
        list[str] | None, typer.Option("--student", help="Grade this student only; may be repeated.", metavar="ID")
    ] = None,
    jobs: Annotated[int | None, typer.Option(help="Runs at the same time; one per core by default.", min=1)] = None,
    force: Annotated[bool, typer.Option("--force", help="Run again what is kept from before.")] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the results there as JSON; - for standard output.")
    ] = None,
    isolation: IsolationOption = "auto",
) -> None:
    """Grade what a class handed in: run it, judge it, write the gradebook and the autograded notebooks.

    May be stopped at any moment and started again. Exit status: 0 when every submission got verdicts, 1 when one
    ended in a fault of the grader, 2 on wrong usage.
    """
    from autograder.course.course import find_course
    from autograder.grading.judge import to_json

    with problems_in_one_line(course), ExitStack() as stack:
        start = Starter(stack, isolation, jobs, (course,))
        if force or _seems_new(course, lab):
            start()  # its imports take longer than ours, so they begin first
        found = find_course(course)
        _, done = grade_lab(found, lab, student or (), start=start, force=force)
        if json_file is not None:
            write_json(json_file, {"lab": lab, "submissions": [to_json(one.result) for one in done]})
        show(done)
    if any(one.result.faulty for one in done):
        raise typer.Exit(GRADERS_FAULT)


def grade_lab(
    course: Course,
    lab: str,
    students: Sequence[str] = (),
    *,
    start: Starter,
    force: bool = False,
) -> tuple[Judge, list[Done]]:
    """Grade a lab with live progress; what it was judged by, and results sorted by student and notebook.

    Args:
        start: the executor, begun before where it will surely be needed

    Raises:
        DescentError, IsolationRefused, StoreError: see `problems_in_one_line`.
    """
    from autograder.course.course import check_assignment
    from autograder.course.drawn_settings import renew
    from autograder.grading.grading_rules import read_rules
    from autograder.grading.judge import read_judge
    from autograder.grading.prepared_submission import is_kept
    from autograder.submissions import find_submissions

    check_assignment(course, lab)
    start.hide(course.own_folders)
    with alone(course, lab):
        rules = read_rules(course, lab)
        submissions = find_submissions(course, lab, sorted(rules.notebooks), students)
        if rules.disclosed and rules.lab is not None and (force or not all(is_kept(rules, one) for one in submissions)):
            renew(course, rules.lab)
            rules = read_rules(course, lab)
            console().print("The fresh settings were disclosed: new ones were drawn, and everything runs again.")
        judge = read_judge(rules)
        done = _graded(judge, submissions, start, force)
    return judge, sorted(done, key=lambda one: (one.submission.student, one.submission.notebook))


def check_isolation(isolation: str) -> None:
    """Raises CourseError for a word that is no choice."""
    if isolation not in ("auto", "none"):
        raise CourseError("--isolation", f"'{isolation}' is no choice", "Say auto or none.")


@contextmanager
def alone(course: Course, lab: str) -> Iterator[None]:
    """One grading of a lab at a time; the lock goes with its process, however that ends."""
    from autograder.course.course import private_folder

    path = private_folder(course) / f"grading-{lab}.lock"
    try:
        opened = path.open("w")
    except OSError as error:
        remedy = "Remove what lies there, or permit writing; the file only says that a grading goes on."
        raise StoreError(path, f"it cannot be opened ({error.strerror})", remedy) from error
    with opened as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CourseError(path, "this lab is being graded right now", "Wait until that has ended.") from error
        yield


def _seems_new(course: Path, lab: str) -> bool:
    """Whether there are more submissions than kept runs, at first sight: before nbgrader's configuration is read.

    Only a guess, in nbgrader's usual folders: what it misses is started when the first run is due.
    """
    from autograder.course.course import PRIVATE_FOLDER

    kept = sum(1 for _ in (course / PRIVATE_FOLDER / "evidence").glob("*/*.jsonl"))
    return sum(1 for _ in (course / "submitted").glob(f"*/{lab}")) > kept


def _graded(judge: Judge, submissions: Sequence[Submission], start: Starter, force: bool) -> list[Done]:
    from autograder.grading.class_grading import grade_class, lazily

    done: dict[Submission, Done] = {}
    with _progress() as progress:
        bar = progress.add_task(judge.rules.assignment, total=len(submissions), rate="")
        execute = lazily(lambda: start().run)
        for one in grade_class(judge, submissions, execute, force=force):
            done[one.submission] = one
            progress.update(bar, advance=1, rate=_rate(progress, bar))
            if said_now := one.result.problem or one.result.unclear:
                progress.console.print(said_now, style="yellow", markup=False)
    return list(done.values())


@dataclass
class Starter:
    """Starts the one executor of a grading when it is first called; it ends with `stack`."""

    stack: ExitStack
    isolation: Any = "auto"
    jobs: int | None = None
    courses: Sequence[Path] = ()
    """Folders that no run may read."""
    executor: Executor | None = None

    def __post_init__(self) -> None:
        """Raises CourseError for a word that is no choice."""
        check_isolation(self.isolation)

    def __call__(self) -> Executor:
        from autograder.execution.executor import Executor

        if self.executor is None:
            executor = Executor(self.isolation, self.jobs, courses=self.courses)
            self.executor = self.stack.enter_context(executor)
        return self.executor

    def hide(self, folders: Sequence[Path]) -> None:
        """Let no run read these folders."""
        self.courses = (*self.courses, *folders)
        if self.executor is not None:
            self.executor.hide(folders)


def _progress() -> Progress:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console(),
    )


def _rate(progress: Progress, bar: Any) -> str:
    speed = progress.tasks[progress.task_ids.index(bar)].speed
    return f"{speed:.1f}/s" if speed else ""


def show(done: Sequence[Done]) -> None:
    """A table for people, and what needs a person's look."""
    from autograder.requirements.needs import for_class

    out = console()
    if len(done) <= LARGEST_TABLE:
        out.print(table(done))
    out.print(summary(done))
    for one in done:
        if one.result.faulty and not one.result.needs:
            why = one.result.fault or "The grader failed. A person has to grade it."
            say_problem(f"{one.submission.file}: {why} It is flagged for manual grading.")
    for sentence in for_class(one.result.needs for one in done):
        say_problem(f"{sentence} What they need it for is flagged for manual grading.")


def summary(done: Sequence[Done]) -> str:
    """How many were graded, how well, and how many wait for a person, who are not in the mean."""
    graded = [one.result for one in done if not one.result.waits]
    ran = sum(one.ran_now for one in done)
    parts = [f"{len(graded)} graded, {ran} run now"]
    if graded:
        mean = sum(result.score for result in graded) / len(graded)
        parts.append(f"mean score {mean:.2f} of {max(result.max_score for result in graded):g}")
    if waiting := len(done) - len(graded):
        parts.append("1 waits for a person" if waiting == 1 else f"{waiting} wait for a person")
    return "; ".join(parts) + "."


def table(done: Sequence[Done], line: Callable[[Done], str] | None = None) -> Any:
    """Students, scores and, for what is not right, the first line of each message."""
    from rich.table import Table

    rows = Table("student", "score", "what was found")
    for one in done:
        result = one.result
        text = (line or said)(one)
        rows.add_row(_plain(result.student), f"{result.score:g}/{result.max_score:g}", _plain(text))
    return rows


def _plain(text: str) -> Any:
    from rich.text import Text

    return Text(text)


def said(one: Done) -> str:
    """In a few words, what is not right with a submission."""
    if one.result.problem:
        return one.result.problem
    wrong = [item for item in one.result.items if item.outcome != "correct"]
    if not wrong:
        return "all right"
    named = dict.fromkeys(name for item in wrong for name in item.mistakes)
    if named:
        return ", ".join(named)
    return "\n".join("".join(item.message.splitlines()[:2]) for item in wrong)
