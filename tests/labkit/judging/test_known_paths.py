"""Paths beside a verdict: which is shown, where two of them part, and a picture that needs nothing from elsewhere."""

import json
import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from published import key

from autograder.pages.sanitizing import clean_html
from labkit.judging.explain import Policy, Words, explain
from labkit.judging.key import Finding
from labkit.judging.paths.comparing import compare
from labkit.judging.paths.known_paths import KnownPaths, Landscape, Level, ends_at
from labkit.judging.paths.shown import paths_html, paths_text, without_paths
from labkit.judging.setting import Setting
from labkit.judging.verdict import Verdict

CIRCLE = tuple((5 * math.cos(t / 4), 5 * math.sin(t / 4)) for t in range(26))
LAND = Landscape((-15, 15), (-13, 13), ("slope w", "bias b"), (1.0, -1.0), (Level(10.0, (CIRCLE,)),))
DATA = ((-1.0, -2.0), (0.0, -1.0), (1.0, 0.0))
RIGHT = ((-12.0, -10.0), (-4.0, -2.0), (0.0, -1.5), (1.0, -1.0))
UPHILL = ((-12.0, -10.0), (-40.0, -30.0), (-900.0, -700.0), (math.nan, math.nan))
ELSEWHERE = ((0.0, 0.0), (0.5, -0.5), (0.8, -0.8), (1.01, -1.01))
LATER = (*RIGHT[:2], (3.0, 5.0), (6.0, 9.0))
SLOW = ((-12.0, -10.0), (-11.0, -9.0), (-10.0, -8.0), (-9.0, -7.0))
PATHS = KnownPaths(
    tasks=("practice-losses", "practice-parameters"),
    names=("w", "b"),
    history="LOSS",
    landscape=LAND,
    right=RIGHT,
    losses=(100.0, 10.0, 1.0),
    mistakes={
        Finding("loss-against-x"): (RIGHT,),
        Finding("gradient-ascent"): (UPHILL,),
        Finding("learning-rate-too-small", 0.01): (SLOW,),
        Finding("start-not-reset"): (ELSEWHERE, LATER),
        Finding("too-few-epochs", 2): (RIGHT[:3],),
    },
)


def wrong(*findings: Finding, **changes: object) -> Verdict:
    values = {"found": {"LOSS": (100.0, 50.0, 25.0)}, "beside": {"w": -9.0, "b": -7.0}, "setting": key().setting}
    return Verdict("practice-losses", "history", ("LOSS",), "wrong", 0.0, findings=findings, **values | changes)  # type: ignore[arg-type]


def test_paths_come_back_as_they_were_written() -> None:
    land = replace(LAND, data=DATA, model="line")
    data = json.loads(json.dumps(replace(PATHS, landscape=land).to_json(), allow_nan=False))
    back = KnownPaths.from_json(data)
    assert back.to_json() == data
    assert back.right == RIGHT
    assert back.mistakes[Finding("start-not-reset")] == (ELSEWHERE, LATER)
    assert all(map(math.isnan, back.mistakes[Finding("gradient-ascent")][0][-1]))
    assert back.landscape.data == DATA


@pytest.mark.parametrize(
    ("findings", "end", "path"),
    [
        ((Finding("loss-against-x"),), RIGHT[-1], RIGHT),
        ((Finding("gradient-ascent"),), (math.inf, -math.inf), UPHILL),
        ((Finding("learning-rate-too-small", 0.01),), SLOW[-1], SLOW),
        ((Finding("learning-rate-too-small", 0.010001),), SLOW[-1], SLOW),
        ((Finding("loss-against-x"), Finding("learning-rate-too-small", 0.01)), SLOW[-1], SLOW),
        ((Finding("start-not-reset"),), LATER[-1], LATER),
        ((Finding("learning-rate-too-small", 0.01),), None, SLOW),
        # what is not known
        ((), RIGHT[-1], None),
        ((Finding("start-not-reset"),), None, None),
        ((Finding("learning-rate-too-small", 0.01),), (3.0, 3.0), None),
        ((Finding("learning-rate-too-small", 0.02),), SLOW[-1], None),
        ((Finding("never-heard-of"),), RIGHT[-1], None),
        ((Finding("gradient-ascent"), Finding("learning-rate-too-small", 0.01)), SLOW[-1], None),
    ],
)
def test_a_path_is_told_where_just_one_leads_to_what_was_found(findings, end, path) -> None:
    assert PATHS.path_of(findings, end) == path


