"""Controls: the same attack where nothing protects. Each says in words what it does there; empty where nothing."""

from __future__ import annotations

import contextlib
import io
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from string import Template
from typing import Any

from attack import LOOT, Attack, Control, World
from mini_batch_class import LAB

from autograder.demo.practice import PRACTICES

HISTORY = [float(number) for number in PRACTICES[LAB].numbers.split(",")]
SECONDS = 60
ALONE = "HUGE = 1\nclass torch:\n    tensor = staticmethod(lambda *a, **k: 0.0)\n"


def filled(code: str, world: World) -> str:
    """An attack's code with the world's names in it."""
    return Template(code).safe_substitute(world.names())


# Code in a plain Python, as a kernel of stock nbgrader is one.


def in_a_plain_python(attack: Attack, world: World) -> str:
    """Run the code by a Python without any isolation, with the files it brings beside it."""
    done = plainly(attack, world)
    loot = [line for line in done.stdout.splitlines() if line.startswith(LOOT)]
    return f"a plain Python: {loot[0][len(LOOT) :].strip()[:60]}" if loot else ""


def plainly(attack: Attack, world: World, seconds: float = SECONDS) -> subprocess.CompletedProcess[str]:
    """What a Python without any isolation makes of the code."""
    code = filled(attack.control_train or attack.train, world)
    with tempfile.TemporaryDirectory(prefix="hostile-control-") as folder:
        attack.beside(Path(folder), world)
        with tempfile.TemporaryFile() as said:  # no pipe: what outlives the Python would keep its end open
            done = subprocess.run(
                [sys.executable, "-c", code], cwd=folder, stdout=said, stderr=said, timeout=seconds, check=False
            )
            said.seek(0)
            text = said.read(1 << 26).decode(errors="backslashreplace")
    return subprocess.CompletedProcess(done.args, done.returncode, text)


def dies(attack: Attack, world: World) -> str:
    """A kernel that runs this is gone, and in stock nbgrader all points of the submission with it."""
    code = plainly(attack, world).returncode
    return f"the process ends with {code}, a kernel and its class's grading with it" if code else ""


def goes_on_when_interrupted(attack: Attack, world: World) -> str:
    """The code is still there after the interrupt by which a cell is stopped; after that it is killed."""
    with tempfile.TemporaryDirectory() as folder:
        code = "print('begun', flush=True)\n" + filled(attack.train, world)
        running = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=folder)
        assert running.stdout is not None
        running.stdout.readline()
        try:
            running.wait(0.3)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGINT)
        try:
            running.wait(0.7)
            return ""
        except subprocess.TimeoutExpired:
            return "goes on after an interrupt"
        finally:
            running.kill()
            running.wait()
            running.stdout.close()


def outlives_a_plain_python(sign: Callable[[Attack, World], str], clean: Callable[[Attack, World], object]) -> Control:
    """What is left after a plain Python that ran the code has ended."""

    def control(attack: Attack, world: World) -> str:
        plainly(attack, world)
        try:
            return sign(attack, world)
        finally:
            clean(attack, world)

    return control


# Points.


def passes_tests_in_its_own_process(attack: Attack, world: World) -> str:
    """Tests of numbers that run in the process of the student's code, as stock nbgrader's do, let it pass."""
    names: dict[str, Any] = {"torch": _Torch(), "slope": 1.0, "get_ipython": lambda: _Shell()}
    before = {name: getattr(math, name) for name in ("isclose", "fabs")}
    import builtins

    kept = {name: getattr(builtins, name) for name in ("all", "abs", "len", "float", "zip")}
    folder = Path.cwd()
    try:
        with tempfile.TemporaryDirectory() as scratch, contextlib.redirect_stdout(io.StringIO()):
            os.chdir(scratch)
            Path("expected.json").write_bytes((world.course / "release" / LAB / "expected.json").read_bytes())
            exec(filled(attack.control_train or attack.train, world), names)
            exec(NAIVE_TEST, names)
    except Exception:
        return ""
    finally:
        os.chdir(folder)
        for name, value in before.items():
            setattr(math, name, value)
        for name, value in kept.items():
            setattr(builtins, name, value)
    return "full marks by tests in the student's process"


NAIVE_TEST = f"""
import math
check("practice-losses") if "check" in globals() else None
if "check" not in globals():
    assert len(LOSS_MINI20) == 10
    assert all(math.isclose(a, b, rel_tol=1e-3) for a, b in zip(LOSS_MINI20, {HISTORY!r}))
    assert math.isclose(w, 1.0, abs_tol=1e-2) and math.isclose(b, -1.0, abs_tol=1e-2)
"""


class _Torch:
    """As much of torch as typed numbers need."""

    @staticmethod
    def tensor(value: Any, **options: Any) -> Any:
        return value


class _Shell:
    """Stands in where code asks for IPython's shell."""

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments, **options: None


# Files and notebooks.


def stops_a_naive_grader(attack: Attack, world: World) -> str:
    """What a grader that trusts files makes of the folder: reads with json, copies with shutil, writes UTF-8."""
    from hostile_class import remove_tree, write_submission

    folder = Path(tempfile.mkdtemp(prefix="hostile-naive-"))
    try:
        (folder / "submitted").mkdir()
        write_submission(attack, world, folder / "submitted")
        return _by_a_child(folder / "submitted", folder / "copied", world)
    finally:
        remove_tree(folder)


def _by_a_child(submitted: Path, copied: Path, world: World) -> str:
    """In a process of its own: what stops it must not stop the tests."""
    from hostile_class import NEIGHBOUR, SOLUTION

    script = Path(__file__).with_name("naive_grader.py")
    command = [sys.executable, str(script), str(submitted), str(copied), f"{LAB}.ipynb", str(world.outside / "mark")]
    command.append(f"{NEIGHBOUR}|{SOLUTION}")
    try:
        done = subprocess.run(command, capture_output=True, timeout=4, check=False)
    except subprocess.TimeoutExpired:
        return "a naive grader hangs"
    said = done.stdout.decode(errors="backslashreplace").strip()
    if done.returncode < 0:
        return f"a naive grader is killed by signal {-done.returncode}"
    return f"a naive grader: {said}" if said else ""


def trusted(says: str, look: Callable[[dict[str, Any]], bool]) -> Control:
    """A grader that believes what the handed-in notebook says of itself takes over what is not so."""

    def control(attack: Attack, world: World) -> str:
        release = json.loads((world.course / "release" / LAB / f"{LAB}.ipynb").read_text())
        made = attack.edit(release)
        return says if isinstance(made, dict) and look(made) else ""

    return control


def remove(path: Path | str) -> None:
    """Take something away, whatever it is."""
    path = Path(path)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
