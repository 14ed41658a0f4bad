"""The runs of a class: evidence from the store where it is kept, from the executor where it is not.

Each submission runs once under every setting of its lab. What came of it is kept as soon as all its runs are done, so
that a grading that is killed and started again runs nothing twice that was finished.
"""

import itertools
import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from autograder.execution.job import CellRun, Job, Run
from autograder.grading.evidence_store import KeptEvidence, SettingRun, Store, TestRun
from autograder.grading.shown_pictures import shows_picture
from autograder.shared.errors import DescentError, StoreError
from labkit.judging.setting import Setting

Execute = Callable[[Iterable[Job]], Iterator[tuple[int, Run]]]
"""Runs jobs as they are pulled, and gives back each one's position and run as it is done."""

Boundary = Callable[[str, str], AbstractContextManager[None]]
"""Around one step of one submission: given its name and the step, raises nothing but `DescentError`."""

MOST_FOUND = 64
"""Submissions found in the store while others run, before runs pause for them: what they hold must not add up."""


@dataclass(frozen=True)
class PreparedSubmission:
    """A submission that is ready to be run, or to be looked up."""

    name: str
    """The student and the notebook, for messages."""
    key: str
    """The hash of submission, lab and runtime under which its evidence is kept."""
    plan: Callable[[], "Plan"]
    """Restores the submission; called only where it has to run."""
    read: Any = None
    """The submission as it was read, a `SubmissionContent`: what follows is about that."""
    must_run: bool = False
    """Whether nothing is kept of it, at first sight, or it is to run again."""


@dataclass(frozen=True)
class Plan:
    """What is run for one submission."""

    jobs: Mapping[Setting, Job]
    """The run under each setting that everybody's notebook runs under."""
    notes: tuple[str, ...] = ()
    """What was restored."""
    further: Callable[[], Mapping[Setting, Job]] = dict
    """The run under each setting that is needed only where the others leave something open."""


@dataclass(frozen=True)
class SubmissionEvidence:
    """A submission with its evidence."""

    prepared: PreparedSubmission
    kept: KeptEvidence
    outputs: Callable[[], list[dict[str, Any] | None]]
    """The outputs of the published run, cell by cell; read from the store when they are asked for."""
    fault: str = ""
    """What went wrong in the grader itself; such evidence is not kept."""
    fresh: bool = False
    """Whether it was run now, rather than found in the store."""


@dataclass(frozen=True)
class SubmissionNotRun:
    """A submission that could not be run, and why."""

    prepared: PreparedSubmission
    error: DescentError


IsOpen = Callable[[PreparedSubmission, KeptEvidence], bool]
"""Whether the runs of a submission leave open what a run under a further setting could tell."""


def _always(prepared: PreparedSubmission, kept: KeptEvidence) -> bool:
    return True


def _unguarded(name: str, doing: str) -> AbstractContextManager[None]:
    return nullcontext()


def run_class(
    prepared: Iterable[PreparedSubmission],
    lab: str,
    store: Store,
    execute: Execute,
    force: bool = False,
    boundary: Boundary = _unguarded,
    is_open: IsOpen = _always,
) -> Iterator[SubmissionEvidence | SubmissionNotRun]:
    """The evidence of each submission, as it comes; `force` runs them all again.

    Everybody's notebook runs under the same settings; where `is_open` says so, and always if it is not given, it runs
    under further ones, which are the same for everybody as well. What goes wrong with one submission inside `boundary`
    is its own; the others go on.

    Raises:
        StoreError: if evidence cannot be written.
    """
    waiting = iter(prepared)
    stretch = None
    while stretch is None or stretch.paused:
        stretch = _Stretch(waiting, lab, store, force, boundary, is_open)
        yield from stretch.run(execute)


@dataclass
class _Pending:
    """A submission some of whose runs are still to come."""

    prepared: PreparedSubmission
    plan: Plan
    asked: dict[Setting, Job] = field(default_factory=dict)
    positions: dict[int, Setting] = field(default_factory=dict)
    runs: dict[Setting, Run] = field(default_factory=dict)
    shown: dict[Setting, SettingRun] = field(default_factory=dict)
    """What is kept of each run, as far as that was asked for."""
    is_decided: bool = False
    """Whether no further setting is to be looked at any more."""


