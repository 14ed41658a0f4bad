"""Faults: odd values that honest students hold, at which a judge that trusts them raises. They cost nobody but their
owner a point, and their owner only those of the tasks that are wrong."""

from __future__ import annotations

import warnings
from typing import Any

import numpy
from attack import Attack, Outcome, World
from attacks_on_points import waits
from controls import HISTORY

NUMPY = "import numpy as np\n"


def _naive_judge(attack: Attack, world: World) -> str:
    """What a judge makes of the values that takes them for numbers."""
    from controls import _Torch

    names: dict[str, Any] = {"torch": _Torch()}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            exec(attack.train, names)
            found = numpy.asarray(names["LOSS_MINI20"], dtype=float)
            numpy.square(found - numpy.asarray(HISTORY)).sum()
            if found.shape != (10,):
                raise ValueError("shape")
            error = abs(float(names["w"]) - 1.0) + abs(float(names["b"]) + 1.0)
            int(error * 1000), str(names["LOSS_MINI20"]).encode()
            hash(tuple(names["LOSS_MINI20"]))
            if numpy.isnan(found).any():
                raise ValueError("not a number")
    except Exception as error:
        return f"a judge that trusts values raises {type(error).__name__}"
    return ""


def held(name: str, history: str, parameters: str = "w = b = 0.0", before: str = "") -> Attack:
    """A notebook that holds odd values."""
    train = f"{before}LOSS_MINI20 = {history}\n{parameters}\n"
    return Attack(f"holds-{name}", "faults", _naive_judge, train, success=_judged)


def _judged(outcome: Outcome, world: World) -> str:
    return waits(outcome, world)


FAULTS = (
    held("a-ragged-list", "[[1.0], [1.0, 2.0]]"),
    held("a-deeply-ragged-list", "[1.0, [2.0, [3.0, [4.0, ()]]], {}]"),
    held("tuples-of-different-lengths", "[(1.0,), (1.0, 2.0), ()]"),
    held("strings", "['576.7', '73', 'x', '', ' ', 'nan', '1e999', '0x10', '١٢', '1_0']"),
    held("an-entry-near-the-largest-number", f"{HISTORY[:1]!r} + [1.5e308] * 9"),
    held("infinities", "[float('inf'), float('-inf')] * 5", "w = float('inf'); b = float('-inf')"),
    held("no-numbers", "[float('nan')] * 10", "w = b = float('nan')"),
    held("a-number-of-400-digits", "[10 ** 400] * 10", "w = 10 ** 400; b = -10 ** 5000"),
    held("objects-with-none", "np.array([1.0, None, 'x', [2.0]], dtype=object)", before=NUMPY),
    held("an-array-of-objects", "np.array([[1.0, 2.0], [3.0]], dtype=object)", before=NUMPY),
    held("a-structured-array", "np.zeros(10, dtype=[('a', 'f4'), ('b', 'i2')])", before=NUMPY),
    held("dates", "[__import__('datetime').datetime(2026, 1, n + 1) for n in range(10)]"),
    held("an-empty-array", "np.zeros((0, 3))", before=NUMPY),
    held("an-array-of-many-axes", "np.zeros((1,) * 30)", before=NUMPY),
    held("complex-numbers", "[1j] * 10", "w = 1 + 2j; b = complex('nan')"),
    held("decimals", "[__import__('decimal').Decimal('sNaN')] * 10", "w = b = __import__('decimal').Decimal('1e999999')"),
    held("fractions", "[__import__('fractions').Fraction(10 ** 400, 3)] * 10"),
    held("a-list-beside-a-number", "[1.0] * 10", "w = [-12.0, 1.0]; b = -10.0"),
    held("lists-as-parameters", "[1.0] * 10", "w = ['a', 'b']; b = [['c']]"),
    held("a-list-that-holds-itself", "[]", "LOSS_MINI20.append(LOSS_MINI20); w = b = LOSS_MINI20"),
    held("a-dictionary", "{n: float(n) for n in range(10)}"),
    held("a-dictionary-of-odd-keys", "{(1, 'x'): [2.0], None: 3.0}"),
    held("a-generator", "(n for n in range(10))"),
    held("a-generator-without-end", "iter(int, 1)"),
    held("a-range-without-end", "range(10 ** 30)"),
    held("none", "None", "w = b = None"),
    held("half-a-character", "['\\ud800'] * 10", "w = b = '\\udfff'"),
    held("bytes", "b'\\xff' * 10", "w = bytearray(b'x'); b = memoryview(b'y')"),
    held("functions", "[print, len, int]", "w = lambda: 1; b = type"),
    held("a-class", "type('Loss', (), {})", "w = b = LOSS_MINI20()"),
    held("a-module", "__import__('os')"),
    held("a-number-that-raises", "[N() for n in range(10)]", "w = b = N()", "class N:\n"
        "    def __float__(self): raise KeyError('x')\n    def __repr__(self): raise KeyError('y')\n"),
    held("text-that-raises", "[type('T', (str,), {'__str__': lambda s: 1, '__len__': lambda s: -1})('x')] * 10"),
    held("a-huge-text", "['x' * 10 ** 7] * 3", "w = b = 'y' * 10 ** 7"),
    held("a-huge-list", "[0.5] * 10 ** 6"),
    held("booleans", "[True, False] * 5 + [None]", "w = True; b = False"),
)  # fmt: skip
