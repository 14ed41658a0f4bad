"""Figures as three fair people would judge them: however a history is drawn it counts, if one can see and read it."""

import json
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pytest
import torch
from published import AGAINST_X, FIGURE_TASK, LOSS, key

mpl.use("agg")
from matplotlib import pyplot as plt
from matplotlib.collections import LineCollection

from labkit.evidence.collecting import Evidence, collect
from labkit.evidence.journal import Journal
from labkit.judging.explain import explain
from labkit.judging.judge import judge
from labkit.judging.key import Box

EPOCHS = range(1, 11)
LOADER = [3.0, 2.0, 1.0]


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def verdict_on(draw, failures=(), worked=None, **names):
    """The verdict after `draw` has drawn and every open figure was shown; the evidence goes through JSON.

    With `worked`, names that worked cells put there, it is known which cells put all others there: the answer did.
    """
    plt.close("all")
    journal = Journal()
    namespace = {"LOSS": list(LOSS), "LOSS_Loader": list(LOADER), **names}
    draw(namespace["LOSS"])
    for number in plt.get_fignums():
        journal.sights.shown(plt.figure(number))
    for cell, held in (("worked", worked), ("practice-train", namespace)):
        if worked is not None:
            journal.ran(cell)
            journal.names(cell, held)
    for failure in failures:
        journal.failed(*failure)
    evidence = collect(namespace, FIGURE_TASK, journal).to_json()
    return judge(Evidence.from_json(json.loads(json.dumps(evidence, allow_nan=False))), key(FIGURE_TASK))


def said(verdict):
    return explain(verdict, {}).text


def labelled(axes=None, legend=True):
    axes = axes or plt.gca()
    axes.set(xlabel="epoch", ylabel="loss")
    if legend:
        axes.legend()


def labelled_after(draw):
    def drawn(losses):
        draw(losses)
        labelled()

    return drawn


def twin(losses):
    _, left = plt.subplots()
    left.plot(EPOCHS, [0.1] * 10, label="rate")
    left.set(xlabel="epoch", ylabel="rate")
    right = left.twinx()
    right.plot(EPOCHS, losses, "r", label="loss")
    right.set_ylabel("loss")
    right.legend()


def twin_with_one_legend(losses):
    figure, left = plt.subplots()
    (one,) = left.plot(EPOCHS, losses, "r", label="loss")
    (two,) = left.twinx().plot(EPOCHS, [0.1] * 10, "b", label="rate")
    left.set(xlabel="epoch", ylabel="loss")
    figure.axes[1].legend(handles=[one, two])


def label_on_the_neighbour(losses):
    _, (above, below) = plt.subplots(2, 1, sharex=True)
    above.plot(losses, label="loss")
    below.plot(LOADER)
    above.set_ylabel("loss")
    above.legend()
    below.set_xlabel("epoch")


def label_outer(losses):
    _, grid = plt.subplots(2, 2, sharex=True, sharey=True)
    grid[0][1].plot(losses, label="loss")
    for axes in grid.flat:
        axes.set(xlabel="epoch", ylabel="loss")
        axes.label_outer()
    grid[0][1].legend()


def legend_of_the_figure(losses):
    figure, axes = plt.subplots()
    axes.plot(losses, label="loss")
    labelled(axes, legend=False)
    figure.legend()


def sub_figures(losses):
    left, _ = plt.figure().subfigures(1, 2)
    left.subplots().plot(losses, label="loss")
    left.supxlabel("epoch")
    left.supylabel("loss")
    left.legend()


def point_by_point(losses):
    for epoch, loss in enumerate(losses):
        plt.plot(epoch, loss, "bo", label="loss" if epoch == 0 else None)


def scattered_one_by_one(losses):
    for epoch, loss in enumerate(losses):
        plt.scatter(epoch, loss, label="loss" if epoch == 0 else None)


def two_histories_point_by_point(losses):
    for epoch, loss in enumerate(losses):
        plt.plot(epoch, loss, "bo", label="loss" if epoch == 0 else None)
        plt.plot(epoch, 2 * loss + 1, "rx")


def step_by_step(losses):
    for epoch in range(9):
        plt.plot([epoch, epoch + 1], losses[epoch : epoch + 2], "b", label="loss" if epoch == 0 else None)


