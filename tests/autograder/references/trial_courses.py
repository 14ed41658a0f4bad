"""Real courses with one of the trial labs each: source notebook, lab file, release, and classes that hand in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

from small_course import empty_course
from trial_labs import TrialLab, answer, locked, task

from autograder.assignments.releases import generate_release
from autograder.course.course import Course, private_folder
from autograder.references.expected_file import write_expected
from autograder.references.lab_references import reference_of
from autograder.references.sample_answers import filled
from labkit.evidence.task import Task
from reference.solutions.notebook import read_notebook

CHECK = locked("checks", "import matplotlib.pyplot as plt\n\nfrom labkit import check")
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
SECRET = "2a" * 32
"""The same fresh settings are drawn in every run."""
TRAIN, PLOT = "practice-train", "practice-plot"


@dataclass(frozen=True, eq=False)
class TrialCourse:
    """What an instructor adds to the notebook of a trial lab: what is looked at, and which settings may be drawn."""

    lab: TrialLab
    tasks: tuple[Task, ...]
    rehearsal: Mapping[str, float]
    draw: str
    """The setting that is drawn from `source`, as a Python expression."""
    plot: str = ""
    """A second answer cell with a plot of what was measured."""

    @property
    def name(self) -> str:
        return self.lab.name

    def notebook(self) -> dict[str, Any]:
        """The source notebook, its graded cells with points."""
        made = deepcopy(self.lab.cells)
        made["metadata"] = KERNEL
        kept = [cell for cell in made["cells"] if not cell["metadata"]["nbgrader"]["grade"]]
        graded = [task(one.name) for one in self.tasks if one.kind != "figure"]
        figures = [task(one.name) for one in self.tasks if one.kind == "figure"]
        plot = [answer(PLOT, self.plot)] if self.plot else []
        made["cells"] = [deepcopy(CHECK), *kept, *graded, *plot, *figures]
        for cell in made["cells"]:
            cell["execution_count"] = None
            if cell["metadata"]["nbgrader"]["grade"]:
                cell["metadata"]["nbgrader"]["points"] = 2
        return made

    def lab_file(self, more: str = "") -> str:
        """The lab file; `more` is appended to what makes the lab."""
        return dedent(
            f"""
            from reference import Lab, Task

            def draw(source):
                return {self.draw}

            LAB = Lab(
                name={self.name!r},
                published={dict(read_notebook(self.notebook()).setting)!r},
                rehearsal={dict(self.rehearsal)!r},
                draw=draw,
                tasks={self.tasks!r},
            ){more}
            """
        ).lstrip()


def written(made: TrialCourse, root: Path, more: str = "", samples: Mapping[str, str] | None = None) -> Course:
    """A course with this lab, as far as its author writes it."""
    course = empty_course(root)
    private_folder(course)
    (course.private / "secret").write_text(SECRET)
    folder = course.step("source", made.name)
    folder.mkdir(parents=True)
    (folder / f"{made.name}.ipynb").write_text(json.dumps(made.notebook()))
    file = root / "labs" / f"{made.name.replace('-', '_')}.py"
    (root / "labs" / made.name).mkdir(parents=True)
    file.write_text(made.lab_file(more))
    for name, text in (samples or {}).items():
        (root / "labs" / made.name / f"{name}.py").write_text(text)
    return course


def released(course: Course, name: str) -> Course:
    """The course after `descent calibrate` and `nbgrader generate_assignment`."""
    reference = reference_of(course, name)
    assert reference is not None
    write_expected(course, reference)
    generate_release(course, name)
    return course


def hand_in(course: Course, name: str, answers: Mapping[str, Mapping[str, str]]) -> None:
    """For each student a notebook with these answer cells."""
    release = json.loads((course.step("release", name) / f"{name}.ipynb").read_text())
    for student, cells in answers.items():
        folder = course.step("submitted", name, student)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.ipynb").write_text(json.dumps(filled(release, cells)))


def tasks(**kinds: Sequence[str]) -> tuple[Task, ...]:
    """A task for each kind, called after it."""
    return tuple(Task(name=f"practice-{kind}", kind=kind, names=tuple(names)) for kind, names in kinds.items())  # type: ignore[arg-type]
