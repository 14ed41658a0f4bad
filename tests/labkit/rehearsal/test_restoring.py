"""A rehearsal restores a notebook as grading does: the same cells in the same order, whatever an editor lost."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from autograder.submissions.restoring import read_release, restore
from labkit.evidence.handout import Handout, handout_of, shipped
from labkit.rehearsal.restoring import restored

LAB = Path(__file__).parents[3] / "release" / "two-parameter-sgd"
RELEASED = json.loads((LAB / "two-parameter-sgd.ipynb").read_text())
for released in RELEASED["cells"]:
    released["source"] = "".join(released["source"])


def source_rows():
    """nbgrader's rows for the released cells."""
    for cell in RELEASED["cells"]:
        given = cell["metadata"].get("nbgrader")
        if given:
            locked = bool(given.get("locked")) and not given.get("solution")
            yield SimpleNamespace(
                name=given["grade_id"], source=cell["source"], cell_type=cell["cell_type"], locked=locked, checksum="0"
            )


def answered():
    cells = json.loads(json.dumps(RELEASED["cells"]))
    for cell in cells:
        if cell["id"] in ("practice-train", "practice-plot"):
            cell["source"] = f"answer = '{cell['id']}'"
    return cells


def named(cells, name):
    return next(number for number, cell in enumerate(cells) if cell["id"] == name)


def own(source, **changes):
    return {"cell_type": "code", "id": "own", "metadata": {}, "outputs": [], "source": source, **changes}


def as_saved():
    return answered()


def names_lost():
    return [{**cell, "metadata": {}} for cell in answered()]


def ids_lost():
    return [{**cell, "id": f"x{number}"} for number, cell in enumerate(answered())]


def names_and_ids_lost():
    return [{**cell, "id": f"x{number}", "metadata": {"colab": 1}} for number, cell in enumerate(answered())]


def other_order():
    cells = answered()
    cells.insert(2, cells.pop(named(cells, "practice-plot")))
    return cells


def own_cells():
    cells = answered()
    cells.insert(named(cells, "practice-plot"), own("def helper(): pass"))
    return [own("first = 1"), *cells, own("last = 1")]


def answer_in_two_cells_without_names():
    cells = names_and_ids_lost()
    place = next(n for n, cell in enumerate(cells) if "practice-train" in cell["source"])
    return [*cells[:place], own("def helper(): pass", id="y"), *cells[place:]]


def worked_cell_changed_and_copied():
    cells = answered()
    copy = json.loads(json.dumps(cells[named(cells, "make-data")]))
    cells[named(cells, "parameters")]["source"] = "slope = 3.0"
    return [*cells, copy]


def answers_deleted():
    return [cell for cell in answered() if not cell["id"].startswith("practice-")]


def answer_copied_after_a_split():
    cells = answered()
    place = named(cells, "practice-train")
    stub = {**json.loads(json.dumps(cells[place])), "source": RELEASED["cells"][place]["source"], "id": "z"}
    return [*cells[:place], stub, *cells[place:]]


def windows_line_ends():
    return [{**cell, "source": cell["source"].replace("\n", "\r\n"), "metadata": {}, "id": "w"} for cell in answered()]


SAVED = [
    as_saved,
    names_lost,
    ids_lost,
    names_and_ids_lost,
    other_order,
    own_cells,
    answer_in_two_cells_without_names,
    worked_cell_changed_and_copied,
    answers_deleted,
    answer_copied_after_a_split,
    windows_line_ends,
]


@pytest.mark.parametrize("saved", SAVED, ids=lambda saved: saved.__name__)
def test_a_rehearsal_runs_the_cells_that_grading_runs(saved):
    graded = restore({"cells": saved()}, read_release(RELEASED, source_rows()))
    runs = [
        (kind, cell["source"].splitlines())
        for cell, kind in zip(graded.notebook["cells"], graded.kinds, strict=True)
        if cell["cell_type"] == "code"
    ]
    found = restored(saved(), handout_of(RELEASED))
    assert [(cell.kind, cell.source.splitlines()) for cell in found] == runs


def test_the_release_ships_its_cells_with_labkit():
    (given,) = shipped(LAB / "labkit")
    assert given == handout_of(RELEASED)
    assert given.is_worked("", RELEASED["cells"][1]["source"] + "\n")
    assert not given.is_worked("own", "plt.plot(LOSS)")


@pytest.mark.parametrize("content", ["{", "[]", '{"format": 9, "cells": []}', '{"format": 1, "cells": [{}]}'])
def test_a_damaged_handout_is_none(tmp_path, content):
    (tmp_path / "handouts").mkdir()
    (tmp_path / "handouts" / "lab.json").write_text(content)
    assert shipped(tmp_path) == ()


def test_nothing_of_another_lab_is_restored():
    assert restored([own("print(1)")], handout_of(RELEASED)) == []
    assert restored([own("print(1)")], Handout(())) == []
