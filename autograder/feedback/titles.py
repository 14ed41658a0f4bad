"""What people call a graded cell: the heading that it stands under in the lab, or the title that its author gave it.

Headings come from the release: a heading of a student's own names no task.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from autograder.shared.printable import printable
from autograder.submissions.restoring import ReleasedCell

OWN = "graded_descent"
"""The kit's key in the metadata of notebooks and cells."""
LONGEST_TITLE = 120
"""letters"""
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_FENCED = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_NUMBER = re.compile(r"\d+(?:\.\d+)*\.?[ \t]+")
_MARKUP = re.compile(r"[`*$]|\[(.*?)\]\([^)]*\)")


def titles(cells: Iterable[ReleasedCell], graded: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """A title for each graded cell; where several share a heading, each says in addition what it looks at.

    Args:
        cells: of the release, in order
        graded: the grade_ids of the graded cells
        names: grade_id -> the names that a task judges, such as ``w`` and ``b``
    """
    found: dict[str, str] = {}
    given: set[str] = set()
    heading = ""
    for cell in cells:
        own = headings(cell.source) if cell.cell_type == "markdown" else []
        name = cell.grade_id or ""
        if name in graded:
            given |= {name} if _given_title(cell.metadata) else set()
            found[name] = _given_title(cell.metadata) or (own[0] if own else heading) or name
        heading = own[-1] if own else heading
    shared = Counter(found.values())
    return {
        name: title if shared[title] == 1 or name in given else f"{title}: {_in_words(names.get(name) or [name])}"
        for name, title in found.items()
    }


def headings(markdown: str) -> list[str]:
    """The headings of a cell's Markdown as plain text, without their numbers."""
    return [title for found in _HEADING.findall(_FENCED.sub("", markdown)) if (title := _plain(found))]


def _plain(heading: str) -> str:
    return printable(_MARKUP.sub(r"\1", _NUMBER.sub("", heading, count=1)).strip())[:LONGEST_TITLE]


def _given_title(metadata: Mapping[str, Any]) -> str:
    """The title that an author put into the cell's metadata, as ``{"graded_descent": {"title": "..."}}``."""
    own = metadata.get(OWN)
    title = own.get("title") if isinstance(own, Mapping) else None
    return printable(title.strip())[:LONGEST_TITLE] if isinstance(title, str) else ""


def _in_words(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
