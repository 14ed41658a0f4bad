"""Changed rules: a summary first, nothing written without --apply, what a person gave stays; and disclosed settings."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mini_batch_class import LAB, PLOT, RIGHT, answered
from typer.testing import CliRunner

from autograder.assignments.releases import open_gradebook
from autograder.cli import app
from autograder.course.course import Course, find_course
from autograder.demo.answer import Answer

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_gradings")]

ANSWERS = {
    "ann": RIGHT,
    "bo": RIGHT.replace("forward(X), Y)", "forward(X), X)"),
    # Off by 8e-5: outside 20 times 3e-6, by which right answers differ on the published data, and inside 200 times
    # 4.8e-7, the least that they are taken to differ by on any data.
    "cy": RIGHT + "LOSS_MINI20 = [1.00008 * loss for loss in LOSS_MINI20]\n",
    # Right for the published data, 1 % off for all other.
    "di": RIGHT + "LOSS_MINI20 = [loss if slope == 1.0 else 1.01 * loss for loss in LOSS_MINI20]\n",
}
LOOSER = """\
from dataclasses import replace

from reference.labs.mini_batch import LAB

LAB = replace(LAB, safety=200.0).with_words("loss-against-x", hint="Which of the two holds what was measured?")
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, new_course: Callable[[Path], Course]) -> Course:
    """A graded class of four, one task of which a person graded by hand, with a comment."""
    course = new_course(tmp_path_factory.mktemp("regrade") / "course")
    for name, train in ANSWERS.items():
        folder = course.step("submitted", LAB, name)
        folder.mkdir(parents=True)
        notebook = answered(course, name, Answer(name, train, PLOT))
        (folder / f"{LAB}.ipynb").write_text(json.dumps(notebook))
    descent(course, "grade")
    with open_gradebook(course) as gradebook:
        gradebook.find_grade("practice-explain", LAB, LAB, "cy").manual_score = 1.5
        gradebook.find_grade("practice-losses", LAB, LAB, "bo").manual_score = 1.0
        gradebook.find_comment("practice-explain", LAB, LAB, "cy").manual_comment = "Nearly."
        gradebook.db.commit()
    return course


def descent(course: Course, command: str, *options: str) -> str:
    done = CliRunner().invoke(app, [command, LAB, "--course", str(course.root), *options])
    assert done.exit_code == 0, done.output
    return str(done.output)


def summary(course: Course, tmp_path: Path, *options: str) -> dict[str, Any]:
    descent(course, "regrade", "--json", str(tmp_path / "summary.json"), *options)
    data: dict[str, Any] = json.loads((tmp_path / "summary.json").read_text())
    return data


def rows(course: Course) -> list[tuple[Any, ...]]:
    """All scores and comments, straight from the database."""
    with sqlite3.connect(course.root / "gradebook.db") as database:
        scores = database.execute("select id, auto_score, manual_score, extra_credit from grade order by id")
        comments = database.execute("select id, auto_comment, manual_comment from comment order by id")
        return [*scores, *comments]


def graded_files(course: Course) -> dict[str, bytes]:
    return {path.parent.parent.name: path.read_bytes() for path in course.root.glob("autograded/*/*/*.ipynb")}


def losses(course: Course, student: str) -> tuple[float, float]:
    with open_gradebook(course) as gradebook:
        grade = gradebook.find_grade("practice-losses", LAB, LAB, student)
        return grade.auto_score, grade.score


def test_rules_that_did_not_change_change_nothing(course: Course, tmp_path: Path) -> None:
    assert summary(course, tmp_path) | {"lab": LAB} == {
        "lab": LAB,
        "applied": False,
        "reasons": [],
        "unchanged": 4,
        "changes": [],
        "left_out": [],
    }


def test_a_looser_tolerance_and_another_hint_are_summed_up_before_they_are_written(
    course: Course, tmp_path: Path
) -> None:
    own = course.root / "labs" / "mini_batch.py"
    own.parent.mkdir()
    own.write_text(LOOSER)
    before, files = rows(course), graded_files(course)
    told = summary(course, tmp_path)
    changes = {change["student"]: change for change in told["changes"]}
    assert set(changes) == {"bo", "cy"}
    assert changes["cy"]["score_change"] == 4.0
    (task,) = changes["cy"]["tasks"]
    assert (task["task"], task["points_before"], task["points"]) == ("practice-losses", 0.0, 4.0)
    assert (task["before"]["outcome"], task["outcome"]) == ("wrong", "correct")
    assert changes["bo"]["score_change"] == 0.0
    assert any("tolerance of practice-losses" in reason for reason in told["reasons"])
    assert "The words for loss-against-x are different." in told["reasons"]
    assert told["unchanged"] == 2
    assert (rows(course), graded_files(course)) == (before, files)

    said = descent(course, "regrade", "--apply")
    assert "Scores that change: 1; other words only: 1; as before: 2." in said
    assert losses(course, "cy") == (4.0, 4.0)
    assert losses(course, "bo") == (0.0, 1.0), "what a person gave counts"
    with open_gradebook(course) as gradebook:
        assert gradebook.find_grade("practice-explain", LAB, LAB, "cy").manual_score == 1.5
        assert gradebook.find_comment("practice-explain", LAB, LAB, "cy").manual_comment == "Nearly."
    after = graded_files(course)
    assert b"holds what was measured" in after["bo"]
    assert {name for name in files if files[name] != after[name]} == {"bo", "cy"}
    assert summary(course, tmp_path)["changes"] == []


def test_a_submission_that_changed_since_is_left_out_with_its_reason(course: Course, tmp_path: Path) -> None:
    file = course.step("submitted", LAB, "ann") / f"{LAB}.ipynb"
    text = file.read_text()
    file.write_text(text + "\n")
    try:
        (left_out,) = summary(course, tmp_path)["left_out"]
    finally:
        file.write_text(text)
    assert left_out["student"] == "ann"
    assert "descent grade" in left_out["reason"]


def test_disclosed_settings_are_told_in_feedback_and_serve_for_no_new_run(course: Course, tmp_path: Path) -> None:
    record = course.root / ".descent" / "settings" / f"{LAB}.json"
    fresh = json.loads(record.read_text())["fresh"]
    slopes = [f"slope = {setting['slope']:g}" for setting in fresh]
    assert not any(slope in graded_files(course)["di"].decode() for slope in slopes)

    assert all(slope in descent(course, "disclose") for slope in slopes)
    assert [change["student"] for change in summary(course, tmp_path)["changes"]] == ["di"]
    descent(course, "regrade", "--apply")
    assert any(slope in graded_files(course)["di"].decode() for slope in slopes)
    assert losses(course, "di")[0] == 0.0

    descent(course, "grade")  # all is kept: still the settings that were disclosed
    assert json.loads(record.read_text())["fresh"] == fresh
    file = course.step("submitted", LAB, "ann") / f"{LAB}.ipynb"
    file.write_text(file.read_text() + "\n")
    assert "new ones were drawn" in descent(course, "grade")
    renewed = json.loads(record.read_text())
    assert renewed["past"] == fresh
    assert not any(setting in fresh for setting in renewed["fresh"])
    assert not any(slope in graded_files(course)["di"].decode() for slope in slopes)
    assert [losses(find_course(course.root), name)[0] for name in ANSWERS] == [4.0, 0.0, 4.0, 0.0]
