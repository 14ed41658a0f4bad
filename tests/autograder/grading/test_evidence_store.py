"""What was kept and cannot be read any more is no evidence, and holds nobody up."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.grading.evidence_store import KeptEvidence, SettingRun, Store, TestRun
from labkit.judging.setting import Setting

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


def test_what_is_kept_is_read_as_it_was_also_where_it_was_judged_before(tmp_path: Path) -> None:
    same = {"values": {"LOSS": [3.0, float("inf")]}, "setting": {"slope": 2.0}}
    run = SettingRun(
        Setting({"slope": 2.0}, "published"),
        {"losses": same, "parameters": {"values": {"w": 2.0}, "setting": same["setting"]}},
        "memory",
        "practice-train",
        "too much",
        {"mine": TestRun(failed=False, credit=0.5)},
        pictures=True,
    )
    kept = KeptEvidence("two-parameter-sgd", (run,), ("a cell was restored",))
    assert run.likeness
    store = Store(tmp_path)
    store.write(KEY, kept, [{"outputs": [], "execution_count": 1}, None])
    assert store.read(KEY) == kept
    assert store.read_outputs(KEY) == [{"outputs": [], "execution_count": 1}, None]
