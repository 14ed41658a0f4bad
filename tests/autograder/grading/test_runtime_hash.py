"""Evidence is kept for the Python and the packages that it came from."""

from pathlib import Path

import pytest

from autograder.grading.grading_rules import runtime_hash


def test_a_package_that_was_installed_meanwhile_lets_everything_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    before = runtime_hash()
    (tmp_path / "__pycache__").mkdir()
    assert runtime_hash() == before
    (tmp_path / "tqdm-4.67.1.dist-info").mkdir()
    first = runtime_hash()
    (tmp_path / "tqdm-4.67.1.dist-info").rename(tmp_path / "tqdm-4.68.0.dist-info")
    assert len({before, first, runtime_hash()}) == 3
