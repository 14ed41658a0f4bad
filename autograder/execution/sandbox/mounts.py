"""A private root folder: what a run may read, its scratch in memory, and nothing else of the disk.

Needs open_tree(2), move_mount(2) and mount_setattr(2), that is Linux 5.12 or newer.
"""

from __future__ import annotations

import os
import stat

from . import numbers, syscalls
from .plan import Confinement, Limits
from .readable import is_below, outermost, places

MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_RDONLY = 0x2, 0x4, 0x8, 0x1
MS_REC, MS_PRIVATE = 0x4000, 0x4_0000
MNT_DETACH = 2
OPEN_TREE_CLONE = 1
AT_RECURSIVE, AT_EMPTY_PATH, AT_FDCWD = 0x8000, 0x1000, -100
MOVE_MOUNT_F_EMPTY_PATH = 4
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV, MOUNT_ATTR_NOEXEC = 1, 2, 4, 8

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
STAGES = ("/tmp", "/mnt", "/usr")
SYSTEM = "/usr"
COVER = "/.hidden"
"""Holds an empty folder and an empty file, which are laid over hidden ones."""
ROOT_ENTRIES = 200
"""Files and folders that the private root itself needs."""


def build_root(confinement: Confinement) -> None:
    """Makes the private root and moves this process into it; the old root is gone from its view.

    To be called by pid 1 of new namespaces, before privileges are given up.

    Raises:
        OSError: naming what failed.
    """
    _mount(None, "/", None, MS_REC | MS_PRIVATE)
    wanted = places(_coarse(confinement))
    # Taken before the new root is laid over a folder in which some of them may lie.
    trees = {path: _take(path, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV) for path in wanted.real}
    devices = {path: _take(path, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC) for path in DEVICES}
    stage = next(path for path in STAGES if os.path.isdir(path))
    _mount("tmpfs", stage, "tmpfs", MS_NOSUID | MS_NODEV, _size(confinement.limits))
    os.chdir(stage)
    for path, tree in {**trees, **devices}.items():
        _put(tree, path)
    for link, target in wanted.links:
        os.makedirs(_inside(os.path.dirname(link)), exist_ok=True)
        os.symlink(target, _inside(link))
    _fill_devices(confinement.uid)
    _make_scratch(confinement)
    _hide(confinement)
    os.mkdir("proc")
    _mount("proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY)
    _enter()


def _coarse(confinement: Confinement) -> tuple[str, ...]:
    """What is mounted: where Landlock keeps to the list, all of the system at once, as each mount costs every run time.

    What is not on the list can then not be opened or listed, but for `stat` it is there.
    """
    if not confinement.layers.landlock:
        return confinement.readable
    return tuple(dict.fromkeys(SYSTEM if is_below(path, [SYSTEM]) else path for path in confinement.readable))


def _size(limits: Limits) -> str:
    return f"size={limits.scratch_bytes},nr_inodes={limits.scratch_files + ROOT_ENTRIES},mode=0755"


def _inside(path: str) -> str:
    """The place of an absolute path below the new root, in which we stand."""
    return "." + path


def _mount(source: str | None, target: str, kind: str | None, flags: int, options: str = "") -> None:
    arguments = [None if text is None else os.fsencode(text) for text in (source, target, kind)]
    try:
        syscalls.call(numbers.of("mount"), *arguments, flags, os.fsencode(options))
    except OSError as error:
        raise OSError(error.errno, f"mounting {kind or 'privately'} on {target}: {error.strerror}") from error


def _take(path: str, attributes: int) -> int:
    """A detached copy of the mount tree at a path, with attributes added; a descriptor."""
    try:
        tree = syscalls.call(
            numbers.of("open_tree"),
            AT_FDCWD,
            os.fsencode(path),
            OPEN_TREE_CLONE | os.O_CLOEXEC | AT_RECURSIVE,
        )
        setting = b"".join(value.to_bytes(8, "little") for value in (attributes, 0, 0, 0))
        syscalls.call(numbers.of("mount_setattr"), tree, b"", AT_EMPTY_PATH | AT_RECURSIVE, setting, len(setting))
    except OSError as error:
        raise OSError(error.errno, f"taking {path} into the private root: {error.strerror}") from error
    return tree


def _put(tree: int, path: str) -> None:
    """Attaches a detached tree at its path in the new root, and closes its descriptor."""
    place = _inside(path)
    if stat.S_ISDIR(os.fstat(tree).st_mode):
        os.makedirs(place, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        os.close(os.open(place, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o444))
    syscalls.call(numbers.of("move_mount"), tree, b"", AT_FDCWD, os.fsencode(place), MOVE_MOUNT_F_EMPTY_PATH)
    os.close(tree)


def _fill_devices(uid: int | None) -> None:
    for name, target in (("fd", ""), ("stdin", "/0"), ("stdout", "/1"), ("stderr", "/2")):
        os.symlink(f"/proc/self/fd{target}", f"dev/{name}")
    for path in ("tmp", "dev/shm"):
        os.makedirs(path, exist_ok=True)
        os.chmod(path, 0o1777)


def _make_scratch(confinement: Confinement) -> None:
    if is_below(confinement.scratch, confinement.readable):
        raise ValueError(f"the scratch folder {confinement.scratch} lies below a readable path; choose another place")
    place = _inside(confinement.scratch)
    os.makedirs(place, exist_ok=True)
    os.chmod(place, 0o700)
    if confinement.uid is not None:
        os.chown(place, confinement.uid, confinement.uid)


def _hide(confinement: Confinement) -> None:
    hidden = outermost(os.path.realpath(path) for path in confinement.hidden)
    if not hidden:
        return
    os.makedirs(_inside(COVER) + "/folder", 0o555)
    os.close(os.open(_inside(COVER) + "/file", os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o444))
    for path in hidden:
        place = _inside(path)
        if os.path.lexists(place):
            cover = _inside(COVER) + ("/folder" if os.path.isdir(place) else "/file")
            _cover(cover, place)


def _cover(cover: str, place: str) -> None:
    tree = _take(cover, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV)
    syscalls.call(numbers.of("move_mount"), tree, b"", AT_FDCWD, os.fsencode(place), MOVE_MOUNT_F_EMPTY_PATH)
    os.close(tree)


def _enter() -> None:
    # pivot_root(2), "pivot_root(".", ".")": the old root lies over the new one until it is detached.
    syscalls.call(numbers.of("pivot_root"), b".", b".")
    syscalls.call(numbers.of("umount2"), b".", MNT_DETACH)
    os.chdir("/")
