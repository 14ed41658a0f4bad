"""Training pairs from the wrong place, in another order, or in batches of another size."""

import ast
import copy
from collections.abc import Iterator
from typing import cast

from reference.solutions.edits import Edits, before, together, without
from reference.solutions.names import keyword, last_name
from reference.solutions.operators.data import data_of, totals
from reference.solutions.operators.slip import Slip, bound_to, expression, number, text
from reference.solutions.reading import Reading
from reference.solutions.reading.losses import Loss
from reference.solutions.reading.training import Training, iterated
from reference.solutions.reading.tree import Tree

SIZES = (1, 2, 3, 4, 5, 10, 15, 20, 30)
"""Batch sizes that students type."""
MOST_LOADERS = 4


def loader(reading: Reading) -> Iterator[Slip]:
    """Everything that can go wrong with what a training goes through."""
    for training in reading.trainings:
        if training.batches is None:
            yield from _pairs_in_turn(reading, training)
            continue
        goes_through = iterated(training.batches)
        for source in reading.tree.sources(goes_through):
            made = _maker(reading.tree, source)
            if made is not None:
                yield from _sizes(reading, source, made)
                yield from _other_loaders(reading, source, made)
        yield from _noisy(reading, training, goes_through)
        yield Slip("reversed-order", {goes_through: [_call("reversed", _call("list", goes_through))]})


def _maker(tree: Tree, source: ast.expr) -> ast.Call | None:
    """The call that makes a loader: in the answer, or in the cell above that binds its name."""
    node: ast.AST | None = source
    if isinstance(source, ast.Name) and source.id in tree.names:
        node = tree.names[source.id].node
    return node if isinstance(node, ast.Call) and last_name(node.func) == "DataLoader" else None


def _sizes(reading: Reading, source: ast.expr, made: ast.Call) -> Iterator[Slip]:
    """Batches of another size, all pairs at once, a random order."""
    given = keyword(made, "batch_size", 1)
    usual = 1 if given is None else reading.tree.value(given)
    for size in dict.fromkeys((*SIZES, *reading.worked.batch_sizes)):
        if size != usual:
            yield Slip("mini-batches", _remade(source, made, batch_size=number(size)), size)
    pairs = _data_set(source, made)
    yield Slip("batch-update-per-epoch", _remade(source, made, batch_size=_call("len", pairs)))
    yield Slip("shuffled-order", _remade(source, made, shuffle=ast.Constant(True)), random=True)


def _remade(source: ast.expr, made: ast.Call, **given: ast.expr) -> Edits:
    """The loader made with other arguments, there or on the spot."""
    if source is made:
        return {source: [bound_to(made, **given)]}
    size = keyword(made, "batch_size", 1)
    kept = {"batch_size": size} if size is not None else {}
    fresh = ast.Call(made.func, [_data_set(source, made)], [])
    return {source: [bound_to(fresh, **{**kept, **given})]}


def _of_data(source: ast.expr, made: ast.Call, data: ast.expr) -> Edits:
    """A loader of the same kind over another data set."""
    other = ast.Call(made.func, [data, *made.args[1:]], made.keywords) if made.args else bound_to(made, dataset=data)
    return {source: [other]}


def _data_set(source: ast.expr, made: ast.Call) -> ast.expr:
    if source is not made:
        return ast.Attribute(source, "dataset", ast.Load())
    return keyword(made, "dataset", 0) or expression("dataset")


def _other_loaders(reading: Reading, source: ast.expr, made: ast.Call) -> Iterator[Slip]:
    own = last_name(source) if source is not made else _name_of(reading.tree, made)
    for name in reading.given.of("loader")[-MOST_LOADERS:]:
        other = cast(ast.Call, reading.given[name].node)
        if name == own and source is made:
            statement = reading.tree.statement(made)
            yield Slip("loader-not-made", without(statement), name)
        elif name != own and isinstance(other, ast.Call):
            same = text(_data_set(other, other)) == text(_data_set(made, made))
            yield Slip("another-loader" if same else "trained-on-other-data", {source: [expression(name)]}, name)
    for name in reading.given.of("dataset"):
        if name != text(_data_set(made, made)):
            yield Slip("trained-on-other-data", _of_data(source, made, expression(name)), name)


