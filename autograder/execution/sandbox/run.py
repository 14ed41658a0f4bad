"""One confined run: a supervisor outside the isolation, and inside it the first process of the run.

The supervisor holds the two descriptors that reach the trusted side. It never runs student code, ends the run when
told to, and writes how it ended once every process of it is gone.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import select
import signal
import time
import traceback
from collections.abc import Callable, Collection
from typing import NoReturn

from . import landlock, leftovers, mounts, namespaces, privileges, rlimits, scratch, seccomp
from .plan import GRACE_SECONDS, Confinement, Status
from .watching import INTERVAL_SECONDS, Watch

WATCH_SECONDS = 0.2
"""How often a scratch folder on the disk is measured."""
KEPT_FREE = 4
"""A run stops when less than one part in this many is left of the disk space that was free at its start."""
BEGUN = b"+"


def confined(
    confinement: Confinement,
    work: Callable[[], None],
    kill_fd: int,
    status_fd: int,
    keep: Collection[int] = (),
) -> NoReturn:
    """Turns this process into a supervisor that runs `work` in isolation, and ends with it.

    To be called in a process that was just forked from a single-threaded one. Of its descriptors `work` finds
    those in `keep` and no other; 0, 1 and 2 lead to /dev/null unless they are kept. The working folder of `work`
    is the scratch folder, which is empty. When `kill_fd` becomes readable or its other end is closed, the run is
    killed. When no process of the run is left, a `Status` is written to `status_fd` as JSON. Never raises: what
    goes wrong is a status with the end `fault`. `work` should not return by an exception; if it does, the
    traceback goes to descriptor 2 and the exit code is 1.
    """
    try:
        status = _supervise(confinement, work, kill_fd, status_fd, keep)
    except BaseException as error:
        status = Status("fault", detail=f"the isolation failed: {type(error).__name__}: {error}")
    try:
        _write_all(status_fd, json.dumps(status.to_json()).encode())
    finally:
        os._exit(0)


def _supervise(
    confinement: Confinement, work: Callable[[], None], kill_fd: int, status_fd: int, keep: Collection[int]
) -> Status:
    # A signal to the whole terminal or job must not end the supervisor before the run.
    mask = signal.pthread_sigmask(signal.SIG_SETMASK, signal.valid_signals())
    if os.getpid() != os.getsid(0):
        os.setsid()
    own_files = not confinement.layers.namespaces
    size, processes = rlimits.address_space(), _process_limit(confinement)
    if own_files:
        scratch.make(confinement.scratch, confinement.uid)
        leftovers.prepare(confinement)
    else:
        namespaces.enter(confinement.layers.user_namespace)
    supervisor, watch = os.pidfd_open(os.getpid()), Watch()
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        _first_process(confinement, work, (size, processes), (supervisor, tell), keep, mask)
    run = os.pidfd_open(child)
    _close_all_but({0, 1, 2, kill_fd, status_fd, told, run, watch.descriptor()})
    end = _watch(run, kill_fd, confinement, child, watch)
    return _conclude(confinement, child, end, told, watch)


def _process_limit(confinement: Confinement) -> int:
    """RLIMIT_NPROC for the run: it counts all threads of a uid, or those in a user namespace."""
    own = confinement.limits.processes + 2
    if confinement.uid is None and not confinement.layers.user_namespace:
        return own + rlimits.threads_of(os.getuid())
    return own


def _watch(run: int, kill_fd: int, confinement: Confinement, child: int, watch: Watch) -> str:
    """Waits for the run's first process or for a reason to kill it; that reason, or an empty text."""
    poll = select.poll()
    poll.register(run, select.POLLIN)
    poll.register(kill_fd, select.POLLIN)
    deadline = time.monotonic() + confinement.limits.wall_seconds_per_notebook + GRACE_SECONDS
    on_disk = not confinement.layers.namespaces
    floor = scratch.free_bytes(confinement.scratch) // KEPT_FREE if on_disk else 0
    while True:
        left = max(0.0, deadline - time.monotonic())
        pause = min(left, WATCH_SECONDS if on_disk else INTERVAL_SECONDS)
        ready = {descriptor for descriptor, _ in poll.poll(1000 * pause)}
        if not ready:
            watch.look(child)
        if run in ready:
            return ""
        if kill_fd in ready:
            return "stopped"
        if time.monotonic() >= deadline:
            return "deadline"
        if watch.cpu_seconds > confinement.limits.cpu_seconds:
            return "cpu time"
        if on_disk and _is_full(confinement):
            return "scratch full"
        if on_disk and scratch.free_bytes(confinement.scratch) < floor:
            return "fault"


def _is_full(confinement: Confinement) -> bool:
    limits = confinement.limits
    return scratch.exceeds(confinement.scratch, limits.scratch_bytes, limits.scratch_files)


