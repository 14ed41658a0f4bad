"""Momentum: a line fitted in a long, narrow valley, with velocities that are kept by hand."""

from reference import Lab, Task

LAB = Lab(
    name="momentum",
    published={"slope": 1.0, "bias": -1.0, "noise": 0.1, "seed": 1},
    rehearsal={"slope": 2.0, "bias": 1.0, "noise": 0.2, "seed": 7},
    tasks=(
        Task("practice-losses", "history", ("LOSS",), entry="step"),
        Task("practice-parameters", "parameters", ("w", "b")),
        Task("practice-figure", "figure", ("LOSS",)),
    ),
)
