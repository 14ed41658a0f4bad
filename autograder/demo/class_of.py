"""A class of made-up students: real release notebooks with the answer cells filled."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from autograder.course.course import Course, builtin_names
from autograder.demo import right_answers as right
from autograder.demo import wrong_answers as wrong
from autograder.demo.answer import Answer
from autograder.demo.answer_files import AnswerFile, answer_files, roll
from autograder.demo.practice import PRACTICES
from autograder.shared.errors import DescentError

LAB = "two-parameter-sgd"
"""The lab that is shown unless another is asked for."""

# fmt: off
NAMES = (
    "Ada", "Ben", "Chidi", "Dilara", "Emil", "Fatima", "Goran", "Hana", "Ines", "Jonas", "Kenji", "Lucia",
    "Mateo", "Nadia", "Oskar", "Priya", "Quentin", "Rosa", "Sami", "Tuana", "Ugo", "Vera", "Wanjiru", "Xu",
    "Yusuf", "Zoe",
)

# In 24: 9 right, 3 nearly, 11 wrong, 1 blank, as in 49 answers from public notebooks (17, 6, 23, 3).
# From the 25th student on, also what is rarer.
ROLLS = {
    "two-parameter-sgd": (
        right.PLAIN, wrong.AGAINST_X_WITH_GRAPH, right.OTHER_NAME, wrong.OTHER_LIST, right.NO_GRAD,
        wrong.GRAPH_TENSORS, wrong.AGAINST_X, right.SEVERAL_CELLS, wrong.TOO_FEW, right.NO_FUNCTION,
        wrong.SYNTAX_ERROR, right.KEEPS_TENSORS, wrong.AGAINST_X, wrong.OTHER_CURVE, right.LINEAR_MODULE,
        wrong.NEVER_CALLED, wrong.PER_SAMPLE, right.BY_HAND, wrong.TYPED_NUMBERS, wrong.BLANK, wrong.NOT_ZEROED,
        right.PLAIN, wrong.NO_LEGEND, wrong.TWO_MISTAKES,
        right.OTHER_NAME, wrong.TOO_MANY, right.NO_GRAD, wrong.NAME_ERROR, wrong.B_WITH_GRADIENT_OF_W, right.PLAIN,
        wrong.AFTER_UPDATE, wrong.AGAINST_X, right.SEVERAL_CELLS, wrong.LAST_SAMPLE, wrong.GRAPH_TENSORS,
        right.BY_HAND, wrong.RUN_TWICE, right.LINEAR_MODULE, wrong.UNFINISHED, wrong.AGAINST_X_WITH_GRAPH,
    ),
    "mini-batch": (
        right.PLAIN, wrong.ONLY_W_ZEROED, right.ALL_IN_ONE_CELL, wrong.OTHER_LIST, right.NO_GRAD,
        wrong.GRAPH_TENSORS, wrong.AGAINST_X, right.SEVERAL_CELLS, wrong.TOO_MANY, right.NO_FUNCTION,
        wrong.LOADER_AT_HAND, right.KEEPS_TENSORS, wrong.BATCHES_OF_5, wrong.OTHER_CURVE, right.LINEAR_MODULE,
        wrong.NEVER_CALLED, wrong.PER_SAMPLE, right.BY_HAND, wrong.TYPED_NUMBERS, wrong.BLANK, wrong.LOADER_AT_HAND,
        right.OTHER_NAME, wrong.NO_LEGEND, wrong.TWO_MISTAKES,
        right.ALL_IN_ONE_CELL, wrong.START_NOT_RESET, right.NO_GRAD, wrong.NAME_ERROR, wrong.B_WITH_GRADIENT_OF_W,
        right.PLAIN, wrong.AFTER_UPDATE, wrong.ONLY_W_ZEROED, right.SEVERAL_CELLS, wrong.LAST_SAMPLE, wrong.TOO_FEW,
        right.BY_HAND, wrong.RUN_TWICE, right.LINEAR_MODULE, wrong.UNFINISHED, wrong.SYNTAX_ERROR,
    ),
}
# fmt: on

TERM = datetime(2026, 3, 2, 9)


@dataclass(frozen=True)
class Student:
    """One made-up student."""

    id: str
    first_name: str
    answer: Answer | AnswerFile
    handed_in: datetime


def check_made_up(lab: str) -> None:
    """Make sure that a class was made up for a lab.

    Raises:
        DescentError: naming the labs that there are, where it was not.
    """
    if lab not in builtin_names():
        known = ", ".join(builtin_names())
        raise DescentError(f"--lab {lab}", "no class was made up for this lab", f"Choose one of: {known}.")


def students(count: int, lab: str = LAB) -> Iterator[Student]:
    """The same students every time, with answers to the practice of a lab."""
    answers: tuple[Answer | AnswerFile, ...] = ROLLS[lab] if lab in ROLLS else roll(answer_files(lab))
    for number in range(count):
        name = NAMES[number % len(NAMES)]
        round_ = number // len(NAMES)
        student_id = name.lower() + (f"-{round_ + 1}" if round_ else "")
        yield Student(student_id, name, answers[number % len(answers)], TERM + timedelta(minutes=17 * number))


def hand_in(course: Course, count: int, lab: str = LAB) -> None:
    """Fill the course's submitted folder and its roster."""
    from autograder.assignments.releases import open_gradebook

    release = json.loads((course.step("release", lab) / f"{lab}.ipynb").read_text(encoding="utf-8"))
    for student in students(count, lab):
        folder = course.step("submitted", lab, student.id)
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(filled(release, student, lab), indent=1, ensure_ascii=False)
        (folder / f"{lab}.ipynb").write_text(text + "\n", encoding="utf-8")
        (folder / "timestamp.txt").write_text(f"{student.handed_in:%Y-%m-%d %H:%M:%S} UTC\n")
    with open_gradebook(course) as gradebook:
        for student in students(count, lab):
            names = {"first_name": student.first_name, "last_name": "Demo"}
            gradebook.update_or_create_student(student.id, **names)


def filled(release: dict[str, Any], student: Student, lab: str = LAB) -> dict[str, Any]:
    """The release notebook of a lab with a student's answers."""
    notebook = deepcopy(release)
    cells = {cell["metadata"].get("nbgrader", {}).get("grade_id"): cell for cell in notebook["cells"]}
    sources, added = _written(student.answer, lab)
    for name, source in sources.items():
        if source:
            cells[name]["source"] = source
    position = notebook["cells"].index(cells["practice-train"]) + 1
    notebook["cells"][position:position] = [_added(source, number) for number, source in enumerate(added)]
    return notebook


def _written(answer: Answer | AnswerFile, lab: str) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """What stands in the answer cells, and in cells of one's own behind the training."""
    if isinstance(answer, AnswerFile):
        return answer.cells, ()
    told = PRACTICES[lab].filled(answer)
    return {"practice-train": told.train, "practice-plot": told.plot, "practice-explain": told.explain}, told.added


def _added(source: str, number: int) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": f"my-cell-{number + 1}",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": source,
    }
