"""A longer training of the solution: which answers have one, and what it tells of each number of epochs."""

from collections.abc import Callable

import numpy as np
import pytest
from made_runs import KINDS, runs
from trial_labs import (
    CHOICE,
    IMPORTS,
    LINE,
    LINE_DATA,
    MOMENTUM_BY_HAND,
    MOMENTUM_WITH_OPTIM,
    PYTORCH_WAY,
    VALLEY,
    TrialLab,
    answer,
    notebook,
    task,
)
from trial_runs import Begun

from reference.solutions.boxes import Run, settle
from reference.solutions.distances import Plain, Values, leaves
from reference.solutions.epochs import LongTraining, left_by_epochs, long_trainings
from reference.solutions.mutants import mutants
from reference.solutions.notebook import read_notebook
from reference.solutions.prologues.following import FOLLOWED
from reference.solutions.runs import Variant, double, follow

Beginning = Callable[[TrialLab], Begun]


def long(lab: TrialLab) -> LongTraining:
    names = [name for name, kind in lab.kinds.items() if kind == "parameters"]
    (training,) = long_trainings(read_notebook(lab.cells), names)
    return training


def test_a_long_training_is_at_least_as_much_longer_as_the_right_one_is_long():
    assert (long(MOMENTUM_BY_HAND).usual, long(MOMENTUM_BY_HAND).epochs) == (20, 40)
    assert (long(PYTORCH_WAY).usual, long(PYTORCH_WAY).epochs) == (5, 15)
    assert not long(MOMENTUM_WITH_OPTIM).is_followed  # a comprehension has no end of a round


def test_mutants_that_only_count_otherwise_are_known_by_their_code():
    codes = long(PYTORCH_WAY).counted
    counted = {
        mutant.value: codes[mutant.cells["practice-train"]]
        for mutant in mutants(read_notebook(PYTORCH_WAY.cells))
        if mutant.cells["practice-train"] in codes
    }
    assert counted == {2: 2, 4: 4, 6: 6, 10: 10, 15: 15}


def test_an_answer_that_counts_in_several_places_has_none():
    twice = (
        MOMENTUM_BY_HAND.cells["cells"][-3]["source"]
        + "\nfor step in range(3):\n    LOSS.append(0.0)\n    loss.backward()"
    )
    cells = notebook(IMPORTS, LINE, LINE_DATA, VALLEY, answer("practice-train", twice), task("practice-losses"))
    assert long_trainings(read_notebook(cells), ["w"]) == ()


SETTLED = settle(runs(), KINDS)
TRAINING = LongTraining("practice-train", "", usual=3, epochs=5, counted={}, is_followed=True)
LONGER = (100.0, 1.0, 0.01, 0.005, 0.001)
FOLLOWED_PARAMETERS = ((9.0, 1.0), (5.0, 0.1), (2.0, 1e-3), (1.9, 1e-4), (1.8, 1e-5))


def test_what_any_number_of_epochs_leaves_follows_from_the_longest():
    left = left_by_epochs(TRAINING, {"LOSS": LONGER}, FOLLOWED_PARAMETERS, SETTLED)
    assert left is not None
    assert left.after(2) == {"LOSS": (100.0, 1.0), "w": 5.0, "b": 0.1}
    assert left.after(5) == {"LOSS": LONGER, "w": 1.8, "b": 1e-5}
    assert not left.covers(KINDS)  # an accuracy has to be computed after that many epochs
    counts = left.counts(SETTLED)
    assert counts.histories["LOSS"].holds(LONGER)
    assert counts.parameters[3]["w"].holds(1.9)


def test_parameters_that_do_not_come_to_the_right_ones_tell_nothing():
    for followed in (FOLLOWED_PARAMETERS[1:], (*FOLLOWED_PARAMETERS[1:], (0.0, 0.0)), (), None):
        left = left_by_epochs(TRAINING, {"LOSS": LONGER}, followed, SETTLED)
        assert left is not None
        assert left.after(2) == {"LOSS": (100.0, 1.0)}


@pytest.mark.parametrize("history", [LONGER[:4], (100.0, 1.0, 0.02, 0.005, 0.001), 3.0, None])
def test_a_history_that_is_no_continuation_tells_nothing(history):
    assert left_by_epochs(TRAINING, {"LOSS": history}, FOLLOWED_PARAMETERS, SETTLED) is None


def followed(lab: TrialLab, begun: Begun) -> dict[int, dict[str, object]]:
    training, kinds = long(lab), lab.kinds
    solved = flat(begun.run(Variant("right", "right", double(), {"practice-train": solution_of(lab)}), kinds))
    prologue = f"{double()}\n{follow()}"
    values = flat(begun.run(Variant("longer", "right", prologue, {training.answer: training.code}), [*kinds, FOLLOWED]))
    right = settle([Run("right", "right", solved)], kinds)
    left = left_by_epochs(training, values, values[FOLLOWED], right)
    assert left is not None
    return {count: left.after(count) for count in range(1, training.epochs + 1)}


def flat(values: Values) -> dict[str, Plain]:
    """Parameters as they are collected: all numbers in reading order, a single one by itself."""
    found = {name: tuple(leaves(value)) for name, value in values.items()}
    return {name: value[0] if len(value) == 1 else value for name, value in found.items()}


def solution_of(lab: TrialLab) -> str:
    return read_notebook(lab.cells).answer("practice-train").cell.code


@pytest.mark.slow
def test_each_number_of_epochs_leaves_what_a_recurrence_in_numpy_says(begun: Beginning):
    names = begun(PYTORCH_WAY).names
    x, y = (names[name].double().flatten().numpy() for name in ("X", "Y"))
    after = followed(PYTORCH_WAY, begun(PYTORCH_WAY))
    w, b, losses = -15.0, -10.0, []
    for count in range(1, 16):
        losses.append(np.mean((w * x + b - y) ** 2))
        for one, target in zip(x, y, strict=True):
            error = w * one + b - target
            w, b = w - 0.1 * 2 * error * one, b - 0.1 * 2 * error
        np.testing.assert_allclose(after[count]["LOSS"], losses, rtol=1e-9)
        np.testing.assert_allclose(after[count]["model.linear.weight"], w, rtol=1e-9)
        np.testing.assert_allclose(after[count]["model.linear.bias"], b, rtol=1e-9)


def test_a_choice_among_trainings_has_no_history_by_epochs(begun: Beginning):
    training = long(CHOICE)
    assert training.epochs == 13
    right = settle([Run("right", "right", {"train_error": (4.0, 3.0)})], {"train_error": "history"})
    assert left_by_epochs(training, {"train_error": (2.0, 1.0)}, None, right) is None
