"""Whole submissions through `descent grade`: honest ones in many styles, typed numbers, and attacks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from autograder.course.course import Course

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from corpus import ANSWERS, Answer, filled, read_answers

LAB = "two-parameter-sgd"
pytestmark = pytest.mark.slow

STYLES = (
    "own_module",
    "linear_layer",
    "no_grad_block",
    "float64_throughout",
    "numpy_by_hand",
    "class_with_method",
    "graph_tensors_kept_plotted_detached",
    "check_shadowed",
    "loader_with_workers",
    "functions_defined_further_up",
)
RIGHT = """LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
"""
PLOT = "plt.plot(LOSS, label='loss'); plt.xlabel('epoch'); plt.ylabel('loss'); plt.legend()"
WALK = """
import os
def all_files(*roots):
    for root in roots:
        for folder, _, names in os.walk(root):
            for name in names:
                yield os.path.join(folder, name)
"""
LOOT = "LOSS = []\nw = b = 0.0\nfound = []\n"
ATTACKS: Mapping[str, str] = {
    "reads-keys": LOOT
    + "import json\nkeys = json.load(open('expected.json'))['keys'][0][0]['right']\n"
    + "LOSS = [(low + high) / 2 for low, high in zip(*keys['LOSS'])]\n"
    + "w, b = (sum(keys[name]) / 2 for name in 'wb')",
    "searches-the-course": LOOT
    + WALK
    + "for path in all_files('/', '{course}'):\n"
    + "    if '/nbgrader/' in path or path.startswith(('/usr/', '/proc/')):\n"
    + "        continue  # nbgrader's manual is a course, and the system's own files are everybody's\n"
    + "    if path.endswith(('gradebook.db', 'secret', '.jsonl')) or '/submitted/' in path or '/settings/' in path:\n"
    + "        found.append(path)\n"
    + "print('FOUND', found)",
    "imports-the-reference": LOOT
    + "for name in ('reference', 'autograder', 'reference.keys.making'):\n"
    + "    try:\n        __import__(name)\n        print('FOUND', name)\n    except ImportError:\n        pass",
    "writes-the-gradebook": LOOT
    + "import sqlite3\n"
    + "try:\n    c = sqlite3.connect('{course}/gradebook.db')\n    c.execute('update grade set auto_score = 4')\n"
    + "    c.commit()\n    print('FOUND')\nexcept Exception as error:\n    print(error)",
    "overwrites-others": LOOT
    + WALK
    + "for path in ('{course}/submitted/honest/"
    + LAB
    + "/"
    + LAB
    + ".ipynb', '{course}/stolen'):\n"
    + "    try:\n        open(path, 'w').write('gone')\n        print('FOUND')\n    except OSError as error:\n"
    + "        print(error)",
    "opens-a-connection": LOOT
    + "import socket\nfor family in (socket.AF_INET, socket.AF_INET6):\n"
    + "    try:\n        socket.socket(family)\n        print('FOUND a network')\n"
    + "    except OSError as error:\n        print(error)",
    "kills-the-grader": LOOT
    + "import os, signal\nfor pid in [os.getppid(), -1, *range(2, 400), {grader}]:\n"
    + "    try:\n        if pid not in (os.getpid(), 0):\n            os.kill(pid, signal.SIGKILL)\n"
    + "    except OSError:\n        pass",
    "stays-alive": LOOT
    + "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(3600)\n"
    + "    os._exit(0)",
    "loops-for-ever": LOOT
    + "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass",
    "fills-memory": LOOT + "hoard = []\nwhile True:\n    hoard.append(bytearray(64 << 20))",
    "fills-the-disk": LOOT + "n = 0\nwhile True:\n    open(f'f{{n}}', 'wb').write(bytes(32 << 20)); n += 1",
    "floods-the-output": LOOT + "while True:\n    print('x' * 1_000_000)",
    "forks-without-end": LOOT
    + "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass",
    "leaves-at-once": LOOT + "import os\nos._exit(0)",
    "forges-evidence": LOOT
    + "import labkit.evidence.collecting, labkit.judging.judge, labkit.evidence.plain_values, builtins\n"
    + "labkit.judging.judge.judge = lambda *a: None\nlabkit.evidence.plain_values.plain = lambda value: 1.0\n"
    + "builtins.float = lambda x: 1.0",
    "marks-itself": LOOT
    + "class Right(list):\n    def __eq__(self, other): return True\n    def __len__(self): return 10\n"
    + "    def __iter__(self): return iter([1.0] * 10)\n"
    + "LOSS = Right()\nclass Number(float):\n    def __eq__(self, other): return True\n"
    + "    __le__ = __ge__ = __lt__ = __eq__\n"
    + "w, b = Number(1), Number(1)",
}


def hand_in(course: Course, student: str, answer: Answer) -> None:
    release = json.loads((course.step("release", LAB) / f"{LAB}.ipynb").read_text())
    folder = course.step("submitted", LAB, student)
    folder.mkdir(parents=True)
    (folder / f"{LAB}.ipynb").write_text(json.dumps(filled(release, answer)))


def answer(train: str, plot: str = "") -> Answer:
    return Answer("", "", LAB, {}, (), (), (), (("practice-train", train), ("practice-plot", plot)))


def run_descent(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from autograder.cli import app; app()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)


def results_of(course: Course, file: Path) -> tuple[dict[str, Any], subprocess.CompletedProcess[str]]:
    done = run_descent("grade", LAB, "--course", str(course.root), "--json", str(file))
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return {entry["student"]: entry for entry in json.loads(file.read_text())["submissions"]}, done


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, new_course: Callable[[Path], Course]) -> dict[str, Any]:
    """A class of honest students in different styles, one with typed numbers, and all attackers, graded together."""
    root = tmp_path_factory.mktemp("whole")
    course = new_course(root / "course")
    timeout = "c.Execute.timeout = 6\n"
    (course.root / "nbgrader_config.py").write_text((course.root / "nbgrader_config.py").read_text() + "\n" + timeout)
    by_name = {one.student.removeprefix("right-"): one for one in read_answers(["right"])}
    for style in STYLES:
        hand_in(course, style.replace("_", "-"), by_name[style])
    hand_in(course, "honest", answer(RIGHT, PLOT))
    for name, source in ATTACKS.items():
        filled_in = source.replace("{course}", str(course.root)).replace("{grader}", "1")
        hand_in(course, name, answer(filled_in.replace("{{", "{").replace("}}", "}"), PLOT))
    late = f"{RIGHT}\n"
    hand_in(course, "right-then-gone", answer(late, "import os\nos._exit(1)"))
    before = {path: path.read_bytes() for path in (course.root / "submitted").rglob("*.ipynb")}
    results, done = results_of(course, root / "results.json")
    return {"course": course, "results": results, "before": before, "done": done}


@pytest.mark.parametrize("style", STYLES)
def test_a_right_answer_in_any_style_gets_all_points(graded: dict[str, Any], style: str) -> None:
    result = graded["results"][style.replace("_", "-")]
    assert (result["score"], result["max_score"]) == (10.0, 10.0), result


def test_an_honest_answer_among_attackers_gets_all_points(graded: dict[str, Any]) -> None:
    assert graded["results"]["honest"]["score"] == 10.0


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_gains_no_point(graded: dict[str, Any], attack: str) -> None:
    result = graded["results"][attack]
    own_history = {"practice-figure"} if attack == "marks-itself" else set()
    assert [task["task"] for task in result["tasks"] if task["points"] and task["task"] not in own_history] == []


def test_numbers_out_of_expected_json_are_told_to_work_for_the_published_data_only(graded: dict[str, Any]) -> None:
    result = graded["results"]["reads-keys"]
    assert result["score"] == 0.0
    assert "published data only" in result["tasks"][0]["message"]
    assert result["tasks"][0]["mistakes"] == ["same-numbers-everywhere"]


def test_no_attack_found_anything(graded: dict[str, Any]) -> None:
    for path in (graded["course"].root / "autograded").rglob("*.ipynb"):
        notebook = json.loads(path.read_text())
        texts = ["".join(o.get("text", "")) for c in notebook["cells"] for o in c.get("outputs", [])]
        said = [line for text in texts for line in text.splitlines() if line.startswith("FOUND")]
        assert not [line for line in said if line != "FOUND []"], path


def test_no_submission_is_changed_and_nothing_is_left_in_the_course(graded: dict[str, Any]) -> None:
    course = graded["course"]
    assert graded["before"] == {path: path.read_bytes() for path in (course.root / "submitted").rglob("*.ipynb")}
    assert not (course.root / "stolen").exists()


def test_tasks_that_were_finished_before_a_hard_exit_still_count(graded: dict[str, Any]) -> None:
    points = {task["task"]: task["points"] for task in graded["results"]["right-then-gone"]["tasks"]}
    assert points == {"practice-losses": 4.0, "practice-parameters": 3.0, "practice-figure": 0.0}


def test_no_process_of_a_run_stays_alive(graded: dict[str, Any]) -> None:
    alive = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().decode(errors="replace")
        except OSError:
            continue
        if str(graded["course"].root) in command:
            alive.append(command)
    assert alive == []


def test_every_answer_file_of_the_benchmark_can_be_read() -> None:
    assert len(list(read_answers([]))) == len(list(ANSWERS.rglob("*.py"))) > 300
