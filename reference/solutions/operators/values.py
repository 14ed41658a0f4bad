"""Numbers changed to those that students type: epochs, learning rate, momentum, weight decay, seed."""

import ast
from collections.abc import Iterator, Sequence

from reference.solutions.edits import Edits, after, instead, together, without
from reference.solutions.names import keyword
from reference.solutions.operators.slip import Slip, bound_to, expression, number, text
from reference.solutions.reading import Reading
from reference.solutions.reading.training import iterated
from reference.solutions.reading.values import Quantity, optimisers

EPOCHS = (5, 10, 15, 20)
"""Counts that students type for another."""
RATES = (0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Learning rates that students type, as far as they are no more than `FAR_RATE` times what is right, or less of it."""
FAR_RATE = 100.0
MOMENTA = (0.5, 0.9, 0.99, 1.0)
SEEDS = (0, 1, 2, 42, 123)
MOST_TIMES_LONGER = 5
"""A training that is more times longer than this is no typing mistake, and takes too long to try."""


def values(reading: Reading) -> Iterator[Slip]:
    """Each number of a training replaced by others."""
    for quantity in reading.quantities:
        make = {"epochs": _epochs, "rate": _rates, "momentum": _momenta, "weight decay": _decays, "seed": _seeds}
        if quantity.kind in make:
            yield from make[quantity.kind](reading, quantity)
    yield from _other_momentum(reading)


def _epochs(reading: Reading, quantity: Quantity) -> Iterator[Slip]:
    yield Slip("no-epoch-loop", _set(quantity, 1))
    if quantity.value is None:
        yield Slip("too-few-epochs", _scaled(quantity, "{} // 2"), "half of them")
        yield Slip("too-many-epochs", _scaled(quantity, "2 * {}"), "twice as many")
        return
    usual = int(quantity.value)
    tried = (usual - 1, usual + 1, usual // 2, 2 * usual, *EPOCHS, *reading.worked.epochs)
    for count in sorted({count for count in tried if 1 < count <= MOST_TIMES_LONGER * usual} - {usual}):
        yield Slip("too-few-epochs" if count < usual else "too-many-epochs", _set(quantity, count), count)


def _rates(reading: Reading, quantity: Quantity) -> Iterator[Slip]:
    yield from _divided(reading, quantity)
    if quantity.value is None:
        yield Slip("learning-rate-too-small", _scaled(quantity, "{} / 10"), "a tenth of it")
        yield Slip("learning-rate-too-large", _scaled(quantity, "10 * {}"), "ten times it")
        return
    usual = float(quantity.value)
    typed = (rate for rate in RATES if usual / FAR_RATE <= rate <= usual * FAR_RATE)
    tried = (usual / 10, usual / 2, 2 * usual, 10 * usual, *typed, *reading.worked.rates)
    for rate in _worked_first({_short(rate) for rate in tried} - {usual}, reading.worked.rates):
        if rate > 0:
            size = "small" if rate < usual else "large"
            yield Slip(f"learning-rate-too-{size}", _set(quantity, rate), rate)


def _divided(reading: Reading, rate: Quantity) -> Iterator[Slip]:
    """A learning rate divided by the size of the batches, or by their number."""
    for size in dict.fromkeys(q.value for q in reading.quantities if q.kind == "batch size" and q.value):
        if size > 1:
            yield Slip("learning-rate-divided-by-batch", _scaled(rate, f"{{}} / {int(size)}"), int(size))
    for loop in (training.batches for training in reading.trainings if training.batches is not None):
        for source in reading.tree.sources(iterated(loop)):
            if isinstance(source, ast.Name):
                edits = _scaled(rate, f"{{}} / len({source.id})")
                yield Slip("learning-rate-divided-by-batch", edits, "the number of batches")


def _momenta(reading: Reading, quantity: Quantity) -> Iterator[Slip]:
    yield Slip("momentum-left-out", _set(quantity, 0.0))
    for momentum in dict.fromkeys((*MOMENTA, *reading.worked.momenta)):
        if momentum not in (0.0, quantity.value):
            yield Slip("another-momentum", _set(quantity, momentum), momentum)


def _decays(reading: Reading, quantity: Quantity) -> Iterator[Slip]:
    yield Slip("weight-decay-left-out", _set(quantity, 0.0))
    if quantity.value is None:
        yield Slip("another-weight-decay", _scaled(quantity, "10 * {}"), "ten times what it should be")
        yield Slip("another-weight-decay", _scaled(quantity, "{} / 10"), "a tenth of what it should be")
        return
    for factor in (0.1, 0.5, 2.0, 10.0):
        decay = _short(factor * quantity.value)
        yield Slip("another-weight-decay", _set(quantity, decay), decay)


def _seeds(reading: Reading, quantity: Quantity) -> Iterator[Slip]:
    statements = [reading.tree.statement(place) for place in quantity.places]
    yield Slip("seed-not-set", {statement: [] for statement in statements}, random=True)
    made = [s for s in reading.made("model") if s.lineno > max(statement.lineno for statement in statements)]
    if made and reading.tree.loops(made[0]) == reading.tree.loops(statements[-1]):
        yield Slip("seed-not-set", together(without(*statements), after(made[0], *statements)))
        yield Slip("more-drawn-after-seed", after(made[0], made[0]))
    for seed in SEEDS:
        if seed != quantity.value:
            yield Slip("another-seed", _set(quantity, seed), seed)


def _other_momentum(reading: Reading) -> Iterator[Slip]:
    """Other definitions of momentum, by the optimiser or by hand."""
    for call in optimisers(reading.tree):
        momentum = keyword(call, "momentum")
        if momentum is not None:
            yield Slip("nesterov-momentum", {call: [bound_to(call, nesterov=expression("True"))]})
            yield Slip("velocity-averaged", {call: [bound_to(call, dampening=momentum)]})
        elif text(call.func).endswith("SGD"):
            yield Slip("momentum-added", {call: [bound_to(call, momentum=number(0.9))]}, 0.9)


def _worked_first(values: set[float], worked: Sequence[float]) -> list[float]:
    """Values in rising order, but for those of worked trainings: they are taken over most often, so pairs need them."""
    return sorted(values, key=lambda value: (value not in worked, value))


def _set(quantity: Quantity, value: float) -> Edits:
    return instead(quantity.places, number(value))


def _scaled(quantity: Quantity, pattern: str) -> Edits:
    return {place: [expression(pattern.format(f"({text(place)})"))] for place in quantity.places}


def _short(value: float) -> float:
    """A number without the last digits that a division leaves."""
    return float(f"{value:.6g}")