def _name_of(tree: Tree, made: ast.Call) -> str:
    statement = tree.statement(made)
    return last_name(statement.targets[0]) if isinstance(statement, ast.Assign) else ""


def _noisy(reading: Reading, training: Training, pairs_of: ast.expr) -> Iterator[Slip]:
    """The data that the total loss is measured on, in the place of the loader."""
    for loss in totals(reading)[:1]:
        data = data_of(reading, loss)
        if not data.inputs or training.batches in reading.tree.loops(loss.node):
            continue
        yield Slip("batch-update-per-epoch", {pairs_of: [expression(f"[({data.inputs}, {data.targets})]")]})
        if data.clean:
            size = _batch_size(reading, pairs_of)
            split = "" if size == 1 else f".split({size})"
            pairs = expression(f"zip({data.inputs}{split}, {data.targets}{split})")
            yield Slip("trained-on-noisy-pairs", {pairs_of: [pairs]})
            without_noise = expression(f"zip({data.inputs}{split}, {data.clean[0]}{split})")
            yield Slip("trained-against-other-data", {pairs_of: [without_noise]}, data.clean[0])
            measured: Edits = {
                one.target: [expression(clean[0])] for one in totals(reading) if (clean := data_of(reading, one).clean)
            }
            yield Slip("clean-line-throughout", together({pairs_of: [without_noise]}, measured))


def _batch_size(reading: Reading, pairs_of: ast.expr) -> int:
    """Pairs in a batch, 1 where that is not written out."""
    for source in reading.tree.sources(pairs_of):
        made = _maker(reading.tree, source)
        given = keyword(made, "batch_size", 1) if made is not None else None
        known = reading.tree.value(given) if given is not None else None
        if known:
            return int(known)
    return 1


def _pairs_in_turn(reading: Reading, training: Training) -> Iterator[Slip]:
    """An update for each pair where the answer makes one from all of them."""
    epochs = training.epochs
    for loss in reading.losses_for("trained", "both"):
        if epochs not in reading.tree.loops(loss.node) or epochs is None or training.is_apart or loss.inputs is None:
            continue
        first = reading.tree.top(loss.node, epochs)
        parts = (training.backward, *training.updating, *training.clears)
        last = max(part.lineno for part in training.tops(parts, epochs))
        moved = [s for s in epochs.body if first.lineno <= s.lineno <= last]
        records = [r for r in reading.recordings if epochs in reading.tree.loops(r.statement)]
        recording = [reading.tree.top(r.statement, epochs) for r in records]
        kept = [ast.Expr(expression(f"{r.history}.append({text(r.inlined)})")) for r in records if not r.by_place]
        if len(kept) < len(records) or any(not isinstance(s, ast.stmt) for s in recording):
            continue
        inner = [copy.deepcopy(s) for s in moved if s not in recording]
        loop = ast.For(expression("x, y"), _call("zip", loss.inputs, loss.target), _renamed(inner, loss), [])
        loop.target = ast.Tuple([ast.Name("x", ast.Store()), ast.Name("y", ast.Store())], ast.Store())
        edits = together(without(*dict.fromkeys([*moved, *recording])), before(epochs.body[0], *kept, loop))
        yield Slip("update-for-each-pair", edits)


def _renamed(body: list[ast.stmt], loss: Loss) -> list[ast.stmt]:
    """The body of an update with the pair at hand in the place of all the data."""
    new = {text(loss.inputs): "x", text(loss.target): "y"} if loss.inputs is not None else {}
    return [cast(ast.stmt, _Renaming(new).visit(statement)) for statement in body]


class _Renaming(ast.NodeTransformer):
    def __init__(self, new: dict[str, str]) -> None:
        self.new = new

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Name | ast.Attribute) and text(node) in self.new:
            return ast.Name(self.new[text(node)], ast.Load())
        return self.generic_visit(node)


def _call(function: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(function, ast.Load()), list(arguments), [])
