"""The hostile suite: its table, and what its tests share."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

TESTS = Path(__file__).resolve().parents[1]
for helpers in ("autograder", "autograder/execution", "autograder/execution/sandbox", "autograder/cluster", "browser"):
    sys.path.append(str(TESTS / helpers))

from hostile_table import PROPERTY, Row, table  # noqa: E402

if TYPE_CHECKING:
    from attack import Attack, Damage
    from hostile_class import Graded

    from autograder.course.course import Course

Note = Callable[["Attack", str, str, "Damage"], None]
_rows: dict[tuple[str, str], Row] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Collect what tests say of their attacks; in the process that prints, also from workers."""
    for name, value in report.user_properties:
        if name == PROPERTY and isinstance(value, dict):
            row = Row.from_json(value)
            _rows[row.attack, row.mode] = row


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The table."""
    lines = table(_rows.values())
    if lines:
        terminalreporter.section("hostile")
        for line in lines:
            terminalreporter.line(line)


@pytest.fixture
def note(record_property: Callable[[str, object], None]) -> Note:
    """Puts an attack into the table: with the way of protection, what it does without, and what it did."""

    def write(attack: Attack, mode: str, control: str, damage: Damage) -> None:
        record_property(PROPERTY, Row(attack.name, attack.aim, mode, control, damage).to_json())

    return write


@pytest.fixture(scope="session")
def honest(made_once: Callable[..., Path], new_course: Callable[[Path], Course]) -> Graded:
    """The class without attackers, graded once for all worker processes."""
    from hostile_class import course_with_neighbours, grade

    def make(folder: Path) -> None:
        graded = grade(course_with_neighbours(new_course, folder / "course"))
        assert graded.status == 0, graded.said
        (folder / "graded.pickle").write_bytes(pickle.dumps(graded))

    made = made_once("hostile-honest", make)
    return pickle.loads((made / "graded.pickle").read_bytes())  # type: ignore[no-any-return]
