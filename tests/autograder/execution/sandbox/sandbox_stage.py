"""The grader's side of the sandbox tests: a single-threaded process that confines attacks, one after the other.

Started as `python -I -S sandbox_stage.py MODE`; reads requests and writes answers as lines of JSON. What it offers to
be attacked, the world, is made after it has taken the place that the mode asks for: as root or an ordinary user,
with namespaces or with them forbidden as container runtimes do it.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE), str(HERE.parents[3] / "autograder" / "execution")]

import sandbox_attacks as attacks  # noqa: E402
from sandbox import answers, mounts, numbers, readable, seccomp, syscalls  # noqa: E402
from sandbox.namespaces import CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUSER, OWN  # noqa: E402
from sandbox.plan import Confinement, Layers, Limits  # noqa: E402
from sandbox.run import confined  # noqa: E402

NOBODY = 65_534
LAST_WORDS_SECONDS = 2.0
"""How long the kernel may take to end what a killed supervisor leaves behind."""
MARK = "sandbox-test-secret-5c1f"
SMALL = Limits(
    wall_seconds_per_cell=20.0,
    wall_seconds_per_notebook=20.0,
    cpu_seconds=20,
    memory_bytes=256 * 1024 * 1024,
    processes=12,
    file_bytes=2 * 1024 * 1024,
    scratch_bytes=8 * 1024 * 1024,
    scratch_files=3000,
    open_files=64,
)


@dataclass(frozen=True)
class Mode:
    """One combination of layers, as a machine might offer it."""

    needs_root: bool = False
    as_user: bool = False
    """Root becomes an ordinary user first."""
    forbids_namespaces: bool = False
    uses_landlock: bool = True
    uid_per_run: bool = False


MODES = {
    "all layers": Mode(needs_root=True, uid_per_run=True),
    "namespaces and seccomp": Mode(needs_root=True, uses_landlock=False, uid_per_run=True),
    "all layers as a user": Mode(as_user=True),
    "namespaces and seccomp as a user": Mode(as_user=True, uses_landlock=False),
    "landlock with a uid": Mode(needs_root=True, forbids_namespaces=True, uid_per_run=True),
    "landlock as root": Mode(needs_root=True, forbids_namespaces=True),
    "landlock as a user": Mode(as_user=True, forbids_namespaces=True),
}


def main(name: str) -> None:
    """Takes the mode's place and answers requests until there are none."""
    mode = MODES[name]
    root = os.geteuid() == 0
    if root:
        keep_to_processes_of_our_own()
    if mode.forbids_namespaces:
        forbid_namespaces()
    if mode.as_user and root:
        become_nobody()
    offered = answers.layers()
    layers = Layers(**offered)
    if not mode.uses_landlock:
        layers = replace(layers, landlock=0, landlock_signal_scope=False)
    uid = answers.uids(1)[0] if mode.uid_per_run and root else None
    world = make_world()
    try:
        reply({"layers": offered, "root": root, "world": world, "uid": uid})
        for number, line in enumerate(sys.stdin):
            confinement = base_confinement(layers, world, f"{world['runs']}/{number}", uid)
            reply(answer(json.loads(line), confinement, world))
    finally:
        os.kill(world["victim"], signal.SIGKILL)
        shutil.rmtree(world["folder"], ignore_errors=True)


def reply(data: dict[str, Any]) -> None:
    print(json.dumps(data), flush=True)


def keep_to_processes_of_our_own() -> None:
    """Goes on as pid 1 of a namespace, so that a fault in the code under test cannot reach the machine's processes."""
    syscalls.call(numbers.of("unshare"), CLONE_NEWPID | CLONE_NEWNS)
    child = os.fork()
    if child:
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) % 256)
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)
    syscalls.call(numbers.of("mount"), None, b"/", None, mounts.MS_REC | mounts.MS_PRIVATE, None)
    syscalls.call(numbers.of("mount"), b"proc", b"/proc", b"proc", 0, None)


