"""A helper that draws, and a notebook to draw into."""

import pytest
from descents import X, Y
from matplotlib import pyplot
from notebook_outputs import KernelShell, start

from labkit.surface.recorder import plot_error_surfaces, set_drawing


@pytest.fixture
def helper():
    """A helper that has recorded nothing."""
    yield plot_error_surfaces(15, 13, X, Y, 30, go=False)
    pyplot.close("all")
    set_drawing(True)


@pytest.fixture
def shell(monkeypatch):
    """A notebook with a kernel."""
    yield start(monkeypatch)
    KernelShell.clear_instance()
    set_drawing(True)
