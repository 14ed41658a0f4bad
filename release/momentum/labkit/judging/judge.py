"""The judge: compares evidence with a key and says whether it is right, and if not, what went wrong.

Used by a student's own check and by the grader alike; there is no other comparison and no other diagnosis.
"""

import math
from collections.abc import Mapping
from dataclasses import replace

from ..evidence.collecting import Evidence
from ..evidence.given_values import NOT_ASKED
from ..evidence.plain_values import Value
from ..evidence.task import Task
from .diagnosis import diagnose, untouched, with_meaning
from .figure_judge import judge_figure
from .key import Box, Key, Number, as_numbers
from .observed_numbers import comparable, holds_module, observed
from .parting import first_parting
from .several_curves import asks_more, judge_figures
from .uncalled_lines import with_uncalled_line
from .verdict import Verdict


def judge(evidence: Evidence, key: Key) -> Verdict:
    """The verdict on the task of `key` under its setting."""
    task = key.task
    if task.kind == "drill":
        return replace(judge(evidence, key.as_judged), kind=task.kind)
    if task.kind == "figure":
        judged = judge_figures(evidence, key) if asks_more(task) else judge_figure(evidence, key)
        return under(key, with_meaning(_over_entries(judged, task), evidence))
    found = observed(evidence)
    usable = comparable(evidence, key)
    right = tuple(name for name in task.names if name in usable and key.right[name].holds(usable[name]))
    verdict = Verdict(
        task=task.name,
        kind=task.kind,
        names=task.names,
        outcome="correct",
        share=1.0,
        right_names=right if task.kind == "values" else (),
        found={name: _shown(name, found, evidence, key) for name in task.names if name in evidence.values},
        expected={name: key.right[name] for name in task.names},
        beside={name: evidence.values[name] for name in task.beside if name in evidence.values},
        changed_givens=changed_givens(evidence, key),
        missing_givens=tuple(name for name in key.givens if name not in evidence.givens),
        untouched=untouched(evidence, key),
        graph=tuple(name for name in task.names if name in evidence.forms and evidence.forms[name].graph),
    )
    verdict = under(key, verdict)
    if len(right) == len(task.names):
        return verdict
    share = len(right) / len(task.names) if task.kind == "values" else 0.0
    verdict = replace(verdict, outcome="wrong", share=share, parting=first_parting(evidence, usable, key))
    return with_uncalled_line(diagnose(verdict, evidence, key), evidence)


def _over_entries(verdict: Verdict, task: Task) -> Verdict:
    """The verdict on a figure with the parts that say what its histories are drawn over, where these are no epochs."""
    if task.entry == "epoch":
        return verdict
    over = f"the {task.entry}s"
    return replace(verdict, parts=tuple(replace(part, over=part.over or over) for part in verdict.parts))


def _shown(name: str, found: Mapping[str, Number], evidence: Evidence, key: Key) -> Value:
    """What a name holds; of a module where a single number should be, its class."""
    shown = found.get(name, evidence.values[name])
    if holds_module(evidence, name) and not key.right[name].low.ndim and isinstance(shown, tuple):
        return f"<{evidence.forms[name].kind}>"
    return shown


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
    if value is None:
        return False
    found = as_numbers(value)
    single = not isinstance(value, tuple) or (len(found) == 1 and not box.low.ndim)
    return box.holds(found[0] if single else found)
