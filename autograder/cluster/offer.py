"""What a worker offers, and whether that is what a grading needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from autograder.execution.fingerprint import Fingerprint
from autograder.shared.files import digest


@dataclass(frozen=True)
class Offer:
    """A worker's word for what it is; it is trusted as the machine is on which it runs."""

    fingerprint: Fingerprint
    layers: tuple[str, ...]
    """The layers that isolate runs there; none where nothing does."""
    jobs: int
    """Runs at the same time."""

    def resources(self) -> dict[str, float]:
        """By which the scheduler finds workers: those of this fingerprint, and with isolation those that have it."""
        names = (resource(self.fingerprint, isolated=False), resource(self.fingerprint, isolated=True))
        return {name: float(self.jobs) for name in names[: 2 if self.layers else 1]}

    def to_json(self) -> dict[str, Any]:
        """The offer as plain JSON data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Offer:
        """The offer that `to_json` wrote.

        Raises:
            ValueError: for anything else.
        """
        try:
            told = data["fingerprint"]
            kit, python, machine = (str(told[name]) for name in ("kit", "python", "machine"))
            libraries, packages = (tuple(map(str, told[name])) for name in ("libraries", "packages"))
            found = Fingerprint(kit, python, machine, libraries, packages)
            return cls(found, tuple(map(str, data["layers"])), int(data["jobs"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"it is no offer ({type(error).__name__}: {error})") from error


def resource(fingerprint: Fingerprint, isolated: bool) -> str:
    """The name of what workers have that may run a grading's notebooks."""
    kind = "isolated" if isolated else "any"
    return f"descent-{kind}-{digest(fingerprint.parts())[:16]}"


def refusal(told: object, own: Fingerprint, isolated: bool) -> str | None:
    """Why a worker gets no notebook of a grading, in one sentence; None where it may have some.

    Args:
        told: what its registration holds of its offer
        own: what the grader's own runs depend on
        isolated: whether runs have to be isolated
    """
    if not isinstance(told, Mapping):
        return "it was not started by 'descent worker', so nobody knows what it offers"
    try:
        offer = Offer.from_json(told)
    except ValueError:
        return "it has another version of the kit, which says in another way what it offers"
    if differences := list(own.differences(offer.fingerprint)):
        return f"it has {' and '.join(differences)}: install there what is installed here"
    if isolated and not offer.layers:
        return "it isolates nothing; 'descent doctor' says there what is missing"
    return None
