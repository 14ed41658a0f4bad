"""Another cost than the lab's: another criterion, a sum, a half, a root, absolute errors; activations."""

import ast
from collections.abc import Callable, Iterator, Sequence

from reference.solutions.edits import Edits
from reference.solutions.names import first_name, last_name
from reference.solutions.operators.slip import Slip, expression, text
from reference.solutions.reading import Reading
from reference.solutions.reading.losses import Loss

ACTIVATIONS = frozenset({"sigmoid", "tanh", "relu", "softmax", "log_softmax", "leaky_relu", "gelu", "softplus"})
ACTIVATION_MODULES = frozenset({"Sigmoid", "Tanh", "ReLU", "Softmax", "LogSoftmax", "LeakyReLU", "GELU", "Softplus"})
MOST_CRITERIA = 3
Change = Callable[[Loss], ast.expr]


def criterion(reading: Reading) -> Iterator[Slip]:
    """The cost changed where it is recorded, where it trains, and in both."""
    recorded = reading.losses_for("recorded")
    trained = reading.losses_for("trained")
    both = reading.losses_for("both")
    everywhere = [*recorded, *trained, *both]
    squares = [loss for loss in everywhere if _is_squared(reading, loss)]
    for name, change in (("loss-rooted", _rooted), ("loss-absolute", _absolute), ("loss-halved", _halved)):
        for losses in (recorded, trained, everywhere):
            if losses and all(loss in squares for loss in losses) and not (name == "loss-halved" and losses is trained):
                yield Slip(name, _changed(losses, change))
    for name, losses in (("loss-summed", recorded), ("gradient-summed-loss", trained), ("loss-summed", everywhere)):
        if losses:
            yield Slip(name, _changed(losses, _summed))
    if everywhere and not squares:
        for losses in (recorded, everywhere):
            if losses:
                yield Slip("squared-errors", _changed(losses, _squared))
    yield from _another(reading, recorded, trained, everywhere)
    yield from _activations(reading, everywhere)


def _changed(losses: Sequence[Loss], change: Change) -> Edits:
    edits: Edits = {loss.node: [change(loss)] for loss in losses}
    return edits


def _rooted(loss: Loss) -> ast.expr:
    return ast.BinOp(loss.node, ast.Pow(), ast.Constant(0.5))


def _halved(loss: Loss) -> ast.expr:
    return ast.BinOp(loss.node, ast.Div(), ast.Constant(2))


def _summed(loss: Loss) -> ast.expr:
    """A mean over all numbers of a target, times their number."""
    return ast.BinOp(loss.node, ast.Mult(), expression(f"{text(loss.target)}.numel()"))


def _absolute(loss: Loss) -> ast.expr:
    return expression(f"({text(loss.prediction)} - {text(loss.target)}).abs().mean()")


def _squared(loss: Loss) -> ast.expr:
    return expression(f"(({text(loss.prediction)} - {text(loss.target)}) ** 2).mean()")


def _is_squared(reading: Reading, loss: Loss) -> bool:
    """Whether a loss is made of squared errors: by `MSELoss`, by a function that squares, or written out."""
    if not loss.criterion or "mse" in loss.criterion.lower():
        return True
    known = reading.tree.names.get(loss.criterion)
    if known is None:
        return False
    if isinstance(known.node, ast.Call):
        return last_name(known.node.func) == "MSELoss"
    return any(isinstance(node, ast.Pow) or last_name(node) in ("square", "pow") for node in ast.walk(known.node))


def _another(reading: Reading, *groups: Sequence[Loss]) -> Iterator[Slip]:
    """Another criterion of the lab."""
    for name in reading.given.of("criterion")[:MOST_CRITERIA]:
        for losses in groups:
            calls = [loss.node for loss in losses if loss.criterion and loss.criterion != name]
            if calls and len(calls) == len(losses):
                edits: Edits = {call.func: [ast.Name(name, ast.Load())] for call in calls if isinstance(call, ast.Call)}
                yield Slip("another-criterion", edits, name)


def _activations(reading: Reading, losses: Sequence[Loss]) -> Iterator[Slip]:
    """An activation left out or applied twice."""
    for call in reading.tree.calls:
        if last_name(call.func) in ACTIVATIONS:
            inside = _activated(call)
            if inside is not None:
                yield Slip("activation-left-out", {call: [inside]})
                yield Slip("activation-applied-twice", {inside: [call]})
        elif last_name(call.func) in ACTIVATION_MODULES and not isinstance(reading.tree.parents.get(call), ast.Assign):
            yield Slip("activation-left-out", {call: [expression("torch.nn.Identity()")]})
    function = _last_activation(reading)
    calls = [call for call in reading.tree.calls if reading.tree.names.kind(last_name(call.func)) == "model"]
    if function and calls:
        edits: Edits = {call: [ast.Call(expression(function), [call], [])] for call in calls}
        yield Slip("activation-applied-twice", edits)


def _activated(call: ast.Call) -> ast.expr | None:
    """What an activation is applied to: its first argument, or what it is a method of."""
    if call.args and (first_name(call.func) in ("torch", "F", "nn") or isinstance(call.func, ast.Name)):
        return call.args[0]
    return call.func.value if isinstance(call.func, ast.Attribute) and not call.args else None


def _last_activation(reading: Reading) -> str:
    """The activation by which a given model class ends, in Python; empty where it ends by none."""
    for name in reading.given.of("model class"):
        for function in ast.walk(reading.given[name].node):
            if isinstance(function, ast.FunctionDef) and function.name == "forward":
                made = _returned(function)
                if isinstance(made, ast.Call) and last_name(made.func) in ACTIVATIONS:
                    return f"torch.{last_name(made.func)}"
    return ""


def _returned(function: ast.FunctionDef) -> ast.expr | None:
    """What a function gives back, or what that name was assigned."""
    returned, assigned = None, dict[str, ast.expr]()
    for node in ast.walk(function):
        if isinstance(node, ast.Return):
            returned = node.value
        elif isinstance(node, ast.Assign):
            assigned[last_name(node.targets[0])] = node.value
    return assigned.get(returned.id, returned) if isinstance(returned, ast.Name) else returned