def in_two_parts(losses):
    plt.plot(range(6), losses[:6], "b", label="loss")
    plt.plot(range(5, 10), losses[5:], "b")


def bars_one_by_one(losses):
    for epoch, loss in enumerate(losses):
        plt.bar(epoch, loss, color="b", label="loss" if epoch == 0 else None)


def segments(losses):
    points = np.column_stack([EPOCHS, losses])
    plt.gca().add_collection(LineCollection(np.stack([points[:-1], points[1:]], axis=1), label="loss"))
    plt.autoscale()


def one_line_collection(losses):
    plt.gca().add_collection(LineCollection([np.column_stack([EPOCHS, losses])], label="loss"))
    plt.autoscale()


RIGHT = {
    "bars": labelled_after(lambda losses: plt.bar(EPOCHS, losses, label="loss")),
    "lying bars": labelled_after(lambda losses: plt.barh(EPOCHS, losses, label="loss")),
    "bars over names": labelled_after(lambda losses: plt.bar([f"epoch {n}" for n in EPOCHS], losses, label="loss")),
    "bars one by one": labelled_after(bars_one_by_one),
    "stairs": labelled_after(lambda losses: plt.stairs(losses, label="loss")),
    "steps": labelled_after(lambda losses: plt.step(EPOCHS, losses, where="mid", label="loss")),
    "stems": labelled_after(lambda losses: plt.stem(EPOCHS, losses, label="loss")),
    "upright lines": labelled_after(lambda losses: plt.vlines(EPOCHS, 0, losses, label="loss")),
    "a filled area": labelled_after(lambda losses: plt.fill_between(EPOCHS, losses, label="loss")),
    "a stack": labelled_after(lambda losses: plt.stackplot(EPOCHS, losses, labels=["loss"])),
    "error bars": labelled_after(lambda losses: plt.errorbar(EPOCHS, losses, yerr=1.0, label="loss")),
    "segments": labelled_after(segments),
    "a collection of one line": labelled_after(one_line_collection),
    "scattered": labelled_after(lambda losses: plt.scatter(EPOCHS, losses, label="loss")),
    "a log scale": labelled_after(lambda losses: plt.semilogy(EPOCHS, losses, label="loss")),
    "names of epochs": labelled_after(lambda losses: plt.plot([f"epoch {n}" for n in EPOCHS], losses, label="loss")),
    "updates on the x axis": labelled_after(lambda losses: plt.plot(np.arange(0, 600, 60), losses, label="loss")),
    "point by point": labelled_after(point_by_point),
    "scattered one by one": labelled_after(scattered_one_by_one),
    "two histories point by point": labelled_after(two_histories_point_by_point),
    "step by step": labelled_after(step_by_step),
    "in two parts": labelled_after(in_two_parts),
    "dots without a line": labelled_after(lambda losses: plt.plot(losses, ".", label="loss")),
    "faint but seen": labelled_after(lambda losses: plt.plot(losses, alpha=0.3, label="loss")),
    "zoomed in": labelled_after(lambda losses: (plt.plot(losses, label="loss"), plt.ylim(0, 80))),
    "an inverted axis": labelled_after(lambda losses: (plt.plot(losses, label="loss"), plt.gca().invert_yaxis())),
    "twin": twin,
    "twin with one legend": twin_with_one_legend,
    "label on the neighbour": label_on_the_neighbour,
    "outer labels only": label_outer,
    "legend of the figure": legend_of_the_figure,
    "sub-figures": sub_figures,
}


@pytest.mark.parametrize("style", RIGHT)
def test_a_history_counts_however_it_is_drawn(style):
    verdict = verdict_on(RIGHT[style])
    assert verdict.outcome == "correct", said(verdict)


def plain(losses):
    plt.plot(losses, label="loss")
    labelled()


def test_a_legend_whose_texts_were_given_in_order_counts():
    def draw(losses):
        plt.plot(LOADER)
        plt.plot(losses)
        labelled(legend=False)
        plt.legend(["loader", "mine"])

    assert verdict_on(draw).outcome == "correct"


