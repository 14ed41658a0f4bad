"""Forging: points for work that is not there. All are worth nothing; under tests in the student's process they pass."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from attack import Attack, Notebook, Outcome, World
from controls import HISTORY, passes_tests_in_its_own_process, trusted
from hostile_class import cell_of
from mini_batch_class import PLOT
from test_channel_attacks import FIND, frame

TYPED = f"LOSS_MINI20 = {HISTORY!r}\nw = torch.tensor(1.000012)\nb = torch.tensor(-1.0000235)\n"
NONE = "LOSS_MINI20 = [0.0] * 10\nw = b = 0.0\n"


def forging(name: str, train: str, **more: Any) -> Attack:
    """Work that is not there."""
    return Attack(name, "forging", passes_tests_in_its_own_process, train, **more)


def waits(outcome: Outcome, world: World) -> str:
    """A person has to look at what is plainly wrong: typed numbers would wait instead of failing."""
    return "waits for a person as the grader's fault" if "error" in outcome.outcomes else ""


# Numbers that were not computed, and ways to break off where the data are unknown.

UNSEEN = {
    "raises-in-collecting": "class Odd(list):\n    def __len__(self): raise ValueError('please give 10 of 10')\n"
    "    __iter__ = __getitem__ = __len__\nLOSS_MINI20 = Odd()",
    "exits-in-collecting": "class Odd(list):\n    def __len__(self): raise SystemExit('please give 10 of 10')\n"
    "    __iter__ = __getitem__ = __len__\nLOSS_MINI20 = Odd()",
    "raises-in-its-type": "class Odd(list):\n    @property\n    def __class__(self): raise RuntimeError('grader broken')\n"
    "LOSS_MINI20 = Odd([1.0])",
    "breaks-labkit": "import labkit.evidence.collecting as e, labkit.evidence.plain_values as p, labkit.evidence.journal as j, sys\n"
    "e.collect = e.plain = p.plain = p.form = None\nj.Journal.ran = j.Journal.names = None\n"
    "sys.modules['labkit.evidence.collecting'].Evidence.to_json = None",
    "breaks-the-runner": "import sys\nfor name in list(sys.modules):\n"
    "    if 'runner' in name: sys.modules[name].__dict__.clear()",
    "kills-its-run": "import os\nos.kill(os.getpid(), 9)",
    "leaves-its-run": "import os\nos._exit(0)",
    "crashes-its-run": "import ctypes\nctypes.string_at(0)",
    "ends-its-supervisor": "import os\nos.kill(os.getppid(), 9)",
    "floods-the-channel": f"{FIND}\nwhile True:\n    for number in channels(): os.write(number, bytes(1 << 16))",
    "garbles-the-channel": f"{FIND}\nfor number in channels(): os.write(number, b'\\xff' * 64)",
    "says-that-the-grader-failed": f"{FIND}\nfor number in channels(): os.write(number, "
    + repr(frame({"type": "end", "end": "fault", "detail": "please give 10 of 10"}))
    + ")",
    "closes-the-channel": "import os\nos.closerange(3, 256)",
    "hoards-until-it-dies": "hoard = []\nwhile True: hoard.append(bytearray(b'x' * (32 << 20)))",
    "claims-too-much": "LOSS_MINI20 = [[0.5] * 1000] * 1000",
    "claims-what-is-no-json": "LOSS_MINI20 = [float('nan'), 10 ** 400, 1.5e308, '\\ud800', None]",
    "answers-for-ever": "class Odd(list):\n    def __iter__(self):\n        while True: yield 1.0\n"
    "    def __len__(self): return 10\nLOSS_MINI20 = Odd()",
}
"""What typed numbers do where they would not fit, so as not to be judged."""


def typed_and(name: str, under_unseen_data: str) -> Attack:
    """Typed numbers that hide from data that were never published."""
    inner = "\n".join(f"    {line}" for line in under_unseen_data.splitlines())
    return forging(f"typed-and-{name}", f"{TYPED}if slope != 1.0:\n{inner}\n", success=waits)


# Tests and names bent.


def cells(name: str, edit: Callable[[Notebook], object], says: str, look: Callable[[Notebook], bool]) -> Attack:
    """Changes cells of the notebook that are not the student's."""

    def edited(notebook: Notebook) -> Notebook:
        cell_of(notebook, "practice-train")["source"] = NONE
        edit(notebook)
        return notebook

    return Attack(name, "forging", trusted(says, look), edit=edited)


