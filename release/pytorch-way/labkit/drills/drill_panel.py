"""A drill as a student sees it: code, curve and choices; what each choice would mean unfolds without a kernel."""

from collections.abc import Sequence
from html import escape

from ..judging.history_plot import compare_histories
from .known_drills import DrillCase, KnownDrill

QUESTION = "Which mistake made this curve?"
THIS = "this training"
HIDDEN = "# (the wrong place is hidden)"
BOX = "border-left:5px solid #5a6b7b;padding:0.5em 0.9em;margin:0.3em 0;max-width:46em;line-height:1.45"
CODE = (
    "margin:0.5em 0;padding:0.5em 0.8em;border:1px solid currentColor;border-radius:4px;overflow-x:auto;"
    "font-family:monospace;font-size:0.92em;line-height:1.35;background:transparent;color:inherit"
)


def choices_of(drill: KnownDrill, number: int, most: int = 3) -> list[DrillCase]:
    """The case and those that are nearest to it, in the order of their titles, so that place gives nothing away."""
    case = drill.cases[number]
    return sorted([case, *(drill.cases[other] for other in case.near[:most])], key=lambda one: one.title)


def shown_code(case: DrillCase, hides: bool) -> str:
    """The code with its wrong place hidden, or as it is; where a line is left out, its place is what is hidden."""
    lines = case.code.splitlines()
    first, count = case.wrong
    if not hides:
        return case.code
    hidden = (lines[first : first + count] or case.right.splitlines())[0]
    indent = hidden[: len(hidden) - len(hidden.lstrip())]
    return "\n".join([*lines[:first], indent + HIDDEN, *lines[first + count :]])


def drill_html(drill: KnownDrill, number: int, hides: bool, answers: bool) -> str:
    """The drill as HTML; with `answers` each choice says whether it is the one."""
    case = drill.cases[number]
    task = (
        "One place in this training is wrong, and it is hidden. Tell from the curve which mistake it is."
        if hides
        else "One place in this training is wrong. Read the code, look at the curve, and tell which mistake it is."
    )
    choices = "".join(
        _choice(drill, case, choice, letter, answers)
        for letter, choice in zip("abcdefgh", choices_of(drill, number), strict=False)
    )
    ask = "" if answers else f"<div>Its name is what the task asks for: {_names(choices_of(drill, number))}.</div>"
    which = f"{drill.name}, no. {number + 1} of {len(drill.cases)}"
    shown = escape(shown_code(case, hides))
    return panel(QUESTION, which, task, f'<pre style="{CODE}">{shown}</pre>{curves(drill, case.losses)}{choices}{ask}')


def panel(question: str, which: str, task: str, below: str) -> str:
    """A drill as HTML: its question, which one it is, what is to be done, and the HTML of all else."""
    return (
        f'<div role="note" style="{BOX}"><strong>{escape(question)}</strong> <span>({escape(which)})</span>'
        f'<div style="margin-top:0.3em">{escape(task)}</div>{below}</div>'
    )


def curves(drill: KnownDrill, losses: Sequence[float], name: str = "") -> str:
    """The losses of a training with a mistake beside those without; `name` is the list's in the code that is shown."""
    return compare_histories(
        name or drill.history, drill.losses, losses, THIS, drill.entry, expected_as="without a mistake", whole=True
    )


def _names(cases: Sequence[DrillCase]) -> str:
    return ", ".join(f"<code>{escape(case.mistake)}</code>" for case in cases)


def _choice(drill: KnownDrill, case: DrillCase, choice: DrillCase, letter: str, answers: bool) -> str:
    title = f"{letter}) {choice.title}"
    if not answers:
        return f'<div style="margin-top:0.3em">{escape(title)}</div>'
    said = _yes(case) if choice is case else _no(drill, case, choice)
    return (
        f'<details style="margin-top:0.4em"><summary style="cursor:pointer;display:list-item">{escape(title)}</summary>'
        f'<div style="margin:0.3em 0 0.3em 1.1em">{said}</div></details>'
    )


def _yes(case: DrillCase) -> str:
    first, count = case.wrong
    wrong = "\n".join(line.strip() for line in case.code.splitlines()[first : first + count])
    right = "\n".join(line.strip() for line in case.right.splitlines())
    there = f'This is wrong: <pre style="{CODE}">{escape(wrong)}</pre>' if wrong else "A line is left out. "
    should = f'It should be: <pre style="{CODE}">{escape(right)}</pre>' if right else "Nothing should be there. "
    return f'<span style="color:#1b7f5a">✓</span> Yes. {escape(case.hint)}<div>{there}{should}</div>'


def _no(drill: KnownDrill, case: DrillCase, choice: DrillCase) -> str:
    plot = compare_histories(
        drill.history, case.losses, choice.losses, "with that mistake", drill.entry, expected_as=THIS, whole=True
    )
    return (
        '<span style="color:#b3541e">✗</span> No: that mistake leaves another curve, '
        f"which looks like this beside the one above.{plot}"
    )


def drill_text(drill: KnownDrill, number: int, hides: bool) -> str:
    """The drill as plain text, for terminals."""
    case = drill.cases[number]
    choices = "\n".join(f"  {choice.mistake}: {choice.title}" for choice in choices_of(drill, number))
    return (
        f"{QUESTION} ({drill.name}, no. {number + 1} of {len(drill.cases)})\n\n{shown_code(case, hides)}\n\n"
        f"{curves_text(drill, case.losses)}\n\nIt is one of these:\n{choices}"
    )


def curves_text(drill: KnownDrill, losses: Sequence[float], name: str = "") -> str:
    """The first losses of a training with a mistake and of the one without, for terminals; `name` as of `curves`."""
    left, right = (", ".join(f"{loss:.6g}" for loss in shown[:10]) for shown in (losses, drill.losses))
    return f"It leaves {name or drill.history} = {left}\nwithout a mistake it is {right}"
