"""The training runs that the report draws: what the evidence shows of them, and the path where it can be known."""

from collections.abc import Mapping, Sequence

from autograder.grading.submission_verdicts import Result
from autograder.report.data import Entry, Point, RunShown, Subject, Training
from autograder.report.kinds import training_items
from labkit.evidence.collecting import Evidence
from labkit.evidence.plain_values import Value, numbers
from labkit.evidence.task import Task
from labkit.judging.key import Finding


def training(subject: Subject, entries: Sequence[Entry], kinds: Sequence[str]) -> Training | None:
    """All runs under the published setting; `None` for an assignment without a surface, a history, or parameters."""
    history = next((task for task in subject.tasks if task.kind == "history"), None)
    pair = next((task.names for task in subject.tasks if task.kind == "parameters" and len(task.names) == 2), None)
    if subject.surface is None or history is None or pair is None:
        return None
    names = (history.names[0], pair[0], pair[1])
    runs = tuple(_run(subject, entry, history, names, kind) for entry, kind in zip(entries, kinds, strict=True) if kind)
    return Training(subject.surface, subject.right, runs, names)


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
