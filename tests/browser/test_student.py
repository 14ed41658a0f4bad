"""A student with the handout in a real JupyterLab."""

import shutil
from pathlib import Path

import pytest
from contrast import hard_to_read
from notebook_page import NotebookPage
from playwright.sync_api import Page
from servers import jupyter_lab

RELEASE = Path(__file__).parents[2] / "release" / "two-parameter-sgd"

START = """LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)

for epoch in range(10):
    LOSS.append(criterion(forward(X), {against}).item())
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
"""
PLOT = 'plt.plot(LOSS, "o-", label="my loss")\nplt.xlabel("epoch")\nplt.ylabel("loss")\nplt.legend()\nplt.show()'

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_student_errs_reads_why_corrects_it_and_validates(page: Page, artefacts: Path, tmp_path: Path) -> None:
    folder = tmp_path / "handout"
    shutil.copytree(RELEASE, folder)
    with jupyter_lab(folder, tmp_path / "home") as lab:
        notebook = NotebookPage(page, artefacts)
        notebook.open(lab.page("/lab/tree/two-parameter-sgd.ipynb"))
        notebook.restart_and_run_all()
        notebook.picture("student-live-figure", notebook.cell("train_model(10)"))

        answer = notebook.cell("YOUR CODE HERE")
        notebook.write(answer, START.format(against="X"))
        notebook.run(notebook.cell("torch.tensor(-12.0"))
        check = notebook.cell('check("practice-losses")')
        notebook.run(check)
        notebook.expect_text(check, "not right yet")
        notebook.expect_text(check, "compares the predictions with the inputs X")
        check.locator("summary").first.click()
        assert hard_to_read(check.locator("[role=note]")) == []
        notebook.picture("student-wrong-check", check)

        notebook.write(notebook.cell("torch.tensor(-12.0"), START.format(against="Y"))
        notebook.run(notebook.cell("torch.tensor(-12.0"))
        notebook.run(check)
        notebook.expect_text(check, "practice-losses: right.")
        notebook.picture("student-right-check", check)
        parameters = notebook.cell('check("practice-parameters")')
        notebook.run(parameters)
        notebook.expect_text(parameters, "practice-parameters: right.")

        notebook.write(notebook.cell("YOUR CODE HERE"), PLOT)
        notebook.run(notebook.cell('label="my loss"'))
        figure = notebook.cell('check("practice-figure")')
        notebook.run(figure)
        notebook.expect_text(figure, "practice-figure: right.")

        notebook.write_markdown("YOUR ANSWER HERE", "An epoch of 60 updates gets farther than one of a single update.")
        notebook.save()
        rehearsal = notebook.cell("rehearse()")
        notebook.run(rehearsal)
        for task in ("practice-losses", "practice-parameters", "practice-figure"):
            notebook.expect_text(rehearsal, f"{task}: right.")
        notebook.picture("student-rehearsal", rehearsal)

        page.get_by_role("button", name="Validate").click()
        dialog = page.locator(".jp-Dialog")
        dialog.wait_for(timeout=120_000)
        assert "Success" in dialog.inner_text()
        notebook.picture("student-validated")
