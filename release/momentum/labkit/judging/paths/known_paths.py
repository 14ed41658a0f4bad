"""What is known of a practice's paths under the published setting: plain data, which ships in `expected.json`."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..key import Finding

Point = tuple[float, float]
Path = tuple[Point, ...]
"""The two parameters at the start and after each epoch."""
Replay = Callable[[tuple[Finding, ...], Point], Path | None]
"""From mistakes and the parameters that a training left to its path; `None` where it is not known."""
SAME_END = 1e-2
"""How near a path must end to the parameters that were found, relative to the larger of them (1 at least)."""
SAME_PLACE = 1e-4
"""How near two points lie that are one, relative to the size of the larger coordinates."""
DIGITS = 5
"""Digits of coordinates and losses as they ship: finer than any picture."""


@dataclass(frozen=True)
class Level:
    """Everywhere that the loss is the same."""

    loss: float
    lines: tuple[Path, ...]


@dataclass(frozen=True)
class Landscape:
    """The error surface that paths lead over, as lines of equal loss, with the data that it is of."""

    w: Point
    """From which to which first parameter it reaches."""
    b: Point
    names: tuple[str, str]
    """What the parameters are called, such as `slope w` and `bias b`."""
    minimum: Point
    levels: tuple[Level, ...]
    """From the lowest to the highest."""
    data: Path = ()
    """Inputs and targets; empty where there is no model to draw beside them."""
    model: str = ""
    """`line` or `logistic`: how predictions follow from the parameters."""

    def holds(self, point: Point) -> bool:
        """Whether a point lies on it."""
        return self.w[0] <= point[0] <= self.w[1] and self.b[0] <= point[1] <= self.b[1]

    def to_json(self) -> dict[str, Any]:
        """The landscape as plain JSON data."""
        return {
            "w": list(self.w),
            "b": list(self.b),
            "names": list(self.names),
            "minimum": _flat([self.minimum]),
            "levels": [[_short(level.loss), [_flat(line) for line in level.lines]] for level in self.levels],
            "data": _flat(self.data),
            "model": self.model,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Landscape":
        """The landscape that `to_json` wrote."""
        (minimum,) = _points(data["minimum"])
        levels = tuple(Level(float(loss), tuple(map(_points, lines))) for loss, lines in data["levels"])
        names, w, b = (tuple(data[name]) for name in ("names", "w", "b"))
        return cls(w, b, names, minimum, levels, _points(data["data"]), str(data["model"]))


@dataclass(frozen=True)
class KnownPaths:
    """The paths of one practice: where its training leads, and where it would with each known mistake."""

    tasks: tuple[str, ...]
    """The tasks that look at its losses or its parameters."""
    names: tuple[str, ...]
    """The names that hold the two parameters: two of them, or one that holds both."""
    history: str
    """The name of the losses that are recorded along the way."""
    landscape: Landscape
    right: Path
    losses: tuple[float, ...] = ()
    """What is recorded along the right path."""
    entry: str = "epoch"
    """What leads from point to point, such as `epoch` or `step`."""
    mistakes: Mapping[Finding, tuple[Path, ...]] = field(default_factory=dict)
    """For each mistake with its value the paths of all ways of making it."""
    replay: Replay | None = field(default=None, compare=False)
    """Tells the paths of what is not listed, such as any learning rate, to graders: it does not ship."""

    def path_of(self, findings: Sequence[Finding], end: Point | None) -> Path | None:
        """The path of a training with these mistakes; of several ways the one that leads to `end`.

        `None` where it is not known: where nothing was found, where two of the mistakes move the parameters, and where
        no way leads there; then it is replayed where that can be done.
        """
        listed = self._listed_path(findings, end)
        if listed is None and findings and end is not None and self.replay is not None:
            return self.replay(tuple(findings), end)
        return listed

    def _listed_path(self, findings: Sequence[Finding], end: Point | None) -> Path | None:
        moving = []
        for finding in findings:
            ways = self._ways_of(finding)
            if ways is None:
                return None
            if not all(same_path(way, self.right) for way in ways):
                moving.append(ways)
        if not findings or len(moving) > 1:
            return None
        (ways,) = moving or [(self.right,)]
        if end is not None:
            return next((way for way in ways if ends_at(way, end)), None)
        return ways[0] if len(ways) == 1 else None

    def _ways_of(self, finding: Finding) -> tuple[Path, ...] | None:
        exact = self.mistakes.get(finding)
        return exact or next((ways for known, ways in self.mistakes.items() if known.agrees(finding)), None)

    def to_json(self) -> dict[str, Any]:
        """The paths as plain JSON data: each path once."""
        paths: dict[tuple[float | None, ...], int] = {tuple(_flat(self.right)): 0}
        mistakes = []
        for finding, ways in self.mistakes.items():
            places = [paths.setdefault(tuple(_flat(way)), len(paths)) for way in ways]
            mistakes.append([finding.mistake, finding.value, list(dict.fromkeys(places))])
        return {
            "tasks": list(self.tasks),
            "names": list(self.names),
            "history": self.history,
            "entry": self.entry,
            "landscape": self.landscape.to_json(),
            "losses": [_short(loss) for loss in self.losses],
            "paths": [list(path) for path in paths],
            "mistakes": mistakes,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "KnownPaths":
        """The paths that `to_json` wrote."""
        paths = [_points(path) for path in data["paths"]]
        return cls(
            tasks=tuple(data["tasks"]),
            names=tuple(data["names"]),
            history=str(data["history"]),
            landscape=Landscape.from_json(data["landscape"]),
            right=paths[0],
            entry=str(data["entry"]),
            losses=tuple(math.nan if loss is None else float(loss) for loss in data["losses"]),
            mistakes={
                Finding(mistake, value): tuple(paths[place] for place in places)
                for mistake, value, places in data["mistakes"]
            },
        )


def ends_at(path: Path, end: Point) -> bool:
    """Whether a path leads to these parameters; where they are not finite, whether it runs away as well."""
    if not path:
        return False
    if not all(map(math.isfinite, end)):
        return not all(map(math.isfinite, path[-1]))
    scale = max(1.0, *map(abs, end))
    return all(
        math.isfinite(there) and abs(there - here) <= SAME_END * scale
        for there, here in zip(path[-1], end, strict=True)
    )


def same_path(one: Path, other: Path) -> bool:
    """Whether two paths have the same points."""
    return len(one) == len(other) and parting(one, other) is None


def parting(one: Path, other: Path) -> int | None:
    """The first step at which two paths lie in different places; `None` where they do not, as far as both go."""
    size = max((abs(number) for point in (*one, *other) for number in point if math.isfinite(number)), default=1.0)
    near = SAME_PLACE * min(size, max((abs(number) for number in one[0]), default=1.0) or 1.0) if one else 0.0
    for step, (here, there) in enumerate(zip(one, other, strict=False)):
        for a, b in zip(here, there, strict=True):
            if not (abs(a - b) <= near or a == b or (math.isnan(a) and math.isnan(b))):
                return step
    return None


def _short(number: float) -> float | None:
    """A number as it ships; `None` stands for one that is not finite."""
    return float(f"{number:.{DIGITS}g}") if math.isfinite(number) else None


def _flat(path: Iterable[Point]) -> list[float | None]:
    return [_short(number) for point in path for number in point]


def _points(flat: Sequence[float | None]) -> Path:
    numbers = [math.nan if number is None else float(number) for number in flat]
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))
