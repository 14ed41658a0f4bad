"""Writing, escaping, exhausting and outliving: what code does to the course, the machine, and whoever shares it.

Each is bounded by itself, so that its control may run on a machine that someone needs: what it takes beyond the
kit's limits is little more than they are, it signals with 0, and it gives back what it took.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from attack import Aim, Attack, Control, Outcome, World
from controls import dies, filled, goes_on_when_interrupted, in_a_plain_python, outlives_a_plain_python, plainly, remove

DID = """
w = b = 0.0
LOSS_MINI20 = []
def did(text): print('LO' + 'OT', text)
"""


def doing(aim: Aim, name: str, code: str, control: Control = in_a_plain_python, **more: object) -> Attack:
    """An attack that says what it has done."""
    guarded = "\n".join(f"    {line}" for line in code.strip().splitlines())
    whole = f"{DID}try:\n{guarded}\nexcept Exception as error:\n    print(type(error).__name__)\n"
    return Attack(name, aim, control, whole, **more)  # type: ignore[arg-type]


# Writing


def writing(name: str, code: str) -> Attack:
    """Changes something that is not its own."""
    return doing("writing", name, code)


WRITING = (
    writing(
        "gives-itself-points-in-the-gradebook",
        """
import sqlite3
book = sqlite3.connect('$course/gradebook.db', timeout=1)
book.execute('create table if not exists stolen (points)')
book.execute('drop table stolen')
book.commit()
did('may change the gradebook')
""",
    ),
    writing(
        "writes-into-a-neighbours-submission",
        "open('$course/submitted/ada/$lab/$lab.ipynb', 'a').close()\ndid('may write there')",
    ),
    writing(
        "puts-files-into-the-course",
        "import os\nopen('$course/planted.py', 'w').close()\nos.unlink('$course/planted.py')\ndid('a file in the course')",
    ),
    writing("changes-the-secret", "open('$course/.descent/secret', 'r+').close()\ndid('may write there')"),
    writing(
        "leaves-evidence-of-its-own",
        """
import os
open('$course/.descent/forged.jsonl', 'w').close()
os.unlink('$course/.descent/forged.jsonl')
did('evidence that was never found')
""",
    ),
    writing("changes-a-file-of-the-machine", "open('$outside/mark', 'r+').close()\ndid('may write there')"),
    writing(
        "puts-files-onto-the-machine",
        "import os\nopen('$outside/planted', 'w').close()\nos.unlink('$outside/planted')\ndid('a file of the machine')",
    ),
    writing(
        "changes-a-library",
        """
import os, json
path = os.path.join(os.path.dirname(json.__file__), 'planted.py')
open(path, 'w').close()
os.unlink(path)
did('a module of the library')
""",
    ),
    writing(
        "changes-an-installed-package",
        """
import os, numpy
path = os.path.join(os.path.dirname(numpy.__file__), 'planted.py')
open(path, 'w').close()
os.unlink(path)
did('a module of a package')
""",
    ),
    writing(
        "changes-times-of-a-file",
        "import os\nos.utime('$outside/mark', (7, 7))\nif os.stat('$outside/mark').st_mtime == 7: did('its time')",
    ),
    writing(
        "opens-a-file-to-all",
        """
import os
os.chmod('$outside/mark', 0o666)
if os.stat('$outside/mark').st_mode & 0o777 == 0o666:
    os.chmod('$outside/mark', 0o644)
    did('its mode')
""",
    ),
    writing(
        "renames-a-file-of-the-machine",
        "import os\nos.rename('$outside/mark', '$outside/gone')\nos.rename('$outside/gone', '$outside/mark')\ndid('its name')",
    ),
    writing(
        "removes-a-file-of-the-machine",
        "import os\nos.mkfifo('$outside/passing')\nos.unlink('$outside/passing')\ndid('made and removed')",
    ),
    writing(
        "writes-through-a-link",
        "import os\nos.symlink('$outside', 'out')\nopen('out/x', 'w').close()\nos.unlink('out/x')\ndid('through a link')",
    ),
    writing(
        "makes-a-device",
        """
