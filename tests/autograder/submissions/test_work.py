"""Whether a notebook holds work: the rule by which an untouched release never stands for a worked notebook."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from small_notebooks import RELEASED, cell, notebook

from autograder.submissions.restoring import Release
from autograder.submissions.work import Work, work_of

Cells = list[dict[str, Any]]
FILE = Path("lab.ipynb")


def work(release: Release, *edits: Callable[[Cells], object]) -> Work:
    cells = deepcopy(list(RELEASED))
    for edit in edits:
        edit(cells)
    return work_of(json.dumps(notebook(*cells)).encode(), FILE, release)


def answer(source: str) -> Callable[[Cells], object]:
    return lambda cells: cells[3].update(source=source)


BADGE = '<a href="https://colab.research.google.com/github/x/y.ipynb" target="_parent"><img src="badge.svg"/></a>'
UNTOUCHED: dict[str, Callable[[Cells], object]] = {
    "as released": lambda cells: None,
    "only run": lambda cells: cells[1].update(outputs=[{"output_type": "stream", "name": "stdout", "text": "1"}]),
    "other ends of lines": lambda cells: [one.update(source=one["source"].replace("\n", "\r\n")) for one in cells],
    "the stub deleted": answer(" \n"),
    "an answer deleted": lambda cells: cells.pop(3),
    "an empty cell added": lambda cells: cells.append(cell("own", None, "")),
    "other data in a locked cell": lambda cells: cells[1].update(source="slope = 2.0\nseed = 1"),
    "metadata lost": lambda cells: [one.update(metadata={}) for one in cells],
    "opened on a platform": lambda cells: cells.insert(0, cell("own", None, BADGE, "markdown")),
    "a given cell copied": lambda cells: cells.append(deepcopy(cells[2])),
}
WORKED: dict[str, Callable[[Cells], object]] = {
    "an answer": answer("result = data"),
    "a written answer": lambda cells: cells[5].update(source="Because."),
    "a cell added": lambda cells: cells.insert(4, cell("own", None, "result = data")),
    "text in a cell of the lab": lambda cells: cells[0].update(source="# Lab\nMy answer: because."),
    "code in a test": lambda cells: cells[4].update(source="result = data\nassert result == data"),
}


@pytest.mark.parametrize("case", UNTOUCHED)
def test_a_notebook_without_work_is_untouched(release: Release, case: str) -> None:
    found = work(release, UNTOUCHED[case])
    assert found.untouched
    assert not found.worked


@pytest.mark.parametrize("case", WORKED)
def test_a_notebook_with_work_is_worked(release: Release, case: str) -> None:
    found = work(release, WORKED[case])
    assert found.worked
    assert not found.untouched


def test_what_is_no_version_of_the_notebook_is_neither(release: Release) -> None:
    broken = work_of(b"{", FILE, release)
    other = work_of(json.dumps(notebook(cell("own", None, "x = 1"))).encode(), FILE, release)
    assert (broken.worked, broken.untouched, broken.foreign) == (False, False, False)
    assert "not JSON" in broken.problem
    assert (other.worked, other.untouched, other.foreign) == (False, False, True)


def test_a_later_state_holds_the_earlier_ones(release: Release) -> None:
    first, second = answer("result = data"), WORKED["a written answer"]
    early, late, other = work(release, first), work(release, first, second), work(release, answer("result = 5"))
    assert late.holds(early)
    assert not early.holds(late)
    assert early.holds(early)
    assert not late.holds(other)
    assert not other.holds(late)