def test_a_path_that_is_not_listed_is_replayed_where_that_can_be_done() -> None:
    asked = []

    def replay(findings: tuple[Finding, ...], end: tuple[float, float]):
        asked.append((findings, end))
        return LATER

    graded = replace(PATHS, replay=replay)
    fitted = (Finding("learning-rate-too-small", 0.037),)
    assert graded.path_of(fitted, LATER[-1]) == LATER
    assert graded.path_of((), LATER[-1]) is None
    assert graded.path_of(fitted, None) is None
    assert graded.path_of((Finding("loss-against-x"),), RIGHT[-1]) == RIGHT  # listed
    assert asked == [(fitted, LATER[-1])]
    assert "replay" not in graded.to_json()


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (
            wrong(Finding("learning-rate-too-small", 0.01)),
            "Both begin in the same place and part in the first epoch; with the mistake the training ends at w = -9, "
            "b = -7. The last point of both is w = -12, b = -10.",
        ),
        (
            wrong(Finding("start-not-reset"), beside={"w": 6.0, "b": 9.0}),
            "Both paths are the same for 1 epoch, then they part; with the mistake the training ends at w = 6, b = 9. "
            "The last point of both is w = -4, b = -2.",
        ),
        (
            wrong(Finding("loss-against-x"), beside={"w": 1.0, "b": -1.0}),
            "Both paths are the same: the parameters move as they should, and only what is recorded differs.",
        ),
        (wrong(), "Which path the training took is not known; it ended at w = -9, b = -7."),
        (wrong(beside={}), "Which path the training took is not known."),
        (replace(wrong(), outcome="correct"), ""),
        (replace(wrong(), setting=Setting({"slope": 2.0}, "fresh")), ""),
    ],
)
def test_what_a_picture_shows_is_said_in_a_sentence_of_the_training_and_not_of_the_reader(verdict, said) -> None:
    assert paths_text(verdict, [PATHS]) == said
    assert paths_text(verdict, []) == ""
    assert "your" not in said


def test_a_path_ends_where_parameters_are_near_its_last_point() -> None:
    assert ends_at(RIGHT, (1.0, -1.009))
    assert not ends_at(RIGHT, (1.0, -1.02))
    assert ends_at(((0.0, 0.0), (1e6, 1.0)), (1.001e6, 2.0))
    assert not ends_at(UPHILL, RIGHT[-1])
    assert not ends_at((), RIGHT[-1])


@pytest.mark.parametrize(
    ("other", "step", "sentence"),
    [
        (
            RIGHT,
            None,
            "Both paths are the same: the parameters move as they should, and only what is recorded differs.",
        ),
        (RIGHT[:2], None, "It is the right path, which ends after 1 epoch instead of 3."),
        ((*RIGHT, (1.0, -1.0), (1.0, -1.0)), None, "It is the right path, which goes on for 2 more epochs."),
        ((RIGHT[0],) * 4, 1, "With the mistake the training never leaves its start."),
        (
            ELSEWHERE,
            0,
            "The two begin in different places; with the mistake the training ends near the right place, at w = 1.01, "
            "b = -1.01.",
        ),
        (
            SLOW,
            1,
            "Both begin in the same place and part in the first epoch; with the mistake the training ends at w = -9, "
            "b = -7.",
        ),
        (
            LATER,
            2,
            "Both paths are the same for 1 epoch, then they part; with the mistake the training ends at w = 6, b = 9.",
        ),
        (
            UPHILL,
            1,
            "Both begin in the same place and part in the first epoch; with the mistake the training runs away.",
        ),
    ],
)
def test_one_sentence_says_where_paths_part_and_what_that_means(other, step, sentence) -> None:
    found = compare(RIGHT, other, LAND, ("w", "b"))
    assert (found.step, found.sentence) == (step, sentence)


def svg(markup: str) -> ET.Element:
    return ET.fromstring(re.search(r"<svg.*</svg>", markup, re.DOTALL)[0])  # type: ignore[index]


