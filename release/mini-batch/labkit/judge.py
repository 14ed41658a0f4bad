"""The judge: compares evidence with a key and says whether it is right, and if not, what went wrong.

Used by a student's own check and by the grader alike; there is no other comparison and no other diagnosis.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from .evidence import Evidence
from .journal import Failure
from .judge_figure import judge_figure
from .key import Box, Explanation, Finding, Key
from .plain import Value, numbers
from .task import Task
from .verdict import Cause, Parting, Verdict, explained

APPENDED_ELSEWHERE = "appended-to-another-list"
NEVER_CALLED = "function-never-called"
DIVERGED = "diverged"

DEFINITE = 1e-3
"""Width, relative to 1 and the value, up to which a box of a parameter is a definite number."""

Findings = tuple[Finding, ...]


def judge(evidence: Evidence, key: Key) -> Verdict:
    """The verdict on the task of `key` under its setting."""
    task = key.task
    if task.kind == "figure":
        return under(key, judge_figure(evidence, key))
    found = observed(evidence)
    usable = comparable(evidence, key)
    verdict = Verdict(
        task=task.name,
        kind=task.kind,
        names=task.names,
        outcome="correct",
        share=1.0,
        found={name: found.get(name, evidence.values[name]) for name in task.names if name in evidence.values},
        expected={name: key.right[name] for name in task.names},
        changed_givens=changed_givens(evidence, key),
        missing_givens=tuple(name for name in key.givens if name not in evidence.givens),
        untouched=_untouched(usable, key),
        graph=tuple(name for name in task.names if name in evidence.forms and evidence.forms[name].graph),
    )
    verdict = under(key, verdict)
    if all(name in usable and key.right[name].holds(usable[name]) for name in task.names):
        return verdict
    verdict = replace(verdict, outcome="wrong", share=0.0, parting=_parting(evidence, found, key))
    if task.kind == "history" and evidence.values.get(task.names[0], ()) == ():
        return _without_history(verdict, evidence, key)
    return _diagnosed(verdict, evidence, key)


def under(key: Key, verdict: Verdict) -> Verdict:
    """The verdict with what may be told of the setting that the key is for."""
    disclosed = {name: float(value) for name, value in key.setting.items()} if key.disclosed else {}
    return replace(verdict, published=key.published or key.disclosed, disclosed=disclosed)


def observed(evidence: Evidence) -> dict[str, float | tuple[float, ...]]:
    """The names whose values are numbers or histories; a parameter may be a list of one number."""
    found: dict[str, float | tuple[float, ...]] = {}
    for name, value in evidence.values.items():
        history = numbers(value)
        if isinstance(value, float):
            found[name] = value
        elif history is not None:
            found[name] = history[0] if len(history) == 1 and _is_array(evidence, name) else history
    return found


def comparable(evidence: Evidence, key: Key) -> dict[str, float | tuple[float, ...]]:
    """What was observed, as far as it has the kind that the key knows: a number where a number should be."""
    return {
        name: value
        for name, value in observed(evidence).items()
        if name in key.right and isinstance(value, tuple) == bool(key.right[name].low.ndim)
    }


def _is_array(evidence: Evidence, name: str) -> bool:
    """Whether a single entry was stored in a tensor or an array, where it means a number."""
    stored = evidence.forms.get(name)
    return stored is not None and stored.kind not in ("list", "tuple", "deque")


def changed_givens(evidence: Evidence, key: Key) -> tuple[str, ...]:
    """The given names, and names of the setting, that are there and are not the lab's any more."""
    there = {name: box for name, box in key.givens.items() if name in evidence.givens}
    changed = [name for name, box in there.items() if not _same_given(evidence.givens[name], box)]
    setting = [
        name
        for name, value in key.setting.items()
        if name in evidence.setting and not math.isclose(evidence.setting[name], value, rel_tol=1e-6, abs_tol=1e-9)
    ]
    return (*setting, *changed)


def _same_given(value: Value | None, box: Box) -> bool:
    history = numbers(value) if not isinstance(value, float) else None
    return (isinstance(value, float) and box.holds(value)) or (history is not None and box.holds(history))


