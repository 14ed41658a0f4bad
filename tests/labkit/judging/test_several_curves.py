"""Figures that show several histories, over given x values, on logarithmic axes: from real figures to verdicts."""

import math

import matplotlib as mpl
import numpy as np
import pytest
from made_up_tasks import evidence_of, key_of, told
from published import LOSS

mpl.use("agg")
from matplotlib import pyplot as plt

from labkit.evidence.journal import Journal
from labkit.evidence.task import Task
from labkit.judging.judge import judge
from labkit.judging.key import Box
from labkit.judging.over_settings import combine

FIRST, SECOND = list(LOSS), [loss / 3 for loss in LOSS]
RATES = [0.0001, 0.001, 0.01, 0.1]
TRAIN, VALIDATION = [40.0, 25.0, 3.5, 3.6], [50.0, 30.0, 2.5, 4.5]
TWO = Task("practice-figure", "figure", ("LOSS", "LOSS2"), "practice-plot")
BY_RATE = Task("practice-figure", "figure", ("train", "val"), "practice-plot", against="learning_rates", log_axis="x")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def verdict_on(draw, names, task=TWO):
    journal = Journal()
    draw(names)
    for number in plt.get_fignums():
        journal.sights.shown(plt.figure(number))
    plt.close("all")
    return judge(evidence_of(names, task, journal), key_of(task, {}))


def two(draw, **names):
    return verdict_on(draw, {"LOSS": FIRST, "LOSS2": SECOND, **names})


def by_rate(draw, **names):
    return verdict_on(draw, {"train": TRAIN, "val": VALIDATION, "learning_rates": RATES, **names}, BY_RATE)


def lacking(verdict):
    return [(part.name, part.of) if part.name == "curve" else part.name for part in verdict.parts if not part.there]


def finished(xlabel="epoch"):
    plt.xlabel(xlabel)
    plt.ylabel("loss")
    plt.legend()


def in_one(names):
    plt.plot(names["LOSS"], label="rate 0.1")
    plt.plot(names["LOSS2"], label="rate 0.2")
    finished()


def in_subplots(names):
    _, places = plt.subplots(1, 2)
    for axes, name in zip(places, ("LOSS2", "LOSS"), strict=True):
        axes.semilogy(names[name], label=name)
        axes.set(xlabel="epoch", ylabel="loss")
        axes.legend()


def on_twins(names):
    figure, left = plt.subplots()
    left.plot(names["LOSS"], "C0", label="first")
    right = left.twinx()
    right.plot(names["LOSS2"], "C1", label="second")
    left.set(xlabel="epoch", ylabel="first loss")
    right.set_ylabel("second loss")
    figure.legend()


def point_by_point(names):
    for epoch, loss in enumerate(names["LOSS"]):
        plt.scatter(epoch, loss, color="C0", label="first" if epoch == 0 else None)
    plt.plot(names["LOSS2"], label="second")
    finished()


def with_more_beside(names):
    plt.plot([3.0, 2.0, 1.0], label="something else")
    in_one(names)


@pytest.mark.parametrize("draw", [in_one, in_subplots, on_twins, point_by_point, with_more_beside])
def test_both_curves_are_found_in_any_style(draw):
    verdict = two(draw)
    assert (verdict.outcome, verdict.share, lacking(verdict)) == ("correct", 1.0, [])


def test_wrong_histories_that_are_drawn_well_cost_nothing_here():
    assert two(in_one, LOSS=[5.0, 4.0], LOSS2=[1.0, 3.0, 2.0]).outcome == "correct"


def test_a_curve_that_is_not_there_costs_its_part_and_is_named():
    verdict = two(lambda names: (plt.plot(names["LOSS"], label="first"), finished()))
    assert (verdict.outcome, verdict.share, lacking(verdict)) == ("wrong", 0.75, [("curve", "LOSS2")])
    assert told(verdict).lines[0] == "A curve of LOSS2 over the epochs is not in the figure."
    assert "partly right" in told(verdict).text


def test_one_curve_does_not_stand_for_two_equal_histories():
    verdict = two(lambda names: (plt.plot(names["LOSS"], label="first"), finished()), LOSS2=FIRST)
    assert lacking(verdict) == [("curve", "LOSS2")]
    assert two(in_one, LOSS2=FIRST).outcome == "correct"


