"""One lab that is no line, as its author, a student and a grader meet it: the commands, and the author's wishes."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pytest
from trial_classes import MOMENTUM, but, solution_of
from trial_courses import TRAIN, hand_in, released, written
from trial_labs import MOMENTUM_BY_HAND
from typer.testing import CliRunner

from autograder.assignments.releases import open_gradebook
from autograder.cli import app
from autograder.course.course import Course
from autograder.references.lab_references import reference_of
from autograder.references.lab_settings import settings_of
from labkit.check import CheckFailed, check

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("solutions_run_once", "quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

LAB = MOMENTUM.course.name
RIGHT = solution_of(MOMENTUM_BY_HAND)
ONE_VELOCITY = but(RIGHT, ("mu * v_b + b.grad", "b.grad"))
NO_MOMENTUM = but(RIGHT, ("mu * v_w + w.grad", "w.grad"), ("mu * v_b + b.grad", "b.grad"))
ANOTHER = but(RIGHT, ("mu = 0.8", "mu = 0.9"))
WORDS = '.without("another-momentum").with_words("momentum-left-out", hint="Where does mu come in?")'
SAMPLES = {
    "one-velocity": "# mistake momentum-of-w-alone: Only w has momentum. "
    "| Which parameters have a velocity of their own?\n"
    "# expect practice-history: wrong, momentum-of-w-alone\n"
    f"# expect practice-parameters: wrong, momentum-of-w-alone\n# %% {TRAIN}\n{ONE_VELOCITY}\n",
    "right": f"# expect practice-history: correct\n# expect practice-parameters: correct\n# %% {TRAIN}\n"
    f"{next(iter(MOMENTUM.right['right-1'].values()))}\n",
}
ANSWERS = {"ada": RIGHT, "bea": ONE_VELOCITY, "cem": NO_MOMENTUM, "dan": ANOTHER}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A graded class of four."""
    course = written(MOMENTUM.course, tmp_path_factory.mktemp("own") / "course", WORDS, SAMPLES)
    released(course, LAB)
    hand_in(course, LAB, {student: {TRAIN: code} for student, code in ANSWERS.items()})
    descent(course, "grade", "--isolation", "none", "--json", str(course.root / "results.json"))
    return course


def descent(course: Course, command: str, *options: str) -> str:
    done = CliRunner().invoke(app, [command, LAB, *options, "--course", str(course.root)])
    assert done.exit_code == 0, done.output
    return " ".join(str(done.output).split())


def results(course: Course) -> dict[str, dict[str, Any]]:
    read = json.loads((course.root / "results.json").read_text())["submissions"]
    return {one["student"]: {task["task"]: task for task in one["tasks"]} for one in read}


@pytest.fixture
def checked(course: Course, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Runs the handout with an answer in a folder as students have it, and checks the history."""

    def run(code: str) -> None:
        folder = course.step("release", LAB)
        monkeypatch.chdir(folder)
        monkeypatch.syspath_prepend(folder)
        cells = json.loads((folder / f"{LAB}.ipynb").read_text())["cells"]
        names: dict[str, Any] = {"__name__": "__main__"}
        for cell in cells:
            kind = cell["metadata"]["nbgrader"]
            if kind["grade"]:
                check(kind["grade_id"], names)
            else:
                exec(code if kind["solution"] else "".join(cell["source"]), names)
        plt.close("all")

    return run


def test_check_tells_a_right_answer_and_the_momentum_that_is_missing(checked: Callable[[str], None]) -> None:
    checked(RIGHT)
    with pytest.raises(CheckFailed, match=r"The training runs without momentum\.[\s\S]*Where does mu come in\?"):
        checked(NO_MOMENTUM)


def test_the_handout_holds_no_solution(course: Course) -> None:
    folder = course.step("release", LAB)
    assert "v_w" not in (folder / f"{LAB}.ipynb").read_text()
    assert "BEGIN SOLUTION" not in (folder / "expected.json").read_text()
    assert "v_w" not in (folder / "expected.json").read_text()


def test_a_mistake_by_example_is_named_in_the_authors_words_under_every_setting(course: Course) -> None:
    for task in results(course)["bea"].values():
        assert task["mistakes"] == ["momentum-of-w-alone"]
        assert "Only w has momentum." in task["message"]
        assert "Which parameters have a velocity of their own?" in task["message"]
    reference = reference_of(course, LAB)
    assert reference is not None
    shown = descent(course, "explain", "bea")
    published, fresh, spared = settings_of(course, reference).all
    assert published.in_words in shown
    assert fresh.in_words in shown
    assert spared.in_words not in shown  # two settings leave nothing open here: the last is not run
    assert shown.count("Only w has momentum.") >= 2 * 2


def test_a_hint_in_other_words_and_a_mistake_that_is_left_out(course: Course) -> None:
    found = results(course)
    assert {tuple(task["mistakes"]) for task in found["cem"].values()} == {("momentum-left-out",)}
    assert all("Where does mu come in?" in task["message"] for task in found["cem"].values())
    assert {(task["outcome"], tuple(task["mistakes"])) for task in found["dan"].values()} == {("wrong", ())}


def test_explain_shows_numbers_of_a_right_answer_inside_their_bounds(course: Course) -> None:
    shown = descent(course, "explain", "ada")
    assert "4 of 4 points" in shown
    assert " no │" not in shown
    notebooks = list((course.root / "explained" / LAB / "ada").glob("*.ipynb"))
    assert len(notebooks) == 3


def test_a_regrade_changes_nothing_until_the_author_changes_something(course: Course, tmp_path: Path) -> None:
    assert "Scores that change: 0; other words only: 0; as before: 4." in descent(course, "regrade")
    file = course.root / "labs" / f"{LAB.replace('-', '_')}.py"
    before = file.read_text()
    try:
        file.write_text(before.replace("Where does mu come in?", "What is kept from step to step?"))
        assert "Scores that change: 0; other words only: 1; as before: 3." in descent(course, "regrade")
        file.write_text(before.replace('.without("another-momentum")', ""))
        said = descent(course, "regrade", "--json", str(tmp_path / "changes.json"))
        assert "Scores that change: 0; other words only: 1; as before: 3." in said
        (change,) = json.loads((tmp_path / "changes.json").read_text())["changes"]
        assert change["student"] == "dan"
        assert {tuple(task["mistakes"]) for task in change["tasks"]} == {("another-momentum",)}
    finally:
        file.write_text(before)


class _Text(HTMLParser):
    """The text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def test_the_report_counts_the_class_and_draws_no_surface(course: Course, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    descent(course, "report", "--out", str(page))
    reader = _Text()
    reader.feed(page.read_text())
    text = " ".join(" ".join(reader.parts).split())
    for said in ("Only w has momentum.", "The training runs without momentum.", "practice-history"):
        assert said in text
    assert "error surface" not in text.lower()


def test_points_are_in_the_gradebook(course: Course) -> None:
    with open_gradebook(course) as gradebook:
        scores = {student: gradebook.find_submission(LAB, student).score for student in ANSWERS}
    assert scores == {"ada": 4.0, "bea": 0.0, "cem": 0.0, "dan": 0.0}
