"""Every source notebook keeps the contract of its lab: its cells and their points, and nothing of a run."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest
from nbformat.notebooknode import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import ClearSolutions
from worked_notebook import source_of

from autograder.course.course import builtin_labs
from reference.lab_files.lab import load_lab

LABS = sorted(path.parent.name for path in (Path(__file__).parents[2] / "source").glob("*/*.ipynb"))
TRAIN = ("practice-train", "code", False, True, None)
PLOT = ("practice-plot", "code", False, True, None)
EXPLAIN = ("practice-explain", "markdown", True, True, 2)


def check(name: str, points: int) -> tuple[str, str, bool, bool, int]:
    return name, "code", True, False, points


# grade_id, cell type, grade, solution, points: what other programs rely on.
BY_LINE = [
    TRAIN,
    check("practice-losses", 4),
    check("practice-parameters", 3),
    PLOT,
    check("practice-figure", 3),
    EXPLAIN,
]
GRADED = {
    "two-parameter-sgd": BY_LINE,
    "mini-batch": BY_LINE,
    "slope-and-bias": BY_LINE,
    "momentum": BY_LINE,
    "pytorch-way": [
        TRAIN,
        check("practice-model", 5),
        check("practice-losses", 3),
        PLOT,
        check("practice-figure", 2),
        EXPLAIN,
    ],
    "train-validation": [
        TRAIN,
        check("practice-errors", 5),
        check("practice-choice", 3),
        PLOT,
        check("practice-figure", 2),
        EXPLAIN,
    ],
    "logistic-regression": [
        TRAIN,
        check("practice-losses", 4),
        check("practice-model", 3),
        check("practice-accuracy", 1),
        PLOT,
        check("practice-figure", 2),
        EXPLAIN,
    ],
}


@pytest.fixture(params=LABS)
def lab(request: pytest.FixtureRequest) -> str:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def notebook(lab: str) -> NotebookNode:
    return source_of(lab)


def meta(cell: NotebookNode) -> NotebookNode:
    return cell.metadata["nbgrader"]


def graded(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if meta(cell).grade or meta(cell).solution]


def test_the_notebook_is_valid_and_nothing_was_left_from_a_run(notebook: NotebookNode) -> None:
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        assert meta(cell).schema_version == 3
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)


def test_its_graded_cells_are_those_of_the_contract(notebook: NotebookNode, lab: str) -> None:
    found = [
        (cell.id, cell.cell_type, meta(cell).grade, meta(cell).solution, meta(cell).get("points"))
        for cell in graded(notebook)
    ]
    # Whether a model or its losses are checked first is the lab's own choice.
    assert [row for row in found if row[2] is False or row[3]] == [
        row for row in GRADED[lab] if row[2] is False or row[3]
    ]
    assert sorted(map(str, found)) == sorted(map(str, GRADED[lab]))
    assert [row[0] for row in found].index("practice-figure") > [row[0] for row in found].index("practice-plot")


def test_every_other_cell_is_read_only_and_every_check_is_one_line(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if not meta(cell).grade and not meta(cell).solution:
            assert meta(cell).locked, cell.id
        if meta(cell).grade and cell.cell_type == "code":
            assert (meta(cell).locked, cell.source) == (True, f'check("{cell.id}")')


def test_each_cell_has_one_name_for_jupyter_and_nbgrader(notebook: NotebookNode) -> None:
    names = [cell.id for cell in notebook.cells]
    assert len(set(names)) == len(names)
    assert names == [meta(cell).grade_id for cell in notebook.cells]
    assert (names[0], names[-1]) == ("welcome", "rehearsal")


def test_the_contents_lead_to_headings_that_exist(notebook: NotebookNode) -> None:
    markdown = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    headings = {
        line.lstrip("# ").replace(" ", "-") for text in markdown for line in text.splitlines() if "# " in line[:5]
    }
    links = re.findall(r"\]\(#([^)]+)\)", markdown[0])
    assert len(links) >= 5
    assert set(links) <= headings


def test_the_parameters_are_the_published_setting_and_no_answer_reads_them(notebook: NotebookNode, lab: str) -> None:
    (cell,) = [one for one in notebook.cells if "parameters" in one.metadata.get("tags", ())]
    published = load_lab(builtin_labs() / f"{lab.replace('-', '_')}.py").published
    statements = ast.parse(cell.source).body
    assert all(isinstance(one, ast.Assign) for one in statements)
    setting: dict[str, float] = {}
    exec(cell.source, {}, setting)
    assert (cell.id, setting) == ("parameters", dict(published))
    for one in graded(notebook):
        if one.cell_type == "code":
            names = {node.id for node in ast.walk(ast.parse(one.source)) if isinstance(node, ast.Name)}
            assert not names & set(published), one.id


def test_what_is_given_out_holds_no_solution_and_no_answer(notebook: NotebookNode) -> None:
    cleared = {cell.id: cell for cell in ClearSolutions().preprocess(nbformat.from_dict(notebook), {})[0].cells}
    for cell in graded(notebook):
        left = cleared[cell.id].source
        if meta(cell).solution and cell.cell_type == "code":
            assert left.endswith("# YOUR CODE HERE\nraise NotImplementedError()"), cell.id
        elif meta(cell).solution:
            assert left.endswith("\n\nYOUR ANSWER HERE")
            assert left.count("?") >= 2
    assert not [name for name, cell in cleared.items() if re.search("SOLUTION|HIDDEN TESTS", cell.source)]
