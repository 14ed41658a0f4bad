"""Networks built otherwise than asked, and other optimisers than asked: activations, sizes of layers, Adam for SGD."""

import ast
from collections.abc import Iterator
from itertools import pairwise

from reference.solutions.edits import Edits, instead
from reference.solutions.names import first_name, keyword, last_name
from reference.solutions.operators.criterion import ACTIVATION_MODULES, ACTIVATIONS
from reference.solutions.operators.slip import Slip, expression, number
from reference.solutions.reading import Reading
from reference.solutions.reading.tree import Tree
from reference.solutions.reading.values import optimisers

USUAL_ACTIVATIONS = ("sigmoid", "tanh", "relu")
MULTIPLYING = frozenset({"linear", "mm", "matmul"})
SIZES = (5, 10, 20)
"""Sizes of hidden layers that students type."""
MOST_SIZES = 5
RATES = (0.001, 0.01, 0.1)
OTHER_OPTIMISERS = ("SGD", "Adam", "RMSprop")
"""Those that are confused with each other; Adam and SGD with further learning rates."""
UNDERSTOOD_BY_ALL = ("weight_decay", "maximize")
"""Arguments that every one of them understands in the same way."""
MOST_TYPED = ("SGD", "Adam")


def network(reading: Reading) -> Iterator[Slip]:
    """Everything that can go wrong with how a network is built, and with which optimiser moves it."""
    yield from _other_activations(reading)
    yield from _activated_output(reading)
    yield from _other_order(reading)
    yield from _other_sizes(reading)
    yield from _other_optimisers(reading)


def _other_activations(reading: Reading) -> Iterator[Slip]:
    """All activations between layers replaced by another one, functions and modules alike."""
    tree = reading.tree
    functions = [c for c in tree.calls if last_name(c.func) in ACTIVATIONS and _is_between_layers(tree, c)]
    modules = [c for c in tree.calls if last_name(c.func) in ACTIVATION_MODULES and not _ends_network(tree, c)]
    own = {last_name(call.func).lower() for call in (*functions, *modules)}
    for other in USUAL_ACTIVATIONS if own else ():
        if other not in own:
            edits: Edits = {
                **{call: [_applied(other, call)] for call in functions},
                **{call: [expression(_module(other))] for call in modules},
            }
            yield Slip("another-activation", edits, other)


def _is_between_layers(tree: Tree, call: ast.Call) -> bool:
    """Whether a layer takes what an activation gives: at once, or by a name in the same function."""
    if any(_is_layer(outer) for outer in _expressions_above(tree, call)):
        return True
    statement = tree.statement(call)
    name = last_name(statement.targets[0]) if isinstance(statement, ast.Assign) else ""
    later = (s for s in tree.statements if s.lineno > statement.lineno and tree.scope(s) is tree.scope(statement))
    layers = (node for s in later for node in ast.walk(s) if _is_layer(node))
    return bool(name) and any(_takes(layer, name) for layer in layers)


def _expressions_above(tree: Tree, call: ast.Call) -> Iterator[ast.AST]:
    for outer in tree.above(call):
        if isinstance(outer, ast.stmt):
            return
        yield outer


def _is_layer(node: ast.AST) -> bool:
    """Whether a node applies a layer: one of a module's own, or weights that are multiplied."""
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.MatMult)
    is_own = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and first_name(node.func) == "self"
    return is_own or (isinstance(node, ast.Call) and last_name(node.func) in MULTIPLYING)


def _takes(layer: ast.AST, name: str) -> bool:
    taken = [layer.left, layer.right] if isinstance(layer, ast.BinOp) else getattr(layer, "args", [])
    return any(isinstance(part, ast.Name) and part.id == name for part in taken)


def _ends_network(tree: Tree, module: ast.Call) -> bool:
    """Whether an activation stands at the end of a sequence of layers, where it is that of the output."""
    holder = tree.parents.get(module)
    return isinstance(holder, ast.Call) and last_name(holder.func) == "Sequential" and holder.args[-1] is module


def _applied(activation: str, call: ast.Call) -> ast.expr:
    inside = call.args[0] if call.args else call.func.value  # type: ignore[attr-defined]
    return ast.Call(expression(f"torch.{activation}"), [inside], [])


def _module(activation: str) -> str:
    return f"torch.nn.{'ReLU' if activation == 'relu' else activation.title()}()"


