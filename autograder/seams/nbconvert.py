"""What the kit uses of nbconvert that nbconvert does not promise: the classes behind its Markdown filter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def rendered_markdown(text: str, attachments: Mapping[str, Any], missing: Callable[[str], str]) -> str:
    """A cell's Markdown as HTML, with formulas and attached pictures as nbconvert renders them.

    Uses `IPythonRenderer`, its method `image` and what that raises, and `MarkdownWithMath` of
    `nbconvert.filters.markdown_mistune`: nbconvert's filter `markdown2html` ends the whole page at a picture that is
    not attached. Were they renamed, students' written answers would be shown as the text they are; did a missing
    picture raise something else, so would the answers with one.

    Args:
        attachments: name -> MIME type -> base64 text
        missing: what stands in the place of a picture that is not attached, by its address
    """
    from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath

    class Renderer(IPythonRenderer):  # type: ignore[misc]
        """Goes on where an attached picture is missing."""

        def image(self, text: str, url: str, title: str | None = None) -> str:
            try:
                return super().image(text, url, title)  # type: ignore[no-any-return]
            except (InvalidNotebook, AttributeError, TypeError):
                return missing(url)

    rendered: str = MarkdownWithMath(renderer=Renderer(escape=False, attachments=dict(attachments))).render(text)
    return rendered
