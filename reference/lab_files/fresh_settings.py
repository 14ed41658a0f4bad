"""Fresh settings: drawn once per lab and course, from the course's secret, so that nobody saw them before."""

import hmac
import random

from reference.lab_files.calibrated import CalibrationError, least_history_margin
from reference.lab_files.reference import Reference

MOST_DRAWS = 40


def draw_fresh(reference: Reference, secret: bytes, count: int) -> list[dict[str, float]]:
    """`count` settings under which right and wrong lie far apart; the same for the same secret.

    Raises `CalibrationError` where so many draws fail that the lab itself must be at fault.
    """
    lab = reference.lab
    source = random.Random(hmac.digest(secret, f"fresh settings of {lab.name}".encode(), "sha256"))
    found: list[dict[str, float]] = []
    reason = ""
    for _ in range(MOST_DRAWS + count):
        if len(found) == count:
            return found
        setting = lab.draw(source)
        if setting not in found and not (reason := why_not(reference, setting) or ""):
            found.append(setting)
    raise CalibrationError(
        f"{lab.name}: of {MOST_DRAWS + count} settings drawn only {len(found)} tell right from wrong; let the lab draw "
        f"numbers that show more, {'slopes and biases farther from zero, or' if lab.recipe else 'such as'} more noise. "
        f"The last one: {reason}"
    )


def why_not(reference: Reference, setting: dict[str, float]) -> str | None:
    """Why nobody can be graded under a setting; `None` where it tells right from wrong in every history."""
    try:
        margin = least_history_margin(reference.lab, reference.calibrate(setting))
    except CalibrationError as error:
        return str(error)
    if margin >= reference.least_margin:
        return None
    return f"wrong lies only {margin:,.0f} times farther than right, and must {reference.least_margin:,.0f} times."
