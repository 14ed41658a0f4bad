"""Labs that are no line, from their lab file to a graded class: nobody described what is right but by a solution."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from trial_classes import CLASSES, TrialClass
from trial_courses import hand_in, released, written

from autograder.execution.when_needed import ExecutorWhenNeeded
from autograder.grading.service import grade_lab
from autograder.grading.submission_verdicts import Result

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("solutions_run_once", "quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]
Graded = Callable[[TrialClass], dict[str, Result]]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """A class, graded at once."""

    @cache
    def grade(made: TrialClass) -> dict[str, Result]:
        name = made.course.name
        course = released(written(made.course, tmp_path_factory.mktemp("any") / "course"), name)
        hand_in(course, name, made.cells())
        with ExecutorWhenNeeded("none") as executor:
            _, done = grade_lab(course, name, executor=executor)
        return {one.submission.student: one.result for one in done}

    return grade


@pytest.fixture(params=CLASSES, ids=lambda made: made.course.name)
def made(request: pytest.FixtureRequest) -> TrialClass:
    return request.param  # type: ignore[no-any-return]


def outcomes(result: Result) -> dict[str, str]:
    return {item.name: item.outcome for item in result.items}


def named(result: Result) -> set[str]:
    return {mistake for item in result.items for mistake in item.mistakes}


def said(result: Result) -> str:
    return "\n".join(f"{item.name}: {item.outcome}: {item.message}" for item in result.items)


def test_right_answers_in_every_style_pass(made: TrialClass, graded: Graded) -> None:
    results = graded(made)
    assert len(made.right) >= 5
    refused = {name: said(results[name]) for name in made.right if set(outcomes(results[name]).values()) != {"correct"}}
    assert refused == {}


def test_wrong_answers_fail_in_what_they_got_wrong(made: TrialClass, graded: Graded) -> None:
    results = graded(made)
    assert len(made.wrong) >= 15
    got_wrong = {
        name: {task for task, outcome in outcomes(results[name]).items() if outcome != "correct"} for name in made.wrong
    }
    assert got_wrong == {name: set(one.tasks) for name, one in made.wrong.items()}


def test_mistakes_that_a_lab_knows_are_named(made: TrialClass, graded: Graded) -> None:
    results = graded(made)
    told = {name: named(results[name]) for name in made.wrong}
    count = sum(bool(found) for found in told.values())
    print(f"{made.course.name}: {len(made.right)} right, {len(told)} wrong, {count} named")
    lacking = {name: told[name] for name, one in made.wrong.items() if one.named and not told[name] & set(one.named)}
    assert lacking == {}


def test_what_a_lab_cannot_name_is_given_no_name(made: TrialClass, graded: Graded) -> None:
    results = graded(made)
    invented = {name: named(results[name]) for name, one in made.wrong.items() if not one.named}
    assert {name: found for name, found in invented.items() if found} == {}
