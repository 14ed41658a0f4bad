"""The whole body of answers, judged with grading keys: nothing refused, nothing passed, every sentence true."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from corpus import read_answers
from truth import LEAST_TRUE, Compared, compared

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["two-parameter-sgd", "mini-batch"])
def found(request: pytest.FixtureRequest) -> list[Compared]:
    return compared(request.param, read_answers([]))


def test_no_right_answer_is_refused_and_no_wrong_one_passed(found: list[Compared]) -> None:
    assert [(one.answer.student, one.refused) for one in found if one.refused] == []
    assert [(one.answer.student, one.passed) for one in found if one.passed] == []


def test_no_sentence_misleads(found: list[Compared]) -> None:
    assert [(one.answer.student, one.false_sentences) for one in found if one.said == "misleading"] == []


def test_nearly_every_cause_is_told(found: list[Compared]) -> None:
    wrong = [one for one in found if one.is_wrong]
    vague = [(one.answer.student, sorted(one.mistakes), one.lacking) for one in wrong if one.said != "true cause"]
    assert len(vague) <= (1 - LEAST_TRUE) * len(wrong), vague
