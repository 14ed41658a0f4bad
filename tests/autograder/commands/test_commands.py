"""The commands as people type them: what they say, and with which status they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_class_grading import LAB, hand_in, make_course
from typer.testing import CliRunner, Result

from autograder.cli import app
from autograder.course.course import Course

pytestmark = [
    pytest.mark.usefixtures("quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = make_course(tmp_path_factory.mktemp("commands") / "course")
    hand_in(made, "ada", "result = data")
    hand_in(made, "ben", "result = 5")
    hand_in(made, "kate", "").write_text("not JSON")
    return made


@pytest.fixture(scope="module")
def graded(course: Course) -> tuple[Result, dict[str, object]]:
    file = course.root / "results.json"
    ended = run("grade", LAB, "--course", course.root, "--isolation", "none", "--jobs", 2, "--json", file)
    return ended, json.loads(file.read_text())


def test_grading_ends_well_when_every_submission_got_verdicts(graded: tuple[Result, dict[str, object]]) -> None:
    ended, _ = graded
    assert ended.exit_code == 0
    assert "submitted/kate/lab-one/lab-one.ipynb:thisisnotJSON" in "".join(ended.stderr.split())
    assert "2 graded, 2 run now; mean score 1.00 of 2; 1 waits for a person." in ended.stderr


def test_the_json_is_what_the_contract_says(graded: tuple[Result, dict[str, object]]) -> None:
    _, data = graded
    assert data["lab"] == LAB
    ada, ben, kate = data["submissions"]  # type: ignore[misc]
    assert ada == {
        "student": "ada",
        "notebook": LAB,
        "score": 2.0,
        "max_score": 2.0,
        "tasks": [
            {
                "task": "solve-test",
                "outcome": "correct",
                "points": 2.0,
                "max_points": 2.0,
                "mistakes": [],
                "message": "solve-test: 2 of 2 points.",
            }
        ],
    }
    assert (ben["score"], ben["tasks"][0]["outcome"]) == (0.0, "wrong")
    assert (kate["score"], kate["tasks"][0]["outcome"]) == (0.0, "missing")


def test_one_student_can_be_graded_and_json_can_go_to_standard_output(
    course: Course, graded: tuple[Result, dict[str, object]]
) -> None:
    ended = run("grade", LAB, "--course", course.root, "--student", "ben", "--json", "-")
    assert [one["student"] for one in json.loads(ended.stdout)["submissions"]] == ["ben"]
    assert "0 run now" in ended.stderr


def test_the_report_of_a_graded_class_is_one_file(course: Course, graded: tuple[Result, dict[str, object]]) -> None:
    page = course.root / "page.html"
    ended = run("report", LAB, "--course", course.root, "--out", page)
    assert ended.exit_code == 0
    assert "ada" in page.read_text()


def test_explaining_writes_a_notebook_to_run_again(course: Course, graded: tuple[Result, dict[str, object]]) -> None:
    folder = course.root / "explained"
    ended = run("explain", LAB, "ada", "--course", course.root, "--out", folder)
    assert ended.exit_code == 0
    assert "2 of 2 points" in ended.stderr
    written = json.loads((folder / f"{LAB}-setting-1.ipynb").read_text())
    assert "".join(written["cells"][3]["source"]) == "result = data"
    assert (folder / "data.csv").is_file()


KIT = "logistic-regression, mini-batch, momentum, pytorch-way, slope-and-bias, train-validation, two-parameter-sgd"
WRONG = {
    "a folder that is no course": (("grade", LAB, "--course", "{tmp}"), "this is no course"),
    "a lab that does not exist": (("grade", "lab-two", "--course", "{course}"), "no lab called 'lab-two'"),
    "a student who handed in nothing": (
        ("grade", LAB, "--course", "{course}", "--student", "zoe"),
        "nothing was handed in by 'zoe'",
    ),
    "no word for isolation": (("grade", LAB, "--course", "{course}", "--isolation", "some"), "'some' is no choice"),
    "a lab without a lab file": (("calibrate", LAB, "--course", "{course}"), "has no lab file"),
    "a full folder for a new course": (("init", "{course}"), "not an empty folder"),
    "a lab that does not come with the kit": (
        ("init", "{tmp}/new", "--lab", "lab-two"),
        f"--lab lab-two: no such lab comes with the kit. Choose among: {KIT}.",
    ),
    "a full folder for the demo": (("demo", "--out", "{course}"), "not an empty folder"),
    "a demo of a lab without a class": (
        ("demo", "--lab", "lab-two", "--out", "{tmp}/new"),
        f"no class was made up for this lab. Choose one of: {KIT}.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_usage_is_said_in_one_line_with_status_two(course: Course, tmp_path: Path, case: str) -> None:
    arguments, what = WRONG[case]
    ended = run(*(one.format(course=course.root, tmp=tmp_path) for one in arguments))
    assert ended.exit_code == 2
    (line,) = [line for line in ended.stderr.splitlines() if line.startswith("descent: ")]
    assert what in line
    assert line.endswith(".")
    assert "Traceback" not in ended.stderr


def test_a_lab_that_nobody_handed_in_is_said(tmp_path: Path) -> None:
    empty = make_course(tmp_path / "course")
    ended = run("grade", LAB, "--course", empty.root)
    assert ended.exit_code == 2
    assert "nobody has handed in anything for this lab" in ended.stderr


def test_a_lab_is_graded_by_one_at_a_time(course: Course, graded: tuple[Result, dict[str, object]]) -> None:
    from autograder.grading.service import one_at_a_time

    with one_at_a_time(course, LAB):
        ended = run("grade", LAB, "--course", course.root)
    assert ended.exit_code == 2
    assert "is being graded right now" in ended.stderr


def test_a_setting_of_the_instructor_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    made = make_course(tmp_path / "course")
    hand_in(made, "ada", "result = data")
    config = made.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "c.SaveVerdicts.show = 'everything'\n")
    ended = run("grade", LAB, "--course", made.root)
    assert ended.exit_code == 2
    assert "nbgrader_config.py: feedback shows 'everything'" in ended.stderr
