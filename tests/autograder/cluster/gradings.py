"""Gradings of a small class by the command, on this machine or on workers."""

from __future__ import annotations

import json
import os
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


def grading(course: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [DESCENT, "grade", LAB, "--course", str(course), "--json", str(course.parent / "results.json"), *options]
    with said_file(course).open("w") as said:
        return subprocess.Popen(
            command, stdout=said, stderr=subprocess.STDOUT, env={**os.environ, "PYTHONUNBUFFERED": "1"}
        )


def said_file(course: Path) -> Path:
    """What the last grading of a course writes to its terminal."""
    return course.parent / "said"


def finished(process: subprocess.Popen[bytes], course: Path, status: int = 0) -> tuple[Path, str]:
    """The file with the results of a grading, and what it said; its lines are folded at the width of a terminal."""
    process.wait(timeout=3 * PATIENCE)
    said = said_file(course).read_text()
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


def wait_for_words(course: Path, words: str) -> None:
    """Return when the grading that is under way has said something."""
    until = time.monotonic() + PATIENCE
    while words not in (said := " ".join(said_file(course).read_text().split())):
        assert time.monotonic() < until, said
        time.sleep(0.02)
