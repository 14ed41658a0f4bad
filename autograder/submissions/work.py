"""Whether a notebook holds work: what a student wrote into it, compared with what was given out.

One rule for grading and collecting: an untouched release never stands for a student who worked in another file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.shared.cell_text import comparable, is_badge, is_blank
from autograder.shared.errors import SubmissionError
from autograder.submissions.reading import parse_notebook
from autograder.submissions.restoring import AnotherNotebook, Release, ReleasedCell, Restored, cell_name, restore


@dataclass(frozen=True)
class Work:
    """What a student wrote into one notebook, as it is compared."""

    answers: Mapping[str, str]
    """answer cells that are neither empty nor as released -> their text"""
    own: frozenset[str] = frozenset()
    """texts of cells that the student added, or wrote into cells of the lab that are no answers"""
    problem: str = ""
    """why this is no version of the lab's notebook, or cannot be read; then nothing else is known of it"""
    foreign: bool = False
    """it can be read, and is another notebook"""
    little_of_the_lab: bool = False
    """most of the cells that the lab gives out are not in it"""

    @property
    def worked(self) -> bool:
        """Whether there is any work in it."""
        return bool(self.answers or self.own)

    @property
    def untouched(self) -> bool:
        """Whether it is the lab's notebook, as it was given out."""
        return not (self.worked or self.problem)

    def holds(self, other: Work) -> bool:
        """Whether all of another version's work is in this one."""
        same = all(self.answers.get(name) == text for name, text in other.answers.items())
        return not (self.problem or other.problem) and same and other.own <= self.own


def work_of(content: bytes, file: Path, release: Release) -> Work:
    """The work in a notebook file.

    Args:
        content: of the file, whatever it is
        file: for messages
        release: what was given out
    """
    try:
        return work_in(restore(parse_notebook(content, file), release), release)
    except SubmissionError as error:
        return Work({}, problem=error.what)
    except AnotherNotebook as error:
        return Work({}, problem=str(error), foreign=True)


def work_in(restored: Restored, release: Release) -> Work:
    """The work in a notebook that was restored."""
    by_name = {cell.name: cell for cell in release.cells}
    lost = {comparable(text) for name, text in restored.overwritten.items() if _counts(by_name[name])}
    fixed = sum(cell.fixed for cell in release.cells)
    own = frozenset(_own(restored, by_name)) | lost
    return Work(dict(_answers(restored, by_name)), own, little_of_the_lab=2 * restored.brought_back > fixed)


def _counts(released: ReleasedCell) -> bool:
    """Whether what a student wrote into a locked cell may be an answer: other data in the lab's code is none."""
    return released.kind == "test" or released.cell_type != "code"


def _answers(restored: Restored, by_name: Mapping[str, ReleasedCell]) -> Iterator[tuple[str, str]]:
    for cell, kind in zip(restored.notebook.cells, restored.kinds, strict=True):
        name = cell_name(cell)
        if kind == "answer" and not is_blank(cell["source"]) and not by_name[name].is_text_of(cell):
            yield name, comparable(cell["source"])


def _own(restored: Restored, by_name: Mapping[str, ReleasedCell]) -> Iterator[str]:
    """The student's own cells; copies of what was given out are no work."""
    released = {cell.comparable for cell in by_name.values()}
    for cell, kind in zip(restored.notebook.cells, restored.kinds, strict=True):
        plain_as_released = kind == "plain" and by_name[cell_name(cell)].is_text_of(cell)
        text = comparable(cell["source"])
        if kind not in ("own", "plain") or is_blank(text) or is_badge(text) or plain_as_released:
            continue
        if kind == "plain" or text not in released:
            yield text