@pytest.mark.parametrize(
    ("draw", "reason"),
    [
        (lambda losses: plt.plot(losses, visible=False), "switched off"),
        (lambda losses: plt.plot(losses, alpha=0.0), "no opacity"),
        (lambda losses: plt.plot(losses, linewidth=0), "no width"),
        (lambda losses: plt.plot(losses, linestyle="none"), "no width"),
        (lambda losses: plt.plot(losses, color="white"), "colour of the background"),
        (lambda losses: plt.scatter(EPOCHS, losses, s=0), "no width"),
        (lambda losses: plt.bar(EPOCHS, losses, color="none"), "no opacity"),
        (lambda losses: (plt.plot(losses), plt.xlim(100, 200)), "outside the limits"),
        (lambda losses: (plt.plot(losses), plt.ylim(-5, -1)), "outside the limits"),
        (lambda losses: [plt.plot(n, loss) for n, loss in enumerate(losses)], "has no length"),
    ],
)
def test_a_curve_that_nobody_can_see_does_not_count_and_the_reason_is_said(draw, reason):
    verdict = verdict_on(lambda losses: (draw(losses), labelled(legend=False), plt.legend(["loss"])))
    assert not verdict.parts[0].there
    assert reason in said(verdict)


def test_labels_that_are_switched_off_do_not_count_and_the_reason_is_said():
    verdict = verdict_on(lambda losses: (plain(losses), plt.axis("off")))
    assert [part.there for part in verdict.parts] == [True, False, True]
    assert 'axis("off") hides labels' in said(verdict)


@pytest.mark.parametrize(
    "hide",
    [
        lambda axes: axes.xaxis.label.set_visible(False),
        lambda axes: axes.xaxis.label.set_alpha(0),
        lambda axes: axes.xaxis.label.set_fontsize(0),
        lambda axes: axes.xaxis.set_visible(False),
        lambda axes: axes.set_xlabel("  "),
    ],
)
def test_a_label_that_nobody_can_read_does_not_count(hide):
    verdict = verdict_on(lambda losses: (plain(losses), hide(plt.gca())))
    assert [part.there for part in verdict.parts] == [True, False, True]


def test_a_label_beside_another_column_stands_for_nobody_else():
    def draw(losses):
        _, (left, right) = plt.subplots(1, 2, sharex=True)
        left.plot(losses, label="loss")
        left.set_ylabel("loss")
        left.legend()
        right.set_xlabel("epoch")

    assert [part.there for part in verdict_on(draw).parts] == [True, False, True]


def test_a_legend_of_another_curve_only_does_not_count():
    def draw(losses):
        plt.plot(LOADER, "r", label="loader")
        plt.plot(losses, "b")
        labelled()

    verdict = verdict_on(draw)
    assert [part.there for part in verdict.parts] == [True, True, False]
    assert "no text for the curve of LOSS" in said(verdict)


@pytest.mark.parametrize(
    "hide", [lambda legend: legend.set_visible(False), lambda legend: legend.texts[0].set_alpha(0)]
)
def test_a_legend_that_nobody_can_read_does_not_count(hide):
    verdict = verdict_on(lambda losses: (plain(losses), hide(plt.gca().get_legend())))
    assert [part.there for part in verdict.parts] == [True, True, False]


@pytest.mark.parametrize(
    "draw",
    [
        lambda losses: plt.plot([2 * loss for loss in losses], label="loss"),
        lambda losses: plt.plot(np.log(losses), label="loss"),
        lambda losses: plt.plot(losses[:9], label="loss"),
        lambda losses: plt.plot(losses, range(10), label="loss"),
        lambda losses: plt.plot(range(10, 0, -1), losses, label="loss"),
        lambda losses: (plt.plot(losses[:5], label="loss"), plt.plot(losses[5:])),
        lambda losses: plt.plot([9.0, *losses, 9.0], label="loss"),
        lambda losses: plt.plot([str(loss) for loss in losses], label="loss"),
    ],
)
def test_what_is_no_curve_of_the_history_does_not_count(draw):
    assert not verdict_on(labelled_after(draw)).parts[0].there


@pytest.mark.parametrize(
    ("stored", "drawn"),
    [
        ([str(loss) for loss in LOSS], list(LOSS)),
        (torch.tensor([LOSS]), list(LOSS)),
        (np.asarray(LOSS).reshape(10, 1), list(LOSS)),
        ([(epoch, loss) for epoch, loss in enumerate(LOSS)], list(LOSS)),
        (list(range(5000, 0, -1)), list(range(5000, 0, -1))),
    ],
    ids=["strings", "one row", "one column", "pairs with the epoch", "very many"],
)
def test_a_history_stored_oddly_and_drawn_well_costs_nothing_here(stored, drawn):
    assert verdict_on(lambda _: plain(drawn), LOSS=stored).outcome == "correct"


