"""When two texts of a cell are the same, whatever editors, platforms and keyboards made of them on the way."""

from __future__ import annotations

import re
import unicodedata

_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = dict.fromkeys(map(ord, "\ufeff\u200b\u2060"))
_SPACES = {ord(space): " " for space in "\u00a0\u2007\u202f"}
_PLATFORM = (
    r"https?://(?:[\w-]+\.)*(?:google\.com|kaggle\.com|mybinder\.org|deepnote\.com|github\.com|vscode\.dev)/[^\s>)]*"
)
_BADGE = re.compile(
    rf"\s*(?:<a\s[^>]*href=[\"']?{_PLATFORM}[^>]*>\s*<img[^>]*>\s*</a>|\[!\[[^\]]*\]\([^)]*\)\]\({_PLATFORM}\))\s*",
    re.IGNORECASE,
)
TAB = 4
"""columns, as most editors have it"""


def with_plain_lines(text: str) -> str:
    r"""Text whose lines end in ``\n``, as Jupyter saves it; a byte order mark at its start is gone."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def comparable(text: str) -> str:
    """The text as it is compared: what nobody sees or types on purpose makes no difference.

    Ends of lines of any system, spaces at them, tabs, composed or decomposed letters, hard spaces and marks of no
    width, and empty lines around it all.
    """
    text = unicodedata.normalize("NFC", text.translate(_UNSEEN).translate(_SPACES))
    lines = _LINE_END.sub("\n", text).split("\n")
    return "\n".join(line.expandtabs(TAB).rstrip() for line in lines).strip("\n")


def same_text(one: str, other: str) -> bool:
    """Whether two texts of a cell are the same to a reader."""
    return one == other or comparable(one) == comparable(other)


def is_blank(text: str) -> bool:
    """Whether nothing can be seen of a text."""
    return not comparable(text).strip()


def is_badge(text: str) -> bool:
    """Whether a cell is only the picture with a link that platforms put on top of a notebook ("Open in Colab")."""
    return len(text) < 2_000 and _BADGE.fullmatch(text) is not None


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark, as some editors on Windows save it.

    Raises:
        UnicodeDecodeError: where it is neither.
    """
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return content.decode("utf-16" if utf16 else "utf-8-sig")
