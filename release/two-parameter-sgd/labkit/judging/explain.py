"""The words for a verdict: a few lines of text that a beginner understands, and the same as HTML.

A message says what was expected, what was found, where they part, and one next step.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Literal, get_args

from ..evidence.plain_values import numbers
from .exception_mistakes import clean_message
from .figure_words import said_part, said_unseen
from .history_plot import compare_histories
from .key import Finding
from .setting import Setting
from .uncalled_lines import CAUSED
from .verdict import Cause, Parting, Verdict

OTHER_DEFAULT = "other-default-of-torch"
"""Changes data of the lab by a line that touches none of them."""
UNCALLED = "Compare that line with the worked cells, sign by sign. What makes Python run a method?"
"""The hint where a line only names a method."""
CLOSE = 1e-4
"""Numbers that differ by less, relatively, look alike in six digits."""
Detail = Literal["outcome", "parting", "hint", "closer-hint"]
DETAILS: tuple[str, ...] = get_args(Detail)


@dataclass(frozen=True)
class Policy:
    """How much an instructor lets students see of a verdict that is not correct."""

    show: Detail = "hint"
    """`outcome`: right or not; `parting`: also where numbers part; `hint`: also the mistake and its hint;
    `closer-hint`: also where in the answer to look, and what should be so there."""

    def __post_init__(self) -> None:
        """Refuse a level that does not exist."""
        if self.show not in DETAILS:
            raise ValueError(f"feedback shows {self.show!r}, must be one of {', '.join(DETAILS)}")


@dataclass(frozen=True)
class Words:
    """What is said of a mistake."""

    title: str
    """One sentence; `{value}` stands for the value found."""
    hint: str
    """One or two sentences that teach without giving the solution."""
    closer_hint: str = ""
    """Where to look, and what should be so there, for whom the hint did not help; never the line of code."""

    def to_json(self) -> list[str]:
        """The words as plain JSON data."""
        return [self.title, self.hint, *([self.closer_hint] if self.closer_hint else [])]


@dataclass(frozen=True)
class Explained:
    """A verdict in words."""

    headline: str
    """One line."""
    lines: tuple[str, ...]
    """Further lines: where it parts, what happened, what to do next."""
    hints: tuple[str, ...]
    html: str
    closer_hints: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it as plain text, a line each."""
        hints = [f"Hint: {hint}" for hint in self.hints] + [f"Closer hint: {hint}" for hint in self.closer_hints]
        return "\n".join([self.headline, *(f"  {line}" for line in (*self.lines, *hints))])


Vocabulary = Mapping[str, Words]


def explain(verdict: Verdict, words: Vocabulary, policy: Policy | None = None, picture: str = "") -> Explained:
    """`verdict` in words; `words` maps the names of mistakes to what is said of them.

    `picture` is HTML that stands below the words where these name the mistake, such as its path (see `paths.shown`).
    """
    shown = (policy or Policy()).show
    names_mistake = shown in ("hint", "closer-hint")
    headline = f"{verdict.task}: {_HEADLINES[verdict.outcome](verdict)}"
    lines: list[str] = []
    hints: list[str] = []
    closer: list[str] = []
    if verdict.outcome != "correct":
        if shown != "outcome":
            lines += _what_was_seen(verdict)
        if names_mistake:
            lines += _what_happened(verdict, words)
            hints += _hints(verdict, words)
        if shown == "closer-hint":
            closer += _closer_hints(verdict, words)
        lines += _next_step(verdict, bool(hints))
    lines += _advice(verdict)
    plot = _plot(verdict) if shown != "outcome" else ""
    pictures = plot + (picture if names_mistake else "")
    unfolding = _unfolding("Show a hint", hints) + _unfolding("Show a closer hint", closer)
    html = _html(verdict, headline, lines, pictures + unfolding)
    return Explained(headline, tuple(lines), tuple(hints), html, tuple(closer))


HISTORIES = ("history", "drill")
"""Kinds of tasks that may judge a list of losses."""
GRADERS_FAULT = "could not be graded; this is the grader's fault, not yours."
"""What a student reads of a task where the grader failed."""

_HEADLINES: Mapping[str, Callable[[Verdict], str]] = {
    "correct": lambda verdict: "right.",
    "wrong": lambda verdict: "works for the published data only." if verdict.published_only else _degree(verdict),
    "missing": lambda verdict: "nothing to check yet.",
    "error": lambda verdict: GRADERS_FAULT,
}


def _degree(verdict: Verdict) -> str:
    return "partly right." if 0.0 < verdict.share < 1.0 else "not right yet."


def _what_was_seen(verdict: Verdict) -> list[str]:
    """What is missing, or where evidence and key part."""
    where = [_other_data(verdict.setting)] if verdict.published_only and verdict.setting else []
    return [*where, *_what_is_said(verdict)]


def _other_data(setting: Setting) -> str:
    return f"With the published data the answer is right; with {setting.in_words} it is not."


