"""A course without the kit's lines in its configuration: nbgrader's own commands still check, grade and validate."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from test_gradebook import rows

from autograder.course.course import Course
from autograder.demo import right_answers, wrong_answers
from autograder.demo.class_of import LAB, TERM, Student, filled

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]

# Prints to standard error, for which nbgrader alone takes the points of a cell.
WARNS = right_answers.NO_GRAD


def nbgrader(course: Path, *arguments: str) -> str:
    """Output of an nbgrader command, run in a course with this Python's nbgrader."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [sys.executable, "-W", "ignore", "-m", "nbgrader", *arguments]
    ended = subprocess.run(
        command, cwd=course, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=300, check=False
    )
    return ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory, new_course: Callable[[Path], Course]) -> Course:
    import json

    course = new_course(tmp_path_factory.mktemp("stock") / "course")
    (course.root / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'any'\n")
    release = json.loads((course.step("release", LAB) / f"{LAB}.ipynb").read_text())
    for name, answer in {"right": WARNS, "wrong": wrong_answers.TOO_FEW, "blank": wrong_answers.BLANK}.items():
        folder = course.step("submitted", LAB, name)
        folder.mkdir(parents=True)
        (folder / f"{LAB}.ipynb").write_text(json.dumps(filled(release, Student(name, name, answer, TERM))))
    return course


def test_stock_autograde_gives_the_same_points(stock: Course) -> None:
    said = nbgrader(stock.root, "autograde", LAB)
    assert "Traceback" not in said
    found = rows(stock.root)["grade"]
    scores = {name: sum(row[4] or 0.0 for row in found if row[0] == name) for name in ("right", "wrong", "blank")}
    assert scores == {"right": 10.0, "wrong": 3.0, "blank": 0.0}


@pytest.mark.parametrize(("step", "what"), [("source", "Success!"), ("release", "VALIDATION FAILED ON")])
def test_validate_passes_the_source_and_fails_the_release(stock: Course, tmp_path: Path, step: str, what: str) -> None:
    shutil.copytree(stock.step("release", LAB), tmp_path / LAB)
    shutil.copy(stock.step(step, LAB) / f"{LAB}.ipynb", tmp_path / LAB)
    assert what in nbgrader(tmp_path / LAB, "validate", f"{LAB}.ipynb")
