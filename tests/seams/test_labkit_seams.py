"""What labkit uses of IPython and matplotlib is still there, and still does what labkit takes it to do."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib import pyplot
from matplotlib.figure import Figure
from sentences import printed, relies_on

from labkit.evidence import matplotlib_seam as seam
from labkit.evidence.ipython_seam import is_cell

matplotlibs = partial(relies_on, module="labkit/evidence/matplotlib_seam.py")
ipythons = partial(relies_on, module="labkit/evidence/ipython_seam.py")

SHELL = """
import json, sys, traceback
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config
from labkit.evidence.ipython_seam import is_cell, replace_in_shell

config = Config()
config.HistoryManager.enabled = False

class Shell(InteractiveShell):
    def enable_gui(self, gui=None):
        pass

shell = Shell.instance(config=config)
called = []

def formatting(own):
    def format(obj, include=None, exclude=None):
        called.append(["format", repr(obj)])
        return own(obj, include=include, exclude=exclude)
    return format

def clearing(own):
    def clear_output(wait=False):
        called.append(["clear", wait])
        return own(wait)
    return clear_output

replace_in_shell(shell, formatting, clearing)
shell.run_cell("from IPython.display import display, clear_output\\ndisplay(1)\\nclear_output(wait=True)\\n2")
captured = "from IPython.utils.capture import capture_output\\nwith capture_output():\\n"
shell.run_cell(captured + "    publisher = type(get_ipython().display_pub).__name__")
from labkit.evidence.matplotlib_seam import will_show_open_figures
shell.enable_matplotlib("inline")
shell.user_ns["will_show"] = will_show_open_figures
cell = "from matplotlib import pyplot\\nbefore = will_show()\\npyplot.plot([1, 2])\\nafter = will_show()"
shell.run_cell(cell, store_history=True)
names = shell.user_ns
shown = {"before": names["before"], "after": names["after"], "later": will_show_open_figures()}
error = shell.run_cell("def f():\\n    1 / 0\\nf()", store_history=True).error_in_exec
files = [frame.f_code.co_filename for frame, _ in traceback.walk_tb(error.__traceback__)]
print("found:" + json.dumps({
    "called": called, "publisher": names["publisher"], "shown": shown, "cells": [is_cell(file) for file in files],
    "own": is_cell(json.__file__),
}))
"""


@pytest.fixture(scope="module")
def in_a_shell() -> dict[str, Any]:
    """What a shell of IPython's own does, in a process of its own."""
    with ipythons("a shell has a display_formatter and a display_pub whose methods can be replaced"):
        return dict(json.loads(printed(SHELL).partition("found:")[2]))


@pytest.fixture
def no_figures() -> Iterator[None]:
    pyplot.close("all")
    yield
    pyplot.close("all")


def test_a_shell_shows_and_clears_by_the_methods_that_are_replaced(in_a_shell: dict[str, Any]) -> None:
    with ipythons("whatever is shown goes through format(obj, include, exclude), and clear_output(wait) takes it away"):
        assert in_a_shell["called"][:3] == [["format", "1"], ["clear", True], ["format", "2"]]


def test_captured_output_goes_to_the_publisher_of_the_known_name(in_a_shell: dict[str, Any]) -> None:
    with ipythons("capture_output puts a CapturingDisplayPublisher in the shell's place for what is shown"):
        assert in_a_shell["publisher"] == "CapturingDisplayPublisher"


def test_the_files_of_cells_are_known_by_their_names(in_a_shell: dict[str, Any]) -> None:
    with ipythons("IPython calls the file of a cell <ipython-input..., and its kernel one below ipykernel_..."):
        from ipykernel.compiler import get_file_name

        assert in_a_shell["cells"][-2:] == [True, True]  # the cell's own line, and that of its function
        assert is_cell(get_file_name("1 / 0"))
        assert not in_a_shell["own"]


def test_the_inline_backend_says_whether_it_will_show_what_is_open(in_a_shell: dict[str, Any]) -> None:
    with matplotlibs("the inline backend notes in show._draw_called that figures were drawn, until the cell has ended"):
        assert in_a_shell["shown"] == {"before": False, "after": True, "later": False}


@pytest.mark.usefixtures("no_figures")
def test_open_figures_are_found_and_the_current_one_stays() -> None:
    one, two = pyplot.figure(7), pyplot.figure(3)
    pyplot.figure(7)
    with matplotlibs("Gcf holds the managers of pyplot's open figures"):
        assert sorted(map(id, seam.open_figures())) == sorted(map(id, (one, two)))
        assert pyplot.gcf() is one


def test_axes_say_whether_their_axis_is_drawn() -> None:
    figure = Figure()
    flat, space = figure.add_subplot(1, 2, 1), figure.add_subplot(1, 2, 2, projection="3d")
    with matplotlibs("axes have the switch axison, those in three dimensions _axis3don"):
        assert [seam.shows_axis(axes) for axes in (flat, space)] == [True, True]
        flat.set_axis_off()
        space.set_axis_off()
        assert [seam.shows_axis(axes) for axes in (flat, space)] == [False, False]
        space.set_axis_on()
        assert seam.shows_axis(space)


def test_a_part_of_a_figure_knows_what_it_is_a_part_of() -> None:
    figure = Figure()
    part = figure.subfigures(1, 2)[0]
    inner = part.subfigures(2, 1)[1]
    with matplotlibs("a SubFigure keeps as _parent what it is a part of, and a Figure nothing"):
        assert seam.holder_of(inner) is part
        assert seam.holder_of(part) is figure
        assert seam.holder_of(figure) is None


@pytest.mark.parametrize("which", ["x", "y"])
def test_the_label_of_a_whole_figure_is_found_as_a_text(which: str) -> None:
    figure = Figure()
    with matplotlibs(f"a figure keeps its label as _sup{which}label"):
        assert seam.shared_label(figure, which) is None
        written = getattr(figure, f"sup{which}label")("epoch")
        assert seam.shared_label(figure, which) is written
        assert written.get_text() == "epoch"


def test_pyplot_closes_shows_and_saves_by_the_functions_that_are_replaced() -> None:
    def own(function: Any) -> list[str]:
        return list(inspect.signature(getattr(function, "matplotlibs_own", function)).parameters)

    with matplotlibs("pyplot has close(fig) and show(*args, **kwargs), and Figure savefig(fname, ...)"):
        assert own(pyplot.close) == ["fig"]
        assert own(pyplot.show) == ["args", "kwargs"]
        assert own(Figure.savefig)[:2] == ["self", "fname"]


@pytest.mark.usefixtures("no_figures")
def test_saving_by_pyplot_goes_through_the_figures_own_method(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    saved: list[Any] = []
    monkeypatch.setattr(Figure, "savefig", lambda self, *args, **kwargs: saved.append(self))
    figure = pyplot.figure()
    with matplotlibs("pyplot.savefig calls Figure.savefig"):
        pyplot.savefig(tmp_path / "f.png")
        assert saved == [figure]


def test_matplotlib_use_goes_through_switch_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noting(plain: Any) -> Any:
        def switch_backend(newbackend: str) -> None:
            asked.append(newbackend)

        return switch_backend

    monkeypatch.setattr(pyplot, "switch_backend", pyplot.switch_backend)
    seam.replace_switch_backend(noting)
    with matplotlibs("matplotlib.use calls pyplot.switch_backend(name)"):
        mpl.use("svg")
        assert asked == ["svg"]
