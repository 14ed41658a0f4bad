"""`drills.json`: the drills of a lab under its published setting, which ship beside the notebook."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FORMAT = 1
FILE_NAME = "drills.json"
DIGITS = 7


class DrillError(Exception):
    """A drill cannot be shown; the message says what to do."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback."""
        return [str(self)]


@dataclass(frozen=True)
class DrillCase:
    """A worked training with one mistake in it, and what that leaves."""

    mistake: str
    """In kebab case, as in reports."""
    title: str
    """What went wrong, in one sentence."""
    hint: str
    code: str
    """The training with the mistake in it, as Python writes it."""
    wrong: tuple[int, int]
    """The first of its lines that are wrong, from 0, and how many; none where a line is left out before the first."""
    right: str
    """What should stand there; empty where nothing should."""
    losses: tuple[float, ...]
    near: tuple[int, ...]
    """The cases that leave the most similar losses, the nearest first."""


@dataclass(frozen=True)
class KnownDrill:
    """All cases of one worked training."""

    name: str
    history: str
    """The name of its losses."""
    entry: str
    """What each of them stands for, such as `epoch`."""
    losses: tuple[float, ...]
    """What the training leaves without a mistake."""
    cases: tuple[DrillCase, ...]

    def to_json(self) -> dict[str, Any]:
        """The drill as plain JSON data."""
        cases = [{**asdict(case), "losses": _short(case.losses)} for case in self.cases]
        return {**asdict(self), "losses": _short(self.losses), "cases": cases}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "KnownDrill":
        """The drill that `to_json` wrote."""
        cases = []
        for case in data["cases"]:
            first, count = case["wrong"]
            made = {**case, "wrong": (first, count), "losses": _numbers(case["losses"]), "near": tuple(case["near"])}
            cases.append(DrillCase(**made))
        return cls(data["name"], data["history"], data["entry"], _numbers(data["losses"]), tuple(cases))


def drills_text(drills: Sequence[KnownDrill]) -> str:
    """The content of `drills.json` for these drills."""
    made = {"format": FORMAT, "drills": [drill.to_json() for drill in drills]}
    return json.dumps(made, separators=(",", ":"), allow_nan=False) + "\n"


def read_drills(folders: Sequence[Path]) -> tuple[KnownDrill, ...]:
    """The drills of the first `drills.json` in `folders`.

    Raises:
        DrillError: where there is none that can be read.
    """
    path = next((folder / FILE_NAME for folder in folders if (folder / FILE_NAME).is_file()), None)
    if path is None:
        looked = " or ".join(dict.fromkeys(map(str, folders)))
        raise DrillError(f"{FILE_NAME} is not in {looked}. It belongs beside the notebook: take it from the handout.")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise DrillError(f"{path} has format {data['format']}, this labkit reads format {FORMAT}.")
        return tuple(KnownDrill.from_json(drill) for drill in data["drills"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise DrillError(f"{path} cannot be read ({error!r}); take it from the handout again.") from error


def _short(losses: Sequence[float]) -> list[float | None]:
    return [float(f"{loss:.{DIGITS}g}") if math.isfinite(loss) else None for loss in losses]


def _numbers(losses: Sequence[float | None]) -> tuple[float, ...]:
    return tuple(math.nan if loss is None else float(loss) for loss in losses)
