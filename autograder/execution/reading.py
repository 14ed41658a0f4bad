"""What a run may read of the disk: a list of what Python and its libraries need, less what must stay hidden in it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from .python import Python
from .sandbox.readable import is_below, outermost

OF_A_PREFIX = (
    "bin",
    "lib",
    "lib32",
    "lib64",
    "libx32",
    "libexec",
    "include",
    "pyvenv.cfg",
    "ssl",
    "etc/fonts",
    *(
        f"share/{name}"
        for name in (
            "fonts fontconfig zoneinfo locale i18n terminfo mime misc X11 tcltk ghostscript poppler graphviz perl perl5"
            " texlive texmf texmf-dist proj gdal nltk_data ca-certificates"
        ).split()
    ),
)
"""Where programs and libraries lie below the folder that they were installed to, and what they look up."""
SYSTEM_PREFIXES = ("/usr", "/usr/local")
ROOT = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/usr/sbin")
SETTINGS = ("ld.so.cache", "localtime", "fonts", "mime.types", "alternatives", "os-release", "nsswitch.conf")
"""Of /etc: what libraries look up, and nothing that names users, hosts or services."""

OURS = ("autograder", "reference", "labkit")
KIT = re.compile(r"graded[-_.]descent(?!.*\.(dist|egg)-info$)", re.IGNORECASE)
"""How the names begin of what holds this kit beside its packages: sources of labs, wheels, archives.

What pip notes of an installation holds names and paths only, and stays: hiding it would cost every run time.
"""
COURSE_MARKS = frozenset({"nbgrader_config.py", ".descent"})
COURSE_FOLDERS = ("source", "release", "submitted", "autograded", "feedback", ".descent", "labs", "gradebook.db")
NO_COURSE = "/nbgrader/tests/"
"""nbgrader brings a configuration of its own for its tests."""


def readable(python: Python, runtime: str, courses: Sequence[str] = ()) -> tuple[str, ...]:
    """Everything on the disk that a run may read, but for what is hidden in it."""
    return tuple(dict.fromkeys(path for path in _wanted(python, runtime, courses) if os.path.exists(path)))


def _wanted(python: Python, runtime: str, courses: Sequence[str]) -> Iterator[str]:
    yield runtime
    for prefix in (*python.prefixes, *SYSTEM_PREFIXES):
        yield from (path for path in _below(prefix) if _all_may_read(path))
    yield from (*python.packages, *python.standard, *_executable_folders(python))
    yield from (str(module) for module in added_modules(python, courses).values())
    yield from (*ROOT, *(f"/etc/{name}" for name in SETTINGS))


def _below(prefix: str) -> Iterator[str]:
    return (os.path.join(prefix, name) for name in OF_A_PREFIX)


def _all_may_read(path: str) -> bool:
    """Whether a run can be given it: what its user could not open would only make its isolation fail."""
    if os.geteuid() != 0:
        return os.access(path, os.R_OK)
    try:
        return bool(os.stat(path).st_mode & 0o004)
    except OSError:
        return False


def _executable_folders(python: Python) -> tuple[str, ...]:
    """The folder of the file that an interpreter's links lead to."""
    return (str(Path(python.executable).resolve().parent),)


def added_modules(python: Python, courses: Sequence[str] = ()) -> dict[str, Path]:
    """By file name, the modules and packages in folders that `.pth` files added: no more of such a folder is shown.

    Nothing of this kit, and nothing that lies in a course.
    """
    closed = [os.path.realpath(course) for course in courses]
    found: dict[str, Path] = {}
    for folder in map(Path, python.added):
        if is_below(os.path.realpath(folder), closed) or _is_kit(folder) or _is_course(folder):
            continue
        for entry in sorted(folder.iterdir()):
            if _is_module(entry) and entry.name not in OURS and not KIT.match(entry.name):
                found.setdefault(entry.name, entry)
    return found


def _is_module(path: Path) -> bool:
    return path.suffix in (".py", ".so") or (path / "__init__.py").is_file()


def _is_kit(folder: Path) -> bool:
    return all((folder / name).is_dir() for name in OURS)


def _is_course(folder: Path) -> bool:
    return any((folder / mark).exists() for mark in COURSE_MARKS)


def hidden(shown: Sequence[str], kit: Path, courses: Iterable[str | Path] = ()) -> tuple[str, ...]:
    """What lies among the shown paths and must not be read: this kit, every trace of it, and courses.

    Args:
        shown: what `readable` gave
        kit: the folder that holds the packages of this kit
        courses: folders of courses that are known; others are found by their configuration
    """
    real = outermost(os.path.realpath(path) for path in shown)
    known = [str(kit)] if (kit / "pyproject.toml").exists() else [str(kit / name) for name in OURS]
    secrets = [os.path.realpath(path) for path in (*known, *map(str, courses))]
    found = [path for path in (*secrets, *_found(real)) if is_below(path, real)]
    needed = [os.path.realpath(path) for path in shown]
    return outermost(part for path in found for part in _all_but(path, needed))


def _all_but(path: str, needed: Sequence[str]) -> Iterator[str]:
    """A folder as a whole; where an interpreter lies in it, such as in `.venv`, everything beside that."""
    if path in needed:
        yield from (entry for entry in (f"{path}/{name}" for name in COURSE_FOLDERS) if os.path.lexists(entry))
    elif not any(is_below(other, [path]) for other in needed):
        yield path
    else:
        for name in sorted(os.listdir(path)):
            yield from () if f"{path}/{name}" in needed else _all_but(f"{path}/{name}", needed)


def _found(tops: Iterable[str]) -> Iterator[str]:
    """Courses and traces of this kit below folders that runs can read, wherever somebody put them."""
    pending = [top for top in tops if os.path.isdir(top)]
    while pending:
        folder = pending.pop()
        names, folders = _entries(folder)
        if COURSE_MARKS & names and NO_COURSE not in f"{folder}/":
            yield folder
            continue
        ours = [name for name in OURS if name in folders] if set(OURS) <= folders else []
        ours += [name for name in names if KIT.match(name)]
        yield from (f"{folder}/{name}" for name in ours)
        pending += [f"{folder}/{name}" for name in folders if name not in ours]


def _entries(folder: str) -> tuple[set[str], set[str]]:
    """All names in a folder, and those of folders; none where it cannot be listed."""
    try:
        with os.scandir(folder) as listing:
            entries = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in listing]
    except OSError:
        return set(), set()
    return {name for name, _ in entries}, {name for name, is_folder in entries if is_folder}
