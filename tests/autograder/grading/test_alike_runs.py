"""Runs are taken for alike only where nothing that tasks are judged by tells them apart."""

from dataclasses import replace

import pytest

from autograder.grading.alike_runs import MadeOnce
from autograder.grading.evidence_store import SettingRun, TestRun
from labkit.judging.setting import Setting

RUN = SettingRun(
    Setting({"slope": 2.0, "seed": 7}, "fresh"),
    {"losses": {"values": {"LOSS": [3.0, 1.0]}}, "parameters": {"values": {"w": 2.0}}},
    "finished",
)


def test_runs_that_showed_the_same_are_alike_whatever_their_ordinary_tests_did() -> None:
    again = replace(RUN, evidence={name: dict(claim) for name, claim in RUN.evidence.items()})
    assert again.likeness == RUN.likeness
    assert replace(RUN, tests={"mine": TestRun(failed=True)}).likeness == RUN.likeness


@pytest.mark.parametrize(
    "other",
    [
        {"setting": Setting({"slope": 2.0, "seed": 7}, "published")},
        {"setting": Setting({"slope": 2.0, "seed": 8}, "fresh")},
        {"evidence": {**RUN.evidence, "losses": {"values": {"LOSS": [3.0, 1.0000000000000002]}}}},
        {"evidence": {**RUN.evidence, "losses": {"values": {"LOSS": [3, 1.0]}}}},
        {"evidence": {**RUN.evidence, "losses": {"values": {"LOSS": ["3.0", 1.0]}}}},
        {"evidence": {"losses": RUN.evidence["losses"]}},
        {"evidence": dict(reversed(RUN.evidence.items()))},
        {"end": "memory"},
        {"where": "practice-train"},
        {"detail": "killed"},
        {"pictures": False},
    ],
    ids=str,
)
def test_runs_that_differ_in_anything_that_counts_are_not_alike(other: dict[str, object]) -> None:
    assert replace(RUN, **other).likeness != RUN.likeness  # type: ignore[arg-type]


def test_what_is_made_is_made_once_and_an_error_every_time() -> None:
    made: MadeOnce[int] = MadeOnce(most=2)
    calls: list[str] = []

    def make(key: str) -> int:
        calls.append(key)
        if key == "bad":
            raise ValueError(key)
        return len(calls)

    assert [made.get(key, lambda key=key: make(key)) for key in "abab"] == [1, 2, 1, 2]  # type: ignore[misc]
    for _ in range(2):
        with pytest.raises(ValueError, match="bad"):
            made.get("bad", lambda: make("bad"))
    assert calls == ["a", "b", "bad", "bad"]
    assert made.get("a", lambda: make("a")) == 1  # used last, so "b" goes
    assert made.get("c", lambda: make("c")) == 5
    assert made.get("a", lambda: make("a")) == 1
    assert made.get("b", lambda: make("b")) == 6
