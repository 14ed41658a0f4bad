"""A training run as data: the choices that a student makes, knowingly or not.

A recipe says which pairs move the parameters and how (`Update`), what is written down (`Record`), and what becomes of
the history (`Store`). A mistake is one choice made differently. `reference.recipes.replay` computes what a recipe
leads to.
"""

from dataclasses import dataclass, field
from typing import Literal

Reduction = Literal["mean", "sum", "half", "root", "absolute"]
"""How differences become a loss: mean, sum, half the mean of their squares; root of that mean; mean of absolutes."""
Zeroing = Literal["update", "epoch", "never"]
"""When a gradient is set back to zero: before each update, at the start of each epoch, never."""
Parameter = Literal["w", "b"]


@dataclass(frozen=True)
class Update:
    """How the parameters move."""

    start_w: float
    start_b: float
    rate: float
    epochs: int
    pairs: Literal["dataset", "noisy", "x-as-target"] = "dataset"
    """Which targets the pairs hold: noise-free, noisy, or the inputs themselves."""
    order: Literal["given", "reversed", "shuffled"] = "given"
    """In which order an epoch goes through the pairs; shuffled again in each epoch."""
    batch: int = 1
    """Pairs per update; 0 stands for all of them."""
    taken: Literal["every", "last", "summed"] = "every"
    """Which batches of an epoch lead to an update: every one, the last, or all at once, their gradients summed."""
    predicted: Literal["own", "all"] = "own"
    """Whether predictions are made for the pairs at hand, or for all inputs."""
    target: Literal["own", "all"] = "own"
    """Whether they are compared with the targets at hand, or with all noisy ones. Where one of the two is `own` and the
    other `all`, shapes fit for batches of one pair only."""
    loss: Reduction = "mean"
    zero_w: Zeroing = "update"
    zero_b: Zeroing = "update"
    moves_w: Parameter | None = "w"
    """The parameter whose gradient moves w; `None` where w stays."""
    moves_b: Parameter | None = "b"
    sign: int = -1
    """-1 goes down the gradient, 1 goes up."""
    precision: Literal["float64", "float32"] = "float64"
    """How a replay computes; it matters only where an error of exactly zero decides, as for absolute errors."""


@dataclass(frozen=True)
class Record:
    """What is written down."""

    when: Literal["epoch-start", "epoch-end", "start-and-ends", "at-end", "update", "updated"] = "epoch-start"
    """At the start or end of each epoch, at both, once at the very end, before each update, after each update."""
    kept: Literal["each", "last", "mean", "sum", "running-mean", "running-sum"] = "each"
    """For `update` and `updated`: what is kept of the entries of an epoch; the running ones never start again."""
    of: Literal["total", "batch"] = "total"
    """The loss over all inputs, or the loss that the update was made from (`update` and `updated` only)."""
    against: Literal["noisy", "clean", "x", "inner-y", "first-y", "first-then-inner-y"] = "noisy"
    """For a total: what predictions are compared with. `inner-y` is the target of the pair that the inner loop had
    last, `first-y` that of the first pair; the third takes the first pair's before there was an inner loop."""
    reduced: Reduction = "mean"


@dataclass(frozen=True)
class Store:
    """What becomes of the history."""

    times: Literal["once", "entries-twice", "history-twice", "last-only"] = "once"


@dataclass(frozen=True)
class Recipe:
    """A training run: what moves the parameters, what is written down, and what becomes of it."""

    update: Update
    record: Record = field(default_factory=Record)
    store: Store = field(default_factory=Store)
