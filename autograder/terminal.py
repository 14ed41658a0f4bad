"""What reaches a terminal: text, whatever a submission, a file name or an exception holds.

A terminal obeys what it is sent. Escape sequences clear it, write to the clipboard (OSC 52) or set titles; marks of
direction show words in another order than they have; half a character stops the writing of the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""Control characters but for tabs and line ends, marks of direction, invisible ones, and halves of characters."""


def printable(text: str) -> str:
    """The text with everything that a terminal would obey, or could not write, as a visible escape."""
    return UNPRINTABLE.sub(lambda found: _escape(found[0]), text)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


class TerminalConsole(Console):
    """A console on which all text is printable, wherever it came from."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """As rich renders it, with the text of each piece made printable; rich's own control codes stay."""
        for segment in super().render(renderable, options):
            if segment.control or not UNPRINTABLE.search(segment.text):
                yield segment
            else:
                yield Segment(printable(segment.text), segment.style)
