"""The figure task from real pyplot figures to the verdict."""

from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pytest
import torch
from published import AGAINST_X, FIGURE_TASK, LOSS, LOSSES_TASK, key

mpl.use("agg")
from matplotlib import pyplot as plt

from labkit.evidence.collecting import Evidence, collect
from labkit.evidence.journal import Failure, Journal
from labkit.evidence.shown_figures import OWN_FIGURE
from labkit.judging.explain import explain
from labkit.judging.judge import judge
from labkit.judging.key import Finding
from labkit.judging.over_settings import combine


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def verdict_on(draw, names=None, failures=()):
    """The verdict after `draw` has drawn: every open figure is seen, then closed, as the inline backend does."""
    journal = Journal()
    namespace = {"LOSS": list(LOSS), "LOSS_Loader": [3.0, 2.0, 1.0], **(names or {})}
    draw(namespace)
    for number in plt.get_fignums():
        journal.sights.shown(plt.figure(number))
    plt.close("all")
    for failure in failures:
        journal.failed(*failure)
    return judge(collect(namespace, FIGURE_TASK, journal), key(FIGURE_TASK))


def full(names):
    plt.plot(names["LOSS"], label="loss")
    plt.xlabel("epoch")
    plt.ylabel("total loss")
    plt.legend()


def object_style(names):
    _, axes = plt.subplots(1, 2)
    axes[0].plot([1, 2], [3, 4])
    axes[1].semilogy(range(1, 11), names["LOSS"], "o-", label="practice")
    axes[1].set(xlabel="epoch", ylabel="loss")
    axes[1].legend()


def scattered(names):
    plt.scatter(np.arange(10), names["LOSS"], label="loss")
    plt.xlabel("epoch")
    plt.ylabel("loss")
    plt.legend()


def whole_figure_labels(names):
    figure, axes = plt.subplots()
    axes.plot(torch.tensor(names["LOSS"]), label="loss")
    figure.supxlabel("epoch")
    figure.supylabel("loss")
    figure.legend()


def beside_others(names):
    plt.plot(names["LOSS_Loader"], label="loader")
    full(names)


def in_float32(names):
    full({"LOSS": np.asarray(names["LOSS"], dtype=np.float32)})


@pytest.mark.parametrize("draw", [full, object_style, scattered, whole_figure_labels, beside_others, in_float32])
def test_a_labelled_curve_of_the_students_own_history_is_right_in_any_style(draw):
    verdict = verdict_on(draw)
    assert (verdict.outcome, verdict.share) == ("correct", 1.0)


def test_a_wrong_history_drawn_well_costs_nothing_here():
    assert verdict_on(full, {"LOSS": [5.0, 4.0, 4.5]}).outcome == "correct"


@pytest.mark.parametrize(
    ("undo", "lacking"),
    [
        (lambda: plt.xlabel(""), "labels"),
        (lambda: plt.ylabel(" "), "labels"),
        (lambda: plt.gca().get_legend().remove(), "legend"),
    ],
)
def test_each_part_that_is_lacking_costs_its_share(undo, lacking):
    verdict = verdict_on(lambda names: (full(names), undo()))
    assert (verdict.outcome, verdict.share) == ("wrong", pytest.approx(2 / 3))
    assert [part.name for part in verdict.parts if not part.there] == [lacking]


def test_a_curve_of_another_list_is_named():
    verdict = verdict_on(lambda names: full({"LOSS": names["LOSS_Loader"]}))
    assert verdict.outcome == "wrong"
    assert [(f.mistake, f.value) for f in verdict.findings] == [("plots-another-list", "LOSS_Loader")]


def test_a_curve_drawn_backwards_is_not_the_history():
    assert verdict_on(lambda names: plt.plot(range(10, 0, -1), names["LOSS"])).share == 0.0


def test_no_figure_is_missing_and_an_empty_one_too():
    for draw in (lambda names: None, lambda names: plt.figure(), lambda names: plt.plot([])):
        verdict = verdict_on(draw)
        assert (verdict.outcome, verdict.cause.kind, verdict.share) == ("missing", "no figure", 0.0)


