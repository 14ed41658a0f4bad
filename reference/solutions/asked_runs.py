"""The runs that are asked for, and what they leave: plain data between this package and whoever runs notebooks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from labkit.evidence.collecting import Evidence
from labkit.evidence.task import Task
from reference.lab_files.lab import Numbers


@dataclass(frozen=True)
class AskedRun:
    """A run of a lab's notebook: its locked cells, a prologue, and what stands in its answer cells."""

    name: str
    prologue: str
    """Runs after the locked cells above the first answer; empty for nothing."""
    cells: Mapping[str, str]
    """Answer cell to the code that runs there; one that is not named is left out."""
    whole: bool = False
    """Whether it goes on to the notebook's last cell: others end with the last task that is asked about."""


@dataclass(frozen=True)
class LeftBehind:
    """What a run left."""

    evidence: Mapping[str, Evidence]
    """By task, as it is collected from a student; a task that was not reached is absent."""
    stopped: str = ""
    """Why it did not come to its end; empty where it did."""


class Runner(Protocol):
    """Whoever runs notebooks."""

    def __call__(self, setting: Numbers, tasks: Sequence[Task], asked: Sequence[AskedRun]) -> Sequence[LeftBehind]:
        """What each run under a setting leaves for these tasks, in the order in which they were asked for."""
