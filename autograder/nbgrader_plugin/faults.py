"""What goes wrong in nbgrader's own commands, said in one sentence: nbgrader would show a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autograder.course.course import PRIVATE_FOLDER
from autograder.course.fault_boundary import log_fault
from autograder.shared.errors import DescentError
from autograder.shared.printable import printable


@contextmanager
def in_one_sentence(plugin: Any, doing: str) -> Iterator[None]:
    """End the command with one sentence and status 1; what nobody foresaw goes to a log for the maintainer.

    Args:
        plugin: one of nbgrader's plugins; its parent is the command, and without one errors pass through
        doing: what it does, as in ``writing the marks``
    """
    try:
        yield
    except DescentError as error:
        if plugin.parent is None:
            raise
        plugin.parent.fail("%s", printable(str(error)))
    except Exception as error:
        if plugin.parent is None:
            raise
        log = note_fault(plugin, doing, error)
        words = ("The kit failed while %s (%s). Details for the maintainer: %s", doing, type(error).__name__, log)
        plugin.parent.fail(*words)


def note_fault(plugin: Any, doing: str, error: Exception) -> Path:
    """Note an exception with its traceback in the course's log; returns the log."""
    directory = getattr(plugin.parent, "coursedir", None)
    root = Path(directory.root) if directory is not None else Path.cwd()
    return log_fault(root.absolute() / PRIVATE_FOLDER, type(plugin).__name__, doing, error)
