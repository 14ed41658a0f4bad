"""Gradients that are not cleared, or cleared at the wrong moment."""

import ast
from collections.abc import Iterator

from reference.solutions.edits import after, together, without
from reference.solutions.operators.slip import Slip, Value
from reference.solutions.reading import Reading
from reference.solutions.reading.training import Training


def clearing(reading: Reading) -> Iterator[Slip]:
    """Clearing dropped, all and each; done once per epoch; put between `backward` and the update."""
    for training in reading.trainings:
        clears = training.clears
        if not clears:
            continue
        yield from _dropped("gradients-not-zeroed", None, training, clears)
        for parameter, own in _by_parameter(training).items():
            yield from _dropped(*_of_one(parameter), training, own)
        yield Slip("parameters-not-updated", together(without(*clears), after(training.backward, *clears)))


def _dropped(name: str, value: Value, training: Training, clears: tuple[ast.stmt, ...]) -> Iterator[Slip]:
    yield Slip(name, without(*clears), value)
    if training.batches is not None and training.epochs is not None:
        yield Slip(name, together(without(*clears), after(training.batches, *clears)), value)


def _by_parameter(training: Training) -> dict[str, tuple[ast.stmt, ...]]:
    """The clearing statements of each parameter, where there are several that are cleared by hand."""
    found: dict[str, tuple[ast.stmt, ...]] = {}
    for statement in training.clears:
        parameter = training.cleared(statement)
        if parameter:
            found[parameter] = (*found.get(parameter, ()), statement)
    return found if len(found) > 1 else {}


def _of_one(parameter: str) -> tuple[str, Value]:
    """The catalogue knows w and b by name."""
    if parameter in ("w", "b"):
        return f"{parameter}-gradient-not-zeroed", None
    return "one-gradient-not-zeroed", parameter
