"""Archives of a learning platform unpacked, and those that students packed into them. Nothing in them is trusted.

Only regular files are written, below the given folder, under printable names, up to a size. Links are left out: a
student's link to a file of the course would be collected as the student's work.
"""

from __future__ import annotations

import lzma
import os
import re
import shutil
import stat
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from autograder.collecting.choice import Left
from autograder.submissions import MAX_NOTEBOOK_BYTES

MAX_DEPTH = 3
"""archives in archives: the platform's, the student's, and one more"""
MAX_ENTRIES = (100_000, 2_000)
"""files in a platform's archive, and in a student's within it"""
MAX_BYTES = (50_000_000_000, 200_000_000)
"""the same for what they hold"""
MAX_NAME_BYTES = 180
LATEST_TIME = 1 << 33
CHUNK = 1 << 20
JUNK = re.compile(r"__MACOSX|\._.*|\.DS_Store|Thumbs\.db|desktop\.ini")
CHECKPOINTS = ".ipynb_checkpoints"
UNREADABLE = (
    OSError,
    RuntimeError,  # NotImplementedError among them: encrypted, or packed in a way that Python does not know
    ValueError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    tarfile.TarError,
)


class _Refused(Exception):  # noqa: N818 (a name that reads well where it is caught)
    """One entry that is not unpacked; the message is the reason."""


@dataclass(frozen=True)
class _Entry:
    """One entry of an archive."""

    name: str
    kind: int
    """the file type bits of its mode; 0 where the archive does not say"""
    time: float
    handle: Any


@dataclass
class Unpacking:
    """One download being unpacked, and what of it was left out."""

    source: Path
    target: Path
    endings: tuple[str, ...] = (".zip", ".gz")
    left: list[Left] = field(default_factory=list)
    _copies: dict[Path, int] = field(default_factory=dict)

    def run(self) -> None:
        """Unpack archives and copy other files from ``source``, keeping folders."""
        for root, folders, files in os.walk(self.source):
            folders.sort()
            for name in sorted(files):
                path = Path(root, name)
                self._take(path, self.target / path.parent.relative_to(self.source))

    def _take(self, path: Path, folder: Path) -> None:
        shown = str(path.relative_to(self.source.parent))
        parts = path.relative_to(self.source).parts
        if any(JUNK.fullmatch(part) for part in parts):
            return
        try:
            if CHECKPOINTS in parts:
                raise _Refused("it is a copy that Jupyter keeps for itself")
            if path.is_symlink() or not path.is_file():
                raise _Refused("it is a link or no regular file")
            if path.suffix.lower() in self.endings:
                self._unpack(path, self._free(folder, _folder_name(path.name)), shown, depth=1)
            else:
                self._copy(path, self._free(folder, safe_name(path.name)))
        except _Refused as refused:
            self.left.append(Left(shown, "", str(refused)))
        except OSError as error:
            self.left.append(Left(shown, "", f"it cannot be read or copied ({error.strerror})"))

    def _copy(self, path: Path, target: Path) -> None:
        if path.stat().st_size > MAX_NOTEBOOK_BYTES:
            raise _Refused(_too_large(MAX_NOTEBOOK_BYTES))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        os.utime(target, (path.stat().st_mtime, path.stat().st_mtime))

    def _unpack(self, archive: Path, folder: Path, shown: str, depth: int) -> None:
        """Write an archive's files into a new folder; raises _Refused where it, or the rest of it, cannot be."""
        most, room = (limits[min(depth, len(limits)) - 1] for limits in (MAX_ENTRIES, MAX_BYTES))
        with ExitStack() as stack:
            try:
                entries, read = _open(archive, stack)
            except UNREADABLE as error:
                raise _Refused(f"it is no archive that can be unpacked here ({error})") from error
            try:
                for count, entry in enumerate(entries):
                    if count == most:
                        raise _Refused(f"it holds more than {most} files; the rest is left out")
                    room -= self._entry(entry, read, folder, f"{shown}/{printable(entry.name)}", depth, room)
            except UNREADABLE as error:
                raise _Refused(f"the rest of it cannot be unpacked ({error})") from error

    def _entry(self, entry: _Entry, read: Any, folder: Path, shown: str, depth: int, room: int) -> int:
        """Write one entry; the bytes written. What cannot be is listed."""
        try:
            target = self._target(entry, folder)
            if target is None:
                return 0
            nested = target.suffix.lower() in self.endings
            size = _write(entry, read, target, MAX_BYTES[-1] if nested else MAX_NOTEBOOK_BYTES, room)
            if nested:
                self._unpack_nested(target, shown, depth)
            return size
        except _Refused as refused:
            self.left.append(Left(shown, "", str(refused)))
        return 0

    def _unpack_nested(self, archive: Path, shown: str, depth: int) -> None:
        """Unpack an archive beside itself; it stays where it cannot be unpacked, and the collector lists it."""
        if depth >= MAX_DEPTH:
            raise _Refused(f"it lies more than {MAX_DEPTH} archives deep")
        self._unpack(archive, self._free(archive.parent, _folder_name(archive.name)), shown, depth + 1)
        archive.unlink()

    def _target(self, entry: _Entry, folder: Path) -> Path | None:
        """Where an entry goes; None for folders and for what file managers add."""
        name = entry.name.replace("\\", "/")
        parts = [part for part in name.split("/") if part not in ("", ".")]
        if not parts or name.endswith("/") or any(JUNK.fullmatch(part) for part in parts):
            return None
        if entry.kind not in (0, stat.S_IFREG):
            raise _Refused("it is a link or no regular file")
        if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
            raise _Refused("its path leads out of the archive")
        if CHECKPOINTS in parts:
            raise _Refused("it is a copy that Jupyter keeps for itself")
        *folders, last = (safe_name(part) for part in parts)
        return self._free(folder.joinpath(*folders), last)

    def _free(self, folder: Path, name: str) -> Path:
        """A path that nothing has yet: two entries of one name are both kept."""
        path = free = folder / name
        while os.path.lexists(free):
            self._copies[path] = self._copies.get(path, 1) + 1
            free = folder / f"{path.stem} ({self._copies[path]}){path.suffix}"
        return free


