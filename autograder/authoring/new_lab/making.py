"""Makes a new lab in a course: notebook, lab file, sample answers, expected.json and release."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.assignments.releases import generate_release
from autograder.course.course import Course, assignments, builtin_labs, check_assignment, find_lab, lab_file
from autograder.references.expected_file import EXPECTED, write_expected
from autograder.references.kept_runs import folder_of
from autograder.references.lab_references import reference_for
from autograder.references.sample_answers import samples_folder
from autograder.shared.errors import CourseError

if TYPE_CHECKING:
    from reference.lab_files.lab import Lab

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
SKELETON = Path(__file__).parent / "skeleton-files"
ANSWERS = ("right.py", "wrong.py")


@dataclass(frozen=True)
class NewLab:
    """Where the parts of a lab lie in a course."""

    name: str
    source: Path
    """the folder of the notebook"""
    file: Path
    """the lab file"""
    answers: Path
    """the folder of the sample answers"""
    release: Path

    @classmethod
    def in_course(cls, course: Course, name: str) -> NewLab:
        """The places of a lab of this name."""
        labs = course.root / "labs"
        file = labs / f"{name.replace('-', '_')}.py"
        return cls(name, course.step("source", name), file, labs / name, course.step("release", name))

    @property
    def notebook(self) -> Path:
        """Its notebook."""
        return self.source / f"{self.name}.ipynb"


def make_lab(course: Course, name: str, like: str | None = None) -> NewLab:
    """Make a lab that passes ``descent check-lab`` at once.

    Args:
        like: a lab of the course to start from; a small skeleton by default

    Raises:
        CourseError: if the name does not do, something of that name is there already, or ``like`` is no lab. Then
            nothing is left behind.
    """
    new = NewLab.in_course(course, name)
    _check_name(course, new)
    files = _skeleton(new) if like is None else _copy_of(course, new, like)
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        write_expected(course, reference_for(course, _loaded(course, new)))
        generate_release(course, name)
    except BaseException:
        _take_back(course, new)
        raise
    return new


def _check_name(course: Course, new: NewLab) -> None:
    if not NAME.fullmatch(new.name):
        remedy = "Use small letters and digits, with single dashes between words, such as 'step-size'."
        raise CourseError(new.name, "this is no name for a lab", remedy)
    if (builtin_labs() / new.file.name).is_file():
        remedy = f"Choose another name; to change that lab in this course, write {new.file} (docs/for-instructors.md)."
        raise CourseError(new.name, "a lab of this name comes with the kit", remedy)
    for path in (new.source, new.file, new.answers, new.release):
        if path.exists():
            raise CourseError(path, "this is there already, and is not overwritten", "Choose another name for the lab.")


def _skeleton(new: NewLab) -> dict[Path, bytes]:
    words = {"LAB-NAME": new.name, "LAB-TITLE": new.name.replace("-", " ").capitalize()}
    places = {"notebook.ipynb": new.notebook, "lab.py": new.file}
    places |= {answer: new.answers / answer for answer in ANSWERS}
    return {path: _with(words, (SKELETON / file).read_text(encoding="utf-8")) for file, path in places.items()}


def _with(words: Mapping[str, str], text: str) -> bytes:
    for word, meant in words.items():
        text = text.replace(word, meant)
    return text.encode()


def _copy_of(course: Course, new: NewLab, like: str) -> dict[Path, bytes]:
    """The files of another lab of the course, under the new name."""
    check_assignment(course, like)
    module = lab_file(course, like)
    if module is None:
        known = ", ".join(name for name in assignments(course) if lab_file(course, name))
        raise CourseError(like, "this assignment has no lab file", f"Start from one that has: {known or 'none'}.")
    text = module.read_text(encoding="utf-8")
    named = re.compile(rf"name\s*=\s*(['\"]){re.escape(like)}\1")
    if len(named.findall(text)) != 1:
        raise CourseError(module, f'it does not say name="{like}" just once', "Start from another lab, or none.")
    files = {new.file: named.sub(f'name="{new.name}"', text).encode()}
    source = course.step("source", like)
    for path in _files(source):
        name = path.relative_to(source).as_posix()
        if name != EXPECTED:
            files[new.source / (f"{new.name}.ipynb" if name == f"{like}.ipynb" else name)] = path.read_bytes()
    samples = samples_folder(course, like)
    return files | {new.answers / path.relative_to(samples): path.read_bytes() for path in _files(samples)}


def _files(folder: Path) -> list[Path]:
    skipped = {"__pycache__", ".ipynb_checkpoints"}
    paths = folder.rglob("*") if folder.is_dir() else ()
    return sorted(path for path in paths if path.is_file() and not skipped & set(path.parts))


def _loaded(course: Course, new: NewLab) -> Lab:
    lab = find_lab(course, new.name)
    if lab is None or lab.name != new.name:
        raise CourseError(new.file, f"this file defines no lab called '{new.name}'", "Start from another lab, or none.")
    return lab


def _take_back(course: Course, new: NewLab) -> None:
    for folder in (new.source, new.answers, new.release, folder_of(course, new.name)):
        shutil.rmtree(folder, ignore_errors=True)
    new.file.unlink(missing_ok=True)
