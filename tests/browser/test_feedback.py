"""The feedback page of a wrong answer, as its student reads it."""

import json
import re
from pathlib import Path
from typing import Literal

import pytest
import torch
from contrast import hard_to_read
from graded_course import LAB, WRONG, feedback_page
from playwright.sync_api import Browser, Page, expect

from autograder.course.course import find_course
from autograder.references.lab_settings import settings_file

SOLUTION_WORDS = ("my_train_model(10)", "My training", "40 batch updates reach", "BEGIN SOLUTION")
"""What stands only in the source notebook's solutions."""

PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 26)"}

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
    hint = panel.locator("details", has_text="Show a hint")
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
    formula = page.locator('math[display="block"]').first
    expect(formula).not_to_be_visible()  # the worked part is folded away
    page.locator("details.worked > summary").first.click()
    expect(formula).to_be_visible()
    assert formula.locator("mover").count() == 1, "a hat over y"
    assert asked == []


def test_on_top_each_task_has_its_title_its_points_and_what_was_found(page: Page, graded_course: Path) -> None:
    page.goto(feedback_page(graded_course, WRONG).as_uri())
    lines = page.get_by_role("navigation", name="Summary").get_by_role("listitem")
    assert [[part.strip() for part in one.inner_text().split("\n") if part.strip()] for one in lines.all()] == [
        [
            "✗",
            "Train: LOSS",
            "0 of 4 points",
            "not right yet: The total loss compares the predictions with the inputs X.",
        ],
        ["✓", "Train: w and b", "3 of 3 points", "right"],
        ["✓", "Plot", "3 of 3 points", "right"],
        ["✎", "Explain", "– of 2 points", "will be graded by a person"],
    ]
    assert page.locator("header").get_by_text("A person still has to decide on 2 of these points.").is_visible()
    page.get_by_role("link", name="Train: LOSS").click()
    expect(page.locator("#practice-losses")).to_be_in_viewport()


def test_answers_are_open_and_the_worked_part_opens_by_key_by_link_and_on_paper(
    page: Page, graded_course: Path
) -> None:
    page.goto(feedback_page(graded_course, WRONG).as_uri())
    worked, work = page.locator("details.worked"), page.locator("details.work")
    folded = worked.get_by_text("Every pair (w, b) is one line").first
    assert work.evaluate_all("them => them.every(one => one.open)")
    expect(page.get_by_text("LOSS.append(criterion(forward(X), X)")).to_be_visible()
    expect(folded).not_to_be_visible()
    worked.first.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(folded).to_be_visible()
    page.keyboard.press("Enter")
    expect(folded).not_to_be_visible()
    place = worked.first.locator("h2[id]").nth(1).get_attribute("id")
    page.evaluate("name => { location.hash = name }", place)
    expect(worked.first.locator("h2[id]").nth(1)).to_be_in_viewport()
    worked.first.locator(":scope > summary").click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details").evaluate_all("them => them.every(one => one.open)")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not worked.first.evaluate("one => one.open")


def test_on_paper_nothing_is_cut_off_and_the_work_comes_before_the_worked_part(
    page: Page, graded_course: Path, artefacts: Path
) -> None:
    page.goto(feedback_page(graded_course, WRONG).as_uri())
    page.pdf(path=str(artefacts / "feedback.pdf"), format="A4")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 980})  # what is printable of A4
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tops = {kind: page.locator(f"details.{kind}").first.bounding_box()["y"] for kind in ("work", "worked")}  # type: ignore[index]
    assert tops["work"] < tops["worked"]
    assert page.locator("pre").evaluate_all("them => them.every(one => one.scrollWidth <= one.clientWidth + 1)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_is_readable_on_light_and_dark_and_on_a_phone(
    chromium: Browser, graded_course: Path, artefacts: Path, scheme: Literal["light", "dark"], width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    page.goto(feedback_page(graded_course, WRONG).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor") == PAPER[scheme]
    own = [page.locator(place) for place in ("header", ".panel-heading", "details > summary", ".input_area")]
    assert [one for part in own for here in part.all() for one in hard_to_read(here)] == []
    page.screenshot(path=str(artefacts / f"feedback-{scheme}-{width}.png"), full_page=True)
    context.close()


def test_the_page_lets_nothing_run_or_be_fetched_that_is_not_its_own(page: Page, graded_course: Path) -> None:
    page.goto(feedback_page(graded_course, WRONG).as_uri())
    policy = page.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content") or ""
    assert policy.startswith("default-src 'none'; img-src data:;")
    ran = page.evaluate(
        """() => new Promise(done => {
            addEventListener('securitypolicyviolation', () => setTimeout(() => done(window.ran === true), 200));
            document.body.insertAdjacentHTML('beforeend', '<img src="x:y" onerror="window.ran = true">');
            const script = document.createElement('script');
            script.textContent = 'window.ran = true';
            document.body.append(script);
        })"""
    )
    assert ran is False
