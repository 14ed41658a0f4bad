"""The kit's steps in nbgrader's converters: labkit beside notebooks, what is run, how it is run, what is saved."""

from __future__ import annotations

import json
import weakref
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets import Dict, Enum

from autograder.assignments.assignment import GivenNotebook, imports_labkit
from autograder.assignments.releases import open_gradebook
from autograder.course.course import Course, kit_files
from autograder.course.fault_boundary import boundary
from autograder.execution.when_needed import ExecutorWhenNeeded
from autograder.feedback.findings import with_findings
from autograder.gradebook.rows import record
from autograder.grading.evidence_store import Outputs
from autograder.grading.grading_rules import Rules, read_rules
from autograder.grading.jobs import with_notes, with_outputs
from autograder.grading.judge import Judge, broken, judge_run, read_judge
from autograder.grading.last_grading import GradingRecord
from autograder.grading.prepared_submission import label, read_submission
from autograder.grading.result_findings import findings
from autograder.grading.saved_results import scores_of
from autograder.grading.service import evidence_of, with_unknown_settings
from autograder.grading.submission_verdicts import Result
from autograder.nbgrader_plugin.folders import destination, remove_labkit
from autograder.requirements.needs import for_class
from autograder.seams.nbgrader import converter_of
from autograder.shared.errors import GraderFault
from autograder.shared.printable import printable
from autograder.submissions import Submission
from labkit.evidence.handout import FOLDER, handout_of
from labkit.judging.explain import DETAILS


class AddLabkit(NbGraderPreprocessor):  # type: ignore[misc]
    """Puts labkit beside a notebook that imports it, at release; takes the student's copy away at autograde.

    What is graded uses the labkit that is installed with the kit: so no graded folder holds a copy, and no feedback,
    into which nbgrader copies what lies there.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Add labkit, with the handout's cells, to a release; leave none beside what is graded."""
        if imports_labkit(nb):
            names = resources["nbgrader"]
            converter = converter_of(self)
            releases = isinstance(converter, GenerateAssignment)
            folder = destination(converter.coursedir, "release" if releases else "autograded", names)
            handouts = _handouts(folder) if releases else {}
            remove_labkit(folder)
            if releases:
                own = {f"labkit/{FOLDER}/{names['notebook']}.json": _handout(nb)}
                resources.setdefault("outputs", {}).update({**kit_files(), **handouts, **own})
        return nb, resources


def _handouts(folder: Path) -> dict[str, bytes]:
    """The handouts of those notebooks of an assignment that were released just before."""
    return {f"labkit/{FOLDER}/{path.name}": path.read_bytes() for path in (folder / "labkit" / FOLDER).glob("*.json")}


def _handout(nb: Any) -> bytes:
    """The cells as they are given out, by which rehearsals restore a notebook as grading does."""
    return (json.dumps(handout_of(nb).to_json(), indent=1, ensure_ascii=False) + "\n").encode()


class RestoreRelease(NbGraderPreprocessor):  # type: ignore[misc]
    """Makes a submission the notebook that runs, see `autograder.submissions.restoring`."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Restore the submission; what was done is logged."""
        work = _work(self, resources)
        read = read_submission(work.judge.rules, work.submission)
        restored = read.restored(work.judge.rules)
        for note in (*read.notes, *restored.notes):
            self.log.warning("%s", printable(note))
        return restored.notebook, resources


