"""Results as Gradescope reads them: results.json, with what students see and what only graders see.

Without any score in it, neither on top nor in a test, Gradescope has nothing to record: it shows the submission as one
whose autograder failed, which is what a fault of the grader has to look like. So no student gets zero for it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.grading.explaining import Explained, UnderSetting
from autograder.grading.grading_rules import Rules
from autograder.grading.submission_verdicts import Graded, Result
from autograder.pages.sanitizing import clean_html
from labkit.judging.explain import GRADERS_FAULT
from labkit.judging.paths.shown import without_paths

FAULT = (
    "Your work could not be graded. This is the grader's fault, not yours, and you lose no points by it. "
    "The course staff can see what happened and will have it graded again."
)
TASK_FAULT = f"{GRADERS_FAULT.capitalize()} It is not scored."
BY_HAND = "This answer is graded by hand and has no score here."
GRADERS = "For graders"
LONGEST_OUTPUT = 60_000
SHORT_OUTPUT = 4_000
"""letters of each output where all together would be too long"""
TOO_LONG = "What there is to say is too long to be shown here; ask the course staff."
LARGEST_FILE = 1_000_000
MOST_TESTS = 500
MOST_ROWS = 5
"""numbers listed for graders per task and setting"""

Report = dict[str, Any]
"""The data of results.json."""


@dataclass(frozen=True)
class Shown:
    """A notebook's result, and how it came about."""

    result: Result
    explained: Explained | None
    """None where nothing was run"""


def graded(rules: Rules, shown: Sequence[Shown], show_mistakes: bool, layers: str) -> Report:
    """The report on a submission that got verdicts.

    Args:
        show_mistakes: whether the instructor lets students see the names of mistakes
        layers: for graders: what isolated the student's code
    """
    results = [one.result for one in shown]
    reached, most = sum(one.score for one in results), sum(one.max_score for one in results)
    lines = [f"{reached:g} of {most:g} points in the tasks that are graded automatically."]
    lines += [note for one in results for note in one.notes]
    tests = [test for one in results for test in _visible_tests(rules, one, show_mistakes)]
    hidden = _hidden("\n\n".join([f"Isolated by: {layers}.", *(_evidence(one) for one in shown)]))
    return _report("\n".join(lines), [*_numbered(tests), hidden]) | {"score": round(reached, 2)}


def not_gradable(rules: Rules, why: str) -> Report:
    """The report on a submission that holds nothing to grade: no points, until the student hands in again."""
    tests = [
        _test(
            f"{_prefix(rules, notebook)}{title}",
            why,
            score=0.0,
            max_score=given.points[name],
            status="failed",
            extra_data={"task": name},
        )
        for notebook, given in rules.notebooks.items()
        for name, title in rules.titles(notebook).items()
        if name in given.tests
    ]
    return _report(why, _numbered(tests)) | {"score": 0.0}


def fault(reason: str, tasks: Sequence[str] = ()) -> Report:
    """The report where the grader failed: nothing in it is a score.

    Args:
        reason: for graders
        tasks: names of the tasks that students see
    """
    tests = [_test(name, TASK_FAULT) for name in tasks]
    return _report(FAULT, [*_numbered(tests), _hidden(reason)])


def _report(output: str, tests: list[dict[str, Any]]) -> Report:
    return {
        "output": _cut(output),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }


def _visible_tests(rules: Rules, result: Result, show_mistakes: bool) -> Iterator[dict[str, Any]]:
    """The graded cells of a notebook by their titles, in their order, those graded by hand among them."""
    given = rules.notebooks[result.notebook]
    items = {item.name: item for item in result.items}
    prefix = _prefix(rules, result.notebook)
    for name, title in rules.titles(result.notebook).items():
        if name in items:
            yield _task(f"{prefix}{title}", items[name], show_mistakes)
        elif name not in given.tests:
            most = f"At most {given.points[name]:g} points."
            yield _test(f"{prefix}{title}", f"{BY_HAND} {most}", extra_data={"task": name})


