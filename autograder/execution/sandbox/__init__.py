"""Isolation in layers for one run of untrusted code: namespaces, Landlock, seccomp, rlimits, a uid of its own.

`probe()` finds out what the machine offers, `acceptable()` says whether that is enough, `settle()` fits a
`Confinement` to the machine by rehearsing it, and `confined()` runs work inside it. The package needs nothing
but the standard library and imports nothing outside itself, so that it can be copied beside a runner.
"""

from .plan import Confinement, Layers, Limits, Status
from .probe import Row, SandboxError, acceptable, describe, free_uids, probe, settle
from .readable import runtime_paths
from .run import confined

__all__ = [
    "Confinement",
    "Layers",
    "Limits",
    "Row",
    "SandboxError",
    "Status",
    "acceptable",
    "confined",
    "describe",
    "free_uids",
    "probe",
    "runtime_paths",
    "settle",
]
