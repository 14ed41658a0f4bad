"""Each lab that is known by its solution, from its release to its reports: what a class hands in, graded at once.

The class is all that `benchmarks/answers/LAB/` holds, the lab's own solution, and what `descent demo` hands in. What
students meet in their kernels is in `tests/source/test_student_in_a_kernel.py`, also for these labs.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from test_release import differences

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from corpus import Answer, filled, read_answers
from truth import HEAD, Compared, Counted, counted

from autograder.assignments.releases import create_course
from autograder.course.course import Course, builtin_labs, builtin_names
from autograder.demo.answer_files import AnswerFile, answer_files
from autograder.execution.when_needed import ExecutorWhenNeeded
from autograder.grading.judge import Judge
from autograder.grading.service import grade_lab
from autograder.grading.submission_verdicts import Result
from autograder.references.lab_keys import keys_of
from autograder.references.lab_references import reference_of
from autograder.references.lab_settings import settings_of
from autograder.references.sample_answers import filled as filled_sample
from autograder.submissions import Submission
from reference.lab_files.lab import load_lab

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("solutions_run_once", "quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

LABS = [name for name in builtin_names() if load_lab(builtin_labs() / f"{name.replace('-', '_')}.py").recipe is None]
SECRET = "7c" * 32
"""The same fresh settings are drawn in every run."""
LEAST_RIGHT, LEAST_WRONG = 6, 20


@dataclass(frozen=True)
class GradedLab:
    """A lab's class, graded."""

    name: str
    course: Course
    judge: Judge
    submissions: tuple[Submission, ...]
    results: Mapping[str, Result]
    calibrated: Mapping[str, object]
    """What `expected.json` would hold if it were made now."""

    def compared(self) -> list[Compared]:
        """Each answer beside what was said of it."""
        return [
            Compared(
                answer,
                {item.name: item.outcome for item in self.results[answer.student].items},
                frozenset(name for item in self.results[answer.student].items for name in item.mistakes),
                {item.name: item.message for item in self.results[answer.student].items},
                self.judge.words,
            )
            for answer in answers(self.name)
        ]


def answers(lab: str) -> list[Answer]:
    return list(read_answers([lab]))


def demo_student(answer: AnswerFile) -> str:
    return f"demo-{answer.name}"


@pytest.fixture(scope="module")
def grade(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], GradedLab]:
    @cache
    def graded_lab(name: str) -> GradedLab:
        course = create_course(tmp_path_factory.mktemp("lab") / "course", [name])
        (course.private / "secret").write_text(SECRET)
        reference = reference_of(course, name)
        assert reference is not None
        keys_of(course, reference, settings_of(course, reference).first)  # made by one reference: each run is made once
        hand_in(course, name)
        with ExecutorWhenNeeded("none") as executor:
            judge, done = grade_lab(course, name, executor=executor)
        return GradedLab(
            name,
            course,
            judge,
            tuple(one.submission for one in done),
            {one.submission.student: one.result for one in done},
            json.loads(json.dumps(reference.expected().to_json())),
        )

    return graded_lab


def hand_in(course: Course, lab: str) -> None:
    release = json.loads((course.step("release", lab) / f"{lab}.ipynb").read_text())
    work = {answer.student: filled(release, answer) for answer in answers(lab)}
    work |= {demo_student(answer): filled_sample(release, answer.cells) for answer in answer_files(lab)}
    work["solution"] = json.loads((course.step("source", lab) / f"{lab}.ipynb").read_text())
    for student, notebook in work.items():
        folder = course.step("submitted", lab, student)
        folder.mkdir(parents=True)
        (folder / f"{lab}.ipynb").write_text(json.dumps(notebook))


@pytest.fixture(params=LABS)
def lab(request: pytest.FixtureRequest, grade: Callable[[str], GradedLab]) -> GradedLab:
    return grade(request.param)


