"""The filter as a program: what it answers to each call, on every kind of machine that it is made for."""

from __future__ import annotations

import errno
import re
import struct
from itertools import product
from pathlib import Path

import pytest

from autograder.execution.sandbox import numbers, seccomp

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7, "i386": 0x40000003, "arm": 0x40000028}
"""include/uapi/linux/audit.h"""
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
OPEN = seccomp.Rules(private_root=True, others_files=False, new_processes=True, truncate_by_path=True)
CLOSED = seccomp.Rules(private_root=False, others_files=True, new_processes=False, truncate_by_path=False)
ALL_RULES = [seccomp.Rules(*choice) for choice in product([False, True], repeat=4)]
# openat, read, write, exit_group, futex, mmap: in the kernel's tables at these places.
EVERYDAY = {"x86_64": (257, 0, 1, 231, 202, 9), "aarch64": (56, 63, 64, 94, 98, 222)}


def run(program: bytes, machine: str, number: int, *arguments: int) -> str:
    """An interpreter of classic BPF (Linux' Documentation/networking/filter.rst): what the program answers."""
    padded = [value & 0xFFFF_FFFF_FFFF_FFFF for value in (*arguments, 0, 0, 0, 0, 0, 0)][:6]
    data = struct.pack("<IIQ6Q", number, AUDIT_ARCH[machine], 0, *padded)
    steps = list(struct.iter_unpack("<HBBI", program))
    place, value = 0, 0
    while True:
        code, yes, no, constant = steps[place]
        place += 1
        if code == 0x20:
            (value,) = struct.unpack_from("<I", data, constant)
        elif code == 0x54:
            value &= constant
        elif code == 0x06:
            return meaning(constant)
        else:
            holds = {0x15: value == constant, 0x25: value > constant, 0x35: value >= constant, 0x45: value & constant}
            place += yes if holds[code] else no


def meaning(result: int) -> str:
    """A filter's answer in words (include/uapi/linux/seccomp.h)."""
    kinds = {0x7FFF0000: "allow", 0x80000000: "kill"}
    if result & 0xFFFF0000 == 0x00050000:
        return errno.errorcode[result & 0xFFFF] if result & 0xFFFF else "claim success"
    return kinds[result]


@pytest.fixture(params=["x86_64", "aarch64"])
def machine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_everyday_calls_are_allowed_under_all_rules(machine: str) -> None:
    for rules, number in product(ALL_RULES, EVERYDAY[machine]):
        assert run(seccomp.assemble(rules, machine), machine, number) == "allow"


@pytest.mark.parametrize("other", ["x86_64", "aarch64", "i386", "arm"])
def test_calls_by_the_table_of_another_machine_are_killed(machine: str, other: str) -> None:
    answer = run(seccomp.assemble(OPEN, machine), other, EVERYDAY[machine][0])
    assert answer == ("allow" if other == machine else "kill")


def test_x32_calls_are_killed() -> None:
    assert run(seccomp.assemble(OPEN, "x86_64"), "x86_64", 0x40000000) == "kill"


def test_calls_that_are_newer_than_the_filter_do_not_exist(machine: str) -> None:
    program = seccomp.assemble(OPEN, machine)
    assert run(program, machine, 456) == "allow"
    assert [run(program, machine, number) for number in (457, 467, 1000)] == ["ENOSYS"] * 3


def test_only_unix_sockets_can_be_made_and_only_in_namespaces(machine: str) -> None:
    number = {"x86_64": 41, "aarch64": 198}[machine]
    inside, outside = seccomp.assemble(OPEN, machine), seccomp.assemble(CLOSED, machine)
    assert run(inside, machine, number, 1) == "allow"
    assert {run(inside, machine, number, family) for family in (0, 2, 10, 16, 17, 38, 40)} == {"EACCES"}
    assert {run(outside, machine, number, family) for family in range(46)} == {"EACCES"}


def test_datagram_pairs_are_refused_outside_of_namespaces_also_with_flags(machine: str) -> None:
    number = {"x86_64": 53, "aarch64": 199}[machine]
    program = seccomp.assemble(CLOSED, machine)
    stream, datagram, sequence, close_on_exec = 1, 2, 5, 0o2000000
    assert run(program, machine, number, 1, stream | close_on_exec) == "allow"
    assert run(program, machine, number, 1, sequence) == "allow"
    assert run(program, machine, number, 1, datagram) == "EACCES"
    assert run(program, machine, number, 1, datagram | close_on_exec) == "EACCES"


