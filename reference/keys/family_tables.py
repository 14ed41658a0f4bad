"""What the histories of many recipes begin with, over all values of a rate or a start: to find a value quickly.

The first three entries of a history decide. Over a rate they are tabulated; the place where one entry passes through
the evidence gives the rate if the other entries come near as well. Over a start they are polynomials of second degree
(updates are affine in w and b, the loss is quadratic), so three replays give the coefficients and the start is a root.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from labkit.judging.key import Box, Finding
from reference.keys.explanations import SettingReplays
from reference.keys.tolerances import HISTORY, mistake_boxes
from reference.recipes.data import Floats, LineData
from reference.recipes.mistakes import Change
from reference.recipes.recipe import Recipe
from reference.recipes.replay import replay, walk, written

ENTRIES = 3
"""Entries of a history that tables hold; also the epochs replayed for them."""
RATES = np.geomspace(1e-6, 3.0, 600)
RATE_NEAR = 0.03
"""How near entries interpolated in a table must come to the evidence (neighbouring rates are 2.5 % apart)."""
START_NEAR = 1e-3
"""How near entries of a polynomial must come to the evidence."""
SIMPLE_NEAR = 2e-5
"""How near the loss at a simple start must come to the first one of the evidence."""
PROBES = np.array([-10.0, 0.0, 10.0])
"""Starts that are replayed to find the polynomials."""
START_GRID = np.linspace(-20.0, 20.0, 81)
"""Starts that are tried where both are wrong."""
NEARLY_ZERO = 1e-4
"""Fitted starts nearer to zero than this are zero."""
QUADRATIC = ("mean", "sum", "half", "root")

Part = tuple[Finding, frozenset[str]]
Candidate = tuple[int, str, float]
"""The place of a base, a field, and a value for it."""


@dataclass(frozen=True, eq=False)
class Base:
    """A recipe to which a family is added: the right one, or one with mistakes in it."""

    recipe: Recipe
    lengths: tuple[int, int]
    """Of its history after one epoch and after two; equal where its length does not depend on the epochs."""
    first: Box
    """The first entries of its history."""
    parts: tuple[Part, ...] = ()
    """The mistakes in it, each with the names whose values it changes."""
    fields: frozenset[str] = field(default_factory=frozenset)

    @property
    def random(self) -> bool:
        """Whether the outcome depends on chance."""
        return self.recipe.update.order == "shuffled"

    def grown(self, recipe: Recipe, part: Part, name: str) -> "Base":
        """This base with one more mistake."""
        return Base(recipe, self.lengths, self.first, (*self.parts, part), self.fields | {name})


def base_of(
    recipe: Recipe, replays: SettingReplays, parts: tuple[Part, ...] = (), fields: frozenset[str] = frozenset()
) -> Base:
    """A recipe with the lengths and the first entries of its history."""
    in_order = Change(update={"order": "given"}).applied(recipe)
    early = replay(_early(in_order), replays.data)
    box = mistake_boxes(early, recipe.record.reduced, replays.data, replays.tolerances)[HISTORY]
    one, two = (replay(_with_epochs(in_order, epochs), replays.data).loss.size for epochs in (1, 2))
    if "update.epochs" in fields:
        one = two = replay(in_order, replays.data).loss.size
    first = Box(_padded(box.low), _padded(box.high))
    if recipe.update.order == "shuffled":  # all but the first entry depend on the order
        first = Box(_padded(first.low[:1]), _padded(first.high[:1]))
    return Base(recipe, (one, two), first, parts, fields)


class Tables:
    """The tables of many bases; those over rates are made when first needed, for they take longest."""

    def __init__(self, bases: Sequence[Base], data: LineData) -> None:
        """Tables for `bases`, whose places in the sequence name them from here on."""
        self._bases = bases
        self._data = data
        self._rates: dict[int, Floats] = {}
        self.usual_epochs = np.array([base.recipe.update.epochs for base in bases])
        self._lengths = np.array([base.lengths for base in bases])
        self._low = np.array([base.first.low for base in bases])
        self._high = np.array([base.first.high for base in bases])
        at_start = ("epoch-start", "start-and-ends")
        self._after_updates = np.array([base.recipe.record.when not in at_start for base in bases])
        """Where a rate changes even the first entry, which is otherwise measured before the first update."""

    def epochs(self, length: int) -> Any:
        """For each base the epochs after which its history has this length; 0 where there are none."""
        one, two = self._lengths.T
        each = np.maximum(two - one, 1)
        epochs, left = np.divmod(length - one + two - one, each)
        counted = np.where(left == 0, epochs, 0)
        return np.where(two == one, np.where(length == one, self.usual_epochs, 0), counted)

    def begins_like(self, places: Any, history: Floats, entries: int = ENTRIES) -> Any:
        """For each of `places`, whether the first entries of the history are those of its base, as far as known."""
        first = _padded(history)[:entries]
        with np.errstate(invalid="ignore"):
            outside = (first < self._low[places, :entries]) | (first > self._high[places, :entries])
        return ~np.any(outside, axis=1)

    def rates(self, places: Any, history: Floats) -> Iterator[Candidate]:
        """Learning rates under which a base's history begins like the evidence."""
        possible = places[self._after_updates[places] | self.begins_like(places, history, 1)]
        able = [place for place in possible if self._depends(place, "rate")]
        if not able or history.size < 2:
            return
        tables = np.stack([self._rate_table(place) for place in able])
        for row, column in np.argwhere(_passing(tables, _padded(history))):
            for rate in self._in_cell(self._bases[able[row]].recipe, int(column), float(history[1])):
                yield int(able[row]), "rate", rate

    def rates_of(self, recipe: Recipe, history: Floats) -> Iterator[float]:
        """Learning rates under which the history of any recipe begins like the evidence."""
        if history.size < 2:
            return
        table = self._rate_history(recipe)[np.newaxis]
        for _, column in np.argwhere(_passing(table, _padded(history))):
            yield from self._in_cell(recipe, int(column), float(history[1]))

    def simple_starts(self, loss: float) -> Iterator[tuple[str, float]]:
        """Starts of w or of b with three digits at most for which the first base's first loss is `loss`."""
        for name, polynomials in self._polynomials.items():
            a, b, c = polynomials[0, :, 0]
            for root in np.roots([a, b, c - loss]):
                simple = float(f"{root.real:.3g}")
                if abs(np.polyval([a, b, c], simple) - loss) <= SIMPLE_NEAR * abs(loss):
                    yield name, simple

    def starts(self, places: Any, history: Floats) -> Iterator[Candidate]:
        """Starts of w or of b under which a base's history begins like the evidence."""
        if not places.size:
            return
        wanted = _padded(history)
        for name, polynomials in self._polynomials.items():
            squared = np.where(self._rooted[places, np.newaxis], wanted**2, wanted)
            found, near = _roots_near(polynomials[places], squared)
            for row, column in np.argwhere(near):
                value = float(found[row, column])
                if self._depends(places[row], name):
                    yield from ((int(places[row]), name, simple) for simple in _simple(value))

    def _depends(self, place: int, name: str) -> bool:
        """Whether a base has no mistake in this field, and a history of which the first entries can tell its value."""
        base = self._bases[place]
        one, two = base.lengths
        return f"update.{name}" not in base.fields and not base.random and one < two

    def _rate_table(self, place: int) -> Floats:
        """First entries over all rates, shape (rates, entries)."""
        if place not in self._rates:
            self._rates[place] = self._rate_history(self._bases[place].recipe)
        return self._rates[place]

    def _rate_history(self, recipe: Recipe) -> Floats:
        early = _early(recipe)
        walked = walk(early.update, self._data, {"rate": RATES})
        return _padded(written(early, walked, self._data).loss)

    def _in_cell(self, recipe: Recipe, column: int, wanted: float) -> list[float]:
        """The rates of a cell of a table that give the evidence, the simplest number first."""
        ends = float(RATES[column]), float(RATES[column + 1])

        def off(rate: float) -> float:
            changed = Change(update={"rate": rate, "epochs": 2}).applied(recipe)
            return float(replay(changed, self._data).loss[1]) - wanted

        rate = _illinois(off, *ends)
        return list(dict.fromkeys((float(f"{rate:.3g}"), float(f"{rate:.6g}"))))

    @cached_property
    def _polynomials(self) -> dict[str, Floats]:
        """For each start the coefficients of the first entries, highest first; shape (bases, 3, entries)."""
        return {
            name: np.stack([self._polynomial(base, name) for base in self._bases]) for name in ("start_w", "start_b")
        }

    def _polynomial(self, base: Base, name: str) -> Floats:
        recipe = _early(base.recipe)
        if base.random or recipe.record.reduced not in QUADRATIC or recipe.update.loss in ("root", "absolute"):
            return np.full((3, ENTRIES), np.nan)
        walked = walk(recipe.update, self._data, {name: PROBES})
        entries = _padded(written(recipe, walked, self._data).loss)
        if recipe.record.reduced == "root":
            entries = entries**2
        return np.asarray(np.linalg.solve(np.vander(PROBES, 3), entries), dtype=np.float64)

    @cached_property
    def _rooted(self) -> Any:
        """Which bases record roots; their squares are polynomials."""
        return np.array([base.recipe.record.reduced == "root" for base in self._bases])


