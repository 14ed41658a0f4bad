"""A cell written for a newer Python is distinguished from one with a mistake; the versions are those of the PEPs."""

import sys

import pytest

from autograder.requirements.newer_python import can_be_read, newer_python

NEWER = {
    "quotes of the same kind": ("x = f'{d['a']}'", (3, 12)),
    "quotes within quotes": ("print(f'{f'{f'{1 + 1}'}'}')", (3, 12)),
    "a line break in a field": ("x = f'{\n    a\n}'", (3, 12)),
    "a backslash in a field": ("x = f'{'\\n'.join(names)}'", (3, 12)),
    "a comment in a field": ("x = f'''{\n    a  # the first\n}'''", (3, 12)),
    "with a format": ("print(f'{losses['sgd']:>{width}.3f} {x!r} {y=}')", (3, 12)),
    "an alias": ("type Pair = tuple[float, float]", (3, 12)),
    "an alias with parameters": ("type Pair[T] = tuple[T, T]", (3, 12)),
    "a function with parameters": ("def first[T: int](values: list[T]) -> T:\n    return values[0]", (3, 12)),
    "a class with parameters": ("class Box[T, *Ts, **P](Base):\n    x: T", (3, 12)),
    "parameters with defaults": ("class Box[T = list[int]]: pass", (3, 13)),
    "exceptions without parentheses": ("try:\n    f()\nexcept ValueError, TypeError:\n    pass", (3, 14)),
    "a template": ("x = t'{a} and {b!r}'", (3, 14)),
    "an import put off": ("lazy import torch", (3, 15)),
    "two of them": ("type X = int\ntry: f()\nexcept A, B: pass", (3, 14)),
}
MISTAKES = [
    "for i in range(3)\n    pass",
    "print 'a'",
    "x = (1, 2",
    "x = = 1",
    "if x = 1:\n    pass",
    "LOSS = ____\nfor epoch in :\n",
    "x = 'abc",
    "x = f'{a b}'",
    "x = f'{}'",
    "x = f'{a'",
    "print(f'{d['a']}'",
    "type X int",
    "def f[T(x): pass",
    "b = b'ä'\ny = f'{1}'",
    "except A, B: pass",
    "return = 3",
    "\x00",
    "'''never ended",
]


@pytest.mark.parametrize(("source", "version"), NEWER.values(), ids=NEWER.keys())
def test_syntax_of_a_newer_python_is_recognised(source: str, version: tuple[int, int]) -> None:
    expected = None if version <= sys.version_info[:2] else version
    assert newer_python(source) == expected


@pytest.mark.parametrize("source", MISTAKES)
def test_a_mistake_stays_a_mistake(source: str) -> None:
    assert not can_be_read(source)
    assert newer_python(source) is None


@pytest.mark.parametrize("mistake", ["x = = 1", "for i in range(3)\n    pass"])
@pytest.mark.parametrize(("newer", "_"), NEWER.values(), ids=NEWER.keys())
def test_a_mistake_beside_newer_syntax_stays_a_mistake(newer: str, _: object, mistake: str) -> None:
    assert newer_python(f"{newer}\n{mistake}") is None


def test_what_can_be_read_needs_nothing() -> None:
    assert newer_python("match x:\n    case [1, *rest]: pass\nprint(f\"{d['a']!r:>{w}}\")\nexcept_ = 1, 2") is None


@pytest.mark.slow
def test_long_nested_text_is_answered_soon() -> None:
    assert newer_python("f'{" * 5000) is None
    assert newer_python("(" * 50_000) is None
    for text in ("def f[" * 8_000, "except " + "," * 49_000, "#\n" * 24_000 + "=", "type x[" * 7_000, "'" * 49_001):
        assert newer_python(text) is None
