"""Mistakes in what is written down: the training may be right, the history is not."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from reference.recipes.mistakes.change import Change, Mistake, Situation, always


def _record(**fields: Any) -> Change:
    return Change(record=fields)


def _reduced(how: str, situation: Situation) -> Iterable[Change]:
    """The cost redefined where the loss is recorded, where the parameters are trained, or in both."""
    yield _record(reduced=how)
    if how != "sum" or situation.recipe.update.batch != 1:  # the sum over one pair is its mean
        yield Change(record={"reduced": how}, update={"loss": how})
    if how in ("root", "absolute"):  # a sum or a half only changes the size of each step
        yield Change(update={"loss": how})
        for record in ({}, {"reduced": how}):  # errors come to lie at zero, where rounding decides the direction
            yield Change(record=record, update={"loss": how, "precision": "float32"}, rare=True)


def _against_inner_y(situation: Situation) -> Iterable[Change]:
    if situation.recipe.update.batch != 1:  # the shapes of several targets and all predictions do not fit
        return
    yield _record(against="inner-y")
    yield _record(against="first-y")
    yield Change(record={"against": "first-then-inner-y"}, rare=True)


def _gathered() -> Iterable[Change]:
    """The mean or the sum over an epoch, or over all epochs so far, of losses before or after each update."""
    for of, when in (("batch", "update"), ("batch", "updated"), ("total", "update"), ("total", "updated")):
        for kept in ("mean", "sum", "running-mean", "running-sum"):
            rare = when == "updated" or kept.startswith("running") or (of, kept) == ("total", "sum")
            yield Change(record={"of": of, "when": when, "kept": kept}, rare=rare)


RECORD_MISTAKES = (
    Mistake(
        "loss-against-x",
        "The total loss compares the predictions with the inputs X.",
        "A loss says how far predictions are from the targets. Which of the names you were given holds the targets?",
        always(_record(against="x")),
    ),
    Mistake(
        "loss-against-clean-line",
        "The total loss compares the predictions with the noise-free line.",
        "In practice nobody knows the true line; a model is measured on the data that were observed.",
        always(_record(against="clean")),
    ),
    Mistake(
        "loss-against-inner-y",
        "The total loss compares the predictions for all inputs with the target of a single pair.",
        "Look at the case of the letters: the loop variable holds one target, the total loss needs all of them.",
        _against_inner_y,
    ),
    Mistake(
        "loss-after-update",
        "The loss is measured after parameters were updated in the epoch.",
        "The first entry should be the loss at the start values. At which moment of an epoch are they still there?",
        always(_record(when="epoch-end"), _record(when="update", kept="last")),
    ),
    Mistake(
        "start-recorded-extra",
        "The history holds one more entry than there are epochs: the loss after the last update is recorded as well.",
        "Count the places where you append: each epoch should lead to one entry, and nothing else should.",
        always(_record(when="start-and-ends")),
    ),
    Mistake(
        "recorded-once",
        "The history ends with a single entry instead of one per epoch.",
        "Look at the indentation: what stands inside the loop over epochs, and is the list made again there?",
        always(_record(when="at-end"), Change(store={"times": "last-only"})),
    ),
    Mistake(
        "loss-of-last-sample",
        "The loss of the last update of each epoch is recorded, not the total loss.",
        "The loss of one pair, or of a few, says little about the line. Measure over all the data when you record.",
        always(_record(of="batch", when="update", kept="last"), _record(of="batch", when="updated", kept="last")),
    ),
    Mistake(
        "loss-averaged-over-samples",
        "The loss is gathered while the parameters change: over the updates of an epoch, not at one moment.",
        "Each of these losses belongs to other parameters. The total loss uses one w and one b for all the data.",
        always(*_gathered()),
    ),
    Mistake(
        "loss-per-sample",
        "One loss is recorded for each update instead of one for each epoch.",
        "Two loops are at work here; which of them should the recording belong to?",
        always(*(_record(of=of, when=when) for of in ("total", "batch") for when in ("update", "updated"))),
    ),
    Mistake(
        "loss-summed",
        "The loss is the sum of the squared errors, not their mean.",
        "A sum grows with the number of points; the mean can be compared between data sets of any size.",
        partial(_reduced, "sum"),
    ),
    Mistake(
        "loss-halved",
        "The loss is half the mean squared error.",
        "Some books put a factor of one half before the squares. This lab's criterion has none.",
        partial(_reduced, "half"),
    ),
    Mistake(
        "loss-rooted",
        "The root of the mean squared error is used, not the mean squared error itself.",
        "The root is in the units of the targets, but it is another cost, with other values and other gradients.",
        partial(_reduced, "root"),
    ),
    Mistake(
        "loss-absolute",
        "Absolute errors are used where the errors should be squared.",
        "Both grow with the distance from the line, but squares weigh large errors more. Use the lab's criterion.",
        partial(_reduced, "absolute"),
    ),
)
