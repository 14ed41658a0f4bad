"""What the grader says of answers, from evidence that this process collects itself: the sandbox and files left out."""

import json
import random
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from corpus import Answer, filled

from autograder.course.course import builtin_labs, find_course
from autograder.grading.evidence_store import KeptEvidence, SettingRun
from autograder.grading.jobs import PARAMETERS, setting_source
from autograder.grading.submission_verdicts import Graded, grade_tasks, verdicts
from autograder.references.lab_keys import Keys, keys_of
from autograder.references.lab_references import reference_for
from autograder.submissions.restoring import cell_name
from labkit.evidence.task import Task
from labkit.judging.explain import Policy
from labkit.judging.setting import Setting
from reference.lab_files.lab import Lab, draw_setting, load_lab
from reference.lab_files.reference import Reference

ROOT = Path(__file__).parent.parent
RELEASES = ROOT / "release"
FRESH = Setting({"slope": -1.73, "bias": 2.31, "noise": 0.23, "seed": 4711}, "fresh")
"""Drawn once, as a course draws its own, for labs that draw as the first one does."""
SEED = 4711
"""Of the setting that other labs draw."""


def lab_named(name: str) -> Lab:
    """One of the kit's labs."""
    return load_lab(builtin_labs() / f"{name.replace('-', '_')}.py")


ReferenceName = Literal["own", "solution"]


def reference_named(name: ReferenceName, lab: Lab) -> Reference:
    """What says what is right: as the lab file has it, or its notebook's solution as for a file without a recipe."""
    return reference_for(find_course(ROOT), lab if name == "own" else known_by_solution(lab))


def known_by_solution(lab: Lab) -> Lab:
    """The lab as its author would write it without a recipe: settings, and what is looked at."""
    tasks = tuple(Task(name=task.name, kind=task.kind, names=task.names) for task in lab.tasks)
    return replace(lab, recipe=None, worked={}, tasks=tasks)


def grading_keys(reference: Reference, kept: bool = False) -> Keys:
    """The keys under the public settings and under one more, as grading has them.

    With `kept` they are those of the lab as its file has it and lie in `.descent/` until what they follow from changes.
    """
    lab = reference.lab
    fresh = FRESH if lab.draw is draw_setting else Setting(lab.draw(random.Random(SEED)), "fresh")
    settings = (*lab.public_settings, fresh)
    if kept:
        return keys_of(find_course(ROOT), reference, settings)
    return {setting: reference.keys(setting)[0] for setting in settings}


def judged(reference: Reference, answers: Sequence[Answer], known: Keys) -> dict[str, tuple[Graded, ...]]:
    """For each student the graded tasks."""
    lab, words = reference.lab, reference.words
    points = {task.name: 1.0 for task in lab.tasks}
    pairs = zip(answers, shown(lab, answers, known), strict=True)
    return {
        answer.student: grade_tasks(verdicts(kept, lab.tasks, known), points, words, Policy()) for answer, kept in pairs
    }


def shown(lab: Lab, answers: Sequence[Answer], settings: Iterable[Setting]) -> list[KeptEvidence]:
    """For each answer the evidence of its runs under these settings."""
    every = list(settings)
    with ThreadPoolExecutor(len(every)) as together:
        by_setting = list(together.map(lambda setting: collected(lab, answers, setting), every))
    found = []
    for claims in zip(*by_setting, strict=True):
        runs = (SettingRun(setting, claim, "finished") for setting, claim in zip(every, claims, strict=True))
        found.append(KeptEvidence(lab.name, tuple(runs)))
    return found


def collected(lab: Lab, answers: Sequence[Answer], setting: Setting) -> list[dict[str, Any]]:
    """For each answer task to evidence under a setting."""
    release = json.loads((RELEASES / lab.name / f"{lab.name}.ipynb").read_text(encoding="utf-8"))
    prefix = _locked_prefix(_cells(lab, release, setting))
    lists = [_cells(lab, filled(release, answer), setting) for answer in answers]
    command = [sys.executable, str(Path(__file__).parent / "run_answers.py")]
    jobs = json.dumps({"prefix": prefix, "answers": lists})
    done = subprocess.run(command, input=jobs, stdout=subprocess.PIPE, text=True, check=True)
    found = dict(map(json.loads, done.stdout.splitlines()))
    return [found[number] for number in range(len(answers))]


def _locked_prefix(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    count = next((number for number, cell in enumerate(cells) if cell["role"] != "locked"), len(cells))
    return cells[:count]


def _cells(lab: Lab, notebook: Mapping[str, Any], setting: Setting) -> list[dict[str, Any]]:
    """The code cells as the cell runner takes them."""
    tasks = {task.name: task for task in lab.tasks}
    cells = []
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        name = cell_name(cell)
        source = setting_source(setting) if name == PARAMETERS else "".join(cell["source"])
        if name in tasks:
            cells.append({"name": name, "source": source, "role": "task", "task": tasks[name].to_json()})
        else:
            locked = cell["metadata"].get("nbgrader", {}).get("locked", False)
            cells.append({"name": name, "source": source, "role": "locked" if locked else "student", "task": None})
    return cells