def _what_is_said(verdict: Verdict) -> list[str]:
    if verdict.outcome == "error":
        return ["It was flagged to be graded by hand. There is nothing that you need to do."]
    if verdict.published_only and verdict.setting is None:
        # Nothing else: whatever a run under other data shows or says could carry these data to the student.
        return ["With the published data the answer is right; with other data it is not."]
    parts = [said_part(part, verdict.names[0]) for part in verdict.parts if not part.there]
    if verdict.cause is not None:
        return [_said_cause(verdict.cause, verdict), *parts]
    if parts:
        return parts
    return _said_parting(verdict.parting) if verdict.parting else []


def _said_cause(cause: Cause, verdict: Verdict) -> str:
    failure = cause.failure
    if failure is not None:
        line = f", line {failure.line}" if failure.line else ""
        source = f" ({failure.source_line})" if failure.source_line else ""
        return f"The cell {failure.cell}{line}{source} stopped with {failure.kind}: {clean_message(failure.message)}"
    return {
        "absent": f"There is no {cause.name}.",
        "empty": f"{cause.name} is empty.",
        "untouched": f"{' and '.join(verdict.names)} hold what they held before the answer.",
        "not run": f"The cell that should make {cause.name} was not run.",
        "no figure": said_unseen(cause.detail),
        "later": f"{cause.name} is filled only further down, below this check.",
        "stopped": f"The notebook was stopped before this task: {cause.detail}.",
        "exception": "A cell stopped with an exception.",
    }[cause.kind]


def _said_parting(parting: Parting) -> list[str]:
    name = parting.name
    if parting.found_form:
        wanted = f"a list of {parting.expected_length} numbers" if parting.expected_length else "a number"
        return [f"{name} holds {parting.found_form}; expected {parting.wanted or wanted}."]
    lines = []
    if parting.expected_length is not None:
        each = f", one per {parting.entry}" if parting.entry else ""
        lines.append(f"{name} has {_entries(parting.found_length)}; expected {parting.expected_length}{each}.")
    if parting.found is not None and parting.expected is not None:
        expected, found = _told_apart(parting.expected, parting.found)
        lines.append(f"{_said_place(parting)} {expected}, found {found}.")
    return lines or [f"There is no {name}."]


def _said_place(parting: Parting) -> str:
    """The beginning of a sentence that says what was expected at a place."""
    if parting.place:
        return f"{parting.place}: expected"
    where = (
        ""
        if parting.position is None or not parting.entry
        else f"{parting.entry.capitalize()} {parting.position + 1}: "
    )
    return f"{where}expected {parting.name} ="


def _told_apart(expected: float | str, found: float | str) -> tuple[str, str]:
    """Both numbers: with six digits where that tells them apart at a glance, else with as many as it takes."""
    if isinstance(expected, str) or isinstance(found, str):
        return str(expected), str(found)
    if not math.isclose(expected, found, rel_tol=CLOSE) or expected == found:
        return f"{expected:.6g}", f"{found:.6g}"
    digits = 1 - math.floor(math.log10(abs(expected - found) / abs(expected)))
    return f"{expected:#.{digits}g}", f"{found:#.{digits}g}"


def _entries(count: int | None) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _what_happened(verdict: Verdict, words: Vocabulary) -> list[str]:
    """The mistakes by their titles, or that none is recognised."""
    lines = [title_of(finding, words) for finding in verdict.findings]
    if verdict.uncalled:
        lines.append(f"The line {verdict.uncalled} names a method and does not call it, so nothing happens there.")
    for other in verdict.alternatives:
        lines.append("Or: " + " ".join(title_of(finding, words) for finding in other))
    if verdict.undecided:
        return ["Several of the known mistakes lead to these numbers; which one it was cannot be determined."]
    numbers_differ = verdict.outcome == "wrong" and verdict.kind != "figure" and not verdict.published_only
    is_text = verdict.kind == "drill" and any(isinstance(value, str) for value in verdict.found.values())
    if not lines and numbers_differ and not verdict.changed_givens and not is_text:
        lines.append("What leads to these numbers is not recognised; it may be more than one mistake.")
    return lines


def title_of(finding: Finding, words: Vocabulary) -> str:
    """What went wrong, in one sentence, with the value that was found."""
    known = words.get(finding.mistake)
    if known is None:
        return finding.mistake
    title = (
        re.sub(r"\{value\} (?!entries\b)(\w+)s\b", r"1 \1", known.title, count=1) if finding.value == 1 else known.title
    )
    return title.replace("{value}", _said_value(finding.value))


def _said_value(value: float | int | str | None) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _hints(verdict: Verdict, words: Vocabulary) -> list[str]:
    uncalled = [UNCALLED] if verdict.uncalled else []
    return list(dict.fromkeys([*uncalled, *(said.hint for said in _told(verdict, words) if said.hint)]))


def _closer_hints(verdict: Verdict, words: Vocabulary) -> list[str]:
    return list(dict.fromkeys(said.closer_hint for said in _told(verdict, words) if said.closer_hint))


def _told(verdict: Verdict, words: Vocabulary) -> list[Words]:
    """The words of every mistake that is named, but for what follows from a method that is not called."""
    told = [*verdict.findings, *(finding for other in verdict.alternatives for finding in other)]
    kept = [finding for finding in told if not (verdict.uncalled and finding.mistake in CAUSED)]
    return [words[finding.mistake] for finding in kept if finding.mistake in words]