@pytest.mark.parametrize(
    ("empty", "said"), [([], "LOSS2 is empty."), (None, "LOSS2 is empty."), ("", "There is no LOSS2.")]
)
def test_a_history_that_is_not_there_costs_its_curve_only(empty, said):
    names = {"LOSS": FIRST} | ({"LOSS2": empty} if empty != "" else {})
    verdict = verdict_on(lambda names: (plt.plot(names["LOSS"], label="first"), finished()), names)
    assert (verdict.share, lacking(verdict)) == (0.75, [("curve", "LOSS2")])
    assert told(verdict).lines[0] == said


def test_a_history_that_ran_away_costs_its_curve_only():
    verdict = two(in_one, LOSS2=[1.0, math.inf])
    assert lacking(verdict) == [("curve", "LOSS2")]
    assert told(verdict).lines[0] == "LOSS2 holds numbers that are not finite; expected numbers that can be drawn."


def test_without_any_history_there_is_nothing_to_draw():
    verdict = two(lambda names: None, LOSS=[], LOSS2=[])
    assert (verdict.outcome, verdict.cause.kind, verdict.share) == ("missing", "empty", 0.0)
    assert two(lambda names: plt.figure()).cause.kind == "no figure"
    assert "Plot LOSS and LOSS2 with pyplot" in told(two(lambda names: None)).text


def test_each_axes_with_a_curve_needs_labels():
    def one_label_short(names):
        in_subplots(names)
        plt.gcf().axes[1].set_ylabel("")

    verdict = two(one_label_short)
    assert (verdict.share, lacking(verdict)) == (0.75, ["labels"])
    assert told(verdict).lines[0] == "A label is missing: the y axis."


def test_a_legend_needs_a_text_for_each_curve():
    def half_a_legend(names):
        plt.plot(names["LOSS"], label="first")
        plt.plot(names["LOSS2"])
        finished()

    verdict = two(half_a_legend)
    assert lacking(verdict) == ["legend"]
    assert told(verdict).lines[0] == "The legend has no text for the curve of LOSS2."
    none = two(lambda names: (in_one(names), plt.gca().get_legend().remove()))
    assert told(none).lines[0] == "A legend with a text for each curve is missing."


def test_curves_in_two_figures_are_not_in_one_plot():
    def apart(names):
        plt.plot(names["LOSS"], label="first")
        finished()
        plt.figure()
        plt.plot(names["LOSS2"], label="second")
        finished()

    assert lacking(two(apart)) == [("curve", "LOSS")]


def test_the_best_figure_counts():
    assert two(lambda names: (in_one(names), plt.figure(), plt.plot([1, 2, 3]))).outcome == "correct"


def test_another_list_in_place_of_one_is_named():
    def another(names):
        plt.plot(names["LOSS"], label="first")
        plt.plot(names["mine"], label="second")
        finished()

    verdict = two(another, mine=[9.0, 5.0, 4.0])
    assert [(f.mistake, f.value) for f in verdict.findings] == [("plots-another-list", "mine")]
    assert told(verdict).lines[0] == "A curve of LOSS2 over the epochs is not in the figure; a curve of mine is."


def semilog(names):
    plt.semilogx(names["learning_rates"], names["train"], label="training")
    plt.semilogx(names["learning_rates"], names["val"], label="validation")
    finished("learning rate")


def log_scale(names):
    semilog(names)
    plt.xscale("log")


def drawn_as_logarithms(names):
    for name in ("train", "val"):
        plt.plot(np.log10(names["learning_rates"]), names[name], "o", label=name)
    finished("log10 of the rate")


def from_the_largest(names):
    order = np.argsort(names["learning_rates"])[::-1]
    for name in ("train", "val"):
        plt.loglog(np.array(names["learning_rates"])[order], np.array(names[name])[order], label=name)
    finished("learning rate")


def rate_by_rate(names):
    for rate, train, val in zip(names["learning_rates"], names["train"], names["val"], strict=True):
        first = rate == names["learning_rates"][0]
        plt.scatter(rate, train, color="C0", label="training" if first else None)
        plt.scatter(rate, val, color="C1", label="validation" if first else None)
    plt.xscale("log")
    finished("learning rate")


