"""What runs when graded: every way in which a submission can differ from its release."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_notebooks import HIDDEN_TEST, RELEASED, cell, notebook, source_row

from autograder.submissions.restoring import AnotherNotebook, Release, read_release, restore

NAMES = ["intro", "parameters", "data", "solve", "solve-test", "explain", "end"]


def submitted(*cells: dict[str, Any]) -> dict[str, Any]:
    return notebook(*deepcopy(cells))


def sources(restored: Any) -> list[str]:
    return [one.source for one in restored.notebook.cells]


def source_of(restored: Any, name: str) -> str:
    return sources(restored)[restored.names().index(name)]


def answered(source: str = "result = data") -> list[dict[str, Any]]:
    cells = deepcopy(list(RELEASED))
    cells[3]["source"] = source
    return cells


def test_an_untouched_release_comes_back_with_its_hidden_tests(release: Release) -> None:
    restored = restore(submitted(*RELEASED), release)
    assert list(restored.names()) == NAMES
    assert restored.kinds == ("locked", "locked", "locked", "answer", "test", "answer", "locked")
    assert source_of(restored, "solve-test") == HIDDEN_TEST
    assert restored.notes == ()


def test_only_answers_are_taken_from_the_student(release: Release) -> None:
    cells = answered("result = 5")
    cells[2]["source"] = "data = 5"
    cells[4]["source"] = "pass"
    restored = restore(submitted(*cells), release)
    assert source_of(restored, "solve") == "result = 5"
    assert source_of(restored, "data") == "data = slope * seed"
    assert source_of(restored, "solve-test") == HIDDEN_TEST
    assert restored.notes == ("The locked cell 'data' had been changed: it is as released again.",)


def test_added_cells_follow_the_released_cell_they_stood_behind(release: Release) -> None:
    cells = answered()
    cells.insert(4, cell("own", None, "after_solve = 1"))
    cells.insert(2, cell("own", None, "after_parameters = 1"))
    cells.insert(0, cell("own", None, "first = 1"))
    restored = restore(submitted(*cells), release)
    assert sources(restored) == [
        "first = 1",
        "# Lab",
        "slope = 1.0\nseed = 1",
        "after_parameters = 1",
        "data = slope * seed",
        "result = data",
        "after_solve = 1",
        HIDDEN_TEST,
        "YOUR ANSWER HERE",
        "print('done')",
    ]
    assert [kind for kind in restored.kinds if kind == "own"] == ["own"] * 3


def test_moved_cells_are_in_released_order_again(release: Release) -> None:
    cells = answered()
    restored = restore(submitted(*reversed(cells)), release)
    assert list(restored.names()) == NAMES
    assert "Cells had been moved: they are in released order again." in restored.notes


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_the_first_of_several_cells_with_one_name_is_the_answer(release: Release, gap: int) -> None:
    cells = answered("first = 1")
    cells.insert(4 + gap, cell("answer", "solve", "result = first", id="split"))
    restored = restore(submitted(*cells), release)
    assert source_of(restored, "solve") == "first = 1"
    own = restored.kinds.index("own")
    assert restored.notebook.cells[own].source == "result = first"
    assert restored.notebook.cells[own].metadata == {}
    # It runs where the student had it.
    before = ["solve", "solve-test", "explain"][gap]
    assert restored.names()[own - 1] == before


def test_a_copy_of_a_test_cell_is_a_cell_of_the_student(release: Release) -> None:
    cells = answered()
    cells.insert(2, cell("test", "solve-test", "result = data"))
    restored = restore(submitted(*cells), release)
    assert restored.names().count("solve-test") == 1
    assert source_of(restored, "solve-test") == HIDDEN_TEST
    assert sources(restored).count("assert result == data") == 1


@pytest.mark.parametrize("missing", ["parameters", "data", "solve-test", "end"])
def test_deleted_locked_and_test_cells_come_back(release: Release, missing: str) -> None:
    cells = [one for one in answered() if one["id"] != missing]
    restored = restore(submitted(*cells), release)
    assert list(restored.names()) == NAMES
    assert restored.notes == (f"The cell '{missing}' was missing: it was brought back.",)


def test_a_deleted_answer_is_empty_and_code_elsewhere_stays(release: Release) -> None:
    cells = [one for one in answered() if one["id"] != "solve"]
    cells[3:3] = [cell("own", None, "result = data"), cell("own", None, "result += 0")]
    restored = restore(submitted(*cells), release)
    assert source_of(restored, "solve") == ""
    position = sources(restored).index("result = data")
    assert position < list(restored.names()).index("solve-test")


def test_an_answer_that_lost_name_and_id_is_the_only_code_in_its_place(release: Release) -> None:
    cells = answered()
    cells[3] = cell("own", None, "result = data")
    cells.insert(4, cell("own", None, "a thought", "markdown"))
    restored = restore(submitted(*cells), release)
    assert source_of(restored, "solve") == "result = data"
    assert "a thought" in sources(restored)
    assert restored.notes == (
        "The answer 'solve' had lost its name: the cell that stood in its place was taken for it.",
    )


def test_written_answers_that_lost_their_name_are_all_taken(release: Release) -> None:
    cells = answered()
    cells[5:6] = [cell("own", None, "First,", "markdown"), cell("own", None, "second.", "markdown")]
    restored = restore(submitted(*cells), release)
    assert source_of(restored, "explain") == "First,\n\nsecond."
    assert list(restored.names()) == NAMES
    assert "the 2 cells that stood in its place" in restored.notes[0]


def test_of_two_copies_of_an_answer_the_one_that_was_written_into_counts(release: Release) -> None:
    cells = answered(source=RELEASED[3]["source"])
    cells.insert(4, cell("answer", "solve", "result = data"))
    restored = restore(submitted(*cells), release)
    assert source_of(restored, "solve") == "result = data"
    assert any("stood on several cells" in note for note in restored.notes)


def test_a_notebook_of_something_else_is_refused(release: Release) -> None:
    with pytest.raises(AnotherNotebook, match="none of the lab's cells"):
        restore(submitted(cell("own", None, "result = 1"), cell("own", None, "# Notes", "markdown")), release)


def test_a_deleted_written_answer_is_as_released(release: Release) -> None:
    cells = [one for one in answered() if one["id"] != "explain"]
    assert source_of(restore(submitted(*cells), release), "explain") == "YOUR ANSWER HERE"


def test_cells_without_nbgraders_metadata_are_known_by_their_id(release: Release) -> None:
    cells = answered()
    for one in cells:
        one["metadata"] = {}
    restored = restore(submitted(*cells), release)
    assert list(restored.names()) == NAMES
    assert source_of(restored, "solve") == "result = data"


def test_locked_cells_that_lost_name_and_id_are_known_by_their_text(release: Release) -> None:
    cells = answered()
    for one in cells:
        one["metadata"] = {}
        one.pop("id")
    restored = restore(notebook(*cells, minor=4), release)
    texts = sources(restored)
    assert texts.index("data = slope * seed") < texts.index("result = data") < texts.index(HIDDEN_TEST)
    assert texts.count("data = slope * seed") == 1


def test_an_id_does_not_make_a_cell_that_names_another_one(release: Release) -> None:
    cells = answered()
    cells[3]["id"], cells[2]["id"] = "data", "solve"
    restored = restore(submitted(*cells), release)
    assert source_of(restored, "solve") == "result = data"
    assert source_of(restored, "data") == "data = slope * seed"


def test_changed_cell_types_are_as_released_again(release: Release) -> None:
    cells = answered()
    cells[3] = cell("answer", "solve", "result = data", "markdown")
    restored = restore(submitted(*cells), release)
    assert restored.notebook.cells[3].cell_type == "code"
    assert restored.notebook.cells[3].outputs == []
    assert restored.notes == ("The cell 'solve' was a markdown cell: it is code again.",)


def test_points_and_flags_in_the_submission_count_for_nothing(release: Release) -> None:
    cells = answered()
    cells[4]["metadata"]["nbgrader"] |= {"points": 100, "locked": False}
    cells[3]["metadata"]["nbgrader"] |= {"grade": True, "points": 100}
    restored = restore(submitted(*cells), release)
    metadata = [one.metadata.nbgrader for one in restored.notebook.cells]
    assert metadata[4].points == 2.0
    assert metadata[4].locked
    assert not metadata[3].grade


@pytest.mark.parametrize("metadata", [{"nbgrader": None}, {"nbgrader": {"grade_id": 3}}, {"nbgrader": ["solve"]}])
def test_damaged_metadata_makes_an_own_cell(release: Release, metadata: dict[str, Any]) -> None:
    cells = [*answered(), cell("own", None, "extra = 1", metadata=metadata)]
    restored = restore(submitted(*cells), release)
    assert restored.kinds[-1] == "own"
    assert restored.notebook.cells[-1].metadata == {}


def test_a_plain_released_cell_stays_the_students(release: Release) -> None:
    given_out = notebook(*RELEASED[:2], cell("own", "scratch", "# try things here"), *RELEASED[2:])
    with_plain = read_release(given_out, [source_row(one) for one in RELEASED])
    assert with_plain.cells[2].kind == "plain"
    cells = [cell("own", "scratch", "x = 1"), *answered()]
    assert sources(restore(submitted(*cells), with_plain))[2] == "x = 1"
    assert "x = 1" not in sources(restore(submitted(*answered()), with_plain))


def test_hidden_outputs_and_widgets_do_not_come_along(release: Release) -> None:
    cells = answered()
    cells[3]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "typed"}]
    handed_in = submitted(*cells)
    handed_in["metadata"]["widgets"] = {"state": "<script>"}
    restored = restore(handed_in, release)
    assert all(one.get("outputs", []) == [] for one in restored.notebook.cells)
    assert set(restored.notebook.metadata) == {"kernelspec"}


edits = st.lists(
    st.one_of(
        st.tuples(st.just("delete"), st.integers(0, 20), st.integers(0, 20)),
        st.tuples(st.just("copy"), st.integers(0, 20), st.integers(0, 20)),
        st.tuples(st.just("move"), st.integers(0, 20), st.integers(0, 20)),
        st.tuples(st.just("add"), st.integers(0, 20), st.integers(0, 20)),
        st.tuples(st.just("strip"), st.integers(0, 20), st.integers(0, 20)),
    ),
    max_size=12,
)


@given(edits)
def test_any_edited_notebook_is_restored_once_and_for_all(changes: list[tuple[str, int, int]]) -> None:
    release = read_release(notebook(*RELEASED), [source_row(one) for one in RELEASED])
    cells = answered()
    for what, source, target in changes:
        if not cells:
            break
        source, target = source % len(cells), target % (len(cells) + 1)
        if what == "delete":
            cells.pop(source)
        elif what == "copy":
            cells.insert(target, deepcopy(cells[source]))
        elif what == "move":
            moved = cells.pop(source)
            cells.insert(target, moved)
        elif what == "strip":
            cells[source]["metadata"] = {}
        else:
            cells.insert(target, cell("own", None, f"own_{source} = {target}"))
    restored = restore(submitted(*cells), release)
    nbformat.validate(restored.notebook)
    assert [name for name in restored.names() if name in NAMES] == NAMES
    again = restore(restored.notebook, release)
    assert again.notebook == restored.notebook
    assert again.kinds == restored.kinds
