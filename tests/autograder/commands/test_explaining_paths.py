"""``descent explain`` says where a path parts from the right one, also that of a value which no list holds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from autograder.assignments.releases import create_course
from autograder.cli import app
from autograder.course.course import Course
from autograder.references.sample_answers import filled

LAB = "two-parameter-sgd"
RATE = 0.00371
"""No list of mistakes holds it; it is fitted to the losses."""
ANSWER = """LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= RATE * w.grad
        b.data -= RATE * b.grad
        w.grad.zero_()
        b.grad.zero_()
"""

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]


def descended() -> tuple[float, float]:
    """Where descent pair by pair ends at this rate, written out in NumPy."""
    x = np.arange(-3, 3, 0.1)
    w, b = -12.0, -10.0
    for _ in range(10):
        for one in x:
            error = w * one + b - (one - 1.0)
            w, b = w - RATE * 2 * error * one, b - RATE * 2 * error
    return w, b


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = create_course(tmp_path_factory.mktemp("explained") / "course", [LAB])
    release = json.loads((made.step("release", LAB) / f"{LAB}.ipynb").read_text())
    folder = made.step("submitted", LAB, "ada")
    folder.mkdir(parents=True)
    answers = {"practice-train": ANSWER.replace("RATE", str(RATE))}
    (folder / f"{LAB}.ipynb").write_text(json.dumps(filled(release, answers)))
    return made


def test_where_paths_part_is_said_and_where_they_can_be_played(course: Course, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app,
        ["explain", LAB, "ada", "--course", str(course.root), "--out", str(tmp_path), "--isolation", "none"],
        env={"COLUMNS": "400"},
    )
    assert done.exit_code == 0, done.output
    said = " ".join(done.output.split())
    w, b = descended()
    end = r"ends near the right place, at w = ([-.\d]+), b = ([-.\d]+)\. The last point of both is w = -12, b = -10\."
    found = re.search(end, said)
    assert found is not None, said
    assert [float(number) for number in found.groups()] == pytest.approx([w, b], rel=1e-3)
    assert "Paths: Both begin in the same place and part in the first epoch" in said
    playing = f'Run {LAB}-setting-1.ipynb down to check("practice-losses"), and unfold "Watch the paths" to play'
    assert f"{playing} the right one and see where this one ended." in said  # students' checks list no such rate
    assert said.count("Paths: ") == 2  # of both tasks, under the published setting alone
    notebook = json.loads((tmp_path / f"{LAB}-setting-1.ipynb").read_text())
    assert any('check("practice-losses")' in "".join(cell["source"]) for cell in notebook["cells"])
    assert (tmp_path / "expected.json").is_file()
