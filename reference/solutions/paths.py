"""The path that a solution's training takes, and that of each mutant: followed in runs of their own.

Only what ships to students has paths, so only who makes `expected.json` asks for these runs.
"""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from labkit.evidence.named_values import root
from labkit.evidence.plain_values import Value, leaves, numbers
from labkit.evidence.task import Task
from labkit.judging.key import Finding
from labkit.judging.paths.known_paths import KnownPaths, Landscape, Path
from reference.lab_files.lab import Lab
from reference.lab_files.landscapes import read_landscape
from reference.solutions.asked_runs import AskedRun, LeftBehind, Runner
from reference.solutions.edits import after, before, edited, together
from reference.solutions.epochs import LeftByEpochs
from reference.solutions.mutants import Mutant
from reference.solutions.notebook import SolutionNotebook
from reference.solutions.operators.slip import statement
from reference.solutions.prologues.following import FOLLOW, FOLLOWED
from reference.solutions.prologues.surfacing import SEE_SURFACE, SURFACE
from reference.solutions.reading import read_answer
from reference.solutions.reading.tree import mentions
from reference.solutions.runs import double, follow, see_surface
from reference.solutions.tasks import answer_of

PARAMETERS = 2
"""A path over a surface has two."""


@dataclass(frozen=True)
class Practice:
    """A training whose path can be followed: it records losses, and its parameters are judged as well."""

    answer: str
    history: str
    """The name of its losses."""
    task: str
    """The task that judges these."""
    beside: str
    """The task that judges its parameters."""
    names: tuple[str, ...]
    """The names that hold its parameters."""
    entry: str = "epoch"
    """What each of its losses stands for."""


def practice_of(lab: Lab, notebook: SolutionNotebook) -> Practice | None:
    """The first practice of a lab that judges a history and parameters of one answer."""
    for task in lab.tasks:
        if task.kind != "history":
            continue
        answer = answer_of(task, notebook).name
        for other in lab.tasks:
            if other.kind == "parameters" and answer_of(other, notebook).name == answer:
                return Practice(answer, task.names[0], task.name, other.name, other.names, task.entry)
    return None


@dataclass(frozen=True)
class PathRuns:
    """Asks for runs of a lab's solution and of its mutants under the published setting, and follows their paths."""

    lab: Lab
    notebook: SolutionNotebook
    solution: Mapping[str, str]
    """Answer cell to its code."""
    run: Runner

    def known_paths(self, mutants: Sequence[Mutant], longer: Sequence[LeftByEpochs]) -> KnownPaths | None:
        """The path of the solution and those of these mutants.

        `None` where no practice judges losses and parameters, where these are not two numbers, where it does not train
        in one loop, and without an error surface to draw on. Other numbers of epochs are told from `longer` trainings.
        """
        practice = practice_of(self.lab, self.notebook)
        code = None if practice is None else self._followed(practice, self.solution)
        if practice is None or code is None:
            return None
        counted = {place: rows for place, one in enumerate(mutants) if (rows := _counted(one, longer))}
        codes: dict[int, str] = {}
        for place, one in enumerate(mutants):
            made = None if place in counted or one.random else self._followed(practice, one.cells)
            if made is not None:
                codes[place] = made
        asked = [self._asked("path", self.solution, practice, f"{see_surface()}\n{seeing_surface(code)}")]
        for place, made in codes.items():
            asked.append(self._asked(mutants[place].name, mutants[place].cells, practice, made))
        left = self.run(self.lab.published, self._tasks, asked)
        right, landscape = path_in(left[0], practice), landscape_in(left[0], practice)
        losses = numbers(_value(left[0], practice, practice.history))
        if right is None or landscape is None or losses is None:
            return None
        walked = {place: path_in(one, practice) for place, one in zip(codes, left[1:], strict=True)}
        walked |= {place: path_by_epochs(right, rows, practice) for place, rows in counted.items()}
        mistakes: dict[Finding, tuple[Path, ...]] = {}
        for place in sorted(walked):
            path = walked[place]
            if path is not None:
                finding = Finding(mutants[place].name, mutants[place].value)
                mistakes[finding] = (*mistakes.get(finding, ()), path)
        tasks = (practice.task, practice.beside)
        return KnownPaths(
            tasks=tasks,
            names=practice.names,
            history=practice.history,
            landscape=landscape,
            right=right,
            losses=losses,
            entry=practice.entry,
            mistakes=mistakes,
        )

    @property
    def _tasks(self) -> tuple[Task, ...]:
        """The tasks, of which those of histories also collect the path and the surface."""
        return tuple(
            replace(task, names=(*task.names, FOLLOWED, SURFACE)) if task.kind == "history" else task
            for task in self.lab.tasks
        )

    def _followed(self, practice: Practice, cells: Mapping[str, str]) -> str | None:
        made = followed(practice, self.notebook, cells[practice.answer]) if practice.answer in cells else None
        return None if made is None else f"{follow()}\n{made}"

    def _asked(self, name: str, cells: Mapping[str, str], practice: Practice, code: str) -> AskedRun:
        return AskedRun(f"{name}, followed", double(), {**self.solution, **cells, practice.answer: code})


