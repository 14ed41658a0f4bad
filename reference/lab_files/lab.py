"""A lab as the grader knows it: its data, its tasks, what is right, and what typically goes wrong."""

import importlib.util
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from labkit.evidence.task import Task
from labkit.judging.expected import CLOSER_HINT_AFTER
from labkit.judging.key import Box
from labkit.judging.setting import Setting
from reference.recipes.data import LineData, draw_line
from reference.recipes.mistakes import CATALOGUE, Mistake
from reference.recipes.recipe import Recipe

Numbers = Mapping[str, float]
"""The numbers of a setting, whoever knows them."""

SAFETY = 20.0
GIVENS_TOLERANCE = 1e-5
"""Given data are float32, and their last digits depend on the processor."""


def draw_setting(source: random.Random) -> dict[str, float]:
    """A fresh setting with a slope, a bias and noise that are plainly there, in numbers of three digits."""
    return {
        "slope": source.choice((-1, 1)) * round(source.uniform(0.5, 3.0), 2),
        "bias": source.choice((-1, 1)) * round(source.uniform(0.5, 3.0), 2),
        "noise": round(source.uniform(0.1, 0.4), 2),
        "seed": source.randrange(2, 1_000_000),
    }


@dataclass(frozen=True)
class Drill:
    """A worked training that students see with a mistake in it, see `labkit.drill`."""

    name: str
    """How the notebook asks for it."""
    cells: tuple[str, ...]
    """The `grade_id`s of the worked cells that make it up, one after the other."""
    history: str
    """The list of losses that it leaves."""
    entry: str = "epoch"
    """What each of them stands for."""
    asked: Mapping[str, str] = field(default_factory=dict)
    """For each task of kind `drill` that is graded the mistake that it asks about; others are practised with."""


