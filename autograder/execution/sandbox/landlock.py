"""Landlock: which files a run can touch, no TCP, no signals and no abstract sockets beyond the run.

Numbers and structures are those of the kernel's include/uapi/linux/landlock.h.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Collection, Iterable, Iterator, Sequence

from . import numbers, syscalls

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
FIRST_ABI = (1 << 13) - 1
SINCE = {2: REFER, 3: TRUNCATE, 5: IOCTL_DEV}
"""Rights that came with a later ABI than the first."""

BIND_TCP, CONNECT_TCP = 1 << 0, 1 << 1
SCOPE_ABSTRACT_UNIX_SOCKET, SCOPE_SIGNAL = 1 << 0, 1 << 1

READ = EXECUTE | READ_FILE | READ_DIR
USE = READ_FILE | WRITE_FILE | IOCTL_DEV | TRUNCATE
FOR_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
MAKE_DEVICES = 1 << 6 | 1 << 11

Grant = tuple[str, int]
"""A path and the rights on it and on all that lies below it."""


def abi() -> int:
    """Landlock's ABI version on this machine; 0 where the kernel has none or it is switched off."""
    try:
        return syscalls.call(numbers.of("landlock_create_ruleset"), None, 0, 1)
    except OSError:
        return 0


def file_rights(version: int) -> int:
    """All rights on files that this ABI knows."""
    return FIRST_ABI | sum(right for since, right in SINCE.items() if version >= since)


def write_rights(version: int) -> int:
    """All that a run may do in its own folder: everything but making devices."""
    return file_rights(version) & ~MAKE_DEVICES


def restrict(version: int, grants: Iterable[Grant]) -> None:
    """Confines this process and all that it forks to the granted paths, and to signals among themselves (ABI 6).

    Raises:
        OSError: naming a granted path that does not exist.
    """
    tcp = BIND_TCP | CONNECT_TCP if version >= 4 else 0
    scopes = SCOPE_SIGNAL | SCOPE_ABSTRACT_UNIX_SOCKET if version >= 6 else 0
    handled = file_rights(version)
    ruleset = _create(handled, tcp, scopes)
    try:
        for path, rights in grants:
            _add(ruleset, path, rights & handled)
        _enter(ruleset)
    finally:
        os.close(ruleset)


def scope_signals() -> None:
    """Confines this process's signals, and those of all that it forks, to themselves; nothing else (ABI 6)."""
    # Every domain refuses to move files between folders unless it allows just that.
    ruleset = _create(REFER, 0, SCOPE_SIGNAL)
    try:
        _add(ruleset, "/", REFER)
        _enter(ruleset)
    finally:
        os.close(ruleset)


def grants_for_reading(readable: Sequence[str], hidden: Sequence[str], listed: Sequence[str] = ()) -> Iterator[Grant]:
    """Grants on the readable paths that leave out the hidden ones below them.

    Grants only add up, so a folder that holds something hidden is granted entry by entry. Where it is to be listed,
    as an import needs, the names in hidden folders below it can be listed too, but nothing hidden can be opened.
    """
    real = [os.path.realpath(path) for path in hidden]
    open_to_all = {os.path.realpath(path) for path in listed}
    for path in readable:
        yield from _around(os.path.realpath(path), real, open_to_all)


def _around(path: str, hidden: Sequence[str], listed: Collection[str]) -> Iterator[Grant]:
    if path in hidden:
        return
    if not any(other.startswith(path + "/") for other in hidden):
        yield path, READ
        return
    if path in listed:
        yield path, READ_DIR
    with os.scandir(path) as entries:
        for entry in entries:
            if not entry.is_symlink():
                yield from _around(entry.path, hidden, listed)


def _create(files: int, tcp: int, scopes: int) -> int:
    # Older kernels know a shorter structure and accept a longer one whose rest is zero.
    attributes = struct.pack("=QQQ", files, tcp, scopes)
    return syscalls.call(numbers.of("landlock_create_ruleset"), attributes, len(attributes), 0)


def _add(ruleset: int, path: str, rights: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= FOR_FILES
        # A rule without any right is an error (ENOMSG) and would grant nothing.
        if rights:
            rule = struct.pack("=Qi", rights, descriptor)
            syscalls.call(numbers.of("landlock_add_rule"), ruleset, 1, rule, 0)
    finally:
        os.close(descriptor)


def _enter(ruleset: int) -> None:
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    syscalls.call(numbers.of("landlock_restrict_self"), ruleset, 0)
