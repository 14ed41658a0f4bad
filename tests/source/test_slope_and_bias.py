"""The lab on slope and bias shows the numbers of the published one, and those of a recurrence by hand."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from worked_notebook import Worked, text_of, worked

LAB = "slope-and-bias"
# Printed by runs outside this project (torch, CPU, float32); the last digits depend on the processor.
RATE_01 = """
835.276123 175.466934 55.027836 26.094278 15.254074 9.538639 6.074167 3.886739 2.490892 1.597787 1.025969 0.659798
0.425305 0.275137 0.178969
"""
RATE_02 = """
835.276123 61.907124 12.644751 4.172733 1.493755 0.542934 0.200684 0.077294 0.032801 0.016756 0.010971 0.008885
0.008132 0.007861 0.007763
"""
ENDS = {"batch-run": (0.998079, -1.353513), "practice-train": (1.006254, -1.026698)}


def line(names: dict[str, Any]) -> tuple[float, float] | None:
    """Where `w` and `b` stand, once they are tensors."""
    found = [names.get(name) for name in "wb"]
    return tuple(one.item() for one in found) if all(hasattr(one, "item") for one in found) else None  # type: ignore


def by_hand(x: np.ndarray, y: np.ndarray, rate: float, updates: int = 15) -> tuple[list[float], float, float]:
    """Losses before each update from w = -15, b = -10, and where it ends, in float64."""
    w, b, losses = -15.0, -10.0, []
    for _ in range(updates):
        error = w * x + b - y
        losses.append(float(error @ error) / 60)
        w, b = w - rate * 2 * float(error @ x) / 60, b - rate * 2 * float(error.sum()) / 60
    return losses, w, b


@pytest.fixture(scope="module")
def published() -> Worked:
    return worked(LAB, look=line)


@pytest.mark.parametrize(("history", "losses"), [("LOSS", RATE_01), ("LOSS2", RATE_02)])
def test_both_histories_are_those_of_the_published_lab(published: Worked, history: str, losses: str) -> None:
    found = published.names[history]
    assert found == pytest.approx([float(loss) for loss in losses.split()], rel=2e-6, abs=1e-6)
    assert all(type(loss) is float for loss in found)  # nothing keeps the record of how it was computed


@pytest.mark.parametrize("cell", ENDS)
def test_both_trainings_end_where_the_published_ones_do(published: Worked, cell: str) -> None:
    assert published.seen[cell] == pytest.approx(ENDS[cell], abs=1e-6)


@pytest.mark.parametrize("setting", ["slope = -2.5\nbias = 3.0\nnoise = 0.4\nseed = 9", ""])
def test_both_trainings_are_a_recurrence_in_double_precision(setting: str) -> None:
    found = worked(LAB, setting, line)
    x, y = np.arange(-30, 30) / 10, found.names["Y"].double().numpy().ravel()
    for history, cell, rate in (("LOSS", "batch-run", 0.1), ("LOSS2", "practice-train", 0.2)):
        losses, *end = by_hand(x, y, rate)
        assert found.names[history] == pytest.approx(losses, rel=1e-5)
        assert found.seen[cell] == pytest.approx(end, rel=1e-5)


def test_the_worked_function_keeps_its_rate_when_lr_is_set_anew() -> None:
    names = worked(LAB).names
    start = "w, b = (torch.tensor(value, requires_grad=True) for value in (-15.0, -10.0))"
    exec(f"lr = 5.0\n{start}\nLOSS = []\ntrain_model(15)", names)
    assert line(names) == pytest.approx(ENDS["batch-run"], abs=1e-6)


def test_what_is_said_of_larger_rates_is_true(published: Worked) -> None:
    x, y = np.arange(-30, 30) / 10, published.names["Y"].double().numpy().ravel()
    squares = float(x @ x) / 60
    stated = text_of(LAB, "larger-result")
    for rate in (0.1, 0.2, 0.3, 0.4):
        losses, path = published.names["descend"](rate, 15)
        assert losses == pytest.approx(by_hand(x, y, rate)[0], rel=1e-4)
        assert len(path) == 15
        left = 1 - 2 * squares * rate
        assert re.search(rf"\| {rate} \| about {left:.1f} of it \|", stated)
    ended = {rate: by_hand(x, y, rate)[0][-1] for rate in (0.1, 0.2, 0.3, 0.4)}
    assert ended[0.2] < ended[0.1] < ended[0.3] < 835 < ended[0.4]
    assert 1 / squares == pytest.approx(1 / 3, abs=2e-3)


def test_the_numbers_in_the_text_are_true(published: Worked) -> None:
    x, y = np.arange(-30, 30) / 10, published.names["Y"].double().numpy().ravel()
    _slope, bias = np.polyfit(x, y, 1)
    assert f"{bias:.2f}" in text_of(LAB, "batch-result")
    assert f"{by_hand(x, y, 0.1)[2]:.2f}" in text_of(LAB, "batch-result")
    steeper, higher = (np.mean((line - y) ** 2) for line in (2 * x - 1, x))
    assert 2.5 < steeper / higher < 3.5
    stated = text_of(LAB, "practice-explain")
    (_, slow, *_, last_slow), (_, fast, *_, last_fast) = by_hand(x, y, 0.1)[0], by_hand(x, y, 0.2)[0]
    for value in (f"{slow:.1f}", f"{fast:.1f}", f"{last_slow:.2f}", f"{last_fast:.4f}"):
        assert value in stated
    for rate in (0.1, 0.2):
        assert f"{by_hand(x, y, rate)[2]:.3f}" in stated
    error = -15 * x - 10 - y
    by_w, by_b = 2 * np.mean(error * x), 2 * np.mean(error)
    for value in (f"{by_w:.1f}", f"{by_b:.1f}", f"{-10 - 0.1 * by_w:.1f}", f"{-10 - 0.1 * by_b:.1f}"):
        assert value in stated


@pytest.mark.parametrize("cell", ["first-look", "three-lines", "practice-plot", "larger-losses", "larger-slopes"])
def test_every_plot_has_labels_a_title_and_a_legend(published: Worked, cell: str) -> None:
    (figure,) = published.figures[cell]
    (axes,) = figure.axes
    assert all((axes.get_xlabel(), axes.get_ylabel(), axes.get_title(), axes.get_legend()))
