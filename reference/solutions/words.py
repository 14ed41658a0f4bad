"""What is said of each mistake, in the notebook's own names: a title and a hint, the same for all ways of a mistake.

`{value}` stays in a title until a value is known; all other names in braces are filled in from the answer, and for
`{epoch}` what the lab calls a round of its training: a step, an iteration.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reference.recipes.mistakes.closer_hints import CLOSER_HINTS
from reference.solutions.names import last_name
from reference.solutions.operators.data import data_of, totals
from reference.solutions.reading import Reading

EPOCH = "epoch"
Words = tuple[str, str]
"""A title, which says what went wrong, and a hint, which helps without giving the line away."""


@dataclass(frozen=True)
class Spoken:
    """The names that sentences speak in."""

    history: str
    inputs: str
    targets: str
    clean: str
    parameters: str
    optimiser: str
    entry: str
    """What each entry of the history stands for."""
    epoch: str
    """What a round of the training is called."""

    def said(self, words: Words) -> Words:
        """A title and a hint in these names."""
        title, hint = (part.format(value="{value}", **vars(self)) for part in words)
        return title, hint


def words_of(reading: Reading, entries: Mapping[str, str] | None = None) -> Callable[[str], tuple[str, str, str]]:
    """What is said of the mistakes in one answer: title, hint and closer hint; raises `KeyError` for other names.

    `entries` says of histories what each of their entries stands for, where that is no epoch.
    """
    spoken = _spoken(reading, entries or {})

    def words(name: str) -> tuple[str, str, str]:
        title, hint = spoken.said(WORDS[name])
        return title, hint, CLOSER_HINTS[name].replace(EPOCH, spoken.epoch)

    return words


def _spoken(reading: Reading, entries: Mapping[str, str]) -> Spoken:
    losses = totals(reading)
    data = data_of(reading, losses[0]) if losses else None
    model = next(iter(reading.made("model")), None)
    parameters = tuple(dict.fromkeys(p for training in reading.trainings for p in training.parameters))
    of_model = f"the parameters of {last_name(model.targets[0])}" if model is not None else "the parameters"
    optimiser = next(iter(reading.made("optimiser")), None)
    history = next((r.history for r in reading.recordings if r.history.isidentifier()), "the history")
    entry = entries.get(history, EPOCH)
    return Spoken(
        history="the history" if history == "returned" else history,
        inputs=f"the inputs {data.inputs}" if data is not None and data.inputs else "the inputs",
        targets=f"the targets {data.targets}" if data is not None else "the targets",
        clean=_noise_free(reading),
        parameters=" and ".join(parameters) if 1 < len(parameters) <= 3 else of_model,
        optimiser=last_name(optimiser.targets[0]) if optimiser is not None else "the optimiser",
        entry=entry,
        epoch=entry if _is_recorded_by_epoch(reading) else EPOCH,
    )


def _is_recorded_by_epoch(reading: Reading) -> bool:
    """Whether entries are made within the rounds of a training, not one for each of several trainings."""
    rounds = {training.epochs for training in reading.trainings} - {None}
    return any(rounds & set(reading.tree.loops(record.statement)) for record in reading.recordings)


def _noise_free(reading: Reading) -> str:
    """What the targets without noise are called; where losses on several data are recorded, each has its own."""
    of_losses = (data_of(reading, loss) for loss in totals(reading))
    names = dict.fromkeys(data.clean[0] for data in of_losses if data is not None and data.clean)
    said = "the targets without their noise" if names else "the noise-free line"
    return f"{next(iter(names))}, {said}" if len(names) == 1 else said


_RECORDED: Mapping[str, Words] = {
    "loss-against-x": (
        "The total loss compares the predictions with {inputs}.",
        "A loss says how far predictions are from the targets. Which of the names you were given holds the targets?",
    ),
    "loss-against-clean-line": (
        "The total loss compares the predictions with {clean}.",
        "In practice nobody knows the targets without noise; a model is measured on the data that were observed.",
    ),
    "loss-against-inner-y": (
        "The total loss compares the predictions for all inputs with the targets of a single batch.",
        "Read the names letter by letter: a loop variable holds some of the targets, the total loss needs all.",
    ),
    "loss-against-other-data": (
        "The total loss compares the predictions with {value}.",
        "A loss says how far predictions are from their own targets. Which targets belong to these inputs?",
    ),
    "loss-after-update": (
        "The loss is measured after parameters were updated in the {epoch}.",
        "The first entry should be the loss at the start values. At which moment are they still there?",
    ),
    "loss-before-update": (
        "The loss is measured before the parameters are updated in the {epoch}.",
        "Read again at which moment the task asks for the loss, and what the first entry should show.",
    ),
    "start-recorded-extra": (
        "The history holds one more entry than there are {epoch}s: from before the first update to after the last.",
        "Count the places where you append: each {epoch} should lead to one entry, and nothing else should.",
    ),
    "recorded-once": (
        "The history ends with a single entry instead of one per {entry}.",
        "Look at the indentation: what stands inside the loop, and does the list start empty again there?",
    ),
    "loss-of-last-sample": (
        "The loss of the last update is recorded, not the loss over all the data.",
        "The loss of one batch says little about the model. Measure over all the data when you record.",
    ),
    "loss-averaged-over-samples": (
        "The loss is gathered while the parameters change: over the updates of each {epoch}, not at one moment.",
        "Each of these losses belongs to other parameters. The total loss uses one state of the model for all data.",
    ),
    "loss-per-sample": (
        "One loss is recorded for each update instead of one for each {epoch}.",
        "Two loops are at work here; which of them should the recording belong to?",
    ),
    "loss-per-epoch": (
        "One loss is recorded for each {epoch} instead of one for each update.",
        "Two loops are at work here; which of them should the recording belong to?",
    ),
    "losses-not-kept": (
        "The training led to the right parameters, but none of its losses are in {history}.",
        "A list that is made inside a function ends with it. Does anything fill {history} with what was measured?",
    ),
    "recorded-now-and-then": (
        "Only one loss in {value} is recorded.",
        "The history should have an entry for each {entry}. What decides whether one is made?",
    ),
    "history-appended-twice": (
        "Every loss is in the list twice.",
        "Does something append twice, or was the training run a second time into the same list? Start it empty.",
    ),
    "appended-to-another-list": (
        "The losses went into the list {value}, not into the one that the task names.",
        "Compare the name of the list that you append to with the one that the task asks for.",
    ),
    "measured-before-training": (
        "What should be measured after the training is measured before it.",
        "At which line is the model trained, and which of the two states should be measured?",
    ),
    "histories-exchanged": (
        "Two histories are exchanged: {value} hold each other's numbers.",
        "Read for each of them on which data it is measured, and compare with its name.",
    ),
    "history-of-other-data": (
        "What {value} holds is measured on another data set than its own.",
        "Follow the names from the data to the history: inputs, predictions, targets. Do all belong to one data set?",
    ),
}
_COST: Mapping[str, Words] = {
    "loss-summed": (
        "The loss is a sum over the data, not a mean.",
        "A sum grows with the number of points; the mean can be compared between data sets of any size.",
    ),
    "gradient-summed-loss": (
        "The parameters are trained on the sum over a batch, not on its mean.",
        "A sum makes every step as many times larger as there are numbers in the batch.",
    ),
    "loss-halved": (
        "The loss is half the mean squared error.",
        "Some books put a factor of one half before the squares. This lab's criterion has none.",
    ),
    "loss-rooted": (
        "The root of the mean squared error is used, not the mean squared error itself.",
        "The root is in the units of the targets, but it is another cost, with other values and other gradients.",
    ),
    "loss-absolute": (
        "Absolute errors are used where the errors should be squared.",
        "Both grow with the distance from the targets, but squares weigh large errors more. Use the lab's criterion.",
    ),
    "squared-errors": (
        "Squared errors are used, which are not the criterion that the task asks for.",
        "The lab gives its criterion a name. Compare it with what your predictions and targets are handed to.",
    ),
    "another-criterion": (
        "The criterion is {value}, another one than the task asks for.",
        "The notebook holds more than one criterion. Which of them should this training lower and record?",
    ),
    "activation-left-out": (
        "An activation is left out between layers or before the loss.",
        "What does the task, or the worked model, do with the output of each layer before it goes on?",
    ),
    "activation-applied-twice": (
        "An activation is applied twice.",
        "Look at what the model returns already, and at what is done with its output afterwards.",
    ),
    "another-activation": (
        "The activation between the layers is {value}.",
        "Compare the functions in your network with those that the task names.",
    ),
    "output-activated": (
        "The output of the network goes through {value}, which the task does not ask for.",
        "Which values can the targets have, and which can the network give?",
    ),
    "layers-in-another-order": (
        "The layers are made in another order, so each starts with other random numbers.",
        "Random numbers come in one order after a seed. Which layer is the first one to be made?",
    ),
    "another-layer-size": (
        "A hidden layer has the size {value}.",
        "Compare the sizes of the layers in your network with those that the task names.",
    ),
}
_UPDATED: Mapping[str, Words] = {
    "gradients-not-zeroed": (
        "The gradients are not set back to zero between updates, so old ones are added to new ones.",
        "PyTorch adds to a gradient until it is cleared. Is that done, in place, and before the next one is computed?",
    ),
    "w-gradient-not-zeroed": (
        "The gradient of w is not set back to zero between updates.",
        "Both parameters have a gradient of their own, and each has to be cleared before the next one is computed.",
    ),
    "b-gradient-not-zeroed": (
        "The gradient of b is not set back to zero between updates.",
        "Both parameters have a gradient of their own, and each has to be cleared before the next one is computed.",
    ),
    "one-gradient-not-zeroed": (
        "The gradient of {value} is not set back to zero between updates.",
        "Each parameter has a gradient of its own, and each of them has to be cleared before the next one is computed.",
    ),
    "gradient-ascent": (
        "The parameters go up the gradient instead of down.",
        "The gradient points to where the loss grows. In which direction should a step lead?",
    ),
    "one-parameter-uphill": (
        "The parameter {value} goes up its gradient instead of down.",
        "The gradient points to where the loss grows. Does every parameter move in the other direction?",
    ),
    "only-w-updated": (
        "Only w is trained; b keeps its start value.",
        "The line has two parameters, and every update should move both.",
    ),
    "only-b-updated": (
        "Only b is trained; w keeps its start value.",
        "The line has two parameters, and every update should move both.",
    ),
    "one-parameter-not-updated": (
        "The parameter {value} is not trained; it keeps its start value.",
        "Count the parameters of the model: every update should move all of them.",
    ),
    "parameters-not-updated": (
        "The parameters never move: {parameters} keep their start values.",
        "A step needs gradients. Check the order of the lines: are they still there when the parameters should move?",
    ),
    "b-updated-with-w-gradient": (
        "b is moved by the gradient of w.",
        "Each parameter has a gradient of its own. Read the line that updates b once more, name by name.",
    ),
    "w-updated-with-b-gradient": (
        "w is moved by the gradient of b.",
        "Each parameter has a gradient of its own. Read the line that updates w once more, name by name.",
    ),
    "updated-with-another-gradient": (
        "The parameter {value} is moved by the gradient of another one.",
        "Each parameter has a gradient of its own. Read the lines that update it once more, name by name.",
    ),
    "updated-with-another-velocity": (
        "The parameter {value} is moved by the velocity of another one.",
        "Each parameter has a velocity of its own. Read the line that updates it once more, name by name.",
    ),
    "one-parameter-with-another-rate": (
        "The parameter {value} moves with another learning rate than the rest.",
        "Each update multiplies a gradient by a rate. Is it the same rate in all of them, and the one of the task?",
    ),
    "batch-update-per-epoch": (
        "The parameters move once per {epoch} instead of once for each batch of the task.",
        "Which loop should the update belong to? Look at what the loader yields, and at the indentation.",
    ),
    "update-for-each-pair": (
        "The parameters move once for each pair instead of once per {epoch}.",
        "How many pairs should an update be made from here? Look at what the loss is computed over.",
    ),
    "optimiser-of-another-model": (
        "The parameters that {optimiser} moves are those of another model than the one that is trained.",
        "An optimiser keeps the parameters that it was made with. Was it made after the model, and with that one?",
    ),
    "optimiser-over-some-parameters": (
        "Only some of the parameters are moved by {optimiser}: the {value} of them.",
        "What was the optimiser given when it was made, and does that hold every parameter of the model?",
    ),
    "another-optimiser": (
        "The parameters are moved by {value}, another optimiser than the task asks for.",
        "Which optimiser does the task name, and which one does your code make?",
    ),
    "velocity-averaged": (
        "The gradient is scaled down before it is added to the velocity.",
        "Momentum is defined in more than one way. In PyTorch's, the new gradient is added as it is.",
    ),
    "moved-before-velocity": (
        "The parameters are moved by the velocity of the step before.",
        "Read the order of the lines: the gradient of a step goes into the velocity first, then the parameters move.",
    ),
    "one-without-momentum": (
        "The parameter {value} moves without momentum: its velocity keeps nothing of the step before.",
        "Each parameter has a velocity of its own. Compare the lines that renew them, name by name.",
    ),
    "one-velocity-for-all": (
        "Several parameters share one velocity.",
        "Each parameter has a gradient of its own. What becomes of them where they are all gathered under one name?",
    ),
    "velocity-renewed-from-another": (
        "The velocity of {value} is renewed from that of another parameter.",
        "Each parameter has a velocity of its own. Read the line that renews it once more, name by name.",
    ),
    "velocity-is-the-gradient": (
        "A velocity and a gradient are one and the same tensor, so what changes one changes the other.",
        "Giving a tensor a second name makes no copy of it. What else happens to a gradient within a {epoch}?",
    ),
    "rate-used-twice": (
        "The learning rate is used twice: in the velocity, and again in the step.",
        "Follow a gradient from where it is computed to where the parameter moves. How often is it scaled down?",
    ),
    "nesterov-momentum": (
        "The training uses Nesterov's momentum, which is another method.",
        "Compare your update, or the arguments of your optimiser, with what the task asks for.",
    ),
}
_DATA: Mapping[str, Words] = {
    "trained-on-x-as-target": (
        "The training compares predictions with the inputs, as if they were the targets.",
        "A pair holds an input and a target. Look at what the prediction of a pair is compared with.",
    ),
    "trained-on-clean-line": (
        "The training compares the predictions with {clean}.",
        "In practice nobody knows the targets without noise; a model learns from the data that were observed.",
    ),
    "trained-against-other-data": (
        "The training compares the predictions with {value}.",
        "A loss says how far predictions are from their own targets. Which targets belong to these inputs?",
    ),
    "clean-line-throughout": (
        "The history and the training both compare the predictions with {clean}.",
        "In practice nobody knows those targets; a model learns from what was observed, and is measured on that.",
    ),
    "sample-loss-against-all-y": (
        "In the inner loop the predictions for one batch are compared with all of {targets} at once.",
        "Shapes that differ are stretched to fit without a word. The inner loop should see its own targets only.",
    ),
    "prediction-on-all-x": (
        "In the inner loop predictions for all of {inputs} are compared with the targets of one batch.",
        "Shapes that differ are stretched to fit without a word. The inner loop should see its own inputs only.",
    ),
    "all-data-at-each-update": (
        "Each update uses all of the data instead of the pairs at hand.",
        "The loader hands out a part of the data for each update. Read the names in the inner loop letter by letter.",
    ),
    "mini-batches": (
        "The parameters are updated from batches of {value}, another size than the task asks for.",
        "Which loader does your training loop go through, and with which batch size was it made?",
    ),
    "loader-not-made": (
        "The training goes through the loader {value} of an earlier cell.",
        "The task asks for a loader of your own under this name. Was it made before the training?",
    ),
    "another-loader": (
        "The training goes through {value}, another loader than the task asks for.",
        "The notebook holds more than one loader. Which one does the task name, and which one does your loop name?",
    ),
    "trained-on-other-data": (
        "The parameters are trained on {value}, which holds other data than the task asks for.",
        "Two data sets are at hand. Which one do you loop over to train, and which one should it be?",
    ),
    "trained-on-noisy-pairs": (
        "The parameters are trained on {targets} with their noise, not on the pairs of the data set.",
        "Two data sets are at hand. Which one do you loop over to train, and which one should it be?",
    ),
    "shuffled-order": (
        "The pairs come in a random order.",
        "The task asks for the pairs in their own order. How was the loader made that your loop goes through?",
    ),
    "reversed-order": (
        "The batches come in reverse order.",
        "The task asks for the pairs in their own order. How was the loader made that your loop goes through?",
    ),
}
_NUMBERS: Mapping[str, Words] = {
    "no-epoch-loop": (
        "The training goes through the data once only.",
        "One pass is one {epoch}. What has to be repeated to train for all the {epoch}s that the task asks for?",
    ),
    "too-few-epochs": (
        "The training runs for {value} {epoch}s, which is too few.",
        "Count how often the loop over {epoch}s is gone through, and compare with what the task asks for.",
    ),
    "too-many-epochs": (
        "The training runs for {value} {epoch}s, which is too many.",
        "Count how often the training is run, and for how many {epoch}s each time.",
    ),
    "learning-rate-too-small": (
        "The learning rate is {value}, smaller than the task asks for.",
        "The task says which learning rate to use. Use that one, and check that nothing changes or divides it.",
    ),
    "learning-rate-too-large": (
        "The learning rate is {value}, larger than the task asks for.",
        "The task says which learning rate to use. Use that one, and check that nothing changes or scales it.",
    ),
    "learning-rate-divided-by-batch": (
        "The learning rate is divided by {value} before it is used.",
        "The criterion takes a mean already, so nothing is left to divide by.",
    ),
    "momentum-left-out": (
        "The training runs without momentum.",
        "What is kept from one step to the next, and does it reach the parameters?",
    ),
    "another-momentum": (
        "The momentum is {value}, another one than the task asks for.",
        "Compare the momentum that you use with the one that the task names.",
    ),
    "momentum-added": (
        "The training uses a momentum of {value}, which the task does not ask for.",
        "Compare your update, or the arguments of your optimiser, with what the task asks for.",
    ),
    "weight-decay-left-out": (
        "The training runs without weight decay.",
        "Compare your update, or the arguments of your optimiser, with what the task asks for.",
    ),
    "another-weight-decay": (
        "The weight decay is {value}.",
        "Compare your update, or the arguments of your optimiser, with what the task asks for.",
    ),
    "seed-not-set": (
        "The random numbers are drawn without setting the seed first.",
        "Random numbers repeat only from a seed that is set. Is it set before they are drawn?",
    ),
    "more-drawn-after-seed": (
        "Between setting the seed and the training, more random numbers are drawn than needed.",
        "Is a model made twice? Each one takes new random numbers, so the second starts elsewhere.",
    ),
    "another-seed": (
        "The random numbers are drawn from the seed {value}.",
        "Use the seed that the task names, and set it right before the random numbers are drawn.",
    ),
}
_STARTS: Mapping[str, Words] = {
    "wrong-start-w": (
        "The training starts from w = {value}.",
        "Compare the start values with those that the task names; the first loss depends on nothing else.",
    ),
    "wrong-start-b": (
        "The training starts from b = {value}.",
        "Compare the start values with those that the task names; the first loss depends on nothing else.",
    ),
    "wrong-start": (
        "The training starts from {value}.",
        "Compare the start values with those that the task names; the first loss depends on nothing else.",
    ),
    "start-not-reset": (
        "The training goes on from parameters that were trained before.",
        "Each training run needs its own start values, or it begins where the last one ended.",
    ),
    "start-not-set": (
        "The training starts from random parameters.",
        "A new module begins at random. Where does it get the start values that the task names?",
    ),
}
_CALLS: Mapping[str, Words] = {
    "function-never-called": (
        "A function is defined, but its work does not show: nothing was recorded or trained.",
        "Defining a function runs none of its lines. What makes it run, and which names should it fill?",
    ),
    "worked-function-called": (
        "The function {value} of a worked part is called, not one of the answer's own.",
        "A worked function fills the list of its own part. Which lines are yours, and does anything run them?",
    ),
}
_CHOSEN: Mapping[str, Words] = {
    "chosen-by-another-measure": (
        "The best one is chosen by {value}.",
        "Which data may decide between models, and which history holds what was measured on them?",
    ),
    "chosen-the-worst": (
        "The worst one is chosen, not the best.",
        "Is the best one where the measure is large, or where it is small?",
    ),
    "last-one-kept": (
        "What {value} holds belongs to the last training, not to the one that was chosen.",
        "A name that a loop sets keeps its last value. Which place was chosen, and where are all of them kept?",
    ),
    "chosen-without-comparing": (
        "The {value} one is chosen, whatever was measured.",
        "The choice should follow from what was measured. Which line compares the candidates?",
    ),
    "wrong-threshold": (
        "The outputs are compared with {value} to decide between the classes.",
        "In which range do the outputs lie, and where in it is the middle between the classes?",
    ),
    "labels-exchanged": (
        "The two classes are exchanged.",
        "Which class does a large output stand for? Read the comparison once more.",
    ),
    "counted-not-averaged": (
        "The value is a number of cases, not the share of them.",
        "A share lies between 0 and 1. What does the count have to be divided by?",
    ),
    "given-in-percent": (
        "The value is given in percent, not as a share.",
        "A share lies between 0 and 1.",
    ),
}  # fmt: skip
WORDS: Mapping[str, Words] = {**_RECORDED, **_COST, **_UPDATED, **_DATA, **_NUMBERS, **_STARTS, **_CALLS, **_CHOSEN}
"""Every mistake that operators can make, with what is said of it."""
