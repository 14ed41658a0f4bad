"""The versions that pyproject.toml allows: the lowest are those that CI tests with, and seams have an upper bound."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
UNTESTED = ("torch",)
"""Libraries whose lowest version no CI can install; constraints-lowest.txt says why."""
TOOLS = ("playwright", "ruff", "mypy", "pre-commit")
"""What no test with the lowest versions uses."""
SEAMS = {path.stem for path in (ROOT / "autograder" / "seams").glob("[a-z]*.py")}
FURTHER = {"ipython", "ipykernel", "matplotlib-inline"}
"""Libraries of the seams beside student code that have none on the trusted side."""


def requirements() -> dict[str, Requirement]:
    """What the kit, its tests and its build ask for, by name."""
    project = PROJECT["project"]
    extras = [line for extra in project["optional-dependencies"].values() for line in extra]
    lines = [*project["dependencies"], *extras, *PROJECT["build-system"]["requires"]]
    return {canonicalize_name(one.name): one for one in map(Requirement, lines)}


def pins(file: str) -> dict[str, Version]:
    lines = [line for line in (ROOT / file).read_text().splitlines() if line and not line.startswith("#")]
    return {canonicalize_name(name): Version(version) for name, version in (line.split("==") for line in lines)}


def bound(requirement: Requirement, *operators: str) -> Version | None:
    found = [Version(one.version) for one in requirement.specifier if one.operator in operators]
    return found[0] if found else None


@pytest.mark.parametrize("name", sorted(requirements().keys() - {*UNTESTED, *TOOLS}))
def test_ci_tests_with_the_lowest_version(name: str) -> None:
    lowest = bound(requirements()[name], ">=")
    assert lowest is not None, f"pyproject.toml gives {name} no lower bound"
    tested = pins("constraints-lowest.txt").get(name)
    assert tested == lowest, f"constraints-lowest.txt has {name} {tested}, pyproject.toml allows {lowest}"


@pytest.mark.parametrize("file", ["constraints-lowest.txt", "requirements.txt"])
def test_every_pinned_version_is_allowed(file: str) -> None:
    known = pins(file)
    wanted = {name: one for name, one in requirements().items() if file == "requirements.txt" or name not in TOOLS}
    assert [name for name in wanted if name not in known] == []
    assert [name for name, one in wanted.items() if not one.specifier.contains(known[name])] == []


@pytest.mark.parametrize("name", sorted(SEAMS | FURTHER))
def test_a_library_with_a_seam_has_an_upper_bound(name: str) -> None:
    assert bound(requirements()[name], "<") is not None, f"the kit has a seam to {name}: its next version may break it"
