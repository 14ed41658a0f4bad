"""Whether Dask is there: an extra of the kit that only cluster runs need."""

from __future__ import annotations

from autograder.seams import distributed
from autograder.shared.errors import CourseError


def require() -> None:
    """Make sure that Dask is installed, and keep its log to errors.

    Raises:
        CourseError: where it is not.
    """
    try:
        distributed.quiet()
    except ImportError as error:
        remedy = "Install it on this machine: pip install 'graded-descent[cluster]'."
        raise CourseError("--scheduler", f"dask.distributed is not installed ({error})", remedy) from error
