"""Drills of a lab: a worked training with each of its frequent mistakes in it, run under the published setting."""

import ast
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from labkit.drills.known_drills import DrillCase, KnownDrill
from labkit.evidence.task import Task
from labkit.judging.explain import Words, title_of
from labkit.judging.key import Finding
from reference.lab_files.calibrated import CalibrationError
from reference.lab_files.lab import Drill, Lab
from reference.solutions.asked_runs import Runner
from reference.solutions.edits import hunks
from reference.solutions.explanations import FLOAT32_MAX
from reference.solutions.mutants import Mutant
from reference.solutions.notebook import Cell, SolutionNotebook
from reference.solutions.pairs import FREQUENT
from reference.solutions.separation import Outcome, Separation, named
from reference.solutions.setting_runs import SettingRuns
from reference.solutions.tasks import complete

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


def known_drill(lab: Lab, notebook: SolutionNotebook, drill: Drill, run: Runner) -> KnownDrill:
    """A worked training with each frequent mistake that shows in its losses.

    Raises:
        CalibrationError: where fewer than `LEAST_CASES` show, or the cells leave no losses.
    """
    own = drill_notebook(notebook, drill)
    task = Task(TASK, "history", (drill.history,), entry=drill.entry)
    asked = Lab(lab.name, lab.published, lab.rehearsal, (task,), draw=lab.draw, parameters=lab.parameters)
    runs = SettingRuns(complete(asked, own), own, run, {}, ())
    separation = runs.under(lab.published).separation
    right = _losses(separation.right.values.get(drill.history))
    found = list(_cases(drill, own, runs.mutants, separation))[:MOST_CASES]
    if len(right) < LEAST_LOSSES or len(found) < LEAST_CASES:
        raise CalibrationError(f"the drill {drill.name}: its cells show {len(found)} mistakes, too few for a choice")
    cases = tuple(replace(case, near=_near(place, found)) for place, case in enumerate(found))
    return KnownDrill(drill.name, drill.history, drill.entry, right, cases)


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
