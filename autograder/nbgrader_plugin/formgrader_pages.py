"""formgrader's own pages, with what they show of people and folders as text.

nbgrader 0.9.6 puts ids from addresses and folders into pages and messages as they are, so that one with a tag in it, or
a link with one that somebody is led to press, runs as a script of whoever grades. Its pages can be configured in no
way, but the course's configuration is read by the server before formgrader makes its template environment: `configure`
hands it another one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import BaseLoader, Environment
from markupsafe import Markup

from autograder.seams.nbgrader import DIALOGS, replace_formgrader_templates

_ESCAPES = str.maketrans({"<": "&lt;", ">": "&gt;", '"': "&#34;"})
"""All that ends a text or a quoted text in these templates; ``&`` and ``'`` stay, as scripts make addresses of ids."""
_TEXT_IN_DIALOGS = """
  <script>
  createModal = (function (create) {
    return function (id, title, body, footer) {
      return create(id, title, typeof body === "string" ? $("<p/>").text(body) : body, footer);
    };
  })(createModal);
  </script>"""
"""nbgrader gives its dialogs a sentence with an id in it, and jQuery takes it for HTML."""


def show_text_as_text() -> None:
    """In a server that is about to load formgrader: its templates escape what is put into them."""
    replace_formgrader_templates(_environment)


def _environment(loader: BaseLoader) -> Environment:
    return Environment(loader=_Pages(loader), autoescape=True, finalize=_escaped)


def _escaped(value: Any) -> Any:
    """What a template puts into a page: markup of its own as it is, everything else as text."""
    return value if hasattr(value, "__html__") else Markup(str(value).translate(_ESCAPES))


class _Pages(BaseLoader):
    """nbgrader's templates, with sentences in dialogs shown as text."""

    def __init__(self, stock: BaseLoader) -> None:
        self.stock = stock

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """A template's text."""
        source, file, is_current = self.stock.get_source(environment, template)
        return source.replace(DIALOGS, DIALOGS + _TEXT_IN_DIALOGS), file, is_current
