"""Functions that are never called, called twice, or confused with a worked one."""

import ast
from collections.abc import Iterator
from typing import cast

from reference.solutions.edits import after, without
from reference.solutions.operators.slip import Slip
from reference.solutions.reading import Reading

MOST_WORKED = 2


def calls(reading: Reading) -> Iterator[Slip]:
    """The call of the answer's own training function dropped, doubled, or made to a worked function."""
    trained_in = [reading.tree.scope(training.backward) for training in reading.trainings]
    for statement in reading.run_calls:
        call = next(
            (node for node in ast.walk(statement) if isinstance(node, ast.Call) and _runs(node, trained_in)), None
        )
        if call is None:
            continue
        yield Slip("function-never-called", without(statement))
        if isinstance(statement, ast.Expr):
            yield _twice(reading, statement, cast(ast.Name, call.func).id)
        yield from _worked(reading, call)


def _runs(call: ast.Call, functions: list[ast.Module | ast.FunctionDef]) -> bool:
    names = {function.name for function in functions if isinstance(function, ast.FunctionDef)}
    return isinstance(call.func, ast.Name) and call.func.id in names


def _twice(reading: Reading, statement: ast.stmt, function: str) -> Slip:
    """A second training goes on where the first one ended, or begins again where the function sets the start."""
    edits = after(statement, statement)
    scopes = [reading.tree.scope(start.statement) for start in reading.starts]
    if any(isinstance(scope, ast.FunctionDef) and scope.name == function for scope in scopes):
        return Slip("history-appended-twice", edits)
    counts = [quantity.value for quantity in reading.quantities if quantity.kind == "epochs" and quantity.value]
    return Slip("too-many-epochs", edits, int(2 * counts[0]) if counts else "twice as many")


def _worked(reading: Reading, call: ast.Call) -> Iterator[Slip]:
    """A worked function that takes as many arguments, called in the place of one's own."""
    names = reading.given.of("function")
    for name in names[-MOST_WORKED:]:
        function = reading.given[name].node
        arguments = function.args.args if isinstance(function, ast.FunctionDef) else []
        trains = any(isinstance(node, ast.Attribute) and node.attr == "backward" for node in ast.walk(function))
        if trains and len(arguments) == len(call.args) + len(call.keywords):
            yield Slip("worked-function-called", {call.func: [ast.Name(name, ast.Load())]}, name)
