"""The kernel's limits on what each process of a run can take."""

from __future__ import annotations

import os
import resource

from .plan import Limits

CORE_BYTES = 1
"""Below the smallest core file, and the one value that keeps a piped core handler from being started (core(5))."""


def address_space() -> int:
    """Bytes of address space that this process has now."""
    with open("/proc/self/statm", "rb") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()


def threads_of(uid: int) -> int:
    """Threads of all processes of this uid, as RLIMIT_NPROC counts them."""
    total = 0
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            status = os.stat(f"/proc/{name}/task")
        except OSError:
            continue
        if status.st_uid == uid:
            total += status.st_nlink - 2
    return total


def apply(limits: Limits, address_space_now: int, processes: int) -> None:
    """Sets all limits, soft and hard alike, so that student code cannot raise them.

    Raises:
        OSError: where a limit cannot be set.
    """
    _set(resource.RLIMIT_AS, address_space_now + limits.memory_bytes)
    _set(resource.RLIMIT_NPROC, processes)
    _set(resource.RLIMIT_FSIZE, limits.file_bytes)
    _set(resource.RLIMIT_NOFILE, limits.open_files)
    _set(resource.RLIMIT_CPU, limits.cpu_seconds)
    _set(resource.RLIMIT_CORE, CORE_BYTES)
    _set(resource.RLIMIT_MSGQUEUE, 0)
    _set(resource.RLIMIT_MEMLOCK, 8 * 1024 * 1024)
    _set(resource.RLIMIT_NICE, 0)
    _set(resource.RLIMIT_RTPRIO, 0)


def _set(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))
