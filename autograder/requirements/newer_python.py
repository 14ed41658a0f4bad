"""Which newer Python a cell is written for, where the one at hand cannot read it.

What Python 3.12 to 3.15 added to the syntax is rewritten into what it replaces (PEP 695, 696, 701, 750, 758, 810). A
cell that can be read then, and not before, is written for a newer Python; one that cannot holds an ordinary mistake.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

Version = tuple[int, int]
STRING = re.compile(r"(?i)(?<![\w])(?P<kind>[bruft]{0,2})(?P<quote>\"\"\"|'''|\"|')")
TYPE_ALIAS = re.compile(r"(?m)^(\s*)type[ \t]+(\w+)[ \t]*(?=[\[=])")
GENERIC = re.compile(r"\b(?:def|class)[ \t]+\w+[ \t]*(?=\[)|(?<=\0)\w+[ \t]*(?=\[)")
EXCEPT = re.compile(r"(?m)^([ \t]*except\b[ \t]*\*?)([^:()\n]*):")
LAZY = re.compile(r"(?m)^([ \t]*)lazy[ \t]+(?=import\b|from\b)")
MAX_LENGTH = 50_000
"""Longer cells are not looked into."""


def newer_python(source: str, own: Version = sys.version_info[:2]) -> Version | None:
    """The Python that a cell needs, such as (3, 12); None where this one reads it, or where none does.

    Args:
        source: plain Python, without IPython's magics
        own: the Python at hand, which is the one that this runs in
    """
    if len(source) > MAX_LENGTH or can_be_read(source):
        return None
    needed: set[Version] = set()
    try:
        text = _without_strings(source, needed)
    except (_Unreadable, RecursionError):
        return None
    for version, rewrite in REWRITES:
        older = rewrite(text)
        if older != text:
            needed.add(version)
            text = older
    newest = max(needed, default=own)
    return newest if newest > own and can_be_read(text.replace("\0", "")) else None


def can_be_read(source: str) -> bool:
    """Whether this Python can parse it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


# Type parameters, exceptions without parentheses, imports


def _without_aliases(text: str) -> str:
    return TYPE_ALIAS.sub("\\1\0\\2 ", text)  # the mark says that type parameters may follow


def _without_defaults(text: str) -> str:
    return _in_parameters(text, lambda inside: re.sub(r"=[^,\[\]]*(\[[^\[\]]*\])?", "", inside))


def _without_parameters(text: str) -> str:
    return _in_parameters(text, lambda inside: None)


def _with_parentheses(text: str) -> str:
    return EXCEPT.sub(lambda found: f"{found[1]}({found[2]}):" if "," in found[2] else found[0], text)


def _in_parameters(text: str, change: Callable[[str], str | None]) -> str:
    """The text with what stands in the brackets of type parameters changed, or taken out with them for None."""
    done, place = "", 0
    for found in GENERIC.finditer(text):
        if found.start() < place:
            continue
        end = _closing(text, found.end())
        if end is None:
            break
        inside = change(text[found.end() + 1 : end])
        done += text[place : found.end()] + ("" if inside is None else f"[{inside}]")
        place = end + 1
    return done + text[place:]


def _closing(text: str, start: int) -> int | None:
    depth = 0
    for place in range(start, len(text)):
        depth += {"[": 1, "]": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return None


REWRITES: tuple[tuple[Version, Callable[[str], str]], ...] = (
    ((3, 12), _without_aliases),
    ((3, 13), _without_defaults),
    ((3, 12), _without_parameters),
    ((3, 14), _with_parentheses),
    ((3, 15), lambda text: LAZY.sub(r"\1", text)),
)


# Strings


class _Unreadable(Exception):  # noqa: N818 - it says what is found
    """A string that no Python can read."""


@dataclass
class _Scanner:
    """Reads source text from the left."""

    text: str
    needed: set[Version]
    place: int = 0
    pieces: list[str] = field(default_factory=list)

    def code(self, ends: str = "") -> str:
        """Code up to one of the characters in `ends` outside of brackets, with empty strings and no comments."""
        depth = 0
        while self.place < len(self.text):
            here = self.text[self.place]
            string = STRING.match(self.text, self.place)
            if string:
                self.string(string)
            elif here == "#":
                end = self.text.find("\n", self.place)
                self.place = len(self.text) if end < 0 else end
            elif depth == 0 and here in ends and not self.is_operator(here):
                break
            else:
                depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(here, 0)
                self.word(here)
        return "".join(self.pieces)

    def is_operator(self, here: str) -> bool:
        return self.text[self.place : self.place + 2] in ("!=", "==", ":=") and here != ":"

    def word(self, here: str) -> None:
        found = re.compile(r"\w+").match(self.text, self.place)
        self.pieces.append(found[0] if found else here)
        self.place += len(self.pieces[-1])

    def string(self, found: re.Match[str]) -> None:
        """One string; what it is replaced by can be read by every Python."""
        start, kind, quote = self.place, found["kind"].lower(), found["quote"]
        self.place = found.end()
        if "f" in kind or "t" in kind:
            self.template(quote, raw="r" in kind)
        else:
            self.plain(quote)
        raw = self.text[start : self.place]
        if "t" in kind:
            self.needed.add((3, 14))
        elif not can_be_read(raw):
            if "f" not in kind:
                raise _Unreadable
            self.needed.add((3, 12))
        self.pieces.append("b''" if "b" in kind else "''")

    def plain(self, quote: str) -> None:
        while not self.at(quote):
            self.step(quote, escapes=True)
        self.place += len(quote)

    def template(self, quote: str, raw: bool) -> None:
        """The rest of an f-string, whose fields hold any code, strings with the same quotes too."""
        while not self.at(quote):
            if self.at("{{") or self.at("}}"):
                self.place += 2
            elif self.at("{"):
                self.field(quote, raw)
            elif self.at("}"):
                raise _Unreadable
            else:
                self.step(quote, escapes=True)
        self.place += len(quote)

    def field(self, quote: str, raw: bool) -> None:
        self.place += 1
        inner = _Scanner(self.text, self.needed, self.place)
        code = inner.code(ends="}!:=")
        self.place = inner.place
        if not can_be_read(f"(\n{code.strip()}\n)") or not code.strip():
            raise _Unreadable
        if self.at("="):
            self.place += 1
            self.skip_blanks()
        if self.at("!"):
            self.place += 2
            self.skip_blanks()
        if self.at(":"):
            self.place += 1
            while not self.at("}"):
                self.field(quote, raw) if self.at("{") else self.step(quote, escapes=not raw)
        if not self.at("}"):
            raise _Unreadable
        self.place += 1

    def skip_blanks(self) -> None:
        while self.at(" "):
            self.place += 1

    def at(self, text: str) -> bool:
        return self.text.startswith(text, self.place)

    def step(self, quote: str, escapes: bool) -> None:
        """One character of a string."""
        if self.place >= len(self.text) or (len(quote) == 1 and self.text[self.place] == "\n"):
            raise _Unreadable
        self.place += 2 if escapes and self.at("\\") else 1


def _without_strings(source: str, needed: set[Version]) -> str:
    return _Scanner(source, needed).code()


def said(version: Version) -> str:
    """As people say it."""
    return "Python " + ".".join(map(str, version))
