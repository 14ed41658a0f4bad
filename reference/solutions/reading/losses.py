"""The losses that an answer computes, and the histories that it records."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from reference.solutions.names import first_name, last_name
from reference.solutions.reading.tree import Tree, call_name, mentions

Use = Literal["trained", "recorded", "both", "other"]
"""What a loss is for: to move the parameters, to be written down, both, or neither."""
SQUARES = frozenset({"square", "pow"})
REDUCERS = frozenset({"mean", "sum"})
RETURNED = "returned"
"""Stands for the history where a function makes one update and returns a loss that its caller collects."""
NUMBERS_OF = frozenset({"item", "tolist", "detach", "numpy", "cpu", "clone"})


@dataclass(frozen=True, eq=False)
class Loss:
    """A loss: predictions compared with targets."""

    node: ast.expr
    """What gives it: a call of a criterion, or a mean or a sum of squared differences."""
    prediction: ast.expr
    target: ast.expr
    use: Use
    inputs: ast.expr | None
    """What the predictions are made from, where a model or a function makes them."""
    criterion: str
    """The name of the criterion, empty where the loss is written out."""


@dataclass(frozen=True, eq=False)
class Recording:
    """A statement that writes a number into a history."""

    statement: ast.stmt
    history: str
    """The list or the tensor, as the answer writes it: `LOSS`, `COST['a']`."""
    value: ast.expr
    """What is written down, as it stands there."""
    inlined: ast.expr
    """The same, computed on the spot."""
    by_place: bool
    """Whether it goes to a place (`train_error[i] = ...`), not to the end of a list."""


def read_recordings(tree: Tree) -> tuple[Recording, ...]:
    """What an answer records: appended, or put at a place; models and other things that are no numbers are left out."""
    return tuple(recording for statement in tree.statements for recording in _recording(tree, statement))


def read_losses(tree: Tree, recordings: Sequence[Recording]) -> tuple[Loss, ...]:
    """The losses that an answer computes, in the order of the text."""
    return tuple(
        Loss(node, prediction, target, _use(tree, node, recordings), _inputs(tree, prediction), _criterion(tree, node))
        for node, prediction, target in _comparisons(tree)
    )


def is_loss_call(node: ast.AST, tree: Tree) -> bool:
    """Whether a node calls a criterion of the lab, of the answer or of torch."""
    if not isinstance(node, ast.Call) or len(node.args) < 2:
        return False
    name = last_name(node.func)
    if isinstance(node.func, ast.Call):
        return last_name(node.func.func).endswith("Loss")
    of_torch = first_name(node.func) == "F" and ("loss" in name or "entropy" in name)
    return of_torch or tree.names.kind(name) == "criterion"


def _recording(tree: Tree, statement: ast.stmt) -> Iterator[Recording]:
    history, value, by_place = _written(tree, statement)
    if history is not None and value is not None:
        inlined = tree.inlined(value, statement)
        if _is_number(tree, inlined):
            yield Recording(statement, ast.unparse(history), value, inlined, by_place)


def _written(tree: Tree, statement: ast.stmt) -> tuple[ast.expr | None, ast.expr | None, bool]:
    """Where a statement writes something, what it writes, and whether to a place."""
    if call_name(statement) == "append":
        call = cast(ast.Call, cast(ast.Expr, statement).value)
        return cast(ast.Attribute, call.func).value, next(iter(call.args), None), False
    if isinstance(statement, ast.AugAssign) and isinstance(statement.value, ast.List):
        return statement.target, next(iter(statement.value.elts), None), False
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript) and tree.loops(statement):
        return statement.targets[0].value, statement.value, True
    if isinstance(statement, ast.Return) and "backward" in map(call_name, _siblings(tree, statement)):
        return ast.Name(RETURNED, ast.Load()), statement.value, True
    return None, None, False


def _siblings(tree: Tree, statement: ast.stmt) -> Iterator[ast.stmt]:
    """The other statements of the same function, outside of loops."""
    scope = tree.scope(statement)
    return (s for s in scope.body if s is not statement)


def _is_number(tree: Tree, value: ast.expr) -> bool:
    """Whether a value is computed from a loss, or turned into a plain number."""
    for node in ast.walk(value):
        if is_loss_call(node, tree) or (isinstance(node, ast.Call) and last_name(node.func) in {*NUMBERS_OF, "float"}):
            return True
        if isinstance(node, ast.Name) and _is_gathered(tree, node.id):
            return True
    return bool(list(_written_out(value)))


def _is_gathered(tree: Tree, name: str) -> bool:
    return any(
        isinstance(s, ast.AugAssign) and isinstance(s.target, ast.Name) and s.target.id == name for s in tree.statements
    )


def _comparisons(tree: Tree) -> Iterator[tuple[ast.expr, ast.expr, ast.expr]]:
    """Each loss with its predictions and its targets."""
    for node in tree.nodes:
        scope = tree.scope(node) if isinstance(node, ast.expr) else None
        if isinstance(scope, ast.FunctionDef) and tree.names.kind(scope.name) == "criterion":
            continue
        if isinstance(node, ast.Call) and is_loss_call(node, tree):
            yield node, node.args[0], node.args[1]
        elif isinstance(node, ast.Call) and last_name(node.func) in REDUCERS:
            for difference in _written_out(node):
                prediction, target = difference.left, difference.right
                turned = _is_plain(prediction) and not _is_plain(target)
                yield (node, target, prediction) if turned else (node, prediction, target)


def _written_out(node: ast.AST) -> Iterator[ast.BinOp]:
    """The differences in a node that are squared."""
    for part in ast.walk(node):
        base: ast.AST | None = None
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Pow):
            base = part.left
        elif isinstance(part, ast.Call) and last_name(part.func) in SQUARES:
            is_method = isinstance(part.func, ast.Attribute) and first_name(part.func) != "torch"
            base = part.func.value if is_method else next(iter(part.args), None)  # type: ignore[attr-defined]
        if isinstance(base, ast.BinOp) and isinstance(base.op, ast.Sub):
            yield base


def _is_plain(node: ast.expr) -> bool:
    return isinstance(node, ast.Name | ast.Attribute | ast.Subscript)


def _use(tree: Tree, node: ast.expr, recordings: Sequence[Recording]) -> Use:
    statement = tree.statement(node)
    trained = any(_reaches(tree, statement, other) for other in tree.statements if call_name(other) == "backward")
    recorded = any(_reaches(tree, statement, recording.statement) for recording in recordings)
    if trained and recorded:
        return "both"
    return "trained" if trained else "recorded" if recorded else "other"


def _reaches(tree: Tree, statement: ast.stmt, end: ast.stmt) -> bool:
    """Whether what a statement computes goes into `end`: on the spot, by a name, or by a sum that is gathered."""
    if statement is end:
        return True
    name = _given_name(statement)
    if not name:
        return False
    if isinstance(statement, ast.Assign) and mentions(end, name) and tree.definition(name, end) is statement:
        return True
    if isinstance(statement, ast.AugAssign):
        return mentions(end, name)
    onward = (s for s in tree.statements if s is not statement and _given_name(s) and _takes(tree, s, name, statement))
    return any(_reaches(tree, s, end) for s in onward)


def _takes(tree: Tree, statement: ast.stmt, name: str, origin: ast.stmt) -> bool:
    value = cast(ast.Assign | ast.AugAssign, statement).value
    return statement.lineno > origin.lineno and mentions(value, name) and tree.definition(name, statement) is origin


def _given_name(statement: ast.stmt) -> str:
    if isinstance(statement, ast.Assign):
        return last_name(statement.targets[0]) if isinstance(statement.targets[0], ast.Name) else ""
    return last_name(statement.target) if isinstance(statement, ast.AugAssign) else ""


def _inputs(tree: Tree, prediction: ast.expr) -> ast.expr | None:
    """The expression, as it stands in the answer, that predictions are made from."""
    call = _model_call(prediction)
    if call is None and isinstance(prediction, ast.Name):
        definition = tree.definition(prediction.id, tree.statement(prediction))
        call = _model_call(definition.value) if definition else None
    return call.args[0] if call else None


def _model_call(node: ast.expr) -> ast.Call | None:
    """The innermost call in a node that takes plain data: `model(x)` of `torch.sigmoid(model(x)).squeeze()`."""
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and part.args and _is_plain(part.args[0]):
            return part
    return None


def _criterion(tree: Tree, node: ast.expr) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) and is_loss_call(node, tree) else ""