def _diagnosed(verdict: Verdict, evidence: Evidence, key: Key) -> Verdict:
    """A wrong verdict with the mistakes that explain it; or a missing one where nothing was done at all."""
    task = key.task
    found = comparable(evidence, key)
    candidates = _candidates(found, key)
    if verdict.untouched and not _has_entries(evidence, key):
        return _not_trained(verdict, evidence, task)
    failure = relevant_failure(evidence, task)
    if failure is not None and (not candidates or _broke_off(failure, found, key)):
        return replace(verdict, outcome="missing", cause=Cause("exception", failure=failure))
    if not candidates and any(name not in evidence.values for name in task.names):
        absent = next(name for name in task.names if name not in evidence.values)
        return replace(verdict, outcome="missing", cause=_why_absent(absent, evidence, task))
    if not candidates and _diverged(found, task):
        candidates = [(Finding(DIVERGED),)]
    return explained(verdict, candidates)


def _broke_off(failure: Failure, found: Mapping[str, Any], key: Key) -> bool:
    """Whether an exception ended the answer while its history was still shorter than it should become.

    What such a run left may look like a mistake, such as too few epochs, and is none.
    """
    histories = {name: box.low.size for name, box in key.right.items() if box.low.ndim}
    shorter = any(len(found.get(name, ())) < length for name, length in histories.items())
    return failure.cell == key.task.answer and (shorter or not key.explanations(found))


def _candidates(found: Mapping[str, Any], key: Key) -> list[Findings]:
    """Every set of mistakes that explains all that was found, or else what the task judges alone."""
    task = key.task
    explanations = key.explanations(found) or _of_the_task_alone(found, key)
    unique: dict[Findings, None] = {}
    for explanation in explanations:
        findings = explanation.findings_for(task.names)
        if findings:
            unique[findings] = None
    return sorted(unique, key=len)


def _of_the_task_alone(found: Mapping[str, Any], key: Key) -> list[Explanation]:
    """What explains the values of the task, whatever other names hold.

    Parameters are few numbers, which much could explain: they are looked at alone only where there is no history
    beside them, and only a single mistake that leads to definite numbers counts.
    """
    alone = {name: found[name] for name in key.task.names if name in found}
    if key.task.kind == "history":
        return key.explanations(alone) if alone else []
    if len(alone) < len(key.task.names) or any(np.ndim(found[name]) for name in key.right if name in found):
        return []
    return [e for e in key.explanations(alone) if len(e.findings) == 1 and _is_definite(e, alone)]


def _is_definite(explanation: Explanation, names: Iterable[str]) -> bool:
    """Whether an explanation leads to definite numbers, not to a range as chance does."""
    boxes = [explanation.boxes[name] for name in names if name in explanation.boxes]
    return all(bool(np.all(box.high - box.low <= DEFINITE * (1.0 + np.abs(box.centre)))) for box in boxes)


def _without_history(verdict: Verdict, evidence: Evidence, key: Key) -> Verdict:
    """The history is not there, or has no entries: where did it go, and why?"""
    task = key.task
    name = task.names[0]
    elsewhere = _appended_elsewhere(evidence, key)
    if elsewhere:
        cause = Cause("empty" if name in evidence.values else "absent", name)
        return replace(explained(verdict, elsewhere), outcome="missing", cause=cause)
    failure = relevant_failure(evidence, task)
    if failure is not None:
        return replace(verdict, outcome="missing", cause=Cause("exception", name, failure))
    if _untouched(comparable(evidence, key), key):
        return _not_trained(verdict, evidence, task)
    return replace(verdict, outcome="missing", cause=_why_absent(name, evidence, task))


def _why_absent(name: str, evidence: Evidence, task: Task) -> Cause:
    if task.name in evidence.cells and task.answer not in evidence.cells:
        return Cause("not run", name)
    return Cause("empty" if name in evidence.values else "absent", name)


