"""What an operator yields: a typical mistake as edits of an answer, named but not yet written out."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

from reference.solutions.edits import Edits
from reference.solutions.reading import Reading

Value = float | int | str | None


@dataclass(frozen=True)
class Slip:
    """One way of making a mistake in one answer."""

    name: str
    """In kebab case: the catalogue's where that knows the same mistake."""
    edits: Edits
    value: Value = None
    """What is said of it: a number, the name of a list."""
    random: bool = False
    """Whether chance decides what it leaves."""
    rare: bool = False
    """Whether it is so seldom that it is looked for alone only, not together with other mistakes."""


Operator = Callable[[Reading], Iterator[Slip]]


def expression(code: str) -> ast.expr:
    """The syntax tree of an expression."""
    return ast.parse(code, mode="eval").body


def statement(code: str) -> ast.stmt:
    """The syntax tree of one statement."""
    return ast.parse(code).body[0]


def number(value: float) -> ast.expr:
    """The syntax tree of a number."""
    return expression(repr(value))


def text(node: ast.AST) -> str:
    """A node as Python writes it."""
    return ast.unparse(node)


def bound_to(call: ast.Call, **given: ast.expr) -> ast.Call:
    """A call with arguments given by keyword, in the place of those that it has under these names."""
    old = [argument.arg for argument in call.keywords]
    kept = [ast.keyword(a.arg, given.get(a.arg or "", a.value)) for a in call.keywords]
    new = [ast.keyword(name, value) for name, value in given.items() if name not in old]
    return ast.Call(call.func, call.args, [*kept, *new])


def other_operator(node: ast.stmt, operator: ast.operator) -> ast.stmt:
    """An assignment such as `w -= step` or `w = w - step` with another operator."""
    if isinstance(node, ast.AugAssign):
        return ast.AugAssign(node.target, operator, node.value)
    assigned = cast(ast.Assign, node)
    value = cast(ast.BinOp, assigned.value)
    return ast.Assign(assigned.targets, ast.BinOp(value.left, operator, value.right))
