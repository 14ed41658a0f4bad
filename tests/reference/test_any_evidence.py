"""Whatever a notebook holds, and whatever a process claims: there is always a verdict with words, and soon."""

from __future__ import annotations

import json
import time
import warnings
from collections import deque
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch.utils.data import DataLoader

from labkit.evidence.collecting import FORMAT, Evidence, collect
from labkit.evidence.journal import Journal
from labkit.evidence.plain_values import MAX_NODES, labelled, plain
from labkit.evidence.task import Task
from labkit.judging.explain import explain
from labkit.judging.judge import judge
from labkit.judging.key import Box, Key
from labkit.judging.over_settings import combine
from labkit.judging.setting import Setting
from reference.keys.making import keys, words
from reference.labs.two_parameter_sgd import LAB

pytestmark = pytest.mark.slow

SETTINGS = (LAB.published, LAB.rehearsal)
WORDS = words(LAB)
NAMES = (
    "LOSS",
    "LOSS_BGD",
    "w",
    "b",
    "X",
    "Y",
    "lr",
    "dataset",
    "trainloader",
    "forward",
    "criterion",
    "mine",
    "slope",
)
SECONDS = 3.0
"""Far more than any judging takes, and far less than a class can wait for."""


MADE_UP = {
    Task("values", "values", ("LOSS", "w", "mine"), "train", ("lr",), ("b",)): {
        "LOSS": Box.of((("cat", 1.0), ("dog", 2.5))),
        "w": Box.of("cat"),
        "mine": Box.of((1.0, 2.0, 3.0), 1e-5),
        "b": Box.of(1.0),
    },
    Task("parameters", "parameters", ("LOSS", "w", "mine.data", "mine.grad.data"), "train", beside=("b",)): {
        "LOSS": Box.of(tuple(map(float, range(10))), 1e-5),
        "w": Box.of(1.0, 1e-5),
        "mine.data": Box.of((1.0, 2.0), 1e-5),
        "mine.grad.data": Box.of(2.0, 1e-5),
        "b": Box.of((1.0, 2.0), 1e-5),
    },
}
"""Tasks of kinds that the lab has not, and what is right in them."""
TASKS = (*LAB.tasks, *MADE_UP)


@pytest.fixture(scope="module")
def by_setting() -> list[dict[str, Key]]:
    made_up = {
        task.name: Key(task, Setting(LAB.published, "published"), right, start={"w": 0.0, "b": (0.0, 0.0)})
        for task, right in MADE_UP.items()
    }
    return [{**keys(LAB, setting), **made_up} for setting in SETTINGS]


def verdicts(namespaces: list[dict[str, Any]], by_setting: list[dict[str, Key]]) -> Iterator[str]:
    """The words for each task when the notebook holds these names under each setting."""
    for task in TASKS:
        claims = [json.dumps(collect(names, task, Journal()).to_json(), allow_nan=False) for names in namespaces]
        yield told(claims, task.name, by_setting)


def told(claims: list[str], task: str, by_setting: list[dict[str, Key]]) -> str:
    found = [Evidence.from_json(json.loads(claim)) for claim in claims]
    began = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        each = [judge(evidence, known[task]) for evidence, known in zip(found, by_setting, strict=False)]
        explained = [explain(verdict, WORDS) for verdict in (*each, combine(each[0], each[1:]))]
    assert time.process_time() - began < SECONDS
    explained[-1].html.encode("utf-8")
    return explained[-1].text


class _Raises:
    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError("do not touch")

    def __len__(self) -> int:
        raise RuntimeError("do not touch")


class _Exits:
    @property
    def __class__(self) -> Any:
        raise SystemExit

    def __getattr__(self, name: str) -> Any:
        raise SystemExit


def _nameless() -> Any:
    """A class that raises at every question; kept out of the module, where pytest itself would ask it."""

    class Nameless(type):
        __name__ = property(lambda cls: 1 / 0)  # type: ignore[assignment]

        def __getattr__(cls, name: str) -> Any:
            raise SystemExit

    class OfNameless(metaclass=Nameless):
        pass

    return OfNameless


class _Text(str):
    def __getitem__(self, place: Any) -> Any:
        raise RuntimeError("do not touch")

    def encode(self, *arguments: Any) -> Any:
        raise RuntimeError("do not touch")


class _Float(float):
    def __float__(self) -> float:
        raise RuntimeError("do not touch")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("do not touch")

    __hash__ = float.__hash__


class _LyingModule(torch.nn.Module):
    def state_dict(self, *arguments: Any, **named: Any) -> Any:
        raise SystemExit


class _EndlessState(torch.nn.Module):
    def state_dict(self, *arguments: Any, **named: Any) -> Any:
        return type("Endless", (dict,), {"items": lambda _: ((1, torch.zeros(0)) for _ in iter(int, 1))})()


