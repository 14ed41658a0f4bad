"""Text for people's eyes, whatever a submission, a file name or an exception holds.

A terminal obeys what it is sent: escape sequences clear it, write to the clipboard (OSC 52) or set titles. Marks of
direction show words in another order than they have, there and on a page. Half a character stops the writing of the
whole text.
"""

from __future__ import annotations

import re

UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Control characters but for tabs and line ends, marks of direction, invisible ones, and halves of characters."""


def printable(text: str) -> str:
    """The text with everything that a terminal would obey, or could not write, as a visible escape."""
    return UNPRINTABLE.sub(lambda found: _escape(found[0]), text)


def _escape(character: str) -> str:
    code = ord(character)
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
