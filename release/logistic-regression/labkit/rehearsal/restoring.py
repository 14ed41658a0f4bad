"""The cells of a saved notebook as grading runs them: those of the handout in its order, the student's behind them.

Programs that edit notebooks lose names, ids and order. A cell is known by its name, else by its id, else, where it was
given out as it is, by its text; an answer that lost all of them by its place between two cells that are known.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..evidence.handout import Handout, HandoutCell, same_text

SavedCell = Mapping[str, Any]


@dataclass(frozen=True)
class RunCell:
    """A code cell that runs."""

    name: str
    """The name by which messages call it; empty for one of the student's own."""
    kind: str
    """As in `labkit.evidence.handout`, or `own`."""
    source: str


def restored(cells: Sequence[SavedCell], handout: Handout) -> list[RunCell]:
    """The code cells that run, in order; empty where none of the cells belongs to the handout."""
    known = _known(cells, handout)
    if not any(handout.cells[place].name for place in known.values()):
        return []
    known |= _by_place(cells, known, handout)
    found = {place: cells[index] for index, place in known.items()}
    own = _own_behind(cells, known, handout)
    run = [*own.get(-1, [])]
    for place, given in enumerate(handout.cells):
        if given.cell_type == "code" and (given.kind != "plain" or place in found):
            run.append(RunCell(given.name or given.id, given.kind, _source_of(given, found.get(place))))
        run += own.get(place, [])
    return run


def _source_of(given: HandoutCell, saved: SavedCell | None) -> str:
    """What runs: as given out where it is fixed; an answer that was deleted is empty."""
    if given.fixed:
        return given.source
    return "" if saved is None else source_of(saved)


def source_of(cell: SavedCell) -> str:
    """A cell's text, which files hold as one string or line by line."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(map(str, source))


def name_of(cell: SavedCell) -> str:
    """nbgrader's name for a cell; empty where its metadata holds none."""
    nbgrader = _mapping(_mapping(cell.get("metadata")).get("nbgrader"))
    name = nbgrader.get("grade_id")
    return name if isinstance(name, str) else ""


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _known(cells: Sequence[SavedCell], handout: Handout) -> dict[int, int]:
    """Index of a saved cell to the place in the handout of the cell that it is; each place once."""
    by_name = {cell.name: place for place, cell in enumerate(handout.cells) if cell.name}
    by_id = {cell.id: place for place, cell in enumerate(handout.cells)}
    by_text = {same_text(cell.source): place for place, cell in enumerate(handout.cells) if cell.fixed}
    by_text.pop("", None)
    known: dict[int, int] = {}

    def take(find: Callable[[SavedCell], int | None]) -> None:
        for index, cell in enumerate(cells):
            place = None if index in known else find(cell)
            if place is not None and place not in known.values():
                known[index] = place

    def nameless(find: Callable[[SavedCell], int | None]) -> Callable[[SavedCell], int | None]:
        return lambda cell: None if name_of(cell) in by_name else find(cell)

    take(lambda cell: by_name.get(name_of(cell)) if _is_written(cell, by_name, handout) else None)
    take(lambda cell: by_name.get(name_of(cell)))
    take(nameless(lambda cell: by_id.get(str(cell.get("id", "")))))
    take(nameless(lambda cell: by_text.get(same_text(source_of(cell)))))
    return known


def _is_written(cell: SavedCell, by_name: Mapping[str, int], handout: Handout) -> bool:
    """Whether a cell is an answer that somebody wrote into: of several copies that one is meant."""
    place = by_name.get(name_of(cell))
    if place is None or handout.cells[place].kind != "answer":
        return False
    return same_text(source_of(cell)) not in ("", same_text(handout.cells[place].source))


def _by_place(cells: Sequence[SavedCell], known: Mapping[int, int], handout: Handout) -> dict[int, int]:
    """Answers that lost name and id: the only code cell between the two known cells around their place."""
    index_of = {place: index for index, place in known.items()}
    found = {}
    for place, given in enumerate(handout.cells):
        if given.kind != "answer" or given.cell_type != "code" or place in index_of:
            continue
        before = max((p for p in index_of if p < place), default=-1)
        after = min((p for p in index_of if p > place), default=len(handout.cells))
        rivals = [p for p in range(before + 1, after) if handout.cells[p].cell_type == "code"]
        first, last = index_of.get(before, -1), index_of.get(after, len(cells))
        between = [i for i in range(first + 1, last) if i not in known and not name_of(cells[i])]
        there = [i for i in between if cells[i].get("cell_type") == "code"]
        if rivals == [place] and len(there) == 1:
            found[there[0]] = place
    return found


def _own_behind(cells: Sequence[SavedCell], known: Mapping[int, int], handout: Handout) -> dict[int, list[RunCell]]:
    """The student's own code cells by the place of the cell that they stand behind, -1 for none.

    Further copies of worked cells are left out, as they would make the data again.
    """
    locked = {cell.name: same_text(cell.source) for cell in handout.cells if cell.kind == "locked" and cell.name}
    behind: dict[int, list[RunCell]] = {}
    anchor = -1
    for index, cell in enumerate(cells):
        anchor = known.get(index, anchor)
        is_copy = locked.get(name_of(cell)) == same_text(source_of(cell))
        if index not in known and cell.get("cell_type") == "code" and not is_copy:
            behind.setdefault(anchor, []).append(RunCell("", "own", source_of(cell)))
    return behind