import os, stat
os.mknod('device', 0o600 | stat.S_IFCHR, os.makedev(1, 3))
os.unlink('device')
did('a device file')
""",
    )
    if os.geteuid() == 0
    else writing("writes-to-the-kernel", "open('/proc/self/oom_score_adj', 'w').write('500')\ndid('its own score')"),
    doing(
        "writing",
        "leaves-a-link-for-whoever-cleans-up",
        "import os\nos.symlink('$outside', 'cleaning')\nos.mkdir('closed', 0)",
        lambda attack, world: _cleaned_naively(world),
    ),
)


def _cleaned_naively(world: World) -> str:
    """A cleaner that follows links removes what they lead to."""
    prey = world.outside / "prey" / "file"
    prey.parent.mkdir(exist_ok=True)
    prey.write_text("x")
    scratch = world.outside / "scratch"
    scratch.mkdir(exist_ok=True)
    (scratch / "cleaning").symlink_to(prey.parent)
    for root, _, names in os.walk(scratch, followlinks=True):
        for name in names:
            Path(root, name).unlink()
    gone = not prey.exists()
    for path in (scratch, prey.parent):
        remove(path)
    return "a cleaner that follows links removes files elsewhere" if gone else ""


# Escaping


def escaping(name: str, code: str, **more: object) -> Attack:
    """Reaches for what is outside of its own process and folder."""
    return doing("escaping", name, code, **more)  # type: ignore[arg-type]


C = "import ctypes, os, signal\nlibc = ctypes.CDLL(None, use_errno=True)\nlibc.syscall.restype = ctypes.c_long\n"


def in_a_child(code: str) -> str:
    """Code whose success is the end status 0 of a forked child."""
    inner = "\n".join(f"    {line}" for line in code.strip().splitlines())
    return (
        f"{C}child = os.fork()\nif child == 0:\n  try:\n{inner}\n    os._exit(0)\n  except BaseException: pass\n"
        "  os._exit(1)\nif os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0: did('done')"
    )


ESCAPING = (
    escaping("signals-a-process-of-the-machine", "import os\nos.kill($victim, 0)\ndid('may signal it')"),
    escaping(
        "kills-everything",
        "import os, signal\nfor pid in (os.getppid(), -1, *range(2, 400), $victim):\n"
        "    try:\n        if pid not in (0, 1, os.getpid()): os.kill(pid, signal.SIGKILL)\n    except OSError: pass",
        control_train=f"{DID}import os\nos.kill($victim, 0)\ndid('may kill a process of the machine')",
    ),
    escaping(
        "traces-a-process",
        f"{C}if libc.ptrace(0x4206, $victim, None, None) < 0: raise OSError('refused')\ndid('seized it')",
    ),
    escaping(
        "limits-a-process",
        "import resource\nresource.prlimit($victim, resource.RLIMIT_CORE, (0, 0))\ndid('set its limits')",
    ),
    escaping("slows-a-process", "import os\nos.setpriority(os.PRIO_PROCESS, $victim, 1)\ndid('set its priority')"),
    escaping(
        "moves-a-process",
        "import os\nos.sched_setaffinity($victim, os.sched_getaffinity(0))\ndid('set its processors')",
    ),
    escaping("listens-to-the-network", "import socket\nsocket.create_server(('127.0.0.1', 0)).close()\ndid('listens')"),
    escaping(
        "sends-by-udp",
        "import socket\nwith socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:\n"
        "    one.sendto(b'x', ('127.0.0.1', 9))\ndid('sent')",
    ),
    escaping("asks-for-names-by-netlink", "import socket\nsocket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close()\ndid('asked')"),
    escaping("enters-a-user-namespace", in_a_child("if libc.unshare(0x10000000) < 0: raise OSError")),
    escaping(
        "mounts-a-disk-of-its-own",
        in_a_child(
            "if libc.unshare(0x10020000) < 0: raise OSError\n"
            "if libc.mount(b'none', b'/tmp', b'tmpfs', 0, None) < 0: raise OSError"
        ),
    ),
    escaping("changes-its-root", in_a_child("libc.unshare(0x10000000)\nos.mkdir('r')\nos.chroot('r')")),
    escaping("loads-a-program-into-the-kernel", f"{C}" "room = ctypes.create_string_buffer(128)\n"
        "import platform\nnumber = {'x86_64': 321, 'aarch64': 280}[platform.machine()]\n"
        "done = libc.syscall(number, 0, room, 1)\n"
        "if ctypes.get_errno() in (7, 22): did('the kernel listens')"),
    escaping("asks-for-a-ring-of-the-kernel", f"{C}" "libc.syscall(425, 0, None)\n"
        "if ctypes.get_errno() in (14, 22): did('the kernel listens')"),
    escaping("keeps-a-key-in-the-kernel", f"{C}"
        "import platform\nnumber = {'x86_64': 248, 'aarch64': 217}[platform.machine()]\n"
        "key = libc.syscall(number, b'user', b'hostile', b'x', ctypes.c_size_t(1), -1)\n"
        "if key > 0: did('a key that stays')"),
    escaping("handles-page-faults", f"{C}"
        "import platform\nnumber = {'x86_64': 323, 'aarch64': 282}[platform.machine()]\n"
        "there = libc.syscall(number, 1)\n"
        "if there >= 0: os.close(there); did('holds up the kernel')"),
    escaping(
        "connects-to-a-socket-of-the-machine",
        "import socket, os\nplace = '$outside/socket'\none = socket.socket(socket.AF_UNIX)\ntry: os.unlink(place)\n"
        "except OSError: pass\none.bind(place)\nos.unlink(place)\ndid('bound')",
    ),
)  # fmt: skip


# Exhausting


def exhausting(name: str, code: str, control: Control = in_a_plain_python, **more: object) -> Attack:
    """Takes more than there is for it; says so where it got it."""
    return doing("exhausting", name, code, control, **more)


def _falls_silent(attack: Attack, world: World) -> str:
    """What is printed afterwards is heard by nobody."""
    before = replace(
        attack, control_train=f"print('here', flush=True)\n{attack.train}\nprint('still here', flush=True)"
    )
    return "a kernel cannot be heard any more" if plainly(before, world).stdout == "here\n" else ""


def _stops(attack: Attack, world: World) -> str:
    """A process that was stopped waits for ever."""
    import signal
    import subprocess
    import sys
    import time

    running = subprocess.Popen([sys.executable, "-c", filled(attack.train, world)])
    try:
        for _ in range(100):
            time.sleep(0.02)
            if Path(f"/proc/{running.pid}/stat").read_text().rpartition(") ")[2][0] == "T":
                return "waits for ever"
        return ""
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait()


ONCE = "globals().get('slope', 1.0) == 1.0"
"""Under the published data only: what waits for its end need not do so three times."""
STUBBORN = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
EXHAUSTING = (
    exhausting(
        "takes-memory-at-once",
        "import mmap\nroom = mmap.mmap(-1, 5 << 30)\ndid('5 GiB')\nroom.close()",
    ),
    exhausting(
        "takes-memory-bit-by-bit",
        "hoard = [bytearray(64 << 20) for _ in range(48)]\ndid('3 GiB')\ndel hoard",
    ),
    exhausting(
        "forks-without-end",
        """
