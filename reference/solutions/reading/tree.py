"""The syntax tree of an answer, and what all readers ask of it: where a node stands, where a value comes from."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from reference.solutions.names import Names, literal

Scope = ast.Module | ast.FunctionDef


@dataclass(frozen=True, eq=False)
class Tree:
    """An answer's syntax tree, and what the names in it stand for."""

    module: ast.Module
    names: Names
    """What the cells above bind, then what the answer itself binds."""

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes in the order of the text."""
        return tuple(_in_order(self.module))

    @cached_property
    def statements(self) -> tuple[ast.stmt, ...]:
        """All statements in the order of the text."""
        return tuple(node for node in self.nodes if isinstance(node, ast.stmt))

    @cached_property
    def calls(self) -> tuple[ast.Call, ...]:
        """All calls in the order of the text."""
        return tuple(node for node in self.nodes if isinstance(node, ast.Call))

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """Node to the node that holds it; contexts such as `Load`, which nodes share, are left out."""
        pairs = ((child, node) for node in ast.walk(self.module) for child in ast.iter_child_nodes(node))
        return {child: node for child, node in pairs if not isinstance(child, ast.expr_context | ast.operator)}

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes that hold `node`, from the inside out."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def statement(self, node: ast.AST) -> ast.stmt:
        """The statement that `node` is, or stands in."""
        for outer in (node, *self.above(node)):
            if isinstance(outer, ast.stmt):
                return outer
        raise ValueError("a module stands in no statement")

    def scope(self, node: ast.AST) -> Scope:
        """The function that a node stands in, or the module."""
        for outer in self.above(node):
            if isinstance(outer, ast.FunctionDef):
                return outer
        return self.module

    def loops(self, node: ast.AST) -> tuple[ast.For, ...]:
        """The loops round a node within its function, from the inside out."""
        found: list[ast.For] = []
        for outer in self.above(node):
            if isinstance(outer, ast.FunctionDef):
                break
            if isinstance(outer, ast.For):
                found.append(outer)
        return tuple(found)

    def top(self, node: ast.AST, loop: ast.For) -> ast.stmt:
        """The statement of a loop's body that `node` is, or stands in."""
        inside = node
        for outer in self.above(node):
            if outer is loop:
                return cast(ast.stmt, inside)
            inside = outer
        raise ValueError("the node does not stand in the loop")

    def definition(self, name: str, at: ast.stmt) -> ast.Assign | None:
        """The assignment, in the same loops and above `at`, that `name` has its value from there."""
        found = None
        for statement in self.statements:
            if statement.lineno >= at.lineno:
                break
            if _assigns(statement, name) and self._same_place(statement, at):
                found = cast(ast.Assign, statement)
        return found

    def inlined(self, expression: ast.expr, at: ast.stmt) -> ast.expr:
        """The expression with each name replaced by what it was computed from, as far as the same loops do so."""
        return cast(ast.expr, _Inlining(self, at).visit(copy.deepcopy(expression)))

    def calls_of(self, function: ast.FunctionDef) -> list[ast.Call]:
        """The calls of a function in this answer."""
        return [call for call in self.calls if isinstance(call.func, ast.Name) and call.func.id == function.name]

    def sources(self, expression: ast.expr) -> list[ast.expr]:
        """Where a value is written down: through names and arguments to literals, or to names that are given."""
        return list(dict.fromkeys(self._sources(expression, frozenset())))

    def value(self, source: ast.expr) -> float | None:
        """The number that a source stands for, where it is one that is written out in the notebook."""
        known = literal(source)
        if known is None and isinstance(source, ast.Name) and source.id in self.names:
            known = self.names[source.id].literal
        return known if isinstance(known, int | float) and not isinstance(known, bool) else None

    def _sources(self, expression: ast.expr, seen: frozenset[str]) -> Iterator[ast.expr]:
        if not isinstance(expression, ast.Name) or expression.id in seen:
            yield expression
            return
        seen = seen | {expression.id}
        scope = self.scope(expression)
        if isinstance(scope, ast.FunctionDef) and expression.id in _parameters(scope):
            for given in self._given(scope, expression.id):
                yield from self._sources(given, seen)
            return
        assigned = [s for s in self.statements if _assigns(s, expression.id) and self.scope(s) in (scope, self.module)]
        if len(assigned) == 1:
            yield from self._sources(cast(ast.Assign, assigned[0]).value, seen)
        elif not any(_binds(loop, expression.id) for loop in self.loops(expression)):
            yield expression

    def _given(self, function: ast.FunctionDef, parameter: str) -> Iterator[ast.expr]:
        """What calls of a function hand in for one of its parameters, and its default where they leave it out."""
        names = _parameters(function)
        place = names.index(parameter)
        defaults = dict(zip(reversed(names), reversed(function.args.defaults), strict=False))
        for call in self.calls_of(function):
            by_keyword = [given.value for given in call.keywords if given.arg == parameter]
            if by_keyword:
                yield by_keyword[0]
            elif place < len(call.args):
                yield call.args[place]
            elif parameter in defaults:
                yield defaults[parameter]

    def _same_place(self, one: ast.stmt, other: ast.stmt) -> bool:
        return self.scope(one) is self.scope(other) and self.loops(one) == self.loops(other)


class _Inlining(ast.NodeTransformer):
    """Replaces names by computations. What is made once, such as a model or a start value, keeps its name."""

    def __init__(self, tree: Tree, at: ast.stmt) -> None:
        self.tree, self.at = tree, at

    def visit_Name(self, node: ast.Name) -> ast.AST:
        definition = self.tree.definition(node.id, self.at)
        if definition is None or not isinstance(definition.value, ast.Call | ast.BinOp):
            return node
        if self.tree.names.kind(node.id) not in (None, "tensor", "other"):
            return node
        return self.tree.inlined(definition.value, definition)


def call_name(statement: ast.stmt) -> str:
    """`step` of the statement `optimizer.step()`, the empty string of any other kind of statement."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    return call.func.attr if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else ""


def mentions(node: ast.AST, name: str) -> bool:
    """Whether a name stands somewhere in a node."""
    return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node))


def with_attribute(node: ast.AST, attribute: str) -> list[ast.Attribute]:
    """The parts of a node that ask for an attribute, such as `w.grad`."""
    return [part for part in ast.walk(node) if isinstance(part, ast.Attribute) and part.attr == attribute]


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.expr_context | ast.operator):
            yield child
            yield from _in_order(child)


def _assigns(statement: ast.stmt, name: str) -> bool:
    if not isinstance(statement, ast.Assign):
        return False
    return any(isinstance(target, ast.Name) and target.id == name for target in statement.targets)


def _binds(loop: ast.For, name: str) -> bool:
    return mentions(loop.target, name)


def _parameters(function: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
