"""The training runs that the report draws: what the evidence shows of them, and the path where it can be known."""

from collections.abc import Mapping, Sequence

import numpy as np

from autograder.grading.submission_verdicts import Result
from autograder.report.data import Entry, Point, RunShown, Subject, Training, ValueRow
from autograder.report.kinds import training_items
from labkit.evidence.collecting import Evidence
from labkit.evidence.plain_values import Value, leaves, numbers
from labkit.evidence.task import Task
from labkit.judging.key import Box, Finding, as_numbers
from labkit.judging.paths.known_paths import KnownPaths, ends_at
from labkit.judging.paths.shown import end_of, symbols_of

MOST_PARTS = 8
"""Numbers and texts of a value that are shown."""


def training(subject: Subject, entries: Sequence[Entry], kinds: Sequence[str]) -> Training | None:
    """All runs under the published setting; `None` for an assignment without a surface, a history, or parameters."""
    known = next(iter(subject.paths), None)
    if subject.surface is None:
        return None if known is None else _on_landscape(subject, known, entries, kinds)
    history = next((task for task in subject.tasks if task.kind == "history"), None)
    pair = next((task.names for task in subject.tasks if task.kind == "parameters" and len(task.names) == 2), None)
    if history is None or pair is None:
        return None
    names = (history.names[0], pair[0], pair[1])
    runs = tuple(_run(subject, entry, history, names, kind) for entry, kind in zip(entries, kinds, strict=True) if kind)
    right = () if known is None else known.right
    return Training(subject.surface, subject.right, runs, names, right_path=right)


def _on_landscape(
    subject: Subject, known: KnownPaths, entries: Sequence[Entry], kinds: Sequence[str]
) -> Training | None:
    """All runs of the practice whose paths ship, over the surface that ships with them."""
    task = next((task for task in subject.tasks if task.name in known.tasks and task.kind == "history"), None)
    if task is None:
        return None
    runs = tuple(_known_run(known, entry, task, kind) for entry, kind in zip(entries, kinds, strict=True) if kind)
    w, b = symbols_of(known)
    return Training(
        known.landscape, known.losses, runs, (known.history, w, b), right_path=known.right, entry=known.entry
    )


def _known_run(known: KnownPaths, entry: Entry, task: Task, kind: str) -> RunShown:
    values = _values(entry, task)
    loss = numbers(values.get(known.history)) or ()
    end = end_of(values, known.names)
    findings = _findings(entry.result)
    if kind == "right":
        path = known.right if end is not None and ends_at(known.right, end) else None
    else:
        path = known.path_of(findings, end) if end is not None else None
    return RunShown(kind, loss, end, path or ())


def further(subject: Subject, entries: Sequence[Entry], kinds: Sequence[str]) -> tuple[Training, ...]:
    """What `training` does not show: each other history that is judged, and two parameters of the same practice."""
    first = training(subject, entries, kinds)
    drawn = set() if first is None else {*first.names}
    if first is not None and subject.surface is None:
        drawn |= {name for known in subject.paths[:1] for name in known.names}
    answered: set[str] = set()
    made: list[Training] = []
    for task in subject.tasks:
        for name in task.names if task.kind == "history" else ():
            if name not in drawn:
                beside = None if task.answer in answered else _pair(subject, task.answer, drawn)
                made.append(_further(subject, entries, kinds, task, name, beside, len(made) + 1))
                answered.add(task.answer)
    return tuple(made)


def _pair(subject: Subject, answer: str, drawn: set[str]) -> Task | None:
    """The task of a practice that judges two numbers as parameters."""
    for task in subject.tasks:
        if task.kind == "parameters" and task.answer == answer and not drawn & {*task.names}:
            boxes = [subject.right_boxes[name] for name in task.names if name in subject.right_boxes]
            if len(boxes) == len(task.names) and sum(box.low.size for box in boxes) == 2:
                return task
    return None


