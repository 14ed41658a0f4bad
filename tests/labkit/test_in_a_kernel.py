"""labkit as students meet it: beside a notebook, in a real Jupyter kernel, without the rest of the kit."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from published import AGAINST_X, LOSS, expected

import labkit
from labkit.evidence.handout import Handout, HandoutCell

WITHOUT_THE_KIT = """
import sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("reference", "autograder"):
            raise ImportError(f"{name} is not in students' hands")

sys.meta_path.insert(0, Hidden())
"""
"""A `sitecustomize` by which a kernel has only what a student's has."""

SETTING = "slope = 1.0\nbias = -1.0"
IMPORTS = "from labkit import check, rehearse\nimport torch, matplotlib.pyplot as plt"
TRAINED = f"""LOSS = [slope * loss for loss in {list(LOSS)}]
w, b = torch.tensor(slope + 0.003857), torch.tensor(bias - 0.011374)"""
PLOT = "plt.plot(LOSS, label='loss')\nplt.xlabel('epoch')\nplt.ylabel('loss')\nplt.legend();"


@pytest.fixture
def folder(tmp_path):
    """A handout: labkit and `expected.json` beside a notebook that is still to be written."""
    shutil.copytree(Path(labkit.__file__).parent, tmp_path / "labkit", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "expected.json").write_text(json.dumps(expected().to_json()))
    return tmp_path


def cell(name, source):
    made = new_code_cell(source, id=name)
    made.metadata["nbgrader"] = {"grade_id": name}
    return made


def run(folder, *cells):
    """The cells after running them in a kernel that starts in `folder`."""
    notebook = new_notebook(cells=[cell(name, source) for name, source in cells])
    client = NotebookClient(
        notebook, timeout=60, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": str(folder)}}
    )
    (folder / "site").mkdir()
    (folder / "site" / "sitecustomize.py").write_text(WITHOUT_THE_KIT)
    client.execute(
        env={
            "PYTHONPATH": str(folder / "site"),
            "PATH": "/usr/bin:/bin",
            "HOME": str(folder),
            "IPYTHONDIR": str(folder / "ipython"),
            **{name: value for name, value in os.environ.items() if name.startswith("NBGRADER")},
        }
    )
    return {made["id"]: made for made in notebook.cells}


def html(made):
    return "".join(o["data"].get("text/html", "") for o in made["outputs"] if o["output_type"] == "display_data")


def error(made):
    return "\n".join(line for o in made["outputs"] if o["output_type"] == "error" for line in o["traceback"])


@pytest.mark.slow
def test_a_student_sees_each_answer_judged(folder):
    cells = run(
        folder,
        ("imports", IMPORTS),
        ("parameters", SETTING),
        ("practice-train", TRAINED),
        ("practice-losses", 'check("practice-losses")'),
        ("practice-parameters", 'check("practice-parameters")'),
        ("practice-plot", PLOT),
        ("practice-figure", 'check("practice-figure")'),
        ("again", f"LOSS = {list(AGAINST_X)}\ncheck('practice-losses')"),
    )
    for task in ("practice-losses", "practice-parameters", "practice-figure"):
        assert f"{task}: right." in html(cells[task])
        assert error(cells[task]) == ""
    assert "measured against X" in html(cells["again"])
    assert error(cells["again"]) == "practice-losses: not right yet."
    assert "Traceback" not in error(cells["again"])


@pytest.mark.slow
def test_the_handout_needs_nothing_of_the_kit_but_the_folder_beside_it(folder):
    cells = run(folder, ("where", "import labkit; print(labkit.__file__)"), ("kit", "import reference"))
    assert cells["where"]["outputs"][0]["text"].strip() == str(folder / "labkit" / "__init__.py")
    assert "not in students' hands" in error(cells["kit"])


@pytest.mark.slow
def test_a_student_sees_why_nothing_could_be_judged(folder):
    cells = run(
        folder,
        ("imports", IMPORTS),
        ("parameters", SETTING),
        ("practice-losses", 'check("practice-losses")'),
        ("practice-train", "LOSS = []\nfor epoch in range(10):\n    LOSS.append(los)"),
        ("again", 'check("practice-losses")'),
        ("practice-plot", "plt.plot([torch.tensor(1.0, requires_grad=True)])"),
        ("practice-figure", f"LOSS = {list(LOSS)}\ncheck('practice-figure')"),
    )
    assert "There is no LOSS." in html(cells["practice-losses"])
    assert "line 3 (LOSS.append(los)) stopped with NameError" in html(cells["again"])
    assert "requires grad" in html(cells["practice-figure"])


