"""The documentation: what its pages point to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_picture_of_a_page_is_there(page: Path) -> None:
    links = re.findall(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)", page.read_text())
    own = [(mark, text, link) for mark, text, link in links if "://" not in link]
    assert [link for _, _, link in own if not (page.parent / link.split("#")[0]).exists()] == []
    assert all(text for _, text, _ in own), "a picture without words"
