"""The keys of a lab's settings: built by the reference in seconds, kept so that a regrade starts at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.course import Course, lab_file, private_folder
from autograder.grading.key_files import packed, unpacked
from autograder.shared.files import digest, opened, write_whole
from labkit.judging.key import Key, Setting

if TYPE_CHECKING:
    from reference.lab_files.lab import Lab


def keys_of(
    course: Course, lab: Lab, settings: Sequence[Setting], disclosed: bool = False
) -> tuple[Mapping[str, Key], ...]:
    """For each setting, the published one first, the key of each task; the others may be ``disclosed``.

    Raises:
        CalibrationError: if a setting cannot tell right from wrong.
    """
    paths = key_files(course, lab, settings)
    found = [_keys(lab, setting, path) for setting, path in zip(settings, paths, strict=True)]
    return tuple(_told(keys, number == 0, disclosed and number > 0) for number, keys in enumerate(found))


def _told(keys: Mapping[str, Key], published: bool, disclosed: bool) -> Mapping[str, Key]:
    """Keys that know whether students know their setting."""
    return {name: replace(key, published=published, disclosed=disclosed) for name, key in keys.items()}


def key_files(course: Course, lab: Lab, settings: Sequence[Setting]) -> tuple[Path, ...]:
    """For each setting, the published one first, where its keys are kept, or would be."""
    sources = _sources(course, lab)
    folder = private_folder(course) / "keys"
    names = [digest([sources, json.dumps(dict(one))]) for one in settings]
    return tuple(folder / f"{name}.keys" for name in names)


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
    """Keys from what was kept; families of mistakes are fitted to evidence, so they are made anew (0.2 s)."""
    from reference.keys.explanations import Bench, singles
    from reference.keys.families import Families
    from reference.keys.grading_key import GradingKey
    from reference.keys.tolerances import Tolerances

    bench = Bench.at(lab, setting, Tolerances(**tolerances))
    families = Families.on(bench, singles(bench))
    revived = {}
    for name, key in kept.items():
        values = {field.name: getattr(key, field.name) for field in fields(Key)}
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
