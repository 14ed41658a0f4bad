"""How far right and wrong lie apart in a lab, under its public settings and under some that are drawn."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from autograder.authoring.lab_checks.findings import Check, Problem
from reference.lab_files.lab import Numbers

if TYPE_CHECKING:
    from reference.lab_files.calibrated import Calibration
    from reference.lab_files.lab import Lab
    from reference.lab_files.reference import Reference

DRAWS = 4
LEAST_GOOD = 2
"""Drawings that must tell right from wrong: grading tries many more, but each that fails costs it seconds."""
NARROW = 3.0
"""A margin that is less than so many times the least one is told: other data may fall below it."""
RECIPE_REMEDY = "Draw more noise, or slopes and biases farther from zero."


def check_margins(reference: Reference, file: str, fresh: Sequence[Numbers] = ()) -> Check:
    """Calibrate the lab under its public settings, its recorded fresh ones, and some that it draws now.

    Args:
        file: the lab file, as messages name it
        fresh: the fresh settings that the course has recorded
    """
    lab = reference.lab
    kept = [("published", lab.published), ("rehearsal", lab.rehearsal)]
    kept += [(f"fresh setting {number}", setting) for number, setting in enumerate(fresh, start=1)]
    problems: list[Problem] = []
    least: dict[str, float] = {}
    narrow: list[str] = []
    for what, setting in kept:
        calibrated = _calibrated(reference, file, what, setting)
        if isinstance(calibrated, Problem):
            problems.append(calibrated)
        else:
            least[what] = _margin(lab, calibrated)
            problems += _too_small(reference, file, what, calibrated)
            narrow += _narrow(reference, what, calibrated)
    drawn, failed = _drawn(reference, file)
    problems += failed
    finite = {what: margin for what, margin in least.items() if math.isfinite(margin)}
    notes = [
        f"{what}: wrong histories lie {margin:,.0f} times farther than right ones" for what, margin in finite.items()
    ]
    notes += narrow
    known = [margin for margin in drawn if math.isfinite(margin)]  # a lab without a history has none
    notes.append(
        f"of {DRAWS} settings drawn {len(drawn)} are good" + (f", the least {min(known):,.0f}" if known else "")
    )
    figures = {f"margin_{what.replace(' ', '_')}": margin for what, margin in finite.items()}
    figures |= {"draws": DRAWS, "good_draws": len(drawn)}
    return Check("right and wrong lie far apart, under any data", tuple(problems), tuple(notes), figures)


def _margin(lab: Lab, calibration: Calibration) -> float:
    from reference.lab_files.calibrated import least_history_margin

    return least_history_margin(lab, calibration)


def _calibrated(reference: Reference, file: str, what: str, setting: Numbers) -> Calibration | Problem:
    from reference.lab_files.calibrated import CalibrationError

    where = f"{file}, {what}"
    try:
        return reference.calibrate(setting)
    except CalibrationError as error:
        return Problem(where, _plain(str(error)), "Choose other numbers, or another training.")
    except Exception as error:  # whatever an author's own data and recipe lead to
        reason = f"it cannot be computed ({type(error).__name__}: {error})"
        remedy = (
            "Correct the notebook." if reference.lab.recipe is None else "Correct data= or the recipe in the lab file."
        )
        return Problem(where, _plain(reason), remedy)


def _too_small(reference: Reference, file: str, what: str, calibration: Calibration) -> Iterator[Problem]:
    lab, least = reference.lab, reference.least_margin
    for task in calibration.tasks:
        if lab.task(task.task).kind == "history" and task.margin < least:
            said = f"the mistake {task.nearest_name} lies only {task.margin:,.0f} times farther than right answers"
            remedy = f"It must be {least:,.0f}: choose other numbers, or more noise."
            yield Problem(f"{file}, {what}", f"{task.task}: {said}", remedy)


def _narrow(reference: Reference, what: str, calibration: Calibration) -> Iterator[str]:
    """Margins that are wide enough under this setting, and not much more."""
    lab, least = reference.lab, reference.least_margin
    histories = [task for task in calibration.tasks if lab.task(task.task).kind == "history"]
    for task in histories or calibration.tasks:
        if least <= task.margin < NARROW * least:
            yield (
                f"warning: {what}, {task.task}: {task.nearest_name} lies only {task.margin:,.0f} times farther than "
                f"right answers, and must lie {least:,.0f} times: other data may fall below"
            )


def _drawn(reference: Reference, file: str) -> tuple[list[float], list[Problem]]:
    """The margins of good settings among some that are drawn; always the same ones, so that a check can be repeated."""
    lab, least = reference.lab, reference.least_margin
    source, good, reasons = random.Random(lab.name), [], []
    where = f"{file}, draw"
    for _ in range(DRAWS):
        try:
            setting = lab.draw(source)
        except Exception as error:  # an author's own function
            what = f"it stopped with {type(error).__name__}: {error}"
            return [], [Problem(where, _plain(what), "Correct the function that draws settings.")]
        if set(setting) != set(lab.published):
            remedy = f"Draw exactly {', '.join(lab.published)}."
            return [], [Problem(where, f"it draws {', '.join(setting)}, other names than published has", remedy)]
        calibrated = _calibrated(reference, file, "draw", setting)
        if isinstance(calibrated, Problem):
            reasons.append(calibrated.what)
        elif (margin := _margin(lab, calibrated)) >= least:
            good.append(margin)
    if len(good) >= LEAST_GOOD:
        return good, []
    what = f"of {DRAWS} settings drawn only {len(good)} tell right from wrong"
    because = f" (the last: {reasons[-1]:.300})" if reasons else f"; the others have margins under {least:,.0f}"
    remedy = "Draw from a narrower range, or other data." if lab.recipe is None else RECIPE_REMEDY
    return good, [Problem(where, what + because, remedy)]


def _plain(text: str) -> str:
    return text.strip().rstrip(".")
