"""The folder that student code can read, and the command line of the warm process: made by the trusted side."""

import importlib.util
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..seams.matplotlib import font_lists
from .python import Python, RuntimeProblem, ask
from .reading import added_modules, hidden, readable

__all__ = ["Python", "Runtime", "RuntimeProblem", "ask", "make_runtime"]

ADDED = "added"
_START = "import sys; sys.path[:0] = {paths!r}; from execution.runner.warm import main; main()"


@dataclass(frozen=True)
class Runtime:
    """A prepared folder and the interpreter that goes with it."""

    folder: Path
    """Labkit, the runner, the font cache; readable by everyone, holds no secret."""
    python: Python

    def command(self, control: int, many_runs: bool) -> list[str]:
        """The command line of the warm process; `control` is the descriptor of its socket.

        With `many_runs` it takes a little longer to start, and every fork of it a little less. `-S` leaves out
        `.pth` files: an editable install would bring the whole kit back.
        """
        paths = [str(self.folder)]
        settings = {
            "control": control,
            "many_runs": many_runs,
            "prefix": self.python.prefix,
            "exec_prefix": self.python.exec_prefix,
            "folder": str(self.folder.parent),
            "packages": [*self.python.packages, f"{self.folder}/{ADDED}"],
        }
        return [self.python.executable, "-I", "-S", "-c", _START.format(paths=paths), json.dumps(settings)]

    def environment(self) -> dict[str, str]:
        """All of the environment that student code sees: nothing of the grader's own."""
        folder = str(self.folder)
        one_thread = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
        return {
            **one_thread,
            "PATH": f"{Path(self.python.executable).parent}:/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "HOME": folder,
            "USER": "student",
            "LOGNAME": "student",
            "TERM": "xterm-color",
            "MPLCONFIGDIR": f"{folder}/matplotlib",
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "IPYTHONDIR": f"{folder}/ipython",
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "CUDA_VISIBLE_DEVICES": "",
            # torch.compile gives back what it is given: a compiler's files and processes are beyond a run's limits.
            "TORCHDYNAMO_DISABLE": "1",
            "TORCH_COMPILE_DISABLE": "1",
        }

    def readable(self, courses: Sequence[str] = ()) -> tuple[str, ...]:
        """Everything on the disk that a run may read, but for what is hidden in it."""
        return readable(self.python, str(self.folder), courses)

    def listed(self) -> tuple[str, ...]:
        """Folders that must be listed for imports, even where something in them is hidden."""
        return (*self.python.packages, *self.python.standard)

    def hidden(self, courses: Sequence[str] = ()) -> tuple[str, ...]:
        """What lies among it and must not be read: this kit, wherever it is installed, and every course."""
        return hidden(self.readable(courses), _kit_folder(), courses)


def make_runtime(folder: Path, executable: str = sys.executable, courses: Sequence[str] = ()) -> Runtime:
    """Fill the new, empty `folder` with what runs need.

    Raises:
        RuntimeProblem: where `executable` is no Python.
    """
    python = ask(executable)
    execution = folder / "execution"
    execution.mkdir(parents=True)
    (execution / "__init__.py").write_text('"""What runs notebooks."""\n')
    here = Path(__file__).parent
    shutil.copyfile(here / "wire.py", execution / "wire.py")
    for package in ("runner", "sandbox"):
        _copy_sources(here / package, execution / package)
    _copy_sources(_package_folder("labkit"), folder / "labkit")
    (folder / "ipython").mkdir()
    _bring_fonts(folder / "matplotlib")
    _link_added(folder / ADDED, added_modules(python, courses))
    _let_all_read(folder)
    return Runtime(folder, python)


def _package_folder(name: str) -> Path:
    """Where a package of ours lies, without importing it."""
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise RuntimeProblem(f"the package {name} is not installed; install graded-descent again")
    return Path(found.origin).parent


def _kit_folder() -> Path:
    """The folder that holds the packages of this kit."""
    return Path(__file__).resolve().parents[2]


def _copy_sources(source: Path, target: Path) -> None:
    shutil.copytree(
        source, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"), copy_function=shutil.copyfile
    )


def _bring_fonts(folder: Path) -> None:
    """Copy matplotlib's list of fonts where one was made before: making it takes a second or more."""
    folder.mkdir()
    for found in font_lists():
        shutil.copyfile(found, folder / found.name)


def _link_added(folder: Path, modules: Mapping[str, Path]) -> None:
    """A folder of links in the place of those that `.pth` files added, which may hold more than packages."""
    folder.mkdir()
    for name, path in modules.items():
        (folder / name).symlink_to(path)


def _let_all_read(folder: Path) -> None:
    """Open the folder to reading, whatever the umask: runs may have a uid of their own."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
