"""Mistakes in where a history goes and what it holds, and those that the judge finds without a replay."""

from reference.recipes.mistakes.change import Change, Mistake, always, judged

STORE_MISTAKES = (
    Mistake(
        "history-appended-twice",
        "Every loss is in the list twice.",
        "Does something append twice, or was the training run a second time into the same list? Start it empty.",
        always(Change(store={"times": "entries-twice"}), Change(store={"times": "history-twice"})),
    ),
    Mistake(
        "appended-to-another-list",
        "The losses went into the list {value}, not into the one that the task names.",
        "Compare the name of the list that you append to with the one that the task asks for.",
        judged,
    ),
    Mistake(
        "function-never-called",
        "A function is defined, but its work does not show: nothing was recorded, and the parameters are as before.",
        "Defining a function runs none of its lines. What makes it run, and which names should it fill?",
        judged,
    ),
    Mistake(
        "same-numbers-everywhere",
        "The numbers stay the same when the data change.",
        "Your notebook also runs on other data. Let the code compute the numbers from the variables you were given.",
        judged,
    ),
    Mistake(
        "plots-another-list",
        "The plot shows the list {value}, not the history of the practice.",
        "Compare the name of the list that you plot with the one that your training filled.",
        judged,
    ),
    Mistake(
        "diverged",
        "The loss grew beyond all numbers: the parameters ran away.",
        "Look at what makes a step too large or sends it uphill: its sign, the learning rate, old gradients.",
        judged,
    ),
)
