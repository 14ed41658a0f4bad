"""Evidence is kept for the Python and the packages that it came from."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.grading.grading_rules import runtime_hash


def test_a_package_that_was_installed_meanwhile_lets_everything_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site-packages"
    (folder / "__pycache__").mkdir(parents=True)
    before = runtime_hash()
    monkeypatch.syspath_prepend(str(folder))
    assert runtime_hash() == before
    (folder / "tqdm-4.67.1.dist-info").mkdir()
    first = runtime_hash()
    (folder / "tqdm-4.67.1.dist-info").rename(folder / "tqdm-4.68.0.dist-info")
    assert len({before, first, runtime_hash()}) == 3


ASK = "from autograder.execution.fingerprint import fingerprint; print(fingerprint())"
KIT = Path(__file__).parents[3]


@pytest.mark.parametrize("option", ["-c", "-m"])
def test_runs_depend_on_the_interpreter_not_on_where_and_how_the_kit_is_started(option: str, tmp_path: Path) -> None:
    """Else a worker that the same kit was installed for as `descent` is refused by a grader in a checkout."""
    for name in ("graded_descent.egg-info", "mine-1.0.dist-info", "added/graded_descent-9.9.dist-info"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "ask.py").write_text(ASK)
    given = {"-c": ASK, "-m": "ask"}[option]
    found = {
        subprocess.run(
            [sys.executable, *safe, option, given],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path))},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for safe in ([], ["-P"])
        for path in ([KIT], [KIT, tmp_path], [tmp_path / "added", KIT, tmp_path])
        if not (safe and option == "-m" and tmp_path not in path)
    }
    assert len(found) == 1
