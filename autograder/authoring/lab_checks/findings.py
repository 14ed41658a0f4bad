"""What a check of a lab finds: problems with a place and a remedy, and figures worth knowing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from autograder.shared.errors import DescentError


@dataclass(frozen=True)
class Problem:
    """Something that an author has to repair; reads ``where: what. remedy``."""

    where: str
    """the file, and the cell where it is about one"""
    what: str
    """without a full stop"""
    remedy: str
    """the next step, a whole sentence"""

    @classmethod
    def of(cls, error: DescentError) -> Problem:
        """The problem that a command would have ended with."""
        return cls(error.where, error.what, error.remedy)

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.remedy}"


@dataclass(frozen=True)
class Check:
    """One group of checks, done."""

    name: str
    """what holds where there are no problems"""
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    """what was found, in words and figures"""
    figures: Mapping[str, float] = field(default_factory=dict)
    """the figures among it, for programs"""

    def to_json(self) -> dict[str, Any]:
        """The check as plain JSON data."""
        return {
            "name": self.name,
            "passed": not self.problems,
            "problems": [asdict(problem) for problem in self.problems],
            "notes": list(self.notes),
            "figures": dict(self.figures),
        }


def shown(path: Path, root: Path) -> str:
    """A path as messages name it: from the course folder on, where it lies in there."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
