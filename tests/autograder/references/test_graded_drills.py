"""Drills as graded tasks: the mistake in a training is named, or repaired, from handout to grade."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pytest
from small_course import empty_course
from trial_courses import SECRET
from typer.testing import CliRunner

from autograder.assignments.releases import generate_release, open_gradebook
from autograder.authoring.lab_checks.findings import Check
from autograder.authoring.lab_checks.handout import check_leaks
from autograder.authoring.lab_checks.notebooks import read_sources
from autograder.authoring.lab_checks.whole import check_lab
from autograder.cli import app
from autograder.course.course import Course, find_course, private_folder
from autograder.references.drills_file import write_drills
from autograder.references.expected_file import write_expected
from autograder.references.lab_references import reference_of
from autograder.references.sample_answers import filled
from labkit.check import CheckFailed, check
from labkit.drill import drill
from labkit.evidence.running_notebook import journal
from labkit.repair import repair
from reference.lab_files.calibrated import CalibrationError
from reference.lab_files.lab import LabFileError

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]

LAB = "drilled"
LINE_LAB = Path(__file__).parents[1] / "authoring" / "line-lab"
REPAIRED = """LOSS_DRILL = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
for epoch in range(10):
    loss = criterion(forward(X), Y)
    LOSS_DRILL.append(loss.item())
    loss.backward()
    w.data -= lr * w.grad
    b.data -= lr * b.grad
    w.grad.zero_()
    b.grad.zero_()
"""
AS_IT_WAS = REPAIRED.replace("criterion(forward(X), Y)", "criterion(forward(X), X)")
ANOTHER_NOW = REPAIRED.replace("    w.grad.zero_()\n    b.grad.zero_()\n", "")
TYPED = "LOSS_DRILL = {!r}"
DRILLS = """
    drills=(
        Drill(
            "worked training",
            ("worked-model", "worked-run"),
            "LOSS_WORKED",
            asked={"drill-cause": "gradients-not-zeroed", "drill-repair": "trained-on-x-as-target"},
        ),
    ),
"""
TASKS = """
        Task("drill-cause", "drill", ("cause",), asks="cause"),
        Task("drill-repair", "drill", ("LOSS_DRILL",), asks="repair"),
    ),
)
"""


def code(name: str, source: str, **nbgrader: Any) -> dict[str, Any]:
    kind = {"grade": False, "solution": False, "locked": True, "task": False, "schema_version": 3, "grade_id": name}
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {"nbgrader": {**kind, **nbgrader}},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def asked(task: str, answer: str, points: int) -> list[dict[str, Any]]:
    solution = f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION"
    return [
        code(f"{task}-shown", f'drill("{task}")'),
        code(f"{task}-answer", solution, solution=True, locked=False),
        code(task, f'check("{task}")', grade=True, points=points),
    ]


def written(root: Path, change: tuple[str, str] = ("", "")) -> Course:
    """A course whose one lab, known by a recipe, asks about two cases of one drill."""
    course = empty_course(root)
    (private_folder(course) / "secret").write_text(SECRET)
    (root / "labs").mkdir()
    lab = (LINE_LAB / "lab.py").read_text().replace("LAB-NAME", LAB).replace("import Lab,", "import Drill, Lab,")
    lab = lab.replace("    tasks=(\n", f"{DRILLS}    tasks=(\n").replace("    ),\n)\n", TASKS)
    (root / "labs" / f"{LAB}.py").write_text(lab.replace(*change) if change[0] else lab)
    notebook = json.loads((LINE_LAB / "notebook.ipynb").read_text())
    place = next(
        n for n, cell in enumerate(notebook["cells"]) if cell["metadata"]["nbgrader"]["grade_id"] == "practice-text"
    )
    new = [
        code("drills", "from labkit import drill"),
        *asked("drill-cause", 'cause = "gradients-not-zeroed"', 1),
        *asked("drill-repair", REPAIRED, 2),
    ]
    notebook["cells"][place:place] = new
    folder = course.step("source", LAB)
    folder.mkdir()
    (folder / f"{LAB}.ipynb").write_text(json.dumps(notebook))
    return course


def asked_cause(course: Course) -> dict[str, Any]:
    """What ships of the case whose cause is asked."""
    known = json.loads((course.step("source", LAB) / "drills.json").read_text())["drills"][0]["asked"]
    (cause,) = [one for one in known if one["task"] == "drill-cause"]
    return dict(cause)


def other_choices(course: Course) -> list[tuple[str, str]]:
    """The choices that are not right, each with its title."""
    return [(name, title) for name, title in asked_cause(course)["choices"] if name != "gradients-not-zeroed"]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A graded class."""
    course = written(tmp_path_factory.mktemp("drills") / "course")
    reference = reference_of(course, LAB)
    assert reference is not None
    write_expected(course, reference)
    write_drills(course, reference.lab)
    generate_release(course, LAB)
    release = json.loads((course.step("release", LAB) / f"{LAB}.ipynb").read_text())
    another, _ = other_choices(course)[0]
    for student, cells in ANSWERS.items():
        folder = course.step("submitted", LAB, student)
        folder.mkdir(parents=True)
        answers = {f"{task}-answer": source.replace(ANOTHER, another) for task, source in cells.items()}
        (folder / f"{LAB}.ipynb").write_text(json.dumps(filled(release, answers)))
    done = CliRunner().invoke(
        app,
        [
            "grade",
            LAB,
            "--isolation",
            "none",
            "--json",
            str(course.root / "results.json"),
            "--course",
            str(course.root),
        ],
    )
    assert done.exit_code == 0, done.output
    return course


