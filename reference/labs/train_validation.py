"""Training and validation: one model for each of four rates, and a choice among them by data without outliers."""

import random

from reference import Lab, Task

_RATES = ("rate_1", "rate_2", "rate_3", "rate_4")
_ERRORS = ("train_error", "validation_error")


def _draw(source: random.Random) -> dict[str, float]:
    """Another line, and rates of which now the second, now the third, now the last is the best to choose.

    Of the rates in all of them one near 0.05 has the lowest validation error, and one near 0.005 the lowest training
    error: worked out for lines within these bounds, with a noise of up to 0.3.
    """
    low = round(source.uniform(0.0003, 0.0008), 5)
    bent = round(source.uniform(0.004, 0.007), 4)
    good = round(source.uniform(0.045, 0.055), 3)
    high = round(source.uniform(0.096, 0.1), 3)
    rates = source.choice(((low, bent, good, high), (low, round(3 * low, 5), bent, good), (bent, good, high, 0.108)))
    return {
        "slope": source.choice((-1, 1)) * round(source.uniform(1.0, 3.0), 2),
        "bias": source.choice((-1, 1)) * round(source.uniform(0.5, 2.0), 2),
        "noise": round(source.uniform(0.1, 0.3), 2),
        "seed": source.randrange(2, 1_000_000),
        **dict(zip(_RATES, rates, strict=True)),
    }


LAB = Lab(
    name="train-validation",
    published={
        "slope": -3.0,
        "bias": 1.0,
        "noise": 0.1,
        "seed": 1,
        **dict(zip(_RATES, (0.0005, 0.005, 0.05, 0.09), strict=True)),
    },
    rehearsal={
        "slope": 2.0,
        "bias": -1.0,
        "noise": 0.2,
        "seed": 7,
        **dict(zip(_RATES, (0.005, 0.05, 0.1, 0.108), strict=True)),
    },
    draw=_draw,
    tasks=(
        Task("practice-errors", "history", _ERRORS, entry="rate"),
        Task("practice-choice", "parameters", ("best_lr", "good_model")),
        Task("practice-figure", "figure", _ERRORS, against="learning_rates", log_axis="x"),
    ),
).with_words(
    "wrong-start",
    hint="Compare the start values with those that the task names. Does every model get them?",
).with_words(
    "all-data-at-each-update",
    hint="The loader hands out a part of the data for each update. Which inputs and targets does your inner loop use?",
)