def _nbgrader(notebook: Notebook, name: str) -> dict[str, Any]:
    data: dict[str, Any] = cell_of(notebook, name)["metadata"]["nbgrader"]
    return data


def _points(notebook: Notebook) -> float:
    found = (cell["metadata"].get("nbgrader", {}).get("points") or 0 for cell in notebook["cells"])
    return float(sum(found))


def _swap_the_test(notebook: Notebook) -> None:
    cell_of(notebook, "practice-losses")["source"] = "4.0"


def _without_tests(notebook: Notebook) -> None:
    names = {"practice-losses", "practice-parameters", "practice-figure"}
    notebook["cells"] = [
        cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") not in names
    ]


def _test_first(notebook: Notebook) -> None:
    own = json.loads(json.dumps(cell_of(notebook, "practice-losses"))) | {"source": "pass", "id": "mine"}
    notebook["cells"].insert(0, own)


def _as_its_own_answer(notebook: Notebook) -> None:
    _nbgrader(notebook, "practice-losses").update(solution=True, locked=False)
    cell_of(notebook, "practice-losses")["source"] = "pass"


def _easy_data(notebook: Notebook) -> None:
    cell_of(notebook, "parameters")["source"] = "slope, bias, noise, seed = 0.0, 0.0, 0.0, 1"


def _shows_points(notebook: Notebook) -> None:
    result = {"output_type": "execute_result", "data": {"text/plain": "4.0"}, "metadata": {}, "execution_count": 1}
    for name in ("practice-losses", "practice-parameters", "practice-figure"):
        cell_of(notebook, name)["outputs"] = [result]


def _other_model(notebook: Notebook) -> None:
    cell_of(notebook, "model")["source"] = "def forward(x): return Y\ndef criterion(yhat, y): return (yhat - y).sum()"


CELLS = (
    cells(
        "gives-itself-a-hundred-points",
        lambda notebook: _nbgrader(notebook, "practice-losses").update(points=100),
        "the notebook says 100 points for it",
        lambda notebook: _points(notebook) > 100,
    ),
    cells(
        "gives-negative-points",
        lambda notebook: _nbgrader(notebook, "practice-figure").update(points=-1e9),
        "the notebook's points are negative",
        lambda notebook: _points(notebook) < 0,
    ),
    cells(
        "writes-its-own-test",
        _swap_the_test,
        "the notebook's test gives 4 points",
        lambda notebook: cell_of(notebook, "practice-losses")["source"] == "4.0",
    ),
    cells(
        "deletes-the-tests",
        _without_tests,
        "no test is there to fail",
        lambda notebook: all("check(" not in "".join(cell["source"]) for cell in notebook["cells"][-8:-1]),
    ),
    cells(
        "puts-an-empty-test-first",
        _test_first,
        "the first cell of that name passes",
        lambda notebook: cell_of(notebook, "practice-losses")["source"] == "pass",
    ),
    cells(
        "turns-the-test-into-an-answer",
        _as_its_own_answer,
        "the notebook says that the test is its own",
        lambda notebook: bool(_nbgrader(notebook, "practice-losses")["solution"]),
    ),
    cells(
        "makes-the-data-easy",
        _easy_data,
        "the notebook trains on a flat line",
        lambda notebook: "0.0, 0.0" in cell_of(notebook, "parameters")["source"],
    ),
    cells(
        "hands-in-outputs-with-points",
        _shows_points,
        "the notebook's outputs say 4 points each",
        lambda notebook: bool(cell_of(notebook, "practice-losses")["outputs"]),
    ),
    cells(
        "replaces-the-model",
        _other_model,
        "the notebook's model knows the answers",
        lambda notebook: "return Y" in cell_of(notebook, "model")["source"],
    ),
)

# The whole list.


def _channel(attack: Attack, world: World) -> str:
    """The runner's channel is found by the code; what is written there is believed by whoever trusts the process."""
    names: dict[str, Any] = {}
    import os

    read, write = os.pipe()
    try:
        exec(FIND, names)
        found = list(names["channels"]())
    finally:
        os.close(read)
        os.close(write)
    return "code can write to the channel of its own evidence" if write in found else ""


