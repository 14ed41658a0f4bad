"""Labs: their givens, their files, and what ships to students."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from student_code import GIVEN, namespace

from labkit.evidence.collecting import collect
from labkit.evidence.given_values import measure
from labkit.evidence.journal import Journal
from labkit.judging.expected import Expected
from labkit.judging.judge import judge
from labkit.judging.key import Finding, Key
from labkit.judging.over_settings import combine
from labkit.judging.verdict import Verdict
from reference.keys.making import expected_json, keys
from reference.lab_files.lab import LabFileError, load_lab
from reference.labs.two_parameter_sgd import LAB

FRESH = {"slope": -1.4, "bias": 0.8, "noise": 0.25, "seed": 31}
RIGHT = """
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad, b.grad = None, None
"""


def test_givens_are_what_the_notebook_gives() -> None:
    names = namespace(FRESH)
    exec(GIVEN, names)
    for name, box in LAB.givens(FRESH).items():
        assert box.holds(measure(name, names)), name


def test_a_changed_given_is_seen() -> None:
    names = namespace({**FRESH, "noise": 0.5})
    assert not LAB.givens(FRESH)["Y"].holds(measure("Y", names))


def test_lab_settings_have_a_line_and_noise_that_are_plainly_there() -> None:
    source = random.Random(1)
    for _ in range(200):
        setting = LAB.draw(source)
        assert 0.5 <= abs(setting["slope"]) <= 3.0
        assert 0.5 <= abs(setting["bias"]) <= 3.0
        assert setting["noise"] >= 0.1
        assert setting["seed"] == int(setting["seed"])


def test_expected_json_is_plain_data_with_both_public_settings_and_no_chance() -> None:
    data = json.loads(json.dumps(expected_json(LAB), allow_nan=False))
    expected = Expected.from_json(data)
    assert expected.settings == (LAB.published, LAB.rehearsal)
    assert [setting.kind for setting in expected.settings] == ["published", "rehearsal"]
    key = expected.key("practice-losses", LAB.published)
    assert key is not None
    named = {finding.mistake for explanation in key.listed for finding in explanation.findings}
    assert "loss-against-x" in named
    assert "shuffled-order" not in named
    assert all(len(explanation.findings) == 1 for explanation in key.listed)
    assert set(expected.words) == {mistake.name for mistake in LAB.catalogue}


@pytest.fixture(scope="module")
def graded() -> dict[str, dict[str, Key]]:
    return {"published": keys(LAB, LAB.public_settings[0]), "fresh": keys(LAB, FRESH)}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "outcomes", "findings"),
    [
        (RIGHT, ("correct", "correct"), ()),
        (RIGHT.replace("forward(X), Y", "forward(X), X"), ("wrong", "correct"), (Finding("loss-against-x"),)),
        (RIGHT.replace("range(10)", "range(15)"), ("wrong", "wrong"), (Finding("too-many-epochs", 15),)),
        (RIGHT.replace("lr *", "0.063 *"), ("wrong", "wrong"), (Finding("learning-rate-too-small", 0.063),)),
    ],
)
def test_a_submission_is_judged_over_all_settings(
    graded: dict[str, dict[str, Key]], code: str, outcomes: tuple[str, str], findings: tuple[Finding, ...]
) -> None:
    tasks = LAB.tasks[:2]
    verdicts: dict[str, list[Verdict]] = {task.name: [] for task in tasks}
    for setting, known in ((LAB.published, graded["published"]), (FRESH, graded["fresh"])):
        names = namespace(setting)
        exec(GIVEN + code, names)
        for task in tasks:
            verdicts[task.name].append(judge(collect(names, task, Journal()), known[task.name]))
    combined = [combine(verdicts[task.name][0], verdicts[task.name][1:]) for task in tasks]
    assert tuple(verdict.outcome for verdict in combined) == outcomes
    assert combined[0].findings == findings


def test_a_lab_file_is_loaded_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "own.py"
    path.write_text(
        "from dataclasses import replace\nfrom reference.labs.two_parameter_sgd import LAB as first\n"
        "LAB = replace(first, name='own')\n"
    )
    assert load_lab(path).name == "own"


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "is not there"), ("LAB = 3", "must define LAB"), ("1 / 0", "ZeroDivisionError"), ("x = (", "SyntaxError")],
)
def test_a_file_that_is_no_lab_is_refused_by_its_name(tmp_path: Path, content: str | None, message: str) -> None:
    path = tmp_path / "own.py"
    if content is not None:
        path.write_text(content)
    with pytest.raises(LabFileError, match=rf"own\.py.*{message}"):
        load_lab(path)


def test_a_task_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(KeyError, match="practice-figure"):
        LAB.task("practice-nothing")


def test_an_author_may_change_how_strict_a_lab_is_and_what_it_says() -> None:
    from reference.keys.calibration import calibrate

    assert calibrate(replace(LAB, safety=200.0), FRESH).tolerances.loss == pytest.approx(
        10 * calibrate(LAB, FRESH).tolerances.loss
    )
    changed = LAB.with_words("loss-against-x", hint="Look at Y.")
    said = {mistake.name: (mistake.title, mistake.hint) for mistake in changed.catalogue}
    before = {mistake.name: (mistake.title, mistake.hint) for mistake in LAB.catalogue}
    assert said["loss-against-x"] == (before["loss-against-x"][0], "Look at Y.")
    assert {name: words for name, words in said.items() if words != before[name]} == {
        "loss-against-x": said["loss-against-x"]
    }
    with pytest.raises(KeyError, match="no mistake 'sleeping'"):
        LAB.with_words("sleeping", hint="Wake up.")
    with pytest.raises(ValueError, match=r"safety is 0\.5"):
        replace(LAB, safety=0.5)
