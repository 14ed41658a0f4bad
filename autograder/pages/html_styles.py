"""What a student's HTML may say about looks: colours, borders, fonts, and lengths within bounds.

Nothing may cover what stands beside it, or push it out of sight: no negative length, no fixed height, no line height
below the letters', nothing huge, and no shorthand that could hold one of these.
"""

import re
from collections.abc import Callable, Mapping

LARGEST: Mapping[str, float] = {"px": 1, "pt": 3 / 4, "em": 1 / 16, "rem": 1 / 16, "ex": 1 / 8, "ch": 1 / 8}
"""unit -> how many of it make a pixel, for letters of usual size"""
WIDEST = 2_000
"""pixels that a thing may be wide or high"""
MOST_SPACE = 100
"""pixels of a margin or a padding"""
THICKEST = 20
"""pixels of a border"""
LARGEST_LETTERS = 48
"""pixels"""
_LENGTH = re.compile(r"(?P<number>\d{1,6}(?:\.\d{0,6})?|\.\d{1,6})(?P<unit>[a-z]{2,3}|%)?", re.ASCII)
_COLOUR = re.compile(r"#[0-9a-f]{3,8}|[a-z]{3,24}|(?:rgb|hsl)a?\([0-9.,%/ deg]{1,60}\)", re.ASCII)
_WORDS = re.compile(r"[a-z]+(?:-[a-z]+)*(?: [a-z]+(?:-[a-z]+)*)*", re.ASCII)
_FONTS = re.compile(r"[\w ,'\"-]{1,200}")
_DISPLAYS = frozenset(
    "block inline inline-block list-item flex inline-flex grid inline-grid table inline-table table-row table-cell "
    "table-caption table-row-group table-header-group".split()
)
Check = Callable[[str], bool]


def _pixels(text: str) -> float | None:
    """A length in pixels, as large as usual letters make it; None where it is none, or relative to something else."""
    found = _LENGTH.fullmatch(text)
    if found is None or (found["unit"] is None and float(found["number"])) or found["unit"] == "%":
        return None
    return float(found["number"]) / LARGEST[found["unit"]] if found["unit"] in LARGEST else _zero(found)


def _zero(found: re.Match[str]) -> float | None:
    return 0.0 if found["unit"] is None else None


def _within(most: float, percent: float = 0.0) -> Check:
    """Whether a length is no more than that many pixels, or per cent of what is around it."""

    def check(text: str) -> bool:
        pixels = _pixels(text)
        if pixels is not None:
            return pixels <= most
        return text.endswith("%") and _number(text[:-1], percent)

    return check


def _number(text: str, most: float, least: float = 0.0) -> bool:
    found = _LENGTH.fullmatch(text)
    return found is not None and found["unit"] is None and least <= float(found["number"]) <= most


def _one_of(*words: str) -> Check:
    return frozenset(words).__contains__


def _any(*checks: Check) -> Check:
    return lambda text: any(check(text) for check in checks)


def _each(check: Check) -> Check:
    """Up to four values, as for the sides of a box."""
    return lambda text: 1 <= len(text.split()) <= 4 and all(map(check, text.split()))


def _is_colour(text: str) -> bool:
    return _COLOUR.fullmatch(text) is not None


def _is_words(text: str) -> bool:
    return len(text) <= 60 and _WORDS.fullmatch(text) is not None


def _is_border(text: str) -> bool:
    """Width, kind and colour in any order; a colour in brackets may hold blanks."""
    parts = re.sub(r"(?<=[(,])\s+|\s+(?=[,)])", "", text).split()
    return len(parts) <= 3 and all(map(_any(_within(THICKEST), _is_colour), parts))


def _is_letter_size(text: str) -> bool:
    """Relative sizes may only shrink: others would grow with every element around them."""
    relative = text.removesuffix("em") if text.endswith("em") and not text.endswith("rem") else ""
    return _number(relative, 1.0) if relative else _within(LARGEST_LETTERS, 100)(text)


_space = _each(_any(_within(MOST_SPACE, 50), _one_of("auto")))
_size = _any(_within(WIDEST, 100), _one_of("auto", "none", "max-content", "min-content", "fit-content"))
_hides = _one_of("auto", "scroll", "hidden")
CHECKS: Mapping[str, Check] = {
    **dict.fromkeys(("background", "background-color", "color"), _is_colour),
    **dict.fromkeys(("border", "border-left", "border-right", "border-top", "border-bottom"), _is_border),
    "border-collapse": _is_words,
    "border-radius": _each(_within(THICKEST)),
    "contain": _one_of("paint"),
    "cursor": _one_of("pointer", "default", "help"),
    "display": _DISPLAYS.__contains__,
    "font-family": lambda text: _FONTS.fullmatch(text) is not None,
    "font-size": _any(_is_letter_size, _one_of(*"xx-small x-small small medium large x-large smaller inherit".split())),
    "font-style": _is_words,
    "font-weight": _any(_is_words, lambda text: _number(text, 1000, 1)),
    "height": _one_of("auto"),
    # with a unit it would stay as it is for larger letters within, and lines would overlap
    "line-height": _any(_one_of("normal"), lambda text: _number(text, 3, 1)),
    "list-style": _is_words,
    **dict.fromkeys(
        (kind + side for kind in ("margin", "padding") for side in ("", "-top", "-right", "-bottom", "-left")), _space
    ),
    **dict.fromkeys(("width", "max-width", "min-width"), _size),
    **dict.fromkeys(("overflow", "overflow-x", "overflow-y"), _hides),
    "text-align": _is_words,
    "text-decoration": _is_words,
    "vertical-align": _is_words,
    "white-space": _is_words,
}
"""property -> whether a value may stay"""
LONGEST_STYLE = 2_000
"""letters of one style attribute"""


def clean_style(style: str) -> str | None:
    """The declarations of a style attribute that may stay; None where none is left."""
    if len(style) > LONGEST_STYLE:
        return None
    kept = []
    for declaration in style.split(";"):
        name, _, value = (part.strip().lower() for part in declaration.partition(":"))
        if name in CHECKS and CHECKS[name](value):
            kept.append(f"{name}:{value}")
    return ";".join(kept) or None
