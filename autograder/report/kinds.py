"""What each training run is coloured by: right, one of the most frequent mistakes, or why there is none."""

from collections import Counter
from collections.abc import Mapping, Sequence

from autograder.grading.submission_verdicts import Graded, Result
from autograder.report.data import Kind

COLOURED = 6
"""Mistakes with a colour and a sign of their own: more cannot be distinguished at a glance."""
TRAINING = ("history", "parameters")
LABELS = {
    "right": "right",
    "other": "other mistakes",
    "unknown": "not recognised",
    "missing": "no answer to check",
}


def training_items(result: Result) -> list[Graded]:
    """The items that a training run decides: loss history and parameters."""
    return [item for item in result.items if item.verdict is not None and item.verdict.kind in TRAINING]


def first_mistake(result: Result) -> str | None:
    """The mistake that a training run is coloured by: the first one found in it."""
    return next((mistake for item in training_items(result) for mistake in item.mistakes), None)


def coloured_mistakes(results: Sequence[Result]) -> dict[str, str]:
    """Mistake to key, `m1` for the most frequent one, for as many as have a colour of their own."""
    counted = Counter(mistake for result in results if (mistake := first_mistake(result)) is not None)
    ranked = sorted(counted, key=lambda mistake: (-counted[mistake], mistake))
    return {mistake: f"m{place}" for place, mistake in enumerate(ranked[:COLOURED], start=1)}


def kind_of(result: Result, coloured: Mapping[str, str]) -> str:
    """The key of the kind of a training run; empty where there was none to judge."""
    items = training_items(result)
    if not items or any(item.outcome == "error" for item in items):
        return ""
    if all(item.outcome == "correct" for item in items):
        return "right"
    mistake = first_mistake(result)
    if mistake is not None:
        return coloured.get(mistake, "other")
    return "unknown" if any(item.outcome == "wrong" for item in items) else "missing"


def kinds(keys: Sequence[str], coloured: Mapping[str, str]) -> tuple[Kind, ...]:
    """The kinds that occur, right first; `keys` holds the key of each row of the table of students."""
    labels = {"right": LABELS["right"], **{key: mistake for mistake, key in coloured.items()}, **LABELS}
    rows = {label: tuple(row for row, key in enumerate(keys) if key == label) for label in labels}
    return tuple(Kind(key, label, rows[key]) for key, label in labels.items() if rows[key])
