"""For appeals and for understanding: per setting what was expected and found, and why the verdict is what it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from autograder.grading.class_runs import SubmissionEvidence
from autograder.grading.evidence_store import SettingRun
from autograder.grading.jobs import notebook_text, with_setting
from autograder.grading.judge import Judge, judge_run
from autograder.grading.prepared_submission import read_submission
from autograder.grading.submission_verdicts import Result, under_one_setting
from autograder.shared.files import write_whole
from autograder.submissions import Submission
from labkit.evidence.collecting import Evidence
from labkit.evidence.plain_values import Value, leaves
from labkit.evidence.task import Task
from labkit.judging.explain import Policy, explain
from labkit.judging.key import Box, Key
from labkit.judging.over_settings import combine
from labkit.judging.paths.shown import paths_text
from labkit.judging.setting import Setting

ABSENT = "not there"
SURPLUS = 3
"""Entries shown beyond those that there should be."""


@dataclass(frozen=True)
class Compared:
    """One number that was looked at."""

    what: str
    """such as ``LOSS[3]``"""
    low: float | None
    """the least and the largest value that count as right; None for an entry that should not be there"""
    high: float | None
    found: str
    right: bool


@dataclass(frozen=True)
class UnderSetting:
    """One task under one setting."""

    task: str
    setting: Setting
    compared: tuple[Compared, ...]
    message: str
    """the verdict under this setting alone, with all that can be said"""
    paths: str = ""
    """where the paths of the right training and of this one part, under the published setting"""
    ships: bool = False
    """whether students' checks know the path of this one"""


@dataclass(frozen=True)
class Explained:
    """A submission explained."""

    result: Result
    parts: tuple[UnderSetting, ...]
    """by task, then by setting"""


def explain_run(judge: Judge, submission: Submission, ran: SubmissionEvidence) -> Explained:
    """What was expected and found in each task under each setting."""
    tasks = judge.rules.tasks(submission.notebook).values()
    parts = [_under_setting(judge, task, run) for task in tasks for run in ran.kept.runs]
    return Explained(judge_run(judge, submission, ran), tuple(parts))


def _under_setting(judge: Judge, task: Task, run: SettingRun) -> UnderSetting:
    verdict = combine(under_one_setting(run, task, judge.keys))
    message = explain(verdict, judge.words, Policy("closer-hint")).text
    paths = paths_text(verdict, judge.paths)
    key = judge.keys[run.setting][task.name]
    compared = () if task.kind == "figure" else tuple(_compared(task, run, key))
    ships = bool(paths) and paths == paths_text(verdict, [replace(known, replay=None) for known in judge.paths])
    return UnderSetting(task.name, key.setting, compared, message, paths, ships)


def _compared(task: Task, run: SettingRun, key: Key) -> list[Compared]:
    try:
        values = Evidence.from_json(run.evidence[task.name]).values
    except (KeyError, ValueError):
        values = {}
    return [row for name in task.names for row in _compared_name(name, key.right[name], values.get(name))]


def _compared_name(name: str, box: Box, value: Value | None) -> list[Compared]:
    entries = () if value is None else leaves(value)
    if box.low.ndim == 0:
        return [_row(name, box, 0, entries[0] if len(entries) == 1 else value)]
    several = isinstance(value, tuple)
    rows = [] if value is None or several else [_row(name, None, 0, value)]
    there = entries if several else ()
    for index in range(box.low.size):
        rows.append(_row(f"{name}[{index}]", box, index, there[index] if index < len(there) else None))
    surplus = there[box.low.size :]
    for index, entry in enumerate(surplus[:SURPLUS], start=box.low.size):
        rows.append(_row(f"{name}[{index}]", None, index, entry))
    if len(surplus) > SURPLUS:
        rows.append(Compared(f"{name}[...]", None, None, f"{len(entries)} entries in all", False))
    return rows


def _row(what: str, wanted: Box | None, index: int, value: Value | None) -> Compared:
    """An entry beside its bounds, or beside the text that must stand there."""
    text = None if wanted is None else wanted.text(index)
    if text is not None:
        return Compared(f"{what}, as {text!r}", None, None, ABSENT if value is None else str(value), value == text)
    low, high = (None, None) if wanted is None else (float(wanted.low.flat[index]), float(wanted.high.flat[index]))
    if not isinstance(value, float):
        return Compared(what, low, high, ABSENT if value is None else str(value), False)
    right = wanted is not None and bool(Box(np.asarray(low), np.asarray(high)).holds(value))
    return Compared(what, low, high, f"{value:.7g}", right)


def notebook_file(notebook: str, place: int = 0) -> str:
    """What the notebook with a setting in place is called; the published setting is the first."""
    return f"{notebook}-setting-{place + 1}.ipynb"


def write_notebooks(judge: Judge, submission: Submission, folder: Path) -> tuple[Path, ...]:
    """One notebook per setting with that setting in place, and all that it needs beside it, ready to be run by hand.

    Hidden tests are in them: they are for graders, and for students once the instructor discloses them.

    Raises:
        SubmissionError: if the submission cannot be read.
    """
    from autograder.course.course import kit_files

    read = read_submission(judge.rules, submission)
    restored = read.restored(judge.rules)
    folder.mkdir(parents=True, exist_ok=True)
    files = {**read.own_files, **judge.rules.lab_contents, **kit_files()}
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content, 0o644)
    paths = []
    for number, setting in enumerate(judge.rules.settings_for(submission.notebook)):
        path = folder / notebook_file(submission.notebook, number)
        notebook = with_setting(restored.notebook, setting) if setting else restored.notebook
        write_whole(path, notebook_text(notebook).encode(), 0o644)
        paths.append(path)
    return tuple(paths)
