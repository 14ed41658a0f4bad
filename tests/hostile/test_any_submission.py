"""The whole way from whatever a process or a file of a student may hold to a result: a verdict or a refusal, and soon.

Nothing runs here: what would come back from a run is made up, so that it can be anything. That a submission is given up
at the fault boundary counts as a failure of these tests.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy
import pytest
import torch
from hostile_class import cell_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mini_batch_class import LAB

from autograder.course.course import Course
from autograder.execution.job import CellRun, Job, Run
from autograder.execution.reports import cell_report
from autograder.execution.wire import Malformed, decoded
from autograder.grading.class_grading import Done, grade_class
from autograder.grading.class_runs import Execute
from autograder.grading.grading_rules import read_rules
from autograder.grading.judge import Judge, read_judge, to_json
from autograder.submissions import find_submissions
from labkit.evidence.collecting import collect
from labkit.evidence.journal import Journal

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_gradings")]

SECONDS = 15.0
"""Far more than any of these takes, on a machine that does much else as well."""
STUDENT = "ada"
NAME = f"{LAB}.ipynb"
quick = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@dataclass(frozen=True)
class Desk:
    """A course with one student, and how to grade what lies there."""

    judge: Judge
    released: dict[str, Any]

    @property
    def course(self) -> Course:
        """The course."""
        return self.judge.rules.course

    @property
    def folder(self) -> Path:
        """What the student handed in."""
        return self.course.step("submitted", LAB, STUDENT)

    def hand_in(self, content: bytes) -> None:
        """The notebook alone."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        (self.folder / NAME).write_bytes(content)

    def grade(self, execute: Execute) -> Done:
        """The one result; asserts that it is a verdict or a refusal, and came soon."""
        begun = time.monotonic()
        rules = self.judge.rules
        found = find_submissions(self.course, LAB, sorted(rules.notebooks), [STUDENT])
        (done,) = grade_class(self.judge, found, execute, force=True)
        took = time.monotonic() - begun
        assert done.result.fault == "", (self.course.private / "faults.log").read_text()[-3000:]
        assert took < SECONDS
        assert 0.0 <= done.result.score <= done.result.max_score
        json.dumps(to_json(done.result), allow_nan=False)
        return done


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, new_course: Callable[[Path], Course]) -> Desk:
    """One for all examples: they differ in what is handed in and in what comes back."""
    course = new_course(tmp_path_factory.mktemp("any") / "course")
    released = json.loads((course.step("release", LAB) / NAME).read_text())
    made = Desk(read_judge(read_rules(course, LAB)), released)
    made.hand_in(json.dumps(released).encode())
    return made


def reports(message: Callable[[str], Any]) -> Execute:
    """Runs in which the process said this in the place of each task's evidence, as JSON that the channel takes."""

    def execute(jobs: Iterable[Job]) -> Iterator[tuple[int, Run]]:
        for position, job in enumerate(jobs):
            yield position, _run(job, message)

    return execute


def _run(job: Job, message: Callable[[str], Any]) -> Run:
    cells: list[CellRun | None] = [None] * len(job.cells)
    evidence = {}
    for number, cell in enumerate(job.cells):
        try:
            body = json.dumps(message(cell.name) if cell.task else {**PLAIN, "cell": number}).encode()
            report = cell_report(decoded(body))
        except Malformed:
            return Run(tuple(cells), evidence, "malformed", cell.name)
        cells[number] = report.run
        if cell.task is not None and report.evidence is not None:
            evidence[cell.task.name] = report.evidence
    return Run(tuple(cells), evidence, "finished")


PLAIN = {"type": "cell", "outputs": [], "execution_count": 1, "error": None, "seconds": 0}
FIELDS = (
    "format task values forms others functions stubs loaders defaults near bound setting givens figures failures cells"
    " unseen sights"
).split()
texts = st.text(max_size=8) | st.sampled_from(
    ["LOSS_MINI20", "w", "b", "X", "practice-train", "\x1b[2J", "\u202e", "x" * 5000]
)
numbers = (
    st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.sampled_from([10**400, 1.5e308, -0.0, True])
)
anything = st.recursive(
    st.none() | numbers | texts, lambda inner: st.lists(inner, max_size=12) | st.dictionaries(texts, inner, max_size=6)
)


@quick
@given(claim=anything | st.dictionaries(st.sampled_from(FIELDS), anything))
def test_any_claim_gets_a_verdict(desk: Desk, claim: Any) -> None:
    desk.grade(reports(lambda task: {**PLAIN, "cell": 0, "evidence": claim}))


@quick
@given(data=st.data())
def test_a_true_claim_with_anything_in_one_place_gets_a_verdict(desk: Desk, data: st.DataObject) -> None:
    claim = collect(
        {"LOSS_MINI20": [1.0, 2.0], "w": 1.0, "b": 2.0}, _task(desk, "practice-figure"), Journal()
    ).to_json()
    place = data.draw(st.sampled_from(sorted(claim)))
    found = claim[place]
    if isinstance(found, dict):
        claim[place] = {**found, data.draw(texts): data.draw(anything)}
    elif isinstance(found, list):
        claim[place] = [*found, data.draw(anything)]
    else:
        claim[place] = data.draw(anything)
    desk.grade(reports(lambda task: {**PLAIN, "cell": 0, "evidence": {**claim, "task": task}}))


