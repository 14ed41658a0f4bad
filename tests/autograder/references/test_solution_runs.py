"""Runs of a solution, many in a process: each as if it were the only one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from small_course import empty_course
from trial_labs import answer, locked, notebook, parameters, task

from autograder.execution.job import CellError, CellRun, Job, Run
from autograder.references.kept_runs import folder_of
from autograder.references.solution_runs import SHARE, SolutionRuns
from autograder.shared.errors import GraderFault
from labkit.evidence.task import Task
from reference.solutions.asked_runs import AskedRun, LeftBehind
from reference.solutions.notebook import read_notebook

pytestmark = pytest.mark.slow
TASK = Task(name="losses", kind="history", names=("LOSS",), answer="train")
NOTEBOOK = read_notebook(
    notebook(
        parameters("slope = 1.0"),
        locked("data", "import torch\ntorch.manual_seed(1)\ndrawn = torch.rand(2)\nLOSS_WORKED = [float(drawn[0])]"),
        answer("train", "LOSS = [float(drawn[0]) * slope]"),
        locked("between", "after = len(LOSS)"),
        task("losses"),
    )
)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> SolutionRuns:
    course = empty_course(tmp_path_factory.mktemp("runs") / "course")
    course.step("source", "trial").mkdir(parents=True)
    return SolutionRuns(course, "trial", "trial", NOTEBOOK)


def asked(name: str, code: str, prologue: str = "") -> AskedRun:
    return AskedRun(name, prologue, {"train": code})


def losses(left: LeftBehind) -> object:
    return left.evidence["losses"].values["LOSS"]


def test_runs_that_share_a_process_leave_what_each_leaves_alone(runs: SolutionRuns) -> None:
    code = "LOSS_WORKED.append({})\nLOSS = [slope * len(LOSS_WORKED), float(torch.rand(1)), {}]"
    many = [asked(f"run {number}", code.format(number, number), "seen = 1") for number in range(2 * SHARE + 3)]
    left = runs({"slope": 2.0}, [TASK], many)
    (first,) = runs({"slope": 2.0}, [TASK], many[:1])
    drawn = losses(first)[1]  # type: ignore[index]
    assert [losses(one) for one in left] == [(4.0, drawn, float(number)) for number in range(len(many))]
    assert {one.stopped for one in left} == {""}


class Spoilt:
    """Stands for an executor on a machine that spoils some runs."""

    def __init__(self, *faults: bool, cell: CellRun = CellRun((), None, None, 0.0)) -> None:  # noqa: B008 - frozen
        self.faults = list(faults)
        self.cell = cell
        self.names: list[str] = []

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[int, Run]]:
        for number, job in enumerate(jobs):
            self.names.append(job.name)
            if self.faults.pop(0):
                yield number, Run((None,) * len(job.cells), {}, "fault", detail="no process", fault=True)
            else:
                done = tuple(self.cell for _ in job.cells)
                yield number, Run(done, {}, "finished")


def with_spoilt(runs: SolutionRuns, monkeypatch: pytest.MonkeyPatch, *faults: bool) -> Spoilt:
    spoilt = Spoilt(*faults)
    monkeypatch.setattr(runs, "_executor", spoilt)
    return spoilt


def test_what_the_machine_spoils_runs_once_more(runs: SolutionRuns, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt = with_spoilt(runs, monkeypatch, True, False)
    (left,) = runs({"slope": 2.0}, [TASK], [asked("gradient-ascent", "LOSS = [1.0]")])
    assert left == LeftBehind({}, "")
    assert spoilt.names == ["trial/trial, gradient-ascent"] * 2


def test_what_the_machine_spoils_twice_is_no_mistake_that_stops(
    runs: SolutionRuns, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_spoilt(runs, monkeypatch, True, True, True)
    both = [asked("gradient-ascent", "LOSS = [1.5]"), asked("loss-summed", "LOSS = [2.0]")]
    with pytest.raises(GraderFault, match=r"trial/trial\.ipynb: .*'gradient-ascent'.*no process\)"):
        runs({"slope": 2.0}, [TASK], both)


def test_prologues_are_not_mixed_up(runs: SolutionRuns) -> None:
    code = "LOSS = [number]"
    many = [asked(f"run {place}", code, f"number = {place % 3}") for place in range(9)]
    assert [losses(one) for one in runs({"slope": 2.0}, [TASK], many)] == [(float(place % 3),) for place in range(9)]


def test_what_ends_its_process_or_fails_is_said_and_touches_no_other(runs: SolutionRuns) -> None:
    many = [
        asked("exits", "import os\nos._exit(3)"),
        asked("right", "LOSS = [1.0]"),
        asked("raises", "LOSS = [2.0]\nundefined"),
        asked("right too", "LOSS = [3.0]"),
    ]
    exits, right, raises, right_too = runs({"slope": 2.0}, [TASK], many)
    assert exits.stopped == "the process ended itself with exit code 3"
    assert exits.evidence == {}
    assert (losses(right), right.stopped) == ((1.0,), "")
    assert losses(raises) == (2.0,)
    assert raises.stopped == "NameError: name 'undefined' is not defined"
    assert (losses(right_too), right_too.stopped) == ((3.0,), "")


def test_what_ran_once_is_kept_for_whoever_asks_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = empty_course(tmp_path / "course")
    course.step("source", "trial").mkdir(parents=True)
    many = [asked("one", "LOSS = [0.1, float('nan')]"), asked("other", "LOSS = [2.0]\nundefined", "seen = 1")]
    left = SolutionRuns(course, "trial", "trial", NOTEBOOK)({"slope": 2.0}, [TASK], many)
    assert [one.stopped for one in left] == ["", "NameError: name 'undefined' is not defined"]
    again = SolutionRuns(course, "trial", "trial", NOTEBOOK)
    spoilt = with_spoilt(again, monkeypatch, False, False)
    assert repr(again({"slope": 2.0}, [TASK], many)) == repr(left)  # what is no number is not equal to itself
    assert spoilt.names == []
    again({"slope": 3.0}, [TASK], many)
    assert spoilt.names == ["trial/trial, one", "trial/trial, other"]


def test_a_run_that_is_made_to_see_whether_it_leaves_the_same_is_made(
    runs: SolutionRuns, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt = with_spoilt(runs, monkeypatch, False, False)
    for name in ("first", "once more"):
        runs({"slope": 4.0}, [TASK], [asked(name, "LOSS = [1.0]")])
    assert spoilt.names == ["trial/trial, first", "trial/trial, once more"]


def test_what_was_interrupted_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = empty_course(tmp_path / "course")
    course.step("source", "trial").mkdir(parents=True)
    stopped = CellRun((), None, CellError("CellTimeout", "stopped", None), 60.0)
    runs = SolutionRuns(course, "trial", "trial", NOTEBOOK)
    spoilt = Spoilt(False, False, cell=stopped)
    monkeypatch.setattr(runs, "_executor", spoilt)
    for _ in range(2):
        (left,) = runs({"slope": 2.0}, [TASK], [asked("slow", "LOSS = [1.0]")])
        assert left.stopped == "CellTimeout: stopped"
    assert spoilt.names == ["trial/trial, slow"] * 2


def test_a_damaged_file_of_kept_runs_is_made_again(tmp_path: Path) -> None:
    course = empty_course(tmp_path / "course")
    course.step("source", "trial").mkdir(parents=True)
    many = [asked("one", "LOSS = [1.0]")]
    for damage in (b"", b"{}", None):
        (left,) = SolutionRuns(course, "trial", "trial", NOTEBOOK)({"slope": 2.0}, [TASK], many)
        assert losses(left) == (1.0,)
        (file,) = folder_of(course, "trial").glob("*.json")
        file.write_bytes(file.read_bytes().replace(b"1.0", b"7.0") if damage is None else damage)
    assert b"7.0" in file.read_bytes()
    (left,) = SolutionRuns(course, "trial", "trial", NOTEBOOK)({"slope": 2.0}, [TASK], many)
    assert losses(left) == (1.0,)
