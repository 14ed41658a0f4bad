"""The reference that replays a recipe: the fastest and the deepest, for a line fitted by gradient descent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from labkit.judging.expected import Expected
from labkit.judging.explain import Vocabulary
from labkit.judging.key import Key
from labkit.judging.setting import Setting
from reference.keys import making
from reference.keys.calibration import calibrate
from reference.keys.explanations import SettingReplays, singles
from reference.keys.families import Families
from reference.keys.grading_key import GradingKey
from reference.keys.tolerances import Tolerances
from reference.lab_files.calibrated import Calibration
from reference.lab_files.known_mistake import KnownMistake
from reference.lab_files.lab import Lab, Numbers
from reference.recipes.data import LineData


@dataclass(frozen=True)
class ByRecipe:
    """See `reference.lab_files.reference.Reference`."""

    lab: Lab
    least_margin: float = 10_000.0

    @property
    def words(self) -> Vocabulary:
        """What is said of each mistake of the lab's catalogue."""
        return making.words(self.lab)

    def calibrate(self, setting: Numbers) -> Calibration:
        """Run right implementations, replay mistakes, and measure how far they lie apart."""
        return calibrate(self.lab, setting)

    def keys(self, setting: Setting) -> tuple[Mapping[str, Key], Mapping[str, Any]]:
        """Keys that know single mistakes, pairs of them, and families."""
        tolerances = calibrate(self.lab, setting).tolerances
        more = {"tolerances": asdict(tolerances), "data": self.lab.data(setting).numbers}
        return making.keys(self.lab, setting, tolerances), more

    def revived(self, kept: Mapping[str, Key], more: Mapping[str, Any]) -> Mapping[str, Key]:
        """Families of mistakes are fitted to evidence: they are made again on the data as drawn, when one is needed."""
        setting = next(iter(kept.values())).setting
        data = LineData.of_numbers(more["data"])
        replays = SettingReplays.at(self.lab, setting, Tolerances(**more["tolerances"]), data)
        families = Families(replays)
        revived = {}
        for name, key in kept.items():
            values = {field.name: getattr(key, field.name) for field in fields(Key)}
            revived[name] = GradingKey(**values, families=None if key.task.kind == "figure" else families)
        return revived

    def known_mistakes(self, setting: Numbers) -> tuple[KnownMistake, ...]:
        """What the replay of each mistake leaves; a recipe knows of no code."""
        calibrated = calibrate(self.lab, setting)
        replays = SettingReplays.at(self.lab, setting, calibrated.tolerances)
        words, found = self.words, []
        for single in singles(replays):
            name, value = single.finding.mistake, single.finding.value
            others = tuple(other for group in calibrated.together if name in group for other in group if other != name)
            said = words[name]
            left = single.explanation.boxes
            found.append(KnownMistake(name, value, said.title, said.hint, left, (), single.random, others))
        return tuple(found)

    def expected(self) -> Expected:
        """Keys of both public settings with the single mistakes that chance has no part in."""
        return making.expected(self.lab)
