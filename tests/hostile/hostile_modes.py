"""Runs attacks in one combination of layers, as a program of its own: it may have to become an ordinary user first.

Started as `python hostile_modes.py MODE COURSE OUTSIDE VICTIM PORT KIT`; writes for each attack what it got as a line.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
for helpers in ("hostile", "autograder", "autograder/execution", "autograder/execution/sandbox", "browser"):
    sys.path.append(str(TESTS / helpers))
sys.path.append(str(TESTS.parent))

from attack import LOOT, Attack, World  # noqa: E402
from attacks_on_secrets import READING  # noqa: E402
from attacks_on_the_machine import ESCAPING, EXHAUSTING, OUTLIVING, WRITING  # noqa: E402
from controls import filled  # noqa: E402

from autograder.execution.executor import Executor  # noqa: E402
from autograder.execution.job import Cell, Job, Limits  # noqa: E402
from autograder.execution.sandbox.plan import Layers  # noqa: E402
from autograder.execution.sandbox.probe import acceptable, probe  # noqa: E402

NOBODY = 65_534
QUICK = replace(Limits(), wall_seconds_per_cell=5.0, wall_seconds_per_notebook=12.0)
SLOW = "bit-by-bit", "many-files", "fills-the-disk", "searches-the-disk"
"""Bounded by limits that are the same in all modes, and tried in the class."""
ATTACKS = tuple(
    attack
    for attack in (*READING, *WRITING, *ESCAPING, *OUTLIVING, *EXHAUSTING[:5])
    if not any(word in attack.name for word in SLOW)
)


WORKS = Attack("works", "faults", lambda attack, world: "", "print('LO' + 'OT', sum(range(5)))")
"""Shows that runs do run in a mode: without it, no loot would say nothing."""


@dataclass(frozen=True)
class Mode:
    """A machine that offers less than this one."""

    without: tuple[str, ...] = ()
    """Layers that are switched off."""
    as_user: bool = False
    """Root becomes an ordinary user first."""

    def layers(self) -> Layers:
        """What is used of what the machine offers."""
        known = {field.name: field.default for field in fields(Layers)}
        return replace(probe(), **{name: known[name] for name in self.without})


LANDLOCK = ("landlock", "landlock_signal_scope")
NAMESPACES = ("namespaces", "user_namespace")
MODES = {
    "all layers": Mode(),
    "no namespaces": Mode(NAMESPACES),
    "no Landlock": Mode(LANDLOCK),
    "no signal scope": Mode(("landlock_signal_scope",)),
    "no uid per run": Mode(("uid_per_run",)),
    "no namespaces, no uid per run": Mode((*NAMESPACES, "uid_per_run")),
    "a user, all layers": Mode(as_user=True),
    "a user, no Landlock": Mode(LANDLOCK, as_user=True),
    "a user, no namespaces": Mode(NAMESPACES, as_user=True),
}
REFUSED = {
    "no seccomp": Mode(("seccomp",)),
    "no limits": Mode(("rlimits",)),
    "nothing but seccomp and limits": Mode((*NAMESPACES, *LANDLOCK, "uid_per_run")),
    "a user, nothing but seccomp and limits": Mode((*NAMESPACES, *LANDLOCK), as_user=True),
}


def loot(attack: Attack, world: World, executor: Executor) -> list[str]:
    """What an attack got in a run."""
    cells = (Cell("imports", "import math", "locked"), Cell("attack", filled(attack.train, world)))
    ((_, run),) = executor.run([Job(attack.name, cells, limits=QUICK)])
    if run.fault:
        return [f"the grader failed: {run.detail}"]
    shown = run.cells[1]
    texts = [] if shown is None else [str(output.get("text", "")) for output in shown.outputs]
    got = [line for text in texts for line in text.splitlines() if line.startswith(LOOT)]
    return got + [f"{path} is left" for path in attack.leaves if os.path.lexists(path)]


def results(world: World, layers: Layers) -> Iterator[tuple[str, list[str]]]:
    """Each attack with what it got; the first line says why nothing is run, where that is so."""
    refused = acceptable(layers)
    if refused:
        yield "refused", [refused]
        return
    with Executor(layers, jobs=1) as executor:
        yield WORKS.name, loot(WORKS, world, executor)
        for attack in ATTACKS:
            yield attack.name, loot(attack, world, executor)


def become_nobody(kit: Path) -> None:
    """An ordinary user who can read this Python and the kit, wherever they lie."""
    if os.geteuid() == 0:
        _open_the_way(kit)
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE
    os.environ.update(HOME="/tmp", TMPDIR="/tmp")


def _open_the_way(kit: Path) -> None:
    """In a file system view of our own, put what lies below a closed home folder below an open one of the same name."""
    libc = ctypes.CDLL(None, use_errno=True)
    needed = [Path(sys.executable).resolve().parents[1], Path(sys.prefix), kit]
    closed = {path for one in needed for path in one.parents if not path.stat().st_mode & 1}
    if not closed:
        return
    assert libc.unshare(0x20000) == 0, "no mount namespace"
    libc.mount(None, b"/", None, ctypes.c_ulong(0x44000), None)
    for top in {path for path in closed if not closed & set(path.parents)}:
        inside = [path for path in needed if path.is_relative_to(top)]
        held = [os.open(path, os.O_PATH) for path in inside]
        assert libc.mount(b"tmpfs", str(top).encode(), b"tmpfs", 0, b"mode=755") == 0
        for path, handle in zip(inside, held, strict=True):
            path.mkdir(parents=True, exist_ok=True)
            source = f"/proc/self/fd/{handle}".encode()
            assert libc.mount(source, str(path).encode(), None, ctypes.c_ulong(0x5000), None) == 0
    os.chdir("/")


def main(name: str, course: str, outside: str, victim: str, port: str, kit: str) -> None:
    """Run all attacks in a mode."""
    mode = {**MODES, **REFUSED}[name]
    world = World(Path(course), Path(outside), int(victim), int(port), Path(kit), "mini-batch")
    if mode.as_user:
        become_nobody(Path(kit))
    for attack, got in results(world, mode.layers()):
        print(json.dumps([attack, got]), flush=True)


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        main(*sys.argv[1:])