def _claim(cell: int) -> dict[str, Any]:
    values = {"LOSS_MINI20": HISTORY, "w": 1.000012, "b": -1.0000235}
    return {
        "type": "cell", "cell": cell, "outputs": [], "execution_count": 1, "error": None, "seconds": 0,
        "evidence": {"format": 2, "task": "practice-losses", "values": values},
    }  # fmt: skip


FORGED = b"".join(frame(_claim(cell)) for cell in range(40))

FORGING = (
    forging("types-numbers", TYPED, plot=PLOT),
    forging(
        "copies-numbers-from-the-key",
        "import json\nwith open('expected.json') as file: key = json.load(file)['keys'][0][0]['right']\n"
        "LOSS_MINI20 = [(low + high) / 2 for low, high in zip(*key['LOSS_MINI20'])]\n"
        "w, b = (sum(key[name]) / 2 for name in 'wb')",
        plot=PLOT,
    ),
    forging("says-that-all-is-equal", "class Right(list):\n    def __eq__(self, other): return True\n"
        "    def __len__(self): return 10\n    def __iter__(self): return iter([Number(1.0)] * 10)\n"
        "class Number(float):\n    def __eq__(self, other): return True\n"
        "    __le__ = __ge__ = __lt__ = __gt__ = __eq__\n"
        "    def __sub__(self, other): return Number(0.0)\n    __rsub__ = __sub__\n"
        "    def __float__(self): return 1.0\n"
        "LOSS_MINI20 = Right()\nw = b = Number(1.0)\nimport math\nmath.isclose = lambda *a, **k: True"),
    forging("bends-the-mathematics", f"{NONE}import math\nmath.isclose = lambda *a, **k: True"),
    forging("bends-the-builtins", f"{NONE}import builtins, math\nbuiltins.all = lambda x: True\n"
        "math.isclose = lambda *a, **k: True\nbuiltins.len = lambda x: 10"),
    forging("replaces-the-check", f"{NONE}check = lambda name: 4.0"),
    forging("replaces-the-judge", f"{NONE}import labkit.judging.judge, labkit.judging.verdict, labkit.evidence.plain_values\n"
        "labkit.judging.judge.judge = lambda *a, **k: None\nlabkit.evidence.plain_values.plain = lambda value: 1.0",
        control_train=f"{NONE}check = lambda name: 'its judge says so'"),
    forging("rewrites-tests-before-they-run", f"{NONE}shell = get_ipython()\n"
        "shell.input_transformers_cleanup.append(lambda lines: ['pass'] if any('check' in l for l in lines) else lines)",
        control_train=f"{NONE}check = lambda name: 'its test is now pass'"),
    forging("swallows-exceptions", f"{NONE}get_ipython().set_custom_exc((BaseException,), lambda *a, **k: None)",
        control_train=f"{NONE}check = lambda name: 'its exception is never shown'"),
    forging("traces-its-test", f"{NONE}import sys\ndef trace(frame, event, arg):\n"
        "    frame.f_globals.update(LOSS_MINI20=[1.0])\n    return trace\nsys.settrace(trace)",
        control_train=f"{NONE}check = lambda name: 'its frames are the tracer\\'s'"),
    Attack("forges-messages", "forging", _channel, f"{NONE}{FIND}\n"
        f"import sys\nfor number in channels(): os.write(number, {FORGED!r})", success=waits),
    Attack("forges-messages-later", "forging", _channel, NONE, f"{FIND}\n"
        f"for number in channels(): os.write(number, {FORGED!r})", success=waits),
    Attack("claims-a-figure-that-was-never-drawn", "forging", _channel,
        f"{NONE}{FIND}\nLOSS_MINI20 = [abs(slope) + 1.0 / n for n in range(1, 11)]\n",
        "from labkit.evidence.running_notebook import journal\nplt.plot(LOSS_MINI20, label='x')\nplt.xlabel('x')\nplt.ylabel('y')\n"
        "plt.legend()\njournal().sights.shown(plt.gcf())\nplt.close()"),
    *(typed_and(name, code) for name, code in UNSEEN.items()),
    *CELLS,
)  # fmt: skip
