"""Two independent references agree: what mutants leave is what the replay of the catalogue's mistake leaves.

The replay computes recurrences in NumPy from a recipe written by hand; the mutants run the notebook's own solution in
torch. Wherever both know a mistake by the same name, one way of the catalogue must lead to the mutant's numbers.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader, Dataset
from trial_runs import Begun, outcome, right_runs

from reference.lab_files.lab import Lab
from reference.labs.mini_batch import LAB as MINI_BATCH
from reference.labs.two_parameter_sgd import LAB as TWO_PARAMETER_SGD
from reference.recipes.data import LineData
from reference.recipes.mistakes import BY_NAME, Change, Situation
from reference.recipes.recipe import Recipe
from reference.recipes.replay import Replay, replay
from reference.solutions.boxes import settle
from reference.solutions.mutants import Mutant, mutants
from reference.solutions.notebook import read_notebook

pytestmark = pytest.mark.slow
SOURCE = Path(__file__).parents[3] / "source"
AGREE = 1e-8
"""Both compute in float64; torch and NumPy add up in another order."""
FROM_SINGLE = 2e-6
"""The same where a run goes on from parameters that a worked cell has trained in single precision."""
CANCELLING = 1e-6
"""The replay sums up squares before it subtracts: a loss that is smaller than the largest by this has fewer digits."""
FIELDS = {
    "learning-rate-too-small": "rate", "learning-rate-too-large": "rate", "wrong-start-w": "start_w",
    "wrong-start-b": "start_b", "too-few-epochs": "epochs", "too-many-epochs": "epochs", "mini-batches": "batch",
}  # fmt: skip
"""Mistakes of which the catalogue knows any value."""
JUDGED = {"appended-to-another-list", "losses-not-kept", "function-never-called"}
"""Mistakes that the catalogue does not replay."""


class NoPlots:
    """Stands for the error surface, which has no part in any number."""

    path = None

    def __init__(self, *given: Any, **options: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        return lambda *given, **options: None


@dataclass(frozen=True)
class Both:
    """A lab of the kit by its recipe and by its solution, under the setting that it is published with."""

    lab: Lab

    @cached_property
    def begun(self) -> Begun:
        path = SOURCE / self.lab.name / f"{self.lab.name}.ipynb"
        book = read_notebook(json.loads(path.read_text(encoding="utf-8")))
        drawing = ("plt.", "from labkit", "get_surface.compare", "get_surface.animate", "drill(", "rehearse()")
        skipped = frozenset(cell.name for cell in book.cells if any(part in cell.code for part in drawing))
        given = {"torch": torch, "DataLoader": DataLoader, "Dataset": Dataset, "plot_error_surfaces": NoPlots}
        return Begun(book, skipped, given)

    @cached_property
    def data(self) -> LineData:
        return self.lab.data(self.lab.published)

    @cached_property
    def situation(self) -> Situation:
        *_, last = self.lab.worked.values()
        w, b = replay(last, self.data).path[-1]
        return Situation(self.lab.recipe, self.data.x.size, (float(w), float(b)))

    @property
    def kinds(self) -> dict[str, Any]:
        return {self.lab.history: "history", "w": "parameters", "b": "parameters"}

    def ways(self, mutant: Mutant) -> Iterator[Recipe]:
        """The recipes by which the catalogue makes a mutant's mistake, with its value."""
        if mutant.name in FIELDS and mutant.value is not None:
            yield Change(update={FIELDS[mutant.name]: mutant.value}).applied(self.lab.recipe)
            return
        for change in BY_NAME[mutant.name].changes(self.situation):
            if change.value == mutant.value:
                yield change.applied(self.lab.recipe)

    def distance(self, found: Mapping[str, Any], expected: Replay) -> float:
        """How far numbers lie apart, relative; infinite for histories of another length."""
        history, ends = np.array(found[self.lab.history]), np.array([found["w"], found["b"]])
        if history.shape != expected.loss.shape:
            return np.inf
        finite = np.isfinite(expected.loss)
        losses = expected.loss[finite]
        of_losses = np.abs(history[finite] - losses) / np.maximum(losses, CANCELLING * np.max(losses, initial=0.0))
        of_ends = np.abs(ends - expected.path[-1]) / np.max(np.abs(expected.path[-1]))
        return float(max(np.max(of_losses, initial=0.0), np.max(of_ends[np.isfinite(of_ends)], initial=0.0)))


@pytest.fixture(scope="module", params=[TWO_PARAMETER_SGD, MINI_BATCH], ids=lambda lab: lab.name)
def both(request: pytest.FixtureRequest) -> Both:
    return Both(request.param)


@pytest.fixture(scope="module")
def compared(both: Both) -> list[tuple[Mutant, float]]:
    """Mutants that both know, with the distance of the nearest way of the catalogue."""
    found = []
    for mutant in mutants(both.begun.notebook):
        if mutant.name not in BY_NAME or mutant.name in JUDGED or mutant.random:
            continue
        left = outcome(both.begun, mutant, both.kinds)
        ways = [replay(recipe, both.data) for recipe in both.ways(mutant)] if left.runs else []
        if ways:
            found.append((mutant, min(both.distance(left.runs[0], way) for way in ways)))
    return found


def test_both_say_the_same_of_what_is_right(both: Both) -> None:
    right = settle(right_runs(both.begun, both.kinds, {}), both.kinds)
    assert both.distance(right.values, replay(both.lab.recipe, both.data)) < AGREE
    assert all(spread < 1e-5 for spread in right.spreads.values())


def test_no_mistake_that_both_know_leads_to_different_numbers(both: Both, compared: list[tuple[Mutant, float]]) -> None:
    apart = {
        (mutant.name, mutant.value, tuple(line.new.strip() for line in mutant.changed)): distance
        for mutant, distance in compared
        if not distance < (FROM_SINGLE if mutant.name == "start-not-reset" else AGREE)
    }
    assert apart == {}


def test_both_know_nearly_all_of_the_catalogue(both: Both, compared: list[tuple[Mutant, float]]) -> None:
    names = {mutant.name for mutant, _ in compared}
    assert len(names) >= 35
    assert len(compared) >= 70


def test_an_update_after_all_batches_of_an_epoch_follows_the_sum_of_their_gradients() -> None:
    """At one place the gradients of three batches of 20 sum up to three times that of all 60 pairs: three rates."""
    both = Both(MINI_BATCH)
    expected = replay(Change(update={"batch": 0, "rate": 3 * 0.1}).applied(both.lab.recipe), both.data)
    ways = [m for m in mutants(both.begun.notebook) if m.name == "batch-update-per-epoch"]
    distances = [both.distance(outcome(both.begun, way, both.kinds).runs[0], expected) for way in ways]
    assert min(distances) < AGREE


def test_values_that_a_student_types_agree_for_each_of_them(compared: list[tuple[Mutant, float]]) -> None:
    typed = {(mutant.name, mutant.value) for mutant, _ in compared if mutant.value is not None}
    assert {("learning-rate-too-small", 0.01), ("too-few-epochs", 5), ("too-many-epochs", 20)} <= typed
    assert {("wrong-start-w", 0.0), ("wrong-start-b", 0.0), ("mini-batches", 5), ("mini-batches", 10)} <= typed
