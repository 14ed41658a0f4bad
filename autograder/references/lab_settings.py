"""The settings that a lab is graded under: the published one, and fresh ones that nobody saw before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course.course import Course, private_folder, secret
from autograder.shared.errors import CourseError
from autograder.shared.files import write_whole
from labkit.judging.setting import Kind, Setting

if TYPE_CHECKING:
    from reference.lab_files.lab import Lab
    from reference.lab_files.reference import Reference

FRESH = 2
"""fresh settings per lab; one does against typed numbers, the second distinguishes what one cannot"""
FIRST = 2
"""settings under which everybody's notebook runs: the published one and a fresh one"""


@dataclass(frozen=True)
class LabSettings:
    """The settings that a lab is graded under."""

    published: Setting
    fresh: tuple[Setting, ...]

    @property
    def all(self) -> tuple[Setting, ...]:
        """Every setting, the published one first."""
        return (self.published, *self.fresh)

    @property
    def first(self) -> tuple[Setting, ...]:
        """Those under which everybody's notebook runs; under the others where these leave something open."""
        return self.all[:FIRST]

    @property
    def disclosed(self) -> bool:
        """Whether the instructor has let students know the fresh ones: they then serve for no new run."""
        return any(setting.is_known for setting in self.fresh)


def settings_of(course: Course, reference: Reference) -> LabSettings:
    """The published setting and the fresh ones: drawn once per lab and course, recorded, the same for everyone.

    Raises:
        CourseError: if the record is damaged, or was made for another published setting.
    """
    lab = reference.lab
    if not settings_file(course, lab.name).is_file():
        _draw(course, reference, past=[])
    record = _recorded(course, lab)
    kind: Kind = "disclosed" if record["disclosed"] else "fresh"
    return LabSettings(lab.public_settings[0], tuple(Setting(numbers, kind) for numbers in record["fresh"]))


def settings_file(course: Course, lab: str) -> Path:
    """Where a lab's fresh settings are recorded; to be disclosed by the instructor alone."""
    return course.private / "settings" / f"{lab}.json"


def disclose(course: Course, reference: Reference) -> tuple[Setting, ...]:
    """Let feedback show the fresh settings and their numbers from now on; returns them.

    What was run under them stays graded by them. What has yet to be run is not: see `renew`.
    """
    settings_of(course, reference)  # draws them where there are none yet
    _write(course, reference.lab, {**_recorded(course, reference.lab), "disclosed": True})
    return settings_of(course, reference).fresh


def renew(course: Course, reference: Reference) -> None:
    """Draw new fresh settings in place of disclosed ones, which are never used again."""
    record = _recorded(course, reference.lab)
    _draw(course, reference, past=[*record["past"], *record["fresh"]])


def _draw(course: Course, reference: Reference, past: list[dict[str, float]]) -> None:
    from reference.lab_files.fresh_settings import draw_fresh

    drawn = [dict(setting) for setting in draw_fresh(reference, secret(course), len(past) + FRESH)]
    fresh = [setting for setting in drawn if setting not in past][:FRESH]
    _write(course, reference.lab, {"lab": reference.lab.name, "fresh": fresh, "disclosed": False, "past": past})


def _write(course: Course, lab: Lab, record: Mapping[str, Any]) -> None:
    path = settings_file(course, lab.name)
    private_folder(course)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_whole(path, (json.dumps(record, indent=1) + "\n").encode())


def _recorded(course: Course, lab: Lab) -> dict[str, Any]:
    path = settings_file(course, lab.name)
    remedy = (
        "Bring it back from a copy. Or delete it, and, if its settings were ever disclosed, the course's secret "
        f"({course.private / 'secret'}) too: settings are then drawn again, and everything is run again."
    )
    try:
        record = json.loads(path.read_text())
        fresh, past = list(record["fresh"]), list(record.get("past", []))
        names = [set(setting) for setting in fresh]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CourseError(path, "the record of the lab's settings is damaged", remedy) from error
    if not fresh or any(found != set(lab.published) for found in names):
        raise CourseError(path, "these settings do not have the names of the lab's published one", remedy)
    return {"lab": lab.name, "fresh": fresh, "disclosed": record.get("disclosed") is True, "past": past}
