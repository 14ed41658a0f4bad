"""Formulas on pages as MathML, which is made when a page is written: a reader's browser fetches nothing for it.

A formula of a student is as little trusted as the rest: of what the library makes of it only known elements and
attributes stay, and a formula that is too long, or that the library cannot read, is shown as the TeX it is.
"""

from __future__ import annotations

import re
import secrets
from functools import lru_cache
from html import escape, unescape
from xml.etree.ElementTree import Element

from autograder.seams.latex2mathml import mathml

LONGEST_FORMULA = 1_000
"""letters"""
DEEPEST = 60
"""elements within each other"""
ELEMENTS = frozenset(
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle "
    "mpadded mphantom menclose".split()
)
ATTRIBUTES = {
    "display": re.compile("block|inline"),
    "displaystyle": re.compile("true|false"),
    "scriptlevel": re.compile(r"\+?[0-3]"),
    "accent": re.compile("true|false"),
    "stretchy": re.compile("true|false"),
    "fence": re.compile("true|false"),
    "form": re.compile("prefix|infix|postfix"),
    "movablelimits": re.compile("true|false"),
    "linethickness": re.compile("0"),
    "mathvariant": re.compile("normal"),
    "columnalign": re.compile(r"(?:left|right|center)(?: (?:left|right|center)){0,20}"),
    "width": re.compile(r"(?:-0|[0-2])(?:\.\d{1,5})?em"),
    "notation": re.compile("box"),
    "linebreak": re.compile("newline"),
}
"""attribute -> what it may say; none of them can lead elsewhere, take a class or be a style"""
_ALIGNED = re.compile(r"(\\(?:begin|end)\{)aligned\}")
_DOLLARS = re.compile(r"\s*(\$\$?)(.+)\1\s*", re.DOTALL)


def formula(tex: str, block: bool = False) -> str:
    """A formula as MathML; as the TeX it is where that cannot be made."""
    return _made(tex, block) or as_tex(tex, block)


def as_tex(tex: str, block: bool = False) -> str:
    """A formula as text."""
    mark = "$$" if block else "$"
    return f"<code>{mark}{escape(tex)}{mark}</code>"


def latex_output(text: str) -> str:
    """An output of the type text/latex as HTML; as the text it is where it is no formula, or none that can be made."""
    found = _DOLLARS.fullmatch(text) if len(text) <= 2 * LONGEST_FORMULA else None
    return (found and _made(found[2], True)) or escape(text, quote=False)


@lru_cache(maxsize=2048)
def _made(tex: str, block: bool) -> str | None:
    if len(tex) > LONGEST_FORMULA:
        return None
    try:
        return _written(mathml(_ALIGNED.sub(r"\1align*}", tex), block), tex)
    except Exception:  # whatever the library does not expect: the formula is still to be read
        return None


def _written(root: Element, tex: str) -> str:
    """An element as HTML, of known parts alone.

    Raises:
        ValueError: where it holds something else, so that what it means would be lost.
    """
    inner = "".join(_part(child, 1) for child in root)
    display = "block" if root.get("display") == "block" else "inline"
    return f'<math display="{display}" alttext="{escape(tex)}">{inner}</math>'


def _part(element: Element, depth: int) -> str:
    if element.tag not in ELEMENTS or depth > DEEPEST:
        raise ValueError(f"the formula has a part {element.tag!r} at depth {depth}")
    text = unescape(element.text or "")
    if (text.startswith("\\") and len(text) > 1) or (element.tag == "mi" and text == "&"):
        raise ValueError(f"the library does not know {text}")
    kept = "".join(
        f' {name}="{escape(value)}"'
        for name, value in element.attrib.items()
        if name in ATTRIBUTES and ATTRIBUTES[name].fullmatch(value)
    )
    inner = escape(text) + "".join(_part(child, depth + 1) for child in element)
    return f"<{element.tag}{kept}>{inner}</{element.tag}>"


class Formulas:
    """The formulas of one text: marks in their places while the text is rendered and cleaned, then what they mean.

    A mark is an element whose name nobody can know beforehand, with quotes that stay quotes in an element alone: where
    a mark has got into an attribute, the formula is put there as text.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        """letters of formulas that become MathML; the others stay TeX"""
        self._secret = f"formula-{secrets.token_hex(16)}"
        self._found: list[tuple[str, bool]] = []

    def mark(self, tex: str, block: bool) -> str:
        """Keep a formula; returns what stands in its place."""
        self._found.append((tex, block))
        return f'<code class="highlight">{self._secret}:{len(self._found) - 1}:</code>'

    def put_back(self, html: str) -> str:
        """Clean HTML with formulas in the place of their marks."""
        if not self._found:
            return html
        name = re.escape(self._secret)
        html = re.sub(rf'<code class="highlight">{name}:(\d+):</code>', lambda found: self._shown(int(found[1])), html)
        return re.sub(rf"{name}:(\d+):", lambda found: escape(f"${self._found[int(found[1])][0]}$"), html)

    def _shown(self, place: int) -> str:
        tex, block = self._found[place]
        self.most -= len(tex)
        return formula(tex, block) if self.most >= 0 else as_tex(tex, block)
