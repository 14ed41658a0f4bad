"""The folder that student code can read, and the command line of the warm process: made by the trusted side."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ASK = (
    "import json, site, sys; print(json.dumps({'path': sys.path, 'prefix': sys.prefix, "
    "'exec_prefix': sys.exec_prefix, 'base': [sys.base_prefix, sys.base_exec_prefix]}))"
)
_START = "import sys; sys.path[:0] = {paths!r}; from execution.runner.warm import main; main()"
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_SETTINGS = ("ld.so.cache", "localtime", "fonts", "mime.types", "alternatives", "os-release", "nsswitch.conf")
"""Of /etc: what libraries look up, and nothing that names users, hosts or services."""
_OURS = ("autograder", "reference", "labkit")


class RuntimeProblem(RuntimeError):  # noqa: N818 - it is raised with a remedy
    """The Python that is to run notebooks cannot."""


@dataclass(frozen=True)
class Python:
    """An interpreter, as far as it matters here."""

    executable: str
    packages: tuple[str, ...]
    """Its site-packages folders."""
    prefix: str
    exec_prefix: str
    prefixes: tuple[str, ...]
    """All folders below which the interpreter and its libraries lie."""


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
            "packages": list(self.python.packages),
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
        }

    def readable(self) -> tuple[str, ...]:
        """Everything on the disk that a run may read."""
        settings = tuple(f"/etc/{name}" for name in _SETTINGS)
        wanted = (*self.python.prefixes, *self.python.packages, str(self.folder), *_SYSTEM, *settings)
        return tuple(path for path in dict.fromkeys(wanted) if os.path.exists(path))

    def hidden(self) -> tuple[str, ...]:
        """What lies among it and must not be read: this kit, wherever it is installed."""
        checkout = _kit_folder()
        installed = [f"{packages}/{name}" for packages in self.python.packages for name in _OURS]
        beside = [str(checkout / name) for name in _OURS]
        whole = self._all_but_what_is_needed(checkout) if (checkout / "pyproject.toml").exists() else []
        return tuple(path for path in dict.fromkeys((*whole, *installed, *beside)) if os.path.exists(path))

    def _all_but_what_is_needed(self, checkout: Path) -> list[str]:
        """A checkout as a whole; where the interpreter lies in it, such as in `.venv`, everything beside that."""
        needed = [Path(path) for path in (*self.python.prefixes, *self.python.packages, str(self.folder))]
        if not any(path.is_relative_to(checkout) for path in needed):
            return [str(checkout)]
        entries = [entry for entry in checkout.iterdir() if not any(path.is_relative_to(entry) for path in needed)]
        return [str(entry) for entry in sorted(entries)]


def make_runtime(folder: Path, executable: str = sys.executable) -> Runtime:
    """Fill the new, empty `folder` with what runs need; raises `RuntimeProblem` where `executable` is no Python."""
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
    _let_all_read(folder)
    return Runtime(folder, python)


def ask(executable: str) -> Python:
    """What there is to know about an interpreter, by asking it."""
    try:
        answer = subprocess.run(
            [executable, "-E", "-P", "-c", _ASK], capture_output=True, check=True, text=True, timeout=60, cwd="/"
        )
        told: Mapping[str, Any] = json.loads(answer.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise RuntimeProblem(
            f"{executable} cannot be used to run notebooks ({error}); name a Python that starts and has torch, "
            "NumPy, matplotlib and IPython installed"
        ) from error
    packages = tuple(path for path in told["path"] if Path(path).name in ("site-packages", "dist-packages"))
    prefixes = (told["prefix"], told["exec_prefix"], *told["base"], *_behind(executable))
    return Python(executable, packages, told["prefix"], told["exec_prefix"], tuple(dict.fromkeys(prefixes)))


def _behind(executable: str) -> list[str]:
    """The folder of the file that an interpreter's links lead to."""
    return [str(Path(executable).resolve().parent)]


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
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "matplotlib"
    for found in cache.glob("fontlist-*.json"):
        shutil.copyfile(found, folder / found.name)


def _let_all_read(folder: Path) -> None:
    """Open the folder to reading, whatever the umask: runs may have a uid of their own."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
