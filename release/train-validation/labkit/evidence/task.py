"""A task: one graded item, that is, one autograder cell of a notebook."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Literal, get_args

TaskKind = Literal["history", "parameters", "values", "figure", "drill"]
Asks = Literal["", "cause", "repair"]
LogAxis = Literal["", "x", "y", "both"]
MAX_NAME = 80
"""Letters of a name; longer ones are cut in evidence."""


@dataclass(frozen=True)
class Task:
    """What is to be collected for one autograder cell, and where its answer comes from."""

    name: str
    """The `grade_id` of the autograder cell."""
    kind: TaskKind
    """`history`: loss histories, one entry per epoch; `parameters`: numbers, tensors and modules that a training sets;
    `values`: whatever else an answer computes, such as an accuracy, labels, a table; `figure`: a plot of histories;
    `drill`: a worked training with a mistake in it, which is to be named or repaired."""
    names: tuple[str, ...]
    """The names that hold the answer, such as `LOSS`, or `w` and `b`; for a figure the histories it shows.

    Parameters and values may be paths, such as `model.linear.weight`. All names must be right; of `values` each gives
    its share of the points, and of a figure each part that is there."""
    answer: str = ""
    """The `grade_id` of the answer cell; empty in a lab file that leaves it to the notebook."""
    givens: tuple[str, ...] = ()
    """Names that the lab gives to the student and that should still be the lab's."""
    beside: tuple[str, ...] = ()
    """Further names that are collected for diagnosis only."""
    known: tuple[str, ...] = ()
    """Functions and classes that the worked cells define; any other one is the student's own."""
    setting: tuple[str, ...] = ()
    """The names of the setting, such as `slope` and `seed`."""
    apart: tuple[str, ...] = ()
    """The answer cells of the lab's other practices: what happens there explains nothing here."""
    against: str = ""
    """For a figure: the name that holds the x values of its curves, such as `learning_rates`; empty for any x."""
    log_axis: LogAxis = ""
    """For a figure: which of its axes must be logarithmic."""
    entry: str = "epoch"
    """For a history: what each of its entries stands for, such as `epoch`, `step` or `rate`; its plural ends in s."""
    asks: Asks = ""
    """For a drill: whether the name of the `cause` is asked for, or the losses that the training leaves after its
    `repair`."""

    def __post_init__(self) -> None:
        """Raise `ValueError` for a kind that no judge knows, no names, long ones, and choices that a kind has not."""
        if self.kind not in get_args(TaskKind):
            raise ValueError(f"task {self.name}: kind is {self.kind!r}, must be one of {get_args(TaskKind)}")
        if not self.names:
            raise ValueError(f"task {self.name}: names is empty, must name what holds the answer")
        if any(len(name) > MAX_NAME for name in self.collected):
            raise ValueError(f"task {self.name}: a name has more than {MAX_NAME} letters")
        if self.log_axis not in get_args(LogAxis):
            raise ValueError(f"task {self.name}: log_axis is {self.log_axis!r}, must be one of {get_args(LogAxis)}")
        if (self.against or self.log_axis) and self.kind != "figure":
            raise ValueError(f"task {self.name}: against and log_axis are for figures, its kind is {self.kind!r}")
        if (self.kind == "drill") != (self.asks in ("cause", "repair")) or self.asks not in get_args(Asks):
            wanted = "'cause' or 'repair' for a drill, and empty for any other task"
            raise ValueError(f"task {self.name}: asks is {self.asks!r} and kind {self.kind!r}; asks must be {wanted}")
        if self.kind == "drill" and len(self.names) != 1:
            raise ValueError(f"task {self.name}: names is {self.names}, must be the one name that a drill asks for")

    @property
    def as_judged(self) -> "Task":
        """The task that the judge takes a drill for: its losses are a history, its cause is a value."""
        if self.kind != "drill":
            return self
        return replace(self, kind="history" if self.asks == "repair" else "values", asks="")

    @property
    def is_kept_back(self) -> bool:
        """Whether a check says nothing of right and wrong: among a few choices, each try would tell the answer."""
        return self.asks == "cause"

    @property
    def collected(self) -> tuple[str, ...]:
        """All names whose values become evidence, each once, the judged ones first."""
        against = (self.against,) if self.against else ()
        return tuple(dict.fromkeys((*self.names, *against, *self.beside)))

    @property
    def history_names(self) -> tuple[str, ...]:
        """The lists that the student's training fills: those judged or drawn, or those beside parameters and values."""
        return self.names if self.kind in ("history", "figure") else self.beside

    def to_json(self) -> dict[str, object]:
        """The task as plain JSON data."""
        found = {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()}
        if self.entry == "epoch":  # as ever
            del found["entry"]
        if not self.asks:
            del found["asks"]
        return found

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "Task":
        """The task that `to_json` wrote; unknown entries are ignored."""
        known = {field.name for field in fields(cls)}
        values = {n: tuple(v) if isinstance(v, list) else v for n, v in data.items() if n in known}
        return cls(**values)  # type: ignore[arg-type]
