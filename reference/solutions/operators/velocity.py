"""Momentum by hand, defined or used otherwise."""

import ast
from collections.abc import Iterator

from reference.solutions.edits import Edits, after, instead, together, without
from reference.solutions.operators.slip import Slip, expression, text
from reference.solutions.reading import Reading
from reference.solutions.reading.training import Training
from reference.solutions.reading.tree import with_attribute


def velocity(reading: Reading) -> Iterator[Slip]:
    """The velocity as an average of gradients, looking ahead, of some parameters only, or used before it is there."""
    momenta = [quantity for quantity in reading.quantities if quantity.kind == "momentum"]
    for training in reading.trainings:
        if not (training.velocities and training.moves):
            continue
        statements = [statement for _, statement in training.velocities]
        for quantity in momenta:
            factor = text(quantity.places[0])
            edits: Edits = {
                node: [expression(f"((1 - {factor}) * {text(node)})")]
                for statement in statements
                for node in with_attribute(statement.value, "grad")  # type: ignore[attr-defined]
            }
            yield Slip("velocity-averaged", edits)
            yield from _of_names(training, factor)
        last = training.updating[-1]
        if last not in statements:
            yield Slip("moved-before-velocity", together(without(*statements), after(last, *statements)))


def _of_names(training: Training, factor: str) -> Iterator[Slip]:
    """What can be made where each velocity has a name; `factor` is the momentum."""
    named = [
        (parameter, statement, statement.targets[0].id)
        for parameter, statement in training.velocities
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
    ]
    if not named or len(named) < len(training.velocities):
        return
    full_at_first: Edits = {
        node: [expression(f"((1 - {factor} * ({name} != 0)) * {text(node)})")]
        for _, statement, name in named
        for node in with_attribute(statement.value, "grad")
    }
    yield Slip("velocity-averaged", full_at_first)  # as torch has it with dampening
    moves = dict(training.moves)
    ahead = [
        instead(_names(moves[parameter], name), expression(f"({parameter}.grad + {factor} * {name})"))
        for parameter, _, name in named
        if parameter in moves
    ]
    yield Slip("nesterov-momentum", together(*ahead))
    for parameter, statement, name in named if len(named) > 1 else ():
        forgotten = instead(_names(statement.value, name), expression(f"0 * {name}"))
        yield Slip("one-without-momentum", forgotten, parameter)


def _names(node: ast.AST, name: str) -> list[ast.expr]:
    return [part for part in ast.walk(node) if isinstance(part, ast.Name) and part.id == name]
