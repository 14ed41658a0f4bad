"""What a student did stays open on the feedback page, what the lab works through is folded away."""

from __future__ import annotations

from typing import Any

from autograder.feedback.sections import MORE, NOTES, TOP, WORKED, sections

TITLES = {"explain": "Explain"}


def cell(kind: str, source: str, name: str | None = None, **about: Any) -> dict[str, Any]:
    marked = (
        {"nbgrader": {"grade_id": name, "grade": False, "solution": False, "locked": True, **about}} if name else {}
    )
    return {"cell_type": kind, "id": name or "own", "source": source, "metadata": marked}


def locked(source: str, name: str, kind: str = "markdown") -> dict[str, Any]:
    return cell(kind, source, name)


ANSWER = cell("code", "x = 1", "train", solution=True)
TEST = cell("code", 'check("losses")', "losses", grade=True)
WORDS = cell("markdown", "# Full marks", "explain", grade=True, solution=True)
OWN = cell("markdown", "# My heading")


def shown(*cells: dict[str, Any]) -> list[tuple[str, bool, int, int]]:
    return [(one.title, one.folded, one.first, one.end) for one in sections(cells, NOTES, TITLES)]


def test_the_worked_part_is_folded_and_the_question_stays_with_its_answer() -> None:
    made = shown(
        locked("# Lab", "a"),
        locked("y = 2", "b", "code"),
        locked("## Practice\n\n### 1.1 Train", "c"),
        locked("lr = 1", "d", "code"),
        ANSWER,
        TEST,
        locked("## Before you hand in", "e"),
    )
    assert made == [(WORKED, True, 0, 2), ("Train", False, 2, 6), (WORKED, True, 6, 7)]


def test_each_question_is_a_section_and_a_students_heading_is_none() -> None:
    made = shown(locked("## Train", "a"), ANSWER, OWN, TEST, locked("## Plot", "b"), ANSWER, WORDS, OWN)
    assert made == [("Train", False, 0, 4), ("Plot", False, 4, 6), ("Explain", False, 6, 8)]


def test_cells_that_a_student_added_to_the_worked_part_are_shown() -> None:
    made = shown(locked("# Lab", "a"), locked("y = 2", "b", "code"), OWN, locked("z = 3", "c", "code"))
    assert made == [(WORKED, True, 0, 2), (MORE, False, 2, 3), (WORKED, True, 3, 4)]


def test_what_was_repaired_comes_first_and_is_open() -> None:
    notes = {"cell_type": "markdown", "id": NOTES, "source": "repaired", "metadata": {}}
    made = shown(notes, locked("# Lab", "a"), locked("## Train", "b"), ANSWER)
    assert made[0] == (TOP, False, 0, 1)
    assert made[1:] == [(WORKED, True, 1, 2), ("Train", False, 2, 4)]


def test_every_cell_is_in_one_section_whatever_a_notebook_holds() -> None:
    for cells in ([], [OWN], [ANSWER], [TEST, TEST], [locked("x", "a")], [locked("x", "a", "code"), ANSWER]):
        places = [place for one in sections(cells, NOTES, TITLES) for place in range(one.first, one.end)]
        assert places == list(range(len(cells)))
    assert shown(OWN) == [(MORE, False, 0, 1)]


def test_a_folded_part_names_what_is_in_it() -> None:
    cells = [
        *(locked(f"## {number}. Part {number}", f"n{number}") for number in range(1, 12)),
        locked("# Do", "q"),
        ANSWER,
    ]
    assert sections(cells, NOTES, TITLES)[0].about.startswith("Part 1 · Part 2")
    assert sections(cells, NOTES, TITLES)[0].about.endswith("Part 8 · …")
