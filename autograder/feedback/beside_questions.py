"""What a run shows, beside each question that a person grades: the numbers that an answer in words is about.

One of nbconvert's preprocessors. It adds to formgrader's page of a submission alone; students see their own verdicts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from autograder.feedback.findings import BY_HAND, Finding, findings_of
from autograder.feedback.summary import IN_WORDS, SIGNS

FORMGRADER = "submission_id"
"""What nbconvert's resources hold on formgrader's page of a submission, and on no other page."""
MOST_SHOWN = 8
"""entries of a history that are written out; all that are kept are drawn"""
WIDTH, HEIGHT = 160, 36
CELL = "padding:4px 16px 4px 0;vertical-align:top;text-align:left"
HEADING = "What this submission's run shows"
_PLAIN = str.maketrans({"$": "&#36;", "\\": "&#92;", "`": "&#96;", "\n": " "})


def show_numbers(notebook: Any, resources: Any) -> tuple[Any, Any]:
    """Put a table in front of each answer that a person grades."""
    findings = [one for one in findings_of(notebook.metadata) if one.outcome != BY_HAND]
    if FORMGRADER in resources and findings:
        notebook.cells = list(_with_tables(notebook.cells, panel(findings)))
    return notebook, resources


def _with_tables(cells: Sequence[Any], html: str) -> Iterator[Any]:
    from nbformat.v4 import new_markdown_cell

    for number, cell in enumerate(cells):
        about = cell.metadata.get("nbgrader") or {}
        if about.get("grade") and about.get("solution"):
            yield new_markdown_cell(html, id=f"descent-numbers-{number}")
        yield cell


def panel(findings: Sequence[Finding]) -> str:
    """A row for each task: its outcome, what went wrong, and the numbers."""
    rows = "".join(_row(one) for one in findings)
    return f"<div><p><strong>{HEADING}</strong></p><table><tbody>{rows}</tbody></table></div>"


def _row(finding: Finding) -> str:
    outcome = f"{SIGNS[finding.outcome]} {IN_WORDS[finding.outcome]}"
    wrong = "" if finding.outcome == "correct" else "<br>".join(map(_text, finding.causes or (finding.said,)))
    held = "<br>".join(f"{_text(name)} = {_written(values)}{_drawn(values)}" for name, values in finding.numbers)
    cells = "".join(f'<td style="{CELL}">{content}</td>' for content in (_text(finding.title), outcome, wrong, held))
    return f"<tr>{cells}</tr>"


def _text(text: str) -> str:
    return escape(text).translate(_PLAIN)


def _written(values: Sequence[str]) -> str:
    if len(values) <= MOST_SHOWN + 1:
        return _text(", ".join(values) or "nothing")
    return _text(f"{', '.join(values[:MOST_SHOWN])}, …, {values[-1]}")


def _drawn(values: Sequence[str]) -> str:
    """A history as a small curve over a logarithmic axis; nothing where there is none, or it is not positive."""
    try:
        numbers = [float(value) for value in values if not value.startswith("and ")]
    except ValueError:
        return ""
    if len(numbers) < 3 or not all(math.isfinite(number) and number > 0 for number in numbers):
        return ""
    heights = [math.log(number) for number in numbers]
    low, span = min(heights), (max(heights) - min(heights)) or 1.0
    across = (WIDTH - 4) / (len(heights) - 1)
    points = " ".join(
        f"{2 + place * across:.1f},{2 + (HEIGHT - 4) * (1 - (height - low) / span):.1f}"
        for place, height in enumerate(heights)
    )
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    label = "the same, drawn over a logarithmic axis"
    line = f'<polyline points="{points}" fill="none" stroke="#b3541e" stroke-width="2"/>'
    return f'<br><svg {size} role="img" aria-label="{label}">{line}</svg>'
