"""The best of several chosen by the wrong measure, and values that are computed otherwise than asked."""

import ast
from collections.abc import Iterator

from reference.solutions.edits import Edits, before, instead, together, without
from reference.solutions.names import last_name, literal
from reference.solutions.operators.slip import Slip, expression, number, text
from reference.solutions.reading import Reading
from reference.solutions.reading.training import Training, iterated
from reference.solutions.reading.tree import call_name

CHOOSING = {"argmin": "argmax", "argmax": "argmin", "min": "max", "max": "min"}
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}
THRESHOLDS = (0.0, 0.5)


def choice(reading: Reading) -> Iterator[Slip]:
    """Choices made by another history, the other way round, or without comparing; shares, counts and thresholds."""
    yield from _measured_early(reading)
    for statement in reading.tree.statements:
        yield from _last_kept(reading, statement)
        if hasattr(statement, "body"):
            yield from _compared(reading, statement)
        else:
            yield from _chosen(reading, statement)
            yield from _shares(reading, statement)


def _chosen(reading: Reading, statement: ast.stmt) -> Iterator[Slip]:
    calls = [n for n in ast.walk(statement) if isinstance(n, ast.Call) and last_name(n.func) in CHOOSING]
    histories = dict.fromkeys(record.history for record in reading.recordings if record.history in reading.tree.names)
    used = [n for n in ast.walk(statement) if isinstance(n, ast.Name) and n.id in histories]
    if not (calls and used):
        return
    for history in histories:
        if history != used[0].id:
            yield Slip("chosen-by-another-measure", instead(used, ast.Name(history, ast.Load())), history)
    yield Slip("chosen-the-worst", {call.func: [_named(call.func, CHOOSING[last_name(call.func)])] for call in calls})
    if isinstance(statement, ast.Assign) and last_name(calls[0].func) in ("argmin", "argmax"):
        length = f"len({used[0].id}) - 1"
        yield Slip("chosen-without-comparing", {statement.value: [expression("0")]}, "first")
        yield Slip("chosen-without-comparing", {statement.value: [expression(length)]}, "last")


def _last_kept(reading: Reading, statement: ast.stmt) -> Iterator[Slip]:
    """`MODELS[best]` as what a loop over several trainings left in the name that it appended from."""
    taken = statement.value if isinstance(statement, ast.Assign) else None
    if not isinstance(taken, ast.Subscript) or reading.tree.loops(statement):
        return
    for name in _gone_through(reading, text(taken.value)):
        yield Slip("last-one-kept", {taken: [expression(name)]}, text(statement.targets[0]))  # type: ignore[attr-defined]


def _gone_through(reading: Reading, several: str) -> Iterator[str]:
    """The names that hold one after the other what stands in a list: appended in a loop, or gone through by one."""
    for training in reading.trainings:
        loop = training.choices
        for statement in ast.walk(loop) if loop is not None else ():
            if isinstance(statement, ast.stmt) and call_name(statement) == "append":
                call = statement.value  # type: ignore[attr-defined]
                if text(call.func.value) == several and call.args and isinstance(call.args[0], ast.Name):
                    yield call.args[0].id
        if loop is not None and text(iterated(loop)) == several:
            target = loop.target.elts[-1] if isinstance(loop.target, ast.Tuple) else loop.target
            yield text(target)


def _measured_early(reading: Reading) -> Iterator[Slip]:
    """What is computed after a training, computed before it."""
    for training in reading.trainings:
        if training.epochs is None or training.choices is not None:
            continue
        outermost = next((s for s in reading.run_calls if _calls(s, reading, training)), training.epochs)
        scope = reading.tree.scope(outermost)
        recorded = {record.statement for record in reading.recordings}
        later = [s for s in scope.body if isinstance(s, ast.Assign) and s.lineno > outermost.lineno]
        measured = [s for s in later if s not in recorded and any(isinstance(n, ast.Call) for n in ast.walk(s))]
        if measured and outermost in scope.body:
            yield Slip("measured-before-training", together(without(*measured), before(outermost, *measured)))


def _calls(statement: ast.stmt, reading: Reading, training: Training) -> bool:
    """Whether a statement calls the function that holds a training."""
    function = reading.tree.scope(training.epochs) if training.epochs is not None else None
    own = function.name if isinstance(function, ast.FunctionDef) else ""
    return any(isinstance(node, ast.Call) and own and last_name(node.func) == own for node in ast.walk(statement))


def _compared(reading: Reading, statement: ast.stmt) -> Iterator[Slip]:
    """`if error < best: ...` the other way round, and with another error."""
    test = statement.test if isinstance(statement, ast.If) else None
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in TURNED:
        yield Slip("chosen-the-worst", _turned(test))


def _shares(reading: Reading, statement: ast.stmt) -> Iterator[Slip]:
    """Thresholds, and shares such as an accuracy."""
    compared = [n for n in ast.walk(statement) if isinstance(n, ast.Compare) and len(n.ops) == 1]
    for node in compared:
        limit = literal(node.comparators[0])
        if isinstance(limit, int | float) and type(node.ops[0]) in TURNED:
            yield Slip("labels-exchanged", _turned(node))
            for other in THRESHOLDS:
                if other != limit:
                    yield Slip("wrong-threshold", {node.comparators[0]: [number(other)]}, other)
    means = [n for n in ast.walk(statement) if isinstance(n, ast.Call) and last_name(n.func) == "mean"]
    if means and isinstance(statement, ast.Assign) and not _is_a_loss(reading, statement):
        summed: Edits = {call.func: [_named(call.func, "sum")] for call in means}
        yield Slip("counted-not-averaged", summed)
        yield Slip("given-in-percent", {statement.value: [expression(f"100 * ({text(statement.value)})")]})


def _turned(test: ast.Compare) -> Edits:
    """A comparison the other way round."""
    return {test: [ast.Compare(test.left, [TURNED[type(test.ops[0])]()], test.comparators)]}


def _is_a_loss(reading: Reading, statement: ast.Assign) -> bool:
    return any(reading.tree.statement(loss.node) is statement for loss in reading.losses)


def _named(function: ast.expr, name: str) -> ast.expr:
    """`torch.argmax` of `torch.argmin`."""
    return ast.Attribute(function.value, name, ast.Load()) if isinstance(function, ast.Attribute) else expression(name)