def test_many_entries_of_another_history_are_not_taken_for_it():
    many = [float(n) for n in range(5000, 0, -1)]
    assert not verdict_on(lambda _: plain([*many, 1.0]), LOSS=many).parts[0].there


@pytest.mark.parametrize("trained", [LOSS, (LOSS[0], *(2 * loss for loss in LOSS[1:]))], ids=["right", "wrong"])
def test_a_training_that_went_to_another_list_and_is_drawn_well_costs_nothing_here(trained):
    verdict = verdict_on(lambda _: plain(trained), LOSS=[], mine=list(trained))
    assert (verdict.outcome, dict(verdict.found)) == ("correct", {"mine": trained})


@pytest.mark.parametrize(
    "other",
    [[-12.0, 0.5, 1.0], [5.0], list(AGAINST_X), [835.3, 84.7, 19.8], [*LOSS, *LOSS], list(range(10, 0, -1))],
    ids=["parameters", "one number", "another start", "a worked history", "more than was asked for", "any numbers"],
)
def test_a_list_that_is_not_the_training_asked_for_is_no_history(other):
    verdict = verdict_on(lambda _: plain(other), LOSS=[], mine=other)
    assert (verdict.outcome, verdict.cause.kind) == ("missing", "empty")


WORKED = [float(number) for number in range(1, 11)]
"""What worked cells leave in LOSS_Loader, by the key of these tests."""


def verdict_on_other(name, entries, drawn=None, loader=WORKED):
    """The verdict where LOSS is empty, worked cells left `loader`, and the answer put `entries` into another list."""
    names = {"LOSS_Loader": loader, name: entries}
    return verdict_on(lambda _: plain(drawn or entries), LOSS=[], worked={"LOSS_Loader": loader}, **names)


@pytest.mark.parametrize(
    "trained",
    [list(AGAINST_X), [*LOSS, 0.0083, 0.0083], [5.5, 3.1], [1.0, 2.0, 40.0, 800.0]],
    ids=["another first loss", "more epochs", "two epochs", "a training that grows"],
)
def test_whatever_the_answer_trained_into_another_list_costs_nothing_here(trained):
    verdict = verdict_on_other("mine", trained)
    assert (verdict.outcome, verdict.found["mine"]) == ("correct", tuple(trained))


@pytest.mark.parametrize(
    "other",
    [list(range(10)), [-12.0, 0.5, 1.0], [5.0], [1.0, float("inf")], WORKED[:], WORKED[:4]],
    ids=["epochs", "parameters", "one number", "not finite", "a copied worked list", "a part of it"],
)
def test_what_an_answer_put_into_a_list_without_training_is_no_history(other):
    assert verdict_on_other("mine", other).outcome == "missing"


def test_a_list_that_worked_cells_left_is_nobodys_answer():
    lists = {"LOSS_Loader": WORKED, "early": [9.0, 4.0, 2.5]}
    for drawn in lists.values():
        verdict = verdict_on(lambda _, drawn=drawn: plain(drawn), LOSS=[], worked=lists, **lists)
        assert verdict.outcome == "missing"


def test_a_list_of_the_lab_that_was_trained_anew_is_the_students_history():
    assert verdict_on(lambda _: plain(LOSS), LOSS=[], LOSS_Loader=list(LOSS)).outcome == "correct"
    for drawn in ([*WORKED, *AGAINST_X], AGAINST_X):
        grown = [*WORKED, *AGAINST_X]
        assert verdict_on(lambda _, drawn=drawn: plain(drawn), LOSS=[], LOSS_Loader=grown).outcome == "correct"


