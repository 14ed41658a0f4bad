"""What the checks further down show of an answer that was not there yet when it was looked at."""

from collections.abc import Iterable
from dataclasses import replace

from .evidence import Evidence
from .key import Finding
from .plain import numbers
from .verdict import Verdict

FILLED_TOO_LATE = "filled-too-late"
NOT_THERE = frozenset({"absent", "empty", "untouched"})
"""Causes that say nothing against work further down."""


def in_hindsight(verdict: Verdict, later: Iterable[Evidence]) -> Verdict:
    """The verdict on a missing answer, with the reason that it came later where it did."""
    if verdict.outcome != "missing" or verdict.cause is None or verdict.cause.kind not in NOT_THERE:
        return verdict
    if not any(all(_came(name, verdict, evidence) for name in verdict.names) for evidence in later):
        return verdict
    finding = (Finding(FILLED_TOO_LATE, " and ".join(verdict.names)),)
    return replace(verdict, findings=finding, alternatives=(), candidates=(finding,), untouched=False)


def _came(name: str, verdict: Verdict, evidence: Evidence) -> bool:
    """Whether a name holds numbers later, and others than at first."""
    value = evidence.values.get(name)
    there = isinstance(value, float) or bool(numbers(value))
    return there and value != verdict.found.get(name)