@pytest.mark.parametrize("model", ["", "line", "logistic"])
@pytest.mark.parametrize("finding", [*PATHS.mistakes, Finding("unknown")])
def test_the_picture_is_whole_and_small_and_fetches_nothing(model: str, finding: Finding) -> None:
    known = replace(PATHS, landscape=replace(LAND, data=DATA if model else (), model=model))
    ways = known.mistakes.get(finding, (RIGHT,))
    end = dict(zip("wb", ways[0][-1], strict=True))
    markup = paths_html(wrong(finding, beside=end), [known])
    drawing = svg(markup)
    assert "nan" not in "".join(drawing.itertext()).lower().replace("(nan)", "")
    assert not re.search(r'(points|cx|cy|d|x|y)="[^"]*(nan|inf)', markup)
    lines = {line.get("data-p") for line in drawing.iter("polyline") if line.get("data-p")}
    assert {"path0", "loss0"} <= lines
    assert ("path1" in lines) == (finding in known.mistakes)
    assert ("fit0" in lines) == bool(model)
    assert not re.search(r"https?:|//|url\(|href|src=", markup.replace("http://www.w3.org", ""))
    assert len(markup) < 150_000
    data = json.loads(re.search(r"const D = (\{.*?\}), N", markup)[1])  # type: ignore[index]
    assert len(data["text"]) == len(data["steps"])
    assert "start: right: w = -12, b = -10" in data["text"][0]


def test_without_a_script_the_same_picture_stands_still() -> None:
    playing, still = (paths_html(wrong(Finding("gradient-ascent")), [PATHS], plays=plays) for plays in (True, False))
    assert "<script" in playing
    assert "<script" not in still
    assert ET.tostring(svg(playing)) == ET.tostring(svg(still))


OWN = "your path, as it was recorded"
NOT_KNOWN = "Which path the training took is not known."


def with_end(end: tuple[float, float], recorded: object, losses: tuple[float, ...] = (100.0, 50.0, 25.0)) -> str:
    """What stands beside a wrong answer that nothing explains, which ended there and recorded this path."""
    verdict = wrong(beside={"w": end[0], "b": end[1]}, found={"LOSS": losses})
    return paths_html(verdict, [PATHS], lambda found: recorded if found == losses else None)  # type: ignore[arg-type, return-value]


def test_an_own_path_is_drawn_down_to_its_end_where_the_notebook_recorded_it() -> None:
    """Recorded are usually the starts of epochs: the end of the last one is known from the parameters."""
    markup = with_end(LATER[-1], LATER[:-1])
    assert OWN in markup
    assert "Both paths are the same for 1 epoch, then they part; your training ends at w = 6, b = 9." in markup
    assert "Both paths are the same: the parameters move as they should" in with_end(RIGHT[-1], RIGHT[:-1])
    after_updates = with_end(LATER[-1], LATER[1:])
    assert OWN in after_updates
    assert "Your path is drawn as the notebook recorded it." in after_updates
    assert NOT_KNOWN in with_end(RIGHT[-1], None)


@pytest.mark.parametrize(
    "recorded",
    [
        ((-20.0, 3.0), (-2.0, 8.0), (-1.0, 9.0)),  # another training, which ended elsewhere
        tuple((w - 0.001, b) for w, b in RIGHT[-1:] * 40),  # a point for each update
        ((math.nan, 1.0), (math.nan, 1.0), (math.nan, 1.0)),
    ],
    ids=["of another training", "by update", "no numbers"],
)
def test_what_is_not_the_path_of_this_training_is_not_called_so(recorded: tuple[tuple[float, float], ...]) -> None:
    markup = with_end(RIGHT[-1], recorded)
    assert OWN not in markup
    assert NOT_KNOWN in markup


def test_an_end_outside_of_the_view_is_said_and_not_marked() -> None:
    outside = with_end((400.0, 1.0), None)
    assert f"{NOT_KNOWN} It ended outside of what is shown here." in outside
    assert "where your training ended" not in outside
    inside = with_end((4.0, 1.0), None)
    assert f"{NOT_KNOWN} The mark shows where it ended." in inside
    assert "where your training ended" in inside
    endless = with_end((math.inf, 1.0), None)
    assert "where your training ended" not in endless


