"""Results of a made-up class, and a reader of HTML that knows nothing of how the page is made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import numpy as np

from autograder.grading.evidence_store import SettingRun
from autograder.grading.submission_verdicts import Graded, Result
from autograder.report import Entry, Links, Subject
from labkit.evidence.collecting import Evidence
from labkit.evidence.journal import Failure
from labkit.evidence.plain_values import Value
from labkit.evidence.task import Task
from labkit.judging.explain import Words
from labkit.judging.key import Finding
from labkit.judging.setting import Setting
from labkit.judging.verdict import Cause, Part, Verdict
from labkit.surface.error_surface import ErrorSurface

NOTEBOOK = "line-lab"
TASKS = (
    Task("losses", "history", ("LOSS",), "train", beside=("w", "b")),
    Task("numbers", "parameters", ("w", "b"), "train"),
    Task("plot", "figure", ("LOSS",), "draw"),
)
POINTS = {"losses": 4.0, "numbers": 3.0, "plot": 3.0}
RIGHT = (100.0, 10.0, 1.0)
X = np.linspace(-3.0, 2.9, 60)
Y = X - 1.0
WORDS = {
    "loss-against-x": Words("The loss is taken against X.", "What should predictions come close to?"),
    "too-many-epochs": Words("You trained {value} epochs.", "Count the epochs."),
    "appended-to-another-list": Words("The losses went into {value}.", "Which list is asked for?"),
}


def subject(**changes: Any) -> Subject:
    """The subject of all reports here: 60 points on the line x - 1."""
    surface = ErrorSurface.from_data(X, Y, 15, 13)
    return Subject(
        **{"assignment": NOTEBOOK, "tasks": TASKS, "words": WORDS, "surface": surface, "right": RIGHT, **changes}
    )


def item(name: str, outcome: str = "correct", share: float | None = None, **said: Any) -> Graded:
    """One graded task; `said` goes into its verdict, where `mistakes` may stand for findings without a value."""
    task = next(task for task in TASKS if task.name == name)
    findings = said.pop("findings", tuple(Finding(mistake) for mistake in said.pop("mistakes", ())))
    share = (1.0 if outcome == "correct" else 0.0) if share is None else share
    verdict = Verdict(name, task.kind, task.names, outcome, share, findings=findings, **said)  # type: ignore[arg-type]
    points = None if outcome == "error" else share * POINTS[name]
    return Graded(name, outcome, points, POINTS[name], verdict.mistakes, f"{name}: {outcome}", "", verdict)


def wrong(name: str, **said: Any) -> Graded:
    return item(name, "wrong", **said)


def odd(name: str, *found: float) -> Graded:
    """A task with numbers that nothing explains."""
    values: dict[str, Value] = dict(zip(("w", "b"), found, strict=True)) if name == "numbers" else {"LOSS": found}
    return wrong(name, found=values)


def stopped(message: str, line: int = 1) -> Graded:
    """A history that an exception kept from being there."""
    failure = Failure("train", "NameError", message, line)
    return item("losses", "missing", cause=Cause("exception", "LOSS", failure))


def lacking(*parts: str) -> Graded:
    """A figure without some of its parts."""
    shown = tuple(Part(name, name not in parts) for name in ("curve", "labels", "legend"))  # type: ignore[arg-type]
    return wrong("plot", share=1 - len(parts) / 3, parts=shown)


def result(student: str, *items: Graded, **changes: Any) -> Result:
    """The result of a student: right, but for `items`."""
    given = {one.name: one for one in items}
    graded = tuple(given.get(name) or item(name) for name in POINTS)
    return Result(student, NOTEBOOK, graded, **changes)


def entry(of: Result, loss: Sequence[float] = RIGHT, end: tuple[float, float] = (1.0, -1.0), **changes: Any) -> Entry:
    """A result with the run behind it."""
    values: dict[str, Value] = {"LOSS": tuple(loss), "w": end[0], "b": end[1]}
    evidence = {"losses": Evidence("losses", values).to_json()}
    return Entry(of, SettingRun(Setting({"slope": 1.0}, "published"), evidence, "finished"), **changes)


def links(student: str) -> Links:
    return Links(f"feedback/{student}.html", f"autograded/{student}.ipynb")


@dataclass
class Page(HTMLParser):
    """What a page holds: tables by id, links, attributes, text outside of scripts."""

    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    targets: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)
    policy: str = ""
    words: list[str] = field(default_factory=list)
    scripts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()
        self._table = self._inside = ""
        self._cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes += found.items()
        self.ids += [found["id"]] if "id" in found else []
        self.targets += [found[name] for name in ("href", "src") if name in found]
        self._inside = tag if tag in ("script", "style") else ""
        if found.get("http-equiv") == "Content-Security-Policy":
            self.policy = found["content"]
        if tag == "table":
            self._table = found["id"]
            self.tables[self._table] = []
        if self._table and tag == "tr":
            self.tables[self._table].append([])
        if self._table and tag in ("td", "th"):
            self.tables[self._table][-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""
        if tag == "table":
            self._table = ""
        if tag in ("td", "th"):
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[self._inside] = data
            return
        self.words.append(data)
        if self._table and self._cell:
            row = self.tables[self._table][-1]
            row[-1] = f"{row[-1]}{data}"

    @property
    def text(self) -> str:
        """All words, with single spaces."""
        return " ".join(" ".join(self.words).split())

    def row(self, table: str, first: str) -> list[str]:
        """The cells after the first one of the row that begins with `first`."""
        return next([" ".join(c.split()) for c in row[1:]] for row in self.tables[table] if row[0].startswith(first))


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    return page
