"""The grid of losses: right everywhere, of the asked size, and clear about data it cannot use."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from labkit.surface.error_surface import number
from labkit.surface.recorder import ErrorSurface

X = [-3 + 0.1 * k for k in range(60)]
Y = [x - 1 + 0.1 * math.sin(17 * x) for x in X]


def surface(x=X, y=Y, w_range=15, b_range=13, n_samples=30):
    return ErrorSurface.from_data(x, y, w_range, b_range, n_samples)


def losses_by_loops(x, y, slopes, biases):
    """The mean squared error from its definition, one sample at a time."""
    return [[sum((v - (w * u + b)) ** 2 for u, v in zip(x, y, strict=True)) / len(x) for w in slopes] for b in biases]


def test_each_loss_is_the_mean_squared_error_of_its_line():
    grid = surface(n_samples=7)
    expected = losses_by_loops(X, Y, np.linspace(-15, 15, 7), np.linspace(-13, 13, 7))
    assert grid.loss == pytest.approx(np.array(expected), rel=1e-12)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-100, 100), st.floats(-100, 100)), min_size=1, max_size=6),
    st.floats(-50, 50),
    st.floats(-50, 50),
)
def test_the_loss_of_any_line_is_that_of_the_loops(pairs, w, b):
    x, y = (list(values) for values in zip(*pairs, strict=True))
    expected = losses_by_loops(x, y, [w], [b])[0][0]
    assert float(surface(x, y).loss_at(w, b)) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_fault_2_the_minimum_lies_where_least_squares_puts_it_not_at_the_opposite_bias():
    slope, bias = np.polyfit(X, Y, 1)
    grid = surface(n_samples=301)
    row, column = np.unravel_index(grid.loss.argmin(), grid.loss.shape)
    assert grid.minimum == pytest.approx((slope, bias), rel=1e-9)
    assert grid.w[column] == pytest.approx(slope, abs=0.1)
    assert grid.b[row] == pytest.approx(bias, abs=0.1)


@pytest.mark.parametrize("size", [2, 7, 30, 64])
def test_fault_3_the_grid_has_as_many_points_a_side_as_asked_for(size):
    grid = surface(n_samples=size)
    assert grid.loss.shape == (size, size)
    assert (grid.w[0], grid.w[-1], grid.b[0], grid.b[-1]) == (-15, 15, -13, 13)


def test_a_whole_number_written_as_a_float_is_a_grid_size():
    assert surface(n_samples=30.0).loss.shape == (30, 30)


@pytest.mark.parametrize(
    "form",
    [
        lambda values: values,
        tuple,
        np.array,
        lambda values: np.array(values).reshape(-1, 1),
        lambda values: torch.tensor(values, dtype=torch.float64).view(-1, 1),
        lambda values: torch.tensor(values, dtype=torch.float64, requires_grad=True),
        lambda values: [torch.tensor([value], dtype=torch.float64) for value in values],
        lambda values: [[value] for value in values],
    ],
    ids=["list", "tuple", "array", "column", "tensor column", "with grad", "list of tensors", "list of rows"],
)
def test_data_may_come_in_any_usual_form(form):
    assert surface(form(X), form(Y)).loss == pytest.approx(surface().loss, rel=1e-12)


def test_a_slice_of_a_dataset_gives_inputs_as_x_and_targets_as_y():
    piece = (torch.tensor(X, dtype=torch.float64).view(-1, 1), torch.tensor(Y, dtype=torch.float64).view(-1, 1))
    assert surface(piece, piece).loss == pytest.approx(surface().loss, rel=1e-12)


def test_one_sample_and_equal_inputs_have_a_surface_too():
    assert surface([2.0], [3.0], n_samples=3).loss[1, 1] == pytest.approx(9.0)
    assert surface([1.0, 1.0], [0.0, 2.0], n_samples=3).loss[1, 1] == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([], [], "X is empty"),
        ([1.0, 2.0], [1.0], "X has 2 samples and Y has 1"),
        (np.ones((60, 2)), Y, r"X has the shape \(60, 2\)"),
        (1.0, Y, r"X has the shape \(\)"),
        ([1.0, math.nan], [1.0, 2.0], r"X\[1\] is nan"),
        ([1.0, 2.0], [math.inf, 2.0], r"Y\[0\] is inf"),
        ([[1.0], [1.0, 2.0]], [1.0, 2.0], "X has entries of different shapes"),
        ([1e200, 2e200], [1.0, 2.0], "too large for a float"),
    ],
)
def test_data_that_fit_no_line_are_refused_by_name(x, y, message):
    with pytest.raises(ValueError, match=message):
        surface(x, y)


@pytest.mark.parametrize("values", [None, "60", ["a", "b"], [True, False], {"x": 1}, torch.tensor([1j, 2j])])
def test_data_that_are_no_numbers_are_refused_by_name(values):
    with pytest.raises(TypeError, match="X holds"):
        surface(values, Y)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n_samples": 2.5}, "n_samples is 2.5"),
        ({"n_samples": 1}, "n_samples is 1"),
        ({"n_samples": 1e9}, "n_samples is 1e"),
        ({"w_range": 0}, "w_range is 0"),
        ({"b_range": -13}, "b_range is -13"),
        ({"b_range": math.inf}, "b_range is inf"),
    ],
)
def test_ranges_and_sizes_without_sense_are_refused_by_name(change, message):
    with pytest.raises(ValueError, match=message):
        surface(**change)


@pytest.mark.parametrize("value", [2, 2.0, np.float32(2), torch.tensor(2.0, requires_grad=True), torch.tensor([[2.0]])])
def test_a_number_in_any_form_becomes_a_plain_float(value):
    assert type(number(value, "w")) is float
    assert number(value, "w") == 2.0


@pytest.mark.parametrize("value", [None, "2", True, torch.ones(2), []])
def test_what_is_not_one_number_is_refused_by_name(value):
    with pytest.raises(TypeError, match="w is a"):
        number(value, "w")


def test_the_data_of_a_surface_cannot_be_changed_behind_its_back():
    x = np.array(X)
    grid = surface(x)
    x[0] = 100.0
    assert grid.x[0] == -3
    with pytest.raises(ValueError, match="read-only"):
        grid.loss[0, 0] = 0.0
