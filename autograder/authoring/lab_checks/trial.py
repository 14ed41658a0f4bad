"""A lab tried out in a copy of its course: released, handed in with its solution, empty, and with sample answers.

All of it goes the way that a class goes: nbgrader's release, the executor, evidence, keys. The course itself, its
gradebook and its kept evidence are not touched.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.assignments.releases import generate_release
from autograder.authoring.lab_checks.notebooks import SourceNotebook
from autograder.course.course import Course, private_folder, secret
from autograder.execution.job import Job, Limits, Run
from autograder.grading.class_runs import Execute, PreparedSubmission, SubmissionEvidence, SubmissionNotRun, run_class
from autograder.grading.grading_rules import Rules, read_rules
from autograder.grading.judge import Judge, judge_run, read_judge
from autograder.grading.prepared_submission import label, prepare
from autograder.grading.submission_verdicts import Result
from autograder.references.lab_keys import key_files, keys_of
from autograder.references.lab_settings import LabSettings, settings_file, settings_of
from autograder.references.sample_answers import Sample, filled
from autograder.submissions import Submission
from labkit.judging.setting import AS_RELEASED, Setting

if TYPE_CHECKING:
    from reference.lab_files.reference import Reference

STEPS = ("source", "release", "submitted", "autograded", "feedback")
SOLUTION = "the-solution"
EMPTY = "the-empty-release"
SAMPLE = "sample-"


@dataclass(frozen=True)
class Tried:
    """One made-up submission of one notebook, run and judged."""

    notebook: str
    result: Result
    ran: SubmissionEvidence


@dataclass(frozen=True)
class Rehearsed:
    """The solution of one notebook under the rehearsal setting."""

    notebook: str
    ran: SubmissionEvidence


@dataclass(frozen=True)
class Trial:
    """What came of it."""

    rules: Rules
    solution: tuple[Tried, ...]
    """one for each notebook"""
    empty: tuple[Tried, ...]
    samples: Mapping[Path, tuple[Tried, ...]]
    """by the file of the sample answer"""
    rehearsed: tuple[Rehearsed, ...]
    runs: Mapping[str, tuple[Job, Run]] = field(default_factory=dict)
    """by the name of the job"""

    @property
    def limits(self) -> Limits:
        """The limits of every run."""
        return self.rules.limits

    def runs_of(self, student: str) -> Iterator[tuple[Setting, Job, Run]]:
        """The runs of one made-up student, each with its setting."""
        for name, (job, run) in self.runs.items():
            if name.split("/")[0] == student:
                yield self._setting(name), job, run

    @property
    def settings(self) -> tuple[Setting, ...]:
        """What the lab is graded under."""
        return self.rules.settings.all if self.rules.settings else ()

    def _setting(self, name: str) -> Setting:
        if name.endswith(REHEARSAL):
            return self.rules.lab.public_settings[1] if self.rules.lab else AS_RELEASED
        return self.settings[int(name.rsplit(" ", 1)[1]) - 1]


REHEARSAL = "rehearsal"


@contextmanager
def copied(course: Course, reference: Reference) -> Iterator[Course]:
    """A course of its own with just this lab, gone at the end; it draws the fresh settings that the course draws."""
    lab = reference.lab
    with tempfile.TemporaryDirectory(prefix="descent-check-lab-") as folder:
        root = Path(folder)
        unwanted = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
        shutil.copytree(course.step("source", lab.name), root / "source" / lab.name, ignore=unwanted)
        if (course.root / "labs").is_dir():
            shutil.copytree(course.root / "labs", root / "labs", ignore=unwanted)
        copy = _elsewhere(course, root)
        _copy_private(course, copy, reference)
        keys_of(copy, reference, reference.lab.public_settings[:1])  # by runs that other checks have made already
        yield copy


def _elsewhere(course: Course, root: Path) -> Course:
    """The course's configuration at another place, with nbgrader's usual folders and a gradebook of its own."""
    from nbgrader.coursedir import CourseDirectory

    config = deepcopy(course.config)
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
    for step in STEPS:
        config.CourseDirectory[f"{step}_directory"] = step
    for part in ("header", "footer"):
        if given := config.get("IncludeHeaderFooter", {}).get(part):
            config.IncludeHeaderFooter[part] = str(course.root / given)
    return Course(root, CourseDirectory(config=config), config)


def _copy_private(course: Course, copy: Course, reference: Reference) -> None:
    """The secret, the recorded settings, and the keys that are built already, where the course has them."""
    if not (course.private / "secret").is_file():
        return
    lab = reference.lab.name
    private_folder(copy)
    secret_file = copy.private / "secret"
    secret_file.write_text(secret(course).hex() + "\n")
    record = settings_file(course, lab)
    if record.is_file():
        settings_file(copy, lab).parent.mkdir(exist_ok=True)
        shutil.copyfile(record, settings_file(copy, lab))
    settings = settings_of(copy, reference).all
    theirs = key_files(course, lab, settings)
    for setting, ours in key_files(copy, lab, settings).items():
        if theirs[setting].is_file():
            ours.parent.mkdir(exist_ok=True)
            shutil.copyfile(theirs[setting], ours)


def release_in(copy: Course, lab: str) -> Path:
    """Release the lab in its copy of the course; the folder.

    Raises:
        CourseError: where nbgrader refuses.
    """
    generate_release(copy, lab)
    return copy.step("release", lab)


def try_out(copy: Course, lab: str, notebooks: Sequence[SourceNotebook], samples: Sequence[Sample]) -> Trial:
    """Run and judge the solution, the empty release and the sample answers in a copy that has its release.

    Raises:
        DescentError, CalibrationError, WarmProcessFailed and what else `problems_in_one_line` knows.
    """
    from autograder.execution.executor import Executor
    from autograder.execution.isolation import isolation_for_trusted

    rules = read_rules(copy, lab)
    submissions = [*_hand_in(copy, lab, SOLUTION, notebooks, _solution(notebooks))]
    submissions += _hand_in(copy, lab, EMPTY, notebooks, {})
    for sample in samples:
        submissions += _hand_in(copy, lab, SAMPLE + sample.name, notebooks, sample.cells)
    runs: dict[str, tuple[Job, Run]] = {}
    with Executor(isolation_for_trusted(), courses=copy.own_folders) as executor:
        judge = read_judge(rules)
        execute = _recording(executor.run, runs)
        tried = _tried(judge, submissions, execute)
        rehearsed = _rehearsed(rules, [one for one in submissions if one.student == SOLUTION], execute)
    by_student = {one.student: tuple(t for s, t in tried if s.student == one.student) for one in submissions}
    answers = {sample.path: by_student[SAMPLE + sample.name] for sample in samples}
    return Trial(rules, by_student[SOLUTION], by_student[EMPTY], answers, rehearsed, runs)


def _solution(notebooks: Sequence[SourceNotebook]) -> dict[str, str]:
    cells = (cell for notebook in notebooks for cell in notebook.cells)
    return {str(cell.name): cell.source for cell in cells if cell.kind in ("answer", "manual")}


def _hand_in(
    copy: Course, lab: str, student: str, notebooks: Sequence[SourceNotebook], answers: Mapping[str, str]
) -> Iterator[Submission]:
    """The released notebooks with these answers, as submissions of one made-up student."""
    folder = copy.step("submitted", lab, student)
    folder.mkdir(parents=True)
    for notebook in notebooks:
        released = json.loads((copy.step("release", lab) / notebook.path.name).read_text(encoding="utf-8"))
        (folder / notebook.path.name).write_text(json.dumps(filled(released, answers)), encoding="utf-8")
        yield Submission(student, lab, notebook.path.stem, folder)


def _recording(execute: Execute, runs: dict[str, tuple[Job, Run]]) -> Execute:
    """Notes each job with its run, of which kept evidence forgets how long it took."""

    def recording(jobs: Iterable[Job]) -> Iterator[tuple[int, Run]]:
        asked: list[Job] = []

        def noted() -> Iterator[Job]:
            for job in jobs:
                asked.append(job)
                yield job

        for position, run in execute(noted()):
            runs[asked[position].name] = asked[position], run
            yield position, run

    return recording


def _tried(judge: Judge, submissions: Sequence[Submission], execute: Execute) -> list[tuple[Submission, Tried]]:
    rules = judge.rules
    prepared = [prepare(rules, one, force=True) for one in submissions]
    by_name = {label(one): one for one in submissions}
    ran = _run(rules, prepared, execute)
    done = [(by_name[one.prepared.name], one) for one in ran]
    return [
        (submission, Tried(submission.notebook, judge_run(judge, submission, one), one)) for submission, one in done
    ]


def _run(rules: Rules, prepared: Iterable[PreparedSubmission], execute: Execute) -> Iterator[SubmissionEvidence]:
    """All of them, run now; raises what kept one from running."""
    for one in run_class(prepared, rules.assignment, rules.store, execute, force=True):
        if isinstance(one, SubmissionNotRun):
            raise one.error
        yield one


def _rehearsed(rules: Rules, submissions: Sequence[Submission], execute: Execute) -> tuple[Rehearsed, ...]:
    """The solution once more, on the data that students may rehearse with."""
    if rules.lab is None:
        return ()
    # as if it were handed out with these data: the run that every notebook has
    under = replace(rules, settings=LabSettings(Setting(rules.lab.rehearsal, "published"), ()))
    prepared = [prepare(under, one, force=True) for one in submissions if under.tasks(one.notebook)]
    found = []
    for one in _run(rules, map(_renamed, prepared), execute):
        found.append(Rehearsed(one.prepared.name.split("/", 1)[1], one))
    return tuple(found)


def _renamed(prepared: Any) -> Any:
    """The same with jobs that are named after the rehearsal."""

    def plan() -> Any:
        made = prepared.plan()
        jobs = {
            setting: replace(job, name=f"{job.name.rsplit(', ', 1)[0]}, {REHEARSAL}")
            for setting, job in made.jobs.items()
        }
        return replace(made, jobs=jobs)

    return replace(prepared, plan=plan)
