"""What went wrong, from evidence that is not right: mistakes that explain it, or why there is nothing to explain."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ..evidence.collecting import Evidence
from ..evidence.journal import Failure, is_unnamed
from ..evidence.task import Task
from .exception_mistakes import recognised
from .key import Box, Explanation, Finding, Key
from .later_work import NOTHING
from .observed_numbers import comparable, holds_module, is_at_start
from .unexplained_values import apparent
from .verdict import Cause, Verdict, explained

APPENDED_ELSEWHERE = "appended-to-another-list"
NEVER_CALLED = "function-never-called"
NOT_WRITTEN = "part-not-written"
WORKED = "worked-function-called"
OTHER_DEFAULT = "other-default-of-torch"
NOT_KEPT = "losses-not-kept"
EARLIER_ENTRIES = "earlier-entries-kept"
BATCHES = "mini-batches"
OTHER_MODEL = "optimiser-of-another-model"
STUCK = frozenset({"parameters-not-updated", OTHER_MODEL})
"""Mistakes that leave parameters where they start."""

DEFINITE = 1e-3
"""Width, relative to 1 and the value, up to which a box of a parameter is a definite number."""

Findings = tuple[Finding, ...]
Numbers = Mapping[str, Any]


def diagnose(verdict: Verdict, evidence: Evidence, key: Key) -> Verdict:
    """A wrong verdict with what explains it; or a missing one where nothing was done at all."""
    if evidence.defaults and verdict.changed_givens:
        return explained(verdict, [(Finding(OTHER_DEFAULT, evidence.defaults[0]),)])
    if verdict.share > 0.0:  # some of the values are there and right
        return explained(verdict, _candidates(comparable(evidence, key), key) or apparent(verdict, evidence, key))
    name = subject(verdict)
    if key.task.kind == "history" and evidence.values.get(name, ()) == ():
        return _without_history(name, verdict, evidence, key)
    return _with_values(verdict, evidence, key)


def subject(verdict: Verdict) -> str:
    """The first name that is not right."""
    return verdict.parting.name if verdict.parting is not None else verdict.names[0]


def _with_values(verdict: Verdict, evidence: Evidence, key: Key) -> Verdict:
    task = key.task
    found = comparable(evidence, key)
    name = subject(verdict)
    candidates = _supported(_candidates(found, key) or _with_other_histories(found, evidence, key), evidence)
    if task.kind == "parameters" and (worked := _by_worked_function(evidence, key)):
        stuck = [one for one in candidates if {finding.mistake for finding in one} <= STUCK]
        candidates = [(*worked[0], *one) for one in stuck] or worked
    absent = _absent(evidence, task)
    if verdict.untouched and not _has_entries(evidence, key) and (absent or task.kind != "values"):
        return _not_trained(verdict, evidence, key)
    failure = relevant_failure(evidence, task)
    if failure is not None and (not candidates or _broke_off(failure, found, evidence, key)):
        return _after_exception(verdict, failure, evidence)
    if absent and (not candidates or (task.kind == "values" and len(absent) == len(task.names))):
        return replace(verdict, outcome="missing", cause=_why_absent(absent[0], evidence, task))
    return explained(verdict, candidates or _behind_earlier(name, found, key) or apparent(verdict, evidence, key))


def _absent(evidence: Evidence, task: Task) -> list[str]:
    """The names of the task that are not there; values that are nothing yet are not, either."""
    nothing = NOTHING if task.kind == "values" else ()
    return [name for name in task.names if name not in evidence.values or evidence.values[name] in nothing]


def _after_exception(verdict: Verdict, failure: Failure, evidence: Evidence) -> Verdict:
    """An answer that an exception ended, with what such an exception means."""
    cause = Cause("exception", subject(verdict), failure)
    return with_meaning(replace(verdict, outcome="missing", cause=cause), evidence)


def with_meaning(verdict: Verdict, evidence: Evidence) -> Verdict:
    """The verdict with the mistake that the exception in it stands for, where nothing else was found."""
    failure = None if verdict.cause is None or verdict.findings else verdict.cause.failure
    finding = None if failure is None else recognised(failure, evidence.near)
    return verdict if finding is None else explained(verdict, [(finding,)])


def _broke_off(failure: Failure, found: Numbers, evidence: Evidence, key: Key) -> bool:
    """Whether an exception ended the answer while its history was still shorter than it should become.

    What such a run left may look like a mistake, such as too few epochs, and is none.
    """
    histories = {name: key.right[name].low.size for name in key.histories}
    shorter = any(len(found.get(name, ())) < length for name, length in histories.items())
    return _is_own(failure, evidence, key.task) and (shorter or not key.explanations(found))


def _is_own(failure: Failure, evidence: Evidence, task: Task) -> bool:
    """Whether it ended the answer: its cell, or the one that made what the answer is to fill.

    Not every front end gives a kernel the names of cells, and an answer may stand in a cell of the student's own.
    """
    filled = (*task.names, *task.history_names)
    cells = {task.answer, *(evidence.bound.get(name) for name in filled)} - {*task.apart}
    return failure.cell in cells


def _candidates(found: Numbers, key: Key) -> list[Findings]:
    """Every set of mistakes that explains all that was found, or else what the task judges alone."""
    task = key.task
    if task.kind == "history" and not any(name in found for name in task.names):
        return []
    explanations = _telling(key.explanations(found), found, key) or _of_the_task_alone(found, key)
    explanations = _without_chance(explanations, found)
    unique: dict[Findings, None] = {}
    for explanation in explanations:
        findings = explanation.findings_for(task.names)
        if findings:
            unique[findings] = None
    return sorted(unique, key=len)


def _telling(explanations: Iterable[Explanation], found: Numbers, key: Key) -> list[Explanation]:
    """Those that change each value which is not right.

    Boxes of mistakes are wider than that of what is right; a number between the two is nearly right, and a mistake
    that leaves this name as it is does not explain it.
    """
    wrong = [name for name in key.task.names if name in found and not key.right[name].holds(found[name])]
    return [
        one
        for one in explanations
        if not any(name in one.boxes and key.right[name].holds(one.boxes[name].centre) for name in wrong)
    ]


def _of_the_task_alone(found: Numbers, key: Key) -> list[Explanation]:
    """What explains the values of the task, whatever other names hold.

    Parameters are few numbers, which much could explain: only one single mistake that leads to definite numbers counts.
    """
    alone = {name: found[name] for name in key.task.names if name in found}
    if len(alone) < len(key.task.names):
        return []
    explanations = _telling(key.explanations(alone), alone, key)
    if key.task.kind == "history":
        return explanations
    single = [one for one in explanations if len(one.findings) == 1 and _is_definite(one, alone)]
    if not _has_history(found, key):
        return single
    if key.task.kind == "values":  # a count or a choice comes out the same in many ways
        return []
    # Beside a history that nothing explains parameters must be telling on their own.
    names = {finding.mistake for one in single for finding in one.findings}
    alike = len({one.findings for one in single}) == 1 or names <= STUCK
    return single if alike and not key.settled(alone) else []


def _has_history(found: Numbers, key: Key) -> bool:
    return any(found.get(name) for name in _history_names(key) if isinstance(found.get(name), tuple))


def _history_names(key: Key) -> list[str]:
    """The lists that the answer fills, without parameters and values that are collected beside them."""
    return [name for name in key.task.history_names if name not in key.right or name in key.histories]


def _without_chance(explanations: list[Explanation], found: Numbers) -> list[Explanation]:
    """Where definite numbers are explained as simply, what chance could have led to as well is no explanation."""
    fewest = min((len(one.findings) for one in explanations if _is_definite(one, found)), default=None)
    if fewest is None:
        return explanations
    return [one for one in explanations if len(one.findings) < fewest or _is_definite(one, found)]


def _is_definite(explanation: Explanation, names: Iterable[str]) -> bool:
    """Whether an explanation leads to definite numbers, not to a range as chance does."""
    boxes = [explanation.boxes[name] for name in names if name in explanation.boxes]
    return all(bool(np.all(box.high - box.low <= DEFINITE * (1.0 + np.abs(box.centre)))) for box in boxes)


def _supported(candidates: list[Findings], evidence: Evidence) -> list[Findings]:
    """Of several explanations those that fit what else is seen: functions, optimisers, and the sizes of loaders."""
    if not evidence.functions:
        candidates = [one for one in candidates if all(finding.mistake != NEVER_CALLED for finding in one)]
    candidates = _by_optimisers(candidates, evidence)
    sizes = {loader.batch for loader in evidence.loaders.values()}
    seen = [one for one in candidates if any(f.mistake == BATCHES and f.value in sizes for f in one)]
    if not candidates or not seen or len(seen[0]) > len(candidates[0]):
        return candidates
    return [*seen, *(one for one in candidates if one not in seen and len(one) > len(candidates[0]))]


def _by_optimisers(candidates: list[Findings], evidence: Evidence) -> list[Findings]:
    """Optimisers none of which moves the parameters looked at are of another model; where all do, none is."""
    moved = [bool(names) for names in evidence.optimisers.values()]
    suspect = [one for one in candidates if any(finding.mistake == OTHER_MODEL for finding in one)]
    others = [one for one in candidates if one not in suspect]
    if not suspect or not moved or (any(moved) and not all(moved)) or not _looks_at_tensors(evidence):
        return candidates
    if all(moved):
        return others or candidates
    return [*suspect, *(one for one in others if len(one) > len(suspect[0]))]


def _looks_at_tensors(evidence: Evidence) -> bool:
    """Whether any name of the task holds what an optimiser could move."""
    return any(form.kind in ("Tensor", "Parameter") or holds_module(evidence, n) for n, form in evidence.forms.items())


def _without_history(name: str, verdict: Verdict, evidence: Evidence, key: Key) -> Verdict:
    """The history is not there, or has no entries: where did it go, and why?"""
    task = key.task
    elsewhere = (
        _right_elsewhere(name, evidence, key)
        or _by_worked_function(evidence, key)
        or _appended_elsewhere(name, evidence, key)
    )
    if elsewhere:
        cause = Cause("empty" if name in evidence.values else "absent", name)
        return replace(explained(verdict, elsewhere), outcome="missing", cause=cause)
    failure = relevant_failure(evidence, task)
    if failure is not None:
        return _after_exception(verdict, failure, evidence)
    if verdict.untouched:
        return _not_trained(verdict, evidence, key)
    findings: list[Findings] = [(Finding(NOT_KEPT),)] if _led_to_right_parameters(evidence, key) else []
    return replace(explained(verdict, findings), outcome="missing", cause=_why_absent(name, evidence, task))


def _led_to_right_parameters(evidence: Evidence, key: Key) -> bool:
    found = comparable(evidence, key)
    boxes = {name: key.right[name] for name in key.parameters}
    return bool(boxes) and all(name in found and box.holds(found[name]) for name, box in boxes.items())


def _behind_earlier(name: str, found: Numbers, key: Key) -> list[Findings]:
    """A history that goes on where one of the lab's own ends, with what else is wrong in the rest of it."""
    history = found.get(name, ())
    if key.task.kind != "history":
        return []
    for other in key.histories:
        box = key.right[other]
        length = box.low.size
        if other == name or len(history) <= length or not box.holds(history[:length]):
            continue
        rest = history[length:]
        besides = [()] if key.right[name].holds(rest) else _candidates({**found, name: rest}, key)
        if not besides and _begin_alike(box, key.right[name]):
            continue  # a training of the answer's own, with what the worked part does, looks the same
        return [(Finding(EARLIER_ENTRIES, length), *findings) for findings in besides or [()]]
    return []


