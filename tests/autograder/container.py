"""Starts a command as a container would: namespaces are forbidden, and with ``--bare`` Landlock too.

python container.py [--bare] COMMAND ...
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "execution" / "sandbox"))

from sandbox_stage import forbid_namespaces, numbers, seccomp


def forbid_landlock() -> None:
    """As on a kernel that has none."""
    absent = (seccomp.RETURN, 0, 0, seccomp.ANSWER | errno.EOPNOTSUPP)
    program = [
        (seccomp.LOAD, 0, 0, seccomp.AT_NUMBER),
        (seccomp.EQUAL, 0, 1, numbers.of("landlock_create_ruleset")),
        absent,
        (seccomp.RETURN, 0, 0, seccomp.ALLOW),
    ]
    seccomp.install(seccomp.encode(program))


if __name__ == "__main__":
    command = sys.argv[1:]
    if command[0] == "--bare":
        command = command[1:]
        forbid_landlock()
    forbid_namespaces()
    os.execvp(command[0], command)
