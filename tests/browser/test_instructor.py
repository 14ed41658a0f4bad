"""An instructor in nbgrader's own formgrader, on a real course."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from graded_course import LAB, answers_against, fill, hand_in, released
from playwright.sync_api import Page, expect
from servers import jupyter_lab

from autograder.course.course import Course

WORDS = (
    "Sixty small steps get farther than one; <script>document.title = 'taken over'</script> by update they are behind."
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def press(page: Page, button: str) -> None:
    """Press a button of formgrader and wait until it says that it is done."""
    page.locator(button).first.click()
    log = page.locator(".modal.in")
    log.wait_for(timeout=180_000)
    title = log.locator(".modal-title")
    expect(title).to_have_text(re.compile("Success|Error"), timeout=180_000)
    assert title.inner_text() == "Success", log.inner_text()
    log.locator(".modal-footer button").click()
    log.wait_for(state="detached")


def test_an_instructor_releases_autogrades_and_grades_by_hand(
    page: Page, artefacts: Path, tmp_path: Path, new_course: Callable[[Path], Course]
) -> None:
    course = new_course(tmp_path / "course").root
    for student, targets in (("ada", "Y"), ("ben", "X")):
        notebook = released(course)
        fill(notebook, answers_against(targets, WORDS))
        hand_in(course, student, notebook)
    with jupyter_lab(course, tmp_path / "home") as server:
        page.goto(server.page("/formgrader/manage_assignments"))
        page.locator("td.assign a").first.wait_for(timeout=60_000)
        press(page, "td.assign a")

        page.goto(f"{server.url}/formgrader/manage_submissions/{LAB}")
        page.locator("tr", has_text="ada").locator("td.autograde a").wait_for(timeout=60_000)
        for student in ("ada", "ben"):
            press(page, f"tr:has-text('{student}') td.autograde a")
        expect(page.locator("tr", has_text="ada").locator("td.score")).to_contain_text("10 / 12", timeout=30_000)
        expect(page.locator("tr", has_text="ben").locator("td.score")).to_contain_text("6 / 12")
        page.screenshot(path=str(artefacts / "formgrader-class.png"))

        page.goto(f"{server.url}/formgrader/gradebook/{LAB}/{LAB}")
        bens = page.locator("a.name-shown", has_text="ben").first
        bens.wait_for(state="attached", timeout=60_000)
        page.goto(f"{server.url}{bens.get_attribute('href')}")
        page.locator("#practice-explain").wait_for(timeout=60_000)
        expect(page.locator("body")).to_contain_text("practice-losses:")
        beside = page.locator(".text_cell", has_text="What this submission's run shows")
        expect(beside).to_contain_text("The total loss compares the predictions with the inputs X.")
        expect(beside).to_contain_text("LOSS = 594.28, ")
        assert page.title() != "taken over"
        page.locator("#practice-losses").scroll_into_view_if_needed()
        page.screenshot(path=str(artefacts / "formgrader-submission.png"))
        page.locator("#practice-explain").fill("2")
        page.locator("#practice-explain").press("Tab")
        page.wait_for_timeout(2000)

        page.goto(f"{server.url}/formgrader/manage_submissions/{LAB}")
        page.locator("td.generate-feedback a").first.wait_for(timeout=60_000)
        press(page, "tr:has-text('ben') td.generate-feedback a")

    with sqlite3.connect(course / "gradebook.db") as gradebook:
        scores = gradebook.execute("select manual_score from grade where manual_score is not null").fetchall()
    assert (2.0,) in scores

    feedback = course / "feedback" / "ben" / LAB / f"{LAB}.html"
    page.goto(feedback.as_uri())
    expect(page.locator("body")).to_contain_text("compares the predictions with the inputs X")
    assert page.title() != "taken over"
    page.get_by_text("Show a hint").first.click()
    page.get_by_text("practice-losses: not right yet").first.scroll_into_view_if_needed()
    page.screenshot(path=str(artefacts / "feedback-wrong-answer.png"))
