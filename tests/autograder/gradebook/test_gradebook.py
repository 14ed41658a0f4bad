"""Scores in the gradebook: row by row what nbgrader's own Autograde leaves for the same class."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from small_notebooks import RELEASED, notebook
from sqlalchemy import text
from traitlets.config import Config

from autograder.gradebook.rows import NotebookScores, SubmissionScores, UnknownStudent, record, seconds_late
from autograder.seams.nbgrader import tools_on_path

# nbgrader 0.9.6 itself makes SQLAlchemy warn when it adds a submission.
pytestmark = [
    pytest.mark.usefixtures("quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

LAB = "lab-one"
DUE = datetime(2026, 3, 1, 12)
TABLES = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")


def source(points: float = 2.0) -> dict[str, Any]:
    cells = deepcopy(list(RELEASED))
    cells[4]["metadata"]["nbgrader"]["points"] = points
    return notebook(*cells)


@pytest.fixture(scope="module")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose gradebook knows one lab of two notebooks, with a due date."""
    from nbgrader.api import Gradebook
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    root = tmp_path_factory.mktemp("registered")
    folder = root / "source" / LAB
    folder.mkdir(parents=True)
    for name in ("first", "second"):
        (folder / f"{name}.ipynb").write_text(json.dumps(source()))
    with tools_on_path():
        GenerateAssignment(coursedir=CourseDirectory(root=str(root), assignment_id=LAB)).start()
        with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
            gradebook.update_or_create_assignment(LAB, duedate=DUE)
    return root


@pytest.fixture
def course(registered: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(registered, tmp_path / "course"))


@pytest.fixture
def session(course: Path) -> Iterator[Any]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        yield gradebook.db


def hand_in(course: Path, student: str, outcome: str, explain: str, timestamp: str = "", second: bool = True) -> None:
    """A submission whose test cell already has the output that a run would give."""
    outputs = {
        "right": [],
        "wrong": [{"output_type": "error", "ename": "AssertionError", "evalue": "", "traceback": ["no"]}],
        "partial": [
            {"output_type": "execute_result", "data": {"text/plain": "0.5"}, "metadata": {}, "execution_count": 1}
        ],
    }
    released = json.loads((course / "release" / LAB / "first.ipynb").read_text())
    released["cells"][4]["outputs"] = outputs[outcome]
    released["cells"][5]["source"] = explain or released["cells"][5]["source"]
    released["cells"][3]["source"] += "\n# tried" if outcome != "wrong" else ""
    folder = course / "submitted" / student / LAB
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("first", "second") if second else ("first",):
        (folder / f"{name}.ipynb").write_text(json.dumps(released))
    if timestamp:
        (folder / "timestamp.txt").write_text(timestamp)


def grade_with_nbgrader(course: Path) -> None:
    """nbgrader's own Autograde with its own save step; outputs are taken as they are."""
    from nbgrader.converters import Autograde
    from nbgrader.coursedir import CourseDirectory

    config = Config()
    stock = "nbgrader.preprocessors."
    config.Autograde.sanitize_preprocessors = [stock + "OverwriteCells"]
    config.Autograde.autograde_preprocessors = [stock + "SaveAutoGrades", stock + "AssignLatePenalties"]
    config.LateSubmissionPlugin.penalty_method = "zero"
    config.BaseConverter.force = True
    Autograde(coursedir=CourseDirectory(root=str(course), assignment_id=LAB), config=config).start()


