"""How nbconvert shows a student's Markdown, code, text and names on formgrader's and feedback's pages.

`configure` in `nbgrader_plugin` names these as nbconvert's own filters and as a step before. Each takes time that its
bounds limit: Markdown, code and coloured text beyond them are shown as the text they are.
"""

import re
from collections.abc import Mapping
from html import escape as escape_html
from typing import Any

from jinja2 import pass_context
from markupsafe import escape

from autograder.pages.formulas import Formulas
from autograder.pages.sanitizing import REORDERING, as_text, clean_html, contained
from autograder.seams.nbconvert import rendered_markdown
from autograder.seams.nbgrader import NAMES_IN_PAGES

LONGEST_MARKDOWN = 20_000
"""letters of one piece of Markdown, without embedded pictures"""
MOST_MARKDOWN = 100_000
"""the same for a page"""
MOST_FORMULAS = 20_000
"""letters of formulas on a page that become MathML"""
LONGEST_CODE = 20_000
"""letters of a cell's code that gets colours"""
MOST_CODE = 200_000
"""the same for a page"""
LONGEST_LINE = 300
"""letters of a line of such code: the time that colours take grows with its square"""
LONGEST_OUTPUT = 500_000
"""letters of an output's text"""
MOST_COLOUR_CHANGES = 2_000
"""in an output's text"""
LANGUAGES = frozenset(("ipython3", "python3", "python", "r", "julia"))
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=]++")
_PLACE = re.compile(r"data:image/gif;base64,\d{8}")
_ESCAPE = re.compile(r"\x1b\[[0-9;]{0,40}m|(\x1b)")


@pass_context
def markdown_to_html(context: Any, source: str) -> str:
    """Markdown as nbconvert renders it, attached pictures included, formulas as MathML, cleaned, in a box of its own.

    Takes the place of nbconvert's filter `markdown2html`.
    """
    pictures: dict[str, str] = {}
    text = _PICTURE.sub(lambda found: _keep(pictures, found[0]), source)
    if len(text) > LONGEST_MARKDOWN or not _within(context, "markdown", len(text), MOST_MARKDOWN):
        return contained(as_text(source, "Markdown that is too long to be rendered"))
    formulas = Formulas(MOST_FORMULAS - _shown(context).get("formulas", 0))
    try:
        html = _render(text, _attachments(context.get("cell")), formulas)
    except Exception as error:  # whatever a renderer does not expect: a person still has to see the answer
        return contained(as_text(source, f"Markdown that cannot be rendered ({type(error).__name__})"))
    # each picture once: a text can name one a thousand times
    cleaned = formulas.put_back(clean_html(_PLACE.sub(lambda found: pictures.pop(found[0], ""), html)))
    _shown(context)["formulas"] = MOST_FORMULAS - formulas.most
    return contained(cleaned)


def _keep(pictures: dict[str, str], picture: str) -> str:
    """A short address in place of a picture's long one."""
    place = f"data:image/gif;base64,{len(pictures):08d}"
    pictures[place] = picture
    return place


def _shown(context: Any) -> dict[str, int]:
    """How much of each kind the page shows by now."""
    resources = context.get("resources")
    shown: dict[str, int] = resources.setdefault("graded_descent_shown", {}) if isinstance(resources, dict) else {}
    return shown


def _within(context: Any, kind: str, length: int, most: int) -> bool:
    """Whether so much more of a kind fits on the page; what fits is counted."""
    shown = _shown(context)
    if shown.get(kind, 0) + length > most:
        return False
    shown[kind] = shown.get(kind, 0) + length
    return True


def _attachments(cell: Any) -> dict[str, Any]:
    """A cell's attached pictures, without what is no picture."""
    given = cell.get("attachments") if isinstance(cell, Mapping) else None
    return {name: data for name, data in given.items() if data} if isinstance(given, Mapping) else {}


def _render(text: str, attachments: dict[str, Any], formulas: Formulas) -> str:
    missing = "<em>(the picture {} is missing)</em>"
    return rendered_markdown(text, attachments, lambda url: missing.format(escape(url)), formulas.mark)


def unchanged(text: str) -> str:
    """Takes the place of nbconvert's `strip_files_prefix`, which would make other links of those that were cleaned."""
    return text


@pass_context
def code_to_html(context: Any, source: str, language: str | None = None, metadata: Any = None) -> str:
    """Code with colours, as nbconvert's `highlight_code` gives it; without where it is too long."""
    from nbconvert.filters.highlight import Highlight2HTML

    shown = source.translate(REORDERING)
    if not _is_coloured(source) or not _within(context, "code", len(source), MOST_CODE):
        cut = shown[:LONGEST_OUTPUT]
        note = "" if len(cut) == len(shown) else f"\n... ({len(shown)} letters in all)"
        return f'<div class="highlight"><pre>{escape_html(cut + note, quote=False)}</pre></div>'
    return str(Highlight2HTML(pygments_lexer=_language(context.get("nb")))(shown))


def _is_coloured(source: str) -> bool:
    return len(source) <= LONGEST_CODE and all(len(line) <= LONGEST_LINE for line in source.splitlines())


def _language(notebook: Any) -> str:
    """The notebook's language where it is one of the usual; a student's file says what it likes there."""
    metadata = notebook.get("metadata", {}) if isinstance(notebook, Mapping) else {}
    info = metadata.get("language_info", {}) if isinstance(metadata, Mapping) else {}
    name = str(info.get("pygments_lexer") or info.get("name")) if isinstance(info, Mapping) else ""
    return name.casefold() if name.casefold() in LANGUAGES else "ipython3"


def text_to_html(text: Any) -> str:
    """An output's text with the colours that its escapes ask for; without where there are too many of them.

    Takes the place of nbconvert's `ansi2html`.
    """
    from nbconvert.filters.ansi import ansi2html

    whole = str(text)
    shown = whole[:LONGEST_OUTPUT].translate(REORDERING)
    if len(whole) > LONGEST_OUTPUT:
        shown += f"\n... ({len(whole)} letters in all)"
    # an escape that never ends would be searched to the end of the text, once for each
    shown = _ESCAPE.sub(lambda found: "" if found[1] else found[0], shown)
    if shown.count("\x1b") > MOST_COLOUR_CHANGES:
        shown = _ESCAPE.sub("", shown)
    return str(ansi2html(shown))


def escape_names(notebook: Any, resources: Any) -> tuple[Any, Any]:
    """Ids and names of students as text: formgrader's page of a submission would put them in as they are.

    One of nbconvert's preprocessors.
    """
    for name in NAMES_IN_PAGES & resources.keys():
        if isinstance(resources[name], str):
            resources[name] = str(escape(resources[name].translate(REORDERING)))
    return notebook, resources
