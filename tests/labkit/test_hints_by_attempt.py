"""Three things are said of a mistake: what it is, a hint on demand, a closer hint after several wrong answers."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from published import AGAINST_X, LOSS, WORDS, expected

from labkit.check import CheckFailed, check
from labkit.evidence.running_notebook import journal
from labkit.judging.expected import Expected
from labkit.judging.explain import Policy, Words, explain
from labkit.judging.key import Finding
from labkit.judging.verdict import Verdict

TITLE, HINT, CLOSER = "The loss is measured against X.", "What should predictions come close to?", "See the criterion."
SPOKEN = {**WORDS, "loss-against-x": Words(TITLE, HINT, CLOSER)}
HINTED, CLOSER_HINTED = f"Hint: {HINT}", f"Closer hint: {CLOSER}"


@pytest.fixture(autouse=True)
def _fresh_session() -> Iterator[None]:
    for task in ("practice-losses", "practice-parameters"):
        journal().wrong_answers(task).clear()
    yield
    for task in ("practice-losses", "practice-parameters"):
        journal().wrong_answers(task).clear()


def course(folder: Path, after: int) -> None:
    told = replace(expected(), words=SPOKEN, closer_hint_after=after)
    (folder / "expected.json").write_text(json.dumps(told.to_json(), allow_nan=False))


def said(**given: object) -> str:
    """What a check of the losses says; empty where they are right."""
    names = {"LOSS": list(AGAINST_X), "w": torch.tensor(1.0), "b": torch.tensor(-1.0), "slope": 1.0, **given}
    try:
        check("practice-losses", names)
    except CheckFailed as failed:
        return str(failed)
    return ""


def other(number: int) -> dict[str, object]:
    """Another answer with the same mistake in its losses: it left other parameters."""
    return {"w": torch.tensor(float(number))}


def test_a_closer_hint_is_offered_after_three_different_wrong_answers(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    course(tmp_path, 3)
    told = [said(**other(number)) for number in (1, 2, 3, 4)]
    assert all(TITLE in text and HINTED in text for text in told)
    assert [CLOSER_HINTED in text for text in told] == [False, False, True, True]


def test_asking_again_is_no_further_attempt(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    course(tmp_path, 2)
    assert [CLOSER_HINTED in said(**other(1)) for _ in range(4)] == [False] * 4
    assert CLOSER_HINTED in said(**other(2))


def test_what_else_happens_in_the_notebook_is_no_attempt(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    course(tmp_path, 2)
    assert CLOSER_HINTED not in said(**other(1))
    journal().failed("In [7]", "ZeroDivisionError", "division by zero")
    assert CLOSER_HINTED not in said(**other(1), scratch=[1.0, 2.0, 3.0])
    journal().ran("In [7]")


def test_a_right_answer_ends_the_count(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    course(tmp_path, 2)
    assert CLOSER_HINTED not in said(**other(1))
    assert said(LOSS=list(LOSS)) == ""
    assert CLOSER_HINTED not in said(**other(2))


@pytest.mark.parametrize(("after", "offered"), [(0, [False] * 3), (1, [True] * 3)])
def test_a_lab_decides_after_how_many(after: int, offered: list[bool], tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    course(tmp_path, after)
    assert [CLOSER_HINTED in said(**other(number)) for number in (1, 2, 3)] == offered


def test_feedback_says_what_its_policy_allows() -> None:
    verdict = Verdict("t", "history", ("LOSS",), "wrong", 0.0, findings=(Finding("loss-against-x"),))
    told = {show: explain(verdict, SPOKEN, Policy(show)) for show in ("parting", "hint", "closer-hint")}  # type: ignore[arg-type]
    assert [TITLE in one.text for one in told.values()] == [False, True, True]
    assert [HINTED in one.text for one in told.values()] == [False, True, True]
    assert [CLOSER_HINTED in one.text for one in told.values()] == [False, False, True]
    assert [one.html.count("<details") for one in told.values()] == [0, 1, 2]


def test_words_without_a_closer_hint_ship_as_before() -> None:
    shipped = json.loads(json.dumps(replace(expected(), words=SPOKEN).to_json()))
    assert shipped["words"]["loss-against-x"] == [TITLE, HINT, CLOSER]
    assert shipped["words"]["too-many-epochs"] == [WORDS["too-many-epochs"].title, WORDS["too-many-epochs"].hint]
    del shipped["closer_hint_after"]
    assert Expected.from_json(shipped).closer_hint_after == 3
