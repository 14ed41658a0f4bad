"""A choice among rates, against a recurrence by hand and what is known of squares and outliers."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from reference.recipes.choosing import Candidate, candidates, chosen, error_of

X = torch.arange(-3, 3, 0.1, dtype=torch.float64).view(-1, 1)
LINE = -3.0 * X + 1.0
START = (-15.0, -10.0)
RATES = (0.0001, 0.001, 0.01, 0.1)


def with_outliers(y: torch.Tensor) -> torch.Tensor:
    """The family's training data: the first target 0, five targets 20."""
    bent = y.clone()
    bent[0] = 0
    bent[50:55] = 20
    return bent


def by_hand(x: np.ndarray, y: np.ndarray, rate: float, epochs: int) -> tuple[float, float]:
    w, b = START
    for _ in range(epochs):
        for one, target in zip(x, y, strict=True):
            error = w * one + b - target
            w, b = w - rate * 2 * error * one, b - rate * 2 * error
    return w, b


def test_each_rate_gives_the_line_and_the_errors_of_the_recurrence() -> None:
    train, validation = with_outliers(LINE), LINE
    found = candidates((X, train), (X, validation), RATES, START, 10)
    x, y, new = X.numpy().ravel(), train.numpy().ravel(), validation.numpy().ravel()
    assert [one.rate for one in found] == list(RATES)
    for one in found:
        w, b = by_hand(x, y, one.rate, 10)
        assert one.line == pytest.approx((w, b), rel=1e-9)
        assert one.train_error == pytest.approx(np.mean((w * x + b - y) ** 2), rel=1e-9)
        assert one.validation_error == pytest.approx(np.mean((w * x + b - new) ** 2), rel=1e-9)


def test_the_choice_is_by_the_data_that_were_not_trained_on() -> None:
    found = candidates((X, with_outliers(LINE)), (X, LINE), (0.0005, 0.005, 0.05), START, 5)
    assert chosen(found).rate == 0.05
    assert min(found, key=lambda one: one.train_error).rate == 0.005
    apart = [Candidate(0.1, (0.0, 0.0), 1.0, 3.0), Candidate(0.2, (0.0, 0.0), 2.0, 2.0)]
    assert chosen(apart).rate == 0.2


def test_an_error_is_the_mean_of_the_squares() -> None:
    x, y = torch.tensor([[0.0], [1.0]]), torch.tensor([[1.0], [5.0]])
    assert error_of((2.0, 1.0), (x, y)) == pytest.approx((0.0 + 4.0) / 2)
