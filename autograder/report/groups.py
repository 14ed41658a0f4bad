"""Submissions that went wrong in the same way, though no mistake of the catalogue says which."""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from autograder.grading.submission_verdicts import Graded, Result
from autograder.report.data import Group
from labkit.evidence.plain_values import Value
from labkit.judging.explain import Policy, explain
from labkit.judging.key import Floats
from labkit.judging.verdict import Verdict

SAME = 1e-4
"""Relative difference up to which numbers count as the same: a right answer's own spread is 6e-6."""


@dataclass(frozen=True, eq=False)
class _Trouble:
    """One task of one submission that went wrong without a name."""

    row: int
    verdict: Verdict
    place: Hashable
    """What must be equal in a group."""
    numbers: Floats
    """What must be nearly equal."""


def groups(results: Sequence[Result]) -> tuple[Group, ...]:
    """All groups, those that nothing explains first, then the larger; rows are positions in `results`."""
    found: dict[tuple[tuple[int, ...], bool], list[Verdict]] = defaultdict(list)
    for alike in _by_place(_troubles(results)):
        for group in _alike(alike):
            recognised = group[0].place[0] != "wrong"  # type: ignore[index]
            found[tuple(one.row for one in group), recognised].append(group[0].verdict)
    made = [_group(rows, recognised, verdicts) for (rows, recognised), verdicts in found.items()]
    return tuple(sorted(made, key=lambda group: (group.recognised, -len(group.rows), group.rows)))


def _troubles(results: Sequence[Result]) -> Iterable[_Trouble]:
    for row, result in enumerate(results):
        for item in result.items:
            trouble = _trouble(row, item)
            if trouble is not None:
                yield trouble


def _trouble(row: int, item: Graded) -> _Trouble | None:
    """What is wrong with an item and has no name of its own; `None` where nothing is."""
    verdict = item.verdict
    if verdict is None or verdict.outcome not in ("wrong", "missing"):
        return None
    if verdict.kind == "figure" and verdict.outcome == "wrong" and verdict.parts:
        return _figure_trouble(row, verdict)
    if verdict.mistakes:
        return None
    if verdict.outcome == "missing":
        return _Trouble(row, verdict, ("missing", verdict.task, *_said_cause(verdict)), np.empty(0))
    numbers, form = _taken_apart(tuple(verdict.found.get(name, "") for name in verdict.names))
    place = ("wrong", verdict.task, verdict.setting is not None, verdict.published_only, verdict.changed_givens, form)
    return _Trouble(row, verdict, place, np.array(numbers))


def _figure_trouble(row: int, verdict: Verdict) -> _Trouble | None:
    """Parts that a figure lacks, but for the curve where a mistake explains it."""
    lacking = tuple(p for p in verdict.parts if not p.there and not (p.name == "curve" and verdict.mistakes))
    if not lacking:
        return None
    shown = replace(verdict, parts=lacking, findings=(), alternatives=())
    return _Trouble(row, shown, ("figure", verdict.task, lacking), np.empty(0))


def _said_cause(verdict: Verdict) -> tuple[str, ...]:
    """Why an answer is missing, without line numbers, which differ from student to student."""
    cause = verdict.cause
    if cause is None:
        return ()
    if cause.failure is not None:
        return (cause.kind, cause.failure.cell, cause.failure.kind, cause.failure.message)
    return (cause.kind, cause.name, cause.detail)


def _taken_apart(value: Value) -> tuple[list[float], Hashable]:
    """The numbers of a value in order, and everything else about it."""
    if isinstance(value, float):
        return [value], "number"
    if isinstance(value, str):
        return [], value
    parts = [_taken_apart(entry) for entry in value]
    return [number for numbers, _ in parts for number in numbers], tuple(form for _, form in parts)


def _by_place(troubles: Iterable[_Trouble]) -> Iterable[list[_Trouble]]:
    places: dict[Hashable, list[_Trouble]] = defaultdict(list)
    for one in troubles:
        places[one.place].append(one)
    return places.values()


def _alike(troubles: Sequence[_Trouble]) -> list[list[_Trouble]]:
    """Each trouble joins the first group whose first numbers it shares within `SAME`, or opens a new one."""
    size = troubles[0].numbers.size
    leaders = np.empty((len(troubles), size))
    made: list[list[_Trouble]] = []
    for one in troubles:
        near = _near(leaders[: len(made)], one.numbers)
        if near is None:
            leaders[len(made)] = one.numbers
            made.append([one])
        else:
            made[near].append(one)
    return made


def _near(leaders: Floats, numbers: Floats) -> int | None:
    """The first of `leaders`, shape (groups, size), that is the same as `numbers`."""
    same = np.isclose(leaders, numbers, rtol=SAME, atol=math.ulp(1.0), equal_nan=True).all(axis=1)
    return int(np.argmax(same)) if same.any() else None


def _group(rows: tuple[int, ...], recognised: bool, verdicts: Sequence[Verdict]) -> Group:
    """One group of all tasks that went wrong in the same rows; known by their first row."""
    lines = [line for verdict in verdicts for line in explain(verdict, {}, Policy("parting")).lines]
    return Group(tuple(verdict.task for verdict in verdicts), tuple(dict.fromkeys(lines)), rows, recognised)
