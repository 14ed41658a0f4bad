"""LAB-TITLE: under which data it is graded, and what is looked at. It never reaches a student.

What is right is what the solution in the notebook leaves.
"""

from reference import Lab, Task


def draw(source):
    """Other data, for grading on numbers that nobody saw; `source` is a `random.Random`."""
    return {
        "steepness": round(source.uniform(1.5, 3.0), 2),
        "middle": round(source.uniform(-1.0, 1.0), 2),
        "seed": source.randrange(2, 1_000_000),
    }


LAB = Lab(
    name="LAB-NAME",
    published={"steepness": 2.0, "middle": 0.5, "seed": 1},  # what the cell `parameters` sets
    rehearsal={"steepness": 2.5, "middle": -0.5, "seed": 7},  # other numbers, with which students can try
    draw=draw,
    tasks=(  # the check cell, what it looks at, and the names that hold it
        Task("practice-losses", "history", ("LOSS",)),
        Task("practice-parameters", "parameters", ("w", "b")),
        Task("practice-accuracy", "values", ("accuracy",)),
        Task("practice-figure", "figure", ("LOSS",)),
    ),  # a fifth kind, "drill", asks about a training with a mistake in it: see drills in docs/write-a-lab.md
)
