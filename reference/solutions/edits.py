"""Changes of a syntax tree as data, and what they come to in lines of code."""

import ast
import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise, zip_longest
from typing import Any

Edits = Mapping[ast.AST, Sequence[ast.AST]]
"""Nodes of a tree, each with what stands in its place: one expression, or any number of statements.

A statement that stands in its own place stays there with the edits inside it: `{s: [new, s]}` adds one before it.
"""
Hunk = tuple[int, int, list[str]]
"""Lines from one place up to, not including, another, and the lines that replace them."""


@dataclass(frozen=True)
class ChangedLine:
    """A line of an answer cell that a mistake changes."""

    cell: str
    number: int
    """In the notebook's cell, from 1; of a line that is added, that of the line it comes before."""
    old: str
    """The line as Python writes it, with its indentation; empty where one is added."""
    new: str
    """What stands there instead; empty where it is taken out."""


def edited(tree: ast.Module, edits: Edits) -> ast.Module:
    """A copy of `tree` with its nodes replaced as `edits` says; what is left empty gets a `pass`."""
    copies: dict[int, Any] = {}
    new: ast.Module = copy.deepcopy(tree, copies)
    _Replacing({id(copies[id(node)]): (node, by) for node, by in edits.items()}).visit(new)
    for node in ast.walk(new):
        if isinstance(node, ast.stmt) and getattr(node, "body", None) == []:
            node.body = [ast.Pass()]  # type: ignore[attr-defined]
    return ast.fix_missing_locations(new)


class _Replacing(ast.NodeTransformer):
    def __init__(self, edits: Mapping[int, tuple[ast.AST, Sequence[ast.AST]]]) -> None:
        self.edits = edits

    def visit(self, node: ast.AST) -> Any:
        if id(node) not in self.edits:
            return self.generic_visit(node)
        original, parts = self.edits[id(node)]
        new = [self.generic_visit(node) if part is original else copy.deepcopy(part) for part in parts]
        return new if isinstance(node, ast.stmt) else new[0]


def without(*nodes: ast.stmt) -> Edits:
    """Statements taken out."""
    return {node: [] for node in nodes}


def before(node: ast.stmt, *new: ast.stmt) -> Edits:
    """Statements added before one."""
    return {node: [*new, node]}


def after(node: ast.stmt, *new: ast.stmt) -> Edits:
    """Statements added after one."""
    return {node: [node, *new]}


def instead(nodes: Iterable[ast.AST], new: ast.AST) -> Edits:
    """One thing in the place of each of several."""
    return {node: [new] for node in nodes}


def together(*several: Edits) -> Edits:
    """Edits made at once; what is added round a statement stays where another of them changes it."""
    found: dict[ast.AST, list[ast.AST]] = {}
    for edits in several:
        for node, by in edits.items():
            inner, outer = found.get(node, [node]), list(by)
            if not any(part is node for part in outer):
                inner, outer = outer, inner
            found[node] = [part for whole in outer for part in (inner if whole is node else [whole])]
    return found


def changed_lines(cell: str, tree: ast.Module, new_code: str) -> tuple[ChangedLine, ...]:
    """The lines of `tree`, as Python writes it, that are others in `new_code`."""
    old_code = ast.unparse(tree)
    numbers = _line_numbers(tree, old_code)
    old = old_code.splitlines()
    found = []
    for first, last, new in hunks(old, new_code.splitlines()):
        for place, (before, after) in enumerate(zip_longest(old[first:last], new, fillvalue=""), start=first):
            if before or after:
                number = numbers[min(place, last if first == last else last - 1, len(numbers) - 1)]
                found.append(ChangedLine(cell, number, before, after))
    return tuple(found)


def hunks(old: Sequence[str], new: Sequence[str]) -> Iterator[Hunk]:
    """The places where two texts differ, line by line."""
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag != "equal":
            yield first, last, list(new[new_first:new_last])


def merged(old_code: str, one: str, other: str) -> str | None:
    """Both changes of a text together; `None` where they meet."""
    old = old_code.splitlines()
    changes = sorted([*hunks(old, one.splitlines()), *hunks(old, other.splitlines())], key=lambda hunk: hunk[:2])
    for (first, last, _), (next_first, next_last, _) in pairwise(changes):
        if next_first < last or (first, last) == (next_first, next_last):
            return None
    for first, last, new in reversed(changes):
        old[first:last] = new
    return "\n".join(old)


def _line_numbers(tree: ast.Module, code: str) -> list[int]:
    """For each line of `code`, which is `tree` as Python writes it, the line in the notebook."""
    numbers = {
        written.lineno: node.lineno
        for node, written in zip(ast.walk(tree), ast.walk(ast.parse(code)), strict=True)
        if isinstance(node, ast.stmt) and isinstance(written, ast.stmt)
    }
    found, latest = [], 1
    for line in range(1, len(code.splitlines()) + 1):
        latest = numbers.get(line, latest)
        found.append(latest)
    return [*found, latest + 1]
