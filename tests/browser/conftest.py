"""Chromium for the browser tests, and a folder in which their screenshots are kept."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from graded_course import make_graded_course
from playwright.sync_api import Browser, Page, sync_playwright

from autograder.course.course import Course

ARTEFACTS = Path(os.environ.get("TEST_ARTEFACTS", Path(__file__).parents[2] / "test-artefacts"))
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; without one the test is skipped, which CI does not accept."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("there is no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_OPTIONS))
        yield browser
        browser.close()


@pytest.fixture
def artefacts() -> Path:
    """Where screenshots are kept."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    return ARTEFACTS


@pytest.fixture(scope="session")
def graded_course(made_once: Callable[..., Path], new_course: Callable[[Path], Course]) -> Path:
    """A graded course that tests only look at, see `make_graded_course`."""
    return made_once("browser-course", lambda folder: make_graded_course(new_course(folder)))


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page at the width of a laptop."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