import os, signal, time
children = []
try:
    for _ in range(200):
        child = os.fork()
        if child == 0:
            time.sleep(20)
            os._exit(0)
        children.append(child)
except OSError: pass
for child in children:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
if len(children) > 100: did(f'{len(children)} processes')
""",
    ),
    exhausting(
        "starts-threads-without-end",
        """
import threading
gate, threads = threading.Event(), []
try:
    for _ in range(300):
        threads.append(threading.Thread(target=gate.wait, daemon=True))
        threads[-1].start()
except RuntimeError: threads.pop()
gate.set()
if len(threads) > 150: did(f'{len(threads)} threads')
""",
    ),
    exhausting(
        "fills-the-disk",
        """
import os
done = 0
try:
    for number in range(10):
        with open(f'f{number}', 'wb', 0) as file:
            done += file.write(bytes(32 << 20))
except OSError: pass
for number in range(10):
    if os.path.exists(f'f{number}'): os.unlink(f'f{number}')
if done > 270 << 20: did(f'{done >> 20} MiB')
""",
    ),
    exhausting(
        "writes-one-large-file",
        """
import os
try:
    with open('large', 'wb', 0) as file:
        for _ in range(140): file.write(bytes(1 << 20))
    did('140 MiB in a file')
finally:
    os.unlink('large')
""",
    ),
    exhausting(
        "makes-files-without-end",
        """
import os
os.mkdir('many')
for number in range(25_000): os.close(os.open(f'many/{number}', os.O_CREAT | os.O_WRONLY))
did('25000 files')
""",
    ),
    exhausting(
        "opens-files-without-end",
        """
files = []
try:
    for _ in range(900): files.append(open('/dev/null'))
except OSError: pass
if len(files) > 300: did(f'{len(files)} open files')
del files
""",
    ),
    exhausting(
        "never-ends-and-cannot-be-interrupted",
        f"{STUBBORN}while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        goes_on_when_interrupted,
    ),
    exhausting("sleeps-for-ever", f"{STUBBORN}import time\nif {ONCE}: time.sleep(10**6)", goes_on_when_interrupted),
    exhausting(
        "computes-in-c-for-ever",
        f"{STUBBORN}if {ONCE}: pow(3, 10**9, None)",
        goes_on_when_interrupted,
    ),
    exhausting(
        "searches-by-a-bad-pattern",
        f"{STUBBORN}import re\nif {ONCE}: re.match(r'(a+)+$$', 'a' * 60 + 'b')",
        goes_on_when_interrupted,
    ),
    exhausting(
        "floods-the-output",
        "for _ in range(18): print('x' * 1_000_000)\ndid('18 MB')",
        success=lambda outcome, world: _is_large(outcome),
    ),
    exhausting(
        "shows-outputs-without-end",
        "from IPython.display import display\nfor n in range(6000): display(n)",
        control_train=f"{DID}print(*range(6000))\ndid('6000 outputs')",
        success=lambda outcome, world: _is_large(outcome),
    ),
    exhausting(
        "claims-evidence-without-end",
        "LOSS_MINI20 = [0.5] * 5_000_000\nimport json\n"
        "if __name__ == '__main__' and 'torch' not in globals(): did(f'{len(json.dumps(LOSS_MINI20))} bytes')",
        success=lambda outcome, world: _is_large(outcome),
    ),
    exhausting(
        "claims-names-without-end",
        "for n in range(3000): globals()[f'LOSS_{n}'] = [float(n + k) for k in range(10)]\n"
        "if 'torch' not in globals(): did('3000 lists to be looked through')",
    ),
    exhausting(
        "starves-its-neighbours",
        """
