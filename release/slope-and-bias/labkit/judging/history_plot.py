"""A little plot of two loss histories, as SVG text: no script, no image file, readable on light and dark pages."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 420, 170
LEFT, RIGHT, TOP, BOTTOM = 60, 12, 26, 34
EXPECTED_COLOUR, FOUND_COLOUR = "#3b82c4", "#d4731c"
"""Blue and orange, which colour-blind readers distinguish on white and on black."""
DECADE = 10.0
MARGIN = 0.06
"""Room above and below the losses, as a share of what they reach over."""
LEAST_TICKS, MOST_TICKS = 3, 5
MOST_DECIMALS = 6
BEYOND = 3
"""Entries that are drawn after the first difference."""
SAME = 1e-3
"""Relative difference below which two points cannot be distinguished in a plot of this size."""


@dataclass(frozen=True)
class Scale:
    """The vertical axis: what it reaches from and to, whether it is logarithmic, and where numbers stand on it."""

    low: float
    high: float
    """Both as logarithms where it is logarithmic."""
    is_logarithmic: bool
    ticks: tuple[tuple[float, str], ...]
    """Places between these, with their texts."""

    @classmethod
    def over(cls, losses: Sequence[float]) -> "Scale":
        """One that shows how positive losses differ: linear within a decade, logarithmic beyond."""
        least, most = min(losses), max(losses)
        if most / DECADE < least:
            span = most - least or most
            low, high = least - MARGIN * span, most + MARGIN * span
            tried = (_step(span / most_ticks) for most_ticks in (MOST_TICKS, 2 * MOST_TICKS))
            step = next(
                (step for step in tried if high // step - low // step >= LEAST_TICKS), _step(span / (2 * MOST_TICKS))
            )
            places = [count * step for count in range(math.ceil(low / step), math.floor(high / step) + 1)]
            return cls(low, high, False, tuple((place, _number(place, step)) for place in places))
        exponents = math.log10(least), math.log10(most)
        margin = MARGIN * (exponents[1] - exponents[0])
        low, high = exponents[0] - margin, exponents[1] + margin
        whole = range(math.floor(low), math.ceil(high) + 1)
        step_of_powers = max(1, len(whole) // MOST_TICKS)
        ticks = [(float(e), _power(e)) for e in whole if low <= e <= high and e % step_of_powers == 0]
        if len(ticks) < LEAST_TICKS:
            finer = ((e + math.log10(digit), f"{digit * 10.0**e:g}") for e in whole for digit in (1, 2, 5))
            ticks = [(place, text) for place, text in finer if low <= place <= high]
        return cls(low, high, True, tuple(ticks))

    def y(self, loss: float) -> float:
        """Where a loss is drawn."""
        return self.y_of(math.log10(loss) if self.is_logarithmic else loss)

    def y_of(self, place: float) -> float:
        """Where a place on the scale is drawn."""
        return HEIGHT - BOTTOM - (place - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)


def _step(least: float) -> float:
    """The next larger distance of ticks that people read easily: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(digit * power for digit in (1, 2, 5, 10) if digit * power >= least)


def _number(place: float, step: float) -> str:
    """A tick with as many decimals as its distance from the next one asks for."""
    decimals = max(0, -math.floor(math.log10(step)))
    return f"{place:.{decimals}f}" if decimals <= MOST_DECIMALS and place < 10.0**MOST_DECIMALS else f"{place:.3g}"


def compare_histories(
    name: str,
    expected: Sequence[float],
    found: Sequence[float],
    found_as: str = "",
    entry: str = "epoch",
    *,
    expected_as: str = "expected",
    whole: bool = False,
) -> str:
    """An SVG element with both histories over the epochs, up to a little after they part, or as `whole` ones.

    The scale is linear where all losses lie within a decade, else logarithmic. Entries that are not positive and finite
    are left out, as a logarithmic scale cannot show them. `expected_as` and `found_as` are what the legend calls the
    histories; the second is a student's own where that is left out. `entry` is what each of their entries stands for.
    """
    last = max(2, len(expected), len(found)) if whole else _last_shown(expected, found)
    lines = [_positive(expected[:last]), _positive(found[:last])]
    points = [point for line in lines for point in line]
    if not points:
        return ""
    scale = Scale.over([loss for _, loss in points])
    kind = "logarithmic" if scale.is_logarithmic else "linear"
    found_as = found_as or f"your {name}"
    compared = "as expected and as found" if expected_as == "expected" else f"of {expected_as} and {found_as}"
    title = f"{name} {compared}, by {entry}, on a {kind} scale"
    return (
        f'<svg role="img" aria-label="{escape(title)}" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'style="display:block;margin-top:0.5em;max-width:100%" font-family="sans-serif" font-size="11" '
        f'fill="currentColor">'
        + _axes(scale, last, entry)
        + _line(lines[0], scale, last, EXPECTED_COLOUR, "")
        + _line(lines[1], scale, last, FOUND_COLOUR, "5 3")
        + _legend(expected_as, found_as)
        + "</svg>"
    )


def _last_shown(expected: Sequence[float], found: Sequence[float]) -> int:
    """How many epochs are drawn: up to a few after the first difference."""
    both = min(len(expected), len(found))
    differing = (i for i in range(both) if not math.isclose(expected[i], found[i], rel_tol=SAME))
    return max(2, min(next(differing, both) + 1 + BEYOND, max(len(expected), len(found))))


def _positive(history: Sequence[float]) -> list[tuple[int, float]]:
    return [(epoch, loss) for epoch, loss in enumerate(history, 1) if math.isfinite(loss) and loss > 0.0]


def _x(epoch: int, last: int) -> float:
    return LEFT + (epoch - 1) / (last - 1) * (WIDTH - LEFT - RIGHT)


def _axes(scale: Scale, last: int, entry: str) -> str:
    """A grid line and a number at each tick, and a number at each epoch."""
    parts = []
    for place, text in scale.ticks:
        y = scale.y_of(place)
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="currentColor" '
            f'stroke-opacity="0.18"/><text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{text}</text>'
        )
    for epoch in range(1, last + 1, max(1, last // 10)):
        parts.append(f'<text x="{_x(epoch, last):.1f}" y="{HEIGHT - BOTTOM + 14}" text-anchor="middle">{epoch}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle:.0f}" y="{HEIGHT - 5}" text-anchor="middle">{escape(entry)}</text>')
    return "".join(parts)


def _power(exponent: int) -> str:
    """A power of ten as a short text, also where no float can hold it."""
    return f"{10.0**exponent:g}" if abs(exponent) < 6 else f"1e{exponent:+03d}"


def _line(points: Sequence[tuple[int, float]], scale: Scale, last: int, colour: str, dashes: str) -> str:
    places = [(_x(epoch, last), scale.y(loss)) for epoch, loss in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{colour}"/>' for x, y in places)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>{dots}'


def _legend(expected_as: str, found_as: str) -> str:
    beside = LEFT + max(100, 40 + 6 * len(expected_as))
    entries = [(expected_as, EXPECTED_COLOUR, LEFT), (found_as, FOUND_COLOUR, beside)]
    return "".join(
        f'<circle cx="{x + 4}" cy="11" r="4" fill="{colour}"/><text x="{x + 13}" y="15">{escape(text)}</text>'
        for text, colour, x in entries
    )
