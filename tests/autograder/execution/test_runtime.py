import sys
from dataclasses import replace
from pathlib import Path

from small_jobs import run_in, written

from autograder.execution.executor import Executor
from autograder.execution.runtime import Runtime, ask
from autograder.execution.sandbox.readable import is_below

CHECKOUT = Path(__file__).parents[3]


def can_be_read(path: Path, runtime: Runtime, courses: tuple[str, ...] = ()) -> bool:
    return is_below(str(path), runtime.readable(courses)) and not is_below(str(path), runtime.hidden(courses))


def test_the_kit_is_hidden_and_an_environment_inside_its_checkout_is_not(tmp_path: Path) -> None:
    (tmp_path / ".venv/lib").mkdir(parents=True)
    inside = replace(ask(sys.executable), prefixes=(str(CHECKOUT / ".venv"),))
    runtime = Runtime(tmp_path, inside)
    assert can_be_read(CHECKOUT / ".venv/bin", runtime)
    for name in ("reference", "autograder", "source", "benchmarks", "tests"):
        assert not can_be_read(CHECKOUT / name, runtime)


def test_an_environment_inside_a_course_that_lies_among_libraries_stays_readable(tmp_path: Path) -> None:
    course = tmp_path / "prefix/lib/course"
    for folder in (course / "submitted", course / ".venv/lib/packages"):
        folder.mkdir(parents=True)
    (course / "nbgrader_config.py").touch()
    python = replace(ask(sys.executable), prefixes=(str(tmp_path / "prefix"), str(course / ".venv")))
    runtime = Runtime(tmp_path / "prefix/lib/runtime", python)
    assert can_be_read(course / ".venv/lib/packages", runtime)
    assert not can_be_read(course / "submitted", runtime)
    assert not can_be_read(course / "nbgrader_config.py", runtime)


def test_of_a_folder_on_the_path_only_packages_are_shown(tmp_path: Path) -> None:
    folder = tmp_path / "added"
    for name in (
        "helpers/__init__.py",
        "tool.py",
        "course/nbgrader_config.py",
        "notes/exam.txt",
        "reference/__init__.py",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    runtime = Runtime(tmp_path / "runtime", replace(ask(sys.executable), added=(str(folder),)))
    seen = {path.name for path in folder.iterdir() if can_be_read(path, runtime)}
    assert seen == {"helpers", "tool.py"}


def test_a_folder_on_the_path_inside_a_course_shows_nothing(tmp_path: Path) -> None:
    (tmp_path / "course/code").mkdir(parents=True)
    (tmp_path / "course/code/solutions.py").touch()
    runtime = Runtime(tmp_path / "runtime", replace(ask(sys.executable), added=(str(tmp_path / "course/code"),)))
    assert can_be_read(tmp_path / "course/code/solutions.py", runtime)
    assert not can_be_read(tmp_path / "course/code/solutions.py", runtime, (str(tmp_path / "course"),))


def test_a_course_named_later_is_hidden_from_the_next_runs(isolated: Executor) -> None:
    folder = Path(isolated.folder) / "runtime" / "term"  # readable to runs, as all of that folder
    folder.mkdir()
    (folder / "work.txt").write_text("of another")
    look = f"try: print(open({str(folder / 'work.txt')!r}).read())\nexcept OSError: print('refused')"
    assert written(run_in(isolated, look), 0) == "of another\n"
    isolated.hide([folder])
    assert written(run_in(isolated, look), 0) == "refused\n"
