"""A drill to be repaired, and drills that tasks ask about, as students see them: nothing in them tells the answer."""

from html import escape
from textwrap import indent

from .drill_panel import CODE, curves, curves_text, panel, shown_code
from .known_drills import AskedDrill, KnownDrill

REPAIR = "Repair this training"
CAUSE = "Which mistake made this curve?"
COPY = "# Copy this into a cell of your own"


def to_copy(drill: KnownDrill, number: int, hides: bool) -> str:
    """The cell in which a training is repaired: the names that it changes are put back behind it."""
    code = shown_code(drill.cases[number], hides)
    return f'{COPY}\nfrom labkit import repair\n\nwith repair("{drill.name}"):\n{indent(code, "    ")}'


def repair_html(drill: KnownDrill, number: int, hides: bool) -> str:
    """A case to be repaired, as HTML."""
    which = f"{drill.name}, no. {number + 1} of {len(drill.cases)}"
    code = escape(to_copy(drill, number, hides))
    below = f'<pre style="{CODE}">{code}</pre>{curves(drill, drill.cases[number].losses)}'
    return panel(REPAIR, which, _to_do(hides), below)


def repair_text(drill: KnownDrill, number: int, hides: bool) -> str:
    """A case to be repaired, for terminals."""
    head = f"{REPAIR} ({drill.name}, no. {number + 1} of {len(drill.cases)})\n{_to_do(hides)}"
    return f"{head}\n\n{to_copy(drill, number, hides)}\n\n{curves_text(drill, drill.cases[number].losses)}"


def _to_do(hides: bool) -> str:
    place = "One place in it is wrong, and it is hidden." if hides else "One place in it is wrong."
    return f"{place} Copy it into a cell of your own, make it right there, and run that cell: it says how you did."


def asked_html(drill: KnownDrill, asked: AskedDrill) -> str:
    """A case that a task asks about, as HTML."""
    choices = "".join(
        f'<div style="margin-top:0.3em"><code>"{escape(name)}"</code>: {escape(title)}</div>'
        for name, title in asked.choices
    )
    below = (
        f'<pre style="{CODE}">{escape(asked.code)}</pre>{curves(drill, asked.losses, _history(drill, asked))}{choices}'
    )
    return panel(_question(asked), asked.task, _asked(asked), below)


def asked_text(drill: KnownDrill, asked: AskedDrill) -> str:
    """A case that a task asks about, for terminals."""
    choices = "".join(f'\n  "{name}": {title}' for name, title in asked.choices)
    head = f"{_question(asked)} ({asked.task})\n{_asked(asked)}"
    return f"{head}\n\n{asked.code}\n\n{curves_text(drill, asked.losses, _history(drill, asked))}{choices}"


def _history(drill: KnownDrill, asked: AskedDrill) -> str:
    """The list of losses in the code that is shown."""
    return asked.name if asked.repairs else drill.history


def _question(asked: AskedDrill) -> str:
    return REPAIR if asked.repairs else CAUSE


def _asked(asked: AskedDrill) -> str:
    if asked.repairs:
        return (
            "One place in it is wrong. Write the whole training into the answer cell and make it right there; it "
            f"leaves its losses in {asked.name}."
        )
    return (
        f"One place in this training is wrong, and it is hidden. Tell from the curve which mistake it is, and give its "
        f"name to {asked.name} in the answer cell."
    )
