"""Submissions as files: what can be read is read, and what cannot is refused in one line with a remedy."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from small_notebooks import RELEASED, cell, notebook

from autograder.course.course import Course
from autograder.shared.errors import CourseError, SubmissionError
from autograder.submissions import (
    Submission,
    files_beside,
    find_submissions,
    read_files,
    read_notebook,
    read_timestamp,
    write_graded,
)

Write = Callable[[str, bytes | str | Mapping[str, Any]], Path]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    return Course(tmp_path, CourseDirectory(root=str(tmp_path)), Config())


UNREADABLE = {
    "empty": (b"", "empty"),
    "blank": (b" \n ", "empty"),
    "not JSON": (b"print('hello')", "not JSON (line 1)"),
    "half a file": (json.dumps(notebook(*RELEASED)).encode()[:200], "not JSON"),
    "not UTF-8": (b"\xff\xfe\x00", "UTF-8"),
    "JSON of something else": (b'{"cells": 3}', "no notebook"),
    "a list": (b"[1, 2]", "no notebook"),
    "nested without end": (b"[" * 100_000, "nested too deep"),
    "no cells": (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "no list of cells"),
    "a cell that is none": (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [3]}', "cell 1"),
    "a source that is none": (json.dumps(notebook(cell("own", None, "x") | {"source": 3})).encode(), "cell 1"),
    "a cell of no type": (json.dumps(notebook(cell("own", None, "x") | {"cell_type": "heading"})).encode(), "cell 1"),
    "a format of the future": (b'{"nbformat": 9, "nbformat_minor": 0, "metadata": {}, "cells": []}', "format 9"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_is_no_notebook_is_refused_with_file_and_remedy(write_file: Write, case: str) -> None:
    content, what = UNREADABLE[case]
    file = write_file("lab.ipynb", content)
    with pytest.raises(SubmissionError) as caught:
        read_notebook(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert what in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.remedy.endswith(".")


def test_a_missing_notebook_is_refused_and_its_neighbours_are_named(write_file: Write) -> None:
    file = write_file("my-lab.ipynb", notebook())
    with pytest.raises(SubmissionError, match=r"found instead: my-lab\.ipynb\. It must be called lab\.ipynb"):
        read_notebook(file.with_name("lab.ipynb"))


def test_a_huge_notebook_is_refused(write_file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.submissions.reading.MAX_NOTEBOOK_BYTES", 1_000_000)
    file = write_file("lab.ipynb", json.dumps(notebook(cell("own", None, "#" * 1_000_001))))
    with pytest.raises(SubmissionError, match="larger than 1 MB"):
        read_notebook(file)


def test_older_formats_are_read(write_file: Write) -> None:
    import nbformat

    four = read_notebook(write_file("four.ipynb", notebook(*RELEASED, minor=2)))
    assert [one["source"] for one in four["cells"]] == [one["source"] for one in RELEASED]
    worksheet = {"cells": [{"cell_type": "code", "input": ["x = 1\n", "y = 2"], "language": "python", "outputs": []}]}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [worksheet]}
    assert nbformat.versions[3] is not None
    assert read_notebook(write_file("three.ipynb", old))["cells"][0]["source"] == "x = 1\ny = 2"


def test_lines_marks_and_halves_of_characters_are_read(write_file: Write) -> None:
    odd = notebook(cell("own", None, "x") | {"source": ["a = 1\n", "b = '\ud800'"], "metadata": None})
    file = write_file("lab.ipynb", b"\xef\xbb\xbf" + json.dumps(odd).encode())
    (read,) = read_notebook(file)["cells"]
    assert read["source"].encode().startswith(b"a = 1\nb = ")
    assert read["metadata"] == {}


def test_submissions_are_found_by_student(course: Course, write_file: Write) -> None:
    for student in ("zoe", "ada", "ben.b"):
        write_file(f"submitted/{student}/lab/lab.ipynb", notebook())
    write_file("submitted/ada/other/other.ipynb", notebook())
    found = find_submissions(course, "lab", ["lab"])
    assert [one.student for one in found] == ["ada", "ben.b", "zoe"]
    assert [one.student for one in find_submissions(course, "lab", ["lab"], ["zoe", "zoe"])] == ["zoe"]


def test_a_lab_without_submissions_is_said_in_one_line(course: Course, write_file: Write) -> None:
    with pytest.raises(CourseError, match=r"nobody has handed in anything for this lab\. Collect"):
        find_submissions(course, "lab", ["lab"])
    write_file("submitted/ada/lab/lab.ipynb", notebook())
    with pytest.raises(CourseError, match=r"submitted/ben/lab: nothing was handed in by 'ben'"):
        find_submissions(course, "lab", ["lab"], ["ben"])


def submission(course: Course) -> Submission:
    return Submission("ada", "lab", "lab", course.root / "submitted" / "ada" / "lab")


def test_the_labs_files_replace_the_students_and_nobodys_labkit_is_used(course: Course, write_file: Write) -> None:
    for name, text in {
        "source/lab/lab.ipynb": "{}",
        "source/lab/expected.json": "ours",
        "source/lab/data/points.csv": "ours",
        "submitted/ada/lab/lab.ipynb": "{}",
        "submitted/ada/lab/expected.json": "forged",
        "submitted/ada/lab/labkit/check.py": "forged",
        "submitted/ada/lab/labkit.py": "forged",
        "submitted/ada/lab/data": "in the way of a folder",
        "submitted/ada/lab/helper.py": "theirs",
        "submitted/ada/lab/.ipynb_checkpoints/lab.txt": "old",
        "submitted/ada/lab/notes.pyc": "compiled",
    }.items():
        write_file(name, text)
    beside = files_beside(course, submission(course))
    contents, left_out = read_files(beside.all)
    assert contents == {"data/points.csv": b"ours", "expected.json": b"ours", "helper.py": b"theirs"}
    assert set(beside.own) == {"helper.py"}
    assert left_out == ()


def test_links_in_a_submission_lead_nowhere(course: Course, write_file: Write) -> None:
    secret = write_file("secret.txt", "other people's")
    write_file("source/lab/lab.ipynb", "{}")
    folder = write_file("submitted/ada/lab/lab.ipynb", "{}").parent
    (folder / "linked.txt").symlink_to(secret)
    (folder / "linked").symlink_to(secret.parent)
    assert files_beside(course, submission(course)).all == {}


def test_files_that_are_too_large_together_are_left_out(
    course: Course, write_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.submissions.beside.MAX_FILE_BYTES", 10)
    write_file("source/lab/lab.ipynb", "{}")
    write_file("submitted/ada/lab/a.txt", "12345")
    write_file("submitted/ada/lab/b.txt", "123456")
    assert read_files(files_beside(course, submission(course)).all) == ({"a.txt": b"12345"}, ("b.txt",))


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-03-01 11:59:59 UTC\n", datetime(2026, 3, 1, 11, 59, 59)),
        ("2026-03-01 12:00:00.5 Europe/Berlin", datetime(2026, 3, 1, 11, 0, 0, 500_000)),
        ("", None),
    ],
)
def test_timestamps_are_read_as_nbgrader_writes_them(
    course: Course, write_file: Write, text: str, time: datetime | None
) -> None:
    folder = write_file("submitted/ada/lab/timestamp.txt", text).parent
    assert read_timestamp(course, folder) == time
    assert read_timestamp(course, folder.parent) is None


def test_a_timestamp_that_is_no_time_is_refused(course: Course, write_file: Write) -> None:
    folder = write_file("submitted/ada/lab/timestamp.txt", "yesterday").parent
    with pytest.raises(SubmissionError, match="this is no clear time"):
        read_timestamp(course, folder)


def test_a_graded_folder_holds_nothing_of_an_earlier_one(course: Course, write_file: Write) -> None:
    write_file("submitted/ada/lab/lab.ipynb", "{}")
    kit = write_file("kit/check.py", "ours")
    kit.chmod(0o444)
    old = write_file("autograded/ada/lab/old/file.txt", "stale")
    beside = {"data/helper.py": b"x = 1", "helper.ipynb": b"{}"}
    for text in ("first", "second"):
        written = write_graded(course, submission(course), text, beside, {"labkit/check.py": kit})
        assert written.read_text() == text
    found = {path.relative_to(old.parents[1]).as_posix() for path in old.parents[1].rglob("*") if path.is_file()}
    assert found == {"lab.ipynb", "data/helper.py", "labkit/check.py"}
    assert all(os.stat(old.parents[1] / name).st_mode & 0o777 == 0o444 for name in found)


def test_the_other_notebooks_of_an_assignment_stay(course: Course, write_file: Write) -> None:
    for name in ("lab", "second"):
        write_file(f"submitted/ada/lab/{name}.ipynb", "{}")
        write_graded(course, replace(submission(course), notebook=name), name, {}, {})
    folder = course.root / "autograded" / "ada" / "lab"
    assert sorted(path.name for path in folder.iterdir()) == ["lab.ipynb", "second.ipynb"]
