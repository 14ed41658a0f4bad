"""The lab on PyTorch's own parts shows the numbers of the published one, and those of a recurrence by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from worked_notebook import Worked, text_of, worked

LAB = "pytorch-way"
# Printed by runs outside this project (torch, CPU, float32); the last digits depend on the processor.
SLOW = "835.276123 14.427274 1.334555 0.112501 0.015109 0.008325 0.008120 0.008205 0.008241 0.008252"
FAST = "835.276123 83.795914 20.337473 4.659733 1.211859 0.253762 0.092985 0.021958 0.021044 0.013030"
ENDS = {"train-run": (0.993229, -1.017389), "practice-train": (1.055418, -1.021021)}
TENS = "835.276123 33.135979 0.641356 0.008567 0.008839 0.008354 0.008299 0.008299 0.008300 0.008300"
TENS_END = (0.992694, -1.017301)


def line(names: dict[str, Any]) -> tuple[float, ...] | None:
    """Weight and bias of the model, once there is one."""
    return tuple(p.item() for p in names["model"].parameters()) if "model" in names else None


def by_hand(x: np.ndarray, y: np.ndarray, rate: float, size: int) -> tuple[list[float], float, float]:
    """Total losses before each of ten epochs from weight -15 and bias -10, and where it ends, in float64."""
    w, b, losses = -15.0, -10.0, []
    for _ in range(10):
        losses.append(float(np.mean((w * x + b - y) ** 2)))
        for first in range(0, len(x), size):
            part = slice(first, first + size)
            error = w * x[part] + b - y[part]
            w, b = w - 2 * rate * float(np.mean(error * x[part])), b - 2 * rate * float(np.mean(error))
    return losses, w, b


def numbers(printed: str) -> list[float]:
    return [float(loss) for loss in printed.split()]


@pytest.fixture(scope="module")
def published() -> Worked:
    return worked(LAB, look=line)


@pytest.mark.parametrize(("history", "losses"), [("LOSS_SLOW", SLOW), ("LOSS", FAST)])
def test_both_histories_are_those_of_the_published_lab(published: Worked, history: str, losses: str) -> None:
    found = published.names[history]
    assert found == pytest.approx(numbers(losses), rel=2e-6, abs=1e-6)
    assert all(type(loss) is float for loss in found)


@pytest.mark.parametrize("cell", ENDS)
def test_both_trainings_end_where_the_published_ones_do(published: Worked, cell: str) -> None:
    assert published.seen[cell] == pytest.approx(ENDS[cell], abs=1e-6)


def test_the_worked_function_does_the_same_with_batches_of_ten() -> None:
    names = worked(LAB).names
    exec(
        'model = linear_regression(1, 1)\nmodel.state_dict()["linear.weight"][0] = -15\n'
        'model.state_dict()["linear.bias"][0] = -10\noptimizer = optim.SGD(model.parameters(), lr=0.1)\n'
        "trainloader = DataLoader(dataset=dataset, batch_size=10)\nLOSS_SLOW = []\ntrain_model_BGD(10)",
        names,
    )
    assert names["LOSS_SLOW"] == pytest.approx(numbers(TENS), rel=2e-6, abs=1e-6)
    assert line(names) == pytest.approx(TENS_END, abs=1e-6)


@pytest.mark.parametrize("setting", ["slope = -2.5\nbias = 3.0\nnoise = 0.4\nseed = 9", ""])
def test_both_trainings_are_a_recurrence_in_double_precision(setting: str) -> None:
    found = worked(LAB, setting, line)
    x, y = np.arange(-30, 30) / 10, found.names["Y"].double().numpy().ravel()
    for history, cell, rate in (("LOSS_SLOW", "train-run", 0.01), ("LOSS", "practice-train", 0.1)):
        losses, *end = by_hand(x, y, rate, size=1)
        assert found.names[history] == pytest.approx(losses, rel=2e-5)
        assert found.seen[cell] == pytest.approx(end, rel=1e-5)


def test_every_data_set_holds_the_noise_that_the_first_lab_draws(published: Worked) -> None:
    names = published.names
    x = torch.arange(-3, 3, 0.1).view(-1, 1)
    drawn = torch.manual_seed(1) and 0.1 * torch.randn(60, 1)
    torch.manual_seed(5)
    for dataset in (names["dataset"], names["Data"]()):
        assert torch.equal(dataset.x, x)
        assert torch.equal(dataset.f, x - 1.0)
        assert torch.equal(dataset.y, x - 1.0 + drawn)
        assert [value.item() for value in dataset[7]] == [x[7].item(), dataset.y[7].item()]
        assert len(dataset) == 60


def test_what_is_said_of_the_optimiser_is_true(published: Worked, capsys: pytest.CaptureFixture[str]) -> None:
    names = dict(published.names)
    for cell in ("model", "start", "optimizer", "optimizer-look"):
        exec(text_of(LAB, cell), names)
    held = {id(parameter) for parameter in names["optimizer"].param_groups[0]["params"]}
    assert held == {id(parameter) for parameter in names["old_model"].parameters()}
    assert held.isdisjoint(id(parameter) for parameter in names["model"].parameters())
    assert capsys.readouterr().out.endswith(
        "the optimiser moves the old model: True\nthe optimiser moves the new model: False\n"
    )


def test_the_numbers_in_the_answers_are_true(published: Worked) -> None:
    x, y = np.arange(-30, 30) / 10, published.names["Y"].double().numpy().ravel()
    stated = text_of(LAB, "practice-explain")
    slow, fast = (by_hand(x, y, rate, size=1)[0] for rate in (0.01, 0.1))
    for losses in (slow, fast):
        assert f"{losses[1]:.1f}" in stated
        assert f"{losses[-1]:.4f}" in stated
    assert f"{slow[0]:.1f}" in stated
    assert max(slow[5:]) < 1.03 * min(slow[5:])
    assert slow[4] > 1.5 * slow[5]


@pytest.mark.parametrize("cell", ["first-look", "practice-plot"])
def test_every_plot_has_labels_a_title_and_a_legend(published: Worked, cell: str) -> None:
    (figure,) = published.figures[cell]
    (axes,) = figure.axes
    assert all((axes.get_xlabel(), axes.get_ylabel(), axes.get_title(), axes.get_legend()))
