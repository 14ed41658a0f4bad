"""What a notebook needs and the grader lacks is found by reading it, and only what depends on it is set apart."""

import json

import pytest

from autograder.grading.lacking_requirements import helpers_among
from autograder.requirements.needs import Need, Source, for_class, for_student, of_task, read_cells
from autograder.requirements.offered import is_offered, modules_beside
from labkit.evidence.task import Task

HISTORY = Task("losses", "history", ("LOSS",), "train", beside=("w", "b"))
PARAMETERS = Task("parameters", "parameters", ("w", "b"), "train", beside=("LOSS",))
FIGURE = Task("figure", "figure", ("LOSS",), "plot")
HERE = {"torch", "numpy", "matplotlib", "os", "importlib", "helper", "labkit", "contextlib", "urllib"}
TRAIN = "LOSS = []\nfor epoch in range(10):\n    LOSS.append(1.0)\n    w.data = w - 1\n    b.data = b - 1"


def offered(module: str) -> bool:
    return module.partition(".")[0] in HERE


def names(task: Task, **cells: str) -> set[str]:
    reader = read_cells([Source(name, text) for name, text in cells.items()], offered)
    return {need.name for need in of_task(reader, task)}


WITH_TQDM = TRAIN.replace("range(10)", "tqdm(range(10))")


@pytest.mark.parametrize(
    "train",
    [
        f"from tqdm import tqdm\n{WITH_TQDM}",
        f"import os\nimport tqdm.auto as t\n{TRAIN}",
        f"tqdm = __import__('tqdm').tqdm\n{WITH_TQDM}",
        f"import importlib\ntqdm = importlib.import_module('tqdm').tqdm\n{WITH_TQDM}",
        f"!pip install tqdm\nfrom tqdm import tqdm\n{WITH_TQDM}",
        f"%pip install -q tqdm\n%matplotlib inline\nfrom tqdm import tqdm\n{WITH_TQDM}",
        "%%time\ndef train(n):\n    from tqdm import tqdm\n    for epoch in tqdm(range(n)):\n        LOSS.append(1.0)\n"
        "        w.data = w - 1\n        b.data = b\nLOSS = []\ntrain(10)",
        f"try:\n    from tqdm import tqdm\nexcept ImportError:\n    print('please install tqdm')\n{WITH_TQDM}",
        f"try:\n    import os\nexcept ImportError:\n    pass\nfinally:\n    from tqdm import tqdm\n{WITH_TQDM}",
    ],
)
def test_a_training_that_needs_a_package_is_set_apart(train: str) -> None:
    assert names(HISTORY, train=train) == {"tqdm"}
    assert names(PARAMETERS, train=train) == {"tqdm"}
    assert names(FIGURE, train=train, plot="import matplotlib.pyplot as plt\nplt.plot(LOSS)") == {"tqdm"}


def test_a_package_imported_cells_above_spoils_what_uses_it() -> None:
    cells = {"imports": "import torch\nfrom tqdm import tqdm\nimport numpy as np", "train": WITH_TQDM}
    assert names(HISTORY, **cells) == {"tqdm"}
    assert names(HISTORY, imports=cells["imports"], train=TRAIN.replace("1.0", "np.float64(1)")) == {"tqdm"}


@pytest.mark.parametrize(
    "imports",
    [
        "import seaborn as sns\nsns.set_theme()",
        "try:\n    from tqdm import tqdm\nexcept ImportError:\n    tqdm = lambda values: values",
        "try:\n    import seaborn\nexcept:\n    pass",
        "import contextlib\nwith contextlib.suppress(ImportError):\n    import seaborn",
        "import os\nif 'google.colab' in os.sys.modules:\n    from google.colab import drive",
        "def unused():\n    import pandas",
        "from helper import something\nfrom .other import thing\nimport labkit",
        "device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')",
        "if torch.cuda.is_available():\n    w = w.cuda()",
        "print('import tqdm')\n# import tqdm\ntext = '''\nimport tqdm\n'''",
        "%%bash\npython -c 'import tqdm'",
    ],
)
def test_what_is_harmless_sets_nothing_apart(imports: str) -> None:
    train = "tqdm = None\n" + TRAIN if "tqdm" not in imports or "lambda" not in imports else WITH_TQDM
    assert names(HISTORY, imports=imports, train=train) == set()
    assert names(FIGURE, imports=imports, train=train, plot="plt.plot(LOSS)") == set()


def test_a_plot_with_a_package_that_lacks_leaves_the_training_alone() -> None:
    plot = "import seaborn as sns\nsns.lineplot(x=range(10), y=LOSS)"
    assert names(HISTORY, train=TRAIN, plot=plot) == set()
    assert names(FIGURE, train=TRAIN, plot=plot) == {"seaborn"}


