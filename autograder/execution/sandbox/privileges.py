"""Giving up every privilege: the uid, the groups, all capabilities, and the ways back to them."""

from __future__ import annotations

import ctypes
import os
import signal
import struct

from . import numbers, syscalls

CAPABILITY_VERSION_3 = 0x2008_0522
CAP_SETPCAP = 8
LAST_CAPABILITY = 63
NO_WAY_BACK = 0b1110_1011
"""uid 0 means nothing, no capability is kept over a change of uid, none can be ambient, all locked
(linux/securebits.h)."""


def drop(uid: int | None) -> None:
    """Leaves this process without capabilities and, with a uid, without groups and as that uid.

    Raises:
        OSError: where one of them cannot be given up.
    """
    if _effective() >> CAP_SETPCAP & 1:
        _empty_the_bounding_set()
        syscalls.prctl(syscalls.PR_SET_SECUREBITS, NO_WAY_BACK)
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    _capset(0)
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    # A change of uid makes a process unable to read its own /proc files, which tools of students do.
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)


def die_with_parent() -> None:
    """Lets the kernel end this process when its parent ends. A change of uid clears it: call it after that."""
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)


def _empty_the_bounding_set() -> None:
    for capability in range(LAST_CAPABILITY + 1):
        try:
            syscalls.prctl(syscalls.PR_CAPBSET_DROP, capability)
        except OSError:
            # EINVAL: this kernel knows no capability of that number, and none above it.
            return


def _header() -> bytes:
    return struct.pack("=Ii", CAPABILITY_VERSION_3, 0)


def _effective() -> int:
    data = ctypes.create_string_buffer(24)
    syscalls.call(numbers.of("capget"), _header(), data)
    words = struct.unpack("=6I", data.raw)
    return int(words[0] | words[3] << 32)


def _capset(capabilities: int) -> None:
    low, high = capabilities & 0xFFFF_FFFF, capabilities >> 32
    words = (low, low, 0, high, high, 0)
    syscalls.call(numbers.of("capset"), _header(), struct.pack("=6I", *words))