def _activated_output(reading: Reading) -> Iterator[Slip]:
    """An activation of the output of a network that has none there."""
    for function in (node for node in reading.tree.nodes if isinstance(node, ast.FunctionDef)):
        returned = [node for node in ast.walk(function) if isinstance(node, ast.Return) and node.value is not None]
        value = returned[-1].value if function.name == "forward" and len(returned) == 1 else None
        if value is not None and not any(last_name(c.func) in ACTIVATIONS for c in _outer_calls(value)):
            for activation in USUAL_ACTIVATIONS:
                wrapped = ast.Call(expression(f"torch.{activation}"), [value], [])
                yield Slip("output-activated", {value: [wrapped]}, activation)


def _outer_calls(value: ast.expr) -> Iterator[ast.Call]:
    """The calls that give a value, from the outside in: those that stand in no argument of a layer."""
    while isinstance(value, ast.Call):
        yield value
        value = value.args[0] if value.args and not _is_layer(value) else value.func
        value = value.value if isinstance(value, ast.Attribute) else value


def _other_order(reading: Reading) -> Iterator[Slip]:
    """Layers made one before the other, so that they start with each other's random numbers."""
    made = [s for s in reading.tree.statements if isinstance(s, ast.Assign) and _is_made_layer(s.value)]
    for one, other in pairwise(made):
        scope = reading.tree.scope(one)
        if scope is reading.tree.scope(other) and isinstance(scope, ast.FunctionDef) and scope.name == "__init__":
            yield Slip("layers-in-another-order", {one: [other], other: [one]})


def _is_made_layer(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and last_name(value.func) == "Linear"


def _other_sizes(reading: Reading) -> Iterator[Slip]:
    """Each hidden layer larger or smaller, at all places that say its size."""
    layers = [call for call in reading.tree.calls if last_name(call.func) == "Linear"]
    for one, following in pairwise(layers):
        given = _written(reading.tree, one, "out_features", 1)
        taken = _written(reading.tree, following, "in_features", 0)
        places = tuple(dict.fromkeys((*given, *taken)))
        values = {reading.tree.value(place) for place in places}
        usual = values.pop() if len(values) == 1 else None
        if not (given and taken) or usual is None or usual < 2:
            continue
        tried = dict.fromkeys((usual // 2, 2 * usual, *SIZES, usual - 1, usual + 1))
        for size in [int(size) for size in tried if size not in (0, usual)][:MOST_SIZES]:
            yield Slip("another-layer-size", instead(places, number(size)), size)


def _written(tree: Tree, layer: ast.Call, name: str, place: int) -> tuple[ast.expr, ...]:
    """Where a size of a layer is written down: there, or where its class is called."""
    given = keyword(layer, name, place)
    if given is None:
        return ()
    method = tree.scope(layer)
    owner = tree.parents.get(method)
    if isinstance(method, ast.FunctionDef) and isinstance(owner, ast.ClassDef) and isinstance(given, ast.Name):
        parameters = [argument.arg for argument in method.args.args][1:]
        if given.id in parameters:
            at = parameters.index(given.id)
            calls = (c for c in tree.calls if isinstance(c.func, ast.Name) and c.func.id == owner.name)
            arguments = (keyword(call, given.id, at) for call in calls)
            return tuple(source for a in arguments if a is not None for source in tree.sources(a))
    return tuple(tree.sources(given))


def _other_optimisers(reading: Reading) -> Iterator[Slip]:
    """Another optimiser with the same learning rate, and with those that are typed with it."""
    for call in optimisers(reading.tree):
        moved, rate, usual = keyword(call, "params", 0), keyword(call, "lr", 1), last_name(call.func)
        if moved is None or not isinstance(call.func, ast.Attribute | ast.Name):
            continue
        for other in OTHER_OPTIMISERS:
            if other == usual:
                continue
            known = [reading.tree.value(source) for source in reading.tree.sources(rate)] if rate is not None else []
            if rate is not None:
                yield Slip("another-optimiser", _made(call, other, moved, rate), other)
            for typed in RATES if other in MOST_TYPED else ():
                if typed not in known:
                    said = f"{other} with a learning rate of {typed:g}"
                    yield Slip("another-optimiser", _made(call, other, moved, number(typed)), said)


def _made(call: ast.Call, optimiser: str, moved: ast.expr, rate: ast.expr) -> Edits:
    kept = [keyword for keyword in call.keywords if keyword.arg in UNDERSTOOD_BY_ALL]
    made = ast.Call(expression(f"torch.optim.{optimiser}"), [moved], [ast.keyword("lr", rate), *kept])
    return {call: [made]}