RIGHT_LOSSES = [
    835.275974,
    175.467006,
    55.027860,
    26.094290,
    15.254078,
    9.538641,
    6.074168,
    3.886740,
    2.490893,
    1.597787,
]
BLANK = "# nothing yet"
UNDER_THE_WORKED_NAME = REPAIRED.replace("LOSS_DRILL", "LOSS_WORKED")
ANOTHER = "another of the choices"
ANSWERS = {
    "ada": {"drill-cause": 'cause = "gradients-not-zeroed"', "drill-repair": REPAIRED},
    "bea": {"drill-cause": f'cause = "{ANOTHER}"', "drill-repair": AS_IT_WAS},
    "cem": {"drill-cause": "", "drill-repair": ANOTHER_NOW},
    "dan": {"drill-cause": 'cause = "the loop"', "drill-repair": TYPED.format(RIGHT_LOSSES)},
    "eva": {"drill-cause": 'cause = ["gradients-not-zeroed"]', "drill-repair": BLANK},
    "fay": {"drill-cause": "cause = None", "drill-repair": UNDER_THE_WORKED_NAME},
}


def results(course: Course) -> dict[str, dict[str, Any]]:
    read = json.loads((course.root / "results.json").read_text())["submissions"]
    return {one["student"]: {task["task"]: task for task in one["tasks"]} for one in read}


def test_a_cause_that_is_named_and_a_training_that_is_repaired_are_right(course: Course) -> None:
    found = results(course)["ada"]
    for task, points in (("drill-cause", 1.0), ("drill-repair", 2.0)):
        assert (found[task]["outcome"], found[task]["points"], found[task]["mistakes"]) == ("correct", points, [])


def test_another_cause_is_called_by_its_title(course: Course) -> None:
    found = results(course)["bea"]["drill-cause"]
    assert (found["outcome"], found["points"]) == ("wrong", 0.0)
    assert len(other_choices(course)) == 3
    _, title = other_choices(course)[0]
    assert found["mistakes"] == ["taken-for-another-mistake"]
    assert f"The curve was taken for that of another mistake: {title}" in found["message"]
    far = results(course)["dan"]["drill-cause"]
    assert (far["outcome"], far["mistakes"]) == ("wrong", [])
    assert "not recognised" not in far["message"]
    assert results(course)["cem"]["drill-cause"]["outcome"] == "missing"


