"""From what equivalent runs left to what is right, and how exactly; or to why nothing can be graded by it.

Numbers are judged with a tolerance that follows from those runs; whole numbers, texts and truth values are exact.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from reference.solutions.distances import (
    EPSILON,
    Floats,
    Kind,
    Plain,
    Values,
    distance,
    is_number,
    leaves,
    scales,
    units,
)
from reference.solutions.runs import RunKind

LEAST_SPREAD = 4 * EPSILON
"""Equivalent runs are taken to differ by four units in the last place of float32 at least (4.8e-7)."""
SAFETY = 20.0
"""A tolerance is this many times the distance of the farthest equivalent run."""
SAME = 1e-9
"""Runs in double precision that lie nearer than this are the same but for rounding."""
CHAOTIC = 1e-3
"""Equivalent runs that lie this far apart are no base for a tolerance."""

LONGEST = 80
"""Characters of a value that a message shows."""

Cause = Literal[
    "missing",
    "no numbers",
    "diverges",
    "random",
    "chaotic",
    "hangs on rounding",
    "sample not right",
    "mistake too near",
]


class UnsettledError(Exception):
    """A training that nothing can be graded by as it is; the message says why, and what to change."""

    def __init__(self, cause: Cause, name: str, message: str) -> None:
        """`cause` is what to look for in code, `name` what it was seen in, `message` for the instructor."""
        super().__init__(message)
        self.cause: Cause = cause
        self.name = name


@dataclass(frozen=True)
class Run:
    """What a run left."""

    name: str
    kind: RunKind
    values: Values


@dataclass(frozen=True)
class Right:
    """What is right under one setting, and how far from it equivalent runs lie."""

    values: Values
    kinds: Mapping[str, Kind]
    spreads: Mapping[str, float]
    """For each name the distance of the farthest equivalent run, relative, `LEAST_SPREAD` at least."""
    farthest: Mapping[str, str]
    """For each name which run that was."""
    safety: float = SAFETY

    def tolerance(self, name: str) -> float:
        """How far an answer may lie from what is right, relative."""
        return self.safety * self.spreads[name]

    def is_exact(self, name: str) -> bool:
        """Whether a value is judged without tolerance: it holds whole numbers, texts and truth values only."""
        return not any(isinstance(leaf, float) for leaf in leaves(self.values[name]))

    def distance(self, name: str, found: Plain) -> float:
        """How far a value lies from what is right, relative; infinite for another form or another exact value."""
        return distance(self.values[name], found, self.kinds[name], self._scales[name])

    def reach(self, name: str) -> Floats:
        """How far each number of a value may lie from what is right, absolute; of the shape of the value."""
        right = np.asarray(self.values[name], dtype=np.float64)
        if self.is_exact(name):
            return np.zeros(right.shape)
        return self.tolerance(name) * units(right, self.kinds[name], self._scales[name])

    @cached_property
    def _scales(self) -> Mapping[str, float]:
        return scales(self.values, self.kinds)


def settle(runs: Sequence[Run], kinds: Mapping[str, Kind], safety: float = SAFETY) -> Right:
    """What is right, from the runs that `runs.variants` describes; raises `UnsettledError` where they do not settle."""
    right = next(run.values for run in runs if run.kind == "right")
    for name, kind in kinds.items():
        _expect_numbers(name, kind, right)
    sizes = scales(right, kinds)
    spreads: dict[str, float] = {}
    farthest: dict[str, str] = {}
    for name, kind in kinds.items():
        far = {run.name: _expect_settled(name, run, right[name], kind, sizes[name]) for run in runs}
        farthest[name] = max(far, key=lambda run: far[run])
        spreads[name] = max(far[farthest[name]], LEAST_SPREAD)
    return Right({name: right[name] for name in kinds}, dict(kinds), spreads, farthest, safety)


def _expect_numbers(name: str, kind: Kind, right: Values) -> None:
    if name not in right or right[name] is None:
        raise UnsettledError("missing", name, f"The solution leaves nothing in {name}. Name what it fills, or fill it.")
    if kind != "values" and not all(is_number(leaf) for leaf in leaves(right[name])):
        raise UnsettledError("no numbers", name, f"{name} holds more than numbers. Judge it as a value instead.")
    if kind == "history" and not list(leaves(right[name])):
        raise UnsettledError("missing", name, f"The solution leaves {name} empty. What should fill it there?")
    numbers = [float(leaf) for leaf in leaves(right[name]) if is_number(leaf)]
    if not all(math.isfinite(number) for number in numbers):
        place = next(place for place, number in enumerate(numbers) if not math.isfinite(number))
        raise UnsettledError(
            "diverges",
            name,
            f"{name} is not finite from entry {place} on: the solution itself runs away under this setting. "
            "Choose a smaller learning rate, fewer epochs, or draw settings from a narrower range.",
        )


def _expect_settled(name: str, run: Run, right: Plain, kind: Kind, scale: float) -> float:
    """How far a run lies from what is right; raises `UnsettledError` where that is farther than its kind allows."""
    if name not in run.values:
        raise UnsettledError("missing", name, f"{name} is there in one run and not in another ({run.name}).")
    far = distance(right, run.values[name], kind, scale)
    if run.kind in ("repeat", "reseeded"):
        if far > SAME:
            raise UnsettledError("random", name, _random(name, run))
    elif run.kind == "sample" and far > CHAOTIC:
        raise UnsettledError("sample not right", name, _not_right(name, run, right))
    elif math.isinf(far):
        raise UnsettledError("hangs on rounding", name, _on_rounding(name, run))
    elif far > CHAOTIC:
        raise UnsettledError("chaotic", name, _chaotic(name, far, run, right))
    return far


def _random(name: str, run: Run) -> str:
    seeded = " when other random numbers were drawn before it" if run.kind == "reseeded" else ""
    return (
        f"{name} differs from run to run{seeded}. Set the seed in the answer, right before anything is drawn at random "
        "(a start, an order), or judge something that chance has no part in."
    )


def _on_rounding(name: str, run: Run) -> str:
    return (
        f"{name} is another one in an equivalent run ({run.name}): a length, a label or a count hangs on rounding. "
        "Choose data or a threshold that leave no case at the border, or judge the numbers behind it."
    )


def _not_right(name: str, run: Run, right: Plain) -> str:
    return (
        f"The {run.name} is called right and leaves something else in {name} than the solution: "
        f"{_shortened(run.values[name])}, not {_shortened(right)}. Correct one of the two."
    )


def _shortened(value: Plain) -> str:
    shown = f"{value:.6g}" if isinstance(value, float) else str(value)
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}..."


def _chaotic(name: str, far: float, run: Run, right: Plain) -> str:
    found = run.values[name]
    agreed = 0
    for mine, theirs in zip(leaves(right), leaves(found), strict=True):
        if abs(float(mine) - float(theirs)) > CHAOTIC / 10 * abs(float(mine)):
            break
        agreed += 1
    advice = "Choose a smaller learning rate or a smaller network"
    if agreed > 1:
        advice += f", or judge the first {agreed} entries only: so far equivalent runs agree"
    return f"{name} depends on rounding: an equivalent run ({run.name}) lies {far:.1e} apart. {advice}."
