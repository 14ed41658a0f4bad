"""A graded notebook in a few lines: each graded cell by its title, its points, and what was found in a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.feedback.findings import BY_HAND, Finding, findings_of

UNANSWERED = "The text is as it was given out."
GRADED = "A person gave the points."
LOOKED_AT = "A person will look at it once more."
LARGEST_NOTEBOOK = 50_000_000
"""bytes of a graded notebook that is read for its findings"""
SIGNS = {"correct": "✓", "partly": "◐", "wrong": "✗", "missing": "…", "error": "!", BY_HAND: "✎"}
IN_WORDS = {
    "correct": "right",
    "partly": "partly right",
    "wrong": "not right yet",
    "missing": "nothing to check",
    "error": "could not be graded",
    BY_HAND: "graded by a person",
}
WAITS = "will be graded by a person"
NO_ANSWER = "no answer"


@dataclass(frozen=True)
class CellGrade:
    """A graded cell as the gradebook has it."""

    points: float | None
    """None where a person has to give them first"""
    most: float
    waits: bool
    """whether a person has to look at it"""
    by_person: bool = False
    """whether a person gave the points"""


@dataclass(frozen=True)
class Line:
    """One graded cell."""

    name: str
    title: str
    outcome: str
    in_words: str
    """the outcome"""
    said: str
    points: float | None
    most: float

    @property
    def sign(self) -> str:
        """A sign for the outcome, which is said in words beside it."""
        return SIGNS[self.outcome]

    @property
    def points_in_words(self) -> str:
        """Such as ``3 of 4 points``."""
        return f"{'–' if self.points is None else f'{self.points:g}'} of {self.most:g} points"


def lines_of(findings: Sequence[Finding], grades: Mapping[str, CellGrade]) -> tuple[Line, ...]:
    """The lines of a notebook, in the order of its cells.

    Cells that only the gradebook knows, such as those of a notebook that could not be graded, come last.
    """
    known = {one.name: one for one in findings}
    order = [*(name for name in known if name in grades), *(name for name in grades if name not in known)]
    return tuple(_line(name, known.get(name), grades[name]) for name in order)


def _line(name: str, finding: Finding | None, grade: CellGrade) -> Line:
    found = finding or Finding(name, name, _by_points(grade))
    said, in_words = [found.said], IN_WORDS[found.outcome]
    if found.outcome == BY_HAND and grade.points is None:
        in_words = WAITS
    elif found.outcome == BY_HAND and not grade.by_person:
        in_words, said = NO_ANSWER, [UNANSWERED]
    elif found.outcome != BY_HAND and grade.by_person:
        said.append(GRADED)
    if grade.waits and grade.points is not None:
        said.append(LOOKED_AT)
    return Line(name, found.title, found.outcome, in_words, " ".join(filter(None, said)), grade.points, grade.most)


def _by_points(grade: CellGrade) -> str:
    """The outcome of a cell of which nothing is known but its points."""
    if grade.points is None or grade.by_person:
        return BY_HAND
    if grade.points >= grade.most:
        return "correct"
    return "partly" if grade.points > 0 else "wrong"


def as_text(title: str, lines: Sequence[Line], penalty: float = 0.0) -> tuple[str, ...]:
    """A summary as plain text, a line each, for platforms that take a comment."""
    reached, most = sum(one.points or 0.0 for one in lines) - penalty, sum(one.most for one in lines)
    waiting = still_waiting(lines)
    head = f"{title}: {max(reached, 0.0):g} of {most:g} points"
    head += f"; {waiting}" if waiting else "."
    late = [f"Late: {penalty:g} points less."] if penalty else []
    said = [f"{one.title} ({one.points_in_words}): {one.said or f'{one.in_words.capitalize()}.'}" for one in lines]
    return (head, *said, *late)


def still_waiting(lines: Sequence[Line]) -> str:
    """How many points a person still has to decide on; empty where all are given."""
    points = sum(one.most for one in lines if one.points is None)
    return f"a person still has to decide on {points:g} of these points." if points else ""


def findings_in(file: Path) -> tuple[Finding, ...]:
    """The findings in a graded notebook's file; none where there is no such file, or none can be read."""
    try:
        if file.stat().st_size > LARGEST_NOTEBOOK:
            return ()
        return findings_of(json.loads(file.read_bytes())["metadata"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()


def grades_of(notebook: Any) -> dict[str, CellGrade]:
    """Grades by grade_id.

    Args:
        notebook: nbgrader's `SubmittedNotebook`
    """
    return dict(_grades(notebook))


def _grades(notebook: Any) -> Iterator[tuple[str, CellGrade]]:
    for grade in notebook.grades:
        known = grade.manual_score is not None or grade.auto_score is not None
        points = float(grade.score) if known else None
        by_person = grade.manual_score is not None
        yield str(grade.name), CellGrade(points, float(grade.max_score), bool(grade.needs_manual_grade), by_person)
