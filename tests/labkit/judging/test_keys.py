"""Boxes that bound nothing, and parameters in which many trainings end."""

import numpy as np
import pytest

from labkit.evidence.task import Task
from labkit.judging.key import OPEN, Box, Explanation, Finding, Key
from labkit.judging.setting import Setting

TASK = Task("practice-parameters", "parameters", ("w",))


def test_entries_without_bounds_hold_anything_after_a_file_as_well():
    box = Box(np.array([0.9, -OPEN, -OPEN]), np.array([1.1, OPEN, OPEN]))
    for made in (box, Box.from_json(box.to_json())):
        assert made.holds((1.0, float("nan"), float("inf")))
        assert made.holds((1.0, -3.0, 7e30))
        assert not made.holds((2.0, -3.0, 7e30))


def test_a_path_into_a_module_is_no_list_of_losses():
    right = {"LOSS": Box.around((3.0, 2.0)), "model.first.weight": Box.around((0.1, 0.2))}
    key = Key(Task("practice-losses", "history", ("LOSS",)), Setting({}, "published"), right)
    assert key.histories == ("LOSS",)
    assert key.parameters == {"model.first.weight"}


@pytest.mark.parametrize("trained", [frozenset({"W", "c"}), frozenset({"W"})])
def test_a_tensor_of_parameters_is_no_list_of_losses_even_without_a_start(trained):
    right = {"LOSS": Box.around((3.0, 2.0)), "W": Box.around((0.1, 0.2)), "c": Box.around(0.5)}
    key = Key(Task("practice-losses", "history", ("LOSS",)), Setting({}, "published"), right, trained=trained)
    for made in (key, Key.from_json(key.to_json())):
        assert made.histories == ("LOSS",) if trained == {"W", "c"} else "W" not in made.histories
        assert made.parameters == trained


def key_with(*ends: float) -> Key:
    listed = tuple(
        Explanation((Finding(f"mistake-{place}"),), {"w": Box.around(end, 1e-5)}) for place, end in enumerate(ends)
    )
    return Key(TASK, Setting({}, "published"), {"w": Box.around(2.0, 1e-6)}, listed=listed)


@pytest.mark.parametrize(
    ("ends", "settled"),
    [((3.0, 3.001, 2.999, 3.01), True), ((3.0, 3.001, 2.999, 4.0), False), ((3.0, 9.0, -1.0, 0.0), False)],
)
def test_parameters_tell_little_where_four_known_mistakes_end(ends, settled):
    assert key_with(*ends).settled({"w": 3.0}) is settled
