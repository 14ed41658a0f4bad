"""`drill`: a worked training with a mistake in it, to be recognised by its curve, or to be repaired."""

import random
from pathlib import Path

from .drills.drill_panel import drill_html, drill_text
from .drills.known_drills import DrillError, KnownDrill, asked_by, drill_named, read_drills
from .drills.repair_panel import asked_html, asked_text, repair_html, repair_text
from .evidence.running_notebook import answers_checks, shell

_CHANCE = random.Random()
"""Of its own: the notebook's random numbers stay as they are."""
_LEFT: dict[str, list[int]] = {}
"""For each drill the cases that were not shown yet, in the order in which they will be."""


def drill(name: str = "", number: int | None = None, answers: bool = True, repair: bool = False) -> None:
    """Show a training of the lab with one mistake in it, its loss curve, and mistakes to choose from.

    `name` says which of the lab's drills; without it any of them. Each call shows another mistake; `number`, from 1,
    fixes which, in the first drill where none is named. Without `answers` no choice says whether it is the one; in a
    terminal, which unfolds nothing, none does. With `repair` there are no choices: the training is to be made right, in
    a cell of one's own. The name of a task that is graded shows the case that it asks about, always the same. Does
    nothing while a notebook is graded or rehearsed; without its file it says so, and cells below go on.

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
    asked = asked_by(known, name)
    if asked is not None:
        _show(asked_html(*asked), asked_text(*asked))
        return
    found = _named(known, name, is_fixed=number is not None)
    place = _next(found) if number is None else number - 1
    if not 0 <= place < len(found.cases):
        raise DrillError(f"The drill {found.name} has {len(found.cases)} cases; number is {number}.")
    hides = place % 2 == 1 if number is not None else _CHANCE.random() < 0.5
    if repair:
        _show(repair_html(found, place, hides), repair_text(found, place, hides))
    else:
        _show(drill_html(found, place, hides, answers), drill_text(found, place, hides))


def _show(html: str, text: str) -> None:
    if hasattr(shell(), "kernel"):
        from IPython.display import display

        display({"text/html": html, "text/plain": text}, raw=True)
    else:
        print(text)


def _named(drills: tuple[KnownDrill, ...], name: str, is_fixed: bool) -> KnownDrill:
    known = [drill.name for drill in drills if drill.cases]
    if not name and known:
        name = known[0] if is_fixed else _CHANCE.choice(sorted(known))
    return drill_named(drills, name)


def _next(found: KnownDrill) -> int:
    """A case that was not shown since all of them were."""
    left = _LEFT.setdefault(found.name, [])
    if not left:
        left += _CHANCE.sample(range(len(found.cases)), len(found.cases))
    return left.pop()
