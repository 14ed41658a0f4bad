"""Lists of students as platforms export them, in the gradebook; what was added, changed and refused is said."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from test_commands import run

from autograder.assignments.releases import CONFIG_TEXT
from autograder.platforms.people.roster import fold_name
from autograder.seams.nbgrader import tools_on_path

pytestmark = [
    pytest.mark.usefixtures("quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Lab (7)
,,,,,Manual Posting
    Points Possible,,,,,10
"Lovelace, Ada Maria",101,s1,ada@uni.test,A,
"Müller, Bea",102,s2,,A,
"Ost, Carl",103,,,A,
"Student, Test",999,,0a1b,A,
"""
MOODLE = """\
\ufeffFirst name;Last name;ID number;Email address
Ada Maria;Lovelace;s1;ada@uni.test
Bea;Müller;;bea@uni.test
Eve;Evil;../../x;eve@uni.test
Dan;Do;;
Fay;One;s9;fay1@uni.test
Fay;Two;S9;fay2@uni.test
"""
WORKSHEET = """\
Identifier,Full name,Email address,Grade
Participant 1,Ada Maria Lovelace,ada@uni.test,
Participant 2,Gus Good,gus@uni.test,
"""
PLAIN = "id,first_name,last_name,email,lms_user_id\nada,Ada,Lovelace,ada@uni.test,101\nzoe,,,,\n"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose gradebook has no students."""
    from nbgrader.api import Gradebook

    root = tmp_path_factory.mktemp("roster") / "course"
    root.mkdir()
    (root / "nbgrader_config.py").write_text(CONFIG_TEXT)
    with tools_on_path(), Gradebook(f"sqlite:///{root}/gradebook.db", "gradient-descent"):
        pass
    return root


@pytest.fixture
def course(empty: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(empty, tmp_path / "course"))


def students(course: Path) -> list[tuple[str | None, ...]]:
    gradebook = sqlite3.connect(course / "gradebook.db")
    try:
        query = "select id, first_name, last_name, email, lms_user_id from student order by id"
        return list(gradebook.execute(query))
    finally:
        gradebook.close()


def read(course: Path, text: str, *options: str) -> tuple[str, str]:
    """Run the command on a file; its output and what it says of problems."""
    file = course / "roster.csv"
    file.write_text(text, encoding="utf-8")
    ended = run("roster", file, "--course", course, *options)
    assert ended.exit_code == 0
    return ended.stdout, ended.stderr


def test_canvas_s_gradebook_export_is_read(course: Path) -> None:
    said, _ = read(course, CANVAS)
    assert students(course) == [
        ("103", "Carl", "Ost", None, "103"),
        ("ada@uni.test", "Ada Maria", "Lovelace", "ada@uni.test", "101"),
        ("s2", "Bea", "Müller", None, "102"),
    ]
    assert "added    s2: Bea Müller, 102" in said
    assert "3 added, 0 changed, 0 as they were, 0 refused." in said


def test_another_column_can_be_the_id(course: Path) -> None:
    read(course, CANVAS, "--id", "ID")
    assert [row[0] for row in students(course)] == ["101", "102", "103"]


def test_moodle_s_participants_are_read_and_unfit_rows_are_refused(course: Path) -> None:
    said, problems = read(course, MOODLE)
    assert students(course) == [
        ("bea@uni.test", "Bea", "Müller", "bea@uni.test", None),
        ("s1", "Ada Maria", "Lovelace", "ada@uni.test", None),
    ]
    assert "'../../x' cannot be an id" in problems
    assert "Dan Do: it has no id; Username or ID number or Email address is empty" in problems
    assert "Fay One: two rows have the id 's9'" in problems
    assert "Fay Two: two rows have the id 'S9'" in problems
    assert "2 added, 0 changed, 0 as they were, 4 refused." in said


@pytest.mark.parametrize("id_", ["<b>ada</b>", 'a"b', "a\u202eb", "a|b", "a\x85b"])
def test_ids_that_a_page_or_a_terminal_would_not_show_as_text_are_refused(course: Path, id_: str) -> None:
    quoted = id_.replace('"', '""')
    _, problems = read(course, f'id\n"{quoted}"\nzoe\n')
    assert "cannot be an id" in problems
    assert [row[0] for row in students(course)] == ["zoe"]


def test_numbers_that_a_spreadsheet_shortened_are_refused_by_name_and_line(course: Path) -> None:
    text = 'id,first_name,lms_user_id\n1.23457E+11,Ada,\nbea,Bea,"1,2E+15"\nzoe,Zoe,7\n'
    _, problems = read(course, text)
    problems = " ".join(problems.split())
    assert "line 2: 1.23457E+11 Ada: '1.23457E+11' was a longer number" in problems
    assert "line 3: bea Bea 1,2E+15: '1,2E+15' was a longer number" in problems
    assert [row[0] for row in students(course)] == ["zoe"]


def test_a_row_with_too_many_cells_is_refused_and_the_others_are_read(course: Path) -> None:
    _, problems = read(course, "id,first_name\nada,Ada\nbea,Bea,x,y\nzoe,Zoe\n")
    assert "line 3 has 4 cells, but there are 2 columns: bea Bea" in " ".join(problems.split())
    assert [row[0] for row in students(course)] == ["ada", "zoe"]


@pytest.mark.parametrize(
    "columns",
    [
        "Vorname;Nachname;ID-Nummer;E-Mail-Adresse",
        "Prénom;Nom de famille;Numéro d’identification;Adresse de courriel",
        "Nombre;Apellido(s);Número de ID;Dirección de correo",
        "Nome;Sobrenome;Número de identificação;Endereço de email",
        "名;姓氏;学号;电子邮件地址",
    ],
)
def test_moodle_s_participants_are_read_in_other_languages(course: Path, columns: str) -> None:
    read(course, f"\ufeff{columns}\nAda Maria;Lovelace;s1;ada@uni.test\n")
    assert students(course) == [("s1", "Ada Maria", "Lovelace", "ada@uni.test", None)]


def test_a_student_whom_the_gradebook_does_not_take_stops_no_other(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nbgrader.api import Gradebook
    from sqlalchemy.exc import IntegrityError

    really = Gradebook.update_or_create_student

    def fail(self: Gradebook, name: str, **values: str) -> object:
        if name == "bea":
            raise IntegrityError("insert", {}, Exception("constraint"))
        return really(self, name, **values)

    monkeypatch.setattr(Gradebook, "update_or_create_student", fail)
    said, problems = read(course, "id\nada\nbea\nzoe\n")
    assert [row[0] for row in students(course)] == ["ada", "zoe"]
    assert "bea: the gradebook does not take it" in " ".join(problems.split())
    assert "2 added, 0 changed, 0 as they were, 1 refused." in said


def test_a_student_who_is_known_is_not_added_again(course: Path) -> None:
    read(course, PLAIN)
    said, _ = read(course, WORKSHEET)
    assert "changed  ada: Ada Lovelace, ada@uni.test, 101 -> Ada Maria Lovelace, ada@uni.test, 101" in said
    assert students(course) == [
        ("ada", "Ada Maria", "Lovelace", "ada@uni.test", "101"),
        ("gus@uni.test", "Gus", "Good", "gus@uni.test", None),
        ("zoe", None, None, None, None),
    ]
    said, _ = read(course, WORKSHEET)
    assert "0 added, 0 changed, 2 as they were" in said
    said, _ = read(course, CANVAS.replace('"Müller', '"Mueller'))
    assert "2 added, 0 changed, 1 as they were" in said  # Ada by her number


def test_a_number_that_contradicts_the_gradebook_is_refused(course: Path) -> None:
    read(course, PLAIN)
    said, problems = read(course, PLAIN.replace(",101", ",555"))
    assert "'ada' has lms_user_id 101 in the gradebook, not 555" in problems
    assert "nbgrader db student add ada --lms-user-id=555" in problems
    assert "1 as they were, 1 refused" in said
    assert students(course)[0][4] == "101"


def test_one_person_in_two_rows_is_taken_once(course: Path) -> None:
    read(course, PLAIN)
    _, problems = read(course, "id,email\nada,ada@uni.test\nada2,ada@uni.test\n")
    assert [row[0] for row in students(course)] == ["ada", "zoe"]
    assert "two rows are 'ada'" in problems


def test_two_rows_of_one_number_are_both_refused(course: Path) -> None:
    _, problems = read(course, "id,lms_user_id\nx,5\ny,5\nz,\nu,\n")
    assert [row[0] for row in students(course)] == ["u", "z"]
    assert "x: two rows have number 5" in problems


def test_a_file_that_is_no_roster_is_named(course: Path) -> None:
    file = course / "x.csv"
    file.write_text("name,grade\nada,1\n")
    ended = run("roster", file, "--course", course)
    assert ended.exit_code == 2
    assert "no roster is known with the columns name, grade" in " ".join(ended.stderr.split())
    ended = run("roster", file, "--course", course.parent)
    assert "this is no course" in ended.stderr


@pytest.mark.parametrize(
    ("one", "other"),
    [("ÉVA-Mária  Nagy", "eva maria nagy"), ("Łukasz Đorđević", "lukasz dordevic"), ("Großmann", "grossmann")],
)
def test_names_are_the_same_without_case_accents_and_hyphens(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(("one", "other"), [("Ann Lee", "Anna Lee"), ("王芳", "王方"), ("Jörg", "Georg")])
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)
