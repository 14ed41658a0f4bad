"""A run shows what the same notebook would show in Jupyter."""

import base64

import nbformat.v4
import pytest
from small_jobs import QUICK, RunCells, locked, losses, outputs, run_job, shown, student, written

from autograder.execution.executor import Executor
from autograder.execution.job import Cell, Job, Run

PNG = b"\x89PNG\r\n"


@pytest.fixture
def run_cells(run_isolated: RunCells) -> RunCells:
    """What a notebook shows does not depend on isolation, so one kind of run is enough here."""
    return run_isolated


def validate(run: Run) -> None:
    """Fail unless every output is one that nbformat allows."""
    for cell in run.cells:
        assert cell is not None
        for output in cell.outputs:
            nbformat.validate(nbformat.from_dict(dict(output)), ref="output", version=4)


def test_text_written_to_both_streams_is_kept_in_order(run_cells: RunCells) -> None:
    run = run_cells("import sys\nprint('a')\nprint('b')\nprint('c', file=sys.stderr)\nprint('d')")
    assert [(o["name"], o["text"]) for o in outputs(run, 0)] == [
        ("stdout", "a\nb\n"),
        ("stderr", "c\n"),
        ("stdout", "d\n"),
    ]
    validate(run)


def test_the_last_expression_is_a_result_and_a_semicolon_silences_it(run_cells: RunCells) -> None:
    run = run_cells("6 * 7", "6 * 7;", "_ + 1", "Out[1], In[1]")
    assert [shown(run, cell) for cell in range(4)] == [["42"], [], ["43"], ["(42, '6 * 7')"]]
    assert outputs(run, 0)[0]["execution_count"] == 1
    validate(run)


def test_execution_counts_skip_blank_cells_and_count_task_cells(isolated: Executor) -> None:
    task = run_job(isolated, Job("x", student("1", "  \n", "2"), limits=QUICK))
    assert [cell.execution_count if cell else None for cell in task.cells] == [1, None, 2]


def test_an_exception_is_an_output_and_the_next_cell_still_runs(run_cells: RunCells) -> None:
    run = run_cells("x = 1\ny = [2,\n     1 / 0]", "LOSS = [2.0, x]")
    error = run.cells[0].error if run.cells[0] else None
    assert error is not None
    assert (error.kind, error.message, error.line) == ("ZeroDivisionError", "division by zero", 3)
    assert error.source_line.strip() == "1 / 0]"
    assert outputs(run, 0)[-1]["ename"] == "ZeroDivisionError"
    assert losses(run) == [2.0, 1.0]
    assert run.end == "finished"
    validate(run)


def test_a_syntax_error_names_its_line(run_cells: RunCells) -> None:
    error = (run := run_cells("a = 1\nb = = 2")).cells[0]
    assert error is not None
    assert error.error is not None
    assert (error.error.kind, error.error.line) == ("SyntaxError", 2)
    validate(run)


def test_failures_are_part_of_the_evidence(run_cells: RunCells) -> None:
    evidence = run_cells("undefined_name").evidence["t"]
    (failure,) = evidence["failures"]
    assert (failure["cell"], failure["kind"], failure["line"]) == ("c0", "NameError", 1)
    assert evidence["cells"] == ["c0"]


def test_figures_are_flushed_when_the_cell_ends_and_by_show(run_cells: RunCells) -> None:
    run = run_cells(
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
        "plt.plot([1]); plt.show(); print('between'); plt.plot([2]);",
        "print(plt.get_fignums())",
    )
    (figure,) = outputs(run, 0)
    assert base64.b64decode(figure["data"]["image/png"]).startswith(PNG)
    assert [output["output_type"] for output in outputs(run, 1)] == ["display_data", "stream", "display_data"]
    assert written(run, 2) == "[]\n"
    validate(run)


def test_rich_output_keeps_every_representation(run_cells: RunCells) -> None:
    run = run_cells(
        "from IPython.display import HTML, JSON, display\ndisplay(HTML('<b>x</b>'))\ndisplay(JSON({'a': [1, None]}))",
        "class Both:\n    def _repr_html_(self): return '<i>y</i>'\n    def __repr__(self): return 'y'\nBoth()",
    )
    assert outputs(run, 0)[0]["data"]["text/html"] == "<b>x</b>"
    assert outputs(run, 0)[1]["data"]["application/json"] == {"a": [1, None]}
    assert outputs(run, 1)[0]["data"] == {"text/html": "<i>y</i>", "text/plain": "y"}
    validate(run)


