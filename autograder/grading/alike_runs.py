"""Runs that showed the same are judged once: verdicts, and the words for them, are kept while a class is judged.

In a class many runs are alike to the last digit: those of right answers, as everybody's settings are the same, and
those of the commonest mistakes. A verdict depends on nothing but the key and what a run showed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")

MOST = 2048
"""Of what was made, the latest used is kept: so much of a class, some kilobytes each."""


class MadeOnce(Generic[T]):
    """What was made for each key, made once while it is remembered."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made for `key`; `make` is called where nothing is remembered, and what it raises is not."""
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]
        made = self._made[key] = make()
        if len(self._made) > self._most:
            self._made.popitem(last=False)
        return made
