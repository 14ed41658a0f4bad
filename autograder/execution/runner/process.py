"""Few words with the kernel that Python's `os` does not know, and what a fork must keep in order."""

import ctypes
import os
import random
import signal
from collections.abc import Iterable

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
MADV_COLLAPSE = 25
HUGE_PAGE = 2 << 20
"""On x86_64, and on aarch64 with pages of 4 KiB; elsewhere the kernel refuses, and nothing is lost."""
_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)


def die_with_parent(parent: int) -> None:
    """Be killed as soon as the parent ends; `parent` is its process id, in case it has ended already."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of all descendants whose own parents end."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def _prctl(option: int, value: int) -> None:
    if _LIBC.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({option}, {value}) failed")


def threads() -> int:
    """How many threads this process has, as the kernel counts them."""
    with open("/proc/self/status", encoding="ascii", errors="replace") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("Threads:"))


def children() -> list[int]:
    """The processes whose parent this one is."""
    with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as listing:
        return [int(pid) for pid in listing.read().split()]


def gather_memory() -> int:
    """Put this process's own memory into huge pages; returns how many, 0 before Linux 6.1.

    A fork copies the page table, and the end of a process takes it apart: with one entry for 2 MiB in place of 512
    both take well under half the time, and a process of torch's size spends most of a short run on just that.
    """
    gathered = 0
    with open("/proc/self/maps", encoding="ascii", errors="replace") as maps:
        regions = [line.split() for line in maps]
    for span, rights, _, _, _, *name in regions:
        if rights == "rw-p" and name in ([], ["[heap]"]):
            start, end = (int(number, 16) for number in span.split("-"))
            first = -(-start // HUGE_PAGE) * HUGE_PAGE
            for address in range(first, end - HUGE_PAGE + 1, HUGE_PAGE):
                gathered += _LIBC.madvise(address, HUGE_PAGE, MADV_COLLAPSE) == 0
    return gathered


def end_descendants() -> None:
    """Kill and reap all that this process started; those whose own parents ended have become its children."""
    while True:
        for pid in children():
            os.kill(pid, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def descriptors() -> frozenset[int]:
    """The open descriptors of this process."""
    listing = os.listdir("/proc/self/fd")
    return frozenset(number for number in map(int, listing) if _is_open(number))


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:  # the one with which the list was read
        return False
    return True


def close_all_but(kept: Iterable[int]) -> None:
    """Close every descriptor except 0, 1, 2 and those named."""
    low = 3
    for number in sorted(set(kept)):
        if number >= low:
            os.closerange(low, number)
            low = number + 1
    os.closerange(low, os.sysconf("SC_OPEN_MAX"))


def fork() -> int:
    """`os.fork` of a process with one thread; the child has the same random numbers before it as the parent.

    Python seeds `random` again in a child; that is undone, because a run must not depend on where it was forked.

    Raises:
        RuntimeError: if there is a second thread: its locks would stay locked in the child forever.
    """
    if threads() != 1:
        raise RuntimeError(f"this process has {threads()} threads and cannot be forked")
    state = random.getstate()
    pid = os.fork()
    if pid == 0:
        random.setstate(state)
    return pid
