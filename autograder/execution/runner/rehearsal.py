"""What the warm process does once, so that no run has to: the slow first times of torch, matplotlib and IPython."""

import contextlib
import io
import sys
from collections.abc import Sequence

import matplotlib as mpl
import matplotlib.pyplot as plt
import torch
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from mpl_toolkits.mplot3d import Axes3D
from torch.utils.data import DataLoader, TensorDataset

from .shell import RunnerShell


def rehearse(shell: RunnerShell, many_runs: bool) -> None:
    """Train, draw and fail once; leaves nothing behind in the shell.

    With few runs ahead only what nearly every one of them does: the files of torch and matplotlib take longer to be
    parsed than a few runs that fail in them.
    """
    _train()
    _draw()
    _fail(shell, FAILURES if many_runs else FAILURES[:1])


def _train() -> None:
    """First times of an optimizer, a loader and a backward pass."""
    model = torch.nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for (x,) in DataLoader(TensorDataset(torch.ones(1, 1)), batch_size=1):
        optimizer.zero_grad()
        torch.nn.MSELoss()(model(x), x).backward()
        optimizer.step()


def _draw() -> None:
    """Fonts, PNG and the two kinds of axes."""
    figure = Figure()
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot(1, 2, 1)
    axes.plot([0, 1], label="0.1 $x$")
    axes.contour([[0.0, 1.0], [1.0, 0.0]])
    axes.set_title("abc")
    axes.legend()
    axes3d = figure.add_subplot(1, 2, 2, projection="3d")
    assert isinstance(axes3d, Axes3D)
    axes3d.set_xlabel("x")
    with mpl.rc_context():
        canvas.print_figure(io.BytesIO(), format="png", bbox_inches="tight")


FAILURES = (
    "pass",
    "1 / 0",
    "1 /",
    "__import__('matplotlib.pyplot').pyplot.plot([__import__('torch').ones(1, requires_grad=True)] * 2)",
    "__import__('torch').ones(1).backward()",
)
"""What students run into: the last two go through the large files of matplotlib and torch, which are parsed for it."""


def _fail(shell: RunnerShell, sources: Sequence[str]) -> None:
    """A traceback in colours needs parsers and lexers, and every file that it goes through parsed."""
    count = shell.execution_count
    for source in sources:
        shell.outputs.start(0)
        shell.run_cell(source, store_history=False)
    plt.close("all")
    shell.outputs.start(0)
    shell.execution_count = count
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):
        with contextlib.suppress(AttributeError):
            delattr(sys, name)
