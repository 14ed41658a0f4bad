"""What the kit uses of nbconvert that nbconvert does not promise: the classes behind its Markdown filter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def rendered_markdown(
    text: str, attachments: Mapping[str, Any], missing: Callable[[str], str], formula: Callable[[str, bool], str]
) -> str:
    """A cell's Markdown as HTML, with attached pictures as nbconvert renders them.

    Uses `IPythonRenderer`, its methods `image`, `inline_math`, `block_math` and `latex_environment` and what the first
    raises, and `MarkdownWithMath` of `nbconvert.filters.markdown_mistune`: nbconvert's filter `markdown2html` ends the
    whole page at a picture that is not attached, and leaves formulas to a script from elsewhere. Were the classes
    renamed, students' written answers would be shown as the text they are; did a missing picture raise something else,
    so would the answers with one; were the methods for formulas renamed, formulas would be shown as TeX.

    Args:
        attachments: name -> MIME type -> base64 text
        missing: what stands in the place of a picture that is not attached, by its address
        formula: what stands in the place of a formula, by its TeX and whether it has lines of its own
    """
    from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath

    class Renderer(IPythonRenderer):  # type: ignore[misc]
        """Goes on where an attached picture is missing."""

        def image(self, text: str, url: str, title: str | None = None) -> str:
            try:
                return super().image(text, url, title)  # type: ignore[no-any-return]
            except (InvalidNotebook, AttributeError, TypeError):
                return missing(url)

        def inline_math(self, body: str) -> str:
            return formula(body, False)

        def block_math(self, body: str) -> str:
            return formula(body, True)

        def latex_environment(self, name: str, body: str) -> str:
            return formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", True)

    rendered: str = MarkdownWithMath(renderer=Renderer(escape=False, attachments=dict(attachments))).render(text)
    return rendered
