import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from labkit.evidence import plain_values as plain_module
from labkit.evidence.plain_values import MAX_ENTRIES, form, from_json, numbers, plain, to_json


@pytest.mark.parametrize(
    "stored",
    [
        2.5,
        np.float32(2.5),
        np.array(2.5),
        np.array([[2.5]]),
        torch.tensor(2.5),
        torch.tensor([2.5]),
        torch.tensor([[2.5]], requires_grad=True),
        torch.nn.Parameter(torch.tensor(2.5, dtype=torch.float64)),
    ],
)
def test_whatever_holds_one_number_becomes_that_number(stored):
    assert plain(stored) == 2.5


@pytest.mark.parametrize(
    "stored",
    [
        [1.0, 2.0, 3.0],
        (1, 2, 3),
        np.array([1.0, 2.0, 3.0]),
        np.array([[1.0], [2.0], [3.0]]),
        torch.tensor([1.0, 2.0, 3.0]),
        [torch.tensor(1.0, requires_grad=True), torch.tensor([2.0]), np.float64(3)],
        [[1.0], [2.0], [3.0]],
        range(1, 4),
    ],
)
def test_whatever_holds_a_history_becomes_a_tuple_of_numbers(stored):
    assert plain(stored) == (1.0, 2.0, 3.0)


@pytest.mark.parametrize("stored", [None, {"a": 1}, object(), print, 1j, b"bytes"])
def test_anything_else_becomes_a_short_string_that_names_its_class(stored):
    value = plain(stored)
    assert isinstance(value, str)
    assert type(stored).__name__ in value


def test_a_class_that_raises_at_every_touch_does_no_harm():
    class Hostile:
        def __getattribute__(self, name):
            raise RuntimeError("do not touch")

        def __len__(self):
            raise RuntimeError("do not touch")

    assert "Hostile" in plain(Hostile())
    assert form(Hostile()).graph is False


def test_long_lists_are_cut_and_their_form_tells_the_length():
    history = [0.5] * (MAX_ENTRIES + 10)
    assert len(plain(history)) == MAX_ENTRIES
    assert form(history).length == MAX_ENTRIES + 10


def test_a_list_that_holds_itself_ends():
    loop = []
    loop.append(loop)
    assert to_json(plain(loop)) is not None


def test_the_form_tells_whether_tensors_keep_their_graph():
    loss = torch.tensor(1.0, requires_grad=True) * 2
    assert form([loss]).graph
    assert form(loss).graph
    assert not form([loss.item(), loss.detach()]).graph


def test_only_tuples_of_numbers_are_a_history():
    assert numbers((1.0, math.inf)) == (1.0, math.inf)
    assert numbers((1.0, "two")) is None
    assert numbers(1.0) is None


VALUES = st.recursive(
    st.one_of(st.floats(allow_nan=False), st.text(max_size=plain_module.MAX_STRING)),
    lambda inner: st.lists(inner, max_size=4).map(tuple),
    max_leaves=12,
)


@given(VALUES)
def test_json_gives_back_every_plain_value_within_the_depth(value):
    def depth(entry):
        return 1 + max((depth(e) for e in entry), default=0) if isinstance(entry, tuple) else 0

    if depth(value) <= plain_module.MAX_DEPTH:
        assert from_json(to_json(value)) == value


def test_json_keeps_what_is_not_finite():
    back = from_json(to_json((math.nan, math.inf, -math.inf)))
    assert math.isnan(back[0])
    assert back[1:] == (math.inf, -math.inf)


@pytest.mark.parametrize("data", [None, True, {"float": "1e3"}, {"other": 1}, [[[[[1.0]]]]], [0.0] * (MAX_ENTRIES + 1)])
def test_json_that_evidence_cannot_hold_is_refused(data):
    with pytest.raises(ValueError, match="evidence holds"):
        from_json(data)
