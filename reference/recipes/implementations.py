"""Right implementations of a recipe that differ in everything but the algorithm.

How far their results lie apart is what a tolerance must allow for. Each takes the data, the batches of one epoch and
the update of the recipe, and gives the total losses at the start of each epoch, the final w and the final b.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from reference.recipes.data import LineData
from reference.recipes.recipe import Update
from reference.recipes.training import train_with_loader

Pairs = Sequence[tuple[Tensor, Tensor]]
Outcome = tuple[list[float], float, float]
Implementation = Callable[[LineData, Pairs, Update], Outcome]


def batches(data: LineData, update: Update) -> Pairs:
    """The batches of one epoch in the given order; float32, shape (pairs, 1) each."""
    targets = data.Y if update.pairs == "noisy" else data.f
    size = update.batch or len(data.X)
    return list(zip(torch.split(data.X, size), torch.split(targets, size), strict=True))


def in_float32(data: LineData, pairs: Pairs, update: Update) -> Outcome:
    """The lab's own loop."""
    start = (update.start_w, update.start_b)
    run = train_with_loader(data.X, data.Y, pairs, start, update.rate, update.epochs)
    return list(run.losses), *run.final


def in_float64(data: LineData, pairs: Pairs, update: Update) -> Outcome:
    """The lab's own loop on the same data in float64."""
    doubled = LineData(data.X.double(), data.f.double(), data.Y.double())
    return in_float32(doubled, [(x.double(), y.double()) for x, y in pairs], update)


def on_two_threads(data: LineData, pairs: Pairs, update: Update) -> Outcome:
    """The lab's own loop with another number of threads than usual."""
    usual = torch.get_num_threads()
    torch.set_num_threads(2 if usual == 1 else 1)
    try:
        return in_float32(data, pairs, update)
    finally:
        torch.set_num_threads(usual)


def with_nudged_targets(data: LineData, pairs: Pairs, update: Update) -> Outcome:
    """Noisy targets one unit in the last place away, as processors of another vector width draw them."""
    away = torch.where(torch.arange(len(data.Y)) % 2 == 0, torch.inf, -torch.inf).view(-1, 1)
    nudged = LineData(data.X, data.f, torch.nextafter(data.Y, away))
    return in_float32(nudged, pairs if update.pairs != "noisy" else batches(nudged, update), update)


def with_modules(data: LineData, pairs: Pairs, update: Update) -> Outcome:
    """`nn.Linear`, `nn.MSELoss` and `optim.SGD`."""
    model, criterion = nn.Linear(1, 1), nn.MSELoss()
    nn.init.constant_(model.weight, update.start_w)
    nn.init.constant_(model.bias, update.start_b)
    optimizer = torch.optim.SGD(model.parameters(), lr=update.rate)
    losses = []
    for _ in range(update.epochs):
        losses.append(criterion(model(data.X), data.Y).item())
        for x, y in pairs:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()
    return losses, model.weight.item(), model.bias.item()


def by_hand_in_torch(data: LineData, pairs: Pairs, update: Update) -> Outcome:
    """Gradients written out, sums divided by counts, targets minus predictions, in float32."""
    w, b = torch.tensor(update.start_w), torch.tensor(update.start_b)
    losses = []
    for _ in range(update.epochs):
        losses.append((torch.sum((data.Y - (b + data.X * w)).pow(2)) / data.Y.numel()).item())
        for x, y in pairs:
            error = y - b - w * x
            w, b = w + 2 * update.rate * torch.mean(error * x), b + update.rate * torch.mean(2 * error)
    return losses, w.item(), b.item()


def in_numpy(kind: type[np.floating[Any]]) -> Implementation:
    """Gradients written out in NumPy, in the given precision."""

    def run(data: LineData, pairs: Pairs, update: Update) -> Outcome:
        X, Y = data.X.numpy().astype(kind), data.Y.numpy().astype(kind)
        arrays = [(x.numpy().astype(kind), y.numpy().astype(kind)) for x, y in pairs]
        w, b, rate = kind(update.start_w), kind(update.start_b), kind(update.rate)
        losses = []
        for _ in range(update.epochs):
            losses.append(float(np.mean(np.square(w * X + b - Y))))
            for x, y in arrays:
                slope = 2 * (w * x + b - y) / kind(x.size)
                w, b = w - rate * np.sum(slope * x), b - rate * np.sum(slope)
        return losses, float(w), float(b)

    return run


def in_plain_python(data: LineData, pairs: Pairs, update: Update) -> Outcome:
    """Lists of numbers, one pair after the other, in float64."""
    xs, ys = data.X.flatten().tolist(), data.Y.flatten().tolist()
    lists = [list(zip(x.flatten().tolist(), y.flatten().tolist(), strict=True)) for x, y in pairs]
    w, b, losses = update.start_w, update.start_b, []
    for _ in range(update.epochs):
        losses.append(sum((y - w * x - b) ** 2 for x, y in zip(xs, ys, strict=True)) / len(xs))
        for batch in lists:
            gw = sum(-2 * x * (y - w * x - b) for x, y in batch) / len(batch)
            gb = sum(-2 * (y - w * x - b) for x, y in batch) / len(batch)
            w, b = w - update.rate * gw, b - update.rate * gb
    return losses, w, b


IMPLEMENTATIONS: Mapping[str, Implementation] = {
    "torch, float32": in_float32,
    "torch, float64": in_float64,
    "torch, other number of threads": on_two_threads,
    "torch, targets a last digit apart": with_nudged_targets,
    "torch, nn.Linear and optim.SGD": with_modules,
    "torch, gradients by hand": by_hand_in_torch,
    "NumPy, float32": in_numpy(np.float32),
    "NumPy, float64": in_numpy(np.float64),
    "plain Python": in_plain_python,
}
