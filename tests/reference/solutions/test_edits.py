"""Edits of a syntax tree, and what they change in lines of code."""

import ast

import pytest

from reference.solutions.edits import after, before, changed_lines, edited, instead, merged, together, without
from reference.solutions.operators.slip import statement

CODE = """
for x in data:
    first()

    second()  # a comment
last()
"""


@pytest.fixture
def tree() -> ast.Module:
    return ast.parse(CODE)


def code(tree: ast.Module) -> list[str]:
    return ast.unparse(tree).splitlines()


def test_statements_are_taken_out_and_added(tree: ast.Module) -> None:
    loop, last = tree.body
    first, second = loop.body  # type: ignore[attr-defined]
    new = statement("new()")
    assert code(edited(tree, without(second))) == ["for x in data:", "    first()", "last()"]
    assert code(edited(tree, before(second, new)))[2] == "    new()"
    assert code(edited(tree, after(loop, new)))[3] == "new()"
    assert code(edited(tree, instead([first, last], new))) == ["for x in data:", "    new()", "    second()", "new()"]
    assert ast.unparse(tree) == ast.unparse(ast.parse(CODE))


def test_what_is_left_empty_passes(tree: ast.Module) -> None:
    loop = tree.body[0]
    assert code(edited(tree, without(*loop.body)))[:2] == ["for x in data:", "    pass"]  # type: ignore[attr-defined]


def test_edits_inside_a_statement_hold_beside_what_is_added_round_it(tree: ast.Module) -> None:
    loop = tree.body[0]
    first = loop.body[0]  # type: ignore[attr-defined]
    moved = together(without(first), before(loop, first))
    assert code(edited(tree, moved)) == ["first()", "for x in data:", "    second()", "last()"]


def test_edits_of_one_statement_are_made_in_any_order(tree: ast.Module) -> None:
    last = tree.body[1]
    gone, more = without(last), before(last, statement("new()"))
    expected = ["for x in data:", "    first()", "    second()", "new()"]
    assert code(edited(tree, together(gone, more))) == code(edited(tree, together(more, gone))) == expected


def test_changed_lines_have_the_numbers_of_the_notebook(tree: ast.Module) -> None:
    second = tree.body[0].body[1]  # type: ignore[attr-defined]
    (line,) = changed_lines("cell", tree, ast.unparse(edited(tree, instead([second], statement("other()")))))
    assert (line.cell, line.number, line.old, line.new) == ("cell", 5, "    second()", "    other()")
    (line,) = changed_lines("cell", tree, ast.unparse(edited(tree, without(second))))
    assert (line.number, line.old, line.new) == (5, "    second()", "")
    (line,) = changed_lines("cell", tree, ast.unparse(edited(tree, after(tree.body[1], statement("new()")))))
    assert (line.number, line.old, line.new) == (7, "", "new()")


def test_two_changes_are_merged_where_they_do_not_meet() -> None:
    old = "a\nb\nc\nd"
    assert merged(old, "A\nb\nc\nd", "a\nb\nc") == "A\nb\nc"
    assert merged(old, "a\nb\nnew\nc\nd", "a\nB\nc\nd") == "a\nB\nnew\nc\nd"
    assert merged(old, "a\nB\nc\nd", "a\nbb\nc\nd") is None
    assert merged(old, "a\nx\nb\nc\nd", "a\ny\nb\nc\nd") is None
