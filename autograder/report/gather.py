"""From the results of a class to what its report says."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from autograder.grading.submission_verdicts import Graded, Result
from autograder.report.data import (
    Bin,
    Counts,
    Entry,
    Kind,
    MistakeRow,
    Reason,
    ReportData,
    Rows,
    Scores,
    State,
    StudentRow,
    Subject,
    TaskCell,
    TaskRow,
    Training,
)
from autograder.report.groups import groups
from autograder.report.kinds import coloured_mistakes, kind_of, kinds, training_items
from autograder.report.partings import partings
from autograder.report.runs import further, training, value_rows
from autograder.report.written import questions
from autograder.requirements.needs import remedy_for
from labkit.judging.explain import Vocabulary

OUTCOMES = ("correct", "partly", "published", "wrong", "missing", "error")
MOST_BINS = 20
MOST_VALUES = 4
"""Values of a mistake that its title names, such as learning rates."""


def report_data(subject: Subject, entries: Iterable[Entry]) -> ReportData:
    """What the report says of `entries`, which may come in any order."""
    rows = sorted(entries, key=lambda entry: (entry.result.student, entry.result.notebook))
    results = [entry.result for entry in rows]
    names = _task_names(subject, results)
    coloured = coloured_mistakes(results)
    students = tuple(_student(entry, names, kind_of(entry.result, coloured)) for entry in rows)
    shown = kinds([row.kind for row in students], coloured)
    return ReportData(
        assignment=subject.assignment,
        counts=_counts(rows, students),
        students=students,
        task_names=names,
        scores=_scores([row.score for row in students if row.state == "graded" and row.score is not None], results),
        tasks=tuple(_task(name, place, students) for place, name in enumerate(names)),
        mistakes=_mistakes(results, coloured, subject.words),
        groups=groups(results),
        pending=_reasons((row, cell) for row, entry in enumerate(rows) for cell in _waiting(entry)),
        faults=_reasons((row, reason) for row, result in enumerate(results) for reason in _fault_reasons(result)),
        unreadable=_reasons((row, result.problem) for row, result in enumerate(results) if result.problem),
        repairs=_reasons((row, note) for row, result in enumerate(results) for note in dict.fromkeys(result.notes)),
        kinds=shown,
        training=_with_partings(subject, training(subject, rows, [row.kind for row in students]), shown),
        further=further(subject, rows, [row.kind for row in students]),
        values=value_rows(subject, rows),
        written=questions(rows),
        several_notebooks=len({result.notebook for result in results}) > 1,
    )


def _with_partings(subject: Subject, shown: Training | None, found: Sequence[Kind]) -> Training | None:
    """The training runs with what is told of their paths, where the right one ships."""
    if shown is None or not subject.paths:
        return shown
    return replace(shown, partings=partings(subject.paths[0], shown.runs, found))


def _task_names(subject: Subject, results: Sequence[Result]) -> tuple[str, ...]:
    """The lab's tasks, then whatever else was graded, in the order of first appearance."""
    named = [task.name for task in subject.tasks]
    return tuple(dict.fromkeys([*named, *(item.name for result in results for item in result.items)]))


# Rows of students


def state_of(result: Result) -> State:
    """Whether a result is a grade."""
    if result.problem:
        return "unreadable"
    return "fault" if result.faulty or any(item.outcome == "error" for item in result.items) else "graded"


def _student(entry: Entry, names: Sequence[str], kind: str) -> StudentRow:
    result = entry.result
    state = state_of(result)
    cells = {item.name: TaskCell(_outcome(item), item.points, item.max_points) for item in result.items}
    return StudentRow(
        student=result.student,
        notebook=result.notebook,
        state=state,
        score=result.score if state == "graded" else None,
        max_score=result.max_score,
        cells=tuple(cells.get(name) for name in names),
        mistakes=tuple(dict.fromkeys(mistake for item in result.items for mistake in item.mistakes)),
        kind=kind,
        by_hand=(*filter(None, [result.problem, result.unclear]), *_fault_reasons(result), *_waiting(entry)),
        links=entry.links,
    )


def _outcome(item: Graded) -> str:
    """The outcome of an item, with two shades of wrong."""
    if item.outcome != "wrong":
        return item.outcome
    if item.verdict is not None and item.verdict.published_only:
        return "published"
    return "partly" if item.points and item.points < item.max_points else "wrong"


def _fault_reasons(result: Result) -> list[str]:
    """Why the grader failed, each reason once."""
    failed = [item for item in result.items if item.outcome == "error"]
    if result.fault:
        return [result.fault]
    if result.needs:
        return [f"It needs {need.name}, which the grader lacks: {remedy_for(need)}." for need in result.needs]
    return list(dict.fromkeys(item.verdict.detail if item.verdict else item.message for item in failed))


