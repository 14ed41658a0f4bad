"""What a picture of paths shows: the trainings that are drawn, and the landscape below them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..history_plot import EXPECTED_COLOUR, FOUND_COLOUR
from .known_paths import Landscape, Path, Point

MAX_LOSSES = 192
"""Losses that are drawn of one training at most; of longer histories some are left out, evenly spread."""


@dataclass(frozen=True)
class Walk:
    """One training in the picture."""

    name: str
    """What the legend calls it."""
    path: Path
    """Its points; none where only its losses are known."""
    losses: tuple[float, ...]
    """What it recorded, an entry for each step after the first; fewer or more where it recorded otherwise."""
    colour: str
    dashes: str = ""

    @property
    def entries(self) -> list[int]:
        """The losses that are drawn, counted from 1: all of them, or as many as fit, evenly spread."""
        count = len(self.losses)
        if count <= MAX_LOSSES:
            return list(range(1, count + 1))
        return sorted({1 + round(k * (count - 1) / (MAX_LOSSES - 1)) for k in range(MAX_LOSSES)})

    @property
    def is_in_step(self) -> bool:
        """Whether there is about a loss for each step of its path, so that both can be shown step by step."""
        return len(self.losses) <= len(self.path) + 1


@dataclass(frozen=True)
class Picture:
    """All that is drawn."""

    landscape: Landscape
    walks: tuple[Walk, ...]
    """The right one first."""
    symbols: tuple[str, str] = ("w", "b")
    entry: str = "epoch"
    history: str = "LOSS"
    part_at: int | None = None
    """The step at which the second walk leaves the first."""
    end: Point | None = None
    """Where a training ended whose path is not known."""
    end_name: str = ""


def right_walk(path: Path, losses: Sequence[float]) -> Walk:
    """The right training, as it is drawn."""
    return Walk("right", path, tuple(losses), EXPECTED_COLOUR)


def mistaken_walk(name: str, path: Path, losses: Sequence[float]) -> Walk:
    """A training with mistakes, as it is drawn."""
    return Walk(name, path, tuple(losses), FOUND_COLOUR, "7 4")


def own_walk(name: str, path: Path, losses: Sequence[float]) -> Walk:
    """A student's own training, as it is drawn."""
    return Walk(name, path, tuple(losses), "currentColor", "2 4")