def _further(
    subject: Subject,
    entries: Sequence[Entry],
    kinds: Sequence[str],
    task: Task,
    name: str,
    beside: Task | None,
    place: int,
) -> Training:
    box = subject.right_boxes.get(name)
    right = () if box is None else tuple(np.atleast_1d(box.centre).tolist())
    runs = tuple(
        RunShown(kind, numbers(_values(entry, task).get(name)) or (), _two(entry, beside))
        for entry, kind in zip(entries, kinds, strict=True)
        if kind
    )
    if beside is None:
        return Training(None, right, runs, (name, "", ""), place=place)
    labels = beside.names if len(beside.names) == 2 else (f"{beside.names[0]}, first", f"{beside.names[0]}, second")
    w, b = (float(number) for n in beside.names for number in np.ravel(subject.right_boxes[n].centre))
    return Training(None, right, runs, (name, labels[0], labels[1]), (w, b), place)


def _two(entry: Entry, task: Task | None) -> Point | None:
    """The two numbers that a task judges, as they were found."""
    values = {} if task is None else _values(entry, task)
    found = [leaf for name in (task.names if task else ()) if name in values for leaf in leaves(values[name])]
    w, b = found if len(found) == 2 else ("", "")
    return (w, b) if isinstance(w, float) and isinstance(b, float) else None


def value_rows(subject: Subject, entries: Sequence[Entry]) -> tuple[ValueRow, ...]:
    """What was found in names that are judged as values under the published setting: the right one, then by number."""
    made: list[ValueRow] = []
    for task in subject.tasks if entries else ():
        for name in task.names if task.kind == "values" else ():
            rows: dict[str, list[int]] = {}
            right: set[str] = set()
            for row, entry in enumerate(entries):
                value = _values(entry, task).get(name)
                if value is None:
                    continue
                said = _in_words(value)
                rows.setdefault(said, []).append(row)
                right |= {said} if _is_right(value, subject.right_boxes.get(name)) else set()
            found = [ValueRow(name, said, tuple(where), said in right) for said, where in rows.items()]
            made += sorted(found, key=lambda row: (not row.is_right, -len(row.rows), row.found))
    return tuple(made)


def _is_right(value: Value, box: Box | None) -> bool:
    found = as_numbers(value)
    return box is not None and box.holds(found[0] if len(found) == 1 and not box.low.ndim else found)


def _in_words(value: Value) -> str:
    said = [f"{leaf:.6g}" if isinstance(leaf, float) else str(leaf) for leaf in leaves(value)]
    return ", ".join(said[:MOST_PARTS]) + (", ..." if len(said) > MOST_PARTS else "")


def _run(subject: Subject, entry: Entry, history: Task, names: tuple[str, str, str], kind: str) -> RunShown:
    values = _values(entry, history)
    loss = numbers(values.get(names[0])) or ()
    w, b = _number(values.get(names[1])), _number(values.get(names[2]))
    end = None if w is None or b is None else (w, b)
    return RunShown(kind, loss, end, _path(subject, entry.result, kind, end) or ())


def _values(entry: Entry, history: Task) -> Mapping[str, Value]:
    """What the published run left in the names of the lab; nothing where its evidence is missing or unreadable."""
    claim = None if entry.run is None else entry.run.evidence.get(history.name)
    try:
        return {} if claim is None else Evidence.from_json(claim).values
    except ValueError:
        return {}


def _number(value: Value | None) -> float | None:
    """A single number, or the one entry of a tensor that was left one-dimensional."""
    if isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, float) else None


def _path(subject: Subject, result: Result, kind: str, end: Point | None) -> tuple[Point, ...] | None:
    """The path of a run that is right, or whose mistakes are known; a run that nothing explains has none."""
    findings = _findings(result)
    if end is None or not (kind == "right" or findings):
        return None
    return subject.path(findings, end)


def _findings(result: Result) -> tuple[Finding, ...]:
    """The mistakes of a training run with their values, each once."""
    verdicts = [item.verdict for item in training_items(result) if item.verdict is not None]
    return tuple(dict.fromkeys(finding for verdict in verdicts for finding in verdict.findings))
