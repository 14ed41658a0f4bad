"""A machine that fails: full and read-only disks, a gradebook that is locked or damaged, damaged files of the kit,
two gradings at once, a clock that jumps, a kill. Each is one sentence or nothing, and afterwards all is as it would be.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hostile_class import LAB, Graded, alive_with, descent, grade_here, remove_tree

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

APP = "from autograder.cli import app; app()"


@pytest.fixture
def course(honest: Graded, tmp_path: Path) -> Iterator[Path]:
    """A copy of the class that was graded."""
    copied = tmp_path / "course"
    shutil.copytree(honest.course, copied)
    yield copied
    remove_tree(copied)


def command(course: Path, *arguments: str, code: str = APP) -> list[str]:
    """The command line of a `descent` command on a course."""
    return [sys.executable, "-c", code, *arguments, "--course", str(course)]


def descent_after(before: str, course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command after a shell has run `before`, in a file system view of their own."""
    words = ["unshare", "--mount", "sh", "-ec", f'{before}\nexec "$@"', "sh", *command(course, *arguments)]
    return subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)


def assert_one_sentence(status: int, out: str, err: str, *words: str) -> None:
    """A command ended with a sentence that says these words, and with no traceback."""
    said = out + err
    assert status in (1, 2), said
    assert "Traceback" not in said, said
    sentence = " ".join(" ".join(line.split()) for line in err.splitlines() if line.strip())
    assert "descent: " in sentence, said
    assert len(sentence) < 900, sentence
    assert all(word in sentence for word in words), sentence


def as_undisturbed(course: Path, honest: Graded) -> bool:
    """Whether a grading without disturbance finds what an undisturbed class has."""
    again = grade_here(course)
    assert again.stopped == "", again.said
    assert again.neighbours_touched(honest) == []
    return True


needs_mounts = pytest.mark.skipif(
    os.geteuid() != 0
    or subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True).returncode != 0,
    reason="mounting a small disk needs root",
)


@needs_mounts
def test_a_full_disk_is_one_sentence_and_nothing_is_lost(course: Path, honest: Graded) -> None:
    shutil.rmtree(course / "autograded")
    shutil.rmtree(course / ".descent" / "evidence")
    kept = course.parent / "kept"
    # The course on a disk of its own with half a megabyte left; what it wrote there is brought back to the real one.
    small = (
        f"cp -a {course} {kept}; mount -t tmpfs -o size=80m tmpfs {course}; cp -a {kept}/. {course}\n"
        f"head -c 70m /dev/zero > {course}/.filler 2>/dev/null || true; head -c 500k /dev/zero > /dev/null\n"
        f"rm -f {course}/.room; truncate -s -400K {course}/.filler"
    )
    done = descent_after(small, course, "grade", LAB)
    assert_one_sentence(done.returncode, done.stdout, done.stderr, "No space left on device")
    assert as_undisturbed(course, honest)


@needs_mounts
@pytest.mark.parametrize("folder", ["autograded", ".descent"])
def test_a_read_only_folder_is_one_sentence(course: Path, honest: Graded, folder: str) -> None:
    place = course / folder
    before = f"mount --bind {place} {place}; mount -o remount,ro,bind {place}"
    done = descent_after(before, course, "grade", LAB, "--force", "--student", "ada")
    assert_one_sentence(done.returncode, done.stdout, done.stderr, "ead-only")
    assert as_undisturbed(course, honest)


@contextmanager
def locked(course: Path) -> Iterator[None]:
    """Another program holds the gradebook."""
    other = sqlite3.connect(course / "gradebook.db", isolation_level=None)
    other.execute("begin exclusive")
    try:
        yield
    finally:
        other.execute("rollback")
        other.close()


@pytest.mark.parametrize("what", ["grade", "regrade", "report"])
def test_a_locked_gradebook_is_one_sentence(course: Path, what: str) -> None:
    with locked(course):
        done = descent(course, what, LAB)
    assert_one_sentence(done.exit_code, done.stdout, done.stderr, "gradebook.db", "locked")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut-in-half": lambda file: os.truncate(file, file.stat().st_size // 2),
    "of-zeros": lambda file: file.write_bytes(bytes(file.stat().st_size)),
    "of-noise": lambda file: file.write_bytes(bytes(range(256)) * 40),
    "with-noise-inside": lambda file: file.write_bytes(_noise_inside(file.read_bytes())),
    "a-text": lambda file: file.write_text("this is no database"),
    "a-folder": lambda file: (file.unlink(), file.mkdir()),
}


