"""What an attack is: plain data. What it hands in, what it is after, and a control that shows that it works at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Aim = Literal[
    "forging", "reading", "writing", "escaping", "exhausting", "outliving", "deceiving", "formats", "archives", "faults"
]
Notebook = dict[str, Any]
LOOT = "LOOT"
"""Code of an attack prints a line that begins with this when it got what it is after, and only then."""


@dataclass(frozen=True)
class World:
    """What there is to be attacked: a course, what lies outside of it, and processes of the machine."""

    course: Path
    outside: Path
    """A folder of the machine that has nothing to do with the course, with the file `mark` in it."""
    victim: int
    """A process of the machine, with the mark in its environment."""
    port: int
    """Where something listens that says the mark to everybody who connects."""
    kit: Path
    lab: str

    def names(self) -> dict[str, str]:
        """For code: what stands for each name with a dollar sign."""
        return {name: str(value) for name, value in vars(self).items()}


Control = Callable[["Attack", World], str]
"""What an attack does where nothing protects; empty where that is nothing: then its failing elsewhere says nothing."""


@dataclass(frozen=True)
class Outcome:
    """What came of an attacker's submission in a class that was graded."""

    result: Mapping[str, Any]
    """Of `descent grade --json`; empty where there is none."""
    shown: str
    """Everything that the graded notebook shows: outputs, messages and notes."""
    files: tuple[Path, ...]
    """The graded folder's."""
    said: str
    """What the commands wrote to the terminal about the class."""

    @property
    def points(self) -> float:
        """The points given."""
        return float(self.result.get("score", 0.0))

    @property
    def messages(self) -> str:
        """What the student reads."""
        return "\n".join(str(task["message"]) for task in self.result.get("tasks", []))

    @property
    def outcomes(self) -> set[str]:
        """How the tasks ended."""
        return {str(task["outcome"]) for task in self.result.get("tasks", [])}


def nothing(outcome: Outcome, world: World) -> str:
    """No sign of success beside those that are looked for everywhere."""
    return ""


@dataclass(frozen=True)
class Attack:
    """One attack, made by a student of its name."""

    name: str
    aim: Aim
    control: Control
    train: str = ""
    """The answer to the task of training; `$course` and the other names of `World` are filled in."""
    plot: str = ""
    edit: Callable[[Notebook], Notebook | str | bytes | None] = lambda notebook: notebook
    """Changes the notebook before it is handed in; what is no notebook is written as it is, None is left out."""
    beside: Callable[[Path, World], object] = lambda folder, world: None
    """Puts further things into the folder that is handed in."""
    deserved: float = 0.0
    """The points that the work in it is worth."""
    success: Callable[[Outcome, World], str] = nothing
    """What the attack has reached, in words; empty where nothing."""
    page: str = ""
    """Where it is after readers of pages: the word by which what is left of it is known there."""
    folder: str = ""
    """The student's folder where that is no plain name."""
    control_train: str = ""
    """Code for the control in the place of `train`, where that must not run on a machine that someone needs."""
    leaves: tuple[str, ...] = field(default=())
    """Paths outside that must not be there afterwards."""

    @property
    def student(self) -> str:
        """The folder below `submitted/`."""
        return self.folder or self.name


@dataclass(frozen=True)
class Damage:
    """What an attack has done."""

    points: float = 0.0
    """Beyond those deserved."""
    bytes_read: int = 0
    losses: int = 0
    """Things changed, left behind, or taken beyond their bound."""
    deceived: int = 0
    """Texts that tell people what is not so, or do something to their terminal or browser."""
    stopped: bool = False
    """The class was not graded to its end."""
    neighbours: int = 0
    """Others whose results are not those of a class without attackers."""
    words: tuple[str, ...] = ()

    @property
    def none(self) -> bool:
        """Whether nothing was done."""
        numbers = (self.points, self.bytes_read, self.losses, self.deceived, self.neighbours)
        return not any(numbers) and not self.stopped