def test_displays_can_be_updated_and_cleared(run_cells: RunCells) -> None:
    run = run_cells(
        "from IPython.display import clear_output, display\nh = display('old', display_id=True)\nh.update('new')",
        "print('gone'); clear_output(); print('stays')",
        "print('first'); clear_output(wait=True); print('second')",
        "print('kept'); clear_output(wait=True)",
    )
    assert shown(run, 0) == ["'new'"]
    assert [written(run, cell) for cell in (1, 2, 3)] == ["stays\n", "second\n", "kept\n"]
    validate(run)


def test_a_display_is_updated_by_a_later_cell(run_cells: RunCells) -> None:
    run = run_cells(
        "from IPython.display import display\nh = display('old', display_id=True)",
        "h.update('new')",
        prefix=locked("from IPython.display import display as show\np = show('early', display_id=True)"),
    )
    assert shown(run, 1) == ["'new'"]


def test_magics_work(run_cells: RunCells) -> None:
    run = run_cells(
        "%matplotlib inline\n%time x = 3",
        "%%time\nprint(x)",
        "%%capture kept\nprint('inside')",
        "kept.stdout",
        "%nonsense",
    )
    assert "Wall time" in written(run, 0)
    assert written(run, 1).startswith("3\n")
    assert outputs(run, 2) == []
    assert shown(run, 3) == ["'inside\\n'"]
    assert "UsageError" in written(run, 4, "stderr")
    validate(run)


def test_any_kind_of_plot_window_becomes_an_inline_figure(run_cells: RunCells) -> None:
    run = run_cells("%matplotlib qt\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);")
    assert [output["output_type"] for output in outputs(run, 0)] == ["display_data"]


def test_shell_commands_write_where_the_cell_writes(run_cells: RunCells) -> None:
    run = run_cells("print('before')\n!echo out; echo err >&2\nprint('after')", "lines = !echo a; echo b\nlines")
    assert written(run, 0) == "before\nout\nafter\n"
    assert written(run, 0, "stderr") == "err\n"
    assert shown(run, 1) == ["['a', 'b']"]


def test_what_goes_around_python_s_streams_is_caught(run_cells: RunCells) -> None:
    run = run_cells(
        "import os, subprocess, sys\nos.write(1, b'raw ')\nprint('python')\nsubprocess.run(['echo', 'child'])\n"
        "sys.__stdout__.write('original ')\nsys.stdout.buffer.write('bytes é'.encode());"
    )
    assert written(run, 0) == "raw python\nchild\noriginal bytes é"


def test_a_cell_may_await(run_cells: RunCells) -> None:
    run = run_cells(
        "import asyncio\nawait asyncio.sleep(0)\nqueue = asyncio.Queue()\nawait queue.put(5)",
        "await queue.get()",
        prefix=locked("import asyncio\nawait asyncio.sleep(0)"),
    )
    assert shown(run, 2) == ["5"]
    assert run.end == "finished"


def test_input_is_refused_clearly(run_cells: RunCells) -> None:
    run = run_cells("input('lr? ')", "import getpass\ngetpass.getpass()", "import sys\nrepr(sys.stdin.read())")
    for cell in (0, 1):
        assert outputs(run, cell)[-1]["ename"] == "InputRefused"
        assert "input() was called" in outputs(run, cell)[-1]["evalue"]
    assert shown(run, 2) == ["\"''\""]


@pytest.mark.parametrize("leave", ["exit()", "quit()", "exit", "import builtins; builtins.exit()"])
def test_leaving_commands_do_not_end_the_notebook(run_cells: RunCells, leave: str) -> None:
    run = run_cells(leave, "LOSS = [1.0]")
    assert losses(run) == [1.0]
    assert run.end == "finished"


def test_sys_exit_is_an_error_of_its_cell_only(run_cells: RunCells) -> None:
    run = run_cells("import sys\nsys.exit(3)", "LOSS = [1.0]")
    assert outputs(run, 0)[0]["ename"] == "SystemExit"
    assert losses(run) == [1.0]


def test_warnings_and_progress_bars_go_to_stderr(run_cells: RunCells) -> None:
    run = run_cells("import warnings\nwarnings.warn('careful')", "import logging\nlogging.warning('logged')")
    assert "careful" in written(run, 0, "stderr")
    assert "logged" in written(run, 1, "stderr")


def test_functions_of_the_notebook_can_be_pickled(run_cells: RunCells) -> None:
    run = run_cells("import pickle\ndef f(): return 7\npickle.loads(pickle.dumps(f))()")
    assert shown(run, 0) == ["7"]


def test_workers_of_a_data_loader_and_of_multiprocessing_run(run_cells: RunCells) -> None:
    run = run_cells(
        "import torch\nfrom torch.utils.data import DataLoader, Dataset\n"
        "class D(Dataset):\n    def __len__(self): return 6\n"
        "    def __getitem__(self, i): return torch.tensor(float(i))\n"
        "LOSS = [float(x) for x in DataLoader(D(), batch_size=1, num_workers=2)]",
        "from multiprocessing import Pool\ndef square(x):\n    print('squaring')\n    return x * x\n"
        "with Pool(2) as pool: print(pool.map(square, [1, 2, 3]))",
    )
    assert losses(run) == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    assert "[1, 4, 9]" in written(run, 1)
    assert "squaring" in written(run, 1)


