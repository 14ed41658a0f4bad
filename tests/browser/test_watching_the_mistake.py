"""A student watches a mistake in a real JupyterLab: three paths on one surface, and hints that come one by one."""

import re
import shutil
from pathlib import Path

import pytest
from contrast import hard_to_read
from notebook_page import NotebookPage
from playwright.sync_api import Browser, Page, expect
from servers import jupyter_lab

from labkit.drills.drill_panel import choices_of, drill_html
from labkit.drills.known_drills import read_drills
from labkit.drills.repair_panel import to_copy
from reference.recipes.mistakes.closer_hints import CLOSER_HINTS

RELEASE = Path(__file__).parents[2] / "release" / "two-parameter-sgd"
ANSWER = """LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
get_surface.start_run("mine")
for epoch in range({epochs}):
    LOSS.append(criterion(forward(X), Y).item())
    get_surface.set_para_loss(w, b, LOSS[-1])
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * {gradient}.grad
        w.grad.zero_()
        b.grad.zero_()
"""
SIZE = 150_000
"""Bytes that a check with paths may add to a notebook."""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_a_mistake_is_watched_step_by_step(theme: str, page: Page, artefacts: Path, tmp_path: Path) -> None:
    page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
    folder = tmp_path / "handout"
    shutil.copytree(RELEASE, folder)
    look = theme.split()[-1].lower()
    with jupyter_lab(folder, tmp_path / "home", theme) as lab:
        notebook = NotebookPage(page, artefacts)
        notebook.open(lab.page("/lab/tree/two-parameter-sgd.ipynb"))
        notebook.restart_and_run_all()
        answer = notebook.cell("YOUR CODE HERE")
        notebook.write(answer, ANSWER.format(gradient="w", epochs=10))
        notebook.run(notebook.cell('start_run("mine")'))
        check = notebook.cell('check("practice-losses")')
        notebook.run(check)
        notebook.expect_text(check, "b is moved by the gradient of w.")

        check.get_by_text("Watch the paths").click()
        panel = check.locator("[role=note]")
        expect(panel).to_contain_text("Both begin in the same place and part in the first epoch")
        for name in ("right", "with the mistake", "your path, as it was recorded"):
            expect(panel.locator("svg text", has_text=re.compile(f"^{name}$"))).to_have_count(1)
        assert hard_to_read(panel) == []
        notebook.picture(f"paths-{look}", check)

        slider = panel.get_by_role("slider", name="step")
        said = panel.locator("[role=group] + div")
        slider.press("Home")
        expect(said).to_contain_text("start: right: w = -12, b = -10; with the mistake: w = -12, b = -10")
        panel.get_by_role("button", name="one step on").click()
        expect(said).to_contain_text("after epoch 1: right: w = -1.467, b = 6.276")
        notebook.picture(f"paths-{look}-first-step", check)
        panel.get_by_role("button", name="play").click()
        expect(said).to_contain_text("after epoch 10: right: w = 1.004, b = -1.011", timeout=20_000)

        # hints one by one: the closer one after three different wrong answers
        expect(panel.get_by_text("Show a hint")).to_be_visible()
        for epochs in (9, 8, 10):
            expect(check.get_by_text("Show a closer hint")).to_have_count(0)
            notebook.write(notebook.cell('start_run("mine")'), ANSWER.format(gradient="w", epochs=epochs))
            notebook.run(notebook.cell('start_run("mine")'))
            notebook.run(check)
            notebook.expect_text(
                check, "b is moved by the gradient of w." if epochs == 10 else f"LOSS has {epochs} entries"
            )
        check.get_by_text("Show a hint").click()
        check.get_by_text("Show a closer hint").click()
        notebook.expect_text(check, CLOSER_HINTS["b-updated-with-w-gradient"])
        assert hard_to_read(check.locator("[role=note]")) == []
        notebook.picture(f"closer-hint-{look}", check)
        notebook.save()

        # the saved page still plays, without a kernel
        page.reload()
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=120_000)
        notebook.settle()
        again = notebook.cell('check("practice-losses")')
        again.get_by_text("Watch the paths").click()
        again.get_by_role("slider", name="step").press("Home")
        expect(again.locator("[role=group] + div")).to_contain_text("start: right")
    saved = (folder / "two-parameter-sgd.ipynb").read_text()
    panels = re.findall(r"data-paths", saved)
    assert panels
    html = re.search(r'"[^"\n]*data-paths(?:[^"\\\n]|\\.)*"', saved)
    assert html is not None
    assert len(html[0].encode()) < SIZE


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_drill_is_answered_wrong_then_right(scheme: str, chromium: Browser, artefacts: Path, tmp_path: Path) -> None:
    (known, *_) = read_drills([RELEASE])
    number = next(place for place, case in enumerate(known.cases) if case.mistake == "b-updated-with-w-gradient")
    context = chromium.new_context(viewport={"width": 1000, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    colours = "background:#111;color:#eee" if scheme == "dark" else "background:#fff;color:#222"
    file = tmp_path / "drill.html"
    markup = drill_html(known, number, hides=True, answers=True)
    file.write_text(f'<!doctype html><meta charset=utf-8><body style="{colours};font-family:sans-serif">{markup}')
    page.goto(file.as_uri())
    choices = choices_of(known, number)
    wrong = next(choice for choice in choices if choice.mistake != "b-updated-with-w-gradient")
    page.locator("summary", has_text=wrong.title).click()
    chosen = page.locator("details", has_text=wrong.title)
    expect(chosen.get_by_text("No: that mistake leaves another curve")).to_be_visible()
    page.screenshot(path=artefacts / f"drill-{scheme}-wrong.png", full_page=True)
    page.locator("summary", has_text=known.cases[number].title).click()
    expect(page.get_by_text("Each parameter has a gradient of its own")).to_be_visible()
    expect(page.locator("pre", has_text=re.compile(r"^b\.data -= lr \* w\.grad$"))).to_be_visible()
    assert hard_to_read(page.locator("[role=note]")) == []
    page.screenshot(path=artefacts / f"drill-{scheme}-right.png", full_page=True)
    context.close()


MINI_BATCH = Path(__file__).parents[2] / "release" / "mini-batch"


def test_a_training_is_repaired_in_a_cell_of_ones_own(page: Page, artefacts: Path, tmp_path: Path) -> None:
    page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
    folder = tmp_path / "handout"
    shutil.copytree(MINI_BATCH, folder)
    known = next(one for one in read_drills([folder]) if one.name == "one pair at a time")
    number = next(place for place, case in enumerate(known.cases) if case.mistake == "trained-on-x-as-target")
    wrong = to_copy(known, number, hides=False)
    right = wrong.replace("criterion(forward(x), x)", "criterion(forward(x), y)")
    assert right != wrong
    with jupyter_lab(folder, tmp_path / "home") as lab:
        notebook = NotebookPage(page, artefacts)
        notebook.open(lab.page("/lab/tree/mini-batch.ipynb"))
        notebook.restart_and_run_all()
        shown = notebook.cell("repair=True")
        expect(shown.locator("[role=note]")).to_contain_text("Repair this training")
        assert hard_to_read(shown.locator("[role=note]")) == []
        notebook.picture("repair-shown", shown)
        own = notebook.cell("YOUR CODE HERE")
        notebook.write(own, wrong)
        own = notebook.cell("with repair(")
        notebook.run(own)
        notebook.expect_text(own, "one pair at a time: not right yet.")
        notebook.expect_text(own, known.cases[number].title)
        notebook.picture("repair-wrong", own)
        kept = "print('kept:', LOSS_SGD is kept, 'train_model_SGD' in dir())"
        notebook.write(own, f"kept = LOSS_SGD\n{right}\n{kept}")
        notebook.run(own)
        notebook.expect_text(own, "one pair at a time: right.")
        notebook.expect_text(own, "kept: True True")
        notebook.picture("repair-right", own)
