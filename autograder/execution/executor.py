"""Runs jobs: forks each from the right fork point, a few at a time, and yields what came of them.

This is the trusted side. It hands plain data out and takes bounded plain data back; it never runs student code.
"""

import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

from .batch import Batch
from .forkpoints import ForkPoints
from .isolation import Isolation, shelter
from .job import Job, Run
from .runtime import make_runtime


class Executor:
    """Runs notebooks. Use it as a context manager; its processes and files are gone when it is closed."""

    def __init__(
        self,
        isolation: Isolation = "auto",
        jobs: int | None = None,
        python: str = sys.executable,
        share_prefix: bool = True,
        many_runs: bool = True,
    ) -> None:
        """Start the warm process; its imports go on while this returns, and the first `run` waits for them.

        `isolation`: `auto` takes every layer that the machine offers, `none` isolates nothing. `jobs`: runs at the
        same time, by default one per core. `share_prefix=False` runs every job from its first cell.
        `many_runs=False` starts some tenths of a second sooner, and takes some hundredths longer for every run.

        Raises `IsolationRefused` where isolation is too weak, `RuntimeProblem` where `python` lacks what runs need.
        """
        self._slots = jobs or len(os.sched_getaffinity(0))
        self._share = share_prefix
        self.folder = Path(tempfile.mkdtemp(prefix="descent-"))
        """Holds everything that the runs need on the disk."""
        self.folder.chmod(0o711)  # runs with a uid of their own pass through, and list nothing
        try:
            runtime = make_runtime(self.folder / "runtime", python)
            self._shelter = shelter(isolation, runtime, str(self.folder / "trial"), self._slots)
            self._points = ForkPoints(runtime, self.folder, many_runs)
            self._points.start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        self._runs = itertools.count(1)

    def __enter__(self) -> "Executor":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every process and remove every file."""
        self._points.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[int, Run]]:
        """What came of each job, with its position, in the order in which they end.

        `jobs` is drawn from only as slots become free. A broken run does not touch the others. Raises
        `WarmProcessFailed` where `python` cannot run notebooks.
        """
        self._points.wait()
        batch = Batch(self._points, self._shelter, self.folder, self._runs, self._slots, self._share)
        try:
            yield from batch.run(jobs)
        finally:
            batch.close()
