"""Histories that are written down at the wrong moment, too often, too seldom, elsewhere, or of the wrong loss."""

import ast
import copy
from collections.abc import Iterator
from typing import cast

from reference.solutions.edits import Edits, after, before, together, without
from reference.solutions.operators.slip import Slip, expression, statement, text
from reference.solutions.reading import Reading
from reference.solutions.reading.losses import Recording, is_loss_call
from reference.solutions.reading.training import Training
from reference.solutions.reading.tree import Tree

MOST_LISTS = 3
"""Other lists of the lab that are tried."""
SELDOM = (10, 5)
"""Epochs after each of which a loss is recorded, where not each one is."""
RUNNING = "running"
"""The name that a sum over an epoch gets."""


def recording(reading: Reading) -> Iterator[Slip]:
    """Everything that can go wrong with what is recorded."""
    for record in reading.recordings:
        yield from _elsewhere(reading, record)
        for training in reading.trainings:
            if training.epochs is not None and training.epochs in reading.tree.loops(record.statement):
                yield from _at_another_moment(reading.tree, record, training)
                yield from _of_batches(reading.tree, record, training)
                yield from _another_number_of_times(reading.tree, record, training)
            elif isinstance(record.statement, ast.Return):
                yield Slip("loss-after-update", {record.value: [record.inlined]})
            elif training.epochs is not None and _follows(reading.tree, record, training):
                yield Slip("measured-before-training", _moved_ahead(record, training))
                of_batch = _recorded(reading.tree, record, trained_loss(training))
                yield Slip("loss-of-last-sample", {record.value: [of_batch]})
    for training in reading.trainings:
        if training.epochs is not None:
            behind = [one for one in reading.recordings if _follows(reading.tree, one, training)]
            if len(behind) > 1:
                yield Slip("measured-before-training", together(*(_moved_ahead(one, training) for one in behind)))


def trained_loss(training: Training) -> ast.expr:
    """What `backward` is called on: usually the name of the loss."""
    return cast(ast.expr, training.backward.value.func.value)  # type: ignore[attr-defined]


def written(record: Recording, value: ast.expr) -> ast.stmt:
    """A statement that records another value in the same way."""
    return statement(f"{record.history}.append({text(value)})")


def _at_another_moment(tree: Tree, record: Recording, training: Training) -> Iterator[Slip]:
    if record.by_place:
        return
    epochs, batches = cast(ast.For, training.epochs), training.batches
    again = written(record, record.inlined)
    gone = without(record.statement)
    if batches is not None and batches in tree.loops(record.statement):
        yield Slip("loss-per-epoch", together(gone, before(batches, again)))
        return
    if record.statement.lineno < training.first_update:
        yield Slip("loss-after-update", together(gone, after(epochs.body[-1], again)))
        yield Slip("start-recorded-extra", after(epochs, again))
    else:
        yield Slip("loss-before-update", together(gone, before(epochs.body[0], again)))
        yield Slip("start-recorded-extra", before(epochs, again))
    yield Slip("recorded-once", together(gone, after(epochs, again)))
    if batches is not None:
        yield Slip("loss-per-sample", together(gone, before(batches.body[0], again)))
        yield Slip("loss-per-sample", together(gone, after(batches.body[-1], again)))


def _of_batches(tree: Tree, record: Recording, training: Training) -> Iterator[Slip]:
    """The loss of single batches in the place of the loss over all data."""
    batches = training.batches
    if batches is None or batches in tree.loops(record.statement) or record.by_place or training.is_apart:
        return
    gone = without(record.statement)
    loss = trained_loss(training)
    now = written(record, _recorded(tree, record, loss))
    at_backward = tree.top(training.backward, batches)
    fresh = tree.inlined(loss, training.backward)
    yield Slip("loss-per-sample", together(gone, before(at_backward, now)))
    if isinstance(loss, ast.Name):
        yield Slip("loss-of-last-sample", together(gone, after(batches, now)))
    yield Slip("loss-of-last-sample", together(gone, after(batches, written(record, _recorded(tree, record, fresh)))))
    gathered = together(
        gone,
        before(batches, statement(f"{RUNNING} = 0")),
        before(at_backward, statement(f"{RUNNING} += {text(loss)}.item()")),
    )
    rounds = _rounds(batches)
    for kept in (f"{RUNNING} / {rounds}", RUNNING):
        yield Slip("loss-averaged-over-samples", together(gathered, after(batches, written(record, expression(kept)))))


