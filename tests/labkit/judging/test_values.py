"""Values: exact for integers, truth values and labels, with a tolerance for real numbers, a share for each name."""

from collections import OrderedDict

import numpy as np
import pytest
import torch
from made_up_tasks import evidence_of, key_of, told, verdict_on

from labkit.evidence.task import Task
from labkit.judging.explain import explain
from labkit.judging.key import Box, Explanation, Finding, Key
from labkit.judging.over_settings import combine


def task(*names, **more):
    return Task("practice-choice", "values", names, "practice-train", **more)


def key(**right):
    """A key from what a solution would hold: real numbers within 1e-5, all else exactly."""
    made = task(*right)
    evidence = evidence_of(right, made)
    boxes = {n: Box.of(evidence.values[n], 1e-5, whole=evidence.forms[n].whole) for n in right}
    return key_of(made, boxes)


RIGHT = [
    (0.01, torch.tensor(0.01)),
    (0.01, [0.01]),
    (20, 20.0),
    (20, np.int64(20)),
    (True, torch.tensor(True)),
    (True, 1),
    ("cat", np.str_("cat")),
    (["cat", "dog"], np.array(["cat", "dog"])),
    (["cat", "dog"], ("cat", "dog")),
    ([1, 0, 1], torch.tensor([[1.0], [0.0], [1.0]])),
    ([[5, 1], [2, 12]], np.array([[5, 1], [2, 12]])),
    ([[5, 1], [2, 12]], torch.tensor([[5, 1], [2, 12]])),
    ({"b": 2.0, "a": [0.1, 0.2]}, OrderedDict(a=torch.tensor([0.1, 0.2]), b=2)),
    ({0.1: 3.0, 0.01: 4.0}, {0.01: 4.0, 0.1: 3.0}),
    ({"cat", "dog"}, {"dog", "cat"}),
    (float("nan"), float("inf")),
    (0.65, np.float32(0.65)),
]


@pytest.mark.parametrize(("right", "found"), RIGHT)
def test_the_same_value_is_right_however_it_is_stored(right, found):
    assert verdict_on({"value": found}, key(value=right)).outcome == "correct"


WRONG = [
    (0.01, 0.0101, "expected value = 0.01, found 0.0101."),
    (20, 20.001, "expected value = 20.0000, found 20.0010."),
    (60_000, 60_001, "expected value = 60000, found 60001."),
    (True, False, "expected value = 1, found 0."),
    ("cat", "dog", "expected value = 'cat', found 'dog'."),
    ("cat", 3.0, "expected value = 'cat', found 3."),
    (3.0, "three", "expected value = 3, found 'three'."),
    ("cat", ["cat", "dog"], "value holds a list with 2 entries; expected the text 'cat'."),
    (["cat", "dog"], ["cat", "cow"], "entry 2 of value: expected 'dog', found 'cow'."),
    (["cat", "dog"], ["cat", None], "entry 2 of value: expected 'dog', found None."),
    ([[5, 1], [2, 12]], [[5, 2], [1, 12]], "value[0][1]: expected 1, found 2."),
    ([0.5, 0.25], [0.5], "value has 1 entry; expected 2."),
    ([0.5, 0.25, 1.0], [0.5, 0.25], "value has 2 entries; expected 3."),
    ({"a": 1.0, "b": [2.0, 3.0]}, {"a": 1.0, "b": [2.0, 4.0]}, "entry 2 of value['b']: expected 3, found 4."),
    ({"a": 1.0, "b": 2.0}, {"a": 1.0, "c": 2.0}, "a key of value: expected 'b', found 'c'."),
    ({"a": 1.0, "b": 2.0}, {"a": 1.5, "b": 2.0}, "value['a']: expected 1, found 1.5."),
]


@pytest.mark.parametrize(("right", "found", "said"), WRONG)
def test_another_value_is_wrong_and_words_say_where_it_parts(right, found, said):
    verdict = verdict_on({"value": found}, key(value=right))
    assert (verdict.outcome, verdict.share) == ("wrong", 0.0)
    assert told(verdict).lines[0] == said


def test_each_name_gives_its_share():
    right = {"accuracy": 0.95, "best_lr": 0.1, "labels": ["cat", "dog"]}
    verdict = verdict_on({**right, "best_lr": 0.01}, key(**right))
    assert (verdict.outcome, verdict.share) == ("wrong", pytest.approx(2 / 3))
    assert told(verdict).text.splitlines()[0] == "practice-choice: partly right."
    assert told(verdict).lines[0] == "expected best_lr = 0.1, found 0.01."
    del right["labels"]
    verdict = verdict_on({"accuracy": 0.95}, key(**right))
    assert (verdict.outcome, verdict.share) == ("wrong", 0.5)
    assert told(verdict).lines[0] == "There is no best_lr."


