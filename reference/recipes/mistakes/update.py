"""Mistakes in how the parameters move."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from reference.recipes.mistakes.change import Change, Mistake, Situation, always

BATCH_SIZES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 16, 20, 30, 32)
USUAL_SIZES = (1, 2, 3, 4, 5, 6, 10, 20, 30)
"""Those that are looked for together with other mistakes, too."""
EPOCHS = (2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 15, 20, 25, 30, 50, 100)
"""Counts that students type; any other is fitted."""
RATES = (0.001, 0.005, 0.01, 0.02, 0.03, 0.05, 0.2, 0.3)
STARTS = (-15.0, -10.0, -5.0, -1.0, 0.0, 1.0, 5.0, 10.0, 12.0, 15.0)


def _update(**fields: Any) -> Change:
    return Change(update=fields)


def _valued(name: str, value: float) -> Change:
    """A change whose new value is named."""
    return Change(value, update={name: value})


def _zeroing(*names: str) -> Iterable[Change]:
    for often in ("never", "epoch"):
        yield _update(**dict.fromkeys(names, often))


def _once_per_epoch(situation: Situation) -> Iterable[Change]:
    """One update from the mean or the sum of all gradients, of noise-free or noisy pairs, or from the last batch.

    Gradients that are not cleared within an epoch add up: of batches of several pairs, to the sum of their means.
    """
    yield _update(batch=0)
    yield _update(batch=0, pairs="noisy")
    yield Change(update={"batch": 0, "loss": "sum"}, rare=True)
    yield Change(update={"batch": 0, "loss": "sum", "pairs": "noisy"}, rare=True)
    yield _update(taken="last")
    if situation.recipe.update.batch > 1:
        yield _update(taken="summed")


def _mini_batches(situation: Situation) -> Iterable[Change]:
    usual = situation.recipe.update.batch
    for size in BATCH_SIZES:
        if size != usual and size < situation.pairs:
            yield Change(size, update={"batch": size}, rare=size not in USUAL_SIZES)


def _mixed_with_all(field: str, situation: Situation) -> Iterable[Change]:
    if situation.recipe.update.batch == 1:  # the shapes of several pairs and all of them do not fit
        yield _update(**{field: "all"})


def _with_all_data(situation: Situation) -> Iterable[Change]:
    if situation.recipe.update.batch:
        yield _update(predicted="all", target="all")


def _summed(situation: Situation) -> Iterable[Change]:
    if situation.recipe.update.batch != 1:
        yield _update(loss="sum")


def _divided(situation: Situation) -> Iterable[Change]:
    """The rate divided by the batch size, or by the number of pairs."""
    update = situation.recipe.update
    for count in sorted({update.batch or situation.pairs, situation.pairs} - {1}):
        yield Change(count, update={"rate": update.rate / count})


def _rates(larger: bool, situation: Situation) -> Iterable[Change]:
    right = situation.recipe.update.rate
    return (_valued("rate", rate) for rate in RATES if rate != right and (rate > right) is larger)


def _starts(field: str, situation: Situation) -> Iterable[Change]:
    right = getattr(situation.recipe.update, field)
    return (_valued(field, start) for start in STARTS if start != right)


def _not_reset(situation: Situation) -> Iterable[Change]:
    if situation.trained_before is not None:
        w, b = situation.trained_before
        yield _update(start_w=w, start_b=b)


def _epochs(more: bool, situation: Situation) -> Iterable[Change]:
    right = situation.recipe.update.epochs
    return (_valued("epochs", count) for count in EPOCHS if count != right and (count > right) is more)


UPDATE_MISTAKES = (
    Mistake(
        "no-epoch-loop",
        "The training goes through the data once only.",
        "One pass is one epoch. What has to be repeated to train for all the epochs that the task asks for?",
        always(_update(epochs=1)),
    ),
    Mistake(
        "gradients-not-zeroed",
        "The gradients are not set back to zero between updates, so old ones are added to new ones.",
        "PyTorch adds to a gradient until it is cleared. Is that done, in place, and before the next one is computed?",
        always(*_zeroing("zero_w", "zero_b")),
    ),
    Mistake(
        "w-gradient-not-zeroed",
        "The gradient of w is not set back to zero between updates.",
        "Both parameters have a gradient of their own, and each has to be cleared before the next one is computed.",
        always(*_zeroing("zero_w")),
    ),
    Mistake(
        "b-gradient-not-zeroed",
        "The gradient of b is not set back to zero between updates.",
        "Both parameters have a gradient of their own, and each has to be cleared before the next one is computed.",
        always(*_zeroing("zero_b")),
    ),
    Mistake(
        "gradient-ascent",
        "The parameters go up the gradient instead of down.",
        "The gradient points to where the loss grows. In which direction should a step lead?",
        always(_update(sign=1)),
    ),
    Mistake(
        "only-w-updated",
        "Only w is trained; b keeps its start value.",
        "The line has two parameters, and every update should move both.",
        always(_update(moves_b=None)),
    ),
    Mistake(
        "only-b-updated",
        "Only b is trained; w keeps its start value.",
        "The line has two parameters, and every update should move both.",
        always(_update(moves_w=None)),
    ),
    Mistake(
        "parameters-not-updated",
        "The parameters never move: w and b keep their start values.",
        "A step needs gradients. Check the order of the lines: are they still there when the parameters should move?",
        always(_update(moves_w=None, moves_b=None)),
    ),
    Mistake(
        "b-updated-with-w-gradient",
        "b is moved by the gradient of w.",
        "Each parameter has a gradient of its own. Read the line that updates b once more, name by name.",
        always(_update(moves_b="w")),
    ),
    Mistake(
        "w-updated-with-b-gradient",
        "w is moved by the gradient of b.",
        "Each parameter has a gradient of its own. Read the line that updates w once more, name by name.",
        always(_update(moves_w="b")),
    ),
    Mistake(
        "batch-update-per-epoch",
        "The parameters move once per epoch instead of once for each batch of the task.",
        "Which loop should the update belong to? Look at what the loader yields, and at the indentation.",
        _once_per_epoch,
    ),
    Mistake(
        "mini-batches",
        "The parameters are updated from batches of {value}, another size than the task asks for.",
        "Which loader does your training loop go through, and with which batch size was it made?",
        _mini_batches,
    ),
    Mistake(
        "shuffled-order",
        "The pairs come in a random order.",
        "The task asks for the pairs in their own order. How was the loader made that your loop goes through?",
        always(_update(order="shuffled")),
        random=True,
    ),
    Mistake(
        "reversed-order",
        "The pairs come in reverse order.",
        "The task asks for the pairs in their own order. How was the loader made that your loop goes through?",
        always(_update(order="reversed")),
    ),
    Mistake(
        "trained-on-noisy-pairs",
        "The parameters are trained on the noisy targets Y, not on the pairs of the data set.",
        "Two data sets are at hand. Which one do you loop over to train, and which one should it be?",
        always(_update(pairs="noisy")),
    ),
    Mistake(
        "trained-on-x-as-target",
        "The training compares predictions with the inputs, as if x were the target.",
        "A pair holds an input and a target. Look at what the prediction of a pair is compared with.",
        always(_update(pairs="x-as-target")),
    ),
    Mistake(
        "sample-loss-against-all-y",
        "In the inner loop the prediction for one pair is compared with all of Y at once.",
        "Shapes that differ are stretched to fit without a word. The inner loop should see one target at a time.",
        partial(_mixed_with_all, "target"),
    ),
    Mistake(
        "prediction-on-all-x",
        "In the inner loop predictions for all of X are compared with the target of one pair.",
        "Shapes that differ are stretched to fit without a word. The inner loop should see one input at a time.",
        partial(_mixed_with_all, "predicted"),
    ),
    Mistake(
        "all-data-at-each-update",
        "Each update uses all of X and Y instead of the pairs at hand.",
        "The loader hands out a part of the data for each update. Look at the case of the letters in the inner loop.",
        _with_all_data,
    ),
    Mistake(
        "gradient-summed-loss",
        "The parameters are trained on the sum of the squared errors of a batch, not on their mean.",
        "A sum makes every step as many times larger as the batch has pairs.",
        _summed,
    ),
    Mistake(
        "learning-rate-divided-by-batch",
        "The learning rate is divided by {value} before it is used.",
        "The criterion takes a mean already, so nothing is left to divide by.",
        _divided,
    ),
    Mistake(
        "start-not-reset",
        "The training goes on from parameters that were trained before.",
        "Each training run needs its own start values, or it begins where the last one ended.",
        _not_reset,
    ),
    Mistake(
        "learning-rate-too-small",
        "The learning rate is {value}, smaller than the lab's.",
        "The lab gives the learning rate a name. Use that name, and check that nothing sets it again or divides it.",
        partial(_rates, False),
        family="rate",
    ),
    Mistake(
        "learning-rate-too-large",
        "The learning rate is {value}, larger than the lab's.",
        "The lab gives the learning rate a name. Use that name, and check that nothing sets or scales it again.",
        partial(_rates, True),
        family="rate",
    ),
    Mistake(
        "wrong-start-w",
        "The training starts from w = {value}.",
        "Compare the start values with those that the task names; the first loss depends on nothing else.",
        partial(_starts, "start_w"),
        family="start_w",
    ),
    Mistake(
        "wrong-start-b",
        "The training starts from b = {value}.",
        "Compare the start values with those that the task names; the first loss depends on nothing else.",
        partial(_starts, "start_b"),
        family="start_b",
    ),
    Mistake(
        "too-few-epochs",
        "The training runs for {value} epochs, which is too few.",
        "Count how often the loop over epochs is gone through, and compare with what the task asks for.",
        partial(_epochs, False),
        family="epochs",
    ),
    Mistake(
        "too-many-epochs",
        "The training runs for {value} epochs, which is too many.",
        "Count how often the training is run, and for how many epochs each time.",
        partial(_epochs, True),
        family="epochs",
    ),
)
