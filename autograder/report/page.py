"""The report as one HTML page that needs no network: template, style sheet and script lie beside this file."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from autograder.report import bar_pictures, ends_picture, history_picture, summary, surface_picture
from autograder.report.data import AnswerGroup, ReportData, Training
from autograder.report.svg import definitions
from autograder.shared.files import write_whole
from autograder.shared.printable import printable

MOST_LINKED = 60
"""Submissions that are linked to in one list; the table of students has them all."""
MOST_GROUPS = 100
"""Groups that are listed; the largest come first."""
MOST_WRITTEN = 300_000
"""Letters of answers in words on the page."""
LONGEST_WRITTEN = 1_200
"""Letters of one of them."""
SAID = {
    "correct": "right",
    "partly": "partly right",
    "published": "published data only",
    "wrong": "not right",
    "missing": "no answer",
    "error": "grader's fault",
}
MARKS = {"correct": "✓", "partly": "◐", "published": "◇", "wrong": "✗", "missing": "…", "error": "!"}


def build_report(data: ReportData) -> str:
    """The page; everything in it that students chose (ids, names of lists, messages) is escaped."""
    style, script = _beside("report.css"), _beside("report.js")
    return _environment().get_template("report.html.j2").render(
        data=data,
        policy=_policy(style, script),
        style=Markup(style),
        script=Markup(script),
        lead=summary.lead(data),
        unexplained=summary.unexplained(data),
        most=summary.most(data),
        percent=summary.percent,
        signs=definitions(),
        scores=Markup() if data.scores is None else bar_pictures.score_picture(data.scores),
        single=bar_pictures.single,
        divided=bar_pictures.divided,
        training=_pictures(data),
        further=[_further_pictures(data, shown) for shown in data.further],
        written=_written(data),
        said=SAID,
        marks=MARKS,
        most_linked=MOST_LINKED,
        most_groups=MOST_GROUPS,
    )  # fmt: skip


def write_report(path: Path, data: ReportData) -> None:
    """Write the page to the file `path`, whole or not at all.

    Raises:
        OSError: where it cannot be written.
    """
    write_whole(path, build_report(data).encode(), mode=0o644)


def _pictures(data: ReportData) -> dict[str, Any] | None:
    """All that the section on training runs over a surface shows; `None` where there is none."""
    shown = data.training
    if shown is None or shown.surface is None:
        return None
    runs = {kind.key: [run for run in shown.runs if run.kind == kind.key] for kind in data.kinds}
    known = sum(bool(run.path) for run in shown.runs)
    longest = history_picture.entries_drawn(shown)
    return {
        "surface": surface_picture.surface_picture(shown, shown.surface, data.kinds),
        "histories": history_picture.history_picture(shown, data.kinds),
        "small": {kind.key: history_picture.small_picture(shown, kind) for kind in data.kinds},
        "ranges": {key: surface_picture.ranges(found) for key, found in runs.items()},
        "runs": len(shown.runs),
        "known": known,
        "ends": sum(run.end is not None and not run.path for run in shown.runs),
        "outside": surface_picture.outside(shown, shown.surface),
        "longer": sum(len(run.loss) > longest for run in shown.runs),
        "drawn": longest,
        "names": shown.names,
        "signs": f"one sign per {shown.entry}" if surface_picture.marks_each_step(shown.runs) else "a sign at its end",
        "right_path": bool(shown.right_path),
        "partings": shown.partings,
        "most_lines": history_picture.MOST_LINES,
    }


def _further_pictures(data: ReportData, shown: Training) -> dict[str, Any]:
    """All that is shown of a training without a surface."""
    runs = {kind.key: [run for run in shown.runs if run.kind == kind.key] for kind in data.kinds}
    longest = history_picture.entries_drawn(shown)
    return {
        "names": shown.names,
        "ends": ends_picture.ends_picture(shown, data.kinds) if shown.names[1] else None,
        "beyond": ends_picture.beyond(shown),
        "histories": history_picture.history_picture(shown, data.kinds),
        "small": {kind.key: history_picture.small_picture(shown, kind) for kind in data.kinds},
        "ranges": {key: surface_picture.ranges(found) for key, found in runs.items()},
        "runs": len(shown.runs),
        "longer": sum(len(run.loss) > longest for run in shown.runs),
        "drawn": longest,
        "id": f"training-{shown.place}",
        "most_lines": history_picture.MOST_LINES,
    }


def _written(data: ReportData) -> list[tuple[str, list[AnswerGroup], list[AnswerGroup], int]]:
    """Questions with their groups of several answers, those that stand alone, and how many answers are not shown."""
    room, shown = MOST_WRITTEN, []
    for question in data.written:
        kept, left = [], 0
        for group in question.groups:
            texts = tuple(_cut(text) for text in group.texts)
            fitting = 0
            for text in texts:
                if len(text) > room:
                    break
                room -= len(text)
                fitting += 1
            left += len(texts) - fitting
            if fitting:
                kept.append(AnswerGroup(group.rows[:fitting], texts[:fitting]))
        several = [group for group in kept if len(group.rows) > 1]
        shown.append((question.title, several, [group for group in kept if len(group.rows) == 1], left))
    return shown


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_WRITTEN else f"{text[:LONGEST_WRITTEN]} …"


def _policy(style: str, script: str) -> str:
    """A content security policy that allows this page's own style sheet and script, and nothing else at all."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _beside(name: str) -> str:
    """A file of this package, without a last line break, so that what is hashed is what the browser hashes."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8").strip()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_beside),
        autoescape=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
