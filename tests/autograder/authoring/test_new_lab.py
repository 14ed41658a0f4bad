"""A new lab: it works at once, nothing is overwritten, and the page that teaches it can be followed word by word."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_course import cell, edit, empty_course
from typer.testing import CliRunner, Result

from autograder.authoring.new_lab import making
from autograder.cli import app
from autograder.course.course import Course, builtin_labs, builtin_names, builtin_sources
from autograder.references.lab_references import reference_of
from autograder.references.sample_answers import filled, read_sample

pytestmark = [
    pytest.mark.usefixtures("quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

PAGE = Path(__file__).parents[3] / "docs" / "write-a-lab.md"
BLOCK = re.compile(r"^```(sh|python|markdown)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = empty_course(tmp_path_factory.mktemp("new") / "course")
    ended = run("new", "step-size", "--course", course.root)
    assert ended.exit_code == 0, ended.output
    return course


@pytest.fixture
def course(made: Course, tmp_path: Path) -> Path:
    shutil.copytree(made.root, tmp_path / "course")
    return tmp_path / "course"


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_new_lab_has_its_notebook_lab_file_answers_and_release(made: Course) -> None:
    assert names(made.root / "source") == {"step-size/step-size.ipynb", "step-size/expected.json"}
    own = {name for name in names(made.root / "labs") if "__pycache__" not in name}
    assert own == {"step_size.py", "step-size/right.py", "step-size/wrong.py"}
    release = {name for name in names(made.root / "release") if "/labkit/" not in name}
    assert release == {"step-size/step-size.ipynb", "step-size/expected.json"}
    assert json.loads((made.root / "source/step-size/expected.json").read_text())["lab"] == "step-size"
    notebook = json.loads((made.root / "source/step-size/step-size.ipynb").read_text())
    assert "".join(cell(notebook, "welcome")["source"]).startswith("# Step size")
    ids = [one["id"] for one in notebook["cells"]]
    assert ids == [one["metadata"]["nbgrader"]["grade_id"] for one in notebook["cells"]]


@pytest.mark.parametrize("name", ["Step-size", "step_size", "step--size", "2-steps", "step-size-", "a/b", ".."])
def test_a_name_that_is_not_in_kebab_case_is_refused(made: Course, name: str) -> None:
    ended = run("new", name, "--course", made.root)
    assert ended.exit_code == 2
    assert "this is no name for a lab" in ended.stderr


def test_the_name_of_a_lab_that_comes_with_the_kit_is_refused(made: Course) -> None:
    ended = run("new", "mini-batch", "--course", made.root)
    assert ended.exit_code == 2
    assert "a lab of this name comes with the kit" in ended.stderr
    assert not (made.root / "labs/mini_batch.py").exists()


@pytest.mark.parametrize("there", ["source/other/notes.txt", "labs/other.py", "labs/other/right.py", "release/other/x"])
def test_nothing_that_is_there_is_overwritten(course: Path, there: str) -> None:
    (course / there).parent.mkdir(parents=True, exist_ok=True)
    (course / there).write_text("mine")
    before = names(course)
    ended = run("new", "other", "--course", course)
    assert ended.exit_code == 2
    assert "is not overwritten" in ended.stderr
    assert (course / there).read_text() == "mine"
    assert names(course) == before


@pytest.mark.slow
def test_a_lab_can_be_made_from_another_one(course: Path) -> None:
    (course / "source/step-size/map.csv").write_text("1,2\n")
    edit(course / "source/step-size/step-size.ipynb", lambda data: cell(data, "welcome").update(source="# Mine"))
    ended = run("new", "second", "--from", "step-size", "--course", course)
    assert ended.exit_code == 0, ended.output
    assert names(course / "source/second") == {"second.ipynb", "map.csv", "expected.json"}
    notebook = json.loads((course / "source/second/second.ipynb").read_text())
    assert cell(notebook, "welcome")["source"] == "# Mine"
    assert json.loads((course / "release/second/expected.json").read_text())["lab"] == "second"
    first = (course / "labs/step_size.py").read_text()
    assert (course / "labs/second.py").read_text() == first.replace('name="step-size"', 'name="second"')
    answer = "labs/{}/right.py"
    assert (course / answer.format("second")).read_bytes() == (course / answer.format("step-size")).read_bytes()


@pytest.mark.parametrize("like", builtin_names())
def test_each_lab_of_the_kit_can_be_started_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, like: str) -> None:
    """Its keys and its release, which take long, are left out: they are made as for any lab of a course."""
    course = empty_course(tmp_path / "course")
    shutil.copytree(builtin_sources() / like, course.step("source", like))
    for step in ("write_expected", "generate_release"):
        monkeypatch.setattr(making, step, lambda *_: None)
    making.make_lab(course, "second", like)
    reference = reference_of(course, "second")
    assert reference is not None
    assert reference.lab.name == "second"
    assert [task.answer != "" for task in reference.lab.tasks] == [True] * len(reference.lab.tasks)
    samples = {path.name for path in (builtin_labs() / like).glob("*.py")}
    assert {path.name for path in (course.root / "labs/second").glob("*.py")} == samples != set()
    original = (course.step("source", like) / f"{like}.ipynb").read_bytes()
    assert (course.step("source", "second") / "second.ipynb").read_bytes() == original


@pytest.mark.parametrize(
    ("like", "said"), [("nowhere", "no lab called 'nowhere'"), ("plain", "has no lab file"), ("odd", "just once")]
)
def test_a_lab_that_cannot_be_copied_is_told_and_leaves_nothing(course: Path, like: str, said: str) -> None:
    for name in ("plain", "odd"):
        shutil.copytree(course / "source/step-size", course / "source" / name)
    (course / "labs/odd.py").write_text("LAB = None\n")
    before = names(course)
    ended = run("new", "second", "--from", like, "--course", course)
    assert ended.exit_code == 2
    assert said in ended.stderr
    assert names(course) == before


@pytest.mark.slow
def test_a_lab_that_cannot_be_made_is_taken_back(course: Path) -> None:
    file = course / "labs/step_size.py"
    file.write_text(file.read_text().replace('"history", ("LOSS",)', '"history", ("LOSSES",)'))
    ended = run("new", "second", "--from", "step-size", "--course", course)
    assert ended.exit_code == 2
    assert "The solution leaves nothing in LOSSES." in ended.stderr
    assert not [name for name in names(course) if "second" in name and "__pycache__" not in name]


@pytest.mark.slow
def test_a_new_lab_passes_check_lab_with_its_page_of_mistakes(course: Path, tmp_path: Path) -> None:
    page, found = tmp_path / "mistakes.html", tmp_path / "found.json"
    ended = run("check-lab", "step-size", "--course", course, "--page", page, "--json", found)
    assert ended.exit_code == 0, ended.stderr
    assert "step-size: all holds." in ended.stderr
    figures = {
        name: value for check in json.loads(found.read_text())["checks"] for name, value in check["figures"].items()
    }
    assert (figures["points"], figures["points_by_hand"], figures["solution_points"]) == (12.0, 2.0, 10.0)
    assert figures["margin_published"] >= 1_000
    named = set(re.findall(r'<article id="([^"]+)"', page.read_text()))
    assert {"gradients-not-zeroed", "loss-after-update", "gradient-ascent", "given-in-percent"} <= named


@pytest.mark.slow
def test_of_a_wrong_answer_nothing_is_said_of_what_it_did_not_change(course: Path, tmp_path: Path) -> None:
    release, found = course / "release" / "step-size" / "step-size.ipynb", tmp_path / "found.json"
    answer = read_sample(course / "labs" / "step-size" / "wrong.py").cells
    (course / "submitted" / "ada" / "step-size").mkdir(parents=True)
    handed_in = json.dumps(filled(json.loads(release.read_text()), answer))
    (course / "submitted" / "ada" / "step-size" / "step-size.ipynb").write_text(handed_in)
    ended = run("grade", "step-size", "--course", course, "--isolation", "none", "--json", found)
    assert ended.exit_code == 0, ended.output
    (submission,) = json.loads(found.read_text())["submissions"]
    told = {task["task"]: task["message"] for task in submission["tasks"]}
    assert "gradients" in told["practice-losses"]
    assert not any("forward" in message for message in told.values()), told  # trained otherwise, it is another sigmoid


@pytest.mark.slow
def test_the_page_followed_word_by_word_gives_a_lab_that_passes_and_grades(tmp_path: Path) -> None:
    course = tmp_path / "my-course"
    said: list[str] = []
    for kind, text in BLOCK.findall(PAGE.read_text()):
        if kind == "sh":
            said.append(shell(text, course if course.is_dir() else tmp_path))
        else:
            put(text, course)
    assert re.search(r"me\W+10/10\W+all right", said[-1]), said[-1]
    assert "exam: all holds." in said[-2]  # and the command ended with status 0
    assert "exam.py" not in names(course / "release/exam")
    page = (course / "exam-mistakes.html").read_text()
    assert 'id="trained-on-half"' in page
    assert "who asks it to?" in page
    assert "squared-errors" not in page


def shell(text: str, folder: Path) -> str:
    """What a terminal says to the lines of a block, which all have to succeed."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-ec", text],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def put(text: str, course: Path) -> None:
    """A block goes where its first line says: into a cell of the notebook, into a file as a whole, or at its end."""
    first, body = text.split("\n", 1)
    if first.startswith("# cell "):
        name = first.removeprefix("# cell ")
        edit(course / "source/exam/exam.ipynb", lambda data: cell(data, name).update(source=body.rstrip("\n")))
    elif first.startswith("# at the end of "):
        file = course / first.removeprefix("# at the end of ")
        file.write_text(f"{file.read_text()}\n\n{body}")
    else:
        (course / first.removeprefix("# ")).write_text(body)
