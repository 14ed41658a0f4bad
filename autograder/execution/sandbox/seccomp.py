"""The filter on system calls: what no exercise needs and what the other layers leave open.

The filter is a list of refusals rather than of permissions, because Python, NumPy and torch use most of the calls
that there are; calls newer than the list are refused unseen. Instructions are classic BPF as in the kernel's
include/uapi/linux/filter.h, the data layout is struct seccomp_data of include/uapi/linux/seccomp.h.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from errno import EACCES, EAGAIN, ENOSYS, EOPNOTSUPP, EPERM

from . import numbers, syscalls
from .namespaces import CLONE_NEWCGROUP, CLONE_NEWUSER, OWN

Instruction = tuple[int, int, int, int]
"""Code, jump if true, jump if false, constant."""

LOAD, EQUAL, GREATER, AT_LEAST, ANY_BIT, AND, RETURN = 0x20, 0x15, 0x25, 0x35, 0x45, 0x54, 0x06
ALLOW = 0x7FFF_0000
KILL = 0x8000_0000
ANSWER = 0x0005_0000
"""Plus an errno, or 0 for a call that claims success and does nothing."""
AT_NUMBER, AT_MACHINE, AT_ARGUMENTS = 0, 4, 16

AUDIT_MACHINE = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
X32_BIT = 0x4000_0000

CLONE_PARENT, CLONE_THREAD = 0x8000, 0x1_0000
AF_UNIX, SOCK_DGRAM = 1, 2
TIOCSTI, TIOCLINUX = 0x5412, 0x541C

OTHER_PROCESSES = (
    "ptrace process_vm_readv process_vm_writev pidfd_getfd kcmp process_madvise process_mrelease move_pages"
    " migrate_pages perf_event_open"
)
MOUNTS = (
    "mount umount2 pivot_root chroot open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr unshare setns"
)
KERNEL = (
    "bpf userfaultfd add_key request_key keyctl init_module finit_module delete_module create_module"
    " get_kernel_syms query_module reboot kexec_load kexec_file_load swapon swapoff acct quotactl quotactl_fd"
    " name_to_handle_at open_by_handle_at fanotify_init fanotify_mark syslog settimeofday clock_settime"
    " clock_adjtime adjtimex sethostname setdomainname iopl ioperm modify_ldt vhangup nfsservctl uselib _sysctl"
    " lookup_dcookie"
)
ABSENT = (
    # io_uring does calls that no filter sees; clone3 hides its flags in memory, and libc falls back to clone.
    "clone3 io_uring_setup io_uring_enter io_uring_register"
    # Memory and queues that no limit of the run counts; Python and torch use /dev/shm instead.
    " memfd_create memfd_secret shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl"
    " mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr"
)
OWN_PROCESS_ONLY = {
    "prlimit64": 0,
    "sched_setaffinity": 0,
    "sched_setscheduler": 0,
    "sched_setparam": 0,
    "sched_setattr": 0,
}
"""Calls on a process, with the place of the process id among the arguments; 0 there means the caller."""
CHANGES_OF_ATTRIBUTES = (
    "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes utimensat futimesat setxattr"
    " lsetxattr fsetxattr removexattr lremovexattr fremovexattr"
)
ATTRIBUTE_READS = "getxattr lgetxattr listxattr llistxattr"


@dataclass(frozen=True)
class Rules:
    """What depends on the other layers of the run."""

    private_root: bool
    """The run has a root folder and a network of its own: named sockets and watched folders are its own too."""
    others_files: bool
    """Files of the grader have the run's owner and can be named, and no other layer guards their attributes."""
    new_processes: bool
    """Whether the run may start processes at all."""
    truncate_by_path: bool
    """truncate(2): Landlock guards it since ABI 3 only."""


def install(program: bytes) -> None:
    """Puts a filter on this process and all that it forks, for good.

    Raises:
        OSError: where the kernel refuses it.
    """
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    syscalls.call(numbers.of("seccomp"), 1, 0, header)


def assemble(rules: Rules, machine: str = syscalls.MACHINE) -> bytes:
    """The filter as the kernel takes it: 8 bytes an instruction."""
    body = [*_refusals(machine), *_by_argument(rules, machine), *_by_mode(rules, machine)]
    return encode([*_prologue(machine), *body, _give(ALLOW)])


def encode(instructions: Iterable[Instruction]) -> bytes:
    """Instructions as struct sock_filter."""
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in instructions)


def answer_one(name: str, answer: int, machine: str = syscalls.MACHINE) -> bytes:
    """A filter that gives one call this answer and allows all others."""
    return encode([(LOAD, 0, 0, AT_NUMBER), *_answer(name, answer, machine), _give(ALLOW)])


def _give(result: int) -> Instruction:
    return RETURN, 0, 0, result


