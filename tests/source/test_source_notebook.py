"""The source notebooks keep the contract: their cells, their points, and the numbers that their worked code shows."""

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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

from labkit.surface.recorder import set_drawing

SOURCES = Path(__file__).parents[2] / "source"
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


@dataclass(frozen=True)
class Training:
    """One training of a lab: what it is made of, and what it leads to under the published setting."""

    cell: str
    batch: int
    targets: str
    start: tuple[float, float]
    losses: str
    end: tuple[float, float]


@dataclass(frozen=True)
class Facts:
    """What is known of a lab from outside."""

    name: str
    trainings: Mapping[str, Training]
    practice: str
    """The history that the practice fills."""
    plots: tuple[str, ...]
    paths: Mapping[str, int]
    """The paths that are compared, with their points."""
    answered: tuple[str, ...]
    """What stands in the answer to the question and nowhere else."""


# Printed by runs outside this project (torch, CPU, float32); the last digits depend on the processor.
BGD = "835.276123 175.466934 55.027836 26.094278 15.254074 9.538639 6.074167 3.886739 2.490892 1.597787"
SGD = "835.276123 83.795914 20.337473 4.659733 1.211859 0.253762 0.092985 0.021958 0.021044 0.013030"
LOADER = "835.276123 84.691483 19.823639 4.885771 1.089465 0.304291 0.059869 0.029811 0.008954 0.010677"
PRACTICE = "576.709656 73.436104 17.168634 4.242830 0.941965 0.266524 0.052187 0.027348 0.008678 0.010460"
# Worked out with NumPy in float64, by a loop over slices of the data.
MINI5 = (
    "835.276 0.1878056 0.008273562 0.00833751 0.008338192 0.008338186 0.008338186 0.008338186 0.008338186 0.008338186"
)
MINI10 = "835.276 33.18729 0.652559 0.009935834 0.008878755 0.008374853 0.008335943 0.008337508 0.008338149 0.008338192"
MINI20 = "835.276 85.4969 5.336417 0.3113161 0.02156396 0.007863066 0.007994028 0.008239545 0.00831303 0.008331934"

FAR = (-15.0, -10.0)
BATCH_RUN = Training("batch-run", 60, "noisy", FAR, BGD, (0.979537, -2.031597))
SGD_RUN = Training("sgd-run", 1, "noisy", FAR, SGD, (1.055418, -1.021021))
LABS = {
    "two-parameter-sgd": Facts(
        "two-parameter-sgd",
        {
            "LOSS_BGD": BATCH_RUN,
            "LOSS_SGD": SGD_RUN,
            "LOSS_Loader": Training("loader-run", 1, "clean", FAR, LOADER, (1.004143, -1.012217)),
            "LOSS": Training("practice-train", 1, "clean", (-12.0, -10.0), PRACTICE, (1.003857, -1.011374)),
        },
        "LOSS",
        ("first-look", "compare-epochs", "compare-updates", "compare-loader", "practice-plot"),
        {"path_BGD": 10, "path_SGD": 600, "path_Loader": 600},
        ("83.8",),
    ),
    "mini-batch": Facts(
        "mini-batch",
        {
            "LOSS_BGD": BATCH_RUN,
            "LOSS_SGD": SGD_RUN,
            "LOSS_MINI5": Training("mini5-run", 5, "clean", FAR, MINI5, (1.0, -1.0)),
            "LOSS_MINI10": Training("mini10-run", 10, "clean", FAR, MINI10, (1.0, -1.0)),
            "LOSS_MINI20": Training("practice-train", 20, "clean", FAR, MINI20, (1.000012, -1.000023)),
        },
        "LOSS_MINI20",
        ("compare-epochs", "compare-updates", "practice-plot"),
        {"path_BGD": 10, "path_SGD": 600, "path_MINI5": 120, "path_MINI10": 60},
        ("60 / 20", "286", "twelve"),
    ),
}


@pytest.fixture(scope="module", params=LABS)
def lab(request: pytest.FixtureRequest) -> Facts:
    return LABS[request.param]


@pytest.fixture(scope="module")
def notebook(lab: Facts) -> NotebookNode:
    return nbformat.read(SOURCES / lab.name / f"{lab.name}.ipynb", as_version=nbformat.NO_CONVERT)


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


def test_the_release_keeps_the_given_lines_and_no_solution(cleared: NotebookNode, lab: Facts) -> None:
    lines = cell_of(cleared, "practice-train").source.splitlines()
    w, b = lab.trainings[lab.practice].start
    assert lines == [
        f"{lab.practice} = []",
        f"w = torch.tensor({w}, requires_grad=True)",
        f"b = torch.tensor({b}, requires_grad=True)",
        "",
        "# YOUR CODE HERE",
        "raise NotImplementedError()",
    ]
    assert cell_of(cleared, "practice-plot").source == "# YOUR CODE HERE\nraise NotImplementedError()"


