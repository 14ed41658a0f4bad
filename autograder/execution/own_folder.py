"""The folder of an executor on the disk, with a lock that shows whether its owner still lives."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

PREFIX = "descent-"
LOCK = "owner.lock"


class OwnFolder:
    """A new folder for this process; making one removes those whose owners were killed."""

    def __init__(self) -> None:
        _remove_orphaned()
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._lock = os.open(self.path / LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.path.chmod(0o711)  # runs with a uid of their own pass through, and list nothing

    def remove(self) -> None:
        """Remove it with all that is in it; a second time does nothing."""
        if self._lock >= 0:
            shutil.rmtree(self.path, ignore_errors=True)
            os.close(self._lock)
            self._lock = -1


def _remove_orphaned() -> None:
    for folder in _mine():
        with contextlib.suppress(OSError), open(folder / LOCK, "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # refused while its owner lives
            shutil.rmtree(folder, ignore_errors=True)


def _mine() -> Iterator[Path]:
    """This user's folders of that kind; a link or a folder without a lock is none."""
    with os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if not entry.name.startswith(PREFIX):
                continue
            with contextlib.suppress(OSError):
                if entry.is_dir(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_uid == os.geteuid():
                    yield Path(entry.path)
