"""A choice among learning rates: one line per rate, measured on two data sets, and the best by the second of them.

What the lab `train-validation` teaches, in a page. A line is trained on data that may have outliers, measured on these
and on others, and chosen by the others: the error on data that a line was fitted to says how well it fits them, not how
good it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from reference.recipes.training import Point, mean_squared_error, train_stochastic

Data = tuple[Tensor, Tensor]
"""Inputs and targets, each of one column."""


@dataclass(frozen=True)
class Candidate:
    """A line that was trained with one rate."""

    rate: float
    line: Point
    """(w, b) after the training."""
    train_error: float
    """Mean squared error over the data that it was trained on."""
    validation_error: float
    """Mean squared error over data that it has not seen."""


def error_of(line: Point, data: Data) -> float:
    """The mean squared error of a line over data."""
    (w, b), (x, y) = line, data
    return mean_squared_error(w * x + b, y).item()


def candidates(
    train: Data, validation: Data, rates: Sequence[float], start: Point, epochs: int
) -> tuple[Candidate, ...]:
    """A line for each rate, all from the same start, trained on single pairs in their order."""
    lines = [train_stochastic(*train, start, rate, epochs).final for rate in rates]
    return tuple(
        Candidate(rate, line, error_of(line, train), error_of(line, validation))
        for rate, line in zip(rates, lines, strict=True)
    )


def chosen(among: Sequence[Candidate]) -> Candidate:
    """The one with the lowest validation error. Its error to expect on new data is that on a third set."""
    return min(among, key=lambda one: one.validation_error)
