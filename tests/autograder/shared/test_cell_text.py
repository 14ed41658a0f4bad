"""Texts of cells compared as people see them."""

from __future__ import annotations

import unicodedata
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_notebooks import RELEASED, cell, notebook, source_row

from autograder.shared.cell_text import comparable, same_text
from autograder.submissions.restoring import Release, read_release, restore

LONG = "def model(x):\n    # größer\n\treturn x\n\nmodel(1)"


@pytest.mark.parametrize(
    "changed",
    [
        LONG.replace("\n", "\r\n"),
        LONG.replace("\n", "\r"),
        LONG.replace("\n", "\u2028"),
        LONG.replace("\n", "  \n"),
        LONG.replace("\t", "    "),
        "\ufeff" + LONG,
        unicodedata.normalize("NFD", LONG),
        LONG.replace("x):", "x):\u200b"),
        LONG.replace("return x", "return\u00a0x"),
        f"\n\n{LONG}\n",
    ],
)
def test_what_nobody_sees_makes_no_difference(changed: str) -> None:
    assert same_text(LONG, changed)


@pytest.mark.parametrize("changed", [LONG.replace("x", "y"), LONG.replace("    #", "  #"), LONG + "\nmore", ""])
def test_what_can_be_seen_makes_a_difference(changed: str) -> None:
    assert not same_text(LONG, changed)


@given(st.text())
def test_comparing_is_settled_after_once(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)


LINES = read_release(
    notebook(*RELEASED, cell("locked", "long", LONG)),
    [source_row(one) for one in (*RELEASED, cell("locked", "long", LONG))],
)


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\u2028", " \n"])
@pytest.mark.parametrize("lost", [False, True])
def test_other_ends_of_lines_are_no_changes_and_cells_without_names_are_known(ends: str, lost: bool) -> None:
    cells = deepcopy([*RELEASED, cell("locked", "long", LONG)])
    cells[3]["source"] = "result = data"
    for one in cells:
        one["source"] = one["source"].replace("\n", ends)
        if lost:
            one["metadata"] = {}
            one.pop("id")
    restored = restore(notebook(*cells), LINES)
    assert restored.kinds == ("locked", "locked", "locked", "answer", "test", "answer", "locked", "locked")
    assert not [note for note in restored.notes if "changed" in note or "missing" in note]


def test_another_labs_notebook_that_lost_its_names_is_told_as_that(release: Release) -> None:
    from autograder.submissions.restoring import AnotherNotebook

    shared = cell("own", None, "print('done')")
    others = [cell("own", None, f"other = {number}") for number in range(8)]
    with pytest.raises(AnotherNotebook, match="belong to another lab, and it has lost their names"):
        restore(notebook(*others, shared), LINES)
