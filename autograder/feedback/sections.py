"""Which cells of a graded notebook belong together on its feedback page, and which of them are folded away.

What the student did stays open, with the questions that it answers and the verdicts on it; what the lab works through
before is folded away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from autograder.feedback.titles import headings

NOTES = "descent-notes"
"""id of the cell that says what was repaired"""
MOST_NAMED = 8
"""headings that are named of a part that is folded away"""
TOP = "Before grading"
MORE = "Cells of your own"
WORKED = "The lab's own part"


@dataclass(frozen=True)
class Section:
    """Cells that follow each other."""

    first: int
    end: int
    """the cell behind the last one"""
    title: str
    folded: bool
    about: str = ""
    """what is in a part that is folded away"""


def sections(cells: Sequence[Mapping[str, Any]], notes: str, titles: Mapping[str, str]) -> tuple[Section, ...]:
    """The sections of a graded notebook, in order.

    Args:
        notes: id of the cell that says what was repaired
        titles: grade_id -> title of a graded cell
    """
    is_open = _open(cells)
    made: list[Section] = []
    for shown, run in groupby(range(len(cells)), key=lambda place: is_open[place]):
        places = list(run)
        made += _open_sections(cells, places, notes, titles) if shown else [_folded(cells, places)]
    return tuple(made)


def _open(cells: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Whether a cell is shown: the student's, graded ones, and before these the lab's from the last heading on."""
    shown = [_is_own(cell) or _is_asked(cell) for cell in cells]
    for place, cell in enumerate(cells):
        if not _is_asked(cell) or place == 0 or shown[place - 1]:
            continue
        before = place - 1
        while before > 0 and not shown[before - 1] and not _headings(cells[before]):
            before -= 1
        if _headings(cells[before]) or (before and shown[before - 1]):
            shown[before:place] = [True] * (place - before)
    return shown


def _is_own(cell: Mapping[str, Any]) -> bool:
    """Whether a cell is none of the lab's."""
    nbgrader = cell["metadata"].get("nbgrader")
    return not isinstance(nbgrader, Mapping) or not nbgrader.get("grade_id")


def _is_asked(cell: Mapping[str, Any]) -> bool:
    """Whether a cell is an answer, or graded."""
    nbgrader = cell["metadata"].get("nbgrader")
    return not _is_own(cell) and any(nbgrader.get(kind) for kind in ("grade", "solution", "task"))


def _headings(cell: Mapping[str, Any]) -> list[str]:
    return headings(str(cell["source"])) if cell["cell_type"] == "markdown" else []


def _begins(cell: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """The title of the section that a cell begins: a heading of the lab's, or an answer in words; empty for others."""
    nbgrader = cell["metadata"].get("nbgrader")
    name = nbgrader.get("grade_id") if isinstance(nbgrader, Mapping) else None
    if not isinstance(nbgrader, Mapping) or not isinstance(name, str):
        return ""
    if nbgrader.get("solution"):
        return titles.get(name, name) if nbgrader.get("grade") and cell["cell_type"] == "markdown" else ""
    found = _headings(cell)
    return found[-1] if found else ""


def _open_sections(
    cells: Sequence[Mapping[str, Any]], places: Sequence[int], notes: str, titles: Mapping[str, str]
) -> list[Section]:
    """A section for what was repaired, for each heading of the lab's, and for each answer in words."""
    made: list[Section] = []
    for place in places:
        title = TOP if cells[place].get("id") == notes else _begins(cells[place], titles)
        if title or not made or made[-1].title == TOP:
            made.append(Section(place, place + 1, title or MORE, False))
        else:
            made[-1] = replace(made[-1], end=place + 1)
    return made


def _folded(cells: Sequence[Mapping[str, Any]], places: Sequence[int]) -> Section:
    found = [title for place in places for title in _headings(cells[place])]
    named = " · ".join(found[:MOST_NAMED]) + (" · …" if len(found) > MOST_NAMED else "")
    return Section(places[0], places[-1] + 1, WORKED, True, named)
