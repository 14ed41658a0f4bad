"""Jobs and runs as bytes, for a run on another machine: JSON within bounds, never pickle.

What comes back is checked like what a run reports here: a worker's word for it is no more than a claim.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, get_args

from labkit.evidence.task import Task

from . import reports
from .job import Cell, CellRun, End, Job, Limits, Run
from .wire import Malformed, decoded

SPARE_BYTES = 1 << 20
"""What the bytes of a run may hold beyond what the run itself may report."""


def job_as_bytes(job: Job) -> bytes:
    """A job as `job_from_bytes` takes it."""
    data = {
        "name": job.name,
        "cells": [cell.to_json() for cell in job.cells],
        "lab_files": _encoded(job.lab_files),
        "files": _encoded(job.files),
        "limits": asdict(job.limits),
        "render": job.render,
    }
    return json.dumps(data).encode()


def job_from_bytes(data: bytes) -> Job:
    """The job that `job_as_bytes` wrote: it comes from the grader, whom a worker trusts."""
    given = json.loads(data)
    return Job(
        name=given["name"],
        cells=tuple(map(_cell, given["cells"])),
        lab_files=_decoded(given["lab_files"]),
        files=_decoded(given["files"]),
        limits=Limits(**given["limits"]),
        render=given["render"],
    )


def run_as_bytes(run: Run) -> bytes:
    """A run as `run_from_bytes` takes it."""
    return json.dumps(_run_as_json(run)).encode()


def run_from_bytes(data: bytes, job: Job) -> Run:
    """The run of `job` that `run_as_bytes` wrote.

    Raises:
        Malformed: for bytes that are no run of this job, or more of them than it may report.
    """
    if len(data) > job.limits.output_bytes + SPARE_BYTES:
        raise Malformed(f"{len(data)} bytes came back")
    given = decoded(data)
    cells = given.get("cells")
    end, where = given.get("end"), given.get("where")
    if not isinstance(cells, list) or len(cells) != len(job.cells) or end not in get_args(End):
        raise Malformed("what came back is no run of this notebook")
    tasks = {cell.task.name for cell in job.cells if cell.task is not None}
    evidence = reports.mapping(given.get("evidence"))
    if not evidence.keys() <= tasks:
        raise Malformed("what came back holds evidence for another task")
    return Run(
        cells=tuple(_cell_run(one, cell) for one, cell in zip(cells, job.cells, strict=True)),
        evidence={name: reports.plain_mapping(claim) for name, claim in evidence.items()},
        end=end,  # type: ignore[arg-type]  # one of `End`, as was just looked up
        where=None if where is None else reports.text(where, 200),
        detail=reports.text(given.get("detail"), 2000),
        fault=given.get("fault") is True,
        seconds=reports.number(given.get("seconds")),
        peak_kib=int(reports.number(given.get("peak_kib"))),
    )


def _cell(given: Mapping[str, Any]) -> Cell:
    task = None if given["task"] is None else Task.from_json(given["task"])
    cells = tuple(map(_cell, given.get("cells", ())))
    return Cell(given["name"], given["source"], given["role"], task, cells)


def _cell_run(given: object, cell: Cell) -> CellRun | None:
    if given is None:
        return None
    return reports.cell_report({**reports.mapping(given), "cell": 0}, cell.role == "branch").run


def _run_as_json(run: Run) -> dict[str, Any]:
    """A run as JSON data; of a branch, as the runner itself reports it."""
    return {**vars(run), "cells": [None if cell is None else _cell_run_as_json(cell) for cell in run.cells]}


def _cell_run_as_json(cell: CellRun) -> dict[str, Any]:
    branch = cell.branch
    told = (
        None
        if branch is None
        else {
            "cells": [{**_cell_run_as_json(one), "cell": 0} for one in branch.cells if one is not None],
            "evidence": branch.evidence,
            "end": branch.detail,
        }
    )
    return {**vars(cell), "error": None if cell.error is None else vars(cell.error), "branch": told}


def _encoded(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: base64.b64encode(data).decode("ascii") for name, data in files.items()}


def _decoded(files: Mapping[str, str]) -> dict[str, bytes]:
    return {name: base64.b64decode(data) for name, data in files.items()}
