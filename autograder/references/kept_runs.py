"""What runs of solutions left, kept: `descent calibrate` and grading ask for the same ones, and so does each later try.

One file holds what all runs of a notebook left that go through the same locked cells under the same setting, each under
a hash of its own cells. So another hint or tolerance runs nothing again, and another sample answer runs alone. The
first line is a hash of the second: what was damaged runs again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course.course import Course, private_folder
from autograder.shared.files import digest, opened, write_whole

FORMAT = 1
MOST_FILES = 24
"""Files of one lab; those that nobody has asked for longest go first."""

Claims = Mapping[str, Any]
"""What a run left, as plain JSON data: `evidence` by task, and why it `stopped`."""


def folder_of(course: Course, lab: str) -> Path:
    """Where a course keeps what the runs of a lab's solution left; it need not exist."""
    return course.private / "solution-runs" / lab


@dataclass(frozen=True)
class KeptRuns:
    """What runs of one lab left, in files of a folder of a course's own."""

    course: Course
    lab: str

    def read(self, beginning: str) -> dict[str, Claims]:
        """What is kept of the runs with this beginning, by the hash of each; nothing where a file is damaged."""
        path = self._path(beginning)
        try:
            with opened(path) as file:
                seal, _, text = file.read().partition(b"\n")
            os.utime(path)
        except OSError:
            return {}
        return dict(json.loads(text)) if seal == _seal(text) else {}

    def add(self, beginning: str, new: Mapping[str, Claims]) -> None:
        """Keep more of them. Where that cannot be, they run again when they are asked for again."""
        if not new:
            return
        text = json.dumps({**self.read(beginning), **new}, separators=(",", ":")).encode()
        with suppress(OSError):
            private_folder(self.course)
            self._path(beginning).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._path(beginning), _seal(text) + b"\n" + text)
            self._forget_oldest()

    def _path(self, beginning: str) -> Path:
        return folder_of(self.course, self.lab) / f"{beginning}.json"

    def _forget_oldest(self) -> None:
        files = sorted(folder_of(self.course, self.lab).glob("*.json"), key=lambda path: path.stat().st_mtime)
        for path in files[:-MOST_FILES]:
            path.unlink(missing_ok=True)


def _seal(text: bytes) -> bytes:
    return digest([f"format {FORMAT}", text]).encode()
