"""Links from the report to a submission's feedback and graded notebook, relative to the report's own place."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from autograder.course.course import Course


@dataclass(frozen=True)
class Links:
    """Where a submission can be read; empty where it cannot.

    Raises:
        ValueError: for anything but a relative path, since ids of students are part of it.
    """

    feedback: str = ""
    """The feedback page."""
    notebook: str = ""
    """The autograded notebook."""

    def __post_init__(self) -> None:
        """Refuse links that lead out of the file system."""
        for link in (self.feedback, self.notebook):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or link.startswith(("/", "\\")):
                raise ValueError(f"the report links to {link!r}, must be a relative path; use relative_link")

    @property
    def first(self) -> str:
        """The better one of both; empty where there is none."""
        return self.feedback or self.notebook


def relative_link(target: Path, report: Path) -> str:
    """The link to `target` from a page that is written to the file `report`, each part percent-encoded."""
    relative = os.path.relpath(target.absolute(), report.absolute().parent)
    return "/".join(quote(part, safe="") for part in Path(relative).parts)


def find_links(course: Course, assignment: str, student: str, notebook: str, report: Path) -> Links:
    """Links to what is there of a submission: nbgrader's feedback page, and the autograded notebook."""
    feedback = course.step("feedback", assignment, student) / f"{notebook}.html"
    graded = course.step("autograded", assignment, student) / f"{notebook}.ipynb"
    return Links(*(relative_link(file, report) if file.is_file() else "" for file in (feedback, graded)))
