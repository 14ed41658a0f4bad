"""A test that hangs, or with which its worker ends, is named once, and all others have their turn."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sharing_out import BY_LAB, share_of

pytestmark = pytest.mark.slow

CONFTEST = """
from sharing_out import WholeFiles

def pytest_xdist_make_scheduler(config, log):
    return WholeFiles(config, log)
"""
TESTS = """
import os, time

def test_first(): pass
def test_hangs(): time.sleep(600)
def test_second(): pass
def test_ends_its_worker(): os._exit(3)
def test_third(): pass
"""


def test_what_hangs_or_ends_its_worker_is_named_once_and_stops_nothing(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).with_name("sharing_out.py"), tmp_path)
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_one.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\ntimeout = 2\ntimeout_method = signal\n")
    command = [sys.executable, "-m", "pytest", "-n", "1", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    failed = [line.split(" - ")[0] for line in done.stdout.splitlines() if line.startswith("FAILED ")]
    assert failed == [f"FAILED test_one.py::{name}" for name in ("test_hangs", "test_ends_its_worker")], done.stdout
    assert "Timeout (>2.0s)" in done.stdout
    assert "2 failed, 3 passed" in done.stdout


def test_files_with_a_lab_for_each_test_are_shared_out_by_lab_and_others_whole() -> None:
    for one, other, together in (
        ("a/test_every_lab.py::test_one[momentum]", "a/test_every_lab.py::test_two[momentum]", True),
        ("a/test_every_lab.py::test_one[momentum]", "a/test_every_lab.py::test_one[mini-batch]", False),
        ("a/test_every_lab.py::test_one[momentum]", "b/test_truth.py::test_one[momentum]", False),
        ("a/test_check.py::test_one[momentum]", "a/test_check.py::test_one[mini-batch]", True),
        ("a/test_every_lab.py::test_one", "a/test_every_lab.py::test_two", True),
    ):
        assert (share_of(one) == share_of(other)) is together


def test_every_test_of_a_file_that_is_shared_out_by_lab_has_a_lab() -> None:
    files = {stem: str(file) for stem in BY_LAB for file in Path(__file__).parent.rglob(f"{stem}.py")}
    assert files.keys() == BY_LAB
    command = [sys.executable, "-m", "pytest", "-n", "0", "--collect-only", "-q", *files.values()]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
    shares = {stem: [share_of(line) for line in done.stdout.splitlines() if f"/{stem}.py::" in line] for stem in files}
    for stem, found in shares.items():
        assert len(found) > len(set(found)) > 1, (stem, done.stdout, done.stderr)
        assert all(share.endswith("]") for share in found)
