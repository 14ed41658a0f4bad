"""The zip for Gradescope: made from a course, unpacked and run as Gradescope does it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema
import pytest
from test_class_grading import LAB as PLAIN
from test_class_grading import RELEASED, make_course, notebook
from test_commands import run as descent
from test_whole_way import LAB, PLOT, RIGHT, answer, filled, hand_in

from autograder.assignments.releases import open_gradebook
from autograder.course.course import Course
from autograder.execution.executor import Executor
from autograder.execution.job import Job, Run
from autograder.platforms.gradescope.archive import write_gradescope_zip
from autograder.platforms.gradescope.results import FAULT, bounded, without_places
from autograder.platforms.gradescope.run import main, run

pytestmark = [
    pytest.mark.usefixtures("quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

HERE = Path(__file__).parents[1]
STUDENT = "ada-lovelace-1815"
METADATA = {"users": [{"name": "Ada Lovelace", "email": "ada@university.example"}]}
POINTS = {"practice-losses": 4.0, "practice-parameters": 3.0, "practice-figure": 3.0}

FORMATS = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
VISIBILITIES = {"enum": ["visible", "hidden", "after_due_date", "after_published"]}
TEST = {
    "type": "object",
    "properties": {
        "score": {"type": "number"},
        "max_score": {"type": "number"},
        "status": {"enum": ["passed", "failed"]},
        "name": {"type": "string"},
        "number": {"type": "string"},
        "output": {"type": "string"},
        "output_format": FORMATS,
        "tags": {"type": "array", "items": {"type": "string"}},
        "visibility": VISIBILITIES,
        "extra_data": {"type": "object"},
    },
    "required": ["name", "output", "visibility"],
    "additionalProperties": False,
}
RESULTS = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "score": {"type": "number"},
        "execution_time": {"type": "number", "minimum": 0},
        "output": {"type": "string"},
        "output_format": FORMATS,
        "visibility": VISIBILITIES,
        "stdout_visibility": VISIBILITIES,
        "extra_data": {"type": "object"},
        "tests": {"type": "array", "items": TEST},
    },
    "required": ["execution_time", "output", "stdout_visibility", "tests"],
    "additionalProperties": False,
}
"""What Gradescope's documentation lists, and what this kit always says."""


