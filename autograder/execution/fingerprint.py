"""What a run depends on beside the notebook: the kit's own files, Python, and all that is installed for it."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ..shared.files import digest
from .python import installed

LIBRARIES = ("torch", "numpy", "matplotlib", "ipython")
JUDGING = "judging"
"""Folder of labkit that says what evidence is worth, not what it is: a change there runs nothing again."""


@dataclass(frozen=True)
class Fingerprint:
    """Where two of these are equal, the same notebook leaves the same."""

    kit: str
    """Hash of the kit's files that take part in a run."""
    python: str
    machine: str
    libraries: tuple[str, ...]
    """Names and versions of the libraries that labs use."""
    packages: tuple[str, ...]
    """Notes of installation of everything that student code could import."""

    def parts(self) -> tuple[str, ...]:
        """All of it, to be hashed."""
        return (self.kit, self.python, self.machine, *self.libraries, *self.packages)

    def differences(self, other: Fingerprint) -> Iterator[str]:
        """In words, what the other one has instead."""
        if other.kit != self.kit:
            yield "another version of the kit"
        if other.python != self.python:
            yield f"Python {other.python} and not {self.python}"
        if other.machine != self.machine:
            yield f"another processor ({other.machine} and not {self.machine})"
        for own, others in zip(self.libraries, other.libraries, strict=False):
            if own != others:
                yield f"{others} and not {own.split()[-1]}"
        if self.libraries == other.libraries and self.packages != other.packages:
            odd = sorted(set(self.packages) ^ set(other.packages))
            yield f"other packages ({', '.join(name.removesuffix('.dist-info') for name in odd[:3])})"


def fingerprint() -> Fingerprint:
    """That of this installation."""
    kit = Path(__file__).parents[1]
    labkit = kit.parent / "labkit"
    files = sorted((kit / "execution").rglob("*.py"))
    files += [path for path in sorted(labkit.rglob("*.py")) if path.parent != labkit / JUDGING]
    parts: list[str | bytes] = []
    for path in files:
        parts += [path.relative_to(kit.parent).as_posix(), path.read_bytes()]
    return Fingerprint(
        digest(parts),
        platform.python_version(),
        platform.machine(),
        tuple(f"{name} {_version(name)}" for name in LIBRARIES),
        tuple(installed(sys.path)),
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
