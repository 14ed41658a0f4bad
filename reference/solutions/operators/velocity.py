"""Momentum by hand, defined or used otherwise."""

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from reference.solutions.edits import Edits, after, instead, together, without
from reference.solutions.operators.slip import Slip, expression, text
from reference.solutions.reading import Reading
from reference.solutions.reading.training import Training, counted
from reference.solutions.reading.tree import with_attribute

Named = tuple[str, ast.Assign, str]
"""A parameter, the statement that renews its velocity, and what that is called."""


def velocity(reading: Reading) -> Iterator[Slip]:
    """The velocity as an average of gradients, looking ahead, used before it is there, or one with something else."""
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
            yield from _of_names(reading, training, factor)
        yield from _with_the_rate(reading, statements)
        last = training.updating[-1]
        if last not in statements:
            yield Slip("moved-before-velocity", together(without(*statements), after(last, *statements)))


def _of_names(reading: Reading, training: Training, factor: str) -> Iterator[Slip]:
    """What can be made where each velocity has a name; `factor` is the momentum."""
    named: list[Named] = [
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
    yield from _of_one_tensor(training, named, factor)
    if len(named) > 1:
        yield from _shared(reading, named, moves)
    for parameter, statement, name in named if len(named) > 1 else ():
        forgotten = instead(_names(statement.value, name), expression(f"0 * {name}"))
        yield Slip("one-without-momentum", forgotten, parameter)
        for _, _, other in named:
            if other != name:
                taken = instead(_names(statement.value, name), ast.Name(other, ast.Load()))
                yield Slip("velocity-renewed-from-another", taken, parameter)


def _with_the_rate(reading: Reading, statements: Sequence[ast.stmt]) -> Iterator[Slip]:
    """The learning rate in the velocity and in the step."""
    for rate in (quantity for quantity in reading.quantities if quantity.kind == "rate"):
        if any(reading.tree.statement(place) in statements for place in rate.places):
            continue
        grads = [node for statement in statements for node in with_attribute(statement.value, "grad")]  # type: ignore[attr-defined]
        edits: Edits = {node: [expression(f"({text(rate.places[0])} * {text(node)})")] for node in grads}
        yield Slip("rate-used-twice", edits)


def _of_one_tensor(training: Training, named: Sequence[Named], factor: str) -> Iterator[Slip]:
    """Velocities that begin as the gradients themselves, not as copies: clearing those clears them, too."""
    loop = training.epochs
    if loop is None or not isinstance(loop.target, ast.Name) or not counted(loop.iter):
        return
    place = text(loop.target)
    for pattern in ("{new}", "{velocity}.mul_({factor}).add_({gradient})"):
        edits: dict[ast.AST, list[ast.AST]] = {}
        for parameter, statement, velocity in named:
            gradient, new = f"{parameter}.grad", text(statement.value)
            later = pattern.format(new=new, velocity=velocity, factor=factor, gradient=gradient)
            edits[statement.value] = [expression(f"({gradient} if {place} == 0 else {later})")]
        yield Slip("velocity-is-the-gradient", edits)


def _shared(reading: Reading, named: Sequence[Named], moves: Mapping[str, ast.stmt]) -> Iterator[Slip]:
    """One velocity for all parameters: renewed for each of them in turn, before all moves or each before its own."""
    names = {name for _, _, name in named}
    (_, _, one), *others = named
    here = [node for node in reading.tree.nodes if isinstance(node, ast.Name) and node.id in names]
    renamed = instead(here, ast.Name(one, ast.Load()))
    yield Slip("one-velocity-for-all", renamed)
    gradients = [node for _, statement, _ in named for node in with_attribute(statement.value, "grad")[:1]]
    summed: Edits = {gradients[0]: [expression(f"({' + '.join(map(text, gradients))})")]}
    yield Slip("one-velocity-for-all", together(summed, without(*(s for _, s, _ in others)), renamed))
    last = moves[named[-1][0]] if all(parameter in moves for parameter, _, _ in named) else None
    if last is not None and last.lineno > named[-1][1].lineno:
        turns = [part for parameter, statement, _ in named for part in (statement, moves[parameter])]
        old = [*(statement for _, statement, _ in named), *(moves[parameter] for parameter, _, _ in named)]
        new = [_renamed(text(part), names, one) for part in turns]
        yield Slip("one-velocity-for-all", together(without(*old[1:]), {old[0]: new}, _outside(renamed, old)))


def _renamed(code: str, names: Collection[str], one: str) -> ast.stmt:
    """A statement in which several names have become one."""
    made = ast.parse(code).body[0]
    for node in ast.walk(made):
        if isinstance(node, ast.Name) and node.id in names:
            node.id = one
    return made


def _outside(edits: Edits, statements: Iterable[ast.stmt]) -> Edits:
    inside = {node for statement in statements for node in ast.walk(statement)}
    return {node: by for node, by in edits.items() if node not in inside}


def _names(node: ast.AST, name: str) -> list[ast.expr]:
    return [part for part in ast.walk(node) if isinstance(part, ast.Name) and part.id == name]