def test_what_stood_before_a_failing_import_was_done() -> None:
    assert names(HISTORY, train=f"{TRAIN}\nimport pandas as pd\npd.Series(LOSS).plot()") == set()
    assert names(HISTORY, train=f"import pandas\n{TRAIN}") == {"pandas"}


def test_a_name_that_is_bound_anew_does_not_depend_on_what_it_was() -> None:
    assert names(HISTORY, first=f"import pandas\n{TRAIN}", train=f"w = b = 0\n{TRAIN}") == set()
    assert (
        names(Task("t", "history", ("LOSS",), "train"), first=f"import pandas\n{TRAIN}", train="LOSS = [1.0]") == set()
    )


def test_syntax_of_a_newer_python_sets_apart_what_its_cell_names() -> None:
    train = TRAIN + "\ntype Loss = float\n"
    needs = names(HISTORY, train=train)
    assert needs in (set(), {"Python 3.12"})
    assert names(HISTORY, train=TRAIN + "\nlazy import torch") <= {"Python 3.15"}
    assert names(HISTORY, train=TRAIN + "\nfor i in range(3)\n    pass") == set()


@pytest.mark.parametrize(
    ("line", "need"),
    [
        ("w = w.cuda()", "a GPU"),
        ("w = torch.zeros(1, device='cuda:0')", "a GPU"),
        ("w = w.to('cuda')", "a GPU"),
        ("data = MNIST('.', download=True); w = data[0]", "the network"),
        ("from urllib.request import urlopen\nw = urlopen('https://example.org/w.txt').read()", "the network"),
        ("from torch.utils.tensorboard import SummaryWriter\nwriter = SummaryWriter()", "tensorboard"),
    ],
)
def test_other_things_that_a_grader_lacks_are_named(line: str, need: str) -> None:
    assert names(HISTORY, train=f"{line}\n{TRAIN}") == {need}


def test_what_a_file_beside_the_notebook_lacks_counts_where_it_is_used() -> None:
    text = "from tqdm import tqdm\ndef train():\n    LOSS.append(1.0)\n"
    notebook = json.dumps({"cells": [{"cell_type": "code", "source": text}]})
    for files in ({"tools.py": text}, {"tools.ipynb": notebook}):
        helpers = helpers_among({name: content.encode() for name, content in files.items()}, offered)
        for use in ("import tools\nLOSS = tools.train()", "from tools import *\nLOSS = train()", "LOSS = [1.0]"):
            cells = [Source("imports", "%run tools.ipynb"), Source("train", use)]
            needs = of_task(read_cells(cells[use == "LOSS = [1.0]" :], offered, helpers), HISTORY)
            assert {need.name for need in needs} == (set() if use == "LOSS = [1.0]" else {"tqdm"})
    ran = read_cells([Source("a", "%run ./tools.py"), Source("b", "LOSS = []\ntrain()")], offered, helpers)
    assert {need.name for need in of_task(ran, HISTORY)} == {"tqdm"}


@pytest.mark.parametrize("text", ["please give 10 of 10", "a" * 50, "\x1b[31mred", "пакет", "x y.z", ""])
def test_names_that_no_package_has_are_not_said_to_anybody(text: str) -> None:
    assert names(HISTORY, train=f"module = __import__({text!r})\n{TRAIN}") == set()


def test_a_class_is_told_each_need_once_with_what_to_install() -> None:
    tqdm, sklearn, newer = Need("package", "tqdm"), Need("package", "sklearn"), Need("python", "Python 3.14")
    assert for_class([(tqdm,)] * 12 + [(sklearn, tqdm), (newer,), ()]) == [
        "13 submissions need tqdm; install it and grade again.",
        "1 submission needs sklearn (scikit-learn); install it and grade again.",
        "1 submission needs Python 3.14; grade again with it, or with a newer one.",
    ]


def test_a_student_reads_that_it_is_not_their_fault() -> None:
    text = for_student("losses", {Need("package", "tqdm"), Need("package", "pandas")})
    assert text == (
        "losses: could not be graded here: it needs pandas and tqdm, which the grader does not have; this is not your "
        "fault."
    )


def test_modules_are_looked_up_without_importing_them() -> None:
    assert all(is_offered(name) for name in ("torch", "numpy.linalg", "os.path", "sys", "labkit", "IPython.display"))
    assert not is_offered("no_such_module_anywhere")
    assert is_offered("helper.parts", modules_beside(["helper/parts.py", "data.csv"]))
    assert not is_offered("google.no_such_part_of_it")


def test_nested_and_long_cells_are_read_soon() -> None:
    deep = "x = " + "(" * 150 + "1" + ")" * 150 + "\n"
    tries = "".join("    " * depth + "try:\n" for depth in range(15)) + "    " * 15 + "import pandas\n"
    assert names(HISTORY, a=deep * 50, b=tries, c="import pandas\n" * 2000, train=TRAIN) in (set(), {"pandas"})
