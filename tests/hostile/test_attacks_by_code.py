"""Attacks by what a notebook does, in a class with honest neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attack import Attack
from attacks_on_points import FORGING
from attacks_on_secrets import READING
from attacks_on_the_machine import ESCAPING, EXHAUSTING, OUTLIVING, WRITING
from hostile_class import Graded
from hostile_stage import Stage, chosen, staged

from autograder.course.course import Course

pytestmark = pytest.mark.slow

ATTACKS = (*FORGING, *READING, *WRITING, *ESCAPING, *EXHAUSTING, *OUTLIVING)
TOGETHER = Attack("all-by-code-together", "faults", lambda attack, world: "")


@pytest.fixture(scope="module")
def stage(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    new_course: Callable[[Path], Course],
    honest: Graded,
) -> Iterator[Stage]:
    """The class of the attacks that were chosen."""
    with staged(chosen(request, ATTACKS), tmp_path_factory.mktemp("code"), new_course, honest) as running:
        yield running


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_works_without_protection_and_gains_nothing_here(stage: Stage, attack: Attack, note: Any) -> None:
    done, control = stage.damage(attack), stage.control(attack)
    note(attack, "grade", control, done)
    assert done.none, done.words
    assert control, "it does nothing even where nothing protects, so that its failing here says nothing"


def test_the_class_is_graded_and_no_neighbour_is_touched(stage: Stage, note: Any) -> None:
    done = stage.together()
    note(TOGETHER, "grade", "-", done)
    assert done.none, done.words


def test_every_attack_has_a_name_of_its_own() -> None:
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)
