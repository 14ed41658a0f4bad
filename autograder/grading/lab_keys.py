"""The keys of a lab's settings: built by the reference in seconds, kept so that a regrade starts at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.course import Course, lab_file, private_folder
from autograder.grading.key_files import packed, unpacked
from autograder.shared.files import digest, opened, write_whole
from labkit.judging.key import Key
from labkit.judging.setting import Setting

if TYPE_CHECKING:
    from reference.lab_files.lab import Lab

Keys = Mapping[Setting, Mapping[str, Key]]
"""For each setting the key of each task."""


def keys_of(course: Course, lab: Lab, settings: Iterable[Setting]) -> Keys:
    """For each setting the key of each task.

    Raises:
        CalibrationError: if a setting cannot tell right from wrong.
    """
    return {setting: _keys(lab, setting, path) for setting, path in key_files(course, lab, settings).items()}


def key_files(course: Course, lab: Lab, settings: Iterable[Setting]) -> dict[Setting, Path]:
    """For each setting where its keys are kept, or would be."""
    sources = _sources(course, lab)
    folder = private_folder(course) / "keys"
    return {setting: folder / f"{digest([sources, json.dumps(dict(setting))])}.keys" for setting in settings}


def _keys(lab: Lab, setting: Setting, path: Path) -> Mapping[str, Key]:
    try:
        with opened(path) as file:
            tolerances, kept = unpacked(file.read())
    except (OSError, ValueError):  # none yet, or damaged: they are built again
        return _build(lab, setting, path)
    return _revive(lab, setting, tolerances, kept)


def _build(lab: Lab, setting: Setting, path: Path) -> Mapping[str, Key]:
    from reference.keys.calibration import calibrate
    from reference.keys.making import keys

    tolerances = calibrate(lab, setting).tolerances
    built = keys(lab, setting, tolerances)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_whole(path, packed(built, asdict(tolerances)))
    return built


def _revive(lab: Lab, setting: Setting, tolerances: Mapping[str, float], kept: Mapping[str, Key]) -> Mapping[str, Key]:
    """Keys from what was kept; families of mistakes are fitted to evidence, so they are made again (0.2 s)."""
    from reference.keys.explanations import SettingReplays, singles
    from reference.keys.families import Families
    from reference.keys.grading_key import GradingKey
    from reference.keys.tolerances import Tolerances

    replays = SettingReplays.at(lab, setting, Tolerances(**tolerances))
    families = Families.on(replays, singles(replays))
    revived = {}
    for name, key in kept.items():
        values = {field.name: getattr(key, field.name) for field in fields(Key)} | {"setting": setting}
        revived[name] = GradingKey(**values, families=None if key.task.kind == "figure" else families)
    return revived


def _sources(course: Course, lab: Lab) -> str:
    """Hash of everything that keys follow from."""
    kit = Path(__file__).parents[2]
    folders = (kit / "reference", kit / "labkit")
    files = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    files.append(lab_file(course, lab.name) or kit)
    parts: list[str | bytes] = [f"numpy {version('numpy')}", f"torch {version('torch')}"]
    return digest([*parts, *(path.read_bytes() for path in files if path.is_file())])
