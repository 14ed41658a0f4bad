"""The catalogue of mistakes: every one that can be named, the simpler explanations first.

`record` holds those in what is written down, `update` those in how parameters move, `without_replay`
what is seen without one, `store` all others; `closer_hints` what is said last of each.
"""

from dataclasses import replace

from reference.recipes.mistakes.change import Change, Mistake, Situation
from reference.recipes.mistakes.closer_hints import CLOSER_HINTS
from reference.recipes.mistakes.record import RECORD_MISTAKES
from reference.recipes.mistakes.store import STORE_MISTAKES
from reference.recipes.mistakes.update import UPDATE_MISTAKES
from reference.recipes.mistakes.without_replay import WITHOUT_REPLAY

CATALOGUE: tuple[Mistake, ...] = tuple(
    replace(mistake, closer_hint=CLOSER_HINTS[mistake.name])
    for mistake in (*RECORD_MISTAKES, *UPDATE_MISTAKES, *STORE_MISTAKES, *WITHOUT_REPLAY)
)
BY_NAME = {mistake.name: mistake for mistake in CATALOGUE}

__all__ = ["BY_NAME", "CATALOGUE", "Change", "Mistake", "Situation"]
