"""New courses and releases, made by nbgrader itself, and the gradebook's knowledge of an assignment."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course.course import (
    CONFIG_FILE,
    Course,
    assignments,
    builtin_names,
    builtin_sources,
    find_course,
    secret,
)
from autograder.seams.nbgrader import tools_on_path
from autograder.shared.errors import CourseError, GradebookError

if TYPE_CHECKING:
    pass

CONFIG_TEXT = '''"""This folder is an nbgrader course; everything that nbgrader has a setting for can be set here."""

from autograder.nbgrader_plugin import configure

c = get_config()  # noqa: F821 (nbgrader provides it)
configure(c, __file__, course_id="gradient-descent")
'''

GITIGNORE_TEXT = """\
# student data and the course's secret: never in version control
/submitted/
/downloaded/
/autograded/
/feedback/
/explained/
/*-report.html
/*-gradescope.zip
/*-comments.csv
/gradebook.db*
/.descent/
.ipynb_checkpoints/
__pycache__/
"""


def create_course(path: str | Path, labs: Sequence[str] = ()) -> Course:
    """Make a new course at ``path``: configuration, built-in labs, their release, .gitignore, a secret.

    Args:
        labs: the built-in labs that it is to have; all by default.

    Raises:
        CourseError: if ``path`` is a file or a folder that is not empty, or the kit has no lab of such a name.
    """
    known = builtin_names()
    for name in labs:
        if name not in known:
            raise CourseError(f"--lab {name}", "no such lab comes with the kit", f"Choose among: {', '.join(known)}.")
    root = Path(path).absolute()
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise CourseError(root, "this is not an empty folder", "Name a new folder for the course.")
    existed = root.exists()
    try:
        return _fill_course(root, labs or known)
    except BaseException:
        shutil.rmtree(root, ignore_errors=True)
        if existed:
            root.mkdir()
        raise


def _fill_course(root: Path, labs: Sequence[str]) -> Course:
    unwanted = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
    for name in dict.fromkeys(labs):
        shutil.copytree(builtin_sources() / name, root / "source" / name, ignore=unwanted)
    (root / CONFIG_FILE).write_text(CONFIG_TEXT)
    (root / ".gitignore").write_text(GITIGNORE_TEXT)
    course = find_course(root)
    secret(course)
    for name in assignments(course):
        generate_release(course, name)
    return course


def generate_release(course: Course, assignment: str, folder: Path | None = None) -> None:
    """Run nbgrader's generate_assignment: the release, and the assignment's cells in the gradebook.

    Args:
        folder: write the release below this folder instead of the course's own.

    Raises:
        CourseError: if nbgrader refuses, with its reason.
    """
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.utils import capture_log

    directory = CourseDirectory(config=course.config)
    directory.assignment_id = assignment
    if folder is not None:
        directory.release_directory = str(folder)
    converter = GenerateAssignment(coursedir=directory, config=course.config)
    converter.force = True
    with tools_on_path():
        result = capture_log(converter)
    if not result["success"]:
        reason = _cause(result.get("log", "") + result["error"])
        remedy = f"Try 'nbgrader generate_assignment {assignment}' there and correct the source notebook."
        raise CourseError(course.step("source", assignment), f"nbgrader cannot release this lab: {reason}", remedy)


def _cause(log: str) -> str:
    """The first exception of a log, in one line: those after it only follow from it."""
    exceptions = re.findall(r"^\s*[A-Za-z_][\w.]*: (.+)$", log, flags=re.MULTILINE)
    return exceptions[0].strip().rstrip(".") if exceptions else "see its log"


def ensure_registered(course: Course, assignment: str) -> bool:
    """Bring the assignment's cells into the gradebook where they are missing; release/ is left as it is.

    A clone has a committed release and no gradebook: nbgrader then skips the release ('Skipping existing
    assignment') and cannot grade ('No assignment with ID').

    Returns:
        whether something was missing.
    """
    if is_registered(course, assignment):
        return False
    with tempfile.TemporaryDirectory(prefix="descent-release-") as folder:
        generate_release(course, assignment, Path(folder))
    return True


def is_registered(course: Course, assignment: str) -> bool:
    """Whether the gradebook knows the assignment, its notebooks, and every cell of what was given out.

    nbgrader commits cell by cell, the locked sources last: a release that was killed half-way leaves the first ones.
    """
    from nbgrader.api import MissingEntry

    with open_gradebook(course) as gradebook:
        try:
            known = {
                str(notebook.name): {str(cell.name) for cell in notebook.source_cells}
                for notebook in gradebook.find_assignment(assignment).notebooks
            }
        except MissingEntry:
            return False
    given = _given_cells(course, assignment)
    return bool(known) and all(names <= known.get(notebook, set()) for notebook, names in given.items())


def _given_cells(course: Course, assignment: str) -> dict[str, set[str]]:
    """The names of nbgrader's cells in each notebook of the release, or of the source where nothing was released."""
    released = sorted(course.step("release", assignment).glob("*.ipynb"))
    found = {}
    for path in released or sorted(course.step("source", assignment).glob("*.ipynb")):
        with suppress(ValueError, TypeError, AttributeError, KeyError):  # damaged: nbgrader says how
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            found[path.stem] = {
                name for cell in cells if (name := cell["metadata"].get("nbgrader", {}).get("grade_id"))
            }
    return found


@contextmanager
def open_gradebook(course: Course) -> Iterator[Any]:
    """nbgrader's Gradebook of this course; made where there is none yet."""
    with gradebook_of(course.directory) as gradebook:
        yield gradebook


DRIVERS = ("psycopg", "psycopg2", "pg8000", "asyncpg", "MySQLdb", "pymysql")
"""Modules that SQLAlchemy imports for another database than SQLite."""


@contextmanager
def gradebook_of(directory: Any) -> Iterator[Any]:
    """The gradebook of nbgrader's CourseDirectory; made where there is none yet.

    Raises:
        GradebookError: if the database is locked, damaged, not permitted, or out of room, or its driver is missing.
    """
    from nbgrader.api import Gradebook
    from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

    try:
        with tools_on_path(), Gradebook(directory.db_url, directory.course_id) as gradebook:
            yield gradebook
    except DatabaseError as error:
        # Its other subclasses are about one row, such as an IntegrityError.
        if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
            raise
        raise GradebookError(_shown(directory.db_url), _said(error), _remedy(error)) from error
    except (ArgumentError, ModuleNotFoundError) as error:
        if isinstance(error, ModuleNotFoundError) and (error.name or "") not in DRIVERS:
            raise
        remedy = "Look at c.CourseDirectory.db_url; for PostgreSQL: pip install 'graded-descent[postgresql]'."
        raise GradebookError(
            "c.CourseDirectory.db_url", f"this gradebook cannot be opened ({error})", remedy
        ) from error


def _shown(db_url: str) -> str:
    """A database by its address, without a password in it."""
    from sqlalchemy.engine import make_url

    url = make_url(db_url)
    return url.database or str(url) if url.drivername.startswith("sqlite") else url.render_as_string()


def _said(error: Any) -> str:
    return f"the gradebook cannot be used: {error.orig}".splitlines()[0]


def _remedy(error: Any) -> str:
    text = str(error.orig)
    if "locked" in text:
        return "Another program is writing to it: wait until it has ended, then start again; nothing is lost."
    if "full" in text or "disk" in text:
        return "Make room, then start again; what was run is kept."
    if "readonly" in text or "unable to open" in text:
        return "Permit reading and writing of the file and its folder, then start again."
    return "Bring it back from a copy (nbgrader makes one with 'nbgrader db upgrade'), then start again."
