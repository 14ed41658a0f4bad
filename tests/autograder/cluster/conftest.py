"""A class that handed in, and what this machine says of it: made once for all tests of clusters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from gradings import LAB, STUDENTS, copy_of, graded, results

from autograder.course.course import Course
from autograder.demo.class_of import hand_in


@pytest.fixture(scope="session")
def handed_in(made_once: Callable[..., Path], new_course: Callable[[Path], Course]) -> Path:
    """A course with a class that handed in; tests take copies."""

    def make(folder: Path) -> None:
        hand_in(new_course(folder / "course"), STUDENTS, LAB)

    return made_once("cluster-class", make) / "course"


@pytest.fixture(scope="session")
def here(handed_in: Path, made_once: Callable[..., Path]) -> Any:
    """The results of the same class, graded on this machine."""

    def make(folder: Path) -> None:
        graded(copy_of(handed_in, folder))

    return results(made_once("cluster-here", make) / "results.json")


@pytest.fixture
def course(handed_in: Path, tmp_path: Path) -> Path:
    return copy_of(handed_in, tmp_path)
