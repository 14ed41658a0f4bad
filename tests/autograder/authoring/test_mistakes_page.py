"""The page of mistakes: what an author sees of each, and that no name of a lab can break the page."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from autograder.authoring.mistakes_page import Entry, Passage, build_page, entries, passages
from labkit.evidence.task import Task
from labkit.judging.key import Box
from reference.lab_files.calibrated import Calibration, TaskCalibration
from reference.lab_files.known_mistake import ChangedCode, KnownMistake
from reference.lab_files.lab import Lab

SETTING = {"steepness": 2.0, "seed": 1}
LAB = Lab(
    name="step-size",
    published=SETTING,
    rehearsal={"steepness": 3.0, "seed": 7},
    tasks=(
        Task("practice-losses", "history", ("LOSS",)),
        Task("practice-parameters", "parameters", ("w", "b")),
        Task("practice-table", "values", ("table",)),
    ),
)
CALIBRATION = Calibration(
    "step-size", SETTING, (TaskCalibration("practice-losses", 4e-7, "two threads", 0.05, "no-step", 8e-6),), ()
)
RIGHT = {
    "LOSS": Box.around((0.7, 0.6, 0.5), 1e-5),
    "w": Box.around(2.5, 1e-5),
    "b": Box.around(-1.0, 1e-5),
    "table": Box.around((1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0), 1e-5),
}
NO_STEP = KnownMistake(
    name="no-step",
    value=None,
    title="The parameters never move.",
    hint="Which line moves them?",
    left={"LOSS": Box.around((0.7, 0.7, 0.7), 1e-5), "w": Box.around(3.0, 1e-5), "b": Box.around(-1.0, 1e-5)},
    changed=(ChangedCode("practice-train", 5, "    optimizer.step()", ""),),
)
SMALL_RATE = KnownMistake(
    name="small-rate",
    value=0.05,
    title="The learning rate is {value}.",
    hint="Use the lab's.",
    left={"w": Box.around(2.75, 1e-5)},
    changed=(ChangedCode("practice-train", 2, "rate = lr", "rate = 0.05"),),
)


class Reading(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.text += " "

    def handle_data(self, data: str) -> None:
        self.text += data

    def count(self, tag: str) -> int:
        return [name for name, _ in self.tags].count(tag)


def page(*mistakes: KnownMistake, lab: Lab = LAB) -> Reading:
    return Reading(build_page(lab, entries(lab, mistakes, RIGHT), CALIBRATION))


def words(reading: Reading) -> str:
    return " ".join(reading.text.split())


def test_a_mistake_shows_its_sentence_its_hint_and_its_name() -> None:
    text = words(page(NO_STEP))
    assert "The parameters never move. no-step" in text
    assert "Hint: Which line moves them?" in text
    assert "steepness = 2, seed = 1. 1 mistakes." in text


def test_the_changed_line_stands_with_its_cell_and_number() -> None:
    text = words(page(SMALL_RATE))
    assert "practice-train, line 2 - rate = lr + rate = 0.05" in text


def test_lines_that_follow_each_other_are_one_passage_and_others_are_not() -> None:
    changed = (
        ChangedCode("train", 4, "a = 1", "for x in X:"),
        ChangedCode("train", 5, "b = 2", "    a = 1"),
        ChangedCode("train", 5, "", "    b = 2"),
        ChangedCode("train", 9, "c = 3", ""),
        ChangedCode("measure", 10, "", "d = 4"),
    )
    assert passages(changed) == (
        Passage("train", 4, ("a = 1", "b = 2"), ("for x in X:", "    a = 1", "    b = 2")),
        Passage("train", 9, ("c = 3",), ()),
        Passage("measure", 10, (), ("d = 4",)),
    )


def test_right_and_wrong_numbers_stand_side_by_side_where_they_differ() -> None:
    text = words(page(NO_STEP))
    assert "right with the mistake w 2.5 3" in text
    assert "b -1" not in text  # as right as before


def test_a_long_table_is_cut() -> None:
    other = replace(NO_STEP, left={"table": Box.around((9.0,) * 8, 1e-5)})
    assert "table 1, 2, 3, 4, 5, 6, ... 9, 9, 9, 9, 9, 9, ..." in words(page(other))


def test_the_curve_of_a_mistake_is_drawn_beside_the_right_one_with_words_for_who_cannot_see_it() -> None:
    reading = page(NO_STEP)
    (drawing,) = [attributes for tag, attributes in reading.tags if tag == "svg"]
    assert drawing["role"] == "img"
    assert str(drawing["aria-label"]).startswith("LOSS as expected and as found")
    assert reading.count("polyline") == 2


def test_a_mistake_that_leaves_the_history_right_has_no_curve() -> None:
    assert page(SMALL_RATE).count("svg") == 0


def test_ways_of_a_mistake_stand_under_one_heading_each_with_its_value() -> None:
    other = replace(SMALL_RATE, value=0.01, left={"w": Box.around(2.95, 1e-5)})
    reading = page(SMALL_RATE, NO_STEP, other)
    text = words(reading)
    assert reading.count("h2") == 2
    assert "The learning rate is 0.05. small-rate" in text
    assert text.index("With the value 0.05:") < text.index("With the value 0.01:") < text.index("no-step Hint")
    assert "2 mistakes." in text


def test_mistakes_that_nobody_can_tell_apart_are_said_to_be_named_together() -> None:
    text = words(page(replace(NO_STEP, together=("no-backward", "zeroed-late"))))
    assert "No evidence tells it from no-backward, zeroed-late: they are named together." in text
    assert "No evidence" not in words(page(NO_STEP))


def test_chance_and_rounding_are_said() -> None:
    assert "Chance decides what it leaves" in words(page(replace(NO_STEP, by_chance=True)))
    assert "Rounding decides what it leaves" in words(page(replace(NO_STEP, left={})))
    plain = words(page(NO_STEP))
    assert "Chance decides" not in plain
    assert "Rounding decides" not in plain


def test_the_margins_stand_at_the_top() -> None:
    assert "practice-losses 4.0e-07 (two threads) 8.0e-06 0.05 (no-step) 125,000" in words(page(NO_STEP))


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}'


@pytest.mark.parametrize(
    "part", ["name", "value", "title", "hint", "code", "cell", "together", "history", "other name"]
)
def test_no_name_of_a_lab_becomes_a_part_of_the_page(part: str) -> None:
    mistake, lab, right = NO_STEP, LAB, dict(RIGHT)
    if part in ("name", "value", "title", "hint"):
        mistake = replace(NO_STEP, **{part: HOSTILE})
    elif part == "code":
        mistake = replace(NO_STEP, changed=(ChangedCode("practice-train", 1, HOSTILE, HOSTILE),))
    elif part == "cell":
        mistake = replace(NO_STEP, changed=(ChangedCode(HOSTILE, 1, "a", "b"),))
    elif part == "together":
        mistake = replace(NO_STEP, together=(HOSTILE,))
    else:
        name = HOSTILE[:80]
        kind = "history" if part == "history" else "parameters"
        lab = replace(LAB, tasks=(Task("practice-losses", kind, (name,)),))  # type: ignore[arg-type]
        right = {name: RIGHT["LOSS"]}
        mistake = replace(NO_STEP, left={name: NO_STEP.left["LOSS"]})
    reading = Reading(build_page(lab, entries(lab, [mistake], right), CALIBRATION))
    labels = " ".join(attributes.get("aria-label") or "" for _, attributes in reading.tags)
    assert "alert(1)" in (labels if part == "history" else reading.text)  # a drawing is named by its label
    assert not {"script", "img"} & {tag for tag, _ in reading.tags}
    assert not [name for _, attributes in reading.tags for name in attributes if name.startswith("on")]
    assert "49" not in re.sub(r"[\d.]+,[\d.]+", "", reading.text)


def test_the_page_needs_nothing_beside_it() -> None:
    reading = page(NO_STEP)
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in reading.tags}
    assert not [attributes for _, attributes in reading.tags if {"src", "href"} & attributes.keys()]


def test_every_mistake_can_be_linked_to() -> None:
    found = entries(LAB, [NO_STEP, SMALL_RATE], RIGHT)
    assert all(isinstance(entry, Entry) for entry in found)
    reading = page(NO_STEP, SMALL_RATE)
    assert [attributes["id"] for tag, attributes in reading.tags if tag == "article"] == ["no-step", "small-rate"]
