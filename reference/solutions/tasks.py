"""A lab's tasks, completed by what its notebook says: where the answer stands, what is given, what lies beside."""

import ast
from dataclasses import replace

from labkit.evidence.task import Task
from reference.lab_files.lab import Lab
from reference.solutions.names import Kind, Names
from reference.solutions.notebook import Answer, SolutionNotebook, parsed

GIVEN: tuple[Kind, ...] = ("criterion", "function", "loader", "dataset", "tensor", "number", "other")
"""Kinds of names that a lab gives and that can be measured: see `labkit.evidence.given_values`."""
DEFINED: tuple[Kind, ...] = ("function", "criterion", "class", "model class", "dataset class")


def complete(lab: Lab, notebook: SolutionNotebook) -> Lab:
    """The lab with tasks that say all that collecting evidence needs; what the lab file says itself stays.

    Raises `KeyError` naming a task without an answer cell above it.
    """
    return replace(lab, tasks=tuple(_completed(task, lab, notebook) for task in lab.tasks))


def _completed(task: Task, lab: Lab, notebook: SolutionNotebook) -> Task:
    answer = answer_of(task, notebook)
    given = notebook.given
    return replace(
        task,
        answer=answer.name,
        givens=task.givens or _givens(answer, notebook),
        beside=task.beside or _beside(task, lab, notebook),
        known=task.known or given.of(*DEFINED),
        setting=task.setting or tuple(notebook.setting),
    )


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


def _beside(task: Task, lab: Lab, notebook: SolutionNotebook) -> tuple[str, ...]:
    """What else the lab's tasks look at in code, and the histories that locked cells fill."""
    others = [name for other in lab.tasks if other.kind != "figure" for name in other.names]
    return tuple(dict.fromkeys(name for name in (*others, *_lists(notebook.given)) if name not in task.names))


def _lists(given: Names) -> tuple[str, ...]:
    return given.of("list")
