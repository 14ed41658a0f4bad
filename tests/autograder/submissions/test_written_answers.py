"""Answers in words that stand elsewhere: never an automatic zero, always with their place; what is empty stays zero."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from small_notebooks import RELEASED, cell, notebook

from autograder.assignments.assignment import GivenNotebook
from autograder.submissions.restoring import Release, Restored, restore
from autograder.submissions.written_answers import notes_on_text

Cells = list[dict[str, Any]]
Edit = Callable[[Cells], object]
PICTURE = {"image.png": {"image/png": "iVBORw0KGgo="}}
SENTENCE = "Every pair moves the line, so an epoch makes sixty steps."


def restored(release: Release, edit: Edit) -> Restored:
    cells = deepcopy(list(RELEASED))
    cells[3]["source"] = "# the answer\nresult = data  # of the lab\nprint('done')"
    edit(cells)
    return restore(notebook(*cells), release)


def score(release: Release, found: Restored) -> float | None:
    points = {"solve-test": 2.0, "explain": 3.0}
    given = GivenNotebook("lab", release, points, frozenset({"solve-test"}))
    assert ("explain" in given.unanswered(found)) is (given.hand_scores(given.unanswered(found))["explain"] == 0.0)
    return given.hand_scores(given.unanswered(found))["explain"]


def add(place: int, source: str, kind: str = "markdown", **changes: Any) -> Edit:
    return lambda cells: cells.insert(place, cell("own", None, source, kind, **changes))


def answer(source: str) -> Edit:
    return lambda cells: cells[3].update(source=source)


ELSEWHERE: dict[str, tuple[Edit, str]] = {
    "above": (add(5, SENTENCE), "behind the cell 'solve-test'"),
    "below": (add(6, "Because."), "behind the cell 'explain'"),
    "at the end": (add(7, SENTENCE), "behind the cell 'end'"),
    "at the top": (add(0, SENTENCE), "at the top"),
    "raw": (add(7, SENTENCE, "raw"), "behind the cell 'end'"),
    "a picture": (add(7, "", attachments=PICTURE), "behind the cell 'end'"),
    "a comment in a cell of its own": (add(2, "# " + SENTENCE, "code"), "behind the cell 'parameters'"),
    "a print in a cell of its own": (add(7, f"print('{SENTENCE}')", "code"), "behind the cell 'end'"),
    "a sentence in a code cell": (add(7, SENTENCE.replace(",", ""), "code"), "behind the cell 'end'"),
    "a sentence without spaces": (add(7, "# 每个样本都会更新参数所以更快", "code"), "behind the cell 'end'"),
    "code next to it": (add(6, "show(table)", "code"), "behind the cell 'explain'"),
    "a comment in the answer before it": (answer(f"result = data\n# {SENTENCE}"), "in the cell 'solve'"),
    "a string in the answer before it": (answer(f"result = data\n'''{SENTENCE}'''"), "in the cell 'solve'"),
    "in a locked cell": (lambda cells: cells[0].update(source=f"# Lab\n{SENTENCE}"), "in the locked cell 'intro'"),
    "last year's name": (
        add(7, SENTENCE, metadata={"nbgrader": {"grade_id": "explain-2025"}}),
        "behind the cell 'end'",
    ),
    "the stub deleted": (lambda cells: (cells.pop(5), cells.append(cell("own", None, SENTENCE, "markdown"))), "'end'"),
    "several cells": (
        lambda cells: [cells.append(cell("own", None, text, "raw")) for text in ("So", "it is")],
        "'end'",
    ),
}


@pytest.mark.parametrize("case", ELSEWHERE)
def test_text_elsewhere_needs_a_person_and_its_place_is_said(release: Release, case: str) -> None:
    edit, place = ELSEWHERE[case]
    found = restored(release, edit)
    assert score(release, found) is None
    (note,) = notes_on_text(found, release)
    assert note.startswith("The answer 'explain' is not filled in, but something was written ")
    assert place in note


@pytest.mark.parametrize("name", ["answer.jpg", "work/Explanation.DOCX", "notes.txt", "text.ipynb", "scan.pdf"])
def test_a_file_that_may_hold_the_answer_needs_a_person(release: Release, name: str) -> None:
    found = replace(restored(release, lambda cells: None), beside=("helper.py", name, "timestamp.txt"))
    assert score(release, found) is None
    (note,) = notes_on_text(found, release)
    assert note.endswith(f"something was written in the file '{name}'.")


def test_code_and_data_beside_are_no_answer_in_words(release: Release) -> None:
    beside = ("helper.py", "data.csv", "timestamp.txt", "model.pt")
    assert score(release, replace(restored(release, lambda cells: None), beside=beside)) == 0.0


EMPTY: dict[str, Edit] = {
    "as released": lambda cells: None,
    "other ends of lines": lambda cells: cells[5].update(source="YOUR ANSWER HERE\r\n"),
    "an empty cell": add(6, " \n", "code"),
    "code of its own elsewhere": add(2, "import math\nmath.pi  # checked", "code"),
    "code out of use": add(2, "# result = data * slope + seed - 1 if data else slope\n# print(result)", "code"),
    "a platform's badge": add(0, "[![Open in Colab](badge.svg)](https://colab.research.google.com/x/y.ipynb)"),
    "a copy of a given cell": lambda cells: cells.append(deepcopy(cells[0])),
    "comments on code": answer("# start with the data\nresult = data\n# and print it\nprint(result)"),
    "a title": answer("result = data\nplt.title('Loss per epoch')"),
    "broken code": answer("for value in (1, 2\n    result = data"),
}


@pytest.mark.parametrize("case", EMPTY)
def test_an_answer_that_is_nowhere_gets_no_points_and_no_note(release: Release, case: str) -> None:
    found = restored(release, EMPTY[case])
    assert score(release, found) == 0.0
    assert notes_on_text(found, release) == ()


def test_an_answer_in_its_place_is_for_a_person_without_a_note(release: Release) -> None:
    found = restored(release, lambda cells: (cells[5].update(source=SENTENCE), cells.append(cell("own", None, "x"))))
    assert score(release, found) is None
    assert notes_on_text(found, release) == ()


@pytest.mark.parametrize("odd", ["(" * 5_000, "'''" * 3_000, "# " + "[" * 5_000, "\\\n" * 5_000, "\0# a b c d"])
def test_any_code_is_looked_at(release: Release, odd: str) -> None:
    found = restored(release, lambda cells: (cells[3].update(source=odd), cells.insert(2, cell("own", None, odd))))
    assert score(release, found) in (0.0, None)
