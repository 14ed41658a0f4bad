"""Evidence: what a notebook shows for a task under one setting, as bounded plain data.

Evidence is a claim made by the process that ran the notebook. It says what is there, never whether that is right.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from . import given_values as givens
from . import named_values, surroundings
from .figures import FigureShown, figure_from_json, figure_to_json, points_in
from .journal import MAX_TEXT, Failure, Journal
from .named_values import ABSENT
from .plain_values import MAX_STRING, Form, Parts, Value, from_json, numbers, plain, short, to_json
from .shown_figures import UNSEEN
from .surroundings import Loader
from .task import Task

FORMAT = 7
MAX_NAMES = 64
"""Names with a value in the evidence of one task; no lab asks for nearly as many."""
MAX_OTHERS = 24
MAX_FIGURES = 40
MAX_FIGURE_POINTS = 60_000
"""Points of all figures together; of more the oldest figures are left out."""
MAX_FAILURES = 100
MAX_CELLS = 1000
LARGEST_COUNT = 10**9


@dataclass(frozen=True)
class Evidence:
    """What a notebook shows for one task; a name that is absent in `values` is missing in the notebook."""

    task: str
    values: Mapping[str, Value] = field(default_factory=dict)
    """The names of the task and those beside it: numbers, histories, parameters and values, or short strings for what
    is none of these."""
    forms: Mapping[str, Form] = field(default_factory=dict)
    """How these values were stored."""
    others: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Other lists of numbers that the notebook holds."""
    functions: tuple[str, ...] = ()
    """Functions and classes that the student defined, also under a name of the lab's own."""
    stubs: tuple[str, ...] = ()
    """Those of them that hold no work yet: nothing but `pass`, `...` or `raise NotImplementedError`."""
    called: tuple[str, ...] = ()
    """The lab's own functions that the student's lines call."""
    uses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Functions of the notebook, the lab's among them, each with the collected names that its lines hold."""
    uncalled: tuple[str, ...] = ()
    """Methods of training that the student's lines name and do not call, such as `optimizer.step`."""
    loaders: Mapping[str, Loader] = field(default_factory=dict)
    """The notebook's data loaders, as they are now."""
    optimisers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The notebook's optimisers, each with the names of the task whose parameters it moves."""
    defaults: tuple[str, ...] = ()
    """What new tensors are made as, such as `float64` or `cuda`, where that is not torch's own default."""
    near: Mapping[str, str] = field(default_factory=dict)
    """For names that an exception says are not defined, the name that is there and looks most like it."""
    bound: Mapping[str, str] = field(default_factory=dict)
    """For names of the task and other lists, the cell that put there what they hold."""
    setting: Mapping[str, float] = field(default_factory=dict)
    """What the names of the setting hold now."""
    givens: Mapping[str, Value] = field(default_factory=dict)
    """What the lab gave, as `labkit.evidence.given_values` measures it."""
    figures: tuple[FigureShown, ...] = ()
    """What the latest figures showed that a reader sees, oldest first."""
    unseen: tuple[str, ...] = ()
    """Why figures were not seen that were drawn, in the words of `labkit.evidence.shown_figures`."""
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
            "forms": {name: _form_to_json(form) for name, form in self.forms.items()},
            "others": {name: to_json(history) for name, history in self.others.items()},
            "functions": list(self.functions),
            "stubs": list(self.stubs),
            "called": list(self.called),
            "uses": {name: list(lists) for name, lists in self.uses.items()},
            "uncalled": list(self.uncalled),
            "loaders": {name: asdict(loader) for name, loader in self.loaders.items()},
            "optimisers": {name: list(moved) for name, moved in self.optimisers.items()},
            "defaults": list(self.defaults),
            "near": dict(self.near),
            "bound": dict(self.bound),
            "setting": {name: to_json(value) for name, value in self.setting.items()},
            "givens": {name: to_json(value) for name, value in self.givens.items()},
            "figures": [figure_to_json(figure) for figure in self.figures],
            "unseen": list(self.unseen),
            "failures": [asdict(failure) for failure in self.failures],
            "cells": list(self.cells),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Evidence":
        """The evidence that `to_json` wrote.

        The message says nothing of what was found: evidence is a claim, and its words are not the grader's.

        Raises:
            ValueError: for anything that it could not have written.
        """
        try:
            return _parsed(data)
        except (LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
            raise ValueError("this is no evidence: a part is missing or of another kind") from error


def collect(namespace: Mapping[str, object], task: Task, journal: Journal) -> Evidence:
    """What `namespace` and `journal` show for `task`.

    The one way in which evidence is made, in a student's notebook as in the grader. Never raises for values that a
    student may have stored.
    """
    task = task.as_judged
    names = {name: value for name, value in list(namespace.items()) if type(name) is str}
    present = {name: value for name in task.collected if (value := named_values.find(name, names)) is not ABSENT}
    found = {name: named_values.read(name, value, task) for name, value in present.items()}
    functions = [
        name for name in surroundings.own_functions(names, task) if not _is_from_elsewhere(name, task, journal)
    ]
    others = _other_histories(names, task)
    return Evidence(
        task=task.name,
        values={name: value for name, (value, _) in found.items()},
        forms={name: form for name, (_, form) in found.items()},
        others=others,
        functions=tuple(short(name) for name in functions[:MAX_OTHERS]),
        stubs=tuple(short(name) for name in functions[:MAX_OTHERS] if surroundings.is_stub(names[name])),
        called=_called(task, journal),
        uses=surroundings.uses_of(names, task.collected),
        uncalled=_uncalled(task, journal),
        loaders=surroundings.loaders(names),
        optimisers=surroundings.optimisers(names, present, functions, _made_by_answer(names, task, journal)),
        defaults=surroundings.changed_defaults(),
        near=surroundings.near_names(names, journal.failures),
        bound={name: short(cell) for name in (*present, *others) if (cell := _cell_of(name, journal)) is not None},
        setting={name: number for name in task.setting if isinstance(number := plain(names.get(name, "")), float)},
        givens={name: value for name in task.givens if (value := givens.measure(name, names)) is not None},
        figures=_shown(journal) if task.kind == "figure" else (),
        unseen=journal.sights.unseen if task.kind == "figure" else (),
        failures=tuple(_clean(failure) for failure in journal.failures[-MAX_FAILURES:]),
        cells=tuple(short(cell) for cell in journal.cells[:MAX_CELLS]),
    )


def fingerprint(evidence: Evidence) -> str:
    """The same for answers that left the same in the names of the task; whatever else the notebook did is left out."""
    told = json.dumps(evidence.to_json()["values"], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _is_from_elsewhere(name: str, task: Task, journal: Journal) -> bool:
    """Whether a function belongs to another practice, or is the lab's own, from a cell above the answer."""
    return _cell_of(name, journal) in task.apart or (name in task.known and _is_above(name, task, journal))


def _is_above(name: str, task: Task, journal: Journal) -> bool:
    """Whether a cell above the answer put there what a name holds."""
    cell, cells = _cell_of(name, journal), journal.cells
    return cell in cells and task.answer in cells and cells.index(cell) < cells.index(task.answer)


def _uncalled(task: Task, journal: Journal) -> tuple[str, ...]:
    """What the cells name and do not call, those of other practices left out."""
    named = (method for cell, lines in journal.lines.items() if cell not in task.apart for method in lines.uncalled)
    return tuple(short(method) for method in list(dict.fromkeys(named))[:MAX_OTHERS])


def _called(task: Task, journal: Journal) -> tuple[str, ...]:
    """The lab's functions that the answer calls, or a cell below it that belongs to no other practice."""
    cells = journal.cells
    below = cells[cells.index(task.answer) :] if task.answer in cells else ()
    lines = (journal.lines[cell] for cell in below if cell in journal.lines and cell not in task.apart)
    called = dict.fromkeys(name for one in lines for name in one.called if name in task.known)
    return tuple(short(name) for name in list(called)[:MAX_OTHERS])


def _made_by_answer(names: Iterable[str], task: Task, journal: Journal) -> list[str]:
    """The names that hold what the answer put there, or a cell below it."""
    known = [name for name in names if _cell_of(name, journal) is not None]
    return [name for name in known if task.answer in journal.cells and not _is_above(name, task, journal)]


def _cell_of(name: str, journal: Journal) -> str | None:
    """The cell that put there what a name holds, or the variable in which a path begins."""
    return journal.bound.get(named_values.root(name))


def _other_histories(namespace: Mapping[str, object], task: Task) -> dict[str, tuple[float, ...]]:
    """Lists of numbers under names that the task does not name, the latest names first kept."""
    skipped = {*task.collected, *task.givens, *task.setting, "In", "Out"}
    histories: dict[str, tuple[float, ...]] = {}
    for name, value in reversed(list(namespace.items())):
        if name.startswith("_") or name in skipped or not issubclass(type(value), list):
            continue
        history = numbers(plain(value))
        if history:
            histories[short(name)] = history
        if len(histories) == MAX_OTHERS:
            break
    return histories


def _clean(failure: Failure) -> Failure:
    """The failure in texts that can be written in UTF-8 and are as long as evidence may hold."""
    return Failure(
        short(failure.cell),
        short(failure.kind),
        short(failure.message, MAX_TEXT),
        failure.line,
        short(failure.source_line, MAX_TEXT),
    )


def _shown(journal: Journal) -> tuple[FigureShown, ...]:
    """What the latest figures showed, as many as there is room for."""
    kept: list[FigureShown] = []
    room = MAX_FIGURE_POINTS
    for figure in reversed(journal.sights.figures[-MAX_FIGURES:]):
        room -= points_in(figure)
        if room < 0:
            break
        kept.append(figure)
    return tuple(reversed(kept))


def _parsed(data: Mapping[str, Any]) -> Evidence:
    if data["format"] != FORMAT:
        raise ValueError(f"evidence has another format than {FORMAT}")
    figures = tuple(figure_from_json(figure) for figure in _few(data["figures"], MAX_FIGURES))
    if sum(map(points_in, figures)) > MAX_FIGURE_POINTS:
        raise ValueError("evidence holds too many points in figures")
    return Evidence(
        task=_text(data["task"]),
        values={name: from_json(value) for name, value in _named(data["values"])},
        forms={name: _form(entry) for name, entry in _named(data["forms"])},
        others={name: _history(value) for name, value in _named(data["others"], MAX_OTHERS)},
        functions=_texts(data["functions"], MAX_OTHERS),
        stubs=_texts(data["stubs"], MAX_OTHERS),
        called=_texts(data["called"], MAX_OTHERS),
        uses={name: _texts(lists, MAX_NAMES) for name, lists in _named(data["uses"], MAX_OTHERS)},
        uncalled=_texts(data["uncalled"], MAX_OTHERS),
        loaders={name: _loader(entry) for name, entry in _named(data["loaders"], MAX_OTHERS)},
        optimisers={name: _texts(moved, MAX_NAMES) for name, moved in _named(data["optimisers"], MAX_OTHERS)},
        defaults=_texts(data["defaults"], MAX_OTHERS),
        near={name: _text(value) for name, value in _named(data["near"], MAX_OTHERS)},
        bound={name: _text(value) for name, value in _named(data["bound"])},
        setting={name: float(value) for name, value in _named(data["setting"]) if _is_number(value)},
        givens={name: from_json(value) for name, value in _named(data["givens"])},
        figures=figures,
        unseen=tuple(why for why in _few(data["unseen"], len(UNSEEN)) if why in UNSEEN),
        failures=tuple(_failure(entry) for entry in _few(data["failures"], MAX_FAILURES)),
        cells=_texts(data["cells"], MAX_CELLS),
    )


def _named(data: Any, most: int = MAX_NAMES) -> list[tuple[str, Any]]:
    """The entries of an object, as many as collecting can have made."""
    if not isinstance(data, dict) or len(data) > most:
        raise ValueError(f"evidence holds no object of at most {most} names where one must be")
    return [(_text(name), value) for name, value in data.items()]


def _few(data: Any, most: int) -> list[Any]:
    if not isinstance(data, list) or len(data) > most:
        raise ValueError(f"evidence holds no list of at most {most} entries where one must be")
    return data


def _texts(data: Any, most: int) -> tuple[str, ...]:
    return tuple(_text(entry) for entry in _few(data, most))


def _text(value: object, longest: int = MAX_STRING) -> str:
    if not isinstance(value, str):
        raise ValueError("evidence holds something else where a string must be")
    return short(value, longest)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _history(value: object) -> tuple[float, ...]:
    history = numbers(from_json(value))
    if history is None:
        raise ValueError("evidence holds something else where a list of numbers must be")
    return history


def _count(value: object) -> int | None:
    """A length or a line number; `None` where it is not known."""
    if value is None or (type(value) is int and 0 <= value <= LARGEST_COUNT):
        return value
    raise ValueError("evidence holds something else where a count must be")


def _form(entry: Mapping[str, Any]) -> Form:
    parts = _parts(entry["parts"])
    return Form(_text(entry["kind"]), _count(entry["length"]), entry["graph"] is True, parts, entry["whole"] is True)


def _parts(data: Any) -> Parts:
    return tuple((_text(part[0]), _count(part[1]) or 0) for part in _few(data, named_values.MAX_PARTS))


def _form_to_json(form: Form) -> dict[str, Any]:
    return {**asdict(form), "parts": [list(part) for part in form.parts]}


def _loader(entry: Mapping[str, Any]) -> Loader:
    return Loader(_count(entry["batch"]), _count(entry["points"]), entry["in_order"] is True)


def _failure(entry: Mapping[str, Any]) -> Failure:
    return Failure(
        cell=_text(entry["cell"]),
        kind=_text(entry["kind"]),
        message=_text(entry["message"], MAX_TEXT),
        line=_count(entry["line"]),
        source_line=_text(entry["source_line"], MAX_TEXT),
    )
