"""Fixtures for the tests of the grader's trusted side."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from small_notebooks import RELEASED, notebook, source_row

from autograder.submissions.restoring import Release, read_release


@pytest.fixture
def release() -> Release:
    return read_release(notebook(*RELEASED), [source_row(made) for made in RELEASED])


@pytest.fixture
def write_file(tmp_path: Path) -> Callable[[str, bytes | str | Mapping[str, Any]], Path]:
    def write(name: str, content: bytes | str | Mapping[str, Any]) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Mapping):
            content = json.dumps(content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write
