"""Which mutants show, which are alike, and how far the nearest lies from what is right."""

import math
from dataclasses import replace
from typing import Any

import pytest
from made_runs import KINDS, VALUES, runs

from reference.solutions.boxes import LEAST_SPREAD, UnsettledError, settle
from reference.solutions.separation import Outcome, Separation, named


def separated(*outcomes: Outcome) -> Separation:
    return Separation(settle(runs(), KINDS), outcomes)


def left(name: str, *values: dict[str, Any], general: bool = False) -> Outcome:
    return Outcome(name, None, tuple({**VALUES, **changed} for changed in values), general=general)


def test_a_mutant_that_leaves_what_is_right_vanishes() -> None:
    found = separated(
        left("no-mistake", {}), left("also-none", {"w": 2.0 + 1e-12}), left("mistake", {"w": 3.0}), left("stopped")
    )
    assert [outcome.name for outcome in found.vanished] == ["no-mistake", "also-none"]
    assert [outcome.name for outcome in found.certain] == ["mistake"]
    assert [outcome.name for outcome in found.stopped] == ["stopped"]


def test_mutants_that_no_evidence_tells_apart_are_named_together() -> None:
    found = separated(
        left("a", {"w": 3.0}), left("b", {"w": 3.0 + 1e-9}), left("c", {"w": 3.0, "b": 1.0}), left("a", {"w": 4.0})
    )
    assert [[outcome.name for outcome in group] for group in found.groups] == [["a", "b"], ["c"], ["a"]]
    assert found.together == (("a", "b"),)


def test_a_special_mistake_gives_the_name_where_a_general_one_leaves_the_same() -> None:
    found = separated(left("general", {"w": 3.0}, general=True), left("special", {"w": 3.0}))
    assert len(found.groups) == 1
    assert found.together == ()


def test_what_the_author_shows_gives_the_name_to_all_that_leaves_the_same() -> None:
    shown = replace(left("of-the-author", {"w": 3.0}), by_example=True)
    (group,) = separated(left("of-an-operator", {"w": 3.0}), shown).groups
    assert [one.name for one in named(group)] == ["of-the-author"]


def test_sizes_of_batches_that_hold_all_data_are_not_told() -> None:
    whole = left("batch-update-per-epoch", {"w": 3.0})
    sizes = [replace(left("mini-batches", {"w": 3.0}), value=size) for size in (15, 20, 30)]
    small = replace(left("mini-batches", {"w": 4.0}), value=5)
    groups = separated(whole, *sizes, small).groups
    assert [[(one.name, one.value) for one in named(group)] for group in groups] == [
        [("batch-update-per-epoch", None)],
        [("mini-batches", 5)],
    ]
    (alone,) = separated(whole, sizes[0]).groups
    assert [one.name for one in named(alone)] == ["batch-update-per-epoch", "mini-batches"]


def test_margins_say_what_lies_nearest_on_both_sides() -> None:
    found = separated(
        left("far", {"w": 3.0}), left("near", {"LOSS": (100.0, 1.0, 0.011)}), left("other", {"label": (2, "cat", True)})
    )
    margins = {margin.name: margin for margin in found.margins()}
    assert margins["LOSS"].nearest_mutant == "near"
    assert margins["LOSS"].margin == pytest.approx(0.1 / LEAST_SPREAD)
    assert margins["LOSS"].unseen == ("far", "other")
    assert margins["w"].nearest == pytest.approx(0.5)
    assert math.isinf(margins["label"].nearest)


def test_a_margin_below_a_thousand_is_refused() -> None:
    near = left("too-near", {"LOSS": (100.0, 1.0, 0.01 * (1 + 900 * LEAST_SPREAD))})
    with pytest.raises(UnsettledError, match="too-near is only 900 times") as refused:
        separated(left("far", {"w": 3.0}), near).margins()
    assert refused.value.cause == "mistake too near"
    separated(left("shown-elsewhere", {**near.runs[0], "w": 3.0})).margins()


def numbers(*values: float) -> list[dict[str, Any]]:
    return [{"LOSS": (100.0, value, 0.01), "label": 1, "w": value} for value in values]


def test_what_depends_on_chance_is_known_as_a_range_that_leaves_out_what_is_right() -> None:
    kinds: dict[str, Any] = {"LOSS": "history", "w": "parameters"}
    found = Separation(settle(runs(), kinds), (left("random", *numbers(3.0, 3.1, 3.2)),))
    (ranges,) = found.ranges.values()
    assert ranges["w"].low == pytest.approx(2.9, abs=1e-3)
    assert ranges["w"].high == pytest.approx(3.3, abs=1e-3)
    assert ranges["LOSS"].holds((100.0, 3.15, 0.01))
    assert not ranges["LOSS"].holds((100.0, 2.0, 0.01))
    assert found.certain == ()


@pytest.mark.parametrize(
    "values",
    [numbers(1.0, 40.0, 90.0), [*numbers(3.0, 3.1), {"LOSS": (1.0,)}], [*numbers(3.0), *numbers(math.inf)]],
    ids=["too wide", "of several lengths", "not finite"],
)
def test_of_what_chance_scatters_nothing_is_known(values: list[dict[str, Any]]) -> None:
    kinds: dict[str, Any] = {"LOSS": "history", "w": "parameters"}
    assert Separation(settle(runs(), kinds), (left("random", *values),)).ranges == {}


def test_a_range_that_holds_what_is_right_tells_nothing() -> None:
    kinds: dict[str, Any] = {"w": "parameters"}
    assert Separation(settle(runs(), kinds), (left("random", {"w": 1.9}, {"w": 2.1}),)).ranges == {}
