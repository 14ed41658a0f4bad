"""One executor of each kind for all gradings of a test session: starting one takes seconds, a run hundredths of one.

How executors start, end and fail is tested in `tests/autograder/execution`, with executors of their own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from autograder.execution.executor import Executor
    from autograder.execution.job import Job, Run


@dataclass(frozen=True)
class Lent:
    """Stands in the place of an executor; whoever closes it only gives it back."""

    executor: Executor

    def __enter__(self) -> Lent:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing ends: the next one to ask gets it."""

    def hide(self, courses: Iterable[str | Path]) -> None:
        """Let no run read these folders either."""
        self.executor.hide(courses)

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[int, Run]]:
        """What came of each job."""
        return self.executor.run(jobs)


class Lender:
    """Starts executors when they are first asked for, and ends them when the session does."""

    def __init__(self, closed: Path) -> None:
        """`closed`: the folder of all test courses; runs read nothing there."""
        from autograder.execution.executor import Executor

        self._start = Executor
        self._closed = closed
        self._kept: dict[tuple[Any, int], Executor] = {}

    def lend(
        self,
        isolation: Any = "auto",
        jobs: int | None = None,
        courses: Sequence[str | Path] = (),
        many_runs: bool = True,
    ) -> Lent:
        """An executor with these properties, which others have used before and will use again: for many runs."""
        kind = isolation, jobs or len(os.sched_getaffinity(0))
        if kind not in self._kept:
            self._kept[kind] = self._start(*kind, courses=(self._closed, *courses))
        self._kept[kind].hide(courses)
        return Lent(self._kept[kind])

    def close(self) -> None:
        """End all of them."""
        for executor in self._kept.values():
            executor.close()


@contextmanager
def quick_gradings(courses: Path) -> Iterator[Lender]:
    """Inside, commands that grade in this process use executors that are warm.

    And nbgrader, which starts a program for each new gradebook to learn the version of its tables, asks once.
    """
    import nbgrader.api

    from autograder.execution import executor

    lender = Lender(courses)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(executor, "Executor", lender.lend)
        patch.setattr(nbgrader.api, "get_alembic_version", cache(nbgrader.api.get_alembic_version))
        try:
            yield lender
        finally:
            lender.close()