def _begin_alike(one: Box, other: Box) -> bool:
    """Whether two histories may have the same first entry."""
    return bool(one.low.flat[0] <= other.high.flat[0] and other.low.flat[0] <= one.high.flat[0])


def _why_absent(name: str, evidence: Evidence, task: Task) -> Cause:
    if task.name in evidence.cells and task.answer not in evidence.cells:
        return Cause("not run", name)
    return Cause("empty" if name in evidence.values else "absent", name)


def _not_trained(verdict: Verdict, evidence: Evidence, key: Key) -> Verdict:
    """Parameters as they were before the answer: a function that was never called, or nothing done yet."""
    task = key.task
    failure = relevant_failure(evidence, task)
    if failure is not None:
        return _after_exception(verdict, failure, evidence)
    cause = _why_absent(subject(verdict), evidence, task)
    if cause.kind != "not run" and task.kind == "parameters":
        cause = Cause("untouched", subject(verdict))
    findings = [] if cause.kind == "not run" else _why_not_trained(evidence, key)
    return replace(explained(verdict, findings), outcome="missing", cause=cause)


def _why_not_trained(evidence: Evidence, key: Key) -> list[Findings]:
    if evidence.stubs or "<ellipsis>" in evidence.values.values():
        return [(Finding(NOT_WRITTEN),)]
    return [(Finding(NEVER_CALLED),)] if evidence.functions and not _recorded_elsewhere(evidence, key) else []


