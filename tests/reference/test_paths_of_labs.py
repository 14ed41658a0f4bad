"""The path shown with a mistake is the one that this mistake takes: held to the keys, and to trainings written anew."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
import torch

from labkit.judging.expected import Expected
from labkit.judging.key import Box, Finding
from labkit.judging.paths.known_paths import KnownPaths, parting
from reference.recipes.mistakes import CATALOGUE
from reference.recipes.mistakes.closer_hints import CLOSER_HINTS
from reference.solutions.words import WORDS

ROOT = Path(__file__).resolve().parents[2]
LABS = sorted(path.name for path in (ROOT / "source").iterdir() if (path / "expected.json").is_file())
WITHOUT = {"train-validation"}
"""It trains several models, so no single path leads anywhere."""
RUN_AWAY = 50
"""How many times farther than the start parameters lie that ran away."""
ROUNDED = 1e-4
"""Coordinates ship with five digits."""


def shipped(lab: str) -> Expected:
    return Expected.from_json(json.loads((ROOT / "source" / lab / "expected.json").read_text()))


def path_of(lab: str) -> KnownPaths:
    (known,) = shipped(lab).paths
    return known


def left_by_single_mistakes(told: Expected, known: KnownPaths) -> dict[Finding, list[dict[str, Box]]]:
    """What each mistake alone leaves in the parameters, by the published keys."""
    (keys,) = (keys for keys in told.keys if keys[0].setting.is_published)
    left: dict[Finding, list[dict[str, Box]]] = {}
    for key in keys:
        for one in key.known if key.task.name in known.tasks else ():
            boxes = {name: box for name, box in one.boxes.items() if name in known.names}
            if len(one.findings) == 1 and set(boxes) == set(known.names):
                left.setdefault(one.findings[0], []).append(boxes)
    return left


def ends_in(path: tuple[tuple[float, float], ...], boxes: dict[str, Box], names: tuple[str, ...]) -> bool:
    found = np.array(path[-1])
    low = np.concatenate([np.atleast_1d(boxes[name].low) for name in names])
    high = np.concatenate([np.atleast_1d(boxes[name].high) for name in names])
    beyond = np.isnan(low) | (np.abs(found) > np.finfo(np.float32).max)
    reach = ROUNDED * np.maximum(np.abs(found), 1e-3)
    return bool(np.all(beyond | ((low - reach <= found) & (found <= high + reach))))


def test_every_lab_with_one_training_has_paths() -> None:
    assert {lab for lab in LABS if not shipped(lab).paths} == WITHOUT


@pytest.mark.parametrize("lab", [lab for lab in LABS if lab not in WITHOUT])
def test_each_path_ends_where_its_mistake_leaves_the_parameters(lab: str) -> None:
    told, known = shipped(lab), path_of(lab)
    left = left_by_single_mistakes(told, known)
    held = {finding: boxes for finding, boxes in left.items() if finding in known.mistakes}
    assert len(held) >= 20
    # each thing that a mistake leaves has a path that leads there
    lacking = [
        (finding, one)
        for finding, boxes in held.items()
        for one in boxes
        if not any(ends_in(way, one, known.names) for way in known.mistakes[finding])
    ]
    assert lacking == []
    # and each path leads to something that the mistake leaves; keys say nothing definite of those that run away
    far = RUN_AWAY * max(map(abs, known.right[0]))
    astray = [
        (finding, way[-1])
        for finding, boxes in held.items()
        for way in known.mistakes[finding]
        if not any(ends_in(way, one, known.names) for one in boxes)
        and all(math.isfinite(number) and abs(number) <= far for number in way[-1])
    ]
    assert astray == []


@pytest.mark.parametrize("lab", [lab for lab in LABS if lab not in WITHOUT])
def test_the_right_path_leads_from_the_start_to_what_is_right(lab: str) -> None:
    told, known = shipped(lab), path_of(lab)
    task = next(task for task in told.tasks if task.kind == "parameters" and task.name in known.tasks)
    right = told.key(task.name, told.published)
    assert right is not None
    assert ends_in(known.right, dict(right.right), known.names)
    losses = told.key(known.tasks[0], told.published).right[known.history]  # type: ignore[union-attr]
    assert np.allclose(known.losses, losses.centre, rtol=1e-4)
    assert len(known.right) == len(known.losses) + 1
    low = [known.landscape.w[0], known.landscape.b[0]]
    high = [known.landscape.w[1], known.landscape.b[1]]
    assert np.all((np.array(known.right[0]) >= low) & (np.array(known.right[0]) <= high))


def data() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Inputs, noise-free line and targets of the first lab, as its facts say."""
    torch.manual_seed(1)
    x = torch.arange(-3, 3, 0.1).view(-1, 1)
    line = 1.0 * x - 1.0
    y = line + 0.1 * torch.randn(x.size())
    return tuple(values.double().numpy().ravel() for values in (x, line, y))  # type: ignore[return-value]


def trained(mistake: str = "") -> list[tuple[float, float]]:
    """Pair after pair over ten epochs in float64, written for this test alone: the parameters after each epoch."""
    x, line, y = data()
    w, b, gw, gb = -12.0, -10.0, 0.0, 0.0
    rate = 0.01 if mistake == "rate" else 0.1
    path = [(w, b)]
    for _ in range(10):
        for one, clean, noisy in zip(x, line, y, strict=True):
            target = noisy if mistake == "noisy" else clean
            apart = w * one + b - target
            new_w, new_b = 2 * apart * one, 2 * apart
            gw, gb = (gw + new_w, gb + new_b) if mistake == "kept" else (new_w, new_b)
            w, b = w - rate * gw, b - rate * (gw if mistake == "exchanged" else gb)
        path.append((w, b))
    return path


@pytest.mark.parametrize(
    ("mistake", "finding"),
    [
        ("", None),
        ("rate", Finding("learning-rate-too-small", 0.01)),
        ("noisy", Finding("trained-on-noisy-pairs")),
        ("exchanged", Finding("b-updated-with-w-gradient")),
        ("kept", Finding("gradients-not-zeroed")),
    ],
)
def test_paths_of_the_first_lab_are_those_of_a_training_written_anew(mistake: str, finding: Finding | None) -> None:
    known = path_of("two-parameter-sgd")
    ways = (known.right,) if finding is None else known.mistakes[finding]
    assert any(np.allclose(way, trained(mistake), rtol=2e-4, atol=1e-4) for way in ways)


def test_mistakes_of_recording_take_the_right_path() -> None:
    known = path_of("two-parameter-sgd")
    for name in ("loss-against-x", "loss-after-update", "loss-per-sample", "history-appended-twice"):
        assert all(parting(known.right, way) is None for way in known.mistakes[Finding(name)]), name


# The words that are said last


@pytest.mark.parametrize("name", sorted({mistake.name for mistake in CATALOGUE} | set(WORDS)))
def test_each_mistake_has_a_closer_hint_that_gives_no_line_away(name: str) -> None:
    closer = CLOSER_HINTS[name]
    assert closer.endswith((".", "?"))
    assert not re.search(r"[=()\[\]`{}_]|\.\w", closer.replace("set_default", "")), closer
    titles = {mistake.name: (mistake.title, mistake.hint) for mistake in CATALOGUE}
    assert closer not in titles.get(name, ())
    assert 30 < len(closer) < 260
    assert closer.count(". ") <= 2


def test_no_closer_hint_is_left_over() -> None:
    assert set(CLOSER_HINTS) == {mistake.name for mistake in CATALOGUE} | set(WORDS)
