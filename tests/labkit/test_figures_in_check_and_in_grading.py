"""One rule for figures: a student's own check says, word for word, what grading says."""

import json
import os
import shutil
from pathlib import Path

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from published import FIGURE_TASK, LOSS, PUBLISHED, expected, key

import labkit
from autograder.execution.executor import Executor
from autograder.execution.job import Cell, Job
from labkit.evidence.collecting import Evidence
from labkit.evidence.handout import Handout, HandoutCell
from labkit.judging.explain import explain
from labkit.judging.judge import judge

SETUP = "\n".join(
    [
        "from labkit import check",
        "import matplotlib as mpl, matplotlib.pyplot as plt",
        "from IPython.display import display, HTML, Image",
        *(f"{name} = {value!r}" for name, value in PUBLISHED.items()),
        f"LOSS = {list(LOSS)}",
    ]
)
RESET = """
%matplotlib inline
import sys
from labkit.evidence.running_notebook import journal
from labkit.evidence.shown_figures import Sights
plt.close("all"); plt.ion(); plt.rcdefaults()
%matplotlib inline
journal().sights.__init__(); journal()._failures.clear()
"""
LABELS = "plt.xlabel('epoch'); plt.ylabel('loss'); plt.legend()"
PLOT = f"plt.plot(LOSS, label='loss'); {LABELS}"
AXES = "ax.plot(LOSS, label='loss'); ax.set(xlabel='epoch', ylabel='loss'); ax.legend()"

BARE = f"from matplotlib.figure import Figure\nfig = Figure(); ax = fig.add_subplot(); {AXES}"

WORKED = f"# a worked cell of the lab\n{PLOT}"

