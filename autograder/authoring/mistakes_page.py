"""Every mistake that a lab recognises on one page: what changes in the code, what it leaves, what students read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from autograder.shared.files import write_whole
from labkit.judging.explain import Words, title_of
from labkit.judging.history_plot import compare_histories
from labkit.judging.key import Box, Finding
from labkit.judging.setting import in_words
from reference.lab_files.calibrated import Calibration
from reference.lab_files.known_mistake import ChangedCode, KnownMistake
from reference.lab_files.lab import Lab
from reference.lab_files.reference import Reference

MOST_NUMBERS = 6
"""Numbers of a value that are shown."""


@dataclass(frozen=True)
class Passage:
    """Lines of the solution that stand together, and what a mistake puts in their place."""

    cell: str
    first: int
    """The number of its first line in the cell."""
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """One way of making a mistake, as the page shows it."""

    value: str
    changed: tuple[Passage, ...]
    plot: Markup
    """The first history that it changes, beside the right one."""
    numbers: tuple[tuple[str, str, str], ...]
    """Name, what is right, what it leaves: of names that are no history."""
    by_chance: bool
    together: tuple[str, ...]
    is_named: bool
    """Whether anything is known of what it leaves, so that an answer can be compared with it."""


@dataclass(frozen=True)
class Entry:
    """A mistake with its ways."""

    name: str
    title: str
    hint: str
    ways: tuple[Way, ...]


def write_mistakes_page(path: Path, reference: Reference) -> int:
    """Write the page for the published setting, whole or not at all; how many mistakes are on it.

    Raises:
        CalibrationError: if the setting cannot tell right from wrong.
        OSError: if the page cannot be written.
    """
    setting = reference.lab.public_settings[0]
    keys, _ = reference.keys(setting)
    right = {name: box for key in keys.values() for name, box in key.right.items()}
    found = entries(reference.lab, reference.known_mistakes(setting), right)
    write_whole(path, build_page(reference.lab, found, reference.calibrate(setting)).encode(), 0o644)
    return len(found)


def entries(lab: Lab, mistakes: Sequence[KnownMistake], right: Mapping[str, Box]) -> list[Entry]:
    """The mistakes by name, in the order of their first way."""
    ways: dict[str, list[KnownMistake]] = {}
    for mistake in mistakes:
        ways.setdefault(mistake.name, []).append(mistake)
    histories = {name: task.entry for task in lab.tasks if task.kind == "history" for name in task.names}
    return [
        Entry(name, _title(found[0]), found[0].hint, _ways(found, right, histories)) for name, found in ways.items()
    ]


def build_page(lab: Lab, found: Sequence[Entry], calibration: Calibration) -> str:
    """The page as HTML that needs nothing beside it."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = files(__package__).joinpath("mistakes.html.j2").read_text(encoding="utf-8")
    return environment.from_string(template).render(
        lab=lab.name, setting=in_words(calibration.setting), entries=found, calibration=calibration
    )


def _title(mistake: KnownMistake) -> str:
    words = {mistake.name: Words(mistake.title, mistake.hint)}
    return title_of(Finding(mistake.name, mistake.value), words)


def _ways(found: Sequence[KnownMistake], right: Mapping[str, Box], histories: Mapping[str, str]) -> tuple[Way, ...]:
    return tuple(
        Way(
            "" if one.value is None else str(one.value),
            passages(one.changed),
            _plot(one, right, histories),
            tuple(_numbers(one, right, histories)),
            one.by_chance,
            one.together,
            bool(one.left),
        )
        for one in found
    )


def passages(changed: Sequence[ChangedCode]) -> tuple[Passage, ...]:
    """The changed lines, those that follow each other together: all that is taken out, then all that stands there."""
    runs: list[list[ChangedCode]] = []
    for line in changed:
        last = runs[-1][-1] if runs else None
        if last is not None and last.cell == line.cell and 0 <= line.number - last.number <= 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return tuple(
        Passage(
            run[0].cell,
            run[0].number,
            tuple(line.before for line in run if line.before),
            tuple(line.after for line in run if line.after),
        )
        for run in runs
    )


def _plot(mistake: KnownMistake, right: Mapping[str, Box], histories: Mapping[str, str]) -> Markup:
    for name, entry in histories.items():
        if name in mistake.left and name in right and mistake.left[name].low.ndim == 1:
            both = (right[name].centre.tolist(), mistake.left[name].centre.tolist())
            return Markup(compare_histories(name, *both, found_as="with the mistake", entry=entry))
    return Markup()


def _numbers(
    mistake: KnownMistake, right: Mapping[str, Box], histories: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    return [
        (name, _in_words(right[name]), _in_words(box))
        for name, box in mistake.left.items()
        if name in right and name not in histories and not _same(box, right[name])
    ]


def _same(one: Box, other: Box) -> bool:
    return one.low.shape == other.low.shape and bool(np.all(other.inside(one.centre)))


def _in_words(box: Box) -> str:
    numbers = [f"{number:.6g}" for number in np.atleast_1d(box.centre).ravel()]
    more = ", ..." if len(numbers) > MOST_NUMBERS else ""
    return ", ".join(numbers[:MOST_NUMBERS]) + more
