"""The first lab: a line with two parameters, fitted by batch and by stochastic gradient descent."""

from dataclasses import replace

from reference import Drill, Lab, Recipe, Task, Update

_PRACTICE = Update(start_w=-12.0, start_b=-10.0, rate=0.1, epochs=10)
_WORKED = replace(_PRACTICE, start_w=-15.0)
_GIVENS = ("X", "Y", "dataset", "trainloader", "lr", "forward", "criterion")
_WORKED_HISTORIES = {
    "LOSS_BGD": Recipe(replace(_WORKED, pairs="noisy", batch=0)),
    "LOSS_SGD": Recipe(replace(_WORKED, pairs="noisy")),
    "LOSS_Loader": Recipe(_WORKED),
}
_KNOWN = (
    "forward",
    "criterion",
    "train_model",
    "train_model_SGD",
    "losses_by_update",
    "Data",
    "train_model_DataLoader",
)

_SETTING = ("slope", "bias", "noise", "seed")

LAB = Lab(
    name="two-parameter-sgd",
    published={"slope": 1.0, "bias": -1.0, "noise": 0.1, "seed": 1},
    rehearsal={"slope": 2.0, "bias": 1.0, "noise": 0.2, "seed": 7},
    recipe=Recipe(_PRACTICE),
    worked=_WORKED_HISTORIES,
    drills=(
        Drill("batch descent", ("batch-model", "batch-run"), "LOSS_BGD"),
        Drill("one pair at a time", ("sgd-model", "sgd-run"), "LOSS_SGD"),
    ),
    tasks=(
        Task(
            name="practice-losses",
            kind="history",
            names=("LOSS",),
            answer="practice-train",
            givens=_GIVENS,
            beside=("w", "b", *_WORKED_HISTORIES),
            known=_KNOWN,
            setting=_SETTING,
        ),
        Task(
            name="practice-parameters",
            kind="parameters",
            names=("w", "b"),
            answer="practice-train",
            givens=_GIVENS,
            beside=("LOSS",),
            known=_KNOWN,
            setting=_SETTING,
        ),
        Task(
            name="practice-figure",
            kind="figure",
            names=("LOSS",),
            answer="practice-plot",
            givens=_GIVENS,
            beside=tuple(_WORKED_HISTORIES),
            known=_KNOWN,
            setting=_SETTING,
        ),
    ),
)
