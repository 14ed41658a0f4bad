"""What the runner uses of IPython and matplotlib is still there, and still does what the runner takes it to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sentences import printed, relies_on

IPYTHON = "autograder/execution/runner/ipython_seam.py"
MATPLOTLIB = "autograder/execution/runner/matplotlib_seam.py"

SHELL = """
import json, sys, tempfile
from autograder.execution.runner.shell import make_shell
folder = tempfile.TemporaryDirectory()
shell = make_shell(folder.name)

def ran(source):
    shell.outputs.start(0)
    shell.run_cell(source, store_history=True)
    return shell.outputs.finish()

history = shell.history_manager
found = {"value": ran("print('said')\\n6 * 7"), "failed": ran("1 / 0"), "not Python": ran("1 /")}
found["copies"] = [
    part.output_type for parts in getattr(history, "outputs", {}).values() for part in parts if "stream" in part.bundle
]
found["traces"] = [line for one in getattr(history, "exceptions", {}).values() for line in one["traceback"]]
found["active"] = getattr(shell.displayhook, "is_active", False)  # which IPython 8 does not ask for
shell.render = False
sys.last_value = None
found["under fresh settings"] = ran("raise KeyError('last')")
found["last"] = repr(sys.last_value)
print("found:" + json.dumps(found))
"""

FONTS = """
import io, json, os
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from autograder.execution.runner.matplotlib_seam import close_fonts

def held():
    found = []
    for number in os.listdir("/proc/self/fd"):
        try:
            found.append(os.readlink(f"/proc/self/fd/{number}"))
        except OSError:
            pass
    return [path for path in found if path.endswith((".ttf", ".otf", ".afm"))]

figure = Figure()
axes = figure.add_subplot()
axes.set_title("text and $x^2$")
FigureCanvasAgg(figure).print_figure(io.BytesIO(), format="png")
before = held()
close_fonts()
print(json.dumps({"before": len(before), "after": held()}))
"""


COMPILER = """
import json, sys, torch
from autograder.execution.runner.torch_seam import COMPILER, postpone_compiler
postpone_compiler()

def known():
    return sum(name.startswith(COMPILER + ".") for name in sys.modules)

def step(kind):
    model = torch.nn.Linear(1, 1)
    optimizer = kind(model.parameters(), lr=0.1)
    def loss():
        optimizer.zero_grad()
        left = model(torch.ones(2, 1)).pow(2).mean()
        left.backward()
        return left
    before = model.weight.item()
    optimizer.step(loss)
    return model.weight.item() != before

kinds = [torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW, torch.optim.RMSprop, torch.optim.LBFGS]
told = {"moved": [step(kind) for kind in kinds], "after steps": known()}
from torch._dynamo.utils import counters
told |= {"after an import": known(), "the same": sys.modules[COMPILER] is torch._dynamo}
told["compiled"] = torch.compile(lambda x: x + 1, backend="eager")(torch.ones(1)).tolist()
print("found:" + json.dumps(told))
"""
TORCH = "autograder/execution/runner/torch_seam.py"

MARKS = """
import json, torch
from torch.autograd.profiler import profile, record_function as own
from torch.utils.data import DataLoader, TensorDataset
from autograder.execution.runner.torch_seam import mark_for_profilers_only
entered = []
plain = own.__enter__
own.__enter__ = lambda mark: (entered.append(mark.name), plain(mark))[1]
mark_for_profilers_only()
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

def train():
    for (x,) in DataLoader(TensorDataset(torch.ones(2, 1)), batch_size=1):
        optimizer.zero_grad()
        model(x).mean().backward()
        optimizer.step()

train()
told = {"alone": list(entered)}
with profile() as heard:
    train()
    with torch.autograd.profiler.record_function("by hand"):
        pass

@torch.autograd.profiler.record_function("decorated")
def seven():
    return 7

with profile() as later:
    told["decorated"] = seven()
told["heard"] = sorted({event.key for event in heard.key_averages()})
told["later"] = sorted({event.key for event in later.key_averages()})
print("found:" + json.dumps(told))
"""


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What a shell of the runner gives for a few cells, in a process of its own."""
    with relies_on("the runner's shell can be made of IPython's", IPYTHON):
        return dict(json.loads(printed(SHELL).partition("found:")[2]))


def test_a_cells_value_is_recorded(found: dict[str, Any]) -> None:
    with relies_on("a display hook is no longer active when its finish_displayhook has set _is_active", IPYTHON):
        (value,) = found["value"]
        assert value["data"] == {"text/plain": "42"}
        assert found["active"] is False


def test_an_exception_is_recorded_with_its_traceback(found: dict[str, Any]) -> None:
    with relies_on("a shell shows every traceback by its method _showtraceback", IPYTHON):
        (failed,), (not_python,) = found["failed"], found["not Python"]
        assert (failed["output_type"], failed["ename"]) == ("error", "ZeroDivisionError")
        assert "ZeroDivisionError" in failed["traceback"][-1]
        assert not_python["ename"] == "SyntaxError"


def test_an_exception_that_is_not_shown_is_the_last_one_all_the_same(found: dict[str, Any]) -> None:
    with relies_on("_get_exc_info keeps an exception as sys.last_value", IPYTHON):
        assert found["under fresh settings"] == []
        assert found["last"] == "KeyError('last')"


def test_the_history_keeps_no_copy_of_what_cells_write(found: dict[str, Any]) -> None:
    with relies_on("a shell copies what cells write inside its method _tee, or not at all", IPYTHON):
        assert found["copies"] == []


def test_the_history_formats_no_traceback(found: dict[str, Any]) -> None:
    with relies_on("a shell's history gets exceptions by _format_exception_for_storage, or not at all", IPYTHON):
        assert found["traces"] == []


def test_fonts_are_closed_with_the_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with relies_on("matplotlib holds fonts open in _get_font and _parse_cached alone", MATPLOTLIB):
        held = json.loads(printed(FONTS))
        assert held["before"] > 0
        assert held["after"] == []


def test_the_list_of_fonts_is_found_where_matplotlib_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from autograder.seams.matplotlib import font_lists

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("MPLCONFIGDIR", raising=False)
    assert font_lists() == []
    sentence = "matplotlib writes its list of fonts into fontlist-*.json of its cache"
    with relies_on(sentence, "autograder/seams/matplotlib.py"):
        printed("import matplotlib.font_manager")
        (made,) = font_lists()
        assert json.loads(made.read_text())["ttflist"]


def test_optimisers_need_no_compiler_and_whoever_does_gets_it() -> None:
    with relies_on("optimisers call graph_break and disable of torch._dynamo, and nothing else", TORCH):
        told = json.loads(printed(COMPILER).partition("found:")[2])
        assert told["moved"] == [True] * 5
        assert told["after steps"] == 0
        assert told["after an import"] > 0
        assert told["the same"] is True
        assert told["compiled"] == [2.0]


def test_steps_are_marked_where_a_profiler_listens_and_only_there() -> None:
    with relies_on("torch marks steps by torch.autograd.profiler.record_function, looked up each time", TORCH):
        told = json.loads(printed(MARKS).partition("found:")[2])
        assert told["alone"] == []
        marks = {"Optimizer.step#SGD.step", "Optimizer.zero_grad#SGD.zero_grad", "by hand"}
        assert marks <= set(told["heard"])
        assert any("DataLoader" in mark for mark in told["heard"])
        assert (told["decorated"], "decorated" in told["later"]) == (7, True)
