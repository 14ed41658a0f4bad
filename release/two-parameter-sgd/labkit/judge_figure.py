"""The judge of figures: a curve of the student's own history, both axes labelled, a legend.

The curve is compared with what the student's history holds, right or wrong, so that no mistake costs twice.
"""

import math
from collections.abc import Mapping

import numpy as np

from .evidence import Evidence
from .figures import AxesShown, CurveShown
from .journal import Failure
from .key import Finding
from .plain import numbers
from .task import Task
from .verdict import Cause, Part, Parting, Verdict

PLOTS_ANOTHER = "plots-another-list"
RELATIVE = 1e-5
"""Curves may have passed through float32, whose spacing is 1.2e-7 relative."""
GRAPH_MESSAGE = "requires grad"
"""In the message of the exception with which torch refuses to plot a tensor that keeps its graph."""


def judge_figure(evidence: Evidence, task: Task) -> Verdict:
    """The verdict on a figure task under one setting."""
    name = task.names[0]
    history = _history(evidence, name)
    verdict = Verdict(task.name, task.kind, task.names, "missing", 0.0, found=_found(name, history))
    refusal = _unusable_history(evidence, name, history)
    if refusal is not None:
        return _with(verdict, refusal)
    if not any(_curves(figure) for figure in evidence.figures):
        return _with(verdict, _why_no_figure(evidence, task))
    best = max(enumerate(evidence.figures), key=lambda entry: (_shows(entry[1], history), entry[0]))[1]
    parts = _parts(best, history, evidence, task)
    share = sum(part.there for part in parts) / len(parts)
    curve = parts[0]
    failure = None if curve.there else _failure(evidence, task)
    instead = not curve.there and curve.detail and failure is None
    findings = (Finding(PLOTS_ANOTHER, curve.detail),) if instead else ()
    return Verdict(
        task.name,
        task.kind,
        task.names,
        "correct" if share == 1.0 else "wrong",
        share,
        Cause("exception", name, failure) if failure is not None else None,
        parts=parts,
        findings=findings,
        candidates=(findings,) if findings else (),
        found=_found(name, history),
    )


def _with(verdict: Verdict, reason: Cause | Parting) -> Verdict:
    """A verdict of no points with its reason: a cause where something is missing, else a parting."""
    if isinstance(reason, Cause):
        return Verdict(verdict.task, verdict.kind, verdict.names, "missing", 0.0, reason, found=verdict.found)
    return Verdict(verdict.task, verdict.kind, verdict.names, "wrong", 0.0, parting=reason, found=verdict.found)


def _history(evidence: Evidence, name: str) -> tuple[float, ...]:
    value = evidence.values.get(name)
    return (value,) if isinstance(value, float) else numbers(value) or ()


def _found(name: str, history: tuple[float, ...]) -> Mapping[str, tuple[float, ...]]:
    return {name: history} if history else {}


def _unusable_history(evidence: Evidence, name: str, history: tuple[float, ...]) -> Cause | Parting | None:
    """Why the student's history cannot be looked for in a figure; `None` where it can."""
    if not history:
        return Cause("empty" if name in evidence.values else "absent", name)
    if not all(math.isfinite(loss) for loss in history):
        return Parting(name, found_form="numbers that are not finite")
    return None


def _why_no_figure(evidence: Evidence, task: Task) -> Cause:
    failure = _failure(evidence, task)
    return Cause("no figure" if failure is None else "exception", task.names[0], failure)


def _failure(evidence: Evidence, task: Task) -> Failure | None:
    """The exception that kept the history from being drawn, perhaps after other curves were."""
    failures = [failure for failure in evidence.failures if failure.kind != "CheckFailed"]
    own = [failure for failure in failures if failure.cell == task.answer or GRAPH_MESSAGE in failure.message]
    return own[-1] if own else None


def _curves(figure: tuple[AxesShown, ...]) -> list[CurveShown]:
    return [curve for axes in figure for curve in axes["curves"] if curve["y"]]


def _shows(figure: tuple[AxesShown, ...], history: tuple[float, ...]) -> int:
    """How well a figure shows the history: 0 without its curve, else one more for each other part."""
    drawn = [axes for axes in figure if _has_curve(axes, history)]
    return max((1 + _labelled(axes) + bool(axes["legend"]) for axes in drawn), default=0)


def _has_curve(axes: AxesShown, history: tuple[float, ...]) -> bool:
    return any(_is_curve_of(curve, history) for curve in axes["curves"])


def _is_curve_of(curve: CurveShown, history: tuple[float, ...]) -> bool:
    """Whether a curve goes through the history, entry by entry, over growing x."""
    if len(curve["y"]) != len(history) or len(curve["x"]) != len(history):
        return False
    rising = bool(np.all(np.diff(curve["x"]) > 0))
    return rising and bool(np.allclose(curve["y"], history, rtol=RELATIVE, atol=0.0))


def _labelled(axes: AxesShown) -> bool:
    return bool(axes["xlabel"] and axes["ylabel"])


def _parts(
    figure: tuple[AxesShown, ...], history: tuple[float, ...], evidence: Evidence, task: Task
) -> tuple[Part, ...]:
    """What the figure shows and what it lacks, on the axes that come nearest."""
    axes = max(figure, key=lambda a: (_has_curve(a, history), bool(a["curves"]), _labelled(a), bool(a["legend"])))
    there = _has_curve(axes, history)
    lacking = [label for label in ("xlabel", "ylabel") if not axes[label]]
    return (
        Part("curve", there, "" if there else _drawn_instead(axes, evidence, task)),
        Part("labels", not lacking, " and ".join(lacking)),
        Part("legend", bool(axes["legend"])),
    )


def _drawn_instead(axes: AxesShown, evidence: Evidence, task: Task) -> str:
    """The name of another history that the axes show; empty where none is recognised."""
    beside = {n: h for n in evidence.values if n not in task.names and (h := evidence.history(n))}
    for name, history in {**beside, **evidence.others}.items():
        if _has_curve(axes, history):
            return name
    return ""
