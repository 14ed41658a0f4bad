"""The source notebook keeps the contract: its cells, its points, and the numbers that its worked code shows."""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from nbformat.notebooknode import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import ClearSolutions

SOURCE = Path(__file__).parents[2] / "source" / "two-parameter-sgd" / "two-parameter-sgd.ipynb"
SETTING_NAMES = {"slope", "bias", "noise", "seed"}
GRADED = [
    # grade_id, cell type, grade, solution, points: the contract table of the lab
    ("practice-train", "code", False, True, None),
    ("practice-losses", "code", True, False, 4),
    ("practice-parameters", "code", True, False, 3),
    ("practice-plot", "code", False, True, None),
    ("practice-figure", "code", True, False, 3),
    ("practice-explain", "markdown", True, True, 2),
]
# Printed by runs outside this project (torch, CPU, float32); the last digits depend on the processor.
PUBLISHED = {
    "LOSS_BGD": "835.276123 175.466934 55.027836 26.094278 15.254074 9.538639 6.074167 3.886739 2.490892 1.597787",
    "LOSS_SGD": "835.276123 83.795914 20.337473 4.659733 1.211859 0.253762 0.092985 0.021958 0.021044 0.013030",
    "LOSS_Loader": "835.276123 84.691483 19.823639 4.885771 1.089465 0.304291 0.059869 0.029811 0.008954 0.010677",
    "LOSS": "576.709656 73.436104 17.168634 4.242830 0.941965 0.266524 0.052187 0.027348 0.008678 0.010460",
}
FINAL = {
    "batch-run": (0.979537, -2.031597),
    "sgd-run": (1.055418, -1.021021),
    "loader-run": (1.004143, -1.012217),
    "practice-train": (1.003857, -1.011374),
}
RUN_OF = {"LOSS_BGD": "batch-run", "LOSS_SGD": "sgd-run", "LOSS_Loader": "loader-run", "LOSS": "practice-train"}


@pytest.fixture(scope="module")
def notebook() -> NotebookNode:
    return nbformat.read(SOURCE, as_version=nbformat.NO_CONVERT)


def meta(cell: NotebookNode) -> NotebookNode:
    return cell.metadata["nbgrader"]


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def cell_of(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if cell.id == name)


# --- the cells -----------------------------------------------------------------------------------------------


def test_the_notebook_is_valid_for_nbformat_and_for_nbgrader(notebook: NotebookNode) -> None:
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"


def test_the_graded_cells_are_those_of_the_contract_in_this_order(notebook: NotebookNode) -> None:
    found = [
        (cell.id, cell.cell_type, meta(cell).grade, meta(cell).solution, meta(cell).get("points"))
        for cell in notebook.cells
        if meta(cell).grade or meta(cell).solution
    ]
    assert found == GRADED


def test_every_other_cell_is_read_only(notebook: NotebookNode) -> None:
    graded = {row[0] for row in GRADED}
    for cell in notebook.cells:
        if cell.id not in graded:
            kind = {key: meta(cell)[key] for key in ("grade", "solution", "locked", "task")}
            assert kind == {"grade": False, "solution": False, "locked": True, "task": False}, cell.id


def test_each_cell_has_one_unique_name_for_jupyter_and_nbgrader(notebook: NotebookNode) -> None:
    names = [cell.id for cell in notebook.cells]
    assert len(set(names)) == len(names)
    assert names == [meta(cell).grade_id for cell in notebook.cells]
    assert all(meta(cell).schema_version == 3 for cell in notebook.cells)


