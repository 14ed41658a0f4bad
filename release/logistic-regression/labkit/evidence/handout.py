"""The cells of a lab as they were given out, which ship with labkit: what is a worked cell, and what belongs where."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

FORMAT = 1
FOLDER = "handouts"
"""Below labkit: a file for each notebook."""

Kind = Literal["locked", "test", "answer", "plain"]
"""locked: worked, read-only; test: a check; answer: for the student to fill; plain: anything else."""


@dataclass(frozen=True)
class HandoutCell:
    """One cell as it was given out."""

    id: str
    name: str
    """Its `grade_id`; empty where it has none."""
    kind: Kind
    cell_type: str
    source: str

    @property
    def fixed(self) -> bool:
        """Whether grading brings it back as it was given out."""
        return self.kind in ("locked", "test")


@dataclass(frozen=True)
class Handout:
    """A notebook as it was given out."""

    cells: tuple[HandoutCell, ...]

    @cached_property
    def _fixed_texts(self) -> frozenset[str]:
        return frozenset(same_text(cell.source) for cell in self.cells if cell.fixed)

    @cached_property
    def _fixed_ids(self) -> frozenset[str]:
        return frozenset(cell.id for cell in self.cells if cell.fixed)

    def is_worked(self, cell_id: str, source: str) -> bool:
        """Whether a cell is one that the lab gave and that grading brings back as it was."""
        return cell_id in self._fixed_ids or same_text(source) in self._fixed_texts

    def to_json(self) -> dict[str, Any]:
        """The handout as plain JSON data."""
        return {"format": FORMAT, "cells": [asdict(cell) for cell in self.cells]}


def same_text(source: str) -> str:
    """A text as it is compared: line ends and white space around it do not count."""
    return "\n".join(source.splitlines()).strip()


def handout_of(notebook: Mapping[str, Any]) -> Handout:
    """The handout that a released notebook is."""
    return Handout(tuple(_cell(number, cell) for number, cell in enumerate(notebook["cells"])))


def _cell(number: int, cell: Mapping[str, Any]) -> HandoutCell:
    nbgrader = cell.get("metadata", {}).get("nbgrader", {})
    name = str(nbgrader.get("grade_id", ""))
    source = "".join(cell["source"])
    return HandoutCell(str(cell.get("id", number)), name, _kind(nbgrader), str(cell["cell_type"]), source)


def _kind(nbgrader: Mapping[str, Any]) -> Kind:
    if not nbgrader.get("grade_id"):
        return "plain"
    if nbgrader.get("grade") and not nbgrader.get("solution"):
        return "test"
    return "locked" if nbgrader.get("locked") and not nbgrader.get("solution") else "answer"


def shipped(folder: Path | None = None) -> tuple[Handout, ...]:
    """The handouts beside labkit, or below `folder`; none where they are missing or damaged."""
    place = (folder or Path(__file__).resolve().parent.parent) / FOLDER
    return tuple(handout for path in sorted(place.glob("*.json")) if (handout := _read(path)) is not None)


def _read(path: Path) -> Handout | None:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Handout(tuple(_from_json(data["cells"]))) if data["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _from_json(cells: Iterable[Mapping[str, Any]]) -> Iterable[HandoutCell]:
    for cell in cells:
        if cell["kind"] not in get_args(Kind):
            raise ValueError(f"a handout has a cell of kind {cell['kind']!r}")
        yield HandoutCell(*(cell[name] for name in ("id", "name", "kind", "cell_type", "source")))
