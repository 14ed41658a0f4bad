"""The replay of recipes, against the torch trainers and against loops written out here."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from reference.recipes.data import LineData, draw_line
from reference.recipes.recipe import Recipe, Record, Store, Update
from reference.recipes.replay import SHUFFLES, replay, walk
from reference.recipes.training import train_batch, train_stochastic, train_with_loader

SETTING = {"slope": 0.7, "bias": -2.0, "noise": 0.3, "seed": 5}
DATA = draw_line(SETTING)
PRACTICE = Update(start_w=-12.0, start_b=-10.0, rate=0.1, epochs=10)


def doubled(data: LineData) -> LineData:
    return LineData(data.X.double(), data.f.double(), data.Y.double())


@pytest.mark.parametrize("size", [1, 5, 7, 10, 20, 60])
@pytest.mark.parametrize("start", [(-12.0, -10.0), (0.5, 3.0)])
def test_a_right_recipe_replays_the_trainer_with_a_loader(size: int, start: tuple[float, float]) -> None:
    data = doubled(DATA)
    pairs = list(zip(data.X.split(size), data.f.split(size), strict=True))
    run = train_with_loader(data.X, data.Y, pairs, start, 0.1, 10)
    replayed = replay(Recipe(replace(PRACTICE, start_w=start[0], start_b=start[1], batch=size)), DATA)
    assert replayed.loss == pytest.approx(run.losses, rel=1e-9)
    np.testing.assert_allclose(replayed.path, run.path, rtol=1e-9, atol=1e-12)
    assert (float(replayed.w), float(replayed.b)) == pytest.approx(run.final, rel=1e-9)


def test_recipes_on_noisy_pairs_replay_the_other_trainers() -> None:
    data = doubled(DATA)
    noisy = replace(PRACTICE, pairs="noisy")
    one = train_stochastic(data.X, data.Y, (-12.0, -10.0), 0.1, 10)
    every = train_batch(data.X, data.Y, (-12.0, -10.0), 0.1, 10)
    assert replay(Recipe(noisy), DATA).loss == pytest.approx(one.losses, rel=1e-9)
    assert replay(Recipe(replace(noisy, batch=0)), DATA).loss == pytest.approx(every.losses, rel=1e-9)


@given(
    rate=st.floats(1e-4, 0.15),
    start=st.tuples(st.floats(-20, 20), st.floats(-20, 20)),
    epochs=st.integers(1, 4),
    size=st.sampled_from([1, 4, 9, 30]),
)
@settings(max_examples=25, deadline=None)
def test_any_rate_start_and_length_replay_as_trained(
    rate: float, start: tuple[float, float], epochs: int, size: int
) -> None:
    data = doubled(DATA)
    pairs = list(zip(data.X.split(size), data.f.split(size), strict=True))
    run = train_with_loader(data.X, data.Y, pairs, start, rate, epochs)
    replayed = replay(Recipe(Update(*start, rate=rate, epochs=epochs, batch=size)), DATA)
    assert replayed.loss == pytest.approx(run.losses, rel=1e-7)
    np.testing.assert_allclose(replayed.path, run.path, rtol=1e-7, atol=1e-9)


def by_autograd(update: Update, loss: Any) -> list[tuple[float, float]]:
    """The path of w and b in float64 where each update goes down `loss(predictions, targets)` of a mini-batch."""
    data = doubled(DATA)
    w, b = (torch.tensor(value, dtype=torch.float64) for value in (update.start_w, update.start_b))
    path = [(w.item(), b.item())]
    for _ in range(update.epochs):
        for x, y in zip(data.X.split(update.batch), data.f.split(update.batch), strict=True):
            w.requires_grad_(), b.requires_grad_()
            gw, gb = torch.autograd.grad(loss(w * x + b, y), (w, b))
            w, b = (w - update.rate * gw).detach(), (b - update.rate * gb).detach()
            path.append((w.item(), b.item()))
    return path


@pytest.mark.parametrize(
    ("name", "loss"),
    [
        ("sum", lambda yhat, y: torch.sum((yhat - y) ** 2)),
        ("half", lambda yhat, y: torch.mean((yhat - y) ** 2) / 2),
        ("root", lambda yhat, y: torch.sqrt(torch.mean((yhat - y) ** 2))),
        ("absolute", lambda yhat, y: torch.mean(torch.abs(yhat - y))),
    ],
)
def test_other_losses_move_the_parameters_as_autograd_says(name: Any, loss: Any) -> None:
    update = replace(PRACTICE, batch=8, rate=0.01, epochs=2, loss=name)
    np.testing.assert_allclose(walk(update, DATA).path, by_autograd(update, loss), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("size", [20, 25])
def test_gradients_of_the_batches_of_an_epoch_add_up_to_one_update(size: int) -> None:
    w, b, losses = -12.0, -10.0, []
    for _ in range(3):
        losses.append(np.mean((w * DATA.x + b - DATA.noisy) ** 2))
        gw = gb = 0.0
        for first in range(0, 60, size):
            x, y = DATA.x[first : first + size], DATA.clean[first : first + size]
            gw, gb = gw + 2 * np.mean((w * x + b - y) * x), gb + 2 * np.mean(w * x + b - y)
        w, b = w - 0.01 * gw, b - 0.01 * gb
    run = replay(Recipe(replace(PRACTICE, batch=size, rate=0.01, epochs=3, taken="summed")), DATA)
    np.testing.assert_allclose(run.loss, losses, rtol=1e-9)
    np.testing.assert_allclose([run.w, run.b], [w, b], rtol=1e-9)
    assert len(run.path) == 4


def test_gradients_that_are_never_cleared_add_up() -> None:
    w, b, sums, path = -12.0, -10.0, np.zeros(2), []
    for x, y in zip(np.tile(DATA.x, 2), np.tile(DATA.clean, 2), strict=True):
        sums += 2 * (w * x + b - y) * np.array([x, 1.0])
        w, b = w - 0.1 * sums[0], b - 0.1 * sums[1]
        path.append((w, b))
    update = replace(PRACTICE, epochs=2, zero_w="never", zero_b="never")
    np.testing.assert_allclose(walk(update, DATA).path[1:], path, rtol=1e-9)


def test_numbers_beyond_float32_are_not_finite() -> None:
    run = replay(Recipe(replace(PRACTICE, sign=1)), DATA)
    assert np.isfinite(run.loss[0])
    assert not np.any(np.isfinite(run.loss[2:]))
    assert not np.isfinite(run.w)


def test_random_orders_are_replayed_all_at_once_and_differ() -> None:
    run = replay(Recipe(replace(PRACTICE, order="shuffled", rate=0.01)), DATA)
    assert run.loss.shape == (SHUFFLES, 10)
    assert run.path.shape == (SHUFFLES, 601, 2)
    assert np.ptp(run.loss[:, 0]) == pytest.approx(0.0, abs=1e-9)
    assert len(np.unique(run.loss[:, 1])) == SHUFFLES


def test_a_sweep_is_a_run_for_each_value() -> None:
    rates = np.array([0.02, 0.05, 0.1])
    swept = walk(PRACTICE, DATA, {"rate": rates})
    for path, rate in zip(swept.path, rates, strict=True):
        np.testing.assert_allclose(path, walk(replace(PRACTICE, rate=float(rate)), DATA).path, rtol=1e-12)


def total(points: np.ndarray, targets: np.ndarray) -> np.ndarray:
    return np.array([np.mean((w * DATA.x + b - targets) ** 2) for w, b in points])


def test_records_measure_at_their_moments() -> None:
    path = replay(Recipe(PRACTICE), DATA).path

    def recorded(**fields: Any) -> np.ndarray:
        return replay(Recipe(PRACTICE, Record(**fields)), DATA).loss

    ends = path[60::60]
    of_pairs = np.array(
        [(w * x + b - y) ** 2 for (w, b), x, y in zip(path[:-1], *np.tile([DATA.x, DATA.clean], 10), strict=True)]
    )
    close = {"rtol": 1e-8, "atol": 1e-13}
    np.testing.assert_allclose(recorded(when="epoch-end"), total(ends, DATA.noisy), **close)
    np.testing.assert_allclose(recorded(when="start-and-ends"), total(path[::60], DATA.noisy), **close)
    np.testing.assert_allclose(recorded(when="at-end"), total(path[-1:], DATA.noisy), **close)
    np.testing.assert_allclose(recorded(when="update"), total(path[:-1], DATA.noisy), **close)
    np.testing.assert_allclose(recorded(against="x"), total(path[:-1:60], DATA.x), **close)
    np.testing.assert_allclose(recorded(against="clean"), total(path[:-1:60], DATA.clean), **close)
    np.testing.assert_allclose(recorded(when="update", of="batch"), of_pairs, **close)
    np.testing.assert_allclose(
        recorded(when="update", of="batch", kept="mean"), of_pairs.reshape(10, 60).mean(axis=1), **close
    )
    np.testing.assert_allclose(
        recorded(when="update", of="batch", kept="running-sum"), np.cumsum(of_pairs)[59::60], **close
    )
    np.testing.assert_allclose(
        recorded(when="epoch-end", against="inner-y"), total(ends, np.full(60, DATA.clean[-1])), **close
    )
    np.testing.assert_allclose(recorded(reduced="sum"), 60 * total(path[:-1:60], DATA.noisy), **close)


def test_stores_repeat_or_drop_entries() -> None:
    once = replay(Recipe(PRACTICE), DATA).loss

    def stored(times: Any) -> list[float]:
        return list(replay(Recipe(PRACTICE, store=Store(times)), DATA).loss)

    assert stored("entries-twice") == [loss for loss in once for _ in range(2)]
    assert stored("history-twice") == [*once, *once]
    assert stored("last-only") == [once[-1]]


def test_all_data_at_each_update_of_an_epoch_is_as_many_epochs_of_batch_descent() -> None:
    data = doubled(DATA)
    three_times = train_batch(data.X, data.Y, (-12.0, -10.0), 0.1, 30)
    replayed = replay(Recipe(replace(PRACTICE, batch=20, predicted="all", target="all")), DATA)
    np.testing.assert_allclose(replayed.path, three_times.path, rtol=1e-9, atol=1e-12)
    assert replayed.loss == pytest.approx(three_times.losses[::3], rel=1e-9)


def test_a_recipe_that_no_notebook_could_run_is_refused() -> None:
    with pytest.raises(ValueError, match="batches of one pair"):
        walk(replace(PRACTICE, batch=5, target="all"), DATA)
    with pytest.raises(ValueError, match="only at each update"):
        replay(Recipe(PRACTICE, Record(when="epoch-end", of="batch")), DATA)
