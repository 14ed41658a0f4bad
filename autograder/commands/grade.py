"""``descent grade``: a class graded in parallel, with its progress, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from autograder.commands.common import (
    GRADERS_FAULT,
    CaOption,
    CertOption,
    CourseOption,
    IsolationOption,
    KeyOption,
    LabArgument,
    console,
    problems_in_one_line,
    say_problem,
    write_json,
)

if TYPE_CHECKING:
    from rich.progress import Progress

    from autograder.cluster.executor_on_workers import ExecutorOnWorkers
    from autograder.execution.when_needed import ExecutorWhenNeeded
    from autograder.grading.class_grading import Done
    from autograder.grading.service import LabGrading

_TlsFiles = tuple[Path | None, Path | None, Path | None]
FEW = 8
"""New submissions up to which a start that is sooner saves more than runs that are shorter."""
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
    scheduler: Annotated[
        str | None,
        typer.Option(
            help="Run on the workers of this Dask scheduler: its address or scheduler file.", metavar="ADDRESS"
        ),
    ] = None,
    tls_ca_file: CaOption = None,
    tls_cert: CertOption = None,
    tls_key: KeyOption = None,
) -> None:
    """Grade what a class handed in: run it, judge it, write the gradebook and the autograded notebooks.

    May be stopped at any moment and started again. Exit status: 0 when every submission got verdicts, 1 when one
    ended in a fault of the grader, 2 on wrong usage.
    """
    files = (tls_ca_file, tls_cert, tls_key)
    handed_in = _folders(course, lab, student or ())
    new = [folder for folder in handed_in if force or _seems_new(course, folder)]
    many = len(new or handed_in) > FEW  # where none seems new, perhaps the lab has changed
    with problems_in_one_line(course), _executor(scheduler, isolation, jobs, course, files, many) as executor:
        if new:
            executor.start()  # its imports take longer than ours, so they begin first
        from autograder.course.course import find_course
        from autograder.grading.judge import to_json
        from autograder.grading.service import lab_grading

        found = find_course(course)
        with lab_grading(found, lab, student or (), executor=executor, force=force) as grading:
            done = results_with_progress(grading)
        if json_file is not None:
            write_json(json_file, {"lab": lab, "submissions": [to_json(one.result) for one in done]})
        show(done)
    if any(one.result.faulty for one in done):
        raise typer.Exit(GRADERS_FAULT)


def _executor(
    scheduler: str | None,
    isolation: str,
    jobs: int | None,
    course: Path,
    tls: _TlsFiles,
    many_runs: bool,
) -> ExecutorWhenNeeded | ExecutorOnWorkers:
    """What runs the notebooks: this machine, or the workers of a scheduler."""
    if scheduler is None:
        from autograder.execution.when_needed import ExecutorWhenNeeded

        return ExecutorWhenNeeded(isolation, jobs, (course,), many_runs)
    from autograder.cluster.encryption import encryption
    from autograder.cluster.executor_on_workers import ExecutorOnWorkers
    from autograder.cluster.installed import require

    require()
    out = console()
    return ExecutorOnWorkers(
        scheduler, isolation, encryption(*tls), lambda line: out.print(line, style="yellow", markup=False)
    )


def _folders(course: Path, lab: str, students: Sequence[str]) -> list[Path]:
    """What is to be graded, at first sight: in nbgrader's usual folders, before its configuration is read."""
    with suppress(OSError, ValueError):  # whoever reads the configuration says what is wrong
        names = [path.name for path in (course / "submitted").iterdir()]
        folders = [course / "submitted" / name / lab for name in names if not students or name in students]
        return [folder for folder in folders if folder.is_dir()]
    return []


def _seems_new(course: Path, submitted: Path) -> bool:
    """Whether a submission is newer than the notebook that was graded of it.

    Only a guess: what it misses is started when the first run is due.
    """
    graded = course / "autograded" / submitted.parent.name / submitted.name
    return _newest(submitted) > _newest(graded)


def _newest(folder: Path) -> float:
    """When the newest notebook in a folder was written; 0 without one."""
    times = [0.0]
    for path in folder.glob("*.ipynb"):
        with suppress(OSError):
            times.append(path.stat().st_mtime)
    return max(times)


def results_with_progress(grading: LabGrading) -> list[Done]:
    """What comes of a grading, sorted by student and notebook, with live progress on the way."""
    from autograder.grading.service import in_order

    if grading.renewed:
        console().print("The fresh settings were disclosed: new ones were drawn, and everything runs again.")
    done = []
    with _progress() as progress:
        bar = progress.add_task(grading.judge.rules.assignment, total=len(grading.submissions), rate="")
        for one in grading.results():
            done.append(one)
            progress.update(bar, advance=1, rate=_rate(progress, bar))
            if for_a_person := one.result.problem or one.result.unclear:
                progress.console.print(for_a_person, style="yellow", markup=False)
    return in_order(done)


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
        if one.result.for_graders:
            say_problem(f"{one.submission.file}: {one.result.for_graders}")
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