def test_the_solution_gets_all_points(lab: GradedLab) -> None:
    result = lab.results["solution"]
    assert {item.outcome for item in result.items} == {"correct"}
    assert result.score == result.max_score > 0


def test_no_right_answer_is_refused_and_no_wrong_one_passed(lab: GradedLab) -> None:
    found = lab.compared()
    row = counted(lab.name, found)
    print(f"\n{HEAD}\n{row.row()}")
    assert row.right >= LEAST_RIGHT
    assert row.wrong >= LEAST_WRONG
    assert [(one.answer.student, one.refused) for one in found if one.refused] == []
    assert [(one.answer.student, one.passed) for one in found if one.passed] == []


def test_every_outcome_is_the_one_that_the_answer_says(lab: GradedLab) -> None:
    found = lab.compared()
    assert [one.answer.student for one in found if one.outcomes.keys() != one.answer.outcomes.keys()] == []
    assert [
        (one.answer.student, task, one.outcomes[task])
        for one in found
        for task, said in one.answer.outcomes.items()
        if one.outcomes[task] not in said.split("|")
    ] == []


def test_no_sentence_misleads(lab: GradedLab) -> None:
    assert [(one.answer.student, one.false_sentences) for one in lab.compared() if one.said == "misleading"] == []


def test_what_the_lab_knows_is_named(lab: GradedLab) -> None:
    found = lab.compared()
    row: Counted = counted(lab.name, found)
    unnamed = [(one.answer.student, sorted(one.mistakes)) for one in found if one.is_known and not one.is_named]
    assert row.reached(by_recipe=False), unnamed


def test_what_the_demo_hands_in_is_graded_as_its_files_say(lab: GradedLab) -> None:
    for answer in answer_files(lab.name):
        for item in lab.results[demo_student(answer)].items:
            expected = answer.expected[item.name]
            assert item.outcome == expected.outcome, (answer.name, item.name, item.message)
            assert expected.mistakes <= set(item.mistakes), (answer.name, item.name, item.message)


def test_the_committed_keys_are_what_a_fresh_calibration_gives(lab: GradedLab) -> None:
    committed = json.loads((lab.course.step("source", lab.name) / "expected.json").read_text())
    for keys, others in zip(committed["keys"], lab.calibrated["keys"], strict=True):  # type: ignore[call-overload]
        assert [key["task"] for key in keys] == [key["task"] for key in others]
        assert [differences(key["right"], other["right"]) for key, other in zip(keys, others, strict=True)] == [
            [] for _ in keys
        ]
    assert committed["words"] == lab.calibrated["words"]


def test_feedback_and_report_show_what_was_said_and_no_fault(lab: GradedLab) -> None:
    from nbgrader.converters import GenerateFeedback
    from nbgrader.coursedir import CourseDirectory

    from autograder.report.reporting import write_class_report

    assert not any(result.faulty for result in lab.results.values())
    known = {(one.student, one.notebook): lab.results[one.student] for one in lab.submissions}
    report = lab.course.root / "report.html"
    assert write_class_report(lab.judge, lab.submissions, report, known) == ()
    page = report.read_text()
    raised_nothing = (one for one in answers(lab.name) if "wrong" in {*one.outcomes.values()} <= {"wrong", "correct"})
    wrong = next(one.student for one in raised_nothing)
    assert wrong in page
    directory = CourseDirectory(config=lab.course.config)
    directory.assignment_id, directory.student_id = lab.name, wrong
    GenerateFeedback(coursedir=directory, config=lab.course.config).start()
    feedback = (lab.course.step("feedback", lab.name, wrong) / f"{lab.name}.html").read_text()
    for item in lab.results[wrong].items:
        assert item.name in feedback
    for text in (page, feedback):
        shown = re.sub(r"<(style|script).*?</\1>", "", text, flags=re.DOTALL)  # pygments has a style for tracebacks
        assert "Traceback" not in shown
