"""Whatever goes wrong with one submission is that submission's result; the class goes on, and nothing is lost.

The faults here are made by hand, in the place of what nobody foresaw.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from test_class_grading import LAB, files_below, grade, hand_in, make_course
from test_commands import run
from test_gradebook import rows
from warm_executors import Lender, Lent

from autograder.assignments.releases import open_gradebook
from autograder.course import fault_boundary
from autograder.course.course import Course, find_course
from autograder.course.fault_boundary import boundary
from autograder.grading import class_grading, kept_results, saved_results
from autograder.grading import prepared_submission as preparing
from autograder.grading.class_grading import Done
from autograder.grading.judge import to_json
from autograder.shared.errors import GradebookError, GraderFault, StoreError
from autograder.submissions import Submission

pytestmark = [
    pytest.mark.usefixtures("quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

STUDENTS = ("ada", "ben", "cleo")


@pytest.fixture(scope="module")
def executor(quick_gradings: Lender) -> Lent:
    return quick_gradings.lend("none", jobs=2)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_course(tmp_path_factory.mktemp("template") / "course")
    for student in STUDENTS:
        hand_in(made, student, f"result = data  # {student}")
    return made.root


@pytest.fixture
def course(template: Path, tmp_path: Path) -> Course:
    return find_course(shutil.copytree(template, tmp_path / "course"))


class Unforeseen(Exception):  # noqa: N818
    """What nobody thought of."""


def fail_for_ben(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, error: BaseException) -> None:
    """Let a function of the trusted side raise where it is about ben."""
    original: Callable[..., Any] = getattr(module, name)

    def failing(*arguments: Any, **named: Any) -> Any:
        if any(is_bens(argument) for argument in arguments):
            raise error
        return original(*arguments, **named)

    monkeypatch.setattr(module, name, failing)


def is_bens(value: Any) -> bool:
    submission = getattr(value, "submission", value)
    return isinstance(submission, Submission) and submission.student == "ben"


STEPS = [
    (preparing, "files_beside", "reading it"),
    (preparing, "make_plan", "planning its runs"),
    (class_grading, "judge_run", "judging it"),
    (class_grading, "scores_of", "writing its graded notebook"),
    (saved_results, "write_graded", "writing its graded notebook"),
]


@pytest.mark.parametrize(("module", "name", "doing"), STEPS)
@pytest.mark.parametrize("kind", [Unforeseen, MemoryError])
def test_a_step_that_fails_costs_nobody_else_anything(
    course: Course,
    executor: Lent,
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    name: str,
    doing: str,
    kind: type[Exception],
) -> None:
    fail_for_ben(monkeypatch, module, name, kind("give 10 of 10"))
    done = grade(course, executor.run)
    assert {student: done[student].result.score for student in ("ada", "cleo")} == {"ada": 2.0, "cleo": 2.0}
    ben = done["ben"].result
    assert [(item.outcome, item.points) for item in ben.items] == [("error", None)]
    assert to_json(ben)["fault"] == ben.fault
    assert ben.fault.startswith(f"The grader failed while {doing}")
    assert "give 10 of 10" not in ben.fault
    flagged = {row[0]: row[7] for row in rows(course.root)["grade"] if row[2] == "solve-test"}
    assert flagged == {"ada": 0, "ben": 1, "cleo": 0}
    log = (course.private / fault_boundary.LOG).read_text()
    assert kind.__name__ in log
    assert f"'ben/{LAB}'" in log


def test_what_failed_once_is_graded_the_next_time(
    course: Course, executor: Lent, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        fail_for_ben(patch, class_grading, "judge_run", Unforeseen())
        grade(course, executor.run)
    again = grade(course, executor.run)
    assert {name: one.result.score for name, one in again.items()} == dict.fromkeys(STUDENTS, 2.0)
    assert not any(one.result.faulty or one.ran_now for one in again.values())
    assert not any(row[7] for row in rows(course.root)["grade"] if row[2] == "solve-test")


def test_one_row_that_the_gradebook_refuses_does_not_take_its_batch_along(
    course: Course, executor: Lent, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = saved_results.record

    def refusing(session: Any, assignment: str, scores: Any, **named: Any) -> None:
        if any(one.student == "ben" for one in scores):
            raise ValueError("solve-test: 3 points are outside 0 to 2")
        original(session, assignment, scores, **named)

    monkeypatch.setattr(saved_results, "record", refusing)
    done = grade(course, executor.run)
    assert {name: one.result.faulty for name, one in done.items()} == {"ada": False, "ben": True, "cleo": False}
    assert {row[0] for row in rows(course.root)["grade"]} == {"ada", "cleo"}


def test_a_student_whom_the_course_does_not_know_and_does_not_create_stops_nobody(
    course: Course, executor: Lent
) -> None:
    with open_gradebook(course) as gradebook:
        for student in ("ada", "cleo"):
            gradebook.add_student(student)
    course.config.Autograde.create_student = False
    done = grade(course, executor.run)
    assert "descent roster" in done["ben"].result.fault
    assert {row[0] for row in rows(course.root)["grade"]} == {"ada", "cleo"}


def test_a_step_of_the_trusted_side_has_a_bound_in_processor_time(
    course: Course, executor: Lent, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = class_grading.judge_run

    def endless(judge: Any, submission: Submission, ran: Any) -> Any:
        while submission.student == "ben":
            pass
        return original(judge, submission, ran)

    monkeypatch.setattr(fault_boundary, "SECONDS", 0.3)
    monkeypatch.setattr(class_grading, "judge_run", endless)
    done = grade(course, executor.run)
    assert "took more than 0.3 s" in done["ben"].result.fault
    assert done["cleo"].result.score == 2.0


def test_a_full_disk_is_everybodys_problem_and_said_in_a_sentence(course: Course) -> None:
    with pytest.raises(StoreError, match=r"No space left on device.*Make room"), boundary(course, "ben", "writing it"):
        raise OSError(28, "No space left on device", str(course.root))


def test_a_fault_within_another_step_is_reported_once(course: Course) -> None:
    outer, inner = boundary(course, "ben", "judging it"), boundary(course, "ben", "reading it")
    with pytest.raises(GraderFault, match="while reading it"), outer, inner:
        raise Unforeseen


def test_the_log_of_faults_is_private_and_bounded(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fault_boundary, "LOG_BYTES", 5_000)
    for _ in range(30):
        with pytest.raises(GraderFault), boundary(course, "be\udcffn", "reading it"):
            raise Unforeseen("x" * 1_000)
    logs = list(course.private.glob(f"{fault_boundary.LOG}*"))
    assert 0 < sum(path.stat().st_size for path in logs) < 20_000
    assert {path.stat().st_mode & 0o777 for path in logs} == {0o600}


# Kept evidence


def kept_files(course: Course) -> list[Path]:
    return sorted((course.private / "evidence").glob("??/*.jsonl"))


def scores(done: dict[str, Done]) -> dict[str, float]:
    return {name: one.result.score for name, one in done.items()}


def test_evidence_in_anothers_place_is_set_aside_and_runs_again(course: Course, executor: Lent) -> None:
    hand_in(course, "ben", "result = 5")
    first = scores(grade(course, executor.run))
    one, other, *_ = kept_files(course)
    contents = one.read_bytes(), other.read_bytes()
    one.write_bytes(contents[1])
    other.write_bytes(contents[0])
    again = grade(course, executor.run)
    assert scores(again) == first
    assert sum(done.ran_now for done in again.values()) == 2
    assert len(list((course.private / "evidence" / "set-aside").iterdir())) == 2


@pytest.mark.parametrize("left", [0, 1, 60, 400, -1, -2])
def test_evidence_that_was_cut_short_runs_again_and_stops_nobody(course: Course, executor: Lent, left: int) -> None:
    first, files = scores(grade(course, executor.run)), files_below(course.root / "autograded")
    for path in kept_files(course):
        path.write_bytes(path.read_bytes()[:left])
    grade(course, executor.run)
    assert scores(grade(course, executor.run)) == first
    assert files_below(course.root / "autograded") == files


@pytest.mark.slow
def test_every_single_bit_of_kept_evidence_counts(course: Course, executor: Lent) -> None:
    first = scores(grade(course, executor.run, ["ada"]))
    (path,) = kept_files(course)
    content = path.read_bytes()
    for place in range(0, len(content) - 1, max(1, len(content) // 25)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert scores(grade(course, executor.run, ["ada"])) in (first, {"ada": 0.0})
        assert scores(grade(course, executor.run, ["ada"])) == first


def test_a_submission_that_changes_while_it_runs_is_graded_as_it_was_read(course: Course, executor: Lent) -> None:
    file = course.step("submitted", LAB, "ada") / f"{LAB}.ipynb"

    def changing(jobs: Any) -> Iterator[Any]:
        for position, ran in executor.run(jobs):
            hand_in(course, "ada", "result = 'another one'")
            yield position, ran

    before = file.read_text()
    done = grade(course, changing)
    assert done["ada"].result.score == 2.0
    graded = (course.step("autograded", LAB, "ada") / f"{LAB}.ipynb").read_text()
    assert "another one" not in graded
    assert file.read_text() != before
    assert grade(course, executor.run)["ada"].result.score == 0.0


# Commands


def test_a_damaged_gradebook_is_one_sentence(course: Course) -> None:
    (course.root / "gradebook.db").write_bytes(b"this is no database, " * 500)
    ended = run("grade", LAB, "--course", course.root)
    assert ended.exit_code == 1
    assert "Traceback" not in ended.stderr
    assert "gradebook.db: the gradebook cannot be used: file is not a database" in ended.stderr.replace("\n", "")


def test_a_locked_gradebook_says_to_wait(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(course.root / "gradebook.db", isolation_level=None) as database:
        database.execute("begin exclusive")
        with pytest.raises(GradebookError, match=r"locked.*wait until it has ended"), open_gradebook(course):
            pass


def test_a_read_only_graded_folder_is_a_fault_with_the_reason(
    course: Course, executor: Lent, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> Any:
        raise PermissionError(13, "Permission denied", "autograded")

    monkeypatch.setattr(saved_results, "write_graded", refuse)
    done = grade(course, executor.run)
    assert all("PermissionError: Permission denied" in one.result.fault for one in done.values())


def test_what_lies_in_the_place_of_the_kits_own_files_is_one_sentence(course: Course) -> None:
    (course.root / "autograded").write_text("in the way")
    ended = run("grade", LAB, "--course", course.root)
    assert (ended.exit_code, "Traceback" in ended.stderr) == (1, False)
    assert "autograded: this is a file" in ended.stderr.replace("\n", "")
    (course.root / "autograded").unlink()
    (course.private / f"grading-{LAB}.lock").unlink()
    (course.private / f"grading-{LAB}.lock").mkdir()
    ended = run("grade", LAB, "--course", course.root)
    assert (ended.exit_code, "fault of descent" in ended.stderr) == (1, False)
    assert "it cannot be opened (Is a directory)" in ended.stderr.replace("\n", " ")


def test_report_and_regrade_go_on_where_judging_fails(
    course: Course, executor: Lent, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade(course, executor.run)
    fail_for_ben(monkeypatch, kept_results, "kept_run", Unforeseen())
    original = kept_results.kept_run
    monkeypatch.setattr(kept_results, "kept_run", lambda rules, submission: original(rules, submission))
    assert to_json(grade(course, executor.run)["ben"].result).keys().isdisjoint({"problem", "fault", "notes"})
    ended = run("report", LAB, "--course", course.root)
    assert ended.exit_code == 0
    assert "The grader failed while judging what was kept" in (course.root / f"{LAB}-report.html").read_text()
    ended = run("regrade", LAB, "--course", course.root)
    assert ended.exit_code == 0
    assert "ben: left out, The grader failed" in ended.stderr.replace("\n", " ")


def test_what_nobody_foresaw_ends_a_command_with_a_sentence_and_a_log(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise Unforeseen("inside")

    course.private.mkdir()
    monkeypatch.setattr("autograder.grading.grading_rules.read_rules", broken)
    ended = run("report", LAB, "--course", course.root)
    assert ended.exit_code == 1
    assert "This is a fault of descent itself (Unforeseen)" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "inside" in (course.private / fault_boundary.LOG).read_text()


def test_odd_text_reaches_neither_a_terminal_nor_stops_the_json(course: Course, tmp_path: Path) -> None:
    clipboard, backwards, half = "\x1b]52;c;cm0gLXJmIH4=\x07", "\u202egnp.exe", "\ud800"
    hand_in(course, "ben", f"raise ValueError({clipboard + backwards + half!r})")
    ended = run("grade", LAB, "--course", course.root, "--json", tmp_path / "scores.json")
    assert ended.exit_code == 0
    assert not {"\x1b]", "\x07", "\u202e", "\ud800"} & {ended.stderr[i : i + 1] for i in range(len(ended.stderr))}
    assert "\x1b]" not in ended.stderr
    json.loads((tmp_path / "scores.json").read_text())


def test_processor_time_before_a_step_does_not_count(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fault_boundary, "SECONDS", 0.2)
    end = time.process_time() + 0.3
    while time.process_time() < end:
        os.getpid()
    with boundary(course, "ada", "judging it"):
        pass


@pytest.mark.parametrize("with_file", ["ada", "cleo"])
def test_students_with_the_same_notebook_keep_the_notes_of_their_own_files(
    course: Course, executor: Lent, with_file: str
) -> None:
    for student in STUDENTS:
        hand_in(course, student, "result = data")
    large = course.step("submitted", LAB, with_file) / "video.mp4"
    with large.open("wb") as file:
        file.truncate(20_000_001)
    for _ in range(2):  # run, then found
        done = grade(course, executor.run)
        assert {name: bool(one.result.notes) for name, one in done.items()} == {
            name: name == with_file for name in STUDENTS
        }
        assert "video.mp4" in done[with_file].result.notes[0]
