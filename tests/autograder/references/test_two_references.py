"""Two references answer one question: a recipe that is replayed in NumPy, and a solution that is run in torch."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.course.course import find_course, find_lab
from autograder.references.lab_references import reference_for
from labkit.evidence.task import Task
from labkit.judging.key import Box, Key
from reference.keys.by_recipe import ByRecipe
from reference.lab_files.known_mistake import KnownMistake
from reference.lab_files.lab import Lab
from reference.lab_files.reference import Reference

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("solutions_run_once", "quick_gradings")]
ROOT = Path(__file__).parents[3]
LABS = ("two-parameter-sgd", "mini-batch")


def known_by_solution(lab: Lab) -> Lab:
    """The lab as its author would write it without a recipe: settings, and what is looked at."""
    tasks = tuple(Task(name=task.name, kind=task.kind, names=task.names) for task in lab.tasks)
    return replace(lab, recipe=None, worked={}, tasks=tasks)


@pytest.fixture(scope="module", params=LABS)
def both(request: pytest.FixtureRequest) -> tuple[Reference, Reference]:
    course = find_course(ROOT)
    lab = find_lab(course, request.param)
    assert lab is not None
    return ByRecipe(lab), reference_for(course, known_by_solution(lab))


@pytest.fixture(scope="module")
def keys(both: tuple[Reference, Reference]) -> tuple[dict[str, Key], dict[str, Key]]:
    setting = both[0].lab.public_settings[0]
    by_recipe, by_solution = (dict(reference.keys(setting)[0]) for reference in both)
    return by_recipe, by_solution


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes have values in common, entry by entry; what is not finite meets what is not finite."""
    if one.low.shape != other.low.shape:
        return False
    apart = (one.high < other.low) | (other.high < one.low) | (np.isnan(one.low) != np.isnan(other.low))
    return not bool(np.any(apart))


def test_what_is_right_is_the_same_to_both(keys: tuple[dict[str, Key], dict[str, Key]]) -> None:
    by_recipe, by_solution = keys
    for name, key in by_recipe.items():
        for judged in key.task.names:
            mine, theirs = key.right[judged], by_solution[name].right[judged]
            assert meet(mine, theirs)
            # Far inside the tolerances: both compute in double precision.
            assert np.allclose(mine.centre, theirs.centre, rtol=1e-9, atol=0.0)


def test_what_is_given_and_collected_is_the_same_to_both(both: tuple[Reference, Reference]) -> None:
    by_recipe, by_solution = (reference.lab for reference in both)
    for mine, theirs in zip(by_recipe.tasks, by_solution.tasks, strict=True):
        assert theirs.answer == mine.answer
        assert set(theirs.setting) == set(mine.setting)
        assert set(mine.collected) <= set(theirs.collected)
        if mine.kind != "figure":
            assert {"X", "Y", "trainloader", "lr", "forward", "criterion"} & set(mine.givens) <= set(theirs.givens)


def test_no_mistake_that_both_know_leads_to_different_numbers(both: tuple[Reference, Reference]) -> None:
    """A way of a mistake is compared where both know one with its value, or, without a value, with any way of it."""
    setting = both[0].lab.published
    replayed = [mistake for mistake in both[0].known_mistakes(setting) if not mistake.by_chance]
    met: dict[str, list[bool]] = {}
    for mistake in both[1].known_mistakes(setting):
        ways = [one for one in replayed if one.name == mistake.name and agree(one.value, mistake.value)]
        if ways and not mistake.by_chance:
            met.setdefault(f"{mistake.name} ({mistake.value})", []).append(any(same(mistake, way) for way in ways))
    assert [name for name, found in met.items() if not any(found)] == []
    assert len(met) >= 30


def agree(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, int | float):
        return bool(np.isclose(one, other, rtol=1e-6))
    return one == other


def same(one: KnownMistake, other: KnownMistake) -> bool:
    """Whether two ways leave the same in all names that both speak of."""
    return all(meet(box, other.left[name]) for name, box in one.left.items() if name in other.left)


def test_a_pair_of_mistakes_says_the_value_that_it_was_made_with(
    both: tuple[Reference, Reference], keys: tuple[dict[str, Key], dict[str, Key]]
) -> None:
    """Who records at every update of 10 epochs over 60 points has as many entries as the named batch size makes."""
    (name,) = keys[1]["practice-losses"].task.names
    counted = 0
    for explanation in keys[1]["practice-losses"].listed:
        values = {finding.mistake: finding.value for finding in explanation.findings}
        if values.keys() == {"loss-per-sample", "mini-batches"}:
            counted += 1
            assert explanation.boxes[name].low.shape == (10 * math.ceil(60 / values["mini-batches"]),)
    assert counted or both[0].lab.name != LABS[0]


def test_right_and_wrong_lie_far_apart_for_both(both: tuple[Reference, Reference]) -> None:
    setting = both[0].lab.published
    for reference in both:
        history, _ = reference.calibrate(setting).tasks
        assert history.margin >= reference.least_margin
