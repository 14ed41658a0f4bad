"""What hostile student code tries. Each function returns what it got, or fails with OSError where it is refused.

Every attack works on a machine without isolation (test_every_attack_works_without_isolation), so that a refusal
says something about the isolation. Stdlib only: they run below a bare interpreter.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import multiprocessing.popen_fork
import multiprocessing.queues
import multiprocessing.synchronize
import os
import resource
import select
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from typing import Any

World = dict[str, Any]
Say = Callable[[Any], None]

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.syscall.restype = ctypes.c_long
PTRACE_SEIZE = 0x4206
TIOCSTI = 0x5412
"".encode("idna")  # loaded now, because a run may not be able to read this Python


def tell(name: str, world: World, say: int) -> None:
    """Runs an attack and writes what came of it, as one line of JSON; attacks may speak earlier themselves."""

    def speak(value: Any) -> None:
        os.write(say, json.dumps(value).encode() + b"\n")

    world["say"] = say
    try:
        got = globals()[name](world, speak)
    except OSError as error:
        speak({"refused": errno.errorcode.get(error.errno or 0, str(error.errno)), "error": str(error)})
    except BaseException as error:
        speak({"failed": f"{type(error).__name__}: {error}"})
    else:
        speak({"got": got})


def system_call(number: int, *arguments: Any) -> int:
    result = LIBC.syscall(ctypes.c_long(number), *[ctypes.c_long(a) if isinstance(a, int) else a for a in arguments])
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return int(result)


# Files.


def read_a_secret(world: World, say: Say) -> str:
    with open(world["secret"]) as file:
        return file.read()


def read_a_secret_through_a_link(world: World, say: Say) -> str:
    os.symlink(world["secret"], "link")
    try:
        with open("link") as file:
            return file.read()
    finally:
        os.unlink("link")


def read_a_secret_through_a_hard_link(world: World, say: Say) -> str:
    os.link(world["secret"], "hard")
    try:
        with open("hard") as file:
            return file.read()
    finally:
        os.unlink("hard")


def read_a_secret_through_another_root(world: World, say: Say) -> str:
    for pid in filter(str.isdigit, os.listdir("/proc")):
        if int(pid) != os.getpid():
            with open(f"/proc/{pid}/root{world['secret']}") as file:
                return file.read()
    raise ProcessLookupError(errno.ESRCH, "no other process is seen")


def write_and_wait(world: World, say: Say) -> None:
    with open("mine", "w") as file:
        file.write("text")
    os.chmod("mine", 0o644)
    say({"got": "written"})
    time.sleep(60)


def read_another_scratch(world: World, say: Say) -> str:
    with open(world["first scratch"] + "/mine") as file:
        return file.read()


def read_a_hidden_file(world: World, say: Say) -> str:
    with open(world["runtime"] + "/hidden/file") as file:
        return file.read()


def read_a_hidden_file_through_a_link(world: World, say: Say) -> str:
    with open(world["folder"] + "/link/hidden-file") as file:
        return file.read()


def read_what_is_shown(world: World, say: Say) -> str:
    with open(world["folder"] + "/link/shown") as file:
        return file.read()


def write_to_a_foreign_file(world: World, say: Say) -> str:
    with open(world["foreign"], "r+") as file:
        file.write("")
    return "opened for writing"


def truncate_a_foreign_file(world: World, say: Say) -> str:
    os.truncate(world["foreign"], len(world["mark"]))
    return "truncated"


def make_a_file_in_the_runtime(world: World, say: Say) -> str:
    path = world["runtime"] + "/made"
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
    os.unlink(path)
    return "made"


def change_attributes_of_a_foreign_file(world: World, say: Say) -> str:
    done = []
    for change in (
        lambda: os.chmod(world["foreign"], 0o777),
        lambda: os.utime(world["foreign"], (1, 1)),
        lambda: os.chown(world["foreign"], os.getuid(), os.getgid()),
        lambda: os.setxattr(world["foreign"], "user.mine", b"1"),
    ):
        try:
            change()
            done.append(True)
        except OSError:
            done.append(False)
    return "claims: " + str(done)


def change_attributes_of_the_runtime(world: World, say: Say) -> str:
    with open(world["runtime"] + "/shown") as file:
        os.fchmod(file.fileno(), 0o777)
    return "fchmod"


def remount_the_runtime_writable(world: World, say: Say) -> str:
    if LIBC.mount(None, world["runtime"].encode(), None, ctypes.c_ulong(0x1020), None):
        raise OSError(ctypes.get_errno(), "remount")
    return "remounted"


# Other processes.


def find_secrets_in_proc(world: World, say: Say) -> list[str]:
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        for name in ("environ", "cmdline"):
            try:
                with open(f"/proc/{pid}/{name}", "rb") as file:
                    if world["mark"].encode() in file.read():
                        found.append(name)
            except OSError:
                continue
    if not found:
        raise ProcessLookupError(errno.ESRCH, "no secret is seen")
    return found


def signal_the_victim(world: World, say: Say) -> str:
    os.kill(world["victim"], 0)
    return "may signal"


def signal_the_grader(world: World, say: Say) -> str:
    os.kill(world["grader"], 0)
    if os.getpid() == world["grader"]:
        raise ProcessLookupError(errno.ESRCH, "that is this process")
    return "may signal"


def signal_the_parent(world: World, say: Say) -> str:
    if os.getppid() == 0:
        raise ProcessLookupError(errno.ESRCH, "there is no parent")
    os.kill(os.getppid(), 0)
    return "may signal"


def trace_the_victim(world: World, say: Say) -> str:
    LIBC.ptrace.restype = ctypes.c_long
    if LIBC.ptrace(PTRACE_SEIZE, world["victim"], None, None) < 0:
        raise OSError(ctypes.get_errno(), "ptrace")
    return "seized"


def read_memory_of_the_victim(world: World, say: Say) -> str:
    with open(f"/proc/{world['victim']}/mem", "rb"):
        return "opened"


def limit_the_victim(world: World, say: Say) -> str:
    resource.prlimit(world["victim"], resource.RLIMIT_CORE, (0, 0))
    return "limited"


def slow_the_victim(world: World, say: Say) -> str:
    os.setpriority(os.PRIO_PROCESS, world["victim"], 1)
    return "slowed"


def slow_all_of_the_user(world: World, say: Say) -> str:
    os.setpriority(os.PRIO_USER, 0, os.getpriority(os.PRIO_PROCESS, 0))
    return "slowed"


def bind_the_victim_to_a_processor(world: World, say: Say) -> str:
    os.sched_setaffinity(world["victim"], os.sched_getaffinity(0))
    return "bound"


# Networks and sockets.


def connect_by_tcp(world: World, say: Say) -> str:
    socket.create_connection(("127.0.0.1", world["tcp"]), timeout=5).close()
    return "connected"


def send_by_udp(world: World, say: Say) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("127.0.0.1", world["udp"]))
    return "sent"


def listen_by_tcp(world: World, say: Say) -> str:
    socket.create_server(("127.0.0.1", 0)).close()
    return "listening"


def open_a_netlink_socket(world: World, say: Say) -> str:
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close()
    return "opened"


def connect_to_a_named_socket(world: World, say: Say) -> str:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(world["socket"])
    return "connected"


def connect_to_an_abstract_socket(world: World, say: Say) -> str:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(world["abstract"])
    return "connected"


def send_from_a_pair_to_a_named_socket(world: World, say: Say) -> str:
    one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with one, other:
        one.sendto(b"x", world["datagram"])
    return "sent"


# Privileges and layers.


def privileges_left(world: World, say: Say) -> dict[str, Any]:
    with open("/proc/self/status") as file:
        status = dict(line.split(":\t", 1) for line in file.read().splitlines() if ":\t" in line)
    sets = {name: int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")}
    rest = {name: int(status[name]) for name in ("NoNewPrivs", "Seccomp")}
    return {**sets, **rest, "bounding": int(status["CapBnd"], 16), "uid": os.getuid(), "groups": os.getgroups()}


def call_by_number(world: World, say: Say) -> dict[str, str]:
    answers = {}
    for name, number in world["calls"].items():
        try:
            answers[name] = str(system_call(number, -1, -1, -1, -1, -1))
        except OSError as error:
            answers[name] = errno.errorcode[error.errno or 0]
    return answers


def clone_into_a_namespace(world: World, say: Say) -> str:
    pid = system_call(world["calls"]["clone"], 0x1000_0000 | signal.SIGCHLD, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return "cloned"


def call_by_the_x32_table(world: World, say: Say) -> str:
    child = os.fork()
    if child == 0:
        LIBC.syscall(ctypes.c_long(0x4000_0000 | 39))
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == -signal.SIGSYS:
        raise PermissionError(errno.EPERM, "killed for it")
    return "went on"


def type_for_the_terminal(world: World, say: Say) -> str:
    fcntl.ioctl(0, TIOCSTI, b"x")
    return "typed"


def read_inherited_descriptors(world: World, say: Say) -> list[int]:
    kept = set()
    for descriptor in range(3, 1024):
        try:
            os.fstat(descriptor)
            kept.add(descriptor)
        except OSError:
            continue
    return sorted(kept - {world["say"]})


def raise_the_limits(world: World, say: Say) -> str:
    # resource's own call goes through prlimit64 on the calling process.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard + 1))
    return "raised"


def limits_seen(world: World, say: Say) -> dict[str, int]:
    names = ("RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_CPU", "RLIMIT_CORE", "RLIMIT_NPROC")
    return {name: resource.getrlimit(getattr(resource, name))[1] for name in names}


# Taking all there is.


def fork_without_end(world: World, say: Say) -> int:
    count = 0
    while count < 200:
        try:
            pid = os.fork()
        except OSError:
            return count
        if pid == 0:
            time.sleep(60)
            os._exit(0)
        count += 1
    return count


def start_threads_without_end(world: World, say: Say) -> int:
    threading.stack_size(64 * 1024)
    count = 0
    while count < 300:
        try:
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        except RuntimeError:
            break
        count += 1
    return count


def fill_memory(world: World, say: Say) -> int:
    kept = []
    try:
        while len(kept) < 600:
            kept.append(b"x" * 1024 * 1024)
    except MemoryError:
        return len(kept)
    return len(kept)


def fill_the_disk(world: World, say: Say) -> int:
    written = 0
    try:
        for number in range(64):
            with open(f"file{number}", "wb") as file:
                written += file.write(bytes(1024 * 1024))
    except OSError as error:
        say({"got": written // 1024**2, "stopped by": errno.errorcode[error.errno or 0]})
        raise
    time.sleep(5)
    return written // 1024**2


def fill_the_disk_deep_down(world: World, say: Say) -> str:
    say({"got": "begun"})
    for _ in range(1200):
        os.mkdir("folder", 0o700)
        os.chdir("folder")
    with open("file", "wb") as file:
        file.write(bytes(1024 * 1024))
    time.sleep(2)
    return "written"


def make_files_without_end(world: World, say: Say) -> int:
    count = 0
    try:
        while count < 20_000:
            os.close(os.open(f"file{count}", os.O_CREAT | os.O_WRONLY))
            count += 1
    except OSError:
        return count
    say({"got": count})
    time.sleep(5)
    return count


def write_one_large_file(world: World, say: Say) -> int:
    with open("large", "wb", buffering=0) as file:
        for megabytes in range(16):
            try:
                file.write(bytes(1024 * 1024))
            except OSError:
                return megabytes
    return 16


def spin(world: World, say: Say) -> None:
    say({"got": "spinning"})
    while True:
        pass


# Staying alive.


def _detach() -> bool:
    """Forks twice with a session of its own between; True in the process that has no tie left to the run."""
    if os.fork():
        os.wait()
        return False
    os.setsid()
    if os.fork():
        os._exit(0)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    return True


def leave_a_daemon(world: World, say: Say) -> str:
    if _detach():
        time.sleep(60)
        os._exit(0)
    return "left"


def leave_daemons_that_multiply(world: World, say: Say) -> str:
    if _detach():
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                if os.fork() == 0:
                    continue
            except OSError:
                pass
            time.sleep(0.001)
        os._exit(0)
    time.sleep(0.2)
    return "left"


def ignore_everything(world: World, say: Say) -> None:
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            continue
    say({"got": "ignoring"})
    time.sleep(60)


def ignore_everything_with_a_daemon(world: World, say: Say) -> None:
    if _detach():
        time.sleep(60)
        os._exit(0)
    ignore_everything(world, say)


def outlive_the_supervisor(world: World, say: Say) -> None:
    # The kernel's promise to end the run with its supervisor, taken back.
    LIBC.prctl(1, 0, 0, 0, 0)
    say({"got": "waiting"})
    time.sleep(60)


def kill_everyone(world: World, say: Say) -> str:
    try:
        os.kill(world["victim"], 0)
    except OSError:
        os.kill(-1, signal.SIGKILL)
        return "killed"
    raise RuntimeError("others are within reach; they are spared")


def exit_hard(world: World, say: Say) -> None:
    say({"got": "leaving"})
    os._exit(7)


def crash(world: World, say: Say) -> None:
    say({"got": "crashing"})
    ctypes.string_at(0)


# What honest code does.


def work_with_files(world: World, say: Say) -> str:
    os.makedirs("one/two")
    with open("one/two/file", "w") as file:
        file.write("text")
    os.rename("one/two/file", "one/moved")
    os.truncate("one/moved", 2)
    os.link("one/moved", "linked")
    os.symlink("linked", "soft")
    with tempfile.NamedTemporaryFile(dir=".") as temporary:
        temporary.write(b"x")
    os.chmod("linked", 0o600)
    with open("soft") as file:
        return file.read()


def run_a_command(world: World, say: Say) -> str:
    done = subprocess.run(["/bin/sh", "-c", "echo $((6 * 7)) | cat; ls /usr > /dev/null"], capture_output=True)
    return done.stdout.decode().strip() or done.stderr.decode()


def use_threads_and_pipes(world: World, say: Say) -> str:
    one, other = socket.socketpair()
    read, write = os.pipe()

    def hand_over() -> None:
        os.write(write, other.recv(5))

    with one, other:
        thread = threading.Thread(target=hand_over)
        thread.start()
        one.send(b"hello")
        thread.join()
    select.select([read], [], [], 5)
    return os.read(read, 5).decode()


def use_worker_processes(world: World, say: Say) -> int:
    context = multiprocessing.get_context("fork")
    queue, gate = context.Queue(), context.Semaphore(0)

    def work(number: int) -> None:
        with gate:
            queue.put(number * number)

    workers = [context.Process(target=work, args=(number,)) for number in (2, 3)]
    for worker in workers:
        worker.start()
    for _ in workers:
        gate.release()
    total = sum(queue.get(timeout=10) for _ in workers)
    for worker in workers:
        worker.join()
    return total


def read_random_bytes_and_devices(world: World, say: Say) -> str:
    with open("/dev/null", "wb") as null, open("/dev/urandom", "rb") as random, open("/dev/zero", "rb") as zero:
        null.write(random.read(8))
        return zero.read(2).hex()


def look_at_oneself(world: World, say: Say) -> dict[str, Any]:
    with open("/proc/self/stat") as file:
        pid = int(file.read().split()[0])
    with open("/proc/cpuinfo") as file:
        processors = file.read().count("processor")
    return {"pid": pid, "own": os.getpid(), "folder": os.getcwd(), "processors": processors}


def end_well(world: World, say: Say) -> str:
    return "done"


def nest_and_lock_folders(world: World, say: Say) -> str:
    top = os.getcwd()
    for _ in range(1100):
        os.mkdir("f", 0o700)
        os.chdir("f")
    os.chdir(top)
    os.makedirs("locked/inner")
    os.mkdir("closed", 0)
    os.symlink("/", "root")
    os.chmod("locked", 0)
    return "nested"