def test_the_release_keeps_the_question_and_no_answer(
    notebook: NotebookNode, cleared: NotebookNode, lab: Facts
) -> None:
    source = cell_of(cleared, "practice-explain").source
    assert source.endswith("\n\nYOUR ANSWER HERE")
    assert source.count("?") >= 3
    for words in lab.answered:
        assert words in cell_of(notebook, "practice-explain").source
        assert words not in source


def test_no_marker_of_a_solution_is_left_anywhere(cleared: NotebookNode) -> None:
    for cell in cleared.cells:
        assert not re.search("SOLUTION|HIDDEN TESTS|MARK SCHEME|AUTOTEST|my_train_model", cell.source), cell.id


# --- what the worked code does -------------------------------------------------------------------------------


def run(notebook: NotebookNode, setting: str = "", again: Sequence[str] = ()) -> dict[str, Any]:
    """Run the code cells, checks and rehearsal left out; returns the names, and what each cell left and drew.

    `setting` replaces the source of the parameters cell; a cell named in `again` is run twice. Neither draws the views
    of the error surface.
    """
    set_drawing(not setting and not again)
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
        set_drawing(True)
    plt.close("all")


@pytest.fixture(scope="module")
def published(notebook: NotebookNode, quiet_figures: None) -> dict[str, Any]:
    return run(notebook)


def test_each_training_reproduces_the_published_history(published: dict[str, Any], lab: Facts) -> None:
    for name, training in lab.trainings.items():
        history = published["space"][name]
        assert all(type(value) is float for value in history), name
        assert history == pytest.approx([float(value) for value in training.losses.split()], rel=1e-4), name


def test_each_training_ends_at_the_published_line(published: dict[str, Any], lab: Facts) -> None:
    for training in lab.trainings.values():
        assert published["left"][training.cell] == pytest.approx(training.end, abs=2e-5), training.cell


def test_the_first_pair_of_the_dataset_is_on_the_line_and_slices_work(published: dict[str, Any]) -> None:
    dataset = published["space"]["dataset"]
    assert len(dataset) == 60
    assert [value.item() for value in dataset[0]] == [-3.0, -4.0]
    assert [tuple(part.shape) for part in dataset[0:3]] == [(3, 1), (3, 1)]


def recurrence(training: Training, data: Mapping[str, np.ndarray], epochs: int = 10) -> list[float]:
    """Total loss before each epoch of updates with rate 0.1, by hand in float64."""
    x, y = data["x"], data[training.targets]
    (w, b), losses = training.start, []
    for _ in range(epochs):
        losses.append(total_loss(w, b, data))
        for first in range(0, 60, training.batch):
            w, b = stepped(w, b, x[first : first + training.batch], y[first : first + training.batch])
    return losses


def total_loss(w: float, b: float, data: Mapping[str, np.ndarray]) -> float:
    return float(np.mean((w * data["x"] + b - data["noisy"]) ** 2))


