"""Which commands do without torch: whoever only looks at what is kept does not wait for it to be imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.assignments.releases import create_course
from autograder.course.course import Course
from autograder.demo.class_of import LAB, hand_in

SCRIPT = """
import sys
sys.argv = ["descent", *sys.argv[1:]]
from autograder.cli import app
try:
    app()
except SystemExit as end:
    assert not end.code, end.code
print("torch was imported" if "torch" in sys.modules else "without torch")
"""


def run(*arguments: str) -> str:
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = create_course(tmp_path_factory.mktemp("without-torch") / "course", [LAB])
    hand_in(made, 5)
    run("grade", LAB, "--course", str(made.root), "--isolation", "none")
    return made


@pytest.mark.slow  # a course is made, its keys are built, and a class is graded
@pytest.mark.parametrize(
    "command",
    [
        ("explain", LAB, "ben"),
        ("report", LAB),
        ("regrade", LAB),
        ("regrade", LAB, "--apply"),
        ("grade", LAB),
    ],
    ids=" ".join,
)
def test_what_is_kept_is_looked_at_without_torch(course: Course, command: tuple[str, ...], tmp_path: Path) -> None:
    assert run(*command, "--course", str(course.root)) == "without torch"
