"""Evidence: what a notebook shows for a task under one setting, as bounded plain data.

Evidence is a claim made by the process that ran the notebook. It says what is there, never whether that is right.
"""

import inspect
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from . import figures as drawn
from . import givens
from .journal import Failure, Journal
from .plain import MAX_STRING, Form, Value, form, from_json, numbers, plain, to_json
from .task import Task

FORMAT = 1
MAX_OTHERS = 24
MAX_FIGURES = 12


@dataclass(frozen=True)
class Evidence:
    """What a notebook shows for one task; a name that is absent in `values` is missing in the notebook."""

    task: str
    values: Mapping[str, Value] = field(default_factory=dict)
    """The names of the task and those beside it: numbers, histories, or short strings for what is neither."""
    forms: Mapping[str, Form] = field(default_factory=dict)
    """How these values were stored."""
    others: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Other lists of numbers that the notebook holds."""
    functions: tuple[str, ...] = ()
    """Functions and classes that the student defined."""
    setting: Mapping[str, float] = field(default_factory=dict)
    """What the names of the setting hold now."""
    givens: Mapping[str, Value] = field(default_factory=dict)
    """What the lab gave, as `labkit.givens` measures it."""
    figures: tuple[tuple[drawn.AxesShown, ...], ...] = ()
    """What the latest figures show, oldest first."""
    failures: tuple[Failure, ...] = ()
    """Exceptions that ended cells."""
    cells: tuple[str, ...] = ()
    """The cells that ran."""

    def history(self, name: str) -> tuple[float, ...] | None:
        """The numbers of the history `name`; `None` where there is none."""
        return numbers(self.values.get(name))

    def to_json(self) -> dict[str, Any]:
        """The evidence as strict JSON data of bounded size."""
        return {
            "format": FORMAT,
            "task": self.task,
            "values": {name: to_json(value) for name, value in self.values.items()},
            "forms": {name: asdict(form) for name, form in self.forms.items()},
            "others": {name: to_json(history) for name, history in self.others.items()},
            "functions": list(self.functions),
            "setting": {name: to_json(value) for name, value in self.setting.items()},
            "givens": {name: to_json(value) for name, value in self.givens.items()},
            "figures": [[_axes_to_json(axes) for axes in figure] for figure in self.figures],
            "failures": [asdict(failure) for failure in self.failures],
            "cells": list(self.cells),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Evidence":
        """The evidence that `to_json` wrote; raises `ValueError` for anything that it could not have written."""
        try:
            return _parsed(data)
        except (KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
            raise ValueError(f"this is no evidence: {type(error).__name__}: {error}") from error


def collect(namespace: Mapping[str, object], task: Task, journal: Journal) -> Evidence:
    """What `namespace` and `journal` show for `task`.

    The one way in which evidence is made, in a student's notebook as in the grader. Never raises for values that a
    student may have stored.
    """
    present = [name for name in task.collected if name in namespace]
    return Evidence(
        task=task.name,
        values={name: plain(namespace[name]) for name in present},
        forms={name: form(namespace[name]) for name in present},
        others=_other_histories(namespace, task),
        functions=_own_functions(namespace, task),
        setting={name: number for name in task.setting if isinstance(number := plain(namespace.get(name, "")), float)},
        givens={name: value for name in task.givens if (value := givens.measure(name, namespace)) is not None},
        figures=_shown(journal) if task.kind == "figure" else (),
        failures=journal.failures,
        cells=journal.cells,
    )


def _other_histories(namespace: Mapping[str, object], task: Task) -> dict[str, tuple[float, ...]]:
    """Lists of numbers under names that the task does not name, the latest names first kept."""
    skipped = {*task.collected, *task.givens, *task.setting, "In", "Out"}
    histories: dict[str, tuple[float, ...]] = {}
    for name, value in reversed(list(namespace.items())):
        if name.startswith("_") or name in skipped or not isinstance(value, list):
            continue
        history = numbers(plain(value))
        if history:
            histories[name[:MAX_STRING]] = history
        if len(histories) == MAX_OTHERS:
            break
    return histories


def _own_functions(namespace: Mapping[str, object], task: Task) -> tuple[str, ...]:
    """Functions and classes that were defined in the notebook by neither the lab nor the kit."""
    skipped = {*task.known, *task.givens}
    found = [
        name[:MAX_STRING]
        for name, value in list(namespace.items())
        if name not in skipped
        and not name.startswith("_")
        and (inspect.isfunction(value) or inspect.isclass(value))
        and getattr(value, "__module__", None) == "__main__"
    ]
    return tuple(found[:MAX_OTHERS])


def _shown(journal: Journal) -> tuple[tuple[drawn.AxesShown, ...], ...]:
    """What the latest figures show; a figure that cannot be read shows nothing."""
    shown = []
    for figure in journal.figures[-MAX_FIGURES:]:
        try:
            shown.append(drawn.describe(figure))
        except Exception:  # a student may have put anything into a figure
            shown.append(())
    return tuple(shown)


def _axes_to_json(axes: drawn.AxesShown) -> dict[str, Any]:
    return {
        "curves": [
            {"x": to_json(curve["x"]), "y": to_json(curve["y"]), "label": curve["label"]} for curve in axes["curves"]
        ],
        "xlabel": axes["xlabel"],
        "ylabel": axes["ylabel"],
        "legend": list(axes["legend"]),
    }


def _parsed(data: Mapping[str, Any]) -> Evidence:
    if data["format"] != FORMAT:
        raise ValueError(f"evidence has format {data['format']!r}, must be {FORMAT}")
    return Evidence(
        task=_text(data["task"]),
        values={_text(name): from_json(value) for name, value in data["values"].items()},
        forms={_text(name): _form(entry) for name, entry in data["forms"].items()},
        others={_text(name): _history(value) for name, value in _first(data["others"])},
        functions=tuple(_text(name) for name in data["functions"][:MAX_OTHERS]),
        setting={_text(name): float(value) for name, value in data["setting"].items() if _finite(value)},
        givens={_text(name): from_json(value) for name, value in data["givens"].items()},
        figures=tuple(
            tuple(_axes(axes) for axes in figure[: drawn.MAX_AXES]) for figure in data["figures"][:MAX_FIGURES]
        ),
        failures=tuple(_failure(entry) for entry in data["failures"][:100]),
        cells=tuple(_text(name) for name in data["cells"][:1000]),
    )


def _first(data: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return list(data.items())[:MAX_OTHERS]


def _text(value: object, longest: int = MAX_STRING) -> str:
    if not isinstance(value, str):
        raise ValueError(f"evidence holds {value!r:.40} where a string must be")
    return value[:longest]


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _history(value: object) -> tuple[float, ...]:
    history = numbers(from_json(value))
    if history is None:
        raise ValueError("evidence holds something else where a list of numbers must be")
    return history


def _form(entry: Mapping[str, Any]) -> Form:
    length = entry["length"]
    return Form(_text(entry["kind"]), None if length is None else int(length), entry["graph"] is True)


def _axes(axes: Mapping[str, Any]) -> drawn.AxesShown:
    return drawn.AxesShown(
        curves=tuple(
            drawn.CurveShown(x=_history(c["x"]), y=_history(c["y"]), label=_text(c["label"], drawn.MAX_LABEL))
            for c in axes["curves"][: drawn.MAX_CURVES]
        ),
        xlabel=_text(axes["xlabel"], drawn.MAX_LABEL),
        ylabel=_text(axes["ylabel"], drawn.MAX_LABEL),
        legend=tuple(_text(text, drawn.MAX_LABEL) for text in axes["legend"][: drawn.MAX_CURVES]),
    )


def _failure(entry: Mapping[str, Any]) -> Failure:
    line = entry["line"]
    return Failure(
        cell=_text(entry["cell"]),
        kind=_text(entry["kind"]),
        message=_text(entry["message"], 300),
        line=None if line is None else int(line),
        source_line=_text(entry["source_line"], 300),
    )
