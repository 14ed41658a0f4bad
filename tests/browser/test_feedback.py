"""The feedback page of a wrong answer, as its student reads it."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import torch
from graded_course import LAB, WRONG, feedback_page
from playwright.sync_api import Page, expect

from autograder.course.course import find_course
from autograder.references.lab_settings import settings_file

SOLUTION_WORDS = ("my_train_model(10)", "My training", "40 batch updates reach", "BEGIN SOLUTION")
"""What stands only in the source notebook's solutions."""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def first_loss(slope: float, bias: float, noise: float, seed: float) -> float:
    """The right answer's first entry under a setting, computed as the lab says: the one that its data alone decide."""
    torch.manual_seed(int(seed))
    inputs = torch.arange(-3, 3, 0.1).view(-1, 1)
    targets = slope * inputs + bias + noise * torch.randn(inputs.size())
    return torch.mean((-12 * inputs - 10 - targets) ** 2).item()


def test_a_wrong_answer_is_told_its_points_its_mistake_a_hint_and_where_it_parts(
    page: Page, graded_course: Path, artefacts: Path
) -> None:
    page.goto(feedback_page(graded_course, WRONG).as_uri())
    expect(page.get_by_role("heading").first).to_contain_text("Score: 6.0 / 12.0")
    panel = page.locator(".output_html", has_text="practice-losses: not right yet")
    expect(panel).to_contain_text("compares the predictions with the inputs X")
    hint = panel.locator("details").first
    expect(hint.locator("li")).not_to_be_visible()
    hint.locator("summary").click()
    expect(hint.locator("li")).to_be_visible()
    lines = panel.locator("svg polyline")
    assert lines.count() >= 2
    for index in range(2):
        expect(lines.nth(index)).to_be_visible()
    panel.scroll_into_view_if_needed()
    panel.screenshot(path=str(artefacts / "feedback-panel.png"))


def test_feedback_tells_neither_what_other_data_were_used_nor_a_solution(page: Page, graded_course: Path) -> None:
    file = feedback_page(graded_course, WRONG)
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    text, everything = page.locator("body").inner_text(), file.read_text()
    assert "576.7" in text, "the published data's losses do stand there"
    settings = json.loads(settings_file(find_course(graded_course), LAB).read_text())["fresh"]
    assert settings
    for setting in settings:
        assert str(int(setting["seed"])) not in everything
        shown = [f"{first_loss(**setting):.{digits}g}" for digits in (4, 5, 6)]
        assert [number for number in shown if number in text] == []
    assert [words for words in SOLUTION_WORDS if words in everything] == []


def test_feedback_can_be_read_while_the_network_does_not_answer(page: Page, graded_course: Path) -> None:
    asked: list[str] = []
    page.route(re.compile("^https?:"), lambda route: asked.append(route.request.url))
    page.goto(feedback_page(graded_course, WRONG).as_uri(), wait_until="domcontentloaded", timeout=20_000)
    expect(page.get_by_text("practice-losses: not right yet").first).to_be_visible()
    expect(page.get_by_text("w \\leftarrow w").first).to_be_visible()
    assert [urlsplit(address).hostname for address in asked] == ["cdnjs.cloudflare.com"], "MathJax, and nothing else"