def test_threads_can_always_be_started_and_processes_only_where_they_can_be_limited(machine: str) -> None:
    number = {"x86_64": 56, "aarch64": 220}[machine]
    thread, process = 0x3D0F00, 0x01200011  # the flags of glibc's pthread_create and fork
    for rules in ALL_RULES:
        program = seccomp.assemble(rules, machine)
        assert run(program, machine, number, thread) == "allow"
        assert run(program, machine, number, process) == ("allow" if rules.new_processes else "EAGAIN")


@pytest.mark.parametrize("flag", [0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000])
def test_clone_makes_no_namespace(machine: str, flag: int) -> None:
    number = {"x86_64": 56, "aarch64": 220}[machine]
    for rules in ALL_RULES:
        assert run(seccomp.assemble(rules, machine), machine, number, flag | 17) == "EPERM"
        assert run(seccomp.assemble(rules, machine), machine, number, flag | 0x3D0F00) == "EPERM"


def test_limits_of_other_processes_are_refused_even_with_high_bits_set(machine: str) -> None:
    number = {"x86_64": 302, "aarch64": 261}[machine]
    program = seccomp.assemble(OPEN, machine)
    assert run(program, machine, number, 0, 7) == "allow"
    assert run(program, machine, number, 1 << 32, 7) == "allow"  # the kernel takes the low half: the caller
    assert run(program, machine, number, 1234, 7) == "EPERM"
    assert run(program, machine, number, 1 << 32 | 1234, 7) == "EPERM"


def test_attributes_of_files_are_only_claimed_to_change_where_owners_are_shared(machine: str) -> None:
    number = {"x86_64": 91, "aarch64": 52}[machine]  # fchmod
    assert run(seccomp.assemble(OPEN, machine), machine, number) == "allow"
    assert run(seccomp.assemble(CLOSED, machine), machine, number) == "claim success"


def test_folders_cannot_be_watched_without_a_private_root(machine: str) -> None:
    number = {"x86_64": 254, "aarch64": 27}[machine]
    assert run(seccomp.assemble(OPEN, machine), machine, number) == "allow"
    assert run(seccomp.assemble(CLOSED, machine), machine, number) == "EACCES"


def test_the_death_signal_of_the_parent_is_only_claimed_to_change(machine: str) -> None:
    number = {"x86_64": 157, "aarch64": 167}[machine]
    program = seccomp.assemble(OPEN, machine)
    assert run(program, machine, number, 1, 0) == "claim success"
    assert run(program, machine, number, 15, 0) == "allow"


def test_terminal_input_is_refused_even_with_high_bits_set(machine: str) -> None:
    number = {"x86_64": 16, "aarch64": 29}[machine]
    program = seccomp.assemble(OPEN, machine)
    assert run(program, machine, number, 0, 0x5401) == "allow"
    assert run(program, machine, number, 0, 1 << 32 | 0x5412) == "EPERM"
    assert run(program, machine, number, 0, 0x541C) == "EPERM"


def test_numbers_are_those_of_the_kernel_headers(machine: str) -> None:
    header = HEADERS[machine]
    if not header.exists():
        pytest.skip(f"{header} is not installed (linux-libc-dev)")
    found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text())
    in_kernel = {name: int(number) for name, number in found}
    names = " ".join((seccomp.OTHER_PROCESSES, seccomp.MOUNTS, seccomp.KERNEL, seccomp.ABSENT)).split()
    names += [*seccomp.OWN_PROCESS_ONLY, *seccomp.CHANGES_OF_ATTRIBUTES.split(), "clone", "socket"]
    names += ["seccomp", "capget", "capset", "getpgid", "landlock_create_ruleset", "landlock_restrict_self"]
    for name in names:
        if name in in_kernel:
            assert numbers.known(name, machine) == in_kernel[name], name


def test_other_machines_are_told_that_their_calls_are_unknown() -> None:
    with pytest.raises(OSError, match="riscv64"):
        numbers.known("mount", "riscv64")
