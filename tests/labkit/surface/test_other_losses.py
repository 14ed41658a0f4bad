"""Surfaces of other models and costs than a line with squared errors, and the curve over one parameter."""

import json
import math
import re

import numpy as np
import pytest
import torch
from descents import pixels
from matplotlib import pyplot
from torch import nn
from torch.nn import functional
from torch.utils.data import TensorDataset

from labkit.surface import figures, logistic, step_scene
from labkit.surface.animation import animation_html
from labkit.surface.descent_path import Run
from labkit.surface.error_curve import ErrorCurve, curve_figure, plot_error_curve
from labkit.surface.error_surface import ErrorSurface
from labkit.surface.recorder import plot_error_surfaces

X = torch.arange(-1, 1, 0.1).view(-1, 1)
Y = (X[:, 0] > 0.2).float().view(-1, 1)


def by_torch(cost, w, b):
    """A loss in torch's own words, in float64."""
    return float(cost(torch.sigmoid(w * X.double() + b), Y.double()))


COSTS = {"cross-entropy": functional.binary_cross_entropy, "squared": functional.mse_loss}


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize(("w", "b"), [(-5.0, -10.0), (0.0, 0.0), (14.859356, -3.610597), (3.5, 0.25)])
def test_losses_of_logistic_regression_are_those_of_torch(cost, w, b):
    surface = ErrorSurface.from_data(X, Y, 15, 13, model="logistic", cost=cost)
    assert float(surface.loss_at(w, b)) == pytest.approx(by_torch(COSTS[cost], w, b), rel=1e-9)


def test_losses_are_those_of_the_published_runs():
    assert float(ErrorSurface.from_data(X, Y, 15, 13, model="logistic").loss_at(-5, -10)) == pytest.approx(
        4.550855, rel=1e-5
    )
    stuck = ErrorSurface.from_data(X, Y, 15, 13, model="logistic", cost="squared")
    assert float(stuck.loss_at(-5, -10)) == pytest.approx(0.350001, abs=1e-6)


def test_each_loss_belongs_to_its_place_on_the_grid():
    surface = ErrorSurface.from_data(X, Y, 15, 13, 7, model="logistic")
    assert surface.loss[2, 5] == pytest.approx(by_torch(COSTS["cross-entropy"], surface.w[5], surface.b[2]), rel=1e-9)


def quadratic(w, b):
    return (w - 2.0) ** 2 + 10 * (b + 1.0) ** 2


def by_numbers_only(w, b):
    return max(w, 0.0) ** 2 + (0.0 if b > 1 else 1.0)


def by_tensor(w, b):
    return ((torch.tensor([1.0, 2.0]) * w + b) ** 2).mean()


def with_grad(w, b):
    return torch.tensor(w, dtype=torch.float64, requires_grad=True) + b


def one(loss, w, b):
    return float(torch.as_tensor(loss(float(w), float(b))).detach())


@pytest.mark.parametrize("loss", [quadratic, by_numbers_only, by_tensor, with_grad])
def test_any_function_of_two_numbers_or_arrays_has_a_surface(loss):
    surface = ErrorSurface.from_loss(loss, 3, 2, 9)
    for row, column in ((0, 0), (8, 3), (4, 7)):
        assert surface.loss[row, column] == pytest.approx(one(loss, surface.w[column], surface.b[row]), abs=1e-6)
    assert surface.loss_at([1.0, 2.0], [0.5, 0.25]) == pytest.approx([one(loss, 1.0, 0.5), one(loss, 2.0, 0.25)])


def test_a_function_of_arrays_is_called_once_for_a_grid():
    calls = []

    def counted(w, b):
        calls.append(np.shape(w))
        return quadratic(w, b)

    ErrorSurface.from_loss(counted, 3, 2, 50)
    assert calls.count((50, 50)) == 1
    assert len(calls) < 10


def test_a_function_that_answers_arrays_otherwise_than_numbers_is_asked_point_by_point():
    def of_the_largest(w, b):
        return np.zeros(np.shape(w)) + np.max(w) + b

    surface = ErrorSurface.from_loss(of_the_largest, 3, 2, 5)
    assert surface.loss[0] == pytest.approx(surface.w + surface.b[0])


