"""Lines that name a method and do not call it, as the cause of what the absence of a call leaves."""

from collections.abc import Mapping
from dataclasses import replace

from ..evidence.collecting import Evidence
from .verdict import Verdict

_STUCK = frozenset({"parameters-not-updated", "optimiser-of-another-model"})
_CLEARING = frozenset(
    {"gradients-not-zeroed", "w-gradient-not-zeroed", "b-gradient-not-zeroed", "one-gradient-not-zeroed"}
)
LEAVES: Mapping[str, frozenset[str]] = {
    "step": _STUCK,
    "backward": _STUCK,
    "zero_grad": _CLEARING,
    "zero_": _CLEARING,
}
"""Method to the mistakes that look as if it were not there."""
CAUSED = _STUCK | _CLEARING


def with_uncalled_line(verdict: Verdict, evidence: Evidence) -> Verdict:
    """The verdict with the line that does nothing, where its absence is what was found."""
    found = {*verdict.mistakes, *(finding.mistake for other in verdict.alternatives for finding in other)}
    fitting = (method for method in evidence.uncalled if found & LEAVES.get(method.rpartition(".")[2], frozenset()))
    return replace(verdict, uncalled=next(fitting, ""))