def test_nothing_was_left_from_a_run(notebook: NotebookNode) -> None:
    for cell in code_cells(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None


def test_an_autograder_cell_is_one_call_of_check_with_its_own_name(notebook: NotebookNode) -> None:
    for name, kind, grade, _, _ in GRADED:
        if grade and kind == "code":
            assert cell_of(notebook, name).source == f'check("{name}")'


def test_the_contents_lead_to_headings_that_exist(notebook: NotebookNode) -> None:
    markdown = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    headings = {
        line.lstrip("# ").replace(" ", "-") for text in markdown for line in text.splitlines() if "# " in line[:5]
    }
    links = re.findall(r"\]\(#([^)]+)\)", markdown[0])
    assert len(links) == 8
    assert set(links) <= headings


# --- the setting ---------------------------------------------------------------------------------------------


def test_the_parameters_cell_sets_the_setting_and_nothing_else(notebook: NotebookNode) -> None:
    cell = cell_of(notebook, "parameters")
    assert cell.source == "slope = 1.0\nbias = -1.0\nnoise = 0.1\nseed = 1"
    assert cell.metadata.tags == ["parameters"]
    assert [other.id for other in notebook.cells if "tags" in other.metadata] == ["parameters"]


def test_only_locked_cells_read_the_setting(notebook: NotebookNode) -> None:
    for cell in code_cells(notebook):
        names = {node.id for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Name)}
        if cell.id == "parameters":
            assert names == SETTING_NAMES
        elif not meta(cell).locked:
            assert not names & SETTING_NAMES, cell.id


# --- what the release keeps ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cleared(notebook: NotebookNode) -> NotebookNode:
    """The notebook after nbgrader's own step that takes solutions out."""
    return ClearSolutions().preprocess(nbformat.from_dict(notebook), {})[0]


def test_the_release_keeps_the_given_lines_and_no_solution(cleared: NotebookNode) -> None:
    lines = cell_of(cleared, "practice-train").source.splitlines()
    assert lines == [
        "LOSS = []",
        "w = torch.tensor(-12.0, requires_grad=True)",
        "b = torch.tensor(-10.0, requires_grad=True)",
        "",
        "# YOUR CODE HERE",
        "raise NotImplementedError()",
    ]
    assert cell_of(cleared, "practice-plot").source == "# YOUR CODE HERE\nraise NotImplementedError()"


def test_the_release_keeps_the_question_and_no_answer(cleared: NotebookNode) -> None:
    source = cell_of(cleared, "practice-explain").source
    assert source.endswith("\n\nYOUR ANSWER HERE")
    assert source.count("?") >= 3
    assert "83.8" not in source


def test_no_marker_of_a_solution_is_left_anywhere(cleared: NotebookNode) -> None:
    for cell in cleared.cells:
        assert not re.search("SOLUTION|HIDDEN TESTS|MARK SCHEME|AUTOTEST|my_train_model", cell.source), cell.id


# --- what the worked code does -------------------------------------------------------------------------------


def run(notebook: NotebookNode, setting: str = "", again: Sequence[str] = ()) -> dict[str, Any]:
    """Run the code cells, checks and rehearsal left out; returns the names, and what each cell left and drew.

    `setting` replaces the source of the parameters cell; a cell named in `again` is run twice.
    """
    space: dict[str, Any] = {}
    left: dict[str, tuple[float, float]] = {}
    figures: dict[str, list[Any]] = {}
    for cell in code_cells(notebook):
        if meta(cell).grade or cell.id == "rehearsal":
            continue
        source = setting if setting and cell.id == "parameters" else cell.source
        for _ in range(1 + (cell.id in again)):
            exec(compile(source, cell.id, "exec"), space)
        if "w" in space:
            left[cell.id] = (space["w"].item(), space["b"].item())
        figures[cell.id] = [plt.figure(number) for number in plt.get_fignums()]
        plt.close("all")
    return {"space": space, "left": left, "figures": figures}


@pytest.fixture(scope="module")
def quiet_figures() -> Iterator[None]:
    matplotlib.use("Agg")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plt, "show", lambda *_, **__: None)
        yield
    plt.close("all")


@pytest.fixture(scope="module")
def published(notebook: NotebookNode, quiet_figures: None) -> dict[str, Any]:
    return run(notebook)


@pytest.mark.parametrize("name", PUBLISHED)
def test_each_training_reproduces_the_published_history(published: dict[str, Any], name: str) -> None:
    history = published["space"][name]
    assert all(type(value) is float for value in history)
    assert history == pytest.approx([float(value) for value in PUBLISHED[name].split()], rel=1e-4)


@pytest.mark.parametrize("cell", FINAL)
def test_each_training_ends_at_the_published_line(published: dict[str, Any], cell: str) -> None:
    assert published["left"][cell] == pytest.approx(FINAL[cell], abs=2e-5)


