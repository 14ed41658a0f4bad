"""What was kept and cannot be read any more is no evidence, and holds nobody up."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

KEY = "ab" + "0" * 62
READ = (
    "import sys\nfrom pathlib import Path\nfrom autograder.grading.evidence_store import Store\n"
    "store = Store(Path(sys.argv[1]))\nassert store.read(sys.argv[2]) is None\n"
    "assert not store.path(sys.argv[2]).exists()"
)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_kept_evidence_that_became_something_else_is_set_aside(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / KEY[:2] / f"{KEY}.jsonl"
    path.parent.mkdir()
    make(path)
    command = [sys.executable, "-c", READ, str(tmp_path), KEY]
    subprocess.run(command, check=True, timeout=60, cwd=Path(__file__).parents[3])
