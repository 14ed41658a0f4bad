"""What students' code and Markdown may show to a grader's browser: pictures, tables and text, nothing that runs.

formgrader and feedback put a notebook's HTML into the page as it is. So outputs are cleaned before the graded notebook
is written; Markdown, raw cells and code where nbconvert renders them, see `page_filters`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import nh3
from markupsafe import escape

from autograder.pages.formulas import latex_output
from autograder.pages.html_shape import quickly_parsed
from autograder.pages.html_styles import clean_style

IMAGE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+", re.ASCII)
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+", re.ASCII)
FETCHING = re.compile(r"url|image|src|\\\\|@", re.IGNORECASE)
"""In attributes of drawings: what can name another address, or hide such a name."""
LINK = re.compile(r"(https?://[^/\s]|mailto:)", re.IGNORECASE)
"""Links lead elsewhere; those to a place on the same server could look like, and do what, a part of formgrader does."""
REORDERING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\N{REPLACEMENT CHARACTER}")
"""Characters that show text in another order than it has."""
SVG_TAGS = frozenset("svg g path line polyline polygon circle ellipse rect text tspan title desc".split())
SVG_ATTRIBUTES = frozenset(
    "viewBox width height x y x1 x2 y1 y2 cx cy r rx ry d points transform fill fill-opacity stroke stroke-width "
    "stroke-opacity stroke-dasharray text-anchor font-family font-size role aria-label".split()
)
CLASSES = re.compile(r"dataframe|highlight|anchor-link|[a-z][a-z0-9]?", re.ASCII)
"""Classes that tables of pandas, highlighted code and headings have; others could look like a part of formgrader."""
OWN = "text-"
"""Put before names of places in a notebook, as formgrader's own fields are found by such names."""
LARGEST_NUMBER = {"colspan": 100, "rowspan": 100, "span": 100, "size": 20, "width": 4000, "height": 4000}
"""Attributes that make a thing large."""
CONTAINED = "overflow:auto;contain:paint"
"""Style of what is around a student's HTML: nothing in it is painted over what stands beside it."""
LONGEST_TEXT = 20_000
"""letters that are shown of what cannot be shown as it is meant"""
MORE_TAGS = frozenset(("section", "details", "summary", "figure", "figcaption"))
TEXT_TYPES = frozenset(("text/plain", "text/latex"))
PICTURE_TYPES = frozenset(("image/png", "image/jpeg"))
LONGEST_LABEL = 400


@lru_cache(maxsize=512)
def clean_html(html: str, drawings: bool = True) -> str:
    """`html` without anything that could run, cover the page, or fetch from elsewhere; SVG is optional.

    Takes time that grows with the length alone: HTML beyond the bounds of `html_shape` is shown as the text it is.
    """
    if not quickly_parsed(html):
        return as_text(html, "HTML that is too large or too deeply nested to be shown as such")
    return nh3.clean(
        html.translate(REORDERING),
        tags=(nh3.ALLOWED_TAGS | MORE_TAGS | (SVG_TAGS if drawings else frozenset())) - {"bdo"},
        clean_content_tags={"script", "style"} | (set() if drawings else {"svg"}),
        attributes=_allowed_attributes(drawings),
        attribute_filter=_kept_attribute,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
    )


def contained(html: str) -> str:
    """Clean HTML in a box of its own."""
    return f'<div style="{CONTAINED}">{html}</div>' if html else html


def as_text(text: str, reason: str) -> str:
    """What cannot be shown as it is meant, as text, and why."""
    shown = text[:LONGEST_TEXT].translate(REORDERING)
    cut = f", the first {LONGEST_TEXT} of {len(text)} letters" if len(text) > LONGEST_TEXT else ""
    return f"<p><em>Shown as text{cut}: {escape(reason)}.</em></p>\n<pre>{escape(shown)}</pre>"


def _allowed_attributes(drawings: bool) -> dict[str, set[str]]:
    anywhere = {"class", "id", "style", "title", "role", "aria-label", "aria-hidden"}
    return {
        **nh3.ALLOWED_ATTRIBUTES,
        **{tag: set(SVG_ATTRIBUTES) for tag in (SVG_TAGS if drawings else ())},
        "*": anywhere,
        "details": {"open"},
        "img": {"src", "alt", "width", "height"},
    }


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    """Images may be embedded and links may lead elsewhere; neither the other way round. Names stay among themselves."""
    if name == "style":
        return clean_style(value)
    if name == "class":
        return " ".join(filter(CLASSES.fullmatch, value.split())) or None
    if name == "id":
        return OWN + value
    if name in ("href", "cite"):
        return _kept_link(value.strip())
    if name == "src":
        return value if tag == "img" and IMAGE.fullmatch(value) else None
    if name in LARGEST_NUMBER:
        return value if _is_small(value, LARGEST_NUMBER[name]) else None
    if name in ("fill", "stroke") and FETCHING.search(value):
        return None
    return value


def _kept_link(address: str) -> str | None:
    if address.startswith("#"):
        return f"#{OWN}{address[1:]}"
    return address if LINK.match(address) else None


def _is_small(value: str, most: int) -> bool:
    """Whether a number, a length in pixels or a share of what is around is no larger than allowed."""
    found = re.fullmatch(r"\s*(\d{1,6}(?:\.\d{0,9})?)(px|%)?\s*", value, re.ASCII)
    return found is not None and float(found[1]) <= (100 if found[2] == "%" else most)


def clean_output(output: Mapping[str, Any]) -> dict[str, Any]:
    """A notebook's output with only what is known to be harmless; streams and errors are text anyway."""
    if output.get("output_type") not in ("display_data", "execute_result"):
        return dict(output)
    given = output["data"].items() if isinstance(output.get("data"), Mapping) else ()
    data = {kind: cleaned for kind, value in given if (cleaned := _clean(kind, value)) is not None}
    if "text/latex" in data:  # a formula can be made to reach out of its place, as HTML can
        data.setdefault("text/html", contained(latex_output(data.pop("text/latex")[:LONGEST_TEXT])))
    return {**output, "data": data, "metadata": _clean_metadata(output.get("metadata") or {})}


def _clean(kind: str, value: Any) -> str | None:
    """One form of an output; `None` for a form that is not shown."""
    text = "".join(map(str, value)) if isinstance(value, list) else value
    if not isinstance(text, str):
        return None
    if kind in TEXT_TYPES or kind == "text/markdown":
        return text
    if kind in PICTURE_TYPES:
        return text if BASE64.fullmatch(text) else None
    return contained(clean_html(text)) if kind == "text/html" else None


def _clean_metadata(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Sizes and descriptions of pictures; nbconvert writes them into attributes without quotes."""
    kept: dict[str, Any] = {}
    for kind in PICTURE_TYPES & metadata.keys():
        if isinstance(metadata[kind], Mapping):
            sizes = {n: v for n in ("width", "height") if _is_size(v := metadata[kind].get(n))}
            alt = metadata[kind].get("alt")
            kept[kind] = {**sizes, **({"alt": alt[:LONGEST_LABEL]} if isinstance(alt, str) else {})}
    return kept


def _is_size(value: Any) -> bool:
    return type(value) is int and 0 <= value <= LARGEST_NUMBER["width"]
