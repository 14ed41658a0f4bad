"""The made-up class: its right answers are right, its wrong ones make the mistakes that they are named after."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset
from warm_executors import Lender

from autograder.course.course import Course, builtin_names, builtin_sources
from autograder.demo import right_answers, wrong_answers
from autograder.demo.answer import Answer
from autograder.demo.answer_files import FOLDER, AnswerFile, answer_files, roll
from autograder.demo.class_of import LAB, ROLLS, Student, filled, hand_in, students
from autograder.demo.practice import PRACTICES, Practice
from autograder.grading.class_grading import Done, grade_class

LABS = ("two-parameter-sgd", "mini-batch")
# The first as printed by a run outside this project, the second worked out with NumPy in float64.
LOSSES = {
    LABS[0]: [576.709656, 73.436104, 17.168634, 4.242830, 0.941965, 0.266524, 0.052187, 0.027348, 0.008678, 0.010460],
    LABS[1]: [835.276, 85.4969, 5.336417, 0.3113161, 0.02156396, 0.007863066, 0.007994028, 0.008239545, 0.008313030,
              0.008331934],
}  # fmt: skip
LAST = {LABS[0]: (1.003857, -1.011374), LABS[1]: (1.000012, -1.000023)}
WORKED = ("LOSS_BGD", "LOSS_SGD", "LOSS_Loader", "LOSS_MINI5", "LOSS_MINI10")


@pytest.fixture(params=LABS)
def practice(request: pytest.FixtureRequest) -> Practice:
    return PRACTICES[request.param]


@pytest.fixture
def lab_names(practice: Practice) -> Iterator[dict[str, Any]]:
    """What the worked cells leave to the practice, made here from the lab's facts."""
    torch.manual_seed(1)
    x = torch.arange(-3, 3, 0.1).view(-1, 1)
    line = 1.0 * x - 1.0
    names: dict[str, Any] = {"torch": torch, "plt": plt, "DataLoader": DataLoader, "Dataset": Dataset, "X": x}
    names |= {"Y": line + 0.1 * torch.randn(x.size()), "lr": 0.1, "w": torch.tensor(1.0), "b": torch.tensor(-1.0)}
    names["Data"] = lambda: TensorDataset(x, line)
    names["dataset"] = names["Data"]()
    names["trainloader"] = DataLoader(names["dataset"], batch_size=1 if practice.batch == 1 else 10)
    names |= {name: [3.0 + number] * 10 for number, name in enumerate(WORKED)}
    names["criterion"] = lambda yhat, y: torch.mean((yhat - y) ** 2)
    names["forward"] = lambda inputs: names["w"] * inputs + names["b"]
    yield names
    plt.close("all")


def number(value: Any) -> float:
    return float(torch.as_tensor(value).item())


@pytest.mark.filterwarnings("ignore:Converting a tensor with requires_grad:UserWarning")
@pytest.mark.parametrize("answer", right_answers.ALL, ids=lambda answer: answer.name)
def test_right_answers_give_the_published_numbers(
    answer: Answer, practice: Practice, lab_names: dict[str, Any]
) -> None:
    written = practice.filled(answer)
    for source in (written.train, *written.added, written.plot):
        exec(compile(source, answer.name, "exec"), lab_names)
    losses = [number(loss) for loss in lab_names[practice.history]]
    assert np.allclose(losses, LOSSES[practice.lab], rtol=1e-4)
    assert np.allclose([number(lab_names["w"]), number(lab_names["b"])], LAST[practice.lab], rtol=1e-4)
    (axes,) = plt.gcf().axes
    assert any(np.allclose(line.get_ydata(), losses) for line in axes.lines if len(line.get_ydata()) == 10)
    assert axes.get_xlabel()
    assert axes.get_ylabel()
    assert axes.get_legend()