@pytest.mark.parametrize("draw", [semilog, log_scale, drawn_as_logarithms, from_the_largest, rate_by_rate])
def test_curves_over_given_values_on_a_logarithmic_axis_are_right_in_any_style(draw):
    verdict = by_rate(draw)
    assert (verdict.outcome, lacking(verdict)) == ("correct", [])


def test_given_values_in_any_order_are_right():
    assert by_rate(semilog, learning_rates=RATES[::-1]).outcome == "correct"


def test_a_linear_axis_costs_one_part():
    def linear(names):
        semilog(names)
        plt.xscale("linear")

    verdict = by_rate(linear)
    assert (verdict.share, lacking(verdict)) == (0.8, ["scale"])
    assert told(verdict).lines[0] == "The x axis is not logarithmic."


def test_curves_over_other_values_are_not_those():
    def by_position(names):
        plt.plot(names["train"], label="training")
        plt.plot(names["val"], label="validation")
        plt.xscale("log")
        finished()

    verdict = by_rate(by_position)
    assert lacking(verdict) == [("curve", "train"), ("curve", "val")]
    assert told(verdict).lines[0] == "A curve of train is drawn, but not over learning_rates."


def test_errors_that_belong_to_other_values_are_not_those():
    def exchanged(names):
        semilog({**names, "train": names["train"][::-1]})

    assert ("curve", "train") in lacking(by_rate(exchanged))


def test_one_history_on_a_logarithmic_y_axis():
    task = Task("practice-figure", "figure", ("LOSS",), "practice-plot", log_axis="y")

    def of(draw):
        return verdict_on(lambda names: (draw(names["LOSS"]), finished()), {"LOSS": FIRST}, task)

    assert of(lambda loss: plt.semilogy(loss, label="loss")).outcome == "correct"
    assert of(lambda loss: plt.plot(np.log(loss), label="loss")).outcome == "correct"
    assert lacking(of(lambda loss: plt.plot(loss, label="loss"))) == ["scale"]


def test_the_values_of_the_lab_count_where_the_notebook_has_none():
    task = BY_RATE
    journal = Journal()
    semilog({"train": TRAIN, "val": VALIDATION, "learning_rates": RATES})
    journal.sights.shown(plt.gcf())
    found = evidence_of({"train": TRAIN, "val": VALIDATION}, task, journal)
    assert judge(found, key_of(task, {}, givens={"learning_rates": Box.around(RATES)})).outcome == "correct"
    assert judge(found, key_of(task, {}, givens={"learning_rates": Box.around([1, 2, 3, 4])})).outcome == "wrong"


def test_a_typed_history_costs_its_part_and_both_cost_all():
    both, other = two(in_one), two(in_one, LOSS=[2 * loss for loss in FIRST])
    assert (combine(both, [both]).share, combine(both, [both]).mistakes) == (0.0, ("same-numbers-everywhere",))
    assert (combine(both, [other]).share, combine(both, [other]).outcome) == (0.75, "wrong")
    follows = two(in_one, LOSS=[2 * loss for loss in FIRST], LOSS2=[2 * loss for loss in SECOND])
    assert combine(both, [follows]).outcome == "correct"


@pytest.mark.parametrize(
    "odd", [{"learning_rates": None}, {"learning_rates": ["a"] * 4}, {"learning_rates": [math.nan] * 4}, {"val": {}}]
)
def test_odd_values_get_a_verdict(odd):
    def careful(names):
        plt.plot(RATES, TRAIN, label="training")
        finished()

    assert told(by_rate(careful, **odd)).text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"log_axis": "z"}, "log_axis"),
        ({"kind": "history", "against": "x"}, "for figures"),
        ({"names": ("n" * 81,)}, "80"),
    ],
)
def test_a_task_refuses_choices_that_there_are_not(changes, said):
    with pytest.raises(ValueError, match=said):
        Task(**{"name": "t", "kind": "figure", "names": ("LOSS",), "answer": "a", **changes})


def test_curves_in_figures_of_their_own_are_said_to_be_there():
    def draw(names):
        for name in ("LOSS", "LOSS2"):
            plt.figure()
            plt.plot(names[name], label=name)
            finished()

    verdict = two(draw)
    assert (verdict.outcome, lacking(verdict)) == ("wrong", [("curve", "LOSS")])
    said = told(verdict).text
    assert "The curve of LOSS is in a figure of its own; expected all curves that are asked for in one figure." in said
    assert "closed" not in said
