"""A setting: the numbers that vary between runs of a lab, such as slope, bias, noise and seed, and who knows them."""

import math
from collections.abc import Iterator, Mapping
from typing import Literal, get_args

Kind = Literal[
    "published",  # the one that the notebook is handed out with
    "rehearsal",  # the second one that students may run their notebook under
    "fresh",  # drawn for grading; nobody has seen it
    "disclosed",  # a fresh one that the instructor has let students know since
]


class Setting(Mapping[str, float]):
    """Names and their numbers, in order; never changed once it is made.

    Two settings are equal where their names and numbers are, whoever knows them: so a key or a run is looked up by its
    setting.
    """

    __slots__ = ("_numbers", "kind")

    kind: Kind

    def __init__(self, numbers: Mapping[str, float], kind: Kind) -> None:
        """Raise `ValueError` for a kind that there is not."""
        if kind not in get_args(Kind):
            raise ValueError(f"kind is {kind!r}, must be one of {get_args(Kind)}")
        self._numbers = dict(numbers)
        self.kind = kind

    def __getitem__(self, name: str) -> float:
        return self._numbers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __hash__(self) -> int:
        return hash(frozenset(self._numbers.items()))

    def __repr__(self) -> str:
        return f"Setting({self._numbers!r}, {self.kind!r})"

    @property
    def is_published(self) -> bool:
        """Whether it is the one that the notebook is handed out with."""
        return self.kind == "published"

    @property
    def is_known(self) -> bool:
        """Whether students may know it, so that its numbers may be shown."""
        return self.kind != "fresh"

    @property
    def known_to(self) -> str:
        """Of which kind it is and, for a fresh one, whether students know it, in words for graders."""
        return {"fresh": "fresh, not known to students", "disclosed": "fresh, disclosed"}.get(self.kind, self.kind)

    @property
    def in_words(self) -> str:
        """The setting as a sentence holds it: `slope = 1, bias = -1, noise = 0.1, seed = 1`."""
        return in_words(self)


AS_RELEASED = Setting({}, "published")
"""For a notebook that has no setting to vary: it runs once, as it was released."""


def in_words(numbers: Mapping[str, float]) -> str:
    """Names and numbers as a sentence holds them."""
    return ", ".join(f"{name} = {value:g}" for name, value in numbers.items())


def same_numbers(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    """Whether two settings have the same names and, but for rounding, the same numbers."""
    return set(one) == set(other) and all(
        math.isclose(one[name], other[name], rel_tol=1e-9, abs_tol=1e-12) for name in one
    )
