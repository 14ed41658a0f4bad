"""Made-up answers that lie in files: a folder of them for each lab that is known by its solution.

They have the form of a lab's sample answers, with one line more, `# students: 3`: of 24 students, how many hand it in.
A lab without such a folder shows its sample answers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.course.course import builtin_labs
from autograder.references.sample_answers import Expectation, read_sample

FOLDER = Path(__file__).parent / "classes"
STUDENTS = re.compile(r"^# students: (\d+)$", re.MULTILINE)


@dataclass(frozen=True)
class AnswerFile:
    """One answer, as its file has it."""

    name: str
    cells: Mapping[str, str]
    """what it writes into answer cells, by grade_id"""
    expected: Mapping[str, Expectation]
    """what grading has to say to each task"""
    students: int = 1
    """how many hand it in, of 24 or of as many as the files say together"""


def answer_files(lab: str) -> tuple[AnswerFile, ...]:
    """The answers to a built-in lab, in the order of their names; none where it has no file of them.

    Raises:
        SampleError: if one cannot be read.
    """
    own = FOLDER / lab
    folder = own if own.is_dir() else builtin_labs() / lab
    return tuple(_read(path) for path in sorted(folder.glob("*.py")))


def roll(answers: tuple[AnswerFile, ...]) -> tuple[AnswerFile, ...]:
    """Every answer as often as its file says, spread evenly over the class."""
    placed = [
        ((turn + 0.5) / answer.students, place, answer)
        for place, answer in enumerate(answers)
        for turn in range(answer.students)
    ]
    return tuple(answer for _, _, answer in sorted(placed, key=lambda entry: entry[:2]))


def _read(path: Path) -> AnswerFile:
    sample = read_sample(path)
    said = STUDENTS.search(path.read_text(encoding="utf-8"))
    return AnswerFile(sample.name, sample.cells, sample.expected, int(said[1]) if said else 1)
