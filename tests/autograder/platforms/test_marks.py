"""Marks as Canvas and Moodle import them, from ``nbgrader export``; read here with the csv module alone."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_stock_nbgrader import nbgrader
from traitlets.config import Config

from autograder.assignments.releases import CONFIG_TEXT
from autograder.feedback.findings import BY_HAND, Finding, with_findings
from autograder.platforms.marks.canvas import CanvasExporter
from autograder.platforms.marks.moodle import MoodleExporter
from autograder.platforms.marks.plain_csv import CsvExporter
from autograder.platforms.marks.platform_files import LmsExporter
from autograder.seams.nbgrader import tools_on_path
from autograder.shared.errors import CourseError
from autograder.shared.tables import harmless, read_table, write_table

pytestmark = [
    pytest.mark.usefixtures("quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

LAB = "lab-one"
STUDENTS = (
    # id, first name, last name, email, lms_user_id
    ("ada", "Ada", "Lovelace", "ada@uni.test", "101"),
    ("bea", "Béatrice", "Müller", "bea@uni.test", ""),
    ("lee1", "Ann", "Lee", "lee1@uni.test", ""),
    ("lee2", "Ann", "Lee", "lee2@uni.test", ""),
    ("carl", "Carl", "Ost", "carl@uni.test", "103"),
    ("dan", "Dan", "Do", "dan@uni.test", "104"),
    ("eve", "Eve", "Evil", "eve@uni.test", "105"),
)
# student -> automatic points of 4, manual points of 6 (None: still to be given), late penalty
POINTS: dict[str, tuple[float, float | None, float | None]] = {
    "ada": (3.0, 4.5, None),
    "bea": (4.0, 6.0, 2.25),
    "lee1": (1.0, 1.0, None),
    "dan": (4.0, None, None),
    "eve": (1.0, 0.0, 5.0),
}

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Lab One (77),Essay (78),Current Score
,,,,,Manual Posting,,
    Points Possible,,,,,10,5,(read only)
"Lovelace, Ada",101,,x1,A,,3,50
"Müller, Béatrice",102,,bea,A,,3,50
"Lee, Ann",201,,y1,B,,3,50
"Lee, Ann",202,,y2,B,,3,50
"Ost, Carl",103,s3,z,B,,3,50
"Do, Dan",104,s4,dan,A and B,7,3,50
"=HYPERLINK(""x""), Eve",105,,eve,A,,3,50
"Student, Test",999,,0a1b,A,1,,
"""
MOODLE_COLUMNS = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments"
)
MOODLE = f"""\
{MOODLE_COLUMNS}
Participant 1,Ada Lovelace,ada@uni.test,Submitted for grading,,10.00,Yes,"Monday, 2 March 2026, 10:00 AM",-,
Participant 2,Béatrice Müller,other@uni.test,Submitted for grading,,10.00,No,-,-,
Participant 3,Ann Lee,lee1@uni.test,Submitted for grading,,10.00,Yes,-,-,
Participant 4,Ann Lee,unknown@uni.test,No submission,5.00,10.00,Yes,-,-,kept
Participant 5,Dan Do,dan@uni.test,Submitted for grading,,10.00,Yes,-,-,
Participant 6,=Eve Evil,eve@uni.test,Submitted for grading,,10.00,Yes,-,-,
"""


@pytest.fixture(scope="module")
def marked_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose gradebook has marks, made through nbgrader's own interface."""
    from nbgrader.api import Gradebook

    root = tmp_path_factory.mktemp("exports") / "course"
    root.mkdir()
    (root / "nbgrader_config.py").write_text(CONFIG_TEXT)
    with tools_on_path(), Gradebook(f"sqlite:///{root}/gradebook.db", "gradient-descent") as gradebook:
        gradebook.add_assignment(LAB)
        gradebook.add_notebook("first", LAB)
        gradebook.add_grade_cell("test", "first", LAB, max_score=4, cell_type="code")
        gradebook.add_grade_cell("essay", "first", LAB, max_score=6, cell_type="markdown")
        gradebook.add_solution_cell("essay", "first", LAB)
        for name, first, last, email, number in STUDENTS:
            gradebook.add_student(name, first_name=first, last_name=last, email=email, lms_user_id=number or None)
        for student, (auto, manual, late) in POINTS.items():
            submission = gradebook.add_submission(LAB, student)
            grade = gradebook.find_grade("test", "first", LAB, student)
            grade.auto_score, grade.needs_manual_grade = auto, False
            grade = gradebook.find_grade("essay", "first", LAB, student)
            grade.manual_score, grade.needs_manual_grade = manual, manual is None
            submission.notebooks[0].late_submission_penalty = late
        gradebook.find_comment("essay", "first", LAB, "ada").manual_comment = "a < b\n=1+1"
        gradebook.db.commit()
    return root


