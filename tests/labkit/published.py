"""Numbers of the practice as a run outside this project printed them, and a key built from them alone."""

from labkit.evidence.task import Task
from labkit.judging.expected import Expected
from labkit.judging.explain import Words
from labkit.judging.key import Box, Explanation, Finding, Key
from labkit.judging.setting import Kind, Setting

LOSS = (576.709656, 73.436104, 17.168634, 4.242830, 0.941965, 0.266524, 0.052187, 0.027348, 0.008678, 0.010460)
FINAL_W, FINAL_B = 1.003857, -1.011374
AGAINST_X = (601.2, 99.5, 40.1, 20.7, 15.3, 12.9, 11.8, 11.2, 11.0, 11.0)
"""Made up for these tests: what a history against X could be."""

GIVENS = ("X", "lr", "trainloader", "forward", "criterion")
LOSSES_TASK = Task(
    name="practice-losses",
    kind="history",
    names=("LOSS",),
    answer="practice-train",
    givens=GIVENS,
    beside=("w", "b", "LOSS_Loader"),
    known=("train_model",),
    setting=("slope", "bias"),
)
PARAMETERS_TASK = Task(
    "practice-parameters", "parameters", ("w", "b"), "practice-train", GIVENS, ("LOSS",), ("train_model",), ("slope",)
)
FIGURE_TASK = Task("practice-figure", "figure", ("LOSS",), "practice-plot", GIVENS, ("LOSS_Loader",))

PUBLISHED = {"slope": 1.0, "bias": -1.0}
RIGHT = {
    "LOSS": Box.around(LOSS, relative=1e-3),
    "w": Box.around(FINAL_W, absolute=1e-3),
    "b": Box.around(FINAL_B, absolute=1e-3),
    "LOSS_Loader": Box.around(range(1, 11), relative=1e-3),
}
EXPLANATIONS = (
    Explanation(
        (Finding("loss-against-x"),),
        {"LOSS": Box.around(AGAINST_X, relative=1e-3), "w": RIGHT["w"], "b": RIGHT["b"]},
        (frozenset({"LOSS"}),),
    ),
    Explanation(
        (Finding("too-many-epochs", 12),),
        {
            "LOSS": Box.around((*LOSS, 0.0083, 0.0083), relative=1e-3),
            "w": Box.around(1.0, absolute=1e-3),
            "b": Box.around(-1.0, absolute=1e-3),
        },
        (frozenset({"LOSS", "w", "b"}),),
    ),
)
WORDS = {
    "loss-against-x": Words("Your loss is measured against X.", "What should predictions come close to?"),
    "too-many-epochs": Words("You trained {value} epochs.", "Count the epochs that the task asks for."),
    "appended-to-another-list": Words("The losses went into {value}.", "Which list is asked for?"),
    "same-numbers-everywhere": Words("The numbers are the same for all data.", "Let the notebook compute them."),
    "plots-another-list": Words("The figure shows {value}.", "Which list is asked for?"),
    "function-never-called": Words("A function is defined and never called.", "Who runs it?"),
}
OTHER = {"slope": 2.0, "bias": 1.0}
RIGHT_ELSEWHERE = {
    "LOSS": Box.around([2.0 * loss for loss in LOSS], relative=1e-3),
    "w": Box.around(FINAL_W + 1.0, absolute=1e-3),
    "b": Box.around(FINAL_B + 2.0, absolute=1e-3),
    "LOSS_Loader": RIGHT["LOSS_Loader"],
}
"""Made up for these tests: what could be right under the other public setting."""
START = {"w": -12.0, "b": -10.0}


def key(task: Task = LOSSES_TASK, kind: Kind = "published", **changes: object) -> Key:
    """The key of a task, the published one unless said otherwise."""
    setting = Setting(changes.pop("setting", PUBLISHED), kind)  # type: ignore[arg-type]
    values = {"task": task, "setting": setting, "right": RIGHT, "listed": EXPLANATIONS, "start": START, **changes}
    return Key(**values)  # type: ignore[arg-type]


def expected() -> Expected:
    """What `expected.json` could hold."""
    tasks = (LOSSES_TASK, PARAMETERS_TASK, FIGURE_TASK)
    by_setting = (
        {"setting": PUBLISHED},
        {"setting": OTHER, "kind": "rehearsal", "right": RIGHT_ELSEWHERE, "listed": ()},
    )
    return Expected(
        lab="two-parameter-sgd",
        tasks=tasks,
        keys=tuple(tuple(key(task, **changes) for task in tasks) for changes in by_setting),
        words=WORDS,
    )