def test_a_plot_that_failed_because_of_the_graph_says_so():
    message = "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead."
    verdict = verdict_on(lambda names: None, failures=[("In [9]", "RuntimeError", message, 1)])
    assert (verdict.outcome, verdict.cause.kind) == ("missing", "exception")
    assert verdict.cause.failure.message == message


def test_a_plot_that_failed_after_other_curves_says_so_and_names_no_other_list():
    message = "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead."

    def others_first(names):
        plt.plot(names["LOSS_Loader"], label="loader")
        plt.xlabel("epoch")
        plt.ylabel("loss")

    verdict = verdict_on(others_first, failures=[("practice-plot", "RuntimeError", message, 5)])
    assert (verdict.outcome, verdict.cause.failure.message) == ("wrong", message)
    assert (verdict.mistakes, verdict.share) == (("history-keeps-graph",), pytest.approx(1 / 3))
    assert "line 5 stopped with RuntimeError" in explain(verdict, {}).text


def test_a_curve_that_was_drawn_before_an_exception_counts():
    verdict = verdict_on(full, failures=[("practice-plot", "NameError", "name 'plot' is not defined", 7)])
    assert verdict.outcome == "correct"


def test_without_a_history_there_is_nothing_to_draw():
    assert verdict_on(full, {"LOSS": []}).cause.kind == "empty"


def test_a_history_that_is_not_finite_gets_nothing():
    verdict = verdict_on(full, {"LOSS": [1.0, float("nan")]})
    assert (verdict.outcome, verdict.share) == ("wrong", 0.0)


def test_the_best_figure_counts_and_a_later_other_one_does_no_harm():
    def two(names):
        full(names)
        plt.figure()
        plt.plot([1, 2, 3])

    assert verdict_on(two).outcome == "correct"


def test_figures_that_labkit_draws_are_nobodys_answer():
    def drawn_by_labkit(names):
        full(names)
        plt.gcf().set_gid(OWN_FIGURE)

    assert verdict_on(drawn_by_labkit).cause.kind == "no figure"


def test_a_history_that_stays_the_same_on_other_data_gets_nothing():
    verdict = combine(verdict_on(full), [verdict_on(full)])
    assert (verdict.outcome, verdict.share) == ("wrong", 0.0)
    assert verdict.mistakes == ("same-numbers-everywhere",)


@pytest.mark.parametrize("history", [[1.0] * 10, [0.0], [5e-324, 5e-324]])
def test_one_number_typed_again_and_again_gets_nothing_for_its_figure(history):
    typed = {"LOSS": history}
    published = verdict_on(full, typed)
    assert published.outcome == "correct"
    verdict = combine(published, [verdict_on(full, typed), verdict_on(full, typed)])
    assert (verdict.outcome, verdict.share) == ("wrong", 0.0)


def test_a_history_that_changes_with_the_data_is_right():
    other = {"LOSS": [2 * loss for loss in LOSS]}
    assert combine(verdict_on(full), [verdict_on(full, other)]).outcome == "correct"


def test_honest_numbers_of_a_mistake_that_leaves_no_trace_of_the_data_cost_nothing_here():
    history = replace(judge(Evidence("practice-losses", {"LOSS": AGAINST_X}), key(LOSSES_TASK)), names=("LOSS",))
    assert history.mistakes == ("loss-against-x",)
    everywhere = verdict_on(full, {"LOSS": list(AGAINST_X)})
    assert combine(everywhere, [everywhere], [history]).outcome == "correct"


@pytest.mark.parametrize("mistake", ["same-numbers-everywhere", "not-plain-numbers", None])
def test_numbers_that_no_training_explains_get_nothing_where_they_stay_the_same(mistake):
    history = replace(
        judge(Evidence("practice-losses", {"LOSS": (1.0, 2.0)}), key(LOSSES_TASK)),
        findings=(Finding(mistake),) if mistake else (),
    )
    assert combine(verdict_on(full), [verdict_on(full)], [history]).mistakes == ("same-numbers-everywhere",)


