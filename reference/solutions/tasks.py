"""A lab's tasks, completed by what its notebook says: where the answer stands, what is given, what lies beside."""

import ast
from dataclasses import replace

from labkit.evidence.task import Task
from reference.lab_files.lab import Lab
from reference.solutions.names import Kind
from reference.solutions.notebook import Answer, SolutionNotebook, parsed

GIVEN: tuple[Kind, ...] = ("criterion", "function", "loader", "dataset", "tensor", "number", "other")
"""Kinds of names that a lab gives and that can be measured: see `labkit.evidence.given_values`."""
DEFINED: tuple[Kind, ...] = ("function", "criterion", "class", "model class", "dataset class")


def complete(lab: Lab, notebook: SolutionNotebook) -> Lab:
    """The lab with tasks that say all that collecting evidence needs; what the lab file says itself stays.

    Raises:
        KeyError: naming a task without an answer cell above it.
    """
    placed = tuple(replace(task, answer=answer_of(task, notebook).name) for task in lab.tasks)
    return replace(lab, tasks=tuple(_completed(task, placed, notebook) for task in placed))


def _completed(task: Task, placed: tuple[Task, ...], notebook: SolutionNotebook) -> Task:
    given = notebook.given
    return replace(
        task,
        givens=task.givens or _givens(notebook.answer(task.answer), notebook),
        beside=task.beside or _beside(task, placed, notebook),
        known=task.known or given.of(*DEFINED),
        setting=task.setting or tuple(notebook.setting),
        apart=tuple(dict.fromkeys((*task.apart, *_apart(task, placed)))),
        entry=_entry(task, placed),
    )


def _entry(task: Task, placed: tuple[Task, ...]) -> str:
    """What each entry of the history stands for that a task is about: for a figure those of what it shows."""
    shown = (other.entry for other in placed if other.kind == "history" and set(task.names) & set(other.names))
    return next(shown, task.entry) if task.kind == "figure" else task.entry


def _practice(task: Task, placed: tuple[Task, ...]) -> str:
    """The answer cell that a task is about: for a figure that of the history it shows."""
    if task.kind == "figure":
        for other in placed:
            if other.kind == "history" and set(task.names) & set(other.names):
                return other.answer
    return task.answer


def _apart(task: Task, placed: tuple[Task, ...]) -> tuple[str, ...]:
    """The answer cells of the other practices, where a lab has several."""
    mine = _practice(task, placed)
    own = {other.answer for other in placed if _practice(other, placed) == mine}
    return tuple(dict.fromkeys(other.answer for other in placed if other.answer not in own))


def answer_of(task: Task, notebook: SolutionNotebook) -> Answer:
    """The answer cell of a task: the one that its lab file names, else the last one above its autograder cell."""
    if task.answer:
        return notebook.answer(task.answer)
    for answer in notebook.answers:
        if task.name in answer.tasks:
            return answer
    raise KeyError(f"the notebook has no answer cell above an autograder cell {task.name!r}")


def _givens(answer: Answer, notebook: SolutionNotebook) -> tuple[str, ...]:
    """What locked cells bind, the solution uses, and no answer binds; the setting has a place of its own."""
    nodes = list(ast.walk(parsed(answer.cell)))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    own = {node.arg for node in nodes if isinstance(node, ast.arg)}
    own |= {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    kept = {node.id for node in names} - own - set(notebook.answered) - set(notebook.setting)
    return tuple(name for name in notebook.given.of(*GIVEN) if name in kept)


def _beside(task: Task, placed: tuple[Task, ...], notebook: SolutionNotebook) -> tuple[str, ...]:
    """The histories and parameters that the same practice is judged by, and the histories that locked cells fill."""
    mine = _practice(task, placed)
    same = [other for other in placed if other.kind in ("history", "parameters") and _practice(other, placed) == mine]
    others = [name for other in same for name in other.names]
    given = notebook.given.of("list")
    return tuple(dict.fromkeys(name for name in (*others, *given) if name not in task.names))
