"""Ending every process of a run, also those that detached themselves, where no pid namespace does it."""

from __future__ import annotations

import errno
import os
import signal
import time

from . import landlock, syscalls
from .plan import Confinement

PATIENCE_SECONDS = 20.0
"""How long processes may take to vanish after SIGKILL, such as one that waits for a disk."""


def prepare(confinement: Confinement) -> None:
    """Called by the supervisor before it forks the run: orphans of the run become its children."""
    syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)
    if confinement.uid is None:
        landlock.scope_signals()


def end_all(confinement: Confinement) -> int:
    """Kills and reaps all processes of the run; the number that had outlived its first one.

    Raises:
        RuntimeError: where that cannot be done safely or some process does not end.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    reaped, left = _reap()
    while left:
        if time.monotonic() > deadline:
            raise RuntimeError("processes of the run did not end on SIGKILL; see `ps` for them")
        _kill_everyone(confinement.uid)
        time.sleep(0.0005)
        more, left = _reap()
        reaped += more
    return reaped


def _reap() -> tuple[int, bool]:
    """How many children had ended, and whether there are others."""
    count = 0
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return count, False
        if pid == 0:
            return count, True
        count += 1


def _kill_everyone(uid: int | None) -> None:
    if uid is None:
        _kill_own_domain()
    else:
        _kill_uid(uid)


def _kill_own_domain() -> None:
    """Kills all that this process may signal, once it is sure that these are only its own descendants."""
    for outsider in {1, os.getppid()} - {0}:
        if not is_out_of_reach(outsider):
            raise RuntimeError("Landlock does not keep signals inside the run, so leftovers cannot be distinguished")
    _kill_all()


def is_out_of_reach(pid: int) -> bool:
    """Whether this process is not allowed to signal another one that exists."""
    try:
        os.kill(pid, 0)
    except OSError as error:
        return error.errno == errno.EPERM
    return False


def _kill_uid(uid: int) -> None:
    """Kills all processes of a uid from a process that they cannot kill.

    kill(2) lets one through whose real or effective uid is the target's real or saved one: the effective uid of
    the run reaches the run alone, and the real one, which belongs to nobody, is none the run could aim at.
    """
    os.setresuid(uid + 1, uid, 0)
    try:
        _kill_all()
    finally:
        os.setresuid(0, 0, 0)


def _kill_all() -> None:
    try:
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        return
