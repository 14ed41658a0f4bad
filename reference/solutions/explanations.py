"""What a lab's mutants leave, in the terms of a key: the one place where this package meets `labkit`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from labkit.judging.key import OPEN, Box, Explanation, Finding
from reference.solutions.boxes import Right
from reference.solutions.distances import Floats, Plain, Values, leaves
from reference.solutions.separation import Outcome, Range, Separation, named

MISTAKE_WIDTH = 4.0
"""Mistakes carry rounding further than right answers do, so their boxes are wider by this."""
CARRIED = 1e-2
"""How far apart both precisions may leave a number of a mistake so that it still explains something."""
TINY = 1e-12
TELLING = 2
"""Entries of a history that must agree in both precisions before what follows may be anything."""
ROUNDED = 5e-7
"""How far rounding moves a prediction, relative to the root of the largest loss: four units in the last place."""
FLOAT32_MAX = float(np.finfo(np.float32).max)


def right_boxes(right: Right) -> dict[str, Box]:
    """The box of each name that holds numbers of a regular shape; texts and ragged values have none."""
    values = {name: _numbers(right.values[name]) for name in _boxable(right.values)}
    return {name: Box.around(value, absolute=right.reach(name)) for name, value in values.items()}


def explanations(separation: Separation) -> tuple[Explanation, ...]:
    """What each mistake that shows would leave, one entry for each way of it; those that depend on chance come last.

    Of these also what they leave where nothing else was drawn before: a graded notebook is run from the top.
    """
    certain = (outcome for group in separation.groups for outcome in named(group))
    made = (explanation_of(separation, outcome) for outcome in (*certain, *separation.ranges))
    from_the_top = (_from_the_top(separation, outcome) for outcome in separation.outcomes)
    every = (*made, *(one for one in from_the_top if one is not None))
    return tuple(explanation for explanation in every if _is_telling(explanation, separation.right))


def _from_the_top(separation: Separation, outcome: Outcome) -> Explanation | None:
    touched = frozenset() if outcome.from_the_top is None else _touched(separation, outcome.from_the_top)
    if outcome.from_the_top is None or not touched:
        return None
    boxes = boxes_of(separation.right, outcome.from_the_top)
    return Explanation((Finding(outcome.name, outcome.value),), boxes, (touched,))


def _is_telling(explanation: Explanation, right: Right) -> bool:
    """Whether an explanation says more than that numbers are not finite, or than what one value is."""
    trained = [box for name, box in explanation.boxes.items() if right.kinds[name] != "values"]
    known = [box for box in trained if not box.low.size or bool(np.any(np.isfinite(box.low)))]
    of_values = explanation.boxes.keys() - {name for name in explanation.boxes if right.kinds[name] != "values"}
    return bool(known or (of_values and not trained))


def explanation_of(separation: Separation, outcome: Outcome) -> Explanation:
    """What a mutant that shows would leave: definite numbers, or ranges where it depends on chance."""
    ranges = separation.ranges.get(outcome)
    return _certain(separation, outcome) if ranges is None else _by_chance(separation, outcome, ranges)


def pair_explanation(separation: Separation, outcomes: Sequence[Outcome], left: Values) -> Explanation:
    """What several mistakes made together left, each with the names that it changes alone."""
    findings = tuple(Finding(outcome.name, outcome.value) for outcome in outcomes)
    touches = tuple(_touched(separation, outcome.runs[0]) for outcome in outcomes)
    return Explanation(findings, boxes_of(separation.right, left), touches)


def _certain(separation: Separation, outcome: Outcome) -> Explanation:
    boxes, touched = boxes_of(separation.right, outcome.runs[0]), _touched(separation, outcome.runs[0])
    if outcome.single is not None:
        boxes = dict(_spanned(separation.right, boxes, boxes_of(separation.right, outcome.single)))
    return Explanation((Finding(outcome.name, outcome.value),), boxes, (touched,))


def _by_chance(separation: Separation, outcome: Outcome, ranges: Mapping[str, Range]) -> Explanation:
    boxes = {name: Box(known.low, known.high) for name, known in ranges.items()}
    touched = frozenset(name for name, known in ranges.items() if not known.holds(separation.right.values[name]))
    return Explanation((Finding(outcome.name, outcome.value),), boxes, (touched,))


def boxes_of(right: Right, values: Values) -> dict[str, Box]:
    """Boxes of what a mistake left; an empty history has a box of no entries, a name without a value has none.

    As wide as those of a right answer that holds values of this size, times `MISTAKE_WIDTH`; exact where these are.
    """
    known = {name: _as_single(values[name]) for name in _boxable(values) if name in right.kinds}
    parameters = [name for name in known if right.kinds[name] == "parameters"]
    of_all = max((_size(known[name]) for name in parameters), default=0.0)
    boxes = {}
    for name, value in known.items():
        relative = MISTAKE_WIDTH * right.tolerance(name)
        if right.kinds[name] == "history":
            boxes[name] = Box.around(value, relative, _rounding(value, _size(_numbers(right.values[name]))))
        elif name in parameters:
            boxes[name] = Box.around(value, absolute=relative * of_all)
        else:  # an accuracy may be whole in one run and not in another
            boxes[name] = Box.of(tuple(value.ravel().tolist()), absolute=relative * (_size(value) or 1.0))
    return boxes


def _rounding(losses: Floats, largest: float) -> Floats:
    """How far rounding of predictions moves losses that are nearly zero: as the square of an error moves."""
    with np.errstate(all="ignore"):
        moved = 2 * np.sqrt(np.abs(losses) * largest) * ROUNDED + largest * ROUNDED**2
    return np.where(np.isfinite(moved), moved, 0.0)


def _spanned(right: Right, double: Mapping[str, Box], single: Mapping[str, Box]) -> Iterator[tuple[str, Box]]:
    """Boxes that hold what both precisions leave; what hangs on rounding, or runs away in one only, has none.

    A history in which that begins late still tells by the entries before it: from there on it may hold anything.
    """
    for name in sorted(double.keys() & single.keys()):
        one, other = double[name], single[name]
        if one.low.shape != other.low.shape:
            continue
        carried = _carried(one, other)
        if not np.any(carried):
            yield name, Box.spanning((one, other))
        elif right.kinds[name] == "history" and one.low.ndim == 1 and not np.any(carried[:TELLING]):
            begins = int(np.argmax(carried))
            both, after = Box.spanning((one, other)), np.arange(carried.size) >= begins
            yield name, Box(np.where(after, -OPEN, both.low), np.where(after, OPEN, both.high))


def _carried(one: Box, other: Box) -> Any:
    """For each entry, whether rounding leads elsewhere; what is not finite in both is the same."""
    apart, size = np.abs(one.centre - other.centre), np.abs(one.centre)
    return (np.isnan(one.low) != np.isnan(other.low)) | (apart > CARRIED * size + TINY)


def _touched(separation: Separation, values: Values) -> frozenset[str]:
    """The names whose values are not right any more."""
    return frozenset(
        name for name, far in separation.distances(values).items() if not far <= separation.right.tolerance(name)
    )


def _boxable(values: Values) -> Iterable[str]:
    return (name for name, value in values.items() if _is_regular(value))


def _numbers(value: Plain) -> Floats:
    return np.asarray(value, dtype=np.float64)


def _as_single(value: Plain) -> Floats:
    """Numbers as a notebook in single precision could hold them: not finite beyond its largest."""
    numbers = _numbers(value)
    return np.where(np.abs(numbers) > FLOAT32_MAX, np.inf, numbers)


def _size(numbers: Floats) -> float:
    return float(np.max(np.abs(numbers), initial=0.0, where=np.isfinite(numbers)))


def _is_regular(value: Plain) -> bool:
    """Whether a value is a number, or numbers of a regular shape."""
    if any(isinstance(leaf, str) or leaf is None for leaf in leaves(value)):
        return False
    try:
        _numbers(value)
    except ValueError:
        return False
    return True