def verdict_on_the_later_of_two(trained, cell):
    """The verdict where LOSS is empty, and LOSS_BGD is filled after LOSS_Loader, by a worked cell or by the answer."""
    worked = {"LOSS_Loader": WORKED, "LOSS_BGD": [9.0, 4.0, 2.5]}
    task = replace(FIGURE_TASK, beside=tuple(worked))
    plt.figure()
    plain(trained)
    journal = Journal()
    journal.sights.shown(plt.gcf())
    namespace = {"LOSS": [], "LOSS_Loader": WORKED, "LOSS_BGD": list(trained)}
    for ran, names in (("worked", ["LOSS_Loader"]), (cell, list(namespace))):
        journal.ran(ran)
        journal.names(ran, {name: namespace[name] for name in names})
    right = {name: Box.around(entries, relative=1e-3) for name, entries in {"LOSS": LOSS, **worked}.items()}
    return judge(collect(namespace, task, journal), key(task, right=right))


def test_a_list_of_the_lab_that_the_answer_made_anew_is_the_students_history():
    assert verdict_on_the_later_of_two(AGAINST_X, "practice-train").outcome == "correct"


def test_the_last_list_that_worked_cells_left_is_nobodys_answer():
    assert verdict_on_the_later_of_two([9.0, 4.0, 2.5], "worked further down").outcome == "missing"


def test_a_column_that_counts_the_epochs_is_no_history_beside_the_losses():
    pairs = [(epoch, loss) for epoch, loss in enumerate(LOSS)]
    both = verdict_on(lambda _: plain(pairs), LOSS=pairs)
    assert (both.outcome, both.found["LOSS"]) == ("correct", LOSS)
    assert not verdict_on(lambda _: plain(range(10)), LOSS=pairs).parts[0].there


@pytest.mark.parametrize(
    ("curves", "named"),
    [
        (lambda: [plt.plot(LOADER), plt.plot([7.0, 6.0, 5.0])], "mine"),
        (lambda: [plt.plot(LOADER)], "LOSS_Loader"),
        (lambda: [plt.plot(LOADER), plt.plot([8.0, 4.0, 2.0])], None),
    ],
    ids=["one's own before the lab's", "the lab's", "something unknown beside the lab's"],
)
def test_what_is_truly_drawn_instead_is_named(curves, named):
    verdict = verdict_on(lambda _: (curves(), labelled(legend=False), plt.legend(["a"])), mine=[7.0, 6.0, 5.0])
    assert [finding.value for finding in verdict.findings] == ([named] if named else [])


def test_a_crash_after_the_curve_is_said_beside_what_lacks():
    crash = ("practice-plot", "NameError", "name 'plot' is not defined", 2, "plot.xlabel('epoch')")
    verdict = verdict_on(lambda losses: plt.plot(losses), failures=[crash])
    assert verdict.share == pytest.approx(1 / 3)
    assert "line 2 (plot.xlabel('epoch')) stopped with NameError" in said(verdict)
    assert "A label is missing: the x axis and the y axis." in said(verdict)


def test_a_crash_at_the_end_of_a_right_figure_is_said_and_costs_nothing():
    crash = ("practice-plot", "NameError", "name 'plot' is not defined", 5)
    verdict = verdict_on(plain, failures=[crash])
    assert verdict.outcome == "correct"
    assert "Note: The cell practice-plot, line 5 stopped with NameError" in said(verdict)


def test_one_entry_that_a_crash_left_gets_nothing_but_one_entry_of_an_honest_training_does():
    crash = ("practice-train", "RuntimeError", "a leaf Variable is used in-place", 7)
    verdict = verdict_on(plain, failures=[crash], LOSS=[576.7])
    assert (verdict.outcome, verdict.share, verdict.cause.kind) == ("missing", 0.0, "exception")
    assert verdict_on(plain, LOSS=[576.7]).outcome == "correct"


def test_strange_artists_and_huge_data_neither_break_nor_grow_the_evidence():
    class Strange(plt.Line2D):
        def get_xydata(self):
            raise RuntimeError("nothing to see")

        def get_xdata(self, orig=True):
            raise MemoryError

    def draw(losses):
        plain(losses)
        for _ in range(100):
            plt.plot(np.arange(10_000))
        plt.scatter(np.arange(300_000), np.arange(300_000))
        plt.gca().add_line(Strange([0], [0]))

    journal = Journal()
    draw(list(LOSS))
    journal.sights.shown(plt.gcf())
    evidence = collect({"LOSS": list(LOSS)}, FIGURE_TASK, journal)
    assert len(json.dumps(evidence.to_json())) < 2_000_000
    assert judge(evidence, key(FIGURE_TASK)).parts[0].there
