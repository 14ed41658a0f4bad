"""The notebook without its folder, as Colab opens it, and with locked cells changed, as Colab lets everyone do."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
LAB = "two-parameter-sgd"
NO_LABKIT = "import sys; sys.modules['labkit'] = None"
"""The kit is installed where tests run; so it is hidden from the kernel."""

pytestmark = pytest.mark.slow


class Kernel:
    """A notebook in its kernel."""

    def __init__(self, client: NotebookClient) -> None:
        self.client = client

    def run(self, *names: str) -> str:
        """Run cells by name; returns what the last one shows: panels as text, exceptions as they are shown."""
        shown = ""
        for name in names:
            cell = next(one for one in self.client.nb.cells if one.id == name)
            self.client.execute_cell(cell, self.client.nb.cells.index(cell))
            panels = [output.data["text/plain"] for output in cell.outputs if "data" in output]
            shown = "\n".join([*panels, *(line for output in cell.outputs for line in output.get("traceback", []))])
        return shown

    def type(self, source: str) -> str:
        """Run a cell that the student added; returns what it shows."""
        self.client.nb.cells.append(nbformat.v4.new_code_cell(source))
        return self.run(self.client.nb.cells[-1].id)


@contextmanager
def opened(folder: Path) -> Iterator[Kernel]:
    """The handout's notebook, copied into the folder, in a kernel."""
    shutil.copy(ROOT / "release" / LAB / f"{LAB}.ipynb", folder)
    notebook = nbformat.read(folder / f"{LAB}.ipynb", as_version=nbformat.NO_CONVERT)
    client = NotebookClient(notebook, timeout=120, allow_errors=True, resources={"metadata": {"path": str(folder)}})
    with client.setup_kernel():
        yield Kernel(client)


def test_without_its_folder_the_first_cell_says_what_to_bring_and_how(tmp_path: Path) -> None:
    with opened(tmp_path) as kernel:
        kernel.type(NO_LABKIT)
        said = kernel.run("imports")
        for word in ("labkit", "expected.json", "run this cell again", "Colab", "!unzip"):
            assert word in said
        assert "Traceback" not in said
        assert "ModuleNotFoundError" not in said

        shutil.copytree(ROOT / "release" / LAB / "labkit", tmp_path / "labkit")
        kernel.type("del sys.modules['labkit']")
        assert kernel.run("imports") == "", "what the message says to do helps"
        said = kernel.run("parameters", "make-data", "practice-losses")
        assert said.startswith(f"expected.json is not in {tmp_path}. It belongs beside the notebook")
        assert "Traceback" not in said


def test_after_a_change_to_locked_cells_check_says_what_differs(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "release" / LAB, tmp_path, dirs_exist_ok=True)
    with opened(tmp_path) as kernel:
        kernel.run("imports", "parameters", "make-data", "model", "look-at-a-loss", "dataset", "loader")
        kernel.type("lr = 0.05\ndef criterion(yhat, y):\n    return torch.mean(torch.abs(yhat - y))\nLOSS = [1.0]")
        said = kernel.run("practice-losses")
        print(said)
        assert "lr" in said
        assert "criterion" in said
        assert "Traceback" not in said
