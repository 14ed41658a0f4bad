"""Trainings that nobody can be graded by: `descent calibrate` says which, and what their author can change."""

from __future__ import annotations

from pathlib import Path

import pytest
from trial_courses import TRAIN, TrialCourse, tasks, written
from trial_labs import IMPORTS, TrialLab, answer, locked, notebook, parameters, task
from typer.testing import CliRunner

from autograder.cli import app

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_gradings")]

DATA = locked(
    "data",
    """
    torch.manual_seed(seed)
    X = torch.linspace(0.1, 0.3, 5)
    """,
)
CHAOTIC = """
w = X.clone().requires_grad_()
LOSS = []
for step in range(80):
    loss = (w**2 / 2 - 3.9 * (w**2 / 2 - w**3 / 3)).sum()
    LOSS.append(loss.item())
    loss.backward()
    w.data -= w.grad
    w.grad.zero_()
"""
RANDOM = """
model = nn.Linear(1, 1)
LOSS = []
for epoch in range(3):
    loss = (model(X.view(-1, 1)) ** 2).mean()
    LOSS.append(loss.item())
    model.zero_grad()
    loss.backward()
    for p in model.parameters():
        p.data -= 0.1 * p.grad
"""
RUNS_AWAY = """
w = torch.tensor(1.0, requires_grad=True)
LOSS = []
for epoch in range(500):
    loss = (w * X**2).sum() ** 2
    LOSS.append(loss.item())
    loss.backward()
    w.data -= 1000.0 * w.grad
    w.grad.zero_()
"""


def refused(root: Path, solution: str) -> str:
    """What calibrate says of a lab with this solution."""
    cells = notebook(IMPORTS, parameters("seed = 3"), DATA, answer(TRAIN, solution), task("practice-history"))
    lab = TrialLab("trial", cells, {}, ())
    made = TrialCourse(lab, tasks(history=["LOSS"]), {"seed": 4}, '{"seed": source.randrange(2, 1_000_000)}')
    course = written(made, root / "course")
    done = CliRunner().invoke(app, ["calibrate", "trial", "--course", str(course.root)])
    assert done.exit_code == 2, done.output
    assert not (course.step("source", "trial") / "expected.json").exists()
    assert "Traceback" not in done.output
    (line,) = done.stderr.splitlines()
    assert line.startswith("descent: trial, setting seed = 3: ")
    return line


def test_a_chaotic_training_is_refused_with_how_far_it_can_be_judged(tmp_path: Path) -> None:
    said = refused(tmp_path, CHAOTIC)
    assert "LOSS depends on rounding: an equivalent run" in said
    assert "Choose a smaller learning rate or a smaller network, or judge the first" in said


def test_a_random_training_is_refused_with_where_to_set_a_seed(tmp_path: Path) -> None:
    said = refused(tmp_path, RANDOM)
    assert "LOSS differs from run to run when other random numbers were drawn before it." in said
    assert "Set the seed in the answer, right before anything is drawn at random" in said


def test_a_training_that_runs_away_is_refused_with_its_entry(tmp_path: Path) -> None:
    said = refused(tmp_path, RUNS_AWAY)
    assert "LOSS is not finite from entry" in said
    assert "Choose a smaller learning rate, fewer epochs" in said


def test_a_solution_that_stops_is_refused_with_its_exception(tmp_path: Path) -> None:
    said = refused(tmp_path, "LOSS = []\nfor epoch in range(3):\n    LOSS.append(criterion(X))\n")
    assert "the notebook with its solution stops (NameError: name 'criterion' is not defined)" in said