def _prologue(machine: str) -> list[Instruction]:
    program = [(LOAD, 0, 0, AT_MACHINE), (EQUAL, 1, 0, AUDIT_MACHINE[machine]), _give(KILL), (LOAD, 0, 0, AT_NUMBER)]
    if machine == "x86_64":
        program += [(AT_LEAST, 0, 1, X32_BIT), _give(KILL)]
    return [*program, (GREATER, 0, 1, numbers.NEWEST), _give(ANSWER | ENOSYS)]


def _answer(name: str, answer: int, machine: str) -> list[Instruction]:
    return _when(name, [_give(ANSWER | answer)], machine)


def _when(name: str, body: Sequence[Instruction], machine: str) -> list[Instruction]:
    """The body for this call; it must end in a return on every way. Nothing on machines without the call."""
    number = numbers.known(name, machine)
    return [] if number is None else [(EQUAL, 0, len(body), number), *body]


def _answer_all(names: str, answer: int, machine: str) -> list[Instruction]:
    return [step for name in names.split() for step in _answer(name, answer, machine)]


def _refusals(machine: str) -> list[Instruction]:
    refused = " ".join((OTHER_PROCESSES, MOUNTS, KERNEL))
    return [*_answer_all(refused, EPERM, machine), *_answer_all(ABSENT, ENOSYS, machine)]


def _argument(place: int) -> Instruction:
    """Loads the low half of an argument: all of an int, and the flags of clone."""
    return LOAD, 0, 0, AT_ARGUMENTS + 8 * place


def _only(place: int, allowed: Sequence[int], otherwise: int) -> list[Instruction]:
    """Allows the call where this argument is one of these values."""
    program = [_argument(place)]
    for value in allowed:
        program += [(EQUAL, 0, 1, value), _give(ALLOW)]
    return [*program, _give(otherwise)]


def _except(place: int, refused: Sequence[int], otherwise: int) -> list[Instruction]:
    """Allows the call unless this argument is one of these values."""
    program = [_argument(place)]
    for value in refused:
        program += [(EQUAL, 0, 1, value), _give(otherwise)]
    return [*program, _give(ALLOW)]


def _by_argument(rules: Rules, machine: str) -> list[Instruction]:
    refuse = ANSWER | EPERM
    program = [
        *_when("personality", _only(0, [0xFFFF_FFFF], refuse), machine),
        *_when("ioctl", _except(1, [TIOCSTI, TIOCLINUX], refuse), machine),
        # The run dies with its supervisor; torch's workers set the same signal again, so the call claims success.
        *_when("prctl", _except(0, [syscalls.PR_SET_PDEATHSIG], ANSWER), machine),
        *_when("socket", _only(0, [AF_UNIX] if rules.private_root else [], ANSWER | EACCES), machine),
        *_when("setpriority", _self_only(which=0), machine),
        *_when("ioprio_set", _self_only(which=1), machine),
        *_when("clone", _clone(rules), machine),
    ]
    for name, place in OWN_PROCESS_ONLY.items():
        program += _when(name, _only(place, [0], refuse), machine)
    return program


def _self_only(which: int) -> list[Instruction]:
    """Allows calls of the form (kind of target, target) on the calling process alone."""
    refuse = _give(ANSWER | EPERM)
    return [_argument(0), (EQUAL, 1, 0, which), refuse, *_only(1, [0], ANSWER | EPERM)]


def _clone(rules: Rules) -> list[Instruction]:
    forbidden = OWN | CLONE_NEWUSER | CLONE_NEWCGROUP | CLONE_PARENT
    program = [_argument(0), (ANY_BIT, 0, 1, forbidden), _give(ANSWER | EPERM)]
    if not rules.new_processes:
        program += [(ANY_BIT, 1, 0, CLONE_THREAD), _give(ANSWER | EAGAIN)]
    return [*program, _give(ALLOW)]


def _by_mode(rules: Rules, machine: str) -> list[Instruction]:
    program: list[Instruction] = []
    if not rules.new_processes:
        program += _answer_all("fork vfork", EAGAIN, machine)
    if not rules.truncate_by_path:
        program += _answer("truncate", EPERM, machine)
    if rules.others_files:
        program += _answer_all(CHANGES_OF_ATTRIBUTES, 0, machine)
    if not rules.private_root:
        program += _answer_all(ATTRIBUTE_READS, EOPNOTSUPP, machine)
        program += _answer_all("inotify_add_watch connect bind listen", EACCES, machine)
        program += _when("socketpair", _stream_pairs(), machine)
    return program


def _stream_pairs() -> list[Instruction]:
    """A pair of datagram sockets could still send to any named socket; streams cannot leave their pair."""
    refuse = _give(ANSWER | EACCES)
    return [_argument(1), (AND, 0, 0, 0xF), (EQUAL, 0, 1, SOCK_DGRAM), refuse, _give(ALLOW)]