def rows(course: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row about submissions, with names in place of nbgrader's random ids."""
    from sqlalchemy import create_engine

    queries = {
        "student": "select id, first_name, last_name, email from student",
        "submitted_assignment": "select a.name, s.student_id, s.timestamp, s.extension from submitted_assignment s "
        "join assignment a on a.id = s.assignment_id",
        "submitted_notebook": "select s.student_id, n.name, b.flagged, b.late_submission_penalty "
        "from submitted_notebook b join notebook n on n.id = b.notebook_id "
        "join submitted_assignment s on s.id = b.assignment_id",
        "grade": "select s.student_id, n.name, c.name, c.type, g.auto_score, g.manual_score, g.extra_credit, "
        "g.needs_manual_grade from grade g join base_cell c on c.id = g.cell_id "
        "join submitted_notebook b on b.id = g.notebook_id join notebook n on n.id = b.notebook_id "
        "join submitted_assignment s on s.id = b.assignment_id",
        "comment": "select s.student_id, n.name, c.name, c.type, m.auto_comment, m.manual_comment from comment m "
        "join base_cell c on c.id = m.cell_id join submitted_notebook b on b.id = m.notebook_id "
        "join notebook n on n.id = b.notebook_id join submitted_assignment s on s.id = b.assignment_id",
    }
    engine = create_engine(f"sqlite:///{course}/gradebook.db")
    with engine.connect() as connection:
        found = {name: sorted(map(tuple, connection.execute(text(query))), key=repr) for name, query in queries.items()}
    engine.dispose()
    return found


def late_is_zero(student: str, score: float, late: float) -> float:
    return score


def scores(points: float | None, explain: float | None, unanswered: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"scores": {"solve-test": points, "explain": explain}, "unanswered": frozenset(unanswered)}


def the_class(course: Path) -> list[SubmissionScores]:
    """Five students handed in to ``course``, and what they got."""
    hand_in(course, "ada", "right", "Because.")
    hand_in(course, "ben", "wrong", "", "2026-03-01 11:59:59 UTC")
    hand_in(course, "cleo", "partial", "Hm.", "2026-03-02 12:00:00 UTC")
    hand_in(course, "dora", "right", "", "2026-02-01 10:00:00 UTC", second=False)
    hand_in(course, "eve", "wrong", "So.", "2026-03-05 00:00:00 UTC", second=False)

    def submission(student: str, when: datetime | None, got: dict[str, Any], second: bool = True) -> SubmissionScores:
        one = NotebookScores("first", **got)
        two = NotebookScores("second", **got) if second else NotebookScores("second", {}, handed_in=False)
        return SubmissionScores(student, when, (one, two))

    nothing = ("solve", "explain")
    return [
        submission("ada", None, scores(2.0, None)),
        submission("ben", datetime(2026, 3, 1, 11, 59, 59), scores(0.0, 0.0, nothing)),
        submission("cleo", datetime(2026, 3, 2, 12), scores(0.5, None)),
        submission("dora", datetime(2026, 2, 1, 10), scores(2.0, 0.0, ("explain",)), second=False),
        submission("eve", datetime(2026, 3, 5), scores(0.0, None, ("solve",)), second=False),
    ]


def test_a_class_leaves_the_rows_that_nbgrader_leaves(course: Path, session: Any, registered: Path) -> None:
    class_scores = the_class(course)
    other = course.with_name("stock")
    shutil.copytree(course, other)
    grade_with_nbgrader(other)
    record(session, LAB, class_scores, late_penalty=late_is_zero)
    ours, stock = rows(course), rows(other)
    assert len(ours["grade"]) == 20
    for table in TABLES:
        assert ours[table] == stock[table], table


def by_hand(course: Path) -> None:
    """A person has graded, given extra credit and an extension, and commented."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("solve-test", "first", LAB, "cleo")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 1.5, 0.25, False
        grade = gradebook.find_grade("explain", "first", LAB, "ada")
        grade.manual_score, grade.needs_manual_grade = 3.0, False
        gradebook.find_comment("solve", "first", LAB, "ben").manual_comment = "See me."
        gradebook.db.commit()
        gradebook.grant_extension(LAB, "cleo", hours=2)


def test_a_second_grading_leaves_the_rows_that_nbgrader_leaves(course: Path, session: Any) -> None:
    class_scores = the_class(course)
    other = course.with_name("stock")
    shutil.copytree(course, other)
    grade_with_nbgrader(other)
    record(session, LAB, class_scores, late_penalty=late_is_zero)
    for one in (course, other):
        by_hand(one)
        hand_in(one, "ben", "right", "Now.", "2026-03-01 13:00:00 UTC")
    changed = SubmissionScores(
        "ben",
        datetime(2026, 3, 1, 13),
        tuple(NotebookScores(name, **scores(2.0, None)) for name in ("first", "second")),
    )
    session.expire_all()
    record(session, LAB, [*class_scores[:1], changed, *class_scores[2:]], late_penalty=late_is_zero)
    grade_with_nbgrader(other)
    ours, stock = rows(course), rows(other)
    assert ("cleo", "first", "solve-test", "GradeCell", 0.5, 1.5, 0.25, 1) in ours["grade"]
    assert ("ben", "first", "solve", "SolutionCell", None, "See me.") in ours["comment"]
    for table in TABLES:
        assert ours[table] == stock[table], table


def test_a_graders_fault_is_flagged_for_a_person_and_scores_nothing(course: Path, session: Any) -> None:
    record(session, LAB, [SubmissionScores("ada", None, (NotebookScores("first", {"solve-test": None}),))])
    assert ("ada", "first", "solve-test", "GradeCell", None, None, None, 1) in rows(course)["grade"]


def test_cells_that_the_gradebook_does_not_know_count_for_nothing(course: Path, session: Any) -> None:
    got = {"solve-test": 1.0, "explain": None, "my-own-test": 50.0}
    record(session, LAB, [SubmissionScores("ada", None, (NotebookScores("first", got),))])
    assert {row[2] for row in rows(course)["grade"]} == {"solve-test", "explain"}


@pytest.mark.parametrize("points", [-0.5, 2.5, float("nan")])
def test_points_beyond_the_maximum_are_refused(session: Any, points: float) -> None:
    got = NotebookScores("first", {"solve-test": points})
    with pytest.raises(ValueError, match="solve-test"):
        record(session, LAB, [SubmissionScores("ada", None, (got,))])


def test_an_unknown_student_is_refused_where_the_course_creates_none(course: Path, session: Any) -> None:
    with pytest.raises(UnknownStudent, match="zoe"):
        record(session, LAB, [SubmissionScores("zoe", None, ())], create_students=False)
    assert rows(course)["student"] == []


def test_lateness_counts_from_the_due_date_with_its_extension() -> None:
    late = DUE + timedelta(hours=3)
    assert seconds_late(late, DUE, None) == 3 * 3600
    assert seconds_late(late, DUE, timedelta(hours=1)) == 2 * 3600
    assert seconds_late(DUE - timedelta(seconds=1), DUE, None) == 0
    assert seconds_late(None, DUE, None) == 0
    assert seconds_late(late, None, None) == 0
