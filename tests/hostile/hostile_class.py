"""Classes with attackers and honest neighbours, graded by `descent grade` as anybody would; and what came of it."""

from __future__ import annotations

import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from attack import LOOT, Attack, Damage, Outcome, World
from controls import filled
from hostile_pages import dangers
from mini_batch_class import LAB
from typer.testing import CliRunner, Result

from autograder.cli import app
from autograder.course.course import Course, find_course
from autograder.demo.class_of import filled as answered
from autograder.demo.class_of import students
from autograder.submissions.finding import shown_id

MARK = "mark-7d1f0c55e2a94b"
"""Stands where no run may read; no attack's own text holds it."""
NEIGHBOUR = "neighbour-4be0917cc3"
LAST_NAME = "Gradebook-Name-31b85d"
SOLUTION = "### BEGIN " + "SOLUTION"
FRESH = "told-" + "under-unseen-data"
"""Said by attacks under fresh settings only; they put it together, so that their code does not hold it."""
HONEST = 6
CONFIG = "\nc.Execute.timeout = 5\n"
SECONDS = 900
"""What a class of attackers may take; one without takes a tenth."""


# The world


@contextmanager
def world_around(course: Path, folder: Path) -> Iterator[World]:
    """What there is to be attacked beside a course."""
    outside = folder / "outside"
    outside.mkdir(exist_ok=True)
    (outside / "mark").write_text(MARK)
    (outside / "mark").chmod(0o644)
    outside.chmod(0o777)
    victim = _victim()
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_say_the_mark, args=(listener,), daemon=True).start()
    try:
        kit = Path(__file__).resolve().parents[2]
        yield World(course, outside, victim.pid, listener.getsockname()[1], kit, LAB)
    finally:
        listener.close()
        victim.kill()
        victim.wait()


def _victim() -> subprocess.Popen[bytes]:
    """A process with the mark in its arguments and its environment."""
    return subprocess.Popen([f"waits-{MARK}", "3600"], executable="/bin/sleep", env={"GRADER_SECRET": MARK})


def _say_the_mark(listener: socket.socket) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            connection.sendall(MARK.encode())


def course_with_neighbours(new_course: Callable[[Path], Course], folder: Path) -> Path:
    """A course in which honest students have handed in, right and wrong work."""
    from autograder.assignments.releases import open_gradebook

    course = new_course(folder)
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + CONFIG)
    release = json.loads((course.step("release", LAB) / f"{LAB}.ipynb").read_text())
    for student in students(HONEST, LAB):
        notebook = answered(release, student, LAB)
        cell_of(notebook, "practice-explain")["source"] += f"\n{NEIGHBOUR}\n"
        cell_of(notebook, "practice-train")["source"] += f"\n# {NEIGHBOUR}\n"
        target = course.step("submitted", LAB, student.id) / f"{LAB}.ipynb"
        target.parent.mkdir(parents=True)
        target.write_text(json.dumps(notebook))
        (target.parent / "timestamp.txt").write_text("2026-03-02 09:00:00 UTC\n")
    with open_gradebook(course) as gradebook:
        for student in students(HONEST, LAB):
            gradebook.update_or_create_student(student.id, first_name=student.first_name, last_name=LAST_NAME)
    return course.root


# Handing in


