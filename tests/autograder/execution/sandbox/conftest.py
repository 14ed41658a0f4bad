"""Stages for the sandbox tests: one for each combination of layers, each test runs under all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sandbox_stages import MODES, Stage, start, stop


@pytest.fixture(scope="session", params=MODES)
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """The sandbox under one combination of layers; tests that take it run under each."""
    running = start(request.param)
    yield running
    stop(running)
