"""Slope and bias: a line fitted by batch gradient descent with two learning rates."""

from reference import Lab, Task

LAB = Lab(
    name="slope-and-bias",
    published={"slope": 1.0, "bias": -1.0, "noise": 0.1, "seed": 1},
    rehearsal={"slope": 2.0, "bias": 1.0, "noise": 0.2, "seed": 7},
    tasks=(
        Task("practice-losses", "history", ("LOSS2",), entry="iteration"),
        Task("practice-parameters", "parameters", ("w", "b")),
        Task("practice-figure", "figure", ("LOSS", "LOSS2")),
    ),
)