def cell_of(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    """The cell with this grade_id."""
    found = (one for one in notebook["cells"] if one["metadata"].get("nbgrader", {}).get("grade_id") == name)
    return next(found)  # type: ignore[no-any-return]


def write_submission(attack: Attack, world: World, submitted: Path) -> None:
    """Hand in what an attack consists of, below a folder `submitted`."""
    folder = submitted / attack.student / LAB
    folder.mkdir(parents=True, exist_ok=True)
    notebook = json.loads((world.course / "release" / LAB / f"{LAB}.ipynb").read_text())
    for name, code in (("practice-train", attack.train), ("practice-plot", attack.plot)):
        if code:
            cell_of(notebook, name)["source"] = filled(code, world)
    made = attack.edit(notebook)
    if made is not None:
        content = json.dumps(made) if isinstance(made, dict) else made
        raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        (folder / f"{LAB}.ipynb").write_bytes(raw)
    attack.beside(folder, world)


# Grading


@dataclass(frozen=True)
class Graded:
    """A class that `descent grade` was run on."""

    course: Path
    status: int | None
    """None where it did not come to an end."""
    said: str
    seconds: float
    results: dict[str, dict[str, Any]]

    @property
    def stopped(self) -> str:
        """How the class came not to be graded, in words; empty where it was."""
        if self.status is None:
            return f"did not end within {SECONDS} s"
        if self.status not in (0, 1) or not self.results:
            return f"ended with status {self.status}: {self.said.strip().splitlines()[-1:]}"
        return f"wrote a traceback: {self.said[-2000:]}" if "Traceback (most" in self.said else ""

    def neighbours_touched(self, before: Graded) -> list[str]:
        """Honest students whose results differ from those in a class without attackers."""
        return [who for who in before.results if _result_of(self, who) != _result_of(before, who)]

    def outcome(self, attack: Attack) -> Outcome:
        """What came of an attacker."""
        folder = self.course / "autograded" / attack.student
        files = tuple(path for path in folder.rglob("*") if path.is_file()) if _can_be(folder) else ()
        result = self.results.get(shown_id(attack.student), {})
        return Outcome(result, _shown(folder / LAB / f"{LAB}.ipynb"), files, self.said)

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """What no attacker may get to see."""
        return (MARK, NEIGHBOUR, LAST_NAME, SOLUTION, (self.course / ".descent" / "secret").read_text().strip())


def grade(course: Path, *more: str) -> Graded:
    """Run `descent grade` as a command, within bounds."""
    file = course.parent / f"{course.name}-results.json"
    command = [sys.executable, "-c", "from autograder.cli import app; app()", "grade", LAB]
    begun = time.monotonic()
    running = subprocess.Popen(
        [*command, "--course", str(course), "--json", str(file), *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "GRADER_SECRET": MARK, "COLUMNS": "200"},
    )
    try:
        said, _ = running.communicate(timeout=SECONDS)
        status: int | None = running.returncode
    except subprocess.TimeoutExpired:
        running.kill()
        said, _ = running.communicate()
        status = None
    return Graded(course, status, said.decode(errors="surrogateescape"), time.monotonic() - begun, _results(file))


def grade_here(course: Path) -> Graded:
    """The same in this process, for a class that does no harm to it."""
    file = course.parent / f"{course.name}-results.json"
    begun = time.monotonic()
    arguments = ["grade", LAB, "--course", str(course), "--json", str(file)]
    ended = CliRunner().invoke(app, arguments, env={"COLUMNS": "200"}, catch_exceptions=False)
    return Graded(course, ended.exit_code, ended.output, time.monotonic() - begun, _results(file))


def _results(file: Path) -> dict[str, dict[str, Any]]:
    submissions = json.loads(file.read_text())["submissions"] if file.exists() else []
    return {one["student"]: one for one in submissions}


def descent(course: Path, *arguments: str) -> Result:
    """Run another command on a course, in this process."""
    return CliRunner().invoke(app, [*arguments, "--course", str(course)], catch_exceptions=False)


def _result_of(graded: Graded, student: str) -> tuple[Any, ...]:
    folder = graded.course / "autograded" / student
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return graded.results.get(student), files, gradebook_rows(graded.course, student)


def gradebook_rows(course: Path, student: str) -> list[tuple[Any, ...]]:
    """What the gradebook says of a student's cells, without what differs between any two gradebooks."""
    query = """
        select c.name, g.auto_score, g.manual_score, g.needs_manual_grade, g.extra_credit
        from grade g join submitted_notebook sn on g.notebook_id = sn.id
        join submitted_assignment sa on sn.assignment_id = sa.id
        join base_cell c on g.cell_id = c.id where sa.student_id = ?
    """
    with sqlite3.connect(course / "gradebook.db") as database:
        return sorted(database.execute(query, (student,)).fetchall(), key=repr)


def _can_be(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except (OSError, ValueError):
        return False


def _shown(file: Path) -> str:
    """The outputs and texts of a graded notebook; of code cells not their source."""
    try:
        notebook = json.loads(file.read_text())
    except (OSError, ValueError):
        return ""
    return "\n".join(text for cell in notebook["cells"] for text in _texts(cell))


def _texts(cell: dict[str, Any]) -> Iterator[str]:
    if cell["cell_type"] == "markdown":
        yield "".join(cell["source"])
    for output in cell.get("outputs", []):
        yield "".join(output.get("text", []))
        yield "".join(output.get("traceback", []))
        for kind, data in output.get("data", {}).items():
            if kind.startswith("text/"):
                yield "".join(data)


# Damage


def damage(attack: Attack, graded: Graded, world: World) -> Damage:
    """All that an attack has done."""
    outcome = graded.outcome(attack)
    words: list[str] = []
    points = max(0.0, outcome.points - attack.deserved)
    if points:
        words.append(f"{points:g} points gained")
    found = _marks_found(attack, graded, outcome)
    if found:
        words.append(f"read {', '.join(found)}")
    losses = [*_losses(attack, graded, outcome), *_loot(attack, outcome, reading=False)]
    reached = attack.success(outcome, world)
    deceived = [reached] if reached and attack.aim == "deceiving" else []
    deceived += [*_told(outcome), *_on_its_page(attack, graded)]
    if reached and not deceived:
        losses.append(reached)
    return Damage(points, sum(map(len, found)), len(losses), len(deceived), words=(*words, *losses, *deceived))


def _marks_found(attack: Attack, graded: Graded, outcome: Outcome) -> list[str]:
    text = f"{outcome.shown}\n{json.dumps(outcome.result, ensure_ascii=False)}\n{outcome.said}"
    content = [path.read_bytes() for path in outcome.files if path.stat().st_size < 50_000_000]
    marks = [*graded.marks, FRESH]
    found = [mark for mark in marks if mark in text or any(mark.encode() in data for data in content)]
    return [*found, *_loot(attack, outcome, reading=True)]


def _loot(attack: Attack, outcome: Outcome, *, reading: bool) -> list[str]:
    """What an attack says that it got."""
    if (attack.aim in ("reading", "deceiving")) is not reading:
        return []
    return [line[:200] for line in outcome.shown.splitlines() if line.startswith(LOOT)]


def _losses(attack: Attack, graded: Graded, outcome: Outcome) -> Iterator[str]:
    for path in attack.leaves:
        if os.path.lexists(path):
            yield f"{path} is left"
    if not outcome.result:
        yield "lost without a word"


def _told(outcome: Outcome) -> Iterator[str]:
    """What reaches a reader and is not for him."""
    if obeyed(outcome.said):
        yield "control characters reach the terminal"


def _on_its_page(attack: Attack, graded: Graded) -> list[str]:
    """What of an attack on readers of HTML is left in the feedback page, which nbgrader makes."""
    if not attack.page or not graded.results:
        return []
    from nbgrader.converters import GenerateFeedback
    from nbgrader.coursedir import CourseDirectory

    course = find_course(graded.course)
    directory = CourseDirectory(config=course.config)
    directory.assignment_id, directory.student_id = LAB, attack.student
    GenerateFeedback(coursedir=directory, config=course.config).start()
    page = course.step("feedback", LAB, attack.student) / f"{LAB}.html"
    return dangers(page.read_text(), attack.page)


def obeyed(said: str) -> re.Match[str] | None:
    """What a terminal would obey, less colours and ends of lines, which commands may write."""
    plain = re.sub(r"\x1b\[[0-9;]*m|\r\n|\r", "", said)
    return re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", plain)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its mode, size and time of change, at any depth."""
    found = subprocess.run(
        ["find", ".", "-type", "f", "-printf", "%P\\n%m %s %T@\\0"], cwd=folder, capture_output=True, check=False
    )
    lines = (line.rpartition(b"\n") for line in found.stdout.split(b"\0") if line)
    return {os.fsdecode(name): rest for name, _, rest in lines}


def remove_tree(folder: Path) -> None:
    """Remove a folder whatever its modes and depth."""
    if subprocess.run(["rm", "-rf", str(folder)], check=False, stderr=subprocess.DEVNULL).returncode:
        subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=True)
        subprocess.run(["rm", "-rf", str(folder)], check=True)


def alive_with(words: Sequence[str]) -> list[str]:
    """Command lines of living processes that hold one of these words."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().decode(errors="replace")
        except OSError:
            continue
        found += [word for word in words if word in command]
    return found
