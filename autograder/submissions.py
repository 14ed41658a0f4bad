"""Submissions as files: found, read without trust, and written as nbgrader writes graded ones."""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from glob import glob
from itertools import islice, zip_longest
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.course import Course
from autograder.errors import CourseError, SubmissionError

MAX_NOTEBOOK_BYTES = 50_000_000
MAX_CELLS = 5_000
MAX_FILE_BYTES = 20_000_000
"""all files beside one notebook that reach the run"""
MAX_FILES = 1_000
CELL_TYPES = ("code", "markdown", "raw")


@dataclass(frozen=True)
class Submission:
    """One notebook that one student handed in, or should have."""

    student: str
    assignment: str
    notebook: str
    """the notebook's name without its ending"""
    folder: Path

    @property
    def file(self) -> Path:
        """The notebook file; it need not exist."""
        return self.folder / f"{self.notebook}.ipynb"


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
    found = _student_folders(course, assignment)
    if missing := [student for student in students if student not in found]:
        where = course.step("submitted", assignment, missing[0])
        raise CourseError(where, f"nothing was handed in by '{missing[0]}'", "Check the student id and the lab's name.")
    if not found:
        where = course.step("submitted", assignment, "STUDENT")
        remedy = "Collect with 'nbgrader collect' or 'nbgrader zip_collect', or put each notebook there."
        raise CourseError(where, "nobody has handed in anything for this lab", remedy)
    wanted = sorted(set(students)) or sorted(found)
    return tuple(Submission(who, assignment, name, found[who]) for who in wanted for name in notebooks)


def _student_folders(course: Course, assignment: str) -> dict[str, Path]:
    directory = course.directory
    step = directory.submitted_directory
    pattern = directory.format_path(step, "(?P<student_id>.*)", re.escape(assignment), escape=True)
    folders = {}
    for path in glob(directory.format_path(step, "*", assignment)):
        match = re.fullmatch(pattern, path)
        if match and os.path.isdir(path):
            folders[match["student_id"]] = Path(path)
    return folders


# Reading


def read_notebook(file: Path) -> dict[str, Any]:
    """Read a notebook of any version as nbformat 4 cells, believing nothing about it.

    Returns:
        ``{"cells": [...], "metadata": {...}, "notes": [...]}``; every cell has a known ``cell_type``, a string
        ``source`` and a ``metadata`` mapping; outputs are left out. The notes say what had to be put right.

    Raises:
        SubmissionError: naming the file, what is wrong with it, and the remedy.
    """
    return parse_notebook(read_bytes(file), file)


def parse_notebook(content: bytes, file: Path) -> dict[str, Any]:
    """`read_notebook` for the content of a file that was read already."""
    text = _decode(content, file)
    notes: list[str] = []
    if not _is_json(text) and MERGE.search(text):
        text, notes = _unmerged(file, text), [MERGED]
    return {**plain_notebook(_parse(file, text), file), "notes": notes}


def read_bytes(file: Path) -> bytes:
    """The content of a notebook file of acceptable size; raises SubmissionError."""
    if not file.is_file():
        others = sorted(path.name for path in file.parent.glob("*.ipynb"))
        named = f"; found instead: {', '.join(others)}" if others else ""
        raise SubmissionError(file, f"there is no such notebook{named}", f"It must be called {file.name}.")
    if file.stat().st_size > MAX_NOTEBOOK_BYTES:
        limit = f"{MAX_NOTEBOOK_BYTES // 1_000_000} MB"
        raise SubmissionError(file, f"the notebook is larger than {limit}", "Clear its outputs and save it again.")
    try:
        return file.read_bytes()
    except OSError as error:
        raise SubmissionError(file, f"it cannot be read: {error.strerror}", "Check the file's permissions.") from error


def _decode(content: bytes, file: Path) -> str:
    again = "Ask for the notebook again."
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SubmissionError(file, "this is no text in UTF-8, so no notebook", again) from error
    if not text.strip():
        raise SubmissionError(file, "the file is empty", again)
    return text


MERGE = re.compile(
    r"^<{7} .*?\n(?P<ours>.*?)(?:^\|{7}.*?\n.*?)?^={7}\r?\n(?P<theirs>.*?)^>{7} .*?(?:\n|\Z)", re.MULTILINE | re.DOTALL
)
"""what git leaves in a file that was changed on two sides"""
MERGED = "It held leftovers of a merge, which made no difference to its cells: they were taken out."


