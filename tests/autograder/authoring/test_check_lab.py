"""What an author reads of a lab: each check is seen to fail once, and all of them hold for a lab that is whole."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from small_course import cell, edit, empty_course
from typer.testing import CliRunner, Result

from autograder.authoring.lab_checks import answers, margins, trial
from autograder.authoring.lab_checks.findings import Check
from autograder.authoring.lab_checks.handout import check_release
from autograder.authoring.lab_checks.whole import check_lab
from autograder.authoring.new_lab import making
from autograder.cli import app
from autograder.commands import calibrate
from autograder.course.course import builtin_labs, find_course
from autograder.references.lab_keys import key_files
from autograder.references.lab_references import reference_of
from reference.lab_files.calibrated import Calibration, TaskCalibration

pytestmark = [
    pytest.mark.usefixtures("quick_gradings"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

LAB = "step-size"
LINE_LAB = Path(__file__).parent / "line-lab"
"""The files of a lab that is known by a recipe."""
NOTEBOOK = Path("source", LAB, f"{LAB}.ipynb")
LAB_FILE = Path("labs/step_size.py")
WITHOUT_RUNNING = 4
"""Checks of the notebook, the lab file, both together, and the sample answers; they take no time."""

Change = Callable[[Path], object]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one lab to which nothing is lacking."""
    course = empty_course(tmp_path_factory.mktemp("check") / "course")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "SKELETON", LINE_LAB)
        making.make_lab(course, LAB)
    return course.root


@pytest.fixture
def root(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "course")
    return tmp_path / "course"


def checks(root: Path, count: int) -> list[Check]:
    return list(islice(check_lab(find_course(root), LAB), count))


def problems(done: list[Check]) -> list[str]:
    return [str(problem) for check in done for problem in check.problems]


# Changes of a lab that is whole


def in_notebook(change: Callable[[dict[str, Any]], object]) -> Change:
    return lambda root: edit(root / NOTEBOOK, change)


def in_cell(name: str, **values: Any) -> Change:
    return in_notebook(lambda data: cell(data, name).update(values))


def in_metadata(name: str, **values: Any) -> Change:
    return in_notebook(lambda data: cell(data, name)["metadata"]["nbgrader"].update(values))


def without(name: str) -> Change:
    return in_notebook(lambda data: data["cells"].remove(cell(data, name)))


def moved_to_the_top(name: str) -> Change:
    return in_notebook(lambda data: data["cells"].insert(0, data["cells"].pop(data["cells"].index(cell(data, name)))))


def in_file(name: str | Path, old: str, new: str) -> Change:
    def change(root: Path) -> None:
        text = (root / name).read_text()
        assert old in text
        (root / name).write_text(text.replace(old, new, 1))

    return change


def written(name: str | Path, text: str) -> Change:
    return lambda root: (root / name).write_text(text)


def deleted(name: str | Path) -> Change:
    return lambda root: (root / name).unlink()


RIGHT, WRONG = Path("labs", LAB, "right.py"), Path("labs", LAB, "wrong.py")
PARAMETERS = "slope = 1.0\nbias = -1.0\nnoise = 0.1\nseed = 1"
PUBLISHED = '{"slope": 1.0, "bias": -1.0, "noise": 0.1, "seed": 1}'
DATA_AGAIN = "torch.manual_seed(seed)\nnoise = 0.5\nX = Y = f = torch.zeros(60, 1)"

