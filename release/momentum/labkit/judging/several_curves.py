"""The judge of figures that show several histories, or one over given x values or on logarithmic axes.

Each history is a curve of its own, drawn as the student's own lists are, right or wrong. The curves may be spread over
the axes of one figure; each of these must be labelled, and each curve must have a text in a legend.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from ..evidence.collecting import Evidence
from ..evidence.figures import AxesShown, CurveShown, FigureShown
from ..evidence.task import Task
from .drawn_history import RELATIVE, History, curve_of, histories_in
from .figure_judge import (
    PLOTS_ANOTHER,
    broke_off,
    drawn_instead,
    failure_of_plot,
    found_in,
    refused,
    why_no_figure,
)
from .figure_parts import IN_PART, curve_part, labels_part, legend_part
from .key import Finding, Key
from .other_lists import trained_elsewhere
from .verdict import Cause, Part, Parting, Verdict

NO_LIST = "no list"
ANOTHER_FIGURE = "another figure"
NO_ENTRIES = "no entries"
NOT_FINITE = "not finite"
OTHER_X = "other x"
LOGARITHMIC = ("log", "symlog")
BASES: tuple[Callable[[NDArray[np.float64]], NDArray[np.float64]], ...] = (np.log10, np.log, np.log2)
SAME = 1e-6
"""Largest difference of two x values, relative to the largest of all, and of two logarithms."""
MOST_POINTS = 512
"""Points that were drawn one by one are looked for over given x values up to so many."""

Floats = NDArray[np.float64]


def asks_more(task: Task) -> bool:
    """Whether a figure must show more than one history over any x."""
    return len(task.names) > 1 or bool(task.against or task.log_axis)


@dataclass(frozen=True)
class _Asked:
    """A history that the figure must show."""

    name: str
    readings: tuple[History, ...]
    """What its name holds, or lists that the training went to instead; empty where there is nothing to draw."""
    trouble: str = ""
    """Why there is nothing to draw."""


@dataclass(frozen=True)
class _Shown:
    """What some axes show of a history."""

    part: Part
    history: History | None = None
    place: int = 0
    """The position of these axes in the figure."""
    curve: CurveShown | None = None
    logs: str = ""
    """The axes along which logarithms were drawn instead of values: `x`, `y` or `xy`."""

    @property
    def worth(self) -> tuple[bool, bool]:
        """What decides between several."""
        return self.part.there, bool(self.part.why)


def judge_figures(evidence: Evidence, key: Key) -> Verdict:
    """The verdict on such a figure task under one setting: the figure counts that shows most of what is asked for."""
    task = key.task
    asked = [_asked(name, evidence, key) for name in task.names]
    if not any(one.readings for one in asked):
        return _nothing_to_draw(asked[0], evidence, task)
    if not any(axes["curves"] for figure in evidence.figures for axes in figure):
        return refused(task, why_no_figure(evidence, task), *(one.readings[0] for one in asked if one.readings))
    xs = _x_values(evidence, key)
    made = [_verdict(figure, asked, xs, evidence, task) for figure in evidence.figures if figure]
    return max(enumerate(made), key=lambda entry: (_curves_there(entry[1]), entry[1].share, entry[0]))[1]


def _curves_there(verdict: Verdict) -> int:
    return sum(part.there for part in verdict.parts if part.name == "curve")


def _asked(name: str, evidence: Evidence, key: Key) -> _Asked:
    own = histories_in(name, evidence.values.get(name), evidence.forms.get(name))
    finite = tuple(history for history in own if all(map(math.isfinite, history.entries)))
    if own:
        return _Asked(name, finite, "" if finite else NOT_FINITE)
    elsewhere = tuple(h for h in trained_elsewhere(evidence, key, name) if h.name not in key.task.names)
    return _Asked(name, elsewhere, NO_ENTRIES if name in evidence.values else NO_LIST)


def _nothing_to_draw(first: _Asked, evidence: Evidence, task: Task) -> Verdict:
    """No history that is asked for holds anything that could be drawn."""
    if first.trouble == NOT_FINITE:
        wanted = "numbers that can be drawn"
        return refused(task, Parting(first.name, found_form="numbers that are not finite", wanted=wanted))
    return refused(task, Cause("empty" if first.trouble == NO_ENTRIES else "absent", first.name))


def _x_values(evidence: Evidence, key: Key) -> tuple[float, ...]:
    """The x values that the curves must have: those in the notebook, else those of the lab; empty for any."""
    name = key.task.against
    readings = histories_in(name, evidence.values.get(name)) if name else []
    if readings:
        return readings[0].entries
    box = key.givens.get(name) or key.right.get(name)
    return () if box is None else tuple(box.centre.ravel().tolist())


def _verdict(
    figure: FigureShown, asked: Iterable[_Asked], xs: Sequence[float], evidence: Evidence, task: Task
) -> Verdict:
    shown = _shown(figure, asked, xs, task)
    failure = failure_of_plot(evidence, task)
    rest = _without(figure, shown)
    apart = [_elsewhere(one, figure, evidence, xs, task) for one in shown]
    curves = [_with_what_is_there(part, rest, evidence, task, bool(failure)) for part in apart]
    parts = (*curves, _labels(figure, shown), _legend(figure, shown), *_scales(figure, shown, task))
    instead = [p.detail for p in curves if not p.there and p.detail and p.why != IN_PART]
    findings = tuple(Finding(PLOTS_ANOTHER, detail) for detail in dict.fromkeys(instead))
    share = sum(part.there for part in parts) / len(parts)
    return Verdict(
        task.name,
        task.kind,
        task.names,
        "correct" if share == 1.0 else "wrong",
        share,
        Cause("exception", task.names[0], failure) if failure is not None else None,
        parts=parts,
        findings=findings,
        candidates=(findings,) if findings else (),
        found=found_in(*(one.history for one in shown if one.history is not None)),
        broke_off=broke_off(evidence, task),
    )


# Curves


def _shown(figure: FigureShown, asked: Iterable[_Asked], xs: Sequence[float], task: Task) -> list[_Shown]:
    """What a figure shows of each history; no curve stands for two of them."""
    found: list[_Shown] = []
    for one in asked:
        free = _without(figure, found)
        ways = [
            replace(_looked_for(axes, history, xs, task), place=place)
            for history in one.readings
            for place, axes in enumerate(free)
        ]
        best = max(ways, key=lambda way: way.worth, default=_Shown(Part("curve", False, why=one.trouble)))
        history = best.history or next(iter(one.readings), None)
        found.append(replace(best, part=replace(best.part, of=one.name, over=task.against), history=history))
    return found


def _without(figure: FigureShown, shown: Iterable[_Shown]) -> FigureShown:
    """A figure without the curves that were found in it, but for those that several may have been joined to."""
    used = {id(one.curve) for one in shown if one.curve is not None and one.part.there and not one.curve["in_steps"]}
    left = ({**axes, "curves": tuple(c for c in axes["curves"] if id(c) not in used)} for axes in figure)
    return tuple(AxesShown(**axes) for axes in left)  # type: ignore[typeddict-item]


def _looked_for(axes: AxesShown, history: History, xs: Sequence[float], task: Task) -> _Shown:
    """What some axes show of a history, as it is or by its logarithms where the task asks for them."""
    logarithms = {axis: task.log_axis in (axis, "both") for axis in "xy"}
    made = [
        (f"{x[0]}{y[0]}", x[1], y[1])
        for x, y in product(
            _readings("x", xs[: len(history.entries)], logarithms["x"]),
            _readings("y", history.entries, logarithms["y"]),
        )
    ]
    for logs, x_values, entries in made:
        curve = _curve(axes, replace(history, entries=entries), x_values)
        if curve is not None:
            return _Shown(Part("curve", not curve["hidden"], why=curve["hidden"]), history, curve=curve, logs=logs)
    part, curve = curve_part(axes, history)
    if part.there and xs:
        return _Shown(Part("curve", False, why=OTHER_X), history, curve=curve)
    return _Shown(part, history, curve=curve)


def _readings(axis: str, values: Sequence[float], logarithms: bool) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Values as they are, and as logarithms; the axis along which these are, if so."""
    yield "", tuple(values)
    if logarithms and values and min(values) > 0.0:
        for base in BASES:
            yield axis, tuple(base(np.asarray(values, np.float64)).tolist())