def _unmerged(file: Path, text: str) -> str:
    """A notebook without leftovers of a merge, if both sides have the same cells: outputs and counters may differ.

    Raises:
        SubmissionError: if cells differ, or a side is no notebook.
    """
    sides = [MERGE.sub(rf"\g<{side}>", text) for side in ("ours", "theirs")]
    read = [plain_notebook(_parse(file, side), file)["cells"] for side in sides]
    first, second = ([(cell["cell_type"], cell["source"]) for cell in cells] for cells in read)
    if first != second:
        parts = (number for number, (a, b) in enumerate(zip_longest(first, second), start=1) if a != b)
        what = f"it holds leftovers of a merge, and two versions of cell {next(parts)}"
        raise SubmissionError(file, what, "Ask which of the two is meant.")
    return sides[0]


def _parse(file: Path, text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "nested too deep"
        what = f"this is not JSON ({reason}), so no notebook"
        raise SubmissionError(file, what, "Ask for the .ipynb file as Jupyter saves it.") from error
    if not isinstance(data, dict) or not isinstance(data.get("nbformat"), int):
        raise SubmissionError(file, "this is JSON but no notebook", "Ask for the .ipynb file as Jupyter saves it.")
    return data if data["nbformat"] == 4 else _upgrade(file, data)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _upgrade(file: Path, data: dict[str, Any]) -> dict[str, Any]:
    from nbformat import reads

    try:
        return dict(reads(json.dumps(data), as_version=4))
    except Exception as error:
        what = f"this notebook has format {data['nbformat']}, which cannot be read"
        raise SubmissionError(file, what, "Open and save it with a current Jupyter, then grade again.") from error


def plain_notebook(data: Mapping[str, Any], file: Path) -> dict[str, Any]:
    """Cells reduced to type, source, id, metadata and attachments; see `read_notebook`."""
    cells = data.get("cells")
    if not isinstance(cells, list):
        raise SubmissionError(file, "this notebook has no list of cells", "Ask for the notebook again.")
    if len(cells) > MAX_CELLS:
        raise SubmissionError(file, f"the notebook has more than {MAX_CELLS} cells", "Have a look at it by hand.")
    metadata = data.get("metadata")
    return {
        "metadata": metadata if isinstance(metadata, Mapping) else {},
        "cells": [_plain_cell(cell, index, file) for index, cell in enumerate(cells)],
    }


def _plain_cell(cell: Any, index: int, file: Path) -> dict[str, Any]:
    source = cell.get("source", "") if isinstance(cell, Mapping) else None
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str) or cell.get("cell_type") not in CELL_TYPES:
        raise SubmissionError(file, f"cell {index + 1} is no notebook cell", "Ask for the notebook again.")
    metadata = cell.get("metadata")
    plain = {
        "cell_type": cell["cell_type"],
        "source": _without_surrogates(source),
        "metadata": metadata if isinstance(metadata, Mapping) else {},
    }
    if isinstance(cell.get("id"), str):
        plain["id"] = cell["id"]
    if attachments := _attachments(cell.get("attachments")):
        plain["attachments"] = attachments
    return plain


def _without_surrogates(text: str) -> str:
    """JSON may hold halves of characters, which no file and no hash can."""
    return text.encode("utf-8", "replace").decode()


def _attachments(value: Any) -> dict[str, dict[str, str]]:
    if not isinstance(value, Mapping):
        return {}
    return {
        str(name): {str(kind): data for kind, data in bundle.items() if isinstance(data, str)}
        for name, bundle in value.items()
        if isinstance(bundle, Mapping)
    }


def read_timestamp(course: Course, folder: Path) -> datetime | None:
    """When a submission was handed in, in UTC, from nbgrader's timestamp.txt; None where there is none.

    Raises:
        SubmissionError: if the file holds no time.
    """
    from nbgrader.utils import parse_utc

    file = folder / "timestamp.txt"
    try:
        text = file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SubmissionError(file, "it cannot be read", "Correct or delete it.") from error
    if not text:
        return None
    try:
        return parse_utc(text)  # type: ignore[no-any-return]
    except (ValueError, OverflowError) as error:
        raise SubmissionError(file, "this is no time", "Write it as '2026-01-31 12:00:00 UTC'.") from error


