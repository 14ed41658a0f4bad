"""Any number of epochs is told from one long training: by a history that is shorter or longer, and by parameters."""

from dataclasses import replace

import pytest

from labkit.evidence.task import Task
from labkit.judging.key import Box, EpochCounts, Explanation, Finding, Key
from labkit.judging.setting import Setting

WIDE = 1e-6
USUAL, LONGEST = 6, 12


def loss(epoch: int) -> float:
    return 100.0 * 0.5**epoch


def w(count: int) -> float:
    """The parameter of a training that halves its error with each epoch, after some epochs."""
    return 2.0 - 8.0 * 0.5**count


def losses(count: int) -> tuple[float, ...]:
    return tuple(loss(epoch) for epoch in range(count))


def key(kind: str = "history", followed: bool = True, listed: tuple[Explanation, ...] = ()) -> Key:
    names = ("LOSS",) if kind == "history" else ("w",)
    parameters = tuple({"w": Box.around(w(count), WIDE)} if followed else {} for count in range(1, LONGEST + 1))
    return Key(
        Task(f"practice-{kind}", kind, names),
        Setting({}, "published"),
        {"LOSS": Box.around(losses(USUAL), WIDE), "w": Box.around(w(USUAL), WIDE)},
        listed=listed,
        start={"w": -6.0},
        counts=EpochCounts(USUAL, {"LOSS": Box.around(losses(LONGEST), WIDE)}, parameters),
    )


def named(key: Key, **values) -> list[Finding]:
    return [finding for explanation in key.explanations(values) for finding in explanation.findings]


@pytest.mark.parametrize("count", [2, 3, 5, 7, 9, 12])
@pytest.mark.parametrize("kind", ["history", "parameters"])
def test_numbers_of_epochs_that_nobody_tried_are_told(kind, count):
    mistake = "too-few-epochs" if count < USUAL else "too-many-epochs"
    for made in (key(kind), Key.from_json(key(kind).to_json())):
        assert named(made, LOSS=losses(count), w=w(count)) == [Finding(mistake, count)]


def test_a_longer_history_than_any_that_was_run_is_told_by_its_beginning():
    assert named(key(), LOSS=losses(40), w=w(40)) == [Finding("too-many-epochs", 40)]
    assert named(key(), LOSS=(1.0, *losses(40)), w=w(40)) == []


def test_right_parameters_beside_a_short_history_tell_that_all_epochs_were_run():
    for followed in (True, False):
        assert named(key(followed=followed), LOSS=losses(4), w=w(USUAL)) == []
        assert named(key(followed=followed), LOSS=losses(40), w=w(USUAL)) == []


def test_parameters_that_were_not_followed_are_left_open():
    assert named(key(followed=False), LOSS=losses(4), w=w(4)) == [Finding("too-few-epochs", 4)]
    assert named(key("parameters", followed=False), w=w(4)) == []


def test_an_accuracy_beside_fewer_epochs_is_blamed_on_them():
    made = key()
    counts = replace(made.counts, computed=frozenset({"accuracy"}))
    right = {**made.right, "accuracy": Box.of(0.75)}
    values = Key(Task("practice-values", "values", ("accuracy",)), made.setting, right, start=made.start, counts=counts)
    for one in (values, Key.from_json(values.to_json())):
        (found,) = one.explanations({"LOSS": losses(4), "w": w(4), "accuracy": 0.5})
        assert found.findings_for(("accuracy",)) == (Finding("too-few-epochs", 4),)
        assert one.explanations({"accuracy": 0.5}) == []


def test_parameters_alone_tell_a_number_as_long_as_they_still_move():
    made = key("parameters")
    assert named(made, w=w(3)) == [Finding("too-few-epochs", 3)]
    assert named(made, w=w(LONGEST)) == []  # w moves by 0.1 % of itself: near where other trainings end


def test_one_epoch_and_the_right_number_are_left_to_others():
    assert named(key(), LOSS=losses(1), w=w(1)) == []
    assert named(key(), LOSS=losses(USUAL), w=w(USUAL)) == []


def test_a_number_that_was_run_is_told_once():
    boxes = {"LOSS": Box.around(losses(4), WIDE), "w": Box.around(w(4), WIDE)}
    listed = Explanation((Finding("too-few-epochs", 4),), boxes, (frozenset(boxes),))
    assert named(key(listed=(listed,)), LOSS=losses(4), w=w(4)) == [Finding("too-few-epochs", 4)]


def test_a_value_that_is_right_after_other_epochs_as_well_is_not_blamed():
    parameters = tuple({"w": Box.around(2.0, WIDE)} for _ in range(LONGEST))
    counts = EpochCounts(USUAL, {"LOSS": Box.around(losses(LONGEST), WIDE)}, parameters)
    (explanation,) = [e for e in counts.explanations({"w": Box.around(2.0, WIDE)}) if e.findings[0].value == 4]
    assert explanation.findings_for(("w",)) == ()
    assert explanation.findings_for(("LOSS",)) == (Finding("too-few-epochs", 4),)