BROKEN: dict[str, tuple[Change, str, str]] = {
    # the notebook by itself
    "no notebook": (written(NOTEBOOK, "{"), "step-size.ipynb", "this is no notebook"),
    "an older format": (in_notebook(lambda data: data.update(nbformat_minor=4)), "step-size.ipynb", "format is 4.4"),
    "no nbformat": (in_cell("model", outputs=None), "step-size.ipynb", "not as nbformat 4.5 asks"),
    "a cell id twice": (in_cell("model", id="make-data"), "cell 'make-data'", "cell id stands on 2 cells"),
    "a grade_id twice": (in_metadata("model", grade_id="make-data"), "cell 'make-data'", "grade_id stands on 2 cells"),
    "a name with a blank": (in_metadata("model", grade_id="the model"), "'the model'", "other signs than letters"),
    "no nbgrader metadata": (in_metadata("model", locked="yes"), "'model'", "nbgrader refuses its metadata"),
    "an older schema": (in_metadata("model", schema_version=2), "'model'", "Outdated schema version"),
    "a worked cell that is open": (in_metadata("model", locked=False), "'model'", "this worked cell is not locked"),
    "a check cell that is open": (in_metadata("practice-losses", locked=False), "'practice-losses'", "is not locked"),
    "no points": (in_metadata("practice-losses", points=0), "'practice-losses'", "it is graded and has 0 points"),
    "half a mark": (
        in_cell("practice-plot", source="### BEGIN SOLUTION\npass"),
        "'practice-plot'",
        "do not go together",
    ),
    "marks in a locked cell": (
        in_cell("rehearsal", source="### BEGIN SOLUTION\n### END SOLUTION"),
        "'rehearsal'",
        "it is no answer cell but holds 'BEGIN SOLUTION'",
    ),
    "check not imported": (in_cell("imports", source="import torch"), "step-size.ipynb", "does not import it"),
    # the lab file by itself
    "no lab file": (deleted(LAB_FILE), "labs/step_size.py", "there is no lab file"),
    "a lab file that stops": (written(LAB_FILE, "1 / 0"), "labs/step_size.py", "stopped with ZeroDivisionError"),
    "no lab in it": (written(LAB_FILE, "LAB = 1"), "labs/step_size.py", "must define LAB"),
    "data that cannot be drawn": (
        in_file(LAB_FILE, "LAB = Lab(", "LAB = Lab(\n    data=lambda setting: setting['slop'],"),
        "labs/step_size.py",
        "data cannot be drawn under published: KeyError",
    ),
    # both together
    "another name": (
        in_file(LAB_FILE, 'name="step-size"', 'name="steps"'),
        "step_size.py",
        "its lab is called 'steps'",
    ),
    "a practice in random order": (
        in_file(LAB_FILE, "start_b=8.0", "start_b=8.0, order='shuffled'"),
        "step_size.py",
        "has order='shuffled', for which the kit has no right implementations",
    ),
    "a practice recorded otherwise": (
        in_file(
            LAB_FILE,
            "Recipe(PRACTICE)",
            "Recipe(PRACTICE, __import__('reference').Record(reduced='sum'))",
        ),
        "step_size.py",
        "has reduced='sum', for which",
    ),
    "a practice on inputs": (
        in_file(LAB_FILE, "start_b=8.0", "start_b=8.0, pairs='x-as-target'"),
        "step_size.py",
        "trains on the inputs as targets",
    ),
    "worked in random order": (
        in_file(LAB_FILE, "Recipe(WORKED)", "Recipe(replace(WORKED, order='shuffled'))"),
        "step_size.py",
        "worked training 'LOSS_WORKED' takes pairs in a random order",
    ),
    "no check cell": (without("practice-losses"), "step_size.py", "'practice-losses' has no cell in the notebook"),
    "a check cell of text": (
        in_metadata("practice-losses", grade=False),
        "'practice-losses'",
        "it must be an autograder tests cell",
    ),
    "more than the one line": (
        in_cell("practice-losses", source='check("practice-losses")\nassert LOSS'),
        "'practice-losses'",
        "holds something else than its one line",
    ),
    "another line": (in_cell("practice-losses", source='check("losses")'), "'practice-losses'", "something else than"),
    "no answer cell": (
        without("practice-plot"),
        "step_size.py",
        "'practice-figure' looks for its answer in 'practice-plot'",
    ),
    "an answer that is locked": (
        in_metadata("practice-plot", solution=False, locked=True),
        "'practice-plot'",
        "it must be an autograded answer",
    ),
    "a check above its answer": (
        moved_to_the_top("practice-losses"),
        "'practice-losses'",
        "it stands above its answer",
    ),
    "a check of no task": (
        in_file(LAB_FILE, 'name="practice-figure"', 'name="practice-picture"'),
        "'practice-figure'",
        "is no task of labs/step_size.py",
    ),
    "no parameters": (without("parameters"), "step-size.ipynb", "no cell is called 'parameters'"),
    "open parameters": (
        in_metadata("parameters", locked=False, solution=True),
        "'parameters'",
        "it must be a read-only code cell",
    ),
    "other parameters": (
        in_cell("parameters", source=PARAMETERS.replace("0.1", "0.2")),
        "'parameters'",
        "does not set exactly the published setting",
    ),
    "more parameters": (in_cell("parameters", source=f"{PARAMETERS}\nlr = 0.1"), "'parameters'", "not set exactly"),
    "a computed parameter": (
        in_cell("parameters", source=PARAMETERS.replace("0.1", "1 / 10")),
        "'parameters'",
        "more than numbers given to names",
    ),
    "a parameter set again": (in_cell("make-data", source=DATA_AGAIN), "'make-data'", "it sets noise again"),
    "parameters called otherwise": (
        in_file(LAB_FILE, "LAB = Lab(", "LAB = Lab(\n    parameters='settings',"),
        "step_size.py",
        "which grading does not look for",
    ),
    "a given that nothing defines": (
        in_file(LAB_FILE, '"lr", "forward", "criterion"),  #', '"lr", "forward", "dataset"),  #'),
        "'practice-losses'",
        "givens names dataset, which no worked cell defines",
    ),
    "a given that cannot be judged": (
        in_file(LAB_FILE, '"lr", "forward", "criterion"),  #', '"lr", "forward", "train_model"),  #'),
        "'practice-losses'",
        "givens names train_model, of which the kit cannot say",
    ),
    "a known function that is not there": (
        in_file(LAB_FILE, '"criterion", "train_model")', '"criterion", "train_it")'),
        "'practice-losses'",
        "known names train_it",
    ),
    "a worked history that is not there": (
        in_file(LAB_FILE, 'worked={"LOSS_WORKED"', 'worked={"LOSS_OTHER"'),
        "step_size.py",
        "worked names LOSS_OTHER",
    ),
    "another setting in a task": (
        in_file(LAB_FILE, '"noise", "seed"),  #', '"noise"),  #'),
        "'practice-losses'",
        "setting= does not list the names of published",
    ),
    "two histories": (
        in_file(LAB_FILE, 'kind="figure",', 'kind="figure", names=("LOSS_WORKED",),'),
        "'practice-figure'",
        "another history than that of the first task",
    ),
    "a rehearsal of nothing": (
        in_file(LAB_FILE, '{"slope": 2.0, "bias": 1.0, "noise": 0.2, "seed": 7}', PUBLISHED),
        "step_size.py",
        "rehearsal is the same setting",
    ),
    "a rehearsal of other names": (
        in_file(LAB_FILE, '{"slope": 2.0,', '{"slop": 2.0,'),
        "step_size.py",
        "rehearsal does not have the names",
    ),
    # sample answers
    "no wrong answer": (deleted(WRONG), "labs/step-size", "there is no wrong sample answer"),
    "no right answer": (deleted(RIGHT), "labs/step-size", "there is no right sample answer"),
    "a task that is not spoken of": (
        in_file(RIGHT, "# expect practice-figure: correct\n", ""),
        "labs/step-size/right.py",
        "does not say what to expect of 'practice-figure'",
    ),
    "a task that is none": (in_file(RIGHT, "practice-losses:", "losses:"), "right.py", "'losses', which is no task"),
    "a cell that is none": (in_file(RIGHT, "%% practice-plot", "%% plot"), "right.py", "fills 'plot', which is no"),
    "no cell at all": (written(RIGHT, "# expect practice-losses: correct\n"), "right.py", "it fills no answer cell"),
    "a line that belongs nowhere": (
        in_file(RIGHT, "# %% practice-train\n", ""),
        "right.py, line 6",
        "belongs to no cell",
    ),
    "an outcome that is none": (in_file(RIGHT, ": correct", ": fine"), "right.py, line 2", "cannot be read"),
    "a cell filled twice": (in_file(RIGHT, "%% practice-plot", "%% practice-train"), "right.py, line", "filled twice"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_missing_is_told_with_its_place_before_anything_runs(root: Path, case: str) -> None:
    change, where, what = BROKEN[case]
    change(root)
    found = problems(checks(root, WITHOUT_RUNNING))
    assert any(where in one.split(": ")[0] and what in one for one in found), found
    assert all(one.endswith(".") and str(root) not in one for one in found), found


def test_everything_is_told_in_one_go(root: Path) -> None:
    for case in ("no points", "a worked cell that is open", "another name", "no wrong answer"):
        BROKEN[case][0](root)
    assert len(problems(checks(root, WITHOUT_RUNNING))) == 4


# expected.json and margins: computed, not run

OUTDATED: dict[str, tuple[Change, str]] = {
    "a hint": (
        in_file(LAB_FILE, "    ),\n)\n", '    ),\n).with_words("gradient-ascent", hint="Downhill?")\n'),
        "hints",
    ),
    "a tolerance": (in_file(LAB_FILE, "LAB = Lab(", "LAB = Lab(\n    safety=60.0,"), "other numbers are right"),
    "a start": (in_file(LAB_FILE, "start_b=8.0", "start_b=9.0"), "other numbers are right"),
    "a setting": (in_file(LAB_FILE, '"seed": 7', '"seed": 8'), "other settings"),
    "a task": (in_file(LAB_FILE, '"Y", "lr"', '"Y"'), "other tasks"),
    "nothing but the file": (deleted(NOTEBOOK.with_name("expected.json")), "it is not there"),
    "a damaged file": (written(NOTEBOOK.with_name("expected.json"), "{}"), "it cannot be read"),
}


@pytest.mark.parametrize("case", OUTDATED)
def test_an_outdated_expected_json_is_told(root: Path, case: str) -> None:
    change, what = OUTDATED[case]
    change(root)
    found = checks(root, 5)[-1].problems
    assert [what in one.what for one in found] == [True], found
    assert found[0].remedy == "Run 'descent calibrate step-size'."


NARROW: dict[str, tuple[Change, str, str]] = {
    "no noise": (in_file(LAB_FILE, '"noise": 0.1', '"noise": 0.0'), "published", "cannot tell right from wrong"),
    "draws that are no settings": (
        in_file(LAB_FILE, "LAB = Lab(", "LAB = Lab(\n    draw=lambda source: {'slope': 1.0},"),
        "draw",
        "other names than published has",
    ),
    "a draw that stops": (
        in_file(LAB_FILE, "LAB = Lab(", "LAB = Lab(\n    draw=lambda source: 1 / 0,"),
        "draw",
        "ZeroDiv",
    ),
    "draws without noise": (
        in_file(LAB_FILE, "LAB = Lab(", f"LAB = Lab(\n    draw=lambda source: {PUBLISHED.replace('0.1', '0.0')},"),
        "draw",
        "of 2 settings drawn only 0 tell right from wrong",
    ),
}


@pytest.mark.parametrize("case", NARROW)
def test_settings_that_tell_nothing_are_told(root: Path, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(margins, "DRAWS", 2)
    change, where, what = NARROW[case]
    change(root)
    found = checks(root, 6)[-1].problems
    assert [one.where.endswith(f", {where}") and what in one.what for one in found] == [True], found


def test_a_margin_that_is_hardly_wide_enough_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The least margin of a recipe is 10,000."""
    reference = reference_of(find_course(root), LAB)
    assert reference is not None
    monkeypatch.setattr(margins, "DRAWS", 0)
    monkeypatch.setattr(margins, "LEAST_GOOD", 0)
    made = {
        "hardly": TaskCalibration("practice-losses", 1e-6, "NumPy", 0.0299, "loss-rooted", 2e-5),
        "enough": TaskCalibration("practice-losses", 1e-6, "NumPy", 0.0301, "loss-rooted", 2e-5),
    }
    told = {}
    for name, task in made.items():
        calibration = Calibration(LAB, reference.lab.published, (task,), ())
        monkeypatch.setattr(type(reference), "calibrate", lambda self, setting, one=calibration: one)
        done = margins.check_margins(reference, "labs/step_size.py")
        assert done.problems == ()
        told[name] = [note for note in done.notes if note.startswith("warning")]
    assert told["enough"] == []
    assert len(told["hardly"]) == 2  # under both public settings
    assert "published, practice-losses: loss-rooted lies only 29,900 times farther" in told["hardly"][0]


def test_the_published_keys_of_a_trial_come_from_the_reference_that_was_calibrated(root: Path) -> None:
    course = find_course(root)
    reference = reference_of(course, LAB)
    assert reference is not None
    published = reference.lab.public_settings[:1]
    with trial.copied(course, reference) as copy:
        (kept,) = key_files(copy, LAB, published).values()
        assert kept.is_file()


def test_the_table_of_a_calibration_fits_a_terminal_of_eighty_columns() -> None:
    setting = {"slope": -1.79, "bias": -2.61, "noise": 0.14, "seed": 220957}
    long = "loss-averaged-over-samples (Adam with a rate)"
    made = Calibration(LAB, setting, (TaskCalibration("practice-losses", 1e-6, "NumPy", 0.21, long, 2e-5),), ())
    console = Console(width=80, record=True, file=StringIO())
    console.print(calibrate._table(made))
    text = console.export_text()
    assert "slope = -1.79, bias = -2.61, noise = 0.14, seed = 220957" in text
    assert "…" not in text
    assert all(word in text for word in ("practice-losses", "NumPy", "loss-averaged-over-samples", "210,000"))
    assert len([line for line in text.splitlines() if line.strip()]) <= 10


@pytest.fixture
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(margins, "DRAWS", 2)


@pytest.mark.slow
@pytest.mark.usefixtures("few_draws")
def test_the_page_of_mistakes_is_written_for_a_lab_with_a_recipe_too(root: Path) -> None:
    page = root.parent / "mistakes.html"
    written = list(islice(check_lab(find_course(root), LAB, page), 7))[-1]
    assert (written.problems, written.notes[0].split(": ")[0]) == ((), str(page))
    assert {"gradients-not-zeroed", "loss-against-x"} <= set(re.findall('<article id="([^"]+)"', page.read_text()))


@pytest.mark.slow
@pytest.mark.usefixtures("few_draws")
def test_a_page_of_mistakes_that_cannot_be_written_is_told(root: Path) -> None:
    (told,) = list(islice(check_lab(find_course(root), LAB, root), 7))[-1].problems
    assert (told.where, told.remedy) == (str(root), "Name another file.")
    assert "it cannot be written" in told.what


@pytest.mark.slow
def test_a_lab_that_nbgrader_refuses_is_told_and_the_rest_all_the_same(root: Path) -> None:
    BROKEN["half a mark"][0](root)
    done = list(check_lab(find_course(root), LAB))
    assert "nbgrader cannot release this lab" in str(done[-1].problems[0])
    assert [bool(check.problems) for check in done] == [True, False, False, False, False, False, True]


# Graded in a copy of the course


@pytest.fixture(scope="module")
def found(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, dict[str, Any]]:
    """A lab with one of each of the faults that show in grading only, checked by the command."""
    root = tmp_path_factory.mktemp("faults") / "course"
    shutil.copytree(whole, root)
    for change in (
        in_notebook(_no_legend),
        in_notebook(_more_cells),
        in_file(WRONG, "practice-losses: wrong, gradients-not-zeroed", "practice-losses: wrong, loss-against-x"),
        lambda root: edit(root / NOTEBOOK.with_name("expected.json"), _doubled),
        written(NOTEBOOK.with_name("old.py"), "def my_train_model(epochs):\n    total = criterion(forward(X), Y)\n"),
        lambda root: shutil.copy(root / LAB_FILE, root / NOTEBOOK.with_name("copy.py")),
        written(Path("release", LAB, "labkit", "judging", "judge.py"), "# older\n"),
    ):
        change(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "ROOM", 1e6)
        patch.setattr(answers, "MEMORY_ROOM", 1e3)
        patch.setattr(margins, "DRAWS", 2)
        file = root.parent / "found.json"
        ended = run("check-lab", LAB, "--course", root, "--json", file)
    return ended, json.loads(file.read_text())


def _no_legend(notebook: dict[str, Any]) -> None:
    plot = cell(notebook, "practice-plot")
    plot["source"] = "".join(plot["source"]).replace("plt.legend()\n", "")


def _more_cells(notebook: dict[str, Any]) -> None:
    """A worked cell that fails under other data only, and a test that asks for nothing."""
    flags = {"grade": False, "locked": True, "solution": False, "task": False, "schema_version": 3}
    code = {"cell_type": "code", "outputs": [], "execution_count": None}
    worked = {"id": "last-look", "source": "assert noise == 0.1, 'not my noise'", **code}
    worked["metadata"] = {"nbgrader": {**flags, "grade_id": "last-look"}}
    test = {"id": "extra-test", "source": "assert X is not None", **code}
    test["metadata"] = {"nbgrader": {**flags, "grade": True, "points": 1, "grade_id": "extra-test"}}
    notebook["cells"] += [worked, test]


def _doubled(expected: dict[str, Any]) -> None:
    """Students' keys with twice the losses that are right."""
    text = json.dumps(expected["keys"])
    assert '"LOSS"' in text
    for keys in expected["keys"]:
        for key in keys:
            right = key["right"]["LOSS"]
            key["right"]["LOSS"] = json.loads(json.dumps(right), parse_float=lambda number: 2 * float(number))


SAID = {
    "a solution that is wrong": "cell 'practice-figure': the solution gets 2 of 3 points",
    "a cell that fails under other data": "cell 'last-look': it stops with AssertionError: not my noise, line 1",
    "a check that refuses": "cell 'practice-losses': check() refuses the solution",
    "a rehearsal that refuses": "cell 'practice-losses': the rehearsal refuses the solution",
    "points for nothing": "cell 'extra-test': the empty release gets 1 of 1 points",
    "another mistake": "'practice-losses' is expected to be 'wrong, loss-against-x' and is 'wrong, gradients-not",
    "an outdated expected.json": "expected.json: it is not up to date with the lab file",
    "an outdated release": "labkit/judging/judge.py: it is not what the source would release now",
    "a missing file in the release": f"release/{LAB}/old.py: it is missing",
    "a solution that leaks": f"release/{LAB}/old.py: it holds 2 lines of a solution, such as 'def my_train_model",
    "a lab file that leaks": f"release/{LAB}/copy.py: it is labs/step_size.py",
    "a slow cell": "and a run is stopped after 30: a slower machine needs room",
    "a slow notebook": "and a run is stopped after 600",
    "much memory": "MiB, and a run may have 2048",
}


@pytest.mark.slow
@pytest.mark.parametrize("case", SAID)
def test_what_shows_in_grading_only_is_told(found: tuple[Result, dict[str, Any]], case: str) -> None:
    _, data = found
    told = [f"{one['where']}: {one['what']}. {one['remedy']}" for check in data["checks"] for one in check["problems"]]
    assert [SAID[case] in one for one in told].count(True) == 1, "\n".join(told)


@pytest.mark.slow
def test_problems_are_for_people_too_and_end_with_status_one(found: tuple[Result, dict[str, Any]]) -> None:
    ended, data = found
    assert (ended.exit_code, data["lab"], data["passed"]) == (1, LAB, False)
    count = sum(len(check["problems"]) for check in data["checks"])
    assert f"{LAB}: {count} things to repair." in ended.stderr
    assert all(one["where"] in ended.stderr for check in data["checks"] for one in check["problems"])


@pytest.mark.slow
def test_a_lab_to_which_nothing_is_lacking_passes_and_stays_as_it_is(root: Path) -> None:
    before = contents(root)
    ended = run("check-lab", LAB, "--course", root, "--json", "-")
    data = json.loads(ended.stdout)
    assert (ended.exit_code, data["passed"]) == (0, True), ended.stderr
    assert "step-size: all holds." in ended.stderr
    figures = {name: value for check in data["checks"] for name, value in check["figures"].items()}
    assert (figures["points"], figures["points_by_hand"], figures["solution_points"]) == (12.0, 2.0, 10.0)
    assert figures["margin_published"] >= 10_000
    assert 0 < figures["practice_seconds"] < 100
    assert 50 < figures["peak_mib"] < 1024
    assert contents(root) == before


def contents(root: Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_lab_that_was_never_released_is_told(root: Path) -> None:
    (root / "release" / LAB).rename(root / "elsewhere")
    (found,) = check_release(find_course(root), LAB, root / "elsewhere").problems
    assert (found.where, found.what) == (f"release/{LAB}", "the lab has not been released")


def test_a_lab_without_a_history_is_told_and_stops_nothing(root: Path) -> None:
    text = (root / LAB_FILE).read_text()
    lines = [
        line for line in text.splitlines() if not line.startswith("        LOSSES,") and 'kind="figure"' not in line
    ]
    (root / LAB_FILE).write_text("\n".join(lines))
    done = checks(root, 6)
    assert len(done) == 6
    assert "labs/step_size.py: no task looks at a history. Add a task of kind 'history'" in "\n".join(problems(done))


def test_wrong_usage_ends_with_status_two(whole: Path, tmp_path: Path) -> None:
    for arguments, said in (
        (("nowhere", "--course", whole), "no lab called 'nowhere'"),
        ((LAB, "--course", tmp_path), "this is no course"),
    ):
        ended = run("check-lab", *arguments)
        assert ended.exit_code == 2
        assert said in ended.stderr


@pytest.mark.slow
@pytest.mark.parametrize("lab", ["two-parameter-sgd", "mini-batch"])
def test_the_labs_of_the_kit_pass_in_its_own_checkout(lab: str) -> None:
    ended = run("check-lab", lab, "--course", Path(__file__).parents[3])
    assert ended.exit_code == 0, ended.stderr
    assert {path.stem for path in (builtin_labs() / lab).glob("*.py")} > {"right"}
