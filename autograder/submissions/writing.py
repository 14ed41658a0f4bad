"""The graded folder of a submission, written as nbgrader's Autograde would."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from autograder.course.course import Course
from autograder.submissions.finding import Submission


def write_graded(
    course: Course,
    submission: Submission,
    text: str,
    files: Mapping[str, bytes],
    lab: Mapping[str, Path],
    mode: int = 0o444,
) -> Path:
    """Write the autograded folder of a submission as nbgrader's Autograde would; returns the notebook's path.

    Args:
        text: the graded notebook
        files: what the student put beside it, as it was when the notebook ran; notebooks among them are left out, as
            nbgrader takes every notebook there for a graded one
        lab: the lab's files, of that mode already; linked, so that a class holds no thousand copies
        mode: file mode; nbgrader's is read-only
    """
    folder = course.step("autograded", submission.assignment, submission.student)
    folder.mkdir(parents=True, exist_ok=True)
    _empty(folder, keep=_other_notebooks(submission))
    beside = {name: content for name, content in files.items() if not name.endswith(".ipynb")}
    for name, content in beside.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        target.chmod(mode)
    for parent in {(folder / name).parent for name in lab}:
        parent.mkdir(parents=True, exist_ok=True)
    for name, path in lab.items():
        _link(path, folder / name, mode)
    notebook = folder / f"{submission.notebook}.ipynb"
    unfinished = notebook.with_name(".notebook.unfinished")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.chmod(mode)
    unfinished.replace(notebook)
    return notebook


def _link(path: Path, target: Path, mode: int) -> None:
    try:
        os.link(path, target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(path, target)
        target.chmod(mode)


def remove_graded(course: Course, submission: Submission) -> None:
    """Take away what an earlier grading left for a notebook that can no longer be read."""
    folder = course.step("autograded", submission.assignment, submission.student)
    (folder / f"{submission.notebook}.ipynb").unlink(missing_ok=True)


def _other_notebooks(submission: Submission) -> set[str]:
    """Names of the assignment's other notebooks, which are graded in their own turn."""
    return {path.stem for path in submission.folder.glob("*.ipynb")} - {submission.notebook}


def _empty(folder: Path, keep: set[str]) -> None:
    """Remove what an earlier grading left, except the assignment's other notebooks."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif not (path.suffix == ".ipynb" and path.stem in keep):
            path.unlink()