class _Stretch:
    """Runs until the class is done, or until so many were found in the store that these have to go on first."""

    def __init__(
        self,
        prepared: Iterator[PreparedSubmission],
        lab: str,
        store: Store,
        force: bool,
        boundary: Boundary,
        is_open: IsOpen,
    ) -> None:
        self.paused = False
        self._prepared = prepared
        self._lab = lab
        self._store = store
        self._force = force
        self._boundary = boundary
        self._found: list[SubmissionEvidence | SubmissionNotRun] = []
        self._running: dict[int, _Pending] = {}
        self._is_open = is_open
        self._further: deque[tuple[_Pending, Setting, Job]] = deque()
        """What has to run beyond what everybody's notebook does."""

    def run(self, execute: Execute) -> Iterator[SubmissionEvidence | SubmissionNotRun]:
        """What comes of the submissions of this stretch."""
        yield from self._run(execute(self._jobs()))
        while self._further:
            yield from self._run(execute(self._numbered(self._further_jobs(), itertools.count())))

    def _run(self, done: Iterator[tuple[int, Run]]) -> Iterator[SubmissionEvidence | SubmissionNotRun]:
        for position, run in done:
            yield from self._drained()
            pending = self._running.pop(position)
            pending.runs[pending.positions.pop(position)] = run
            if len(pending.runs) == len(pending.asked) and not self._goes_on(pending):
                yield self._finished(pending)
        yield from self._drained()

    def _jobs(self) -> Iterator[Job]:
        count = itertools.count()
        for one in self._prepared:
            yield from self._numbered(self._further_jobs(), count)
            pending = self._looked_up(one)
            if pending is not None:
                pending.asked = dict(pending.plan.jobs)
                yield from self._numbered([(pending, setting, job) for setting, job in pending.asked.items()], count)
            elif len(self._found) >= MOST_FOUND:
                self.paused = True
                return

    def _numbered(self, orders: Iterable[tuple[_Pending, Setting, Job]], count: Iterator[int]) -> Iterator[Job]:
        """The jobs of these, by whose positions it is known later whose run it is."""
        for pending, setting, job in orders:
            position = next(count)
            self._running[position] = pending
            pending.positions[position] = setting
            yield job

    def _further_jobs(self) -> Iterator[tuple[_Pending, Setting, Job]]:
        while self._further:
            yield self._further.popleft()

    def _goes_on(self, pending: _Pending) -> bool:
        """Whether a submission runs under further settings: those that it has, if its runs leave something open."""
        if pending.is_decided:
            return False
        pending.is_decided = True
        try:
            with self._boundary(pending.prepared.name, "judging its first runs"):
                further = pending.plan.further()
                if not further or not self._is_open(pending.prepared, _evidence(pending, self._lab)):
                    return False
        except DescentError:
            return False  # whoever judges all of it meets the same, and says so
        pending.asked |= further
        self._further += [(pending, setting, job) for setting, job in further.items()]
        return True

    def _looked_up(self, one: PreparedSubmission) -> _Pending | None:
        """What has to run for a submission; None where that is known to be nothing."""
        try:
            with self._boundary(one.name, "planning its runs"):
                found = None if self._force else self._store.read_whole(one.key)
                if found is None:
                    return _Pending(one, one.plan())
                self._found.append(SubmissionEvidence(one, *found))
        except DescentError as error:
            self._found.append(SubmissionNotRun(one, error))
        return None

    def _drained(self) -> Iterator[SubmissionEvidence | SubmissionNotRun]:
        while self._found:
            yield self._found.pop(0)

    def _finished(self, pending: _Pending) -> SubmissionEvidence | SubmissionNotRun:
        """Keep what came of a submission, unless the grader itself failed."""
        try:
            with self._boundary(pending.prepared.name, "keeping its evidence"):
                return _kept(pending, self._lab, self._store)
        except StoreError:
            raise
        except DescentError as error:
            return SubmissionNotRun(pending.prepared, error)


def _kept(pending: _Pending, lab: str, store: Store) -> SubmissionEvidence:
    prepared, runs = pending.prepared, pending.runs
    kept = _evidence(pending, lab)
    published = next(setting for setting in runs if setting.is_published)
    outputs = [cell_outputs(cell) for cell in runs[published].cells]
    fault: str = next((str(run.detail or run.end) for run in runs.values() if run.fault), "")
    if not fault:
        store.write(prepared.key, kept, outputs)
    return SubmissionEvidence(prepared, kept, lambda: outputs, fault, fresh=True)


def _evidence(pending: _Pending, lab: str) -> KeptEvidence:
    """What the runs of a submission showed so far."""
    for setting, job in pending.asked.items():
        if setting not in pending.shown:
            pending.shown[setting] = _setting_run(pending.runs[setting], job, setting)
    return KeptEvidence(lab, tuple(pending.shown[setting] for setting in pending.asked), pending.plan.notes)


def cell_outputs(cell: CellRun | None) -> dict[str, Any] | None:
    """What is kept of a cell that was run."""
    return None if cell is None else {"outputs": list(cell.outputs), "execution_count": cell.execution_count}


def _setting_run(run: Run, job: Job, setting: Setting) -> SettingRun:
    return SettingRun(
        setting=setting,
        evidence={name: dict(claim) for name, claim in run.evidence.items()},
        end=run.end,
        where=run.where or "",
        detail=run.detail,
        tests=_tests(run, job.cells),
        pictures=shows_picture(run, job),
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
