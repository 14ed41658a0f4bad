"""The PyTorch way: the line of the first lab as a module, with a ready loss, optimiser and loader."""

from reference import Lab, Task

LAB = Lab(
    name="pytorch-way",
    published={"slope": 1.0, "bias": -1.0, "noise": 0.1, "seed": 1},
    rehearsal={"slope": 2.0, "bias": 1.0, "noise": 0.2, "seed": 7},
    tasks=(
        Task("practice-model", "parameters", ("model",)),
        Task("practice-losses", "history", ("LOSS",)),
        Task("practice-figure", "figure", ("LOSS",)),
    ),
)