def test_a_figure_of_what_an_exception_left_is_told_by_the_exception_where_other_data_leave_nothing():
    failure = Failure("practice-train", "IndexError", "list index out of range", 6)
    left = replace(verdict_on(full, {"LOSS": [3.0, 2.5, 2.1]}), broke_off=failure)
    verdict = combine(left, [verdict_on(full, {"LOSS": []})])
    assert (verdict.outcome, verdict.share, verdict.cause.kind) == ("missing", 0.0, "exception")
    text = explain(verdict, {}).text
    assert "practice-train, line 6 stopped with IndexError" in text
    assert "typed or copied" not in text


def test_an_exception_in_the_training_is_known_of_a_figure_that_shows_what_it_left():
    journal = Journal()
    journal.failed("practice-train", "IndexError", "list index out of range", 6)
    plt.figure()
    full({"LOSS": [3.0, 2.5, 2.1]})
    journal.sights.shown(plt.gcf())
    verdict = judge(collect({"LOSS": [3.0, 2.5, 2.1]}, FIGURE_TASK, journal), key(FIGURE_TASK))
    assert (verdict.outcome, verdict.broke_off.line) == ("correct", 6)


def said(draw):
    verdict = verdict_on(draw)
    return verdict.outcome, explain(verdict, {}).text


def test_losses_along_the_x_axis_are_said_to_be_that():
    outcome, text = said(lambda names: (plt.plot(names["LOSS"], range(10), label="loss"), labelled()))
    assert outcome == "wrong"
    assert "LOSS is drawn along the x axis; expected the epochs there" in text


@pytest.mark.parametrize(("part", "count"), [(slice(5), 5), (slice(1, None), 9), (slice(9), 9)])
def test_a_curve_through_a_part_of_the_history_is_told_with_its_length(part, count):
    outcome, text = said(lambda names: (plt.plot(names["LOSS"][part], label="loss"), labelled()))
    assert outcome == "wrong"
    assert f"A curve shows only {count} of its 10 entries; expected all of LOSS." in text


def test_a_figure_without_a_curve_is_not_said_to_be_no_figure():
    outcome, text = said(lambda names: plt.imshow([names["LOSS"]]))
    assert outcome == "missing"
    assert "The notebook shows a figure, but no curve in it" in text


def test_labels_in_three_dimensions_are_seen_unless_the_axis_is_off():
    def draw(names):
        axes = plt.figure().add_subplot(projection="3d")
        axes.plot(range(10), names["LOSS"], 0, label="loss")
        labelled()

    assert "label is missing" not in said(draw)[1]
    assert "A label is missing" in said(lambda names: (draw(names), plt.axis("off")))[1]


def labelled():
    plt.xlabel("epoch")
    plt.ylabel("loss")
    plt.legend()


def test_a_list_of_the_lab_that_the_training_went_on_filling_counts_as_the_students_own_when_drawn():
    grown = {"LOSS": [], "LOSS_Loader": [*map(float, range(1, 11)), *LOSS]}
    for shown in (grown["LOSS_Loader"], grown["LOSS_Loader"][10:]):
        verdict = verdict_on(lambda names, shown=shown: (plt.plot(shown, label="loss"), labelled()), grown)
        assert verdict.outcome == "correct"
    before = verdict_on(lambda names: (plt.plot(range(1, 11), label="loss"), labelled()), grown)
    assert before.outcome == "missing"


def test_a_history_that_ran_away_is_told_in_plain_words():
    text = explain(verdict_on(full, {"LOSS": [1.0, float("inf")]}), {}).text
    assert "LOSS holds numbers that are not finite; expected numbers that can be drawn." in text


def test_an_exception_of_the_last_cell_is_that_of_the_plot_where_cells_have_no_names():
    last = ("In [7]", "ValueError", "x and y must have same first dimension", 1)
    verdict = verdict_on(lambda names: None, failures=[last])
    assert (verdict.cause.kind, verdict.cause.failure.cell) == ("exception", "In [7]")
    assert verdict_on(full, failures=[("In [7]", "KeyError", "x", 1)]).cause.kind == "exception"