def test_the_lowest_point_is_found():
    assert ErrorSurface.from_loss(quadratic, 5, 5, 30).minimum == pytest.approx((2.0, -1.0), abs=1e-5)
    assert ErrorSurface.from_loss(lambda w, b: w + b, 5, 4, 30).minimum == pytest.approx((-5.0, -4.0))
    line = ErrorSurface.from_data(X, 2 * X - 0.5, 5, 5, model="line")
    assert line.minimum == pytest.approx((2.0, -0.5), abs=1e-6)


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (lambda: ErrorSurface.from_data(X, Y, 5, 5, model="cubic"), ValueError, "line, logistic"),
        (
            lambda: ErrorSurface.from_data(X, Y, 5, 5, model="logistic", cost="hinge"),
            ValueError,
            "cross-entropy, squared",
        ),
        (lambda: ErrorSurface.from_loss(3.0, 5, 5), TypeError, "the loss is a float"),
        (lambda: ErrorSurface.from_loss(lambda w, b: "x", 5, 5), TypeError, "the loss is a str"),
        (lambda: ErrorSurface.from_loss(lambda w, b: math.inf, 5, 5), ValueError, "too large"),
        (lambda: ErrorSurface.from_loss(lambda w, b: 1 / 0, 5, 5), ZeroDivisionError, "division"),
        (lambda: plot_error_surfaces(5, 5), TypeError, "X holds"),
    ],
)
def test_what_cannot_be_a_surface_is_refused_by_name(make, error, said):
    with pytest.raises(error, match=said):
        make()


class LogisticRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return torch.sigmoid(self.linear(x))


@pytest.mark.parametrize("helper", [logistic.plot_error_surfaces, logistic.plot_squared_error_surfaces])
def test_a_notebook_of_logistic_regression_runs_with_another_import_line(helper, shell):
    data_set = TensorDataset(X, Y)
    get_surface = helper(15, 13, data_set[:][0], data_set[:][1], 30)
    model = LogisticRegression()
    model.state_dict()["linear.weight"][0] = -5
    model.state_dict()["linear.bias"][0] = -10
    optimizer = torch.optim.SGD(model.parameters(), lr=2)
    for _ in range(3):
        loss = functional.binary_cross_entropy(model(data_set[:][0]), data_set[:][1])
        get_surface.set_para_loss(model, loss.tolist())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        get_surface.plot_ps()
    get_surface.final_plot()
    assert get_surface.path[0] == (-5.0, -10.0)
    assert len(get_surface.run) == 3
    said = shell.display_pub.outputs.shown[-1].data["text/plain"]
    assert "over weight w from -15 to 15 and bias b from -13 to 13" in said
    assert "least-squares" not in said


def run_on(surface, w=(-5.0, -2.0, 1.0), b=(-10.0, -4.0, 0.0)):
    return Run("", w, b, tuple(surface.loss_at(w, b).tolist()))


def test_the_data_space_of_logistic_regression_shows_the_sigmoid_of_the_step():
    surface = ErrorSurface.from_data(X, Y, 15, 13, model="logistic")
    run = run_on(surface)
    scene = step_scene.make_scene(surface, step_scene.view_of(surface, run))
    curve = next(artist for artist in step_scene.draw_step(scene, run, 1) if artist.axes is scene.data)
    x = curve.get_xdata()
    assert len(x) > 20
    assert curve.get_ydata() == pytest.approx(1 / (1 + np.exp(-(-2.0 * x - 4.0))))
    moving = step_scene.track(scene, run, [0, 1, 2])
    assert moving.line.shape == (3, 2 * len(x))
    assert scene.data.get_title(loc="left") == "data space: data and sigmoid"


def test_without_a_model_there_are_two_views_only():
    surface = ErrorSurface.from_loss(quadratic, 5, 5)
    run = run_on(surface, (-4.0, 0.0, 2.0), (3.0, 1.0, -1.0))
    scene = step_scene.make_scene(surface, step_scene.view_of(surface, run))
    assert scene.data is None
    assert len(scene.figure.axes) == 2
    assert {artist.axes for artist in step_scene.draw_step(scene, run, 2)} == {scene.parameters, scene.history}
    assert "Two views" in step_scene.description(run, 2, surface)
    data = json.loads(re.search(r"const D = (\{.*?\}), N", animation_html(surface, run)).group(1))
    assert data["line"] == [None, None, None]


def test_two_views_adapt_to_a_longer_run_as_if_drawn_for_it():
    surface = ErrorSurface.from_loss(quadratic, 5, 5)
    run = run_on(surface, (-4.0, 0.0, 2.0), (3.0, 1.0, -1.0))
    scene = step_scene.make_scene(surface, step_scene.view_of(surface, run))
    longer = step_scene.adapted(scene, step_scene.View(scene.view.factor, 40, 1e-3, 100.0, False))
    fresh = step_scene.make_scene(surface, longer.view)
    assert np.max(np.abs(pixels(longer.background) - pixels(fresh.background))) <= 2


