"""Logistic regression on one input: squared errors that get stuck, the cross-entropy, and an accuracy."""

from random import Random

from reference import Lab, Task

PUBLISHED_ACCURACY = 0.95


def draw(source: Random) -> dict[str, float]:
    """Other widths, thresholds and sides; a threshold lies in the middle between two inputs, where no rounding decides.

    Of the twenty points at least five are in each class. The practice ends at another accuracy than with the published
    data, so that a number which was read off there is wrong.
    """
    while True:
        width = round(source.uniform(0.8, 1.5), 2)
        threshold = round(width * (-1.05 + 0.1 * source.randint(5, 15)), 3)
        setting = {"threshold": threshold, "side": source.choice((-1, 1)), "width": width}
        if abs(accuracy(setting) - PUBLISHED_ACCURACY) > 0.01:
            return setting


def accuracy(setting: dict[str, float]) -> float:
    """What the practice should end with under a setting."""
    import torch  # only drawing a setting needs it

    from reference.recipes.logistic import train_classifier

    x = setting["width"] * torch.arange(-10, 10, dtype=torch.float64).view(-1, 1) / 10
    y = (setting["side"] * (x - setting["threshold"]) > 0).double()
    return train_classifier(x, y, start=(6.0, -8.0), lr=2, batch=10, epochs=8).accuracy(x, y)


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