def _noise_inside(content: bytes) -> bytes:
    third = len(content) // 3
    return content[:4096] + b"\xff" * third + content[4096 + third :]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_damaged_gradebook_is_one_sentence(course: Path, damage: str) -> None:
    DAMAGES[damage](course / "gradebook.db")
    done = descent(course, "grade", LAB)
    assert_one_sentence(done.exit_code, done.stdout, done.stderr, "gradebook.db")


def _evidence(course: Path) -> list[Path]:
    return sorted((course / ".descent" / "evidence").rglob("*.jsonl"))


def _swap(course: Path) -> None:
    first, second, *_ = _evidence(course)
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)


def _all(change: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda course: [change(file) for file in _evidence(course)]


OWN_FILES: dict[str, Callable[[Path], object]] = {
    "evidence-cut": _all(lambda file: os.truncate(file, file.stat().st_size // 2)),
    "evidence-empty": _all(lambda file: file.write_bytes(b"")),
    "evidence-of-noise": _all(lambda file: file.write_bytes(b"\xff\x00" * 500)),
    "evidence-nested": _all(lambda file: file.write_text("[" * 100_000)),
    "evidence-swapped": _swap,
    "evidence-of-other-numbers": _all(lambda file: file.write_text(file.read_text().replace("0.3113", "0.4224"))),
    "records-of-noise": lambda course: [
        file.write_bytes(b"\xff{" * 100)
        for file in (course / ".descent").rglob("*")
        if file.is_file()
        and file.suffix in (".json", ".jsonl")
        and "evidence" not in file.parts
        and "settings" not in file.parts
    ],
}


@pytest.mark.parametrize("damage", OWN_FILES)
def test_damaged_files_of_its_own_are_made_anew(course: Path, honest: Graded, damage: str) -> None:
    OWN_FILES[damage](course)
    assert as_undisturbed(course, honest)


def test_two_gradings_at_once_end_as_one(course: Path, honest: Graded) -> None:
    shutil.rmtree(course / ".descent" / "evidence")
    both = [
        subprocess.Popen(command(course, "grade", LAB), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(2)
    ]
    said = [one.communicate(timeout=300)[0] for one in both]
    ends = sorted(one.returncode for one in both)
    assert ends in ([0, 2], [0, 0]), said
    assert not any("Traceback" in text for text in said), said
    if ends == [0, 2]:
        assert any("being graded right now" in " ".join(text.split()) for text in said), said
    assert as_undisturbed(course, honest)


JUMPS = """
import random, time
real, jumps = time.time, random.Random(7)
time.time = lambda: real() + jumps.choice((-10**9, -3600, 0, 3600, 10**9))
"""


def test_a_clock_that_jumps_changes_nothing(course: Path, honest: Graded) -> None:
    shutil.rmtree(course / "autograded")
    shutil.rmtree(course / ".descent" / "evidence")
    file = course.parent / "jumped.json"
    words = command(course, "grade", LAB, "--json", str(file), code=JUMPS + APP)
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found = {one["student"]: one for one in json.loads(file.read_text())["submissions"]}
    assert found == honest.results
    assert as_undisturbed(course, honest)


def test_a_kill_leaves_no_process_and_the_next_start_no_folder(course: Path, honest: Graded) -> None:
    folder = course.parent / "temporary"
    folder.mkdir(mode=0o755)
    environment = {**os.environ, "TMPDIR": str(folder), "DESCENT_KILLED": str(course)}
    for moment in (0.4, 2.0, 4.5):
        words = command(course, "grade", LAB, "--force")
        grading = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            grading.wait(moment)
        except subprocess.TimeoutExpired:
            grading.send_signal(signal.SIGKILL)
            grading.wait()
    end = time.monotonic() + 10
    while (left := alive_with([str(folder)])) and time.monotonic() < end:
        time.sleep(0.1)
    assert left == []
    done = subprocess.run(command(course, "grade", LAB), env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in folder.iterdir() if path.name.startswith("descent-")] == []
    assert as_undisturbed(course, honest)
