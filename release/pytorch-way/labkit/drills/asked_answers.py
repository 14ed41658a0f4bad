"""What a check says of the cause that an answer names: whether it is one of the choices, never whether it is right."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from ..evidence.collecting import Evidence
from ..evidence.plain_values import short
from ..evidence.task import Task
from ..judging.explain import Explained
from .drill_panel import BOX
from .known_drills import asked_by, read_drills


def taken_down(task: Task, evidence: Evidence, folders: Sequence[Path]) -> tuple[Explained, bool]:
    """What is said of an answer that is judged when it is handed in, and whether there is one.

    Raises:
        DrillError: where the lab's file of drills is not there.
    """
    found = asked_by(read_drills(folders), task.name)
    choices = tuple(name for name, _ in found[1].choices) if found is not None else ()
    (name,) = task.names
    value = evidence.values.get(name)
    if value in choices:
        return _said(f"{task.name}: taken down.", f'{name} is "{value}". Grading says whether that is the one.'), True
    listed = ", ".join(f'"{choice}"' for choice in choices)
    there = f"There is no {name}" if name not in evidence.values else f"{name} is {_shown(value)}"
    return _said(f"{task.name}: nothing to take down yet.", f"{there}; expected one of {listed}."), False


def _shown(value: object) -> str:
    return short(f'"{value}"' if isinstance(value, str) else str(value))


def _said(headline: str, line: str) -> Explained:
    html = (
        f'<div role="note" style="{BOX}"><strong>{escape(headline)}</strong>'
        f'<div style="margin-top:0.3em">{escape(line)}</div></div>'
    )
    return Explained(headline, (line,), (), html)
