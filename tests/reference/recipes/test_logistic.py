"""Logistic regression by hand, against the numbers of the published lab and what is known of its costs."""

from __future__ import annotations

import math

import pytest
import torch

from reference.recipes.logistic import Cost, loss_of, pull_of, train_classifier

X = torch.arange(-10, 10, dtype=torch.float64).view(-1, 1) / 10
Y = (X > 0.25).double()
START = (-5.0, -10.0)
# Printed by runs outside this project (torch, CPU, float32).
ENTROPY = {0: 4.550855, 1: 1.993297, 2: 0.439565, 99: 0.052639}


def test_the_cross_entropy_reproduces_the_published_training() -> None:
    found = train_classifier(X, Y, START, lr=2, batch=3, epochs=100)
    assert {epoch: found.losses[epoch] for epoch in ENTROPY} == pytest.approx(ENTROPY, abs=1e-6)
    assert (found.weight, found.bias) == pytest.approx((14.859356, -3.610597), abs=1e-5)
    assert found.accuracy(X, Y) == 1.0
    assert 0.2 < found.boundary < 0.3


def test_squared_errors_stay_where_they_are() -> None:
    found = train_classifier(X, Y, START, lr=2, batch=3, epochs=100, cost="squared")
    assert found.losses == pytest.approx([0.350001] * 100, abs=1e-6)
    assert (found.weight, found.bias) == pytest.approx((-4.989757, -10.005852), abs=2e-5)
    assert found.accuracy(X, Y) == 0.65


@pytest.mark.parametrize(
    ("cost", "losses", "pulls"),
    [("cross-entropy", (math.log(2), math.log(4 / 3)), (-0.5, 0.25)), ("squared", (0.25, 0.0625), (-0.25, 0.09375))],
)
def test_losses_and_pulls_of_single_points(cost: Cost, losses: tuple[float, ...], pulls: tuple[float, ...]) -> None:
    """Undecided about a point of class 1; three to one for class 0, and rightly so."""
    for z, y, loss, pull in zip((0.0, -math.log(3)), (1.0, 0.0), losses, pulls, strict=True):
        output, target = torch.tensor([[z]], dtype=torch.float64), torch.tensor([[y]], dtype=torch.float64)
        assert loss_of(output, target, cost).item() == pytest.approx(loss, rel=1e-12)
        assert pull_of(output, target, cost).item() == pytest.approx(pull, rel=1e-12)


def test_a_model_that_is_certain_and_wrong_is_pulled_by_the_cross_entropy_alone() -> None:
    z, y = torch.tensor([[-20.0]]), torch.tensor([[1.0]])
    assert pull_of(z, y, "cross-entropy").item() == pytest.approx(-1.0, abs=1e-6)
    assert abs(pull_of(z, y, "squared").item()) < 1e-8
    assert loss_of(z, y, "cross-entropy").item() == pytest.approx(20.0, abs=1e-5)
