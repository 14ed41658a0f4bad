"""Results into the course: autograded folders and gradebook rows, as nbgrader's Autograde leaves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.course.course import Course, private_folder
from autograder.feedback.findings import with_findings
from autograder.gradebook.rows import LatePenalty, NotebookScores, SubmissionScores, record
from autograder.grading.evidence_store import Outputs
from autograder.grading.grading_rules import Rules
from autograder.grading.jobs import notebook_text, with_notes, with_outputs
from autograder.grading.judge import Judge
from autograder.grading.prepared_submission import SubmissionContent
from autograder.grading.result_findings import findings
from autograder.grading.submission_verdicts import Result
from autograder.seams import nbgrader
from autograder.shared.errors import SubmissionError
from autograder.shared.files import digest, write_whole
from autograder.submissions import Submission, read_timestamp, remove_graded, write_graded
from autograder.submissions.restoring import Restored

REPLACED = frozenset(
    {
        "ClearOutput",
        "DeduplicateIds",
        "OverwriteKernelspec",
        "OverwriteCells",
        "CheckCellMetadata",
        "RestoreRelease",
        "AddLabkit",
        "ExecuteInSandbox",
        "SaveVerdicts",
        "AssignLatePenalties",
    }
)
"""nbgrader's and our steps whose work is done here for a whole class; all other configured steps run as they are"""


@dataclass(frozen=True)
class Saver:
    """What saving needs, once per class."""

    judge: Judge

    @property
    def rules(self) -> Rules:
        """The rules of the class."""
        return self.judge.rules

    @cached_property
    def given(self) -> dict[str, Path]:
        """The lab's own files as they lie there."""
        return self._kept_once(self.rules.lab_contents)

    def _kept_once(self, files: Mapping[str, bytes]) -> dict[str, Path]:
        """Files that are the same for everyone: kept once per course, never changed in place."""
        folder = private_folder(self.rules.course) / "kit" / digest(f"{name} {data!r}" for name, data in files.items())
        for name, data in files.items():
            path = folder / name
            if not path.is_file() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, data, self.mode)
        return {name: folder / name for name in files}

    @cached_property
    def steps(self) -> Sequence[Any]:
        """The course's further autograde steps, such as LimitOutput."""
        return further_steps(self.rules.course)

    @cached_property
    def mode(self) -> int:
        """File mode of graded files, as nbgrader is configured to set it."""
        from nbgrader.converters import Autograde

        course = self.rules.course
        return int(str(Autograde(coursedir=course.directory, config=course.config).permissions), 8)

    def graded_text(self, restored: Restored, outputs: Outputs, result: Result) -> str:
        """The autograded notebook; puts the outputs into ``restored``."""
        verdicts = {item.name: (item.message, item.html) for item in result.items if item.html}
        graded = with_findings(with_outputs(restored.notebook, outputs, verdicts), findings(self.judge, result))
        notebook = with_notes(graded, result.notes)
        resources: dict[str, Any] = {}
        for step in self.steps:
            notebook, resources = step(notebook, resources)
        return notebook_text(notebook)

    def write(self, submission: Submission, text: str, read: SubmissionContent) -> None:
        """The autograded folder; labkit, which is installed with the kit, is not copied there."""
        write_graded(self.rules.course, submission, text, read.own_files, self.given, self.mode)

    def remove(self, submission: Submission) -> None:
        """Take away what an earlier grading left of a submission that cannot be read now."""
        remove_graded(self.rules.course, submission)

    def record(self, session: Any, scores: Sequence[SubmissionScores]) -> None:
        """Gradebook rows of a batch."""
        course = self.rules.course
        create = bool(course.config.get("Autograde", {}).get("create_student", True))
        record(session, self.rules.assignment, merged(scores), late_penalty=self.late, create_students=create)

    @cached_property
    def late(self) -> LatePenalty:
        """The course's late penalties."""
        return late_penalty(self.rules.course)


def scores_of(rules: Rules, submission: Submission, result: Result, restored: Restored) -> SubmissionScores:
    """What goes into the gradebook."""
    timestamp = timestamp_of(rules, submission)
    given = rules.notebooks[submission.notebook]
    unanswered = given.unanswered(restored)
    points = {item.name: item.points for item in result.items} | given.hand_scores(unanswered)
    scores = NotebookScores(submission.notebook, points, unanswered)
    return SubmissionScores(submission.student, timestamp, (scores,))


def for_a_person(submission: Submission, timestamp: datetime | None = None) -> SubmissionScores:
    """What goes into the gradebook where a person has to look at every cell."""
    return SubmissionScores(submission.student, timestamp, (NotebookScores(submission.notebook, {}),))


def timestamp_of(rules: Rules, submission: Submission) -> Any:
    """When it was handed in; None where that is unknown or cannot be read."""
    try:
        return read_timestamp(rules.course, submission.folder)
    except SubmissionError:
        return None


def not_handed_in(submission: Submission, timestamp: datetime | None = None) -> SubmissionScores:
    """One of several notebooks that a student did not hand in."""
    return SubmissionScores(submission.student, timestamp, (NotebookScores(submission.notebook, {}, handed_in=False),))


def merged(scores: Sequence[SubmissionScores]) -> list[SubmissionScores]:
    """One entry per student, with all of the student's notebooks."""
    by_student: dict[str, SubmissionScores] = {}
    for one in scores:
        before = by_student.get(one.student)
        notebooks = (*before.notebooks, *one.notebooks) if before else one.notebooks
        timestamp = one.timestamp or (before.timestamp if before else None)
        by_student[one.student] = SubmissionScores(one.student, timestamp, notebooks)
    return list(by_student.values())


def late_penalty(course: Course) -> LatePenalty:
    """nbgrader's late submission plugin as the course configures it, with nbgrader's bounds."""
    return nbgrader.late_penalty(course.config)


def further_steps(course: Course) -> list[Any]:
    """The configured autograde steps that are neither replaced by the kit nor done by it for a whole class."""
    from nbgrader.converters import Autograde
    from traitlets.utils.importstring import import_item

    converter = Autograde(coursedir=course.directory, config=course.config)
    named = [*converter.sanitize_preprocessors, *converter.autograde_preprocessors]
    classes = [import_item(step) if isinstance(step, str) else step for step in named]
    return [
        step(config=course.config) for step in classes if step.__name__ not in REPLACED | {"Execute", "SaveAutoGrades"}
    ]
