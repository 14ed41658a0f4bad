"""Loops that count by hand read as what they are: `while epoch < 10: ...; epoch += 1` is `for epoch in range(10)`."""

import ast
import copy
from collections.abc import Iterator, Sequence

Scope = ast.Module | ast.FunctionDef


def counted_out(module: ast.Module) -> ast.Module:
    """The module with each `while` loop that counts upwards by one as a `for` loop; all others stay as they are."""
    found = copy.deepcopy(module)
    for scope in [node for node in ast.walk(found) if isinstance(node, Scope)]:
        for block in list(blocks(scope)):
            for place, statement in enumerate(block):
                start = _start(block[:place], statement)
                if isinstance(statement, ast.While) and start is not None and _only_counts(statement, scope):
                    block[place] = _as_for(statement, start)
    return ast.fix_missing_locations(found)


def blocks(scope: Scope) -> Iterator[list[ast.stmt]]:
    """The lists of statements of a scope, those of functions and classes in it left out."""
    waiting: list[list[ast.stmt]] = [scope.body]
    while waiting:
        block = waiting.pop()
        yield block
        for statement in block:
            if not isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
                waiting += [
                    part for name in ("body", "orelse") if isinstance(part := getattr(statement, name, None), list)
                ]


def _start(before: Sequence[ast.stmt], loop: ast.stmt) -> int | None:
    """The whole number from which a loop counts: what its counter was last set to, in the same block."""
    counter = _counter(loop)
    for statement in reversed(before):
        if counter and counter in _stored(statement):
            is_plain = isinstance(statement, ast.Assign) and ast.unparse(statement.targets[-1]) == counter
            value = statement.value if is_plain and isinstance(statement, ast.Assign) else None
            return value.value if isinstance(value, ast.Constant) and type(value.value) is int else None
    return None


def _counter(loop: ast.stmt) -> str:
    """The name that a loop counts with: `epoch` of `while epoch < 10`, empty for any other."""
    test = loop.test if isinstance(loop, ast.While) else None
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Lt | ast.LtE):
        return ""
    return test.left.id if isinstance(test.left, ast.Name) else ""


def _only_counts(loop: ast.While, scope: Scope) -> bool:
    """Whether a loop adds one at its end, to a counter that nothing else sets and nobody reads afterwards."""
    counter, last = _counter(loop), loop.body[-1]
    adds = isinstance(last, ast.AugAssign) and isinstance(last.op, ast.Add) and isinstance(last.target, ast.Name)
    if not adds or last.target.id != counter or ast.unparse(last.value) != "1" or loop.orelse:  # type: ignore[attr-defined]
        return False
    limit = loop.test.comparators[0]  # type: ignore[attr-defined]
    inside = [node for statement in loop.body[:-1] for node in ast.walk(statement)]
    set_inside = {name for statement in loop.body for name in _stored(statement)} - {counter}
    plain = isinstance(limit, ast.Name | ast.Constant) and not {ast.unparse(limit)} & set_inside
    again = any(counter in _stored(statement) for statement in loop.body[:-1])
    skips = any(isinstance(node, ast.Continue | ast.Global | ast.Nonlocal) for node in inside)
    end = loop.end_lineno or loop.lineno
    later = (node for node in ast.walk(scope) if isinstance(node, ast.Name) and node.lineno > end)
    read_later = any(node.id == counter and isinstance(node.ctx, ast.Load) for node in later)
    return plain and not again and not skips and not read_later


def _stored(statement: ast.stmt) -> set[str]:
    """The names that a statement sets."""
    nodes = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
    return {node.id for node in nodes if not isinstance(node.ctx, ast.Load)}


def _as_for(loop: ast.While, start: int) -> ast.For:
    test = loop.test
    limit = ast.unparse(test.comparators[0])  # type: ignore[attr-defined]
    if isinstance(test.ops[0], ast.LtE):  # type: ignore[attr-defined]
        limit = str(int(limit) + 1) if limit.isdigit() else f"{limit} + 1"
    rounds = f"range({limit})" if start == 0 else f"range({start}, {limit})"
    iterated = ast.parse(rounds, mode="eval").body
    for node in ast.walk(iterated):
        ast.copy_location(node, loop)
    made = ast.For(ast.Name(_counter(loop), ast.Store()), iterated, loop.body[:-1] or [ast.Pass()], [])
    return ast.copy_location(made, loop)
