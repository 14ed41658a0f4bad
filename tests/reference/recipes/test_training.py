"""The trainers, against published numbers and a NumPy recurrence of their own."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from torch.utils.data import DataLoader, TensorDataset

from reference.recipes.data import LineData, draw_line
from reference.recipes.training import Trajectory, train_batch, train_stochastic, train_with_loader

PUBLISHED = {"slope": 1.0, "bias": -1.0, "noise": 0.1, "seed": 1}
OTHER = {"slope": -1.5, "bias": 2.0, "noise": 0.3, "seed": 11}


def batch(data: LineData) -> Trajectory:
    return train_batch(data.X, data.Y, (-15.0, -10.0), 0.1, 10)


def stochastic(data: LineData) -> Trajectory:
    return train_stochastic(data.X, data.Y, (-15.0, -10.0), 0.1, 10)


def loader(data: LineData, start: tuple[float, float] = (-15.0, -10.0), size: int = 1) -> Trajectory:
    pairs = DataLoader(TensorDataset(data.X, data.f), batch_size=size)
    return train_with_loader(data.X, data.Y, pairs, start, 0.1, 10)


def practice(data: LineData) -> Trajectory:
    return loader(data, (-12.0, -10.0))


def longer(data: LineData) -> Trajectory:
    return train_batch(data.X, data.Y, (-15.0, -10.0), 0.1, 15)


def faster(data: LineData) -> Trajectory:
    return train_batch(data.X, data.Y, (-15.0, -10.0), 0.2, 15)


FROM_A_RUN_OF_THE_PUBLISHED_LAB = [
    (
        batch,
        "835.276123 175.466934 55.027836 26.094278 15.254074 9.538639 6.074167 3.886739 2.490892 1.597787",
        (0.979537, -2.031597),
    ),
    (
        stochastic,
        "835.276123 83.795914 20.337473 4.659733 1.211859 0.253762 0.092985 0.021958 0.021044 0.013030",
        (1.055418, -1.021021),
    ),
    (
        loader,
        "835.276123 84.691483 19.823639 4.885771 1.089465 0.304291 0.059869 0.029811 0.008954 0.010677",
        (1.004143, -1.012217),
    ),
    (
        practice,
        "576.709656 73.436104 17.168634 4.242830 0.941965 0.266524 0.052187 0.027348 0.008678 0.010460",
        (1.003857, -1.011374),
    ),
    (
        longer,
        "835.276123 175.466934 55.027836 26.094278 15.254074 9.538639 6.074167 3.886739 2.490892 1.597787 1.025969 "
        "0.659798 0.425305 0.275137 0.178969",
        (0.998079, -1.353513),
    ),
    (
        faster,
        "835.276123 61.907124 12.644751 4.172733 1.493755 0.542934 0.200684 0.077294 0.032801 0.016756 0.010971 "
        "0.008885 0.008132 0.007861 0.007763",
        (1.006254, -1.026698),
    ),
]


@pytest.mark.parametrize(("train", "losses", "final"), FROM_A_RUN_OF_THE_PUBLISHED_LAB)
def test_trainers_reproduce_the_published_run(
    train: Callable[[LineData], Trajectory], losses: str, final: tuple[float, float]
) -> None:
    run = train(draw_line(PUBLISHED))
    # Losses are printed with six decimals: half a unit of the last one, and as much again for rounding in float32.
    assert run.losses == pytest.approx([float(loss) for loss in losses.split()], rel=1e-5, abs=1e-6)
    assert run.final == pytest.approx(final, rel=1e-5)


def recurrence(
    data: LineData, xs: NDArray[np.float64], ys: NDArray[np.float64], start: tuple[float, float]
) -> tuple[list[float], NDArray[np.float64]]:
    """Gradient descent in float64 on rows of inputs and targets, one row per update, 10 epochs."""
    theta, losses, path = np.array(start), [], [np.array(start)]
    design, targets = np.column_stack([data.x, np.ones(60)]), data.noisy
    for _ in range(10):
        losses.append(float(np.mean((design @ theta - targets) ** 2)))
        for x, y in zip(xs, ys, strict=True):
            rows = np.column_stack([x, np.ones(x.size)])
            theta = theta - 0.1 * 2 / x.size * rows.T @ (rows @ theta - y)
            path.append(theta)
    return losses, np.array(path)


@pytest.mark.parametrize("setting", [PUBLISHED, OTHER])
@pytest.mark.parametrize(
    ("train", "targets", "size"),
    [
        (batch, "noisy", 60),
        (stochastic, "noisy", 1),
        (loader, "clean", 1),
        (lambda data: loader(data, size=20), "clean", 20),
    ],
)
def test_trainers_follow_a_float64_recurrence(
    setting: dict[str, float], train: Callable[[LineData], Trajectory], targets: str, size: int
) -> None:
    data = draw_line(setting)
    run = train(data)
    y = getattr(data, targets)
    losses, path = recurrence(data, data.x.reshape(-1, size), y.reshape(-1, size), (-15.0, -10.0))
    assert run.losses == pytest.approx(losses, rel=3e-5)
    np.testing.assert_allclose(run.path, path, atol=2e-5)


def test_a_path_has_a_point_per_update_and_the_recorded_ones_belong_to_the_losses() -> None:
    data = draw_line(OTHER)
    run = practice(data)
    assert len(run.path) == 601
    assert run.path[0] == (-12.0, -10.0)
    assert run.recorded == run.path[0:600:60]
    for (w, b), loss in zip(run.recorded, run.losses, strict=True):
        assert loss == pytest.approx(np.mean((w * data.x + b - data.noisy) ** 2), rel=1e-5)


def test_no_epochs_leave_the_start() -> None:
    data = draw_line(OTHER)
    run = train_batch(data.X, data.Y, (1.0, 2.0), 0.1, 0)
    assert run == Trajectory((), ((1.0, 2.0),))
    assert run.recorded == ()


def test_a_trajectory_cannot_be_changed() -> None:
    run = Trajectory((1.0,), ((0.0, 0.0), (1.0, 1.0)))
    with pytest.raises(AttributeError):
        run.losses = ()  # type: ignore[misc]
