"""What of an attack is left in a page that people read."""

from __future__ import annotations

import html.parser
import re


class Dangers(html.parser.HTMLParser):
    """What of a page could run, fetch, cover or imitate, distinguished from nbgrader's own by the attack's tag."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._tag = tag
        self._script = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._script = tag == "script"
        for name, value in attributes:
            text = value or ""
            if self._tag in text and _is_dangerous(name, text):
                self.found.append(f"{tag} {name}={text[:60]}")

    def handle_endtag(self, tag: str) -> None:
        self._script = False

    def handle_data(self, data: str) -> None:
        if self._script and self._tag in data:
            self.found.append(f"script {data[:60]}")


def _is_dangerous(name: str, text: str) -> bool:
    if name.startswith("on") or re.match(r"\s*(javascript|data:text)", text, re.IGNORECASE):
        return True
    if name == "style":
        return bool(re.search(r"position|margin[^:]*:[^;]*-|z-index|url\(|transform|\b(top|left):\s*-", text))
    return (
        name in ("src", "href", "action", "srcset", "poster", "data") and "outside.example" in text and name != "href"
    )


def dangers(page: str, tag: str) -> list[str]:
    """What of an attack is left in a page."""
    parser = Dangers(tag)
    parser.feed(page)
    return parser.found