def starts_with_loss(loss: float, data: LineData, tolerance: float) -> Iterator[tuple[float, float]]:
    """Starts of w and b, both simple numbers, whose total loss is `loss`."""
    w, b = np.meshgrid(START_GRID, START_GRID)
    x, y = data.x, data.noisy
    mean = w * w * np.mean(x * x) + b * b + np.mean(y * y)
    losses = mean + 2 * (w * b * np.mean(x) - w * np.mean(x * y) - b * np.mean(y))
    for row, column in np.argwhere(np.abs(losses - loss) <= tolerance * abs(loss)):
        yield float(w[row, column]), float(b[row, column])


def _passing(tables: Floats, wanted: Floats) -> Any:
    """Cells of tables in which the second entry passes through the evidence and the others come near it."""
    with np.errstate(all="ignore"):
        off = tables[..., 1] - wanted[1]
        share = off[:, :-1] / (off[:, :-1] - off[:, 1:])
        between = tables[:, :-1] + share[..., np.newaxis] * np.diff(tables, axis=1)
        far = np.abs(between - wanted) > RATE_NEAR * np.abs(between)
        return (off[:, :-1] * off[:, 1:] <= 0) & ~np.any(far, axis=-1)


def _roots_near(polynomials: Floats, wanted: Floats) -> tuple[Floats, Any]:
    """Both starts for which the second entry (or the only one) is the evidence, and whether the others are near it."""
    entry = 1 if np.isfinite(wanted[0, 1]) else 0
    with np.errstate(all="ignore"):
        a, b, c = (polynomials[:, power, entry] for power in range(3))
        c = c - wanted[:, entry]
        root = np.sqrt(np.maximum(b * b - 4 * a * c, 0.0))
        found = np.stack([(-b - root) / (2 * a), (-b + root) / (2 * a)], axis=-1)
        at = found[..., np.newaxis]
        first, second, third = (polynomials[:, np.newaxis, power] for power in range(3))
        entries = (first * at + second) * at + third
        far = np.abs(entries - wanted[:, np.newaxis]) > START_NEAR * np.abs(entries)
        return found, np.isfinite(found) & ~np.any(far, axis=-1)


