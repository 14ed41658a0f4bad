"""Two paths compared: where they part, and what that means, in one sentence."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .known_paths import Landscape, Path, Point, parting, same_path

NEAR = 0.02
"""How near each other two ends lie that look like one, relative to what the landscape reaches over."""


@dataclass(frozen=True)
class Compared:
    """The right path beside another."""

    step: int | None
    """The first step at which they lie apart; `None` where they do not, as far as both go."""
    sentence: str


def compare(
    right: Path,
    other: Path,
    landscape: Landscape,
    symbols: Sequence[str],
    entry: str = "epoch",
    who: str = "with the mistake the training",
) -> Compared:
    """The right path and another: where they part and what becomes of it.

    `symbols` are what the two parameters are called in the sentence, `entry` is what leads from point to point, `who`
    is the training that takes the other path.
    """
    step = parting(right, other)
    return Compared(step, _sentence(right, other, step, landscape, symbols, entry, who))


def _sentence(
    right: Path, other: Path, step: int | None, landscape: Landscape, symbols: Sequence[str], entry: str, who: str
) -> str:
    if same_path(right, other):
        return "Both paths are the same: the parameters move as they should, and only what is recorded differs."
    if all(point == other[0] for point in other) and step != 0:
        return f"{who[0].upper()}{who[1:]} never leaves its start."
    if step is None:
        epochs, wanted = len(other) - 1, len(right) - 1
        if epochs < wanted:
            return f"It is the right path, which ends after {_count(epochs, entry)} instead of {wanted}."
        return f"It is the right path, which goes on for {_count(epochs - wanted, f'more {entry}')}."
    begins = (
        "The two begin in different places"
        if step == 0
        else f"Both begin in the same place and part in the first {entry}"
        if step == 1
        else f"Both paths are the same for {_count(step - 1, entry)}, then they part"
    )
    return f"{begins}; {_end(right[-1], other[-1], landscape, symbols, who)}."


def _end(right: Point, other: Point, landscape: Landscape, symbols: Sequence[str], who: str) -> str:
    reach = landscape.w[1], landscape.b[1]
    if not all(math.isfinite(number) and abs(number) <= 100 * far for number, far in zip(other, reach, strict=True)):
        return f"{who} runs away"
    ends = ", ".join(f"{symbol} = {number:.4g}" for symbol, number in zip(symbols, other, strict=True))
    if all(abs(a - b) <= NEAR * far for a, b, far in zip(right, other, reach, strict=True)):
        return f"{who} ends near the right place, at {ends}"
    return f"{who} ends at {ends}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
