"""Whatever lies in the folder of submissions: each is read or refused by name, soon, and nobody else notices."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbgrader.coursedir import CourseDirectory
from small_notebooks import RELEASED, cell, notebook, source_row
from traitlets.config import Config

from autograder.course.course import Course
from autograder.shared.errors import SubmissionError
from autograder.submissions import (
    Submission,
    files_beside,
    find_submissions,
    left_out_notes,
    parse_notebook,
    read_own_files,
    read_timestamp,
)
from autograder.submissions.beside import MAX_FILE_BYTES
from autograder.submissions.choosing import choose, look
from autograder.submissions.restoring import AnotherNotebook, read_release, restore
from autograder.submissions.written_answers import notes_on_text

RELEASE = read_release(notebook(*RELEASED), [source_row(one) for one in RELEASED])
NOBODY = 65534
SOON = 20.0
"""seconds, on a busy machine; most take a thousandth of it"""


@pytest.fixture
def course() -> Iterator[Course]:
    """A course whose folders everybody can enter."""
    root = Path(tempfile.mkdtemp(prefix="hostile-files-"))
    root.chmod(0o755)
    (root / "submitted").mkdir()
    yield Course(root, CourseDirectory(root=str(root)), Config())
    subprocess.run(["rm", "-rf", root], check=True)  # Python's own way is recursive


def folder_of(course: Course, student: str = "ada") -> Path:
    folder = course.root / "submitted" / student / "lab"
    folder.mkdir(parents=True)
    return folder


def hand_in(folder: Path, source: str = "result = data") -> Path:
    cells = deepcopy(list(RELEASED))
    cells[3]["source"] = source
    (folder / "lab.ipynb").write_text(json.dumps(notebook(*cells)))
    return folder / "lab.ipynb"


def read(course: Course, one: Submission) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The way of one submission into a run; the files beside the notebook, and the notes."""
    chosen = choose(look(course, one, {"lab"}, ()), RELEASE)
    restore(parse_notebook(chosen.content, chosen.file), RELEASE)
    beside = files_beside(course, one, {}, folder=chosen.file.parent, helpers=chosen.helpers)
    own, left_out = read_own_files(beside)
    return own, (*chosen.notes, *left_out_notes(left_out))


@contextmanager
def soon() -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < SOON


