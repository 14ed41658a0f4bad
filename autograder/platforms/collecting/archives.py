"""Archives opened without trust: their entries one after the other, in memory and time that bounds limit.

What an archive says about sizes is not believed. Python's tarfile reads the headers for long names and further fields
into memory whole, zipfile its list of entries; both ask for as many bytes as the archive claims. So they read through
`Bounded`, which refuses to give that many.
"""

from __future__ import annotations

import bz2
import gzip
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

MAX_HEADER_BYTES = 64_000
"""of one entry of a tar: long names and further fields; paths on Linux end at 4,096"""
MAX_HEADERS_BYTES = 50_000_000
"""the same of all its entries"""
LIST_BYTES_PER_ENTRY = 400
"""of a zip's list of entries"""
CHUNK = 1 << 20
LATEST_TIME = 1 << 33
PACKED_WELL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)


class BrokenArchive(Exception):  # noqa: N818 (a name that reads well where it is caught)
    """The archive, or the rest of it, cannot be read; the message is the reason."""


@dataclass(frozen=True)
class Entry:
    """One entry of an archive."""

    name: str
    kind: int
    """the file type bits of its mode; 0 where the archive does not say"""
    time: float
    open: Callable[[], IO[bytes]]


class Bounded:
    """A file whose reader gets no more at once, and in all, than it may; tars are read forward only."""

    def __init__(self, file: Any, at_once: int, in_all: int) -> None:
        self._file, self.at_once, self._room = file, at_once, in_all
        self._at = 0
        self._last = self._again = b""

    def read(self, size: int = -1) -> bytes:
        """So many bytes.

        Raises:
            BrokenArchive: where that is too many.
        """
        if size > self.at_once:
            raise BrokenArchive(f"a part that should be small claims {size} bytes")
        again, self._again = self._again, b""
        content: bytes = again + self._file.read((self.at_once if size < 0 else size) - len(again))
        self._take(len(content) - len(again))
        self._at += len(again)
        self._last = content[-1:] or self._last
        return content

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go on to a later place of an unpacked tar; a zip lies in a file and may be read anywhere."""
        if not isinstance(self._file, gzip.GzipFile | bz2.BZ2File):
            self._at = self._file.seek(offset, whence)
            return self._at
        if whence == 0 and offset == self._at - len(self._last) and not self._again:
            self._at, self._again = offset, self._last  # tarfile reads the last byte before a header once more
        if whence or offset < self._at:
            raise BrokenArchive("its entries do not follow each other")
        while self._at < offset and self.read(min(CHUNK, self.at_once, offset - self._at)):
            pass
        return self._at

    def _take(self, size: int) -> None:
        self._at += size
        self._room -= size
        if self._room < 0:
            raise BrokenArchive("what it holds is too large")

    def tell(self) -> int:
        """Where it is."""
        return self._at

    def seekable(self) -> bool:
        """As tarfile and zipfile ask for it."""
        return True

    def close(self) -> None:
        """End reading."""
        self._file.close()


def open_archive(archive: Path, stack: ExitStack, entries: int, size: int) -> Iterator[Entry]:
    """The entries of an archive, those of folders among them.

    Args:
        stack: closes it
        entries: how many are wanted at most
        size: how many bytes it may hold unpacked

    Raises:
        BrokenArchive, OSError and others: whatever Python's modules raise for what is no archive
    """
    if zipfile.is_zipfile(archive):
        file = stack.enter_context(archive.open("rb"))
        bounded = Bounded(file, max(CHUNK, min(LIST_BYTES_PER_ENTRY * entries, archive.stat().st_size)), 20 * size)
        zipped = stack.enter_context(zipfile.ZipFile(bounded))
        return (_zip_entry(zipped, info) for info in zipped.infolist())
    tape = Bounded(_unpacked(archive, stack), MAX_HEADER_BYTES, size + MAX_HEADERS_BYTES)
    return _tar_entries(tape, stack)


def _zip_entry(zipped: zipfile.ZipFile, info: zipfile.ZipInfo) -> Entry:
    name = info.filename
    if not info.flag_bits & 0x800:  # the archive does not say UTF-8, but it may be all the same
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    kind = stat.S_IFDIR if info.is_dir() else stat.S_IFMT(info.external_attr >> 16)
    return Entry(name, kind, _zip_time(info), lambda: _open_zipped(zipped, info))


def _open_zipped(zipped: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    if info.compress_type not in PACKED_WELL:
        raise BrokenArchive("it is packed in a way that is not read here")
    return zipped.open(info)


def _zip_time(info: zipfile.ZipInfo) -> float:
    """Zip files hold local times; 0 where this is none."""
    try:
        return max(0.0, datetime(*info.date_time).timestamp())
    except (ValueError, OverflowError):
        return 0.0


def _unpacked(archive: Path, stack: ExitStack) -> Any:
    """A tar's bytes, unpacked where they are packed."""
    file = stack.enter_context(archive.open("rb"))
    begin = file.read(6)
    file.seek(0)
    if begin.startswith(b"\x1f\x8b"):
        return stack.enter_context(gzip.GzipFile(fileobj=file))
    if begin.startswith(b"BZh"):
        return stack.enter_context(bz2.BZ2File(file))
    if begin.startswith((b"\xfd7zXZ", b"Rar!", b"7z\xbc\xaf")):
        raise BrokenArchive("it is packed in a way that is not read here")
    return file


def _tar_entries(tape: Bounded, stack: ExitStack) -> Iterator[Entry]:
    """Entry by entry: nothing of an earlier one is kept."""
    taped = stack.enter_context(tarfile.open(fileobj=tape, mode="r:"))  # type: ignore[call-overload]  # noqa: SIM115
    headers = MAX_HEADERS_BYTES
    member = taped.next()  # the first, which was read already
    while member is not None:
        tape.at_once = CHUNK
        yield _tar_entry(taped, member)
        taped.members.clear()
        tape.at_once, before = MAX_HEADER_BYTES, taped.offset
        member = taped.next()
        headers -= tape.tell() - before
        if headers < 0:
            raise BrokenArchive("the names of its entries are too long together")


def _tar_entry(taped: tarfile.TarFile, member: tarfile.TarInfo) -> Entry:
    plain = member.isreg() and not member.issparse()
    kind = stat.S_IFDIR if member.isdir() else 0 if plain else stat.S_IFLNK
    time = float(member.mtime) if 0 <= member.mtime < LATEST_TIME else 0.0
    return Entry(member.name, kind, time, lambda: _open_taped(taped, member))


def _open_taped(taped: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    opened = taped.extractfile(member)
    if opened is None:
        raise BrokenArchive("it is no regular file")
    return opened