def _open(archive: Path, stack: ExitStack) -> tuple[Iterator[_Entry], Any]:
    """The entries of an archive, and how one is opened."""
    if zipfile.is_zipfile(archive):
        zipped = stack.enter_context(zipfile.ZipFile(archive))
        return (_zip_entry(info) for info in zipped.infolist() if not info.is_dir()), zipped.open
    taped = stack.enter_context(tarfile.open(archive))  # noqa: SIM115 (the stack closes it)
    return (_tar_entry(member) for member in taped if not member.isdir()), taped.extractfile


def _zip_entry(info: zipfile.ZipInfo) -> _Entry:
    name = info.filename
    if not info.flag_bits & 0x800:  # the archive does not say UTF-8, but it may be all the same
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    return _Entry(name, stat.S_IFMT(info.external_attr >> 16), _zip_time(info), info)


def _zip_time(info: zipfile.ZipInfo) -> float:
    """Zip files hold local times; 0 where this is none."""
    try:
        return max(0.0, datetime(*info.date_time).timestamp())
    except (ValueError, OverflowError):
        return 0.0


def _tar_entry(member: tarfile.TarInfo) -> _Entry:
    return _Entry(
        member.name,
        0 if member.isreg() else stat.S_IFLNK,
        member.mtime if 0 <= member.mtime < LATEST_TIME else 0.0,
        member,
    )


def _write(entry: _Entry, read: Any, target: Path, limit: int, room: int) -> int:
    """Write an entry, believing nothing that the archive says about its size; the bytes written."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with read(entry.handle) as source, target.open("wb") as out:
            size = _pump(source, out, min(limit, room))
        os.utime(target, (entry.time, entry.time))
    except (*UNREADABLE, AttributeError) as error:
        target.unlink(missing_ok=True)
        raise _Refused(f"it cannot be unpacked ({error})") from error
    if size > min(limit, room):
        target.unlink()
        raise _Refused(_too_large(limit) if size > limit else "the files in its archive are too large together")
    return size


def _pump(source: IO[bytes], out: IO[bytes], limit: int) -> int:
    """Copy up to a chunk more than ``limit`` bytes; how many."""
    size = 0
    while size <= limit and (chunk := source.read(CHUNK)):
        size += out.write(chunk)
    return size


def _too_large(limit: int) -> str:
    return f"it is larger than {limit // 1_000_000} MB"


# Names


def printable(name: str) -> str:
    """A name that can be shown and stored: composed characters, nothing that no terminal shows."""
    text = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())
    return "".join(letter if letter.isprintable() else "_" for letter in text)


def safe_name(name: str) -> str:
    """One part of a path as it is written: printable, not too long, and notebooks end in ``.ipynb``."""
    stem, ending = os.path.splitext(printable(name).replace("/", "_"))
    ending = ending.lower() if ending.lower() == ".ipynb" else ending
    room = MAX_NAME_BYTES - len(ending.encode())
    short = stem.encode()[: max(room, 1)].decode("utf-8", "ignore")
    return (short + ending).encode()[:MAX_NAME_BYTES].decode("utf-8", "ignore") or "_"


def _folder_name(archive: str) -> str:
    """The folder for an archive: its name without the ending, as nbgrader calls it."""
    stem = Path(archive).stem
    return safe_name(stem.removesuffix(".tar"))
