"""How fast a class is graded, side by side: this kit, stock nbgrader, and the floor that no grader of these runs beats.

    python benchmarks/speed.py [--students 50] [--stock 4] [--many 0]

- kit: `descent grade` as a command, its start and the gradebook included; keys are built once before (and timed);
- stock: `nbgrader autograde` with nbgrader's own steps on the same submissions, the lab's own figures drawn;
- floor: the same runs from the same fork points, same cells and figures, without isolation, judging or storing;
- judged again: `descent grade` when all evidence is kept.

`--many 1000` also grades so many submissions, to show that cost per submission and memory stay flat.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from autograder.assignments.releases import create_course
from autograder.course.course import Course
from autograder.demo.class_of import LAB, hand_in
from autograder.execution.executor import Executor
from autograder.execution.job import Job
from autograder.grading.grading_rules import read_rules
from autograder.grading.prepared_submission import prepare
from autograder.submissions import find_submissions

STOCK_CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'any'\n"


def grade(course: Course, *options: str) -> tuple[float, float]:
    """Wall seconds and processor seconds of `descent grade`."""
    return _timed("from autograder.cli import main; main()", "grade", LAB, "--course", str(course.root), *options)


def _timed(code: str, *arguments: str, folder: Path | None = None) -> tuple[float, float]:
    before, started = _cpu(), time.perf_counter()
    command = [sys.executable, "-W", "ignore", "-c", code, *arguments]
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started, _cpu() - before


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def stock(course: Course, students: Sequence[str], folder: Path) -> float:
    """Wall seconds per submission of stock nbgrader, over the first `students` of the course."""
    copy = folder / "stock"
    shutil.copytree(course.root, copy, ignore=shutil.ignore_patterns("submitted", "autograded", ".descent"))
    (copy / "nbgrader_config.py").write_text(STOCK_CONFIG)
    for student in students:
        shutil.copytree(course.step("submitted", LAB, student), copy / "submitted" / student / LAB)
    code = "from nbgrader.apps.nbgraderapp import main; main()"
    wall, _ = _timed(code, "autograde", LAB, folder=copy)
    return wall / len(students)


def jobs_of(course: Course) -> list[Job]:
    """What `descent grade` ran: each submission under the settings of its kept evidence, and no others."""
    rules = read_rules(course, LAB)
    jobs: list[Job] = []
    for one in find_submissions(course, LAB, [LAB]):
        prepared = prepare(rules, one)
        kept = rules.store.read(prepared.key)
        if kept is None:
            raise SystemExit(f"{prepared.name}: no evidence is kept of it; the kit has to grade first")
        plan = prepared.plan()
        known = {**plan.jobs, **plan.further()}
        jobs += [known[run.setting] for run in kept.runs]
    return jobs


def floor(jobs: Iterable[Job]) -> float:
    """Wall seconds for the bare runs, with the start of the warm process."""
    started = time.perf_counter()
    with Executor("none") as executor:
        for _ in executor.run(jobs):
            pass
    return time.perf_counter() - started


def class_of(count: int, folder: Path) -> Course:
    """A course with so many made-up submissions."""
    course = create_course(folder / f"course-{count}", [LAB])
    hand_in(course, count)
    return course


def compare(students: int, sampled: int, folder: Path) -> None:
    """Print kit, stock and floor for one class."""
    course = class_of(students, folder)
    names = [one.student for one in find_submissions(course, LAB, [LAB])]
    first, _ = grade(course)
    walls = []
    for _ in range(3):
        kit, bare = grade(course, "--force")[0], floor(jobs_of(course))
        walls.append((kit / students, bare / students))
    kit, bare = sorted(walls, key=lambda pair: pair[0] / pair[1])[1]
    again, cpu = grade(course)
    each = stock(course, names[:sampled], folder)
    print(f"{students} submissions, seconds per submission (wall, everything included)")
    print(f"  stock nbgrader            {each:8.3f}   ({sampled} of the same submissions)")
    print(
        f"  kit, first time           {first / students:8.3f}   keys built, {each / (first / students):5.1f} x faster"
    )
    print(f"  kit                       {kit:8.3f}   {each / kit:5.1f} x faster than stock (bar: 20)")
    print(f"  floor                     {bare:8.3f}   kit / floor {kit / bare:.2f} (bar: 1.3)")
    print(
        f"  judged again, stored      {again / students:8.3f}   {cpu / students * 1000:.1f} ms of processor time each"
    )


def flatness(few: int, many: int, folder: Path) -> None:
    """Print what a submission costs in a small and in a large class, and the memory of the grader."""
    for count in (few, many):
        course = class_of(count, folder)
        grade(course, "--student", "ada")
        wall, cpu = grade(course)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        kept = sum(path.stat().st_size for path in (course.root / ".descent" / "evidence").rglob("*.jsonl")) / count
        each = f"{wall / count:.3f} s wall, {cpu / count:.3f} s processor"
        print(f"{count:5} submissions: {each} each, largest process {peak:.0f} MiB, {kept / 1024:.0f} KiB kept each")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=50)
    parser.add_argument("--stock", type=int, default=4, help="submissions that stock nbgrader grades")
    parser.add_argument("--many", type=int, default=0, help="also grade a class of so many")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        compare(options.students, options.stock, Path(temporary))
        if options.many:
            flatness(options.students, options.many, Path(temporary) / "flat")


if __name__ == "__main__":
    main()
