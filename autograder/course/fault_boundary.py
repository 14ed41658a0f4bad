"""The fault boundary: whatever goes wrong with one submission becomes that submission's result, never the class's end.

Reading, restoring, judging, explaining, cleaning, writing and recording one submission each happen inside `boundary`.
What a person can repair passes through as it is. Anything else becomes a `GraderFault` with one clear sentence; its
traceback goes to a log for the maintainer, and never to a student.
"""

from __future__ import annotations

import errno
import logging
import os
import signal
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from autograder.course.course import Course
from autograder.shared.errors import DescentError, GraderFault, StoreError

LOG = "faults.log"
LOG_BYTES = 2_000_000
"""A log of this size becomes LOG.1, and a new one begins."""
TRACE_CHARACTERS = 20_000
SECONDS = 60.0
"""Processor time that the trusted side spends on one step of one submission before it gives that submission up."""
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE})
"""Errors that say something about the machine: they would meet every submission."""


class TookTooLong(Exception):  # noqa: N818 - it says what happened
    """A step of the trusted side used up its processor time."""


@contextmanager
def boundary(course: Course, who: str, doing: str) -> Iterator[None]:
    """Run one step of one submission.

    Args:
        who: the submission, for messages
        doing: the step, as in ``reading it``

    Raises:
        DescentError: a problem that a person can repair, as it was raised inside
        StoreError: if the disk is full or read-only, which no other submission would escape
        GraderFault: for anything else
    """
    try:
        with _bounded_time():
            yield
    except DescentError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            remedy = "Make room or permit writing there, then start again."
            raise StoreError(error.filename or course.root, reason_of(error), remedy) from error
        raise _fault(course, who, doing, error) from error


def _fault(course: Course, who: str, doing: str, error: Exception) -> GraderFault:
    what = f"the grader failed while {doing} ({_named(error)})"
    log = log_fault(course.private, who, doing, error)
    return GraderFault(who, what, f"A person has to grade it; details for the maintainer: {log}.")


def _named(error: Exception) -> str:
    """What is said of an exception: nothing that a submission could have put into its message."""
    if isinstance(error, TookTooLong):
        return f"it took more than {SECONDS:g} s"
    if isinstance(error, OSError) and error.errno is not None:
        return f"{type(error).__name__}: {os.strerror(error.errno)}"
    return type(error).__name__


def reason_of(error: OSError) -> str:
    """The system's words for an error, without a full stop."""
    return error.strerror or str(error) or type(error).__name__


def log_fault(folder: Path, who: str, doing: str, error: BaseException) -> Path:
    """Note an exception with its traceback for the maintainer; returns the log in `folder`, a course's private one."""
    path = folder / LOG
    trace = "".join(traceback.format_exception(error, limit=-20))[-TRACE_CHARACTERS:]
    entry = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC, {doing}, {who!a}\n{trace}\n"
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_name(f"{LOG}.1"))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
            file.write(entry.encode("utf-8", "backslashreplace"))
    logging.getLogger(__name__).debug("fault while %s", doing, exc_info=error)
    return path


@contextmanager
def _bounded_time() -> Iterator[None]:
    """Raise `TookTooLong` inside once `SECONDS` of processor time are spent; in the main thread, where signals are."""
    if threading.current_thread() is not threading.main_thread() or signal.getitimer(signal.ITIMER_PROF)[0]:
        yield
        return
    before = signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, SECONDS, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _give_up(number: int, frame: FrameType | None) -> None:
    raise TookTooLong
