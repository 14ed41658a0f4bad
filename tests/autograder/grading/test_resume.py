"""A grading that is killed at any moment and started again ends as an undisturbed one."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course.course import Course, find_course
from autograder.demo.class_of import LAB, hand_in

KILLS = 20
STUDENTS = 8

pytestmark = pytest.mark.slow


def start(course: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from autograder.cli import app; app()", "grade", LAB, "--course", str(course)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def gradebook(course: Path) -> list[tuple[object, ...]]:
    """Who got what, without the ids and times that differ between any two gradebooks."""
    query = """
        select sa.student_id, n.name, c.name, g.auto_score, g.manual_score, g.needs_manual_grade
        from grade g join submitted_notebook sn on g.notebook_id = sn.id
        join submitted_assignment sa on sn.assignment_id = sa.id
        join notebook n on sn.notebook_id = n.id join base_cell c on g.cell_id = c.id
    """
    with sqlite3.connect(course / "gradebook.db") as database:
        return sorted(database.execute(query).fetchall(), key=repr)


def graded_files(course: Path) -> dict[str, bytes]:
    folder = course / "autograded"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def evidence_files(course: Path) -> dict[str, int]:
    """Each kept file with its number on disk, which changes if it is written again."""
    folder = course / ".descent" / "evidence"
    return {path.name: path.stat().st_ino for path in folder.rglob("*.jsonl")}


def test_twenty_kills_leave_what_an_undisturbed_run_leaves(
    tmp_path: Path, new_course: Callable[[Path], Course]
) -> None:
    course = new_course(tmp_path / "course")
    hand_in(course, STUDENTS)
    assert start(course.root).wait(600) == 0
    expected = gradebook(course.root), graded_files(course.root)
    assert len(expected[0]) == STUDENTS * 4

    disturbed = tmp_path / "disturbed"
    shutil.copytree(course.root, disturbed, ignore=shutil.ignore_patterns("autograded", "gradebook.db", "evidence"))
    assert find_course(disturbed).root == disturbed
    moments = random.Random(20261122)
    kept: dict[str, int] = {}
    for _ in range(KILLS):
        grading = start(disturbed)
        try:
            grading.wait(moments.uniform(0.3, 5.0))
        except subprocess.TimeoutExpired:
            os.kill(grading.pid, signal.SIGKILL)
            grading.wait()
        now = evidence_files(disturbed)
        assert {name: now.get(name) for name in kept} == kept, "finished runs were run again"
        kept = now
    assert start(disturbed).wait(600) == 0
    assert (gradebook(disturbed), graded_files(disturbed)) == expected
