"""A small graded course for the browser tests: one student is right, one wrong, one hostile."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import hostile

from autograder.assignments.releases import open_gradebook
from autograder.course.course import Course

LAB = "two-parameter-sgd"
RIGHT, WRONG = "ada", "ben"
TRAINING = """LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), {against}).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
"""
PLOT = 'plt.plot(LOSS, label="my loss")\nplt.xlabel("epoch")\nplt.ylabel("loss")\nplt.legend()\nplt.show()'
WORDS = "Sixty small steps get farther than one; by update they are behind."


def released(course: Path) -> dict[str, Any]:
    """The release notebook as it lies in the course."""
    notebook: dict[str, Any] = json.loads((course / "release" / LAB / f"{LAB}.ipynb").read_text())
    return notebook


def fill(notebook: dict[str, Any], answers: dict[str, str]) -> None:
    """Put answers into the cells of their names."""
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = answers.get(grade_id, cell["source"])


def hand_in(course: Path, student: str, notebook: dict[str, Any]) -> Path:
    """Lay a notebook where nbgrader collects it; returns the folder."""
    folder = course / "submitted" / student / LAB
    folder.mkdir(parents=True)
    (folder / f"{LAB}.ipynb").write_text(json.dumps(notebook))
    return folder


def answers_against(targets: str, words: str = WORDS) -> dict[str, str]:
    """Answers whose losses are taken against `targets`: Y is right, X is the commonest mistake."""
    return {"practice-train": TRAINING.format(against=targets), "practice-plot": PLOT, "practice-explain": words}


def command(course: Path, *words: str) -> None:
    """A command of this environment, run in the course."""
    program = Path(sys.executable).parent / words[0]
    ended = subprocess.run([program, *words[1:]], cwd=course, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def make_graded_course(new: Course) -> None:
    """Three students in a new course, graded, with feedback pages and the class report in report.html."""
    course = new.root
    for student, targets in ((RIGHT, "Y"), (WRONG, "X")):
        notebook = released(course)
        fill(notebook, answers_against(targets))
        hand_in(course, student, notebook)
    notebook = released(course)
    hostile.make_hostile(notebook, TRAINING.format(against="X"))
    (hand_in(course, hostile.STUDENT, notebook) / hostile.FILE).write_text("x")
    with open_gradebook(new) as gradebook:
        gradebook.update_or_create_student(hostile.STUDENT, **hostile.NAMES)
    command(course, "descent", "grade", LAB)
    command(course, "nbgrader", "generate_feedback", LAB)
    command(course, "descent", "report", LAB, "--out", str(course / "report.html"))


def feedback_page(course: Path, student: str) -> Path:
    """Where nbgrader lays a student's feedback."""
    return course / "feedback" / student / LAB / f"{LAB}.html"