@pytest.mark.filterwarnings("ignore:Converting a tensor with requires_grad:UserWarning")
def test_no_wrong_answer_does_all_that_is_asked(practice: Practice, lab_names: dict[str, Any]) -> None:
    right, typed = LOSSES[practice.lab], practice.fill("$history = [$numbers]")
    for answer in (*wrong_answers.ALL, *([wrong_answers.LOADER_AT_HAND] if practice.loader else [])):
        written = practice.filled(answer)
        names, asked = dict(lab_names), []
        names["forward"] = lambda inputs, names=names: names["w"] * inputs + names["b"]
        names |= {name: list(lab_names[name]) for name in WORKED}
        plt.close("all")
        try:
            for source in (written.train or "pass", *written.added, written.plot or "pass"):
                exec(compile(source, answer.name, "exec"), names)
            losses = [number(loss) for loss in names[practice.history]]
            asked.append(len(losses) == 10 and np.allclose(losses, right, rtol=1e-4))
            asked.append(isinstance(names[practice.history][0], float) and typed not in written.train)
            axes = plt.gcf().axes[0]
            drawn = [np.asarray(line.get_ydata(), dtype=float) for line in axes.lines]
            asked.append(any(len(curve) == 10 and bool(np.allclose(curve, right, rtol=1e-4)) for curve in drawn))
            asked.append(bool(axes.get_xlabel() and axes.get_ylabel() and axes.get_legend()))
        except Exception:
            asked.append(False)
        assert not all(asked), answer.name


@pytest.mark.parametrize("lab", LABS)
def test_the_class_is_the_same_every_time_and_nobody_copies(lab: str) -> None:
    once, again = list(students(300, lab)), list(students(300, lab))
    assert once == again
    assert len({student.id for student in once}) == 300
    assert Counter(student.answer in right_answers.ALL for student in students(24, lab)) == {True: 9, False: 15}


def test_there_is_a_class_for_every_lab_of_the_kit() -> None:
    assert set(ROLLS) == set(PRACTICES)
    assert LAB in ROLLS
    for lab in set(builtin_names()) - set(ROLLS):
        answers = answer_files(lab)
        assert {"correct", "wrong"} <= {one.outcome for answer in answers for one in answer.expected.values()}, lab
        assert {one.name for one in roll(answers)} == {one.name for one in answers}


def test_answers_in_files_are_spread_over_the_class_as_often_as_they_say() -> None:
    often, seldom, once = (AnswerFile(name, {}, {}, count) for name, count in (("a", 4), ("b", 2), ("c", 1)))
    assert [answer.name for answer in roll((often, seldom, once))] == ["a", "b", "a", "c", "a", "b", "a"]


@pytest.mark.parametrize("lab", LABS)
def test_submissions_differ_from_the_release_in_the_students_cells_alone(lab: str) -> None:
    source = json.loads((builtin_sources() / lab / f"{lab}.ipynb").read_text())
    before = deepcopy(source)
    for student in students(40, lab):
        notebook = filled(source, student, lab)
        assert source == before
        changed = {
            one["metadata"].get("nbgrader", {}).get("grade_id")
            for one in notebook["cells"]
            if one not in source["cells"]
        }
        assert changed <= {"practice-train", "practice-plot", "practice-explain", None}


EXPECTED = {
    wrong_answers.AGAINST_X: (6.0, {"loss-against-x"}),
    wrong_answers.AGAINST_X_WITH_GRAPH: (3.0, {"loss-against-x", "history-keeps-graph"}),
    wrong_answers.GRAPH_TENSORS: (7.0, {"history-keeps-graph"}),
    wrong_answers.OTHER_LIST: (3.0, {"appended-to-another-list"}),
    wrong_answers.PER_SAMPLE: (6.0, {"loss-per-sample"}),
    wrong_answers.TOO_FEW: (3.0, {"too-few-epochs"}),
    wrong_answers.NEVER_CALLED: (0.0, {"function-never-called"}),
    wrong_answers.SYNTAX_ERROR: (0.0, {"cell-cannot-be-read"}),
    wrong_answers.TYPED_NUMBERS: (0.0, {"same-numbers-everywhere"}),
    wrong_answers.BLANK: (0.0, {"part-not-written"}),
    wrong_answers.TWO_MISTAKES: (3.0, {"loss-against-x", "too-few-epochs"}),
    wrong_answers.ONLY_W_ZEROED: (3.0, {"b-gradient-not-zeroed"}),
    wrong_answers.LOADER_AT_HAND: (3.0, {"mini-batches"}),
    wrong_answers.BATCHES_OF_5: (3.0, {"mini-batches"}),
}
# The plot of this lab draws the list that the losses went to: the figure shows the student's own training.
EXPECTED_IN_LAB = {("mini-batch", wrong_answers.OTHER_LIST): (6.0, {"appended-to-another-list"})}


