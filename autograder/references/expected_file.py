"""A lab's expected.json: what students' checks compare with, beside its source notebook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.course import Course
from autograder.shared.files import write_whole
from labkit.judging.paths.known_paths import KnownPaths

if TYPE_CHECKING:
    from reference.lab_files.reference import Reference

EXPECTED = "expected.json"
"""ships beside the notebook: what students' checks compare with"""


def write_expected(course: Course, reference: Reference) -> Path:
    """Write a lab's expected.json, which ships with its notebook; the file.

    Raises:
        CalibrationError: if the lab cannot tell right from wrong.
    """
    path = course.step("source", reference.lab.name) / EXPECTED
    text = json.dumps(reference.expected().to_json(), separators=(",", ":"), allow_nan=False) + "\n"
    write_whole(path, text.encode(), 0o644)
    return path


def shipped_paths(course: Course, lab: str) -> tuple[KnownPaths, ...]:
    """The paths that students' checks show; none where the release has no expected.json that says any."""
    try:
        read = json.loads((course.step("release", lab) / EXPECTED).read_text(encoding="utf-8"))
        return tuple(KnownPaths.from_json(known) for known in read.get("paths", ()))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return ()
