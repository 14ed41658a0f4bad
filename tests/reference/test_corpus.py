"""Answers of the benchmark: which lab they belong to, and which are asked for."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import corpus
from truth import Compared, counted

from labkit.judging.explain import Words

ANSWER = "# expect: practice-losses={}\n# mistakes: {}\n\n# %% practice-train\nLOSS = []\n"
PLACES = ("right/one.py", "momentum/right/two.py", "momentum/wrong/three+four.py", "logistic-regression/right/five.py")


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for place in PLACES:
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ANSWER.format("wrong" if "wrong" in place else "correct", "never-called | "))
    (tmp_path / "right" / "other.py").write_text("# lab: mini-batch\n" + ANSWER.format("correct", ""))
    monkeypatch.setattr(corpus, "ANSWERS", tmp_path)
    return tmp_path


@pytest.mark.usefixtures("answers")
def test_the_folder_says_the_lab_unless_the_head_does() -> None:
    found = {one.student: one.lab for one in corpus.read_answers([])}
    assert found == {
        "right-one": "two-parameter-sgd",
        "right-other": "mini-batch",
        "right-two": "momentum",
        "wrong-three-and-four": "momentum",
        "right-five": "logistic-regression",
    }


@pytest.mark.usefixtures("answers")
@pytest.mark.parametrize(
    ("folders", "students"),
    [
        (["momentum"], ["right-two", "wrong-three-and-four"]),
        (["momentum/right"], ["right-two"]),
        (["right"], ["right-one", "right-other"]),
        (["right", "logistic-regression"], ["right-five", "right-one", "right-other"]),
    ],
)
def test_folders_are_asked_for_by_their_place(folders: list[str], students: list[str]) -> None:
    assert sorted(one.student for one in corpus.read_answers(folders)) == students


def test_a_title_that_begins_as_another_one_does_is_not_taken_for_it() -> None:
    words = {"far": Words("It starts from {value}.", ""), "near": Words("It starts from w = {value}.", "")}
    answer = corpus.Answer("someone", "wrong", "momentum", {}, (frozenset({"far"}),), (), (), ())
    for said, false in (("It starts from w = 0, b = 0.", []), ("It starts from 0.\nNothing moves.", ["Nothing moves"])):
        one = Compared(replace(answer, never=("Nothing moves",)), {}, frozenset({"far"}), {"practice": said}, words)
        assert one.false_sentences == false


def compared(outcomes: dict[str, str], found: dict[str, str], wanted: list[set[str]], named: set[str]) -> Compared:
    mistakes = tuple(frozenset(one) for one in wanted)
    answer = corpus.Answer("someone", "wrong", "momentum", outcomes, mistakes, (), (), ())
    return Compared(answer, found, frozenset(named), {}, {})


def test_a_lab_s_row_counts_each_answer_where_it_belongs() -> None:
    right, wrong = {"practice-losses": "correct"}, {"practice-losses": "wrong"}
    row = counted(
        "momentum",
        [
            compared(right, right, [set()], set()),
            compared(right, wrong, [set()], {"never-called"}),
            compared(wrong, wrong, [{"never-called"}, {"no-loop"}], {"no-loop"}),
            compared(wrong, wrong, [{"never-called"}], set()),
            compared(wrong, wrong, [{"never-called"}, set()], set()),
            compared(wrong, right, [set()], set()),
        ],
    )
    assert (row.right, row.wrong, row.refused, row.passed) == (2, 4, 1, 1)
    assert (row.known, row.named, row.true) == (2, 1, 3)
    assert not row.reached(by_recipe=False)
