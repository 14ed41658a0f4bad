"""Drills of a lab: a worked training with each of its frequent mistakes in it, run under the published setting."""

import ast
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from labkit.drills.drill_panel import shown_code
from labkit.drills.known_drills import AskedDrill, DrillCase, KnownDrill
from labkit.evidence.task import Task
from labkit.judging.explain import Words, title_of
from labkit.judging.key import Finding, Key
from labkit.judging.setting import Setting
from reference.lab_files.calibrated import CalibrationError
from reference.lab_files.lab import Drill, Lab
from reference.recipes.mistakes.without_replay import WITHOUT_REPLAY
from reference.solutions.asked_runs import Runner
from reference.solutions.by_solution import COUNTED, BySolution
from reference.solutions.edits import hunks
from reference.solutions.explanations import FLOAT32_MAX
from reference.solutions.mutants import Mutant
from reference.solutions.notebook import Cell, SolutionNotebook
from reference.solutions.pairs import FREQUENT
from reference.solutions.separation import Outcome, Separation, named

TASK = "drill"
SHOWN = frozenset(FREQUENT) - {"wrong-start"}
"""Frequent mistakes but for the one that says less than its two kinds."""
MOST_CASES = 12
LEAST_CASES = 4
"""Fewer than these give no choice."""
LEAST_LOSSES = 2
"""Finite losses that a curve needs."""
NEAR = 6
"""Near cases that are kept for each."""
ALWAYS = frozenset(mistake.name for mistake in WITHOUT_REPLAY)
"""Mistakes that a check finds whatever a training does."""


def drill_notebook(notebook: SolutionNotebook, drill: Drill) -> SolutionNotebook:
    """The notebook down to a worked training, which stands in it as the one answer.

    Raises:
        CalibrationError: where it has no such cells, or they do not follow each other.
    """
    names = [cell.name for cell in notebook.cells]
    lacking = [name for name in drill.cells if name not in names]
    if lacking or not drill.cells:
        raise CalibrationError(f"the drill {drill.name}: the notebook has no cell {', '.join(lacking) or 'for it'}")
    places = [names.index(name) for name in drill.cells]
    if places != list(range(places[0], places[0] + len(places))):
        raise CalibrationError(f"the drill {drill.name}: the cells {', '.join(drill.cells)} do not follow each other")
    code = "\n\n".join(notebook.cells[place].code for place in places)
    above = tuple(cell for cell in notebook.cells[: places[0]] if cell.role in ("locked", "parameters"))
    return SolutionNotebook((*above, Cell(drill.cells[-1], "answer", code), Cell(TASK, "task", "")))


class DrillRuns:
    """The runs of one drill: its training, and that with each mistake in it."""

    def __init__(self, lab: Lab, notebook: SolutionNotebook, drill: Drill, run: Runner) -> None:
        """`notebook` is the lab's, `run` runs what `drill_notebook` makes of it."""
        self.drill = drill
        self._lab, self._own = lab, drill_notebook(notebook, drill)
        task = Task(TASK, "history", (drill.history,), entry=drill.entry)
        own = Lab(lab.name, lab.published, lab.rehearsal, (task,), draw=lab.draw, parameters=lab.parameters)
        self.reference = BySolution(own, self._own, run)

    @cached_property
    def cases(self) -> tuple[DrillCase, ...]:
        """One for each frequent mistake that shows in the losses.

        Raises:
            CalibrationError: where fewer than `LEAST_CASES` show, or the cells leave no losses.
        """
        runs = self.reference.runs
        separation = runs.under(self._lab.published).separation
        found = list(_cases(self.drill, self._own, runs.mutants, separation))[:MOST_CASES]
        if len(self.losses) < LEAST_LOSSES or len(found) < LEAST_CASES:
            what = f"its cells show {len(found)} mistakes, too few for a choice"
            raise CalibrationError(f"the drill {self.drill.name}: {what}")
        return tuple(replace(case, near=_near(place, found)) for place, case in enumerate(found))

    @cached_property
    def losses(self) -> tuple[float, ...]:
        """What the training leaves without a mistake, under the published setting."""
        separation = self.reference.runs.under(self._lab.published).separation
        return _losses(separation.right.values.get(self.drill.history))

    def case_of(self, task: str) -> DrillCase:
        """The case that a task asks about.

        Raises:
            CalibrationError: naming those that there are.
        """
        wanted = self.drill.asked[task]
        for case in self.cases:
            if case.mistake == wanted:
                return case
        known = ", ".join(case.mistake for case in self.cases)
        raise CalibrationError(f"{task}: the drill {self.drill.name} does not show {wanted}; it shows {known}")

    def choices(self, task: str, most: int = 3) -> tuple[DrillCase, ...]:
        """The case that a task asks about and those nearest to it, in the order of their titles."""
        case = self.case_of(task)
        return tuple(sorted([case, *(self.cases[place] for place in case.near[:most])], key=lambda one: one.title))

    def public_key(self, setting: Setting) -> Key:
        """What ships of a repaired training under a public setting.

        It explains no case whose cause is graded: where a repair is judged, its losses would be told their mistake.
        """
        (key,) = self.reference.public_keys(setting)
        secret = {self.drill.asked[task.name] for task in self._lab.tasks if self._asks_cause(task)}
        listed = tuple(one for one in key.listed if not any(found.mistake in secret for found in one.findings))
        return replace(key, listed=listed, counts=None if secret & COUNTED else key.counts)

    def _asks_cause(self, task: Task) -> bool:
        return task.asks == "cause" and task.name in self.drill.asked

    def known(self, tasks: Sequence[Task]) -> KnownDrill:
        """What ships: cases to practise with, those that `tasks` ask about, and the key of a repaired training.

        Raises:
            CalibrationError: as `cases` and `case_of` do, and where too few cases are left to practise with.
        """
        kept = {self.case_of(task) for task in self.drill.asked}
        practised = [case for case in self.cases if case not in kept]
        if len(practised) < LEAST_CASES:
            what = f"{len(practised)} cases are left to practise with, must be {LEAST_CASES}; ask about fewer"
            raise CalibrationError(f"the drill {self.drill.name}: {what}")
        published, _ = self._lab.public_settings
        key = self.public_key(published)
        told = {finding.mistake for one in key.listed for finding in one.findings}
        return KnownDrill(
            name=self.drill.name,
            history=self.drill.history,
            entry=self.drill.entry,
            losses=self.losses,
            cases=tuple(replace(case, near=_near(place, practised)) for place, case in enumerate(practised)),
            key=replace(key, task=replace(key.task, name=self.drill.name)),
            words={name: words for name, words in self.reference.words.items() if name in told or name in ALWAYS},
            asked=tuple(self._asked(task) for task in tasks if task.name in self.drill.asked),
        )

    def _asked(self, task: Task) -> AskedDrill:
        case, (name,) = self.case_of(task.name), task.names
        if task.asks == "repair":
            code = renamed(case.code, self.drill.history, name)
            return AskedDrill(task.name, repairs=True, name=name, code=code, losses=case.losses)
        choices = tuple((choice.mistake, choice.title) for choice in self.choices(task.name))
        hidden = shown_code(case, hides=True)
        return AskedDrill(task.name, repairs=False, name=name, code=hidden, losses=case.losses, choices=choices)


