"""Submissions made ready: read once, hashed, and restored where they have to run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from autograder.class_runs import Plan, Prepared
from autograder.errors import DescentError, GraderFault, SubmissionError
from autograder.fault_boundary import boundary
from autograder.plan import plan_job
from autograder.restore import AnotherNotebook, Restored, restore
from autograder.rules import Rules, evidence_key
from autograder.submissions import (
    Submission,
    files_beside,
    left_out_notes,
    parse_notebook,
    read_bytes,
    read_own_files,
)


@dataclass(frozen=True)
class Read:
    """A submission as it was read: one content, which is run, judged and written, whatever becomes of the file."""

    submission: Submission
    content: bytes
    own_files: Mapping[str, bytes]
    notes: tuple[str, ...]
    """files that were left out"""

    def restored(self, rules: Rules) -> Restored:
        """The notebook that runs; raises SubmissionError where the content is no notebook."""
        given = rules.notebooks[self.submission.notebook]
        try:
            return restore(parse_notebook(self.content, self.submission.file), given.release)
        except AnotherNotebook as error:
            raise SubmissionError(self.submission.file, str(error), "Ask for the lab's notebook.") from error


def read_submission(rules: Rules, submission: Submission) -> Read:
    """Read a submission and what lies beside it; raises SubmissionError."""
    submission.check()
    content = read_bytes(submission.file)
    own_files, left_out = read_own_files(files_beside(rules.course, submission, rules.lab_files))
    return Read(submission, content, own_files, left_out_notes(left_out))


def prepare(rules: Rules, submission: Submission, *, check: Callable[[str], bool]) -> Prepared:
    """A submission for `run_class`.

    Args:
        check: given the evidence key, whether the submission will have to run; it is then made sure now that it can

    Raises:
        SubmissionError: naming the file, what is wrong with it, and the remedy.
    """
    read = read_submission(rules, submission)
    key = evidence_key(rules, submission.notebook, read.content, read.own_files)
    if not check(key):
        return Prepared(label(submission), key, lambda: make_plan(rules, read, read.restored(rules)), read)
    restored = read.restored(rules)
    return Prepared(label(submission), key, lambda: make_plan(rules, read, restored), read)


def label(submission: Submission) -> str:
    """How messages and `Ran` name a submission."""
    return f"{submission.student}/{submission.notebook}"


def make_plan(rules: Rules, read: Read, restored: Restored) -> Plan:
    """One job per setting; the published run alone keeps outputs."""
    notebook = read.submission.notebook
    settings = rules.settings_for(notebook)
    jobs = [
        plan_job(
            restored,
            rules.tasks(notebook),
            setting or None,
            name=f"{label(read.submission)}, setting {number + 1}",
            lab_files=rules.lab_contents,
            files=read.own_files,
            limits=rules.limits,
            render=number == 0,
        )
        for number, setting in enumerate(settings)
    ]
    return Plan(tuple(jobs), settings, restored.notes)


def prepare_all(
    rules: Rules, submissions: Iterable[Submission], force: bool, problem: Callable[[Submission, DescentError], None]
) -> Iterator[Prepared]:
    """Prepares submissions as they are asked for; what cannot be read goes to ``problem`` and is left out."""
    for submission in submissions:
        try:
            with boundary(rules.course, label(submission), "reading it"):
                one = prepare(rules, submission, check=lambda key: force or not rules.store.has(key))
        except (SubmissionError, GraderFault) as error:
            problem(submission, error)
        else:
            yield one


def is_kept(rules: Rules, submission: Submission) -> bool:
    """Whether a submission need not run: its evidence is kept, or it cannot be read."""
    try:
        with boundary(rules.course, label(submission), "reading it"):
            return rules.store.has(prepare(rules, submission, check=lambda key: False).key)
    except (SubmissionError, GraderFault):
        return True
