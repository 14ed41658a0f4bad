"""What counts as seen when cells are run again."""

import gc

import matplotlib as mpl
import pytest

mpl.use("agg")
from matplotlib import pyplot as plt

from labkit.evidence.shown_figures import Sights


@pytest.fixture
def figure():
    made, axes = plt.subplots()
    axes.plot([3, 2, 1])
    yield made
    plt.close("all")


def test_what_a_cell_showed_is_gone_when_the_cell_is_run_again(figure):
    sights = Sights()
    sights.next_cell("plot")
    sights.shown(figure)
    sights.next_cell("other")
    assert len(sights.figures) == 1
    sights.next_cell("plot")
    assert sights.figures == ()


def test_cells_without_an_id_are_never_the_same(figure):
    sights = Sights()
    sights.next_cell()
    sights.shown(figure)
    sights.next_cell()
    assert len(sights.figures) == 1


def test_a_figure_counts_as_it_looked_when_it_was_shown(figure):
    sights = Sights()
    sights.shown(figure)
    figure.axes[0].clear()
    (axes,) = sights.figures[0]
    assert axes["curves"][0]["y"] == (3.0, 2.0, 1.0)


def test_figures_that_were_shown_and_closed_are_none_that_nobody_saw():
    sights = Sights()
    for last in (1, 2, 2):  # the third looks like the second
        made, axes = plt.subplots()
        axes.plot([3, 2, last])
        sights.shown(made)
        sights.not_shown(made, "closed")
        plt.close(made)
        del made, axes
        gc.collect()  # nobody knows it again
    assert sights.unseen == ()
    assert len(sights.figures) == 2


def test_a_figure_that_is_closed_after_it_was_cleared_was_cleared(figure):
    sights = Sights()
    sights.next_cell("plot")
    sights.shown(figure)
    sights.cleared(wait=False)
    sights.not_shown(figure, "closed")
    assert sights.unseen == ("cleared",)
