"""What goes wrong with files and courses, said in one line: where, what, and what to do about it."""

from pathlib import Path


class DescentError(Exception):
    """A problem that a person can put right; reads ``where: what. remedy``."""

    def __init__(self, where: str | Path, what: str, remedy: str) -> None:
        """
        Args:
            where: the file, folder or name that the message is about
            what: what is wrong with it, without a full stop
            remedy: the next step, a whole sentence
        """
        super().__init__(f"{where}: {what}. {remedy}")
        self.where = str(where)
        self.what = what
        self.remedy = remedy


class CourseError(DescentError):
    """Something about the course folder, its configuration or its labs."""


class SubmissionError(DescentError):
    """One submission cannot be read; the rest of the class is not affected."""