@dataclass(frozen=True)
class Lab:
    """What the kit must know to grade a lab of this family."""

    name: str
    """The name of the assignment: the folder in `source/`."""
    published: Numbers
    """The setting that the notebook is handed out with."""
    rehearsal: Numbers
    """The second public setting, with which students can find typed numbers before they hand in."""
    tasks: tuple[Task, ...]
    recipe: Recipe | None = None
    """What the practice asks for, in a lab that fits a line; `None`: what its notebook's solution does."""
    worked: Mapping[str, Recipe] = field(default_factory=dict)
    """The lab's own training runs by the name of their history, in the order in which the notebook makes them."""
    catalogue: tuple[Mistake, ...] = CATALOGUE
    data: Callable[[Numbers], LineData] = draw_line
    draw: Callable[[random.Random], dict[str, float]] = draw_setting
    parameters: str = "parameters"
    """The `grade_id` of the cell that sets the setting."""
    safety: float = SAFETY
    """A tolerance is this many times the distance of the farthest right implementation."""
    dropped: frozenset[str] = frozenset()
    """Mistakes that are not looked for, in a lab that is known by its solution."""
    reworded: Mapping[str, tuple[str | None, str | None, str | None]] = field(default_factory=dict)
    """Another title, hint or closer hint for mistakes of a lab that is known by its solution."""
    closer_hint_after: int = CLOSER_HINT_AFTER
    """After how many different wrong answers to a task `check` offers the closer hint; 0: never."""
    drills: tuple[Drill, ...] = ()
    """Worked trainings to be shown with a mistake in them."""

    def __post_init__(self) -> None:
        """Refuse a tolerance that would fail right answers, and a number of answers that is none."""
        if self.closer_hint_after < 0:
            raise ValueError(f"{self.name}: closer_hint_after is {self.closer_hint_after!r}, must be 0 or more")
        if not self.safety >= 1.0:
            raise ValueError(f"{self.name}: safety is {self.safety!r}, must be 1 or more")
        asked = [task for drill in self.drills for task in drill.asked]
        named = [task.name for task in self.tasks if task.kind == "drill"]
        if sorted(asked) != sorted(named):
            what = f"its drills ask the tasks {sorted(asked)}, and its tasks of kind 'drill' are {sorted(named)}"
            raise ValueError(f"{self.name}: {what}; name each of these once, in asked= of one drill")
        if both := {drill.name for drill in self.drills} & {task.name for task in self.tasks}:
            raise ValueError(f"{self.name}: {sorted(both)} names a drill and a task; give one of them another name")

    @property
    def public_settings(self) -> tuple[Setting, Setting]:
        """The settings that students have: that of the notebook as handed out, and the one to rehearse with."""
        return Setting(self.published, "published"), Setting(self.rehearsal, "rehearsal")

    def with_words(
        self, mistake: str, *, title: str | None = None, hint: str | None = None, closer_hint: str | None = None
    ) -> "Lab":
        """This lab with other words for a mistake; one with another hint has a closer hint only where that is given.

        Which mistakes a lab has that is known by its solution shows when that is run: `descent check-lab` lists them.

        Raises:
            KeyError: where its catalogue has no such mistake.
        """
        closer = "" if hint is not None and closer_hint is None else closer_hint
        if self.recipe is None:
            return replace(self, reworded={**self.reworded, mistake: (title, hint, closer)})
        if mistake not in {known.name for known in self.catalogue}:
            raise KeyError(f"{self.name} knows no mistake {mistake!r}; see docs/mistakes.md")
        catalogue = tuple(
            replace(
                known,
                title=title or known.title,
                hint=hint or known.hint,
                closer_hint=known.closer_hint if closer is None else closer,
            )
            if known.name == mistake
            else known
            for known in self.catalogue
        )
        return replace(self, catalogue=catalogue)

    def without(self, *mistakes: str) -> "Lab":
        """This lab without these mistakes: an answer that makes one is wrong, and what it did is not named."""
        if self.recipe is None:
            return replace(self, dropped=self.dropped | frozenset(mistakes))
        return replace(self, catalogue=tuple(known for known in self.catalogue if known.name not in mistakes))

    def task(self, name: str) -> Task:
        """The task with this name.

        Raises:
            KeyError: naming those there are.
        """
        for task in self.tasks:
            if task.name == name:
                return task
        raise KeyError(f"{self.name} has no task {name!r}, only {', '.join(task.name for task in self.tasks)}")

    @property
    def required_recipe(self) -> Recipe:
        """The recipe; raises `ValueError` for a lab that is known by its solution."""
        if self.recipe is None:
            raise ValueError(f"{self.name} has no recipe: its notebook's solution says what is right")
        return self.recipe

    @property
    def history(self) -> str:
        """The name of the list that the practice fills: what the first task on a history or on a plot judges."""
        return next(task.names[0] for task in self.tasks if task.kind in ("history", "figure"))

    def givens(self, setting: Numbers) -> dict[str, Box]:
        """What the given names hold under a setting, in the numbers of `labkit.evidence.given_values`."""
        data, update = self.data(setting), self.required_recipe.update
        targets = data.noisy if update.pairs == "noisy" else data.clean
        in_order = float(update.order != "shuffled")
        values = {
            "X": data.x,
            "Y": data.noisy,
            "f": data.clean,
            "dataset": np.column_stack([data.x, targets]).ravel(),
            "trainloader": np.array([update.batch or data.x.size, data.x.size, in_order]),
            "lr": np.asarray(update.rate),
            "forward": np.zeros(3),
            "criterion": np.asarray(2.5),
        }
        return {name: Box.around(value, GIVENS_TOLERANCE, GIVENS_TOLERANCE) for name, value in values.items()}


class LabFileError(Exception):
    """A file is no lab; the message names it and says what it must hold."""


def load_lab(path: Path) -> Lab:
    """The lab that the Python file `path` defines as `LAB`.

    The file is run: only an instructor's own files may be loaded.

    Raises:
        LabFileError: where it defines none.
    """
    if not path.is_file():
        raise LabFileError(f"{path} is not there; a lab is a Python file that defines LAB = Lab(...)")
    spec = importlib.util.spec_from_file_location(f"lab_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise LabFileError(f"{path} is no Python file; its name must end in .py")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise LabFileError(f"{path} stopped with {type(error).__name__}: {error}") from error
    lab = getattr(module, "LAB", None)
    if not isinstance(lab, Lab):
        raise LabFileError(f"{path} must define LAB as a reference.lab_files.lab.Lab; found {type(lab).__name__}")
    return lab
