"""Attacks by what is handed in, shown or claimed, in a class with honest neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attack import Attack
from attacks_by_files import FORMATS
from attacks_by_values import FAULTS
from attacks_on_people import DECEIVING, TAG
from hostile_class import NEIGHBOUR, Graded, descent, obeyed
from hostile_pages import dangers
from hostile_stage import Stage, chosen, staged
from mini_batch_class import LAB

from autograder.course.course import Course

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

ATTACKS = (*FORMATS, *FAULTS, *DECEIVING)
TOGETHER = Attack("all-by-files-together", "faults", lambda attack, world: "")


@pytest.fixture(scope="module")
def stage(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    new_course: Callable[[Path], Course],
    honest: Graded,
) -> Iterator[Stage]:
    """The class of the attacks that were chosen."""
    with staged(chosen(request, ATTACKS), tmp_path_factory.mktemp("files"), new_course, honest) as running:
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


COMMANDS = (
    ("report", LAB),
    ("regrade", LAB),
    ("explain", LAB, "escapes-in-an-exception"),
    ("explain", LAB, "tells-unseen-data-by-a-list"),
    ("explain", LAB, "holds-a-ragged-list"),
    ("explain", LAB, "notebook-half-a-character-in-a-source"),
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_other_commands_go_on_and_reach_no_readers_terminal_or_browser(
    stage: Stage, arguments: tuple[str, ...]
) -> None:
    done = descent(stage.world.course, *arguments)
    said = done.output
    assert done.exit_code == 0, said
    assert "Traceback" not in said
    assert obeyed(said) is None, ascii(said)
    page = stage.world.course / f"{LAB}-report.html"
    report = page.read_text() if page.exists() else ""
    # what a neighbour wrote in words stands in the report, for graders to read, and nowhere else in it
    in_words = re.search(r'<section id="written".*?</section>', report, re.DOTALL)
    texts = [said, report.replace(in_words[0], "") if in_words else report]
    assert [mark for mark in set(stage.graded.marks) - {NEIGHBOUR} if mark in report] == []
    assert dangers(report, TAG) == []
    assert [mark for mark in stage.graded.marks if any(mark in text for text in texts)] == []


def test_every_attack_has_a_name_of_its_own() -> None:
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)
