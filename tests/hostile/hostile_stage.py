"""A class of attackers on the stage: handed in, graded once, and each attack's control made in a decoy course."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from attack import Attack, Damage, World
from hostile_class import (
    Graded,
    course_with_neighbours,
    damage,
    grade,
    remove_tree,
    tree,
    world_around,
    write_submission,
)

from autograder.course.course import Course


@dataclass(frozen=True)
class Stage:
    """Attackers among honest neighbours, graded."""

    world: World
    decoy: World
    """A course like it, in which controls may do what they want."""
    graded: Graded
    before: Graded
    """The honest ones alone."""
    changed: tuple[str, ...]
    """Files of the course that grading must not change, and that changed."""

    def damage(self, attack: Attack) -> Damage:
        """What an attack did here."""
        return damage(attack, self.graded, self.world)

    def control(self, attack: Attack) -> str:
        """What it does where nothing protects."""
        return attack.control(attack, self.decoy)

    def together(self) -> Damage:
        """What all of them did to the class."""
        touched = () if self.graded.stopped else self.graded.neighbours_touched(self.before)
        words = [*self.changed, *touched, *([self.graded.stopped] if self.graded.stopped else [])]
        return Damage(
            losses=len(self.changed), stopped=bool(self.graded.stopped), neighbours=len(touched), words=tuple(words)
        )


class Machines(Protocol):
    """Where runs go on that are not to go on here."""

    options: Sequence[str]
    """Of `descent grade`, so that they do."""

    def beside(self, world: World) -> World:
        """What there is to be attacked, and these machines."""


@contextmanager
def staged(
    attacks: Sequence[Attack],
    folder: Path,
    new_course: Callable[[Path], Course],
    before: Graded,
    machines: Machines | None = None,
) -> Iterator[Stage]:
    """Grade a class with these attackers."""
    with ExitStack() as stack:
        course = course_with_neighbours(new_course, folder / "course")
        decoy = course_with_neighbours(new_course, folder / "decoy")
        for path in (course, decoy):
            stack.callback(remove_tree, path)
        for place in ("one", "two"):
            (folder / place).mkdir()
        world = stack.enter_context(world_around(course, folder / "one"))
        other = stack.enter_context(world_around(decoy, folder / "two"))
        if machines is not None:
            world, other = machines.beside(world), machines.beside(other)
        for attack in attacks:
            write_submission(attack, world, course / "submitted")
        seen = _kept_as_they_are(course, world)
        graded = grade(course, *(machines.options if machines else ()))
        now = _kept_as_they_are(course, world)
        changed = tuple(
            f"{path} changed" for path in sorted(seen.keys() | now.keys()) if seen.get(path) != now.get(path)
        )
        yield Stage(world, other, graded, before, changed)


def chosen(request: Any, attacks: Sequence[Attack]) -> list[Attack]:
    """Those of the attacks that this session has tests of, such as those named with `-k`, or whose names tests say."""
    cases = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    names = {case["attack"].name for case in cases if isinstance(case.get("attack"), Attack)}
    names |= {said for case in cases for said in case.get("arguments", ())}
    return [attack for attack in attacks if attack.name in names]


def _kept_as_they_are(course: Path, world: World) -> dict[str, Any]:
    """What grading reads and never writes."""
    found: dict[str, Any] = {}
    for folder in (course / "source", course / "release", course / "submitted", world.outside):
        found |= {f"{folder.name}/{name}": seen for name, seen in tree(folder).items()}
    secret = course / ".descent" / "secret"
    alive = Path(f"/proc/{world.victim}/cmdline").read_bytes() != b""
    return {**found, "secret": secret.read_text(), "a process of the machine": alive}
