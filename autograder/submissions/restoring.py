"""What runs when graded: the released cells in released order, and the student's own cells behind them.

A submission is never trusted to say what it is: locked cells come from the gradebook, order and metadata from
the release, and the student only fills the answers and adds cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from autograder.shared.cell_text import comparable, is_blank

Kind = Literal["locked", "test", "answer", "plain"]
"""locked: read-only; test: autograder cell; answer: for the student to fill; plain: neither nbgrader's nor ours."""

MANY = 5
"""So many cells of another release, and as many missing of this one, make a notebook another one."""
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")  # nbformat 4.5
ADDED = "added-by-student"


class AnotherNotebook(Exception):  # noqa: N818 (a name that reads well where it is caught)
    """A notebook is not the one that was given out; the message says why."""


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
    given_out: str = ""
    """what students see of it, where that is less: no hidden tests"""

    @property
    def name(self) -> str:
        """How messages and evidence call this cell."""
        return self.grade_id or self.id

    @property
    def fixed(self) -> bool:
        """Whether the student's version of it is ignored."""
        return self.kind in ("locked", "test")

    @cached_property
    def comparable(self) -> str:
        """Its text, as students have it, as it is compared."""
        return comparable(self.given_out or self.source)

    def is_text_of(self, cell: Mapping[str, Any]) -> bool:
        """Whether a submitted cell's text is as released."""
        source = str(cell["source"])
        return source in (self.source, self.given_out) or comparable(source) == self.comparable


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
    overwritten: Mapping[str, str] = field(default_factory=dict)
    """locked and test cells that the student had changed -> the lines in them that are not the lab's"""
    brought_back: int = 0
    """how many locked and test cells were missing"""
    beside: tuple[str, ...] = ()
    """files that the student put beside it"""

    def names(self) -> tuple[str, ...]:
        """Per cell its grade_id, or its cell id where it has none."""
        return tuple(cell_name(cell) for cell in self.notebook.cells)


def cell_name(cell: Mapping[str, Any]) -> str:
    """A cell's grade_id, or its cell id where it has none."""
    return grade_id(cell) or str(cell.get("id", ""))