def test_files_of_lab_and_submission_lie_beside_the_notebook(run_cells: RunCells) -> None:
    run = run_cells(
        "import helper\nprint(helper.ANSWER, open('data/points.txt').read(), text)",
        "import csv; print(csv.__file__.endswith('helper'), hasattr(csv, 'reader'))",
        prefix=locked("text = open('lab.txt').read()"),
        lab_files={"lab.txt": b"from the lab"},
        files={"helper.py": b"ANSWER = 42", "data/points.txt": b"1 2", "csv.py": b"raise SystemError"},
    )
    assert written(run, 1) == "42 1 2 from the lab\n"
    assert written(run, 2) == "False True\n"


def test_what_is_shown_without_rendering_is_recorded_but_not_drawn(run_cells: RunCells) -> None:
    run = run_cells(
        "import matplotlib.pyplot as plt\nLOSS = [3.0, 1.0]\nplt.plot(LOSS, label='total')\nplt.legend(); print('x')",
        "import labkit.surface.display\nLOSS.append(float(labkit.surface.display.drawing()))",
        render=False,
    )
    assert all(cell is not None and cell.outputs == () for cell in run.cells)
    assert losses(run) == [3.0, 1.0, 0.0]


def test_ordinary_tests_keep_their_outputs_without_rendering(isolated: Executor) -> None:
    job = Job(
        "x", (*student("print('dropped')"), Cell("test", "print('kept')\n0.5", "test")), limits=QUICK, render=False
    )
    run = run_job(isolated, job)
    assert outputs(run, 0) == []
    assert written(run, 1) == "kept\n"
    assert shown(run, 1) == ["0.5"]


def test_unseeded_random_numbers_are_the_same_in_every_run(run_cells: RunCells) -> None:
    source = "import random, numpy, torch\nrandom.random(), numpy.random.rand(), torch.rand(1).item()"
    assert shown(run_cells(source), 0) == shown(run_cells(source), 0)


def test_a_check_inside_an_answer_does_nothing_while_grading(run_cells: RunCells) -> None:
    run = run_cells("from labkit import check, rehearse\nLOSS = [1.0]\ncheck('t')\nrehearse()\nLOSS.append(2.0)")
    assert run.cells[0] is not None
    assert run.cells[0].error is None
    assert outputs(run, 0) == []
    assert losses(run) == [1.0, 2.0]


@pytest.mark.parametrize(
    "choose",
    [
        "import matplotlib; matplotlib.use('TkAgg')",
        "import matplotlib; matplotlib.use('Qt5Agg', force=True)",
        "plt.switch_backend('qtagg')",
        "plt.switch_backend('Agg'); plt.switch_backend('MacOSX')",
        "%matplotlib qt",
        "%matplotlib widget",
        "%env MPLBACKEND=TkAgg",
        "import matplotlib; matplotlib.use('nbAgg')",
    ],
)
def test_a_backend_that_needs_a_screen_becomes_the_inline_one(run_cells: RunCells, choose: str) -> None:
    run = run_cells(f"import matplotlib.pyplot as plt\n{choose}", "plt.plot([1, 2])\nplt.show()")
    assert [cell.error for cell in run.cells[:2] if cell] == [None, None]
    assert any("image/png" in output.get("data", {}) for output in outputs(run, 1))


def test_a_backend_that_does_not_exist_is_still_refused(run_cells: RunCells) -> None:
    run = run_cells("import matplotlib.pyplot as plt\nplt.switch_backend('no such backend')")
    assert run.cells[0] is not None
    assert run.cells[0].error is not None


def test_a_notebook_beside_can_be_run_by_another(run_cells: RunCells) -> None:
    helper = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("def train():\n    return [1.0, 0.5]")])
    files = {"helper.ipynb": nbformat.v4.writes(helper).encode()}
    assert losses(run_cells("%run helper.ipynb", "LOSS = train()", files=files)) == [1.0, 0.5]


def test_what_torch_is_to_compile_runs_as_it_stands(run_cells: RunCells) -> None:
    source = (
        "import torch\n@torch.compile(fullgraph=True)\ndef double(x): return x * 2\n"
        "model = torch.compile(torch.nn.Linear(1, 1)); model(torch.ones(1, 1)).sum().backward()\n"
        "LOSS = [double(torch.ones(1)).item()]"
    )
    assert losses(run_cells(source)) == [2.0]
