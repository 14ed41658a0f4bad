"""Parameters under any name: numbers, tensors, modules, and paths that lead to them."""

import numpy as np
import pytest
import torch
from made_up_tasks import evidence_of, key_of, told, verdict_on
from torch import nn

from labkit.evidence.named_values import MAX_PARAMETERS
from labkit.evidence.task import Task
from labkit.judging.key import Box, Key

WEIGHT = ((0.5, -1.0, 2.0), (4.0, 0.25, -8.0))
BIAS = (1.5, -3.0)
FLAT = (0.5, -1.0, 2.0, 4.0, 0.25, -8.0)


class Model(nn.Module):
    def __init__(self, weight=WEIGHT, bias=BIAS):
        super().__init__()
        self.linear = nn.Linear(3, 2)
        with torch.no_grad():
            self.linear.weight[:] = torch.tensor(weight)
            self.linear.bias[:] = torch.tensor(bias)


def task(*names, **more):
    return Task("practice-model", "parameters", names, "practice-train", **more)


def key(name="model", right=(*FLAT, *BIAS), **more):
    return key_of(task(name), {name: Box.of(right, relative=1e-5)}, **more)


def changed(position, value):
    weight = [list(row) for row in WEIGHT]
    weight[position // 3][position % 3] = value
    return weight


def test_a_module_is_its_parameters_in_the_order_of_its_state():
    assert verdict_on({"model": Model()}, key()).outcome == "correct"
    assert verdict_on({"model": Model(changed(1, -1.01))}, key()).outcome == "wrong"
    evidence = evidence_of({"model": Model()}, task("model"))
    assert evidence.values["model"] == (*FLAT, *BIAS)
    assert evidence.forms["model"].parts == ((".linear.weight", 6), (".linear.bias", 2))


def test_words_say_which_parameter_and_which_entry_part_first():
    lines = told(verdict_on({"model": Model(changed(1, 7.0))}, key())).lines
    assert lines[0] == "weight 2 of model.linear.weight: expected -1, found 7."
    lines = told(verdict_on({"model": Model(bias=(1.5, 3.0))}, key())).lines
    assert lines[0] == "bias 2 of model.linear.bias: expected -3, found 3."


@pytest.mark.parametrize(
    "stored",
    [
        torch.tensor(WEIGHT, requires_grad=True),
        np.array(WEIGHT),
        [list(row) for row in WEIGHT],
        torch.tensor(WEIGHT).reshape(1, 2, 3),
        torch.tensor(WEIGHT).reshape(1, 1, 2, 3, 1),
        [torch.tensor(row) for row in WEIGHT],
    ],
)
def test_a_tensor_of_any_shape_is_compared_entry_by_entry(stored):
    assert verdict_on({"W": stored}, key("W", FLAT)).outcome == "correct"


@pytest.mark.parametrize("stored", [torch.tensor(WEIGHT).T, torch.tensor(FLAT[:5]), 0.5, [], "text", None])
def test_other_counts_orders_and_kinds_are_wrong_and_said(stored):
    verdict = verdict_on({"W": stored}, key("W", FLAT))
    assert verdict.outcome == "wrong"
    assert told(verdict).lines[0].startswith(("W has ", "W holds ", "entry 2 of W: ", "W[", "There is no W"))


def test_counts_are_said_without_epochs():
    lines = told(verdict_on({"W": torch.tensor(FLAT[:5])}, key("W", FLAT))).lines
    assert lines[0] == "W has 5 entries; expected 6."


@pytest.mark.parametrize("weight", [2.0, torch.tensor([[2.0]]), np.float32(2.0), nn.Parameter(torch.tensor([2.0]))])
def test_a_tensor_of_one_entry_is_a_number(weight):
    assert verdict_on({"weight": weight}, key("weight", (2.0,))).outcome == "correct"
    assert verdict_on({"weight": weight}, key("weight", 2.0)).outcome == "correct"
    assert verdict_on({"weight": weight}, key("weight", 2.1)).outcome == "wrong"


def test_a_path_leads_through_attributes():
    found = key("model.linear.weight", FLAT)
    assert verdict_on({"model": Model()}, found).outcome == "correct"
    verdict = verdict_on({"model": Model(changed(3, 0.0))}, found)
    assert told(verdict).lines[0] == "weight 4 of model.linear.weight: expected 4, found 0."
    layers = nn.Sequential(nn.Linear(1, 1))
    number = key("model.0.weight", layers[0].weight.item())
    assert verdict_on({"model": layers}, number).outcome == "correct"


def test_a_path_that_leads_nowhere_is_a_missing_name():
    for names in ({}, {"model": None}, {"model": nn.Linear(3, 2)}, {"model": 3.0}):
        verdict = verdict_on(names, key("model.linear.weight", FLAT))
        assert (verdict.outcome, verdict.cause.kind) == ("missing", "absent")
        assert told(verdict).lines[0] == "There is no model.linear.weight."


class Hostile:
    def __getattr__(self, name):
        raise SystemExit

    @property
    def weight(self):
        raise RuntimeError("do not touch")


class LyingModule(nn.Module):
    def state_dict(self, *arguments, **named):
        raise SystemExit


class EndlessState(nn.Module):
    def state_dict(self, *arguments, **named):
        class Endless(dict):
            def items(self):
                while True:
                    yield "weight", torch.zeros(0)

        return Endless()


@pytest.mark.parametrize("make", [Hostile, LyingModule, EndlessState, lambda: nn.Linear(100, 100)])
def test_what_raises_and_what_is_too_large_is_no_parameter(make):
    value = make()
    assert verdict_on({"model": value}, key()).outcome == "wrong"
    assert verdict_on({"model": value}, key("model.weight", FLAT)).outcome in ("missing", "wrong")


def test_as_many_entries_as_the_limit_are_read():
    half = nn.Linear(MAX_PARAMETERS // 2, 1)
    right = tuple(half.weight.flatten().tolist() + half.bias.tolist())
    assert verdict_on({"model": half}, key("model", right)).outcome == "correct"


def test_a_module_at_its_start_is_not_trained_yet():
    start = {"model": (*FLAT, *BIAS)}
    found = key("model", (0.0,) * 8, start=start)
    verdict = verdict_on({"model": Model()}, found)
    assert (verdict.outcome, verdict.cause.kind) == ("missing", "untouched")
    assert told(verdict).lines[0] == "model hold what they held before the answer."
    assert verdict_on({"model": Model(changed(0, 0.1))}, found).outcome == "wrong"


def test_a_module_that_worked_cells_left_is_not_trained_yet():
    found = key("model", (0.0,) * 8, start={"model": (9.0,) * 8}, before={"model": Box.of((*FLAT, *BIAS), 1e-5)})
    assert verdict_on({"model": Model()}, found).cause.kind == "untouched"


def test_a_key_of_modules_comes_back_from_json():
    found = key("model", start={"model": (*FLAT, *BIAS)})
    again = Key.from_json(found.to_json())
    assert again.start == found.start
    assert verdict_on({"model": Model()}, again).outcome == "correct"


def test_a_module_where_a_number_should_be_is_no_number():
    verdict = verdict_on({"w": nn.Linear(1, 1)}, key("w", 2.0))
    assert told(verdict).lines[0] == "w holds a Linear; expected a number."
    assert verdict.mistakes == ("not-plain-numbers",)