def _recorded_elsewhere(evidence: Evidence, key: Key) -> bool:
    """Whether the answer filled some other list of numbers, so that something ran."""
    tails = _tails(evidence, key)
    return any(
        len(tail) > 1 and (n in key.right or _bound_by_answer(n, evidence, key.task)) for n, tail in tails.items()
    )


def untouched(evidence: Evidence, key: Key) -> bool:
    """Whether all parameters still hold their start values, or what the worked cells left."""
    found = comparable(evidence, key)
    if not key.start:
        return False
    return is_at_start(found, key) or _left_by_worked_cells(found, evidence, key)


def _left_by_worked_cells(found: Numbers, evidence: Evidence, key: Key) -> bool:
    """Many trainings end in the same place, so what the answer bound itself was trained by it."""
    before = {name: box for name, box in key.before.items() if name in key.task.collected}
    left = bool(before) and all(name in found and box.holds(found[name]) for name, box in before.items())
    return left and not any(_bound_by_answer(name, evidence, key.task) for name in before)


def _bound_by_answer(name: str, evidence: Evidence, task: Task) -> bool:
    """Whether the answer cell, or one that ran after it, put there what a name holds."""
    cells = evidence.cells
    cell = evidence.bound.get(name)
    return task.answer in cells and cell in cells and cells.index(cell) >= cells.index(task.answer)