def _next_step(verdict: Verdict, hinted: bool) -> list[str]:
    """One thing to do next, where no hint says it."""
    if verdict.missing_givens:
        names = ", ".join(verdict.missing_givens)
        are = "is" if len(verdict.missing_givens) == 1 else "are"
        return [f"{names} {are} not there: cells further up did not run. Restart the kernel and run all cells."]
    if verdict.changed_givens and OTHER_DEFAULT not in verdict.mistakes:
        return [_new_values(verdict.changed_givens)]
    if verdict.cause is not None and verdict.cause.kind == "later":
        return [f"Move that work into the cell {verdict.cause.detail}, then restart the kernel and run all cells."]
    if verdict.kind == "figure" and verdict.cause is not None and verdict.cause.kind in ("absent", "empty"):
        return [f"First fill {verdict.cause.name} in the training above, then run this cell again."]
    if verdict.cause is not None and verdict.cause.kind in ("absent", "empty", "not run", "untouched") and not hinted:
        return ["Complete the answer cell, run it, then run this cell again."]
    if verdict.cause is not None and verdict.cause.kind == "no figure" and not verdict.cause.detail:
        return [f"Plot {' and '.join(verdict.names)} with pyplot in the answer cell, run it, then run this cell again."]
    if verdict.published_only and verdict.kind == "values":
        return ["It may be right by chance: check what it is computed from, and that no number was typed or copied."]
    if verdict.published_only:
        return ["Use the variables of the notebook instead of numbers that were typed or copied."]
    return []


def _new_values(names: tuple[str, ...]) -> str:
    """What to do where names of the lab hold something else than the lab gave."""
    one = len(names) == 1
    return (
        f"{', '.join(names)} {'differs' if one else 'differ'} from the lab: some line, perhaps that of a loop, gives "
        f"{'it a new value' if one else 'them new values'}. Leave {'it' if one else 'them'} as the lab gives "
        f"{'it' if one else 'them'}, and use another name where you need one; then restart the kernel and run all "
        "cells."
    )


def _advice(verdict: Verdict) -> list[str]:
    """Harmless departures: said, never charged."""
    lines = []
    if verdict.graph and verdict.kind in HISTORIES:
        names = " and ".join(verdict.graph)
        hold = "hold" if len(verdict.graph) > 1 else "holds"
        lines.append(f"Advice: {names} {hold} tensors with their graph. Plain numbers plot, and need less memory.")
    if verdict.changed_givens and verdict.outcome == "correct":
        are = "is" if len(verdict.changed_givens) == 1 else "are"
        lines.append(f"Note: {', '.join(verdict.changed_givens)} {are} not as the lab gave them any more.")
    if verdict.cause is not None and verdict.outcome == "correct":
        lines.append(f"Note: {_said_cause(verdict.cause, verdict)}")
    return lines


_COLOURS = {"correct": "#1b7f5a", "wrong": "#b3541e", "missing": "#5a6b7b", "error": "#7a3e9d"}
"""Green-blue, orange-brown, grey and violet: distinguished by colour-blind readers, and never the only sign."""
PANEL = "62em"
"""The widest that the panel gets: its pictures need more than its lines."""
_SIGNS = {"correct": "✓", "wrong": "✗", "missing": "…", "error": "!"}


def _html(verdict: Verdict, headline: str, lines: list[str], below: str) -> str:
    """A small panel in the colours of the page, readable on light and on dark."""
    colour = _COLOURS[verdict.outcome]
    title = f'<strong style="color:inherit"><span style="color:{colour}">{_SIGNS[verdict.outcome]}</span> '
    body = "".join(f'<div style="margin-top:0.3em;max-width:46em">{escape(line)}</div>' for line in lines)
    return (
        f'<div role="note" style="border-left:5px solid {colour};padding:0.5em 0.9em;margin:0.3em 0;max-width:{PANEL};'
        f'line-height:1.45">{title}{escape(headline)}</strong>{body}{below}</div>'
    )


def _unfolding(summary: str, hints: list[str]) -> str:
    """Hints that are read on demand; nothing where there are none."""
    folded = "".join(f"<li>{escape(hint)}</li>" for hint in hints)
    return (
        f'<details style="margin-top:0.4em"><summary style="cursor:pointer;display:list-item">{escape(summary)}'
        f'</summary><ul style="margin:0.3em 0 0 0">{folded}</ul></details>'
        if folded
        else ""
    )


def _plot(verdict: Verdict) -> str:
    """Both histories in one plot, where the verdict is about a history whose numbers may be shown."""
    name = verdict.parting.name if verdict.parting else verdict.names[0]
    box = verdict.expected.get(name)
    found = numbers(verdict.found.get(name))
    if (
        verdict.kind not in HISTORIES
        or verdict.outcome != "wrong"
        or verdict.setting is None
        or box is None
        or not found
    ):
        return ""
    entry = (verdict.parting and verdict.parting.entry) or "epoch"
    return compare_histories(name, tuple(float(loss) for loss in box.centre), found, entry=entry)
