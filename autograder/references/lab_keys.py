"""The keys of a lab's settings: made by its reference in seconds, kept so that a regrade starts at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.course import Course, lab_file, private_folder
from autograder.references.key_files import packed, unpacked
from autograder.references.sample_answers import samples_folder
from autograder.shared.files import digest, opened, write_whole
from autograder.shared.garbage import seldom_searched
from labkit.judging.key import Key
from labkit.judging.setting import Setting

if TYPE_CHECKING:
    from reference.lab_files.reference import Reference

Keys = Mapping[Setting, Mapping[str, Key]]
"""For each setting the key of each task."""


class KeysWhenNeeded(Mapping[Setting, Mapping[str, Key]]):
    """The keys of settings, in their order; those of each are read or made when they are asked for."""

    def __init__(self, reference: Reference, paths: Mapping[Setting, Path]) -> None:
        """`paths` says where the keys of each setting are kept, or will be."""
        self._reference = reference
        self._paths = paths
        self._made: dict[Setting, Mapping[str, Key]] = {}

    def __getitem__(self, setting: Setting) -> Mapping[str, Key]:
        """The key of each task under a setting.

        Raises:
            CalibrationError: if the setting cannot tell right from wrong.
        """
        if setting not in self._made:
            self._made[setting] = _keys(self._reference, setting, self._paths[setting])
        return self._made[setting]

    def __iter__(self) -> Iterator[Setting]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def keys_of(course: Course, reference: Reference, settings: Sequence[Setting], at_once: int | None = None) -> Keys:
    """For each setting the key of each task; those of the first `at_once`, or of all, are there when this returns.

    Raises:
        CalibrationError: if one of these cannot tell right from wrong.
    """
    keys = KeysWhenNeeded(reference, key_files(course, reference.lab.name, settings))
    for setting in settings[:at_once]:
        keys[setting]
    return keys


def key_files(course: Course, lab: str, settings: Iterable[Setting]) -> dict[Setting, Path]:
    """For each setting where its keys are kept, or would be."""
    sources = _sources(course, lab)
    folder = private_folder(course) / "keys"
    return {setting: folder / f"{digest([sources, json.dumps(dict(setting))])}.keys" for setting in settings}


def _keys(reference: Reference, setting: Setting, path: Path) -> Mapping[str, Key]:
    try:
        with opened(path) as file:
            more, kept = unpacked(file.read())
    except (OSError, ValueError):  # none yet, or damaged: they are built again
        return _build(reference, setting, path)
    return reference.revived({name: replace(key, setting=setting) for name, key in kept.items()}, more)


def _build(reference: Reference, setting: Setting, path: Path) -> Mapping[str, Key]:
    with seldom_searched():
        built, more = reference.keys(setting)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_whole(path, packed(built, more))
    return built


def _sources(course: Course, lab: str) -> str:
    """Hash of everything that keys follow from."""
    kit = Path(__file__).parents[2]
    folders = (kit / "reference", kit / "labkit", samples_folder(course, lab))
    files = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    files += [*sorted(course.step("source", lab).glob("*.ipynb")), lab_file(course, lab) or kit]
    parts: list[str | bytes] = [f"numpy {version('numpy')}", f"torch {version('torch')}"]
    return digest([*parts, *(path.read_bytes() for path in files if path.is_file())])
