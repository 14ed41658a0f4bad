"""The kit installed in the ways that there are, from a wheel, with the libraries of the Python that runs the tests."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[3]
PACKAGES = sysconfig.get_path("purelib")
VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"
INTERPRETER = Path(sys.executable).resolve()


@dataclass(frozen=True)
class Layout:
    """An installation."""

    python: Path
    site: Path
    data: Path
    """The folder below which `share` lies."""
    home: Path


def pip(*arguments: str, python: str = sys.executable) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", python, *arguments]
    subprocess.run(command, check=True, capture_output=True)


def built_wheel(place: Path) -> Path:
    """A wheel of the checkout in a folder, made of a copy, so that nothing is built in the checkout."""
    copy = place / "kit"
    left_out = shutil.ignore_patterns(".venv*", ".git", "tests", "docs", "benchmarks", "release", "*.egg-info", "build")
    shutil.copytree(CHECKOUT, copy, ignore=left_out)
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(place), str(copy))
    shutil.rmtree(copy)
    return next(place.glob("*.whl"))


def in_a_venv(place: Path, wheel: Path, base: Path = INTERPRETER, name: str = "venv") -> Layout:
    folder = place / name
    site = folder / "lib" / VERSION / "site-packages"
    for needed in (site, folder / "bin"):
        needed.mkdir(parents=True)
    (folder / "bin/python").symlink_to(base)
    (folder / "pyvenv.cfg").write_text(f"home = {base.parent}\n")
    pip("install", "--no-deps", str(wheel), python=str(folder / "bin/python"))
    return Layout(folder / "bin/python", site, folder, place)


def with_its_own_python(place: Path, wheel: Path, name: str = "conda") -> Layout:
    """As conda does it: interpreter, libraries and packages below one folder, which everyone may read."""
    folder = place / name
    (folder / "bin").mkdir(parents=True)
    python = folder / "bin" / VERSION
    shutil.copy(INTERPRETER, python)
    left_out = shutil.ignore_patterns("site-packages", "test", "tests", "idlelib", "__pycache__", "ensurepip")
    shutil.copytree(sysconfig.get_path("stdlib"), folder / "lib" / VERSION, ignore=left_out, symlinks=True)
    site = folder / "lib" / VERSION / "site-packages"
    site.mkdir()
    pip("install", "--no-deps", str(wheel), python=str(python))
    return Layout(python, site, folder, place)


def for_one_user(place: Path, wheel: Path) -> Layout:
    """As `pip install --user` does it."""
    python, base = Path(sys._base_executable), place / "home" / ".local"  # type: ignore[attr-defined]
    site = base / "lib" / VERSION / "site-packages"
    pip("install", "--no-deps", "--ignore-installed", "--prefix", str(base), str(wheel))
    return Layout(python, site, base, place / "home")


def bring_libraries(layout: Layout) -> None:
    """Let an installation use the libraries of the Python that runs the tests, but for its editable kit."""
    (layout.site / "libraries.pth").write_text(PACKAGES + "\n")
