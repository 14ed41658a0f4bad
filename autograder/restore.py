"""What runs when graded: the released cells in released order, and the student's own cells behind them.

A submission is never trusted to say what it is: locked cells come from the gradebook, order and metadata from
the release, and the student only fills the answers and adds cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["locked", "test", "answer", "plain"]
"""locked: read-only; test: autograder cell; answer: for the student to fill; plain: neither nbgrader's nor ours."""

CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")  # nbformat 4.5
ADDED = "added-by-student"


@dataclass(frozen=True)
class ReleasedCell:
    """One cell of the released notebook."""

    id: str
    """its cell id; made from the position where the release has none"""
    grade_id: str | None
    """nbgrader's name for it; None for a plain cell"""
    kind: Kind
    cell_type: str
    """``code``, ``markdown`` or ``raw``"""
    source: str
    """what runs (with hidden tests) where locked, the stub where it is an answer"""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    """the cell's metadata, nbgrader's included"""

    @property
    def name(self) -> str:
        """How messages and evidence call this cell."""
        return self.grade_id or self.id

    @property
    def fixed(self) -> bool:
        """Whether the student's version of it is ignored."""
        return self.kind in ("locked", "test")


@dataclass(frozen=True)
class Release:
    """What was given out, as the trusted side knows it."""

    cells: tuple[ReleasedCell, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    """the notebook's metadata: kernel and language"""


@dataclass(frozen=True)
class Restored:
    """The notebook that runs."""

    notebook: Any
    """an nbformat 4.5 NotebookNode without outputs"""
    kinds: tuple[str, ...]
    """per cell: a Kind, or ``own`` for a cell that the student added"""
    notes: tuple[str, ...] = ()
    """what was brought back or taken away, one sentence each"""

    def names(self) -> tuple[str, ...]:
        """Per cell its grade_id, or its cell id where it has none."""
        return tuple(cell_name(cell) for cell in self.notebook.cells)


def cell_name(cell: Mapping[str, Any]) -> str:
    """A cell's grade_id, or its cell id where it has none."""
    return grade_id(cell) or str(cell.get("id", ""))


def grade_id(cell: Mapping[str, Any]) -> str | None:
    """nbgrader's name for a cell; None where its metadata holds none, whatever else it holds."""
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
    name = nbgrader.get("grade_id") if isinstance(nbgrader, Mapping) else None
    return name if isinstance(name, str) and name else None


# The release


def read_release(
    notebook: Mapping[str, Any], source_cells: Iterable[Any], kernelspec: Mapping[str, Any] | None = None
) -> Release:
    """What was given out.

    Args:
        notebook: the released notebook, or the source notebook: order, ids, plain cells and metadata
        source_cells: nbgrader's SourceCell rows of the gradebook: type and source of every cell with a grade_id;
            they hold hidden tests, and stay as they were when a release is changed later
        kernelspec: the gradebook's, before the notebook's own
    """
    rows = {str(row.name): row for row in source_cells}
    cells = [_released_cell(cell, index, rows) for index, cell in enumerate(notebook["cells"])]
    metadata = _notebook_metadata(notebook)
    return Release(tuple(cells), metadata | ({"kernelspec": dict(kernelspec)} if kernelspec else {}))


def _released_cell(cell: Mapping[str, Any], index: int, rows: Mapping[str, Any]) -> ReleasedCell:
    name = grade_id(cell)
    row = rows.get(name) if name else None
    metadata = deepcopy(dict(cell["metadata"]))
    if row is None:
        metadata.pop("nbgrader", None)
        name = None
    else:
        metadata["nbgrader"] = dict(metadata["nbgrader"], checksum=row.checksum, cell_type=row.cell_type)
    return ReleasedCell(
        id=str(cell.get("id") or f"released-{index + 1}"),
        grade_id=name,
        kind=_kind(metadata.get("nbgrader"), row),
        cell_type=str(row.cell_type if row is not None else cell["cell_type"]),
        source=str(row.source if row is not None else cell["source"]),
        metadata=metadata,
    )


def _kind(nbgrader: Mapping[str, Any] | None, row: Any) -> Kind:
    if nbgrader is None or row is None:
        return "plain"
    if nbgrader.get("grade") and not nbgrader.get("solution"):
        return "test"
    return "locked" if row.locked else "answer"


def _notebook_metadata(notebook: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("kernelspec", "language_info")
    return {key: deepcopy(dict(notebook["metadata"][key])) for key in kept if key in notebook["metadata"]}


# A submission


def restore(submission: Mapping[str, Any], release: Release) -> Restored:
    """The notebook that runs for a submission; restoring it again changes nothing.

    A cell is known by its grade_id, else by its cell id, else (in files that lost both) by the released text of a
    locked cell. Of several with one name, as JupyterLab leaves them when a cell is split, the first is meant; the
    others are the student's own cells. An answer that was deleted is empty, so that code elsewhere is not undone
    by a stub.
    """
    cells = list(submission["cells"])
    known = _identify(cells, release)
    behind: dict[int, list[Any]] = {}
    anchor = -1
    for index, cell in enumerate(cells):
        if index in known:
            anchor = known[index]
        else:
            behind.setdefault(anchor, []).append(cell)
    found = {position: cells[index] for index, position in known.items()}
    ordered = _in_released_order(release, found, behind)
    notebook = _notebook([cell for cell, _ in ordered], release)
    return Restored(notebook, tuple(kind for _, kind in ordered), tuple(_notes(release, cells, known)))


def _identify(cells: Sequence[Mapping[str, Any]], release: Release) -> dict[int, int]:
    """Index of a submitted cell -> position of the released cell that it is; each position once."""
    by_name = {cell.grade_id: i for i, cell in enumerate(release.cells) if cell.grade_id}
    by_id = {cell.id: i for i, cell in enumerate(release.cells)}
    by_text = {cell.source.strip(): i for i, cell in enumerate(release.cells) if cell.fixed and cell.source.strip()}
    known: dict[int, int] = {}
    taken: set[int] = set()

    def take(find: Any) -> None:
        for index, cell in enumerate(cells):
            position = None if index in known else find(cell)
            if position is not None and position not in taken:
                known[index] = position
                taken.add(position)

    take(lambda cell: by_name.get(grade_id(cell) or ""))
    # A copy of a released cell carries its name but is the student's: only cells without a name are left to find.
    take(lambda cell: None if grade_id(cell) in by_name else by_id.get(str(cell.get("id", ""))))
    take(lambda cell: None if grade_id(cell) in by_name else by_text.get(str(cell["source"]).strip()))
    return known


def _in_released_order(
    release: Release, found: Mapping[int, Mapping[str, Any]], behind: Mapping[int, Sequence[Any]]
) -> list[tuple[dict[str, Any], str]]:
    number = 0
    taken = {cell.id for cell in release.cells}
    ordered: list[tuple[dict[str, Any], str]] = []

    def own_cells(position: int) -> None:
        nonlocal number
        for cell in behind.get(position, ()):
            number += 1
            while f"{ADDED}-{number}" in taken:
                number += 1
            ordered.append((_own_cell(cell, f"{ADDED}-{number}"), "own"))

    own_cells(-1)
    for position, released in enumerate(release.cells):
        # A plain cell may be deleted by the student, as in nbgrader.
        if released.kind != "plain" or position in found:
            ordered.append((_restored_cell(released, found.get(position)), released.kind))
        own_cells(position)
    return ordered


def _restored_cell(released: ReleasedCell, submitted: Mapping[str, Any] | None) -> dict[str, Any]:
    if released.fixed:
        source = released.source
    elif submitted is not None:
        source = str(submitted["source"])
    else:
        source = "" if released.cell_type == "code" else released.source
    plain = released.kind == "plain" and submitted is not None
    cell_type = str(submitted["cell_type"]) if plain and submitted else released.cell_type
    attachments = {} if released.fixed or submitted is None else submitted.get("attachments", {})
    return _cell(cell_type, source, released.id, deepcopy(dict(released.metadata)), attachments)


def _own_cell(cell: Mapping[str, Any], new_id: str) -> dict[str, Any]:
    return _cell(str(cell["cell_type"]), str(cell["source"]), new_id, {}, cell.get("attachments", {}))


def _cell(
    cell_type: str, source: str, cell_id: str, metadata: dict[str, Any], attachments: Mapping[str, Any]
) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": cell_type, "id": cell_id, "metadata": metadata, "source": source}
    if cell_type == "code":
        cell |= {"execution_count": None, "outputs": []}
    elif attachments:
        cell["attachments"] = deepcopy(dict(attachments))
    return cell


def _notebook(cells: list[dict[str, Any]], release: Release) -> Any:
    from nbformat import from_dict

    metadata = deepcopy(dict(release.metadata))
    return from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells})


def _notes(release: Release, cells: Sequence[Mapping[str, Any]], known: Mapping[int, int]) -> Iterable[str]:
    found = {position: index for index, position in known.items()}
    for position, released in enumerate(release.cells):
        if released.kind == "plain":
            continue
        if position not in found:
            missing = "the answer is empty" if released.kind == "answer" else "it was brought back"
            yield f"The cell '{released.name}' was missing: {missing}."
            continue
        submitted = cells[found[position]]
        if submitted["cell_type"] != released.cell_type:
            yield f"The cell '{released.name}' was a {submitted['cell_type']} cell: it is {released.cell_type} again."
        if released.kind == "locked" and str(submitted["source"]).strip() != released.source.strip():
            yield f"The locked cell '{released.name}' had been changed: it is as released again."
    if list(known.values()) != sorted(known.values()):
        yield "Cells had been moved: they are in released order again."
    names = {cell.grade_id for cell in release.cells if cell.grade_id}
    for name in dict.fromkeys(grade_id(cell) for index, cell in enumerate(cells) if index not in known):
        if name in names:
            yield f"The name '{name}' stood on several cells: the first is meant, the others are the student's own."
