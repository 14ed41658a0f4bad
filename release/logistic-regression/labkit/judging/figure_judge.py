"""The judge of figures: a curve of the student's own history, both axes labelled, a legend.

The curve is compared with what the student's history holds, right or wrong, so that no mistake costs twice: neither a
wrong training nor one that went to a list with another name.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from ..evidence.collecting import Evidence
from ..evidence.figures import AxesShown, CurveShown
from ..evidence.journal import Failure, is_unnamed
from ..evidence.task import Task
from .drawn_history import History, curve_of, histories_in
from .figure_parts import IN_PART, curve_part, labels_part, legend_part
from .key import Finding, Key
from .other_lists import trained_elsewhere
from .verdict import Cause, Part, Parting, Verdict

PLOTS_ANOTHER = "plots-another-list"
GRAPH_MESSAGE = "requires grad"
"""In the message of the exception with which torch refuses to plot a tensor that keeps its graph."""
NO_CURVE = "no curve"
_NO_PICTURE = Cause("no figure", detail="no picture")


def judge_figure(evidence: Evidence, key: Key) -> Verdict:
    """The verdict on a figure task under one setting."""
    task = key.task
    own = histories_in(task.names[0], evidence.values.get(task.names[0]), evidence.forms.get(task.names[0]))
    if not own:
        return _without_history(evidence, key)
    refusal = _unusable(own[0], evidence, task)
    if refusal is not None:
        return refused(task, refusal, own[0])
    if not any(axes["curves"] for figure in evidence.figures for axes in figure):
        return refused(task, why_no_figure(evidence, task), own[0])
    return _judged(evidence, key, own)


def without_picture(verdict: Verdict) -> Verdict:
    """The verdict where it is known that no picture came with the notebook: a figure is only claimed."""
    if not verdict.parts:
        return verdict
    return replace(verdict, outcome="missing", share=0.0, parts=(), findings=(), candidates=(), cause=_NO_PICTURE)


def _without_history(evidence: Evidence, key: Key) -> Verdict:
    """A training may have gone to another list: then that one is the student's own history."""
    elsewhere = [h for h in trained_elsewhere(evidence, key, key.task.names[0]) if _is_shown(h, evidence)]
    if elsewhere:
        return _judged(evidence, key, elsewhere)
    name = key.task.names[0]
    return refused(key.task, Cause("empty" if name in evidence.values else "absent", name))


def _is_shown(history: History, evidence: Evidence) -> bool:
    curves = (curve_of(axes, history) for figure in evidence.figures for axes in figure)
    return any(curve is not None and not curve["hidden"] for curve in curves)


def _unusable(history: History, evidence: Evidence, task: Task) -> Cause | Parting | None:
    """Why the student's history cannot be looked for in a figure; `None` where it can."""
    if not all(math.isfinite(loss) for loss in history.entries):
        return Parting(history.name, found_form="numbers that are not finite", wanted="numbers that can be drawn")
    failure = broke_off(evidence, task)
    if history.length == 1 and failure is not None:
        return Cause("exception", history.name, failure)
    return None


def broke_off(evidence: Evidence, task: Task) -> Failure | None:
    """The latest exception of another cell than the one that draws."""
    failures = [failure for failure in _failures(evidence, task) if failure.cell != task.answer]
    return failures[-1] if failures else None


def refused(task: Task, reason: Cause | Parting, *histories: History) -> Verdict:
    """A verdict of no points with its reason: a cause where something is missing, else a parting."""
    found = found_in(*histories)
    if isinstance(reason, Cause):
        return Verdict(task.name, task.kind, task.names, "missing", 0.0, reason, found=found)
    return Verdict(task.name, task.kind, task.names, "wrong", 0.0, parting=reason, found=found)


def found_in(*histories: History) -> Mapping[str, tuple[float, ...]]:
    """The histories that a figure was compared with, by name."""
    return {history.name: history.entries for history in histories}


