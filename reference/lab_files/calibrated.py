"""How far right and wrong lie apart in a lab under a setting, whichever reference found it out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from reference.lab_files.lab import Lab, Numbers


class CalibrationError(Exception):
    """A setting cannot tell right from wrong; the message says what and, for the lab's author, what to change."""


@dataclass(frozen=True)
class TaskCalibration:
    """How far right and wrong lie apart for one task. Distances are relative."""

    task: str
    farthest: float
    """The distance of the farthest right implementation from the reference."""
    farthest_name: str
    nearest: float
    """The distance of the nearest mistake from the reference."""
    nearest_name: str
    tolerance: float
    unseen: tuple[str, ...] = ()
    """Mistakes that can come so near to right parameters that this task does not show them; the history does."""

    @property
    def margin(self) -> float:
        """How many times farther the nearest mistake lies than the farthest right implementation."""
        return self.nearest / self.farthest


@dataclass(frozen=True)
class Calibration:
    """A lab under one setting: what lies on both sides of the tolerances."""

    lab: str
    setting: Numbers
    tasks: tuple[TaskCalibration, ...]
    together: tuple[tuple[str, ...], ...]
    """Mistakes that cannot be distinguished from each other in every one of their ways; they are named together."""

    def to_json(self) -> dict[str, Any]:
        """The calibration as plain JSON data."""
        return {
            "lab": self.lab,
            "setting": dict(self.setting),
            "tasks": [{**asdict(task), "unseen": list(task.unseen), "margin": task.margin} for task in self.tasks],
            "together": [list(names) for names in self.together],
        }


def least_history_margin(lab: Lab, calibration: Calibration) -> float:
    """The least margin of the tasks that judge a loss history; infinite where there is none."""
    margins = [task.margin for task in calibration.tasks if lab.task(task.task).kind == "history"]
    return min(margins, default=float("inf"))
