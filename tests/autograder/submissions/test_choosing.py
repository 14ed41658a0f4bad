"""Which file of a student's folder is graded: no untouched release wins over work, and nobody is guessed about."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from nbgrader.coursedir import CourseDirectory
from small_notebooks import RELEASED, cell, notebook
from traitlets.config import Config

from autograder.course.course import Course
from autograder.shared.errors import SubmissionError
from autograder.submissions import Submission, files_beside, read_own_files
from autograder.submissions.choosing import Chosen, anything_for, choose, look
from autograder.submissions.restoring import Release

Write = Callable[[str, bytes | str | Mapping[str, Any]], Path]
GIVEN_OUT = {
    "expected.json": "{}",
    "labkit/check.py": "",
    "labkit/handouts/lab.json": "{}",
    "timestamp.txt": "2026-03-01 10:00:00 UTC",
}


def solved(source: str = "result = data", text: str = "YOUR ANSWER HERE", *more: dict[str, Any]) -> dict[str, Any]:
    cells = deepcopy(list(RELEASED))
    cells[3]["source"], cells[5]["source"] = source, text
    return notebook(*cells, *more)


UNTOUCHED = notebook(*RELEASED)
FOREIGN = notebook(cell("own", None, "def helper():\n    return 1"))
BROKEN = "{"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path, CourseDirectory(root=str(tmp_path)), Config())


@pytest.fixture
def chosen(course: Course, release: Release, write_file: Write) -> Callable[..., Chosen]:
    def choose_among(files: Mapping[str, Any], notebooks: tuple[str, ...] = ("lab",)) -> Chosen:
        for name, content in {**GIVEN_OUT, **files}.items():
            write_file(f"submitted/ada/lab/{name}", content)
        return choose(look(course, submission(course), notebooks, {"expected.json"}), release)

    return choose_among


def submission(course: Course, name: str = "lab") -> Submission:
    return Submission("ada", "lab", name, course.root / "submitted" / "ada" / "lab")


def below(found: Chosen) -> str:
    return found.file.as_posix().partition("submitted/ada/lab/")[2]


NAMES = [
    "lab-Copy1.ipynb",
    "lab (1).ipynb",
    "lab_final.ipynb",
    "Lab.ipynb",
    "LAB.IPYNB",
    "lab.ipynb.txt",
    "lab.ipynb.json",
    "lab.json",
    "lab.ipynb (2)",
    "my solution.ipynb",
    "ada_lab/lab.ipynb",
    "a/b/c/lab.ipynb",
]


@pytest.mark.parametrize("beside", [{}, {"lab.ipynb": UNTOUCHED}], ids=["alone", "beside the untouched"])
@pytest.mark.parametrize("name", NAMES)
def test_the_only_worked_notebook_is_graded_and_said(
    chosen: Callable[..., Chosen], name: str, beside: dict[str, Any]
) -> None:
    found = chosen({name: solved(), **beside})
    assert below(found) == name
    assert json.loads(found.content) == solved()
    assert found.notes[0] == f"The file '{name}' was graded as lab.ipynb."
    assert ("The file 'lab.ipynb' was not graded: it is as it was given out." in found.notes) is bool(beside)


def test_the_labs_own_name_alone_is_graded_without_a_word(chosen: Callable[..., Chosen]) -> None:
    assert (below(found := chosen({"lab.ipynb": solved()})), found.notes) == ("lab.ipynb", ())


def test_an_untouched_notebook_alone_is_graded_as_it_is(chosen: Callable[..., Chosen]) -> None:
    assert (below(found := chosen({"lab.ipynb": UNTOUCHED})), found.notes) == ("lab.ipynb", ())


@pytest.mark.parametrize("fuller", ["lab.ipynb", "lab-Copy1.ipynb"])
def test_of_two_states_of_one_work_the_fuller_is_graded(chosen: Callable[..., Chosen], fuller: str) -> None:
    (other,) = {"lab.ipynb", "lab-Copy1.ipynb"} - {fuller}
    found = chosen({fuller: solved(text="Because."), other: solved()})
    assert below(found) == fuller
    assert f"The file '{other}' was not graded: it holds less of the same work." in found.notes


def test_of_two_equal_notebooks_the_labs_own_name_is_graded(chosen: Callable[..., Chosen]) -> None:
    found = chosen({"lab.ipynb": solved(), "Copy of lab.ipynb": solved()})
    assert below(found) == "lab.ipynb"
    assert found.notes == ("The file 'Copy of lab.ipynb' was not graded: it holds the same work.",)


UNCLEAR: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "two different works": ({"lab.ipynb": solved(), "lab-Copy1.ipynb": solved("result = 5")}, ("different work",)),
    "two copies": (
        {"lab.ipynb": UNTOUCHED, "a.ipynb": solved(), "b.ipynb": solved("result = 5")},
        ("a.ipynb, b.ipynb hold different work",),
    ),
    "unreadable beside untouched": ({"lab.ipynb": UNTOUCHED, "lab-Copy1.ipynb": BROKEN}, ("lab-Copy1.ipynb", "JSON")),
    "unreadable with a worked copy": ({"lab.ipynb": BROKEN, "lab-Copy1.ipynb": solved()}, ("lab-Copy1.ipynb", "JSON")),
    "another notebook beside untouched": ({"lab.ipynb": UNTOUCHED, "x.ipynb": FOREIGN}, ("x.ipynb", "given out")),
    "code beside untouched": ({"lab.ipynb": UNTOUCHED, "lab.py": "result = data"}, ("lab.py", "given out")),
    "an archive beside untouched": ({"lab.ipynb": UNTOUCHED, "work.zip": b"PK"}, ("work.zip", "given out")),
    "a photo beside untouched": ({"lab.ipynb": UNTOUCHED, "answer.jpg": b"\xff"}, ("answer.jpg", "given out")),
    "code only": ({"lab.py": "result = data"}, ("no such notebook; found instead: lab.py", "as Jupyter saves it")),
    "an archive only": (
        {"work.zip": b"PK"},
        ("no such notebook; found instead: work.zip", "Unpack it, so that lab.ipynb lies there"),
    ),
    "another notebook only": ({"x.ipynb": FOREIGN}, ("no such notebook; found instead: x.ipynb",)),
    "nothing": ({}, ("there is no such notebook.",)),
    "too many": ({f"{number}.ipynb": solved(str(number)) for number in range(25)}, ("25 files that may be meant",)),
}


@pytest.mark.parametrize("case", UNCLEAR)
def test_what_is_unclear_is_for_a_person_and_named(chosen: Callable[..., Chosen], case: str) -> None:
    files, said = UNCLEAR[case]
    with pytest.raises(SubmissionError) as caught:
        chosen(files)
    assert all(part in str(caught.value) for part in said), caught.value
    assert "\n" not in str(caught.value)


def test_files_beside_worked_notebooks_ask_nobody(chosen: Callable[..., Chosen]) -> None:
    assert chosen({"lab.ipynb": solved(), "work.zip": b"PK", "helper.py": "x = 1", "notes.pdf": b""}).notes == ()


def test_a_notebook_of_the_students_own_is_carried_to_the_run(course: Course, chosen: Callable[..., Chosen]) -> None:
    files = {
        "work/lab.ipynb": solved(),
        "work/helper.ipynb": FOREIGN,
        "work/helper.py": "x = 1",
        "lab.ipynb": UNTOUCHED,
    }
    found = chosen(files)
    taken = files_beside(course, submission(course), {}, folder=found.file.parent, helpers=found.helpers)
    assert set(read_own_files(taken)[0]) == {"helper.ipynb", "helper.py", "timestamp.txt"}


def test_a_helper_that_imports_as_the_lab_does_is_no_version_of_it(chosen: Callable[..., Chosen]) -> None:
    found = chosen({"lab.ipynb": solved(), "helper.ipynb": notebook(RELEASED[6], cell("own", None, "x = 1"))})
    assert found.helpers == {"helper.ipynb"}


@pytest.mark.parametrize("make", [Path.symlink_to, Path.hardlink_to])
def test_links_are_never_chosen(chosen: Callable[..., Chosen], write_file: Write, make: Any) -> None:
    source = write_file("source/lab/lab.ipynb", solved())
    link = write_file("submitted/ada/lab/timestamp.txt", "").with_name("lab.ipynb")
    make(link, source)
    with pytest.raises(SubmissionError, match="link"):
        chosen({})
    with pytest.raises(SubmissionError, match=r"work/lab\.ipynb holds work, and lab\.ipynb cannot be read: .* link"):
        chosen({"work/lab.ipynb": solved("result = 5")})


def test_a_second_notebook_of_the_lab_is_no_version_of_the_first(course: Course, chosen: Callable[..., Chosen]) -> None:
    names = ("lab", "lab-two")
    found = chosen({"lab.ipynb": UNTOUCHED, "lab-two.ipynb": solved(), "lab-two-Copy1.ipynb": solved()}, names)
    assert (below(found), found.notes) == ("lab.ipynb", ())


def test_a_notebook_that_is_only_packed_or_renamed_was_not_left_out(course: Course, write_file: Write) -> None:
    folder = write_file("submitted/ada/lab/one.ipynb", solved()).parent
    names = ("one", "two")
    assert not anything_for(look(course, submission(course, "two"), names, ()))
    with zipfile.ZipFile(folder / "rest.zip", "w") as packed:
        packed.writestr("two.ipynb", "{}")
    assert anything_for(look(course, submission(course, "two"), names, ()))