def _another_number_of_times(tree: Tree, record: Recording, training: Training) -> Iterator[Slip]:
    node = record.statement
    yield Slip("losses-not-kept", without(node))
    if record.by_place:
        return
    yield Slip("history-appended-twice", after(node, node))
    yield from _now_and_then(record, training)
    is_outside = isinstance(tree.scope(node), ast.Module)
    emptied = f"{record.history} = []" if is_outside else f"{record.history}.clear()"
    yield Slip("recorded-once", before(node, statement(emptied)))
    if tree.names.kind(record.history) == "list" and any(_is_name(n, record.history) for n in _outside(tree)):
        last = tree.module.body[-1]
        yield Slip("history-appended-twice", after(last, statement(f"{record.history} = {record.history} * 2")))


def _now_and_then(record: Recording, training: Training) -> Iterator[Slip]:
    """The loss of one epoch in several, as it is printed."""
    epochs = cast(ast.For, training.epochs)
    rounds = training.rounds
    if isinstance(epochs.target, ast.Name) and rounds is not None:
        for step in SELDOM:
            if rounds > step:
                test = expression(f"{epochs.target.id} % {step} == 0")
                yield Slip("recorded-now-and-then", {record.statement: [ast.If(test, [record.statement], [])]}, step)


def _elsewhere(reading: Reading, record: Recording) -> Iterator[Slip]:
    """The same numbers in another list, but for one that a loop goes through: that would never end."""
    if isinstance(record.statement, ast.Return) or record.by_place:
        return
    own = {other.history for other in reading.recordings}
    loops = (loop for loop in reading.tree.loops(record.statement) if isinstance(loop, ast.For))
    gone_through = {node.id for loop in loops for node in ast.walk(loop.iter) if isinstance(node, ast.Name)}
    others = [name for name in reading.given.of("list") if name not in own | gone_through]
    for name in others[-MOST_LISTS:]:
        elsewhere = statement(f"{name}.append({text(record.value)})")
        yield Slip("appended-to-another-list", {record.statement: [elsewhere]}, name)


def _moved_ahead(record: Recording, training: Training) -> Edits:
    """What is measured after a training, measured before it."""
    moved = copy.deepcopy(record.statement)
    if isinstance(moved, ast.Assign):
        moved.value = record.inlined
    else:
        moved = written(record, record.inlined)
    return together(without(record.statement), before(cast(ast.For, training.epochs), moved))


def _follows(tree: Tree, record: Recording, training: Training) -> bool:
    """Whether a recording stands after the loop over epochs, in the same function and the same loops round it."""
    epochs = cast(ast.For, training.epochs)
    same = tree.scope(record.statement) is tree.scope(epochs) and tree.loops(record.statement) == tree.loops(epochs)
    return same and record.statement.lineno > epochs.lineno


def _recorded(tree: Tree, record: Recording, loss: ast.expr) -> ast.expr:
    """What is recorded, with another loss in it."""
    value = copy.deepcopy(record.inlined)
    for node in ast.walk(value):
        if is_loss_call(node, tree):
            return cast(ast.expr, _Exchange(node, loss).visit(value))
    return expression(f"{text(loss)}.item()")


class _Exchange(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return copy.deepcopy(self.new) if node is self.old else self.generic_visit(node)


def _rounds(loop: ast.For) -> str:
    """How often a loop is gone through, in Python."""
    iterated = text(loop.iter)
    return f"len({iterated})" if isinstance(loop.iter, ast.Name | ast.Attribute) else f"len(list({iterated}))"


def _outside(tree: Tree) -> Iterator[ast.AST]:
    return (node for s in tree.module.body if not isinstance(s, ast.FunctionDef) for node in ast.walk(s))


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
