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
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from autograder.platforms.collecting.archives import CHUNK, BrokenArchive, Entry, open_archive
from autograder.platforms.collecting.choice import Left
from autograder.submissions import MAX_NOTEBOOK_BYTES

MAX_DEPTH = 3
"""archives in archives: the platform's, the student's, and one more"""
MAX_ENTRIES = (100_000, 2_000)
"""files and folders in a platform's archive; in a student's within it, with all archives in that"""
MAX_BYTES = (50_000_000_000, 200_000_000)
"""the same for what they hold"""
MAX_NAME_BYTES = 180
MAX_FOLDERS = 20
"""folders in each other within an archive"""
JUNK = re.compile(r"__MACOSX|\._.*|\.DS_Store|Thumbs\.db|desktop\.ini")
_NOTEBOOK = re.compile(r"(?P<stem>.+)\.ipynb(?P<more>[^a-z0-9].*)?", re.IGNORECASE | re.DOTALL)
_ADDED = re.compile(r"(\.(txt|json|html|download|part))+\Z", re.IGNORECASE)
CHECKPOINTS = ".ipynb_checkpoints"
UNREADABLE = (
    BrokenArchive,
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


@dataclass
class _Room:
    """How much more may come out of an archive and of all archives in it."""

    entries: int
    size: int

    def part(self) -> _Room:
        """What one archive of a student may take of it."""
        return _Room(min(self.entries, MAX_ENTRIES[-1]), min(self.size, MAX_BYTES[-1]))


@dataclass
class Unpacking:
    """One download being unpacked, and what of it was left out."""

    source: Path
    target: Path
    endings: tuple[str, ...] = (".zip", ".gz")
    left: list[Left] = field(default_factory=list)
    faults: list[tuple[str, Exception]] = field(default_factory=list)
    """what nobody foresaw, and with which file; the others were unpacked all the same"""
    _copies: dict[Path, int] = field(default_factory=dict)

    def run(self) -> None:
        """Unpack archives and copy other files from ``source``, keeping folders."""
        for root, folders, files in os.walk(self.source, onerror=self._unseen):
            folders.sort()
            for name in sorted(files):
                self._take(Path(root, name))

    def _unseen(self, error: OSError) -> None:
        self._leave(self._shown(Path(error.filename)), f"the folder cannot be read ({error.strerror})")

    def _shown(self, path: Path) -> str:
        return printable(str(path.relative_to(self.source.parent)))

    def _leave(self, shown: str, reason: str) -> None:
        self.left.append(Left(shown, "", printable(reason)))

    def _take(self, path: Path) -> None:
        try:
            self._take_foreseen(path)
        except _Refused as refused:
            self._leave(self._shown(path), str(refused))
        except OSError as error:
            self._leave(self._shown(path), f"it cannot be read or copied ({error.strerror})")
        except Exception as error:
            self._failed(self._shown(path), error)

    def _failed(self, shown: str, error: Exception) -> None:
        """One file that meets a fault of the kit stops no other."""
        self.faults.append((shown, error))
        self._leave(shown, f"the kit failed on it ({type(error).__name__}); have a look at it by hand")

    def _take_foreseen(self, path: Path) -> None:
        parts = path.relative_to(self.source).parts
        if any(JUNK.fullmatch(part) for part in parts):
            return
        if CHECKPOINTS in parts:
            raise _Refused("it is a copy that Jupyter keeps for itself")
        if path.is_symlink() or not path.is_file():
            raise _Refused("it is a link or no regular file")
        folder = self.target.joinpath(*map(safe_name, parts[:-1]))
        if path.suffix.lower() in self.endings:
            room = _Room(MAX_ENTRIES[0], MAX_BYTES[0])
            self._unpack(path, self._free(folder, _folder_name(path.name)), self._shown(path), 1, room)
        else:
            self._copy(path, self._free(folder, safe_name(path.name)))

    def _copy(self, path: Path, target: Path) -> None:
        if path.stat().st_size > MAX_NOTEBOOK_BYTES:
            raise _Refused(_too_large(MAX_NOTEBOOK_BYTES))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        os.utime(target, (path.stat().st_mtime, path.stat().st_mtime))

    def _unpack(self, archive: Path, folder: Path, shown: str, depth: int, room: _Room) -> None:
        """Write an archive's files into a new folder; raises _Refused where it, or the rest of it, cannot be."""
        left = len(self.left)
        with ExitStack() as stack:
            try:
                entries = open_archive(archive, stack, room.entries, room.size)
                most = room.entries
                for entry in entries:
                    if room.entries <= 0:
                        raise _Refused(f"it holds more than {most} files; the rest is left out")
                    room.entries -= 1
                    self._entry(entry, folder, f"{shown}/{printable(entry.name)}", depth, room)
            except UNREADABLE as error:
                raise _Refused(f"it, or the rest of it, is no archive that can be unpacked here ({error})") from error
        if len(self.left) == left and not any(path.is_file() for path in folder.rglob("*")):
            raise _Refused("it holds no files")

    def _entry(self, entry: Entry, folder: Path, shown: str, depth: int, room: _Room) -> None:
        """Write one entry. What cannot be is listed."""
        try:
            target = self._target(entry, folder)
            if target is None:
                return
            nested = target.suffix.lower() in self.endings
            room.size -= _write(entry, target, MAX_BYTES[-1] if nested else MAX_NOTEBOOK_BYTES, room.size)
            if nested:
                self._unpack_nested(target, shown, depth, room)
        except _Refused as refused:
            self._leave(shown, str(refused))
        except BrokenArchive:
            raise
        except Exception as error:
            self._failed(shown, error)

    def _unpack_nested(self, archive: Path, shown: str, depth: int, room: _Room) -> None:
        """Unpack an archive beside itself; it stays where it cannot be unpacked, and the collector lists it."""
        if depth >= MAX_DEPTH:
            raise _Refused(f"it lies more than {MAX_DEPTH} archives deep")
        part = room.part() if depth == 1 else room
        before = (part.entries, part.size)
        try:
            self._unpack(archive, self._free(archive.parent, _folder_name(archive.name)), shown, depth + 1, part)
        finally:
            if part is not room:
                room.entries -= before[0] - part.entries
                room.size -= before[1] - part.size
        archive.unlink()

    def _target(self, entry: Entry, folder: Path) -> Path | None:
        """Where an entry goes; None for folders and for what file managers add."""
        name = entry.name.replace("\\", "/")
        parts = [part for part in name.split("/") if part not in ("", ".")]
        if not parts or name.endswith("/") or entry.kind == stat.S_IFDIR or any(JUNK.fullmatch(part) for part in parts):
            return None
        if entry.kind not in (0, stat.S_IFREG):
            raise _Refused("it is a link or no regular file")
        if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
            raise _Refused("its path leads out of the archive")
        if CHECKPOINTS in parts:
            raise _Refused("it is a copy that Jupyter keeps for itself")
        if len(parts) > MAX_FOLDERS:
            raise _Refused(f"it lies in more than {MAX_FOLDERS} folders")
        *folders, last = (safe_name(part) for part in parts)
        return self._free(folder.joinpath(*folders), last)

    def _free(self, folder: Path, name: str) -> Path:
        """A path that nothing has yet: two entries of one name are both kept."""
        path = free = folder / name
        while os.path.lexists(free):
            self._copies[path] = self._copies.get(path, 1) + 1
            free = folder / f"{path.stem} ({self._copies[path]}){path.suffix}"
        return free


def _write(entry: Entry, target: Path, limit: int, room: int) -> int:
    """Write an entry, believing nothing that the archive says about its size; the bytes written."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with entry.open() as source, target.open("wb") as out:
            size = _pump(source, out, min(limit, room))
        os.utime(target, (entry.time, entry.time))
    except UNREADABLE as error:
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
    stem, ending = _parts(printable(name).replace("/", "_"))
    room = MAX_NAME_BYTES - len(ending.encode())
    short = stem.encode()[: max(room, 1)].decode("utf-8", "ignore")
    return (short + ending).encode()[:MAX_NAME_BYTES].decode("utf-8", "ignore") or "_"


def _parts(name: str) -> tuple[str, str]:
    """Stem and ending; what browsers and platforms put behind a notebook's ending goes before it or away."""
    if found := _NOTEBOOK.fullmatch(name):
        return found["stem"] + _ADDED.sub("", found["more"] or ""), ".ipynb"
    return os.path.splitext(name)


def _folder_name(archive: str) -> str:
    """The folder for an archive: its name without the ending, as nbgrader calls it."""
    stem = Path(archive).stem
    return safe_name(stem.removesuffix(".tar"))
