"""When a submission was handed in: nbgrader's timestamp.txt."""

from __future__ import annotations

from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from autograder.course.course import Course
from autograder.shared.cell_text import decoded
from autograder.shared.errors import SubmissionError
from autograder.submissions.opening import read_regular
from autograder.submissions.times import read_time

TIMESTAMP = "timestamp.txt"
MAX_TIMESTAMP_BYTES = 1_000
REMEDY = "Write it as '2026-01-31 12:00:00 UTC'; until then nobody knows whether this was late."


def read_timestamp(course: Course, folder: Path) -> datetime | None:
    """When a submission was handed in, in UTC, from nbgrader's timestamp.txt; None where there is none, or it is empty.

    Raises:
        SubmissionError: if the file is there, but does not say clearly when.
    """
    file = folder / TIMESTAMP
    try:
        text = decoded(read_regular(file, MAX_TIMESTAMP_BYTES)).strip().strip("\"'")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise SubmissionError(file, "it is no text in UTF-8 or UTF-16", REMEDY) from error
    try:
        return read_time(text, lambda name, local: _of_course(course, name, local)) if text else None
    except (ValueError, OverflowError) as error:
        raise SubmissionError(file, f"this is no clear time: {error}", REMEDY) from error


def _of_course(course: Course, name: str, local: datetime) -> tzinfo | None:
    """The zone that nbgrader writes times in here, where an abbreviation is what it has at that time."""
    settings: dict[str, Any] = course.config.get("Exchange", {})
    try:
        zone = ZoneInfo(str(settings.get("timezone", "UTC")))
    except (OSError, ValueError, KeyError):
        return None
    return zone if local.replace(tzinfo=zone).tzname() == name else None
