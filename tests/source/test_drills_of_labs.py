"""Drills: what they say of a training is so when its code runs anew, and they look as they should."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from textwrap import indent
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from labkit.drill import DrillError, drill
from labkit.drills.drill_panel import HIDDEN, choices_of, drill_html, drill_text, shown_code
from labkit.drills.known_drills import AskedDrill, DrillCase, KnownDrill, drills_text, read_drills
from labkit.drills.repair_panel import repair_html, repair_text, to_copy
from labkit.evidence.running_notebook import journal
from labkit.evidence.task import Task
from labkit.judging.explain import Words
from labkit.judging.key import Box, Key
from labkit.judging.setting import Setting
from labkit.repair import repair

ROOT = Path(__file__).resolve().parents[2]
LABS = ("two-parameter-sgd", "mini-batch")
DRILLS = {(lab, one.name): one for lab in LABS for one in read_drills([ROOT / "source" / lab])}
CASES = [(place, number) for place, one in DRILLS.items() for number in range(len(one.cases))]


@pytest.fixture(autouse=True)
def _closed() -> Any:
    yield
    plt.close("all")


def test_two_labs_have_two_drills_each_that_ship() -> None:
    assert [sum(lab == name for lab, _ in DRILLS) for name in LABS] == [2, 2]
    for lab in LABS:
        shipped = (ROOT / "release" / lab / "drills.json").read_text()
        assert shipped == (ROOT / "source" / lab / "drills.json").read_text()
        cells = json.loads((ROOT / "release" / lab / f"{lab}.ipynb").read_text())["cells"]
        assert any("drill()" in "".join(cell["source"]) for cell in cells)


def before(lab: str, code: str) -> dict[str, Any]:
    """What stands in the notebook's names above the worked training that a drill shows."""
    cells = json.loads((ROOT / "release" / lab / f"{lab}.ipynb").read_text())["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    function = re.search(r"def (\w+)\(epochs\)", code)
    assert function is not None
    end = next(place for place, source in enumerate(sources) if f"def {function[1]}(" in source)
    names: dict[str, Any] = {"__name__": "__main__"}
    for source in sources[:end]:
        exec(source, names)
    return names


@pytest.mark.parametrize(("place", "number"), CASES, ids=lambda value: str(value))
def test_the_curve_of_a_case_is_what_its_code_leaves(place: tuple[str, str], number: int) -> None:
    known = DRILLS[place]
    case = known.cases[number]
    names = before(place[0], case.code)
    exec(case.code, names)
    left = [float(loss) for loss in names[known.history]]
    kept = np.array(case.losses)
    finite = np.isfinite(left) & (np.abs(left) < 1e30)
    assert len(left) == len(kept) or not finite.all()
    assert np.allclose(np.array(left)[: len(kept)], kept, rtol=2e-3)
    # it is another curve than that of a right training, and of every other case
    others = [known.losses, *(other.losses for other in known.cases if other is not case)]
    assert all(len(other) != len(kept) or not np.allclose(other, kept, rtol=1e-3) for other in others)


@pytest.mark.parametrize(("place", "number"), CASES, ids=lambda value: str(value))
def test_a_case_says_which_line_is_wrong_and_what_should_stand_there(place: tuple[str, str], number: int) -> None:
    case = DRILLS[place].cases[number]
    first, count = case.wrong
    lines = case.code.splitlines()
    repaired = "\n".join([*lines[:first], *case.right.splitlines(), *lines[first + count :]])
    names = before(place[0], case.code)
    exec(repaired, names)
    assert np.allclose(names[DRILLS[place].history], DRILLS[place].losses, rtol=2e-3)
    hidden = shown_code(case, hides=True)
    assert HIDDEN in hidden
    there = (lines[first : first + count] or case.right.splitlines())[0]
    (place_of_it,) = [line for line in hidden.splitlines() if HIDDEN in line]
    assert place_of_it == re.match(r" *", there)[0] + HIDDEN  # type: ignore[index]
    for line in lines[first : first + count]:
        assert hidden.count(line) == case.code.count(line) - lines[first : first + count].count(line)


@pytest.mark.parametrize(("place", "number"), CASES, ids=lambda value: str(value))
def test_choices_are_near_ones_and_just_one_is_right(place: tuple[str, str], number: int) -> None:
    known = DRILLS[place]
    choices = choices_of(known, number)
    assert len({choice.mistake for choice in choices}) == len(choices) == 4
    assert len({choice.title for choice in choices}) == 4
    told = drill_html(known, number, hides=True, answers=True)
    assert told.count("✓") == 1
    assert told.count("✗") == 3
    asked = drill_html(known, number, hides=True, answers=False)
    assert "✓" not in asked
    assert "✗" not in asked
    assert known.cases[number].hint not in asked
    assert all(f"<code>{choice.mistake}</code>" in asked for choice in choices)
    assert len(told) < 60_000


def shown(capsys: pytest.CaptureFixture[str], *arguments: Any) -> str:
    drill(*arguments)
    return str(capsys.readouterr().out)


@pytest.fixture
def _in_lab(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "source" / "two-parameter-sgd")
    monkeypatch.setitem(drill.__globals__, "_LEFT", {})


# Repairing


def repaired(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lab: str, code: str) -> str:
    """What is said of a training that runs in a notebook of the lab."""
    names = before(lab, code)
    monkeypatch.chdir(ROOT / "source" / lab)
    monkeypatch.setattr(journal(), "checking", True)
    held = dict(names)
    capsys.readouterr()
    exec(code.replace('"):\n', '", globals()):\n', 1), names)
    assert {n: v for n, v in names.items() if n not in ("repair", "__builtins__")} == {
        n: v for n, v in held.items() if n != "__builtins__"
    }
    return str(capsys.readouterr().out)


@pytest.mark.parametrize(("place", "number"), CASES, ids=lambda value: str(value))
def test_a_training_as_it_is_shown_is_told_its_mistake_and_once_repaired_that_it_is_right(
    place: tuple[str, str], number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lab, known, case = place[0], DRILLS[place], DRILLS[place].cases[number]
    shown = to_copy(known, number, hides=False)
    said = repaired(monkeypatch, capsys, lab, shown)
    assert f"{known.name}: not right yet." in said
    assert case.title in said
    assert case.hint in said
    lines = case.code.splitlines()
    first, count = case.wrong
    right = "\n".join([*lines[:first], *case.right.splitlines(), *lines[first + count :]])
    mended = shown.replace(indent(case.code, "    "), indent(right, "    "))
    assert mended != shown
    assert repaired(monkeypatch, capsys, lab, mended).strip().endswith(f"{known.name}: right.")


def test_what_is_to_be_repaired_tells_neither_the_mistake_nor_the_right_line() -> None:
    for (_, name), known in DRILLS.items():
        for number, case in enumerate(known.cases):
            for hides in (True, False):
                panel = unescape(repair_html(known, number, hides)) + repair_text(known, number, hides)
                assert name in panel
                assert not any(said in panel for said in (case.mistake, case.title, case.hint))
                right = [line.strip() for line in case.right.splitlines() if line.strip() not in case.code]
                assert not any(line in panel for line in right)


@pytest.mark.usefixtures("_in_lab")
def test_a_training_that_was_not_run_is_no_repair(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    left = {"LOSS_SGD": list(DRILLS["two-parameter-sgd", "one pair at a time"].losses)}
    monkeypatch.setattr(journal(), "checking", True)
    with repair("one pair at a time", left):
        pass
    assert "There is no LOSS_SGD." in capsys.readouterr().out
    assert len(left["LOSS_SGD"]) == 10  # the lab's own list is back


@pytest.mark.usefixtures("_in_lab")
def test_what_other_cells_did_is_not_laid_on_a_repair(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(journal(), "checking", True)
    right = DRILLS["two-parameter-sgd", "one pair at a time"].losses
    names: dict[str, Any] = {"LOSS_MINE": list(right), "my_train_model": lambda: None}
    journal().failed("practice-train", "NotImplementedError", "", 6, "raise NotImplementedError()")
    try:
        with repair("one pair at a time", names):
            names["LOSS_SGD"] = [2.0 * loss for loss in right]
    finally:
        journal().ran("practice-train")
    said = capsys.readouterr().out
    assert "one pair at a time: not right yet." in said
    assert "practice-train" not in said
    assert "LOSS_MINE" not in said


@pytest.mark.usefixtures("_in_lab")
def test_an_exception_in_a_repair_is_shown_stops_no_cell_below_and_puts_names_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names: dict[str, Any] = {"LOSS_SGD": [1.0], "w": 3.0}
    monkeypatch.setattr(journal(), "checking", True)

    def run() -> None:
        with repair("one pair at a time", names):
            names.update(w=4.0, other=1)
            names["never"]

    run()
    assert names == {"LOSS_SGD": [1.0], "w": 3.0}
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.endswith("KeyError: 'never'\n")
    monkeypatch.setattr(journal(), "checking", False)
    run()
    assert names == {"LOSS_SGD": [1.0], "w": 3.0}
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("_in_lab")
@pytest.mark.parametrize("checking", [True, False])
def test_a_repair_changes_nothing_in_place(monkeypatch: pytest.MonkeyPatch, checking: bool) -> None:
    model = torch.nn.Linear(1, 1)
    graph = torch.tensor(2.0, requires_grad=True) * 3.0
    names: dict[str, Any] = {
        "LOSS_SGD": [1.0],
        "w": torch.tensor(3.0, requires_grad=True),
        "X": torch.ones(3),
        "model": model,
        "optimizer": torch.optim.SGD(model.parameters(), lr=0.1),
        "LOSS": [0.5, 0.25],
        "LOSS_GRAPH": [graph],
        "array": np.ones(2),
    }
    before = dict(names)
    weight = model.weight.item()
    monkeypatch.setattr(journal(), "checking", checking)
    with repair("one pair at a time", names):
        assert "LOSS_SGD" not in names
        names["w"].data.sub_(1.0)
        names["X"].mul_(2.0)
        names["LOSS"].clear()
        names["LOSS_GRAPH"].append(1.0)
        names["array"][:] = 7.0
        (names["model"].weight * 2.0).sum().backward()
        names["optimizer"].step()  # it holds the parameters of the model in the block
        assert names["model"].weight.item() == pytest.approx(weight - 0.2)
    assert all(names[name] is value for name, value in before.items())
    assert {*names} == {*before}
    assert names["w"].item() == 3.0
    assert names["X"].tolist() == [1.0, 1.0, 1.0]
    assert names["LOSS"] == [0.5, 0.25]
    assert len(names["LOSS_GRAPH"]) == 1
    assert names["array"].tolist() == [1.0, 1.0]
    assert model.weight.item() == weight
    assert model.weight.grad is None


@pytest.mark.usefixtures("_in_lab")
def test_a_repair_keeps_silent_while_a_notebook_is_graded_and_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names: dict[str, Any] = {"LOSS_SGD": [1.0]}
    monkeypatch.setattr(journal(), "checking", False)
    with repair("one pair at a time", names):
        names["LOSS_SGD"] = [2.0]
    assert names == {"LOSS_SGD": [1.0]}
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("_in_lab")
def test_a_repair_of_a_drill_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal(), "checking", True)
    with pytest.raises(DrillError, match=r"no drill 'sgd'; this lab has batch descent"), repair("sgd"):
        pass
    with pytest.raises(DrillError, match=r'repair\("NAME"\), and not None'), repair(None):  # type: ignore[arg-type]
        pass


def test_one_lab_hands_out_a_drill_to_repair() -> None:
    cells = json.loads((ROOT / "release" / "mini-batch" / "mini-batch.ipynb").read_text())["cells"]
    (shown,) = [cell for cell in cells if "repair=True" in "".join(cell["source"])]
    assert not shown["metadata"]["nbgrader"]["grade"]


# Practising


@pytest.mark.usefixtures("_in_lab")
def test_each_call_shows_another_mistake_until_all_were_shown(capsys: pytest.CaptureFixture[str]) -> None:
    count = len(DRILLS["two-parameter-sgd", "batch descent"].cases)
    told = [re.search(r"no\. (\d+) of", shown(capsys, "batch descent")) for _ in range(2 * count)]
    numbers = [int(found[1]) for found in told if found]
    assert sorted(numbers[:count]) == sorted(numbers[count:]) == list(range(1, count + 1))


@pytest.mark.usefixtures("_in_lab")
def test_it_leaves_the_notebooks_random_numbers_alone() -> None:
    def drawn(first: Callable[[], None]) -> tuple[float, float, float]:
        torch.manual_seed(3)
        random.seed(3)
        np.random.seed(3)  # noqa: NPY002 - what a student's notebook might use
        first()
        return torch.rand(()).item(), random.random(), float(np.random.rand())  # noqa: NPY002

    assert drawn(drill) == drawn(lambda: None)


@pytest.mark.usefixtures("_in_lab")
def test_a_number_fixes_the_case_and_what_does_not_exist_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "batch descent", 2) == shown(capsys, "batch descent", 2)
    with pytest.raises(DrillError, match=r"no drill 'sgd'; this lab has batch descent, one pair at a time"):
        drill("sgd")
    with pytest.raises(DrillError, match="number is 99"):
        drill("batch descent", 99)
    with pytest.raises(DrillError, match="number is 0"):
        drill("batch descent", 0)


@pytest.mark.usefixtures("_in_lab")
def test_it_keeps_silent_while_a_notebook_is_graded(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal(), "checking", False)
    assert shown(capsys) == ""


@pytest.mark.parametrize("content", [None, "{", "[]", '{"format": 9}', '{"format": 1, "drills": [{}]}'])
def test_what_is_missing_or_damaged_is_said_with_the_remedy(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "drills.json").write_text(content)
    with pytest.raises(DrillError, match=r"drills\.json .*(handout|reads format)"):
        read_drills([tmp_path])


def test_without_its_file_cells_below_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "drills.json is not in" in shown(capsys)


def test_drills_come_back_as_they_were_written(tmp_path: Path) -> None:
    case = DrillCase("a-b", "A <b>.", "H.", "x = 1\ny = 2", (1, 1), "y = 3", (1.0, float("nan")), (0,))
    asked = AskedDrill("t", False, "cause", "x = 1", (1.0,), (("a-b", "A."), ("c-d", "C.")))
    task = Task("d", "history", ("LOSS",))
    key = Key(task, Setting({"slope": 1.0}, "published"), {"LOSS": Box.around((2.0, 1.0), 0.1)})
    made = KnownDrill("d", "LOSS", "epoch", (2.0, 1.0), (case,), key, {"a-b": Words("A.", "H.")}, (asked,))
    (tmp_path / "drills.json").write_text(drills_text([made]))
    (back,) = read_drills([tmp_path])
    assert back.to_json() == made.to_json()
    assert (back.asked, back.words) == (made.asked, made.words)
    assert "A <b>" not in drill_html(back, 0, hides=False, answers=True)  # escaped
    assert "a-b" in drill_text(back, 0, hides=False)
