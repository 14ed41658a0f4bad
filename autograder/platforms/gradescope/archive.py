"""The zip that Gradescope makes an autograder of: two scripts, the kit, and a small course without any student.

Its layout, all of it unpacked to /autograder/source:

    setup.sh           installs Python packages into the image, once
    run_autograder     grades one submission
    requirements.txt   the packages, at the versions that are installed here
    pip.conf           the instructor's own, where one was given
    kit/               labkit, reference, autograder
    course/            see `gradescope_course`
"""

from __future__ import annotations

import io
import stat
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from autograder.course.course import Course
from autograder.platforms.gradescope.pins import pins
from autograder.platforms.gradescope.small_course import fill_small_course
from autograder.shared.errors import CourseError
from autograder.shared.files import write_whole

SCRIPTS = ("setup.sh", "run_autograder")
KIT = ("labkit", "reference", "autograder")
THE_SAME_TIME = (1980, 1, 1, 0, 0, 0)
"""of every file in the zip, so that the same course gives the same zip"""


@dataclass(frozen=True)
class Packed:
    """One file of the zip."""

    content: bytes
    mode: int = 0o644


def write_gradescope_zip(course: Course, lab: str, path: Path, pip_conf: Path | None = None) -> None:
    """Write the autograder of a lab, whole or not at all; readable for its owner alone, as it holds the solutions.

    Args:
        pip_conf: pip's own configuration for the image, such as one that names an index with torch for CPUs

    Raises:
        CourseError, reference.lab_files.lab.LabFileError, CalibrationError: naming the file and the remedy.
    """
    files = {name: Packed(_script(name), 0o755) for name in SCRIPTS}
    files["requirements.txt"] = Packed("".join(f"{line}\n" for line in pins()).encode())
    if pip_conf is not None:
        files["pip.conf"] = Packed(_read(pip_conf))
    for name, content in _kit():
        files[f"kit/{name}"] = Packed(content)
    with tempfile.TemporaryDirectory(prefix="descent-gradescope-") as folder:
        small = Path(folder, "course")
        fill_small_course(course, lab, small)
        for name, content in _files_below(small):
            files[f"course/{name}"] = Packed(content)
    try:
        write_whole(path, zipped(files))
    except OSError as error:
        raise CourseError(path, f"the zip cannot be written ({error.strerror})", "Name another file.") from error


def zipped(files: Mapping[str, Packed]) -> bytes:
    """The content of a zip with these files: sorted, with fixed times, so that equal files give equal bytes."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, packed in sorted(files.items()):
            entry = ZipInfo(name, THE_SAME_TIME)
            entry.create_system = 3  # Unix: only then modes count
            entry.external_attr = (stat.S_IFREG | packed.mode) << 16
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, packed.content)
    return buffer.getvalue()


def _script(name: str) -> bytes:
    return (Path(__file__).parent / "gradescope_files" / name).read_bytes()


def _kit() -> Iterator[tuple[str, bytes]]:
    """The kit's packages, with the data that lie in them."""
    base = Path(__file__).parents[3]
    for package in KIT:
        for name, content in _files_below(base / package):
            yield f"{package}/{name}", content


def _files_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and not path.name.endswith("~"):
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CourseError(path, f"it cannot be read ({error.strerror})", "Name pip's configuration file.") from error
