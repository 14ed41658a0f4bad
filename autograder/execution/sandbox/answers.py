"""What this machine offers, found out by doing it in processes that end right after.

These functions fork and must be called in a single-threaded process: through `elsewhere.ask`.
"""

from __future__ import annotations

import json
import os
import random
import resource
from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import partial
from typing import Any

from . import landlock, leftovers, mounts, namespaces, privileges, seccomp
from .plan import Confinement, Layers, Status
from .run import confined

UID_RANGES = ((1_000_000_000, 2_000_000_000), (50_000, 59_990))
"""Where uids for runs are looked for: far above all that systems give out; else where containers have so few."""
EBADMSG = 74


def layers() -> dict[str, Any]:
    """All layers of this machine, as `Layers` in JSON."""
    root = os.geteuid() == 0
    version = landlock.abi()
    landlock_works = version > 0 and _succeeds(lambda: _landlock_denies(version))
    own, by_user = _succeeds(lambda: _namespaces(False)), False
    if not own and not root:
        own = by_user = _succeeds(lambda: _namespaces(True))
    return asdict(
        Layers(
            namespaces=own,
            user_namespace=by_user,
            landlock=version if landlock_works else 0,
            landlock_signal_scope=landlock_works and version >= 6 and _succeeds(_scope_denies),
            seccomp=_succeeds(_seccomp_answers),
            uid_per_run=root and bool(uids(1)),
            rlimits=_succeeds(_limit_denies),
        )
    )


def uids(count: int) -> list[int]:
    """That many uids, each with the next one above it, which no account has and no process uses now.

    Fewer, mostly none, where this process cannot become another user.
    """
    taken = {os.stat(f"/proc/{name}").st_uid for name in os.listdir("/proc") if name.isdigit() and _exists(name)}
    for low, high in UID_RANGES:
        if not _succeeds(partial(privileges.drop, high)):
            continue
        first = random.SystemRandom().randrange(low, high - 2 * count - 2)
        found = (uid for uid in range(first, high, 2) if not {uid, uid + 1} & taken)
        return [next(found) for _ in range(count)]
    return []


def rehearsal(plan: dict[str, Any], needed: list[str]) -> str:
    """Confines a trial run: empty where all works and every needed file can be read, else what is wrong."""
    confinement = Confinement.from_json(plan)
    stay, kill = os.pipe()
    told, tell = os.pipe()
    heard, say = os.pipe()
    if os.fork() == 0:
        os.close(kill)
        confined(confinement, lambda: _try_out(confinement, needed, say), stay, tell, [say])
    for descriptor in (tell, say):
        os.close(descriptor)
    status = Status.from_json(json.loads(_read(told)))
    if status.detail:
        return status.detail
    return _read(heard).decode() if status.code == 0 else f"the trial run ended as {status}"


def _try_out(confinement: Confinement, needed: list[str], say: int) -> None:
    whole = [path for path in confinement.readable if not _holds(os.path.realpath(path), confinement.hidden)]
    for path in [*whole, *needed]:
        try:
            os.close(os.open(path, os.O_RDONLY))
        except OSError as error:
            os.write(say, f"{path} cannot be read inside the isolation: {error.strerror}".encode())
            return
    with open(os.path.join(confinement.scratch, "trial"), "w") as file:
        file.write("trial")


def _holds(path: str, hidden: Iterable[str]) -> bool:
    return any(other.startswith(f"{path}/") for other in map(os.path.realpath, hidden))


def _read(descriptor: int) -> bytes:
    with open(descriptor, "rb") as stream:
        return stream.read()


def _exists(name: str) -> bool:
    return os.path.exists(f"/proc/{name}")


def _succeeds(attempt: Callable[[], object]) -> bool:
    """Whether the attempt, made in a forked process, returns without an exception and without False."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = 1 if attempt() is False else 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _namespaces(by_user: bool) -> bool:
    """Enters namespaces and, as their pid 1, a private root; looks whether both are what they should be."""
    namespaces.enter(by_user)
    return _succeeds(_private_root)


def _private_root() -> bool:
    trial = Confinement(Layers(namespaces=True), ("/usr",), "/scratch")
    mounts.build_root(trial)
    privileges.drop(None)
    with open("/scratch/trial", "w") as file:
        file.write("trial")
    seen = {name for name in os.listdir("/proc") if name.isdigit()}
    return os.getpid() == 1 and seen == {"1"} and set(os.listdir("/")) == {"usr", "dev", "tmp", "proc", "scratch"}


def _landlock_denies(version: int) -> bool:
    os.listdir("/")
    landlock.restrict(version, [("/dev/null", landlock.USE)])
    os.close(os.open("/dev/null", os.O_RDWR))
    return _is_refused(lambda: os.listdir("/"))


def _scope_denies() -> bool:
    os.kill(os.getppid(), 0)
    landlock.scope_signals()
    return leftovers.is_out_of_reach(os.getppid())


def _seccomp_answers() -> bool:
    seccomp.install(seccomp.answer_one("getpgid", EBADMSG))
    try:
        os.getpgid(0)
    except OSError as error:
        return error.errno == EBADMSG
    return False


def _limit_denies() -> bool:
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    return _is_refused(lambda: os.dup(0))


def _is_refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return True
    return False
