"""The made-up class: its right answers are right, its wrong ones make the mistakes that they are named after."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader, TensorDataset

from autograder.class_grading import Done, grade_class
from autograder.course import builtin_sources
from autograder.demo import right_answers, wrong_answers
from autograder.demo.answer import Answer
from autograder.demo.class_of import LAB, Student, filled, hand_in, students
from autograder.execution.executor import Executor

PRACTICE = [576.709656, 73.436104, 17.168634, 4.242830, 0.941965, 0.266524, 0.052187, 0.027348, 0.008678, 0.010460]
LAST = (1.003857, -1.011374)


@pytest.fixture
def lab_names() -> Iterator[dict[str, Any]]:
    """What the worked cells leave to the practice, made here from the lab's facts."""
    torch.manual_seed(1)
    x = torch.arange(-3, 3, 0.1).view(-1, 1)
    line = 1.0 * x - 1.0
    names: dict[str, Any] = {"torch": torch, "plt": plt, "X": x, "lr": 0.1}
    names["Y"] = line + 0.1 * torch.randn(x.size())
    names["trainloader"] = DataLoader(TensorDataset(x, line), batch_size=1)
    names["LOSS_Loader"], names["LOSS_BGD"] = [3.0] * 10, [1.0] * 10
    names["criterion"] = lambda yhat, y: torch.mean((yhat - y) ** 2)
    names["forward"] = lambda inputs: names["w"] * inputs + names["b"]
    yield names
    plt.close("all")


def number(value: Any) -> float:
    return float(torch.as_tensor(value).item())


@pytest.mark.filterwarnings("ignore:Converting a tensor with requires_grad:UserWarning")
@pytest.mark.parametrize("answer", right_answers.ALL, ids=lambda answer: answer.name)
def test_right_answers_give_the_published_numbers(answer: Answer, lab_names: dict[str, Any]) -> None:
    for source in (answer.train, *answer.added, answer.plot):
        exec(compile(source, answer.name, "exec"), lab_names)
    assert np.allclose([number(loss) for loss in lab_names["LOSS"]], PRACTICE, rtol=1e-4)
    assert np.allclose([number(lab_names["w"]), number(lab_names["b"])], LAST, rtol=1e-4)
    (axes,) = plt.gcf().axes
    assert axes.get_xlabel()
    assert axes.get_ylabel()
    assert axes.get_legend()


@pytest.mark.filterwarnings("ignore:Converting a tensor with requires_grad:UserWarning")
def test_no_wrong_answer_does_all_that_is_asked(lab_names: dict[str, Any]) -> None:
    for answer in wrong_answers.ALL:
        names, asked = dict(lab_names), []
        names["forward"] = lambda inputs, names=names: names["w"] * inputs + names["b"]
        names["LOSS_Loader"] = list(lab_names["LOSS_Loader"])
        plt.close("all")
        try:
            for source in (answer.train or "pass", *answer.added, answer.plot or "pass"):
                exec(compile(source, answer.name, "exec"), names)
            losses = [number(loss) for loss in names["LOSS"]]
            asked.append(len(losses) == 10 and np.allclose(losses, PRACTICE, rtol=1e-4))
            asked.append(isinstance(names["LOSS"][0], float) and "LOSS = [576" not in answer.train)
            axes = plt.gcf().axes[0]
            drawn = np.asarray(axes.lines[0].get_ydata(), dtype=float)
            asked.append(len(drawn) == 10 and bool(np.allclose(drawn, PRACTICE, rtol=1e-4)))
            asked.append(bool(axes.get_xlabel() and axes.get_ylabel() and axes.get_legend()))
        except Exception:
            asked.append(False)
        assert not all(asked), answer.name


def test_the_class_is_the_same_every_time_and_nobody_copies() -> None:
    once, again = list(students(300)), list(students(300))
    assert once == again
    assert len({student.id for student in once}) == 300
    assert Counter(student.answer in right_answers.ALL for student in students(24)) == {True: 9, False: 15}


def test_submissions_differ_from_the_release_in_the_students_cells_alone() -> None:
    source = json.loads((builtin_sources() / LAB / f"{LAB}.ipynb").read_text())
    before = deepcopy(source)
    for student in students(40):
        notebook = filled(source, student)
        assert source == before
        changed = {
            one["metadata"].get("nbgrader", {}).get("grade_id")
            for one in notebook["cells"]
            if one not in source["cells"]
        }
        assert changed <= {"practice-train", "practice-plot", "practice-explain", None}


EXPECTED = {
    wrong_answers.AGAINST_X: (6.0, {"loss-against-x"}),
    wrong_answers.AGAINST_X_WITH_GRAPH: (3.0, {"loss-against-x"}),
    wrong_answers.GRAPH_TENSORS: (7.0, set()),
    wrong_answers.OTHER_LIST: (3.0, {"appended-to-another-list"}),
    wrong_answers.PER_SAMPLE: (6.0, {"loss-per-sample"}),
    wrong_answers.TOO_FEW: (3.0, {"too-few-epochs"}),
    wrong_answers.NEVER_CALLED: (0.0, {"function-never-called"}),
    wrong_answers.SYNTAX_ERROR: (0.0, set()),
    wrong_answers.TYPED_NUMBERS: (0.0, {"same-numbers-everywhere"}),
    wrong_answers.BLANK: (0.0, set()),
    wrong_answers.TWO_MISTAKES: (3.0, {"loss-against-x", "too-few-epochs"}),
}


@pytest.fixture(scope="module")
def demo_class(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Done]:
    from autograder.judging import read_judge
    from autograder.release import create_course
    from autograder.rules import read_rules
    from autograder.submissions import find_submissions

    course = create_course(tmp_path_factory.mktemp("demo") / "course")
    hand_in(course, 24)
    rules = read_rules(course, LAB)
    submissions = find_submissions(course, LAB, sorted(rules.notebooks))
    with Executor("none") as executor:
        done = list(grade_class(read_judge(rules), submissions, executor.run))
    return {one.submission.student: one for one in done}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize("student", list(students(24)), ids=lambda student: f"{student.id}: {student.answer.name}")
def test_every_made_up_student_gets_the_points_deserved(demo_class: dict[str, Done], student: Student) -> None:
    result = demo_class[student.id].result
    assert not result.faulty
    named = {name for item in result.items for name in item.mistakes}
    if student.answer in right_answers.ALL:
        assert (result.score, named) == (10.0, set())
    elif student.answer in EXPECTED:
        assert (result.score, named) == EXPECTED[student.answer]
    else:
        assert result.score < 10.0


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_graded_notebooks_show_the_message_and_no_traceback_at_the_tasks(demo_class: dict[str, Done]) -> None:
    folder = Path(demo_class["ben"].submission.folder).parents[2] / "autograded"
    graded = json.loads((folder / "ben" / LAB / f"{LAB}.ipynb").read_text())
    cells = {one["metadata"].get("nbgrader", {}).get("grade_id"): one for one in graded["cells"]}
    for name in ("practice-losses", "practice-parameters", "practice-figure"):
        (shown,) = cells[name]["outputs"]
        assert shown["output_type"] == "display_data"
        assert set(shown["data"]) == {"text/plain", "text/html"}
    assert "practice-losses" in "".join(cells["practice-losses"]["outputs"][0]["data"]["text/plain"])
