"""A class of which some need what the grader lacks: for a person, reported once, and nobody else concerned."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from test_whole_way import LAB, PLOT, RIGHT, answer, hand_in
from typer.testing import CliRunner, Result

from autograder.cli import app
from autograder.course.course import Course

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

TQDM = RIGHT.replace("range(10)", "bar(range(10))")
CLASS = {
    "needs-it": (f"from no_such_bar import bar\n{TQDM}", PLOT),
    "needs-it-too": (f"def train():\n    from no_such_bar import bar\n    print(bar)\ntrain()\n{RIGHT}", PLOT),
    "plots-with-it": (RIGHT, f"import no_such_plots as sns\nsns.set()\n{PLOT}"),
    "wrong-besides": (RIGHT.replace("Y).item", "X).item"), f"{PLOT}\nimport no_such_plots"),
    "harmless": (f"try:\n    import no_such_bar\nexcept ImportError:\n    pass\n{RIGHT}", PLOT),
    "compiled": (f"@torch.compile\ndef step(x): return forward(x)\n{RIGHT.replace('forward(x)', 'step(x)')}", PLOT),
    "tk": (RIGHT, f"import matplotlib\nmatplotlib.use('TkAgg')\n{PLOT}"),
    "newer": (f"{RIGHT}\nlazy import torch", PLOT),
    "mistaken": (f"{RIGHT}\nfor i in range(3)\n    pass", PLOT),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, new_course: Callable[[Path], Course]) -> dict[str, Any]:
    root = tmp_path_factory.mktemp("lacking")
    course = new_course(root / "course")
    for student, (train, plot) in CLASS.items():
        hand_in(course, student, answer(train, plot))
    file = root / "results.json"
    done = descent("grade", course, "--json", str(file))
    results = {entry["student"]: entry for entry in json.loads(file.read_text())["submissions"]}
    return {"course": course, "results": results, "done": done}


def descent(command: str, course: Course, *options: str) -> Result:
    return CliRunner().invoke(app, [command, LAB, "--course", str(course.root), *options], catch_exceptions=False)


def outcomes(graded: dict[str, Any], student: str) -> list[str]:
    return [task["outcome"] for task in graded["results"][student]["tasks"]]


def test_what_a_missing_package_spoiled_is_set_apart_and_the_student_told(graded: dict[str, Any]) -> None:
    assert outcomes(graded, "needs-it") == ["error"] * 3
    task = graded["results"]["needs-it"]["tasks"][0]
    assert task["points"] is None
    assert task["message"] == (
        "practice-losses: could not be graded here: it needs no_such_bar, which the grader does not have; this is not "
        "your fault."
    )


def test_what_is_right_all_the_same_keeps_its_points(graded: dict[str, Any]) -> None:
    assert outcomes(graded, "plots-with-it") == ["correct", "correct", "error"]
    assert graded["results"]["plots-with-it"]["score"] == 7.0


def test_what_is_wrong_for_another_reason_stays_wrong(graded: dict[str, Any]) -> None:
    assert outcomes(graded, "wrong-besides")[0] == "wrong"


@pytest.mark.parametrize("student", ["harmless", "compiled", "tk"])
def test_what_works_here_all_the_same_gets_all_points(graded: dict[str, Any], student: str) -> None:
    assert graded["results"][student]["score"] == 10.0, graded["results"][student]


@pytest.mark.skipif(sys.version_info >= (3, 15), reason="this Python reads it")
def test_newer_syntax_is_set_apart_and_a_mistake_is_not(graded: dict[str, Any]) -> None:
    assert outcomes(graded, "newer") == ["error"] * 3
    assert "missing" in outcomes(graded, "mistaken")
    assert "error" not in outcomes(graded, "mistaken")


def test_the_class_is_told_once_for_each_need_and_the_exit_status_says_so(graded: dict[str, Any]) -> None:
    done = graded["done"]
    assert done.exit_code == 1
    told = " ".join(done.stderr.split())
    assert "2 submissions need no_such_bar; install it and grade again." in told
    assert "1 submission needs no_such_plots; install it and grade again." in told
    assert "The grader failed" not in told


def test_doctor_says_before_grading_what_a_class_lacks(graded: dict[str, Any]) -> None:
    done = descent("doctor", graded["course"])
    assert done.exit_code == 1
    assert f"{LAB}: 2 submissions need no_such_bar; install it and grade again." in " ".join(done.output.split())


def test_graded_notebooks_of_those_set_apart_say_it(graded: dict[str, Any]) -> None:
    path = graded["course"].root / "autograded" / "needs-it" / LAB / f"{LAB}.ipynb"
    assert "this is not your fault" in json.dumps(json.loads(path.read_text()))