class ExecuteInSandbox(Execute):  # type: ignore[misc]
    """Takes the place of nbgrader's Execute: the run comes from the evidence store, or is made in the sandbox.

    A subclass, so that ``--no-execute`` and ``Execute.timeout`` mean what they mean in nbgrader.
    """

    isolation = Enum(
        ("auto", "none"),
        "auto",
        help="auto: every layer of isolation that this machine offers; none: trusted code only",
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Run the notebook, or find its run, and judge it; its outputs and verdicts are in the notebook then."""
        work = _work(self, resources)
        result, outputs = _grade(work, self.isolation)
        resources[RESULT] = result
        verdicts = {item.name: (item.message, item.html) for item in result.items if item.html}
        graded = with_findings(with_outputs(nb, outputs, verdicts), findings(work.judge, result))
        return with_notes(graded, result.notes), resources


class SaveVerdicts(NbGraderPreprocessor):  # type: ignore[misc]
    """Takes the place of nbgrader's SaveAutoGrades: points go by the verdicts and by the gradebook's cells."""

    show = Enum(
        DETAILS,
        "hint",
        help="how much students see: right or not, where numbers part, the mistake with its hint, a closer hint",
    ).tag(config=True)

    rubric = Dict(help="name of a mistake -> the points that it costs, see autograder.grading.rubric").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Record scores and what was said; the notebook stays."""
        work = _work(self, resources)
        restored = read_submission(work.judge.rules, work.submission).restored(work.judge.rules)
        # With --no-execute there is no verdict: a person has to look, where nbgrader would give full marks.
        result = resources.get(RESULT) or Result(work.submission.student, work.submission.notebook, ())
        scores = scores_of(work.judge.rules, work.submission, result, restored)
        with open_gradebook(work.judge.rules.course) as gradebook:
            record(gradebook.db, work.submission.assignment, [scores])
        if RESULT in resources:
            GradingRecord.of(work.judge).add(work.judge, [result])
        for sentence in for_class([result.needs]):
            self.log.error("%s: %s", printable(work.submission.student), sentence)
        if result.for_graders:
            self.log.error("%s: %s", printable(work.submission.student), printable(result.for_graders))
        return nb, resources


RESULT = "graded_descent"  # key in nbconvert's resources


@dataclass(frozen=True)
class _Work:
    """What a preprocessor works on."""

    converter: Any
    judge: Judge
    submission: Submission

    @property
    def given(self) -> GivenNotebook:
        """The notebook as it was given out."""
        return self.judge.rules.notebooks[self.submission.notebook]


def _work(preprocessor: Any, resources: Any) -> _Work:
    """Rules and keys are read once per converter: it grades a whole class."""
    converter, names = converter_of(preprocessor), resources["nbgrader"]
    known = converter.__dict__.setdefault("_graded_descent", {})
    if names["assignment"] not in known:
        course = Course(Path(converter.coursedir.root).absolute(), converter.coursedir, converter.config)
        known[names["assignment"]] = read_judge(read_rules(course, names["assignment"]))
    judge = known[names["assignment"]]
    folder = judge.rules.course.step("submitted", names["assignment"], names["student"])
    return _Work(converter, judge, Submission(names["student"], names["assignment"], names["notebook"], folder))


def _grade(work: _Work, isolation: str) -> tuple[Result, Outputs]:
    """The result of a submission and the outputs of its run; what goes wrong with it is its result."""
    try:
        with boundary(work.judge.rules.course, label(work.submission), "grading it"):
            return _graded(work, isolation)
    except GraderFault as fault:
        return broken(work.judge, work.submission, fault.sentences), ()


def _graded(work: _Work, isolation: str) -> tuple[Result, Outputs]:
    rules = with_unknown_settings(work.judge.rules, [work.submission])
    if rules is not work.judge.rules:
        work = _judged_by(work, rules)
    ran = evidence_of(work.judge, work.submission, _executor(work.converter, isolation).run)
    return judge_run(work.judge, work.submission, ran), ran.outputs()


def _judged_by(work: _Work, rules: Rules) -> _Work:
    """The same work by other rules, which hold for the rest of the class as well."""
    judge = read_judge(rules)
    work.converter.__dict__["_graded_descent"][work.submission.assignment] = judge
    return replace(work, judge=judge)


def _executor(converter: Any, isolation: Any) -> ExecutorWhenNeeded:
    """One executor per converter, closed when the converter is gone."""
    executor = converter.__dict__.get("_graded_descent_executor")
    if executor is None:
        executor = ExecutorWhenNeeded(isolation, courses=(converter.coursedir.root,))
        converter.__dict__["_graded_descent_executor"] = executor
        weakref.finalize(converter, executor.close)
    return executor  # type: ignore[no-any-return]
