"""`drills.json`: the drills of a lab under its published setting, which ship beside the notebook."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..evidence.plain_values import short
from ..judging.explain import Vocabulary, Words
from ..judging.key import Key

FORMAT = 2
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
class AskedDrill:
    """A case that a task asks about; what is wrong in it is not said, and it is none of the cases to practise with."""

    task: str
    repairs: bool
    """Whether the training is to be repaired; otherwise its mistake is to be named."""
    name: str
    """The name that the answer is to fill."""
    code: str
    """The training as it is shown: with its mistake where that is to be repaired, else with that place hidden."""
    losses: tuple[float, ...]
    choices: tuple[tuple[str, str], ...] = ()
    """Mistakes to choose from, each with its title."""


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
    key: Key | None = None
    """What a repaired training leaves under the published setting, and what known mistakes would."""
    words: Vocabulary = field(default_factory=dict)
    """What is said of these mistakes."""
    asked: tuple[AskedDrill, ...] = ()
    """Cases that tasks ask about."""

    def to_json(self) -> dict[str, Any]:
        """The drill as plain JSON data."""
        return {
            "name": self.name,
            "history": self.history,
            "entry": self.entry,
            "losses": _short(self.losses),
            "cases": [{**asdict(case), "losses": _short(case.losses)} for case in self.cases],
            "key": None if self.key is None else self.key.to_json(),
            "words": {name: words.to_json() for name, words in self.words.items()},
            "asked": [{**asdict(one), "losses": _short(one.losses)} for one in self.asked],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "KnownDrill":
        """The drill that `to_json` wrote."""
        cases = []
        for case in data["cases"]:
            first, count = case["wrong"]
            made = {**case, "wrong": (first, count), "losses": _numbers(case["losses"]), "near": tuple(case["near"])}
            cases.append(DrillCase(**made))
        asked = []
        for one in data["asked"]:
            choices = tuple((str(name), str(title)) for name, title in one["choices"])
            asked.append(AskedDrill(**{**one, "losses": _numbers(one["losses"]), "choices": choices}))
        return cls(
            name=data["name"],
            history=data["history"],
            entry=data["entry"],
            losses=_numbers(data["losses"]),
            cases=tuple(cases),
            key=None if data["key"] is None else Key.from_json(data["key"]),
            words={name: Words(*words) for name, words in data["words"].items()},
            asked=tuple(asked),
        )


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


def drill_named(drills: Sequence[KnownDrill], name: str) -> KnownDrill:
    """The drill with this name, among those that have cases to practise with.

    Raises:
        DrillError: naming those there are.
    """
    known = {drill.name: drill for drill in drills if drill.cases}
    if not known:
        raise DrillError("This lab has no drills.")
    if name not in known:
        raise DrillError(f"There is no drill {short(name)!r}; this lab has {', '.join(known)}.")
    return known[name]


def asked_by(drills: Sequence[KnownDrill], task: str) -> tuple[KnownDrill, AskedDrill] | None:
    """The drill and its case that a task asks about; `None` for any other task."""
    return next(((drill, one) for drill in drills for one in drill.asked if one.task == task), None)


def _short(losses: Sequence[float]) -> list[float | None]:
    return [float(f"{loss:.{DIGITS}g}") if math.isfinite(loss) else None for loss in losses]


def _numbers(losses: Sequence[float | None]) -> tuple[float, ...]:
    return tuple(math.nan if loss is None else float(loss) for loss in losses)
