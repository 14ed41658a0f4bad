"""A class graded by the kit: nbgrader's own commands see what they would have made, and nobody stops the others.

The lab here is an ordinary nbgrader assignment, small enough to be run many times.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from small_notebooks import RELEASED, cell, notebook
from test_gradebook import rows
from warm_executors import Lender, Lent

from autograder.assignments.releases import CONFIG_TEXT, ensure_registered
from autograder.course.course import Course, find_course
from autograder.execution.job import Job, Run
from autograder.grading.class_grading import Done, grade_class
from autograder.grading.class_runs import Execute
from autograder.grading.grading_rules import read_rules
from autograder.grading.judge import read_judge
from autograder.shared.errors import CourseError
from autograder.submissions import find_submissions

pytestmark = [
    pytest.mark.usefixtures("quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

LAB = "lab-one"
TEST = "assert result == data\n### BEGIN HIDDEN TESTS\nassert type(result) is float\n### END HIDDEN TESTS\n"

ANSWERS = {
    "ada": "result = data",
    "ben": "result = 5",
    "cleo": "import sys\nprint('careful', file=sys.stderr)\nresult = data",
    "dora": "result = (",
    "eve": "result = 1",
    "finn": "import os\nos._exit(3)",
    "gina": "result = data\nfrom IPython.display import display, HTML\ndisplay(HTML('<b>here</b>'))\nresult",
}
POINTS = {"ada": 2.0, "ben": 0.0, "cleo": 2.0, "dora": 0.0, "eve": 0.0, "finn": 0.0, "gina": 2.0}


def lab_source(last_line: str = "") -> dict[str, Any]:
    cells = deepcopy(list(RELEASED))
    cells[3]["source"] = "### BEGIN SOLUTION\nresult = data\n### END SOLUTION"
    cells[4]["source"] = TEST + last_line
    return notebook(*cells)


def make_course(root: Path, *more: str) -> Course:
    (root / "source" / LAB).mkdir(parents=True)
    for name in (LAB, *more):
        (root / "source" / LAB / f"{name}.ipynb").write_text(json.dumps(lab_source()))
    (root / "source" / LAB / "data.csv").write_text("1,2\n")
    config = "c.ExecuteInSandbox.isolation = 'none'\nc.Execute.timeout = 20\n"
    (root / "nbgrader_config.py").write_text(CONFIG_TEXT + config)
    course = find_course(root)
    ensure_registered(course, LAB)
    return course


def hand_in(course: Course, student: str, answer: str, *edits: Any) -> Path:
    cells = deepcopy(list(RELEASED))
    cells[3]["source"] = answer
    for edit in edits:
        edit(cells)
    file = course.step("submitted", LAB, student) / f"{LAB}.ipynb"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(notebook(*cells)))
    (file.parent / "timestamp.txt").write_text("2026-03-01 10:00:00 UTC")
    return file


@pytest.fixture(scope="module")
def executor(quick_gradings: Lender) -> Lent:
    return quick_gradings.lend("none", jobs=2)


def grade(course: Course, execute: Execute, students: Sequence[str] = (), force: bool = False) -> dict[str, Done]:
    rules = read_rules(course, LAB)
    submissions = find_submissions(course, LAB, sorted(rules.notebooks), students)
    done = grade_class(read_judge(rules), submissions, execute, force=force)
    return {one.submission.student: one for one in done}


def must_not_run(jobs: Iterable[Job]) -> Iterator[tuple[int, Run]]:
    for job in jobs:
        raise AssertionError(f"nothing should have to run, and {job.name} would")
    yield from ()


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, executor: Lent) -> tuple[Course, dict[str, Done]]:
    course = make_course(tmp_path_factory.mktemp("class") / "course")
    for student, answer in ANSWERS.items():
        hand_in(course, student, answer)
    hand_in(course, "hugo", "result = data", lambda cells: cells.pop(4))
    hand_in(course, "iris", "result = data", lambda cells: cells.insert(2, {**cells[3], "id": "split"}))
    hand_in(course, "jack", "pass", lambda cells: cells[4]["metadata"]["nbgrader"].update(points=100))
    (hand_in(course, "kate", "").parent / f"{LAB}.ipynb").write_text("not JSON")
    for name in ("mine", "other"):
        hand_in(course, "liam", f"result = {name!r}").rename(course.step("submitted", LAB, "liam") / f"{name}.ipynb")
    hand_in(course, "mona", "result = data").rename(course.step("submitted", LAB, "mona") / f"{LAB}-Copy1.ipynb")
    hand_in(course, "mona", RELEASED[3]["source"])
    return course, grade(course, executor.run)


def test_every_submission_gets_the_points_it_deserves(graded: tuple[Course, dict[str, Done]]) -> None:
    _, done = graded
    assert {student: done[student].result.score for student in POINTS} == POINTS
    assert done["hugo"].result.score == 2.0  # its deleted test is back
    assert done["iris"].result.score == 2.0
    assert done["jack"].result.score == 0.0
    assert {one.result.max_score for one in done.values()} == {2.0}
    assert not any(one.result.faulty for one in done.values())


def test_what_cannot_be_read_is_said_and_flagged_for_a_person(graded: tuple[Course, dict[str, Done]]) -> None:
    course, done = graded
    assert f"submitted/kate/{LAB}/{LAB}.ipynb: this is not JSON" in done["kate"].result.problem
    assert "mine.ipynb, other.ipynb hold different work" in done["liam"].result.problem
    flagged = {(row[0], row[2]) for row in rows(course.root)["grade"] if row[4] is None and row[7]}
    assert {("kate", "solve-test"), ("liam", "solve-test")} <= flagged
    assert ("ada", "solve-test") not in flagged


def test_work_beside_an_untouched_notebook_counts(graded: tuple[Course, dict[str, Done]]) -> None:
    result = graded[1]["mona"].result
    assert result.score == 2.0
    assert f"The file '{LAB}-Copy1.ipynb' was graded as {LAB}.ipynb." in result.notes


def test_a_run_that_ended_itself_is_told_why(graded: tuple[Course, dict[str, Done]]) -> None:
    (item,) = graded[1]["finn"].result.items
    assert item.outcome == "missing"
    assert "exit code 3 in the cell solve" in item.message


def test_nbgraders_own_autograde_leaves_the_same_files_and_rows(
    graded: tuple[Course, dict[str, Done]], tmp_path: Path
) -> None:
    from nbgrader.converters import Autograde, NbGraderException
    from nbgrader.coursedir import CourseDirectory

    course, _ = graded
    copied = Path(shutil.copytree(course.root, tmp_path / "course"))
    shutil.rmtree(copied / "autograded")
    (copied / "gradebook.db").unlink()  # as in a clone
    other = find_course(copied)
    directory = CourseDirectory(config=other.config)
    directory.assignment_id = LAB
    with pytest.raises(NbGraderException):  # kate's and liam's files
        Autograde(coursedir=directory, config=other.config).start()
    assert files_below(copied / "autograded") == files_below(course.root / "autograded")
    assert rows(copied) == rows(course.root)


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_feedback_shows_what_was_run(graded: tuple[Course, dict[str, Done]]) -> None:
    from nbgrader.converters import GenerateFeedback
    from nbgrader.coursedir import CourseDirectory

    course, _ = graded
    directory = CourseDirectory(config=course.config)
    directory.assignment_id, directory.student_id = LAB, "gina"
    GenerateFeedback(coursedir=directory, config=course.config).start()
    page = (course.step("feedback", LAB, "gina") / f"{LAB}.html").read_text()
    assert "<b>here</b>" in page
    assert "2 of 2 points" in page


def test_the_lab_and_the_students_files_lie_beside_the_graded_notebook(
    graded: tuple[Course, dict[str, Done]],
) -> None:
    course, _ = graded
    folder = course.step("autograded", LAB, "ada")
    assert sorted(path.name for path in folder.iterdir()) == ["data.csv", f"{LAB}.ipynb", "timestamp.txt"]


def test_nothing_runs_twice_and_everything_is_as_before(graded: tuple[Course, dict[str, Done]]) -> None:
    course, done = graded
    files, gradebook = files_below(course.root / "autograded"), rows(course.root)
    again = grade(course, must_not_run)
    assert {name: one.result for name, one in again.items()} == {name: one.result for name, one in done.items()}
    assert not any(one.ran_now for one in again.values())
    assert files_below(course.root / "autograded") == files
    assert rows(course.root) == gradebook


def test_a_changed_submission_runs_again_and_no_other(
    graded: tuple[Course, dict[str, Done]], tmp_path: Path, executor: Lent
) -> None:
    copied = find_course(shutil.copytree(graded[0].root, tmp_path / "course"))
    hand_in(copied, "ben", "result = data * 1.0")
    (copied.step("submitted", LAB, "cleo") / "helper.py").write_text("x = 1")
    again = grade(copied, executor.run)
    assert {name for name, one in again.items() if one.ran_now} == {"ben", "cleo"}
    assert again["ben"].result.score == 2.0


def test_force_runs_a_student_again(graded: tuple[Course, dict[str, Done]], executor: Lent) -> None:
    again = grade(graded[0], executor.run, ["ada"], force=True)
    assert [(name, one.ran_now) for name, one in again.items()] == [("ada", True)]


def test_a_graders_fault_is_nobodys_mistake(tmp_path: Path, executor: Lent) -> None:
    from dataclasses import replace

    course = make_course(tmp_path / "course")
    for student in ("ada", "ben"):
        hand_in(course, student, f"result = data  # {student}")

    def breaks_for_ada(jobs: Any) -> Iterator[Any]:
        for position, run in executor.run(jobs):
            fault = position == 0
            yield position, replace(run, end="fault", fault=True, detail="no memory left") if fault else run

    done = grade(course, breaks_for_ada)
    assert done["ada"].result.faulty
    assert [(item.outcome, item.points) for item in done["ada"].result.items] == [("error", None)]
    assert done["ben"].result.score == 2.0
    assert ("ada", LAB, "solve-test", "GradeCell", None, None, None, 1) in rows(course.root)["grade"]
    # It is not kept: the next grading runs it again, and finds the points.
    again = grade(course, executor.run)
    assert (again["ada"].ran_now, again["ben"].ran_now) == (True, False)
    assert again["ada"].result.score == 2.0


def test_one_of_several_notebooks_may_be_missing(tmp_path: Path, executor: Lent) -> None:
    course = make_course(tmp_path / "course", "extra")
    hand_in(course, "ada", "result = data")
    rules = read_rules(course, LAB)
    submissions = find_submissions(course, LAB, sorted(rules.notebooks))
    done = {one.submission.notebook: one.result for one in grade_class(read_judge(rules), submissions, executor.run)}
    assert done[LAB].score == 2.0
    assert (done["extra"].score, done["extra"].problem) == (0.0, "")
    grades = {(row[1], row[2]): (row[4], row[7]) for row in rows(course.root)["grade"]}
    assert grades[("extra", "solve-test")] == (0.0, 0)
    assert grades[(LAB, "solve-test")] == (2.0, 0)


def test_partial_credit_is_what_the_last_line_says(tmp_path: Path, executor: Lent) -> None:
    course = make_course(tmp_path / "course")
    source = course.root / "source" / LAB / f"{LAB}.ipynb"
    source.write_text(json.dumps(lab_source("0.5 if result == 1.0 else 2")))
    (course.root / "gradebook.db").unlink()
    shutil.rmtree(course.root / "release", ignore_errors=True)
    hand_in(course, "ada", "result = data")
    own = cell("own", None, "extra = 1")
    hand_in(course, "ben", "result = data", lambda cells: cells.append(own))
    assert {name: one.result.score for name, one in grade(course, executor.run).items()} == {"ada": 0.5, "ben": 0.5}


def test_a_submission_that_brings_its_own_labkit_is_graded_with_ours(tmp_path: Path, executor: Lent) -> None:
    from nbgrader.converters import Autograde
    from nbgrader.coursedir import CourseDirectory

    def imports_labkit(cells: list[dict[str, Any]]) -> None:
        cells[2]["source"] = "import labkit\ndata = slope * seed"

    course = make_course(tmp_path / "course")
    source = lab_source()
    imports_labkit(source["cells"])
    (course.root / "source" / LAB / f"{LAB}.ipynb").write_text(json.dumps(source))
    (course.root / "gradebook.db").unlink()
    folder = hand_in(course, "ada", "result = labkit.__name__", imports_labkit).parent
    for name in ("labkit/__init__.py", "labkit/more.py", "labkit.py", "data.csv"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("raise SystemExit('forged')")
        (folder / name).chmod(0o444)
    done = grade(course, executor.run)
    (ran,) = (item for item in done["ada"].result.items)
    assert "forged" not in ran.message
    ours = files_below(course.root / "autograded")
    assert sorted(ours) == [f"ada/{LAB}/{name}" for name in ("data.csv", f"{LAB}.ipynb", "timestamp.txt")], (
        "no labkit, whoever brought it"
    )
    assert ours[f"ada/{LAB}/data.csv"] == b"1,2\n"
    shutil.rmtree(course.root / "autograded")
    directory = CourseDirectory(config=course.config)
    directory.assignment_id = LAB
    Autograde(coursedir=directory, config=course.config).start()
    assert files_below(course.root / "autograded") == ours


def test_feedback_of_work_graded_by_an_earlier_version_holds_no_labkit_either(
    graded: tuple[Course, dict[str, Done]], tmp_path: Path
) -> None:
    from nbgrader.converters import GenerateFeedback
    from nbgrader.coursedir import CourseDirectory

    course = find_course(shutil.copytree(graded[0].root, tmp_path / "course"))
    kept = course.step("autograded", LAB, "ada") / "labkit" / "judging"
    kept.mkdir(parents=True)
    (kept / "judge.py").write_text("x = 1")
    directory = CourseDirectory(config=course.config)
    directory.assignment_id, directory.student_id = LAB, "ada"
    GenerateFeedback(coursedir=directory, config=course.config).start()
    below = files_below(course.step("feedback", LAB, "ada"))
    assert sorted(below) == ["data.csv", f"{LAB}.html", "timestamp.txt"]


def test_too_large_files_of_a_lab_are_named_before_anything_runs(tmp_path: Path) -> None:
    course = make_course(tmp_path / "large")
    (course.root / "source" / LAB / "large.bin").write_bytes(bytes(20_000_001))
    hand_in(course, "ada", ANSWERS["ada"])
    rules = read_rules(course, LAB)
    with pytest.raises(CourseError, match=r"large\.bin.*20 MB"):
        list(grade_class(read_judge(rules), find_submissions(course, LAB, [LAB]), must_not_run))


def test_folders_that_hold_no_submission_are_named_and_stop_nobody(tmp_path: Path, executor: Lent) -> None:
    course = make_course(tmp_path / "course")
    hand_in(course, "ada", "result = data")
    solution = course.root / "source" / LAB / f"{LAB}.ipynb"
    odd = {
        "ben": os.mkfifo,
        "cleo": lambda file: file.symlink_to(solution),
        "dora": lambda file: file.hardlink_to(solution),
    }
    for student, make in odd.items():
        folder = course.step("submitted", LAB, student)
        folder.mkdir(parents=True)
        make(folder / f"{LAB}.ipynb")
    os.makedirs(os.path.join(os.fsencode(course.root), b"submitted", b"J\xe9r\xf4me\n", LAB.encode()))
    done = grade(course, executor.run)
    assert done.pop("ada").result.score == 2.0
    said = " ".join(one.result.problem for one in done.values())
    assert all(part in said for part in ("a pipe", "it is a link", "it is a hard link", "the name of this folder"))
    assert len(done) == 4
    grades = {row[0]: (row[4], row[7]) for row in rows(course.root)["grade"] if row[2] == "solve-test"}
    assert grades == {"ada": (2.0, 0), **dict.fromkeys(odd, (None, 1))}
    assert {path.parents[1].name for path in (course.root / "autograded").rglob("*.ipynb")} == {"ada"}


def test_nbgraders_own_autograde_is_stopped_by_no_link_pipe_name_or_time(tmp_path: Path) -> None:
    from nbgrader.converters import Autograde, NbGraderException
    from nbgrader.coursedir import CourseDirectory

    course = make_course(tmp_path / "course")
    folder = hand_in(course, "ada", "result = data").parent
    (tmp_path / "secret.txt").write_text("somebody else's")
    (folder / "linked.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "hard.txt").hardlink_to(tmp_path / "secret.txt")
    os.mkfifo(folder / "pipe.txt")
    (folder / "endless.txt").symlink_to("/dev/zero")
    with (folder / "huge.bin").open("wb") as file:
        file.truncate(3_000_000_000)
    (folder / "helper.py").write_text("x = 1")
    os.mkfifo(hand_in(course, "ben", "result = data").with_name("other.ipynb"))
    waits = course.step("submitted", LAB, "cleo") / f"{LAB}.ipynb"
    waits.parent.mkdir(parents=True)
    os.mkfifo(waits)
    waits.with_name("mine.ipynb").write_text("{}")
    hand_in(course, "a name\nof two lines", "result = data")
    for student in ("ada", "zoe"):
        hand_in(course, student, "result = data").with_name("timestamp.txt").write_text("yesterday")
    already = course.step("autograded", LAB, "ada")
    already.mkdir(parents=True)
    directory = CourseDirectory(config=course.config)
    directory.assignment_id = LAB
    converter = Autograde(coursedir=directory, config=course.config)
    converter.force = True
    with pytest.raises(NbGraderException):  # cleo's
        converter.start()
    assert (course.step("autograded", LAB, "zoe") / f"{LAB}.ipynb").is_file()
    copied = {path.name for path in course.step("autograded", LAB, "ada").iterdir()}
    assert copied == {f"{LAB}.ipynb", "data.csv", "helper.py", "timestamp.txt"}
    assert (course.step("autograded", LAB, "ben") / f"{LAB}.ipynb").is_file()


def submitted_rows(course: Course) -> dict[str, tuple[str | None, float | None]]:
    """Student -> the time and the late penalty that the gradebook has."""
    from autograder.assignments.releases import open_gradebook

    with open_gradebook(course) as gradebook:
        return {
            one.student.id: (str(one.timestamp) if one.timestamp else None, one.notebooks[0].late_submission_penalty)
            for one in gradebook.assignment_submissions(LAB)
        }


def test_a_notebook_of_the_students_own_can_be_run_and_is_not_graded(tmp_path: Path, executor: Lent) -> None:
    course = make_course(tmp_path / "course")
    folder = hand_in(course, "ada", "%run helper.ipynb\nresult = the_same(data)").parent
    helper = notebook(cell("own", "one", "def the_same(value):\n    return value"))
    (folder / "helper.ipynb").write_text(json.dumps(helper))
    done = grade(course, executor.run)["ada"].result
    assert done.score == 2.0, done
    assert done.notes == ("The file 'helper.ipynb' was not graded: it is another notebook.",)
    assert [path.name for path in course.step("autograded", LAB, "ada").glob("*.ipynb")] == [f"{LAB}.ipynb"]


def test_lateness_is_read_or_left_to_a_person_and_never_kept_from_a_file_that_is_gone(
    tmp_path: Path, executor: Lent
) -> None:
    from nbgrader.converters import Autograde
    from nbgrader.coursedir import CourseDirectory

    from autograder.assignments.releases import open_gradebook

    course = make_course(tmp_path / "course")
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "c.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with open_gradebook(course) as gradebook:
        gradebook.update_or_create_assignment(LAB, duedate="2026-03-01 11:00:00 UTC")
    times = {
        "ada": b"2026-03-01 12:00:00 +0200",
        "ben": b"2026-03-01 12:00:00 -0200",
        "cleo": b"01.03.2026 12:00",
        "dora": "2026-03-01 12:00:00 UTC".encode("utf-16"),
        "eve": b"2026-03-01 12:00:00 EST",
    }
    course = find_course(course.root)
    stamps = {student: hand_in(course, student, "result = data").with_name("timestamp.txt") for student in times}
    for student, stamp in stamps.items():
        stamp.write_bytes(times[student])
    done = grade(course, executor.run)
    assert {one.result.score for one in done.values()} == {2.0}
    expected = {
        "ada": ("2026-03-01 10:00:00", None),
        "ben": ("2026-03-01 14:00:00", 2.0),
        "cleo": (None, None),
        "dora": ("2026-03-01 12:00:00", 2.0),
        "eve": (None, None),
    }
    assert submitted_rows(course) == expected
    unclear = {student: one.result for student, one in done.items() if one.result.unclear}
    assert set(unclear) == {"cleo", "eve"}
    assert "day and month cannot be distinguished" in unclear["cleo"].unclear
    assert all("a person decides whether it was late" in result.notes[-1] for result in unclear.values())
    assert str(tmp_path) not in " ".join(note for result in unclear.values() for note in result.notes)

    directory = CourseDirectory(config=course.config)
    directory.assignment_id = LAB
    converter = Autograde(coursedir=directory, config=course.config)
    converter.force = True
    converter.start()
    assert submitted_rows(course) == expected

    stamps["ben"].unlink()
    grade(course, executor.run, ["ben"])
    assert submitted_rows(course)["ben"] == (None, None)
