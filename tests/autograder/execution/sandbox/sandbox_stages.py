"""Stages: the sandbox under each combination of layers that a machine may offer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

MODES = (
    "all layers",
    "namespaces and seccomp",
    "all layers as a user",
    "namespaces and seccomp as a user",
    "landlock with a uid",
    "landlock as root",
    "landlock as a user",
)
NEEDS_ROOT = {"all layers", "namespaces and seccomp", "landlock with a uid", "landlock as root"}


@dataclass
class Stage:
    """A running stage and what it said of itself."""

    mode: str
    process: subprocess.Popen[str]
    layers: dict[str, Any]
    world: dict[str, Any]
    root: bool
    uid: int | None

    @property
    def has_namespaces(self) -> bool:
        return "namespaces" in self.mode or self.mode.startswith("all layers")

    @property
    def may_fork(self) -> bool:
        """Only uid 0 has no limit of processes, and is therefore refused all."""
        return self.mode != "landlock as root"

    def run(self, attack: str, interfere: str = "", calls: Sequence[str] = (), **limits: Any) -> dict[str, Any]:
        """What came of an attack in a confined run."""
        return self.ask(attack=attack, interfere=interfere, calls=list(calls), limits=limits)

    def run_plainly(self, attack: str) -> dict[str, Any]:
        """What comes of an attack without any isolation."""
        return self.ask(attack=attack, kind="plain")

    def run_two(self, first: str, second: str) -> dict[str, Any]:
        """What came of two attacks in two runs at the same time."""
        return self.ask(attack=first, second=second, kind="two")

    def ask(self, **request: Any) -> dict[str, Any]:
        """The stage's answer to any request."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({**PLAIN_REQUEST, **request}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the stage ended"
        answer: dict[str, Any] = json.loads(line)
        return answer


PLAIN_REQUEST = {"kind": "confined", "interfere": "", "calls": [], "limits": {}, "changes": {}}


def start(mode: str) -> Stage:
    """Starts a stage; skips where the machine lacks what the mode needs, and fails there under CI."""
    if mode in NEEDS_ROOT and os.geteuid() != 0:
        absent(f"'{mode}' needs to be started as root")
    command = [sys.executable, "-I", "-S", str(Path(__file__).with_name("sandbox_stage.py")), mode]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    first = process.stdout.readline()
    assert first, f"the stage for '{mode}' did not start"
    hello = json.loads(first)
    stage = Stage(mode, process, hello["layers"], hello["world"], hello["root"], hello["uid"])
    lacking = missing_layers(stage)
    if lacking:
        stop(stage)
        absent(f"'{mode}' needs {lacking}, which this machine does not offer")
    return stage


def missing_layers(stage: Stage) -> str:
    wanted = {"seccomp", "rlimits"}
    wanted |= {"namespaces"} if stage.has_namespaces else {"landlock"}
    wanted |= {"landlock"} if stage.mode.startswith("all") else set()
    wanted |= {"landlock_signal_scope"} if stage.mode in ("landlock as root", "landlock as a user") else set()
    return ", ".join(sorted(name for name in wanted if not stage.layers[name]))


def absent(reason: str) -> None:
    """A test of security that is silently left out would look like one that holds."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def stop(stage: Stage) -> None:
    assert stage.process.stdin is not None
    assert stage.process.stdout is not None
    stage.process.stdin.close()
    stage.process.wait(timeout=30)
    stage.process.stdout.close()


def refused(stage: Stage, attack: str) -> str:
    """The attack is made confined; it must be refused, and nobody and nothing may have come to harm."""
    outcome = stage.run(attack)
    assert outcome["status"]["end"] == "exited", outcome
    assert "refused" in outcome["said"], outcome
    assert outcome["victim"]
    return str(outcome["said"]["refused"])
