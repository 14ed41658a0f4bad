"""Files of others opened without trust: regular files only, no links, never more than a bound, never a wait.

A device, a pipe or a socket could hang or flood whoever opens it, and a link leads to what is not the student's to
hand in. That holds for hard links too: of two names of one file nobody knows whose it is, and where a file has more
names than one, the other may be the solution or a neighbour's work. Learning platforms, nbgrader and copies make new
files; tools that replace equal files by links, and copies made with links, are the honest exceptions, and the sentence
says how they are undone.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from autograder.shared.errors import SubmissionError

_KINDS = (
    (stat.S_ISLNK, "it is a link, which may lead to anybody's file"),
    (stat.S_ISDIR, "it is a folder"),
    (stat.S_ISFIFO, "it is a pipe, no file"),
    (stat.S_ISSOCK, "it is a socket, no file"),
    (stat.S_ISCHR, "it is a device, no file"),
    (stat.S_ISBLK, "it is a device, no file"),
)
HARD_LINK = "it is a hard link: the same file has another name elsewhere, so nobody can tell whose it is"
COPY = "Put a copy of its own there."
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def why_not(status: os.stat_result) -> str:
    """Why a file handed in is not opened; empty where it can be."""
    if not stat.S_ISREG(status.st_mode):
        return next((reason for holds, reason in _KINDS if holds(status.st_mode)), "it is no regular file")
    return HARD_LINK if status.st_nlink > 1 else ""


def read_regular(file: Path, most: int) -> bytes:
    """The content of a regular file that has one name.

    Args:
        most: the largest size in bytes

    Raises:
        SubmissionError: where it is something else, is larger, or cannot be read.
        FileNotFoundError: where there is nothing.
    """
    try:
        return _read(file, most)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileNotFoundError(file) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SubmissionError(file, f"it cannot be read: {reason}", "Check the file's permissions.") from error


def _read(file: Path, most: int) -> bytes:
    _check(file, os.lstat(file), most)  # opening a device may already do something
    descriptor = os.open(file, _FLAGS)
    with os.fdopen(descriptor, "rb") as opened:
        _check(file, os.fstat(descriptor), most)
        content = opened.read(most + 1)
    if len(content) > most:
        raise SubmissionError(file, f"it is larger than {size(most)}", "Hand in a smaller one.")
    return content


def _check(file: Path, status: os.stat_result, most: int) -> None:
    if reason := why_not(status):
        raise SubmissionError(file, reason, COPY)
    if status.st_size > most:
        raise SubmissionError(file, f"it is larger than {size(most)}", "Hand in a smaller one.")


def size(count: int) -> str:
    """A number of bytes, to be read."""
    return f"{count // 1_000_000} MB" if count >= 1_000_000 else f"{count} bytes"
