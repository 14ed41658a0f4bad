"""The benchmark of speed runs on a tiny class, and makes its page of what it found: nothing here asserts a time."""

from __future__ import annotations

from pathlib import Path

import compared
import meter
import performance_page
import pytest
import speed

from autograder.assignments.releases import create_course
from autograder.demo.class_of import LAB, hand_in

ROOT = Path(__file__).parents[2]
PAGE = f"# Performance\n\n{performance_page.BEGIN}\nold\n{performance_page.END}\n\nafter\n"


def used(grader: float) -> dict[str, float]:
    return {"wall_s": grader, "processor_s": grader, "largest_process_mib": 100, "kept_kib": 1.0}


FOUND = {
    "date": "2026-01-01",
    "lab": LAB,
    "machine": {"processor": "any", "cores": 2},
    "versions": {"Python": "3.11"},
    "rounds": 1,
    "sample": 2,
    "classes": [
        {"students": 10, "figures": True, "kit": used(0.2), "floor": used(0.1), "stock": used(4.0)},
        {"students": 50, "figures": True, "kit": used(0.1), "floor": used(0.1), "stock": used(4.0)},
    ],
    "parts": {"students": 50, "processor_s": {"start": 0.1, "runs": 0.3}},
}


def test_page_and_plot_are_made_of_results(tmp_path: Path) -> None:
    (tmp_path / "performance.md").write_text(PAGE)
    performance_page.write_page(FOUND, tmp_path)
    text = (tmp_path / "performance.md").read_text()
    assert "| 10 | on | kit | 0.200 | 0.200 | 20.0 |" in text
    assert "| runs | 300.0 | 75 % |" in text
    assert "old" not in text
    assert text.endswith("after\n")
    assert (tmp_path / performance_page.PICTURE).stat().st_size > 1000


def test_a_process_and_all_that_it_starts_are_measured() -> None:
    assert meter.work(lambda: None).wall > 0.0
    with pytest.raises(SystemExit):
        meter.command(["false"])


def test_checks_of_nbgrader_are_left_out_for_otter() -> None:
    import json

    import otter_course

    notebook = json.loads((ROOT / "release" / LAB / f"{LAB}.ipynb").read_text())
    cells = otter_course.without_checks(notebook)["cells"]
    assert 0 < len(cells) < len(notebook["cells"])
    assert not any("check(" in "".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


@pytest.mark.slow  # a course is made, graded twice, and its floor run
def test_the_benchmark_runs_on_a_tiny_class(tmp_path: Path) -> None:
    found = compared.run([2], sample=0, rounds=1, otter_python=None, folder=tmp_path, figures=(True,))
    (one,) = found["classes"]
    assert one["students"] == 2
    assert one["kit"]["processor_s"] > 0.0
    assert one["floor"]["processor_s"] > 0.0
    assert one["kit"]["kept_kib"] > 0.0
    assert set(found["parts"]["processor_s"]) >= {"start of the command", "start of the warm process"}


@pytest.mark.slow  # a course is made and graded
def test_the_floor_runs_what_the_kit_ran(tmp_path: Path) -> None:
    course = create_course(tmp_path / "course", [LAB])
    hand_in(course, 4)
    speed.grade(course)
    jobs = [job.name for job in speed.jobs_of(course)]
    assert {name.partition("/")[0] for name in jobs} == {"ada", "ben", "chidi", "dilara"}
    assert 8 <= len(jobs) <= 12
