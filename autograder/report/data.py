"""What the class report says, as plain data between gathering and drawing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from autograder.grading.evidence_store import SettingRun
from autograder.grading.submission_verdicts import Result
from autograder.report.links import Links
from labkit.evidence.task import Task
from labkit.judging.explain import Vocabulary
from labkit.judging.key import Box, Finding
from labkit.judging.paths.known_paths import KnownPaths, Landscape
from labkit.surface.error_surface import ErrorSurface

Point = tuple[float, float]
"""A pair (w, b)."""
PathOf = Callable[[tuple[Finding, ...], Point], tuple[Point, ...] | None]
"""From the mistakes found and the final (w, b) to (w, b) at the start and after each epoch; `None` if not known."""

State = Literal["graded", "fault", "unreadable"]


def no_path(findings: tuple[Finding, ...], end: Point) -> None:
    """The `PathOf` of an assignment whose runs cannot be replayed."""


# What goes in


@dataclass(frozen=True)
class Subject:
    """What the report is about, the same for everyone."""

    assignment: str
    tasks: tuple[Task, ...] = ()
    words: Vocabulary = field(default_factory=dict)
    surface: ErrorSurface | None = None
    """The error surface of the published data; `None` where only paths that ship may have one to draw on."""
    paths: tuple[KnownPaths, ...] = ()
    """The paths that students' checks show, with the surface below them."""
    right: tuple[float, ...] = ()
    """The right loss history under the published setting."""
    path: PathOf = no_path
    right_boxes: Mapping[str, Box] = field(default_factory=dict)
    """What is right under the published setting, by the names that tasks judge."""


@dataclass(frozen=True)
class Entry:
    """One notebook of one student."""

    result: Result
    run: SettingRun | None = None
    """The run under the published setting; `None` where nothing was run."""
    links: Links = field(default_factory=Links)
    pending: tuple[str, ...] = ()
    """Grade cells that wait for a person, as the gradebook has it."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Title of a question -> what the student wrote; without those that are as they were given out."""


# What comes out


@dataclass(frozen=True)
class TaskCell:
    """What a student reached in a task."""

    outcome: str
    points: float | None
    max_points: float


@dataclass(frozen=True)
class StudentRow:
    """A row of the table of all students."""

    student: str
    notebook: str
    state: State
    score: float | None
    """`None` where nothing could be graded."""
    max_score: float
    cells: tuple[TaskCell | None, ...]
    """In the order of the report's tasks; `None` where the notebook has no such task."""
    mistakes: tuple[str, ...]
    kind: str
    """The key of the kind that it is coloured by."""
    by_hand: tuple[str, ...]
    """What a person has to do: cells to grade, or the reason why nothing was graded."""
    links: Links


Rows = tuple[int, ...]
"""Positions in `ReportData.students`."""


@dataclass(frozen=True)
class Counts:
    """How the class stands; a notebook may be counted under several of these."""

    handed_in: int
    graded: int
    all_right: int
    waiting: int
    """Notebooks with cells that a person has to grade, the grader's faults aside."""
    faults: int
    repaired: int
    unreadable: int


