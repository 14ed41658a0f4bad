"""Trial labs, run: right answers in other styles are right, mutants show and are distinguished, margins are wide."""

from collections.abc import Callable, Mapping
from textwrap import dedent

import numpy as np
import pytest
from trial_labs import CHOICE, LOGISTIC, MOMENTUM_BY_HAND, NETWORK, PYTORCH_WAY, TWO_OUTPUTS, TrialLab
from trial_runs import Begun, margins_in_words, right_runs

from labkit.judging.key import OPEN, Box, Finding
from reference.solutions.boxes import settle
from reference.solutions.distances import Values
from reference.solutions.explanations import CARRIED, explanations, pair_explanation, right_boxes
from reference.solutions.mutants import Mutant, mutants, solution
from reference.solutions.pairs import pairs
from reference.solutions.runs import Variant, double, mutant_variants
from reference.solutions.separation import LEAST_MARGIN, Outcome, Separation

pytestmark = pytest.mark.slow
Separations = Callable[[TrialLab], Separation]
Beginning = Callable[[TrialLab], Begun]


def test_a_solution_settles_and_mistakes_lie_far_from_it(lab: TrialLab, separations: Separations) -> None:
    found = separations(lab)
    margins = found.margins()
    print(margins_in_words(lab.name, found))
    assert all(margin.margin >= LEAST_MARGIN for margin in margins)
    assert max(found.right.spreads.values()) < 1e-5
    assert max(margin.margin for margin in margins) >= 5_000


def test_many_mistakes_leave_something_of_their_own(lab: TrialLab, separations: Separations) -> None:
    found = separations(lab)
    assert len(found.groups) >= 20
    assert len({outcome.name for group in found.groups for outcome in group}) >= 20


def test_code_of_a_mutant_runs_or_ends_with_an_exception_that_says_why(lab: TrialLab, separations: Separations) -> None:
    stopping = {"loss-against-inner-y", "sample-loss-against-all-y", "prediction-on-all-x"}
    assert {outcome.name for outcome in separations(lab).stopped} <= stopping


VANISHED = {
    "loss-against-other-data",  # where the data have a second name
    "trained-against-other-data",
    "gradient-summed-loss",  # where a batch is one pair
    "trained-on-noisy-pairs",  # where the data set holds the noisy targets anyway
    "wrong-threshold",  # of 0 for labels that are 0 or 1
}


def test_few_mutants_are_no_mistake(lab: TrialLab, separations: Separations) -> None:
    assert {outcome.name for outcome in separations(lab).vanished} <= VANISHED


def test_mistakes_that_are_named_together_come_to_the_same(lab: TrialLab, separations: Separations) -> None:
    together = {frozenset(names) for names in separations(lab).together}
    assert together <= {
        frozenset({"appended-to-another-list", "worked-function-called"}),  # nothing in the list of the task
        frozenset({"loss-rooted", "loss-absolute"}),  # of one number
        frozenset({"parameters-not-updated", "optimiser-of-another-model"}),
        frozenset({"mini-batches", "loader-not-made"}),
        frozenset({"mini-batches", "batch-update-per-epoch"}),  # of as many pairs as there are
        frozenset({"squared-errors", "another-criterion"}),
        frozenset({"w-updated-with-b-gradient", "updated-with-another-velocity"}),
        frozenset({"b-updated-with-w-gradient", "updated-with-another-velocity"}),
        frozenset({"velocity-averaged", "learning-rate-too-small"}),
        frozenset({"loss-against-other-data", "history-of-other-data"}),
        frozenset({"chosen-by-another-measure", "chosen-without-comparing"}),
        frozenset({"chosen-the-worst", "chosen-without-comparing"}),
    }


def test_right_boxes_hold_right_answers_in_other_styles(
    lab: TrialLab, separations: Separations, begun: Beginning
) -> None:
    boxes = right_boxes(separations(lab).right)
    assert set(boxes) == set(lab.kinds)
    for code in lab.styles:
        values = begun(lab).run(Variant("style", "sample", "", {"practice-train": dedent(code)}), lab.kinds)
        assert {name for name, box in boxes.items() if not box.holds(values[name])} == set()


