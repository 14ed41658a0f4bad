"""What goes wrong, said in one line: where, what, and what to do about it. One tree, each kind with its exit status."""

from pathlib import Path

GRADERS_FAULT = 1
WRONG_USAGE = 2


class DescentError(Exception):
    """A problem that a person can repair; reads ``where: what. remedy``."""

    exit_status = WRONG_USAGE

    def __init__(self, where: str | Path, what: str, remedy: str) -> None:
        """Say what is wrong.

        Args:
            where: the file, folder or name that the message is about
            what: what is wrong with it, without a full stop
            remedy: the next step, a whole sentence
        """
        super().__init__(f"{where}: {what}. {remedy}")
        self.where = str(where)
        self.what = what
        self.remedy = remedy

    @property
    def sentences(self) -> str:
        """What and remedy, without the place."""
        return f"{self.what[:1].upper()}{self.what[1:]}. {self.remedy}"


class CourseError(DescentError):
    """Something about the course folder, its configuration or its labs."""


class StoreError(DescentError):
    """One of the kit's own files in the course cannot be written."""

    exit_status = GRADERS_FAULT


class GradebookError(DescentError):
    """nbgrader's gradebook cannot be read or written."""

    exit_status = GRADERS_FAULT


class SubmissionError(DescentError):
    """One submission cannot be read; the rest of the class is not affected."""


class GraderFault(DescentError):  # noqa: N818 - a name that reads well where it is caught
    """The grader itself failed on one submission; the rest of the class is not affected."""

    exit_status = GRADERS_FAULT