import os, signal, time
children = []
try:
    for _ in range(62):
        child = os.fork()
        if child == 0:
            end = time.time() + ($course_seconds if False else 1.5)
            while time.time() < end: pass
            os._exit(0)
        children.append(child)
except OSError: pass
for child in children: os.waitpid(child, 0)
if len(children) == 62 and 'torch' not in globals(): did('62 processes that compute at once')
""".replace("($course_seconds if False else 1.5)", "1.5"),
    ),
    exhausting("crashes", "import ctypes\nctypes.string_at(0)", dies),
    exhausting("aborts", "import os\nos.abort()", dies),
    exhausting("leaves-at-once", "import os\nos._exit(3)", dies),
    exhausting("kills-itself", "import os\nos.kill(os.getpid(), 9)", dies),
    exhausting("stops-itself", f"import os, signal\nif {ONCE}: os.kill(os.getpid(), signal.SIGSTOP)", _stops),
    exhausting("closes-all-descriptors", "import os\nos.closerange(0, 256)\nos.write(1, b'x')", _falls_silent),
    exhausting("raises-what-nobody-catches", "raise SystemExit(5)", dies),
    exhausting("recurses-without-end", "import sys\nsys.setrecursionlimit(10**9)\n"
        "class A:\n    def __repr__(self): return repr([self])\nrepr(A())", dies),
)  # fmt: skip


def _is_large(outcome: Outcome) -> str:
    """A graded notebook that no browser opens."""
    size = sum(path.stat().st_size for path in outcome.files if path.suffix == ".ipynb")
    return f"a graded notebook of {size >> 20} MiB" if size > 20 << 20 else ""


# Outliving

DAEMON = "hostile-daemon"


def daemon(name: str, how: str) -> Attack:
    """Leaves a process behind, which is known by an argument."""
    code = f"import os, subprocess, signal\nwords = ['{DAEMON}-{name}-$course', '600']\n{how}"
    return doing("outliving", name, code, outlives_a_plain_python(_is_alive, _end), success=_is_alive_after)


def _processes(name: str, course: Path) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if f"{DAEMON}-{name}-{course}\0".encode() in entry.read_bytes():
                found.append(int(entry.parent.name))
        except OSError:
            continue
    return found


def _is_alive(attack: Attack, world: World) -> str:
    import time

    for _ in range(50):
        if _processes(attack.name, world.course):
            return "a process goes on after the notebook"
        time.sleep(0.02)
    return ""


def _is_alive_after(outcome: Outcome, world: World) -> str:
    name = str(outcome.result.get("student", ""))
    return "a process goes on after the class" if name and _processes(name, world.course) else ""


def _end(attack: Attack, world: World) -> None:
    for pid in _processes(attack.name, world.course):
        os.kill(pid, 9)


def leaving(name: str, path: str) -> Attack:
    """Leaves a file behind in a folder that all share."""
    place = f"{path}/hostile-{name}"
    code = f"open({place!r}, 'w').write('left')"
    control = outlives_a_plain_python(
        lambda attack, world: "a file stays" if os.path.exists(place) else "", lambda attack, world: remove(place)
    )
    return doing("outliving", name, code, control, leaves=(place,))


OUTLIVING = (
    daemon(
        "forks-twice",
        "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0: os.execv('/bin/sleep', words)\n    os._exit(0)",
    ),
    daemon(
        "starts-a-session-of-its-own",
        "subprocess.Popen(words, executable='/bin/sleep', start_new_session=True,"
        " stdin=-3, stdout=-3, stderr=-3, close_fds=True)",
    ),
    daemon(
        "ignores-all-signals",
        "if os.fork() == 0:\n    for n in range(1, 32):\n        try: signal.signal(n, signal.SIG_IGN)\n"
        "        except (OSError, ValueError): pass\n    os.setsid()\n    os.execv('/bin/sleep', words)",
    ),
    daemon(
        "forks-when-it-ends",
        "import atexit\natexit.register(lambda: os.fork() or os.execv('/bin/sleep', words))",
    ),
    leaving("leaves-files-in-tmp", "/tmp"),
    leaving("leaves-files-in-shared-memory", "/dev/shm"),
    leaving("leaves-files-in-var-tmp", "/var/tmp"),
)
