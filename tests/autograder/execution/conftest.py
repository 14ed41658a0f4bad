"""One executor of each kind for all tests here: starting one takes seconds, a run milliseconds."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from installations import built_wheel
from small_jobs import RunCells, run_in

from autograder.execution.executor import Executor
from autograder.execution.isolation import IsolationRefused
from autograder.execution.sandbox.probe import SandboxError


@pytest.fixture(scope="session")
def grader_secret() -> Iterator[str]:
    """Something in the grader's environment that no run may see."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADER_SECRET", "hush-8472")
        yield "hush-8472"


@pytest.fixture(scope="session")
def isolated(grader_secret: str) -> Iterator[Executor]:
    """Runs with every layer of isolation that this machine offers."""
    try:
        executor = Executor("auto", jobs=2)
    except (IsolationRefused, SandboxError) as refused:
        pytest.skip(f"this machine offers too little isolation: {refused}")
    with executor:
        yield executor


@pytest.fixture(scope="session")
def bare(grader_secret: str) -> Iterator[Executor]:
    """Runs without isolation."""
    with Executor("none", jobs=2) as executor:
        yield executor


@pytest.fixture(params=["bare", "isolated"])
def executor(request: pytest.FixtureRequest) -> Executor:
    """Both kinds, one after the other."""
    found: Executor = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def run_cells(executor: Executor) -> RunCells:
    """Run student cells, and then collect evidence for the task `t`."""
    return partial(run_in, executor)


@pytest.fixture
def run_isolated(isolated: Executor) -> RunCells:
    """The same, isolated only."""
    return partial(run_in, isolated)


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder that every user can pass through, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="layouts-"))
    folder.chmod(0o755)
    before = os.umask(0o022)
    yield folder
    os.umask(before)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def wheel(place: Path) -> Path:
    """The kit as it is published, built of this checkout."""
    return built_wheel(place)
