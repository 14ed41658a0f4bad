"""However the kit is installed, a run reads Python and its libraries, and neither solutions nor a course."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[3]
PROBE = Path(__file__).parent / "layout_probe.py"
PACKAGES = sysconfig.get_path("purelib")
VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"
NOBODY = 65_534
INTERPRETER = Path(sys.executable).resolve()
LAB = "source/two-parameter-sgd/two-parameter-sgd.ipynb"

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Layout:
    """An installation."""

    python: Path
    site: Path
    data: Path
    """The folder below which `share` lies."""
    home: Path


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder that every user can pass through, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="layouts-"))
    folder.chmod(0o755)
    before = os.umask(0o022)
    yield folder
    os.umask(before)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def wheel(place: Path) -> Path:
    copy = place / "kit"
    left_out = shutil.ignore_patterns(".venv", ".git", "tests", "docs", "benchmarks", "release", "*.egg-info", "build")
    shutil.copytree(CHECKOUT, copy, ignore=left_out)
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(place), str(copy))
    shutil.rmtree(copy)
    return next(place.glob("*.whl"))


def pip(*arguments: str, python: str = sys.executable) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", python, *arguments]
    subprocess.run(command, check=True, capture_output=True)


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


def looked(layout: Layout, as_user: bool, told: list[Path], files: list[Path]) -> dict[str, dict]:
    (layout.site / "libraries.pth").write_text(PACKAGES + "\n")
    arguments = [json.dumps([str(path) for path in paths]) for paths in (told, files)]
    command = [str(layout.python), str(PROBE), *arguments]
    environment = {"PATH": os.environ["PATH"], "HOME": str(layout.home), "TMPDIR": "/tmp"}
    user = NOBODY if as_user else None
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd="/", user=user, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def course_in(folder: Path, mark: str | None = "nbgrader_config.py") -> Path:
    """A file of a course there; without a mark nobody can see that it is one."""
    hand_in = folder / "submitted/ann/lab/lab.ipynb"
    hand_in.parent.mkdir(parents=True, exist_ok=True)
    hand_in.write_text("the work of another")
    if mark:
        (folder / mark).write_text("c = get_config()")
    return hand_in


def check(seen: dict[str, dict], files: list[Path]) -> None:
    assert seen
    for isolation, one in seen.items():
        assert one["there"] == [True] * len(files), isolation
        assert one["read"] == [], isolation
        assert one["works"] == "works\n", isolation


def probe_layout(layout: Layout, as_user: bool) -> None:
    unmarked = layout.data / "lib" / "winter-term"
    files = [
        layout.data / "share/graded-descent" / LAB,
        layout.site / "reference/labs/two_parameter_sgd.py",
        course_in(layout.data / "teaching"),
        course_in(layout.data / "lib" / "teaching"),
        course_in(layout.site / "teaching", ".descent"),
        course_in(unmarked, mark=None),
    ]
    check(looked(layout, as_user, [unmarked], files), files)


def test_a_wheel_with_a_python_of_its_own_shows_no_solution_and_no_course(place: Path, wheel: Path) -> None:
    probe_layout(with_its_own_python(place, wheel), as_user=False)


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests here run as an ordinary user then")
def test_an_ordinary_user_shows_no_solution_and_no_course(place: Path, wheel: Path) -> None:
    system = Path("/usr/bin") / VERSION
    if not system.exists() or not all(folder.stat().st_mode & 0o005 == 0o005 for folder in CHECKOUT.parents):
        pytest.skip(f"an ordinary user needs {system} and a checkout that all may read")
    probe_layout(in_a_venv(place, wheel, system, "shared"), as_user=True)


def test_a_wheel_in_a_virtual_environment_shows_no_solution_and_no_course(place: Path, wheel: Path) -> None:
    probe_layout(in_a_venv(place, wheel), as_user=False)


def test_a_wheel_among_a_users_own_packages_shows_no_solution_and_no_course(place: Path, wheel: Path) -> None:
    probe_layout(for_one_user(place, wheel), as_user=False)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to lay a folder over /usr/local")
def test_a_wheel_in_the_systems_python_shows_no_solution_and_no_course(place: Path, wheel: Path) -> None:
    layout = with_its_own_python(place, wheel, "system")
    shown = [path.relative_to(layout.data) for path in (layout.python, layout.site)]
    system = Layout(*(Path("/usr/local") / path for path in shown), Path("/usr/local"), place)
    files = [course_in(layout.data / "teaching"), course_in(layout.site / "teaching")]
    (layout.site / "libraries.pth").write_text(PACKAGES + "\n")
    files = [Path("/usr/local") / file.relative_to(layout.data) for file in files]
    files.append(system.data / "share/graded-descent" / LAB)
    wrap = ["unshare", "-m", "sh", "-c", f'mount --bind {layout.data} /usr/local && exec "$@"', "sh"]
    arguments = [json.dumps([]), json.dumps([str(file) for file in files])]
    done = subprocess.run(
        [*wrap, str(system.python), str(PROBE), *arguments], capture_output=True, text=True, cwd="/", check=False
    )
    assert done.returncode == 0, done.stderr
    check(json.loads(done.stdout), files)


def test_an_editable_kit_shows_no_solution(place: Path) -> None:
    files = [CHECKOUT / LAB, CHECKOUT / "reference/labs/two_parameter_sgd.py", CHECKOUT / "nbgrader_config.py"]
    arguments = [json.dumps([]), json.dumps([str(file) for file in files])]
    command = [sys.executable, str(PROBE), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=CHECKOUT)
    check(json.loads(done.stdout), files)