def test_given_predictions_are_drawn_beside_the_data():
    def predict(x, w, b):
        return w * x**2 + b

    surface = ErrorSurface.from_loss(quadratic, 5, 5, 9, X, Y, predict)
    run = run_on(surface, (1.0, 2.0, 3.0))
    scene = step_scene.make_scene(surface, step_scene.view_of(surface, run))
    curve = next(artist for artist in step_scene.draw_step(scene, run, 1) if artist.axes is scene.data)
    assert curve.get_ydata() == pytest.approx(2.0 * curve.get_xdata() ** 2 - 4.0)


def quartic(w):
    return 2 * w**4 - 9 * w**3 - 21 * w**2 + 88 * w + 48


def test_losses_below_zero_stand_on_a_linear_axis():
    surface = ErrorSurface.from_loss(lambda w, b: quartic(w) + b**2, 3, 5)
    run = run_on(surface, (2.0, -1.0, -2.0), (1.0, 0.5, 0.0))
    scene = step_scene.make_scene(surface, step_scene.view_of(surface, run))
    assert scene.history.get_yscale() == "linear"
    assert scene.history.get_ylim()[0] < min(run.losses) < 0
    assert "logarithmic" not in step_scene.description(run, 2, surface)
    figure = figures.surface_figure(surface, run)
    assert figure.axes[0].get_zlim()[0] < 0
    pyplot.close("all")


@pytest.mark.parametrize("loss", [quartic, lambda w: float(quartic(w)) if w > -9 else 0.0])
def test_the_curve_over_one_parameter(loss):
    curve = ErrorCurve.from_loss(loss, (-4, 6), 101)
    assert curve.w[[0, -1]] == pytest.approx([-4.0, 6.0])
    assert curve.loss[10] == pytest.approx(quartic(-3.0))
    assert curve.minimum == pytest.approx(-2.0)
    assert curve.loss_at([4.0]) == pytest.approx([quartic(4.0)])


def descent(momentum, steps=100):
    """Descent with momentum as in PyTorch, from its definition."""
    w, velocity, path = 6.0, 0.0, []
    for _ in range(steps):
        path.append(w)
        velocity = momentum * velocity + 8 * w**3 - 27 * w**2 - 42 * w + 88
        w -= 0.001 * velocity
    return path


def test_runs_are_recorded_and_compared_on_the_curve(shell):
    get_curve = plot_error_curve(quartic, (-4, 6.5))
    for momentum in (0.0, 0.9):
        get_curve.start_run(f"momentum {momentum}")
        for w in descent(momentum):
            get_curve.set_para_loss(torch.tensor(w, dtype=torch.float64, requires_grad=True), quartic(w))
    get_curve.final_plot()
    get_curve.compare_paths()
    assert [run.name for run in get_curve.runs] == ["momentum 0.0", "momentum 0.9"]
    assert get_curve.runs[0].w[:3] == pytest.approx((6.0, 5.408, 5.071472))
    said = shell.display_pub.outputs.shown[-1].data["text/plain"]
    assert "momentum 0.0: 100 steps from w = 6 to w = 4, loss" in said
    assert "momentum 0.9: 100 steps from w = 6 to w = -1.99" in said


def test_the_curve_of_a_model_with_one_parameter():
    get_curve = plot_error_curve(quartic, 5, go=False)
    model = nn.Linear(1, 1, bias=False)
    get_curve.set_para_loss(model, quartic(model.weight))
    assert get_curve.run.w == (pytest.approx(model.weight.item()),)
    with pytest.raises(TypeError, match="has 2 parameters"):
        get_curve.set_para_loss(nn.Linear(1, 1), 1.0)


def test_paths_stand_on_the_curve():
    curve = ErrorCurve.from_loss(quartic, (-4, 6.5))
    figure = curve_figure(curve, {"momentum": np.array(descent(0.9, 20))})
    dots = figure.axes[0].get_lines()[2]
    assert dots.get_ydata() == pytest.approx([quartic(w) for w in descent(0.9, 20)])
    pyplot.close("all")


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: ErrorCurve.from_loss(quartic, -1), ValueError),
        (lambda: ErrorCurve.from_loss(quartic, (2, 1)), ValueError),
        (lambda: ErrorCurve.from_loss(quartic, 5, 1), ValueError),
        (lambda: ErrorCurve.from_loss(lambda w: math.nan, 5), ValueError),
        (lambda: ErrorCurve.from_loss("w", 5), TypeError),
        (lambda: plot_error_curve(quartic, 5, go=False).compare_paths({"nothing": []}), ValueError),
    ],
)
def test_what_cannot_be_a_curve_is_refused(make, error):
    with pytest.raises(error, match=r".+"):
        make()