def test_a_training_that_is_not_repaired_is_told_its_mistake_and_one_repaired_wrongly_its_new_one(
    course: Course,
) -> None:
    found = {student: tasks["drill-repair"] for student, tasks in results(course).items()}
    assert (found["bea"]["outcome"], found["bea"]["mistakes"]) == ("wrong", ["trained-on-x-as-target"])
    assert (found["cem"]["outcome"], found["cem"]["mistakes"]) == ("wrong", ["gradients-not-zeroed"])
    assert "Epoch 2" not in found["bea"]["message"]  # the first entry parts already
    assert "Epoch 3: expected LOSS_DRILL = 55" in found["cem"]["message"]


def test_typed_losses_are_right_for_the_published_data_only(course: Course) -> None:
    typed = results(course)["dan"]["drill-repair"]
    assert (typed["outcome"], typed["points"]) == ("wrong", 0.0)
    assert "published" in typed["message"]


def test_other_tasks_are_judged_as_without_drills(course: Course) -> None:
    """The drill trains the same w and b, and defines functions."""
    for tasks in results(course).values():
        assert {tasks[name]["outcome"] for name in ("practice-losses", "practice-parameters")} == {"missing"}
        assert {(*tasks[name]["mistakes"],) for name in ("practice-losses", "practice-parameters")} == {
            ("part-not-written",)
        }


def test_points_are_in_the_gradebook(course: Course) -> None:
    with open_gradebook(course) as gradebook:
        assert gradebook.find_submission(LAB, "ada").score == 3.0


def test_what_ships_does_not_say_the_answers(course: Course) -> None:
    folder = course.step("release", LAB)
    (kept,) = json.loads((folder / "drills.json").read_text())["drills"]
    assert {"gradients-not-zeroed", "trained-on-x-as-target"}.isdisjoint(case["mistake"] for case in kept["cases"])
    cause, repair = kept["asked"]
    assert "the wrong place is hidden" in cause["code"]
    assert "criterion(forward(X), X)" in repair["code"]
    assert "criterion(forward(X), Y)" not in repair["code"]
    assert re.findall(r"LOSS_\w+", repair["code"]) == ["LOSS_DRILL"] * 2
    expected = json.loads((folder / "expected.json").read_text())
    for keys in expected["keys"]:
        (hidden,) = [key for key in keys if key["task"]["name"] == "drill-cause"]
        assert (hidden["right"], hidden["listed"]) == ({}, [])