def _task(desk: Desk, name: str) -> Any:
    return desk.judge.rules.tasks(LAB)[name]


class Odd(list):  # type: ignore[type-arg]
    """A list that answers nothing as lists do."""

    def __len__(self) -> int:
        raise RuntimeError("please give 10 of 10")

    __iter__ = __getitem__ = __repr__ = __eq__ = __bool__ = __len__  # type: ignore[assignment]
    __hash__ = None  # type: ignore[assignment]


values = st.recursive(
    st.none()
    | st.floats()
    | st.integers()
    | st.booleans()
    | st.text(max_size=20)
    | st.binary(max_size=20)
    | st.complex_numbers()
    | st.decimals()
    | st.fractions()
    | st.datetimes()
    | st.builds(object)
    | st.builds(Odd, st.lists(st.floats()))
    | st.sampled_from([print, int, numpy, 10**400, 1.5e308, float("nan"), "\ud800", range(10**30), iter(int, 1)])
    | st.sampled_from([torch.zeros(0), torch.ones(3, 1), torch.tensor(1.0, requires_grad=True), torch.zeros(2).bool()])
    | st.sampled_from([numpy.zeros((0, 3)), numpy.array([1, None], dtype=object), numpy.float16(3), numpy.str_("x")]),
    lambda inner: (
        st.lists(inner, max_size=12)
        | st.tuples(inner, inner)
        | st.sets(st.integers(), max_size=3)
        | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=4)
    ),
    max_leaves=30,
)


@quick
@given(history=values, w=values, b=values, other=values, name=st.text(max_size=9))
def test_whatever_a_notebook_holds_gets_a_verdict(
    desk: Desk, history: Any, w: Any, b: Any, other: Any, name: str
) -> None:
    namespace = {"LOSS_MINI20": history, "w": w, "b": b, "X": other, name: other, "dataset": history}

    def message(task: str) -> Any:
        return {**PLAIN, "cell": 0, "evidence": collect(namespace, _task(desk, task), Journal()).to_json()}

    desk.grade(reports(message))


nothing_came = reports(lambda task: PLAIN)


@quick
@given(content=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_as_a_notebook_are_read_or_refused(desk: Desk, content: bytes) -> None:
    desk.hand_in(content)
    desk.grade(nothing_came)


odd_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=12,
)


@quick
@given(data=st.data())
def test_a_notebook_with_anything_in_one_place_is_read_or_refused(desk: Desk, data: st.DataObject) -> None:
    notebook = json.loads(json.dumps(desk.released))
    cell = cell_of(notebook, data.draw(st.sampled_from(["practice-train", "practice-losses", "practice-explain"])))
    place = data.draw(
        st.sampled_from([notebook, notebook["metadata"], cell, cell["metadata"]["nbgrader"], cell["metadata"]])
    )
    place[data.draw(st.sampled_from(sorted(place)) | texts)] = data.draw(odd_json)
    desk.hand_in(json.dumps(notebook).encode())
    desk.grade(nothing_came)


KINDS: dict[str, Callable[[Path], object]] = {
    "file": lambda path: path.write_bytes(b"\xff\x00"),
    "folder": lambda path: path.mkdir(),
    "pipe": os.mkfifo,
    "link": lambda path: path.symlink_to("/etc/passwd"),
    "loop": lambda path: path.symlink_to(path),
    "sparse": lambda path: (path.touch(), os.truncate(path, 3 << 30)),
    "closed": lambda path: (path.touch(), path.chmod(0)),
    "shared": lambda path: os.link(path.parent / NAME, path),
}
file_names = st.one_of(
    st.text(st.characters(blacklist_characters="/\0", blacklist_categories=["Cs"]), min_size=1, max_size=40),
    st.binary(min_size=1, max_size=40).map(lambda raw: os.fsdecode(raw.replace(b"/", b"_").replace(b"\0", b"_"))),
    st.sampled_from(
        ["timestamp.txt", "labkit", "labkit.py", "expected.json", f"{LAB}-Copy1.ipynb", "torch.py", "x.zip"]
    ),
)


@quick
@given(beside=st.dictionaries(file_names, st.sampled_from(sorted(KINDS)), min_size=1, max_size=4))
def test_whatever_lies_beside_a_notebook_it_is_read_or_refused(desk: Desk, beside: dict[str, str]) -> None:
    desk.hand_in(json.dumps(desk.released).encode())
    for name, kind in beside.items():
        path = desk.folder / name
        if name not in (".", "..", NAME) and not os.path.lexists(path):
            KINDS[kind](path)
    desk.grade(nothing_came)


@quick
@given(
    ends=st.sampled_from(["killed", "memory", "malformed", "output limit", "exited", "cpu time"]),
    detail=st.text(max_size=50),
)
def test_however_a_run_ends_it_gets_a_verdict(desk: Desk, ends: Any, detail: str) -> None:
    def execute(jobs: Iterable[Job]) -> Iterator[tuple[int, Run]]:
        for position, job in enumerate(jobs):
            yield position, replace(_run(job, lambda task: PLAIN), end=ends, detail=detail, evidence={})

    desk.hand_in(json.dumps(desk.released).encode())
    desk.grade(execute)