def _counted(mutant: Mutant, longer: Sequence[LeftByEpochs]) -> Sequence[Mapping[str, object]]:
    """The parameters after each epoch of a mutant that is another number of epochs; empty for all others."""
    for left in longer:
        count = left.training.counted.get(mutant.cells.get(left.training.answer, ""))
        if count is not None and len(mutant.cells) == 1:
            return left.parameters[:count]
    return ()


def followed(practice: Practice, notebook: SolutionNotebook, code: str) -> str | None:
    """The code of an answer that also writes down its parameters before its training and after each epoch.

    `None` where it does not train in just one loop.
    """
    changed = notebook.with_answers({practice.answer: code})
    reading = read_answer(changed, changed.answer(practice.answer))
    loops = list(dict.fromkeys(training.epochs for training in reading.trainings))
    if len(loops) != 1 or loops[0] is None:
        return None
    own = [name for name in practice.names if mentions(reading.tree.module, root(name))]
    row = f"{FOLLOW}(lambda: ({''.join(f'{name}, ' for name in own)}))"
    begun = before(loops[0], statement(f"{FOLLOWED}.clear()"), statement(row))
    return ast.unparse(edited(reading.tree.module, together(begun, after(loops[0].body[-1], statement(row)))))


def seeing_surface(code: str) -> str:
    """The code of an answer that also describes the surface that it mentions, or the last one that there is."""
    mentioned = " ".join(node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name))
    return f"{code}\n{SEE_SURFACE}({mentioned!r})"


def path_in(left: LeftBehind, practice: Practice) -> Path | None:
    """The path that was followed; `None` where there is none of two parameters, of at least one epoch."""
    value = _value(left, practice, FOLLOWED)
    rows = value if isinstance(value, tuple) else ()
    points = [leaves(row) for row in rows]
    if len(points) < 2 or any(len(point) != PARAMETERS for point in points):
        return None
    return tuple((float(w), float(b)) for w, b in points)


def path_by_epochs(right: Path, parameters: Sequence[Mapping[str, object]], practice: Practice) -> Path | None:
    """The path of another number of epochs, from where the right one begins; `None` where that is not known."""
    points = [right[0]]
    for row in parameters:
        entries = [leaf for name in practice.names if name in row for leaf in _entries(row[name])]
        if len(entries) != PARAMETERS:
            return None
        points.append((entries[0], entries[1]))
    return tuple(points)


def _entries(value: object) -> tuple[float, ...]:
    return tuple(map(float, value)) if isinstance(value, tuple) else (float(value),)  # type: ignore[arg-type]


def landscape_in(left: LeftBehind, practice: Practice) -> Landscape | None:
    """The landscape of the surface that was seen; `None` where there was none."""
    value = _value(left, practice, SURFACE)
    return read_landscape(value) if isinstance(value, tuple) and value else None


def _value(left: LeftBehind, practice: Practice, name: str) -> Value | None:
    evidence = left.evidence.get(practice.task)
    return None if evidence is None or left.stopped else evidence.values.get(name)
