"""No privilege is left, and no system call that could bring one back or reach around the other layers."""

from __future__ import annotations

import platform

import pytest
from sandbox_stages import Stage, refused

REFUSED = (
    "ptrace process_vm_readv process_vm_writev kcmp bpf perf_event_open userfaultfd add_key request_key keyctl"
    " mount umount2 pivot_root chroot unshare setns init_module finit_module delete_module kexec_load swapon swapoff"
    " acct quotactl name_to_handle_at open_by_handle_at fanotify_init syslog settimeofday sethostname setdomainname"
    " prlimit64 sched_setaffinity sched_setscheduler sched_setattr setpriority ioprio_set move_pages migrate_pages"
    " pidfd_getfd open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr process_madvise"
).split()
ABSENT = (
    "clone3 io_uring_setup io_uring_enter io_uring_register memfd_create shmget shmat shmctl semget semop semctl"
    " msgget msgsnd msgrcv msgctl mq_open mq_unlink"
).split()


def test_student_code_has_no_privileges(stage: Stage) -> None:
    left = stage.run("privileges_left")["said"]["got"]
    assert [left[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")] == [0, 0, 0, 0]
    assert left["NoNewPrivs"] == 1
    assert left["Seccomp"] == 2
    assert left["groups"] == [] or not stage.root
    if stage.root and stage.mode != "landlock as a user":
        assert left["bounding"] == 0
    if stage.uid is not None:
        assert left["uid"] == stage.uid


@pytest.mark.parametrize(("names", "answer"), [(REFUSED, "EPERM"), (ABSENT, "ENOSYS")], ids=["refused", "absent"])
def test_dangerous_system_calls_are_not_answered(stage: Stage, names: list[str], answer: str) -> None:
    answers = stage.run("call_by_number", calls=names)["said"]["got"]
    assert {name: answers[name] for name in names} == dict.fromkeys(names, answer)


def test_no_namespace_can_be_made_by_clone(stage: Stage) -> None:
    assert refused(stage, "clone_into_a_namespace") == "EPERM"


def test_nothing_can_be_typed_for_the_terminal(stage: Stage) -> None:
    assert refused(stage, "type_for_the_terminal") == "EPERM"


@pytest.mark.skipif(
    platform.machine() != "x86_64", reason="only x86_64 has a second table of calls in the same process"
)
def test_calls_by_the_x32_table_are_answered_with_death(stage: Stage) -> None:
    if stage.may_fork:
        assert refused(stage, "call_by_the_x32_table") == "EPERM"