@pytest.fixture(scope="module")
def demo_classes(
    tmp_path_factory: pytest.TempPathFactory, new_course: Callable[[Path], Course], quick_gradings: Lender
) -> dict[str, dict[str, Done]]:
    """For each lab the class of 24, graded in one course."""
    from autograder.grading.grading_rules import read_rules
    from autograder.grading.judge import read_judge
    from autograder.submissions import find_submissions

    course = new_course(tmp_path_factory.mktemp("demo") / "course")
    graded = {}
    executor = quick_gradings.lend("none")
    for lab in LABS:
        hand_in(course, 24, lab)
        rules = read_rules(course, lab)
        submissions = find_submissions(course, lab, sorted(rules.notebooks))
        done = list(grade_class(read_judge(rules), submissions, executor.run))
        graded[lab] = {one.submission.student: one for one in done}
    return graded


MADE_UP = [(lab, student) for lab in LABS for student in students(24, lab)]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize(("lab", "student"), MADE_UP, ids=[f"{lab}: {s.id}: {s.answer.name}" for lab, s in MADE_UP])
def test_every_made_up_student_gets_the_points_deserved(
    demo_classes: dict[str, dict[str, Done]], lab: str, student: Student
) -> None:
    result = demo_classes[lab][student.id].result
    assert not result.faulty
    named = {name for item in result.items for name in item.mistakes}
    if student.answer in right_answers.ALL:
        assert (result.score, named) == (10.0, set())
    elif student.answer in EXPECTED:
        assert (result.score, named) == EXPECTED_IN_LAB.get((lab, student.answer), EXPECTED[student.answer])
    else:
        assert result.score < 10.0


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize("lab", LABS)
def test_graded_notebooks_show_the_message_and_no_traceback_at_the_tasks(
    demo_classes: dict[str, dict[str, Done]], lab: str
) -> None:
    folder = Path(demo_classes[lab]["ben"].submission.folder).parents[2] / "autograded"
    graded = json.loads((folder / "ben" / lab / f"{lab}.ipynb").read_text())
    cells = {one["metadata"].get("nbgrader", {}).get("grade_id"): one for one in graded["cells"]}
    for name in ("practice-losses", "practice-parameters", "practice-figure"):
        (shown,) = cells[name]["outputs"]
        assert shown["output_type"] == "display_data"
        assert set(shown["data"]) == {"text/plain", "text/html"}
    assert "practice-losses" in "".join(cells["practice-losses"]["outputs"][0]["data"]["text/plain"])


@pytest.mark.slow
def test_the_command_shows_the_lab_that_is_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "shown"
    command = [sys.executable, "-c", "from autograder.cli import app; app()", "demo", "--lab", "mini-batch"]
    done = subprocess.run(
        [*command, "--students", "2", "--out", str(out)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 graded, 2 run now; mean score 6.50 of 10. 1 all right." in done.stdout
    assert "b-gradient-not-zeroed" in done.stderr
    told = [line.split("  (")[0].strip() for line in done.stdout.splitlines() if line.startswith(f"  {out}")]
    assert len(told) == 5
    assert all(Path(path).is_file() for path in told)
    assert sum("mini-batch" in path for path in told) == 4


@pytest.mark.parametrize("lab", builtin_names())
def test_answers_in_files_stay_python_with_what_is_written_in_words(lab: str) -> None:
    """An installer compiles every such file."""
    answers = answer_files(lab)
    for answer in answers:
        for file in FOLDER.glob(f"{lab}/{answer.name}.py"):
            compile(file.read_text(), str(file), "exec")
        assert not re.search(r"^# \w", answer.cells.get("practice-explain", ""), re.MULTILINE)