def _prefix(rules: Rules, notebook: str) -> str:
    """Names of cells are unique in a notebook only."""
    return f"{notebook}: " if len(rules.notebooks) > 1 else ""


def _task(title: str, item: Graded, show_mistakes: bool) -> dict[str, Any]:
    mistakes = list(item.mistakes)
    seen = {"tags": mistakes} if show_mistakes and mistakes else {}
    return _test(
        title,
        item.message,
        item.html,
        score=item.points,
        max_score=item.max_points,
        status="passed" if item.outcome == "correct" else "failed",
        extra_data={"task": item.name, "outcome": item.outcome, "mistakes": mistakes},
        **seen,
    )


def _test(name: str, text: str, html: str = "", **more: Any) -> dict[str, Any]:
    """One entry; as HTML, cleaned, where there is some that is not too long.

    Drawings are left out: a page that shows HTML without SVG would show their numbers in a heap.
    """
    cleaned = clean_html(without_paths(html), drawings=False) if html else ""
    in_html = 0 < len(cleaned) <= LONGEST_OUTPUT
    return {
        "name": name,
        "output": cleaned if in_html else _cut(text),
        "output_format": "html" if in_html else "text",
        "visibility": "visible",
        **more,
    }


def _numbered(tests: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [test | {"number": str(number)} for number, test in enumerate(tests, start=1)]


def _hidden(text: str) -> dict[str, Any]:
    return {"name": GRADERS, "output": _cut(text), "output_format": "text", "visibility": "hidden"}


def _evidence(shown: Shown) -> str:
    """Under which settings a notebook ran, and what each task showed there."""
    if shown.explained is None:
        return f"{shown.result.notebook}: nothing was run. {shown.result.problem}".rstrip()
    parts = shown.explained.parts
    if not parts:
        return f"{shown.result.notebook}: ran as released, without other settings."
    return "\n".join(line for part in parts for line in _under_setting(part))


def _under_setting(part: UnderSetting) -> Iterator[str]:
    yield f"Under {part.setting.in_words} ({part.setting.known_to}):"
    yield from (f"  {line}" for line in part.message.splitlines())
    wrong = [row for row in part.compared if not row.right]
    for row in wrong[:MOST_ROWS]:
        wanted = "nothing" if row.low is None else f"{row.low:.7g} to {row.high:.7g}"
        yield f"    {row.what}: found {row.found}, expected {wanted}"
    if len(wrong) > MOST_ROWS:
        yield f"    and {len(wrong) - MOST_ROWS} more"


def _cut(text: str, most: int = LONGEST_OUTPUT) -> str:
    return text if len(text) <= most else f"{text[:most]}\n... (cut)"


# The file


def without_places(report: Report, places: Sequence[str]) -> Report:
    """The report with paths below these folders, longest first, cut to what lies in them, where students see them."""
    ordered = sorted(filter(None, places), key=len, reverse=True)

    def shown(text: str) -> str:
        for place in ordered:
            text = text.replace(f"{place}/", "").replace(place, "")
        return text

    def seen(part: dict[str, Any]) -> dict[str, Any]:
        return part if part.get("visibility") == "hidden" else {**part, "output": shown(part["output"])}

    return {**seen(report), "tests": [seen(test) for test in report["tests"]]}


def bounded(report: Report, started: float) -> bytes:
    """The report as it is written, with how long it took since ``started``; cut short where it is too large."""
    timed = report | {"execution_time": round(time.monotonic() - started, 2)}
    content = json.dumps(timed, indent=1, allow_nan=False).encode()
    if len(content) <= LARGEST_FILE:
        return content
    tests = [{**test, **_as_text(test)} for test in report["tests"][:MOST_TESTS]]
    return json.dumps({**timed, "tests": tests}, indent=1, allow_nan=False).encode()


def _as_text(test: dict[str, Any]) -> dict[str, Any]:
    """Its output short; HTML that is cut would no longer be HTML."""
    short = len(test["output"]) <= SHORT_OUTPUT
    if short:
        return {}
    text = TOO_LONG if test["output_format"] == "html" else _cut(test["output"], SHORT_OUTPUT)
    return {"output": text, "output_format": "text"}
