"""What git leaves in a file that was changed on two sides: found line by line, in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

_Place = Literal["both", "ours", "base", "theirs"]


def sides(text: str) -> tuple[str, str] | None:
    """The two versions of a text that holds leftovers of a merge; None where it holds none, or unfinished ones."""
    ours: list[str] = []
    theirs: list[str] = []
    place: _Place = "both"
    merges = 0
    for line in _lines(text):
        after = _after(place, line)
        if after is None:
            if place in ("both", "ours"):
                ours.append(line)
            if place in ("both", "theirs"):
                theirs.append(line)
            continue
        merges += after == "both"
        place = after
    return ("".join(ours), "".join(theirs)) if merges and place == "both" else None


def _lines(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _after(place: _Place, line: str) -> _Place | None:
    """Where the text goes on after a mark; None where the line is none that may stand here."""
    if place == "both":
        return "ours" if line.startswith("<<<<<<< ") else None
    if place == "theirs":
        return "both" if line.startswith(">>>>>>> ") else None
    if line.rstrip("\r\n") == "=======":
        return "theirs"
    return "base" if place == "ours" and line.startswith("||||||| ") else None
