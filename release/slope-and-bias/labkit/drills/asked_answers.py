"""What a check says of the cause that an answer names: whether it is one of the choices, never whether it is right."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from ..evidence.collecting import Evidence
from ..evidence.plain_values import MAX_STRING, Value, leaves
from ..evidence.task import Task
from ..judging.explain import Explained
from ..judging.later_work import NOTHING
from ..judging.observed_numbers import said_leaf
from .drill_panel import BOX
from .known_drills import asked_by, read_drills

MOST_SHOWN = 4
"""Entries that are shown of a list."""


def taken_down(task: Task, evidence: Evidence, folders: Sequence[Path]) -> tuple[Explained, bool]:
    """What is said of an answer that is judged when it is handed in, and whether there is one.

    Raises:
        DrillError: where the lab's file of drills is not there.
    """
    found = asked_by(read_drills(folders), task.name)
    choices = tuple(name for name, _ in found[1].choices) if found is not None else ()
    (name,) = task.names
    found_leaves = leaves(evidence.values.get(name, ()))
    if len(found_leaves) == 1 and found_leaves[0] in choices:  # alone in a list it is the same to grading
        return _said(
            f"{task.name}: taken down.", f'{name} is "{found_leaves[0]}". Grading says whether that is the one.'
        ), True
    listed = ", ".join(f'"{choice}"' for choice in choices)
    there = f"There is no {name}" if name not in evidence.values else f"{name} is {_shown(evidence.values[name])}"
    return _said(f"{task.name}: nothing to take down yet.", f"{there}; expected one of {listed}."), False


def _shown(value: Value) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_shown, value[:MOST_SHOWN]))}{', …' if len(value) > MOST_SHOWN else ''}]"
    if isinstance(value, float) or value in NOTHING:
        return said_leaf(value)
    return f'"{value}{"…" if len(value) >= MAX_STRING else ""}"'


def _said(headline: str, line: str) -> Explained:
    html = (
        f'<div role="note" style="{BOX}"><strong>{escape(headline)}</strong>'
        f'<div style="margin-top:0.3em">{escape(line)}</div></div>'
    )
    return Explained(headline, (line,), (), html)
