"""Submissions as they really arrive: each is graded, repaired or listed; none is lost or changed in silence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from mini_batch_class import LAB, PLOT, RIGHT, answered
from typer.testing import CliRunner

from autograder.assignments.releases import open_gradebook
from autograder.cli import app
from autograder.course.course import Course
from autograder.demo.answer import Answer

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_gradings")]

RELEASE = Path(__file__).parents[3] / "release"

Notebook = dict[str, Any]
Battering = Callable[[Notebook], Notebook | str | bytes | None]


def cells_of(notebook: Notebook) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = notebook["cells"]
    return cells


def name_of(cell: dict[str, Any]) -> str | None:
    name: str | None = cell["metadata"].get("nbgrader", {}).get("grade_id")
    return name


def at(notebook: Notebook, name: str) -> int:
    return next(index for index, cell in enumerate(cells_of(notebook)) if name_of(cell) == name)


def cell(notebook: Notebook, name: str) -> dict[str, Any]:
    return cells_of(notebook)[at(notebook, name)]


def changed(change: Callable[[Notebook], object]) -> Battering:
    def batter(notebook: Notebook) -> Notebook:
        change(notebook)
        return notebook

    return batter


def without(*names: str) -> Battering:
    def batter(notebook: Notebook) -> Notebook:
        return notebook | {"cells": [one for one in cells_of(notebook) if name_of(one) not in names]}

    return batter


def stripped(*keys: str, only: str | None = None) -> Battering:
    """Cells without their metadata or their ids."""

    def batter(notebook: Notebook) -> Notebook:
        for one in cells_of(notebook):
            if only is None or name_of(one) == only:
                for key in keys:
                    one.update({"metadata": {}}) if key == "metadata" else one.pop(key, None)
        if "id" in keys:
            notebook["nbformat_minor"] = 4
        return notebook

    return batter


def doubled(name: str) -> Battering:
    return changed(lambda nb: cells_of(nb).insert(at(nb, name), deepcopy(cell(nb, name))))


def moved(name: str, to: int) -> Battering:
    return changed(lambda nb: cells_of(nb).insert(to, cells_of(nb).pop(at(nb, name))))


def typed(name: str, kind: str) -> Battering:
    return changed(lambda nb: cell(nb, name).update(cell_type=kind))


def sourced(name: str, source: Any) -> Battering:
    return changed(lambda nb: cell(nb, name).update(source=source))


def text_of(change: Callable[[str], str]) -> Battering:
    return lambda notebook: change(json.dumps(notebook, indent=1))


def conflict(pattern: str, theirs: str) -> Battering:
    """A line as git leaves it that was changed on two sides."""

    def batter(text: str) -> str:
        line = next(line for line in text.splitlines() if re.search(pattern, line))
        return text.replace(line, f"<<<<<<< HEAD\n{line}\n=======\n{theirs}\n>>>>>>> main", 1)

    return text_of(batter)


def as_format_3(notebook: Notebook) -> str:
    return str(nbformat.writes(nbformat.reads(json.dumps(notebook), as_version=3), version=3))


def split(notebook: Notebook) -> Notebook:
    """JupyterLab's split: two cells with the metadata of one."""
    place = at(notebook, "practice-train")
    lines = str(cells_of(notebook)[place]["source"]).splitlines(keepends=True)
    second = deepcopy(cells_of(notebook)[place])
    cells_of(notebook)[place]["source"], second["source"] = "".join(lines[:3]), "".join(lines[3:])
    cells_of(notebook).insert(place + 1, second)
    return notebook


def blank_copy_first(notebook: Notebook) -> Notebook:
    empty = deepcopy(cell(notebook, "practice-explain")) | {"source": ""}
    cells_of(notebook).insert(at(notebook, "practice-explain"), empty)
    return notebook


def pasted_elsewhere(notebook: Notebook) -> Notebook:
    """The answers in a new notebook."""
    kept = [{**cell(notebook, name), "metadata": {}} for name in ("practice-train", "practice-plot")]
    for one in kept:
        one.pop("id", None)
    return notebook | {"cells": kept, "nbformat_minor": 4}


def line_ends(ends: str) -> Battering:
    """Other ends of lines within the cells, as some editors and platforms leave them."""

    def batter(notebook: Notebook) -> Notebook:
        for one in cells_of(notebook):
            one["source"] = "".join(one["source"]).replace("\n", ends)
        return notebook

    return batter


