"""formgrader's own pages show ids of students and names of folders as text, whatever they are and wherever from."""

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Page
from servers import Lab, jupyter_lab
from test_hostile_submission import Watched

from autograder.assignments.releases import CONFIG_TEXT, open_gradebook
from autograder.course.course import find_course

LAB = "lab-1"
IDS = ("<img src=x onerror=ran('id')>", "\"><svg onload=ran('quoted')>", "\";ran('script');\"", "a&amp;b", "o'neil")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A server in a course whose students and folders are called after attacks."""
    course = tmp_path_factory.mktemp("pages") / "course"
    (course / "source" / LAB).mkdir(parents=True)
    empty = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    (course / "source" / LAB / f"{LAB}.ipynb").write_text(empty)
    (course / "nbgrader_config.py").write_text(CONFIG_TEXT)
    with open_gradebook(find_course(course)) as gradebook:
        gradebook.add_assignment(LAB)
        for student in IDS:
            gradebook.add_student(student, first_name="Ada")
            folder = course / "submitted" / student / LAB
            folder.mkdir(parents=True)
            (folder / f"{LAB}.ipynb").write_text(empty)
    with jupyter_lab(course, tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture
def watched(page: Page, server: Lab) -> Watched:
    watched = Watched(page)
    page.goto(server.page("/formgrader/manage_assignments"))
    return watched


@pytest.mark.parametrize("student", IDS)
def test_the_page_of_a_student_shows_the_id_as_text(watched: Watched, server: Lab, student: str) -> None:
    watched.read(f"{server.url}/formgrader/manage_students/{quote(student, safe='')}", "Students")
    watched.read(f"{server.url}/formgrader/manage_students/{quote(student, safe='')}/{LAB}", "Students")
    if "&" not in student:
        assert watched.page.locator(".breadcrumb").inner_text().count(student) == 1


def test_pages_of_labs_and_notebooks_show_their_names_as_text(watched: Watched, server: Lab) -> None:
    for page in ("manage_submissions", "gradebook"):
        watched.page.goto(f"{server.url}/formgrader/{page}/{quote(IDS[0], safe='')}")
        watched.page.wait_for_timeout(1000)
    assert watched.ran == []


def test_a_page_of_a_student_with_an_apostrophe_finds_the_submissions(watched: Watched, server: Lab) -> None:
    with watched.page.expect_response(lambda answer: "/api/student_submissions/" in answer.url) as found:
        watched.page.goto(f"{server.url}/formgrader/manage_students/o'neil")
    assert found.value.url.endswith("/o'neil")
    assert found.value.ok


def test_a_dialog_about_a_failure_shows_the_folder_as_text(watched: Watched, server: Lab) -> None:
    watched.page.route("**/autograde", lambda route: route.fulfill(status=500, body="broken"))
    watched.page.goto(f"{server.url}/formgrader/manage_submissions/{LAB}")
    watched.page.locator("tr", has_text="onerror").locator(".autograde a").click()
    watched.page.locator(".modal-body").wait_for()
    watched.page.wait_for_timeout(1000)
    assert watched.ran == []
    assert IDS[0] in watched.page.locator(".modal-body").inner_text()
