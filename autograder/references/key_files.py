"""Keys as a file: a line of JSON that says what there is, and behind it all bounds of boxes as float64 numbers.

A key holds half a million numbers. As text they would take most of the time that grading takes to start.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labkit.evidence.task import Task
from labkit.judging.key import Box, EpochCounts, Explanation, Finding, Key, Texts, start_from_json
from labkit.judging.setting import Setting

FORMAT = 4
NUMBERS = np.dtype("<f8")

Place = tuple[int, int | None, Texts]
"""Where the bounds of a box begin (the lower ones, then the upper ones), its entries (None for a number), its texts."""


def packed(keys: Mapping[str, Key], more: Mapping[str, Any]) -> bytes:
    """The file for the keys of all tasks under one setting; boxes that keys share are written once."""
    shelf = _Shelf()
    head = {
        "format": FORMAT,
        "more": dict(more),
        "keys": {name: _key(key, shelf) for name, key in keys.items()},
    }
    text = json.dumps(head, separators=(",", ":")).encode()
    return text + b"\n" + b"".join(bounds.astype(NUMBERS).tobytes() for bounds in shelf.bounds)


def unpacked(content: bytes) -> tuple[dict[str, Any], dict[str, Key]]:
    """What keys are revived with, and the keys, as `packed` wrote them.

    Raises:
        ValueError: for anything else.
    """
    text, _, numbers = content.partition(b"\n")
    try:
        head = json.loads(text)
        if head["format"] != FORMAT:
            raise ValueError(f"format {head['format']!r}, must be {FORMAT}")
        boxes = _Boxes(np.frombuffer(numbers, NUMBERS))
        return dict(head["more"]), {name: _revived(data, boxes) for name, data in head["keys"].items()}
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"these are no keys: {type(error).__name__}: {error}") from error


@dataclass
class _Shelf:
    """Bounds of boxes, one after the other."""

    bounds: list[Any] = field(default_factory=list)
    length: int = 0
    places: dict[int, Place] = field(default_factory=dict)
    """by the identity of the box, which the keys keep alive"""

    def put(self, box: Box) -> Place:
        """The place of a box; its place from before where it was put already."""
        if id(box) not in self.places:
            self.places[id(box)] = (self.length, None if box.low.ndim == 0 else box.low.size, box.texts)
            self.bounds += [box.low.ravel(), box.high.ravel()]
            self.length += 2 * box.low.size
        return self.places[id(box)]


@dataclass
class _Boxes:
    """Boxes by their places."""

    numbers: Any
    made: dict[Place, Box] = field(default_factory=dict)

    def at(self, start: int, entries: int | None, texts: Texts = ()) -> Box:
        """The box at a place; the same one every time. Raises IndexError where the file was cut short."""
        place = (start, entries, texts)
        if place not in self.made:
            size = 1 if entries is None else entries
            bounds = self.numbers[start : start + 2 * size]
            if bounds.size != 2 * size:
                raise IndexError("numbers are missing at the end")
            low, high = bounds[:size], bounds[size:]
            shape = () if entries is None else (entries,)
            self.made[place] = Box(low.reshape(shape), high.reshape(shape), texts)
        return self.made[place]


def _key(key: Key, shelf: _Shelf) -> dict[str, Any]:
    return {
        "task": key.task.to_json(),
        "setting": dict(key.setting),
        "kind": key.setting.kind,
        "right": _places(key.right, shelf),
        "givens": _places(key.givens, shelf),
        "start": {name: list(v) if isinstance(v, tuple) else v for name, v in key.start.items()},
        "before": _places(key.before, shelf),
        "listed": [
            [
                [[finding.mistake, finding.value] for finding in explanation.findings],
                _places(explanation.boxes, shelf),
                None if explanation.touches is None else [sorted(names) for names in explanation.touches],
            ]
            for explanation in key.listed
        ],
        "trained": sorted(key.trained),
        "counts": None if key.counts is None else _counts(key.counts, shelf),
    }


def _counts(counts: EpochCounts, shelf: _Shelf) -> dict[str, Any]:
    return {
        "usual": counts.usual,
        "histories": _places(counts.histories, shelf),
        "parameters": [_places(boxes, shelf) for boxes in counts.parameters],
        "computed": sorted(counts.computed),
    }


def _places(boxes: Mapping[str, Box], shelf: _Shelf) -> dict[str, list[Any]]:
    """Places as JSON: without texts a pair."""
    return {name: list(shelf.put(box))[: 3 if box.texts else 2] for name, box in boxes.items()}


def _revived(data: Mapping[str, Any], boxes: _Boxes) -> Key:
    return Key(
        task=Task.from_json(data["task"]),
        setting=Setting(data["setting"], data["kind"]),
        right=_at(data["right"], boxes),
        givens=_at(data["givens"], boxes),
        start=start_from_json(data["start"]),
        before=_at(data["before"], boxes),
        listed=tuple(
            Explanation(
                tuple(Finding(mistake, value) for mistake, value in findings),
                _at(places, boxes),
                None if touches is None else tuple(frozenset(names) for names in touches),
            )
            for findings, places, touches in data["listed"]
        ),
        trained=frozenset(data["trained"]),
        counts=None if data["counts"] is None else _revived_counts(data["counts"], boxes),
    )


def _revived_counts(data: Mapping[str, Any], boxes: _Boxes) -> EpochCounts:
    parameters = tuple(_at(places, boxes) for places in data["parameters"])
    computed = frozenset(data["computed"])
    return EpochCounts(int(data["usual"]), _at(data["histories"], boxes), parameters, computed)


def _at(places: Mapping[str, Any], boxes: _Boxes) -> dict[str, Box]:
    return {name: boxes.at(start, entries, _texts(*more)) for name, (start, entries, *more) in places.items()}


def _texts(texts: Iterable[tuple[int, str]] = ()) -> Texts:
    return tuple((int(place), str(text)) for place, text in texts)