def another_lab(*lost: str) -> Battering:
    """The other lab's notebook, answered and without what distinguishes it."""

    def batter(notebook: Notebook) -> Notebook:
        other = json.loads((RELEASE / "two-parameter-sgd" / "two-parameter-sgd.ipynb").read_text())
        answers = {name_of(one): one["source"] for one in cells_of(notebook)}
        for one in cells_of(other):
            if (name := name_of(one)) and name in ("practice-train", "practice-plot"):
                one["source"] = answers[name]
        stripped_one = stripped(*lost)(other)
        assert isinstance(stripped_one, dict)
        return stripped_one

    return batter


# Full marks, and whether something has to be said of it.
GRADED: dict[str, tuple[Battering, bool]] = {
    "untouched": (lambda nb: nb, False),
    "answer-doubled": (doubled("practice-train"), True),
    "test-doubled": (doubled("practice-losses"), True),
    "parameters-doubled": (doubled("parameters"), True),
    "ids-all-the-same": (changed(lambda nb: [one.update(id="same") for one in cells_of(nb)]), False),
    "ids-lost": (stripped("id"), False),
    "metadata-lost": (stripped("metadata"), False),
    "both-lost": (stripped("metadata", "id"), True),
    "answer-lost-both": (stripped("metadata", "id", only="practice-train"), True),
    "plot-lost-both": (stripped("metadata", "id", only="practice-plot"), True),
    "text-lost-both": (stripped("metadata", "id", only="practice-explain"), True),
    "answer-as-markdown": (typed("practice-train", "markdown"), True),
    "answer-as-raw": (typed("practice-train", "raw"), True),
    "test-as-markdown": (typed("practice-losses", "markdown"), True),
    "test-deleted": (without("practice-losses"), True),
    "all-tests-deleted": (without("practice-losses", "practice-parameters", "practice-figure"), True),
    "locked-deleted": (without("parameters"), True),
    "locked-changed": (sourced("parameters", "slope, bias, noise, seed = 5.0, 5.0, 0.0, 1"), True),
    "test-moved-up": (moved("practice-losses", 0), True),
    "answer-moved-down": (moved("practice-train", 10_000), True),
    "reversed": (lambda nb: nb | {"cells": cells_of(nb)[::-1]}, True),
    "split": (split, True),
    "blank-copy-first": (blank_copy_first, True),
    "format-3": (as_format_3, False),
    "merge-of-counters": (conflict(r'"execution_count": null', '   "execution_count": 7,'), True),
    "merge-of-metadata": (conflict(r'"display_name"', '   "display_name": "Python 3.12",'), True),
    "sources-as-text": (changed(lambda nb: [one.update(source="".join(one["source"])) for one in cells_of(nb)]), False),
    "byte-order-mark": (lambda nb: b"\xef\xbb\xbf" + json.dumps(nb).encode(), False),
    "windows-lines": (text_of(lambda text: text.replace("\n", "\r\n")), False),
    "windows-lines-in-cells": (line_ends("\r\n"), False),
    "old-mac-lines-in-cells": (line_ends("\r"), False),
    "windows-lines-and-both-lost": (lambda nb: stripped("metadata", "id")(line_ends("\r\n")(nb)), True),  # type: ignore[arg-type]
    "no-notebook-metadata": (changed(lambda nb: nb.update(metadata=None)), False),
    "odd-metadata": (changed(lambda nb: cells_of(nb)[2]["metadata"].update(nbgrader={"grade_id": [1]})), False),
}
# For a person to look at, with the reason.
LISTED: dict[str, tuple[Battering, str]] = {
    "cut-off": (text_of(lambda text: text[: len(text) // 2]), "not JSON"),
    "merge-of-answers": (conflict(r"practice|LOSS_MINI20.append", '    "something else\\n",'), "merge"),
    "empty-file": (lambda nb: "", "empty"),
    "not-a-notebook": (lambda nb: '{"a": 1}', "no notebook"),
    "a-picture": (lambda nb: b"\x89PNG\r\n\x1a\n\xff\xfe", "UTF-8"),
    "no-cells": (changed(lambda nb: nb.pop("cells")), "no list of cells"),
    "cell-is-a-number": (changed(lambda nb: cells_of(nb).append(7)), "no notebook cell"),  # type: ignore[arg-type]
    "pasted-elsewhere": (pasted_elsewhere, "none of the lab's cells"),
    "another-lab-without-names": (another_lab("metadata"), "another lab"),
    "another-lab-without-anything": (another_lab("metadata", "id"), "another lab"),
    "missing-file": (lambda nb: None, "no such notebook"),
}


@pytest.fixture(scope="module")
def graded(
    tmp_path_factory: pytest.TempPathFactory, new_course: Callable[[Path], Course]
) -> tuple[Course, dict[str, Any], dict[str, bytes | None]]:
    """The course, each student's result, and each file as it was handed in."""
    root = tmp_path_factory.mktemp("battered")
    course = new_course(root / "course")
    answer = Answer("right", RIGHT, PLOT, explain="Fewer updates per epoch, each with a steadier gradient.")
    handed_in: dict[str, bytes | None] = {}
    for name, (batter, _) in {**GRADED, **LISTED}.items():
        folder = course.step("submitted", LAB, name)
        folder.mkdir(parents=True)
        made = batter(answered(course, name, answer))
        text = json.dumps(made, indent=1) if isinstance(made, dict) else made
        handed_in[name] = text.encode() if isinstance(text, str) else text
        if handed_in[name] is not None:
            (folder / f"{LAB}.ipynb").write_bytes(handed_in[name] or b"")
        else:
            (folder / "other.ipynb").write_text("{}")
    file = root / "results.json"
    done = CliRunner().invoke(app, ["grade", LAB, "--course", str(course.root), "--json", str(file)])
    assert done.exit_code == 0, done.output
    return course, {one["student"]: one for one in json.loads(file.read_text())["submissions"]}, handed_in


def test_none_of_them_is_lost(graded: Any) -> None:
    _, results, _ = graded
    assert set(results) == {*GRADED, *LISTED}


def test_what_was_handed_in_is_never_changed(graded: Any) -> None:
    course, _, handed_in = graded
    for name, content in handed_in.items():
        file = course.step("submitted", LAB, name) / f"{LAB}.ipynb"
        assert (file.read_bytes() if file.is_file() else None) == content, name


@pytest.mark.parametrize("name", GRADED)
def test_a_right_answer_keeps_its_points_and_repairs_are_said(graded: Any, name: str) -> None:
    course, results, _ = graded
    assert results[name]["score"] == 10.0, results[name]
    notes = results[name].get("notes", [])
    assert bool(notes) is GRADED[name][1], notes
    notebook = json.loads((course.step("autograded", LAB, name) / f"{LAB}.ipynb").read_text())
    shown = "".join(notebook["cells"][0]["source"])
    assert all(note in shown for note in notes)


@pytest.mark.parametrize("name", ["text-lost-both", "blank-copy-first", "both-lost"])
def test_a_written_answer_is_never_taken_for_none(graded: Any, name: str) -> None:
    course, _, _ = graded
    with open_gradebook(course) as gradebook:
        grade = gradebook.find_grade("practice-explain", LAB, LAB, name)
        assert grade.needs_manual_grade
        assert grade.auto_score is None
    text = (course.step("autograded", LAB, name) / f"{LAB}.ipynb").read_text()
    assert "steadier gradient" in text


@pytest.mark.parametrize("name", LISTED)
def test_what_cannot_be_repaired_is_for_a_person_with_the_reason(graded: Any, name: str) -> None:
    course, results, _ = graded
    assert LISTED[name][1] in results[name]["tasks"][0]["message"], results[name]
    with open_gradebook(course) as gradebook:
        grades = gradebook.find_submission_notebook(LAB, LAB, name).grades
        assert all(grade.needs_manual_grade for grade in grades)


def test_the_report_lists_every_repair_and_every_refusal(graded: Any, tmp_path: Path) -> None:
    course, results, _ = graded
    page = tmp_path / "report.html"
    done = CliRunner().invoke(app, ["report", LAB, "--course", str(course.root), "--out", str(page)])
    assert done.exit_code == 0, done.output
    text = unescape(page.read_text())
    assert [name for name in results if name not in text] == []
    assert [note for result in results.values() for note in result.get("notes", []) if note not in text] == []
    assert [reason for _, reason in LISTED.values() if reason not in text] == []
