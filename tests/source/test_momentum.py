"""The lab on momentum shows the numbers of the published one, and those of a recurrence by hand."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from worked_notebook import Worked, text_of, worked

LAB = "momentum"
# From runs outside this project (torch, CPU, float32): the first places, and the last of 100 steps.
PLAIN = [6.0, 5.408000, 5.071472, 4.847410, 4.686219], 4.000001
WITH_MOMENTUM = [6.0, 5.408000, 4.538671, 3.667131, 2.917336], -1.991201
OTHER = "slope = -2.5\nbias = 3.0\nnoise = 0.4\nseed = 9"


def line(names: dict[str, Any]) -> tuple[float, float] | None:
    """Where `w` and `b` stand, once they are tensors."""
    found = [names.get(name) for name in "wb"]
    return tuple(one.item() for one in found) if all(hasattr(one, "item") for one in found) else None  # type: ignore


def by_hand(
    names: dict[str, Any], start: tuple[float, float], momentum: float, steps: int, rate: float = 0.03
) -> tuple[list[float], float, float]:
    """Losses before each step, and where it ends, in float64, from the inputs of the lab written out anew."""
    x, y = np.arange(200, 500, 5) / 100, names["Y"].double().numpy().ravel()
    (w, b), by_w, by_b, losses = start, 0.0, 0.0, []
    for _ in range(steps):
        error = w * x + b - y
        losses.append(float(error @ error) / 60)
        by_w = momentum * by_w + 2 * float(error @ x) / 60
        by_b = momentum * by_b + 2 * float(error.sum()) / 60
        w, b = w - rate * by_w, b - rate * by_b
    return losses, w, b


TRAININGS = {
    "LOSS_PLAIN": ((10.0, -10.0), 0.0, 80),
    "LOSS_MOMENTUM": ((10.0, -10.0), 0.9, 80),
    "LOSS": ((-8.0, 12.0), 0.8, 60),
}


@pytest.fixture(scope="module")
def published() -> Worked:
    return worked(LAB, look=line)


@pytest.mark.parametrize(("path", "known"), [("path_plain", PLAIN), ("path_momentum", WITH_MOMENTUM)])
def test_both_paths_on_the_curve_are_those_of_the_published_lab(
    published: Worked, path: str, known: tuple[list[float], float]
) -> None:
    first, last = known
    found = published.names[path]
    assert found[:5] == pytest.approx(first, abs=1e-6)
    assert found[-1] == pytest.approx(last, abs=2e-6)
    assert len(found) == 101


@pytest.mark.parametrize(("momentum", "path"), [(0.0, "path_plain"), (0.9, "path_momentum")])
def test_both_paths_on_the_curve_are_a_recurrence_in_double_precision(
    published: Worked, momentum: float, path: str
) -> None:
    w, velocity, places = 6.0, 0.0, [6.0]
    for _ in range(100):
        velocity = momentum * velocity + 8 * w**3 - 27 * w**2 - 42 * w + 88
        w -= 0.001 * velocity
        places.append(w)
    assert published.names[path] == pytest.approx(places, abs=5e-5)


@pytest.mark.parametrize("setting", ["", OTHER])
@pytest.mark.parametrize("history", TRAININGS)
def test_every_training_in_the_valley_is_a_recurrence_in_double_precision(history: str, setting: str) -> None:
    found = worked(LAB, setting, line)
    start, momentum, steps = TRAININGS[history]
    losses, *end = by_hand(found.names, start, momentum, steps)
    assert found.names[history] == pytest.approx(losses, rel=2e-4)
    assert all(type(loss) is float for loss in found.names[history])
    if history != "LOSS_PLAIN":
        cell = "practice-train" if history == "LOSS" else "valley-run"
        assert found.seen[cell] == pytest.approx(end, abs=1e-4)


def test_an_answer_that_uses_the_optimiser_leaves_the_same(published: Worked) -> None:
    names = worked(LAB).names
    by_velocities = list(names["LOSS"]), line(names)
    exec("w, b = (torch.tensor(value, requires_grad=True) for value in (-8.0, 12.0))\nLOSS = []", names)
    exec("train_model(60, 0.8, LOSS)", names)
    assert names["LOSS"] == pytest.approx(by_velocities[0], rel=1e-4)
    assert line(names) == pytest.approx(by_velocities[1], abs=1e-5)


def test_the_table_of_the_valley_is_true(published: Worked) -> None:
    stated = text_of(LAB, "valley-result")
    for momentum, eleventh, last in ((0, 2, 2), (0.9, 0, 4)):
        losses, _, b = by_hand(published.names, (10.0, -10.0), momentum, 80)
        row = rf"\| momentum {momentum} \| {losses[10]:.{eleventh}f} \| {losses[79]:.{last}f} \| {b:.2f} \|"
        assert re.search(row, stated), row
    x, y = np.arange(200, 500, 5) / 100, published.names["Y"].double().numpy().ravel()
    assert f"{np.polyfit(x, y, 1)[1]:.2f}" in stated
    plain, fast = (by_hand(published.names, (10.0, -10.0), momentum, 80)[0] for momentum in (0.0, 0.9))
    larger = [b > a for a, b in zip(plain, fast, strict=True)]
    assert sum(larger[1:41]) > 32
    assert not any(larger[50:])


def test_what_is_said_of_the_valley_and_the_rate_is_true() -> None:
    x = np.arange(200, 500, 5) / 100
    flat, steep = np.linalg.eigvalsh(2 * np.array([[np.mean(x * x), np.mean(x)], [np.mean(x), 1.0]]))
    stated = text_of(LAB, "surface-result")
    assert "250 times" in stated
    assert steep / flat == pytest.approx(250, rel=0.02)
    assert f"{2 / steep:.2f}" == "0.07"
    assert "0.07" in stated


@pytest.mark.parametrize("factor", [1, 5])
def test_an_average_is_a_training_with_a_fifth_of_the_rate(published: Worked, factor: int) -> None:
    x, y = np.arange(200, 500, 5) / 100, published.names["Y"].double().numpy().ravel()
    place, average = np.array([-8.0, 12.0]), np.zeros(2)
    for _ in range(60):
        error = place @ [x, np.ones(60)] - y
        average = 0.8 * average + 0.2 * 2 * np.array([np.mean(error * x), np.mean(error)])
        place = place - factor * 0.03 * average
    same = by_hand(published.names, (-8.0, 12.0), 0.8, 60, rate=factor * 0.03 / 5)
    assert place == pytest.approx(same[1:], rel=1e-9)


def test_noise_on_the_value_changes_no_derivative(published: Worked, capsys: pytest.CaptureFixture[str]) -> None:
    worked(LAB)
    said = re.findall(r"value +(-?[\d.]+) +derivative +(-?[\d.]+)", capsys.readouterr().out)
    ((plain, one), (noisy, other)) = said
    assert plain != noisy
    assert one == other == f"{8 * 5**3 - 27 * 5**2 - 42 * 5 + 88:.3f}"


@pytest.mark.parametrize("cell", ["three-lines", "practice-plot"])
def test_every_plot_has_labels_a_title_and_a_legend(published: Worked, cell: str) -> None:
    (figure,) = published.figures[cell]
    (axes,) = figure.axes
    assert all((axes.get_xlabel(), axes.get_ylabel(), axes.get_title(), axes.get_legend()))
