"""Namespaces of the run's own: processes, mounts, network, ipc, host name, and users where not started as root."""

from __future__ import annotations

import os

from . import numbers, syscalls

CLONE_NEWNS = 0x0002_0000
CLONE_NEWUTS = 0x0400_0000
CLONE_NEWIPC = 0x0800_0000
CLONE_NEWUSER = 0x1000_0000
CLONE_NEWPID = 0x2000_0000
CLONE_NEWNET = 0x4000_0000
CLONE_NEWCGROUP = 0x0200_0000

OWN = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET


def enter(user_namespace: bool) -> None:
    """Moves this process into namespaces of its own; the next process that it forks is their pid 1.

    Raises:
        OSError: EPERM where they are forbidden, ENOSPC where their number is limited to none.
    """
    uid, gid = os.geteuid(), os.getegid()
    # A process that has changed its uid does not own its /proc files until it is dumpable again.
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)
    syscalls.call(numbers.of("unshare"), OWN | (CLONE_NEWUSER if user_namespace else 0))
    if user_namespace:
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{uid} {uid} 1")
        _write("/proc/self/gid_map", f"{gid} {gid} 1")


def _write(path: str, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)
