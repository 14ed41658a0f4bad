"""Logistic regression on one input: squared errors that get stuck, the cross-entropy, and an accuracy."""

from random import Random

from reference import Lab, Task


def draw(source: Random) -> dict[str, float]:
    """Other widths, thresholds and sides; a threshold lies in the middle between two inputs, where no rounding decides.

    Of the twenty points at least five are in each class.
    """
    width = round(source.uniform(0.8, 1.5), 2)
    below = source.randint(5, 15)
    return {
        "threshold": round(width * (-1.05 + 0.1 * below), 3),
        "side": source.choice((-1, 1)),
        "width": width,
    }


LAB = Lab(
    name="logistic-regression",
    published={"threshold": 0.25, "side": 1, "width": 1.0},
    rehearsal={"threshold": -0.42, "side": -1, "width": 1.2},
    draw=draw,
    tasks=(
        Task("practice-losses", "history", ("LOSS",)),
        Task("practice-model", "parameters", ("model",)),
        Task("practice-accuracy", "values", ("accuracy",)),
        Task("practice-figure", "figure", ("LOSS",)),
    ),
)
