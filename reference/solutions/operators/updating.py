"""Updates that are left out, turned round, made with the wrong gradient, too seldom or too early."""

import ast
from collections.abc import Iterator

from reference.solutions.edits import Edits, after, before, instead, together, without
from reference.solutions.names import last_name
from reference.solutions.operators.slip import Slip, expression, number, other_operator
from reference.solutions.reading import Reading
from reference.solutions.reading.training import Training, parameter_of
from reference.solutions.reading.tree import call_name, with_attribute

LINE = {"w", "b"}
"""The parameters that the catalogue knows by name."""


def updating(reading: Reading) -> Iterator[Slip]:
    """Everything that can go wrong with an update."""
    for training in reading.trainings:
        yield from _left_out(training)
        yield from _uphill(training)
        yield from _with_another_gradient(training)
        yield from _with_another_rate(reading, training)
        yield from _once_per_epoch(training)
        if training.steps:
            moved = together(without(*training.steps), before(training.backward, *training.steps))
            yield Slip("parameters-not-updated", moved)
            yield Slip("parameters-not-updated", without(training.backward))


def _left_out(training: Training) -> Iterator[Slip]:
    moved = dict(training.moves)
    yield Slip("parameters-not-updated", without(*training.steps, *(statement for _, statement in training.moves)))
    for parameter, statement in moved.items() if len(moved) > 1 else ():
        if set(moved) == LINE:
            (other,) = LINE - {parameter}
            yield Slip(f"only-{other}-updated", without(statement))
        else:
            yield Slip("one-parameter-not-updated", without(statement), parameter)


def _uphill(training: Training) -> Iterator[Slip]:
    if training.steps and isinstance(training.backward, ast.Expr):
        loss = training.backward.value.func.value  # type: ignore[attr-defined]
        yield Slip("gradient-ascent", {loss: [ast.UnaryOp(ast.USub(), loss)]})
    turned = {parameter: _turned(statement) for parameter, statement in training.moves}
    if turned:
        yield Slip("gradient-ascent", together(*turned.values()))
    for parameter, edits in turned.items() if len(turned) > 1 else ():
        yield Slip("one-parameter-uphill", edits, parameter)


def _turned(statement: ast.stmt) -> Edits:
    """An update with its sign turned."""
    method = call_name(statement)
    if method in ("sub_", "add_"):
        function = statement.value.func  # type: ignore[attr-defined]
        return {function: [ast.Attribute(function.value, "add_" if method == "sub_" else "sub_", ast.Load())]}
    operator = statement.op if isinstance(statement, ast.AugAssign) else statement.value.op  # type: ignore[attr-defined]
    return {statement: [other_operator(statement, ast.Add() if isinstance(operator, ast.Sub) else ast.Sub())]}


def _with_another_gradient(training: Training) -> Iterator[Slip]:
    using = [*training.moves, *training.velocities]
    parameters = tuple(dict.fromkeys(parameter for parameter, _ in using))
    for parameter, statement in using:
        own = [node for node in with_attribute(statement, "grad") if parameter_of(node) == parameter]
        for other in parameters if own else ():
            if other == parameter:
                continue
            edits = instead(own, expression(f"{other}.grad"))
            if {parameter, other} == LINE:
                yield Slip(f"{parameter}-updated-with-{other}-gradient", edits)
            else:
                yield Slip("updated-with-another-gradient", edits, parameter)
    yield from _with_another_velocity(training)


def _with_another_velocity(training: Training) -> Iterator[Slip]:
    velocities = {p: last_name(s.targets[0]) for p, s in training.velocities if isinstance(s, ast.Assign)}
    for parameter, statement in training.moves:
        names = [n for n in ast.walk(statement) if isinstance(n, ast.Name) and n.id == velocities.get(parameter)]
        for other, velocity in velocities.items() if names else ():
            if other != parameter:
                yield Slip("updated-with-another-velocity", instead(names, ast.Name(velocity, ast.Load())), parameter)


def _with_another_rate(reading: Reading, training: Training) -> Iterator[Slip]:
    """One of several parameters moved with the rate of a worked training."""
    usual = {quantity.value for quantity in reading.quantities if quantity.kind == "rate"}
    rates = [rate for rate in dict.fromkeys(reading.worked.rates) if rate not in usual]
    for parameter, statement in training.moves if len(training.moves) > 1 else ():
        for node in ast.walk(statement):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
                sides = [side for side in (node.left, node.right) if not with_attribute(side, "grad")]
                for rate in rates if len(sides) == 1 else ():
                    yield Slip("one-parameter-with-another-rate", {sides[0]: [number(rate)]}, parameter)


def _once_per_epoch(training: Training) -> Iterator[Slip]:
    """One update from all gradients of an epoch, and one from the last batch."""
    loop, backward = training.batches, training.backward
    if loop is None or training.epochs is None or training.is_apart:
        return
    parts = training.tops(training.updating, loop)
    clears = training.tops(training.clears, loop)
    if not parts:
        return
    early = [clear for clear in clears if clear.lineno < backward.lineno and clear not in parts]
    late = [clear for clear in clears if clear not in early and clear not in parts]
    moved = [*parts, *late]
    summed = together(without(*moved, *early), after(loop, *moved), before(loop, *early))
    yield Slip("batch-update-per-epoch", summed)
    at_end = training.tree.top(backward, loop)
    yield Slip("batch-update-per-epoch", together(without(at_end, *moved), after(loop, at_end, *moved)))
