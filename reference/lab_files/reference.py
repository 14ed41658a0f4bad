"""One question, two ways to answer it: what is right in a lab under a setting, and what would each mistake leave?

A recipe replays (`reference.keys.by_recipe`), a lab's own solution is run (`reference.solutions.by_solution`). Whoever
asks does not know which of the two made a key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from labkit.judging.expected import Expected
from labkit.judging.explain import Vocabulary
from labkit.judging.key import Key
from labkit.judging.setting import Setting
from reference.lab_files.calibrated import Calibration
from reference.lab_files.known_mistake import KnownMistake
from reference.lab_files.lab import Lab, Numbers


class Reference(Protocol):
    """What says what is right in a lab, and what each mistake leaves."""

    @property
    def lab(self) -> Lab:
        """The lab, its tasks complete."""

    @property
    def least_margin(self) -> float:
        """How many times farther than any right answer the nearest wrong history must lie for a setting to be drawn."""

    @property
    def words(self) -> Vocabulary:
        """What is said of each mistake that can be named."""

    def calibrate(self, setting: Numbers) -> Calibration:
        """How far right and wrong lie apart; raises `CalibrationError` where a setting cannot tell them apart."""

    def keys(self, setting: Setting) -> tuple[Mapping[str, Key], Mapping[str, Any]]:
        """For each task the key to grade with, and what `revived` needs besides to make it of a kept one.

        Raises `CalibrationError` where the setting cannot tell right from wrong.
        """

    def revived(self, kept: Mapping[str, Key], more: Mapping[str, Any]) -> Mapping[str, Key]:
        """The keys that `keys` made, from what a file keeps of them."""

    def known_mistakes(self, setting: Numbers) -> tuple[KnownMistake, ...]:
        """Every single mistake that is recognised under a setting, in each of its ways."""

    def expected(self) -> Expected:
        """What ships to students: keys of both public settings, without what chance decides and without pairs."""