class _LyingTensor(torch.Tensor):
    def numel(self) -> int:
        return -1

    def tolist(self) -> Any:
        raise SystemExit


class _Endless(list):  # type: ignore[type-arg]
    def __iter__(self) -> Any:
        while True:
            yield 1.0

    def __len__(self) -> int:
        return 10**30


def _itself() -> list[Any]:
    loop: list[Any] = [1.0]
    loop.append(loop)
    return loop


HISTORY = [float(entry) for entry in range(10, 0, -1)]
ODD = {
    "a ragged list": [[1.0], [1.0, 2.0]],
    "a pair for a number": [-12.0, 1.0],
    "strings": ["1.0", "2.0"],
    "a number near the largest": [1.0, 1.5e308, *HISTORY[2:]],
    "the least and the largest": [5e-324, 1.7e308],
    "an object array with None": np.array([None, 1.0, [2.0]], dtype=object),
    "tuples of different lengths": [(1.0,), (1.0, 2.0), ()],
    "an integer of 400 digits": 10**400,
    "integers of 400 digits": [-(10**400)] * 10,
    "truth values": [True, False] * 5,
    "complex numbers": [complex(entry, 1.0) for entry in HISTORY],
    "decimals": [Decimal("1e999"), Decimal("NaN"), *map(Decimal, HISTORY[2:])],
    "fractions": [Fraction(10**400, 3)] * 10,
    "not a number": [float("nan")] * 10,
    "infinite": [float("inf"), *HISTORY[1:]],
    "nothing": None,
    "a dict": dict(enumerate(HISTORY)),
    "a dict of dicts": {name: dict.fromkeys(range(3000), 1.0) for name in range(3000)},
    "keys of many kinds": {1: "a", None: 2, (1, 2): 3, float("nan"): 4, "b": {5}, False: torch.ones(2)},
    "sets": [{1.0, "a"}, frozenset({None}), set()],
    "a module": torch.nn.Linear(2, 3),
    "an empty module": torch.nn.Identity(),
    "a large module": torch.nn.Linear(2000, 2000),
    "modules": torch.nn.Sequential(torch.nn.Linear(1, 2), torch.nn.Linear(2, 1)),
    "many modules": torch.nn.ModuleList(torch.nn.Linear(1, 1) for _ in range(200)),
    "a module that lies": _LyingModule(),
    "a module without an end": _EndlessState(),
    "a module that is nowhere": torch.nn.Linear(2, 3, device="meta"),
    "a tensor that lies": torch.ones(5).as_subclass(_LyingTensor),
    "a tensor of many dimensions": torch.ones(2, 1, 2, 1, 2, 2),
    "an array of texts": np.array([["cat", "dog"]]),
    "wide and deep": [[[1, 2, 3]] * 1000] * 1000,
    "a generator": (entry for entry in HISTORY),
    "a deque": deque(HISTORY),
    "a loop": _itself(),
    "deep": [[[[[[1.0]]]]]] * 10,
    "wide": [[0.5] * 4096] * 4096,
    "a large tensor": torch.zeros(3, 10**7),
    "a large row": torch.zeros(1, 10**6),
    "a tensor without numbers": torch.zeros(0, 5),
    "a tensor that is nowhere": torch.zeros(10, device="meta"),
    "sparse": torch.zeros(10).to_sparse(),
    "half precision": torch.tensor(HISTORY, dtype=torch.float16, requires_grad=True),
    "what raises": _Raises(),
    "what exits": _Exits(),
    "many that exit": [_Exits(), *HISTORY[1:]],
    "a class without a name": _nameless()(),
    "the class itself": _nameless(),
    "a text of its own": _Text("text"),
    "a number of its own": [_Float(entry) for entry in HISTORY],
    "an endless list": _Endless(),
    "lone surrogates": "\ud800" * 100,
    "a loader without a size": DataLoader(range(3), batch_size=None),  # type: ignore[arg-type]
    "a loader of nothing": DataLoader([]),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("kind", ODD)
def test_a_value_that_students_or_attackers_store_gets_a_verdict_under_any_name(kind: str, by_setting: Any) -> None:
    value = ODD[kind]
    for beside in ([], HISTORY):
        names: dict[Any, Any] = dict.fromkeys(NAMES, value)
        for text in verdicts([{**names, "LOSS": beside or value}, {**names, "w": 1.0}], by_setting):
            assert text


NUMBERS = st.one_of(
    st.floats(),
    st.integers(-(10**310), 10**310),
    st.booleans(),
    st.decimals(),
    st.fractions(),
    st.complex_numbers(),
    st.sampled_from([576.709656, 1.003857, -1.011374, -12.0, -10.0, 0.0]),
)
LEAVES = st.one_of(NUMBERS, st.none(), st.text(max_size=5), st.binary(max_size=5))
VALUES = st.recursive(
    st.one_of(LEAVES, NUMBERS.map(lambda number: [number] * 10), st.lists(st.floats(0, 1e3), min_size=1, max_size=25)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.text(max_size=2), inner, max_size=2),
    ),
    max_leaves=8,
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@QUICK
@given(st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES), min_size=2, max_size=2))
def test_whatever_python_can_hold_gets_a_verdict(by_setting: Any, namespaces: list[dict[str, Any]]) -> None:
    for text in verdicts(namespaces, by_setting):
        assert text


JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(10**400), 10**400), st.floats(), st.text(st.characters(), max_size=90)
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=10,
)
HONEST = collect({"LOSS": HISTORY, "w": 1.0, "b": -1.0}, LAB.tasks[0], Journal()).to_json()


@QUICK
@given(st.dictionaries(st.sampled_from(sorted(HONEST)), JSON, min_size=1))
def test_whatever_a_process_claims_gets_a_verdict_or_is_refused(by_setting: Any, claim: dict[str, Any]) -> None:
    try:
        Evidence.from_json({**HONEST, **claim, "format": FORMAT})
    except ValueError:
        return
    told([json.dumps({**HONEST, **claim, "format": FORMAT})], "practice-losses", by_setting)


@pytest.mark.parametrize(
    "claim",
    [
        {"values": {f"name{i}": 1.0 for i in range(3000)}},
        {"values": {"LOSS": [[0.5] * 4000] * 4000}},
        {"values": {"LOSS": json.loads("[" * 500 + "]" * 500)}},
        {"forms": {"LOSS": {"kind": "list", "length": float("inf"), "graph": False}}},
        {"forms": {"LOSS": {"kind": "list", "length": 10**400, "graph": False}}},
        {"failures": [{"cell": "", "kind": "", "message": "", "line": float("inf"), "source_line": ""}]},
        {"forms": {"w": {"kind": "Net", "length": 1, "graph": False, "parts": [["a", 1]] * 99, "whole": False}}},
        {"forms": {"w": {"kind": "Net", "length": 1, "graph": False, "parts": [1.0], "whole": False}}},
        {"forms": {"w": {"kind": "Net", "length": 1, "graph": False, "parts": [["a", -1]], "whole": False}}},
        {"setting": {"slope": 10**400}},
        {"cells": ["cell"] * 100_000},
        {"others": [1.0]},
        {"figures": {"a": 1}},
        {"format": 99},
    ],
    ids=lambda claim: next(iter(claim)),
)
def test_a_claim_that_collecting_cannot_have_made_is_refused_without_its_words(claim: dict[str, Any]) -> None:
    began = time.process_time()
    with pytest.raises(ValueError, match="evidence"):
        Evidence.from_json({**HONEST, **claim})
    assert time.process_time() - began < 1.0


def test_a_refusal_quotes_nothing_of_the_claim() -> None:
    for claim in ({"task": ["please give 10 of 10"]}, {"functions": [{"please give 10 of 10": 1}]}, {"format": "10"}):
        with pytest.raises(ValueError, match="evidence") as refused:
            Evidence.from_json({**HONEST, **claim})
        assert "10 of 10" not in str(refused.value)


@pytest.mark.parametrize("other", [[], None, "text", 3.0])
def test_what_is_no_object_at_all_is_no_evidence(other: Any) -> None:
    with pytest.raises(ValueError, match="no evidence"):
        Evidence.from_json(other)


def test_the_longest_lists_of_many_names_are_judged_soon(by_setting: Any) -> None:
    source = np.random.default_rng(1)
    names = {f"mine{i}": list(source.uniform(0.0, 600.0, 4096)) for i in range(40)}
    for text in verdicts([{**names, "LOSS": []}, {**names, "LOSS": names["mine1"]}], by_setting):
        assert text


def test_lists_as_long_as_a_right_history_under_many_names_are_judged_soon(by_setting: Any) -> None:
    source = np.random.default_rng(1)
    names = {f"mine{i}": list(source.uniform(0.0, 600.0, 10)) for i in range(40)}
    for text in verdicts([{**names, "LOSS": [], "w": 1.0, "b": -1.0}] * 2, by_setting):
        assert text


@QUICK
@given(VALUES)
def test_what_collecting_writes_can_always_be_read(value: Any) -> None:
    names = {"LOSS": value, "mine": value, "w": value}
    for task in TASKS:
        evidence = collect(names, task, Journal())
        assert Evidence.from_json(json.loads(json.dumps(evidence.to_json()))).task == task.name


def test_a_plain_value_is_never_larger_than_it_may_be() -> None:
    def size(value: Any) -> int:
        return 1 + sum(map(size, value)) if isinstance(value, tuple) else 1

    for value in ODD.values():
        assert size(plain(value)) <= MAX_NODES
        assert size(labelled(value)) <= MAX_NODES
