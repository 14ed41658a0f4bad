"""What lies in a folder that somebody else filled: found within bounds of depth and number."""

from __future__ import annotations

import fnmatch
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

MAX_DEPTH = 10
"""folders in folders"""
MAX_ENTRIES = 10_000
"""files and folders that are looked at"""
MOST_NAMED = 5
"""names in one sentence"""


@dataclass(frozen=True)
class Found:
    """One file."""

    name: str
    """its path below the folder"""
    path: Path
    status: os.stat_result

    @property
    def is_regular(self) -> bool:
        """Whether it is a file, not a link, a device or a pipe."""
        return stat.S_ISREG(self.status.st_mode)


@dataclass
class Walk:
    """One look through a folder; what could not be looked at is in ``unseen`` afterwards."""

    folder: Path
    ignored: Sequence[str] = ()
    """patterns of names, as in nbgrader's configuration"""
    unseen: dict[str, str] = field(default_factory=dict)
    """path below the folder -> why it was left out"""
    _room: int = MAX_ENTRIES

    def files(self) -> Iterator[Found]:
        """Everything that is no folder, links and devices among it, by path."""
        yield from self._below("", 0)

    def _below(self, below: str, depth: int) -> Iterator[Found]:
        for entry in self._entries(below):
            name = f"{below}{entry.name}"
            try:
                is_folder = entry.is_dir(follow_symlinks=False)
                found = None if is_folder else Found(name, Path(entry.path), entry.stat(follow_symlinks=False))
            except OSError as error:
                self.unseen[name] = f"it cannot be read: {error.strerror}"
                continue
            if found is not None:
                yield found
            elif depth < MAX_DEPTH:
                yield from self._below(f"{name}/", depth + 1)
            else:
                self.unseen[name] = f"it lies more than {MAX_DEPTH} folders deep"

    def _entries(self, below: str) -> list[os.DirEntry[str]]:
        """A folder's entries by name, as many as may still be looked at."""
        entries: list[os.DirEntry[str]] = []
        try:
            with os.scandir(self.folder / below) as scan:
                for entry in scan:
                    if any(fnmatch.fnmatchcase(entry.name, pattern) for pattern in self.ignored):
                        continue
                    if self._room == 0:
                        self.unseen[below or "."] = f"there are more than {MAX_ENTRIES} files and folders"
                        break
                    self._room -= 1
                    entries.append(entry)
        except OSError as error:
            if not below:
                raise
            self.unseen[below.rstrip("/")] = f"it cannot be read: {error.strerror}"
        return sorted(entries, key=lambda entry: entry.name)


def shown(name: str) -> str:
    """A file's name as a sentence can hold it."""
    plain = printable(name)
    return plain if len(plain) <= 100 else f"{plain[:60]}...{plain[-30:]}"


def printable(name: str) -> str:
    """A name or path without what no text can hold."""
    text = name.encode("utf-8", "replace").decode()
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def named(names: Sequence[str]) -> str:
    """Some names in a sentence."""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(shown(name) for name in names[:MOST_NAMED]) + more
