"""Which isolation runs get: what the machine offers, and no run where that is too little."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .runtime import Runtime
from .sandbox.plan import Confinement, Layers, Limits
from .sandbox.probe import acceptable, free_uids, probe, settle

Isolation = Literal["auto", "none"] | Layers


class IsolationRefused(RuntimeError):  # noqa: N818 - it is raised with a remedy
    """This machine cannot keep student code away from the rest of the course."""


@dataclass(frozen=True)
class RunIsolation:
    """How all runs of an executor are isolated; without a template they are not."""

    template: Confinement | None = None
    uids: tuple[int | None, ...] = ()
    """One for each run that goes on at the same time; None keeps the caller's."""

    @property
    def private_root(self) -> bool:
        """Whether runs have a disk of their own, on which all of them can use the same paths."""
        return self.template is not None and self.template.layers.namespaces

    def without(self, runtime: Runtime, courses: Sequence[str]) -> "RunIsolation":
        """The same, and none of these folders can be read."""
        if self.template is None:
            return self
        shown, secret = runtime.readable(courses), runtime.hidden(courses)
        return replace(self, template=replace(self.template, readable=shown, hidden=secret))

    def confinement(self, scratch: str, limits: Limits, slot: int) -> Confinement | None:
        """The confinement of one run; `slot` is a number that no other run has at the same time."""
        if self.template is None:
            return None
        return replace(self.template, scratch=scratch, limits=limits, uid=self.uids[slot])


def isolation_for_trusted() -> Literal["auto", "none"]:
    """Every layer, or none where the machine offers too little: for the kit's own answers and an instructor's."""
    return "auto" if acceptable(probe()) is None else "none"


def run_isolation(
    isolation: Isolation, runtime: Runtime, scratch: str, slots: int, courses: Sequence[str] = ()
) -> RunIsolation:
    """The isolation asked for, tried out; `scratch` is a path of which the folder exists, as runs will get them.

    `courses`: folders that no run may read, wherever they lie.

    Raises:
        IsolationRefused, SandboxError: where the machine cannot give enough of it.
    """
    if isolation == "none":
        return RunIsolation()
    layers = probe() if isolation == "auto" else isolation
    missing = acceptable(layers)
    if missing is not None:
        raise IsolationRefused(f"{missing} Submissions that you trust can be run with --isolation none.")
    uids = free_uids(slots) if layers.uid_per_run else ()
    first = uids[0] if uids else None
    shown, secret = runtime.readable(courses), runtime.hidden(courses)
    asked = Confinement(layers, shown, scratch, secret, uid=first, listed=runtime.listed())
    template = settle(asked, (runtime.python.probe, str(runtime.folder / "labkit" / "__init__.py")))
    if template.uid is None:
        return RunIsolation(template, tuple(itertools.repeat(None, slots)))
    return RunIsolation(template, uids)
