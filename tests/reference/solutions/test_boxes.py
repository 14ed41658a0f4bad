"""What is right follows from equivalent runs; where they do not settle, that is said with what to change."""

import math
from typing import Any

import numpy as np
import pytest
from made_runs import KINDS, VALUES, runs
from trial_labs import IMPORTS, LINE, LINE_DATA, answer, notebook
from trial_runs import Begun, right_runs

from reference.solutions.boxes import LEAST_SPREAD, SAFETY, Right, Run, UnsettledError, settle
from reference.solutions.distances import distance
from reference.solutions.notebook import read_notebook


def test_a_tolerance_is_the_farthest_equivalent_run_times_a_safety() -> None:
    right = settle(runs(LOSS=(100.0, 1.00001, 0.01), w=2.0 + 4e-6), KINDS)
    assert right.spreads["LOSS"] == pytest.approx(1e-5)
    assert right.farthest["LOSS"] == "single precision"
    assert right.tolerance("LOSS") == pytest.approx(SAFETY * 1e-5)
    assert right.reach("LOSS") == pytest.approx(SAFETY * 1e-5 * np.array([100.0, 1.0, 0.01]))
    assert right.tolerance("w") == pytest.approx(SAFETY * 2e-6)


def test_no_tolerance_is_below_a_few_units_in_the_last_place() -> None:
    right = settle(runs(), KINDS)
    assert right.spreads == dict.fromkeys(KINDS, LEAST_SPREAD)
    assert pytest.approx(4 * 2.0**-23) == LEAST_SPREAD


def test_parameters_err_in_proportion_to_the_largest_of_them() -> None:
    right = settle(runs(b=1e-3 + 2e-6), KINDS)
    assert right.spreads["b"] == pytest.approx(1e-6)
    assert right.reach("b") == pytest.approx(SAFETY * 1e-6 * 2.0)


def test_labels_counts_and_texts_are_exact() -> None:
    right = settle(runs(), KINDS)
    assert right.is_exact("label")
    assert not right.is_exact("share")
    assert right.distance("label", (1, "cat", True)) == 0.0
    for other in ((2, "cat", True), (1, "dog", True), (1, "cat", False), (1, "cat", 1), (1, "cat"), "cat", None):
        assert math.isinf(right.distance("label", other))  # type: ignore[arg-type]


@pytest.mark.parametrize("found", [(100.0, 1.0), (100.0, (1.0,), 0.01), 100.0, None, (100.0, math.nan, 0.01), ()])
def test_a_value_of_another_form_is_infinitely_far(found: Any) -> None:
    assert math.isinf(distance(VALUES["LOSS"], found, "history", 100.0))


def test_entries_below_the_last_place_of_the_largest_count_as_that_large() -> None:
    assert distance((1.0, 0.0), (1.0, 1e-9), "history", 1.0) == pytest.approx(1e-9 / 2.0**-23)


@pytest.mark.parametrize(
    ("found", "cause", "says"),
    [
        (runs(LOSS=(100.0, 1.0)), "hangs on rounding", "a length, a label or a count hangs on rounding"),
        (runs(label=(0, "cat", True)), "hangs on rounding", "leave no case at the border"),
        (runs(LOSS=(100.0, 1.0, 0.02)), "chaotic", "judge the first 2 entries only"),
        (runs(w=2.1), "chaotic", "Choose a smaller learning rate"),
        ([*runs(), Run("again", "repeat", {**VALUES, "w": 2.1})], "random", "w differs from run to run"),
        ([*runs(), Run("other", "reseeded", {**VALUES, "w": 2.1})], "random", "Set the seed in the answer"),
        ([*runs(), Run("sample answer a", "sample", {**VALUES, "w": 3.0})], "sample not right", "sample answer a"),
        ([*runs(), Run("other", "equivalent", {"LOSS": VALUES["LOSS"]})], "missing", "in one run and not in another"),
    ],
)
def test_what_does_not_settle_is_refused_with_what_to_change(found: list[Run], cause: str, says: str) -> None:
    with pytest.raises(UnsettledError, match=says) as refused:
        settle(found, KINDS)
    assert refused.value.cause == cause


@pytest.mark.parametrize(
    ("value", "cause", "says"),
    [
        ((1.0, math.inf), "diverges", "not finite from entry 1 on"),
        ((), "missing", "empty"),
        (None, "missing", "leaves nothing in LOSS"),
        ((1.0, "a"), "no numbers", "Judge it as a value"),
    ],
)
def test_a_solution_that_is_no_base_is_refused(value: Any, cause: str, says: str) -> None:
    with pytest.raises(UnsettledError, match=says) as refused:
        settle([Run("right", "right", {"LOSS": value})], {"LOSS": "history"})
    assert refused.value.cause == cause


def settled(code: str) -> Right:
    """What is right of a lab with this solution."""
    book = read_notebook(notebook(IMPORTS, LINE, LINE_DATA, answer("practice-train", code)))
    return settle(right_runs(Begun(book), {"LOSS": "history"}, {}), {"LOSS": "history"})


QUARTIC = """
w = torch.tensor(0.3, requires_grad=True)
LOSS = []
for step in range(STEPS):
    loss = (w ** 2 - 1) ** 2 / 4
    LOSS.append(loss.item())
    loss.backward()
    w.data -= RATE * w.grad
    w.grad = None
"""


def test_a_rate_at_which_the_steps_swing_for_ever_is_refused_as_chaotic() -> None:
    with pytest.raises(UnsettledError, match=r"judge the first (\d+) entries only") as refused:
        settled(QUARTIC.replace("STEPS", "60").replace("RATE", "1.8"))
    assert refused.value.cause == "chaotic"
    settled(QUARTIC.replace("STEPS", "60").replace("RATE", "0.2"))
    settled(QUARTIC.replace("STEPS", "6").replace("RATE", "1.8"))


SHUFFLED = """
SEED
model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)
LOSS = []
for epoch in range(3):
    LOSS.append(F.mse_loss(model(X), Y).item())
    for x, y in DataLoader(dataset, batch_size=5, shuffle=True):
        optimizer.zero_grad()
        F.mse_loss(model(x), y).backward()
        optimizer.step()
"""


def test_a_random_start_or_order_without_a_seed_is_refused() -> None:
    with pytest.raises(UnsettledError, match="when other random numbers were drawn before it") as refused:
        settled(SHUFFLED.replace("SEED", ""))
    assert refused.value.cause == "random"
    settled(SHUFFLED.replace("SEED", "torch.manual_seed(7)"))
