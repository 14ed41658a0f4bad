"""What a lab gives, measured: models and criteria of `torch.nn`, data of several features."""

import math

import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from labkit.evidence.given_values import FAILS, NOT_ASKED, measure


@pytest.mark.parametrize(
    ("criterion", "answer"),
    [
        (nn.MSELoss(), 2.5),  # (1 - 0)² and (3 - 1)²
        (nn.MSELoss(reduction="sum"), 5.0),
        (nn.L1Loss(), 1.5),
        (nn.BCELoss(), -math.log(0.75)),  # 0.25 for 0 and 0.75 for 1
        (nn.CrossEntropyLoss(), (math.log(1 + math.e**1.5) + math.log(1 + math.e**2)) / 2),
    ],
)
def test_a_criterion_is_asked_for_predictions_that_it_takes(criterion, answer):
    for names in ({}, {"w": 1.0, "b": 2.0}):
        assert measure("criterion", {"criterion": criterion, **names}) == pytest.approx(answer, rel=1e-6)


@pytest.mark.parametrize("model", [nn.Linear(1, 1), nn.Sequential(nn.Linear(2, 2)), nn.Sigmoid()])
def test_a_model_is_not_asked(model):
    assert measure("model", {"model": model}) == NOT_ASKED


def test_a_criterion_that_cannot_be_asked_fails():
    class Picky(nn.Module):
        def forward(self, predictions, targets):
            raise RuntimeError("no")

    assert measure("criterion", {"criterion": Picky()}) == FAILS


def test_data_of_several_features_are_their_numbers():
    data = TensorDataset(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[0.5, 0.25], [5.0, 6.0]]))
    assert measure("data", {"data": data}) == (1.0, 2.0, 0.5, 0.25, 3.0, 4.0, 5.0, 6.0)
    assert measure("loader", {"loader": DataLoader(data, batch_size=2, shuffle=True)}) == (2.0, 2.0, 0.0)


FORWARD = {
    "line": "def forward(x):\n    return w * x + b\n",
    "chance": "def forward(x):\n    return 1 / (1 + (-(w * x + b)).exp())\n",
}
TRAINED = torch.tensor(7.0, requires_grad=True)


def _notebook(forward: str, w: object, b: object) -> dict[str, object]:
    names: dict[str, object] = {"w": w, "b": b}
    exec(FORWARD[forward], names)
    return names


@pytest.mark.parametrize(("w", "b"), [(1.0, 2.0), (-3.0, 0.5), (TRAINED, torch.tensor(0.0))])
def test_what_a_function_is_does_not_hang_on_what_training_made_of_its_parameters(w, b):
    def chance(x):
        return 1 / (1 + math.exp(-(0.5 * x - 0.25)))

    names = _notebook("chance", w, b)
    answers = [(chance(x) - (0.5 * x - 0.25)) / 1.75 for x in (0.0, 1.0, -2.0)]
    assert measure("forward", names) == pytest.approx(answers, abs=1e-6)
    assert measure("forward", _notebook("line", w, b)) == pytest.approx((0.0, 0.0, 0.0), abs=1e-7)
    assert names["w"] is w
    assert names["b"] is b


def test_a_function_with_parameters_of_its_own_is_asked_under_them():
    w, b = 3.0, 4.0
    assert measure("forward", {"forward": lambda x: w * x + b, "w": w, "b": b}) == pytest.approx((0.0, 0.0, 0.0))
    assert measure("forward", {"forward": lambda x: w * x + b, "w": 1.0, "b": b}) != pytest.approx((0.0, 0.0, 0.0))