def test_what_is_not_there_or_nothing_yet_is_missing():
    for names in ({}, {"value": None}, {"value": ...}, {"value": []}):
        verdict = verdict_on(names, key(value=[1.0, 2.0]))
        assert (verdict.outcome, verdict.share) == ("missing", 0.0)
        assert told(verdict).text.startswith("practice-choice: nothing to check yet.")


def test_a_share_counts_only_where_a_name_is_right_under_every_setting():
    right = {"accuracy": 0.95, "best_lr": 0.1}
    published = verdict_on({"accuracy": 0.95, "best_lr": 0.5}, key(**right))
    fresh = verdict_on({"accuracy": 0.7, "best_lr": 0.1}, key(**right))
    assert combine(published, [published]).share == 0.5
    assert combine(published, [fresh]).share == 0.0
    half = combine(verdict_on(right, key(**right)), [fresh])
    assert (half.outcome, half.share, half.published_only) == ("wrong", 0.5, True)


def test_the_same_wrong_choice_under_all_data_is_not_said_to_be_copied():
    wrong = verdict_on({"best_lr": 0.01, "accuracy": 0.35}, key(best_lr=0.1, accuracy=0.9))
    assert combine(wrong, [wrong]).mistakes == ()


def test_a_known_mistake_is_named():
    mistake = Explanation((Finding("chosen-on-training-data"),), {"best_lr": Box.of(0.1, 1e-5)})
    right = key(best_lr=0.01, label="cat")
    known = key_of(right.task, right.right, listed=(mistake,))
    assert verdict_on({"best_lr": 0.1, "label": "cat"}, known).mistakes == ("chosen-on-training-data",)
    assert verdict_on({"best_lr": 0.1, "label": "dog"}, known).mistakes == ("chosen-on-training-data",)
    assert verdict_on({"best_lr": 0.2, "label": "cat"}, known).mistakes == ()


def test_texts_come_back_from_json():
    right = key(value={"name": "cat", "count": 1_234_567_891_234, "rate": 0.1})
    again = Key.from_json(right.to_json())
    assert verdict_on({"value": {"name": "cat", "count": 1_234_567_891_234, "rate": 0.1}}, again).outcome == "correct"
    assert verdict_on({"value": {"name": "dog", "count": 1_234_567_891_234, "rate": 0.1}}, again).outcome == "wrong"
    assert again.to_json() == right.to_json()


def test_numbers_of_a_module_can_stand_beside_a_choice():
    model = torch.nn.Linear(2, 1)
    right = key(best_lr=0.1, good_model=model)
    assert verdict_on({"best_lr": 0.1, "good_model": model}, right).outcome == "correct"
    assert verdict_on({"best_lr": 0.1, "good_model": torch.nn.Linear(2, 1)}, right).share == 0.5


@pytest.mark.parametrize("kind", ["outcome", "parting", "hint"])
def test_every_level_of_detail_has_words(kind):
    from labkit.judging.explain import Policy

    verdict = verdict_on({"value": "dog"}, key(value="cat"))
    assert ("dog" in explain(verdict, {}, Policy(kind)).text) == (kind != "outcome")


@pytest.mark.parametrize(("found", "mistakes"), [(0.93, ["numbers-rounded"]), (0.9, []), (1.0, [])])
def test_a_share_far_off_is_not_taken_for_a_rounded_one(found, mistakes):
    verdict = verdict_on({"accuracy": found}, key(accuracy=0.9333333))
    assert [finding.mistake for finding in verdict.findings] == mistakes


def test_values_that_are_not_there_are_missing_whatever_explains_the_rest():
    made = task("accuracy", beside=("LOSS",))
    wrong = Explanation((Finding("mini-batches", 3),), {"LOSS": Box.of((3.0, 2.0))})
    known = key_of(made, {"accuracy": Box.of(0.9, 1e-5), "LOSS": Box.of((3.0, 1.0), 1e-5)}, listed=(wrong,))
    verdict = verdict_on({"LOSS": [3.0, 2.0]}, known)
    assert (verdict.outcome, verdict.cause.kind, verdict.findings) == ("missing", "absent", ())
