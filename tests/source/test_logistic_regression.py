"""The lab on logistic regression shows the numbers of the published one, and those of a recurrence by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from worked_notebook import Worked, text_of, worked

LAB = "logistic-regression"
SETTINGS = ("", "threshold = -0.42\nside = -1\nwidth = 1.2")
# Printed by runs outside this project (torch, CPU, float32); the last digits depend on the processor.
ENTROPY, ENTROPY_LAST = (4.550855, 1.993297, 0.439565), 0.052639
ENDS = {"squared-run": (-4.989757, -10.005852), "entropy-run": (14.859356, -3.610597)}


def line(names: dict[str, Any]) -> tuple[float, ...] | None:
    """Weight and bias of the model, once there is one."""
    return tuple(p.item() for p in names["model"].parameters()) if "model" in names else None


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def by_hand(
    x: np.ndarray, y: np.ndarray, start: tuple[float, float], size: int, epochs: int, squared: bool = False
) -> tuple[list[float], float, float]:
    """Total losses before each epoch with the rate 2, and where it ends, in float64."""
    (w, b), losses = start, []
    for _ in range(epochs):
        z = w * x + b
        losses.append(float(np.mean((sigmoid(z) - y) ** 2 if squared else np.logaddexp(0, z) - y * z)))
        for first in range(0, len(x), size):
            part = slice(first, first + size)
            p = sigmoid(w * x[part] + b)
            pull = (p - y[part]) * (2 * p * (1 - p) if squared else 1)
            w, b = w - 2 * float(np.mean(pull * x[part])), b - 2 * float(np.mean(pull))
    return losses, w, b


def data_of(found: Worked) -> tuple[np.ndarray, np.ndarray]:
    return tuple(found.names[name].double().numpy().ravel() for name in "XY")  # type: ignore[return-value]


def accuracy(x: np.ndarray, y: np.ndarray, w: float, b: float) -> float:
    return float(np.mean((w * x + b > 0) == (y == 1)))


@pytest.fixture(scope="module", params=SETTINGS)
def found(request: pytest.FixtureRequest) -> Worked:
    return worked(LAB, request.param, line)


@pytest.fixture(scope="module")
def published() -> Worked:
    return worked(LAB, look=line)


def test_the_published_data_are_twenty_points_of_which_seven_are_in_class_one(published: Worked) -> None:
    x, y = data_of(published)
    assert x == pytest.approx(np.arange(-10, 10) / 10, abs=1e-6)
    assert y.tolist() == [0.0] * 13 + [1.0] * 7
    dataset = published.names["Data"]()
    assert len(dataset) == 20
    assert [tuple(part.shape) for part in dataset[0:3]] == [(3, 1), (3, 1)]


def test_the_worked_histories_are_those_of_the_published_lab(published: Worked) -> None:
    entropy, squared = published.names["LOSS_ENTROPY"], published.names["LOSS_SQUARED"]
    assert [len(entropy), len(squared)] == [100, 100]
    assert (*entropy[:3], entropy[-1]) == pytest.approx((*ENTROPY, ENTROPY_LAST), abs=1e-6)
    assert squared == pytest.approx([0.350001] * 100, abs=1e-6)


@pytest.mark.parametrize("cell", ENDS)
def test_the_worked_trainings_end_where_the_published_ones_do(published: Worked, cell: str) -> None:
    assert published.seen[cell] == pytest.approx(ENDS[cell], abs=2e-5)


def test_every_training_is_a_recurrence_in_double_precision(found: Worked) -> None:
    x, y = data_of(found)
    for history, cell, start, size, epochs in (
        ("LOSS_SQUARED", "squared-run", (-5.0, -10.0), 3, 100),
        ("LOSS_ENTROPY", "entropy-run", (-5.0, -10.0), 3, 100),
        ("LOSS", "practice-train", (6.0, -8.0), 10, 8),
    ):
        losses, *end = by_hand(x, y, start, size, epochs, history == "LOSS_SQUARED")
        assert found.names[history] == pytest.approx(losses, rel=1e-5), history
        assert all(type(loss) is float for loss in found.names[history])
        assert found.seen[cell] == pytest.approx(end, rel=2e-5), history


def test_the_accuracy_is_a_count_by_hand(found: Worked) -> None:
    x, y = data_of(found)
    assert found.names["accuracy"] == pytest.approx(accuracy(x, y, *by_hand(x, y, (6.0, -8.0), 10, 8)[1:]), abs=1e-7)


def test_what_may_be_drawn_is_no_question_of_rounding_and_has_another_accuracy_than_the_published_data() -> None:
    from random import Random

    from reference.labs.logistic_regression import draw

    for seed in range(200):
        setting = draw(Random(seed))
        x = setting["width"] * np.arange(-10, 10) / 10
        assert np.abs(x - setting["threshold"]).min() > 0.03
        assert 5 <= int((x < setting["threshold"]).sum()) <= 15
        y = (setting["side"] * (x - setting["threshold"]) > 0).astype(float)
        assert accuracy(x, y, *by_hand(x, y, (6.0, -8.0), 10, 8)[1:]) != 0.95


def test_the_points_rightly_classified_are_counted_at_the_start_of_each_epoch(published: Worked) -> None:
    x, y = data_of(published)
    squared, entropy = (line.get_ydata() for line in published.figures["compare"][0].axes[0].lines)
    assert list(squared) == [13] * 100
    counted = [round(20 * accuracy(x, y, *by_hand(x, y, (-5.0, -10.0), 3, epochs)[1:])) for epochs in range(15)]
    assert list(entropy[:15]) == counted
    assert (counted[2], counted[11], counted[12]) == (17, 19, 20)
    assert "17 right after\ntwo epochs and all of them after a dozen" in text_of(LAB, "compare-result")


def test_the_numbers_in_the_text_are_true(published: Worked) -> None:
    x, y = data_of(published)
    losses, w, b = by_hand(x, y, (-5.0, -10.0), 3, 100)
    said = f"falls from {losses[0]:.2f} to {losses[1]:.2f}, {losses[2]:.2f}, and in the end to {losses[-1]:.3f}"
    assert said in text_of(LAB, "entropy-result")
    stuck = by_hand(x, y, (-5.0, -10.0), 3, 100, squared=True)[0]
    assert {f"{loss:.5f}" for loss in stuck} == {"0.35000"}
    assert "the loss is 0.35000 before and after" in text_of(LAB, "squared-result")
    _, w, b = by_hand(x, y, (6.0, -8.0), 10, 8)
    stated = text_of(LAB, "practice-explain")
    assert f"weight {w:.2f} and bias {b:.2f}, so its boundary lies at {-b / w:.2f}" in stated
    wrong = x[(w * x + b > 0) != (y == 1)]
    assert wrong == pytest.approx([0.3], abs=1e-6)
    assert f"accuracy {accuracy(x, y, w, b):.2f}" in stated
    _, w, b = by_hand(x, y, (6.0, -8.0), 10, 10)
    assert accuracy(x, y, w, b) == 1.0


@pytest.mark.parametrize("cell", ["first-look", "sigmoid", "costs", "curve", "compare", "practice-plot"])
def test_every_plot_has_labels_a_title_and_a_legend(published: Worked, cell: str) -> None:
    (figure,) = published.figures[cell]
    (axes,) = figure.axes
    assert all((axes.get_xlabel(), axes.get_ylabel(), axes.get_title(), axes.get_legend()))
