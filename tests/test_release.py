"""What is committed in `release/` is what a fresh generation gives, and holds no trace of a solution."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.assignments.releases import create_course
from autograder.course.course import builtin_labs, find_course
from reference.keys.making import expected_json
from reference.lab_files.lab import load_lab

ROOT = Path(__file__).parents[1]
LABS = sorted(path.parent.name for path in (ROOT / "source").glob("*/*.ipynb"))
RECIPES = [lab for lab in LABS if load_lab(builtin_labs() / f"{lab.replace('-', '_')}.py").recipe is not None]
MARKERS = ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS")


@pytest.fixture(scope="module")
def fresh(made_once: Callable[..., Path]) -> Path:
    """The releases of a new course."""
    return made_once("releases", create_course) / "release"


def test_the_wheel_brings_every_lab() -> None:
    brought = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["data-files"]
    assert brought == {f"share/graded-descent/source/{lab}": [f"source/{lab}/*"] for lab in LABS}


def files_in(folder: Path) -> dict[str, Path]:
    return {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*")) if path.is_file()}


def differences(one: Any, other: Any, place: str = "") -> list[str]:
    """Where two JSON documents differ, numbers compared to 1 in 100,000."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [said for key in one for said in differences(one[key], other[key], f"{place}.{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            said for n, pair in enumerate(zip(one, other, strict=True)) for said in differences(*pair, f"{place}[{n}]")
        ]
    numbers = isinstance(one, float | int) and isinstance(other, float | int)
    same = math.isclose(one, other, rel_tol=1e-5, abs_tol=1e-6) if numbers else one == other
    return [] if same else [f"{place}: {one!r:.60} is not {other!r:.60}"]


@pytest.mark.slow
@pytest.mark.parametrize("lab", LABS)
def test_the_committed_release_is_what_a_fresh_generation_gives(lab: str, fresh: Path) -> None:
    committed, generated = files_in(ROOT / "release" / lab), files_in(fresh / lab)
    assert committed.keys() == generated.keys()
    for name, path in committed.items():
        if path.suffix in (".json", ".ipynb"):
            assert differences(json.loads(path.read_text()), json.loads(generated[name].read_text())) == [], name
        else:
            assert path.read_bytes() == generated[name].read_bytes(), f"release the labs again: {name} differs"


@pytest.mark.slow
@pytest.mark.parametrize("lab", RECIPES)  # those of the others: test_every_lab.py
def test_the_committed_keys_are_what_a_fresh_calibration_gives(lab: str) -> None:
    committed = json.loads((ROOT / "source" / lab / "expected.json").read_text())
    calibrated = json.loads(json.dumps(expected_json(load_lab(builtin_labs() / f"{lab.replace('-', '_')}.py"))))
    for keys, others in zip(committed["keys"], calibrated["keys"], strict=True):
        assert [key["task"] for key in keys] == [key["task"] for key in others]
        found = [differences(key["right"], other["right"]) for key, other in zip(keys, others, strict=True)]
        assert [said for task in found for said in task if "LOSS_" not in said] == []
    assert committed["words"] == calibrated["words"]


@pytest.mark.parametrize("lab", LABS)
def test_the_release_holds_no_trace_of_a_solution(lab: str) -> None:
    source = json.loads((ROOT / "source" / lab / f"{lab}.ipynb").read_text())
    texts = ["".join(cell["source"]) for cell in source["cells"]]
    solved = [line.strip() for text in texts for line in _solution_lines(text)]
    given = "\n".join(text.replace("\n".join(_solution_lines(text)), "") for text in texts)
    telling = [line for line in solved if len(line) > 8 and line not in given]
    notebook = json.loads((ROOT / "release" / lab / f"{lab}.ipynb").read_text())
    everywhere = [path.read_text() for path in files_in(ROOT / "release" / lab).values()]
    everywhere += ["".join(cell["source"]) for cell in notebook["cells"]]
    assert len(telling) > 3
    assert [line for line in [*telling, *MARKERS] for text in everywhere if line in text] == []
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in notebook["cells"])


def _solution_lines(source: str) -> list[str]:
    if "### BEGIN SOLUTION" not in source:
        return []
    return source.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0].splitlines()


def test_the_repository_itself_is_a_course() -> None:
    assert find_course(ROOT).root == ROOT
