"""Tasks that a notebook could not show because the grader lacks what it needs: for a person, and never a silent 0."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from autograder.grading.grading_rules import Rules
from autograder.grading.prepared_submission import SubmissionContent, read_submission
from autograder.grading.submission_verdicts import Graded
from autograder.requirements.needs import Need, Reader, Source, for_student, of_task, of_test, read_cells
from autograder.requirements.offered import is_offered, modules_beside
from autograder.submissions import Submission
from autograder.submissions.restoring import Restored, cell_name
from labkit.judging.verdict import fault


@dataclass(frozen=True)
class Lacking:
    """Items with those changed that the grader's lack spoiled, and what it lacks for them."""

    items: Mapping[str, Graded]
    needs: tuple[Need, ...] = ()


def without_blame(rules: Rules, read: SubmissionContent | None, items: Mapping[str, Graded]) -> Lacking:
    """Set apart what is not right only, or perhaps only, for want of something here; what is right stays right."""
    short = [name for name, item in items.items() if item.outcome in ("wrong", "missing")]
    if read is None or not short:
        return Lacking(items)
    needs = {}
    with suppress(RecursionError, MemoryError):  # nested so deeply that nobody reads it
        restored = read.restored(rules)
        reader = read_needs(rules, read, restored)
        needs = {name: found for name in short if (found := _of(rules, read, restored, reader, name))}
    changed = {name: _set_apart(items[name], found) for name, found in needs.items()}
    return Lacking({**items, **changed}, tuple(sorted(frozenset().union(*needs.values()))))


def needs_of(rules: Rules, submission: Submission) -> frozenset[Need]:
    """All that a submission needs and the grader lacks, whatever it is needed for.

    Raises:
        SubmissionError: if it cannot be read.
    """
    read = read_submission(rules, submission)
    with suppress(RecursionError, MemoryError):
        reader = read_needs(rules, read, read.restored(rules))
        return frozenset().union(*reader.cells.values())
    return frozenset()


def read_needs(rules: Rules, read: SubmissionContent, restored: Restored) -> Reader:
    """The code cells of a notebook, read for what they need and this Python lacks."""
    files = {**read.own_files, **rules.lab_contents}
    beside = modules_beside(files)

    def offered(module: str) -> bool:
        return is_offered(module, beside)

    cells = [
        Source(cell_name(cell), str(cell["source"]))
        for cell, kind in zip(restored.notebook.cells, restored.kinds, strict=True)
        if cell["cell_type"] == "code" and kind != "test"
    ]
    return read_cells(cells, offered, helpers_among(files, offered))


def helpers_among(files: Mapping[str, bytes], offered: Callable[[str], bool]) -> dict[str, Reader]:
    """By the name under which a notebook imports or runs them, the modules and notebooks among files."""
    found = {}
    for name, content in files.items():
        path = PurePosixPath(name)
        if len(path.parts) == 1 and path.suffix in (".py", ".ipynb"):
            found[path.stem.replace("-", "_")] = read_cells(_sources(path, content), offered)
    return found


def _sources(path: PurePosixPath, content: bytes) -> list[Source]:
    text = content.decode("utf-8", "replace")
    if path.suffix == ".py":
        return [Source(path.name, text)]
    try:
        cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
        return [Source(f"{path.name} {number}", "".join(cell["source"])) for number, cell in enumerate(cells)]
    except (ValueError, TypeError, KeyError, RecursionError):
        return []


def _of(rules: Rules, read: SubmissionContent, restored: Restored, reader: Reader, name: str) -> frozenset[Need]:
    if not reader.cells and not reader.spoiled:
        return frozenset()
    task = rules.tasks(read.submission.notebook).get(name)
    if task is not None:
        return of_task(reader, task)
    sources = [str(cell["source"]) for cell in restored.notebook.cells if cell_name(cell) == name]
    return of_test(reader, "\n".join(sources))


def _set_apart(item: Graded, needs: Sequence[Need] | frozenset[Need]) -> Graded:
    message = for_student(item.name, needs)
    verdict = item.verdict and fault(item.verdict.task, item.verdict.kind, item.verdict.names, message)
    shown = f"<p>{html.escape(message)}</p>" if item.html else ""
    return replace(item, outcome="error", points=None, mistakes=(), message=message, html=shown, verdict=verdict)
