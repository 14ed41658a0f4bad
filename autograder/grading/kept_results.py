"""The result of a submission as it is now, from its kept run: judged again, nothing run."""

from __future__ import annotations

from autograder.course.fault_boundary import boundary
from autograder.grading.class_runs import SubmissionEvidence
from autograder.grading.grading_rules import Rules
from autograder.grading.judge import Judge, broken, judge_run, unreadable
from autograder.grading.prepared_submission import label, prepare
from autograder.grading.submission_verdicts import Result
from autograder.shared.errors import GraderFault, SubmissionError
from autograder.submissions import Submission


def kept_result(
    judge: Judge, submission: Submission, known: Result | None = None
) -> tuple[SubmissionEvidence | None, Result | None]:
    """The kept run of a submission as it is now, and its result; None where there is none.

    The result says so where the submission cannot be read, or where the grader fails on it.
    """
    try:
        with boundary(judge.rules.course, label(submission), "judging what was kept"):
            ran = kept_run(judge.rules, submission)
            return ran, known or (judge_run(judge, submission, ran) if ran else None)
    except SubmissionError as error:
        return None, unreadable(judge, submission, str(error))
    except GraderFault as error:
        return None, broken(judge, submission, error.sentences)


def kept_run(rules: Rules, submission: Submission) -> SubmissionEvidence | None:
    """The kept run of a submission as it is now; None where there is none.

    Raises:
        SubmissionError: if the submission cannot be read.
    """
    store = rules.store
    prepared = prepare(rules, submission)
    kept = store.read(prepared.key)
    return None if kept is None else SubmissionEvidence(prepared, kept, lambda: store.read_outputs(prepared.key))
