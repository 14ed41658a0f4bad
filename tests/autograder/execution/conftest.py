"""One executor of each kind for all tests here: starting one takes seconds, a run milliseconds."""

from collections.abc import Iterator
from functools import partial

import pytest
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
