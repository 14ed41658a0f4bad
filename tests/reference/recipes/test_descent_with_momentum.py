"""Descent with momentum, against printed numbers, torch's own optimiser, and a matrix by hand."""

import numpy as np
import pytest
import torch

from reference.recipes.momentum import descend

# From runs outside this project (torch, CPU, float32): the first places on the quartic, and the last of 100 steps.
QUARTIC = {
    0.0: ([6.0, 5.408000, 5.071472, 4.847410, 4.686219], 4.000001),
    0.9: ([6.0, 5.408000, 4.538671, 3.667131, 2.917336], -1.991201),
}
X = torch.arange(2, 5, 0.05)


def quartic(place: torch.Tensor) -> torch.Tensor:
    """A curve with a hollow at 4 and a deeper one at -2."""
    (w,) = place
    return 2 * w**4 - 9 * w**3 - 21 * w**2 + 88 * w + 48


def valley(place: torch.Tensor) -> torch.Tensor:
    """The mean squared error of a line to the line with slope 1 and bias -1."""
    w, b = place
    return torch.mean((w * X + b - (X - 1)) ** 2)


@pytest.mark.parametrize("momentum", QUARTIC)
def test_the_quartic_is_gone_down_as_in_the_published_lab(momentum: float) -> None:
    first, last = QUARTIC[momentum]
    found = descend(quartic, [6.0], 0.001, momentum, 100)
    assert [w for (w,) in found.path[:5]] == pytest.approx(first, abs=1e-6)
    assert found.final == pytest.approx((last,), abs=2e-6)
    assert (len(found.losses), len(found.path)) == (100, 101)
    assert found.losses[0] == 468.0


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_it_agrees_with_the_optimiser_of_torch(momentum: float) -> None:
    place = torch.tensor([-8.0, 12.0], requires_grad=True)
    optimizer = torch.optim.SGD([place], lr=0.03, momentum=momentum)
    losses = []
    for _ in range(40):
        optimizer.zero_grad()
        loss = valley(place)
        losses.append(loss.item())
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    found = descend(valley, [-8.0, 12.0], 0.03, momentum, 40)
    assert found.losses == pytest.approx(losses, rel=1e-5)
    assert found.final == pytest.approx(place.tolist(), rel=1e-5)


@pytest.mark.parametrize("momentum", [0.0, 0.8])
def test_in_a_valley_it_is_a_power_of_a_matrix(momentum: float) -> None:
    """Place and velocity together are multiplied with one matrix in each step, as the valley is a quadratic."""
    x = np.arange(200, 500, 5) / 100
    bend = 2 * np.array([[np.mean(x * x), np.mean(x)], [np.mean(x), 1.0]])
    one = np.eye(2)
    step = np.block([[one - 0.03 * bend, -0.03 * momentum * one], [bend, momentum * one]])
    w, b, *_ = np.linalg.matrix_power(step, 40) @ [-9.0, 13.0, 0.0, 0.0]  # from the lowest place, (1, -1)
    assert descend(valley, [-8.0, 12.0], 0.03, momentum, 40).final == pytest.approx((w + 1, b - 1), rel=1e-4)