def test_the_handout_shows_the_case_of_a_task_the_same_at_each_call(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(course.step("release", LAB))
    drill("drill-repair")
    first = capsys.readouterr().out
    drill("drill-repair")
    assert capsys.readouterr().out == first
    assert "trained-on-x-as-target" not in first
    assert "LOSS_DRILL" in first
    drill("drill-cause")
    choices = re.findall(r'"([a-z-]+)": ', capsys.readouterr().out)
    assert len(choices) == 4
    assert "gradients-not-zeroed" in choices


def handout(course: Course, answers: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The names of the handout after its drills, with these answers."""
    folder = course.step("release", LAB)
    monkeypatch.chdir(folder)
    monkeypatch.syspath_prepend(folder)
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in json.loads((folder / f"{LAB}.ipynb").read_text())["cells"]:
        kind = cell["metadata"]["nbgrader"]
        if kind["grade_id"] == "practice-text":
            break
        if cell["cell_type"] == "code" and not kind["grade"]:
            task = kind["grade_id"].removesuffix("-answer")
            exec(answers.get(task, "") if kind["solution"] else "".join(cell["source"]), names)
    plt.close("all")
    return names


def test_a_check_takes_a_cause_down_and_says_nothing_of_right_or_wrong(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(journal(), "checking", True)
    names = handout(course, {}, monkeypatch)
    (kept,) = json.loads(Path("drills.json").read_text())["drills"]
    said = set()
    for choice, _ in kept["asked"][0]["choices"]:
        capsys.readouterr()
        check("drill-cause", {**names, "cause": choice})
        said.add(capsys.readouterr().out.replace(choice, "CHOICE"))
    assert len(said) == 1
    assert "taken down" in said.pop()
    with pytest.raises(CheckFailed, match=r'cause is "the loop"; expected one of ".*gradients-not-zeroed'):
        check("drill-cause", {**names, "cause": "the loop"})
    with pytest.raises(CheckFailed, match=r"There is no cause; expected one of"):
        check("drill-cause", names)


def test_a_check_judges_a_repaired_training(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(journal(), "checking", True)
    check("drill-repair", handout(course, {"drill-repair": REPAIRED}, monkeypatch))
    assert "drill-repair: right." in capsys.readouterr().out
    with pytest.raises(CheckFailed, match="The training compares predictions with the inputs"):
        check("drill-repair", handout(course, {"drill-repair": AS_IT_WAS}, monkeypatch))


def test_a_list_of_one_cause_is_taken_by_a_check_as_by_grading(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert results(course)["eva"]["drill-cause"]["outcome"] == "correct"
    monkeypatch.setattr(journal(), "checking", True)
    names = handout(course, {}, monkeypatch)
    for alone in (["gradients-not-zeroed"], ("gradients-not-zeroed",)):
        capsys.readouterr()
        check("drill-cause", {**names, "cause": alone})
        assert 'taken down.\n  cause is "gradients-not-zeroed".' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (None, "cause is None; expected one of"),
        ("x" * 100, f'cause is "{"x" * 80}…"; expected one of'),
        (["gradients-not-zeroed", "loop"], 'cause is ["gradients-not-zeroed", "loop"]; expected one of'),
        (3, "cause is 3; expected one of"),
    ],
    ids=["None", "long", "two", "number"],
)
def test_a_check_says_what_stands_where_no_cause_does(
    cause: object, said: str, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal(), "checking", True)
    names = handout(course, {}, monkeypatch)
    with pytest.raises(CheckFailed, match=re.escape(said)):
        check("drill-cause", {**names, "cause": cause})


def test_the_list_of_the_worked_training_is_nobodys_answer(course: Course) -> None:
    found = {student: tasks["drill-repair"] for student, tasks in results(course).items()}
    assert (found["eva"]["outcome"], found["eva"]["mistakes"]) == ("missing", [])
    assert "LOSS_WORKED" not in found["eva"]["message"]
    assert (found["fay"]["outcome"], found["fay"]["mistakes"]) == ("missing", ["appended-to-another-list"])
    assert "LOSS_WORKED" in found["fay"]["message"]


def test_a_repair_that_is_asked_is_shown_under_one_name(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(course.step("release", LAB))
    drill("drill-repair")
    said = capsys.readouterr().out
    assert "It leaves LOSS_DRILL = " in said
    assert "LOSS_WORKED" not in said


def test_no_key_that_ships_tells_the_cause_of_the_losses_that_are_asked(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(journal(), "checking", True)
    names, asked = handout(course, {}, monkeypatch), asked_cause(course)
    title = dict(asked["choices"])["gradients-not-zeroed"]
    capsys.readouterr()
    with repair("worked training", names):
        names["LOSS_WORKED"] = asked["losses"]
    practised = capsys.readouterr().out
    with pytest.raises(CheckFailed) as failed:
        check("drill-repair", {**names, "LOSS_DRILL": asked["losses"]})
    for said in (practised, str(failed.value)):
        assert "not right yet" in said
        assert "is not recognised" in said
        assert title not in said
    (_, other), *_ = other_choices(course)
    (kept,) = json.loads(Path("drills.json").read_text())["drills"]
    (case,) = [case for case in kept["cases"] if case["title"] == other]
    with repair("worked training", names):
        names["LOSS_WORKED"] = case["losses"]
    assert other in capsys.readouterr().out  # any other mistake is told


# What an author reads


@pytest.fixture(scope="module")
def checked(course: Course) -> dict[str, Check]:
    return {check.name: check for check in check_lab(course, LAB)}


def problems(check: Check) -> list[str]:
    return [str(problem) for problem in check.problems]


def test_nothing_is_found_in_a_lab_with_graded_drills(checked: dict[str, Check]) -> None:
    samples = "sample answers are there, a right and a wrong one"
    assert {name: problems(check) for name, check in checked.items() if check.problems} == {
        samples: [
            f"labs/{LAB}: there is no {word} sample answer. Add one, such as {word}.py; docs/write-a-lab.md shows how."
            for word in ("right", "wrong")
        ]
    }
    solved = checked["the solution gets every point, under the published and under fresh data"]
    assert solved.figures["solution_points"] == solved.figures["autograded_points"] > 0
    assert "the empty release fails every task" in checked


def leaks(course: Course, released: Path) -> list[str]:
    notebooks, _ = read_sources(course, LAB)
    return problems(check_leaks(course, LAB, notebooks, released))


def test_lines_of_a_solution_that_no_drill_shows_are_a_leak(course: Course, tmp_path: Path) -> None:
    released = Path(shutil.copytree(course.step("release", LAB), tmp_path / LAB))
    assert leaks(course, released) == []
    kept = json.loads((released / "drills.json").read_text())
    kept["drills"][0]["cases"][0]["hint"] = "Write parameter.data -= lr * parameter.grad"
    (released / "drills.json").write_text(json.dumps(kept))
    (told,) = leaks(course, released)
    assert "drills.json: it holds 1 lines of a solution, such as 'parameter.data -= lr * parameter.grad'" in told


def test_a_solution_that_is_none_of_the_choices_is_refused(course: Course, tmp_path: Path) -> None:
    """The choices that students get are older than the lab file."""
    copy = find_course(Path(shutil.copytree(course.root, tmp_path / "course")))
    path = copy.step("source", LAB) / "drills.json"
    path.write_text(path.read_text().replace('["gradients-not-zeroed",', '["gradients-not-kept",'))
    found = {check.name: check for check in check_lab(copy, LAB)}
    (told,) = problems(found["the solution gets every point, under the published and under fresh data"])
    assert "cell 'drill-cause': check() refuses the solution" in told
    assert 'expected one of "' in told


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('asked={"drill-cause": "gradients-not-zeroed", ', "asked={"), r"\['drill-repair'\].*\['drill-cause', 'dr"),
        (('"worked training",', '"drill-cause",'), "'drill-cause'.*names a drill and a task"),
        (('"drill", ("cause",), asks="cause"', '"drill", ("cause",)'), "asks must be 'cause' or 'repair'"),
        (('("cause",), asks', '("cause", "why"), asks'), "must be the one name"),
    ],
    ids=["not asked", "one name for both", "asks nothing", "two names"],
)
def test_a_lab_file_that_contradicts_itself_is_refused(change: tuple[str, str], said: str, tmp_path: Path) -> None:
    course = written(tmp_path / "course", change)
    with pytest.raises(LabFileError, match=said):
        reference_of(course, LAB)


def test_a_mistake_that_the_drill_does_not_show_is_refused(tmp_path: Path) -> None:
    course = written(tmp_path / "course", ('"gradients-not-zeroed"', '"momentum-left-out"'))
    reference = reference_of(course, LAB)
    assert reference is not None
    with pytest.raises(CalibrationError, match=r"does not show momentum-left-out; it shows .*trained-on-x-as-target"):
        write_drills(course, reference.lab)