def _not_trained(verdict: Verdict, evidence: Evidence, task: Task) -> Verdict:
    """Nothing was trained: a function that was never called, or nothing done yet."""
    failure = relevant_failure(evidence, task)
    if failure is not None:
        return replace(verdict, outcome="missing", cause=Cause("exception", task.names[0], failure))
    cause = _why_absent(task.names[0], evidence, task)
    if cause.kind != "not run" and task.kind == "parameters":
        cause = Cause("untouched", task.names[0])
    never_called = ((Finding(NEVER_CALLED),),) if evidence.functions and cause.kind != "not run" else ()
    return replace(explained(verdict, never_called), outcome="missing", cause=cause)


def _untouched(found: Mapping[str, Any], key: Key) -> bool:
    """Whether all parameters still hold their start values, or what the worked cells left."""
    if not key.start:
        return False
    at_start = all(found.get(name) == value for name, value in key.start.items())
    left = bool(key.before) and all(name in found and box.holds(found[name]) for name, box in key.before.items())
    return at_start or left


def _has_entries(evidence: Evidence, key: Key) -> bool:
    """Whether a history that the key judges has entries."""
    histories = [name for name, box in key.right.items() if box.low.ndim == 1]
    return any(evidence.history(name) for name in histories)


def _appended_elsewhere(evidence: Evidence, key: Key) -> list[Findings]:
    """Explanations by a history that went to another list, with what is wrong in that history besides."""
    task = key.task
    name = task.names[0]
    found: list[Findings] = []
    for other, history in _other_histories(evidence, task).items():
        lab = key.right.get(other)
        before = 0 if lab is None else lab.low.size
        tail = history[before:]
        if not tail:
            continue
        here = Finding(APPENDED_ELSEWHERE, other)
        values = {**comparable(evidence, key), name: tail}
        if key.right[name].holds(tail):
            found.insert(0, (here,))
        elif explained := _candidates(values, key):
            found.extend((here, *findings) for findings in explained)
        elif lab is not None or len(tail) == key.right[name].low.size:
            found.append((here,))
    return sorted(found, key=len)


def _other_histories(evidence: Evidence, task: Task) -> dict[str, tuple[float, ...]]:
    """All histories but those of the task, the student's own lists first."""
    beside = {n: h for n in evidence.values if n not in task.names and (h := evidence.history(n))}
    return {**evidence.others, **beside}


def relevant_failure(evidence: Evidence, task: Task) -> Failure | None:
    """The exception that best explains why an answer is missing: in the answer cell, else the latest."""
    failures = [failure for failure in evidence.failures if failure.kind != "CheckFailed"]
    own = [failure for failure in failures if failure.cell == task.answer]
    latest = own or failures
    return latest[-1] if latest else None


def _diverged(found: Mapping[str, Any], task: Task) -> bool:
    return any(name in found and not np.all(np.isfinite(found[name])) for name in task.names)


def _parting(evidence: Evidence, found: Mapping[str, Any], key: Key) -> Parting | None:
    """Where evidence and key part first, over the names of the task in their order."""
    for name in key.task.names:
        box = key.right[name]
        if name not in evidence.values:
            return Parting(name)
        if name not in found or np.ndim(found[name]) != box.low.ndim:
            return Parting(name, found_form=_said_form(evidence, name), expected_length=_length(box))
        if not box.holds(found[name]):
            return _parting_of_numbers(name, np.asarray(found[name]), box)
    return None


def _parting_of_numbers(name: str, found: Any, box: Box) -> Parting:
    if box.low.ndim == 0:
        return Parting(name, expected=float(box.centre), found=float(found))
    both = min(found.size, box.low.size)
    outside = np.flatnonzero(~Box(box.low[:both], box.high[:both]).inside(found[:both]))
    lengths = (box.low.size, int(found.size)) if found.size != box.low.size else (None, None)
    if not outside.size:
        return Parting(name, expected_length=lengths[0], found_length=lengths[1])
    first = int(outside[0])
    return Parting(name, first, float(box.centre[first]), float(found[first]), *lengths)


def _length(box: Box) -> int | None:
    return box.low.size if box.low.ndim else None


def _said_form(evidence: Evidence, name: str) -> str:
    """In words, what was found where numbers were expected."""
    stored = evidence.forms.get(name)
    if isinstance(evidence.values[name], float):
        return "a single number"
    kind = stored.kind if stored else "something"
    return f"a {kind}" if stored is None or stored.length is None else f"a {kind} with {stored.length} entries"
