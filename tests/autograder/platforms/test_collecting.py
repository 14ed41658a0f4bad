"""Downloads of Canvas and Moodle through ``nbgrader zip_collect``: whose is what, and nothing lost or guessed."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import shutil
import sqlite3
import stat
import tarfile
import time
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_notebooks import RELEASED, notebook
from test_stock_nbgrader import nbgrader

from autograder.assignments.releases import CONFIG_TEXT
from autograder.platforms.collecting.choice import Choice, Downloaded, choose
from autograder.platforms.collecting.names import Participant, read_claim
from autograder.platforms.collecting.unpacking import Unpacking, safe_name
from autograder.platforms.people.roster import Person, Roster

pytestmark = [
    pytest.mark.usefixtures("quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

LAB = "lab-1"
STUDENTS = (
    # id, first name, last name, email, lms_user_id
    ("ada", "Ada", "Lovelace", "ada@uni.test", "101"),
    ("bea", "Béatrice", "Müller-Łoś", "bea@uni.test", ""),
    ("lee1", "Ann", "Lee", "ann.lee@uni.test", "201"),
    ("lee2", "Ann", "Lee", "ann.lee2@uni.test", "202"),
    ("carl@uni.test", "Carl", "Øst", "carl@uni.test", "103"),
    ("dan", "Dan", "Do", "dan@uni.test", "104"),
)
PEOPLE = Roster(Person(*row) for row in STUDENTS)

ADA = "lovelaceada_101_1_lab-1.ipynb"

Archive = Mapping[str, bytes | str]
Collect = Callable[..., "Collecting"]


class Collecting:
    """What a run of zip_collect left."""

    def __init__(self, course: Path, said: str) -> None:
        self.course, self.said = course, said

    @property
    def submitted(self) -> dict[str, str]:
        """Path below submitted/ -> content."""
        base = self.course / "submitted"
        return {str(path.relative_to(base)): path.read_text() for path in base.rglob("*") if path.is_file()}

    @property
    def left(self) -> dict[str, str]:
        """File -> reason, as the CSV says."""
        file = self.course / "downloaded" / LAB / "not-collected.csv"
        if not file.exists():
            return {}
        with file.open(newline="", encoding="utf-8") as lines:
            return {row["file"]: row["reason"] for row in csv.DictReader(lines)}


@pytest.fixture(scope="module")
def roster_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with a released lab of one notebook and a roster, which nbgrader's own command has read."""
    root = tmp_path_factory.mktemp("collecting") / "course"
    (root / "release" / LAB).mkdir(parents=True)
    (root / "release" / LAB / f"{LAB}.ipynb").write_text(json.dumps(notebook(*RELEASED)))
    (root / "nbgrader_config.py").write_text(CONFIG_TEXT)
    with (root / "roster.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("id", "first_name", "last_name", "email", "lms_user_id"), *STUDENTS])
    said = nbgrader(root, "db", "student", "import", "roster.csv")
    assert "Traceback" not in said
    return root


@pytest.fixture
def course(roster_course: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(roster_course, tmp_path / "course"))


@pytest.fixture
def collect(course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Collect:
    """zip_collect as the command runs it, in this process."""

    def run(archives: Mapping[str, Archive | bytes] = {}, *arguments: str) -> Collecting:
        from nbgrader.apps import ZipCollectApp

        folder = course / "downloaded" / LAB / "archive"
        for name, content in archives.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content if isinstance(content, bytes) else zipped(content))
        monkeypatch.chdir(course)
        app = ZipCollectApp()
        app.initialize([LAB, *arguments])
        app.start()
        return Collecting(course, capsys.readouterr().err)

    return run


def zipped(files: Archive) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


CANVAS = {
    "lovelaceada_LATE_101_9001_lab-1.ipynb": "ada",
    "mullerlosbeatrice_102_9002_lab-1-2.ipynb": "bea 3rd",
    "leeann_202_9003_Lab1_final.ipynb": "second Ann",
    "leeann_201_9004_lab-1 (2).ipynb": "first Ann",
    "leeann_999_9005_lab-1.ipynb": "an unknown Ann",
    "nobody_555_9006_lab-1.ipynb": "nobody",
    "dodan_104_9007_notes.pdf": "no notebook",
}
MOODLE = {
    "Ada Lovelace_7_assignsubmission_file/whatever.ipynb": "ada",
    "Beatrice Muller Los_8_assignsubmission_file_/lab-1.ipynb": "bea",
    "Øst Carl_9_assignsubmission_file_lab-1.ipynb": "carl",
    "Ann Lee_10_assignsubmission_file/lab-1.ipynb": "which Ann?",
    "Participant_11_assignsubmission_file/lab-1.ipynb": "hidden",
    "Dan Do_104_assignsubmission_onlinetext/onlinetext.html": "no notebook",
}


@pytest.mark.slow
def test_a_canvas_download_is_collected_with_the_real_command(course: Path) -> None:
    folder = course / "downloaded" / LAB / "archive"
    folder.mkdir(parents=True)
    (folder / "submissions.zip").write_bytes(zipped(CANVAS))
    ran = Collecting(course, nbgrader(course, "zip_collect", LAB))
    assert ran.submitted == {
        f"ada/{LAB}/{LAB}.ipynb": "ada",
        f"bea/{LAB}/{LAB}.ipynb": "bea 3rd",
        f"lee1/{LAB}/{LAB}.ipynb": "first Ann",
        f"lee2/{LAB}/{LAB}.ipynb": "second Ann",
    }
    base = "extracted/submissions/"
    assert set(ran.left) == {base + name for name in CANVAS if name.startswith(("leeann_999", "nobody", "dodan"))}
    assert "number 999 is unknown" in ran.left[base + "leeann_999_9005_lab-1.ipynb"]
    assert "nobody in the roster fits number 555" in ran.left[base + "nobody_555_9006_lab-1.ipynb"]
    assert "does not end in .ipynb" in ran.left[base + "dodan_104_9007_notes.pdf"]
    for name in ran.left:
        assert name in ran.said
    assert "Canvas marks as late: ada" in ran.said


def test_a_moodle_download_is_collected_and_namesakes_are_never_guessed(collect: Collect) -> None:
    ran = collect({"COURSE-Lab 1-77.zip": MOODLE})
    assert ran.submitted == {
        f"ada/{LAB}/{LAB}.ipynb": "ada",
        f"bea/{LAB}/{LAB}.ipynb": "bea",
        f"carl@uni.test/{LAB}/{LAB}.ipynb": "carl",
    }
    reasons = {name.split("/")[2]: reason for name, reason in ran.left.items()}
    assert "fits 2 students: lee1, lee2" in reasons["Ann Lee_10_assignsubmission_file"]
    assert "hides who" in reasons["Participant_11_assignsubmission_file"]
    assert len(reasons) == 3


def test_the_grading_worksheet_tells_namesakes_apart(course: Path, collect: Collect) -> None:
    sheet = course / "worksheet.csv"
    sheet.write_text(
        "\ufeffIdentifier;Full name;Email address;Grade\nParticipant 10;Ann Lee;ann.lee2@uni.test;\n", encoding="utf-8"
    )
    ran = collect({"x.zip": MOODLE}, f"--LmsCollector.worksheet={sheet}")
    assert ran.submitted[f"lee2/{LAB}/{LAB}.ipynb"] == "which Ann?"


def test_a_worksheet_that_is_none_is_named(course: Path, collect: Collect, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        collect({"x.zip": MOODLE}, "--LmsCollector.worksheet=roster.csv")
    assert "roster.csv: there is no column called 'Identifier'" in capsys.readouterr().err


def test_files_called_after_students_are_collected(collect: Collect) -> None:
    ran = collect(
        {
            "mine.zip": {
                "ada/lab-1.ipynb": "ada",
                f"bea/{LAB}/anything.ipynb": "bea",
                "carl@uni.test_lab-1.ipynb": "carl",
                "dan.ipynb": "dan",
                "Ann Lee/lab-1.ipynb": "which Ann?",
                "zoe/lab-1.ipynb": "zoe",
            }
        }
    )
    assert set(ran.submitted.values()) == {"ada", "bea", "carl", "dan"}
    assert {name.split("/")[2] for name in ran.left} == {"Ann Lee", "zoe"}


def test_a_regular_expression_of_ones_own_works_as_in_nbgrader(collect: Collect) -> None:
    ran = collect(
        {"own.zip": {"ps_zoe_try_lab-1.ipynb": "zoe", "other.ipynb": "x"}},
        r"--FileNameCollectorPlugin.named_regexp=.*ps_(?P<student_id>\w+)_try_(?P<file_id>.+)",
    )
    assert ran.submitted == {f"zoe/{LAB}/{LAB}.ipynb": "zoe"}


def test_without_a_roster_nothing_is_collected_and_the_remedy_is_said(course: Path, collect: Collect) -> None:
    with sqlite3.connect(course / "gradebook.db") as gradebook:
        gradebook.execute("delete from student")
    gradebook.close()
    ran = collect({"submissions.zip": CANVAS})
    assert not (course / "submitted").exists()
    assert len(ran.left) == len(CANVAS)
    assert "descent roster FILE.csv" in ran.said


def test_times_are_not_taken_from_files_unless_asked_for(course: Path, collect: Collect) -> None:
    from autograder.course.course import find_course
    from autograder.submissions import read_timestamp

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, when in (
            ("101", (2026, 3, 1, 12, 30, 0)),
            ("104", (1980, 1, 1, 0, 0, 0)),
            ("103", (2026, 0, 0, 0, 0, 0)),
        ):
            made.writestr(zipfile.ZipInfo(f"some_LATE_{name}_5_lab-1.ipynb", when), "{}")
    ran = collect({"submissions.zip": out.getvalue()})
    assert len(ran.submitted) == 3
    assert not [name for name in ran.submitted if name.endswith("timestamp.txt")]
    ran = collect({}, "--force", "--LmsCollector.trust_file_times=True")
    assert [name for name in ran.submitted if name.endswith("timestamp.txt")] == [f"ada/{LAB}/timestamp.txt"]
    when = read_timestamp(find_course(course), course / "submitted" / "ada" / LAB)
    assert when is not None
    local = when.replace(tzinfo=UTC).astimezone()
    assert (local.month, local.hour, local.minute) == (3, 12, 30)


def test_a_list_of_what_was_left_goes_when_all_is_collected(collect: Collect) -> None:
    assert collect({"a.zip": {"nobody_1_2_lab-1.ipynb": ""}}).left
    ran = collect({"a.zip": {"lovelaceada_101_2_lab-1.ipynb": ""}}, "--force")
    assert ran.left == {}


def test_a_time_written_by_hand_stays_as_long_as_the_file_does(course: Path, collect: Collect) -> None:
    collect({"a.zip": {ADA: "first"}})
    time = course / "submitted" / "ada" / LAB / "timestamp.txt"
    time.write_text("2026-01-31 12:00:00 UTC")
    collect({}, "--force")
    assert time.read_text() == "2026-01-31 12:00:00"
    ran = collect({"a.zip": {ADA: "second"}}, "--force")
    assert not time.exists()
    assert "its timestamp.txt of before goes" in ran.said


def test_file_names_do_not_become_formulas(course: Path, collect: Collect) -> None:
    folder = "Ada Lovelace_7_assignsubmission_file"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(zipfile.ZipInfo(f"{folder}/lab-1.ipynb", (2026, 1, 1, 0, 0, 0)), "")
        made.writestr(zipfile.ZipInfo(f"{folder}/=lab-1.ipynb", (2026, 1, 2, 0, 0, 0)), "")
    (reason,) = collect({"a.zip": out.getvalue()}).left.values()
    assert reason == "'=lab-1.ipynb is the later version"


# Which version and which name


def downloaded(*names: str, time: Mapping[str, float] = {}) -> list[Downloaded]:
    return [
        Downloaded(Path("/d", name), read_claim(name.split("/"), PEOPLE, {}), time.get(name, 0.0)) for name in names
    ]


def taken(choice: Choice) -> dict[str, str]:
    return {f"{one.student}/{one.name}": str(one.file.path.relative_to("/d")) for one in choice.collected}


@pytest.mark.parametrize(
    ("names", "latest"),
    [
        (["ada_101_5_lab-1.ipynb", "ada_101_6_lab-1-1.ipynb", "ada_101_7_lab-1-10.ipynb"], "ada_101_7_lab-1-10.ipynb"),
        (["ada_101_5_lab-1-2.ipynb", "ada_101_9_lab-1-1.ipynb"], "ada_101_5_lab-1-2.ipynb"),
        (["ada_101_99_lab-1.ipynb", "ada_101_100_lab-1.ipynb"], "ada_101_100_lab-1.ipynb"),
        (["ada_101_5_mine-1.ipynb", "ada_101_6_mine-2.ipynb"], "ada_101_6_mine-2.ipynb"),
        (["ada_101_5_lab-1.ipynb", "ada_101_6_scratch.ipynb"], "ada_101_5_lab-1.ipynb"),
        (["ada_101_5_LAB_1.ipynb", "ada_101_6_scratch.ipynb"], "ada_101_5_LAB_1.ipynb"),
    ],
)
def test_the_latest_version_counts_and_the_others_are_said(names: list[str], latest: str) -> None:
    choice = choose(downloaded(*names), ["lab-1"], [".ipynb"])
    assert taken(choice) == {"ada/lab-1.ipynb": latest}
    assert {one.file for one in choice.left} == {f"/d/{name}" for name in names} - {f"/d/{latest}"}
    assert all(one.student == "ada" for one in choice.left)


def test_time_decides_where_canvas_counts_nothing() -> None:
    names = ("ada/lab-1.ipynb", "ada/lab-1 (2).ipynb")
    files = downloaded(*names, time={names[0]: 10.0, names[1]: 20.0})
    assert taken(choose(files, ["lab-1"], [".ipynb"])) == {"ada/lab-1.ipynb": names[1]}
    files = downloaded(*names, time={names[0]: 20.0, names[1]: 10.0})
    assert taken(choose(files, ["lab-1"], [".ipynb"])) == {"ada/lab-1.ipynb": names[0]}


def test_of_several_notebooks_with_other_names_none_is_taken() -> None:
    choice = choose(downloaded("ada_101_5_one.ipynb", "ada_101_6_two.ipynb"), ["lab-1"], [".ipynb"])
    assert taken(choice) == {}
    assert len(choice.left) == 2


def test_a_lab_of_two_notebooks_takes_names_that_are_nearly_right_and_no_others() -> None:
    files = downloaded("ada_101_5_Part A.ipynb", "ada_101_6_part-b (1).ipynb", "dan_104_7_mine.ipynb")
    choice = choose(files, ["part-a", "part-b"], [".ipynb"])
    assert sorted(taken(choice)) == ["ada/part-a.ipynb", "ada/part-b.ipynb"]
    assert [one.student for one in choice.left] == ["dan"]


def test_a_name_that_ends_in_a_number_is_no_counter_where_the_lab_is_called_so() -> None:
    choice = choose(downloaded("ada_101_5_lab-1.ipynb", "ada_101_6_lab-2.ipynb"), ["lab", "lab-1"], [".ipynb"])
    assert taken(choice) == {"ada/lab-1.ipynb": "ada_101_5_lab-1.ipynb", "ada/lab.ipynb": "ada_101_6_lab-2.ipynb"}


def test_nobody_says_when_their_own_work_was_handed_in() -> None:
    choice = choose(downloaded("ada_101_5_timestamp.txt", "ada_101_6_data.txt"), ["lab-1"], [".ipynb", ".txt"])
    assert taken(choice) == {"ada/data.txt": "ada_101_6_data.txt"}


# Who


@pytest.mark.parametrize(
    ("path", "student"),
    [
        ("østcarl_103_1_x.ipynb", "carl@uni.test"),
        (unicodedata.normalize("NFD", "müllerłośbéatrice_7_1_x.ipynb"), "bea"),
        ("beatricemullerlos_LATE_7_1_x.ipynb", "bea"),
        ("lovelaceada_7_1_x.ipynb", ""),  # Ada is known under another number
        ("leeann_7_1_x.ipynb", ""),
        ("anon_101_104_x.ipynb", ""),
        ("anon_LATE_ab1c2_104_x.ipynb", ""),
        ("Ann Lee_201_assignsubmission_file/x.ipynb", "lee1"),
        ("Dan Do_101_assignsubmission_file/x.ipynb", "dan"),  # the number counts participants, it is not Ada's
        ("Lovelace, Ada_1_assignsubmission_file/x.ipynb", "ada"),
        ("_1_assignsubmission_file/x.ipynb", ""),
        # what a student named does not count: neither in the file's name nor in an archive
        ("dodan_104_1_lovelaceada_101_2_x.ipynb", "dan"),
        ("dodan_104_1_work/lovelaceada_101_2_x.ipynb", "dan"),
        ("Dan Do_5_assignsubmission_file/Ada Lovelace_6_assignsubmission_file/x.ipynb", "dan"),
        ("Dan Do_5_assignsubmission_file_Ada Lovelace_6_assignsubmission_file_x.ipynb", "dan"),
        ("nobody_5_6_work/ada/x.ipynb", ""),
        ("deep/er/ada/x.ipynb", ""),
    ],
)
def test_who_is_meant_by_a_path(path: str, student: str) -> None:
    person = read_claim(path.split("/"), PEOPLE, {}).match.person
    assert (person.id if person else "") == student


def test_an_id_that_begins_another_id_is_not_guessed() -> None:
    people = Roster([Person("ann"), Person("ann_lee"), Person("Ann")])
    assert read_claim(["ann_lee_x.ipynb"], people, {}).match.person is None
    assert read_claim(["ann", "x.ipynb"], people, {}).match.person == Person("ann")
    assert read_claim(["ANN", "x.ipynb"], people, {}).match.person is None


def test_a_platforms_number_is_no_id_of_somebody_else() -> None:
    people = Roster([Person("555", "Bo", "Li"), Person("556"), Person("557", "Cy", "Xu", lms_user_id="1")])
    found = {name: read_claim([name], people, {}).match.person for name in (
        "libo_555_1_x.ipynb", "other_555_1_x.ipynb", "other_556_1_x.ipynb", "xucy_557_1_x.ipynb"
    )}  # fmt: skip
    assert [person and person.id for person in found.values()] == ["555", None, "556", None]


PARTS = st.sampled_from(
    [
        "lovelaceada_101_",
        "nobody_9_",
        "LATE_",
        "1_",
        "Ann Lee",
        "ada",
        "_7_assignsubmission_file",
        "/",
        "_",
        "lab-1",
        "-2",
    ]
)


@given(st.lists(st.tuples(st.lists(PARTS, min_size=1, max_size=7), st.integers(0, 3)), max_size=8))
def test_every_file_is_collected_or_left_and_no_two_under_one_name(made: list[tuple[list[str], int]]) -> None:
    names = {re.sub("/+", "/", "".join(parts)).strip("/") + ".ipynb": float(time) for parts, time in made}
    choice = choose(downloaded(*names, time=names), ["lab-1"], [".ipynb"])
    files = [str(one.file.path) for one in choice.collected] + [one.file for one in choice.left]
    assert sorted(files) == sorted(f"/d/{name}" for name in names)
    assert len({(one.student, one.name) for one in choice.collected}) == len(choice.collected)
    assert all(one.reason for one in choice.left)


def test_participants_of_the_worksheet_come_before_names() -> None:
    listed = {"5": Participant("Dan Do", "ada@uni.test", "")}
    claim = read_claim(["Dan Do_5_assignsubmission_file", "x.ipynb"], PEOPLE, listed)
    assert claim.match.person is not None
    assert claim.match.person.id == "ada"


# What hostile archives hold


def tar_with(members: Mapping[str, bytes], links: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as made:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            made.addfile(info, io.BytesIO(content))
        for name, target in links.items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            made.addfile(info)
    return out.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    "name", ["../../../evil.ipynb", "/tmp/evil.ipynb", "a/../../evil.ipynb", "..\\evil.ipynb", "C:\\evil.ipynb"]
)
def test_SECURITY_nothing_is_written_outside(course: Path, collect: Collect, name: str) -> None:
    before = set(course.parent.rglob("*evil*"))
    ran = collect({"submissions.zip": {name: "evil", ADA: "ada"}})
    assert list(ran.submitted.values()) == ["ada"]
    assert set(course.parent.rglob("*evil*")) == before
    (reason,) = ran.left.values()
    assert "leads out" in reason


def test_SECURITY_links_are_not_followed(course: Path, collect: Collect) -> None:
    secret = course / "source.ipynb"
    secret.write_text("the solution")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(link("lovelaceada_101_1_lab-1.ipynb"), str(secret))
    folder = course / "downloaded" / LAB / "archive"
    (folder / "unzipped by hand").mkdir(parents=True)
    (folder / "unzipped by hand" / "dodan_104_2_lab-1.ipynb").symlink_to(secret)
    tar = tar_with({}, {"ostcarl_103_3_lab-1.ipynb": str(secret)})
    ran = collect({"submissions.zip": out.getvalue(), "more.tar.gz": tar})
    assert not (course / "submitted").exists()
    assert len(ran.left) == 3
    assert all("link" in reason for reason in ran.left.values())


def test_an_archive_that_a_student_handed_in_is_unpacked(collect: Collect) -> None:
    inner = zipped(
        {"work/lab-1.ipynb": "ada", "__MACOSX/work/._lab-1.ipynb": "x", "work/.ipynb_checkpoints/lab-1.ipynb": "old"}
    )
    tar = tar_with({"lab-1.ipynb": b"dan"}, {})
    ran = collect(
        {"submissions.zip": {"lovelaceada_101_1_all.zip": inner, "dodan_104_2_all.tar.gz": tar, "__MACOSX/x": ""}}
    )
    assert ran.submitted == {f"ada/{LAB}/{LAB}.ipynb": "ada", f"dan/{LAB}/{LAB}.ipynb": "dan"}
    (reason,) = ran.left.values()
    assert "Jupyter keeps" in reason


def test_what_cannot_be_unpacked_is_listed_and_the_others_are_collected(collect: Collect) -> None:
    deep = zipped({"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({"lab-1.ipynb": "deep"})})})})
    broken = bytearray(zipped({"lab-1.ipynb": "x" * 100}))
    broken[40:60] = b"\0" * 20
    ran = collect(
        {
            "submissions.zip": {
                ADA: "ada",
                "dodan_104_2_all.zip": b"no zip",
                "ostcarl_103_3_all.gz": b"no gzip",
                "leeann_201_4_all.zip": bytes(broken),
                "leeann_202_5_all.zip": deep,
                "mullerlosbeatrice_1_6_all.rar": b"Rar!",
            },
            "broken.zip": b"PK\x03\x04",
        }
    )
    assert list(ran.submitted.values()) == ["ada"]
    said = " ".join(ran.left)
    for name in ("dodan", "ostcarl", "leeann_201", "leeann_202", "mullerlos", "broken.zip"):
        assert name in said


def test_an_archive_that_would_fill_the_disk_is_cut_short(
    course: Path, collect: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.platforms.collecting import unpacking

    monkeypatch.setattr(unpacking, "MAX_NOTEBOOK_BYTES", 2_000_000)
    monkeypatch.setattr(unpacking, "MAX_BYTES", (10**9, 3_500_000))
    monkeypatch.setattr(unpacking, "MAX_ENTRIES", (10**6, 5))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for index, size in enumerate((3_000_000, 1_500_000, 1_500_000, 1_500_000, 1, 1, 1)):
            made.writestr(f"lab-{index}.ipynb", b"0" * size)
    ran = collect({"submissions.zip": {"dodan_104_2_all.zip": out.getvalue(), ADA: "ada"}})
    sizes = [path.stat().st_size for path in (course / "downloaded").rglob("lab-*.ipynb")]
    assert sorted(sizes) == [1, 1_500_000, 1_500_000]
    reasons = " ".join(ran.left.values())
    assert "larger than 2 MB" in reasons
    assert "too large together" in reasons
    assert "more than 5 files" in reasons
    assert ran.submitted[f"ada/{LAB}/{LAB}.ipynb"] == "ada"


@pytest.mark.slow
def test_ten_thousand_entries_are_collected_or_listed(collect: Collect) -> None:
    files = {f"nobody_5{index}_{index}_lab-1.ipynb": "" for index in range(10_000)}
    ran = collect({"submissions.zip": {**files, ADA: "ada"}}, "--log-level=ERROR")
    assert list(ran.submitted.values()) == ["ada"]
    assert len(ran.left) == 10_000


def test_two_entries_of_one_name_are_both_kept(collect: Collect) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(zipfile.ZipInfo(ADA, (2026, 1, 2, 0, 0, 0)), "new")
        with pytest.warns(UserWarning, match="Duplicate name"):
            made.writestr(zipfile.ZipInfo(ADA, (2026, 1, 1, 0, 0, 0)), "old")
    ran = collect({"submissions.zip": out.getvalue()})
    assert list(ran.submitted.values()) == ["new"]
    assert len(ran.left) == 1


def zip_with_raw_name(raw: bytes) -> bytes:
    """A zip whose one entry's name is these bytes, and which does not say UTF-8."""
    placeholder = "x" * len(raw)
    return zipped({placeholder: "{}"}).replace(placeholder.encode(), raw)


@pytest.mark.parametrize(
    ("raw", "students"),
    [
        ("Øst Carl_1_assignsubmission_file_lab-1.ipynb".encode(), ["carl@uni.test"]),
        ("Béatrice Muller-Los_1_assignsubmission_file_lab-1.ipynb".encode("cp437"), ["bea"]),
        (b"\xff\xfe\x01lovelaceada_101_1_lab-1.ipynb", ["ada"]),
        ("Béatrice_1_assignsubmission_file_lab-1.ipynb".encode("latin-1"), []),
    ],
)
def test_names_in_other_encodings_are_read_or_listed(collect: Collect, raw: bytes, students: list[str]) -> None:
    ran = collect({"submissions.zip": zip_with_raw_name(raw)})
    assert [name.split("/")[0] for name in ran.submitted] == students
    assert len(ran.left) == 1 - len(students)


@pytest.mark.parametrize("name", ["a\x1b[2Jb\n.ipynb", "x" * 300 + ".IPYNB", "é" * 200, "\u202ecod.ipynb", ".."])
def test_names_are_made_printable_and_short(name: str) -> None:
    made = safe_name(name)
    assert made.isprintable()
    assert len(os.fsencode(made)) <= 180
    assert made.endswith(".ipynb") == name.lower().endswith(".ipynb")


def test_reading_a_download_keeps_every_file_of_any_name_collected_or_listed(collect: Collect) -> None:
    names = ["a/b.ipynb", "a", "\x01.ipynb", "ada.ipynb", "lovelaceada_101_1_.ipynb", " .ipynb", "x.ipynb.txt"]
    made: dict[str, Any] = dict.fromkeys(names, "{}")
    ran = collect({"submissions.zip": made})
    assert len(ran.left) + len(ran.submitted) == len(names)


def test_a_name_that_the_kit_fails_on_is_listed_and_the_others_are_collected(
    course: Path, collect: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.platforms.collecting import plugins

    def fail(parts: Any, *rest: Any) -> Any:
        if "bad" in parts[-1]:
            raise KeyError("unforeseen")
        return read_claim(parts, *rest)

    monkeypatch.setattr(plugins, "read_claim", fail)
    ran = collect({"a.zip": {"ada/lab-1.ipynb": "ada", "ada/bad.ipynb": "x"}})
    assert ran.submitted == {f"ada/{LAB}/{LAB}.ipynb": "ada"}
    assert ran.left == {"extracted/a/ada/bad.ipynb": "the kit failed on its name (KeyError)"}
    assert "Traceback" not in ran.said
    assert "unforeseen" in (course / ".descent" / "faults.log").read_text()


def test_what_nobody_foresaw_ends_collecting_with_one_sentence(
    collect: Collect, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from autograder.platforms.collecting import plugins

    def fail(*_: Any) -> Any:
        raise KeyError("unforeseen")

    monkeypatch.setattr(plugins, "choose", fail)
    with pytest.raises(SystemExit):
        collect({"a.zip": {ADA: "ada"}})
    said = capsys.readouterr().err
    assert "The kit failed while choosing what to collect (KeyError)" in said
    assert "Traceback" not in said


# What archives claim


def header(name: str, size: int, kind: bytes) -> bytes:
    """A tar's header that claims a size."""
    made = tarfile.TarInfo(name)
    made.size, made.type = size, kind
    return made.tobuf(tarfile.GNU_FORMAT)


def endless(*headers: bytes, fill: int = 0) -> bytes:
    """A packed tar of headers and a body of zeros that unpacks to many times its size."""
    return gzip.compress(b"".join(headers) + bytes(fill), compresslevel=1)


FAR = 3_000_000_000
CLAIMS = {
    "further fields": endless(header("x", FAR, tarfile.XHDTYPE), fill=20_000_000),
    "fields for all entries": endless(header("x", FAR, tarfile.XGLTYPE), fill=20_000_000),
    "Solaris's fields": endless(header("x", FAR, tarfile.SOLARIS_XHDTYPE), fill=20_000_000),
    "a long name": endless(header("x", FAR, tarfile.GNUTYPE_LONGNAME), fill=20_000_000),
    "a long link": endless(header("x", FAR, tarfile.GNUTYPE_LONGLINK), fill=20_000_000),
    "a sparse file": endless(header("lab-1.ipynb", FAR, tarfile.GNUTYPE_SPARSE), fill=20_000_000),
    "a file that is not all there": endless(header("lab-1.ipynb", FAR, tarfile.REGTYPE), fill=1_000),
    "headers without end": endless(*[header("x", 0, tarfile.XHDTYPE)] * 5_000),
    "headers that fill memory": endless(
        *[header("x", 60_000, tarfile.XGLTYPE) + f"59990 k{n}=".encode().ljust(60_416, b"v") for n in range(1_500)]
    ),
}


@pytest.fixture
def unpack(tmp_path: Path) -> Callable[[Mapping[str, bytes]], tuple[dict[str, bytes], dict[str, str], int]]:
    """Unpack files; what came out, what was left and why, and the most memory that it took."""

    def run(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, str], int]:
        source, target = tmp_path / "archive", tmp_path / "extracted"
        source.mkdir()
        for name, content in files.items():
            (source / name).write_bytes(content)
        unpacking = Unpacking(source, target)
        tracemalloc.start()
        unpacking.run()
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        made = {str(path.relative_to(target)): path.read_bytes() for path in target.rglob("*") if path.is_file()}
        return made, {one.file: one.reason for one in unpacking.left}, most

    return run


Unpack = Callable[[Mapping[str, bytes]], tuple[dict[str, bytes], dict[str, str], int]]


@pytest.mark.parametrize("claim", CLAIMS)
def test_what_a_tar_claims_is_never_read_into_memory(unpack: Unpack, claim: str) -> None:
    begin = time.process_time()
    made, left, most = unpack({"claims.tar.gz": CLAIMS[claim], "good.tar.gz": tar_with({"lab-1.ipynb": b"ada"}, {})})
    assert most < 60_000_000
    assert time.process_time() - begin < 10
    assert made == {"good/lab-1.ipynb": b"ada"}
    assert next(iter(left)).startswith("archive/claims.tar.gz")


def test_a_zip_whose_list_of_entries_is_endless_is_refused(unpack: Unpack) -> None:
    nested = zipped({f"{n:>06}{'x' * 400}": "" for n in range(4_000)})
    made, left, most = unpack({"outer.zip": zipped({"inner.zip": nested, "lab-1.ipynb": "ada"})})
    assert made["outer/lab-1.ipynb"] == b"ada"
    assert "a part that should be small claims" in left["archive/outer.zip/inner.zip"]
    assert most < 60_000_000


def test_archives_in_a_student_s_archive_share_its_bounds(unpack: Unpack, monkeypatch: pytest.MonkeyPatch) -> None:
    from autograder.platforms.collecting import unpacking

    monkeypatch.setattr(unpacking, "MAX_BYTES", (10**9, 2_500_000))
    one = io.BytesIO()
    with zipfile.ZipFile(one, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("lab-1.ipynb", b"0" * 1_000_000)
    student = zipped({f"{n}.zip": one.getvalue() for n in range(10)})
    came, left, _ = unpack({"all.zip": zipped({"ada.zip": student, "bea.zip": zipped({"lab-1.ipynb": "bea"})})})
    assert sum(len(content) for name, content in came.items() if name.endswith("ipynb")) <= 2_500_000
    assert came["all/bea/lab-1.ipynb"] == b"bea"
    assert any("too large together" in reason for reason in left.values())


def test_folders_without_end_are_refused(unpack: Unpack) -> None:
    made, left, _ = unpack({"a.zip": zipped({"a/" * 2_000 + "lab-1.ipynb": "x", "lab-1.ipynb": "ada"})})
    assert made == {"a/lab-1.ipynb": b"ada"}
    assert list(left.values()) == ["it lies in more than 20 folders"]


def test_a_file_that_the_kit_fails_on_is_named_and_the_others_are_unpacked(
    unpack: Unpack, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.platforms.collecting import unpacking

    def fail(entry: Any, *rest: Any) -> int:
        if "bad" in entry.name:
            raise KeyError("unforeseen")
        return write(entry, *rest)

    write = unpacking._write
    monkeypatch.setattr(unpacking, "_write", fail)
    made, left, _ = unpack({"a.zip": zipped({"bad.ipynb": "x", "lab-1.ipynb": "ada"})})
    assert made == {"a/lab-1.ipynb": b"ada"}
    assert left == {"archive/a.zip/bad.ipynb": "the kit failed on it (KeyError); have a look at it by hand"}


def test_a_name_that_is_no_text_is_listed_as_one(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    with open(os.fsencode(tmp_path / "archive") + b"/\xff\n.zip", "wb") as file:
        file.write(b"no zip")
    unpacking = Unpacking(tmp_path / "archive", tmp_path / "extracted")
    unpacking.run()
    (one,) = unpacking.left
    assert one.file.isprintable()
    one.file.encode()


@given(st.binary(max_size=2_000), st.sampled_from([b"", b"\x1f\x8b\x08\x00", b"PK\x03\x04", b"PK\x05\x06", b"BZh9"]))
@settings(deadline=None, max_examples=60)
def test_any_bytes_are_unpacked_or_listed(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, magic: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "archive").mkdir()
    (folder / "archive" / "a.zip").write_bytes(magic + content)
    (folder / "archive" / "b.tar.gz").write_bytes(gzip.compress(content + bytes(1_024)))
    unpacking = Unpacking(folder / "archive", folder / "extracted")
    unpacking.run()
    assert unpacking.faults == []
    made = [path for path in (folder / "extracted").rglob("*") if path.is_file()]
    assert made or unpacking.left or not content.strip(b"\0")


# Where the work is


def answered(text: str = "", **answers: str) -> str:
    """The released notebook with an answer in it, as Jupyter saves it."""
    made = notebook(*RELEASED)
    for cell in made["cells"]:
        if text and cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = f"{text}"
    return json.dumps(made)


RELEASE, WORK, OTHER_WORK = answered(), answered("work of mine = 1"), answered("other work = 2")
WHEN = (2026, 3, 1, 12, 0, 0)
LATER = (2026, 3, 1, 13, 0, 0)


def dated(files: Mapping[str, tuple[str, tuple[int, int, int, int, int, int]]]) -> bytes:
    """A zip whose files have these times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, (content, when) in files.items():
            made.writestr(zipfile.ZipInfo(name, when), content)
    return out.getvalue()


COPIES = ["lab-1-Copy1.ipynb", "lab-1 (1).ipynb", "My answers.ipynb", "done/lab-1.ipynb", "lab-1_final.ipynb"]


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("when", [WHEN, LATER])
def test_an_untouched_release_never_wins_over_work(collect: Collect, copy: str, when: Any) -> None:
    files = {"ada/lab-1.ipynb": (RELEASE, when), f"ada/{copy}": (WORK, WHEN)}
    ran = collect({"a.zip": dated(files)})
    assert ran.submitted == {f"ada/{LAB}/{LAB}.ipynb": WORK}
    (reason,) = ran.left.values()
    assert reason == f"it is as it was given out; {Path(copy).name} holds the work"


def test_an_untouched_release_of_canvas_never_wins_over_earlier_work(collect: Collect) -> None:
    ran = collect({"a.zip": {"lovelaceada_101_1_lab-1.ipynb": WORK, "lovelaceada_101_2_lab-1-1.ipynb": RELEASE}})
    assert ran.submitted == {f"ada/{LAB}/{LAB}.ipynb": WORK}
    assert list(ran.left) == ["extracted/a/lovelaceada_101_2_lab-1-1.ipynb"]


def test_the_later_of_two_works_counts(collect: Collect) -> None:
    ran = collect({"a.zip": dated({"ada/lab-1.ipynb": (WORK, WHEN), "ada/lab-1 (1).ipynb": (OTHER_WORK, LATER)})})
    assert ran.submitted == {f"ada/{LAB}/{LAB}.ipynb": OTHER_WORK}
    assert list(ran.left.values()) == ["lab-1 (1).ipynb is the later version"]


def test_of_two_works_of_one_time_a_person_is_asked(collect: Collect) -> None:
    files = {
        "ada/lab-1.ipynb": (WORK, WHEN),
        "ada/lab-1 (1).ipynb": (OTHER_WORK, WHEN),
        "dan/lab-1.ipynb": (WORK, WHEN),
    }
    ran = collect({"a.zip": dated(files)})
    assert ran.submitted == {f"dan/{LAB}/{LAB}.ipynb": WORK}
    assert len(ran.left) == 2
    assert all("not clear which of lab-1 (1).ipynb, lab-1.ipynb counts; ask" in reason for reason in ran.left.values())


def test_work_beside_a_later_file_that_cannot_be_read_is_for_a_person(collect: Collect) -> None:
    ran = collect({"a.zip": dated({"ada/lab-1.ipynb": ("{", LATER), "ada/lab-1 (1).ipynb": (WORK, WHEN)})})
    assert ran.submitted == {}
    assert all("not clear" in reason for reason in ran.left.values())


def test_a_students_own_notebook_beside_the_work_is_named(collect: Collect) -> None:
    own = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    ran = collect({"a.zip": {"ada/lab-1.ipynb": WORK, "ada/scratch.ipynb": own}})
    assert ran.submitted == {f"ada/{LAB}/{LAB}.ipynb": WORK}
    assert "is not the lab's lab-1.ipynb" in next(iter(ran.left.values()))


@pytest.mark.parametrize(
    "name", ["lab-1.IPYNB", "lab-1.ipynb.txt", "lab-1.ipynb.json", "lab-1.ipynb (1)", "deep/er/lab-1.ipynb"]
)
def test_notebooks_under_nearly_right_names_are_collected(collect: Collect, name: str) -> None:
    assert collect({"a.zip": {f"ada/{name}": WORK}}).submitted == {f"ada/{LAB}/{LAB}.ipynb": WORK}
    canvas = Path(name).name
    ran = collect({"b.zip": {f"dodan_104_2_{canvas}": WORK}}, "--force")
    assert ran.submitted[f"dan/{LAB}/{LAB}.ipynb"] == WORK


@pytest.mark.parametrize(
    ("name", "reason"),
    [("lab-1.py", "no notebook"), ("lab-1.html", "no notebook"), ("work.rar", "an archive that was not unpacked")],
)
def test_what_is_no_notebook_is_named_with_what_to_ask_for(collect: Collect, name: str, reason: str) -> None:
    ran = collect({"a.zip": {f"ada/{name}": "x", "dan/lab-1.ipynb": WORK}})
    assert list(ran.submitted) == [f"dan/{LAB}/{LAB}.ipynb"]
    assert reason in ran.left[f"extracted/a/ada/{name}"]


def test_a_zip_in_a_zip_in_a_folder_is_collected(collect: Collect) -> None:
    inner = zipped({"my work/week 3/lab-1.ipynb": WORK, "my work/lab-1.ipynb": RELEASE})
    ran = collect({"a.zip": {"Ada Lovelace_7_assignsubmission_file/all.zip": zipped({"more/inner.zip": inner})}})
    assert ran.submitted == {f"ada/{LAB}/{LAB}.ipynb": WORK}