def test_no_right_box_holds_what_a_mutant_leaves_under_the_names_that_show_it(
    lab: TrialLab, separations: Separations
) -> None:
    found = separations(lab)
    boxes = right_boxes(found.right)
    for explanation in explanations(found):
        (touched,) = explanation.touches or ()
        assert touched
        centres = {name: box.centre for name, box in explanation.boxes.items()}
        assert not any(boxes[name].holds(centres[name]) for name in touched & set(centres))


@pytest.mark.parametrize("lab", [MOMENTUM_BY_HAND, LOGISTIC, TWO_OUTPUTS, NETWORK], ids=lambda lab: lab.name)
def test_each_explanation_holds_what_its_mutant_leaves_in_single_precision(
    lab: TrialLab, separations: Separations, begun: Beginning
) -> None:
    """As a student's notebook runs it: what converges or swings for long carries rounding, but stays inside."""
    found = separations(lab)
    right = right_boxes(found.right)
    listed: dict[Finding, list[Mapping[str, Box]]] = {}
    for explanation in explanations(found):
        listed.setdefault(explanation.findings[0], []).append(explanation.boxes)
    outside = []
    for mutant in mutants(begun(lab).notebook):
        ways = listed.get(Finding(mutant.name, mutant.value), [])
        values = left_in_single(begun(lab), mutant, lab) if ways and not mutant.random else {}
        if values and not holds(right, values) and not any(holds(way, values) for way in ways):
            outside.append(mutant.name)
    assert set(outside) <= CARRYING.get(lab, set())


CARRYING: Mapping[TrialLab, set[str]] = {
    LOGISTIC: {"gradients-not-zeroed", "gradient-ascent", "momentum-added", "wrong-start"},  # log of a rounded 0 or 1
    NETWORK: {"gradient-ascent", "loss-summed"},  # run away
}
"""Mistakes that carry rounding so far that a run in double precision alone does not recognise them."""


def in_both_precisions(lab: TrialLab, begun: Begun, name: str, value: object) -> tuple[Separation, Values]:
    """A mutant's history in double and in single precision, and what it left in single."""
    kinds, book = {"LOSS": lab.kinds["LOSS"]}, begun.notebook
    mutant = next(mutant for mutant in mutants(book) if (mutant.name, mutant.value) == (name, value))
    runs = mutant_variants(name, mutant.cells, solution(book), is_random=False, in_single=True)
    exact, single = (begun.run(variant, kinds) for variant in runs)
    right = settle(right_runs(begun, kinds, {}), kinds)
    return Separation(right, (Outcome(name, value, (exact,), single),)), single


def test_a_run_in_single_precision_beside_it_recognises_what_carries_rounding(begun: Beginning) -> None:
    found, single = in_both_precisions(LOGISTIC, begun(LOGISTIC), "wrong-start", "weight = -10")
    (known,) = explanations(found)
    (alone,) = explanations(Separation(found.right, (Outcome("wrong-start", None, found.outcomes[0].runs),)))
    assert holds(known.boxes, single)
    assert not holds(alone.boxes, single)


def test_from_where_both_precisions_part_a_history_explains_nothing(begun: Beginning) -> None:
    found, single = in_both_precisions(NETWORK, begun(NETWORK), "gradient-ascent", None)
    (outcome,) = found.certain
    (known,) = explanations(found)
    box, double = known.boxes["LOSS"], outcome.runs[0]
    bounded = np.abs(box.low) < OPEN
    apart = np.abs(np.array(single["LOSS"]) - double["LOSS"]) > CARRIED * np.abs(double["LOSS"])
    assert bounded.tolist() == (np.cumsum(apart) == 0).tolist()
    assert 2 <= bounded.sum() < bounded.size
    assert holds(known.boxes, single)
    assert holds(known.boxes, double)
    assert not box.holds(found.right.values["LOSS"])


def left_in_single(begun: Begun, mutant: Mutant, lab: TrialLab) -> Values:
    """What a mutant leaves as a student's notebook runs it; nothing where it ends with an exception."""
    try:
        return begun.run(Variant("single", "sample", "", mutant.cells), lab.kinds)
    except Exception:
        return {}


def holds(boxes: Mapping[str, Box], values: Values) -> bool:
    """Whether each box holds the value of its name."""
    return all(name in values and box.holds(np.asarray(values[name], dtype=float)) for name, box in boxes.items())


PAIRS_TRIED = 12


