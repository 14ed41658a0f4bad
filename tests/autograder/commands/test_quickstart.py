"""nbgrader's own quickstart course: graded by the kit with the scores that stock nbgrader gives."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_gradebook import rows

from autograder.assignments.releases import CONFIG_TEXT

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]

STOCK = "c = get_config()\nc.CourseDirectory.course_id = 'quickstart'\n"
ANSWERS = {
    "right": {
        "squares": "def squares(n):\n    if n < 1:\n        raise ValueError(n)\n"
        "    return [i**2 for i in range(1, n + 1)]",
        "sum_of_squares": "def sum_of_squares(n):\n    return sum(squares(n))",
    },
    "half": {
        "squares": "def squares(n):\n    return [i * i for i in range(1, n + 1)]",
        "sum_of_squares": "def sum_of_squares(n):\n    return sum(i * i for i in range(1, n + 1))",
    },
    "broken": {"squares": "def squares(n:"},
    "blank": {},
}


def command(course: Path, code: str, *arguments: str) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *arguments],
        cwd=course,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def nbgrader(course: Path, *arguments: str) -> None:
    command(course, "from nbgrader.apps.nbgraderapp import main; main()", *arguments)


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same class in two courses, one graded by stock nbgrader and one by the kit."""
    folder = tmp_path_factory.mktemp("quickstart")
    nbgrader(folder, "quickstart", "stock")
    stock, kit = folder / "stock", folder / "kit"
    (stock / "nbgrader_config.py").write_text(STOCK)
    nbgrader(stock, "generate_assignment", "ps1")
    for student, answers in ANSWERS.items():
        place = stock / "submitted" / student / "ps1"
        shutil.copytree(stock / "release" / "ps1", place)
        for file in place.glob("*.ipynb"):
            notebook = json.loads(file.read_text())
            for cell in notebook["cells"]:
                cell["source"] = answers.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
            file.write_text(json.dumps(notebook))
    shutil.copytree(stock, kit)
    (kit / "nbgrader_config.py").write_text(CONFIG_TEXT.replace("gradient-descent", "quickstart"))
    nbgrader(stock, "autograde", "ps1")
    command(kit, "from autograder.cli import app; app()", "grade", "ps1")
    return stock, kit


def test_every_grade_is_the_one_that_stock_nbgrader_gives(courses: tuple[Path, Path]) -> None:
    stock, kit = (rows(course) for course in courses)
    assert len(stock["grade"]) >= 4 * len(ANSWERS)
    assert kit["grade"] == stock["grade"]


def test_the_class_has_different_grades(courses: tuple[Path, Path]) -> None:
    totals = {name: sum(row[4] or 0.0 for row in rows(courses[1])["grade"] if row[0] == name) for name in ANSWERS}
    assert totals["right"] > totals["half"] > totals["blank"]
