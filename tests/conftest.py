"""What all tests share: no display, no user settings, and no test that is skipped unnoticed where CI relies on it."""

from __future__ import annotations

import os

os.environ["MPLBACKEND"] = "agg"
os.environ["JUPYTER_PLATFORM_DIRS"] = "1"
os.environ.pop("VIRTUAL_ENV", None)  # of a shell that started the tests; IPython warns where it is another one

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from sharing_out import WholeFiles, in_order

if TYPE_CHECKING:
    from warm_executors import Lender

    from autograder.course.course import Course

MadeOnce = Callable[[str, Callable[[Path], object]], Path]

_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember every skipped test."""
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


SLOW_FIXTURES = frozenset({"new_course", "chromium"})
"""A whole course, of which the labs are released and all keys built first, and a browser."""


def pytest_itemcollected(item: pytest.Item) -> None:
    """Slow is also whatever needs something that takes long to make."""
    if SLOW_FIXTURES & set(getattr(item, "fixturenames", ())):
        item.add_marker(pytest.mark.slow)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first."""
    items[:] = in_order(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> WholeFiles:
    """Whatever `--dist` says: module-wide courses are made once."""
    return WholeFiles(config, log)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: it relies on every one of them."""
    is_worker = hasattr(session.config, "workerinput")
    if os.environ.get("CI") and _skipped and not is_worker:
        print(f"\nSkipped, which CI does not accept: {', '.join(_skipped)}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def deep_folder(tmp_path: Path) -> Iterator[Callable[[Path, int], None]]:
    """Makes folders in each other, so many that Python's own `rmtree` cannot remove them: `rm` does, afterwards."""
    made: list[Path] = []

    def make(place: Path, count: int) -> None:
        made.append(place)
        before = os.getcwd()
        os.chdir(place)
        try:
            for _ in range(count):
                os.mkdir("more")
                os.chdir("more")
        finally:
            os.chdir(before)

    yield make
    for place in made:
        subprocess.run(["rm", "-rf", str(place / "more")], check=True)


@pytest.fixture(scope="session")
def quick_gradings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lender]:
    """Commands that grade in this process use executors that are warm: see `warm_executors`."""
    from warm_executors import quick_gradings

    with quick_gradings(tmp_path_factory.getbasetemp()) as lender:
        yield lender


@pytest.fixture(scope="session")
def of_all_workers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the session that all workers share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@pytest.fixture(scope="module")
def solutions_run_once(of_all_workers: Path) -> Iterator[None]:
    """What runs of solutions left is kept for all courses of the session, and not for each course of its own.

    A run is kept under all that it depends on, so the same lab under the same setting runs once, whoever needs its key.
    """
    from autograder.references import kept_runs

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_runs, "folder_of", lambda course, lab: of_all_workers / "solution-runs" / lab)
        yield


@pytest.fixture(scope="session")
def made_once(of_all_workers: Path) -> MadeOnce:
    """Makes a folder once for all workers: the first to ask does, the others wait. Who changes it works on a copy."""
    base = of_all_workers

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, done = base / name, base / f"{name}.done"
        with FileLock(base / f"{name}.lock"):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)  # half of it, where making it failed before
                make(folder)
                done.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def new_course(made_once: MadeOnce) -> Callable[[Path], Course]:
    """Makes courses in folders that do not exist yet, as `descent init` does, with keys that are built already.

    Releasing the labs and building their keys takes many seconds, so that is done once and copied. All have one secret.
    """
    from autograder.course.course import find_course

    template = made_once("course-template", _make_template)

    def make(folder: Path) -> Course:
        shutil.copytree(template, folder)
        return find_course(folder)

    return make


RECIPES = ("mini-batch", "two-parameter-sgd")
"""The labs whose keys are replayed. Those of the others are made of hundreds of runs: see test_every_lab.py."""


def _make_template(folder: Path) -> None:
    from autograder.assignments.releases import create_course
    from autograder.course.course import assignments
    from autograder.grading.grading_rules import read_rules
    from autograder.grading.judge import read_judge

    course = create_course(folder, RECIPES)
    for lab in assignments(course):
        read_judge(read_rules(course, lab))
