import pytest

from autograder.grading.rubric import apply, checked
from autograder.grading.submission_verdicts import Graded


def item(name, most, outcome="wrong", mistakes=(), points=0.0):
    return Graded(name, outcome, points, most, tuple(mistakes), f"{name}: not right yet.", "<p>not right</p>")


def points(items):
    return [entry.points for entry in items]


EPOCHS = ("too-many-epochs",)


def test_without_a_rubric_nothing_changes():
    items = (item("losses", 4, mistakes=EPOCHS), item("parameters", 3, mistakes=EPOCHS))
    assert apply(items, {}) == items


def test_a_mistake_is_charged_once_and_later_tasks_are_judged_after_it():
    items = [item("losses", 4, mistakes=EPOCHS), item("parameters", 3, mistakes=EPOCHS)]
    priced = apply(items, {"too-many-epochs": 1.5})
    assert points(priced) == [2.5, 3.0]
    assert "too-many-epochs costs 1.5 points. 2.5 of 4 points." in priced[0].message
    assert "was charged before. 3 of 3 points." in priced[1].message
    assert "Rubric" in priced[1].html


def test_what_the_first_task_cannot_pay_the_next_one_does():
    items = [item("losses", 4, mistakes=EPOCHS), item("parameters", 3, mistakes=EPOCHS)]
    assert points(apply(items, {"too-many-epochs": 5.0})) == [0.0, 2.0]


def test_two_mistakes_cost_both_prices():
    both = item("losses", 4, mistakes=("loss-against-x", "too-many-epochs"))
    assert points(apply([both], {"loss-against-x": 2.0, "too-many-epochs": 0.5})) == [1.5]


def test_a_mistake_that_the_rubric_does_not_list_leaves_the_task_as_it_was():
    both = item("losses", 4, mistakes=("loss-against-x", "too-many-epochs"))
    assert apply([both], {"too-many-epochs": 0.5}) == (both,)


@pytest.mark.parametrize("outcome", ["correct", "missing", "error"])
def test_only_wrong_answers_are_priced(outcome):
    untouched = item("losses", 4, outcome, EPOCHS, points=4.0 if outcome == "correct" else 0.0)
    assert apply([untouched], {"too-many-epochs": 1.0}) == (untouched,)


def test_a_rubric_never_takes_points_that_the_judge_gave():
    partly = item("figure", 3, mistakes=("plots-another-list",), points=2.0)
    assert points(apply([partly], {"plots-another-list": 2.5})) == [2.0]


@pytest.mark.parametrize(
    ("rubric", "said"),
    [
        ({"loss-aganst-x": 1.0}, "loss-aganst-x.*loss-against-x"),
        ({"loss-against-x": -1.0}, "must be points from 0 upwards"),
        ({"loss-against-x": float("nan")}, "must be points from 0 upwards"),
        ({"loss-against-x": "2"}, "must be points from 0 upwards"),
        ({"loss-against-x": True}, "must be points from 0 upwards"),
    ],
)
def test_a_rubric_that_cannot_be_used_is_refused(rubric, said):
    with pytest.raises(ValueError, match=said):
        checked(rubric, ["loss-against-x"])