def _conclude(confinement: Confinement, child: int, end: str, told: int, watch: Watch) -> Status:
    """Ends and cleans up all that is left of the run, and says how it ended."""
    watch.waited_seconds = max(watch.waited_seconds, watch.waited(child))
    if end:
        os.kill(child, signal.SIGKILL)
    _, result, _ = os.wait4(child, 0)
    left = 0
    if not confinement.layers.namespaces:
        left = leftovers.end_all(confinement)
        scratch.remove(confinement.scratch)
    first_words = os.read(told, 4096)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    detail = "the disk of the scratch folder is nearly full" if end == "fault" else ""
    if first_words != BEGUN and end in ("", "fault"):
        end, detail = "fault", first_words.decode(errors="replace") or "the run ended while it was being isolated"
    code = os.waitstatus_to_exitcode(result)
    return Status(
        end=end or ("exited" if code >= 0 else "signalled"),
        started=first_words == BEGUN,
        code=code if code >= 0 else None,
        signal=-code if code < 0 else None,
        leftovers=left,
        peak_kib=max(usage.ru_maxrss, watch.peak_kib),
        shared_kib=watch.shared_kib,
        cpu_seconds=max(usage.ru_utime + usage.ru_stime, watch.cpu_seconds),
        waited_seconds=watch.waited_seconds,
        detail=detail,
    )


def _first_process(
    confinement: Confinement,
    work: Callable[[], None],
    bounds: tuple[int, int],
    links: tuple[int, int],
    keep: Collection[int],
    mask: Collection[int],
) -> NoReturn:
    """The first process of the run: isolates itself, reports that to the supervisor, and works."""
    supervisor, tell = links
    code = 1
    try:
        _isolate(confinement, bounds, supervisor, {tell, *keep})
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        os.write(tell, BEGUN)
        os.close(tell)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.write(tell, f"isolating the run failed: {type(error).__name__}: {error}".encode()[:4000])
        os._exit(code)
    try:
        work()
        code = 0
    except BaseException:
        with contextlib.suppress(OSError):
            os.write(2, traceback.format_exc().encode(errors="replace"))
    finally:
        os._exit(code)


def _isolate(confinement: Confinement, bounds: tuple[int, int], supervisor: int, keep: Collection[int]) -> None:
    """Puts every layer on, from the outermost to the filter that forbids putting on any more."""
    layers, limits = confinement.layers, confinement.limits
    os.setsid()
    _prefer_for_the_oom_killer()
    if layers.namespaces:
        mounts.build_root(confinement)
    if layers.rlimits:
        rlimits.apply(limits, *bounds)
    privileges.drop(confinement.uid)
    privileges.die_with_parent()
    if select.select([supervisor], [], [], 0)[0]:
        raise RuntimeError("the supervisor ended")
    os.chdir(confinement.scratch)
    _quiet_standard_streams(keep)
    _close_all_but({0, 1, 2, *keep})
    if layers.landlock:
        landlock.restrict(layers.landlock, _grants(confinement))
    if layers.seccomp:
        seccomp.install(seccomp.assemble(_rules(confinement)))


def _rules(confinement: Confinement) -> seccomp.Rules:
    layers = confinement.layers
    return seccomp.Rules(
        private_root=layers.namespaces,
        others_files=not layers.namespaces and confinement.uid is None,
        # The kernel limits the processes of every uid but 0; what cannot be limited is refused.
        new_processes=os.getuid() != 0,
        truncate_by_path=layers.namespaces or layers.landlock >= 3,
    )


def _grants(confinement: Confinement) -> list[landlock.Grant]:
    """What Landlock lets the run touch; with a private root the same once more, without it all there is."""
    layers = confinement.layers
    writable = landlock.write_rights(layers.landlock)
    grants = [(path, landlock.USE) for path in mounts.DEVICES]
    grants.append((confinement.scratch, writable))
    if layers.namespaces:
        grants += [("/tmp", writable), ("/dev/shm", writable), ("/proc", landlock.READ), ("/", landlock.READ_DIR)]
        return [*grants, *((path, landlock.READ) for path in confinement.readable)]
    system = ("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/self")
    grants += [(path, landlock.READ) for path in system if os.path.exists(path)]
    return [*grants, *landlock.grants_for_reading(confinement.readable, confinement.hidden, confinement.listed)]


def _prefer_for_the_oom_killer() -> None:
    """When memory runs out, the run goes before the grader; a container may forbid to say so, which is no harm."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:
        score.write("1000")


def _quiet_standard_streams(keep: Collection[int]) -> None:
    null = os.open("/dev/null", os.O_RDWR)
    for descriptor in {0, 1, 2} - set(keep):
        os.dup2(null, descriptor)


def _close_all_but(kept: Collection[int]) -> None:
    lowest = 0
    for descriptor in sorted(kept):
        # An empty range must not be asked for: close_range(2) would take its end for the highest there is.
        if lowest < descriptor:
            os.closerange(lowest, descriptor)
        lowest = descriptor + 1
    os.closerange(lowest, 2**31 - 1)


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
