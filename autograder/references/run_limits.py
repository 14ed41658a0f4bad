"""The limits under which the notebooks of a course run: submissions, and the solution that they are judged by."""

from autograder.course.course import Course
from autograder.execution.job import Limits


def limits_of(course: Course) -> Limits:
    """The kit's limits, with nbgrader's own setting of seconds per cell (``Execute.timeout``) where there is one."""
    seconds = course.config.get("Execute", {}).get("timeout")
    return Limits() if seconds is None else Limits(wall_seconds_per_cell=float(seconds))