@pytest.mark.slow
def test_a_rehearsal_finds_typed_numbers(folder):
    notebook = new_notebook(
        cells=[
            cell("imports", IMPORTS),
            cell("parameters", SETTING),
            cell("practice-train", f"{TRAINED}\nif slope == 2.0:\n    w = w + 1"),
            cell("practice-losses", 'check("practice-losses")'),
            cell("practice-parameters", 'check("practice-parameters")'),
            cell("practice-plot", PLOT),
            cell("practice-figure", 'check("practice-figure")'),
            cell("rehearse", "rehearse()"),
        ]
    )
    nbformat.write(notebook, folder / "practice.ipynb")
    done = subprocess.run(
        [sys.executable, "-m", "labkit", "practice.ipynb"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "practice-losses: right." in done.stdout
    assert "practice-parameters: works for the published data only." in done.stdout
    assert "With the published data the answer is right; with slope = 2" in done.stdout
    assert "practice-figure: right." in done.stdout


def test_a_rehearsal_of_what_is_no_notebook_says_so(folder):
    (folder / "broken.ipynb").write_text("{")
    done = subprocess.run(
        [sys.executable, "-m", "labkit", "broken.ipynb"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "broken.ipynb" in done.stderr


GIVEN = (
    ("imports", IMPORTS, "locked"),
    ("parameters", SETTING, "locked"),
    ("practice-train", "# YOUR CODE HERE", "answer"),
    ("practice-losses", 'check("practice-losses")', "test"),
    ("practice-parameters", 'check("practice-parameters")', "test"),
    ("practice-plot", "# YOUR CODE HERE", "answer"),
    ("practice-figure", 'check("practice-figure")', "test"),
)
CHECK = 'check("practice-losses")'
ANSWERED = {"practice-train": TRAINED, "practice-plot": PLOT}


def cells_of(**changed):
    answers = {**ANSWERED, **{name.replace("_", "-"): source for name, source in changed.items()}}
    return [cell(name, answers.get(name, source)) for name, source, _ in GIVEN]


def without_names(cells):
    """As Colab, Kaggle and Deepnote save a notebook: nbgrader's metadata and all ids are lost."""
    return [{**made, "metadata": {}, "id": f"x{number}"} for number, made in enumerate(cells)]


def rehearsed(folder, cells, encoding="utf-8"):
    """What a rehearsal says of a saved notebook, in the environment of a machine without a screen."""
    given = Handout(tuple(HandoutCell(name, name, kind, "code", source) for name, source, kind in GIVEN))
    (folder / "labkit" / "handouts").mkdir()
    (folder / "labkit" / "handouts" / "practice.json").write_text(json.dumps(given.to_json()))
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "practice.ipynb").write_text(json.dumps(notebook), encoding=encoding)
    return subprocess.run(
        [sys.executable, "-m", "labkit", "practice.ipynb"], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(without_names(cells_of()), id="names and ids lost"),
        pytest.param(cells_of(practice_plot="%matplotlib widget\n" + PLOT), id="widgets"),
        pytest.param(cells_of(practice_plot="%matplotlib notebook\n" + PLOT), id="notebook"),
        pytest.param(cells_of(practice_plot="plt.switch_backend('TkAgg')\n" + PLOT + "\nplt.show()"), id="windows"),
        pytest.param(cells_of(practice_train="%pylab\n" + TRAINED), id="pylab"),
        pytest.param(
            cells_of(practice_plot="LOSS.append(1.0)\ncheck('practice-losses')\nLOSS.pop();" + PLOT), id="check"
        ),
        pytest.param([*cells_of()[:2], *cells_of()[4:], *cells_of()[2:4]], id="another order"),
        pytest.param([*cells_of(), cell("parameters", SETTING)], id="a worked cell twice"),
    ],
)
def test_a_rehearsal_says_right_where_grading_would(folder, cells):
    done = rehearsed(folder, cells, "utf-8-sig")
    assert done.stdout.splitlines() == [f"practice-{task}: right." for task in ("losses", "parameters", "figure")]
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_rehearsal_says_of_typed_numbers_what_grading_says(folder):
    typed = (
        "LOSS = [576.709656, 73.436104, 17.168634, 4.24283, 0.941965, 0.266524, 0.052187, 0.027348, 0.008678, 0.01046]"
    )
    done = rehearsed(folder, cells_of(practice_train=f"{typed}\nw, b = 1.003857, -1.011374", practice_plot=PLOT))
    assert done.stdout.count("works for the published data only") == 3
    assert "figure: right" not in done.stdout
    assert done.returncode == 1


@pytest.mark.slow
def test_a_rehearsal_says_where_the_work_stands_when_it_is_below_its_check(folder):
    done = rehearsed(folder, cells_of(practice_train="LOSS = []", practice_plot=f"{TRAINED}\n{PLOT}"))
    losses = done.stdout.split("practice-parameters")[0]
    assert "LOSS is filled only further down, below this check." in losses
    assert "Move that work into the cell practice-train" in losses
    assert "practice-figure: right." in done.stdout


def test_a_rehearsal_of_another_labs_notebook_says_so(folder):
    done = rehearsed(folder, [{**cell("a", "print(1)"), "metadata": {}}])
    assert done.returncode == 2
    assert "none of the lab's cells are in this notebook" in done.stderr


@pytest.mark.slow
def test_check_in_an_answer_keeps_silent_while_nbgrader_grades(folder, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    cells = run(
        folder,
        ("imports", IMPORTS),
        ("parameters", SETTING),
        ("practice-train", "LOSS = [1.0]\ncheck('practice-losses')\nLOSS = []"),
        ("practice-losses", 'check("practice-losses")'),
    )
    assert error(cells["practice-train"]) == ""
    assert "practice-losses" in error(cells["practice-losses"])
