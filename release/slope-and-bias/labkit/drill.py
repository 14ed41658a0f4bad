"""`drill`: a worked training with a mistake in it, to be recognised by its code and by the curve that it leaves."""

import random
from pathlib import Path

from .drills.drill_panel import drill_html, drill_text
from .drills.known_drills import DrillError, KnownDrill, read_drills
from .evidence.plain_values import short
from .evidence.running_notebook import answers_checks, shell

_CHANCE = random.Random()
"""Of its own: the notebook's random numbers stay as they are."""
_LEFT: dict[str, list[int]] = {}
"""For each drill the cases that were not shown yet, in the order in which they will be."""


def drill(name: str = "", number: int | None = None, answers: bool = True) -> None:
    """Show a training of the lab with one mistake in it, its loss curve, and mistakes to choose from.

    `name` says which of the lab's drills; without it any of them. Each call shows another mistake; `number`, from 1,
    fixes which, as a task does that is graded, in the first drill where none is named. Without `answers` no choice says
    whether it is the one; in a terminal, which unfolds nothing, none does. Does nothing
    while a notebook is graded or rehearsed; without its file it says so, and cells below go on.

    Raises:
        DrillError: where the lab has no such drill.
    """
    if not answers_checks():
        return
    try:
        known = read_drills((Path.cwd(), Path(__file__).resolve().parent.parent))
    except DrillError as error:
        print(error)
        return
    if type(name) is not str or not (number is None or type(number) is int):
        raise DrillError("A drill is asked for by its name, a text, and a whole number, such as drill('NAME', 3).")
    found = _named(known, name, is_fixed=number is not None)
    place = _next(found) if number is None else number - 1
    if not 0 <= place < len(found.cases):
        raise DrillError(f"The drill {found.name} has {len(found.cases)} cases; number is {number}.")
    hides = place % 2 == 1 if number is not None else _CHANCE.random() < 0.5
    text = drill_text(found, place, hides)
    if hasattr(shell(), "kernel"):
        from IPython.display import display

        display({"text/html": drill_html(found, place, hides, answers), "text/plain": text}, raw=True)
    else:
        print(text)


def _named(drills: tuple[KnownDrill, ...], name: str, is_fixed: bool) -> KnownDrill:
    known = {drill.name: drill for drill in drills if drill.cases}
    if not known:
        raise DrillError("This lab has no drills.")
    if not name:
        return known[next(iter(known)) if is_fixed else _CHANCE.choice(sorted(known))]
    if name not in known:
        raise DrillError(f"There is no drill {short(name)!r}; this lab has {', '.join(known)}.")
    return known[name]


def _next(found: KnownDrill) -> int:
    """A case that was not shown since all of them were."""
    left = _LEFT.setdefault(found.name, [])
    if not left:
        left += _CHANCE.sample(range(len(found.cases)), len(found.cases))
    return left.pop()
