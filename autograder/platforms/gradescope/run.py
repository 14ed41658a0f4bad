"""Grades one submission as Gradescope hands it over: ``python -m autograder.platforms.gradescope.run [BASE]``.

BASE, by default /autograder, holds ``source`` (the unpacked zip), ``submission`` and ``results``. The file
submission_metadata.json with names and addresses is not read. Exit status: 0 with verdicts, or with a submission that
holds nothing to grade; 1 after a fault of the grader, 2 on wrong usage. With ``--prepare COURSE`` the keys of the zip's
course are built where the image's libraries differ from those they were built with.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.platforms.gradescope.submission import NothingToGrade, place
from autograder.shared.files import write_whole

if TYPE_CHECKING:
    from autograder.course.course import Course
    from autograder.grading.class_grading import Done
    from autograder.grading.grading_rules import Rules
    from autograder.grading.judge import Judge
    from autograder.platforms.gradescope.results import Report, Shown

BASE = Path("/autograder")
STUDENT = "student"
"""the only student of the small course: who it really is, grading need not know"""
GRADERS_FAULT = 1
WRONG_USAGE = 2


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks for; the exit status."""
    if arguments[:1] == ["--prepare"] and len(arguments) == 2:
        prepare(Path(arguments[1]).absolute())
        return 0
    if len(arguments) > 1 or arguments[:1] == ["--prepare"]:
        print("usage: gradescope_run [BASE] or gradescope_run --prepare COURSE", file=sys.stderr)
        return WRONG_USAGE
    return run(Path(*arguments).absolute() if arguments else BASE)


def prepare(course: Path) -> None:
    """Make a later start quick: keys for this machine's libraries, and matplotlib's list of fonts."""
    import matplotlib.font_manager  # noqa: F401 - importing it writes the list

    from autograder.course.course import find_course
    from autograder.grading.grading_rules import read_rules
    from autograder.grading.judge import read_judge

    found = find_course(course)
    read_judge(read_rules(found, _lab(found)))
    print(f"{course}: ready to grade")


def run(base: Path) -> int:
    """Grade what lies in `base` and write its results/results.json, whole or not at all; the exit status."""
    from autograder.platforms.gradescope.results import bounded, fault, without_places

    started = time.monotonic()
    file = base / "results" / "results.json"
    file.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="descent-gradescope-", ignore_cleanup_errors=True) as folder:
        try:
            report = grade(base, Path(folder))
            content = bounded(without_places(report, (folder, str(base), sys.prefix)), started)
        except BaseException as error:  # whatever it is, even a lack of memory: the student gets an answer
            traceback.print_exc()
            report = fault(_for_graders(error))
            content = bounded(without_places(report, (folder, str(base), sys.prefix)), started)
    file.parent.mkdir(exist_ok=True)
    write_whole(file, content, 0o644)
    return 0 if "score" in report else GRADERS_FAULT


def _for_graders(error: BaseException) -> str:
    """What went wrong, and that nothing of the submission ran where it could not be kept apart."""
    from autograder.execution.isolation import IsolationRefused
    from autograder.execution.sandbox import SandboxError

    if isinstance(error, IsolationRefused | SandboxError):
        return f"{error}\nThis container offers too little isolation, so nothing of the submission was run."
    return f"{type(error).__name__}: {error}"


def grade(base: Path, folder: Path) -> Report:
    """The report on the submission in `base`, graded in a copy of the course in `folder`.

    Raises:
        Exception: whatever goes wrong in the grader itself.
    """
    from autograder.course.course import find_course
    from autograder.grading.grading_rules import read_rules
    from autograder.platforms.gradescope.results import not_gradable

    shutil.copytree(base / "source" / "course", folder / "course")
    course = find_course(folder / "course")
    rules = read_rules(course, _lab(course))
    try:
        place(base / "submission", course.step("submitted", rules.assignment, STUDENT), rules.notebooks)
        _check_readable(rules)
    except NothingToGrade as nothing:
        return not_gradable(rules, str(nothing))
    return _graded(course, rules)


def _lab(course: Course) -> str:
    from autograder.course.course import assignments

    (lab,) = assignments(course)
    return lab


def _check_readable(rules: Rules) -> None:
    """Make sure that all notebooks can be read.

    Raises:
        NothingToGrade: in words for the student, where one cannot.
    """
    from autograder.grading.prepared_submission import may_be_there, read_submission
    from autograder.shared.errors import SubmissionError
    from autograder.submissions import find_submissions

    submissions = find_submissions(rules.course, rules.assignment, sorted(rules.notebooks))
    there = [one for one in submissions if may_be_there(rules, one)]
    for submission in there or submissions:  # one of several may be missing: the others are graded
        try:
            read_submission(rules, submission).restored(rules)
        except SubmissionError as error:
            name = submission.file.name
            remedy = f"Open your notebook in Jupyter, save it as {name}, and hand in that file alone."
            raise NothingToGrade(f"{name} cannot be graded: {error.what}. {remedy}") from error


def _graded(course: Course, rules: Rules) -> Report:
    from autograder.execution.sandbox import describe, probe
    from autograder.execution.when_needed import ExecutorWhenNeeded
    from autograder.grading.service import grade_lab
    from autograder.platforms.gradescope.results import fault, graded

    with ExecutorWhenNeeded() as executor:
        judge, done = grade_lab(course, rules.assignment, executor=executor)
    broken = [item for one in done for item in one.result.items if item.points is None]
    if broken or any(one.result.faulty for one in done):
        reasons = [f"{item.name}: {item.message}" for item in broken]
        return fault("\n".join(["The grader failed.", *reasons]), [item.name for item in broken])
    layers = ", ".join(row.layer for row in describe(probe()) if row.active)
    shown = [_shown(judge, one) for one in done]
    return graded(rules, shown, judge.policy.show in ("hint", "closer-hint"), layers)


def _shown(judge: Judge, done: Done) -> Shown:
    """A result with what was expected and found, from the evidence that was just kept."""
    from autograder.grading.explaining import explain_run
    from autograder.grading.kept_results import kept_run
    from autograder.grading.prepared_submission import may_be_there
    from autograder.platforms.gradescope.results import Shown

    if done.result.problem or not may_be_there(judge.rules, done.submission):
        return Shown(done.result, None)
    ran = kept_run(judge.rules, done.submission)
    return Shown(done.result, None if ran is None else explain_run(judge, done.submission, ran))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
