"""`plot_error_surfaces`: the drop-in for notebooks of this lab family, and the faults it repairs."""

import gc
import weakref

import numpy as np
import pytest
import torch
from descents import BATCH, INF, NAN, X, Y, batch_path, pixels, record
from matplotlib import pyplot
from notebook_outputs import run
from torch import nn

from labkit.surface import recorder, step_scene
from labkit.surface.descent_path import Run
from labkit.surface.figures import comparison_figure
from labkit.surface.recorder import plot_error_surfaces

# --- the six faults of the published lab ------------------------------------------------------------------


@pytest.mark.parametrize("step", [0, 3, 9])
def test_fault_1_all_views_show_the_same_recorded_step(helper, step):
    record(helper)
    recorded = helper.run
    scene = step_scene.make_scene(helper.surface, step_scene.view_of(helper.surface, recorded))
    artists = step_scene.draw_step(scene, recorded, step)
    w, b, loss = batch_path(10)[step]
    line = next(artist for artist in artists if artist.axes is scene.data)
    now = [artist for artist in artists if artist.axes is scene.parameters][-1]
    lowest = [artist for artist in artists if artist.axes is scene.history][-1]
    assert line.get_ydata() == pytest.approx(w * line.get_xdata() + b)
    assert (now.get_xdata()[0], now.get_ydata()[0]) == pytest.approx((w, b))
    assert (lowest.get_xdata()[0], lowest.get_ydata()[0]) == pytest.approx((step, loss))
    assert step_scene.headline(recorded, step).startswith(f"step {step}: w = {w:.4g}, b = {b:.4g}")


def test_fault_1_the_moving_picture_shows_the_same_recorded_step_too(helper):
    record(helper)
    recorded = helper.run
    scene = step_scene.make_scene(helper.surface, step_scene.view_of(helper.surface, recorded))
    moving = step_scene.track(scene, recorded, [4])
    w, b, loss = batch_path(10)[4]
    left, right = scene.data.get_xlim()

    def pixel(axes, x, y):
        column, row = axes.transData.transform((x, y))
        return column, scene.figure.bbox.height - row

    ends = (*pixel(scene.data, left, w * left + b), *pixel(scene.data, right, w * right + b))
    assert moving.line[0] == pytest.approx(ends, abs=0.1)
    assert moving.path[0] == pytest.approx(pixel(scene.parameters, w, b), abs=0.1)
    assert moving.history[0] == pytest.approx(pixel(scene.history, 4, loss), abs=0.1)


@pytest.mark.parametrize("method", ["plot_ps", "final_plot"])
def test_fault_3_a_helper_that_recorded_nothing_shows_the_surface_and_says_so(shell, helper, method):
    getattr(helper, method)()
    (shown,) = shell.display_pub.outputs.shown
    assert "nothing recorded yet" in shown.data["text/plain"]


def test_fault_3_one_opening_figure_and_no_empty_one(shell):
    plot_error_surfaces(15, 13, X, Y)
    assert len(shell.display_pub.outputs.shown) == 1
    assert pyplot.get_fignums() == []


def test_fault_3_without_go_nothing_opens(shell):
    plot_error_surfaces(15, 13, X, Y, 30, False)
    assert shell.display_pub.outputs.shown == []


def test_fault_5_no_tensor_and_no_graph_is_kept(helper):
    w, b = torch.tensor(-15.0, requires_grad=True), torch.tensor([-10.0], requires_grad=True)
    loss = ((w * X + b - Y) ** 2).mean()
    helper.set_para_loss(w, b, loss)
    kept = [weakref.ref(value) for value in (w, b, loss)]
    assert {type(value) for step in helper.path for value in step} == {float}
    assert type(helper.run.losses[0]) is float
    del w, b, loss
    gc.collect()
    assert [value() for value in kept] == [None, None, None]


def test_fault_6_thirty_steps_in_a_cell_are_one_output(shell, helper):
    source = "".join(BATCH.format(w=w, b=b, loss=loss) for w, b, loss in batch_path(30))
    run(shell, source, get_surface=helper)
    (shown,) = shell.display_pub.outputs.shown
    assert shown.updates == 30  # 29 further steps, and the image that is kept
    w, b, loss = batch_path(30)[-1]
    assert f"step 29: w = {w:.4g}, b = {b:.4g}, loss = {loss:.4g}" in shown.data["text/plain"]


