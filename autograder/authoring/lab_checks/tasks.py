"""The lab file against the notebook: every cell and name that the lab speaks of is there and of the right kind."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from autograder.authoring.lab_checks.findings import Check, Problem
from autograder.authoring.lab_checks.notebooks import CREATE, SourceCell, SourceNotebook
from autograder.grading.jobs import PARAMETERS, setting_source
from labkit.evidence.task import Task

if TYPE_CHECKING:
    from reference.lab_files.lab import Lab

SHOWS_HISTORY = ("history", "figure")
ASKED_FOR = frozenset({"start_w", "start_b", "rate", "epochs", "batch", "pairs"})
"""What a practice may choose; all else of a recipe says what mistakes and worked trainings do."""


def check_tasks(lab: Lab, file: str, name: str, notebooks: Sequence[SourceNotebook]) -> Check:
    """The tasks, answers and the parameters cell that the lab file names.

    Args:
        file: the lab file, as messages name it
        name: of the assignment
    """
    cells = [cell for notebook in notebooks for cell in notebook.cells]
    problems = [*_lab(lab, file, name), *_recipe(lab, file), *_parameters(lab, file, cells)]
    for task in lab.tasks:
        problems += [*_task(task, file, cells), *_names(task, lab, file, cells)]
    known = {task.name for task in lab.tasks}
    for cell in cells:
        if cell.kind == "test" and cell.name not in known and cell.source.strip().startswith("check("):
            problems.append(_no_task(cell, file))
    notes = (f"tasks: {', '.join(task.name for task in lab.tasks)}",)
    return Check("the lab file and the notebook speak of the same cells and names", tuple(problems), notes)


def _lab(lab: Lab, file: str, name: str) -> Iterator[Problem]:
    if lab.name != name:
        yield Problem(file, f"its lab is called '{lab.name}'", f'Write name="{name}", as the folder in source/.')
    if lab.recipe is not None and not any(task.kind in SHOWS_HISTORY for task in lab.tasks):
        yield Problem(file, "no task looks at a history", "Add a task of kind 'history', or of kind 'figure'.")
    names = [task.name for task in lab.tasks]
    for twice in sorted({one for one in names if names.count(one) > 1}):
        yield Problem(file, f"two tasks are called '{twice}'", "Give each task the name of its own autograder cell.")
    if set(lab.rehearsal) != set(lab.published):
        yield Problem(file, "rehearsal does not have the names of published", "Set the same names in both.")
    elif dict(lab.rehearsal) == dict(lab.published):
        yield Problem(
            file, "rehearsal is the same setting as published", "Choose other numbers, or nothing is rehearsed."
        )


def _recipe(lab: Lab, file: str) -> Iterator[Problem]:
    """Whether right implementations of the practice are known (see `reference.recipes.implementations`)."""
    from reference.recipes.recipe import Recipe, Update

    if lab.recipe is None:
        return
    recipe, update = lab.recipe, lab.recipe.update
    usual = Recipe(Update(update.start_w, update.start_b, update.rate, update.epochs))
    for part in ("update", "record", "store"):
        found, known = vars(getattr(recipe, part)), vars(getattr(usual, part))
        for name in sorted(found.keys() - ASKED_FOR):
            if found[name] != known[name]:
                what = f"its practice has {name}={found[name]!r}, for which the kit has no right implementations"
                yield Problem(file, what, f"Leave it out; a practice may choose {', '.join(sorted(ASKED_FOR))}.")
    if update.pairs == "x-as-target":
        yield Problem(file, "its practice trains on the inputs as targets", "Write pairs='noisy' or 'dataset'.")
    for name, worked in lab.worked.items():
        if worked.update.order == "shuffled":
            what = f"its worked training '{name}' takes pairs in a random order, so nobody knows what it leaves"
            yield Problem(file, what, "Take it out of worked=, and out of beside= of the tasks.")


def _parameters(lab: Lab, file: str, cells: Sequence[SourceCell]) -> Iterator[Problem]:
    if lab.parameters != PARAMETERS:
        what = f"it calls the cell of the setting '{lab.parameters}', which grading does not look for"
        yield Problem(file, what, f"Leave out parameters=, and call the cell '{PARAMETERS}'.")
    wanted = f"it holds just {setting_source(lab.published)}, a line each.".replace("\n", ", ")
    cell = _called(PARAMETERS, cells)
    if cell is None:
        where = cells[0].file if cells else file
        what = f"no cell is called '{PARAMETERS}', so grading can put no other data in"
        yield Problem(where, what, f"Add a read-only code cell of that name; {wanted}")
        return
    if not cell.is_code or cell.kind != "locked":
        yield Problem(cell.where, "it must be a read-only code cell", f"Choose its kind again. {CREATE}")
    found = _assigned_numbers(cell.source)
    if found is None:
        yield Problem(cell.where, "it holds more than numbers given to names", f"Correct the cell; {wanted}")
    elif found != dict(lab.published):
        yield Problem(
            cell.where,
            f"it does not set exactly the published setting of {file}",
            f"Correct the cell, or the lab file; {wanted}",
        )
    for other in cells:
        again = sorted(_bound(other) & set(lab.published)) if other is not cell and other.kind == "locked" else []
        if again:
            what = f"it sets {', '.join(again)} again, so other data never reach the students' cells"
            yield Problem(other.where, what, f"Set it in the cell '{PARAMETERS}' only.")


def _task(task: Task, file: str, cells: Sequence[SourceCell]) -> Iterator[Problem]:
    test, answer = _called(task.name, cells), _called(task.answer, cells)
    line = f'check("{task.name}")'
    if test is None:
        what = f"its task '{task.name}' has no cell in the notebook"
        yield Problem(file, what, f"Add an autograder tests cell of that name with the one line {line}.")
    elif not test.is_code or test.kind != "test":
        yield Problem(test.where, "it must be an autograder tests cell of code", f"Choose its kind again. {CREATE}")
    elif test.source.strip() != line:
        what = "the check cell of a task holds something else than its one line"
        yield Problem(test.where, what, f"Write just {line}; under grading nothing else of it runs.")
    if answer is None:
        what = f"task '{task.name}' looks for its answer in '{task.answer}', which is no cell of the notebook"
        yield Problem(file, what, "Name the grade_id of the answer cell.")
    elif not answer.is_code or answer.kind != "answer":
        yield Problem(answer.where, "it must be an autograded answer of code", f"Choose its kind again. {CREATE}")
    elif test is not None and test.file == answer.file and test.number < answer.number:
        yield Problem(test.where, f"it stands above its answer '{answer.name}'", "Move it below.")


def _names(task: Task, lab: Lab, file: str, cells: Sequence[SourceCell]) -> Iterator[Problem]:
    """The names that a task speaks of: those of the setting, what is given, what worked cells define."""
    where = f"{file}, task '{task.name}'"
    if set(task.setting) != set(lab.published):
        wanted = ", ".join(repr(name) for name in lab.published)
        yield Problem(where, "its setting= does not list the names of published", f"Write setting=({wanted}).")
    if lab.recipe is None:
        return  # what is given and known is read off the notebook
    if task.kind == "parameters" and task.names != ("w", "b"):
        yield Problem(
            where, f"its names are {task.names}, but parameters are called w and b", 'Write names=("w", "b").'
        )
    history = lab.history if any(one.kind in SHOWS_HISTORY for one in lab.tasks) else ""
    if task.kind in SHOWS_HISTORY and task.names != (history,):
        what = f"its names are {task.names}, another history than that of the first task"
        yield Problem(where, what, f'A lab asks for one history: write names=("{history}",).')
    defined = set().union(*(_bound(cell) for cell in cells if cell.kind in ("locked", "plain")))
    kinds = {"givens": task.givens, "known": task.known, "worked": tuple(lab.worked)}
    for kind, names in kinds.items():
        if absent := [name for name in names if name not in defined]:
            what = f"{kind} names {', '.join(absent)}, which no worked cell defines"
            yield Problem(where if kind != "worked" else file, what, "Correct the name, or define it in a worked cell.")
    if unknown := [name for name in task.givens if name not in ANSWERABLE]:
        what = f"givens names {', '.join(unknown)}, of which the kit cannot say what they should hold"
        yield Problem(where, what, f"Leave it out; what can be said is: {', '.join(ANSWERABLE)}.")


ANSWERABLE = ("X", "Y", "f", "dataset", "trainloader", "lr", "forward", "criterion")
"""The given names that `reference.lab_files.lab.Lab.givens` knows."""


def _no_task(cell: SourceCell, file: str) -> Problem:
    return Problem(cell.where, f"it calls check() but is no task of {file}", "Add the task there, or delete the cell.")


def _called(name: str, cells: Sequence[SourceCell]) -> SourceCell | None:
    return next((cell for cell in cells if cell.name == name), None)


def _assigned_numbers(source: str) -> dict[str, float] | None:
    """What a cell sets, where it does nothing but give numbers to names; else None."""
    found: dict[str, float] = {}
    try:
        for statement in ast.parse(source).body:
            if not isinstance(statement, ast.Assign):
                return None
            (target,) = statement.targets
            value = ast.literal_eval(statement.value)
            if not isinstance(target, ast.Name) or isinstance(value, bool) or not isinstance(value, int | float):
                return None
            found[target.id] = value
    except (SyntaxError, ValueError):
        return None
    return found


def _bound(cell: SourceCell) -> set[str]:
    """Names that a code cell binds at its top level, loops included; none for a cell that is no plain Python."""
    if not cell.is_code:
        return set()
    try:
        statements: list[ast.AST] = list(ast.parse(cell.source).body)
    except SyntaxError:
        return set()
    names: set[str] = set()
    while statements:
        node = statements.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
            continue  # what is inside is its own
        if isinstance(node, ast.alias):
            names.add((node.asname or node.name).split(".")[0])
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        statements += ast.iter_child_nodes(node)
    return names
