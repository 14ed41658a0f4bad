"""The course: nbgrader's folders and gradebook, the labs, and the kit's private folder beside them."""

from __future__ import annotations

import logging
import os
import secrets
import site
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.seams.nbgrader import course_app
from autograder.shared.errors import CourseError

if TYPE_CHECKING:
    from reference.lab_files.lab import Lab

CONFIG_FILE = "nbgrader_config.py"
PRIVATE_FOLDER = ".descent"
STEPS = ("source", "release", "submitted", "autograded", "feedback", "solution")
SECRET_BYTES = 32


@dataclass(frozen=True)
class Course:
    """A course folder, as nbgrader's own configuration describes it."""

    root: Path
    """absolute path of the folder that holds nbgrader_config.py"""
    directory: Any
    """nbgrader's CourseDirectory: names of the folders, of the course and of the gradebook"""
    config: Any
    """the traitlets Config that nbgrader itself would use here"""

    @property
    def course_id(self) -> str:
        """The course's name in the gradebook."""
        return str(self.directory.course_id)

    @property
    def db_url(self) -> str:
        """SQLAlchemy URL of the gradebook."""
        return str(self.directory.db_url)

    @property
    def private(self) -> Path:
        """The kit's own folder: the secret, kept evidence, drawn settings. Not part of any nbgrader step."""
        return self.root / PRIVATE_FOLDER

    def step(self, step: str, assignment: str, student: str = ".") -> Path:
        """The folder of one nbgrader step: ``source``, ``release``, ``submitted``, ``autograded``, ``feedback``."""
        name = getattr(self.directory, f"{step}_directory")
        return Path(os.path.normpath(self.directory.format_path(name, student, assignment)))

    @property
    def own_folders(self) -> tuple[Path, ...]:
        """All folders that no run may read: the course, and what its configuration puts elsewhere."""
        names = [str(getattr(self.directory, f"{step}_directory")) for step in STEPS]
        elsewhere = [Path(os.path.normpath(self.root / name.partition("{")[0])) for name in names]
        return (self.root, *(folder for folder in elsewhere if not folder.is_relative_to(self.root)))


def find_course(path: str | Path = ".") -> Course:
    """Read the course at ``path``.

    Raises:
        CourseError: if ``path`` is no folder, holds no nbgrader_config.py, or that file cannot be run.
    """
    root = Path(path).absolute()
    if not root.is_dir():
        raise CourseError(root, "there is no such folder", "Name a course with --course DIR.")
    if not (root / CONFIG_FILE).is_file():
        raise CourseError(
            root,
            f"this is no course, it has no {CONFIG_FILE}",
            "Make one with 'descent init DIR', or name one with --course DIR.",
        )
    app = _nbgrader_app(root)
    return Course(Path(app.coursedir.root).absolute(), app.coursedir, app.config)


def _nbgrader_app(root: Path) -> Any:
    """nbgrader's base application, configured by the user's Jupyter settings and by the course, nothing else."""
    try:
        return course_app(root, logging.WARNING)
    except Exception as error:
        reason = f"it cannot be run: {type(error).__name__}: {error}"
        raise CourseError(root / CONFIG_FILE, reason, "Correct that file, or start from 'descent init'.") from error


# Labs


def assignments(course: Course) -> tuple[str, ...]:
    """Names of the assignments in the course's source folder, sorted."""
    base = course.step("source", "*").parent
    return tuple(sorted(path.name for path in base.glob("*") if any(path.glob("*.ipynb"))))


def check_assignment(course: Course, name: str) -> None:
    """Make sure that the course has an assignment called ``name``.

    Raises:
        CourseError: naming those there are, where it has not.
    """
    known = assignments(course)
    if name in known:
        return
    where = course.step("source", "*").parent
    if not known:
        raise CourseError(where, "the course has no labs yet", "Put one there, or make a course with 'descent init'.")
    raise CourseError(where, f"there is no lab called '{name}'", f"This course has: {', '.join(known)}.")


def find_lab(course: Course, name: str) -> Lab | None:
    """The lab that says what is right in assignment ``name``; None for an ordinary nbgrader assignment.

    Raises:
        reference.lab_files.lab.LabFileError: if its file is no lab.
    """
    path = lab_file(course, name)
    if path is None:
        return None
    from reference.lab_files.lab import load_lab

    return load_lab(path)


def lab_file(course: Course, name: str) -> Path | None:
    """The lab file of an assignment, the course's own before the built-in one; None where there is none."""
    module = name.replace("-", "_") + ".py"
    folders = (course.root / "labs", builtin_labs())
    return next((folder / module for folder in folders if (folder / module).is_file()), None)


def builtin_labs() -> Path:
    """The folder of lab files that come with the kit."""
    return _package_folder("reference") / "labs"


def builtin_sources() -> Path:
    """The folder of source notebooks that come with the kit, in a clone and in an installed copy.

    Raises:
        CourseError: if the installation lacks them.
    """
    beside = _package_folder("autograder").parent
    share = Path("share", "graded-descent", "source")
    bases = (beside, Path(sysconfig.get_path("data")), Path(site.getuserbase()))
    folders = [beside / "source"] if (beside / "pyproject.toml").is_file() else []
    for folder in [*folders, *(base / share for base in bases)]:
        if any(folder.glob("*/*.ipynb")):
            return folder
    raise CourseError(beside, "the labs' source notebooks are missing", "Install graded-descent again.")


def builtin_names() -> tuple[str, ...]:
    """Names of the labs that come with the kit, sorted."""
    return tuple(sorted(path.parent.name for path in builtin_sources().glob("*/*.ipynb")))


def kit_files() -> dict[str, bytes]:
    """labkit as it lies beside a notebook: file name below the notebook's folder -> content."""
    folder = _package_folder("labkit")
    names = sorted(path for path in folder.rglob("*.py"))
    return {f"labkit/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in names}


def _package_folder(package: str) -> Path:
    """Where a package of the kit lies, found without importing it (labkit imports torch)."""
    from importlib.util import find_spec

    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise CourseError(package, "this package of the kit is missing", "Install graded-descent again.")
    return Path(next(iter(spec.submodule_search_locations)))


# The secret


def secret(course: Course) -> bytes:
    """The course's secret, made at first use with private file mode. Fresh settings are drawn from it."""
    path = course.private / "secret"
    private_folder(course)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_secret(path)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(SECRET_BYTES) + "\n")
    return _read_secret(path)


def private_folder(course: Course) -> Path:
    """The kit's private folder, made with mode 0700 where it does not exist yet."""
    course.private.mkdir(mode=0o700, exist_ok=True)
    return course.private


def _read_secret(path: Path) -> bytes:
    remedy = "Bring it back from a copy, or delete it: then new settings are drawn and everything is graded again."
    try:
        value = bytes.fromhex(path.read_text().strip())
    except ValueError as error:
        raise CourseError(path, "the course's secret is damaged", remedy) from error
    if len(value) != SECRET_BYTES:
        raise CourseError(path, "the course's secret is damaged", remedy)
    return value
