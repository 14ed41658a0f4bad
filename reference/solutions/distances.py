"""How far two values lie apart, whatever they hold.

All values are plain: numbers, texts, truth values, `None`, and tuples of them in each other. Numbers have a distance;
whole numbers, texts and truth values are the same or not.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Plain = float | int | str | bool | tuple[Any, ...] | None
Values = Mapping[str, Plain]
Kind = Literal["history", "parameters", "values"]
"""What distances are relative to: each entry itself; the largest of all parameters; the largest number of the value."""
EPSILON = float(np.finfo(np.float32).eps)


def distance(right: Plain, found: Plain, kind: Kind, scale: float) -> float:
    """How far one value lies from another, relative; infinite where their forms or their exact parts differ."""
    if form(right) != form(found):
        return math.inf
    mine, theirs = list(leaves(right)), list(leaves(found))
    numbers = [place for place, leaf in enumerate(mine) if is_number(leaf) and is_number(theirs[place])]
    exact = set(range(len(mine))) - set(numbers)
    if any(mine[place] != theirs[place] or type(mine[place]) is not type(theirs[place]) for place in exact):
        return math.inf
    if all(isinstance(mine[place], int) and isinstance(theirs[place], int) for place in numbers):
        return 0.0 if mine == theirs else math.inf
    a, b = (np.array([float(values[place]) for place in numbers]) for values in (mine, theirs))
    finite = np.isfinite(a)
    if not np.array_equal(finite, np.isfinite(b)):
        return math.inf
    with np.errstate(all="ignore"):
        apart = np.abs(a - b)[finite] / units(a, kind, scale)[finite]
    return float(np.max(apart, initial=0.0))


def form(value: Plain) -> Any:
    """The nesting of a value, numbers of all kinds alike."""
    return tuple(form(part) for part in value) if isinstance(value, tuple) else None


def leaves(value: Plain) -> Iterator[Any]:
    """The single values in a value, in order."""
    if isinstance(value, tuple):
        for part in value:
            yield from leaves(part)
    else:
        yield value


def is_number(leaf: Any) -> bool:
    """Whether a leaf is a number; truth values are none."""
    return isinstance(leaf, int | float) and not isinstance(leaf, bool)


def units(right: Floats, kind: Kind, scale: float) -> Floats:
    """What distances of the numbers of a value are relative to: each number itself in a history, else the scale.

    An entry of a history that is smaller than a unit in the last place of the largest counts as that large.
    """
    if kind != "history":
        return np.full(right.shape, scale)
    return np.maximum(np.abs(right), EPSILON * scale)


def scales(right: Values, kinds: Mapping[str, Kind]) -> dict[str, float]:
    """For each name its largest number, for parameters the largest of all; 1 where all are zero."""
    own = {name: largest(right[name]) for name in kinds}
    of_all = max((own[name] for name, kind in kinds.items() if kind == "parameters"), default=0.0)
    return {name: (of_all if kinds[name] == "parameters" else far) or 1.0 for name, far in own.items()}


def largest(value: Plain) -> float:
    """The largest finite number in a value, without its sign; 0 where there is none."""
    numbers = (abs(float(leaf)) for leaf in leaves(value) if is_number(leaf))
    return max((number for number in numbers if math.isfinite(number)), default=0.0)
