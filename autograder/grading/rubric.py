"""A rubric: points per mistake, charged once, for instructors who want a known mistake to cost its own price.

Off unless an instructor sets `c.SaveVerdicts.rubric` in nbgrader_config.py. A task whose evidence is wholly explained
by mistakes of the rubric then keeps its points, less what these mistakes cost: the first task that a mistake touches
is charged, later ones are judged after the student's own earlier choice. A task with a mistake that the rubric does
not list, or with none that is recognised, is judged as without a rubric.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from html import escape

from autograder.grading.submission_verdicts import Graded

Rubric = Mapping[str, float]
"""The name of a mistake to the points that it costs."""


def checked(rubric: Mapping[str, object], known: Iterable[str]) -> Rubric:
    """The rubric, if it can be used.

    Raises:
        ValueError: if it names a mistake that the lab does not know, or costs that are no points from 0 upwards.
    """
    names = set(known)
    for mistake, cost in rubric.items():
        if mistake not in names:
            raise ValueError(f"the rubric names {mistake!r}, which is none of: {', '.join(sorted(names))}")
        if isinstance(cost, bool) or not isinstance(cost, int | float) or not 0.0 <= cost < math.inf:
            raise ValueError(f"the rubric's cost of {mistake!r} is {cost!r}, must be points from 0 upwards")
    return {mistake: float(cost) for mistake, cost in rubric.items() if isinstance(cost, int | float)}


@dataclass
class _Account:
    """What is still to be charged while going through the tasks of a submission."""

    rubric: Rubric
    owed: dict[str, float] = field(default_factory=dict)
    """What each mistake met so far has not been charged for yet."""


def apply(items: Iterable[Graded], rubric: Rubric) -> tuple[Graded, ...]:
    """The tasks of a submission, in their order, with what its mistakes cost under `rubric`."""
    account = _Account(rubric)
    return tuple(_priced(item, account) if rubric else item for item in items)


def _priced(item: Graded, account: _Account) -> Graded:
    if item.outcome != "wrong" or not item.mistakes or not set(item.mistakes) <= account.rubric.keys():
        return item
    left, lines = item.max_points, []
    for mistake in item.mistakes:
        owed = account.owed.setdefault(mistake, account.rubric[mistake])
        paid = min(owed, left)
        account.owed[mistake] = owed - paid
        left -= paid
        lines.append(_said(mistake, paid))
    note = f"Rubric: {' '.join(lines)} {left:g} of {item.max_points:g} points."
    return replace(
        item,
        points=round(max(left, item.points or 0.0), 2),
        message=f"{item.message}\n  {note}",
        html=f'{item.html}<div style="margin:0.3em 0 0.3em 1.2em">{escape(note)}</div>',
    )


def _said(mistake: str, paid: float) -> str:
    if paid == 0.0:
        return f"{mistake} was charged before."
    return f"{mistake} costs {paid:g} {'point' if paid == 1 else 'points'}."