def forbid_namespaces() -> None:
    """What container runtimes do: unshare, mount and their kin fail with EPERM."""
    program = [(seccomp.LOAD, 0, 0, seccomp.AT_NUMBER)]
    give_up = (seccomp.RETURN, 0, 0, seccomp.ANSWER | errno.EPERM)
    for name in seccomp.MOUNTS.split():
        program += [(seccomp.EQUAL, 0, 1, numbers.of(name)), give_up]
    program += [
        (seccomp.EQUAL, 0, 3, numbers.of("clone")),
        (seccomp.LOAD, 0, 0, seccomp.AT_ARGUMENTS),
        (seccomp.ANY_BIT, 0, 1, OWN | CLONE_NEWUSER),
        give_up,
        (seccomp.RETURN, 0, 0, seccomp.ALLOW),
    ]
    seccomp.install(seccomp.encode(program))


def become_nobody() -> None:
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)


def make_world() -> dict[str, Any]:
    """What must be out of reach: files, sockets, a process with secrets in its environment."""
    # Thousands of files are made and removed: in memory where that is possible.
    place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp"
    folder = Path(tempfile.mkdtemp(prefix="sandbox-test-", dir=place))
    folder.chmod(0o755)
    for name in ("runs", "runtime", "runtime/hidden"):
        (folder / name).mkdir(mode=0o755)
    for name in ("secret", "foreign", "runtime/shown", "runtime/hidden/file", "runtime/hidden-file"):
        (folder / name).write_text(MARK)
        (folder / name).chmod(0o644)
    os.symlink("runtime", folder / "link")
    world = {"folder": str(folder), "mark": MARK, "grader": os.getpid(), "victim": start_victim()}
    for name in ("secret", "foreign", "runtime", "runs"):
        world[name] = str(folder / name)
    world |= open_sockets(folder)
    # A careless grader: descriptors that lead to secrets are inheritable.
    world["leak"] = os.open(world["secret"], os.O_RDONLY)
    os.set_inheritable(world["leak"], True)
    return world


def start_victim() -> int:
    """A process of the grader's own uid that waits, with the secret in its environment and arguments."""
    started, closed_by_exec = os.pipe()
    pid = os.fork()
    if pid == 0:
        syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.execve("/bin/sleep", [MARK, "600"], {"SECRET": MARK})
        os._exit(1)
    os.close(closed_by_exec)
    os.read(started, 1)
    os.close(started)
    return pid


def open_sockets(folder: Path) -> dict[str, Any]:
    """Listening sockets, kept open for as long as this process lives."""
    named, datagram = str(folder / "socket"), str(folder / "datagram")
    abstract = f"\0{folder.name}"
    listeners = []
    for kind, address in ((socket.SOCK_STREAM, named), (socket.SOCK_DGRAM, datagram), (socket.SOCK_STREAM, abstract)):
        listener = socket.socket(socket.AF_UNIX, kind)
        listener.bind(address)
        if kind == socket.SOCK_STREAM:
            listener.listen(16)
        listeners.append(listener)
    for path in (named, datagram):
        os.chmod(path, 0o777)
    tcp = socket.create_server(("127.0.0.1", 0))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    KEPT_OPEN.extend([*listeners, tcp, udp])
    return {
        "socket": named,
        "datagram": datagram,
        "abstract": abstract,
        "tcp": tcp.getsockname()[1],
        "udp": udp.getsockname()[1],
    }


KEPT_OPEN: list[socket.socket] = []


def base_confinement(layers: Layers, world: dict[str, Any], scratch: str, uid: int | None) -> Confinement:
    present = [path for path in readable.SYSTEM if os.path.exists(path)]
    return Confinement(
        layers,
        readable=(*present, world["folder"] + "/link"),
        scratch=scratch,
        hidden=(world["runtime"] + "/hidden", world["runtime"] + "/hidden-file"),
        limits=SMALL,
        uid=uid,
    )


@dataclass(frozen=True)
class Started:
    """A run under way, and this process's ends of its pipes."""

    plan: Confinement
    child: int
    heard: int
    """What the attack says."""
    told: int
    """The run's status."""
    stop: int
    """Stops the run when written or closed."""