def _has_entries(evidence: Evidence, key: Key) -> bool:
    """Whether the student's own history, or whatever stands in its place, holds something."""
    return any(evidence.values.get(name, ()) not in NOTHING for name in _history_names(key))


def _with_other_histories(found: Numbers, evidence: Evidence, key: Key) -> list[Findings]:
    """What explains parameters together with the only history that there is, where it went to another list."""
    if key.task.kind not in ("parameters", "values") or _has_entries(evidence, key):
        return []
    tails = _tails(evidence, key)
    own = {name: tail for name, tail in tails.items() if _bound_by_answer(name, evidence, key.task)}
    explained_by = [
        findings
        for name in key.task.history_names
        if name in key.histories
        for tail in (own or tails).values()
        if (findings := _candidates({**found, name: tail}, key))
    ]
    return explained_by[0] if len(explained_by) == 1 else []


def _by_worked_function(evidence: Evidence, key: Key) -> list[Findings]:
    """The answer calls a worked function: the list of that one has grown, and that of the task is empty."""
    names = [name for name in key.task.history_names if name in key.histories]
    empty = {name for name in names if evidence.values.get(name, ()) in NOTHING}
    grown = {name for name in key.histories if name not in empty and _has_grown(name, evidence, key)}
    worked = (name for name in evidence.called if name not in evidence.functions)
    called = next((name for name in worked if grown & {*evidence.uses.get(name, ())}), None)
    return [(Finding(WORKED, called),)] if called is not None and empty else []


