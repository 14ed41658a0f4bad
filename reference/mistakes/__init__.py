"""The catalogue of mistakes: every one that can be named, the simpler explanations first.

`record` holds those in what is written down, `update` those in how parameters move, `told` what is
seen without a replay, `store` all others.
"""

from reference.mistakes.change import Change, Mistake, Situation
from reference.mistakes.record import RECORD_MISTAKES
from reference.mistakes.store import STORE_MISTAKES
from reference.mistakes.told import TOLD_MISTAKES
from reference.mistakes.update import UPDATE_MISTAKES

CATALOGUE: tuple[Mistake, ...] = (*RECORD_MISTAKES, *UPDATE_MISTAKES, *STORE_MISTAKES, *TOLD_MISTAKES)
BY_NAME = {mistake.name: mistake for mistake in CATALOGUE}

__all__ = ["BY_NAME", "CATALOGUE", "Change", "Mistake", "Situation"]
