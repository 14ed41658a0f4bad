"""An instructor in nbgrader's own formgrader, on a real course."""

import json
import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from servers import jupyter_lab

from autograder.release import create_course

LAB = "two-parameter-sgd"
TRAINING = """LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), {against}).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
"""
PLOT = 'plt.plot(LOSS, label="my loss")\nplt.xlabel("epoch")\nplt.ylabel("loss")\nplt.legend()\nplt.show()'
WORDS = (
    "Sixty small steps get farther than one; <script>document.title = 'taken over'</script> by update they are behind."
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def hand_in(course: Path, student: str, against: str) -> None:
    """A submission of the release notebook with its answer cells filled."""
    notebook = json.loads((course / "release" / LAB / f"{LAB}.ipynb").read_text())
    answers = {"practice-train": TRAINING.format(against=against), "practice-plot": PLOT, "practice-explain": WORDS}
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = answers.get(grade_id, cell["source"])
    folder = course / "submitted" / student / LAB
    folder.mkdir(parents=True)
    (folder / f"{LAB}.ipynb").write_text(json.dumps(notebook))


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


def test_an_instructor_releases_autogrades_and_grades_by_hand(page: Page, artefacts: Path, tmp_path: Path) -> None:
    course = tmp_path / "course"
    create_course(course)
    hand_in(course, "ada", against="Y")
    hand_in(course, "ben", against="X")
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
