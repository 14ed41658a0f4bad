"""Whether the machine, or the container that this runs in, has run out of memory."""

from __future__ import annotations


def kills() -> int | None:
    """How many processes the kernel has killed for want of memory since it started; None where it does not say."""
    try:
        with open("/proc/vmstat", encoding="ascii") as counters:
            return next((int(line.split()[1]) for line in counters if line.startswith("oom_kill ")), None)
    except (OSError, ValueError):
        return None
