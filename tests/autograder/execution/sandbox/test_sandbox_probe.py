"""What the machine offers is found out by doing; what is too little is refused with a remedy."""

from __future__ import annotations

import json
import os
from dataclasses import replace

import pytest
from sandbox_stages import Stage

from autograder.execution.sandbox import (
    Confinement,
    Layers,
    SandboxError,
    Status,
    acceptable,
    describe,
    free_uids,
    probe,
    runtime_paths,
    settle,
)

ALL = Layers(
    namespaces=True,
    user_namespace=False,
    landlock=7,
    landlock_signal_scope=True,
    seccomp=True,
    uid_per_run=True,
    rlimits=True,
)


def test_what_is_forbidden_is_not_found(stage: Stage) -> None:
    assert stage.layers["namespaces"] == stage.has_namespaces
    if stage.root:
        assert stage.layers["user_namespace"] == (stage.has_namespaces and "user" in stage.mode)
        assert stage.layers["uid_per_run"] == ("user" not in stage.mode)


def test_probing_leaves_this_process_as_it_was() -> None:
    before = os.getresuid(), os.listdir("/"), len(os.listdir("/proc/self/fd"))
    layers = probe()
    assert (os.getresuid(), os.listdir("/"), len(os.listdir("/proc/self/fd"))) == before
    assert layers.uid_per_run <= (os.geteuid() == 0)


@pytest.mark.parametrize(
    "layers",
    [
        ALL,
        replace(ALL, landlock=0, landlock_signal_scope=False, uid_per_run=False),
        replace(ALL, namespaces=False, landlock=1, landlock_signal_scope=False),
        replace(ALL, namespaces=False, uid_per_run=False, landlock=6),
    ],
    ids=["all", "namespaces and seccomp", "Landlock with a uid", "Landlock with signal scope"],
)
def test_the_least_of_the_design_is_accepted(layers: Layers) -> None:
    assert acceptable(layers) is None


@pytest.mark.parametrize(
    ("layers", "remedy"),
    [
        (Layers(), "Linux 4.14"),
        (replace(ALL, seccomp=False), "Linux 4.14"),
        (replace(ALL, rlimits=False), "container"),
        (replace(ALL, namespaces=False, uid_per_run=False, landlock=5, landlock_signal_scope=False), "Linux 6.12"),
        (replace(ALL, namespaces=False, landlock=0, landlock_signal_scope=False), "user namespaces"),
    ],
)
def test_less_is_refused_with_a_remedy(layers: Layers, remedy: str) -> None:
    assert remedy in (acceptable(layers) or "")


def test_every_missing_layer_is_described_with_a_remedy_and_every_active_one_without() -> None:
    assert {(row.active, bool(row.remedy)) for row in describe(ALL)} == {(True, False)}
    missing = describe(Layers())
    assert {(row.active, bool(row.remedy)) for row in missing} == {(False, True)}
    assert all(row.protects for row in missing)


def test_uids_of_runs_are_apart_from_each_other_and_from_everyone() -> None:
    uids = free_uids(3)
    if os.geteuid() != 0:
        assert uids == ()
        return
    taken = {os.stat(f"/proc/{name}").st_uid for name in os.listdir("/proc") if name.isdigit()}
    own = {uid + more for uid in uids for more in (0, 1)}
    assert len(own) == 6
    assert not own & taken
    assert min(own) >= 1000


def test_a_confinement_survives_the_way_through_json() -> None:
    plan = Confinement(ALL, ("/usr",), "/scratch/one", hidden=("/usr/hidden",), uid=50_000)
    assert Confinement.from_json(json.loads(json.dumps(plan.to_json()))) == plan
    status = Status("signalled", started=True, signal=9)
    assert Status.from_json(json.loads(json.dumps(status.to_json()))) == status


@pytest.mark.parametrize(
    "changes",
    [{"uid": 0}, {"uid": 999}, {"scratch": "relative"}, {"scratch": "/"}, {"readable": ("/",)}, {"hidden": ("x",)}],
)
def test_a_confinement_that_would_confine_nothing_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"absolute|uid"):
        Confinement(**{"layers": ALL, "readable": ("/usr",), "scratch": "/scratch/one", **changes})


def test_the_isolation_of_this_machine_holds_a_trial_run_of_this_python() -> None:
    layers = probe()
    uids = free_uids(1)
    plan = Confinement(layers, runtime_paths(), "/tmp/sandbox-trial", uid=uids[0] if uids else None)
    settled = settle(plan)
    assert settled.readable == plan.readable
    assert not os.path.lexists("/tmp/sandbox-trial")


def test_a_file_that_the_run_needs_but_cannot_read_is_named(tmp_path: object) -> None:
    layers = probe()
    uids = free_uids(1)
    plan = Confinement(layers, runtime_paths(), "/tmp/sandbox-trial-too", uid=uids[0] if uids else None)
    with pytest.raises(SandboxError, match=r"sandbox-needed cannot be read.*chmod"):
        settle(plan, needed=[f"{tmp_path}/sandbox-needed"])


def test_a_stage_rehearses_under_its_own_layers(stage: Stage) -> None:
    assert stage.ask(kind="rehearsal", needed=["/usr/bin/env"])["wrong"] == ""
    assert "/etc/passwd cannot be read" in stage.ask(kind="rehearsal", needed=["/etc/passwd"])["wrong"]
