"""A class on two workers of a cluster, of which one is killed half-way, and whose scheduler is started again.

    python benchmarks/cluster.py [--students 1000] [--workers 2]

The class is graded on this machine first. Then it is graded on workers: after a half of it one worker is killed, after
three quarters the scheduler is killed and started again at its address. Asserted is that every verdict is there and
none twice, and that results, graded notebooks and scores are those of this machine, byte for byte but for addresses of
memory that notebooks print. Figures go to `benchmarks/results/cluster.json`: processor time of the grader's side and of
the workers, and what follows from both.
"""

import argparse
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

from meter import Group

from autograder.assignments.releases import create_course
from autograder.course.course import PRIVATE_FOLDER, find_course
from autograder.demo.class_of import LAB, hand_in
from autograder.execution.plain import job_as_bytes
from autograder.grading.grading_rules import read_rules
from autograder.grading.judge import read_judge
from autograder.grading.prepared_submission import prepare
from autograder.submissions import find_submissions

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests" / "autograder" / "cluster"))

from clusters import Cluster, cluster  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "cluster.json"
COMMAND = [sys.executable, "-W", "ignore", "-c", "from autograder.cli import main; main()"]
ADDRESS = re.compile(rb"at 0x[0-9a-f]+")
LOOK_SECONDS = 0.2
MANY = 100_000
SCORES = """
    select sa.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade
    from grade g join submitted_notebook sn on g.notebook_id = sn.id
    join submitted_assignment sa on sn.assignment_id = sa.id join base_cell c on g.cell_id = c.id
"""


@dataclass(frozen=True)
class Took:
    """Seconds of a grading."""

    wall: float
    grader: float
    """Processor time of the command, which reads, judges and records; alone on this machine it runs as well."""
    workers: float = 0.0
    """Processor time of all workers, also of the one that was killed, and of both schedulers."""


class Grading:
    """`descent grade` under way on a course."""

    def __init__(self, course: Path, *options: str) -> None:
        self.course = course
        self._log = course.parent / "grading.log"
        self._group, self._begun = Group(), time.perf_counter()
        if self._group.folder is None:
            raise SystemExit("processor time cannot be counted here: no control group can be made")
        arguments = ["grade", LAB, "--course", str(course), "--json", str(course.parent / "results.json"), *options]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*COMMAND, *arguments], stdout=log, stderr=log, preexec_fn=self._group.enter
            )

    def until(self, count: int) -> None:
        """Wait until evidence of so many submissions is kept."""
        while kept(self.course) < count:
            if self._process.poll() is not None:
                raise SystemExit(self._log.read_text())
            time.sleep(LOOK_SECONDS)

    def end(self, students: int) -> tuple[float, float]:
        """Wall and processor seconds, when it has ended well, with so many run and none left out."""
        status = self._process.wait()
        took = time.perf_counter() - self._begun, self._group.seconds() or 0.0
        self._group.remove()
        said = " ".join(self._log.read_text().split())
        assert status == 0, said
        assert f"{students} graded, {students} run now" in said, said
        return took


def kept(course: Path) -> int:
    return sum(1 for _ in (course / PRIVATE_FOLDER / "evidence").glob("*/*.jsonl"))


def here(course: Path, students: int) -> Took:
    """The class graded on this machine."""
    return Took(*Grading(course).end(students))


def on_workers(course: Path, students: int, workers: int, machines: Path) -> Took:
    """The class graded on workers, with a worker and a scheduler lost on the way."""
    group = Group()
    with cluster(machines) as dask:
        dask.enter = group.enter
        started = [dask.start_worker(f"worker-{number}") for number in range(workers)]
        grading = Grading(course, "--scheduler", dask.address)
        grading.until(students // 2)
        dask.end(started[0])
        grading.until(students * 3 // 4)
        start_again(dask)
        wall, grader = grading.end(students)
    seconds = group.seconds() or 0.0
    group.remove()
    return Took(wall, grader, seconds)


def start_again(dask: Cluster) -> None:
    """Kill the scheduler, and start another at its address."""
    assert dask.scheduler is not None
    dask.end(dask.scheduler)
    dask.start_scheduler()


def outcome(course: Path) -> dict[str, bytes]:
    """Everything that a grading leaves for people: results, graded notebooks, scores.

    Addresses of memory, which students' notebooks print, differ between any two processes.
    """
    graded = course / "autograded"
    with sqlite3.connect(course / "gradebook.db") as gradebook:
        scores = sorted(gradebook.execute(SCORES).fetchall(), key=repr)
    files = {
        str(path.relative_to(graded)): ADDRESS.sub(b"at 0x", path.read_bytes())
        for path in graded.rglob("*")
        if path.is_file()
    }
    lines = "\n".join(map(repr, scores)).encode()
    return {**files, "results.json": (course.parent / "results.json").read_bytes(), "gradebook.db": lines}


def differences(here: Mapping[str, bytes], there: Mapping[str, bytes]) -> list[str]:
    """Lines in which two gradings differ, with the name of what they stand in."""
    found = []
    for name in sorted(here.keys() | there.keys()):
        texts = [side.get(name, b"").decode(errors="replace").splitlines() for side in (here, there)]
        found += [f"{name}: {line:.300}" for line in unified_diff(*texts, lineterm="", n=0)]
    return found


def assert_all_there_once(course: Path, students: int) -> None:
    """Every submission has a verdict, and one."""
    submissions = json.loads((course.parent / "results.json").read_text())["submissions"]
    assert len(submissions) == len({one["student"] for one in submissions}) == students
    assert all(task["outcome"] != "error" for one in submissions for task in one["tasks"])
    assert kept(course) == students
    with sqlite3.connect(course / "gradebook.db") as gradebook:
        rows = gradebook.execute(SCORES).fetchall()
    assert len({row[:2] for row in rows}) == len(rows)


def bytes_of_a_run(course: Path) -> int:
    """What is sent to a worker for one run."""
    found = find_course(course)
    rules = read_rules(found, LAB)
    first = find_submissions(found, LAB, [LAB])[0]
    return max(len(job_as_bytes(job)) for job in prepare(rules, first).plan().jobs.values())


def figures(students: int, local: Took, far: Took, sent: int) -> dict[str, Any]:
    """What was measured, and what follows for very many."""
    grader, workers = far.grader / students, far.workers / students
    return {
        "students": students,
        "here": asdict(local),
        "workers": asdict(far),
        "grader_seconds_each": grader,
        "worker_seconds_each": workers,
        "bytes_sent_for_a_run": sent,
        "cores_that_one_grader_feeds": workers / grader,
        "many": MANY,
        "many_grader_hours": MANY * grader / 3600,
        "many_worker_core_hours": MANY * workers / 3600,
    }


def main() -> None:
    """Grade, kill, compare, and write down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cluster-") as folder:
        one, two = Path(folder, "here"), Path(folder, "far")
        course = create_course(one / "course", (LAB,))
        hand_in(course, options.students, LAB)
        read_judge(read_rules(course, LAB))  # builds the keys: once for both
        shutil.copytree(one, two)
        sent = bytes_of_a_run(course.root)
        local = here(one / "course", options.students)
        print(f"here: {local}", flush=True)
        far = on_workers(two / "course", options.students, options.workers, Path(folder, "machines"))
        print(f"on workers: {far}", flush=True)
        assert_all_there_once(two / "course", options.students)
        if different := differences(outcome(one / "course"), outcome(two / "course")):
            raise SystemExit("workers gave other results than this machine:\n" + "\n".join(different[:20]))
    found = figures(options.students, local, far, sent)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