def _curve(axes: AxesShown, history: History, xs: tuple[float, ...]) -> CurveShown | None:
    """The best curve of a history over given x values, or over any that grow."""
    if not xs:
        return curve_of(axes, history)
    if len(xs) != len(history.entries):
        return None
    whole = [c for c in axes["curves"] if c["length"] == history.length and _has_pairs(c, xs, history.entries)]
    found = sorted(whole, key=lambda curve: (bool(curve["hidden"]), not curve["legend"]))
    return found[0] if found else _from_points(axes, history, xs)


def _has_pairs(curve: CurveShown, xs: Sequence[float], ys: Sequence[float]) -> bool:
    """Whether a curve has just these points, in whatever order they were drawn."""
    if len(curve["x"]) != len(xs) or len(curve["y"]) != len(ys):
        return False
    mine, theirs = (np.array(points)[:, np.argsort(points[0], kind="stable")] for points in _pairs(curve, xs, ys))
    return bool(np.all(_near(mine, theirs, float(np.max(np.abs(theirs[0]))))))


def _pairs(curve: CurveShown, xs: Sequence[float], ys: Sequence[float]) -> tuple[tuple[Sequence[float], ...], ...]:
    return (curve["x"], curve["y"]), (xs, ys)


@np.errstate(invalid="ignore")
def _near(mine: Floats, theirs: Floats, scale: float) -> NDArray[np.bool_]:
    """For each point, shape `(2, ...)`, whether both its coordinates agree."""
    reach = RELATIVE * np.abs(theirs) + np.array([SAME * scale, 0.0]).reshape(2, *(1,) * (theirs.ndim - 1))
    return np.asarray(np.all(np.abs(mine - theirs) <= reach, axis=0))


