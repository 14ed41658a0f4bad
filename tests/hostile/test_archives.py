"""Archives of students in the download of a platform, through `nbgrader zip_collect`: nothing is believed of them."""

from __future__ import annotations

import csv
import json
import os
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from attack import Attack, Damage
from attacks_by_archives import ARCHIVES, OUTSIDE, Packed
from hostile_class import MARK, remove_tree
from small_notebooks import RELEASED, notebook

from autograder.assignments.releases import CONFIG_TEXT

pytestmark = pytest.mark.slow

LAB = "lab-1"
MEMORY = 1 << 30
"""Address space of the collecting process beyond what it needs to start; honest downloads need a tenth."""
SECONDS = 300
RIGHT = json.dumps(notebook(*RELEASED))


@dataclass(frozen=True)
class Collected:
    """A download that was collected."""

    course: Path
    said: str
    status: int

    def left(self) -> str:
        """The list of what was not collected."""
        file = self.course / "downloaded" / LAB / "not-collected.csv"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def files(self, student: str) -> list[Path]:
        """What a student has handed in now."""
        return [path for path in (self.course / "submitted" / student).rglob("*") if not path.is_dir()]


def _nobodys(folder: Path) -> Path:
    """A file that is not the students'."""
    file = folder / "mark"
    file.write_text(MARK)
    return file


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All archives."""
    foreign = _nobodys(tmp_path_factory.mktemp("foreign"))
    return {packed.name: packed.build(str(foreign)) for packed in ARCHIVES}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory, archives: dict[str, bytes]) -> Iterator[Collected]:
    """A download of honest students and of all these, collected once by nbgrader's command."""
    course = tmp_path_factory.mktemp("archives") / "course"
    (course / "release" / LAB).mkdir(parents=True)
    (course / "release" / LAB / f"{LAB}.ipynb").write_text(RIGHT)
    (course / "nbgrader_config.py").write_text(CONFIG_TEXT)
    rows = [("ada", "Ada", "Lovelace", "", "100"), ("zoe", "Zoe", "Zed", "", "900")]
    rows += [(packed.name, packed.name, "X", "", str(200 + n)) for n, packed in enumerate(ARCHIVES)]
    with (course / "roster.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("id", "first_name", "last_name", "email", "lms_user_id"), *rows])
    _run(course, "db", "student", "import", "roster.csv")
    folder = course / "downloaded" / LAB / "archive"
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "submissions.zip", "w") as download:
        download.writestr("lovelaceada_100_1_lab-1.ipynb", RIGHT)
        for number, packed in enumerate(ARCHIVES):
            download.writestr(f"x{number}_{200 + number}_{number + 2}_work{packed.ending}", archives[packed.name])
        download.writestr("zedzoe_900_99_lab-1.ipynb", RIGHT)
    done = _run(course, "zip_collect", LAB, bounded=True)
    yield Collected(course, done.stdout, done.returncode)
    remove_tree(course)


def _run(course: Path, *arguments: str, bounded: bool = False) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "nbgrader", *arguments],
        cwd=course,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="backslashreplace",
        timeout=SECONDS,
        preexec_fn=_bound if bounded else None,
        check=False,
    )


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (2 * MEMORY, 2 * MEMORY))


def test_the_download_is_collected_and_honest_students_are_not_touched(collected: Collected) -> None:
    assert collected.status == 0, collected.said[-2000:]
    assert "Traceback" not in collected.said
    for student in ("ada", "zoe"):
        assert [(path.name, path.read_text()) for path in collected.files(student)] == [(f"{LAB}.ipynb", RIGHT)]


@pytest.mark.parametrize("packed", ARCHIVES, ids=lambda packed: packed.name)
def test_an_archive_does_no_harm_and_is_collected_or_named(
    collected: Collected, archives: dict[str, bytes], packed: Packed, note: Any, tmp_path: Path
) -> None:
    words = [*_harm(collected, packed)]
    found = Damage(losses=len(words), stopped=collected.status != 0, words=tuple(words))
    control = _control(packed, archives[packed.name], tmp_path)
    note(Attack(f"archive-{packed.name}", "archives", lambda attack, world: ""), "grade", control, found)
    assert found.none, words
    assert control, "a naive unpacker gets it right, so that its being harmless here says nothing"


def _harm(collected: Collected, packed: Packed) -> Iterator[str]:
    files = collected.files(packed.name)
    if any(path.is_symlink() or not path.is_file() or path.stat().st_nlink > 1 for path in files):
        yield "a link or a device is collected"
    if any(path.is_file() and MARK in path.read_text(errors="replace") for path in files):
        yield "another's file is collected"
    if sum(path.lstat().st_size for path in files) > 60_000_000:
        yield "more is collected than may be handed in"
    if not files and f"_{200 + ARCHIVES.index(packed)}_" not in collected.left():
        yield "lost without a word"
    planted = [Path("/tmp", OUTSIDE), *collected.course.parent.rglob(OUTSIDE)]
    if any(path.exists() and not any(re.match(r"x\d+_", part) for part in path.parts) for path in planted):
        yield "a file is written outside of its folder"
    if any(not letter.isprintable() for letter in collected.said.replace("\n", "")):
        yield "control characters reach the terminal"


CONTROL = """
import pathlib, resource, sys
sys.path.append(sys.argv[1])
resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29))
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 26, 1 << 26))
from attacks_by_archives import ARCHIVES, naively
packed = next(one for one in ARCHIVES if one.name == sys.argv[2])
print(naively(packed, pathlib.Path(sys.argv[3]).read_bytes(), pathlib.Path(sys.argv[4])))
"""


def _control(packed: Packed, content: bytes, folder: Path) -> str:
    """What a naive unpacker does with it, in a process of its own."""

    archive, foreign = folder / "archive", _nobodys(folder)
    archive.write_bytes(content)
    here = str(Path(__file__).parent)
    command = [sys.executable, "-c", CONTROL, here, packed.name, str(archive), str(foreign)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    finally:
        (Path("/tmp") / OUTSIDE).unlink(missing_ok=True)
    if done.returncode:
        return f"a naive unpacker is ended by {done.returncode}"
    return f"a naive unpacker {done.stdout.strip()}" if done.stdout.strip() else ""
