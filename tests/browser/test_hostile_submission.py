"""Nothing of a hostile submission runs, or fetches anything, where a grader or a student reads it."""

import shutil
from pathlib import Path
from urllib.parse import urlsplit

import hostile
import pytest
from graded_course import LAB
from playwright.sync_api import Page, Route
from servers import jupyter_lab

KNOWN = ("127.0.0.1", "cdnjs.cloudflare.com")
"""Where nbgrader's own pages fetch from: their server, and MathJax."""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Watched:
    """A page, and what of a submission ran or was fetched in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.ran: list[str] = []
        self.fetched: list[str] = []
        page.context.expose_function("ran", lambda name: self.ran.append(str(name)))
        page.context.route("**/*", self._let_through)
        page.on("dialog", lambda dialog: (self.ran.append(f"dialog {dialog.message}"), dialog.dismiss()))

    def _let_through(self, route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.scheme in ("file", "data", "blob") or parts.hostname == "127.0.0.1":
            route.continue_()
            return
        if parts.hostname not in KNOWN:
            self.fetched.append(route.request.url)
        route.abort()

    def read(self, address: str, must_show: str) -> None:
        """Open a page, open what is folded, point at and press what can be, and see that nothing came of it."""
        self.page.goto(address)
        self.page.get_by_text(must_show).first.wait_for(state="attached", timeout=60_000)
        self.page.wait_for_timeout(1500)
        self.page.evaluate(
            """() => {
            document.querySelectorAll('details').forEach(one => { one.open = true });
            for (const kind of ['mouseover', 'focus', 'toggle', 'animationstart'])
                document.querySelectorAll('#notebook *').forEach(one => one.dispatchEvent(new Event(kind)));
            document.querySelectorAll('a[href^="java" i], form, button').forEach(one => {
                if (one.innerText?.includes('press')) one.click?.() });
            }"""
        )
        self.page.wait_for_timeout(500)
        assert self.ran == []
        assert self.fetched == []
        assert self.page.url.split("?")[0].rstrip("/") == address.split("?")[0].rstrip("/")

    def leftovers(self, *own: str) -> list[str]:
        """Addresses and handlers in the page that could run something, less nbgrader's own handlers."""
        found: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll('*')].flatMap(one => [...one.attributes]
            .filter(a => /^on/.test(a.name) || /^(href|src|action|xlink:href)$/.test(a.name)
                && /^[\\s\\0]*(java|data:text)/i.test(a.value))
            .map(a => `${a.name}=${a.value}`))"""
        )
        return [one for one in found if one not in own]

    def covering(self) -> list[str]:
        """Elements inside the notebook that are taken out of the flow of the page."""
        found: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll('#notebook *')]
            .filter(one => ['fixed', 'sticky'].includes(getComputedStyle(one).position)).map(one => one.outerHTML)"""
        )
        return found


@pytest.fixture
def watched(page: Page) -> Watched:
    return Watched(page)


def test_a_page_without_cleaning_would_run_much_of_it(watched: Watched, tmp_path: Path) -> None:
    """What the other tests find nothing of does run where nobody cleans it."""
    page = tmp_path / "raw.html"
    page.write_text("<!doctype html><meta charset=utf-8>" + "\n".join(hostile.forms(hostile.HTML, "raw")[:12]))
    watched.page.goto(page.as_uri(), wait_until="commit")
    watched.page.wait_for_timeout(1500)
    assert {"raw-script", "raw-image-error", "raw-frame-document", "raw-svg-onload"} <= set(watched.ran)
    assert any("outside.example" in address for address in watched.fetched)


def test_nothing_runs_in_a_feedback_page(watched: Watched, graded_course: Path, artefacts: Path) -> None:
    page = graded_course / "feedback" / hostile.STUDENT / LAB / f"{LAB}.html"
    watched.read(page.as_uri(), "practice-losses: not right yet")
    assert watched.leftovers() == []
    assert watched.covering() == []
    watched.page.screenshot(path=str(artefacts / "hostile-feedback.png"))


def test_nothing_runs_in_the_class_report(watched: Watched, graded_course: Path, artefacts: Path) -> None:
    watched.read((graded_course / "report.html").as_uri(), "All students")
    assert watched.leftovers() == []
    assert watched.page.get_by_text(hostile.STUDENT).count(), "the id stands there as text"
    watched.page.screenshot(path=str(artefacts / "hostile-report.png"))


def test_nothing_runs_in_formgrader(watched: Watched, graded_course: Path, artefacts: Path, tmp_path: Path) -> None:
    with jupyter_lab(shutil.copytree(graded_course, tmp_path / "course"), tmp_path / "home") as server:
        address = server.url
        watched.read(server.page("/formgrader/manage_assignments"), LAB)
        watched.read(f"{address}/formgrader/manage_submissions/{LAB}", hostile.STUDENT)
        watched.read(f"{address}/formgrader/manage_students", hostile.STUDENT)
        watched.read(f"{address}/formgrader/gradebook/{LAB}/{LAB}", "Submission #1")
        view = watched.page.locator("tr", has_text="ran('last-name')").locator("a.name-hidden").get_attribute("href")
        watched.read(f"{address}{view}", "practice-losses: not right yet")
        assert watched.leftovers("onclick=toggle_name(true);", "onclick=toggle_name(false);") == []
        assert watched.covering() == []
        watched.page.screenshot(path=str(artefacts / "hostile-formgrader.png"))

        score = watched.page.locator("input#practice-explain")
        score.fill("2")
        with watched.page.expect_response(lambda answer: "/api/grade/" in answer.url):
            score.press("Tab")
