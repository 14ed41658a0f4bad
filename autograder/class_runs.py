"""The runs of a class: evidence from the store where it is kept, from the executor where it is not.

Each submission runs once under every setting of its lab. What came of it is kept as soon as all its runs are done, so
that a grading that is killed and started again runs nothing twice that was finished.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.execution.job import CellRun, Job, Run
from autograder.store import Kept, SettingRun, Store, TestRun
from labkit.key import Setting

Execute = Callable[[Iterable[Job]], Iterator[tuple[int, Run]]]
"""Runs jobs as they are pulled, and gives back each one's position and run as it is done."""


@dataclass(frozen=True)
class Prepared:
    """A submission that is ready to be run, or to be looked up."""

    name: str
    """The student, for messages."""
    key: str
    """The hash of submission, lab and runtime under which its evidence is kept."""
    plan: Callable[[], "Plan"]
    """Reads and restores the submission; called only where it has to run."""


@dataclass(frozen=True)
class Plan:
    """What is run for one submission."""

    jobs: tuple[Job, ...]
    """One for each setting, the published one first."""
    settings: tuple[Setting, ...]
    notes: tuple[str, ...] = ()
    """What was restored."""


@dataclass(frozen=True)
class Ran:
    """A submission with its evidence."""

    prepared: Prepared
    kept: Kept
    outputs: Callable[[], list[dict[str, Any] | None]]
    """The outputs of the published run, cell by cell; read from the store when they are asked for."""
    fault: str = ""
    """What went wrong in the grader itself; such evidence is not kept."""
    fresh: bool = False
    """Whether it was run now, rather than found in the store."""


def run_class(
    prepared: Iterable[Prepared], lab: str, store: Store, execute: Execute, force: bool = False
) -> Iterator[Ran]:
    """The evidence of each submission, as it comes; `force` runs them all again.

    Raises:
        StoreError: if evidence cannot be written.
        Exception: whatever `plan` raises for a submission that cannot be read; prepare only what can be.
    """
    waiting: dict[int, _Pending] = {}
    found: list[Ran] = []

    def jobs() -> Iterator[Job]:
        position = 0
        for one in prepared:
            kept = None if force else store.read(one.key)
            if kept is not None:
                found.append(Ran(one, kept, lambda key=one.key: store.read_outputs(key)))  # type: ignore[misc]
                continue
            pending = _Pending(one, one.plan())
            for number, job in enumerate(pending.plan.jobs):
                waiting[position] = pending
                pending.positions[position] = number
                position += 1
                yield job

    for position, run in execute(jobs()):
        yield from _drained(found)
        pending = waiting.pop(position)
        pending.runs[pending.positions[position]] = run
        if len(pending.runs) == len(pending.plan.jobs):
            yield _finished(pending, lab, store)
    yield from _drained(found)


@dataclass
class _Pending:
    """A submission some of whose runs are still to come."""

    prepared: Prepared
    plan: Plan
    positions: dict[int, int] = field(default_factory=dict)
    runs: dict[int, Run] = field(default_factory=dict)


def _drained(found: list[Ran]) -> Iterator[Ran]:
    while found:
        yield found.pop(0)


def _finished(pending: _Pending, lab: str, store: Store) -> Ran:
    """Keep what came of a submission, unless the grader itself failed."""
    plan, prepared = pending.plan, pending.prepared
    runs = [pending.runs[number] for number in range(len(plan.jobs))]
    kept = Kept(
        lab,
        tuple(
            _setting_run(run, job, setting) for run, job, setting in zip(runs, plan.jobs, plan.settings, strict=True)
        ),
        plan.notes,
    )
    outputs = [cell_outputs(cell) for cell in runs[0].cells]
    fault: str = next((str(run.detail or run.end) for run in runs if run.fault), "")
    if not fault:
        store.write(prepared.key, kept, outputs)
    return Ran(prepared, kept, lambda: outputs, fault, fresh=True)


def cell_outputs(cell: CellRun | None) -> dict[str, Any] | None:
    """What is kept of a cell that was run."""
    return None if cell is None else {"outputs": list(cell.outputs), "execution_count": cell.execution_count}


def _setting_run(run: Run, job: Job, setting: Setting) -> SettingRun:
    return SettingRun(
        setting=dict(setting),
        evidence={name: dict(claim) for name, claim in run.evidence.items()},
        end=run.end,
        where=run.where or "",
        detail=run.detail,
        tests=_tests(run, job.cells),
    )


def _tests(run: Run, cells: Sequence[Any]) -> dict[str, TestRun]:
    """What the ordinary test cells did."""
    pairs = zip(cells, run.cells, strict=True)
    return {cell.name: _test(cell_run) for cell, cell_run in pairs if cell.role == "test"}


def _test(cell: CellRun | None) -> TestRun:
    if cell is None:
        return TestRun(failed=False, ran=False)
    return TestRun(failed=cell.error is not None, credit=_credit(cell.outputs))


def _credit(outputs: Sequence[Mapping[str, Any]]) -> float | None:
    """The number that a test cell ends with, which nbgrader takes for partial credit; `None` without one."""
    for output in outputs:
        if output.get("output_type") == "execute_result":
            text = output.get("data", {}).get("text/plain", "")
            try:
                credit = float(text if isinstance(text, str) else "".join(text))
            except ValueError:
                continue
            return None if math.isinf(credit) else credit
    return None
