"""Whether a second fresh setting is missed where it is not run: the same verdicts, the same names, nothing passes.

Everybody's notebook runs under the published setting and a fresh one, and under a second fresh one where these leave
something open (`autograder/grading/open_questions.py`). Here the answers of the truth benchmark, and made-up wrong
histories and parameters, are judged in both ways: by the runs that would be made, and by all three.

    python benchmarks/fewer_runs.py [--lab LAB]... [--made-up 10000] [--seed 1]

Exit status 1 where anything wrong passes, or a verdict or a name differs.
"""

import argparse
import json
import multiprocessing
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from corpus import read_answers
from judged_answers import FRESH, lab_named, reference_named, shown

from autograder.grading.evidence_store import KeptEvidence, SettingRun
from autograder.grading.open_questions import is_open
from autograder.grading.submission_verdicts import verdicts_by_setting
from autograder.references.lab_keys import Keys
from autograder.references.lab_settings import FIRST
from labkit.judging.key import Box, Finding
from labkit.judging.over_settings import combined
from labkit.judging.setting import Setting
from labkit.judging.verdict import Verdict
from reference.lab_files.lab import Lab, draw_setting

LABS = ("two-parameter-sgd", "mini-batch")
SECOND = Setting({"slope": 1.37, "bias": -0.58, "noise": 0.17, "seed": 90125}, "fresh")
"""Drawn once, as a course draws its own."""
SMALLEST = 3.0
"""A made-up number is wrong by at least so many tolerances under every setting, and mostly by far more."""


@dataclass(frozen=True)
class Judged:
    """A submission, judged by the runs that would be made, and by all."""

    name: str
    ran: int
    made: Mapping[str, Verdict]
    all: Mapping[str, Verdict]

    @property
    def differs(self) -> bool:
        """Whether anything that counts or is told is another."""
        return {name: _told(verdict) for name, verdict in self.made.items()} != {
            name: _told(verdict) for name, verdict in self.all.items()
        }


def _told(verdict: Verdict) -> tuple[Any, ...]:
    if verdict.kind == "figure" and verdict.outcome != "correct":
        return (verdict.outcome,)  # of made-up histories there is no picture
    return verdict.outcome, verdict.share, verdict.findings, verdict.alternatives, verdict.published_only, verdict.cause


def judged(name: str, lab: Lab, kept: KeptEvidence, keys: Keys) -> Judged:
    """What is said of one submission in both ways; each run is judged once."""
    found = verdicts_by_setting(kept, lab.tasks, keys)
    first = {task: {run.setting: under[run.setting] for run in kept.runs[:FIRST]} for task, under in found.items()}
    by_all = combined(found)
    if is_open(first):
        return Judged(name, len(kept.runs), by_all, by_all)
    return Judged(name, FIRST, combined(first), by_all)


@dataclass(frozen=True)
class MakingUp:
    """Makes up submissions with wrong numbers in the place of right ones, and judges them."""

    lab: Lab
    right: KeptEvidence
    keys: Keys

    def judged(self, made: tuple[int, int]) -> Judged:
        """One of them, by its number and its own seed: wrong in one of many ways, the same way in all runs."""
        number, seed = made
        way = WAYS[number % len(WAYS)]
        runs = [_with_numbers(self.lab, run, self.keys, way, random.Random(seed)) for run in self.right.runs]
        return judged(f"made up {number}", self.lab, replace(self.right, runs=tuple(runs)), self.keys)

    def all(self, count: int, source: random.Random) -> Iterator[Judged]:
        """So many of them, on all cores."""
        made = [(number, source.getrandbits(64)) for number in range(count)]
        _AT_WORK.append(self)  # the processes are copies of this one, and find it there
        with multiprocessing.get_context("fork").Pool(len(os.sched_getaffinity(0))) as pool:
            yield from pool.imap(_one, made, chunksize=20)
        _AT_WORK.clear()


_AT_WORK: list[MakingUp] = []


def _one(made: tuple[int, int]) -> Judged:
    return _AT_WORK[0].judged(made)


def _with_numbers(lab: Lab, run: SettingRun, keys: Keys, way: Any, source: random.Random) -> SettingRun:
    evidence = deepcopy(dict(run.evidence))
    for task in lab.tasks:
        for name in task.names:
            if task.kind in ("history", "parameters") and name in evidence.get(task.name, {}).get("values", {}):
                key = keys[run.setting][task.name]
                numbers = way(name, key, keys, task.name, random.Random(source.getrandbits(32)))
                for claim in evidence.values():
                    if name in claim.get("values", {}):
                        claim["values"][name] = numbers
    return replace(run, evidence=evidence)


def _middle(box: Box) -> Any:
    return ((box.low + box.high) / 2).tolist()


def _reach(box: Box) -> Any:
    return ((box.high - box.low) / 2).tolist()


def _each(value: Any, change: Any) -> Any:
    return [change(entry) for entry in value] if isinstance(value, list) else change(value)


def _scaled(name: str, key: Any, keys: Keys, task: str, source: random.Random) -> Any:
    """Off by a factor from a few tolerances to half of the number."""
    box = key.right[name]
    relative = max(_flat(_reach(box))) / max(map(abs, _flat(_middle(box))))
    factor = 1 + source.choice((-1, 1)) * max(SMALLEST * relative, 10 ** source.uniform(-5, -0.3))
    return _each(_middle(box), lambda entry: entry * factor)


def _one_entry(name: str, key: Any, keys: Keys, task: str, source: random.Random) -> Any:
    """One entry off by a thousandth to a hundred times itself."""
    numbers = _middle(key.right[name])
    change = 1 + 10 ** source.uniform(-3, 2)
    if not isinstance(numbers, list):
        return numbers * change
    place = source.randrange(len(numbers))
    return [entry * change if at == place else entry for at, entry in enumerate(numbers)]


