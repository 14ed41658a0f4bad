"""The values that the worked cells of a notebook use: those that students copy from them."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reference.solutions.names import first_name, keyword, last_name, literal, read_names

RATE_NAMES = frozenset({"lr", "rate", "learning_rate", "eta", "learning_rates", "rates", "lrs"})
EPOCH_NAMES = frozenset({"epochs", "n_epochs", "num_epochs", "iterations", "steps", "n_steps", "iters"})


@dataclass(frozen=True)
class Worked:
    """Numbers that worked cells use, each in the order of the notebook and once."""

    rates: tuple[float, ...] = ()
    epochs: tuple[int, ...] = ()
    starts: tuple[float, ...] = ()
    batch_sizes: tuple[int, ...] = ()
    momenta: tuple[float, ...] = ()


def read_worked(trees: Sequence[ast.Module]) -> Worked:
    """What the cells with these trees use."""
    functions = set(read_names(trees).of("function"))
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return Worked(
        rates=_numbers([*_keywords(nodes, "lr"), *_assigned(nodes, RATE_NAMES)]),
        epochs=_whole([*_ranges(nodes), *_assigned(nodes, EPOCH_NAMES), *_called(nodes, functions)]),
        starts=_numbers(_starts(nodes)),
        batch_sizes=_whole(_keywords(nodes, "batch_size")),
        momenta=_numbers(_keywords(nodes, "momentum")),
    )


def start_values(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions in a node that give a parameter its first value."""
    if isinstance(node, ast.Call) and node.args:
        if last_name(node.func) == "fill_" or literal(keyword(node, "requires_grad")) is True:
            yield node.args[0]
        elif last_name(node.func) == "constant_":
            yield node.args[-1]
    elif isinstance(node, ast.Assign) and any(_is_of_a_model(target) for target in node.targets):
        yield node.value


def _is_of_a_model(target: ast.expr) -> bool:
    """Whether a value goes into a parameter of a module: by `state_dict()`, or by `weight` or `bias`."""
    parts = {last_name(node) for node in ast.walk(target)}
    return isinstance(target, ast.Attribute | ast.Subscript) and bool(parts & {"state_dict", "weight", "bias"})


def _keywords(nodes: Iterable[ast.AST], name: str) -> Iterator[ast.expr]:
    for node in nodes:
        given = keyword(node, name) if isinstance(node, ast.Call) else None
        if given is not None:
            yield given


def _assigned(nodes: Iterable[ast.AST], names: frozenset[str]) -> Iterator[ast.expr]:
    for node in nodes:
        if isinstance(node, ast.Assign) and any(last_name(target).lower() in names for target in node.targets):
            yield from node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]


def _ranges(nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
    for node in nodes:
        iterated = node.iter if isinstance(node, ast.For | ast.comprehension) else None
        if isinstance(iterated, ast.Call) and first_name(iterated) == "range" and iterated.args:
            yield iterated.args[-1]


def _called(nodes: Iterable[ast.AST], functions: set[str]) -> Iterator[ast.expr]:
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
            yield from node.args
            yield from (given.value for given in node.keywords if given.arg in EPOCH_NAMES)


def _starts(nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
    return (value for node in nodes for value in start_values(node))


def _numbers(found: Iterable[ast.expr]) -> tuple[float, ...]:
    values = (literal(node) for node in found)
    numbers = (float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool))
    return tuple(dict.fromkeys(numbers))


def _whole(found: Iterable[ast.expr]) -> tuple[int, ...]:
    values = (literal(node) for node in found)
    return tuple(dict.fromkeys(v for v in values if isinstance(v, int) and not isinstance(v, bool) and v > 0))
