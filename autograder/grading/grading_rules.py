"""What an assignment is graded by: its cells and points, its lab, its settings, and what a run depends on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.assignments.assignment import GivenNotebook, given_notebooks
from autograder.assignments.releases import ensure_registered, open_gradebook
from autograder.course.course import Course
from autograder.execution.fingerprint import fingerprint
from autograder.execution.job import Limits
from autograder.feedback.titles import titles
from autograder.grading.evidence_store import FORMAT, Store
from autograder.references.lab_references import reference_of
from autograder.references.lab_settings import LabSettings, settings_of
from autograder.references.run_limits import limits_of
from autograder.shared.errors import CourseError
from autograder.shared.files import digest
from autograder.submissions import MAX_FILE_BYTES, lab_files, read_files
from labkit.evidence.task import Task
from labkit.judging.setting import AS_RELEASED, Setting

if TYPE_CHECKING:
    from reference.lab_files.lab import Lab
    from reference.lab_files.reference import Reference

PLANNING = ("submissions/restoring.py", "shared/cell_text.py", "grading/jobs.py")
"""files of this package that say which cells run"""


@dataclass(frozen=True)
class Rules:
    """Everything about an assignment that is the same for all its submissions."""

    course: Course
    assignment: str
    notebooks: Mapping[str, GivenNotebook]
    reference: Reference | None
    """None for an ordinary nbgrader assignment"""
    settings: LabSettings | None
    """None without a lab"""
    limits: Limits
    runtime: str
    """hash of all that runs beside the submission: kit and libraries"""

    @property
    def lab(self) -> Lab | None:
        """The lab; None for an ordinary nbgrader assignment."""
        return None if self.reference is None else self.reference.lab

    @property
    def store(self) -> Store:
        """Where the evidence of this course is kept."""
        return Store(self.course.private / "evidence")

    @cached_property
    def same_for_all(self) -> dict[str, str]:
        """For each notebook, the hash of what every submission's evidence depends on."""
        return {notebook: digest(self._dependencies(notebook)) for notebook in self.notebooks}

    @cached_property
    def lab_files(self) -> dict[str, Path]:
        """The lab's own files beside its notebooks."""
        return lab_files(self.course, self.assignment)

    @cached_property
    def lab_contents(self) -> Mapping[str, bytes]:
        """What is in them.

        Raises:
            CourseError: where that is too much for a run.
        """
        contents, left_out = read_files(self.lab_files)
        if left_out:
            what = f"the files beside the lab's notebooks hold more than {MAX_FILE_BYTES // 1_000_000} MB together"
            raise CourseError(
                self.lab_files[left_out[0]], what, "Let the notebook make its data, or make them smaller."
            )
        return contents

    def _dependencies(self, notebook: str) -> list[str | bytes]:
        return [
            f"format {FORMAT}",
            self.runtime,
            self.assignment,
            notebook,
            json.dumps([dict(setting) for setting in self.settings_for(notebook)]),
            json.dumps([task.to_json() for task in self.tasks(notebook).values()]),
            json.dumps(_release_data(self.notebooks[notebook])),
            repr(self.limits),
            *(part for name, data in sorted(self.lab_contents.items()) for part in (name, data)),
        ]

    def tasks(self, notebook: str) -> dict[str, Task]:
        """The lab's tasks that this notebook has an autograder cell for, by grade_id."""
        if self.lab is None:
            return {}
        return {task.name: task for task in self.lab.tasks if task.name in self.notebooks[notebook].tests}

    def titles(self, notebook: str) -> dict[str, str]:
        """What people call each graded cell of a notebook, in the order of the release."""
        given = self.notebooks[notebook]
        return titles(given.release.cells, list(given.points), {n: t.names for n, t in self.tasks(notebook).items()})

    def settings_for(self, notebook: str) -> tuple[Setting, ...]:
        """The settings under which a notebook may run; a notebook without tasks runs once, as released."""
        return self.settings.all if self.settings and self.tasks(notebook) else (AS_RELEASED,)

    def first_settings(self, notebook: str) -> tuple[Setting, ...]:
        """Those under which everybody's notebook runs; under the others where these leave something open."""
        return self.settings.first if self.settings and self.tasks(notebook) else (AS_RELEASED,)

    @property
    def disclosed(self) -> bool:
        """Whether students may know the fresh settings: they then serve for no new run."""
        return self.settings is not None and self.settings.disclosed

    def must_run(self, key: str, force: bool = False) -> bool:
        """Whether a submission has to run: nothing is kept under its evidence key, or all is to run again."""
        return force or not self.store.has(key)


def read_rules(course: Course, assignment: str) -> Rules:
    """Read what ``assignment`` is graded by; registers it in the gradebook where it is missing there.

    Raises:
        CourseError: naming the file and the remedy.
    """
    ensure_registered(course, assignment)
    with open_gradebook(course) as gradebook:
        notebooks = given_notebooks(course, assignment, gradebook.db)
    reference = reference_of(course, assignment)
    settings = None if reference is None else settings_of(course, reference)
    return Rules(course, assignment, notebooks, reference, settings, limits_of(course), runtime_hash())


def evidence_key(rules: Rules, notebook: str, content: bytes, files: Mapping[str, bytes]) -> str:
    """The hash under which the evidence of one submission is kept: of all that it depends on.

    Args:
        content: the submitted file
        files: what the student put beside it
    """
    parts: list[str | bytes] = [rules.same_for_all[notebook], content]
    for name, data in sorted(files.items()):
        parts += [name, data]
    return digest(parts)


def _release_data(given: GivenNotebook) -> list[list[str | None]]:
    return [[cell.id, cell.grade_id, cell.kind, cell.cell_type, cell.source] for cell in given.release.cells]


def runtime_hash() -> str:
    """Of the kit's files that take part in a run, of Python, and of all that is installed for it."""
    kit = Path(__file__).parents[1]
    return digest([*fingerprint().parts(), *((kit / name).read_bytes() for name in PLANNING)])
