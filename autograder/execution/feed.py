"""Jobs that come one by one, from other threads, for an executor that goes on meanwhile."""

from __future__ import annotations

import contextlib
import os
import weakref
from collections import deque
from collections.abc import Iterator

from .job import Job


class Feed(Iterator[Job | None]):
    """An iterator over jobs that never waits: it gives None where there is none yet.

    Its `fileno` can be read as soon as something was put into it, or it was closed, until the next job is taken.
    """

    def __init__(self) -> None:
        self._jobs: deque[Job] = deque()
        self._closed = False
        self._event = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        weakref.finalize(self, os.close, self._event)

    def put(self, job: Job) -> None:
        """One more job, from any thread."""
        self._jobs.append(job)
        os.eventfd_write(self._event, 1)

    def close(self) -> None:
        """No more jobs will come."""
        self._closed = True
        os.eventfd_write(self._event, 1)

    def fileno(self) -> int:
        """A descriptor to wait for."""
        return self._event

    def __next__(self) -> Job | None:
        """The next job, or None where there is none yet.

        Raises:
            StopIteration: once it was closed and all were taken.
        """
        closed = self._closed  # before looking: what was put before closing is taken
        with contextlib.suppress(BlockingIOError):
            os.eventfd_read(self._event)
        if self._jobs:
            job = self._jobs.popleft()
            if self._jobs or self._closed:
                os.eventfd_write(self._event, 1)
            return job
        if closed:
            raise StopIteration
        return None
