"""Training and validation: what its cells compute, against a recurrence by hand, and what its text states of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from worked_notebook import Worked, text_of, worked

LAB = "train-validation"
PUBLISHED = (
    "slope = -3.0\nbias = 1.0\nnoise = 0.1\nseed = 1\nrate_1 = 0.0005\nrate_2 = 0.005\nrate_3 = 0.05\nrate_4 = 0.09"
)
OTHER = "slope = 2.5\nbias = -1.5\nnoise = 0.3\nseed = 8\nrate_1 = 0.005\nrate_2 = 0.05\nrate_3 = 0.1\nrate_4 = 0.108"
WORKED_RATES = (0.0001, 0.001, 0.01, 0.1)


@dataclass(frozen=True)
class Line:
    w: float
    b: float

    def error(self, x: np.ndarray, y: np.ndarray) -> float:
        return float(np.mean((self.w * x + self.b - y) ** 2))


def trained(x: np.ndarray, y: np.ndarray, rate: float, epochs: int = 5) -> Line:
    """Epochs of single pairs in their order, from weight -15 and bias -10, by hand in float64."""
    w, b = -15.0, -10.0
    for _ in range(epochs):
        for one, target in zip(x, y, strict=True):
            error = w * one + b - target
            w, b = w - 2 * rate * error * one, b - 2 * rate * error
    return Line(w, b)


def targets(space: Mapping[str, Any], name: str) -> np.ndarray:
    return np.asarray(space[name].y.double()).ravel()


INPUTS = np.arange(-30, 30) / 10
NEW_INPUTS = INPUTS + 0.05


@pytest.fixture(scope="module")
def published() -> Worked:
    return worked(LAB)


@pytest.fixture(scope="module")
def other() -> Worked:
    return worked(LAB, OTHER)


@pytest.fixture(params=["published", "other"])
def space(request: pytest.FixtureRequest) -> dict[str, Any]:
    return request.getfixturevalue(request.param).names  # type: ignore[no-any-return]


def test_the_parameters_are_those_that_are_published() -> None:
    assert text_of(LAB, "parameters") == PUBLISHED


def test_the_training_data_have_the_outliers_of_the_family_and_the_other_sets_have_none(space: dict[str, Any]) -> None:
    line = space["slope"] * INPUTS + space["bias"]
    train, val, test = (targets(space, name) for name in ("train_data", "val_data", "test_data"))
    new_line = space["slope"] * NEW_INPUTS + space["bias"]
    outliers = np.flatnonzero(np.abs(train - line) > 6 * space["noise"])
    assert train[0] == 0
    assert set(train[50:55]) == {20.0}
    assert set(outliers) <= {0, 50, 51, 52, 53, 54}
    assert {50, 51, 52, 53, 54} <= set(outliers)
    for one in (val, test):
        assert np.std(one - new_line) == pytest.approx(space["noise"], rel=0.4)
    kept = np.setdiff1d(np.arange(60), outliers)
    assert abs(np.corrcoef((val - new_line)[kept], (train - line)[kept])[0, 1]) < 0.4
    assert abs(np.corrcoef(val - new_line, test - new_line)[0, 1]) < 0.4


def test_a_set_that_is_made_again_holds_the_same_numbers(space: dict[str, Any]) -> None:
    for name, choice in (
        ("train_data", {}),
        ("val_data", {"train": False}),
        ("test_data", {"train": False, "test": True}),
    ):
        assert np.array_equal(targets({"again": space["Data"](**choice)}, "again"), targets(space, name))


def test_each_rate_leads_to_the_errors_of_the_recurrence(space: dict[str, Any]) -> None:
    train, val = targets(space, "train_data"), targets(space, "val_data")
    rates = [space[f"rate_{place}"] for place in (1, 2, 3, 4)]
    for chosen, errors, epochs in ((WORKED_RATES, "worked_{}_error", 10), (rates, "{}_error", 5)):
        lines = [trained(INPUTS, train, rate, epochs) for rate in chosen]
        for x, y, name in ((INPUTS, train, "train"), (NEW_INPUTS, val, "validation")):
            found = [float(one) for one in space[errors.format(name)]]
            assert found == pytest.approx([line.error(x, y) for line in lines], rel=1e-4)


def test_the_choice_is_by_the_validation_data_and_keeps_its_model(space: dict[str, Any]) -> None:
    train, val = targets(space, "train_data"), targets(space, "val_data")
    rates = [space[f"rate_{place}"] for place in (1, 2, 3, 4)]
    best = min(rates, key=lambda rate: trained(INPUTS, train, rate).error(NEW_INPUTS, val))
    by_training = min(rates, key=lambda rate: trained(INPUTS, train, rate).error(INPUTS, train))
    assert best != by_training
    assert space["best_lr"] == best
    line = trained(INPUTS, train, best)
    linear = space["good_model"].linear
    assert (linear.weight.item(), linear.bias.item()) == pytest.approx((line.w, line.b), rel=1e-4)


def test_another_setting_has_another_best_rate(published: Worked, other: Worked) -> None:
    places = [one.names["learning_rates"].index(one.names["best_lr"]) for one in (published, other)]
    assert len(set(places)) == 2


def test_the_numbers_that_the_text_states_are_true(published: Worked) -> None:
    space = published.names
    train, val, test = (targets(space, name) for name in ("train_data", "val_data", "test_data"))
    tried = {rate: trained(INPUTS, train, rate, 10) for rate in WORKED_RATES}
    stated = text_of(LAB, "errors-result")
    assert f"({tried[0.01].error(INPUTS, train):.1f})" in stated
    assert f"({tried[0.1].error(NEW_INPUTS, val):.2f} against {tried[0.01].error(NEW_INPUTS, val):.2f} at rate 0.01)" in stated
    on_train = [line.error(INPUTS, train) for line in tried.values()]
    on_val = [line.error(NEW_INPUTS, val) for line in tried.values()]
    assert np.argmin(on_train) == 2
    assert np.argmin(on_val) == 3
    assert on_val[2] > on_val[1]
    own = {rate: trained(INPUTS, train, rate) for rate in (0.0005, 0.005, 0.05, 0.09)}
    stated = text_of(LAB, "practice-explain")
    better, bent = (own[rate].error(NEW_INPUTS, val) for rate in (0.05, 0.005))
    for number in (
        f"{own[0.005].error(INPUTS, train):.1f}",
        f"{better:.2f}",
        f"{bent:.1f}",
        f"{bent / better:.0f} times",
    ):
        assert number in stated
    chosen = space["chosen"]
    assert space["on_six"][chosen] == space["on_six"].min()
    assert space["on_test"][chosen] > 1.2 * space["on_six"][chosen]
    assert tried[0.1].error(NEW_INPUTS, test) == pytest.approx(space["reported"], rel=1e-4)
    slow, quick = tried[0.001], tried[0.01]
    lowest = np.polyfit(INPUTS, train, 1)
    distance = [abs(line.w - lowest[0]) + abs(line.b - lowest[1]) for line in (slow, quick)]
    assert distance[1] < 0.7
    assert distance[0] > 3.0
    assert abs(quick.w) < 3.0 < abs(tried[0.1].w), "too flat, too steep"


def test_every_plot_has_labels_a_title_and_a_legend(published: Worked) -> None:
    for cell in ("first-look", "worked-plot", "worked-lines", "many-guesses", "practice-plot"):
        (axes,) = published.figures[cell][0].axes
        assert axes.get_xlabel(), cell
        assert axes.get_ylabel(), cell
        assert axes.get_title(), cell
        assert axes.get_legend() is not None, cell
