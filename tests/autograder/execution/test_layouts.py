"""However the kit is installed, a run reads Python and its libraries, and neither solutions nor a course."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from installations import CHECKOUT, VERSION, Layout, bring_libraries, for_one_user, in_a_venv, with_its_own_python

PROBE = Path(__file__).parent / "layout_probe.py"
NOBODY = 65_534
LAB = "source/two-parameter-sgd/two-parameter-sgd.ipynb"

pytestmark = pytest.mark.slow


def looked(layout: Layout, as_user: bool, told: list[Path], files: list[Path]) -> dict[str, dict]:
    bring_libraries(layout)
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
    bring_libraries(layout)
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
