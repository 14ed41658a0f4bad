"""LAB-TITLE: what is right in this lab, and under which data. It never reaches a student."""

from dataclasses import replace

from reference import Lab, Recipe, Task, Update

# The worked training: all noisy pairs at each update (batch=0), from w = -15 and b = -10.
WORKED = Update(start_w=-15.0, start_b=-10.0, rate=0.1, epochs=10, pairs="noisy", batch=0)
# What the practice asks for: the same from another start.
PRACTICE = replace(WORKED, start_w=6.0, start_b=8.0)

LOSSES = Task(
    name="practice-losses",  # the check cell
    kind="history",
    names=("LOSS",),  # what students fill
    answer="practice-train",  # where they write
    givens=("X", "Y", "lr", "forward", "criterion"),  # what they are given, and should not change
    beside=("w", "b", "LOSS_WORKED"),  # looked at to find out what went wrong
    known=("forward", "criterion", "train_model"),  # functions of the worked cells
    setting=("slope", "bias", "noise", "seed"),  # what the cell `parameters` sets
)

LAB = Lab(
    name="LAB-NAME",
    published={"slope": 1.0, "bias": -1.0, "noise": 0.1, "seed": 1},
    rehearsal={"slope": 2.0, "bias": 1.0, "noise": 0.2, "seed": 7},
    recipe=Recipe(PRACTICE),
    worked={"LOSS_WORKED": Recipe(WORKED)},
    tasks=(
        LOSSES,
        replace(LOSSES, name="practice-parameters", kind="parameters", names=("w", "b"), beside=("LOSS",)),
        replace(LOSSES, name="practice-figure", kind="figure", answer="practice-plot", beside=("LOSS_WORKED",)),
    ),
)
