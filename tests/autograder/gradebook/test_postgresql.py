"""nbgrader's gradebook in PostgreSQL: the same grades as in SQLite, also where two labs are graded at once."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Comment, Grade

from autograder.assignments.releases import open_gradebook
from autograder.course.course import CONFIG_FILE, Course, find_course
from autograder.demo.class_of import hand_in
from autograder.gradebook.rows import cell_grades

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]
LABS = ("two-parameter-sgd", "mini-batch")
STUDENTS = 4
DESCENT = str(Path(sys.executable).with_name("descent"))
PATIENCE = 120.0
COLUMNS = (Grade.auto_score, Grade.manual_score, Grade.extra_credit, Grade.needs_manual_grade)


def programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("no PostgreSQL server: apt-get install postgresql")
    return found[-1].parent


def as_server(*command: str) -> list[str]:
    """A command as the server's own user: PostgreSQL refuses to be run by root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.getuid() == 0 else list(command)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database, on a server that listens on the loopback interface alone."""
    found = programs()
    folder = Path("/tmp") / f"descent-postgresql-{os.getpid()}"  # its path must be short, and open to another user
    folder.mkdir(mode=0o755)
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = str(folder / "data")
    make = [
        str(found / "initdb"),
        "-D",
        data,
        "-A",
        "trust",
        "-U",
        "grader",
        "--no-sync",
        "-E",
        "UTF8",
        "--locale",
        "C",
    ]
    subprocess.run(as_server(*make), check=True, stdout=subprocess.DEVNULL, cwd="/")
    serve = [str(found / "postgres"), "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", str(folder)]
    with (tmp_path_factory.mktemp("postgresql") / "log").open("wb") as log:
        server = subprocess.Popen(as_server(*serve), stdout=log, stderr=log, cwd="/")
    try:
        create = [str(found / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "grader", "gradebook"]
        until = time.monotonic() + PATIENCE
        while subprocess.run(create, stderr=subprocess.DEVNULL).returncode != 0:
            assert time.monotonic() < until
            assert server.poll() is None
            time.sleep(0.2)
        yield f"postgresql+psycopg://grader@127.0.0.1:{port}/gradebook"
    finally:
        server.terminate()
        server.wait(PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def with_gradebook(course: Course, url: str) -> Course:
    """The course with its gradebook elsewhere, and what was handed in."""
    with (course.root / CONFIG_FILE).open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
    (course.root / "gradebook.db").unlink()
    return find_course(course.root)


def graded_at_once(course: Course) -> None:
    """Both labs, by two commands that run at the same time."""
    commands = [[DESCENT, "grade", lab, "--course", str(course.root), "--jobs", "1"] for lab in LABS]
    running = [subprocess.Popen(one, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for one in commands]
    for process in running:
        said, _ = process.communicate(timeout=8 * PATIENCE)
        assert process.returncode == 0, said


def grades(course: Course) -> dict[Any, Any]:
    with open_gradebook(course) as gradebook:
        return {row[:3]: row[3:] for lab in LABS for row in cell_grades(gradebook.db, lab, *COLUMNS)}


def test_two_gradings_at_once_leave_the_grades_that_sqlite_holds(
    tmp_path: Path, new_course: Callable[[Path], Course], database: str
) -> None:
    here, there = new_course(tmp_path / "here"), with_gradebook(new_course(tmp_path / "there"), database)
    for course in (here, there):
        for lab in LABS:
            hand_in(course, STUDENTS, lab)
    graded_at_once(there)
    graded_at_once(here)
    assert grades(there) == grades(here)
    assert len(grades(there)) == STUDENTS * 4 * len(LABS)
    with open_gradebook(there) as gradebook:
        assert gradebook.db.bind.dialect.name == "postgresql"
        assert gradebook.db.query(Comment).count() > 0


def test_a_database_without_its_driver_is_named_with_the_remedy(
    tmp_path: Path, new_course: Callable[[Path], Course], monkeypatch: pytest.MonkeyPatch
) -> None:
    course = new_course(tmp_path / "course")
    with (course.root / CONFIG_FILE).open("a") as config:
        config.write("\nc.CourseDirectory.db_url = 'postgresql+psycopg2://nobody@127.0.0.1:1/none'\n")
    command = [DESCENT, "grade", LABS[0], "--course", str(course.root)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "pip install 'graded-descent[postgresql]'" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