def answer(request: dict[str, Any], confinement: Confinement, world: dict[str, Any]) -> dict[str, Any]:
    """Runs an attack: confined, or plainly, to show that it works where nothing is in its way."""
    if request["kind"] == "rehearsal":
        return {"wrong": answers.rehearsal(confinement.to_json(), request["needed"])}
    plan = replace(confinement, limits=replace(SMALL, **request["limits"]))
    plan = Confinement.from_json({**plan.to_json(), **request["changes"]})
    calls = {name: numbers.of(name) for name in [*request["calls"], "clone"]}
    world = {**world, "calls": calls, "first scratch": plan.scratch}
    if request["kind"] != "two":
        run = begin(request, plan, world)
        return finish(run, os.read(run.heard, 65_536), request["interfere"], world)
    first = begin({**request, "kind": "confined"}, plan, world)
    words = os.read(first.heard, 65_536)
    other = replace(plan, scratch=plan.scratch + "-other", uid=None if plan.uid is None else plan.uid + 2)
    second = begin({"kind": "confined", "attack": request["second"]}, other, world)
    return {
        "second": finish(second, os.read(second.heard, 65_536), "", world),
        "first": finish(first, words, "stop", world),
    }


def begin(request: dict[str, Any], plan: Confinement, world: dict[str, Any]) -> Started:
    heard, say = os.pipe()
    told, tell = os.pipe()
    stay, stop = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(stop)
        if request["kind"] == "confined":
            confined(plan, partial(attacks.tell, request["attack"], world, say), stay, tell, [say])
        os.close(tell)
        os.chdir(world["runs"])
        attacks.tell(request["attack"], world, say)
        os._exit(0)
    for descriptor in (say, tell, stay):
        os.close(descriptor)
    return Started(plan, child, heard, told, stop)


def finish(run: Started, words: bytes, how: str, world: dict[str, Any]) -> dict[str, Any]:
    """Waits for the end of a run that has spoken its first words, and looks at what it left behind."""
    interfere(how, run.child, run.stop)
    status = read_all(run.told)
    os.wait4(run.child, 0)
    # The descriptor of a process that is still alive would keep this from coming to its end.
    ended = not words or bool(select.select([run.heard], [], [], LAST_WORDS_SECONDS)[0])
    os.set_blocking(run.heard, False)
    try:
        words += read_all(run.heard)
    except BlockingIOError:
        ended = False
    for descriptor in (run.heard, run.told, *([] if how == "hang up" else [run.stop])):
        os.close(descriptor)
    reap_orphans(world["victim"])
    return {
        "folder": run.plan.scratch,
        "status": json.loads(status) if status else None,
        "said": json.loads(words.splitlines()[0]) if words else None,
        "all ended": ended,
        "scratch": os.path.lexists(run.plan.scratch),
        "foreign": describe_file(world["foreign"]),
        "shown": oct(os.stat(world["runtime"] + "/shown").st_mode),
        "victim": is_alive(world["victim"]),
    }


def interfere(how: str, child: int, stop: int) -> None:
    """What the trusted side, or an accident, does once the run has spoken."""
    if how == "stop":
        with contextlib.suppress(BrokenPipeError):
            os.write(stop, b"x")
    elif how == "hang up":
        os.close(stop)
    elif how == "kill the supervisor":
        os.kill(child, signal.SIGKILL)


def read_all(descriptor: int) -> bytes:
    data = b""
    while part := os.read(descriptor, 65_536):
        data += part
    return data


def reap_orphans(victim: int) -> None:
    """As pid 1 of its namespace this process inherits what a plain attack leaves behind."""
    with contextlib.suppress(ChildProcessError):
        while os.getpid() == 1 and os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if pid in (0, victim):
                return


def describe_file(path: str) -> list[Any]:
    found = os.stat(path)
    return [oct(found.st_mode), found.st_mtime_ns, found.st_uid, os.listxattr(path), Path(path).read_text()]


def is_alive(pid: int) -> bool:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0] not in "ZX"
    return False


if __name__ == "__main__":
    main(sys.argv[1])
