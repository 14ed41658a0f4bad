"""An executor that is started when the first run is due: starting one takes seconds, and often nothing has to run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from autograder.shared.errors import CourseError

if TYPE_CHECKING:
    from autograder.execution.executor import Executor
    from autograder.execution.job import Job, Run

ISOLATION = ("auto", "none")
"""What may be asked for, see `autograder.execution.isolation`; a `Confinement` may be given as well."""


class ExecutorWhenNeeded:
    """Starts its one executor at the first run, or before, and ends it with the `with` block.

    Args:
        isolation: as for `Executor`
        jobs: runs at the same time; one per core by default
        courses: folders that no run may read
        many_runs: as for `Executor`

    Raises:
        CourseError: for an isolation that there is not.
    """

    def __init__(
        self, isolation: Any = "auto", jobs: int | None = None, courses: Sequence[Path] = (), many_runs: bool = True
    ) -> None:
        if isinstance(isolation, str) and isolation not in ISOLATION:
            raise CourseError("--isolation", f"'{isolation}' is no choice", "Say auto or none.")
        self._isolation = isolation
        self._jobs = jobs
        self._courses = tuple(courses)
        self._many_runs = many_runs
        self._executor: Executor | None = None

    def __enter__(self) -> ExecutorWhenNeeded:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._executor is not None:
            self._executor.__exit__(kind, error, trace)
            self._executor = None

    def start(self) -> Executor:
        """Start now: where runs will surely be due, its imports may go on beside ours."""
        from autograder.execution.executor import Executor

        if self._executor is None:
            made = Executor(self._isolation, self._jobs, many_runs=self._many_runs, courses=self._courses)
            self._executor = made.__enter__()
        return self._executor

    def hide(self, folders: Iterable[Path]) -> None:
        """Let no run read these folders."""
        self._courses = (*self._courses, *folders)
        if self._executor is not None:
            self._executor.hide(tuple(folders))

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[int, Run]]:
        """Run jobs as they are pulled: see `Executor.run`."""
        waiting = iter(jobs)
        for first in waiting:
            yield from self.start().run(chain([first], waiting))

    def close(self) -> None:
        """End the executor, if there is one."""
        self.__exit__(None, None, None)
