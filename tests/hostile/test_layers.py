"""With each layer switched off in turn, as root and as an ordinary user: what is left still keeps everything out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from attack import Damage, World
from attacks_on_the_machine import DAEMON
from hostile_class import alive_with, course_with_neighbours, remove_tree, world_around
from hostile_modes import ATTACKS, MODES, REFUSED, WORKS

from autograder.course.course import Course
from autograder.execution.sandbox.probe import probe

pytestmark = pytest.mark.slow
SECONDS = 400


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, new_course: Callable[[Path], Course]) -> Iterator[World]:
    """A course that all may read, as a careless instructor leaves it."""
    folder = tmp_path_factory.mktemp("layers")
    course = course_with_neighbours(new_course, folder / "course")
    top = Path(tempfile.gettempdir())
    for path in (one for one in (folder, *folder.parents) if one.is_relative_to(top) and one != top):
        path.chmod(0o755)
    with world_around(course, folder) as there:
        yield there
    remove_tree(course)


@dataclass(frozen=True)
class Tried:
    """What came of all attacks in a mode."""

    got: dict[str, list[str]]
    said: str


def tried(mode: str, world: World) -> Tried:
    """Run them in a process that takes the mode's place."""
    script = Path(__file__).with_name("hostile_modes.py")
    where = (world.course, world.outside, world.victim, world.port, world.kit)
    done = subprocess.run(
        [sys.executable, str(script), mode, *map(str, where)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return Tried(dict(json.loads(line) for line in done.stdout.splitlines()), done.stderr)


@pytest.mark.parametrize("mode", MODES)
def test_nothing_gets_through_the_layers_that_are_left(mode: str, world: World, note: Any) -> None:
    if lacking := _lacking(mode):
        absent(f"'{mode}' cannot be tried here: {lacking}")
    result = tried(mode, world)
    assert result.got.pop(WORKS.name) == ["LOOT 10"], result
    assert set(result.got) == {attack.name for attack in ATTACKS}, result.got
    for attack in ATTACKS:
        got = result.got[attack.name]
        reading = attack.aim == "reading"
        read, losses = (sum(map(len, got)), 0) if reading else (0, len(got))
        note(attack, mode, "as in a class", Damage(bytes_read=read, losses=losses, words=tuple(got)))
    assert {name: got for name, got in result.got.items() if got} == {}
    assert alive_with([f"{DAEMON}-{attack.name}-{world.course}" for attack in ATTACKS]) == []


def _lacking(mode: str) -> str:
    """What the machine, or whoever started the tests, lacks for a mode."""
    layers, chosen = probe(), MODES[mode]
    if not chosen.as_user and os.geteuid() != 0:
        return "it needs root"
    if not layers.namespaces and "namespaces" not in chosen.without:
        return "there are no namespaces"
    if (
        not layers.landlock_signal_scope
        and "namespaces" in chosen.without
        and "landlock_signal_scope" not in chosen.without
    ):
        return "there is no signal scope of Landlock"
    return ""


def absent(reason: str) -> None:
    """A test of security that is silently left out would look like one that holds."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.mark.parametrize("mode", REFUSED)
def test_with_less_nothing_is_run(mode: str, world: World) -> None:
    (said,) = tried(mode, world).got.values()
    assert said[0].startswith(("Student code cannot be kept apart", "This machine has no seccomp", "Limits on memory"))
