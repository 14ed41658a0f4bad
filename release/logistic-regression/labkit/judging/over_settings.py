"""The verdict on a task over all settings, and what of it a student may know.

What a notebook does under a setting that nobody saw is a message from that setting: a list named after it, an
exception that holds it, a figure that leaves something out. So what is shown comes from the run under the published
setting. The other runs add only whether the answer is right there too, and which of the mistakes that explain the
published run explain them as well. What a run under a setting that students know shows may be reported in full.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ..evidence.plain_values import Value, leaves
from .key import Finding
from .setting import Setting
from .unexplained_values import APPARENT
from .verdict import Cause, Verdict, explained

SAME_NUMBERS = "same-numbers-everywhere"
LEAST_NUMBERS = 2
"""Different numbers that must stay the same over the settings before they are said to."""

Findings = tuple[Finding, ...]


def combine(first: Verdict, others: Sequence[Verdict] = (), histories: Sequence[Verdict] = ()) -> Verdict:
    """The verdict on one task over all settings: the first, which is the published one, and all others.

    Correct only if correct under every setting. Only what explains the evidence under all of them is named.
    `histories` are the combined verdicts on the histories that a figure should show.
    """
    verdicts = (first, *others)
    for broken in (verdict for verdict in verdicts if verdict.outcome == "error"):
        return broken
    failed = [verdict for verdict in verdicts if verdict.outcome != "correct"]
    if first.kind == "figure" and (typed := _typed(verdicts, histories)):
        share = _share(verdicts) - typed / max(len(first.parts), 1) if typed < len(first.found) else 0.0
        return replace(_published_only(first, max(share, 0.0)), findings=(Finding(SAME_NUMBERS),))
    if not failed:
        return first
    share = _share(verdicts)
    if first.outcome == "correct":
        return _right_when_published(verdicts, failed, share)
    return replace(_wrong_everywhere(verdicts, failed), share=share)


def combined(found: Mapping[str, Mapping[Setting, Verdict]]) -> dict[str, Verdict]:
    """For each task, in their order in the notebook, the verdict over all settings.

    Raises:
        ValueError: where a task has no verdict under the published one.
    """
    done: dict[str, Verdict] = {}
    for name, verdicts in found.items():
        first, *others = _published_first(name, verdicts)
        histories = [v for v in done.values() if v.kind == "history" and {*v.names} <= {*first.names}]
        done[name] = combine(first, others, histories)
    return done


def _typed(verdicts: Sequence[Verdict], histories: Sequence[Verdict]) -> int:
    """How many histories of a figure were typed: one of training follows the data, even if all numbers are equal."""
    names = verdicts[0].found
    if len(verdicts[0].names) == 1:  # whatever the list is called in which it is
        known = any(map(_is_known_training, histories))
        return len(names) if _same_numbers(verdicts, least=1) and not known else 0
    known_names = {name for history in histories if _is_known_training(history) for name in history.names}
    return sum(_stays(name, verdicts) for name in names if name not in known_names)


def _stays(name: str, verdicts: Sequence[Verdict]) -> bool:
    """Whether a history in a figure holds the same numbers under all settings."""
    alone = [replace(v, found={name: v.found[name]} if name in v.found else {}) for v in verdicts]
    return _same_numbers(alone, least=1)


def _share(verdicts: Sequence[Verdict]) -> float:
    """The share of the points that an answer reaches under every setting; of values that of the names right in all."""
    if verdicts[0].kind != "values":
        return min(verdict.share for verdict in verdicts)
    right = set(verdicts[0].right_names).intersection(*(verdict.right_names for verdict in verdicts[1:]))
    return len(right) / len(verdicts[0].names)


def _published_first(task: str, verdicts: Mapping[Setting, Verdict]) -> list[Verdict]:
    if not any(setting.is_published for setting in verdicts):
        raise ValueError(f"there is no verdict on {task} under the published setting")
    return [verdicts[setting] for setting in sorted(verdicts, key=lambda setting: not setting.is_published)]


def _right_when_published(verdicts: Sequence[Verdict], failed: Sequence[Verdict], share: float) -> Verdict:
    """Right under the published setting, and not under another."""
    if _same_numbers(verdicts):
        return replace(_published_only(verdicts[0], share), findings=(Finding(SAME_NUMBERS),))
    if verdicts[0].broke_off is not None:
        return _without_what_broke_off(verdicts[0], share)
    if failed[0].setting is not None:
        return replace(failed[0], published_only=True, share=share, findings=(), alternatives=(), candidates=())
    return _published_only(verdicts[0], share)


def _without_what_broke_off(first: Verdict, share: float) -> Verdict:
    """A figure of what an exception left of a training, which under other data is less or nothing."""
    cause = Cause("exception", first.names[0], first.broke_off)
    return replace(first, outcome="wrong" if share else "missing", share=share, cause=cause, parts=())


def _is_known_training(history: Verdict) -> bool:
    """Whether mistakes that were replayed explain a history under every setting.

    Targets that do not depend on the data, such as the inputs, leave the same numbers everywhere, and honest ones.
    """
    return bool(history.findings) and not {SAME_NUMBERS, *APPARENT} & {*history.mistakes}


def _published_only(first: Verdict, share: float) -> Verdict:
    """What may be said where other data alone show that an answer is wrong: that they do."""
    return Verdict(
        first.task,
        first.kind,
        first.names,
        "wrong",
        share,
        found=first.found,
        expected=first.expected,
        changed_givens=first.changed_givens,
        missing_givens=first.missing_givens,
        published_only=True,
    )


def _wrong_everywhere(verdicts: Sequence[Verdict], failed: Sequence[Verdict]) -> Verdict:
    """Wrong under the published setting, by what explains every failure."""
    first = verdicts[0]
    shared = _agreed([verdict.candidates for verdict in failed])
    if shared:
        return explained(first, shared)
    if first.kind == "figure":
        return replace(first, candidates=())
    follows_data = first.kind != "values"  # a choice or a count may be the same for all data
    same = follows_data and first.outcome == "wrong" and _same_numbers(verdicts)
    copied = (Finding(SAME_NUMBERS),) if same else ()
    return replace(first, findings=copied, alternatives=(), candidates=(), undecided=False)


def _agreed(candidates: Sequence[Sequence[Findings]]) -> list[Findings]:
    """The explanations of the first setting that explain every other setting as well."""
    return _agreed_by(_agree, candidates) or _agreed_by(_agree_but_for_counts, candidates)


def _agreed_by(agree: Callable[[Findings, Findings], bool], candidates: Sequence[Sequence[Findings]]) -> list[Findings]:
    return [
        findings
        for findings in candidates[0]
        if all(any(agree(findings, other) for other in others) for others in candidates[1:])
    ]


def _agree(one: Findings, other: Findings) -> bool:
    return len(one) == len(other) and all(a.agrees(b) for a, b in zip(one, other, strict=True))


def _agree_but_for_counts(one: Findings, other: Findings) -> bool:
    """Whether only numbers of epochs and the like differ, as where a training stops by what it finds in the data."""
    return _agree(tuple(map(_uncounted, one)), tuple(map(_uncounted, other)))


def _uncounted(finding: Finding) -> Finding:
    return Finding(finding.mistake) if type(finding.value) is int else finding


def _same_numbers(verdicts: Sequence[Verdict], least: int = LEAST_NUMBERS) -> bool:
    """Whether the same numbers were found under several settings, which no training gives.

    What is no number says nothing of the data, and a single parameter may follow from the start alone.
    """
    found = [verdict.found for verdict in verdicts if not verdict.untouched]
    if len(found) < 2 or any(other != found[0] for other in found[1:]):
        return False
    return len({number for value in found[0].values() for number in _finite_numbers(value)}) >= least


def _finite_numbers(value: Value) -> tuple[float, ...]:
    return tuple(leaf for leaf in leaves(value) if isinstance(leaf, float) and math.isfinite(leaf))