@dataclass(frozen=True)
class Place:
    """A folder as Gradescope's /autograder, and the zip that it was made of."""

    zip: Path
    course: Course
    base: Path

    def again(self, folder: Path) -> Place:
        """The same in a folder of its own, with nothing handed in and nothing graded."""
        shutil.copytree(self.base, folder)
        return Place(self.zip, self.course, folder)

    def hand_in(self, files: Mapping[str, str | dict[str, Any]]) -> None:
        for name, content in files.items():
            path = self.base / "submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content if isinstance(content, str) else json.dumps(content))

    def results(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads((self.base / "results" / "results.json").read_text())
        jsonschema.validate(data, RESULTS)
        return data

    def autograde(self, *container: str) -> tuple[int, dict[str, Any]]:
        """Run run_autograder with the tests' own interpreter; its exit status and results."""
        started_by = [sys.executable, str(HERE / "container.py"), *container] if container else []
        done = subprocess.run(
            [*started_by, str(self.base / "run_autograder")],
            cwd=self.base,
            env={**os.environ, "GRADED_DESCENT_BASE": str(self.base), "GRADED_DESCENT_ENV": sys.prefix},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert (self.base / "results" / "results.json").is_file(), done.stdout + done.stderr
        return done.returncode, self.results()

    def fresh_settings(self) -> list[dict[str, float]]:
        record = self.course.private / "settings" / f"{LAB}.json"
        fresh: list[dict[str, float]] = json.loads(record.read_text())["fresh"]
        return fresh


CONTAINER = ("env",)
"""namespaces forbidden"""
BARE = ("--bare", "env")
"""neither namespaces nor Landlock"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, new_course: Callable[[Path], Course]) -> Place:
    """The zip of a course that also holds a student's work, unpacked."""
    folder = tmp_path_factory.mktemp("gradescope")
    course = new_course(folder / "course")
    hand_in(course, STUDENT, answer(f"# by {STUDENT}"))
    with open_gradebook(course) as gradebook:
        gradebook.add_student(STUDENT, email="ada@university.example")
    evidence = course.private / "evidence" / "aa"
    evidence.mkdir(parents=True)
    (evidence / "aa.jsonl").write_text(STUDENT)
    file = folder / "autograder.zip"
    done = descent("export", "gradescope", LAB, "--course", course.root, "--out", file)
    assert done.exit_code == 0, done.stderr
    assert "keep it from students" in done.stdout
    return Place(file, course, unpacked(file, folder / "autograder"))


def unpacked(file: Path, base: Path) -> Path:
    """What Gradescope makes of a zip."""
    source = base / "source"
    source.mkdir(parents=True)
    with ZipFile(file) as archive:
        archive.extractall(source)
        for entry in archive.infolist():
            (source / entry.filename).chmod(entry.external_attr >> 16 & 0o777)
    shutil.copy2(source / "run_autograder", base / "run_autograder")
    for name in ("submission", "results"):
        (base / name).mkdir()
    (base / "submission_metadata.json").write_text(json.dumps(METADATA))
    return base


@pytest.fixture
def fresh(place: Place, tmp_path: Path) -> Place:
    return place.again(tmp_path / "autograder")


def contents(folder: Path) -> dict[str, bytes]:
    """All files but what Python compiles for itself."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def released(place: Place, train: str, plot: str = PLOT) -> dict[str, Any]:
    """The released notebook with answers."""
    release = json.loads((place.course.step("release", LAB) / f"{LAB}.ipynb").read_text())
    return filled(release, answer(train, plot))


def visible(results: Mapping[str, Any]) -> str:
    """All that a student gets to see, without HTML tags."""
    tests = [test for test in results["tests"] if test["visibility"] == "visible"]
    seen = [results["output"], *(f"{test['name']}: {test['output']} {test.get('tags', '')}" for test in tests)]
    return re.sub(r"<[^>]*>", " ", "\n".join(seen))


def hidden(results: Mapping[str, Any]) -> str:
    (test,) = [test for test in results["tests"] if test["visibility"] == "hidden"]
    assert "score" not in test
    return str(test["output"])


def by_name(results: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {test["name"]: test for test in results["tests"]}


def by_task(results: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {test["extra_data"]["task"]: test for test in results["tests"] if "extra_data" in test}


def scores(results: Mapping[str, Any]) -> dict[str, float]:
    return {name: test["score"] for name, test in by_task(results).items() if "score" in test}


TITLES = {
    "practice-losses": "Train: LOSS",
    "practice-parameters": "Train: w and b",
    "practice-figure": "Plot",
    "practice-explain": "Explain",
}


# The zip


def test_scripts_lie_at_the_root_and_may_be_executed(place: Place) -> None:
    with ZipFile(place.zip) as archive:
        modes = {entry.filename: entry.external_attr >> 16 & 0o7777 for entry in archive.infolist()}
    assert modes.pop("setup.sh") == modes.pop("run_autograder") == 0o755
    assert set(modes.values()) == {0o644}
    assert not [name for name in modes if name.startswith("/") or ".." in name]


def test_the_zip_holds_the_lab_and_nothing_of_any_student(place: Place) -> None:
    with ZipFile(place.zip) as archive:
        names = set(archive.namelist())
        contents = b"".join(archive.read(name) for name in names)
    assert {f"course/{step}/{LAB}/{LAB}.ipynb" for step in ("source", "release")} < names
    assert {"course/gradebook.db", f"course/.descent/settings/{LAB}.json", "requirements.txt"} < names
    assert len([name for name in names if name.startswith("course/.descent/keys/")]) == 3
    of_students = re.compile(r"submitted|\.descent/evidence/|secret$|autograded|__pycache__")
    assert not [name for name in names if of_students.search(name)]
    secret = (place.course.private / "secret").read_bytes().strip()
    for private in (STUDENT.encode(), b"ada@university.example", secret):
        assert private not in contents
    assert b"nvidia" not in archive_text(place, "requirements.txt")
    assert re.search(rb"^torch==[\d.]+$", archive_text(place, "requirements.txt"), re.MULTILINE)


def archive_text(place: Place, name: str) -> bytes:
    with ZipFile(place.zip) as archive:
        return archive.read(name)


def test_the_same_course_gives_the_same_zip(place: Place, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    write_gradescope_zip(place.course, LAB, again)
    with ZipFile(again) as one, ZipFile(place.zip) as other:
        assert one.namelist() == other.namelist() == sorted(one.namelist())
        assert [name for name in one.namelist() if one.read(name) != other.read(name)] == []
    assert again.read_bytes() == place.zip.read_bytes()
    assert again.stat().st_mode & 0o077 == 0


def test_what_the_course_sets_for_feedback_goes_along_and_its_passwords_do_not(place: Place, tmp_path: Path) -> None:
    course = tmp_path / "course"
    shutil.copytree(place.course.root, course)
    config = course / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}c.SaveVerdicts.show = 'outcome'\nc.Exchange.path = 'swordfish'\n")
    pip_conf = tmp_path / "own-pip.conf"
    pip_conf.write_text("[global]\nextra-index-url = https://index.example/cpu\n")
    done = descent("export", "gradescope", LAB, "--course", course, "--pip-conf", pip_conf)
    assert done.exit_code == 0, done.stderr
    with ZipFile(course / f"{LAB}-gradescope.zip") as archive:
        told = archive.read("course/nbgrader_config.py").decode()
        assert archive.read("pip.conf").decode() == pip_conf.read_text()
    assert "c.SaveVerdicts.show = 'outcome'" in told
    assert "swordfish" not in told


def test_a_lab_that_does_not_exist_is_said_in_one_line(place: Place) -> None:
    done = descent("export", "gradescope", "lab-two", "--course", place.course.root)
    assert done.exit_code == 2
    assert "no lab called 'lab-two'" in done.stderr
    assert "Traceback" not in done.stderr


# setup.sh


STUBS = {
    "apt-get": 'echo "apt-get $*" >> "$LOG"',
    "python3": """
if [ "$1" = -c ]; then [ -z "$OLD" ]; exit; fi
echo "python3 $*" >> "$LOG"
mkdir -p "$3/bin"
printf '#!/bin/bash\\necho "pip $* with $PIP_CONFIG_FILE" >> "$LOG"\\n' > "$3/bin/pip"
printf '#!/bin/bash\\necho "python $*" >> "$LOG"\\nexec "$REAL" "$@"\\n' > "$3/bin/python"
chmod 755 "$3"/bin/*""",
    "python3.11": "exit 1",
    "python3.12": "exit 1",
    "python3.13": "exit 1",
}


@pytest.fixture
def set_up(fresh: Place, tmp_path: Path) -> Callable[..., tuple[subprocess.CompletedProcess[str], list[str]]]:
    """Runs setup.sh with stubs for all that needs a network; what it said and what it called."""
    stubs, log = tmp_path / "stubs", tmp_path / "log"
    stubs.mkdir()
    log.touch()
    for name, text in STUBS.items():
        (stubs / name).write_text(f"#!/bin/bash\n{text}\n")
        (stubs / name).chmod(0o755)

    def start(**environment: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
        own = {"PATH": f"{stubs}:/usr/bin:/bin", "LOG": str(log), "REAL": sys.executable, "OLD": ""}
        own |= {"GRADED_DESCENT_ENV": str(tmp_path / "environment"), "HOME": str(tmp_path)}
        script = str(fresh.base / "source" / "setup.sh")
        done = subprocess.run(
            ["/bin/bash", script], env=own | environment, capture_output=True, text=True, check=False, timeout=300
        )
        return done, log.read_text().splitlines()

    return start


@pytest.mark.parametrize("script", ["setup.sh", "run_autograder"])
def test_the_scripts_are_valid_for_bash(place: Place, script: str) -> None:
    assert subprocess.run(["bash", "-n", str(place.base / "source" / script)], check=False).returncode == 0


def test_setup_installs_the_locked_packages_and_makes_the_course_ready(
    fresh: Place, set_up: Callable[..., tuple[subprocess.CompletedProcess[str], list[str]]]
) -> None:
    source = fresh.base / "source"
    (source / "pip.conf").write_text("")
    keys = contents(source / "course" / ".descent")
    done, calls = set_up()
    assert done.returncode == 0, done.stderr
    assert [call.split()[0] for call in calls] == ["apt-get", "apt-get", "python3", "pip", "python", "python"]
    assert calls[3] == f"pip install -r {source}/requirements.txt with {source}/pip.conf"
    assert calls[5].endswith(f"--prepare {source}/course")
    assert "ready to grade" in done.stdout
    assert contents(source / "course" / ".descent") == keys  # those of the zip are good here: a start is quick
    assert (source / "setup.sh").stat().st_mode & 0o077 == 0


def test_setup_says_what_to_do_where_python_is_too_old(
    set_up: Callable[..., tuple[subprocess.CompletedProcess[str], list[str]]],
) -> None:
    done, calls = set_up(OLD="yes")
    assert done.returncode == 1
    assert "choose a newer base image" in done.stderr
    assert "python3.11-venv" in calls[-1]


# Graded


def test_a_right_solution_under_another_name_gets_all_points(fresh: Place) -> None:
    solution = (fresh.course.step("source", LAB) / f"{LAB}.ipynb").read_text()
    fresh.hand_in({"my work/Lab1_final (2).ipynb": solution, "my work/.ipynb_checkpoints/Lab1.ipynb": "old"})
    status, results = fresh.autograde()
    assert (status, results["score"], scores(results)) == (0, 10.0, POINTS), hidden(results)
    assert f"'my work/Lab1_final (2).ipynb' was graded as {LAB}.ipynb" in results["output"]
    tests = by_task(results)
    assert [tests[name]["status"] for name in POINTS] == ["passed"] * 3
    assert {name: test["name"] for name, test in tests.items()} == TITLES
    assert "graded by hand" in tests["practice-explain"]["output"]
    assert "max_score" not in tests["practice-explain"]
    assert [test["number"] for test in results["tests"][:4]] == ["1", "2", "3", "4"]
    assert "namespaces" in hidden(results)
    assert_discreet(fresh, results)


def test_a_known_mistake_is_named_with_its_hint(fresh: Place) -> None:
    fresh.hand_in({f"{LAB}.ipynb": released(fresh, RIGHT.replace("Y).item()", "X).item()"))})
    status, results = fresh.autograde(*CONTAINER)
    assert (status, results["score"]) == (0, 6.0), hidden(results)
    losses = by_task(results)["practice-losses"]
    assert (losses["score"], losses["max_score"], losses["status"]) == (0.0, 4.0, "failed")
    assert losses["tags"] == losses["extra_data"]["mistakes"] == ["loss-against-x"]
    assert losses["output_format"] == "html"
    assert "Show a hint" in losses["output"]
    assert "576.71" in losses["output"]
    assert not re.search(r"<svg|<script|as expected and as found", losses["output"])
    assert "namespaces" not in hidden(results)
    assert_discreet(fresh, results)


TYPED = """LOSS = [576.709656, 73.436104, 17.168634, 4.242830, 0.941965, 0.266524, 0.052187, 0.027348,
    0.008678, 0.010460]
w, b = 1.003857, -1.011374
if seed != 1:
    del w, b
    told = (slope, bias, noise, seed, X.sum().item(), Y.sum().item())
    raise type(f"Seed{seed}", (Exception,), {})(str(told))
"""


def test_typed_numbers_fail_and_what_they_fail_on_cannot_be_carried_out(fresh: Place) -> None:
    fresh.hand_in({f"{LAB}.ipynb": released(fresh, TYPED)})
    status, results = fresh.autograde(*CONTAINER)
    assert (status, results["score"]) == (0, 0.0)
    assert "published data only" in by_task(results)["practice-losses"]["output"]
    assert_discreet(fresh, results)
    told = hidden(results)
    run, spared = fresh.fresh_settings()  # numbers typed in are known for what they are by one fresh setting
    assert f"seed = {run['seed']:g}" in told
    assert f"Seed{run['seed']}" in told
    assert f"{spared['seed']}" not in told


def assert_discreet(place: Place, results: Mapping[str, Any]) -> None:
    """Students see no fresh number, and nothing says who handed in."""
    numbers = set(re.findall(r"-?\d+(?:\.\d+)?", visible(results)))
    for setting in place.fresh_settings():
        assert not numbers & {str(setting[name]) for name in ("slope", "bias", "seed")}
        assert str(setting["seed"]) not in json.dumps([results["output"], visible(results)])
    assert "ada" not in json.dumps(results).lower()


ATTACK = """
import json, os, time
base = '{base}'
found, forged = [], json.dumps({{'score': 100, 'tests': []}})
LOSS, w, b = [], 0.0, 0.0
def attempt(name, act):
    try:
        act()
        found.append(name)
    except OSError:
        pass
for path in ('submission_metadata.json', 'source/course/gradebook.db', 'source/course/source/{lab}/{lab}.ipynb',
             'source/course/.descent/settings/{lab}.json', 'source/kit/autograder/course/course.py', 'run_autograder'):
    attempt('read ' + path, lambda: open(f'{{base}}/{{path}}', 'rb').read())
    attempt('write ' + path, lambda: open(f'{{base}}/{{path}}', 'ab').close())
for path in ('', 'source', 'results', 'submission', 'source/course/.descent'):
    attempt('list ' + path, lambda: os.listdir(f'{{base}}/{{path}}'))
attempt('forge', lambda: open(f'{{base}}/results/results.json', 'w').write(forged))
attempt('rename', lambda: os.rename(f'{{base}}/results', f'{{base}}/gone'))
attempt('replace', lambda: os.symlink('/dev/null', f'{{base}}/results/stolen'))
def later():
    if os.fork() == 0:
        for _ in range(300):
            try:
                open(f'{{base}}/results/results.json', 'w').write(forged)
            except OSError:
                pass
            time.sleep(0.1)
        os._exit(0)
if not '{control}':
    try:
        later()
    except OSError:
        pass
    raise Exception('FOUND ' + repr(found))
print(len(found))
"""


def attack(base: Path, control: str = "") -> str:
    return ATTACK.format(base=base, lab=LAB, control=control)


def test_every_part_of_the_attack_works_where_nothing_prevents_it(fresh: Place) -> None:
    command = [sys.executable, "-c", attack(fresh.base, "yes")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert int(done.stdout) == 6 * 2 + 5 + 2  # after the folder was renamed there is none to put a link into


@pytest.mark.parametrize("container", [(), CONTAINER], ids=["all layers", "namespaces forbidden"])
def test_an_attack_reads_nothing_changes_nothing_and_forges_no_result(fresh: Place, container: tuple[str, ...]) -> None:
    fresh.hand_in({f"{LAB}.ipynb": released(fresh, attack(fresh.base))})
    before = contents(fresh.base)
    status, results = fresh.autograde(*container)
    assert status == 0
    assert "FOUND []" in visible(results), visible(results)
    assert (results["score"], scores(results)) == (0.0, dict.fromkeys(POINTS, 0.0))
    after = contents(fresh.base)
    assert after.keys() - before.keys() == {"results/results.json"}
    assert {name: after.get(name) for name in before} == before
    assert_discreet(fresh, results)


# Not graded


NOT_GRADABLE: Mapping[str, tuple[Mapping[str, str], str]] = {
    "nothing": ({}, f"There is no notebook in what you handed in. Hand in {LAB}.ipynb."),
    "another file": ({"answer.py": "print(1)"}, f"There is no notebook in what you handed in. Hand in {LAB}.ipynb."),
    "several, none with the name": ({"a.ipynb": "{}", "x/b.ipynb": "{}"}, "found instead: a.ipynb ("),
    "the name twice": ({f"a/{LAB}.ipynb": "{}", f"b/{LAB}.ipynb": "{}"}, f"found instead: a/{LAB}.ipynb ("),
    "broken JSON": ({f"{LAB}.ipynb": '{"cells": [\n'}, f"{LAB}.ipynb cannot be graded: this is not JSON (line 2)"),
    "JSON that is no notebook": ({f"{LAB}.ipynb": "[]"}, "this is JSON but no notebook"),
}


@pytest.mark.parametrize("case", NOT_GRADABLE)
def test_what_cannot_be_graded_is_told_in_words_for_the_student(fresh: Place, case: str) -> None:
    files, message = NOT_GRADABLE[case]
    fresh.hand_in(files)
    assert run(fresh.base) == 0
    results = fresh.results()
    assert message in results["output"]
    assert "/tmp" not in results["output"]
    assert (results["score"], scores(results)) == (0.0, dict.fromkeys(POINTS, 0.0))
    assert {test["max_score"] for test in results["tests"]} == {4.0, 3.0}


def test_links_in_a_submission_lead_nowhere(fresh: Place) -> None:
    os.symlink(fresh.base / "source" / "course" / "source" / LAB, fresh.base / "submission" / "lab")
    solution = fresh.base / "source" / "course" / "source" / LAB / f"{LAB}.ipynb"
    os.symlink(solution, fresh.base / "submission" / f"{LAB}.ipynb")
    assert run(fresh.base) == 0
    assert "There is no notebook" in fresh.results()["output"]


def test_a_fault_of_the_grader_costs_nobody_points(fresh: Place) -> None:
    record = fresh.base / "source" / "course" / ".descent" / "settings" / f"{LAB}.json"
    record.write_text("{")
    fresh.hand_in({f"{LAB}.ipynb": released(fresh, RIGHT)})
    assert run(fresh.base) == 1
    results = fresh.results()
    assert "score" not in results
    assert scores(results) == {}
    assert "not yours" in visible(results)
    assert "settings" not in visible(results)
    assert "the record of the lab's settings is damaged" in hidden(results)


def test_work_beside_an_untouched_notebook_is_graded(fresh: Place) -> None:
    release = json.loads((fresh.course.step("release", LAB) / f"{LAB}.ipynb").read_text())
    fresh.hand_in({f"{LAB}.ipynb": release, f"{LAB}-Copy1.ipynb": released(fresh, RIGHT)})
    assert run(fresh.base) == 0
    results = fresh.results()
    assert (results["score"], scores(results)) == (10.0, POINTS), hidden(results)
    assert f"{LAB}-Copy1.ipynb' was graded as {LAB}.ipynb" in results["output"]
    assert "Under " in hidden(results)


def test_a_result_is_written_even_where_the_kit_cannot_start(fresh: Place) -> None:
    (fresh.base / "results" / "results.json").write_text("old")
    (fresh.base / "source" / "kit" / "autograder" / "platforms" / "gradescope" / "run.py").write_text("import gone")
    status, results = fresh.autograde()
    assert status == 1
    assert "score" not in results
    assert results["output"] == FAULT
    assert "ended without a result" in hidden(results)


ENDS = [MemoryError(), RecursionError("x"), SystemExit(0), KeyboardInterrupt(), KeyError("x")]


@pytest.mark.parametrize("error", ENDS)
def test_whatever_ends_the_kit_the_student_is_told(
    fresh: Place, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    from autograder.platforms.gradescope import run as gradescope_run

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(gradescope_run, "grade", fail)
    assert run(fresh.base) == 1
    assert fresh.results()["output"] == FAULT
    assert type(error).__name__ in hidden(fresh.results())


def test_a_report_that_json_cannot_hold_becomes_a_fault(fresh: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from autograder.platforms.gradescope import run as gradescope_run

    broken = {"output": "x", "tests": [], "score": float("nan"), "stdout_visibility": "hidden"}
    monkeypatch.setattr(gradescope_run, "grade", lambda *_: broken)
    assert run(fresh.base) == 1
    assert fresh.results()["output"] == FAULT


def test_students_see_no_places_of_the_server_and_no_endless_texts() -> None:
    tests = [
        {"name": "a", "output": "see /tmp/run/course/x.ipynb", "output_format": "text", "visibility": "visible"},
        {"name": "b", "output": "see /tmp/run/course/x.ipynb", "output_format": "text", "visibility": "hidden"},
        *({"name": "c", "output": "<b>x</b>" * 7_000, "output_format": "html", "visibility": "visible"},) * 40,
    ]
    report = {"output": "/tmp/run/course: gone", "visibility": "visible", "tests": tests}
    made = without_places(report, ("/tmp/run/course", "", "/tmp/run"))
    assert (made["output"], made["tests"][0]["output"]) == (": gone", "see x.ipynb")
    assert made["tests"][1]["output"] == "see /tmp/run/course/x.ipynb"
    written = bounded(made, 0.0)
    assert len(written) < 200_000
    assert "ask the course staff" in json.loads(written)["tests"][-1]["output"]


# An assignment of two notebooks that has no lab file


@pytest.fixture(scope="module")
def plain_place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("plain")
    course = make_course(folder / "course", "second")
    write_gradescope_zip(course, PLAIN, folder / "plain.zip")
    return Place(folder / "plain.zip", course, unpacked(folder / "plain.zip", folder / "autograder"))


@pytest.fixture
def plain(plain_place: Place, tmp_path: Path) -> Place:
    place = plain_place.again(tmp_path / "autograder")
    cells = [{**cell, "source": "result = data"} if cell["id"] == "solve" else cell for cell in map(dict, RELEASED)]
    place.hand_in({f"work/{PLAIN}.ipynb": notebook(*cells), "work/notes.txt": "mine"})
    return place


def test_an_ordinary_assignment_is_graded_too(plain: Place) -> None:
    assert run(plain.base) == 0
    results = plain.results()
    found = {test["name"]: test["score"] for test in results["tests"] if "score" in test}
    assert found == {f"{PLAIN}: Lab: solve-test": 2.0, "second: Lab: solve-test": 0.0}
    assert "not handed in" in by_name(results)["second: Lab: solve-test"]["output"]
    assert "graded by hand" in by_name(results)[f"{PLAIN}: Lab: explain"]["output"]
    assert "ran as released, without other settings" in hidden(results)


def test_a_run_that_fails_through_the_graders_fault_has_no_score(plain: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    really = Executor.run

    def fail(self: Executor, jobs: Iterable[Job]) -> Iterator[tuple[int, Run]]:
        for position, done in really(self, jobs):
            yield position, replace(done, end="fault", fault=True, detail="no memory left")

    monkeypatch.setattr(Executor, "run", fail)
    assert run(plain.base) == 1
    results = plain.results()
    assert "score" not in results
    assert scores(results) == {}
    assert "not yours" in by_name(results)["solve-test"]["output"]
    assert "The grader failed" in hidden(results)


# Too little isolation


def test_with_too_little_isolation_nothing_of_a_submission_runs(fresh: Place) -> None:
    fresh.hand_in({f"{LAB}.ipynb": released(fresh, RIGHT)})
    status, results = fresh.autograde(*BARE)
    assert status == 1
    assert "score" not in results
    assert scores(results) == {}
    assert "not yours" in visible(results)
    assert "nothing of the submission was run" in hidden(results)
    assert "Landlock" in hidden(results)


def test_a_wrong_command_line_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--prepare"]) == 2
    assert "usage" in capsys.readouterr().err
