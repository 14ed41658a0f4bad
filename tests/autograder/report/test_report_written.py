"""Answers in words stand in an order of reading: alike ones together, nothing judged, everything as text."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest
from made_results import entry, read, result, subject

from autograder.report import build_report, report_data
from autograder.report.page import LONGEST_WRITTEN, MOST_WRITTEN
from autograder.report.written import grouped, without_question

UPDATES = "Stochastic makes 60 updates per epoch and batch only one, so after one epoch it has moved much farther."
SAME = (
    "Because the stochastic one updates 60 times in each epoch while batch updates once per epoch, so it gets farther."
)
NOISE = "The loss can rise because the training uses noise-free targets but LOSS measures against noisy Y."
UNKNOWN = "I don't know."


def rows(*texts: str) -> list[tuple[int, ...]]:
    return [group.rows for group in grouped(dict(enumerate(texts)))]


def test_alike_answers_are_together_and_others_apart() -> None:
    assert rows(NOISE, UPDATES, UNKNOWN, SAME, "i dont know") == [(1, 3), (2, 4), (0,)]


PAIRS = json.loads(Path(__file__).with_name("paraphrases.json").read_text())


def test_most_paraphrases_are_together_and_most_other_thoughts_on_the_same_question_apart() -> None:
    assert {kind: len(pairs) for kind, pairs in PAIRS.items()} == {"alike": 30, "apart": 30}
    joined = {kind: sum(len(rows(*pair)) == 1 for pair in pairs) for kind, pairs in PAIRS.items()}
    assert joined["alike"] >= 28
    assert joined["apart"] <= 2


def test_sentences_in_another_order_and_other_letters_are_the_same() -> None:
    assert rows("One step. Sixty STEPS!", "sixty steps, one step") == [(0, 1)]


def test_larger_groups_come_first_and_the_nearest_answers_within_them() -> None:
    near, far = UPDATES + " Indeed.", SAME
    assert rows(UNKNOWN, UPDATES, far, near) == [(1, 3, 2), (0,)]


@pytest.mark.parametrize("text", ["", "?!", "梯度下降每个时期更新六十次", "x" * 100_000, "a " * 100_000])
def test_any_text_is_taken(text: str) -> None:
    assert sorted(row for group in rows(text, UPDATES, text) for row in group) == [0, 1, 2]


def test_a_class_of_a_thousand_different_answers_takes_seconds() -> None:
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 9))) for _ in range(800)]
    answers = {row: " ".join(chance.choices(words, k=400)) for row in range(1_000)}
    begin = time.process_time()
    made = grouped(answers)
    assert sorted(row for group in made for row in group.rows) == list(range(1_000))
    assert time.process_time() - begin < 8.0, "1.6 s on the machine that it was measured on"


def test_the_question_is_no_part_of_the_answer() -> None:
    assert (
        without_question("### Explain\n\nWhy?\n\nBecause.\n", "### Explain\n\nWhy?\n\nYOUR ANSWER HERE") == "Because."
    )


def page_of(**answers: str) -> str:
    entries = [entry(result(who), answers={"Explain": text}) for who, text in answers.items()]
    return build_report(report_data(subject(), entries))


def test_the_report_has_the_groups_and_says_what_they_are_for() -> None:
    page = page_of(ann=UPDATES, bob=SAME, cem=NOISE)
    assert "An order of reading" in page
    assert page.index("Like no other") > page.index("The others of this group")
    for text in (UPDATES, SAME, NOISE):
        assert text in page


def test_answers_are_text_and_nothing_else() -> None:
    page = page_of(ann="<script>alert(1)</script> $x$ \x1b[31m", bob='"><img src=x onerror=alert(1)>')
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "\x1b" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_without_answers_there_is_no_such_section() -> None:
    made = build_report(report_data(subject(), [entry(result("ann"))]))
    assert "written" not in read(made).ids


def test_long_answers_are_cut_and_a_page_holds_so_many_letters() -> None:
    many = {f"s{number:04}": f"{number} " + f"w{number} " * LONGEST_WRITTEN for number in range(400)}
    page = page_of(**many)
    shown = page[page.index('id="written"') : page.index('id="students"')]
    assert len(shown) < 2 * MOST_WRITTEN
    assert "more answers, which are in formgrader" in shown