@dataclass(frozen=True)
class Bin:
    """Graded notebooks with a score from `low` up to, not including, `high`; the last bin includes it."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Scores:
    """The scores of the graded notebooks."""

    bins: tuple[Bin, ...]
    mean: float
    median: float
    highest: float
    """The score that can be reached."""


@dataclass(frozen=True)
class TaskRow:
    """How hard a task was."""

    task: str
    max_points: float
    share: float | None
    """The mean share of its points; `None` where nobody was graded."""
    outcomes: Mapping[str, int]
    """`correct`, `partly`, `published`, `wrong`, `missing`, `error` to how many; one entry for each of them."""


@dataclass(frozen=True)
class MistakeRow:
    """A mistake, and who made it."""

    mistake: str
    title: str
    hint: str
    rows: Rows
    tasks: tuple[str, ...]
    kind: str
    """The key of the kind whose colour it has."""


@dataclass(frozen=True)
class Group:
    """Submissions that went wrong in the same way, where no mistake says which: one comment serves them all."""

    tasks: tuple[str, ...]
    lines: tuple[str, ...]
    """What was seen, in the words of the feedback."""
    rows: Rows
    recognised: bool
    """Whether the lines name the cause: an exception, a missing name, a part of a figure."""


@dataclass(frozen=True)
class AnswerGroup:
    """Answers in words that are alike, nearest to the first one first."""

    rows: Rows
    texts: tuple[str, ...]
    """The answers, by row."""


@dataclass(frozen=True)
class Question:
    """A question that is answered in words, with its answers in an order of reading."""

    title: str
    groups: tuple[AnswerGroup, ...]


@dataclass(frozen=True)
class Reason:
    """The same thing said of several submissions."""

    text: str
    rows: Rows


@dataclass(frozen=True)
class Kind:
    """What training runs are coloured by."""

    key: str
    """`right`, `m1` to `m6`, `other`, `unknown` or `missing`."""
    label: str
    rows: Rows

    @property
    def is_mistake(self) -> bool:
        """Whether it is one mistake, with a colour of its own."""
        return self.key[1:].isdigit()


@dataclass(frozen=True)
class Parting:
    """What becomes of the runs with one mistake."""

    key: str
    """That of its kind."""
    mistake: str
    count: int
    """Runs that take the path that is told of."""
    of: int
    """Runs with this mistake."""
    sentence: str


@dataclass(frozen=True)
class RunShown:
    """What is drawn of the training of one submission."""

    kind: str
    loss: tuple[float, ...]
    """Positive and finite or not, as found; empty without a history."""
    end: Point | None
    path: tuple[Point, ...] = ()
    """(w, b) at the start and after each epoch; empty where it is not known."""


@dataclass(frozen=True)
class Training:
    """All training runs, and what they are drawn on."""

    surface: ErrorSurface | Landscape | None
    """`None` where the parameters, if there are two, are drawn without one."""
    right: tuple[float, ...]
    runs: tuple[RunShown, ...]
    names: tuple[str, str, str]
    """The names of the history and of two parameters; empty for what there is not."""
    right_end: Point | None = None
    """The two parameters as they are right; `None` for a training on a surface, where its path shows them."""
    place: int = 0
    """Its place among those of the page."""
    right_path: tuple[Point, ...] = ()
    """The path of the right training, where that is known though nobody may have taken it."""
    entry: str = "epoch"
    """What leads from point to point of a path."""
    partings: tuple[Parting, ...] = ()
    """Where the paths of mistakes leave the right one."""

    def id(self, picture: str) -> str:
        """The name of one of its pictures, unique in the page."""
        return f"{picture}-{self.place}" if self.place else picture


@dataclass(frozen=True)
class ValueRow:
    """A value that was found in a name of a task that judges values, and where."""

    name: str
    found: str
    rows: Rows
    is_right: bool


@dataclass(frozen=True)
class ReportData:
    """All that the page says."""

    assignment: str
    counts: Counts
    students: tuple[StudentRow, ...]
    task_names: tuple[str, ...]
    scores: Scores | None
    tasks: tuple[TaskRow, ...]
    mistakes: tuple[MistakeRow, ...]
    groups: tuple[Group, ...]
    pending: tuple[Reason, ...]
    faults: tuple[Reason, ...]
    unreadable: tuple[Reason, ...]
    repairs: tuple[Reason, ...]
    kinds: tuple[Kind, ...]
    training: Training | None
    further: tuple[Training, ...] = ()
    """What else was trained: all histories that are judged, and pairs of parameters, that `training` does not show."""
    values: tuple[ValueRow, ...] = ()
    written: tuple[Question, ...] = ()
    several_notebooks: bool = False
    """Whether the assignment has more than one notebook, so that each row must name its own."""