def _early(recipe: Recipe) -> Recipe:
    return _with_epochs(recipe, min(ENTRIES, recipe.update.epochs))


def _with_epochs(recipe: Recipe, epochs: int) -> Recipe:
    return Change(update={"epochs": epochs}).applied(recipe)


def _padded(history: Floats) -> Floats:
    """The first entries along the last axis, with NaN where there are none."""
    first = history[..., :ENTRIES]
    lacking = [(0, 0)] * (first.ndim - 1) + [(0, ENTRIES - first.shape[-1])]
    return np.pad(first, lacking, constant_values=np.nan)


def _simple(value: float) -> list[float]:
    """A start to three digits, or zero where it nearly is that, and to six."""
    short = 0.0 if abs(value) < NEARLY_ZERO else float(f"{value:.3g}")
    return list(dict.fromkeys((short, float(f"{value:.6g}"))))


def is_simple(value: float) -> bool:
    """Whether a value has three digits at most, as people type them."""
    return value == float(f"{value:.3g}")


def _illinois(function: Any, left: float, right: float, accuracy: float = 1e-8, most: int = 40) -> float:
    """A root between `left` and `right`, where `function` has opposite signs, by the Illinois algorithm."""
    at_left, at_right = function(left), function(right)
    for _ in range(most):
        if at_right == at_left or abs(right - left) <= accuracy * abs(right):
            break
        middle = right - at_right * (right - left) / (at_right - at_left)
        at_middle = function(middle)
        if at_middle * at_right < 0:
            left, at_left = right, at_right
        else:
            at_left /= 2
        right, at_right = middle, at_middle
    return right
