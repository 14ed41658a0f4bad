"""Times as people and programs write them: one meaning is read, several are refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.course.course import Course
from autograder.shared.errors import SubmissionError
from autograder.submissions import read_timestamp
from autograder.submissions.times import read_time

NOON = datetime(2026, 3, 1, 12)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2026-03-01 12:00:00", 0),
        ("2026-03-01 12:00:00.000000 UTC", 0),
        ("2026-03-01T12:00Z", 0),
        ("20260301T120000Z", 0),
        ("2026-03-01 12:00:00 +0200", -2),
        ("2026-03-01 12:00:00 -0530", 5.5),
        ("2026-03-01T12:00:00+02:00", -2),
        ("2026/03/01 12:00 +02", -2),
        ("2026-03-01 12:00:00 UTC+02:00", -2),
        ("2026-03-01 12:00:00 Europe/Berlin", -1),
        ("2026-03-01 12:00:00 America/New_York", 5),
        ("Sun, 01 Mar 2026 12:00:00 +0100", -1),
        ("Sun, 1 Mar 2026 12:00:00 GMT", 0),
        ("Sun Mar  1 12:00:00 UTC 2026", 0),
        ("Sun 01 Mar 2026 12:00:00 PM UTC", 0),
        ("March 1, 2026 12:00 Asia/Kolkata", -5.5),
    ],
)
def test_a_time_that_can_mean_one_thing_is_read(text: str, hours: float) -> None:
    assert read_time(text) == NOON + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("01.03.2026 12:00", "day and month cannot be distinguished"),
        ("03/01/2026 12:00:00 UTC", "cannot be distinguished"),
        ("2026-13-01 12:00:00", "month must be"),
        ("2026-03-01 12:00:00 EST", "'EST' is no clear time zone"),
        ("2026-03-01 12:00:00 CET", "'CET' is no clear time zone"),
        ("2026-03-01 12:00:00 IST", "'IST' is no clear time zone"),
        ("2026-03-01 12:00:00 +9000", "no place is"),
        ("2026-03-01 12:00:00 Europe/Nowhere", "no time zone called"),
        ("2026-03-01 12:00:00 ../../etc/passwd", "no time zone called"),
        ("2026-10-25 02:30:00 Europe/Berlin", "clocks were changed"),
        ("2026-03-29 02:30:00 Europe/Berlin", "clocks were changed"),
        ("Mon, 01 Mar 2026 12:00:00 +0100", "no Mon"),
        ("2026-03-01", "lacks"),
        ("yesterday", "lacks"),
        ("12:00", "lacks"),
        ("0001-01-01 00:00:00 +0200", "cannot be meant"),
    ],
)
def test_a_time_that_could_mean_several_things_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_time(text)


moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(microsecond=0))


@given(moments, st.integers(-14 * 60, 14 * 60))
def test_every_offset_is_read_as_the_standard_library_writes_it(moment: datetime, minutes: int) -> None:
    local = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    expected = local.astimezone(UTC).replace(tzinfo=None)
    assert read_time(local.isoformat()) == expected
    assert read_time(local.strftime("%Y-%m-%d %H:%M:%S.%f %z")) == expected
    assert read_time(format_datetime(local)) == expected


@given(st.text(max_size=60))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert isinstance(read_time(text), datetime)


def course(root: Path, **settings: str) -> Course:
    return Course(root, CourseDirectory(root=str(root)), Config(Exchange=Config(settings)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_timestamp_is_read_in_every_encoding_that_editors_write(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "timestamp.txt").write_bytes("2026-03-01 12:00:00 UTC\r\n".encode(encoding))
    assert read_timestamp(course(tmp_path), tmp_path) == NOON


@pytest.mark.parametrize("content", [b"\xff\x00\xfe", b"2026-03-01 \xe9", b"1" * 2_000, b"01.03.2026 12:00"])
def test_a_timestamp_that_nobody_can_read_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "timestamp.txt").write_bytes(content)
    with pytest.raises(SubmissionError, match=r"timestamp\.txt: .*2026-01-31 12:00:00 UTC|larger"):
        read_timestamp(course(tmp_path), tmp_path)


def test_an_abbreviation_is_read_where_nbgrader_writes_it_in_this_course(tmp_path: Path) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    written = datetime(2026, 7, 1, 12, tzinfo=berlin).strftime("%Y-%m-%d %H:%M:%S.%f %Z")
    (tmp_path / "timestamp.txt").write_text(written)
    assert read_timestamp(course(tmp_path, timezone="Europe/Berlin"), tmp_path) == datetime(2026, 7, 1, 10)
    with pytest.raises(SubmissionError, match="'CEST' is no clear time zone"):
        read_timestamp(course(tmp_path), tmp_path)


def test_what_is_said_of_a_time_stays_on_one_line():
    with pytest.raises(ValueError, match="no clear time zone") as refused:
        read_time("2026-03-02 09:00:00 X\n113 graded; mean score 10 of 10.")
    assert len(str(refused.value).splitlines()) == 1
