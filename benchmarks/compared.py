"""The kit, stock nbgrader, otter-grader and the floor, pair by pair on the same submissions and cores, in one run.

    python benchmarks/compared.py [--classes 10 50 200 1000] [--sample 5] [--rounds 3] [--otter PYTHON]

Writes `benchmarks/results/speed.json`, and from it the tables and the plot of `docs/performance.md`.

- kit: `descent grade --force` as a command, its start and the gradebook included, keys built once before;
- floor: the same runs from the same fork points, the same cells and figures, without isolation, judging or storing;
- stock: `nbgrader autograde` with nbgrader's own steps;
- otter: otter-grader's `grade_notebook` in one process, with tests of the same numbers; PYTHON is an interpreter in
  which otter-grader is installed (`pip install otter-grader`), and without one otter is left out.

Kit and floor grade each class, one right after the other, in several rounds (those of hundreds in one, which is long
enough); the round with the middle ratio counts.
Stock and otter take seconds for each submission, one after the other, so a sample of the class tells: the time for one
submission, and for the sample, give what a start and what each further one costs. Figures off: runs draw nothing, in
the kit and the floor; in stock and otter matplotlib's backend is one that shows nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import meter
import otter_course
import torch
from meter import Used
from speed import STOCK_CONFIG, class_of, jobs_of

from autograder.course.course import Course
from autograder.demo.class_of import LAB
from autograder.execution.executor import Executor
from autograder.execution.job import Job
from autograder.grading.grading_rules import read_rules
from autograder.submissions import find_submissions

ROOT = Path(__file__).parents[1]
LARGE = 100
"""From so many submissions on, one round is enough."""
RESULTS = ROOT / "benchmarks" / "results" / "speed.json"
COMMAND = "from autograder.cli import main; main()"
NO_FIGURES = (
    "from autograder.grading import prepared_submission as p; plan = p.plan_job; "
    "p.plan_job = lambda *a, **k: plan(*a, **{**k, 'render': False}); "
)
"""For the kit's figures off; there is no such option, since graders want to see them."""
SHOWS_NOTHING = {"MPLBACKEND": "agg"}


def kit(course: Course, *options: str, figures: bool = True) -> Used:
    """`descent grade` as a command."""
    code = COMMAND if figures else NO_FIGURES + COMMAND
    return _python(code, "grade", LAB, "--course", str(course.root), *options)


def floor(jobs: Sequence[Job], figures: bool = True) -> Used:
    """The bare runs, with the start of the warm process."""

    def run() -> None:
        with Executor("none") as executor:
            for _ in executor.run(job if figures else replace(job, render=False) for job in jobs):
                pass

    return meter.work(run)


def stock(course: Course, students: Sequence[str], folder: Path, figures: bool = True) -> tuple[Used, int]:
    """Stock nbgrader on some of the class, and the bytes that it keeps of each."""
    shutil.copytree(course.root, folder, ignore=shutil.ignore_patterns("submitted", "autograded", ".descent"))
    (folder / "nbgrader_config.py").write_text(STOCK_CONFIG)
    for student in students:
        shutil.copytree(course.step("submitted", LAB, student), folder / "submitted" / student / LAB)
    code = "from nbgrader.apps.nbgraderapp import main; main()"
    used = _python(code, "autograde", LAB, folder=folder, more={} if figures else SHOWS_NOTHING)
    return used, meter.bytes_in(folder / "autograded") // len(students)


def otter(python: str, course: Course, students: Sequence[str], folder: Path, figures: bool = True) -> tuple[Used, int]:
    """otter-grader on some of the class, and the bytes that it keeps of each."""
    rules = read_rules(course, LAB)
    assert rules.lab is not None
    otter_course.make(course, rules.lab, students, dict(rules.notebooks[LAB].points), folder)
    packages = str(Path(torch.__file__).parents[1])  # the same torch and matplotlib for all
    more = {"PYTHONPATH": packages, **({} if figures else SHOWS_NOTHING)}
    used = meter.command([python, "-W", "ignore", str(ROOT / "benchmarks" / "with_otter.py"), str(folder)], more=more)
    return used, (folder / "scores.json").stat().st_size // len(students)


def _python(code: str, *arguments: str, folder: Path | None = None, more: dict[str, str] | None = None) -> Used:
    return meter.command([sys.executable, "-W", "ignore", "-c", code, *arguments], folder, more)


@dataclass(frozen=True)
class Sampled:
    """What a grader takes that was timed on a sample."""

    one: Used
    """For one submission, with the start."""
    all: Used
    """For the whole sample."""
    size: int
    kept: int
    """Bytes for each submission."""

    def for_class(self, students: int) -> dict[str, float]:
        """For each submission of a class: the start shared out, and what each further one takes."""

        def each(name: str) -> float:
            first, every = getattr(self.one, name), getattr(self.all, name)
            further = (every - first) / (self.size - 1)
            return float(((first - further) + further * students) / students)

        return _numbers(each("wall"), each("processor"), self.all.peak_mib, self.kept)


def sampled(grade: Callable[[Sequence[str], Path], tuple[Used, int]], students: Sequence[str], folder: Path) -> Sampled:
    """Time a grader on one submission and on a sample."""
    one, _ = grade(students[:1], folder / "one")
    every, kept = grade(students, folder / "all")
    return Sampled(one, every, len(students), kept)


def _numbers(wall: float, processor: float, peak: float, kept: float) -> dict[str, float]:
    return {
        "wall_s": round(wall, 4),
        "processor_s": round(processor, 4),
        "largest_process_mib": round(peak),
        "kept_kib": round(kept / 1024, 1),
    }