@contextmanager
def as_ordinary_user() -> Iterator[None]:
    """Root may read everything, so its tests of permissions would show nothing."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def endless_device(path: Path) -> None:
    os.mknod(path, 0o666 | 0o020000, os.makedev(1, 5))  # /dev/zero


def listening(path: Path) -> None:
    before = os.getcwd()
    os.chdir(path.parent)  # addresses are short
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(path.name)
    os.chdir(before)


def link_to_the_source(path: Path) -> None:
    secret = path.parents[3] / "source.ipynb"
    secret.write_text("the solution")
    path.symlink_to(secret)


def hard_link_to_the_source(path: Path) -> None:
    secret = path.parents[3] / "source.ipynb"
    secret.write_text("the solution")
    path.hardlink_to(secret)


def link_to_nothing(path: Path) -> None:
    path.symlink_to("nowhere")


def link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def folder(path: Path) -> None:
    path.mkdir()
    (path / "inside.txt").write_text("x")


MADE: dict[str, Callable[[Path], None]] = {
    "a pipe": pipe,
    "a socket": listening,
    "a link": link_to_the_source,
    "a hard link": hard_link_to_the_source,
    "a link to nothing": link_to_nothing,
    "a link to itself": link_to_itself,
}
if os.geteuid() == 0:
    MADE["a device"] = endless_device
WORDS = {"a pipe": "pipe", "a socket": "socket", "a device": "device"}


@pytest.mark.parametrize("what", [*MADE, "a folder"])
def test_as_the_notebook_it_is_refused_in_a_sentence(course: Course, what: str) -> None:
    place = folder_of(course) / "lab.ipynb"
    {**MADE, "a folder": folder}[what](place)
    (one,) = find_submissions(course, "lab", ["lab"])
    with soon(), pytest.raises(SubmissionError) as caught:
        read(course, one)
    assert WORDS.get(what, "link" if "link" in what else "no such notebook") in str(caught.value)


@pytest.mark.parametrize("what", MADE)
def test_beside_the_notebook_it_is_left_out_by_name(course: Course, what: str) -> None:
    place = folder_of(course)
    hand_in(place)
    MADE[what](place / "data.txt")
    (one,) = find_submissions(course, "lab", ["lab"])
    with soon():
        own, (note,) = read(course, one)
    assert own == {}
    assert note.startswith("The file 'data.txt' was left out: it is a ")


@pytest.mark.parametrize("what", [*MADE, "a folder"])
def test_as_the_timestamp_it_is_refused_in_a_sentence(course: Course, what: str) -> None:
    place = folder_of(course)
    {**MADE, "a folder": folder}[what](place / "timestamp.txt")
    with soon(), pytest.raises(SubmissionError, match=r"timestamp\.txt: it is a "):
        read_timestamp(course, place)


@pytest.mark.parametrize("what", ["ada/lab", "ada"])
def test_a_folder_that_is_a_link_is_refused(course: Course, what: str) -> None:
    hand_in(folder_of(course, "ben"))
    link = course.root / "submitted" / what
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(course.root / "submitted" / "ben" / ("lab" if "/" in what else ""))
    ada, ben = find_submissions(course, "lab", ["lab"])
    with pytest.raises(SubmissionError, match="this folder is a link"):
        read(course, ada)
    assert read(course, ben) == ({}, ())


@pytest.mark.parametrize("closed", ["submitted/ada", "submitted/ada/lab", "submitted/ada/lab/lab.ipynb"])
def test_what_may_not_be_read_is_refused_and_no_student_is_passed_over(course: Course, closed: str) -> None:
    hand_in(folder_of(course, "ada"))
    hand_in(folder_of(course, "ben"))
    (course.root / closed).chmod(0)
    with as_ordinary_user():
        ada, ben = find_submissions(course, "lab", ["lab"])
        with pytest.raises(SubmissionError, match="cannot be read: Permission denied"):
            read(course, ada)
        assert read(course, ben) == ({}, ())
    assert (ada.student, ben.student) == ("ada", "ben")


def test_files_beside_that_may_not_be_read_are_left_out_by_name(course: Course) -> None:
    place = folder_of(course)
    hand_in(place)
    (place / "data.txt").write_text("1")
    folder(place / "more")
    for closed in ("data.txt", "more"):
        (place / closed).chmod(0)
    with as_ordinary_user():
        (one,) = find_submissions(course, "lab", ["lab"])
        own, notes = read(course, one)
    assert own == {}
    assert sorted(notes) == [
        "The file 'data.txt' was left out: it cannot be read: Permission denied.",
        "The file 'more' was left out: it cannot be read: Permission denied.",
    ]


NO_NAMES = {
    "not UTF-8": b"J\xe9r\xf4me",
    "the end of a line": b"ada\nben",
    "a control character": b"ada\x1b[2J",
    "too long": b"a" * 200,
}


@pytest.mark.parametrize("case", NO_NAMES)
def test_a_student_folder_whose_name_is_no_id_is_named(course: Course, case: str) -> None:
    made = os.path.join(os.fsencode(course.root), b"submitted", NO_NAMES[case], b"lab")
    os.makedirs(made)
    (ada,) = find_submissions(course, "lab", ["lab"])
    assert ada.student.isprintable()
    ada.student.encode()
    with pytest.raises(SubmissionError, match="the name of this folder is") as caught:
        read(course, ada)
    str(caught.value).encode()


def test_names_of_people_are_fit(course: Course) -> None:
    for name in ("Åsa Öberg", "José\u00a0Núñez", "李雷", "o'neil-2", "علی‌رضا"):
        hand_in(folder_of(course, name))
    for one in find_submissions(course, "lab", ["lab"]):
        assert read(course, one) == ({}, ())


def test_a_file_where_a_folder_is_expected_is_refused(course: Course) -> None:
    (course.root / "submitted" / "ada").mkdir()
    (course.root / "submitted" / "ada" / "lab").write_text("{}")
    (course.root / "submitted" / "README").write_text("of the instructor")
    (ada,) = find_submissions(course, "lab", ["lab"])
    with pytest.raises(SubmissionError, match="this is a file, not the folder"):
        read(course, ada)


def test_a_huge_file_with_nothing_in_it_is_left_out(course: Course) -> None:
    place = folder_of(course)
    hand_in(place)
    with (place / "data.bin").open("wb") as file:
        file.truncate(3_000_000_000)
    (place / "small.txt").write_text("1")
    (one,) = find_submissions(course, "lab", ["lab"])
    with soon():
        own, notes = read(course, one)
    assert set(own) == {"small.txt"}
    assert notes == ("The file 'data.bin' was left out: the files handed in are too large together.",)
    assert sum(map(len, own.values())) <= MAX_FILE_BYTES


def test_a_thousand_folders_in_each_other_are_left_out(
    course: Course, deep_folder: Callable[[Path, int], None]
) -> None:
    place = folder_of(course)
    hand_in(place)
    deep_folder(place, 1_000)
    (one,) = find_submissions(course, "lab", ["lab"])
    with soon():
        own, (note,) = read(course, one)
    assert own == {}
    assert "more than 10 folders deep" in note
    assert len(note) < 300


def test_more_files_than_anyone_hands_in_are_left_out_in_one_sentence(course: Course) -> None:
    place = folder_of(course)
    hand_in(place)
    for number in range(1_200):
        (place / f"{number:04}.txt").touch()
    (one,) = find_submissions(course, "lab", ["lab"])
    own, (note,) = read(course, one)
    assert len(own) == 1_000
    assert "and 195 more: there are more than 1000 files" in note


def test_a_file_whose_name_is_no_text_is_left_out(course: Course) -> None:
    place = folder_of(course)
    hand_in(place)
    for name in (b"caf\xe9.txt", b"a\nb.txt"):
        Path(os.fsdecode(os.path.join(os.fsencode(place), name))).write_text("x")
    (one,) = find_submissions(course, "lab", ["lab"])
    own, notes = read(course, one)
    assert own == {}
    assert len(notes) == 2
    assert all(note.isprintable() and "its name is no text" in note for note in notes)


# What a notebook may hold


def with_cells(*more: dict[str, Any]) -> bytes:
    return json.dumps(notebook(*RELEASED, *more)).encode()


HALF = "\ud800"
CONTENTS: dict[str, bytes] = {
    "a half of a character in a source": with_cells(cell("own", None, f"x = '{HALF}'")),
    "in a grade id": with_cells(cell("locked", f"intro{HALF}", "x")),
    "in a cell id": with_cells(cell("own", f"id{HALF}", "x")),
    "in metadata": with_cells(cell("own", None, "x", metadata={f"k{HALF}": [HALF]})),
    "in an attachment": with_cells(cell("own", None, "x", "markdown", attachments={HALF: {HALF: HALF}})),
    "metadata in metadata": with_cells()[:-2]
    + b', {"cell_type": "code", "source": "", "metadata": '
    + b'{"a":' * 900
    + b"1"
    + b"}" * 900
    + b"}]}",
    "a number of 400 digits": with_cells(cell("own", None, "x", metadata={"n": 10**400})),
    "a number of 5,000 digits": with_cells()[:-1] + b', "n": ' + b"9" * 5_000 + b"}",
    "a number that is infinite": with_cells()[:-1] + b', "n": 1e999, "m": NaN}',
    "a format of 400 digits": b'{"nbformat": ' + b"9" * 400 + b', "cells": []}',
    "a key twice": b'{"nbformat": 3, "cells": 5, ' + with_cells()[1:],
    "marks of a merge without an end": b"<<<<<<< a\n=======\n" * 30_000,
    "marks of a merge in one another": b"<<<<<<< a\n" * 50_000 + b"|||||||\n" * 50_000,
    "an old format of many worksheets": b'{"nbformat": 3, "nbformat_minor": 0, "worksheets": ['
    + b",".join([b'{"cells": []}'] * 20_000)
    + b"]}",
    "six thousand cells": json.dumps(notebook(*[cell("own", None, "x")] * 6_000)).encode(),
    "a list of twenty million nothings": b'{"nbformat": 4, "cells": [' + b"," * 20_000_000 + b"]}",
    "forty megabytes of text": with_cells(cell("own", None, "# " + "word " * 8_000_000)),
    "brackets without end": b'{"nbformat": 4, "cells": ' + b"[" * 2_000_000,
}


@pytest.mark.parametrize("case", CONTENTS)
def test_a_notebook_is_read_or_refused_soon(case: str) -> None:
    with soon(), suppress(SubmissionError):
        restored = restore(parse_notebook(CONTENTS[case], Path("lab.ipynb")), RELEASE)
        json.dumps([dict(one) for one in restored.notebook.cells], ensure_ascii=False).encode()
        " ".join([*restored.notes, *notes_on_text(restored, RELEASE)]).encode()


def refused_or_restored(content: bytes) -> None:
    with suppress(SubmissionError, AnotherNotebook):
        restored = restore(parse_notebook(content, Path("lab.ipynb")), RELEASE)
        assert len(restored.kinds) >= len(RELEASED)
        notes_on_text(restored, RELEASE)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_notebook_or_refused(content: bytes) -> None:
    refused_or_restored(content)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
odd_cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw", "heading"]) | values,
        "source": st.text(max_size=20) | st.lists(st.text(max_size=9), max_size=3) | values,
        "metadata": values | st.builds(lambda value: {"nbgrader": {"grade_id": value}}, values),
        "id": values,
        "attachments": values,
        "outputs": values,
    },
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(odd_cells, max_size=4), values, st.integers(1, 5) | values)
def test_any_json_is_a_notebook_or_refused(cells: list[Any], metadata: Any, version: Any) -> None:
    whole = {"nbformat": version, "nbformat_minor": 5, "metadata": metadata, "cells": [*RELEASED, *cells]}
    refused_or_restored(json.dumps(whole).encode())
