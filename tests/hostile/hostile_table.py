"""The table of all attacks, printed at the end of the tests: what works without protection, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from attack import Damage

CLASS = "grade"
"""The way of protection in which whole classes are graded."""
PROPERTY = "hostile"
"""Under this name rows travel with the reports of tests, from worker processes too."""


@dataclass(frozen=True)
class Row:
    """One attack, in one way of protecting against it."""

    attack: str
    aim: str
    mode: str
    control: str
    damage: Damage

    def to_json(self) -> dict[str, Any]:
        """Plain data, which pytest sends from its workers."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Row:
        """What `to_json` made."""
        return cls(**{**data, "damage": Damage(**data["damage"])})


def table(rows: Iterable[Row]) -> list[str]:
    """The lines of the table, sorted by aim and name."""
    ordered = sorted(rows, key=lambda row: (row.aim, row.attack, row.mode))
    if not ordered:
        return []
    widths = [
        max(len(row.attack) for row in ordered),
        10,
        max(len("protection"), *(len(row.mode) for row in ordered)),
        58,
    ]
    shown, summed = _shortened(ordered)
    head = _line(("attack", "aim", "protection", "without protection", "result"), widths)
    lines = [_line((row.attack, row.aim, row.mode, row.control, _result(row.damage)), widths) for row in shown]
    return [head, *lines, *(_line(parts, widths) for parts in summed), "", total(ordered)]


def _shortened(rows: list[Row]) -> tuple[list[Row], list[tuple[str, ...]]]:
    """Rows that are shown one by one, and a line for each further way of protection in which nothing was reached."""
    shown = [row for row in rows if row.mode == CLASS or not row.damage.none]
    modes: dict[str, int] = {}
    for row in rows:
        if row.mode != CLASS and row.damage.none:
            modes[row.mode] = modes.get(row.mode, 0) + 1
    return shown, [(f"({count} of them)", "all", mode, "as above", "nothing") for mode, count in modes.items()]


def total(rows: Iterable[Row]) -> str:
    """One line: how many attacks, and what they did together."""
    all_rows = list(rows)
    damages = [row.damage for row in all_rows]
    attacks = len({row.attack for row in all_rows})
    trials = "" if len(all_rows) == attacks else f" in {len(all_rows)} trials"
    return (
        f"{attacks} attack{'' if attacks == 1 else 's'}{trials}: {sum(one.points for one in damages):g} points gained, "
        f"{sum(one.bytes_read for one in damages)} bytes read, {sum(one.losses for one in damages)} losses, "
        f"{sum(one.stopped for one in damages)} classes stopped, "
        f"{sum(one.neighbours for one in damages)} neighbours touched, "
        f"{sum(one.deceived for one in damages)} readers deceived"
    )


def _line(parts: Iterable[str], widths: list[int]) -> str:
    *first, last = (" ".join(part.split()) for part in parts)
    cut = (part if len(part) <= width else f"{part[: width - 3]}..." for part, width in zip(first, widths, strict=True))
    return "  ".join([*(part.ljust(width) for part, width in zip(cut, widths, strict=True)), last])


def _result(damage: Damage) -> str:
    if damage.none:
        return "nothing"
    return "; ".join(damage.words) or "something"