def _shuffled(name: str, key: Any, keys: Keys, task: str, source: random.Random) -> Any:
    numbers = _middle(key.right[name])
    if not isinstance(numbers, list):
        return -numbers
    return numbers[1:] + numbers[:1] if source.random() < 0.5 else numbers[::-1]


def _of_the_published_data(name: str, key: Any, keys: Keys, task: str, source: random.Random) -> Any:
    """Typed: what is right for the data that everybody sees."""
    published = next(setting for setting in keys if setting.is_published)
    return _middle(keys[published][task].right[name])


def _of_a_mistake(name: str, key: Any, keys: Keys, task: str, source: random.Random) -> Any:
    """What a known mistake leaves, moved by a thousandth: no mistake any more, and nothing right."""
    listed = _listed_everywhere(name, keys, task)
    if not listed:
        return _scaled(name, key, keys, task, source)
    box = _explanation(key, listed[source.randrange(len(listed))]).boxes[name]
    numbers = _each(_middle(box), lambda entry: entry * 1.001)
    return numbers if not key.right[name].holds(_asked(numbers)) else _scaled(name, key, keys, task, source)


def _of_two_mistakes(name: str, key: Any, keys: Keys, task: str, source: random.Random) -> Any:
    """Halfway between two mistakes."""
    listed = _listed_everywhere(name, keys, task)
    if len(listed) < 2:
        return _scaled(name, key, keys, task, source)
    one, other = (_middle(_explanation(key, findings).boxes[name]) for findings in source.sample(listed, 2))
    if isinstance(one, list):
        numbers: Any = [(a + b) / 2 for a, b in zip(one, other, strict=True)]
    else:
        numbers = (one + other) / 2
    return numbers if not key.right[name].holds(_asked(numbers)) else _scaled(name, key, keys, task, source)


def _listed_everywhere(name: str, keys: Keys, task: str) -> list[tuple[Finding, ...]]:
    """The explanations that the keys of all settings know, with as many numbers as right ones have."""

    def of(key: Any) -> dict[tuple[Finding, ...], None]:
        shape = key.right[name].low.shape
        return {one.findings: None for one in key.listed if name in one.boxes and one.boxes[name].low.shape == shape}

    first, *others = (of(known[task]) for known in keys.values())
    return [findings for findings in first if all(findings in other for other in others)]


def _explanation(key: Any, findings: tuple[Finding, ...]) -> Any:
    return next(one for one in key.listed if one.findings == findings)


def _shifted(name: str, key: Any, keys: Keys, task: str, source: random.Random) -> Any:
    """The same number added to all of them."""
    added = 10 ** source.uniform(-2, 2)
    return _each(_middle(key.right[name]), lambda entry: entry + added)


WAYS = (_scaled, _one_entry, _shuffled, _of_the_published_data, _of_a_mistake, _of_two_mistakes, _shifted)


def _asked(numbers: Any) -> Any:
    return tuple(numbers) if isinstance(numbers, list) else numbers


def _flat(value: Any) -> list[float]:
    return list(value) if isinstance(value, list) else [value]


def main() -> None:
    """Print what was decided by how many runs, and every difference."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lab", action="append", help=f"a lab (default {' and '.join(LABS)})")
    parser.add_argument("--made-up", type=int, default=10_000, help="wrong submissions to make up per lab")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    failed = False
    for name in asked.lab or LABS:
        failed |= measured(name, asked.made_up, random.Random(asked.seed))
    sys.exit(failed)


def measured(name: str, count: int, source: random.Random) -> bool:
    """Measure one lab; whether anything failed."""
    lab = lab_named(name)
    reference = reference_named("own", lab)
    drawn = random.Random(7)
    fresh = (FRESH, SECOND) if lab.draw is draw_setting else tuple(Setting(lab.draw(drawn), "fresh") for _ in range(2))
    settings = (lab.public_settings[0], *fresh)
    keys = {setting: reference.keys(setting)[0] for setting in settings}
    answers = [answer for answer in read_answers(()) if answer.lab == name]
    kept = shown(lab, answers, settings)
    done = [judged(answer.student, lab, one, keys) for answer, one in zip(answers, kept, strict=True)]
    right = next(one for answer, one in zip(answers, kept, strict=True) if {*answer.outcomes.values()} == {"correct"})
    wrong = list(MakingUp(lab, right, keys).all(count, source))
    passed = [one.name for one in wrong if any(_is_right(v) for v in one.made.values() if v.kind != "figure")]
    _print(name, "answers", done)
    _print(name, "made up", wrong)
    print(f"{name:20} made up, and found right in a task: {len(passed)}")
    for one in [one for one in (*done, *wrong) if one.differs][:20]:
        print(f"  {one.name}: {_words(one.made)} by {one.ran} runs, {_words(one.all)} by all")
    return bool(passed) or any(one.differs for one in (*done, *wrong))


def _is_right(verdict: Verdict) -> bool:
    return verdict.outcome == "correct"


def _words(found: Mapping[str, Verdict]) -> str:
    return json.dumps({name: [verdict.outcome, *verdict.mistakes] for name, verdict in found.items()})


def _print(lab: str, what: str, done: Sequence[Judged]) -> None:
    runs = Counter(one.ran for one in done)
    differ = sum(one.differs for one in done)
    print(f"{lab:20} {what}: {len(done)}, by two runs {runs[FIRST]}, by three {runs[FIRST + 1]}; differ: {differ}")


if __name__ == "__main__":
    main()