# Files beside the notebook


@dataclass(frozen=True)
class FilesBeside:
    """Files that lie beside a notebook, by their path below its folder; notebooks and labkit are not among them."""

    lab: Mapping[str, Path]
    """the lab's, the same for everyone, from its source folder"""
    own: Mapping[str, Path]
    """the student's, less those that the lab's replace"""

    @property
    def all(self) -> dict[str, Path]:
        """Both, sorted by path."""
        return dict(sorted({**self.own, **self.lab}.items()))


def lab_files(course: Course, assignment: str) -> dict[str, Path]:
    """The lab's own files beside its notebooks, from its source folder."""
    return dict(_files(course.step("source", assignment), _ignored(course)))


def files_beside(course: Course, submission: Submission, lab: Mapping[str, Path] | None = None) -> FilesBeside:
    """What lies beside a notebook when it runs; ``lab``: its `lab_files`, where they were found before.

    labkit is left out, whoever brought it: the grader adds its own. Links are left out too: what they point to may
    be anybody's.
    """
    lab = lab_files(course, submission.assignment) if lab is None else lab
    theirs = dict(islice(_files(submission.folder, _ignored(course)), MAX_FILES))
    return FilesBeside(lab, {name: path for name, path in theirs.items() if not _in_the_way(name, lab)})


def _ignored(course: Course) -> list[str]:
    return [*course.directory.ignore, "*.ipynb"]


def _in_the_way(name: str, labs: Mapping[str, Path]) -> bool:
    """Whether a student's file is labkit's, or lies where the lab has a folder, or the other way round."""
    if name in labs:
        return True
    folders = {parent.as_posix() for parent in PurePosixPath(name).parents}
    if name.split("/")[0] in ("labkit", "labkit.py") or not name.isprintable():
        return True
    return bool(folders & labs.keys()) or any(other.startswith(f"{name}/") for other in labs)


def _files(folder: Path, ignored: Sequence[str], below: str = "") -> Iterator[tuple[str, Path]]:
    with os.scandir(folder / below) as entries:
        for entry in entries:
            name = f"{below}{entry.name}"
            if any(fnmatch.fnmatch(entry.name, pattern) for pattern in ignored):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _files(folder, ignored, f"{name}/")
            elif entry.is_file(follow_symlinks=False):
                yield name, Path(entry.path)


def read_files(files: Mapping[str, Path]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Contents for the run, and the names of files left out because all of them together are too large."""
    contents: dict[str, bytes] = {}
    left_out = []
    room = MAX_FILE_BYTES
    for name, path in files.items():
        if path.stat().st_size > room:
            left_out.append(name)
            continue
        contents[name] = path.read_bytes()
        room -= len(contents[name])
    return contents, tuple(left_out)


# Writing


def write_graded(
    course: Course,
    submission: Submission,
    text: str,
    files: Mapping[str, bytes],
    kit: Mapping[str, Path],
    mode: int = 0o444,
) -> Path:
    """Write the autograded folder of a submission as nbgrader's Autograde would; returns the notebook's path.

    Args:
        text: the graded notebook
        files: what the student's files beside it held when it was read
        kit: labkit's and the lab's files, of that mode already; linked, so that a class holds no thousand copies
        mode: file mode; nbgrader's is read-only
    """
    folder = course.step("autograded", submission.assignment, submission.student)
    folder.mkdir(parents=True, exist_ok=True)
    _empty(folder, keep={path.stem for path in submission.folder.glob("*.ipynb")} - {submission.notebook})
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        target.chmod(mode)
    for parent in {(folder / name).parent for name in kit}:
        parent.mkdir(parents=True, exist_ok=True)
    for name, path in kit.items():
        _link(path, folder / name, mode)
    notebook = folder / f"{submission.notebook}.ipynb"
    unfinished = notebook.with_name(f".{notebook.name}.unfinished")
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


def _empty(folder: Path, keep: set[str]) -> None:
    """Remove what an earlier grading left, except the assignment's other notebooks."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif not (path.suffix == ".ipynb" and path.stem in keep):
            path.unlink()
