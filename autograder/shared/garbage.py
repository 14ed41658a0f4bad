"""Python's search for garbage in cycles, which making keys triggers again and again and which finds next to nothing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MADE = 50_000
"""So many more objects made than given up lead to a search, in place of Python's own 700."""


@contextmanager
def seldom_searched() -> Iterator[None]:
    """Search for garbage less often inside: syntax trees and keys are many objects that all live on."""
    before = gc.get_threshold()
    gc.set_threshold(MADE, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
