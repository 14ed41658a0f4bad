"""The kit as it is installed from its wheel, away from the clone, makes a course and grades a submission in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from installations import Layout, bring_libraries, in_a_venv

from autograder.demo import right_answers
from autograder.demo.class_of import LAB, TERM, Student, filled

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def layout(place: Path, wheel: Path) -> Layout:
    installed = in_a_venv(place, wheel, name="installed")
    bring_libraries(installed)
    return installed


def said(layout: Layout, *command: str) -> str:
    """What a command of the installation prints, started somewhere else than in the clone."""
    programs = [str(layout.python.parent), str(Path(sys.executable).parent), os.environ["PATH"]]  # alembic among them
    environment = {**os.environ, "PATH": os.pathsep.join(programs), "PYTHONPATH": ""}
    done = subprocess.run(
        command, cwd=layout.home, env=environment, capture_output=True, text=True, timeout=500, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_submission_gets_its_points(layout: Layout) -> None:
    course = layout.home / "course"
    said(layout, "descent", "init", str(course))
    release = json.loads((course / "release" / LAB / f"{LAB}.ipynb").read_text())
    folder = course / "submitted" / "ada" / LAB
    folder.mkdir(parents=True)
    answered = filled(release, Student("ada", "ada", right_answers.NO_GRAD, TERM))
    (folder / f"{LAB}.ipynb").write_text(json.dumps(answered))
    said(layout, "descent", "grade", LAB, "--course", str(course), "--json", str(layout.home / "results.json"))
    (result,) = json.loads((layout.home / "results.json").read_text())["submissions"]
    assert {task["task"]: task["outcome"] for task in result["tasks"]} == dict.fromkeys(
        ("practice-losses", "practice-parameters", "practice-figure"), "correct"
    )
    assert result["score"] == result["max_score"] == 10.0


@pytest.mark.parametrize("package", ["autograder", "reference", "labkit"])
def test_it_is_the_wheels_own_and_brings_its_types(layout: Layout, package: str) -> None:
    file = said(layout, str(layout.python), "-c", f"import {package}; print({package}.__file__)").strip()
    assert Path(file).parent == layout.site / package
    assert (layout.site / package / "py.typed").is_file()
