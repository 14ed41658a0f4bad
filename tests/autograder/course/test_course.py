"""Courses: found, made, and brought to life from a clone; every problem in one line."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from small_notebooks import RELEASED, notebook

from autograder.assignments.releases import CONFIG_TEXT, create_course, ensure_registered, is_registered
from autograder.course.course import assignments, check_assignment, find_course, kit_files, lab_file, secret
from autograder.shared.errors import CourseError

pytestmark = [
    pytest.mark.usefixtures("quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course with one ordinary lab that was never released."""
    folder = tmp_path / "course"
    (folder / "source" / "lab-one").mkdir(parents=True)
    (folder / "source" / "lab-one" / "lab-one.ipynb").write_text(json.dumps(notebook(*RELEASED)))
    (folder / "nbgrader_config.py").write_text(CONFIG_TEXT)
    return folder


def test_a_course_is_what_nbgraders_configuration_says(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = root / "nbgrader_config.py"
    config.write_text(CONFIG_TEXT + "c.CourseDirectory.submitted_directory = 'handed_in'\n")
    elsewhere = root.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "nbgrader_config.py").write_text("get_config().CourseDirectory.submitted_directory = 'wrong'\n")
    monkeypatch.chdir(elsewhere)
    course = find_course(Path("..") / "course")
    assert course.root == root
    assert course.course_id == "gradient-descent"
    assert course.db_url == f"sqlite:///{root}/gradebook.db"
    assert course.step("submitted", "lab-one", "ada") == root / "handed_in" / "ada" / "lab-one"
    assert course.step("release", "lab-one") == root / "release" / "lab-one"
    assert assignments(course) == ("lab-one",)


def test_a_folder_that_is_no_course_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"no nbgrader_config\.py\. Make one with 'descent init DIR'"):
        find_course(tmp_path)
    with pytest.raises(CourseError, match="there is no such folder"):
        find_course(tmp_path / "nowhere")


def test_a_configuration_that_cannot_be_run_is_named(root: Path) -> None:
    (root / "nbgrader_config.py").write_text("c = get_config(\n")
    with pytest.raises(CourseError, match=r"nbgrader_config\.py: it cannot be run: SyntaxError"):
        find_course(root)


def test_a_lab_that_does_not_exist_is_refused_and_those_there_are_are_named(root: Path) -> None:
    with pytest.raises(CourseError, match=r"no lab called 'lab-two'\. This course has: lab-one\."):
        check_assignment(find_course(root), "lab-two")


def test_a_labs_file_in_the_course_comes_before_the_built_in_one(root: Path) -> None:
    course = find_course(root)
    assert lab_file(course, "lab-one") is None
    built_in = lab_file(course, "two-parameter-sgd")
    assert built_in is not None
    own = root / "labs" / "two_parameter_sgd.py"
    own.parent.mkdir()
    own.write_text("LAB = None\n")
    assert lab_file(course, "two-parameter-sgd") == own


def test_the_secret_is_private_and_stays(root: Path) -> None:
    course = find_course(root)
    first = secret(course)
    assert len(first) == 32
    assert secret(course) == first
    assert stat.S_IMODE(os.stat(root / ".descent" / "secret").st_mode) == 0o600
    assert stat.S_IMODE(os.stat(root / ".descent").st_mode) == 0o700


def test_a_damaged_secret_is_said_and_not_replaced(root: Path) -> None:
    course = find_course(root)
    secret(course)
    (root / ".descent" / "secret").write_text("abc")
    with pytest.raises(CourseError, match="secret is damaged"):
        secret(course)
    assert (root / ".descent" / "secret").read_text() == "abc"


def test_two_courses_have_two_secrets(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "nbgrader_config.py").write_text(CONFIG_TEXT)
    assert secret(find_course(root)) != secret(find_course(other))


def test_a_clone_with_a_release_and_no_gradebook_can_be_graded(root: Path) -> None:
    release = root / "release" / "lab-one" / "lab-one.ipynb"
    release.parent.mkdir(parents=True)
    release.write_text("as committed")
    course = find_course(root)
    assert not is_registered(course, "lab-one")
    assert ensure_registered(course, "lab-one")
    assert is_registered(course, "lab-one")
    assert release.read_text() == "as committed"
    assert [path.name for path in release.parent.iterdir()] == ["lab-one.ipynb"]
    assert not ensure_registered(course, "lab-one")


def test_a_source_notebook_that_nbgrader_refuses_is_named(root: Path) -> None:
    twice = notebook(RELEASED[3], {**RELEASED[3], "id": "other"})
    (root / "source" / "lab-one" / "lab-one.ipynb").write_text(json.dumps(twice))
    with pytest.raises(CourseError) as caught:
        ensure_registered(find_course(root), "lab-one")
    assert "source/lab-one: nbgrader cannot release this lab: Duplicate grade id: solve. Try" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_new_course_is_released_and_private(tmp_path: Path) -> None:
    course = create_course(tmp_path / "new", ["two-parameter-sgd"])
    release = course.root / "release" / "two-parameter-sgd"
    given_out = json.loads((release / "two-parameter-sgd.ipynb").read_text())
    text = "".join(line for cell in given_out["cells"] for line in cell["source"])
    assert "YOUR CODE HERE" in text
    assert "SOLUTION" not in text
    kit = {path.relative_to(release).as_posix(): path.read_bytes() for path in (release / "labkit").rglob("*.py")}
    assert kit == kit_files()
    assert [path.name for path in (release / "labkit" / "handouts").iterdir()] == ["two-parameter-sgd.json"]
    assert assignments(course) == ("two-parameter-sgd",)
    assert is_registered(course, "two-parameter-sgd")
    assert (course.root / ".descent" / "secret").is_file()
    ignored = (course.root / ".gitignore").read_text().split()
    assert {"/submitted/", "/autograded/", "/feedback/", "/gradebook.db*", "/.descent/"} <= set(ignored)


@pytest.mark.parametrize("make", [lambda path: path.write_text(""), lambda path: (path / "x").mkdir(parents=True)])
def test_a_new_course_touches_nothing_that_is_there(tmp_path: Path, make: object) -> None:
    assert callable(make)
    make(tmp_path / "taken")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(CourseError, match="not an empty folder"):
        create_course(tmp_path / "taken")
    assert sorted(tmp_path.rglob("*")) == before
