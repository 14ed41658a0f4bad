"""The numbers that an answer trains with: learning rate, epochs, momentum, batch size, seed, start values."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reference.solutions.names import OPTIMISERS, keyword, last_name
from reference.solutions.reading.training import Training, counted
from reference.solutions.reading.tree import Tree, mentions, with_attribute
from reference.solutions.worked import start_values

QuantityKind = Literal["rate", "momentum", "weight decay", "epochs", "batch size", "seed"]
KEYWORDS: dict[QuantityKind, str] = {"rate": "lr", "momentum": "momentum", "weight decay": "weight_decay"}


@dataclass(frozen=True, eq=False)
class Quantity:
    """A number and the places at which it would have to be changed."""

    kind: QuantityKind
    places: tuple[ast.expr, ...]
    value: float | None
    """What it is where that is written out in the notebook."""


@dataclass(frozen=True, eq=False)
class Start:
    """A statement that gives a parameter its first value."""

    statement: ast.stmt
    parameter: str
    """The name of the parameter, or the last part of it: `w`, `weight`."""
    place: ast.expr
    value: float | None


def read_quantities(tree: Tree, trainings: Sequence[Training]) -> tuple[Quantity, ...]:
    """The numbers that an answer trains with; one that stands for several values in turn is left out."""
    found: dict[tuple[QuantityKind, tuple[ast.expr, ...]], None] = {}
    for kind, uses in _uses(tree, trainings):
        places = tuple(dict.fromkeys(source for use in uses for source in tree.sources(use)))
        if places:
            found[kind, places] = None
    return tuple(_quantity(tree, kind, places) for kind, places in found)


def read_starts(tree: Tree, trainings: Sequence[Training]) -> tuple[Start, ...]:
    """The start values that an answer sets, in the order of the text."""
    inside = {loop for training in trainings for loop in (training.batches, training.epochs)}
    found = []
    for node in tree.nodes:
        for value in start_values(node):
            if not inside & set(tree.loops(value)):
                statement = tree.statement(value)
                parameter = _parameter(statement, node)
                found += [Start(statement, parameter, place, tree.value(place)) for place in tree.sources(value)]
    return tuple(found)


def optimisers(tree: Tree) -> list[ast.Call]:
    """The calls that make an optimiser."""
    return [call for call in tree.calls if last_name(call.func) in OPTIMISERS]


def _uses(tree: Tree, trainings: Sequence[Training]) -> Iterator[tuple[QuantityKind, list[ast.expr]]]:
    """Kinds of numbers, each with the expressions in which one of that kind is used."""
    for call in optimisers(tree):
        for kind, name in KEYWORDS.items():
            given = keyword(call, name, 1 if kind == "rate" else None)
            if given is not None:
                yield kind, [given]
    for training in trainings:
        yield "rate", list(_factors(training, of_velocity=False))
        yield "momentum", list(_factors(training, of_velocity=True))
        if training.epochs is not None:
            yield "epochs", counted(training.epochs.iter)
    for comprehension in tree.nodes:
        if isinstance(comprehension, ast.ListComp) and _trains(tree, comprehension.elt, trainings):
            yield "epochs", counted(comprehension.generators[0].iter)
    for call in tree.calls:
        if last_name(call.func) == "manual_seed" and call.args:
            yield "seed", [call.args[0]]
        if last_name(call.func) == "DataLoader":
            given = keyword(call, "batch_size", 1)
            yield "batch size", [given] if given is not None else []


def _quantity(tree: Tree, kind: QuantityKind, places: tuple[ast.expr, ...]) -> Quantity:
    values = {tree.value(place) for place in places}
    return Quantity(kind, places, values.pop() if len(values) == 1 else None)


def _factors(training: Training, of_velocity: bool) -> Iterator[ast.expr]:
    """What a gradient or a velocity is multiplied with, the rate; or what a velocity is kept by, the momentum."""
    held = {last_name(_target(statement)) for _, statement in training.velocities} - {""}
    for statement in training.updating:
        own = last_name(_target(statement))
        for node in ast.walk(statement):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
                for factor, other in ((node.left, node.right), (node.right, node.left)):
                    keeps = bool(own) and own in held and mentions(other, own) and not with_attribute(other, "grad")
                    moves = bool(with_attribute(other, "grad")) or any(mentions(other, name) for name in held - {own})
                    if keeps if of_velocity else moves and not keeps:
                        yield factor


def _trains(tree: Tree, element: ast.expr, trainings: Sequence[Training]) -> bool:
    """Whether an element of a comprehension calls a function that holds a training."""
    functions = (tree.scope(training.backward) for training in trainings)
    names = {function.name for function in functions if isinstance(function, ast.FunctionDef)}
    return any(isinstance(node, ast.Call) and last_name(node.func) in names for node in ast.walk(element))


def _target(statement: ast.stmt) -> ast.AST:
    if isinstance(statement, ast.Assign):
        return statement.targets[0]
    return statement.target if isinstance(statement, ast.AugAssign) else statement


def _parameter(statement: ast.stmt, node: ast.AST) -> str:
    """What a start value is for: the part before `.data` or a place, or the text in `state_dict()['linear.weight']`."""
    texts = (part.value for part in ast.walk(statement) if isinstance(part, ast.Constant))
    text = next((text for text in texts if isinstance(text, str)), "")
    if text:
        return text.rpartition(".")[2]
    if isinstance(node, ast.Call) and last_name(node.func) == "constant_":
        return last_name(node.args[0])
    target: ast.AST = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else node
    if isinstance(statement, ast.Assign):
        target = statement.targets[0]
    while isinstance(target, ast.Subscript) or (isinstance(target, ast.Attribute) and target.attr == "data"):
        target = target.value
    return last_name(target)