def _from_points(axes: AxesShown, history: History, xs: Sequence[float]) -> CurveShown | None:
    """A history that was drawn point by point, or in parts: each of its points is somewhere among them."""
    seen = [c for c in axes["curves"] if not c["hidden"] and (c["in_steps"] or c["length"] < history.length)]
    if not seen or len(xs) > MOST_POINTS or history.length != len(history.entries):
        return None
    drawn = np.array([[x for c in seen for x in c["x"]], [y for c in seen for y in c["y"]]], dtype=np.float64)
    wanted = np.array([xs, history.entries], dtype=np.float64)
    scale = float(np.max(np.abs(wanted[0])))
    if not all(bool(np.any(_near(drawn, np.broadcast_to(point[:, None], drawn.shape), scale))) for point in wanted.T):
        return None
    legend = next(filter(None, (curve["legend"] for curve in seen)), "")
    return CurveShown(**{**seen[0], "x": (), "y": (), "in_steps": True, "legend": legend})


def _elsewhere(one: _Shown, figure: FigureShown, evidence: Evidence, xs: Sequence[float], task: Task) -> Part:
    """A part that says that another figure has the curve, where one has."""
    if one.part.there or one.part.why or one.history is None:
        return one.part
    others = [axes for other in evidence.figures if other is not figure for axes in other]
    shown = any(_looked_for(axes, one.history, xs, task).part.there for axes in others)
    return replace(one.part, why=ANOTHER_FIGURE) if shown else one.part


def _with_what_is_there(part: Part, rest: FigureShown, evidence: Evidence, task: Task, failed: bool) -> Part:
    """A part that says what was drawn instead of a curve, as far as that is known."""
    if part.there or part.why:
        return part
    names = [] if failed else [drawn_instead(axes, evidence, task) for axes in rest]
    why = evidence.unseen[-1] if evidence.unseen else ""
    return replace(part, detail=next(filter(None, names), ""), why=why)


# Labels, legends and scales


def _labels(figure: FigureShown, shown: Iterable[_Shown]) -> Part:
    """Whether all axes with curves that are asked for are labelled; without such curves, whether any are."""
    held = [labels_part(figure[one.place]) for one in shown if one.curve is not None]
    if not held:
        return max((labels_part(axes) for axes in figure), key=lambda part: part.there)
    return next((part for part in held if not part.there), held[0])


def _legend(figure: FigureShown, shown: Sequence[_Shown]) -> Part:
    """Whether each curve that is there has a text in a legend, and no text stands for two."""
    held = [one for one in shown if one.curve is not None]
    parts = [replace(legend_part(figure[one.place], one.curve), of=one.part.of) for one in held]
    for part in parts:
        if not part.there:
            return part
    enough = all(len(figure[place]["legend"]) >= count for place, count in Counter(one.place for one in held).items())
    there = enough if held else any(axes["legend"] for axes in figure)
    return Part("legend", there, of=shown[0].part.of)


def _scales(figure: FigureShown, shown: Iterable[_Shown], task: Task) -> Iterator[Part]:
    """Whether the axes that must be logarithmic are, or logarithms are drawn along them."""
    if not task.log_axis:
        return
    wanted = ("x", "y") if task.log_axis == "both" else (task.log_axis,)
    held = [(figure[one.place], one.logs) for one in shown if one.curve is not None]
    places = held or [(axes, "") for axes in figure]
    lacking = [axis for axis in wanted if not all(_is_logarithmic(axis, axes, logs) for axes, logs in places)]
    yield Part("scale", not lacking, " and ".join(lacking))


def _is_logarithmic(axis: str, axes: AxesShown, logs: str) -> bool:
    scale = axes["xscale"] if axis == "x" else axes["yscale"]
    return axis in logs or scale in LOGARITHMIC
