"""A task: one graded item, that is, one autograder cell of a notebook."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Literal, get_args

TaskKind = Literal["history", "parameters", "figure"]


@dataclass(frozen=True)
class Task:
    """What is to be collected for one autograder cell, and where its answer comes from."""

    name: str
    """The `grade_id` of the autograder cell."""
    kind: TaskKind
    """`history`: a loss history; `parameters`: single numbers; `figure`: a plot of a loss history."""
    names: tuple[str, ...]
    """The names that hold the answer, such as `LOSS`, or `w` and `b`; for a figure the history it shows."""
    answer: str
    """The `grade_id` of the answer cell."""
    givens: tuple[str, ...] = ()
    """Names that the lab gives to the student and that should still be the lab's."""
    beside: tuple[str, ...] = ()
    """Further names that are collected for diagnosis only."""
    known: tuple[str, ...] = ()
    """Functions and classes that the worked cells define; any other one is the student's own."""

    setting: tuple[str, ...] = ()
    """The names of the setting, such as `slope` and `seed`."""

    def __post_init__(self) -> None:
        """Refuse a kind that no judge knows, and a task without names."""
        if self.kind not in get_args(TaskKind):
            raise ValueError(f"task {self.name}: kind is {self.kind!r}, must be one of {get_args(TaskKind)}")
        if not self.names:
            raise ValueError(f"task {self.name}: names is empty, must name what holds the answer")

    @property
    def collected(self) -> tuple[str, ...]:
        """All names whose values become evidence, each once, the judged ones first."""
        return tuple(dict.fromkeys((*self.names, *self.beside)))

    @property
    def history_names(self) -> tuple[str, ...]:
        """The lists that the student's training fills: those judged or drawn, or beside judged parameters."""
        return self.beside if self.kind == "parameters" else self.names

    def to_json(self) -> dict[str, object]:
        """The task as plain JSON data."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "Task":
        """The task that `to_json` wrote; unknown entries are ignored."""
        known = {field.name for field in fields(cls)}
        values = {n: tuple(v) if isinstance(v, list) else v for n, v in data.items() if n in known}
        return cls(**values)  # type: ignore[arg-type]
