"""Fresh settings: drawn once per lab and course, from the course's secret, so that nobody saw them before."""

import hmac
import random

from reference.keys.calibration import Calibration, CalibrationError, calibrate
from reference.lab_files.lab import Lab

LEAST_MARGIN = 10_000.0
"""The nearest mistake must lie this many times farther from a right history than any right implementation."""
MOST_DRAWS = 40


def draw_fresh(lab: Lab, secret: bytes, count: int) -> list[dict[str, float]]:
    """`count` settings under which right and wrong lie far apart; the same for the same secret.

    Raises:
        CalibrationError: where so many draws fail that the lab itself must be at fault.
    """
    source = random.Random(hmac.digest(secret, f"fresh settings of {lab.name}".encode(), "sha256"))
    found: list[dict[str, float]] = []
    for _ in range(MOST_DRAWS + count):
        if len(found) == count:
            return found
        setting = lab.draw(source)
        if setting not in found and tells_apart(lab, setting):
            found.append(setting)
    raise CalibrationError(
        f"{lab.name}: of {MOST_DRAWS + count} settings drawn only {len(found)} tell right from wrong; "
        "let the lab draw more noise, or slopes and biases farther from zero."
    )


def tells_apart(lab: Lab, setting: dict[str, float]) -> bool:
    """Whether a setting can be calibrated, with a margin of `LEAST_MARGIN` in every loss history."""
    try:
        calibration = calibrate(lab, setting)
    except CalibrationError:
        return False
    return least_history_margin(lab, calibration) >= LEAST_MARGIN


def least_history_margin(lab: Lab, calibration: Calibration) -> float:
    """The least margin of the tasks that judge a loss history; infinite where there is none."""
    margins = [task.margin for task in calibration.tasks if lab.task(task.task).kind == "history"]
    return min(margins, default=float("inf"))
