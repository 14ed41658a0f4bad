"""What a test of a seam says where a library has changed: one sentence that names the use and where it is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def relies_on(sentence: str, module: str) -> Iterator[None]:
    """Whatever goes wrong inside means that the library no longer does what the sentence says.

    Args:
        sentence: what the kit relies on, as in ``nbgrader's exporters are children of their converters``
        module: the file of the seam
    """
    try:
        yield
    except Exception as error:
        found = f"{type(error).__name__}: {error}".strip()
        raise AssertionError(f"It no longer holds that {sentence}; see {module}.\n{found}") from error


def printed(script: str) -> str:
    """What a script prints in a Python of its own, which is started as tests are."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
