"""Trial labs run once for all tests of them: what is right, and what each mutant leaves."""

from collections.abc import Callable
from functools import cache
from textwrap import dedent

import pytest
import torch
from trial_labs import TRIAL_LABS, TrialLab
from trial_runs import Begun, separated

from reference.solutions.notebook import read_notebook
from reference.solutions.separation import Separation


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    """Small trainings are fastest on one thread, and no test is slowed by another one."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def begun() -> Callable[[TrialLab], Begun]:
    """The notebook of a trial lab after its locked cells."""
    return cache(lambda lab: Begun(read_notebook(lab.cells)))


@pytest.fixture(scope="session")
def separations(begun: Callable[[TrialLab], Begun]) -> Callable[[TrialLab], Separation]:
    """Everything about a trial lab."""

    @cache
    def separate(lab: TrialLab) -> Separation:
        samples = {str(place): {"practice-train": dedent(code)} for place, code in enumerate(lab.styles)}
        return separated(begun(lab), lab.kinds, samples)

    return separate


@pytest.fixture(params=TRIAL_LABS, ids=lambda lab: lab.name)
def lab(request: pytest.FixtureRequest) -> TrialLab:
    """Each trial lab in turn."""
    return request.param
