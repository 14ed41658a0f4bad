"""Source notebooks are read by their metadata."""

import json
from pathlib import Path

import pytest
from trial_labs import LINEAR, PYTORCH_WAY, answer, locked, notebook, parameters, task

from reference.solutions.notebook import NotebookError, SolutionNotebook, read_notebook

FIRST_LAB = Path(__file__).parents[3] / "source" / "two-parameter-sgd" / "two-parameter-sgd.ipynb"


@pytest.fixture(scope="module")
def first_lab() -> SolutionNotebook:
    return read_notebook(json.loads(FIRST_LAB.read_text(encoding="utf-8")))


def test_cells_have_the_part_that_their_metadata_give_them(first_lab: SolutionNotebook) -> None:
    roles = {cell.name: cell.role for cell in first_lab.cells}
    assert roles["parameters"] == "parameters"
    assert roles["make-data"] == roles["rehearsal"] == "locked"
    assert roles["practice-train"] == roles["practice-plot"] == "answer"
    assert roles["practice-losses"] == roles["practice-figure"] == "task"
    assert "practice-explain" not in roles  # an answer in words


def test_the_setting_is_what_the_parameters_cell_sets(first_lab: SolutionNotebook) -> None:
    assert first_lab.setting == {"slope": 1.0, "bias": -1.0, "noise": 0.1, "seed": 1}


def test_an_answer_knows_what_stands_before_it_and_which_tasks_look_at_it(first_lab: SolutionNotebook) -> None:
    train, plot = first_lab.answers
    assert train.tasks == ("practice-losses", "practice-parameters")
    assert plot.tasks == ("practice-figure",)
    assert "practice-train" in [cell.name for cell in plot.before]
    assert "practice-losses" not in [cell.name for cell in plot.before]
    assert first_lab.answer("practice-plot") == plot
    with pytest.raises(KeyError, match="only practice-train, practice-plot"):
        first_lab.answer("practice")


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("tensor", {"X", "f", "Y"}),
        ("criterion", {"criterion"}),
        ("loader", {"trainloader"}),
        ("dataset", {"dataset"}),
        ("dataset class", {"Data"}),
        ("list", {"LOSS_BGD", "LOSS_SGD", "LOSS_Loader"}),
        ("parameter", {"w", "b"}),
    ],
)
def test_given_names_are_told_apart_by_what_they_are_bound_to(
    first_lab: SolutionNotebook, kind: str, names: set[str]
) -> None:
    assert names <= set(first_lab.given.of(kind))
    assert all(first_lab.given.kind(name) == kind for name in names)


def test_modules_optimisers_and_criteria_are_known_by_how_they_are_made() -> None:
    given = read_notebook(PYTORCH_WAY.cells).given
    assert given.kind("linear_regression") == "model class"
    assert (given.kind("model"), given.kind("optimizer"), given.kind("criterion")) == (
        "model",
        "optimiser",
        "criterion",
    )
    assert given.kind("train_model_BGD") == "function"
    assert set(given.attributes("dataset")) == {"x", "y", "f", "len"}
    assert given.kind("nowhere") is None


def test_the_values_of_worked_cells_are_those_that_students_copy() -> None:
    worked = read_notebook(PYTORCH_WAY.cells).worked
    assert worked.rates == (0.01,)
    assert worked.epochs == (4,)
    assert worked.starts == (-10.0, -5.0)
    assert worked.batch_sizes == (10,)


def test_answers_bind_names_of_their_own() -> None:
    answered = read_notebook(PYTORCH_WAY.cells).answered
    assert {"model", "optimizer", "trainloader", "LOSS", "my_train_model"} == set(answered)


def test_magic_is_no_python_and_does_no_harm() -> None:
    cells = notebook(locked("a", "%matplotlib inline\n!ls\nx = 1"), locked("b", "%%time\nnot python"), LINEAR)
    assert read_notebook(cells).given["x"].literal == 1


def test_a_cell_that_python_cannot_read_is_named() -> None:
    with pytest.raises(NotebookError, match="cell practice-train, line 2"):
        read_notebook(notebook(answer("practice-train", "for x in:")))


def test_cells_without_nbgraders_metadata_are_locked_ones() -> None:
    cells = notebook({"cell_type": "code", "source": ["a = 1\n", "b = 2"], "metadata": {}})
    assert [cell.role for cell in read_notebook(cells).cells] == ["locked"]
    assert set(read_notebook(cells).given) == {"a", "b"}


def test_a_check_is_a_task_and_a_tag_makes_the_parameters_cell() -> None:
    cells = [
        parameters("seed = 1"),
        task("t"),
        {"cell_type": "code", "source": "check('u')", "metadata": {}, "id": "u"},
    ]
    assert [cell.role for cell in read_notebook(notebook(*cells)).cells] == ["parameters", "task", "task"]
