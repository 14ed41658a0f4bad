"""Which submissions need more than the published and one fresh setting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from autograder.execution.job import Cell, Job, Run
from autograder.grading.class_runs import Plan, PreparedSubmission, SubmissionEvidence, run_class
from autograder.grading.evidence_store import KeptEvidence, Store
from autograder.grading.open_questions import is_open
from labkit.judging.key import Finding
from labkit.judging.setting import Setting
from labkit.judging.verdict import Verdict

PUBLISHED, FRESH, SECOND = (
    Setting({"seed": 1.0}, "published"),
    Setting({"seed": 2.0}, "fresh"),
    Setting({"seed": 3.0}, "fresh"),
)
ONE, OTHER = (Finding("one"),), (Finding("other"),)


def verdict(outcome: str, kind: str = "history", *candidates: tuple[Finding, ...], **more: Any) -> Verdict:
    share = more.pop("share", 1.0 if outcome == "correct" else 0.0)
    findings = candidates[0] if candidates else ()
    return Verdict("t", kind, ("LOSS",), outcome, share, findings=findings, candidates=candidates, **more)  # type: ignore[arg-type]


def needs_more(published: Verdict, fresh: Verdict) -> bool:
    return is_open({"t": {PUBLISHED: published, FRESH: fresh}})


@pytest.mark.parametrize("kind", ["history", "parameters", "figure"])
def test_what_is_right_under_both_is_decided(kind: str) -> None:
    assert not needs_more(verdict("correct", kind), verdict("correct", kind))


def test_a_choice_that_is_right_may_be_so_by_chance() -> None:
    assert needs_more(verdict("correct", "values"), verdict("correct", "values"))
    assert needs_more(verdict("wrong", "values", share=0.5), verdict("wrong", "values"))
    assert not needs_more(verdict("wrong", "values"), verdict("wrong", "values"))


def test_a_choice_that_looks_like_a_mistake_may_do_so_by_chance() -> None:
    assert needs_more(verdict("wrong", "values", ONE), verdict("wrong", "values", ONE))


def test_typed_numbers_are_decided() -> None:
    assert not needs_more(verdict("correct"), verdict("wrong"))


def test_one_explanation_that_holds_under_both_is_enough() -> None:
    assert not needs_more(verdict("wrong", "history", ONE), verdict("wrong", "history", ONE, OTHER))


def test_two_explanations_that_hold_under_both_are_not() -> None:
    assert needs_more(verdict("wrong", "history", ONE, OTHER), verdict("wrong", "history", ONE, OTHER))


def test_two_mistakes_together_are_looked_at_again() -> None:
    both = (Finding("one"), Finding("other"))
    assert needs_more(verdict("wrong", "history", both), verdict("wrong", "history", both))


def test_what_numbers_look_like_is_looked_at_again() -> None:
    rounded = (Finding("numbers-rounded"),)
    assert needs_more(verdict("wrong", "history", rounded), verdict("wrong", "history", rounded))


def test_what_nothing_explains_stays_so() -> None:
    assert not needs_more(verdict("wrong"), verdict("wrong"))
    assert not needs_more(verdict("wrong", "history", ONE), verdict("wrong", "history", OTHER))


def test_wrong_where_all_can_see_it_and_right_elsewhere_is_looked_at_again() -> None:
    assert needs_more(verdict("wrong", "history", ONE), verdict("correct"))


def test_a_graders_fault_is_for_a_person() -> None:
    assert not needs_more(verdict("error", "values"), verdict("correct", "values"))


def test_one_open_task_is_enough_and_the_order_of_settings_counts_for_nothing() -> None:
    right, wrong = verdict("correct"), verdict("wrong")
    assert is_open({"a": {FRESH: right, PUBLISHED: right}, "b": {FRESH: right, PUBLISHED: wrong}})
    assert not is_open({"a": {FRESH: right, PUBLISHED: right}, "b": {FRESH: wrong, PUBLISHED: right}})


def job(name: str, setting: Setting) -> Job:
    return Job(f"{name} {setting.kind} {setting['seed']:g}", (Cell("c", "1"),))


def prepared(name: str) -> PreparedSubmission:
    further = {SECOND: job(name, SECOND)}
    plan = Plan({one: job(name, one) for one in (PUBLISHED, FRESH)}, further=lambda: further)
    return PreparedSubmission(name, f"{name:0>4}" * 16, lambda: plan)


class Ran:
    """Runs that come back in the order in which they were asked for, or in another."""

    def __init__(self, last_first: bool = False) -> None:
        self.names: list[str] = []
        self.last_first = last_first

    def __call__(self, jobs: Iterable[Job]) -> Iterator[tuple[int, Run]]:
        done: list[tuple[int, Run]] = []
        for position, one in enumerate(jobs):
            self.names.append(one.name)
            done.append((position, Run((None,), {}, "finished")))
            if not self.last_first or len(done) == 3:
                yield from reversed(done)
                done.clear()
        yield from reversed(done)


@pytest.mark.parametrize("last_first", [False, True])
def test_who_leaves_something_open_runs_once_more_and_nobody_else_does(tmp_path: Any, last_first: bool) -> None:
    asked: list[tuple[str, int]] = []

    def is_open(one: PreparedSubmission, kept: KeptEvidence) -> bool:
        asked.append((one.name, len(kept.runs)))
        return one.name in ("b", "d")

    ran = Ran(last_first)
    everybody = [prepared(name) for name in "abcd"]
    done = list(run_class(everybody, "lab", Store(tmp_path), ran, is_open=is_open))
    settings = {
        one.prepared.name: [run.setting for run in one.kept.runs] for one in done if isinstance(one, SubmissionEvidence)
    }
    assert settings == {
        "a": [PUBLISHED, FRESH],
        "b": [PUBLISHED, FRESH, SECOND],
        "c": [PUBLISHED, FRESH],
        "d": [PUBLISHED, FRESH, SECOND],
    }
    assert sorted(asked) == [("a", 2), ("b", 2), ("c", 2), ("d", 2)]
    assert sorted(ran.names).count("b fresh 3") == 1
    assert len(ran.names) == 10
    again = list(run_class([replace(one) for one in everybody], "lab", Store(tmp_path), Ran(), is_open=is_open))
    assert [one.kept.runs for one in again if isinstance(one, SubmissionEvidence)] == [
        one.kept.runs for one in sorted(done, key=lambda one: one.prepared.name) if isinstance(one, SubmissionEvidence)
    ]


def test_without_a_question_every_setting_is_run(tmp_path: Any) -> None:
    (one,) = run_class([prepared("a")], "lab", Store(tmp_path), Ran())
    assert isinstance(one, SubmissionEvidence)
    assert len(one.kept.runs) == 3