def renamed(code: str, old: str, new: str) -> str:
    """Code in which one name stands for another."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == old:
            node.id = new
    return ast.unparse(tree)


def _cases(
    drill: Drill, notebook: SolutionNotebook, mutants: Sequence[Mutant], separation: Separation
) -> Iterator[DrillCase]:
    """One case for each mistake that no other leaves the same as, the most frequent first."""
    alone: set[Outcome] = set()
    for group in separation.groups:
        if len({outcome.name for outcome in named(group)}) == 1:
            alone |= {*group}
    (answer,) = notebook.answers
    code = ast.unparse(ast.parse(answer.cell.code))
    told: set[str] = set()
    pairs = [
        (mutant, outcome)
        for mutant, outcome in zip(mutants, separation.outcomes, strict=True)
        if outcome in alone and mutant.name in SHOWN and not mutant.rare
    ]
    for mutant, outcome in sorted(pairs, key=lambda pair: FREQUENT.index(pair[0].name)):
        losses = _losses(outcome.runs[0].get(drill.history))
        changes = list(hunks(code.splitlines(), mutant.cells[answer.name].splitlines()))
        if mutant.name in told or len(changes) != 1 or len(losses) < LEAST_LOSSES:
            continue
        told.add(mutant.name)
        first, last, new = changes[0]
        words = {mutant.name: Words(mutant.title, mutant.hint)}
        title = title_of(Finding(mutant.name, mutant.value), words)
        right = "\n".join(code.splitlines()[first:last])
        wrong = (first, len(new))
        yield DrillCase(mutant.name, title, mutant.hint, mutant.cells[answer.name], wrong, right, losses, ())


def _losses(value: object) -> tuple[float, ...]:
    """The losses up to the first that is not finite."""
    found: list[float] = []
    for loss in value if isinstance(value, tuple) else ():
        if not isinstance(loss, float | int) or not math.isfinite(loss) or abs(loss) > FLOAT32_MAX:
            break
        found.append(float(loss))
    return tuple(found)


def _near(place: int, cases: Sequence[DrillCase]) -> tuple[int, ...]:
    """The other cases, those with the most similar curves first."""
    others = [other for other in range(len(cases)) if other != place]
    return tuple(sorted(others, key=lambda other: _apart(cases[place].losses, cases[other].losses))[:NEAR])


def _apart(one: Sequence[float], other: Sequence[float]) -> float:
    """How far curves lie apart: the mean difference of logarithms, more where they have different lengths."""
    both = min(len(one), len(other))
    tiny = 1e-12
    a, b = (np.log(np.maximum(np.array(losses[:both]), tiny)) for losses in (one, other))
    return float(np.mean(np.abs(a - b))) + 0.1 * abs(len(one) - len(other))