def test_the_first_pair_of_the_dataset_is_on_the_line_and_slices_work(published: dict[str, Any]) -> None:
    dataset = published["space"]["dataset"]
    assert len(dataset) == 60
    assert [value.item() for value in dataset[0]] == [-3.0, -4.0]
    assert [tuple(part.shape) for part in dataset[0:3]] == [(3, 1), (3, 1)]


def recurrence(x: np.ndarray, y: np.ndarray, noisy: np.ndarray, start: tuple[float, float], epochs: int) -> list[float]:
    """Total loss before each epoch of one-pair updates with rate 0.1, by hand in float64."""
    (w, b), losses = start, []
    for _ in range(epochs):
        losses.append(float(np.mean((w * x + b - noisy) ** 2)))
        for one_x, one_y in zip(x, y, strict=True):
            error = w * one_x + b - one_y
            w, b = w - 0.2 * error * one_x, b - 0.2 * error
    return losses


def test_under_another_setting_every_training_follows_the_new_data(notebook: NotebookNode, quiet_figures: None) -> None:
    space = run(notebook, setting="slope = -2.5\nbias = 3.0\nnoise = 0.4\nseed = 9")["space"]
    x = np.arange(-30, 30) / 10
    noisy = space["Y"].double().numpy().ravel()
    line = -2.5 * x + 3.0
    assert 0.2 < np.std(noisy - line) < 0.6
    assert space["LOSS_SGD"] == pytest.approx(recurrence(x, noisy, noisy, (-15, -10), 10), rel=1e-4)
    assert space["LOSS_Loader"] == pytest.approx(recurrence(x, line, noisy, (-15, -10), 10), rel=1e-4)
    assert space["LOSS"] == pytest.approx(recurrence(x, line, noisy, (-12, -10), 10), rel=1e-4)


def test_a_training_cell_that_is_run_twice_starts_again(
    notebook: NotebookNode, quiet_figures: None, published: dict[str, Any]
) -> None:
    space = run(notebook, again=list(RUN_OF.values()))["space"]
    for name in RUN_OF:
        assert space[name] == published["space"][name]


def test_the_numbers_that_the_text_states_are_true(notebook: NotebookNode, published: dict[str, Any]) -> None:
    space = published["space"]
    x, noisy = (space[name].double().numpy().ravel() for name in ("X", "Y"))
    best = np.linalg.lstsq(np.stack([x, np.ones_like(x)], axis=1), noisy, rcond=None)[1][0] / 60
    settled = recurrence(x, noisy, noisy, (-15, -10), 60)[-1]
    on_the_line = np.mean((x - 1 - noisy) ** 2)
    batch, stochastic = space["batch_by_update"][40], space["stochastic_by_update"][60]
    stated = cell_of(notebook, "compare-result").source + cell_of(notebook, "practice-explain").source
    for value in (f"{best:.4f}", f"{batch:.4f}", f"{settled:.4f}", f"{on_the_line:.4f}", f"{stochastic:.1f}"):
        assert value in stated
    assert f"{batch:.4f}" == f"{best:.4f}"


@pytest.mark.parametrize("cell", ["first-look", "compare-epochs", "compare-updates", "compare-loader", "practice-plot"])
def test_every_plot_has_labels_and_a_legend(published: dict[str, Any], cell: str) -> None:
    (figure,) = published["figures"][cell]
    (axes,) = figure.axes
    assert axes.get_xlabel()
    assert axes.get_ylabel()
    assert axes.get_title()
    assert axes.get_legend() is not None


def test_the_paths_that_are_compared_are_those_of_the_three_trainings(published: dict[str, Any]) -> None:
    space = published["space"]
    for name, points in {"path_BGD": 10, "path_SGD": 600, "path_Loader": 600}.items():
        assert len(space[name]) == points
        assert space[name][0] == (-15.0, -10.0)
    assert len(published["figures"]["compare-paths"]) == 1


def test_opened_without_labkit_the_notebook_says_what_to_bring_along(
    notebook: NotebookNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "labkit", None)
    with pytest.raises(SystemExit, match=r"labkit.*expected\.json"):
        exec(cell_of(notebook, "imports").source, {})