def _has_grown(name: str, evidence: Evidence, key: Key) -> bool:
    """Whether a list of the worked cells holds more than these put there, or was filled anew by the answer."""
    history = evidence.history(name) or ()
    return len(history) > key.right[name].low.size or bool(history and _bound_by_answer(name, evidence, key.task))


def _right_elsewhere(name: str, evidence: Evidence, key: Key) -> list[Findings]:
    """The right losses in another list, whoever put them there."""
    right = [other for other, tail in _tails(evidence, key).items() if key.right[name].holds(tail)]
    return [(Finding(APPENDED_ELSEWHERE, other),) for other in right]


def _appended_elsewhere(name: str, evidence: Evidence, key: Key) -> list[Findings]:
    """Explanations by a history that went to another list, with what else is wrong in that history."""
    found: list[Findings] = []
    for other, tail in _tails(evidence, key).items():
        if _is_of_another(other, evidence, key):
            continue
        here = Finding(APPENDED_ELSEWHERE, other)
        values = {**comparable(evidence, key), name: tail}
        if candidates := _candidates(values, key):
            found.extend((here, *findings) for findings in candidates)
        elif other in key.right or len(tail) == key.right[name].low.size:
            found.append((here,))
    return sorted(found, key=len)


def _is_of_another(name: str, evidence: Evidence, key: Key) -> bool:
    """Whether the answer to another practice made a list, which may be as long as this one should be."""
    return evidence.bound.get(name) in key.task.apart


def _tails(evidence: Evidence, key: Key) -> dict[str, tuple[float, ...]]:
    """What the answer may have added to other lists: all of its own ones, the rest of those that the lab fills."""
    tails = {}
    for other, history in _other_histories(evidence, key).items():
        before = 0 if _made_anew(other, history, evidence, key) else key.right[other].low.size
        if history[before:]:
            tails[other] = history[before:]
    return tails


def _made_anew(name: str, history: tuple[float, ...], evidence: Evidence, key: Key) -> bool:
    """Whether all of a list is the answer's, and not only what follows on what worked cells put there."""
    if name not in key.histories:
        return True
    lab = key.right[name]
    follows = len(history) > lab.low.size and lab.holds(history[: lab.low.size])
    return _bound_by_answer(name, evidence, key.task) and not follows


def _other_histories(evidence: Evidence, key: Key) -> dict[str, tuple[float, ...]]:
    """All histories but those of the task, the student's own lists first."""
    parameters = (name for name in key.parameters if key.right[name].low.ndim)
    own = {*key.task.names, *key.task.history_names, *parameters}
    beside = {n: h for n in key.task.collected if n not in own and (h := evidence.history(n))}
    return {**evidence.others, **beside}


def relevant_failure(evidence: Evidence, task: Task) -> Failure | None:
    """The exception that best explains why an answer is missing: in the answer itself, else the latest."""
    failures = [
        failure
        for failure in evidence.failures
        if failure.kind != "CheckFailed"
        and failure.cell not in task.apart
        and not _is_outdated(failure, evidence, task)
    ]
    own = [failure for failure in failures if _is_own(failure, evidence, task)]
    latest = own or failures
    return latest[-1] if latest else None


def _is_outdated(failure: Failure, evidence: Evidence, task: Task) -> bool:
    """Whether the cell was perhaps repaired since: it has no name, and the history was made again after it."""
    cells = evidence.cells
    later = {evidence.bound.get(name) for name in (*task.names, *task.history_names)}
    if not is_unnamed(failure.cell) or failure.cell not in cells:
        return False
    return bool(later & {*cells[cells.index(failure.cell) + 1 :]})
