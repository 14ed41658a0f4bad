"""A key: what a right answer and what each known mistake would show for one task under one setting."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..evidence.plain_values import Value, leaves
from ..evidence.task import Task
from .setting import Setting

Floats = NDArray[np.float64]
Texts = tuple[tuple[int, str], ...]
TEXT = 2.0**900
"""Texts are compared as numbers from here on: beyond all that a training computes, and below what overflows."""
WHOLE = 0.25
"""The widest margin of a whole number: no other one lies within."""
OPEN = 2.0**1000
"""A bound that bounds nothing."""
NEAR = 1e-2
"""How near each other trainings end that are taken to end in the same place, relative to the largest parameter."""
MANY = 4
"""Known mistakes that end in one place, from which on it tells little of them."""
MOST_WHOLE = 2.0**23
"""Beyond this numbers in float32 are whole whatever they mean."""


def text_number(text: str) -> float:
    """The number that stands for a text, the same for equal texts and another for any other."""
    digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
    return TEXT * (1.0 + int.from_bytes(digest[:6], "big") / 2.0**48)


def as_numbers(value: Value) -> tuple[float, ...]:
    """All numbers and texts of a plain value as numbers, one after the other."""
    return tuple(leaf if isinstance(leaf, float) else text_number(leaf) for leaf in leaves(value))


@dataclass(frozen=True, eq=False)
class Box:
    """All values from `low` to `high`, entry by entry; 0-d for a single one, 1-d for a history or another sequence.

    An entry whose bounds are both NaN stands for 'not finite': NaN or an infinity. One from `-OPEN` to `OPEN` stands
    for anything. One whose bounds are both the number of a text (`text_number`) stands for that text, exactly.
    """

    low: Floats
    high: Floats
    texts: Texts = ()
    """The texts that it holds, by their positions."""

    @classmethod
    def around(cls, values: ArrayLike, relative: ArrayLike = 0.0, absolute: ArrayLike = 0.0) -> "Box":
        """The box of everything within `absolute + relative * |value|` of `values`."""
        centre = np.asarray(values, dtype=np.float64)
        with np.errstate(invalid="ignore"):
            margin = np.asarray(absolute) + np.asarray(relative) * np.abs(centre)
            low, high = centre - margin, centre + margin
        finite = np.isfinite(centre)
        return cls(np.where(finite, low, np.nan), np.where(finite, high, np.nan))

    @classmethod
    def of(cls, value: Value, relative: float = 0.0, absolute: float = 0.0, *, whole: bool = False) -> "Box":
        """The box of a plain value: of numbers as `around`, of texts exactly, nested sequences in reading order.

        With `whole` all numbers count exactly, as integers should; without it whole numbers are at most `WHOLE` wide.
        A sequence of one entry is that entry: the box is 0-d.
        """
        found = leaves(value)
        texts = tuple((place, leaf) for place, leaf in enumerate(found) if isinstance(leaf, str))
        numbers = np.asarray(as_numbers(value), dtype=np.float64)
        with np.errstate(invalid="ignore"):
            margin = absolute + relative * np.abs(numbers)
            counts = (numbers == np.round(numbers)) & (np.abs(numbers) < MOST_WHOLE)
            margin = np.where(counts, np.minimum(margin, WHOLE), margin)
        margin[[place for place, _ in texts]] = 0.0
        box = cls.around(numbers, absolute=np.where(whole, 0.0, margin))
        return cls(box.low.reshape(()), box.high.reshape(()), texts) if len(found) == 1 else replace(box, texts=texts)

    @classmethod
    def spanning(cls, boxes: Iterable["Box"]) -> "Box":
        """The smallest box that holds all of `boxes`, which must have one shape."""
        lows, highs = zip(*((box.low, box.high) for box in boxes), strict=True)
        return cls(np.min(lows, axis=0), np.max(highs, axis=0))

    @property
    def centre(self) -> Floats:
        """The middle of the box, entry by entry."""
        return np.asarray((self.low + self.high) / 2)

    def inside(self, values: ArrayLike) -> NDArray[np.bool_]:
        """For each entry, whether it lies in the box; `values` must have the shape of the box."""
        found = np.asarray(values, dtype=np.float64)
        with np.errstate(invalid="ignore"):
            within = (self.low <= found) & (found <= self.high)
        anything = (self.low <= -OPEN) & (self.high >= OPEN)
        return np.where(np.isnan(self.low), ~np.isfinite(found), within | anything)

    def holds(self, values: ArrayLike) -> bool:
        """Whether `values` has the shape of the box and lies in it."""
        return np.shape(values) == self.low.shape and bool(np.all(self.inside(values)))

    def text(self, position: int) -> str | None:
        """The text that must stand at a position; `None` where a number must."""
        return dict(self.texts).get(position)

    def to_json(self) -> list[Any]:
        """`[low, high]`, with `None` for the bounds of an entry that is not finite; texts behind them, if any."""
        exact = self.low == self.high
        bounds = [_bounds_to_json(self.low, exact), _bounds_to_json(self.high, exact)]
        return [*bounds, [list(entry) for entry in self.texts]] if self.texts else bounds

    @classmethod
    def from_json(cls, data: Sequence[Any]) -> "Box":
        """The box that `to_json` wrote."""
        low, high = (np.array(_none_to_nan(bound), dtype=np.float64) for bound in data[:2])
        texts = tuple((int(place), str(text)) for place, text in (data[2] if len(data) > 2 else ()))
        for place, text in texts:
            low.flat[place] = high.flat[place] = text_number(text)
        return cls(low, high, texts)


def _bounds_to_json(bounds: Floats, exact: Any) -> Any:
    """Bounds with nine digits, but for entries that count exactly."""
    if bounds.ndim == 0:
        return None if np.isnan(bounds) else float(bounds) if exact else float(f"{bounds:.9g}")
    return [_bounds_to_json(np.asarray(bound), same) for bound, same in zip(bounds, exact, strict=True)]


def _none_to_nan(bound: Any) -> Any:
    if isinstance(bound, list):
        return [_none_to_nan(entry) for entry in bound]
    return float("nan") if bound is None else bound


@dataclass(frozen=True)
class Finding:
    """A mistake that was found, with the value that was found for it, if it has one."""

    mistake: str
    value: float | int | str | None = None
    """The learning rate, the number of epochs, the name of a list, and so on."""

    def agrees(self, other: "Finding") -> bool:
        """Whether both are the same mistake with the same value, numbers compared to three digits."""
        if self.mistake != other.mistake:
            return False
        mine, theirs = self.value, other.value
        if isinstance(mine, int | float) and isinstance(theirs, int | float):
            return abs(mine - theirs) <= 2e-3 * max(abs(mine), abs(theirs))
        return mine == theirs


@dataclass(frozen=True, eq=False)
class Explanation:
    """What the names of a lab would hold if just these mistakes had been made."""

    findings: tuple[Finding, ...]
    boxes: Mapping[str, Box]
    """Name to box; a history that is empty has a box with no entries."""
    touches: tuple[frozenset[str], ...] | None = None
    """For each finding, the names whose values it changes; `None` where each changes all of them."""

    def findings_for(self, names: Iterable[str]) -> tuple[Finding, ...]:
        """The findings that change the value of one of `names`."""
        if self.touches is None:
            return self.findings
        wanted = frozenset(names)
        return tuple(f for f, touched in zip(self.findings, self.touches, strict=True) if touched & wanted)

    def to_json(self) -> dict[str, Any]:
        """The explanation as plain JSON data."""
        return {
            "findings": [[f.mistake, f.value] for f in self.findings],
            "boxes": {name: box.to_json() for name, box in self.boxes.items()},
            "touches": None if self.touches is None else [sorted(names) for names in self.touches],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Explanation":
        """The explanation that `to_json` wrote."""
        touches = data.get("touches")
        return cls(
            tuple(Finding(mistake, value) for mistake, value in data["findings"]),
            {name: Box.from_json(box) for name, box in data["boxes"].items()},
            None if touches is None else tuple(frozenset(names) for names in touches),
        )


@dataclass(frozen=True, eq=False)
class EpochCounts:
    """What the right training leaves after any number of epochs, up to the largest that is known."""

    usual: int
    """The number that is right."""
    histories: Mapping[str, Box]
    """The losses of the longest training: those of a shorter one are its first ones, and one more with each epoch."""
    parameters: tuple[Mapping[str, Box], ...]
    """Name to box after one epoch, after two, and so on; nothing in them where that is not known."""
    computed: frozenset[str] = frozenset()
    """What is computed from the trained parameters, such as an accuracy: other epochs may lead to another."""

    def explanations(self, right: Mapping[str, Box]) -> tuple[Explanation, ...]:
        """An explanation for each number from two on but the right one: a single epoch has a name of its own."""
        counts = (count for count in range(2, len(self.parameters) + 1) if count != self.usual)
        return tuple(self._after(count, right) for count in counts)

    def beyond(self, values: "Values") -> list[Explanation]:
        """What explains histories that go on where those of the longest known training end."""
        name, box = next(iter(self.histories.items()))
        more = len(np.atleast_1d(values.get(name, ()))) - box.low.size
        if more <= 0:
            return []
        ends = np.full(more, OPEN)
        boxes = {
            name: Box(np.append(box.low, -ends), np.append(box.high, ends)) for name, box in self.histories.items()
        }
        return [self._explanation(len(self.parameters) + more, boxes, frozenset(self.histories))]

    def tells(self, count: int) -> bool:
        """Whether parameters alone tell this number: a step earlier or later they are clearly others."""
        places = [place for place in (count - 2, count) if 0 <= place < len(self.parameters)]
        here = self.parameters[count - 1]
        return bool(here) and all(
            any(not _is_near(box, here[name].centre) for name, box in self.parameters[place].items())
            for place in places
        )

    def _after(self, count: int, right: Mapping[str, Box]) -> Explanation:
        fewer = len(self.parameters) - count
        first = {name: slice(0, max(box.low.size - fewer, 0)) for name, box in self.histories.items()}
        boxes = {name: Box(box.low[first[name]], box.high[first[name]]) for name, box in self.histories.items()}
        parameters = self.parameters[count - 1]
        moved = {name for name, box in parameters.items() if not right[name].holds(box.centre)}
        return self._explanation(count, {**boxes, **parameters}, frozenset(self.histories) | moved | self.computed)

    def _explanation(self, count: int, boxes: Mapping[str, Box], touched: frozenset[str]) -> Explanation:
        name = "too-few-epochs" if count < self.usual else "too-many-epochs"
        return Explanation((Finding(name, count),), boxes, (touched,))

    def to_json(self) -> dict[str, Any]:
        """The numbers as plain JSON data."""
        return {
            "usual": self.usual,
            "histories": {name: box.to_json() for name, box in self.histories.items()},
            "parameters": [{name: box.to_json() for name, box in boxes.items()} for boxes in self.parameters],
            "computed": sorted(self.computed),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "EpochCounts":
        """What `to_json` wrote."""
        return cls(
            int(data["usual"]),
            {name: Box.from_json(box) for name, box in data["histories"].items()},
            tuple({name: Box.from_json(box) for name, box in boxes.items()} for boxes in data["parameters"]),
            frozenset(data["computed"]),
        )


@dataclass(frozen=True, eq=False)
class Stack:
    """Boxes of one shape, one upon the other, and where in a list each stands."""

    positions: NDArray[np.intp]
    boxes: Box

    @classmethod
    def of(cls, placed: Sequence[tuple[int, Box]]) -> "Stack":
        """The stack of these boxes, each with its position."""
        low, high = (np.stack([getattr(box, bound) for _, box in placed]) for bound in ("low", "high"))
        return cls(np.array([position for position, _ in placed]), Box(low, high))

    def hold(self, values: Floats) -> NDArray[np.bool_]:
        """For each box, whether it holds `values`, which have the shape of one."""
        return np.asarray(self.boxes.inside(values[np.newaxis]).reshape(len(self.positions), -1).all(axis=1))


Values = Mapping[str, Any]
Number = float | tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Key:
    """What is right for one task under one setting, and what typically goes wrong.

    Subclasses may know more explanations than they list, by fitting a family of mistakes to the values.
    """

    task: Task
    setting: Setting
    right: Mapping[str, Box]
    """Name to box, for the names that the task judges and those collected beside them where known."""
    givens: Mapping[str, Box] = field(default_factory=dict)
    """What the lab gives, as `labkit.evidence.given_values` puts it into numbers."""
    listed: tuple[Explanation, ...] = ()
    start: Mapping[str, Number] = field(default_factory=dict)
    """Values that names hold before any training: the start of the parameters, of several entries in reading order."""
    before: Mapping[str, Box] = field(default_factory=dict)
    """What the worked cells of the lab leave in names that the answer is to set."""
    trained: frozenset[str] = frozenset()
    """Names that a training sets and that are no histories, where the lab says so."""
    counts: EpochCounts | None = None
    """What other numbers of epochs would leave, where that is known."""

    @cached_property
    def as_judged(self) -> "Key":
        """The key of a drill as one of what its task is judged as."""
        return self if self.task.kind != "drill" else replace(self, task=self.task.as_judged)

    @cached_property
    def parameters(self) -> frozenset[str]:
        """Names that a training sets and that are no histories: those known as such, paths, those that have a start.

        Where there are none of these, single numbers beside the histories are taken for them.
        """
        judged = self.task.names if self.task.kind == "parameters" else ()
        paths = (name for name in self.right if "." in name)  # into a module; nobody appends losses there
        named = {*judged, *paths, *self.start, *self.trained} or {
            name for name, box in self.right.items() if not box.low.ndim
        }
        return frozenset(named & self.right.keys()) - frozenset(self._valued)

    @cached_property
    def histories(self) -> tuple[str, ...]:
        """Names that are lists of losses, in the order of the key."""
        others = {*self.parameters, *self._valued}
        return tuple(name for name, box in self.right.items() if box.low.ndim and name not in others)

    @property
    def _valued(self) -> tuple[str, ...]:
        return self.task.names if self.task.kind == "values" else ()

    @np.errstate(all="ignore")
    def explanations(self, values: Values) -> list[Explanation]:
        """Every known explanation that could hold for `values` (names to numbers or tuples of numbers).

        Only explanations of which each box holds the value of its name are returned, simplest first; a name
        without a value in `values` is left open, but one at least must have one.
        """
        near = self._near(values)
        found = [e for e in (self.known[position] for position in near) if explains(e, values)]
        found += [e for e in self.counts.beyond(values) if explains(e, values)] if self.counts else []
        found = [e for e in found if not self._is_vague(e, values)]
        return sorted(found, key=lambda explanation: len(explanation.findings))

    @cached_property
    def known(self) -> tuple[Explanation, ...]:
        """What is listed, and the numbers of epochs that are not."""
        if self.counts is None:
            return self.listed
        listed = {one.findings for one in self.listed}
        more = (one for one in self.counts.explanations(self.right) if one.findings not in listed)
        return (*self.listed, *more)

    def _is_vague(self, explanation: Explanation, values: Values) -> bool:
        """Whether a number of epochs is told by too little: by parameters near others, or against right parameters."""
        counts = self.counts
        if counts is None or explanation in self.listed:
            return False
        if any(name in values for name in counts.histories):
            there = self.parameters & set(values) - set(explanation.boxes)
            return bool(there) and all(self.right[name].holds(values[name]) for name in there)
        return not counts.tells(int(explanation.findings[0].value or 0))

    def settled(self, values: Values) -> bool:
        """Whether parameters lie where many a training ends, so that they tell little of the one that led there."""
        ends = {e.findings[0] for e in self.listed if len(e.findings) == 1 and _ends_near(e, values)}
        return len(ends) >= MANY

    def _near(self, values: Values) -> list[int]:
        """Positions in `known` of which one box at least holds the value of its name."""
        near: dict[int, None] = {}
        for name, value in values.items():
            found = np.asarray(value, dtype=np.float64)
            stack = self.stacks.get(name, {}).get(found.shape)
            if stack is not None:
                near.update(dict.fromkeys(int(position) for position in stack.positions[stack.hold(found)]))
        return sorted(near)

    @cached_property
    def stacks(self) -> Mapping[str, Mapping[tuple[int, ...], "Stack"]]:
        """The boxes of `known` by name and shape, stacked so that all are compared in one step."""
        groups: dict[str, dict[tuple[int, ...], list[tuple[int, Box]]]] = {}
        for position, explanation in enumerate(self.known):
            for name, box in explanation.boxes.items():
                groups.setdefault(name, {}).setdefault(box.low.shape, []).append((position, box))
        return {
            name: {shape: Stack.of(group) for shape, group in by_shape.items()} for name, by_shape in groups.items()
        }

    def to_json(self) -> dict[str, Any]:
        """The key as plain JSON data."""
        return {
            "task": self.task.to_json(),
            "setting": dict(self.setting),
            "kind": self.setting.kind,
            "right": {name: box.to_json() for name, box in self.right.items()},
            "givens": {name: box.to_json() for name, box in self.givens.items()},
            "start": {name: list(v) if isinstance(v, tuple) else v for name, v in self.start.items()},
            "before": {name: box.to_json() for name, box in self.before.items()},
            "listed": [explanation.to_json() for explanation in self.listed],
            **({"trained": sorted(self.trained)} if self.trained else {}),
            **({"counts": self.counts.to_json()} if self.counts else {}),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Key":
        """The key that `to_json` wrote."""
        return cls(
            task=Task.from_json(data["task"]),
            setting=Setting(data["setting"], data["kind"]),
            right={name: Box.from_json(box) for name, box in data["right"].items()},
            givens={name: Box.from_json(box) for name, box in data["givens"].items()},
            listed=tuple(Explanation.from_json(entry) for entry in data["listed"]),
            start=start_from_json(data["start"]),
            before={name: Box.from_json(box) for name, box in data["before"].items()},
            trained=frozenset(data.get("trained", ())),
            counts=EpochCounts.from_json(data["counts"]) if "counts" in data else None,
        )


def _ends_near(explanation: Explanation, values: Values) -> bool:
    """Whether definite numbers of an explanation lie near these values, for every name."""
    boxes = {name: explanation.boxes.get(name) for name in values}
    return all(box is not None and _is_near(box, np.asarray(values[name])) for name, box in boxes.items())


def _is_near(box: Box, value: Floats) -> bool:
    if box.low.shape != value.shape:
        return False
    size = NEAR * float(np.max(np.abs(value), initial=0.0))
    return bool(np.all((box.low - size <= value) & (value <= box.high + size) & (box.high - box.low <= size)))


def start_from_json(data: Mapping[str, Any]) -> dict[str, Number]:
    """Start values by name, as they were before they were written as JSON."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}


def explains(explanation: Explanation, values: Values) -> bool:
    """Whether each box of the explanation holds the value of its name, where there is one.

    Each of its findings must also change a value that is there; what is not there shows nothing.
    """
    there = {name for name in explanation.boxes if name in values}
    if not all(touched & there for touched in explanation.touches or ()):
        return False
    return bool(there) and all(explanation.boxes[name].holds(values[name]) for name in there)