def measured(course: Course, figures: bool, rounds: int) -> dict[str, Any]:
    """Kit and floor on one class, in pairs; per submission."""
    students = len(find_submissions(course, LAB, [LAB]))
    jobs = jobs_of(course)
    pairs = [(kit(course, "--force", figures=figures), floor(jobs, figures)) for _ in range(rounds)]
    ratios = [one.processor / other.processor for one, other in pairs]
    one, other = pairs[ratios.index(statistics.median_low(ratios))]
    kept = meter.bytes_in(course.private / "evidence") + meter.bytes_in(course.step("autograded", LAB).parent)
    return {
        "kit": _numbers(one.wall / students, one.processor / students, one.peak_mib, kept / students),
        "floor": _numbers(other.wall / students, other.processor / students, other.peak_mib, 0),
        "kit_to_floor_of_each_round": [round(ratio, 3) for ratio in sorted(ratios)],
    }


def parts(course: Course) -> dict[str, float]:
    """Where the processor time of a class goes, from differences between runs of it; seconds in all."""
    students = [one.student for one in find_submissions(course, LAB, [LAB])]
    jobs = jobs_of(course)
    whole, again, single = kit(course, "--force"), kit(course), kit(course, "--student", students[0])
    bare, undrawn, start = floor(jobs), floor(jobs, figures=False), floor([])
    each = (again.processor - single.processor) / max(1, len(students) - 1)
    trusted = each * len(students)
    command = single.processor - each
    runs = undrawn.processor - start.processor
    figures = bare.processor - undrawn.processor
    rest = whole.processor - command - start.processor - runs - figures - trusted
    return {
        "start of the command": command,
        "start of the warm process": start.processor,
        "cells, forked and run": runs,
        "figures, drawn": figures,
        "reading, judging, writing, gradebook": trusted,
        "isolation, checking and keeping of evidence": rest,
    }


def machine() -> dict[str, Any]:
    """What it was measured on; no name of it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.machine()
    return {"processor": model, "cores": len(os.sched_getaffinity(0)), "system": platform.system()}


def versions(otter_python: str | None) -> dict[str, str]:
    """Of what took part."""
    names = ("graded-descent", "torch", "numpy", "matplotlib", "nbgrader")
    found = {"Python": platform.python_version()}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    if otter_python:
        found["otter-grader"] = _otter_version(otter_python)
    return found


def _otter_version(python: str) -> str:
    import subprocess

    code = "from importlib.metadata import version; print(version('otter-grader'))"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def run(
    classes: Sequence[int],
    sample: int,
    rounds: int,
    otter_python: str | None,
    folder: Path,
    figures: Sequence[bool] = (True, False),
) -> dict[str, Any]:
    """The whole comparison, as data."""
    found: dict[str, Any] = {
        "date": date.today().isoformat(),
        "lab": LAB,
        "machine": machine(),
        "versions": versions(otter_python),
        "rounds": rounds,
        "sample": sample,
        "classes": [],
    }
    courses = {count: class_of(count, folder) for count in classes}
    smallest = courses[min(courses)]
    students = [one.student for one in find_submissions(smallest, LAB, [LAB])][:sample]
    others: dict[tuple[str, bool], Sampled] = {}
    if sample > 1:
        for drawn in figures:
            place = folder / f"figures-{drawn}"
            others["stock", drawn] = sampled(
                lambda some, where, drawn=drawn: stock(smallest, some, where, drawn),  # type: ignore[misc]
                students,
                place / "stock",
            )
            if otter_python:
                others["otter", drawn] = sampled(
                    lambda some, where, drawn=drawn: otter(otter_python, smallest, some, where, drawn),  # type: ignore[misc]
                    students,
                    place / "otter",
                )
    for count, course in courses.items():
        first = kit(course)
        for drawn in figures:
            each = measured(course, drawn, rounds if count < LARGE else 1)
            each |= {name: one.for_class(count) for (name, how), one in others.items() if how == drawn}
            found["classes"].append({"students": count, "figures": drawn, **each})
        found["classes"][-1]["first_time_wall_s"] = round(first.wall / count, 4)
        found["counts_all_processes"] = first.counts_all
        print(json.dumps(found["classes"][-len(figures) :]), file=sys.stderr, flush=True)
    typical = min(courses, key=lambda count: abs(count - 50))
    found["parts"] = {
        "students": typical,
        "processor_s": {name: round(seconds / typical, 4) for name, seconds in parts(courses[typical]).items()},
    }
    return found


def main() -> None:
    """Run the comparison and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--classes", type=int, nargs="+", default=[10, 50, 200, 1000])
    parser.add_argument("--sample", type=int, default=5, help="submissions that stock nbgrader and otter grade")
    parser.add_argument("--rounds", type=int, default=3, help=f"of classes of fewer than {LARGE}")
    parser.add_argument("--otter", metavar="PYTHON", help="a Python that has otter-grader")
    parser.add_argument("--json", type=Path, default=RESULTS, help="where the results go")
    parser.add_argument("--note", default="", help="a sentence for the page, such as what else the machine did")
    parser.add_argument("--page-only", action="store_true", help="make the page again from results that are there")
    options = parser.parse_args()
    if not options.page_only:
        with tempfile.TemporaryDirectory() as temporary:
            found = run(options.classes, options.sample, options.rounds, options.otter, Path(temporary))
        options.json.parent.mkdir(parents=True, exist_ok=True)
        found["note"] = options.note
        options.json.write_text(json.dumps(found, indent=1) + "\n")
    from performance_page import write_page

    write_page(json.loads(options.json.read_text()), ROOT / "docs")


if __name__ == "__main__":
    main()