def grade_id(cell: Mapping[str, Any]) -> str | None:
    """nbgrader's name for a cell; None where its metadata holds none, whatever else it holds."""
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None  # abstract types take ten times as long
    name = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
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
    kind = _kind(metadata.get("nbgrader"), row)
    return ReleasedCell(
        id=str(cell.get("id") or f"released-{index + 1}"),
        grade_id=name,
        kind=kind,
        cell_type=str(row.cell_type if row is not None else cell["cell_type"]),
        source=str(row.source if row is not None else cell["source"]),
        metadata=metadata,
        given_out=str(cell["source"]) if kind == "test" else "",
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
    locked cell, or as the only one that can be an answer between two cells that are known. Of several with one name,
    as JupyterLab leaves them when a cell is split, the first is meant that is not as released; the others are the
    student's own cells, but plain copies of locked cells are left out: they would set the data again. An answer that
    was deleted is empty, so that code elsewhere is not undone by a stub.

    Raises:
        AnotherNotebook: if nothing in it belongs to this release, or much of it to another one.
    """
    cells = list(submission["cells"])
    known = _identify(cells, release)
    _check_belongs(cells, known, release)
    by_place = _answers_by_place(cells, known, release)
    cells = _joined(cells, by_place)
    known |= {indices[0]: position for position, indices in by_place.items()}
    copies = _copies(cells, known, release)
    left = [None if index in copies else cell for index, cell in enumerate(cells)]
    found = {position: cells[index] for index, position in known.items()}
    ordered = _in_released_order(release, found, _behind(left, known))
    notes = [
        *submission.get("notes", ()),
        *_notes(release, left, known),
        *(f"A copy of the locked cell '{name}' was left out." for name in copies.values()),
        *(_found_by_place(release.cells[position], len(indices)) for position, indices in by_place.items()),
    ]
    notebook = _notebook([cell for cell, _ in ordered], release)
    kinds = tuple(kind for _, kind in ordered)
    missing = sum(cell.fixed and position not in found for position, cell in enumerate(release.cells))
    return Restored(notebook, kinds, tuple(notes), _overwritten(release, found), missing)


def _overwritten(release: Release, found: Mapping[int, Mapping[str, Any]]) -> dict[str, str]:
    """What a student wrote into cells that are as released again."""
    changed = {
        released.name: _added_lines(released, str(found[position]["source"]))
        for position, released in enumerate(release.cells)
        if released.fixed and position in found and not released.is_text_of(found[position])
    }
    return {name: lines for name, lines in changed.items() if not is_blank(lines)}


def _added_lines(released: ReleasedCell, source: str) -> str:
    known = {line.strip() for line in released.comparable.split("\n")}
    return "\n".join(line for line in comparable(source).split("\n") if line.strip() not in known)


def _behind(cells: Sequence[Any], known: Mapping[int, int]) -> dict[int, list[Any]]:
    """The student's own cells by the position of the released cell that they stand behind, -1 for none."""
    behind: dict[int, list[Any]] = {}
    anchor = -1
    for index, cell in enumerate(cells):
        if index in known:
            anchor = known[index]
        elif cell is not None:
            behind.setdefault(anchor, []).append(cell)
    return behind


def _identify(cells: Sequence[Mapping[str, Any]], release: Release) -> dict[int, int]:
    """Index of a submitted cell -> position of the released cell that it is; each position once."""
    by_name = {cell.grade_id: i for i, cell in enumerate(release.cells) if cell.grade_id}
    by_id = {cell.id: i for i, cell in enumerate(release.cells)}
    by_text = {cell.comparable: i for i, cell in enumerate(release.cells) if cell.fixed and cell.comparable}
    known: dict[int, int] = {}
    taken: set[int] = set()

    def take(find: Any) -> None:
        for index, cell in enumerate(cells):
            position = None if index in known else find(cell)
            if position is not None and position not in taken:
                known[index] = position
                taken.add(position)

    # Of copies of an answer, the one that somebody wrote into.
    take(lambda cell: by_name.get(grade_id(cell) or "") if _is_written(cell, by_name, release) else None)
    take(lambda cell: by_name.get(grade_id(cell) or ""))
    # A copy of a released cell carries its name but is the student's: only cells without a name are left to find.
    take(lambda cell: None if grade_id(cell) in by_name else by_id.get(str(cell.get("id", ""))))
    take(lambda cell: None if grade_id(cell) in by_name else by_text.get(comparable(str(cell["source"]))))
    return known


def _is_written(cell: Mapping[str, Any], by_name: Mapping[str, int], release: Release) -> bool:
    position = by_name.get(grade_id(cell) or "")
    if position is None or release.cells[position].kind != "answer":
        return False
    return not is_blank(str(cell["source"])) and not release.cells[position].is_text_of(cell)


def _check_belongs(cells: Sequence[Mapping[str, Any]], known: Mapping[int, int], release: Release) -> None:
    names = {cell.grade_id for cell in release.cells if cell.grade_id}
    if not names:
        return
    if not any(release.cells[position].grade_id for position in known.values()):
        raise AnotherNotebook("none of the lab's cells are in this notebook")
    foreign = {name for cell in cells if (name := grade_id(cell)) is not None and name not in names}
    missing = sum(cell.fixed for position, cell in enumerate(release.cells) if position not in set(known.values()))
    if min(len(foreign), missing) >= MANY:
        shown = ", ".join(sorted(foreign)[:3])
        raise AnotherNotebook(f"many cells of this notebook belong to another lab, such as {shown:.200}")
    if min(_strangers(cells, known, release), missing) >= MANY and not _has_names(cells, names):
        raise AnotherNotebook("most cells of this notebook belong to another lab, and it has lost their names")


def _has_names(cells: Sequence[Mapping[str, Any]], names: set[str]) -> bool:
    return any(grade_id(cell) in names for cell in cells)


def _strangers(cells: Sequence[Mapping[str, Any]], known: Mapping[int, int], release: Release) -> int:
    """Cells that are neither in the release nor answers to it, where those are the greater part; else 0."""
    as_released = sum(release.cells[position].is_text_of(cells[index]) for index, position in known.items())
    changed = sum(
        release.cells[position].fixed and not release.cells[position].is_text_of(cells[index])
        for index, position in known.items()
    )
    unknown = sum(index not in known and not is_blank(str(cell["source"])) for index, cell in enumerate(cells))
    return changed + unknown if changed + unknown > as_released else 0


def _copies(cells: Sequence[Any], known: Mapping[int, int], release: Release) -> dict[int, str]:
    """Further copies of locked cells, as released: index -> name."""
    locked = {cell.grade_id: cell for cell in release.cells if cell.kind == "locked" and cell.grade_id}
    return {
        index: name
        for index, cell in enumerate(cells)
        if index not in known and cell is not None and (name := grade_id(cell)) in locked
        if locked[name].is_text_of(cell)
    }


def _answers_by_place(
    cells: Sequence[Mapping[str, Any]], known: Mapping[int, int], release: Release
) -> dict[int, list[int]]:
    """Answers that lost name and id: position -> the submitted cells between the known ones around it.

    One code cell is the answer; of several nobody knows which, and they run where they stand in any case. Text is for
    people to read, so all of it is the answer.
    """
    index_of = {position: index for index, position in known.items()}
    found: dict[int, list[int]] = {}
    for position, released in enumerate(release.cells):
        if released.kind != "answer" or position in index_of:
            continue
        before = max((p for p in index_of if p < position), default=None)
        after = min((p for p in index_of if p > position), default=None)
        first = -1 if before is None else index_of[before]
        last = len(cells) if after is None else index_of[after]
        rivals = [p for p in _between(before, after, release) if release.cells[p].cell_type == released.cell_type]
        between = [index for index in range(first + 1, last) if index not in known and not grade_id(cells[index])]
        there = [index for index in between if cells[index]["cell_type"] == released.cell_type]
        if rivals == [position] and (len(there) == 1 or (there and released.cell_type == "markdown")):
            found[position] = there
    return found


def _between(before: int | None, after: int | None, release: Release) -> range:
    """Positions of the released cells between two, none of which is in the submission."""
    return range(0 if before is None else before + 1, len(release.cells) if after is None else after)


def _joined(cells: Sequence[Any], by_place: Mapping[int, Sequence[int]]) -> list[Any]:
    """The cells with every answer of several cells in the first of them, and None for the others."""
    joined = list(cells)
    for first, *others in by_place.values():
        source = "\n\n".join(str(cells[index]["source"]) for index in (first, *others))
        joined[first] = {**cells[first], "source": source}
        for index in others:
            joined[index] = None
    return joined


def _found_by_place(released: ReleasedCell, count: int) -> str:
    which = "the cell that stood in its place" if count == 1 else f"the {count} cells that stood in its place"
    return f"The answer '{released.name}' had lost its name: {which} was taken for it."


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
    return _cell(cell_type, source, released.id, released.metadata, attachments)


def _own_cell(cell: Mapping[str, Any], new_id: str) -> dict[str, Any]:
    return _cell(str(cell["cell_type"]), str(cell["source"]), new_id, {}, cell.get("attachments", {}))


def _cell(
    cell_type: str, source: str, cell_id: str, metadata: Mapping[str, Any], attachments: Mapping[str, Any]
) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": cell_type, "id": cell_id, "metadata": metadata, "source": source}
    if cell_type == "code":
        cell |= {"execution_count": None, "outputs": []}
    elif attachments:
        cell["attachments"] = attachments
    return cell


def _notebook(cells: list[dict[str, Any]], release: Release) -> Any:
    """A notebook of its own: `from_dict` copies all objects and lists, those of release and submission as well."""
    from nbformat import from_dict

    return from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": release.metadata, "cells": cells})


def _notes(release: Release, cells: Sequence[Any], known: Mapping[int, int]) -> Iterable[str]:
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
        if released.kind == "locked" and not released.is_text_of(submitted):
            yield f"The locked cell '{released.name}' had been changed: it is as released again."
    if [known[index] for index in sorted(known)] != sorted(known.values()):
        yield "Cells had been moved: they are in released order again."
    names = {cell.grade_id for cell in release.cells if cell.grade_id}
    others = (grade_id(cell) for index, cell in enumerate(cells) if cell is not None and index not in known)
    for name in dict.fromkeys(others):
        if name in names:
            yield f"The name '{name}' stood on several cells: one is meant, the others are the student's own."
