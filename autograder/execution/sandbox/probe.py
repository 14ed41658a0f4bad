"""Which layers this machine offers, whether they are enough, and how one run is fitted to them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace

from . import elsewhere
from .plan import Confinement, Layers


class SandboxError(Exception):
    """The isolation that was asked for cannot be had here; the text says why and what helps."""


@dataclass(frozen=True)
class Row:
    """One layer for `descent doctor`."""

    layer: str
    active: bool
    protects: str
    remedy: str
    """How to get it; empty where it is active."""


def probe() -> Layers:
    """What this machine offers, found out by doing it in a process of its own (about 0.15 s)."""
    return Layers(**elsewhere.ask("layers"))


def free_uids(count: int) -> tuple[int, ...]:
    """That many uids for runs, each with the next above it unused; none where not started as root."""
    return tuple(elsewhere.ask("uids", count))


def acceptable(layers: Layers) -> str | None:
    """None where the layers are enough to grade with, else a sentence saying what is missing and what helps."""
    if not layers.seccomp:
        return "This machine has no seccomp filters, which every isolation here needs: use Linux 4.14 or newer."
    if not layers.rlimits:
        return "Limits on memory and processes cannot be set here (setrlimit is refused): allow it in the container."
    if layers.namespaces or layers.landlock_signal_scope or (layers.landlock and layers.uid_per_run):
        return None
    return (
        "Student code cannot be kept apart here: neither namespaces nor enough of Landlock is available. Allow"
        " unprivileged user namespaces, or run as root with Landlock (Linux 5.13), or use Linux 6.12 or newer."
    )


def settle(confinement: Confinement, needed: Iterable[str] = (os.__file__,)) -> Confinement:
    """The confinement as this machine can have it, after a trial run that read all `needed` files inside it.

    Without namespaces a uid of its own may not reach a Python that lies in a private home folder; where Landlock keeps
    signals apart, the run then keeps the caller's uid.

    Raises:
        SandboxError: where no trial succeeds.
    """
    wrong = elsewhere.ask("rehearsal", confinement.to_json(), list(needed))
    layers = confinement.layers
    if wrong and confinement.uid is not None and not layers.namespaces and layers.landlock_signal_scope:
        shared = replace(confinement, uid=None)
        if not elsewhere.ask("rehearsal", shared.to_json(), list(needed)):
            return shared
    if wrong:
        raise SandboxError(
            f"A trial run in isolation failed: {wrong}. Its user must be able to read this Python and its packages"
            f" ({sys.prefix}): install them where all may read, such as below /opt, or open the folders above"
            " with chmod o+x."
        )
    return confinement


def describe(layers: Layers) -> tuple[Row, ...]:
    """The layers as rows: what each protects, and how to get those that are missing."""
    landlock = f"Landlock (ABI {layers.landlock})" if layers.landlock else "Landlock"
    rows = (
        Row(
            "namespaces" + (" by way of a user namespace" if layers.user_namespace else ""),
            layers.namespaces,
            "files, processes, network and ipc: the run has a root folder, process list and network of its own",
            "allow unprivileged user namespaces (sysctl user.max_user_namespaces, on Ubuntu also"
            " kernel.apparmor_restrict_unprivileged_userns=0), or start the container with CAP_SYS_ADMIN",
        ),
        Row(
            landlock,
            layers.landlock > 0,
            "files: only the runtime can be read and only the scratch folder written",
            "Linux 5.13 or newer with landlock among the LSMs (kernel parameter lsm=landlock,...)",
        ),
        Row(
            "Landlock signal scope",
            layers.landlock_signal_scope,
            "other processes: no signal leaves the run, and leftovers can be found",
            "Linux 6.12 or newer (Landlock ABI 6)",
        ),
        Row(
            "seccomp",
            layers.seccomp,
            "the kernel: no tracing, mounting, sockets to elsewhere, or calls that the other layers leave open",
            "Linux 4.14 or newer, on x86_64 or aarch64",
        ),
        Row(
            "uid per run",
            layers.uid_per_run,
            "everything the grader owns: the run is an unprivileged user whom nobody else is",
            "start as root (with CAP_SETUID and CAP_SETGID)",
        ),
        Row(
            "limits",
            layers.rlimits,
            "the machine: memory, processes, file size, descriptors and CPU time of a run are bounded",
            "allow setrlimit in the container's seccomp profile",
        ),
    )
    return tuple(replace(row, remedy="") if row.active else row for row in rows)
