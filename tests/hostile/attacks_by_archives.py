"""Archives that students hand in, within the download of a learning platform. A naive unpacker is each one's control."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

OUTSIDE = "planted-by-an-archive"
"""Name of what an archive tries to write where it does not belong."""
UP = "../" * 12
Build = Callable[[str], bytes]
"""Given the path of a file that is not the student's, an archive."""


@dataclass(frozen=True)
class Packed:
    """One archive of one student."""

    name: str
    build: Build
    ending: str = ".zip"


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], stored: bool = False) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content)
    return out.getvalue()


def taped(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    """A tar file, packed."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as made:
        for info, content in members:
            info.size = len(content)
            made.addfile(info, io.BytesIO(content))
    return out.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    """A member of a tar file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def linked(name: str, target: str) -> zipfile.ZipInfo:
    """A zip entry that is a link."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info


def _lying(path: str) -> bytes:
    """A zip whose entry holds more than its headers say."""
    made = bytearray(zipped(("work.ipynb", bytes(60_000_000))))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = made.index(signature) + offset
        made[place : place + 4] = struct.pack("<I", 10)
    return bytes(made)


def _encrypted(path: str) -> bytes:
    made = bytearray(zipped(("work.ipynb", b"{}")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(signature) + offset] |= 1
    return bytes(made)


def _nested(depth: int) -> Build:
    def build(path: str) -> bytes:
        content = zipped(("work.ipynb", b"{}"))
        for _ in range(depth):
            content = zipped(("inner.zip", content), ("more.zip", content))
        return content

    return build


def _claims(kind: bytes) -> Build:
    """A header of names that says that it is three billion bytes long, and zeros, which cost nothing to pack."""

    def build(path: str) -> bytes:
        info = member("././@PaxHeader" if kind == tarfile.XHDTYPE else "././@LongLink", kind)
        info.size = 3_000_000_000
        out = io.BytesIO()
        with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as packed:
            packed.write(info.tobuf(tarfile.GNU_FORMAT))
            for _ in range(900):
                packed.write(bytes(1 << 20))
        return out.getvalue()

    return build


def _sparse(path: str) -> bytes:
    """An old sparse file of GNU tar: a few bytes that claim to be many."""
    info = member("work.ipynb", tarfile.GNUTYPE_SPARSE)
    info.size = 0
    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    block[483:495] = b"36000000000\0"
    block[148:156] = b" " * 8
    block[148:156] = f"{sum(block):06o}\0 ".encode()
    return gzip.compress(bytes(block) + bytes(1024))


def _compressed_strangely(path: str) -> bytes:
    made = bytearray(zipped(("work.ipynb", b"{}" * 100)))
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = made.index(signature) + offset
        made[place : place + 2] = struct.pack("<H", 97)
    return bytes(made)


def _many(count: int) -> Build:
    return lambda path: zipped(*((f"{number}.ipynb", b"") for number in range(count)), stored=True)


TAR = ".tar.gz"
ARCHIVES = (
    Packed("writes-above-its-folder", lambda path: zipped((f"{UP}tmp/{OUTSIDE}", b"x"), (f"../{OUTSIDE}", b"x"))),
    Packed("writes-to-the-root", lambda path: zipped((f"/tmp/{OUTSIDE}", b"x"))),
    Packed("writes-above-by-other-slashes", lambda path: zipped((f"..\\..\\{OUTSIDE}", b"x"), (f"C:\\{OUTSIDE}", b"x"))),
    Packed("holds-a-link", lambda path: zipped((linked("work.ipynb", path), path.encode()))),
    Packed("writes-through-a-link", lambda path: zipped((linked("out", "/tmp"), b"/tmp"), (f"out/{OUTSIDE}", b"x"))),
    Packed("swells", lambda path: zipped(("work.ipynb", bytes(300_000_000)))),
    Packed("swells-in-many-files", lambda path: zipped(*((f"{n}.ipynb", bytes(40_000_000)) for n in range(8)))),
    Packed("lies-about-sizes", _lying),
    Packed("is-encrypted", _encrypted),
    Packed("is-packed-strangely", _compressed_strangely),
    Packed("holds-archives-without-end", _nested(12)),
    Packed("holds-many-files", _many(30_000)),
    Packed("has-control-characters", lambda path: zipped(("a\x1b]0;owned\x07b.ipynb", b"{}"), ("c\nd.ipynb", b"{}"))),
    Packed("has-one-name-twice", lambda path: zipped(("work.ipynb", b"{}"), ("WORK.ipynb", b"[]"), ("./work.ipynb", b"1"))),
    Packed("has-long-names", lambda path: zipped(("d/" * 400 + "n" * 250 + ".ipynb", b"{}"))),
    Packed("has-names-that-are-folders", lambda path: zipped(("..", b"x"), (".", b"x"), (" ", b"x"), ("-", b"x"))),
    Packed("is-cut-off", lambda path: zipped(("work.ipynb", bytes(range(256)) * 500))[:-200]),
    Packed("is-noise", lambda path: bytes(range(256)) * 40),
    Packed("is-empty", lambda path: b""),
    Packed("tape-writes-above", lambda path: taped((member(f"{UP}tmp/{OUTSIDE}"), b"x")), TAR),
    Packed("tape-writes-to-the-root", lambda path: taped((member(f"/tmp/{OUTSIDE}"), b"x")), TAR),
    Packed("tape-holds-a-link", lambda path: taped((member("work.ipynb", tarfile.SYMTYPE, path), b"")), TAR),
    Packed("tape-holds-a-hard-link", lambda path: taped((member("work.ipynb", tarfile.LNKTYPE, path), b"")), TAR),
    Packed(
        "tape-writes-through-a-link",
        lambda path: taped((member("out", tarfile.SYMTYPE, "/tmp"), b""), (member(f"out/{OUTSIDE}"), b"x")),
        TAR,
    ),
    Packed("tape-holds-a-device", lambda path: taped((member("work.ipynb", tarfile.CHRTYPE), b"")), TAR),
    Packed("tape-holds-a-pipe", lambda path: taped((member("work.ipynb", tarfile.FIFOTYPE), b"")), TAR),
    Packed("tape-claims-a-long-header", _claims(tarfile.XHDTYPE), TAR),
    Packed("tape-claims-a-long-name", _claims(tarfile.GNUTYPE_LONGNAME), TAR),
    Packed("tape-is-sparse", _sparse, TAR),
    Packed("tape-swells", lambda path: taped((member("work.ipynb"), bytes(300_000_000))), TAR),
    Packed("tape-holds-nothing", lambda path: taped(), TAR),
    Packed("holds-nothing", lambda path: zipped()),
    Packed("tape-is-cut-off", lambda path: taped((member("work.ipynb"), bytes(range(256)) * 500))[:-60], TAR),
)  # fmt: skip


# The control


def naively(packed: Packed, content: bytes, path: Path) -> str:
    """Unpacks as many scripts do; says what happened. Runs in a process of its own, within bounds."""
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top, "a", "b")
        folder.mkdir(parents=True)
        file = Path(top, "archive")
        file.write_bytes(content)
        try:
            names = list(_unpacked(file, folder, packed))
        except BaseException as error:
            return f"ends with {type(error).__name__}"
        if any(Path(place, OUTSIDE).exists() for place in ("/tmp", top, folder.parent)):
            return "writes outside of its folder"
        return _seen(folder, names, path)


def _seen(folder: Path, names: list[str], path: Path) -> str:
    files = [one for one in folder.rglob("*") if not one.is_dir() or one.is_symlink()]
    if not files:
        return "finds nothing, and says nothing"
    if sum(one.lstat().st_size for one in files) > 200_000_000:
        return "writes more than 200 MB"
    if any(one.is_symlink() or not one.is_file() or one.stat().st_nlink > 1 for one in files):
        return "makes links and devices"
    if any(one.suffix == ".zip" for one in files):
        return "leaves archives without end"
    if len(files) > 5000 or len({name.casefold() for name in names}) < len(names):
        return "makes too many files" if len(files) > 5000 else "overwrites one file by another"
    odd = [name for name in names if not name.isprintable() or "\\" in name]
    return "makes names that are none" if odd else ""


def _unpacked(file: Path, folder: Path, packed: Packed) -> Iterable[str]:
    if packed.ending == TAR:
        with tarfile.open(file) as taken:
            taken.extractall(folder, filter="fully_trusted")
            return taken.getnames()
    with zipfile.ZipFile(file) as taken_zip:
        for info in taken_zip.infolist():
            target = folder / info.filename
            target.parent.mkdir(parents=True, exist_ok=True)
            if info.external_attr >> 28 == 0o12:
                target.symlink_to(taken_zip.read(info).decode())
            else:
                target.write_bytes(taken_zip.read(info))
        return [name.removeprefix("./") for name in taken_zip.namelist()]
