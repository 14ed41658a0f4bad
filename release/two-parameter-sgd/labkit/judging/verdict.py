"""A verdict: what the judge says of one task, as plain data; the words for it are made in `explain`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from ..evidence.journal import Failure
from ..evidence.plain_values import Value
from .key import Box, Finding
from .setting import Setting

Outcome = Literal["correct", "wrong", "missing", "error"]
CauseKind = Literal[
    "absent",  # the name is not there
    "empty",  # the history has no entries
    "untouched",  # the parameters still hold their start values
    "not run",  # the answer cell was never run
    "exception",  # an exception ended a cell
    "no figure",  # nothing was drawn, or nothing that a reader sees
    "later",  # the name is filled only below the check
    "stopped",  # the run ended before the task was reached
]


@dataclass(frozen=True)
class Cause:
    """Why an answer is missing."""

    kind: CauseKind
    name: str = ""
    """The name that is absent or empty."""
    failure: Failure | None = None
    detail: str = ""
    """For `stopped`: what stopped the run, as a clause; for `no figure`: why one that was drawn is not
    seen; for `later`: the cell in which the work belongs."""


@dataclass(frozen=True, eq=False)
class Parting:
    """Where evidence and key part first."""

    name: str
    position: int | None = None
    """The entry of a history or of another sequence, counted from 0; `None` for a single number."""
    expected: float | str | None = None
    found: float | str | None = None
    """Numbers, or texts where one of both is no number, as a message shows them."""
    expected_length: int | None = None
    found_length: int | None = None
    """Numbers of entries, where these differ."""
    found_form: str = ""
    """What was found instead of numbers."""
    wanted: str = ""
    """What was expected instead of that, where it is neither a number nor a list of them."""
    place: str = ""
    """Which entry of parameters or values it is, such as `weight 2 of model.linear.weight`; empty for a history."""
    entry: str = ""
    """What each entry of a history stands for, such as `epoch`; empty for parameters and values."""


PartName = Literal["curve", "labels", "legend", "scale"]


@dataclass(frozen=True)
class Part:
    """One of the things that a figure must show."""

    name: PartName
    there: bool
    detail: str = ""
    """For labels: which one is lacking; for the curve: what was drawn instead."""
    why: str = ""
    """Why it is not seen although it may be there, in a few words that `explain` knows."""
    of: str = ""
    """The name whose curve it is, where a figure shows several; empty for the only one."""
    over: str = ""
    """The name that holds the x values of the curve, or what its entries stand for; empty for epochs."""


@dataclass(frozen=True, eq=False)
class Verdict:
    """What the judge says of one task, under one setting or under all of them."""

    task: str
    kind: str
    names: tuple[str, ...]
    outcome: Outcome
    share: float
    """The share of the task's points, from 0 to 1."""
    cause: Cause | None = None
    findings: tuple[Finding, ...] = ()
    """The mistakes that explain the evidence, as far as they touch this task."""
    alternatives: tuple[tuple[Finding, ...], ...] = ()
    """Other explanations, as simple as the first, that the evidence cannot tell from it."""
    candidates: tuple[tuple[Finding, ...], ...] = ()
    """All explanations of the evidence under this setting, simplest first, each for this task."""
    undecided: bool = False
    """Whether so many explanations hold that none of them is named."""
    right_names: tuple[str, ...] = ()
    """Of a `values` task, the names that are right: each gives its share of the points."""
    parting: Parting | None = None
    parts: tuple[Part, ...] = ()
    found: Mapping[str, Value] = field(default_factory=dict)
    expected: Mapping[str, Box] = field(default_factory=dict)
    beside: Mapping[str, Value] = field(default_factory=dict)
    """What the names hold that were collected beside those judged."""
    changed_givens: tuple[str, ...] = ()
    """Given names that are not the lab's any more."""
    missing_givens: tuple[str, ...] = ()
    """Given names that are not there: worked cells did not run."""
    uncalled: str = ""
    """The line that names a method and does not call it, where that leaves what was found."""
    untouched: bool = False
    """Whether nothing was trained: names hold what they held before the answer."""
    broke_off: Failure | None = None
    """For a figure: the exception that ended another cell, perhaps the training whose history it shows."""
    graph: tuple[str, ...] = ()
    """Names that hold tensors with their graph: advice, not a fault."""
    setting: Setting | None = None
    """The setting that its numbers belong to, where students may know it; `None`: no number of it may be shown."""
    published_only: bool = False
    """Whether the answer is right for the published data and wrong for other data."""
    detail: str = ""
    """For `error`: what went wrong in the grader."""

    @property
    def mistakes(self) -> tuple[str, ...]:
        """The names of the mistakes found, each once."""
        return tuple(dict.fromkeys(finding.mistake for finding in self.findings))


MOST_ALTERNATIVES = 3
"""More explanations than these, as simple as each other, are no help: only what they have in common is named."""


def explained(verdict: Verdict, candidates: Sequence[tuple[Finding, ...]]) -> Verdict:
    """The verdict with its candidates, simplest first, the simplest of which is what was found."""
    if not candidates:
        return verdict
    simplest = [findings for findings in candidates if len(findings) == len(candidates[0])]
    if len(simplest) <= MOST_ALTERNATIVES:
        return replace(verdict, findings=simplest[0], alternatives=tuple(simplest[1:]), candidates=tuple(candidates))
    common = tuple(finding for finding in simplest[0] if all(finding in other for other in simplest))
    return replace(verdict, findings=common, alternatives=(), candidates=tuple(candidates), undecided=not common)


def stopped(task: str, kind: str, names: tuple[str, ...], detail: str, failure: Failure | None = None) -> Verdict:
    """The verdict on a task that a run never reached; `detail` is a clause that says what stopped the run."""
    return Verdict(task, kind, names, "missing", 0.0, Cause("stopped", failure=failure, detail=detail))


def fault(task: str, kind: str, names: tuple[str, ...], detail: str) -> Verdict:
    """The verdict where the grader itself failed: never the student's fault, to be graded by hand."""
    return Verdict(task, kind, names, "error", 0.0, detail=detail)