@pytest.fixture
def course(marked_course: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(marked_course, tmp_path / "course"))


@pytest.fixture
def gradebook(course: Path) -> Iterator[Any]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course}/gradebook.db", "gradient-descent") as opened:
        yield opened


Export = Callable[..., list[dict[str, str]]]


@pytest.fixture
def export(course: Path, gradebook: Any) -> Export:
    """Run an exporter on a roster; the rows of what it wrote."""

    def run(exporter: type[LmsExporter], roster: str, **traits: Any) -> list[dict[str, str]]:
        (course / "roster.csv").write_text(roster, encoding="utf-8")
        made = course / "made.csv"
        plugin = exporter(config=Config(), roster=str(course / "roster.csv"), to=str(made), **traits)
        plugin.export(gradebook)
        return read(made)

    return run


def read(file: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter))


def grades(rows: list[dict[str, str]], column: str) -> list[str]:
    return [row[column] for row in rows]


# Canvas


def test_canvas_gets_its_own_columns_and_the_labs(export: Export) -> None:
    rows = export(CanvasExporter, CANVAS)
    assert list(rows[0]) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Lab One (77)"]
    assert [row["Lab One (77)"] for row in rows[:2]] == ["Manual Posting", "10"]
    assert rows[1]["Student"] == "    Points Possible"
    assert {row["ID"]: row["Lab One (77)"] for row in rows[2:]} == {
        "101": "7.5",
        "102": "7.75",  # found by login; 10 points less 2.25 for being late
        "201": "",  # one of two Ann Lees: nobody knows which
        "202": "",
        "103": "",  # handed in nothing
        "104": "7",  # still to be graded by hand: as Canvas had it
        "105": "0",  # a penalty takes no more than there is
        "999": "1",
    }


def test_what_is_left_out_is_said(export: Export, caplog: pytest.LogCaptureFixture) -> None:
    export(CanvasExporter, CANVAS)
    said = caplog.text
    assert "dan is left out: needs manual grading" in said
    assert "lee1 is left out: no row of" in said
    assert "Lee, Ann (201): name 'Lee, Ann' fits 2 students: lee1, lee2" in said


def test_marks_that_need_manual_grading_are_exported_when_told(export: Export) -> None:
    rows = export(CanvasExporter, CANVAS, include_pending=True)
    assert {row["ID"]: row["Lab One (77)"] for row in rows}["104"] == "4"


def test_names_that_students_choose_do_not_become_formulas(export: Export) -> None:
    names = grades(export(CanvasExporter, CANVAS), "Student")
    assert """'=HYPERLINK("x"), Eve""" in names
    assert "Lovelace, Ada" in names


@pytest.mark.parametrize("cell", ["=1", "+cmd|x", "-1+1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\u00a0=1", "＝1"])
def test_formulas_become_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "-", "-1", "+1.5", "-0,5", "7", "a=b", "    Points Possible"])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_a_student_whom_canvas_excuses_stays_excused(export: Export, caplog: pytest.LogCaptureFixture) -> None:
    for excused in ("EX", "ex", " EX "):
        rows = export(
            CanvasExporter, CANVAS.replace('"Lovelace, Ada",101,,x1,A,,', f'"Lovelace, Ada",101,,x1,A,{excused},')
        )
        assert {row["ID"]: row["Lab One (77)"] for row in rows}["101"] == excused
    assert "ada is left out: Canvas says that this student is excused" in caplog.text


