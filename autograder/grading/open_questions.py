"""What the first runs of a submission leave open, so that it has to run under a further setting.

Two settings, the published one and a fresh one, decide nearly everything: typed numbers are wrong under the second, and
a right history or right parameters lie a thousand times closer to the key than any mistake, under both. What they may
leave open is what can be right, or look like a mistake, by chance: a choice, a count or a share that is the same for
many data; numbers that look rounded or as if they ran away; two explanations that hold under both; several mistakes
that explain one task together, since there are so many pairs that one may fit two settings by a hair; an answer that is
wrong where all can see it, and right elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from labkit.judging.over_settings import combine
from labkit.judging.setting import Setting
from labkit.judging.unexplained_values import DIVERGED, NEARLY_RIGHT, ROUNDED, SHUFFLED
from labkit.judging.verdict import Verdict

BY_LOOK = frozenset({DIVERGED, NEARLY_RIGHT, ROUNDED, SHUFFLED})
"""What is said of numbers by their look: no training was found that leads to them."""


def is_open(found: Mapping[str, Mapping[Setting, Verdict]]) -> bool:
    """Whether any task needs a further setting; for each task the verdicts so far, by setting."""
    return any(_needs_more([under[setting] for setting in _published_first(under)]) for under in found.values())


def _published_first(under: Mapping[Setting, Verdict]) -> list[Setting]:
    return sorted(under, key=lambda setting: not setting.is_published)


def _needs_more(verdicts: Sequence[Verdict]) -> bool:
    first, *others = verdicts
    if any(verdict.outcome == "error" for verdict in verdicts):
        return False  # a person grades it
    if first.kind == "values" and any(verdict.share > 0.0 for verdict in verdicts):
        return True  # a choice or a count may be right by chance
    if first.outcome != "correct" and any(verdict.outcome == "correct" for verdict in others):
        return True
    if first.outcome == "correct":
        return False
    combined = combine(first, others)
    if combined.alternatives or combined.undecided or len(combined.findings) > 1:
        return True
    if any(name in BY_LOOK for name in combined.mistakes):
        return True
    return first.kind == "values" and bool(combined.findings)