def why_no_figure(evidence: Evidence, task: Task) -> Cause:
    """Why no figure with a curve in it is seen."""
    failure = failure_of_plot(evidence, task)
    if failure is not None:
        return Cause("exception", task.names[0], failure)
    if evidence.unseen:
        return Cause("no figure", task.names[0], detail=evidence.unseen[-1])
    return Cause("no figure", task.names[0], detail=NO_CURVE if any(evidence.figures) else "")


def _failures(evidence: Evidence, task: Task) -> list[Failure]:
    return [
        failure for failure in evidence.failures if failure.kind != "CheckFailed" and failure.cell not in task.apart
    ]


def failure_of_plot(evidence: Evidence, task: Task) -> Failure | None:
    """The exception that kept the history from being drawn, perhaps after other curves were."""
    own = [f for f in _failures(evidence, task) if _is_of_plot(f, evidence, task) or GRAPH_MESSAGE in f.message]
    return own[-1] if own else None


def _is_of_plot(failure: Failure, evidence: Evidence, task: Task) -> bool:
    """Whether it ended the cell that draws; where cells have no names, the last one that ran before the check."""
    return failure.cell == task.answer or (is_unnamed(failure.cell) and evidence.cells[-1:] == (failure.cell,))


# The parts of the figure that comes nearest


def _judged(evidence: Evidence, key: Key, histories: list[History]) -> Verdict:
    """The verdict on the axes that show most of what is asked for, the latest of several."""
    every = [axes for figure in evidence.figures for axes in figure]
    pairs = [(axes, history) for history in reversed(histories) for axes in every]
    axes, history = max(enumerate(pairs), key=lambda entry: (_worth(*entry[1]), entry[0]))[1]
    return _verdict(evidence, key.task, axes, history)


def _worth(axes: AxesShown, history: History) -> tuple[bool, bool, bool, int]:
    parts = _parts(axes, history)
    curve = parts[0]
    return curve.there, bool(curve.why), bool(axes["curves"]), sum(part.there for part in parts)


def _verdict(evidence: Evidence, task: Task, axes: AxesShown, history: History) -> Verdict:
    failure = failure_of_plot(evidence, task)
    curve, *others = _parts(axes, history)
    if not curve.there and not curve.why:
        instead = drawn_instead(axes, evidence, task) if failure is None else ""
        curve = Part("curve", False, instead, evidence.unseen[-1] if evidence.unseen else "")
    findings = (Finding(PLOTS_ANOTHER, curve.detail),) if curve.detail and curve.why != IN_PART else ()
    parts = (curve, *others)
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
        found=found_in(history),
        broke_off=broke_off(evidence, task),
    )


def _parts(axes: AxesShown, history: History) -> tuple[Part, Part, Part]:
    """What some axes show and what they lack."""
    part, curve = curve_part(axes, history)
    return part, labels_part(axes), legend_part(axes, curve)


def drawn_instead(axes: AxesShown, evidence: Evidence, task: Task) -> str:
    """The lists that stand where the history should, by name; empty where that is not known.

    Lists of the student's own come before those of the lab, and of these one that is drawn twice. Where something
    unknown is drawn, that stands there; and where all lists of the lab are, these belong there as well.
    """
    beside = {n: h for n in evidence.values if n not in task.names and (h := evidence.history(n))}
    lists = {n: History(n, h, len(h)) for n, h in {**evidence.others, **beside}.items()}
    counted = Counter(_name_of(curve, lists) for curve in axes["curves"] if not curve["hidden"])
    own = [name for name in counted if name in evidence.others]
    twice = [name for name, count in counted.items() if name and count > 1]
    belonging = "" in counted or (len(beside) > 1 and beside.keys() <= counted.keys())
    return _listed(own or twice or ([] if belonging else list(counted)))


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _name_of(curve: CurveShown, lists: Mapping[str, History]) -> str:
    alone = AxesShown(curves=(curve,), xlabel="", ylabel="", legend=(), switched_off=False, xscale="", yscale="")
    return next((name for name, history in lists.items() if curve_of(alone, history)), "")