@pytest.mark.parametrize("lab", [PYTORCH_WAY, LOGISTIC, NETWORK], ids=lambda lab: lab.name)
def test_pairs_run_and_leave_something_else_than_the_solution(
    lab: TrialLab, separations: Separations, begun: Beginning
) -> None:
    book, found = begun(lab).notebook, separations(lab)
    made = mutants(book)
    outcomes = dict(zip((id(mutant) for mutant in made), found.outcomes, strict=True))
    boxes = right_boxes(found.right)
    for pair in pairs(book, made, budget=PAIRS_TRIED):
        values = begun(lab).run(Variant("pair", "right", double(), pair.cells), lab.kinds)
        singles = [outcomes[id(mutant)] for mutant in pair.mutants if outcomes[id(mutant)] not in found.vanished]
        explanation = pair_explanation(found, singles, values)
        assert {finding.mistake for finding in explanation.findings} <= {mutant.name for mutant in pair.mutants}
        assert all(explanation.touches or ())
        assert not all(box.holds(explanation.boxes[name].centre) for name, box in boxes.items())


def test_momentum_is_what_a_recurrence_in_numpy_says(separations: Separations, begun: Beginning) -> None:
    names = begun(MOMENTUM_BY_HAND).names
    x, y = (names[name].double().flatten().numpy() for name in ("X", "Y"))
    w, b, v, losses = -12.0, 6.0, np.zeros(2), []
    for _ in range(20):
        error = w * x + b - y
        losses.append(np.mean(error**2))
        v = 0.8 * v + 2 * np.array([np.mean(error * x), np.mean(error)])
        w, b = w - 0.05 * v[0], b - 0.05 * v[1]
    right = separations(MOMENTUM_BY_HAND).right.values
    np.testing.assert_allclose(right["LOSS"], losses, rtol=1e-9)
    np.testing.assert_allclose([right["w"], right["b"]], [w, b], rtol=1e-9)


def test_two_outputs_are_what_a_recurrence_in_numpy_says(separations: Separations, begun: Beginning) -> None:
    names = begun(TWO_OUTPUTS).names
    X, Y = (names[name].double().numpy() for name in ("X", "Y"))
    W, c, losses = np.array([[2.0, -1.0], [0.0, 1.0]]), np.array([-3.0, -3.0]), []
    for _ in range(6):
        losses.append(np.mean((X @ W.T + c - Y) ** 2))
        for place in range(0, 40, 8):
            x, y = X[place : place + 8], Y[place : place + 8]
            slope = 2 * (x @ W.T + c - y) / 16
            W, c = W - 0.1 * (slope.T @ x + 0.01 * W), c - 0.1 * (slope.sum(0) + 0.01 * c)
    right = separations(TWO_OUTPUTS).right.values
    np.testing.assert_allclose(right["LOSS"], losses, rtol=1e-9)
    np.testing.assert_allclose(right["model.linear.weight"], W, rtol=1e-9)
    np.testing.assert_allclose(right["model.linear.bias"], c, rtol=1e-9)


def test_cross_entropy_is_what_a_recurrence_in_numpy_says(separations: Separations, begun: Beginning) -> None:
    names = begun(LOGISTIC).names
    x, y = (names[name].double().flatten().numpy() for name in ("X", "Y"))
    w, b, losses = -4.0, 3.0, []
    for _ in range(12):
        p = 1 / (1 + np.exp(-(w * x + b)))
        losses.append(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
        for place in range(0, 20, 5):
            at = slice(place, place + 5)
            error = 1 / (1 + np.exp(-(w * x[at] + b))) - y[at]
            w, b = w - 1.5 * np.mean(error * x[at]), b - 1.5 * np.mean(error)
    right = separations(LOGISTIC).right.values
    np.testing.assert_allclose(right["LOSS"], losses, rtol=1e-9)
    assert right["accuracy"] == pytest.approx(np.mean(((w * x + b) > 0) == (y > 0.5)))


def test_the_choice_falls_on_the_model_that_is_best_on_validation_data(separations: Separations) -> None:
    found = separations(CHOICE)
    errors = np.array(found.right.values["validation_error"])
    assert found.right.values["best_lr"] == [0.0001, 0.001, 0.01, 0.1][int(errors.argmin())]
    by_training = next(o for o in found.outcomes if o.name == "chosen-by-another-measure")
    assert by_training.value == "train_error"
    assert by_training.runs[0]["best_lr"] != found.right.values["best_lr"]