# --- notebooks of the family ------------------------------------------------------------------------------


def test_a_training_loop_of_the_family_runs_as_it_is(shell):
    run(
        shell,
        """
get_surface = plot_error_surfaces(15, 13, X, Y, 30)
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
LOSS = []
for epoch in range(10):
    Yhat = w * X + b
    loss = torch.mean((Yhat - Y) ** 2)
    get_surface.set_para_loss(w.data.tolist(), b.data.tolist(), loss.tolist())
    if epoch % 3 == 0:
        get_surface.plot_ps()
    loss.backward()
    w.data = w.data - 0.1 * w.grad.data
    b.data = b.data - 0.1 * b.grad.data
    w.grad.data.zero_()
    b.grad.data.zero_()
get_surface.final_plot()
recorded = get_surface.path
""",
        plot_error_surfaces=plot_error_surfaces,
        X=X,
        Y=Y,
        torch=torch,
    )
    assert np.array(shell.user_ns["recorded"]) == pytest.approx(
        np.array([step[:2] for step in batch_path(10)]), rel=1e-4
    )
    assert len(shell.display_pub.outputs.shown) == 3  # the opening figure, the live one, the last one


class Wrapped(nn.Module):
    """A model as the sibling labs write it."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)


@pytest.mark.parametrize("make", [lambda: nn.Linear(1, 1), Wrapped, lambda: nn.Sequential(nn.Linear(1, 1))])
@pytest.mark.parametrize("named", [False, True])
def test_a_model_is_recorded_by_its_weight_and_bias(helper, make, named):
    model = make()
    weight, bias = model.parameters()
    with torch.no_grad():
        weight.fill_(2.5)
        bias.fill_(-0.75)
    if named:
        helper.set_para_loss(model=model, loss=3)
    else:
        helper.set_para_loss(model, torch.tensor(3.0))
    assert helper.path == ((2.5, -0.75),)
    assert helper.run.losses == (3.0,)


def test_parameters_may_be_given_by_name(helper):
    helper.set_para_loss(1.0, loss=3.0, B=2.0)
    assert (helper.path, helper.run.losses) == (((1.0, 2.0),), (3.0,))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((1.0,), "takes"),
        ((1.0, 2.0, 3.0, 4.0), "takes"),
        ((1.0, 2.0), "needs a model"),
        ((torch.ones(2), 1.0, 1.0), "W is a Tensor of shape"),
        ((1.0, None, 1.0), "B is a NoneType"),
        ((1.0, 1.0, [1.0, 2.0]), "loss is a list"),
        ((nn.Linear(2, 1), 1.0), "a line has one weight and one bias"),
        ((nn.Linear(1, 1, bias=False), 1.0), "a line has one weight and one bias"),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_nothing_is_recorded(helper, values, message):
    with pytest.raises(TypeError, match=message):
        helper.set_para_loss(*values)
    assert helper.path == ()


# --- runs and paths ---------------------------------------------------------------------------------------


def test_runs_are_kept_apart(helper):
    helper.start_run("first")
    helper.set_para_loss(1, 2, 3)
    helper.start_run("second")
    helper.set_para_loss(4, 5, 6)
    helper.set_para_loss(7, 8, 9)
    assert helper.runs == (
        Run("first", (1.0,), (2.0,), (3.0,)),
        Run("second", (4.0, 7.0), (5.0, 8.0), (6.0, 9.0)),
    )


def test_any_path_is_drawn_over_the_surface(shell, helper):
    helper.draw_path([(torch.tensor(-15.0), -10), (1, np.float64(-1))])
    assert "path of 2 steps leads from w = -15, b = -10" in shell.display_pub.outputs.shown[0].data["text/plain"]


def test_several_paths_are_compared_with_their_losses(shell, helper):
    slow = [step[:2] for step in batch_path(10)]
    fast = [step[:2] for step in batch_path(10, rate=0.2)]
    helper.compare_paths({"slow": slow, "fast": fast}, updates_per_epoch={"fast": 60})
    (shown,) = shell.display_pub.outputs.shown
    assert f"slow: 10 points from w = -15, b = -10 to w = {slow[-1][0]:.4g}" in shown.data["text/plain"]
    assert f"loss {batch_path(10, rate=0.2)[-1][2]:.4g}" in shown.data["text/plain"]


@pytest.mark.parametrize(
    ("updates", "titles", "said"),
    [
        (60, ["paths through the parameters", "by epoch", "by update"], "by epoch and by update"),
        (1, ["paths through the parameters", "by update"], "by update"),
    ],
)
def test_losses_are_shown_once_where_an_epoch_is_an_update(shell, helper, monkeypatch, updates, titles, said):
    drawn = []
    monkeypatch.setattr(
        recorder, "comparison_figure", lambda *asked: drawn.append(comparison_figure(*asked)) or drawn[-1]
    )
    helper.compare_paths({"slow": [(0, 0), (1, 1)], "fast": [(0, 0), (2, 2)]}, updates_per_epoch={"fast": updates})
    assert sorted(axes.get_title("left") for axes in drawn[0].axes) == sorted(titles)
    assert f"total losses {said}." in shell.display_pub.outputs.shown[0].data["text/plain"]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({}, ValueError, "no path to compare"),
        ({"paths": {"a": []}}, ValueError, "the path 'a' has no steps"),
        ({"paths": {"a": [1.0]}}, TypeError, "step 0 of the path 'a'"),
        ({"paths": {"a": [(1, 1)]}, "updates_per_epoch": {"b": 60}}, ValueError, "updates_per_epoch names b"),
        ({"paths": {"a": [(1, 1)]}, "points_per_epoch": 0}, ValueError, "points_per_epoch is 0"),
    ],
)
def test_a_comparison_without_sense_is_refused(helper, arguments, error, message):
    with pytest.raises(error, match=message):
        helper.compare_paths(**arguments)


@pytest.mark.parametrize(
    "steps",
    [
        [(-15, -10, 835.0), (30, 20, 3e3), (-90, -60, 3e4), (1e30, -1e30, 1e60), (INF, NAN, NAN)],
        [(NAN, NAN, NAN)],
        [(1.0, -1.0, 0.0)],
        [(1.0, -1.0, 0.0)] * 700,
    ],
    ids=["diverging", "not a number", "no loss at all", "long"],
)  # fmt: skip
def test_every_recorded_number_can_be_drawn(shell, helper, steps):
    source = "for step in steps:\n    g.set_para_loss(*step)\n    g.plot_ps()\ng.final_plot()\ng.animate()"
    run(shell, source + "\ng.compare_paths()", g=helper, steps=steps)
    assert len(shell.display_pub.outputs.shown) == 4


@pytest.mark.slow
def test_a_scene_adapted_to_a_longer_run_is_the_scene_drawn_for_it(helper):
    record(helper, 30)
    whole = step_scene.view_of(helper.surface, helper.run)
    short = step_scene.View(whole.factor, 10, whole.lowest / 10, whole.highest, whole.leaves)
    adapted = step_scene.adapted(step_scene.make_scene(helper.surface, short), whole)
    assert pixels(adapted.background) == pytest.approx(
        pixels(step_scene.make_scene(helper.surface, whole).background), abs=2
    )


def test_a_path_that_leaves_the_ranges_stays_in_view_or_it_is_said_that_it_does_not(helper):
    helper.set_para_loss(-20, -10, 1200.0)
    widened = step_scene.view_of(helper.surface, helper.run)
    helper.set_para_loss(-200, -10, 120000.0)
    left = step_scene.view_of(helper.surface, helper.run)
    assert (widened.factor * 15 >= 20, widened.leaves) == (True, False)
    assert left.leaves


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([0.0], [0.0]),
        ([1.0, 1.0], [2.0, 2.0]),
        ([0.0, 1.0], [0.0, 1.0]),
        ([1e6, 2e6], [1.0, 2.0]),
        ([0.0, 1.0], [1e9, 0.0]),
        ([0.0, 1.0], [1e20, 0.0]),
    ],
)
def test_every_surface_can_be_drawn(shell, x, y):
    helper = plot_error_surfaces(15, 13, x, y)
    run(shell, BATCH.format(w=1, b=1, loss=1), get_surface=helper)
    assert len(shell.display_pub.outputs.shown) == 2


def test_a_students_own_style_is_neither_used_nor_changed(shell, helper):
    with pyplot.style.context("dark_background"):
        before = dict(pyplot.rcParams)
        run(shell, BATCH.format(w=-15, b=-10, loss=835.0) + "get_surface.final_plot()", get_surface=helper)
        assert dict(pyplot.rcParams) == before
