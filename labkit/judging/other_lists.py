"""Trainings that went to another list than the one asked for: the student's own history under another name.

Worked cells leave lists of losses as well, which are nobody's answer. What tells them apart is which cell put a list
there, what worked cells leave in lists of the lab, and how a training that was asked for begins.
"""

import math
from collections.abc import Iterator

from ..evidence.collecting import Evidence
from .drawn_history import History, counts
from .key import Box, Key

Losses = tuple[float, ...]


def trained_elsewhere(evidence: Evidence, key: Key, wanted: str) -> Iterator[History]:
    """Histories that the answer left under other names than `wanted`, the one that is asked for.

    They are in lists of its own, and in those that worked cells fill.
    """
    for name, entries in evidence.others.items():
        if _is_training(name, entries, evidence, key, wanted):
            yield History(name, entries, len(entries))
    for name in _worked(key):
        yield from _in_worked_list(name, evidence.history(name) or (), evidence, key, wanted)


def _in_worked_list(name: str, entries: Losses, evidence: Evidence, key: Key, wanted: str) -> Iterator[History]:
    """What is new in a list that worked cells fill, and that list with it; all of it where it was made again."""
    box = key.right[name]
    old = box.low.size
    if len(entries) > old and box.holds(entries[:old]):
        if _are_losses(entries[old:]):
            yield History(name, entries, len(entries))
            yield History(name, entries[old:], len(entries) - old)
    elif _is_training(name, entries, evidence, key, wanted):
        yield History(name, entries, len(entries))


def _is_training(name: str, entries: Losses, evidence: Evidence, key: Key, wanted: str) -> bool:
    """Whether a list holds losses that the answer computed, and not those of a worked cell."""
    if name in key.right and _is_part(entries, key.right[name]):
        return False
    copied = any(_is_part(entries, key.right[worked]) for worked in _worked(key))
    own = _bound_after_worked_cells(name, evidence, key) and not copied
    return (own or _begins_as_asked(entries, key, wanted)) and _are_losses(entries)


def _worked(key: Key) -> list[str]:
    """The lists of losses that worked cells fill."""
    return [name for name in key.histories if name not in key.task.names]


def _are_losses(entries: Losses) -> bool:
    return len(entries) > 1 and all(math.isfinite(loss) and loss >= 0.0 for loss in entries) and not counts(entries)


def _is_part(entries: Losses, box: Box) -> bool:
    """Whether a history is the beginning of a worked one."""
    count = len(entries)
    return count <= box.low.size and Box(box.low[:count], box.high[:count]).holds(entries)


def _begins_as_asked(entries: Losses, key: Key, wanted: str) -> bool:
    """Whether a history is as long as the one asked for and begins with the loss at its start."""
    right = key.right.get(wanted)
    return right is not None and right.low.shape == (len(entries),) and bool(right.inside(entries)[0])


def _bound_after_worked_cells(name: str, evidence: Evidence, key: Key) -> bool:
    """Whether a list was put there by a cell that ran after all those which left the lists of the lab."""
    order = {cell: place for place, cell in enumerate(evidence.cells)}
    places = {n: order[cell] for n, cell in evidence.bound.items() if cell in order}
    left = [worked for worked in _worked(key) if worked != name and _is_as_left(worked, evidence, key)]
    last = max((places[worked] for worked in left if worked in places), default=None)
    return last is not None and places.get(name, -1) > last


def _is_as_left(name: str, evidence: Evidence, key: Key) -> bool:
    """Whether a list of the lab begins with what worked cells leave in it."""
    box = key.right[name]
    entries = (evidence.history(name) or ())[: box.low.size]
    return box.holds(entries)