def test_long_histories_are_drawn_whole_and_small() -> None:
    losses = tuple(100.0 / place for place in range(1, 4001))
    markup = with_end(RIGHT[-1], None, losses)
    assert len(markup) < 100_000
    data = json.loads(re.search(r"const D = (\{.*?\}), N", markup)[1])  # type: ignore[index]
    drawn = data["walks"][1]["loss"]
    assert drawn[-1][0] > 900  # the last entry stands at the right edge
    assert data["walks"][1]["entries"] == []  # not in step with the epochs
    assert ">entry</text>" in paths_html(
        wrong(Finding("loss-against-x"), found={"LOSS": losses}, beside=dict(zip("wb", RIGHT[-1], strict=True))),
        [PATHS],
    )


def test_the_labs_own_word_is_used_in_every_panel() -> None:
    stepwise = replace(PATHS, entry="step")
    markup = paths_html(wrong(Finding("gradient-ascent"), beside=dict(zip("wb", UPHILL[-1], strict=True))), [stepwise])
    assert "part in the first step" in markup
    assert "after step 1" in markup
    assert "epoch" not in markup


def test_a_training_that_ended_earlier_is_said_to_have() -> None:
    end = dict(zip("wb", RIGHT[2], strict=True))
    markup = paths_html(wrong(Finding("too-few-epochs", 2), beside=end), [PATHS])
    text = json.loads(re.search(r"const D = (\{.*?\}), N", markup)[1])["text"]  # type: ignore[index]
    assert "with the mistake: w = 0, b = -1.5" in text[2]
    assert "with the mistake (ended after 2): w = 0, b = -1.5" in text[3]


@pytest.mark.parametrize(
    "changes",
    [
        {"setting": None},
        {"setting": Setting(key().setting, "fresh")},
        {"outcome": "correct"},
        {"outcome": "missing"},
        {"published_only": True},
        {"untouched": True},
        {"task": "practice-figure"},
        {"found": {}, "beside": {}},
    ],
    ids=str,
)
def test_nothing_is_shown_where_no_path_belongs(changes: dict[str, object]) -> None:
    assert paths_html(wrong(Finding("gradient-ascent")), [PATHS])
    assert paths_html(replace(wrong(Finding("gradient-ascent")), **changes), [PATHS]) == ""  # type: ignore[arg-type]
    assert paths_html(wrong(Finding("gradient-ascent")), []) == ""


def test_a_mistake_that_leads_to_where_a_worked_training_ended_has_its_path() -> None:
    """Without ids of cells nothing says who put the parameters there; the path of what was found says it."""
    later = dict(zip("wb", LATER[-1], strict=True))
    verdict = wrong(Finding("start-not-reset"), beside=later, untouched=True)
    assert "Both paths are the same for 1 epoch" in paths_html(verdict, [PATHS])
    assert paths_html(replace(verdict, findings=()), [PATHS]) == ""


def test_a_policy_that_does_not_name_the_mistake_does_not_show_its_path() -> None:
    verdict, words = wrong(Finding("gradient-ascent")), {"gradient-ascent": Words("Uphill.", "Which way?", "A sign.")}
    picture = paths_html(verdict, [PATHS])
    shown = {show: explain(verdict, words, Policy(show), picture).html for show in ("outcome", "parting", "hint")}
    assert [picture in html for html in shown.values()] == [False, False, True]


@pytest.mark.parametrize("finding", PATHS.mistakes)
@pytest.mark.parametrize("epochs", [3, 90])
def test_pages_that_take_nothing_unchecked_show_it(finding: Finding, epochs: int) -> None:
    """Where graded notebooks are shown the panel is cleaned; what is too nested would be shown as text."""
    path = tuple((-12.0 + place / 9, -10.0) for place in range(epochs + 1))
    known = replace(PATHS, landscape=replace(LAND, data=DATA, model="logistic"), right=path)
    verdict = wrong(finding, found={"LOSS": tuple(100.0 / n for n in range(1, epochs + 1))})
    panel = explain(verdict, {}, Policy("hint"), paths_html(verdict, [known], plays=False)).html
    cleaned = clean_html(panel)
    assert "Shown as text" not in cleaned
    assert cleaned.count("<polyline") == panel.count("<polyline")
    assert without_paths(panel) == explain(verdict, {}, Policy("hint")).html
