"""The handout in JupyterLab's dark theme and in Notebook 7."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from contrast import hard_to_read, seen_in
from graded_course import LAB, TRAINING
from notebook_page import NotebookPage
from playwright.sync_api import Page, expect
from servers import jupyter_lab

RELEASE = Path(__file__).parents[2] / "release" / LAB

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@contextmanager
def opened(
    page: Page, artefacts: Path, scratch: Path, view: str, theme: str = "JupyterLab Light"
) -> Iterator[NotebookPage]:
    """The handout in a view, run from top to bottom, with a wrong answer in it."""
    folder = scratch / "handout"
    shutil.copytree(RELEASE, folder)
    with jupyter_lab(folder, scratch / "home", theme) as lab:
        notebook = NotebookPage(page, artefacts)
        notebook.open(lab.page(f"/{view}/{LAB}.ipynb"))
        notebook.restart_and_run_all()
        notebook.write(notebook.cell("YOUR CODE HERE"), TRAINING.format(against="X"))
        notebook.run(notebook.cell("torch.tensor(-12.0"))
        notebook.run(notebook.cell('check("practice-losses")'))
        yield notebook


def test_in_the_dark_theme_panels_hints_and_figures_can_be_read(page: Page, artefacts: Path, tmp_path: Path) -> None:
    with opened(page, artefacts, tmp_path, "lab/tree", "JupyterLab Dark") as notebook:
        assert page.evaluate("document.body.dataset.jpThemeLight") == "false"
        check = notebook.cell('check("practice-losses")')
        notebook.expect_text(check, "not right yet")
        check.locator("summary").first.click()
        panel = check.locator("[role=note]")
        assert len(seen_in(panel)) > 10
        assert hard_to_read(panel) == []
        notebook.picture("dark-wrong-check", check)

        animation = notebook.cell("get_surface.animate()")
        assert hard_to_read(animation.locator("[data-descent]")) == []
        notebook.picture("dark-animation", animation)
        for source in ("train_model(10)", "compare_paths("):
            figure = notebook.cell(source).locator("img").last
            expect(figure).to_be_visible()
            assert figure.get_attribute("alt")
        notebook.picture("dark-three-paths", notebook.cell("compare_paths("))


def test_notebook_7_runs_the_handout_and_shows_panels(page: Page, artefacts: Path, tmp_path: Path) -> None:
    with opened(page, artefacts, tmp_path, "notebooks") as notebook:
        check = notebook.cell('check("practice-losses")')
        notebook.expect_text(check, "compares the predictions with the inputs X")
        panel = check.locator("[role=note]")
        expect(panel.locator("svg").first).to_be_visible()
        assert hard_to_read(panel) == []
        notebook.picture("notebook-7-wrong-check", check)
        expect(notebook.cell("get_surface.animate()").locator("input[type=range]")).to_be_visible()
