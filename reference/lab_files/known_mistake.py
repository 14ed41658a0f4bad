"""A mistake that a lab recognises, with what it would leave under one setting: for an author to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from labkit.judging.key import Box


@dataclass(frozen=True)
class ChangedCode:
    """A line of the solution, and what stands there instead."""

    cell: str
    number: int
    """Counted from 1, in the solution's cell as Python writes it."""
    before: str
    after: str


@dataclass(frozen=True, eq=False)
class KnownMistake:
    """One way of making a mistake."""

    name: str
    value: float | int | str | None
    title: str
    hint: str
    left: Mapping[str, Box]
    """Name to what it would hold; a name that would hold nothing, or nothing that can be said, is absent."""
    changed: tuple[ChangedCode, ...] = ()
    """Empty where the reference knows of no code."""
    by_chance: bool = False
    """Whether chance decides what it leaves, so that only ranges are known."""
    together: tuple[str, ...] = ()
    """Other mistakes that no evidence tells from it; they are named together."""
