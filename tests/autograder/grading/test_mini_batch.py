"""The second lab through `descent grade`: right answers in many styles, and wrong ones with their mistakes named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.course.course import Course
from autograder.demo.answer import Answer
from autograder.demo.class_of import TERM, Student, filled

LAB = "mini-batch"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

START = "LOSS_MINI20 = []\nw = torch.tensor(-15.0, requires_grad=True)\nb = torch.tensor(-10.0, requires_grad=True)\n"
LOADER = "trainloader = DataLoader(dataset=dataset, batch_size=20)\n"
FUNCTION = """
def my_train_model(epochs):
    for epoch in range(epochs):
        LOSS_MINI20.append(criterion(forward(X), Y).item())
        for x, y in trainloader:
            loss = criterion(forward(x), y)
            loss.backward()
            w.data = w.data - lr * w.grad.data
            b.data = b.data - lr * b.grad.data
            w.grad.data.zero_()
            b.grad.data.zero_()
"""
CALL = "\nmy_train_model(10)\n"
TRAINING = START + LOADER + FUNCTION + CALL
RECORD = "        LOSS_MINI20.append(criterion(forward(X), Y).item())\n"
LABELS = "plt.xlabel('epoch'); plt.ylabel('loss'); plt.legend(); plt.show()"
FOUR = "".join(f"plt.plot({name}, label='{name}')\n" for name in ("LOSS_BGD", "LOSS_SGD", "LOSS_MINI5", "LOSS_MINI10"))
FIVE = FOUR + "plt.plot(LOSS_MINI20, label='LOSS_MINI20')\n"

RIGHT = {
    "all-in-one-cell": f"dataset = Data()\n{LOADER}{START}lr = 0.1\n{FUNCTION}{CALL}",
    "other-name": TRAINING.replace("my_train_model", "train_model_Mini20"),
    "linear-layer": START
    + "model = torch.nn.Linear(1, 1)\n"
    + "model.weight.data.fill_(-15.0)\nmodel.bias.data.fill_(-10.0)\n"
    + "optimizer = torch.optim.SGD(model.parameters(), lr=lr)\n"
    + "for epoch in range(10):\n"
    + "    LOSS_MINI20.append(torch.nn.MSELoss()(model(X), Y).item())\n"
    + "    for x, y in DataLoader(dataset, batch_size=20):\n"
    + "        optimizer.zero_grad()\n        criterion(model(x), y).backward()\n        optimizer.step()\n"
    + "w, b = model.weight, model.bias\n",
    "optimizer-on-w-and-b": START
    + "step = torch.optim.SGD([w, b], lr=lr)\n"
    + "for _ in range(10):\n    LOSS_MINI20.append(float(criterion(forward(X), Y).detach()))\n"
    + "    for first in range(0, len(dataset), 20):\n        x, y = dataset[first:first + 20]\n"
    + "        step.zero_grad()\n        criterion(forward(x), y).backward()\n        step.step()\n",
    "numpy-by-hand": "import numpy as np\n"
    + "xs, ys, noisy = (t.numpy().astype('float64').ravel() for t in (dataset.x, dataset.y, Y))\n"
    + "w, b, LOSS_MINI20 = -15.0, -10.0, []\n"
    + "for epoch in range(10):\n    LOSS_MINI20.append(np.mean((w * xs + b - noisy) ** 2))\n"
    + "    for x, y in zip(np.split(xs, 3), np.split(ys, 3)):\n        error = w * x + b - y\n"
    + "        w, b = w - lr * 2 * np.mean(error * x), b - lr * 2 * np.mean(error)\n",
    "worked-function-called": START
    + LOADER
    + "kept = len(LOSS_MINI10)\ntrain_model_Mini10(10)\nLOSS_MINI20 = LOSS_MINI10[kept:]\ndel LOSS_MINI10[kept:]\n",
}
WRONG: dict[str, tuple[str, float, set[str]]] = {
    "only-w-zeroed": (TRAINING.replace("            b.grad.data.zero_()\n", ""), 3.0, {"b-gradient-not-zeroed"}),
    "never-called": (START + LOADER + FUNCTION, 0.0, {"function-never-called"}),
    "loader-at-hand": (START + FUNCTION + CALL, 3.0, {"mini-batches"}),
    "batches-of-5": (TRAINING.replace("batch_size=20", "batch_size=5"), 3.0, {"mini-batches"}),
    "one-pair-at-a-time": (TRAINING.replace(", batch_size=20", ""), 3.0, {"mini-batches"}),
    "all-at-once": (TRAINING.replace("batch_size=20", "batch_size=60"), 3.0, {"batch-update-per-epoch"}),
    # Random batches of 20 lead to losses a decade apart; what tells them is the loader itself.
    "shuffled": (TRAINING.replace("size=20", "size=20, shuffle=True"), 3.0, {"shuffled-order"}),
    "all-data": (TRAINING.replace("forward(x), y)", "forward(X), Y)"), 3.0, {"all-data-at-each-update"}),
    "on-noisy-pairs": (
        TRAINING.replace("in trainloader", "in zip(X.split(20), Y.split(20))"),
        3.0,
        {"trained-on-noisy-pairs"},
    ),
    "against-x": (TRAINING.replace("forward(X), Y)", "forward(X), X)"), 6.0, {"loss-against-x"}),
    "each-batch-recorded": (
        TRAINING.replace(RECORD, "").replace("loss.back", "LOSS_MINI20.append(loss.item())\n            loss.back"),
        6.0,
        {"loss-per-sample"},
    ),
    "total-at-each-batch": (
        TRAINING.replace(RECORD, "").replace("            loss =", f"    {RECORD}            loss ="),
        6.0,
        {"loss-per-sample"},
    ),
    "last-batch-recorded": (
        TRAINING.replace(RECORD, "").replace(CALL, f"        LOSS_MINI20.append(loss.item())\n{CALL}"),
        6.0,
        {"loss-of-last-sample"},
    ),
    "into-the-list-of-ten": (TRAINING.replace("LOSS_MINI20.app", "LOSS_MINI10.app"), 6.0, {"appended-to-another-list"}),
    "into-a-list-of-its-own": (
        "LOSS = []\n" + TRAINING.replace("LOSS_MINI20.app", "LOSS.app"),
        3.0,
        {"appended-to-another-list"},
    ),
    # Ten epochs of batches forget where they started: the parameters are right, the history is not.
    "start-of-the-first-lab": (TRAINING.replace("-15.0", "-12.0"), 6.0, {"wrong-start-w"}),
    "rate-of-another-lab": (TRAINING.replace("lr *", "0.07 *"), 3.0, {"learning-rate-too-small"}),
    "too-many-epochs": (TRAINING.replace("(10)", "(15)"), 3.0, {"too-many-epochs"}),
    "start-not-reset": (f"LOSS_MINI20 = []\n{LOADER}{FUNCTION}{CALL}", 3.0, {"start-not-reset"}),
    "against-x-and-too-few": (
        TRAINING.replace("forward(X), Y)", "forward(X), X)").replace("(10)", "(5)"),
        3.0,
        {"loss-against-x", "too-few-epochs"},
    ),
    "typed-numbers": (
        "LOSS_MINI20 = [835.27612, 85.4969, 5.336417, 0.3113161, 0.02156396, 0.007863066, 0.007994028, 0.008239545, "
        "0.00831303, 0.008331934]\nw, b = 1.000012, -1.0000235\n",
        0.0,
        {"same-numbers-everywhere"},
    ),
    "momentum": (
        RIGHT["linear-layer"].replace("lr=lr)", "lr=lr, momentum=0.5)"),
        3.0,
        set(),
    ),
}
FIGURES = {
    "four-curves": (FOUR + LABELS, 2.0, set()),  # the task asks for these four as well
    "five-curves": (FIVE + LABELS, 3.0, set()),
    "five-curves-no-legend": (FIVE + "plt.xlabel('epoch'); plt.ylabel('loss')", 2.0, set()),
    "own-curve-alone": ("plt.plot(range(1, 11), LOSS_MINI20, label='mine')\n" + LABELS, 3.0, set()),
    "own-curve-in-a-panel": (
        "fig, (left, right) = plt.subplots(1, 2)\nleft.plot(LOSS_BGD)\nright.semilogy(LOSS_MINI20, label='20')\n"
        "right.set(xlabel='epoch', ylabel='loss')\nright.legend()",
        3.0,
        set(),
    ),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, new_course: Callable[[Path], Course]) -> dict[str, Any]:
    """One class with everybody in it, graded by the command; student to result."""
    root = tmp_path_factory.mktemp("mini")
    course = new_course(root / "course")
    release = json.loads((course.step("release", LAB) / f"{LAB}.ipynb").read_text())
    answers = {name: Answer(name, train, FIVE + LABELS) for name, train in RIGHT.items()}
    answers |= {name: Answer(name, train, FIVE + LABELS) for name, (train, _, _) in WRONG.items()}
    answers |= {name: Answer(name, TRAINING, plot) for name, (plot, _, _) in FIGURES.items()}
    for name, answer in answers.items():
        folder = course.step("submitted", LAB, name)
        folder.mkdir(parents=True)
        notebook = filled(release, Student(name, name, answer, TERM), LAB)
        (folder / f"{LAB}.ipynb").write_text(json.dumps(notebook))
    file = root / "results.json"
    done = CliRunner().invoke(app, ["grade", LAB, "--course", str(course.root), "--json", str(file)])
    assert done.exit_code == 0, done.output
    return {entry["student"]: entry for entry in json.loads(file.read_text())["submissions"]}


def mistakes(result: dict[str, Any]) -> set[str]:
    return {name for task in result["tasks"] for name in task["mistakes"]}


def points(result: dict[str, Any], task: str) -> float:
    return next(float(one["points"]) for one in result["tasks"] if one["task"] == task)


@pytest.mark.parametrize("style", RIGHT)
def test_a_right_answer_in_any_style_gets_all_points(graded: dict[str, Any], style: str) -> None:
    result = graded[style]
    assert (result["score"], result["max_score"], mistakes(result)) == (10.0, 10.0, set()), result


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_loses_its_points_and_its_mistake_is_named(graded: dict[str, Any], name: str) -> None:
    _, score, named = WRONG[name]
    result = graded[name]
    assert points(result, "practice-losses") == 0.0
    assert (result["score"], mistakes(result)) == (score, named), result


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_gets_a_point_for_each_part(graded: dict[str, Any], name: str) -> None:
    _, score, named = FIGURES[name]
    result = graded[name]
    assert (points(result, "practice-figure"), mistakes(result)) == (score, named), result
    assert result["score"] == 7.0 + score


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("loader-at-hand", "from batches of 10, another size than the task asks for"),
        ("one-pair-at-a-time", "from batches of 1, another size"),
        ("into-the-list-of-ten", "went into the list LOSS_MINI10"),
        ("too-many-epochs", "15 epochs"),
        ("typed-numbers", "published data only"),
        ("momentum", "is not recognised; it may be more than one"),
    ],
)
def test_the_message_says_what_happened(graded: dict[str, Any], name: str, said: str) -> None:
    assert said in graded[name]["tasks"][0]["message"]
