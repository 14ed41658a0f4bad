"""Methods that are named and not called, as the cause of what their absence leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..evidence.collecting import Evidence
from .key import Finding
from .verdict import Verdict

NOT_CALLED = "method-not-called"
_CLEARING = frozenset(
    {"gradients-not-zeroed", "w-gradient-not-zeroed", "b-gradient-not-zeroed", "one-gradient-not-zeroed"}
)
LEAVES: Mapping[str, frozenset[str]] = {
    "step": frozenset({"parameters-not-updated", "optimiser-of-another-model"}),
    "backward": frozenset({"parameters-not-updated", "optimiser-of-another-model"}),
    "zero_grad": _CLEARING,
    "zero_": _CLEARING,
}
"""The mistakes that look as if a method were not there: the last part of its name to theirs."""


def named_by_lines(verdict: Verdict, evidence: Evidence) -> Verdict:
    """The verdict with the lines that do nothing in the place of what it takes to leave them out."""
    if not evidence.uncalled or not (verdict.findings or verdict.candidates):
        return verdict
    return replace(
        verdict,
        findings=_named(verdict.findings, evidence.uncalled),
        alternatives=_each(verdict.alternatives, evidence.uncalled),
        candidates=_each(verdict.candidates, evidence.uncalled),
    )


def _each(explanations: Sequence[tuple[Finding, ...]], uncalled: Sequence[str]) -> tuple[tuple[Finding, ...], ...]:
    return tuple(dict.fromkeys(_named(findings, uncalled) for findings in explanations))


def _named(findings: Sequence[Finding], uncalled: Sequence[str]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(_line(finding, uncalled) for finding in findings))


def _line(finding: Finding, uncalled: Sequence[str]) -> Finding:
    fitting = (method for method in uncalled if finding.mistake in LEAVES.get(method.rpartition(".")[2], ()))
    method = next(fitting, None)
    return finding if method is None else Finding(NOT_CALLED, method)
