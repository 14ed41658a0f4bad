"""What nbgrader's converters write of a notebook's folder, and labkit taken out of it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def destination(directory: Any, step: str, names: Mapping[str, str]) -> Path:
    """Where a converter writes the notebook that it converts.

    Args:
        directory: nbgrader's `CourseDirectory`
        step: ``release``, ``autograded`` or ``feedback``
        names: what nbgrader says of the notebook
    """
    base = getattr(directory, f"{step}_directory")
    return Path(directory.format_path(base, names["student"], names["assignment"]))


def remove_labkit(folder: Path) -> None:
    """Take away the copy of labkit that lies in a folder, whoever brought it."""
    shutil.rmtree(folder / "labkit", ignore_errors=True)
    (folder / "labkit.py").unlink(missing_ok=True)
