"""The documentation: what its pages point to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOP = ("README.md", "CONTRIBUTING.md", "SECURITY.md")
PAGES = [*(ROOT / name for name in TOP), *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_picture_of_a_page_is_there(page: Path) -> None:
    links = re.findall(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)", page.read_text())
    own = [(mark, text, link) for mark, text, link in links if "://" not in link]
    assert [link for _, _, link in own if not (page.parent / link.split("#")[0]).exists()] == []
    assert all(text for _, text, _ in own), "a picture without words"


def test_every_page_is_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        links = re.findall(r"\]\(([^)\s#]+\.md)(?:#[\w-]*)?\)", page.read_text())
        own = {(page.parent / link).resolve() for link in links if "://" not in link}
        waiting += [link for link in own - reached if link in PAGES]
    assert [page.name for page in PAGES if page not in reached] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_heading_finds_it(page: Path) -> None:
    for link, anchor in re.findall(r"\]\(([^)\s#:]*)#([\w-]+)\)", page.read_text()):
        target = page.parent / link if link else page
        headings = re.findall(r"^#+ (.+)$", target.read_text(), re.MULTILINE)
        anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
        assert anchor in anchors, f"{page.name} points to {link}#{anchor}"
