"""What can be said of values that no known training explains: what they look like, and what lies beside them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from ..evidence.collecting import Evidence
from ..evidence.plain_values import leaves
from .key import Box, Finding, Floats, Key
from .observed_numbers import comparable, holds_module, is_at_start
from .verdict import Verdict

DIVERGED = "diverged"
NOT_WRITTEN = "part-not-written"
NOTHING_KEPT = "none-is-kept"
NOT_NUMBERS = "not-plain-numbers"
ROUNDED = "numbers-rounded"
NEARLY_RIGHT = "nearly-right"
SHUFFLED = "shuffled-order"
KEPT_ELSEWHERE = "result-kept-elsewhere"
APPARENT = frozenset({DIVERGED, NOT_WRITTEN, NOTHING_KEPT, NOT_NUMBERS, ROUNDED, NEARLY_RIGHT, SHUFFLED})
"""What is said of values by their look, not because a training leads to them."""

NEAR = 0.01
"""Largest difference from what is right, relative to it, of numbers that are nearly right."""
MOST_DIGITS = 6

Findings = tuple[Finding, ...]


@np.errstate(all="ignore")
def apparent(verdict: Verdict, evidence: Evidence, key: Key) -> list[Findings]:
    """The first of these that is seen, as a list of one; empty where nothing is."""
    first = next(_seen(verdict, evidence, key), None)
    return [] if first is None else [(first,)]


def _seen(verdict: Verdict, evidence: Evidence, key: Key) -> Iterator[Finding]:
    found = comparable(evidence, key)
    yield from _no_numbers(verdict, evidence, key)
    yield from (Finding(DIVERGED) for name in verdict.names if name in found and not np.all(np.isfinite(found[name])))
    if key.task.kind == "parameters" and _is_kept_elsewhere(found, evidence, key):
        yield Finding(KEPT_ELSEWHERE)
    if all(name in found and np.shape(found[name]) == key.right[name].low.shape for name in verdict.names) and not any(
        key.right[name].texts for name in verdict.names
    ):
        yield from _nearly(verdict.names, found, key)
    if any(_comes_shuffled(loader.in_order, loader.points, key) for loader in evidence.loaders.values()):
        yield Finding(SHUFFLED)


def _is_kept_elsewhere(found: Any, evidence: Evidence, key: Key) -> bool:
    """Whether parameters stand at their start values beside losses of the answer that change."""
    names = [name for name in key.task.history_names if len(found.get(name, ())) > 1]
    histories = [np.asarray(found[name]) for name in names if not _is_worked(name, found, evidence, key)]
    changes = any(not np.allclose(history, history[0], rtol=NEAR, atol=0.0) for history in histories)
    return changes and is_at_start(found, key)


def _is_worked(name: str, found: Any, evidence: Evidence, key: Key) -> bool:
    """Whether a history is as it should be and was not put there by the answer: that of a worked cell is."""
    right = key.right.get(name)
    return right is not None and evidence.bound.get(name) != key.task.answer and bool(right.holds(found[name]))


def _no_numbers(verdict: Verdict, evidence: Evidence, key: Key) -> Iterator[Finding]:
    """What stands where numbers should, as far as it is something else."""
    for name in verdict.names:
        kinds = _kinds_instead(name, evidence, key)
        if "<ellipsis>" in kinds:
            yield Finding(NOT_WRITTEN)
        elif "<NoneType>" in kinds:
            yield Finding(NOTHING_KEPT, name)
        elif kinds:
            yield Finding(NOT_NUMBERS, name)


def _kinds_instead(name: str, evidence: Evidence, key: Key) -> set[str]:
    """What stands among or instead of numbers: texts, names of classes in brackets, or rows."""
    value = evidence.values.get(name, 0.0)
    if name in key.parameters and key.right[name].low.ndim:
        value = leaves(value)
    if key.task.kind == "values":
        return {leaf for leaf in leaves(value) if isinstance(leaf, str) and leaf.startswith("<")}
    if holds_module(evidence, name) and not key.right[name].low.ndim and isinstance(value, tuple):
        return {"row"}
    entries = value if isinstance(value, tuple) else (value,)
    return {entry if isinstance(entry, str) else "row" for entry in entries if not isinstance(entry, float)}


def _nearly(names: Iterable[str], found: Any, key: Key) -> Iterator[Finding]:
    """Right numbers that were rounded, or that differ by little.

    Most trainings end near the right parameters, so these are nearly right only beside a history that is.
    """
    wrong = [name for name in names if not key.right[name].holds(found[name])]
    beside = [name for name in key.task.history_names if name in key.right and name not in wrong]
    near = all(name in found and _is_near(name, found[name], key) for name in beside)
    rounded = all(_is_rounded(np.asarray(found[name]), key.right[name]) for name in wrong)
    if key.task.kind == "values" and not all(_is_near(name, found[name], key) for name in wrong):
        return  # a share of few cases looks rounded to one digit or two, whatever it is a share of
    if rounded and (near or _are_cut([found[name] for name in wrong if name in key.parameters], key)):
        yield Finding(ROUNDED)
    if near and all(_is_near(name, found[name], key) for name in wrong):
        yield Finding(NEARLY_RIGHT)


def _are_cut(parameters: list[Any], key: Key) -> bool:
    """Whether no training ends at such parameters unless they are rounded: some are fractions that the lab has not."""
    return any(
        not float(number).is_integer() and number not in key.setting.values()
        for found in parameters
        for number in np.ravel(found)
    )


def _is_rounded(numbers: Floats, right: Box) -> bool:
    return any(bool(right.holds(_rounded_like(numbers, right.centre, cut))) for cut in _cuts(numbers))


def _is_near(name: str, value: Any, key: Key) -> bool:
    """Whether numbers differ by less than `NEAR` from what is right; each loss relative to itself."""
    centre, numbers = key.right[name].centre, np.asarray(value)
    if numbers.shape != centre.shape or not np.all(np.isfinite(numbers)):
        return False
    return bool(np.all(np.abs(numbers - centre) <= NEAR * np.maximum(np.abs(centre), _scale(key, name))))


def _scale(key: Key, name: str) -> float:
    """What differences of parameters are compared with: the largest of them. Each loss is compared with itself."""
    if name not in key.parameters:
        return 0.0
    return max(float(np.max(np.abs(key.right[other].centre), initial=0.0)) for other in key.parameters)


Cut = Callable[[Floats], Floats]


def _cuts(numbers: Floats) -> Iterable[Cut]:
    """The ways of rounding that leave these numbers as they are, so that they may have been rounded so."""
    ways: list[Cut] = [lambda values, places=places: np.round(values, places) for places in range(MOST_DIGITS)]  # type: ignore[misc]
    ways += [lambda values, digits=digits: _significant(values, digits) for digits in range(1, MOST_DIGITS)]  # type: ignore[misc]
    ways += [np.trunc, _in_half_precision]
    return [way for way in ways if np.allclose(way(numbers), numbers, rtol=6e-8, atol=0.0)]


def _in_half_precision(values: Floats) -> Floats:
    return values.astype(np.float16).astype(np.float64)


def _significant(values: Floats, digits: int) -> Floats:
    return np.array([float(f"{value:.{digits - 1}e}") for value in np.ravel(values)]).reshape(np.shape(values))


def _rounded_like(numbers: Floats, centre: Floats, cut: Cut) -> Floats:
    """What is right wherever rounding it gives what was found, and what was found elsewhere."""
    return np.where(np.isclose(cut(centre), numbers, rtol=1e-6, atol=0.0), centre, numbers)


def _comes_shuffled(in_order: bool, points: int | None, key: Key) -> bool:
    """Whether a loader gives the lab's pairs in a random order: as many as the lab's inputs, or as other given data."""
    given = [key.givens["X"]] if "X" in key.givens else key.givens.values()
    return not in_order and points in {box.low.size for box in given if box.low.size > 1}
