"""What a student handed in on Gradescope, laid out as a student's folder of a course."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

from autograder.submissions import MAX_FILES, MAX_NOTEBOOK_BYTES
from autograder.submissions.choosing import LIKE_A_NOTEBOOK
from autograder.submissions.opening import why_not
from autograder.submissions.walking import Found, Walk

NOT_LOOKED_AT = ("__MACOSX", ".ipynb_checkpoints", "__pycache__", ".git")


class NothingToGrade(Exception):  # noqa: N818 - what the student reads, not a fault
    """There is no notebook to grade, or it is not clear which one; the text says what the student can do."""


def place(submission: Path, folder: Path, wanted: Collection[str]) -> None:
    """Copy what was handed in to a student's folder of a course, where the kit chooses the notebook that counts.

    Args:
        submission: ``/autograder/submission``; links in it are not followed, as they may lead anywhere
        folder: does not exist yet
        wanted: names of the lab's notebooks, without their ending

    Raises:
        NothingToGrade: if no notebook is there, or far too much.
    """
    folder.mkdir(parents=True)
    fitting = [one for one in _files(submission) if _is_taken(one)]
    if len(fitting) > MAX_FILES:
        raise NothingToGrade(f"You handed in more than {MAX_FILES} files. Hand in the notebook alone.")
    if not any(_may_be(one.name, wanted) for one in fitting):
        files = " and ".join(f"{name}.ipynb" for name in sorted(wanted))
        raise NothingToGrade(f"There is no notebook in what you handed in. Hand in {files}.")
    for one in fitting:
        target = folder / one.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(one.path, target, follow_symlinks=False)


def _files(submission: Path) -> list[Found]:
    try:
        return list(Walk(submission, NOT_LOOKED_AT).files())
    except FileNotFoundError:
        return []  # nothing was handed in


def _is_taken(one: Found) -> bool:
    return not why_not(one.status) and one.status.st_size <= MAX_NOTEBOOK_BYTES


def _may_be(name: str, wanted: Collection[str]) -> bool:
    last = name.rpartition("/")[2]
    return LIKE_A_NOTEBOOK.fullmatch(last) is not None or last.partition(".")[0] in wanted
