"""Gradings of a small class by the command, on this machine or on workers."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from clusters import DESCENT, PATIENCE

from autograder.course.course import PRIVATE_FOLDER

LAB = "two-parameter-sgd"
STUDENTS = 10
"""Each runs under three settings; among them a syntax error, exceptions, and lists that keep their graph."""


def copy_of(course: Path, folder: Path) -> Path:
    return Path(shutil.copytree(course, folder / "course"))


def grading(course: Path, *options: str) -> subprocess.Popen[str]:
    command = [DESCENT, "grade", LAB, "--course", str(course), "--json", str(course.parent / "results.json"), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def finished(process: subprocess.Popen[str], course: Path, status: int = 0) -> tuple[Path, str]:
    """The file with the results of a grading, and what it said; its lines are folded at the width of a terminal."""
    said, _ = process.communicate(timeout=3 * PATIENCE)
    assert process.returncode == status, said
    return course.parent / "results.json", " ".join(said.split())


def graded(course: Path, *options: str, status: int = 0) -> tuple[Path, str]:
    return finished(grading(course, *options), course, status)


def results(file: Path) -> Any:
    return json.loads(file.read_text())


def kept(course: Path) -> int:
    return sum(1 for _ in (course / PRIVATE_FOLDER / "evidence").glob("*/*.jsonl"))


def wait_for_some(course: Path, count: int) -> None:
    """Return when some submissions are done."""
    until = time.monotonic() + PATIENCE
    while kept(course) < count:
        assert time.monotonic() < until
        time.sleep(0.02)
