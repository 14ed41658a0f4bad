"""The second lab: the same line, fitted with batches of one pair, of some pairs, and of all of them."""

from dataclasses import replace

from reference import Drill, Lab, Recipe, Task, Update

_UPDATE = Update(start_w=-15.0, start_b=-10.0, rate=0.1, epochs=10)
_WORKED = {
    "LOSS_BGD": Recipe(replace(_UPDATE, pairs="noisy", batch=0)),
    "LOSS_SGD": Recipe(replace(_UPDATE, pairs="noisy")),
    "LOSS_MINI5": Recipe(replace(_UPDATE, batch=5)),
    "LOSS_MINI10": Recipe(replace(_UPDATE, batch=10)),
}
_TRAININGS = ("train_model_BGD", "train_model_SGD", "train_model_Mini5", "train_model_Mini10")

_LOSSES = Task(
    name="practice-losses",
    kind="history",
    names=("LOSS_MINI20",),
    answer="practice-train",
    givens=("X", "Y", "dataset", "lr", "forward", "criterion"),
    beside=("w", "b", *_WORKED),
    known=("forward", "criterion", "Data", *_TRAININGS, "losses_by_update"),
    setting=("slope", "bias", "noise", "seed"),
)

LAB = Lab(
    name="mini-batch",
    published={"slope": 1.0, "bias": -1.0, "noise": 0.1, "seed": 1},
    rehearsal={"slope": 2.0, "bias": 1.0, "noise": 0.2, "seed": 7},
    recipe=Recipe(replace(_UPDATE, batch=20)),
    worked=_WORKED,
    drills=(
        Drill("one pair at a time", ("sgd-model", "sgd-run"), "LOSS_SGD"),
        Drill("batches of five", ("mini5-model", "mini5-run"), "LOSS_MINI5"),
    ),
    tasks=(
        _LOSSES,
        replace(_LOSSES, name="practice-parameters", kind="parameters", names=("w", "b"), beside=_LOSSES.names),
        replace(_LOSSES, name="practice-figure", kind="figure", answer="practice-plot", beside=tuple(_WORKED)),
    ),
)
