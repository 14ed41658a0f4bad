"""What students' code and Markdown may show to a grader's browser: pictures, tables and text, nothing that runs.

formgrader and feedback put a notebook's HTML into the page as it is. So outputs are cleaned before the graded notebook
is written, and Markdown and raw cells where nbconvert renders them: `configure` in `nbgrader_plugin` names
`markdown_to_html` and `clean_html` as nbconvert's own filters for these, and `escape_names` as a step before.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import nh3
from jinja2 import pass_context
from markupsafe import escape

IMAGE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+", re.ASCII)
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+", re.ASCII)
FETCHING = re.compile(r"url|image|src|\\\\|@", re.IGNORECASE)
"""In styles: what can name another address, or hide such a name."""
STYLES = frozenset(
    "background background-color border border-left border-collapse color display font font-family font-size "
    "font-style font-weight height line-height list-style margin margin-top margin-bottom margin-left margin-right "
    "max-width min-width overflow overflow-x padding padding-left padding-right text-align text-decoration "
    "vertical-align white-space width".split()
)
"""Styles that change how a thing looks, none that lays it over the page or fetches anything."""
SVG_TAGS = frozenset("svg g path line polyline polygon circle ellipse rect text tspan title desc".split())
SVG_ATTRIBUTES = frozenset(
    "viewBox width height x y x1 x2 y1 y2 cx cy r rx ry d points transform fill fill-opacity stroke stroke-width "
    "stroke-opacity stroke-dasharray text-anchor font-family font-size role aria-label".split()
)
CLASSES = re.compile(r"dataframe|highlight|anchor-link|[a-z][a-z0-9]?", re.ASCII)
"""Classes that tables of pandas, highlighted code and headings have; others could look like a part of formgrader."""
OWN = "text-"
"""Put before names of places in a notebook, as formgrader's own fields are found by such names."""
MORE_TAGS = frozenset(("section", "details", "summary", "figure", "figcaption"))
TEXT_TYPES = frozenset(("text/plain", "text/latex"))
PICTURE_TYPES = frozenset(("image/png", "image/jpeg"))
LONGEST_LABEL = 400
NAMES = frozenset(("student", "first_name", "last_name", "notebook_path"))
"""What formgrader hands to its template of a student's own words."""


@lru_cache(maxsize=512)
def clean_html(html: str, drawings: bool = True) -> str:
    """`html` without anything that could run, cover the page, or fetch from elsewhere; SVG is optional."""
    return nh3.clean(
        html,
        tags=nh3.ALLOWED_TAGS | MORE_TAGS | (SVG_TAGS if drawings else frozenset()),
        clean_content_tags={"script", "style"} | (set() if drawings else {"svg"}),
        attributes=_allowed_attributes(drawings),
        attribute_filter=_kept_attribute,
        url_schemes={"http", "https", "mailto", "data"},
        filter_style_properties=set(STYLES),
        link_rel="noopener noreferrer",
    )


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
    if name == "class":
        return " ".join(filter(CLASSES.fullmatch, value.split())) or None
    if name == "id":
        return OWN + value
    if name == "href" and value.startswith("#"):
        return f"#{OWN}{value[1:]}"
    if name == "src":
        return value if tag == "img" and IMAGE.fullmatch(value) else None
    if name in ("href", "cite") and value.strip().lower().startswith("data:"):
        return None
    if name in ("fill", "stroke", "style") and FETCHING.search(value):
        return None
    return value


def clean_output(output: Mapping[str, Any]) -> dict[str, Any]:
    """A notebook's output with only what is known to be harmless; streams and errors are text anyway."""
    if output.get("output_type") not in ("display_data", "execute_result"):
        return dict(output)
    data = {kind: cleaned for kind, value in output["data"].items() if (cleaned := _clean(kind, value)) is not None}
    return {**output, "data": data, "metadata": _clean_metadata(output.get("metadata", {}))}


def _clean(kind: str, value: Any) -> str | None:
    """One form of an output; `None` for a form that is not shown."""
    text = "".join(value) if isinstance(value, list) else value
    if not isinstance(text, str):
        return None
    if kind in TEXT_TYPES or kind == "text/markdown":
        return text
    if kind in PICTURE_TYPES:
        return text if BASE64.fullmatch(text) else None
    return clean_html(text) if kind == "text/html" else None


def _clean_metadata(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Sizes and descriptions of pictures; nbconvert writes them into attributes without quotes."""
    kept: dict[str, Any] = {}
    for kind in PICTURE_TYPES & metadata.keys():
        if isinstance(metadata[kind], Mapping):
            sizes = {n: v for n in ("width", "height") if type(v := metadata[kind].get(n)) is int}
            alt = metadata[kind].get("alt")
            kept[kind] = {**sizes, **({"alt": alt[:LONGEST_LABEL]} if isinstance(alt, str) else {})}
    return kept


@pass_context
def markdown_to_html(context: Any, source: str) -> str:
    """Markdown as nbconvert renders it, formulas and attached pictures included, cleaned.

    Takes the place of nbconvert's filter `markdown2html`.
    """
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    attachments = context.get("cell", {}).get("attachments", {})
    renderer = IPythonRenderer(escape=False, attachments=attachments)
    return clean_html(MarkdownWithMath(renderer=renderer).render(source))


def escape_names(notebook: Any, resources: Any) -> tuple[Any, Any]:
    """Ids and names of students as text: formgrader's page of a submission would put them in as they are.

    One of nbconvert's preprocessors.
    """
    for name in NAMES & resources.keys():
        if isinstance(resources[name], str):
            resources[name] = str(escape(resources[name]))
    return notebook, resources
