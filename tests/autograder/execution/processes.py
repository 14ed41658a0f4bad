"""Which processes there are, for tests that nothing is left behind."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path


def descendants(pid: int | None = None) -> list[int]:
    """All living processes below `pid`, by default below this one."""
    below: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit() and (parent := parent_of(int(entry))) is not None:
            below.setdefault(parent, []).append(int(entry))
    found: list[int] = []
    open_ends = [pid or os.getpid()]
    while open_ends:
        children = below.get(open_ends.pop(), [])
        found += children
        open_ends += children
    return found


def parent_of(pid: int) -> int | None:
    """The parent of a living process; None for one that is gone or only waits to be reaped."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[:2]
    except (OSError, ValueError):
        return None
    return None if state in "ZX" else int(parent)


def alive(pids: Iterable[int]) -> list[int]:
    """Those that live."""
    return [pid for pid in pids if parent_of(pid) is not None]


def wait_until(done: Callable[[], bool], seconds: float = 15.0) -> bool:
    """Wait for something that happens soon; whether it did."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def memory_holds(pid: int, needle: bytes) -> bool:
    """Whether the private memory of a process holds these bytes."""
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            span, rights, *rest = line.split()
            if "r" not in rights or "w" not in rights or rest[-1].startswith(("[v", "/dev")):
                continue
            start, end = (int(number, 16) for number in span.split("-"))
            try:
                memory.seek(start)
                if needle in memory.read(end - start):
                    return True
            except OSError:
                continue
    return False


def settled_descendants() -> set[int]:
    """All living processes below this one, once none is about to end."""
    seen: set[int] = set()
    while (now := set(descendants())) != seen:
        seen = now
        time.sleep(0.1)
    return seen
