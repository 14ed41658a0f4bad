"""What students meet in the handout of each lab: checks that fail until the answers stand, in a real kernel."""

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.notebooknode import NotebookNode

ROOT = Path(__file__).parents[2]
LABS = sorted(path.name for path in (ROOT / "source").iterdir())
ANSWERS = ("practice-train", "practice-plot")

pytestmark = pytest.mark.slow


def code_cells(notebook: NotebookNode) -> dict[str, NotebookNode]:
    return {cell.id: cell for cell in notebook.cells if cell.cell_type == "code"}


@pytest.fixture(scope="module", params=LABS)
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The outputs of all cells of the handout as released, and again of those after the answers, with answers."""
    lab = request.param
    folder = tmp_path_factory.mktemp("student") / lab
    shutil.copytree(ROOT / "release" / lab, folder)
    handout = nbformat.read(folder / f"{lab}.ipynb", as_version=nbformat.NO_CONVERT)
    solved = nbformat.read(ROOT / "source" / lab / f"{lab}.ipynb", as_version=nbformat.NO_CONVERT)
    client = NotebookClient(handout, timeout=120, allow_errors=True, resources={"metadata": {"path": str(folder)}})
    with client.setup_kernel():
        released = {name: run(client, cell) for name, cell in code_cells(handout).items() if name != "rehearsal"}
        nbformat.write(solved, folder / f"{lab}.ipynb")
        for name in ANSWERS:
            code_cells(handout)[name].source = code_cells(solved)[name].source
        names = list(code_cells(handout))
        again = {name: run(client, code_cells(handout)[name]) for name in names[names.index(ANSWERS[0]) :]}
    tasks = [cell.id for cell in code_cells(handout).values() if cell.metadata["nbgrader"]["grade"]]
    return {"released": released, "answered": again, "tasks": tasks}


def run(client: NotebookClient, cell: NotebookNode) -> list[NotebookNode]:
    return list(client.execute_cell(cell, client.nb.cells.index(cell)).outputs)


def text_of(outputs: list[NotebookNode]) -> str:
    """What a student reads: printed text, panels, and exceptions."""
    parts = ["\n".join(o.get("traceback", [])) + o.get("text", "") for o in outputs]
    return "\n".join([*parts, *(o.data.get("text/plain", "") for o in outputs if "data" in o)])


def test_the_worked_cells_run_without_a_complaint(seen: dict[str, Any]) -> None:
    for name, outputs in seen["released"].items():
        if name not in (*seen["tasks"], *ANSWERS):
            assert {o.output_type for o in outputs} <= {"stream", "display_data"}, name
            assert not [o for o in outputs if o.get("name") == "stderr"], text_of(outputs)


def test_the_empty_handout_fails_each_task(seen: dict[str, Any]) -> None:
    assert len(seen["tasks"]) >= 3
    for task in seen["tasks"]:
        said = text_of(seen["released"][task])
        assert f"{task}: nothing to check yet." in said
        assert "Traceback" not in said


def test_the_solution_passes_each_task(seen: dict[str, Any]) -> None:
    for task in seen["tasks"]:
        outputs = seen["answered"][task]
        assert f"{task}: right." in text_of(outputs)
        assert not [o for o in outputs if o.output_type == "error"]


def test_the_solution_passes_the_rehearsal_on_other_data(seen: dict[str, Any]) -> None:
    said = text_of(seen["answered"]["rehearsal"])
    assert [line for line in said.splitlines() if line.startswith("practice")] == [
        f"{task}: right." for task in seen["tasks"]
    ]
