"""All checks of a lab, cheap ones first, so that an author sees something at once and everything in one go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.authoring.lab_checks import answers, handout, margins, notebooks, tasks, trial
from autograder.authoring.lab_checks.findings import Check, Problem, shown
from autograder.authoring.lab_checks.notebooks import SourceNotebook
from autograder.course.course import Course, lab_file
from autograder.references.lab_settings import settings_file, settings_of
from autograder.references.sample_answers import Sample
from autograder.shared.errors import DescentError
from labkit.judging.setting import Setting

if TYPE_CHECKING:
    from reference.lab_files.reference import Reference

LAB_FILE = "the lab file defines a lab"
PAGE = "the page of mistakes is written"


def check_lab(course: Course, name: str, page: Path | None = None) -> Iterator[Check]:
    """Every check of a lab, each as soon as it is done; nothing in the course is changed.

    Args:
        name: of an assignment in the course's source folder
        page: where to write the page with every mistake that is recognised
    """
    sources, unreadable = notebooks.read_sources(course, name)
    looked_at = notebooks.check_notebooks(course, sources)
    yield Check(looked_at.name, (*unreadable, *looked_at.problems), looked_at.notes, looked_at.figures)
    reference, found = read_lab_file(course, name)
    yield found
    if reference is None:
        return
    lab, file = reference.lab, _file(course, name)
    fits = tasks.check_tasks(lab, file, name, sources)
    yield fits
    samples, read = answers.read_samples(course, name, [task.name for task in lab.tasks], sources)
    yield read
    if lab.name != name or not lab.tasks:
        return  # nothing below would speak of this lab
    yield handout.check_expected(course, reference)
    if lab.drills:
        yield handout.check_drills(course, reference)
    fresh, stale = _recorded(course, reference)
    yield margins.check_margins(reference, file, fresh)
    if page is not None:
        yield _page(page, reference, file)
    if stale:
        yield stale
    elif sources and not unreadable:
        yield from _tried(course, reference, sources, samples)


def read_lab_file(course: Course, name: str) -> tuple[Reference | None, Check]:
    """The reference of an assignment's lab, and what is wrong with its file."""
    from autograder.references.lab_references import reference_of
    from reference.lab_files.lab import LabFileError

    own = f"labs/{name.replace('-', '_')}.py"
    if lab_file(course, name) is None:
        remedy = "Write one, or start from 'descent new'; docs/write-a-lab.md shows how."
        return None, Check(LAB_FILE, (Problem(own, "there is no lab file, so nothing says what is right", remedy),))
    file = _file(course, name)
    try:
        reference = reference_of(course, name)
        lab = None if reference is None else reference.lab
        if lab is not None and lab.recipe is not None and any(t.kind in tasks.SHOWS_HISTORY for t in lab.tasks):
            lab.givens(lab.published)
    except (LabFileError, DescentError) as error:
        return None, Check(LAB_FILE, (Problem(file, _reason(error, course, name), "Correct the file."),))
    except Exception as error:  # an author's own data function
        what = f"its data cannot be drawn under published: {type(error).__name__}: {error}".rstrip(".")
        return None, Check(LAB_FILE, (Problem(file, what, "Correct data= or published= there."),))
    return reference, Check(LAB_FILE, notes=(file,))


def _page(path: Path, reference: Reference, file: str) -> Check:
    from autograder.authoring.mistakes_page import write_mistakes_page
    from reference.lab_files.calibrated import CalibrationError

    try:
        count = write_mistakes_page(path, reference)
    except OSError as error:
        return Check(PAGE, (Problem(str(path), f"it cannot be written ({error.strerror})", "Name another file."),))
    except CalibrationError as error:
        what = str(error).strip().rstrip(".")
        return Check(PAGE, (Problem(f"{file}, published", what, "Choose other numbers, or another training."),))
    return Check(PAGE, notes=(f"{path}: {count} mistakes, with what each changes, leaves, and what students read",))


def _reason(error: Exception, course: Course, name: str) -> str:
    """What is wrong with a lab file, without its name."""
    return str(error).removeprefix(str(lab_file(course, name))).strip().rstrip(".")


def _file(course: Course, name: str) -> str:
    path = lab_file(course, name)
    return "" if path is None else shown(path, course.root)


def _recorded(course: Course, reference: Reference) -> tuple[Sequence[Setting], Check | None]:
    """The fresh settings that the course has drawn already, if any."""
    if not settings_file(course, reference.lab.name).is_file():
        return (), None
    try:
        return settings_of(course, reference).fresh, None
    except DescentError as error:
        return (), Check("the course's fresh settings are the lab's", (Problem.of(error),))


def _tried(
    course: Course, reference: Reference, sources: Sequence[SourceNotebook], samples: Sequence[Sample]
) -> Iterator[Check]:
    """Released and graded in a copy of the course."""
    lab = reference.lab
    try:
        with trial.copied(course, reference) as copy:
            released = trial.release_in(copy, lab.name)
            yield handout.check_release(course, lab.name, released)
            yield handout.check_leaks(course, lab.name, sources, released)
            done = trial.try_out(copy, lab.name, sources, samples)
    except Exception as error:  # whatever an unfinished lab leads to: said, and the other checks still count
        yield answers.not_run(error)
        return
    yield answers.check_solution(course, done, sources)
    yield answers.check_empty(done, sources)
    yield answers.check_samples(course, done)
    yield answers.check_limits(done, sources)
