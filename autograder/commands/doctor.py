"""``descent doctor``: what this machine offers."""

from __future__ import annotations

import os
import platform
import sys
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from autograder.commands.common import GRADERS_FAULT, console, problems_in_one_line, say
from autograder.seams.nbgrader import MIGRATIONS, migrations_program

if TYPE_CHECKING:
    from autograder.course.course import Course
    from autograder.requirements.needs import Need

LIBRARIES = ("graded-descent", "nbgrader", "torch", "numpy", "matplotlib", "ipython", "jupyterlab")


def doctor(
    lab: Annotated[
        str | None, typer.Argument(help="Look at what was handed in for this lab, too.", metavar="[LAB]")
    ] = None,
    course: Annotated[
        Path | None, typer.Option("--course", help="Look at what was handed in for this course's labs.", metavar="DIR")
    ] = None,
) -> None:
    """Show what this machine offers: above all which layers isolate student code, and how to get the missing ones.

    With a lab or a course, also what its submissions need and the grader lacks, such as packages that they import.
    Exit status 1 where isolation is too weak to grade, or something that submissions need is missing.
    """
    from autograder.execution.sandbox import acceptable, describe, probe

    out = console()
    out.print(f"Python {platform.python_version()} at {sys.executable}, {_cores()} cores, {platform.platform()}")
    out.print(", ".join(f"{name} {_version(name)}" for name in LIBRARIES))
    migrations = migrations_program() or f"MISSING; pip install {MIGRATIONS}"
    out.print(f"{MIGRATIONS}, which nbgrader needs for a new gradebook: {migrations}")
    layers = probe()
    rows = Table("layer", "active", "what it protects", "how to get it")
    for row in describe(layers):
        rows.add_row(row.layer, "yes" if row.active else "no", row.protects, row.remedy)
    out.print(rows)
    refusal = acceptable(layers)
    if refusal is not None:
        out.print(f"Not enough to grade: {refusal}", style="red")
        raise typer.Exit(GRADERS_FAULT)
    say("Student code is isolated well enough to grade.")
    if lab is not None or course is not None:
        _look_at_class(course or Path("."), lab)


def _look_at_class(folder: Path, lab: str | None) -> None:
    """Say what the submissions of a lab, or of all labs, need and the grader lacks."""
    from autograder.course.course import assignments, check_assignment, find_course
    from autograder.requirements.needs import for_class

    lacking = False
    with problems_in_one_line(folder):
        course = find_course(folder)
        if lab is not None:
            check_assignment(course, lab)
        for name in [lab] if lab is not None else assignments(course):
            found = _needs(course, name)
            sentences = for_class(found)
            lacking = lacking or bool(sentences)
            for sentence in sentences or [f"{len(found)} submissions, and nothing that they need is missing here."]:
                say(f"{name}: {sentence}")
    if lacking:
        raise typer.Exit(GRADERS_FAULT)


def _needs(course: Course, lab: str) -> list[frozenset[Need]]:
    """What each submission needs; those that cannot be read are left to the grading."""
    from autograder.course.fault_boundary import boundary
    from autograder.grading.grading_rules import read_rules
    from autograder.grading.lacking_requirements import needs_of
    from autograder.grading.prepared_submission import label
    from autograder.shared.errors import DescentError
    from autograder.submissions import find_submissions

    if not any(course.step("submitted", lab, "*").parent.parent.glob(f"*/{lab}")):
        return []
    rules = read_rules(course, lab)
    found = []
    for submission in find_submissions(course, lab, sorted(rules.notebooks), ()):
        with suppress(DescentError), boundary(course, label(submission), "reading what it needs"):
            found.append(needs_of(rules, submission))
    return found


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "MISSING"
