"""The attacks by code, and those on what workers have, in a class whose notebooks run on workers of a cluster.

That each of the others does something where nothing protects is shown in test_attacks_by_code.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attack import Attack
from attacks_by_values import FAULTS
from attacks_on_workers import ON_WORKERS
from hostile_class import Graded
from hostile_stage import Stage, chosen, staged
from hostile_workers import two_workers
from test_attacks_by_code import ATTACKS as BY_CODE

from autograder.course.course import Course

pytestmark = pytest.mark.slow

ATTACKS = (*BY_CODE, *FAULTS, *ON_WORKERS)
TOGETHER = Attack("all-on-workers-together", "faults", lambda attack, world: "")
MODE = "workers"


@pytest.fixture(scope="module")
def stage(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    new_course: Callable[[Path], Course],
    honest: Graded,
) -> Iterator[Stage]:
    """The class of the attacks that were chosen; what its neighbours get is compared with what this machine gives."""
    folder = tmp_path_factory.mktemp("workers")
    with two_workers(folder) as workers, staged(chosen(request, ATTACKS), folder, new_course, honest, workers) as made:
        yield made


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_gains_nothing_where_runs_go_on_on_workers(stage: Stage, attack: Attack, note: Any) -> None:
    done = stage.damage(attack)
    note(attack, MODE, "as in a class", done)
    assert done.none, done.words


@pytest.mark.parametrize("attack", ON_WORKERS, ids=lambda attack: attack.name)
def test_an_attack_on_workers_works_without_protection(stage: Stage, attack: Attack) -> None:
    assert stage.control(attack), "it does nothing even where nothing protects, so that its failing says nothing"


def test_the_class_is_graded_and_no_neighbour_is_touched(stage: Stage, note: Any) -> None:
    assert "not encrypted" not in stage.graded.said
    done = stage.together()
    note(TOGETHER, MODE, "-", done)
    assert done.none, done.words


def test_every_attack_has_a_name_of_its_own() -> None:
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)
