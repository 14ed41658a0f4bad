"""The scratch folder on the disk, for runs without a private root: made, measured, and removed whatever is in it."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator

OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def make(path: str, uid: int | None) -> None:
    """Makes the folder, for this uid alone.

    Raises:
        FileExistsError: where there is one already.
    """
    os.mkdir(path, 0o700)
    if uid is not None:
        os.chown(path, uid, uid)


def free_bytes(path: str) -> int:
    """Bytes that are free on the disk of a folder."""
    disk = os.statvfs(path)
    return disk.f_bavail * disk.f_frsize


def exceeds(path: str, size: int, count: int) -> bool:
    """Whether the files below a folder take more than `size` bytes of disk or are more than `count`.

    Code that runs meanwhile may change the tree: links are not followed, and what has gone is passed over. A tree
    too deep to be measured counts as too large.
    """
    pending = [path]
    try:
        while pending and size >= 0 and count >= 0:
            for blocks, folder in _entries(pending.pop()):
                size, count = size - blocks * 512, count - 1
                pending += folder
    except OSError:
        return True
    return size < 0 or count < 0


def _entries(path: str) -> Iterator[tuple[int, list[str]]]:
    """The blocks of each entry of a folder, and its path where it is a folder itself."""
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                found = entry.stat(follow_symlinks=False)
                yield found.st_blocks, [entry.path] if stat.S_ISDIR(found.st_mode) else []
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise


def remove(path: str) -> None:
    """Removes a folder and all in it, however deep and with whatever modes; no process may be at work in it.

    One descriptor at a time is open, and no recursion is made: student code can nest folders by the thousand.
    """
    os.chmod(path, 0o700)
    folder = os.open(path, OPEN_FOLDER)
    below: list[list[str]] = [_empty(folder)]
    while True:
        if below[-1]:
            folder = _move(folder, below[-1][-1])
            below.append(_empty(folder))
            continue
        below.pop()
        if not below:
            break
        folder = _move(folder, "..")
        os.rmdir(below[-1].pop(), dir_fd=folder)
    os.close(folder)
    os.rmdir(path)


def _empty(folder: int) -> list[str]:
    """Removes all but the folders in a folder, and names those, made passable."""
    names = []
    for name in os.listdir(folder):
        if stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            os.chmod(name, 0o700, dir_fd=folder)
            names.append(name)
        else:
            os.unlink(name, dir_fd=folder)
    return names


def _move(folder: int, name: str) -> int:
    """Opens a neighbouring folder and closes this one."""
    try:
        return os.open(name, OPEN_FOLDER, dir_fd=folder)
    finally:
        os.close(folder)
