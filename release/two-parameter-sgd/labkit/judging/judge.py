"""The judge: compares evidence with a key and says whether it is right, and if not, what went wrong.

Used by a student's own check and by the grader alike; there is no other comparison and no other diagnosis.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ..evidence.collecting import Evidence
from ..evidence.given_values import NOT_ASKED
from ..evidence.plain_values import Value, numbers
from .diagnosis import diagnose, untouched, with_meaning
from .figure_judge import judge_figure
from .key import Box, Key
from .observed_numbers import comparable, observed
from .verdict import Parting, Verdict


def judge(evidence: Evidence, key: Key) -> Verdict:
    """The verdict on the task of `key` under its setting."""
    task = key.task
    if task.kind == "figure":
        return under(key, with_meaning(judge_figure(evidence, key), evidence))
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
        untouched=untouched(evidence, key),
        graph=tuple(name for name in task.names if name in evidence.forms and evidence.forms[name].graph),
    )
    verdict = under(key, verdict)
    if all(name in usable and key.right[name].holds(usable[name]) for name in task.names):
        return verdict
    verdict = replace(verdict, outcome="wrong", share=0.0, parting=_parting(evidence, found, key))
    return diagnose(verdict, evidence, key)


def under(key: Key, verdict: Verdict) -> Verdict:
    """The verdict with what may be said of the setting that the key is for."""
    return replace(verdict, setting=key.setting if key.setting.is_known else None)


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
    if value == NOT_ASKED:
        return True
    history = numbers(value) if not isinstance(value, float) else None
    return (isinstance(value, float) and box.holds(value)) or (history is not None and box.holds(history))


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
    if stored is None or stored.kind == "unknown":
        return "something that cannot be read as numbers"
    kind = f"{'an' if stored.kind[:1].lower() in 'aeiou' else 'a'} {stored.kind}"
    return kind if stored.length is None else f"{kind} with {stored.length} entries"
