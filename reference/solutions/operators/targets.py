"""Losses that compare predictions with the wrong thing, or measure on the wrong data."""

import ast
import copy
from collections.abc import Iterator

from reference.solutions.edits import Edits, together
from reference.solutions.operators.data import Data, data_of, totals
from reference.solutions.operators.slip import Slip, Value, expression, text
from reference.solutions.reading import Reading
from reference.solutions.reading.losses import Loss, is_loss_call
from reference.solutions.reading.training import Training, iterated


def targets(reading: Reading) -> Iterator[Slip]:
    """The targets of recorded losses and of the training replaced, and data sets exchanged."""
    for loss in totals(reading):
        yield from _recorded(reading, loss)
    yield from _all_recorded(reading)
    for training in reading.trainings:
        for loss in reading.losses_for("trained"):
            if reading.tree.scope(loss.node) is reading.tree.scope(training.backward):
                yield from _trained(reading, training, loss)
    yield from _exchanged(reading)


def _recorded(reading: Reading, loss: Loss) -> Iterator[Slip]:
    data = data_of(reading, loss)
    trains = loss.use == "both"
    names = {
        "inputs": "trained-on-x-as-target" if trains else "loss-against-x",
        "clean": "trained-on-clean-line" if trains else "loss-against-clean-line",
        "other": "trained-against-other-data" if trains else "loss-against-other-data",
    }
    if data.inputs and data.inputs != data.targets:
        yield _against(loss, data.inputs, names["inputs"])
    for name in data.clean:
        yield _against(loss, name, names["clean"])
    for name in data.others:
        yield _against(loss, name, names["other"], name)
    for name in _inner_targets(reading, loss):
        yield _against(loss, name, "loss-against-inner-y")
    if trains:
        yield from _recorded_apart(reading, loss, data)


def _all_recorded(reading: Reading) -> Iterator[Slip]:
    """Several histories, such as training and validation errors, each measured against the same wrong thing."""
    data = [(loss, data_of(reading, loss)) for loss in totals(reading) if loss.use == "recorded"]
    inputs: Edits = {loss.target: [expression(one.inputs)] for loss, one in data if one.inputs not in ("", one.targets)}
    clean: Edits = {loss.target: [expression(one.clean[0])] for loss, one in data if one.clean}
    for name, edits in (("loss-against-x", inputs), ("loss-against-clean-line", clean)):
        if len(edits) > 1:
            yield Slip(name, edits)


def _recorded_apart(reading: Reading, loss: Loss, data: Data) -> Iterator[Slip]:
    """A second loss, for the history alone, in an answer that records the loss it trains with."""
    others = [(data.inputs, "loss-against-x"), *((name, "loss-against-clean-line") for name in data.clean)]
    updates = [training.first_update for training in reading.trainings]
    tree = reading.tree
    for record in reading.recordings:
        if any(record.statement.lineno > first for first in updates):
            continue  # on the spot the loss would be another one
        for name, mistake in others:
            value = copy.deepcopy(record.inlined)
            calls = (node for node in ast.walk(value) if isinstance(node, ast.Call) and is_loss_call(node, tree))
            measured = next((call for call in calls if text(call.args[1]) == data.targets), None)
            if name and name != data.targets and measured is not None:
                measured.args[1] = expression(name)
                yield Slip(mistake, {record.value: [value]}, rare=True)


def _trained(reading: Reading, training: Training, loss: Loss) -> Iterator[Slip]:
    """The loss of a batch with a name of all the data in it."""
    if loss.inputs is not None and text(loss.inputs) != text(loss.target):
        yield _against(loss, text(loss.inputs), "trained-on-x-as-target")
    for total in totals(reading)[:1]:
        if training.batches is None or total.inputs is None or loss.inputs is None:
            continue
        all_targets: Edits = {loss.target: [total.target]}
        all_inputs: Edits = {loss.inputs: [total.inputs]}
        yield Slip("sample-loss-against-all-y", all_targets)
        yield Slip("prediction-on-all-x", all_inputs)
        yield Slip("all-data-at-each-update", together(all_targets, all_inputs))


def _exchanged(reading: Reading) -> Iterator[Slip]:
    """Two histories of the same form, such as training and validation errors, mixed up."""
    records = [record for record in reading.recordings if not isinstance(record.statement, ast.Return)]
    for place, one in enumerate(records):
        for other in records[place + 1 :]:
            same = reading.tree.loops(one.statement) == reading.tree.loops(other.statement)
            if not same or one.history == other.history or text(one.inlined) == text(other.inlined):
                continue
            there: Edits = {one.value: [other.inlined]}
            back: Edits = {other.value: [one.inlined]}
            yield Slip("histories-exchanged", together(there, back), f"{one.history} and {other.history}")
            yield Slip("history-of-other-data", there, one.history)
            yield Slip("history-of-other-data", back, other.history)


def _against(loss: Loss, target: str, mistake: str, value: Value = None) -> Slip:
    return Slip(mistake, {loss.target: [expression(target)]}, value)


def _inner_targets(reading: Reading, loss: Loss) -> Iterator[str]:
    """Targets of a single batch: of the one at hand, of the first and of the last, as other loops leave them."""
    for training in reading.trainings:
        loop = training.batches
        if loop is not None and training.epochs in reading.tree.loops(loss.node):
            target = loop.target.elts[-1] if isinstance(loop.target, ast.Tuple) else None
            target = target.elts[-1] if isinstance(target, ast.Tuple) else target
            if isinstance(target, ast.Name):
                pairs = text(iterated(loop))
                yield from (target.id, f"list({pairs})[0][-1]", f"list({pairs})[-1][-1]")