SEEN = {
    "plainly": [PLOT],
    "with show": [PLOT + "; plt.show()"],
    "fig and ax": [f"fig, ax = plt.subplots(); {AXES};"],
    "subplots": [f"fig, (left, ax) = plt.subplots(1, 2); left.plot([1, 2]); {AXES};"],
    "twin axes": [f"fig, left = plt.subplots(); left.plot([1, 2]); ax = left.twinx(); {AXES}; left.set_xlabel('e');"],
    "shown, then saved, then closed": [PLOT + "\nplt.show()\nplt.savefig('loss.png')\nplt.close()"],
    "saved before the end of the cell": [PLOT + "; plt.savefig('loss.png');"],
    "saved, closed and the picture displayed": [
        PLOT + "; plt.savefig('loss.png'); plt.close()",
        "display(Image('loss.png'))",
    ],
    "saved to memory and put into HTML": [
        f"import io, base64\n{PLOT}\nfile = io.BytesIO(); plt.savefig(file); plt.close()\n"
        "HTML('<img src=\"data:image/png;base64,' + base64.b64encode(file.getvalue()).decode() + '\">')"
    ],
    "inside a function that shows": [f"def draw():\n    {PLOT}\n    plt.show()\n    plt.close()\ndraw()"],
    "a bare figure displayed": [
        f"from matplotlib.figure import Figure\nfig = Figure(); ax = fig.add_subplot(); {AXES}\nfig"
    ],
    "display of a figure, then closed": [f"fig, ax = plt.subplots(); {AXES}; display(fig); plt.close(fig)"],
    "ioff with show": [f"plt.ioff(); {PLOT}; plt.show()"],
    "ioff and the figure as value": [f"plt.ioff(); fig, ax = plt.subplots(); {AXES}; fig"],
    "inline by magic": [f"%matplotlib inline\n{PLOT}"],
    "pylab": [f"%pylab inline\n{PLOT}"],
    "defaults restored": [f"plt.rcdefaults(); {PLOT}"],
    "defaults restored after": [PLOT + "; plt.rcdefaults()"],
    "in a style": [f"with plt.style.context('ggplot'):\n    {PLOT}"],
    "default style": [f"plt.style.use('default'); {PLOT}"],
    "dark style": [f"with plt.style.context('dark_background'):\n    {PLOT}\n    plt.show()"],
    "in a loop": [
        f"for scale in (1, 2):\n    plt.plot([scale * loss for loss in LOSS], label='loss'); {LABELS}; plt.show()"
    ],
    "cleared and used again": [f"plt.plot([3, 2]); plt.clf(); {PLOT}"],
    "closed before and drawn again": [f"plt.plot([3, 2]); plt.close(); {PLOT}"],
    "figures kept open": [
        f"%config InlineBackend.close_figures = False\n{PLOT}\nplt.show()\n%config InlineBackend.close_figures = True"
    ],
    "animated as HTML": [
        "from matplotlib.animation import FuncAnimation\n"
        "fig, ax = plt.subplots(); (line,) = ax.plot([], [], label='loss')\n"
        "ax.set(xlabel='epoch', ylabel='loss', xlim=(0, 10), ylim=(0, 600)); ax.legend()\n"
        "def step(n):\n    line.set_data(range(n), LOSS[:n]); return (line,)\n"
        "movie = FuncAnimation(fig, step, frames=range(1, 11)); page = movie.to_jshtml(); plt.close(fig)\nHTML(page)"
    ],
    "on the way output is cleared": [
        "from IPython.display import clear_output\nfor n in range(2, 11):\n    clear_output(wait=True)\n"
        f"    plt.plot(LOSS[:n], label='loss'); {LABELS}; plt.show()"
    ],
}
UNSEEN = {
    "only in a worked cell": ([WORKED], "The notebook shows no figure."),
    "nothing drawn": (["pass"], "The notebook shows no figure."),
    "an empty figure": (["plt.figure();"], "The notebook shows no figure."),
    "saved and closed": ([PLOT + "; plt.savefig('loss.png'); plt.close()"], "saved to a file"),
    "closed before it is shown": ([PLOT + "; plt.close()"], "closed before it was shown"),
    "closed in a function": ([f"def draw():\n    {PLOT}\n    plt.close('all')\ndraw()"], "closed before it was shown"),
    "ioff without show": ([f"plt.ioff(); {PLOT};"], "drawn but not shown"),
    "Agg": ([f"mpl.use('Agg'); {PLOT}"], "shows nothing in a notebook"),
    "switched to svg": ([f"plt.switch_backend('svg'); {PLOT}; plt.show()"], "shows nothing in a notebook"),
    "a bare figure": (
        [BARE + ";"],
        "no figure",
    ),
    "cleared afterwards": (
        [PLOT + "; plt.show()\nfrom IPython.display import clear_output; clear_output()"],
        "cleared again",
    ),
    "captured": ([f"%%capture\n{PLOT}; plt.show()"], "captured"),
    "labels added when it was shown": (
        [PLOT.split(";")[0] + "; fig = plt.gcf();", "ax = fig.axes[0]; ax.set_xlabel('e');"],
        "label",
    ),
}
STYLES = {**SEEN, **{name: cells for name, (cells, _) in UNSEEN.items()}}


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """What `check` says for each style, in a real kernel."""
    folder = tmp_path_factory.mktemp("handout")
    shutil.copytree(Path(labkit.__file__).parent, folder / "labkit", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "expected.json").write_text(json.dumps(expected().to_json()))
    given = Handout((HandoutCell("worked", "worked", "locked", "code", WORKED),))
    (folder / "labkit" / "handouts").mkdir()
    (folder / "labkit" / "handouts" / "lab.json").write_text(json.dumps(given.to_json()))
    notebook = new_notebook()
    client = NotebookClient(
        notebook, timeout=60, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": str(folder)}}
    )
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    with client.setup_kernel(env=environment):

        def run(source):
            notebook.cells.append(new_code_cell(source))
            return client.execute_cell(notebook.cells[-1], len(notebook.cells) - 1)["outputs"]

        assert not run(SETUP)
        found = {}
        for name, cells in STYLES.items():
            for source in (RESET, *cells):
                assert not [output for output in run(source) if output["output_type"] == "error"], name
            said = run("check('practice-figure')")
            found[name] = next(o["data"]["text/plain"] for o in said if o["output_type"] == "display_data")
    return found


@pytest.fixture(scope="module")
def graded():
    """What grading says for each style, with pictures drawn and without."""
    jobs = []
    for render in (True, False):
        for name, cells in STYLES.items():
            sources = [
                Cell(f"cell-{number}", source, "locked" if source == WORKED else "student")
                for number, source in enumerate(cells)
            ]
            task = Cell("practice-figure", "", "task", FIGURE_TASK)
            jobs.append(Job(name, (Cell("setup", SETUP, "locked"), *sources, task), render=render))
    found = {}
    with Executor("none", jobs=2) as executor:
        for index, run in executor.run(jobs):
            evidence = Evidence.from_json(json.loads(json.dumps(run.evidence["practice-figure"])))
            found[jobs[index].name, jobs[index].render] = explain(judge(evidence, key(FIGURE_TASK)), {}).text
    return found


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES)
def test_check_says_of_a_figure_what_grading_says(style, checked, graded):
    assert checked[style] == graded[style, True] == graded[style, False]


@pytest.mark.slow
@pytest.mark.parametrize("style", SEEN)
def test_a_figure_that_a_reader_sees_is_right(style, graded):
    assert graded[style, True] == "practice-figure: right."


@pytest.mark.slow
@pytest.mark.parametrize("style", UNSEEN)
def test_a_figure_that_no_reader_sees_is_not_right_and_the_reason_is_said(style, graded):
    assert UNSEEN[style][1] in graded[style, True]