def test_a_row_with_a_shortened_number_is_named_and_left_out(export: Export, caplog: pytest.LogCaptureFixture) -> None:
    rows = export(CanvasExporter, CANVAS.replace(",101,", ",1.23457E+11,").replace(",102,", ',"1,5E+12",'))
    assert "line 4: Lovelace, Ada (1.23457E+11): a spreadsheet has shortened the ID" in caplog.text
    marks = {row["ID"]: row["Lab One (77)"] for row in rows}
    assert (marks["1.23457E+11"], marks["1,5E+12"], marks["105"]) == ("", "", "0")


def test_a_row_with_too_many_cells_is_named_and_the_others_are_exported(
    export: Export, caplog: pytest.LogCaptureFixture
) -> None:
    rows = export(CanvasExporter, CANVAS.replace(",102,,bea,A,,3,50", ",102,,bea,A,7,5,3,50"))
    assert "line 5 has 9 cells, but there are 8 columns: Müller, Béatrice 102; it is left out" in caplog.text
    assert {row["ID"]: row["Lab One (77)"] for row in rows}["101"] == "7.5"


def test_a_lab_without_a_column_is_told_how_to_name_it(export: Export) -> None:
    with pytest.raises(CourseError, match=r"no columns for the lab 'lab-one'.*columns='lab-one=NAME \(ID\)'.*Essay"):
        export(CanvasExporter, CANVAS.replace("Lab One", "Practice"))


def test_a_column_can_be_named(export: Export) -> None:
    rows = export(CanvasExporter, CANVAS.replace("Lab One", "Practice"), columns={LAB: "Practice (77)"})
    assert grades(rows, "Practice (77)")[2] == "7.5"
    with pytest.raises(CourseError, match="no column called 'Practice'"):
        export(CanvasExporter, CANVAS, columns={LAB: "Practice"})


def test_two_columns_of_one_name_are_not_guessed(export: Export) -> None:
    with pytest.raises(CourseError, match="2 columns for the lab"):
        export(CanvasExporter, CANVAS.replace("Essay", "lab one"))


def test_two_rows_of_one_student_get_nothing(export: Export) -> None:
    rows = export(CanvasExporter, CANVAS + '"Lovelace, Ada",101,,x1,C,,3,50\n')
    assert [row["Lab One (77)"] for row in rows if row["ID"] == "101"] == ["", ""]


def test_other_points_in_canvas_are_said(export: Export, caplog: pytest.LogCaptureFixture) -> None:
    rows = export(CanvasExporter, CANVAS.replace("10,5", "100,5"))
    assert "Canvas gives at most 100 points for it, the lab 10" in caplog.text
    assert grades(rows, "Lab One (77)")[2] == "7.5"


def test_semicolons_a_mark_of_order_and_decimal_commas_are_kept(course: Path, export: Export) -> None:
    lines = csv.reader(CANVAS.replace(",10,5,", ',"10,00",5,').splitlines())
    text = "\ufeff" + "".join(
        ";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) + "\n" for row in lines
    )
    export(CanvasExporter, text)
    made = course / "made.csv"
    assert made.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = read(made, ";")
    assert {row["ID"]: row["Lab One (77)"] for row in rows}["101"] == "7,5"