def _waiting(entry: Entry) -> tuple[str, ...]:
    """Cells that a person has to grade, but for those that the grader failed on."""
    failed = {item.name for item in entry.result.items if item.outcome == "error"}
    return tuple(cell for cell in entry.pending if cell not in failed)


# Counts


def _counts(rows: Sequence[Entry], students: Sequence[StudentRow]) -> Counts:
    states = Counter(row.state for row in students)
    return Counts(
        handed_in=len(rows),
        graded=states["graded"],
        all_right=sum(row.state == "graded" and _all_right(row) for row in students),
        waiting=sum(bool(_waiting(entry)) for entry in rows),
        faults=states["fault"],
        repaired=sum(bool(entry.result.notes) for entry in rows),
        unreadable=states["unreadable"],
    )


def _all_right(row: StudentRow) -> bool:
    return all(cell.outcome == "correct" for cell in row.cells if cell is not None)


def _scores(found: Sequence[float], results: Sequence[Result]) -> Scores | None:
    """How scores are spread; `None` where there are none, or no points to reach."""
    highest = max((result.max_score for result in results), default=0.0)
    if not found or highest <= 0.0:
        return None
    count = round(highest) if highest == round(highest) and highest <= MOST_BINS else 10
    width = highest / count
    counted = Counter(min(max(int(score / width + 1e-9), 0), count - 1) for score in found)
    bins = tuple(Bin(place * width, (place + 1) * width, counted[place]) for place in range(count))
    return Scores(bins, statistics.fmean(found), statistics.median(found), highest)


def _task(name: str, place: int, students: Sequence[StudentRow]) -> TaskRow:
    graded = [row.cells[place] for row in students if row.state != "unreadable"]
    cells = [cell for cell in graded if cell is not None]
    counted = Counter(cell.outcome for cell in cells)
    shares = [cell.points / cell.max_points for cell in cells if cell.points is not None and cell.max_points > 0]
    most = max((cell.max_points for cell in cells), default=0.0)
    share = statistics.fmean(shares) if shares else None
    return TaskRow(name, most, share, {outcome: counted[outcome] for outcome in OUTCOMES})


# Mistakes and reasons


def _mistakes(results: Sequence[Result], coloured: dict[str, str], words: Vocabulary) -> tuple[MistakeRow, ...]:
    """Each mistake that was made, the most frequent first."""
    rows: dict[str, dict[int, None]] = defaultdict(dict)
    tasks: dict[str, dict[str, None]] = defaultdict(dict)
    values: dict[str, Counter[str]] = defaultdict(Counter)
    for row, result in enumerate(results):
        for item in result.items:
            for mistake in item.mistakes:
                rows[mistake][row] = None
                tasks[mistake][item.name] = None
        values_here = {(f.mistake, _said(f.value)) for i in result.items if i.verdict for f in i.verdict.findings}
        for mistake, value in values_here:
            values[mistake][value] += 1
    trained = {mistake for result in results for item in training_items(result) for mistake in item.mistakes}
    made = [
        MistakeRow(
            mistake,
            _title(mistake, words, values[mistake]),
            words[mistake].hint if mistake in words else "",
            tuple(rows[mistake]),
            tuple(tasks[mistake]),
            coloured.get(mistake, "other" if mistake in trained else ""),
        )
        for mistake in rows
    ]
    return tuple(sorted(made, key=lambda row: (-len(row.rows), row.mistake)))


def _said(value: float | int | str | None) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _title(mistake: str, words: Vocabulary, values: Counter[str]) -> str:
    """What is said of a mistake, with the values that were found for it, the most frequent first."""
    if mistake not in words:
        return mistake
    ranked = sorted(values, key=lambda value: (-values[value], value))
    named = ranked[:MOST_VALUES] + (["another"] if len(ranked) > MOST_VALUES else [])
    listed = " or ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    return words[mistake].title.replace("{value}", listed)


def _reasons(pairs: Iterable[tuple[int, str]]) -> tuple[Reason, ...]:
    """What is said of which rows, said of the most rows first."""
    rows: dict[str, dict[int, None]] = defaultdict(dict)
    for row, text in pairs:
        rows[text][row] = None
    made = [Reason(text, _in_order(found)) for text, found in rows.items()]
    made.sort(key=attrgetter("text"))
    return tuple(sorted(made, key=lambda reason: -len(reason.rows)))


def _in_order(rows: Iterable[int]) -> Rows:
    return tuple(sorted(rows))
