"""Running without isolation: a time limit, an end for leftovers, a report, and nothing that keeps anything out.

For submissions that are trusted, and as the floor against which isolation is measured.
"""

import json
import os
import resource
import select
import signal
from collections.abc import Callable
from dataclasses import replace
from typing import NoReturn

from ..sandbox.plan import Status
from ..sandbox.watching import Watch
from . import process


def supervised(work: Callable[[], None], kill_fd: int, status_fd: int) -> NoReturn:
    """Run `work` in a child and report its end; called in a process that was just forked.

    Kills the child as soon as `kill_fd` can be read or is closed at its other end. Writes a `Status` as JSON to
    `status_fd` when nothing of the run is left.
    """
    process.adopt_orphans()
    supervisor = os.getpid()
    child = os.fork()
    if child == 0:
        process.die_with_parent(supervisor)
        os.close(kill_fd)
        os.close(status_fd)
        os.setsid()
        work()
        os._exit(0)
    process.close_all_but((kill_fd, status_fd))
    stopped = _wait_or_kill(child, kill_fd)
    waited = Watch().waited(child)
    _, status, usage = os.wait4(child, 0)
    process.end_descendants()
    told = replace(_status(stopped, status, usage), waited_seconds=waited)
    os.write(status_fd, json.dumps(told.to_json()).encode())
    os._exit(0)


def _status(stopped: bool, status: int, usage: resource.struct_rusage) -> Status:
    """The end of a run in the words of the sandbox."""
    code = os.waitstatus_to_exitcode(status)
    end = "stopped" if stopped else "exited" if code >= 0 else "signalled"
    return Status(
        end=end,
        started=True,
        code=code if code >= 0 else None,
        signal=-code if code < 0 else None,
        peak_kib=usage.ru_maxrss,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
    )


def _wait_or_kill(child: int, kill_fd: int) -> bool:
    """Wait for the child to end; whether it was asked for."""
    ended = os.pidfd_open(child)
    poll = select.poll()
    poll.register(ended, select.POLLIN)
    poll.register(kill_fd, select.POLLIN | select.POLLHUP)
    ready = [descriptor for descriptor, _ in poll.poll()]
    if ended in ready:
        return False
    os.kill(child, signal.SIGKILL)
    return True


def limit_resources(open_files: int, file_bytes: int) -> None:
    """Bound what costs nothing to bound."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(open_files, hard), hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write that fails is an exception, as for a full disk