@pytest.mark.parametrize(
    ("exporter", "another"), [(CanvasExporter, ",7.75"), (MoodleExporter, "grading,2,"), (CsvExporter, ",7.75,10.0")]
)
def test_a_mark_that_cannot_be_read_is_named_and_the_others_are_exported(
    course: Path,
    gradebook: Any,
    exporter: Any,
    another: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.chdir(course)
    for notebook in gradebook.find_submission(LAB, "ada").notebooks:
        notebook.late_submission_penalty = float("nan")
        notebook.grades[0].auto_score = float("inf")
    gradebook.db.flush()
    roster = course / "roster.csv"
    roster.write_text(MOODLE if exporter is MoodleExporter else CANVAS, encoding="utf-8")
    traits = {} if exporter is CsvExporter else {"roster": str(roster)}
    exporter(to=str(course / "made.csv"), **traits).export(gradebook)
    text = (course / "made.csv").read_text()
    assert "nan" not in text
    assert "inf" not in text
    assert "ada" in caplog.text
    assert "ValueError" in (course / ".descent" / "faults.log").read_text()
    assert another in text


@pytest.mark.parametrize("name", ["canvas.CanvasExporter", "moodle.MoodleExporter", "plain_csv.CsvExporter"])
def test_what_nobody_foresaw_ends_an_export_with_one_sentence(
    course: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from nbgrader.apps import ExportApp

    def fail(*_: Any) -> None:
        raise KeyError("unforeseen")

    monkeypatch.chdir(course)
    monkeypatch.setattr(f"autograder.platforms.marks.{name}." + ("_records" if "Csv" in name else "fill"), fail)
    monkeypatch.setattr(LmsExporter, "_roster", lambda self: None)
    app = ExportApp()
    app.initialize([f"--exporter=autograder.platforms.marks.{name}"])
    with pytest.raises(SystemExit):
        app.start()
    said = capsys.readouterr().err
    assert "The kit failed while" in said
    assert "Traceback" not in said
    assert "unforeseen" in (course / ".descent" / "faults.log").read_text()


# Moodle


def test_a_moodle_worksheet_is_filled_and_otherwise_kept(export: Export) -> None:
    rows = export(MoodleExporter, MOODLE)
    before = list(csv.DictReader(MOODLE.splitlines()))
    assert list(rows[0]) == MOODLE_COLUMNS.split(",")
    assert grades(rows, "Grade") == [
        "7.5",
        "",  # cannot be changed
        "2",  # Ann Lee, known by her address
        "5.00",  # another Ann Lee: as it was
        "",  # needs manual grading
        "0",
    ]
    for old, new in zip(before, rows, strict=True):
        changed = {name for name in old if old[name] != new[name]}
        assert changed <= {"Grade", "Full name"}
    assert rows[-1]["Full name"] == "'=Eve Evil"


def test_what_moodle_does_not_let_change_is_said(export: Export, caplog: pytest.LogCaptureFixture) -> None:
    export(MoodleExporter, MOODLE)
    assert "bea is left out: Moodle says that this grade cannot be changed" in caplog.text
    assert "Participant 4 Ann Lee: name 'Ann Lee' fits 2 students" in caplog.text


def test_comments_go_along_when_asked_for_and_are_no_markup(export: Export) -> None:
    rows = export(MoodleExporter, MOODLE, feedback=True)
    assert grades(rows, "Feedback comments") == ["essay: a &lt; b<br>=1+1", "", "", "kept", "", ""]


@pytest.fixture
def summarised(course: Path) -> Path:
    """The course with what was found in the notebook of a student whose cells bear hostile titles."""
    found = [
        Finding("test", "Train <b>", "wrong", "It compares with X."),
        Finding("essay", "=Explain", BY_HAND),
    ]
    folder = course / "autograded" / "ada" / LAB
    folder.mkdir(parents=True)
    notebook = with_findings(SimpleNamespace(metadata={}), found)
    (folder / "first.ipynb").write_text(json.dumps({"metadata": notebook.metadata, "cells": []}))
    return course


@pytest.mark.slow
def test_moodles_comments_begin_with_the_summary_of_the_feedback_page(summarised: Path) -> None:
    (summarised / "moodle.csv").write_text(MOODLE, encoding="utf-8")
    nbgrader(
        summarised,
        "export",
        "--exporter=autograder.platforms.marks.moodle.MoodleExporter",
        "--MoodleExporter.roster=moodle.csv",
        "--MoodleExporter.feedback=True",
    )
    comments = grades(read(summarised / "moodle-grades.csv"), "Feedback comments")
    assert comments[0].split("<br>") == [
        "first: 7.5 of 10 points.",
        "Train &lt;b&gt; (3 of 4 points): It compares with X.",
        "=Explain (4.5 of 6 points): Graded by a person.",
        "=Explain: a &lt; b",
        "=1+1",
    ]
    assert comments[1:] == ["", "", "kept", "", ""]


def test_descent_writes_the_same_comments_and_says_where(summarised: Path) -> None:
    from typer.testing import CliRunner

    from autograder.cli import app

    ended = CliRunner().invoke(app, ["export", "comments", LAB, "--course", str(summarised)])
    assert ended.exit_code == 0, ended.output
    rows = read(summarised / f"{LAB}-comments.csv")
    assert f"{LAB}-comments.csv: a comment on each of {len(POINTS)} submissions" in " ".join(ended.output.split())
    assert [row["student_id"] for row in rows] == sorted(POINTS)
    ada, *others = rows
    assert (ada["score"], ada["max_score"], ada["lms_user_id"]) == ("7.5", "10", "101")
    assert ada["comment"].startswith("first: 7.5 of 10 points.\nTrain <b> (3 of 4 points): It compares with X.\n")
    assert [row["comment"] for row in others] == [""] * len(others), "of the others nothing is known but marks"
    assert next(row for row in rows if row["student_id"] == "eve")["last_name"] == "Evil"


def test_another_maximum_in_moodle_is_refused(course: Path, export: Export) -> None:
    with pytest.raises(CourseError, match=r"maximum grade is 100\.00 in Moodle, but 10 in the lab"):
        export(MoodleExporter, MOODLE.replace("10.00", "100.00"))
    assert not (course / "made.csv").exists()


def test_moodle_with_decimal_commas_gets_decimal_commas(course: Path, export: Export) -> None:
    text = MOODLE.replace(",", ";").replace("10.00", "10,00").replace('"Monday; 2 March 2026; 10:00 AM"', "-")
    export(MoodleExporter, text)
    assert grades(read(course / "made.csv", ";"), "Grade")[0] == "7,5"


TRANSLATED = {
    "de": (
        "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung kann geändert werden,"
        "Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung),Feedback als Kommentar",
        *("Teilnehmer/in", "Ja", "Nein"),
    ),
    "fr": (
        "Identifiant,Nom complet,Adresse de courriel,Statut,Note,Note maximale,La note peut être modifiée,"
        "Dernière modification (travail remis),Dernière modification (note),Feedback par commentaires",
        *("Participant ", "Oui", "Non"),
    ),
    "es": (
        "Identificador,Nombre completo,Dirección de correo,Estado,Calificación,Calificación máxima,"
        "La calificación puede ser cambiada,Última modificación (entrega),Última modificación (calificación),"
        "Comentarios de retroalimentación",
        *("Participante ", "Sí", "No"),
    ),
    "pt": (
        "Identificador,Nome completo,Endereço de email,Status,Nota,Nota máxima,Nota pode ser alterada,"
        "Última modificação (envio),Última modificação (nota),Comentários de feedback",
        *("Participante ", "Sim", "Não"),
    ),
    "zh": (
        "标识符,全名,电子邮件地址,状态,成绩,最高分,成绩可以更改,最后修改(提交),最后修改(成绩),反馈评论",
        *("参与者", "是", "否"),
    ),
}


def translated(columns: str, participant: str, yes: str, no: str) -> str:
    body = MOODLE.partition("\n")[2].replace("Participant ", participant)
    return f"{columns}\n" + body.replace(",Yes,", f",{yes},").replace(",No,", f",{no},")


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_worksheet_in_another_language_is_filled_and_keeps_its_words(
    export: Export, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    columns, *words = TRANSLATED[language]
    rows = export(MoodleExporter, translated(columns, *words), feedback=True)
    names = columns.split(",")
    assert list(rows[0]) == names
    assert grades(rows, names[4]) == ["7.5", "", "2", "5.00", "", "0"]
    assert grades(rows, names[9])[0].startswith("essay:")
    assert "bea is left out: Moodle says that this grade cannot be changed" in caplog.text
    assert grades(rows, names[0])[0] == f"{words[0]}1"


def test_a_worksheet_in_an_unknown_language_is_told_the_way_out(export: Export) -> None:
    columns = "Tunniste,Koko nimi,Sähköposti,Tila,Arvosana,Enimmäis,Muokattava,a,b,c"
    with pytest.raises(CourseError, match=r"German.*Tunniste, Koko nimi.*--MoodleExporter\.columns='Identifier=NAME'"):
        export(MoodleExporter, translated(columns, "Osallistuja ", "On", "Ei"))
    named = {"Identifier": "Tunniste", "Email address": "Sähköposti", "Grade": "Arvosana"}
    rows = export(MoodleExporter, translated(columns, "Osallistuja ", "On", "Ei"), columns=named)
    assert grades(rows, "Arvosana")[0] == "7.5"


def test_a_worksheet_is_for_one_lab(export: Export, gradebook: Any) -> None:
    gradebook.add_assignment("lab-two")
    with pytest.raises(CourseError, match="not for lab-one, lab-two"):
        export(MoodleExporter, MOODLE)
    assert grades(export(MoodleExporter, MOODLE, assignment=[LAB]), "Grade")[0] == "7.5"


def test_only_chosen_students_are_exported(export: Export) -> None:
    assert grades(export(MoodleExporter, MOODLE, student=["ada"]), "Grade") == ["7.5", "", "", "5.00", "", ""]


# Files that are not what they should be

BROKEN = {
    "missing": (None, "cannot be read"),
    "empty": (b"", "the file is empty"),
    "not UTF-8": ("Student,ID\nMüller,1\n".encode("latin-1"), "no text in UTF-8"),
    "another table": (b"a,b\n1,2\n", "there is no column called"),
    "too many cells": (b"Student,ID\nx,1,2\n", "line 2 has 3 cells"),
    "one endless cell": (b"Student,ID\nx," + b"1" * 200_000, "line 2 is not CSV"),
    "one endless name": (b"Student" * 50_000, "line 1 is not CSV"),
}


@pytest.mark.parametrize("exporter", [CanvasExporter, MoodleExporter])
@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, gradebook: Any, exporter: type[LmsExporter], case: str
) -> None:
    content, what = BROKEN[case]
    file = tmp_path / "roster.csv"
    if content is not None:
        file.write_bytes(content)
    plugin = exporter(roster=str(file), to=str(tmp_path / "made.csv"))
    with pytest.raises(CourseError, match=what) as raised:
        plugin.export(gradebook)
    assert str(file) in str(raised.value)


def test_the_roster_is_not_written_over(course: Path, gradebook: Any) -> None:
    file = course / "roster.csv"
    file.write_text(MOODLE)
    with pytest.raises(CourseError, match="roster itself"):
        MoodleExporter(roster=str(file), to=str(file)).export(gradebook)
    assert file.read_text() == MOODLE


def test_rows_may_be_short_and_lines_blank(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text('a,b,c\r\n1\r\n\r\n"x\r\ny",2,3,,\r\n')
    assert read_table(file).rows == (("1", "", ""), ("x\r\ny", "2", "3"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("first", ["", "sep={}\r\n", '"sep={}"\n', "SEP={}\n"])
def test_a_file_is_read_as_spreadsheets_write_it(tmp_path: Path, encoding: str, delimiter: str, first: str) -> None:
    text = (
        first.format(delimiter) + delimiter.join(["id", "Größe"]) + "\r\n" + delimiter.join(["ada", '"1,5"']) + "\r\n"
    )
    mark = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}.get(encoding, "")
    file = tmp_path / "x.csv"
    file.write_bytes((mark + text).encode(encoding))
    table = read_table(file)
    assert table.records() == [{"id": "ada", "Größe": "1,5"}]
    assert table.bom == (encoding != "utf-8")
    write_table(table, file)
    assert read_table(file).records() == table.records()


BAD_QUOTES = {
    "never closed": ('id,name\na,"Ada\nb,Bea\nc,Carl\n', "line 2 is not CSV"),
    "closed by the next one": ('id,name\na,"Ada\nb,Bea\nc,Carl"\nd,Dan\n', "a quotation mark in line 2 .* line 4"),
    "closed where it is opened again": ('id,name\na,x\nb,"Bea\nc,"Carl"\n', "line 3 is not CSV"),
    "of a spreadsheet with a separator line": ('sep=,\nid,name\na,"Ada\nb,Bea\n', "line 3 is not CSV"),
}


@pytest.mark.parametrize(("text", "what"), BAD_QUOTES.values(), ids=BAD_QUOTES.keys())
def test_a_quotation_mark_that_swallows_rows_is_named_by_its_line(tmp_path: Path, text: str, what: str) -> None:
    file = tmp_path / "x.csv"
    file.write_text(text)
    with pytest.raises(CourseError, match=what):
        read_table(file)


def test_comments_of_several_lines_are_no_swallowed_rows(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text('id,grade,comment\nada,1,"good,\nbut short\n\nsee me"\n')
    assert read_table(file).rows == (("ada", "1", "good,\nbut short\n\nsee me"),)


@given(st.one_of(st.binary(max_size=300), st.text(alphabet='ab1,;\t"\n\r=\0é\u2028\x1b', max_size=200).map(str.encode)))
def test_any_bytes_are_a_table_or_refused_in_one_line(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_bytes(content)
    try:
        table = read_table(file)
    except CourseError as refused:
        table, message = None, str(refused)
    if table is None:
        assert message.isprintable()
        return
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert len(table.lines) == len(table.rows)
    assert all(map(str.isprintable, table.left))
    table.records()
    write_table(table, file)
    assert [list(map(harmless, row)) for row in read_table(file).rows] == [
        list(map(harmless, row)) for row in table.rows
    ]


# The command itself


@pytest.mark.slow
def test_the_command_takes_its_options_and_its_configuration(course: Path) -> None:
    (course / "canvas.csv").write_text(CANVAS.replace("Lab One", "Practice"), encoding="utf-8")
    (course / "moodle.csv").write_text(MOODLE, encoding="utf-8")
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("c.MoodleExporter.roster = 'moodle.csv'\n")
    said = nbgrader(
        course,
        "export",
        "--exporter=autograder.platforms.marks.canvas.CanvasExporter",
        "--CanvasExporter.roster=canvas.csv",
        f"--CanvasExporter.columns={LAB}=Practice (77)",
        f"--assignment={LAB}",
        "--to=for-canvas.csv",
    )
    assert grades(read(course / "for-canvas.csv"), "Practice (77)")[2] == "7.5"
    assert "dan is left out: needs manual grading" in said
    nbgrader(course, "export", "--exporter=autograder.platforms.marks.moodle.MoodleExporter")
    assert grades(read(course / "moodle-grades.csv"), "Grade")[0] == "7.5"
    said = nbgrader(course, "export", "--exporter=autograder.platforms.marks.canvas.CanvasExporter")
    assert "pass it with --CanvasExporter.roster=FILE.csv" in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_nbgraders_own_export_is_as_it_was(course: Path) -> None:
    nbgrader(course, "export", "--to=grades.csv")
    first, *lines = (course / "grades.csv").read_text().splitlines()
    assert first == (
        "assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,late_submission_penalty,score,"
        "max_score"
    )
    assert sorted(lines) == [
        f"{LAB},,,ada,Lovelace,Ada,ada@uni.test,7.5,0.0,7.5,10.0",
        f"{LAB},,,bea,Müller,Béatrice,bea@uni.test,10.0,2.25,7.75,10.0",
        f"{LAB},,,carl,Ost,Carl,carl@uni.test,0.0,0.0,0.0,10.0",
        f"{LAB},,,dan,Do,Dan,dan@uni.test,4.0,0.0,4.0,10.0",
        f"{LAB},,,eve,Evil,Eve,eve@uni.test,1.0,5.0,0.0,10.0",
        f"{LAB},,,lee1,Lee,Ann,lee1@uni.test,2.0,0.0,2.0,10.0",
        f"{LAB},,,lee2,Lee,Ann,lee2@uni.test,0.0,0.0,0.0,10.0",
    ]


@pytest.mark.slow
def test_names_in_nbgraders_own_export_are_neither_formulas_nor_columns(course: Path, gradebook: Any) -> None:
    gradebook.add_student("=HYPERLINK(1)", first_name="+Ann, B.", last_name="@SUM(1)", email='"x"\nada')
    said = nbgrader(course, "export", "--to=grades.csv")
    assert "Traceback" not in said
    (row,) = [row for row in read(course / "grades.csv") if "HYPERLINK" in row["student_id"]]
    assert row["student_id"] == "'=HYPERLINK(1)"
    assert (row["first_name"], row["last_name"], row["email"]) == ("'+Ann, B.", "'@SUM(1)", '"x"\nada')
    assert (row["score"], row["max_score"]) == ("0.0", "10.0")