def stepped(w: float, b: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = w * x + b - y
    return w - 0.2 * float(np.mean(error * x)), b - 0.2 * float(np.mean(error))


def by_update(training: Training, data: Mapping[str, np.ndarray], epochs: int) -> list[float]:
    """Total loss before each update."""
    x, y = data["x"], data[training.targets]
    (w, b), losses = training.start, []
    for first in [*range(0, 60, training.batch)] * epochs:
        losses.append(total_loss(w, b, data))
        w, b = stepped(w, b, x[first : first + training.batch], y[first : first + training.batch])
    return losses


def data_of(space: Mapping[str, Any], slope: float = 1.0, bias: float = -1.0) -> dict[str, np.ndarray]:
    x = np.arange(-30, 30) / 10
    return {"x": x, "clean": slope * x + bias, "noisy": space["Y"].double().numpy().ravel()}


def test_under_another_setting_every_training_follows_the_new_data(
    notebook: NotebookNode, quiet_figures: None, lab: Facts
) -> None:
    space = run(notebook, setting="slope = -2.5\nbias = 3.0\nnoise = 0.4\nseed = 9")["space"]
    data = data_of(space, -2.5, 3.0)
    assert 0.2 < np.std(data["noisy"] - data["clean"]) < 0.6
    for name, training in lab.trainings.items():
        assert space[name] == pytest.approx(recurrence(training, data), rel=1e-4), name


def test_a_training_cell_that_is_run_twice_starts_again(
    notebook: NotebookNode, quiet_figures: None, published: dict[str, Any], lab: Facts
) -> None:
    space = run(notebook, again=[training.cell for training in lab.trainings.values()])["space"]
    for name in lab.trainings:
        assert space[name] == published["space"][name]


def text_of(notebook: NotebookNode, *names: str) -> str:
    return "\n".join(cell_of(notebook, name).source for name in names)


def best_and_true(data: Mapping[str, np.ndarray]) -> tuple[float, float]:
    """The least total loss of any line, and that of the true line."""
    design = np.stack([data["x"], np.ones(60)], axis=1)
    best = np.linalg.lstsq(design, data["noisy"], rcond=None)[1][0] / 60
    return float(best), total_loss(1.0, -1.0, data)


@pytest.mark.parametrize("lab", ["two-parameter-sgd"], indirect=True)
def test_the_numbers_that_the_first_lab_states_are_true(notebook: NotebookNode, published: dict[str, Any]) -> None:
    space = published["space"]
    data = data_of(space)
    best, on_the_line = best_and_true(data)
    settled = recurrence(SGD_RUN, data, 60)[-1]
    batch, stochastic = space["batch_by_update"][40], space["stochastic_by_update"][60]
    stated = text_of(notebook, "compare-result", "practice-explain")
    for value in (f"{best:.4f}", f"{batch:.4f}", f"{settled:.4f}", f"{on_the_line:.4f}", f"{stochastic:.1f}"):
        assert value in stated
    assert f"{batch:.4f}" == f"{best:.4f}"


@pytest.mark.parametrize("lab", ["mini-batch"], indirect=True)
def test_the_numbers_that_the_mini_batch_lab_states_are_true(
    notebook: NotebookNode, published: dict[str, Any], lab: Facts
) -> None:
    space = published["space"]
    data = data_of(space)
    best, on_the_line = best_and_true(data)
    stated = text_of(notebook, "mini5-result")
    losses = space["LOSS_MINI5"]
    rise = f"from {losses[2]:.5f} to {losses[-1]:.5f}"
    for value in ("835", f"{losses[1]:.2f}", f"{best:.4f}", f"{on_the_line:.4f}", rise):
        assert value in stated
    stated = text_of(notebook, "updates-result")
    for name, epochs in (("LOSS_BGD", 30), ("LOSS_SGD", 10), ("LOSS_MINI5", 3), ("LOSS_MINI10", 5)):
        training = lab.trainings[name]
        needed = next(n for n, loss in enumerate(by_update(training, data, epochs)) if loss < 0.02)
        assert re.search(rf"\| {training.batch}( \(\w+\))? \| {needed} \| {needed * training.batch} \|", stated), name
    batch, *mini = (space["by_update"][name] for name in ("batch", "batches of 5", "batches of 10"))
    assert all(losses[6] > batch[6] and losses[14] < batch[14] for losses in mini)
    after_two = sorted((space[name][2], name) for name in lab.trainings)
    assert [name for _, name in after_two] == ["LOSS_MINI5", "LOSS_MINI10", "LOSS_MINI20", "LOSS_SGD", "LOSS_BGD"]
    stated = text_of(notebook, "practice-explain")
    for value, digits in zip((loss for loss, _ in after_two), (4, 2, 1, 1, 1), strict=True):
        assert f"{value:.{digits}f}" in stated
    after_six = [by_update(lab.trainings[name], data, 2)[:7][-1] for name in ("LOSS_MINI5", "LOSS_MINI10")]
    assert f"{after_six[0]:.0f}" in stated
    assert f"{after_six[1]:.1f}" in stated


def test_every_plot_has_labels_and_a_legend(published: dict[str, Any], lab: Facts) -> None:
    for cell in lab.plots:
        (figure,) = published["figures"][cell]
        (axes,) = figure.axes
        assert axes.get_xlabel(), cell
        assert axes.get_ylabel(), cell
        assert axes.get_title(), cell
        assert axes.get_legend() is not None, cell


def test_the_paths_that_are_compared_are_those_of_the_trainings(published: dict[str, Any], lab: Facts) -> None:
    space = published["space"]
    for name, points in lab.paths.items():
        assert len(space[name]) == points
        assert space[name][0] == FAR
    assert len(published["figures"]["compare-paths"]) == 1


def test_opened_without_labkit_the_notebook_says_what_to_bring_along(
    notebook: NotebookNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "labkit", None)
    with pytest.raises(SystemExit, match=r"labkit.*expected\.json"):
        exec(cell_of(notebook, "imports").source, {})
