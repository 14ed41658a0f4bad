"""A graded notebook in a few lines: on its page and as text."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from autograder.feedback.findings import BY_HAND, Finding, findings_of, with_findings
from autograder.feedback.summary import CellGrade, Line, as_text, findings_in, grades_of, lines_of

FINDINGS = (
    Finding("losses", "Train: LOSS", "wrong", "It compares with X.", ("It compares with X.",), (("LOSS", ("3", "1")),)),
    Finding("plot", "Plot", "correct", "Right."),
    Finding("explain", "Explain", BY_HAND),
)
GRADES = {
    "losses": CellGrade(0.0, 4.0, False),
    "plot": CellGrade(3.0, 3.0, False),
    "explain": CellGrade(None, 2.0, True),
}


def line(grade: CellGrade, outcome: str = BY_HAND, said: str = "") -> Line:
    (made,) = lines_of([Finding("cell", "Cell", outcome, said)], {"cell": grade})
    return made


def test_each_line_has_title_points_and_what_was_found() -> None:
    lines = lines_of(FINDINGS, GRADES)
    assert [(one.title, one.points_in_words, one.in_words, one.said) for one in lines] == [
        ("Train: LOSS", "0 of 4 points", "not right yet", "It compares with X."),
        ("Plot", "3 of 3 points", "right", "Right."),
        ("Explain", "– of 2 points", "will be graded by a person", ""),
    ]


def test_as_text_it_says_the_same() -> None:
    assert as_text("lab", lines_of(FINDINGS, GRADES), 0.5) == (
        "lab: 2.5 of 9 points; a person still has to decide on 2 of these points.",
        "Train: LOSS (0 of 4 points): It compares with X.",
        "Plot (3 of 3 points): Right.",
        "Explain (– of 2 points): Will be graded by a person.",
        "Late: 0.5 points less.",
    )


@pytest.mark.parametrize(
    ("grade", "in_words", "said"),
    [
        (CellGrade(None, 2.0, True), "will be graded by a person", ""),
        (CellGrade(1.5, 2.0, False, by_person=True), "graded by a person", ""),
        (CellGrade(1.5, 2.0, True, by_person=True), "graded by a person", "A person will look at it once more."),
        (CellGrade(0.0, 2.0, False), "no answer", "The text is as it was given out."),
    ],
)
def test_an_answer_in_words_says_how_far_its_grading_is(grade: CellGrade, in_words: str, said: str) -> None:
    made = line(grade)
    assert (made.in_words, made.said) == (in_words, said)


def test_points_that_a_person_gave_to_a_task_are_said() -> None:
    made = line(CellGrade(2.0, 4.0, False, by_person=True), "wrong", "It compares with X.")
    assert made.said == "It compares with X. A person gave the points."


def test_cells_that_only_the_gradebook_knows_are_said_by_their_points() -> None:
    grades = {name: CellGrade(points, 2.0, False) for name, points in (("a", 2.0), ("b", 0.5), ("c", 0.0))}
    lines = lines_of((), {**grades, "d": CellGrade(None, 2.0, True)})
    assert [(one.title, one.outcome) for one in lines] == [
        ("a", "correct"),
        ("b", "partly"),
        ("c", "wrong"),
        ("d", BY_HAND),
    ]


def test_findings_are_read_as_they_were_written(tmp_path: Path) -> None:
    notebook = with_findings(SimpleNamespace(metadata={}), FINDINGS)
    file = tmp_path / "lab.ipynb"
    file.write_text(json.dumps({"metadata": notebook.metadata, "cells": []}))
    assert findings_in(file) == FINDINGS


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"graded_descent": 3},
        {"graded_descent": {"findings": 5}},
        {"graded_descent": {"findings": ["x"]}},
        {"graded_descent": {"findings": [{"name": "a"}]}},
        {"graded_descent": {"findings": [{"name": "a", "title": "", "said": "", "outcome": "full marks"}]}},
    ],
)
def test_anything_else_there_is_no_finding(metadata: dict[str, Any]) -> None:
    assert findings_of(metadata) == ()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"metadata": []}', "[" * 100_000])
def test_a_file_that_is_no_notebook_has_no_findings(tmp_path: Path, content: str) -> None:
    file = tmp_path / "lab.ipynb"
    assert findings_in(file) == ()
    file.write_text(content)
    assert findings_in(file) == ()


def test_grades_are_read_as_nbgrader_counts_them() -> None:
    def grade(name: str, auto: float | None, manual: float | None, waits: bool) -> SimpleNamespace:
        score = manual if manual is not None else auto or 0.0
        known = {"auto_score": auto, "manual_score": manual, "score": score, "max_score": 2.0}
        return SimpleNamespace(name=name, needs_manual_grade=waits, **known)

    rows = [grade("a", 1.0, None, False), grade("b", None, None, True), grade("c", 0.0, 2.0, True)]
    assert grades_of(SimpleNamespace(grades=rows)) == {
        "a": CellGrade(1.0, 2.0, False),
        "b": CellGrade(None, 2.0, True),
        "c": CellGrade(2.0, 2.0, True, by_person=True),
    }
