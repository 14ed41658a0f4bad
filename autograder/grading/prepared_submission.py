"""Submissions made ready: read once, hashed, and restored where they have to run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from autograder.course.course import Course
from autograder.course.fault_boundary import boundary
from autograder.execution.job import Job
from autograder.grading.class_runs import Plan, PreparedSubmission
from autograder.grading.grading_rules import Rules, evidence_key
from autograder.grading.jobs import plan_job
from autograder.shared.errors import DescentError, GraderFault, SubmissionError
from autograder.submissions import (
    Submission,
    files_beside,
    left_out_notes,
    parse_notebook,
    read_own_files,
    read_timestamp,
)
from autograder.submissions.choosing import Candidates, anything_for, choose, look
from autograder.submissions.restoring import AnotherNotebook, Restored, restore
from autograder.submissions.written_answers import notes_on_text
from labkit.judging.setting import Setting

NO_TIME = "When it was handed in could not be read: a person decides whether it was late."


@dataclass(frozen=True)
class SubmissionContent:
    """A submission as it was read: one content, which is run, judged and written, whatever becomes of the file."""

    submission: Submission
    file: Path
    """the one that was chosen, see `choosing`"""
    content: bytes
    own_files: Mapping[str, bytes]
    notes: tuple[str, ...]
    """which file was chosen, and what was left out"""
    unclear: str = ""
    """why nobody knows whether it was late; empty where its time is clear, or it has none"""
    _at_hand: list[Restored] = field(default_factory=list, repr=False, compare=False)

    def restored(self, rules: Rules) -> Restored:
        """The notebook that runs: made once, and not to be changed.

        Raises:
            SubmissionError: where the content is no notebook.
        """
        if not self._at_hand:
            self._at_hand.append(self._made(rules))
        return self._at_hand[0]

    def restored_to_change(self, rules: Rules) -> Restored:
        """The same for whoever puts outputs into it: from now on it is made again for others."""
        self.restored(rules)
        return self._at_hand.pop()

    def _made(self, rules: Rules) -> Restored:
        given = rules.notebooks[self.submission.notebook]
        try:
            restored = restore(parse_notebook(self.content, self.file), given.release)
        except AnotherNotebook as error:
            raise SubmissionError(self.file, str(error), "Ask for the lab's notebook.") from error
        restored = replace(restored, beside=tuple(self.own_files))
        return replace(restored, notes=(*restored.notes, *notes_on_text(restored, given.release)))


def read_submission(rules: Rules, submission: Submission) -> SubmissionContent:
    """Read a submission and what lies beside it.

    Raises:
        SubmissionError: naming the file, what is wrong with it, and the remedy.
    """
    chosen = choose(candidates_for(rules, submission), rules.notebooks[submission.notebook].release)
    folder, lab = chosen.file.parent, rules.lab_files
    beside = files_beside(rules.course, submission, lab, folder=folder, helpers=chosen.helpers)
    own_files, left_out = read_own_files(beside)
    unclear = unclear_time(rules.course, submission)
    notes = (*chosen.notes, *left_out_notes(left_out), *([NO_TIME] if unclear else []))
    return SubmissionContent(submission, chosen.file, chosen.content, own_files, notes, unclear)


def unclear_time(course: Course, submission: Submission) -> str:
    """Why its timestamp.txt does not say when it was handed in; empty where it does, or there is none."""
    try:
        read_timestamp(course, submission.folder)
    except SubmissionError as error:
        return str(error)
    return ""


def candidates_for(rules: Rules, submission: Submission) -> Candidates:
    """What lies in a student's folder that may be this notebook."""
    return look(rules.course, submission, rules.notebooks, rules.lab_files)


def may_be_there(rules: Rules, submission: Submission) -> bool:
    """Whether anything lies in the folder that this notebook may be in; a folder that cannot be read may hold it."""
    try:
        return anything_for(candidates_for(rules, submission))
    except SubmissionError:
        return True


def prepare(rules: Rules, submission: Submission, *, force: bool = False) -> PreparedSubmission:
    """A submission for `run_class`; where it has to run, it is made sure now that it can.

    Args:
        force: run again what is kept

    Raises:
        SubmissionError: naming the file, what is wrong with it, and the remedy.
    """
    read = read_submission(rules, submission)
    key = evidence_key(rules, submission.notebook, read.content, read.own_files)
    if not rules.must_run(key, force):
        return PreparedSubmission(label(submission), key, lambda: make_plan(rules, read, read.restored(rules)), read)
    restored = read.restored(rules)
    return PreparedSubmission(label(submission), key, lambda: make_plan(rules, read, restored), read, must_run=True)


def label(submission: Submission) -> str:
    """How messages and `SubmissionEvidence` name a submission."""
    return f"{submission.student}/{submission.notebook}"


def make_plan(rules: Rules, read: SubmissionContent, restored: Restored) -> Plan:
    """One job per setting; the published run alone keeps outputs."""
    notebook = read.submission.notebook
    every, first = rules.settings_for(notebook), rules.first_settings(notebook)

    def jobs(settings: Sequence[Setting]) -> dict[Setting, Job]:
        return {
            setting: plan_job(
                restored,
                rules.tasks(notebook),
                setting or None,
                name=f"{label(read.submission)}, setting {every.index(setting) + 1}",
                lab_files=rules.lab_contents,
                files=read.own_files,
                limits=rules.limits,
                render=setting.is_published,
            )
            for setting in settings
        }

    return Plan(jobs(first), restored.notes, further=partial(jobs, every[len(first) :]))


def prepare_all(
    rules: Rules, submissions: Iterable[Submission], force: bool, problem: Callable[[Submission, DescentError], None]
) -> Iterator[PreparedSubmission]:
    """Prepares submissions as they are asked for; what cannot be read goes to ``problem`` and is left out."""
    for submission in submissions:
        try:
            with boundary(rules.course, label(submission), "reading it"):
                one = prepare(rules, submission, force=force)
        except (SubmissionError, GraderFault) as error:
            problem(submission, error)
        else:
            yield one


def is_kept(rules: Rules, submission: Submission) -> bool:
    """Whether a submission need not run: its evidence is kept, or it cannot be read."""
    try:
        with boundary(rules.course, label(submission), "reading it"):
            return not prepare(rules, submission).must_run
    except (SubmissionError, GraderFault):
        return True
