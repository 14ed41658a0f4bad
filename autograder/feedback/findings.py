"""What was found in a notebook, cell by cell, as data in the graded notebook's own metadata.

Grading writes it, pages and exports read it: so all of them say the same, and none has to judge again. It is taken from
graded notebooks alone, which hold nothing there that a submission brought along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from autograder.feedback.titles import OWN
from autograder.shared.printable import printable

BY_HAND = "by-hand"
"""The outcome of a cell that a person grades."""
OUTCOMES = ("correct", "partly", "wrong", "missing", "error", BY_HAND)
MOST_NUMBERS = 60
"""entries that are kept of a history"""


@dataclass(frozen=True)
class Finding:
    """What was found in one graded cell."""

    name: str
    """its grade_id"""
    title: str
    outcome: str
    """one of `OUTCOMES`"""
    said: str = ""
    """one or two sentences, as far as the student may see"""
    causes: tuple[str, ...] = ()
    """for graders: what went wrong, one sentence for each mistake"""
    numbers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """for graders: each judged name with what it holds, as text; the last entry counts those that are left out"""


def with_findings(notebook: Any, findings: Sequence[Finding]) -> Any:
    """The graded notebook with its findings; changes it in place."""
    notebook.metadata[OWN] = {"findings": [asdict(one) for one in findings]}
    return notebook


def findings_of(metadata: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The findings in a graded notebook's metadata; none where it has none, or others than this version writes."""
    try:
        return tuple(_read(one) for one in metadata[OWN]["findings"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return ()


def _read(data: Mapping[str, Any]) -> Finding:
    if data["outcome"] not in OUTCOMES:
        raise ValueError(f"no such outcome: {data['outcome']!r}")
    return Finding(
        name=_text(data["name"]),
        title=_text(data["title"]),
        outcome=_text(data["outcome"]),
        said=_text(data["said"]),
        causes=tuple(map(_text, data["causes"])),
        numbers=tuple((_text(name), tuple(map(_text, held))) for name, held in data["numbers"]),
    )


def _text(value: object) -> str:
    return printable(str(value))
