"""Jobs and runs as bytes: the same after the way there and back, and nothing that is no run."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from small_jobs import QUICK, TASK, locked, student, task_cell

from autograder.execution.job import Cell, CellError, CellRun, Job, Run
from autograder.execution.plain import job_as_bytes, job_from_bytes, run_as_bytes, run_from_bytes
from autograder.execution.wire import Malformed

JOB = Job(
    "submission ada, published",
    (
        *locked("x = 1"),
        *student("print('ü')"),
        task_cell(),
        Cell("b", "", "branch", cells=(*student("1"), task_cell())),
    ),
    lab_files={"data.csv": b"\x00\xff"},
    files={"own.py": b"y = 2"},
    limits=replace(QUICK, memory_bytes=123),
    render=False,
)
STREAM = {"output_type": "stream", "name": "stdout", "text": "ü\n"}
EVIDENCE = {"values": {"LOSS": [1.0, 0.5]}, "givens": {}}
BRANCH = Run((CellRun((), None, None, 0.0),), {"t": EVIDENCE}, "finished", detail="finished")
RUN = Run(
    cells=(
        CellRun((), 1, None, 0.25),
        CellRun((STREAM,), 2, CellError("NameError", "name 'z' is not defined", 3, "z"), 1.5),
        CellRun((), 3, None, 0.0),
        CellRun((), None, None, 0.0, BRANCH),
    ),
    evidence={"t": EVIDENCE},
    end="cell timeout",
    where="c0",
    detail="it took too long",
    seconds=2.5,
    peak_kib=1000,
)


def test_a_job_is_the_same_after_its_way() -> None:
    assert job_from_bytes(job_as_bytes(JOB)) == JOB
    assert JOB.cells[2].task == TASK


def test_a_run_is_the_same_after_its_way() -> None:
    assert run_from_bytes(run_as_bytes(RUN), JOB) == RUN
    lost = replace(RUN, cells=(*RUN.cells[:2], None, None), end="killed", where=None)
    assert run_from_bytes(run_as_bytes(lost), JOB) == lost


@pytest.mark.parametrize(
    "change",
    [
        {"cells": []},
        {"cells": [1, 2, 3, 4]},
        {"end": "well"},
        {"end": ["finished"]},
        {"evidence": {"other": {}}},
        {"evidence": 3},
        {"where": 3},
        {"seconds": -1},
        {"peak_kib": "much"},
    ],
    ids=str,
)
def test_what_is_no_run_of_this_job_is_malformed(change: dict[str, object]) -> None:
    data = json.dumps({**json.loads(run_as_bytes(RUN)), **change}).encode()
    with pytest.raises(Malformed):
        run_from_bytes(data, JOB)


def test_more_than_a_run_may_report_is_malformed() -> None:
    long = replace(JOB, limits=replace(QUICK, output_bytes=0))
    shown = {"output_type": "stream", "name": "stdout", "text": "x" * (1 << 21)}
    much = replace(RUN, cells=(replace(RUN.cells[0], outputs=(shown,)), *RUN.cells[1:]))  # type: ignore[type-var]
    with pytest.raises(Malformed, match="bytes came back"):
        run_from_bytes(run_as_bytes(much), long)


def test_no_bytes_at_all_are_malformed() -> None:
    with pytest.raises(Malformed):
        run_from_bytes(b"", JOB)
