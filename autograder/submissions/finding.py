"""Who handed in something for an assignment: every student's folder, those that cannot be opened among them."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course.course import Course
from autograder.shared.errors import CourseError, SubmissionError
from autograder.submissions.walking import printable, shown

LONGEST_ID = 128
"""characters of a student's id that every gradebook can hold (nbgrader's column is that wide)"""
_STUDENT = "\0"
"""stands for the student in a path: no real path holds it"""
_NO_NAME = ("Cc", "Cs", "Zl", "Zp")
"""Unicode's control characters, halves of characters, and ends of lines and paragraphs"""


@dataclass(frozen=True)
class Submission:
    """One notebook that one student handed in, or should have."""

    student: str
    assignment: str
    notebook: str
    """the notebook's name without its ending"""
    folder: Path
    unfit: str = ""
    """why the folder's name can be no student's id; such a submission is named, and is not in the gradebook"""

    @property
    def file(self) -> Path:
        """The notebook file under the lab's own name; it need not exist."""
        return self.folder / f"{self.notebook}.ipynb"

    def check(self) -> None:
        """Make sure that the folder can be what a student handed in.

        Raises:
            SubmissionError: where it cannot.
        """
        where = Path(printable(str(self.folder)))
        if self.unfit:
            raise SubmissionError(where, self.unfit, "Rename the folder to the student's id.")
        try:
            links = any(path.is_symlink() for path in self._parts())
            mode = os.stat(self.folder).st_mode
        except OSError as error:
            what = f"the folder cannot be read: {error.strerror}"
            raise SubmissionError(where, what, "Check its permissions, and those of the folder above.") from error
        if links:
            what = "this folder is a link, which may lead to anybody's work"
            raise SubmissionError(where, what, "Put a copy of what was handed in there.")
        if not stat.S_ISDIR(mode):
            what = "this is a file, not the folder that it should be"
            raise SubmissionError(where, what, "Make a folder of that name and put the notebook into it.")

    def _parts(self) -> list[Path]:
        """The folder and those above it, up to the one that is named after the student."""
        parts = [self.folder, *self.folder.parents][:3]
        names = [path.name for path in parts]
        last = max((n for n, name in enumerate(names) if name == self.student), default=0)
        return parts[: last + 1]


def find_submissions(
    course: Course, assignment: str, notebooks: Sequence[str], students: Sequence[str] = ()
) -> tuple[Submission, ...]:
    """What was handed in for an assignment, sorted by student.

    Args:
        notebooks: names of the assignment's notebooks, as the gradebook has them
        students: only these; all by default

    Raises:
        CourseError: if nothing was handed in, or nothing by one of ``students``.
    """
    found = dict(_student_folders(course, assignment))
    if missing := [student for student in students if student not in found]:
        where = course.step("submitted", assignment, missing[0])
        raise CourseError(where, f"nothing was handed in by '{missing[0]}'", "Check the student id and the lab's name.")
    if not found:
        where = course.step("submitted", assignment, "STUDENT")
        remedy = "Collect with 'nbgrader collect' or 'nbgrader zip_collect', or put each notebook there."
        raise CourseError(where, "nobody has handed in anything for this lab", remedy)
    wanted = sorted(set(students)) or sorted(found)
    return tuple(
        Submission(shown_id(who), assignment, name, found[who], unfit_id(who)) for who in wanted for name in notebooks
    )


def _student_folders(course: Course, assignment: str) -> Iterator[tuple[str, Path]]:
    """Student -> folder, for everything that lies where a student's submission should, whatever it is."""
    directory = course.directory
    template = directory.format_path(directory.submitted_directory, _STUDENT, assignment)
    before, _, after = template.partition(_STUDENT)
    parent, _, prefix = before.rpartition("/")
    suffix, slash, rest = after.partition("/")
    for entry in _entries(Path(parent)):
        student = entry.name[len(prefix) : len(entry.name) - len(suffix)]
        if not (entry.name.startswith(prefix) and entry.name.endswith(suffix) and student) or student[0] == ".":
            continue
        folder = Path(template.replace(_STUDENT, student))
        if _may_be_there(folder, below=bool(slash and rest)):
            yield student, folder


def _entries(parent: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(parent) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise CourseError(parent, f"it cannot be read: {error.strerror}", "Check its permissions.") from error


def _may_be_there(folder: Path, below: bool) -> bool:
    """Whether something was handed in, as far as can be seen; a file counts where a folder of its own is expected."""
    try:
        mode = os.lstat(folder).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return below or stat.S_ISDIR(mode) or stat.S_ISLNK(mode)


def unfit_id(student: str) -> str:
    """Why a folder's name can be no student's id; empty where it can."""
    if len(student) > LONGEST_ID:
        return f"the name of this folder is longer than {LONGEST_ID} characters, so no student's id"
    if any(unicodedata.category(letter) in _NO_NAME for letter in student):
        return "the name of this folder is no text: it holds a control character, the end of a line, or is not UTF-8"
    return ""


def shown_id(student: str) -> str:
    """The id; where it is unfit, what a message can hold of it."""
    return shown(student) if unfit_id(student) else student
