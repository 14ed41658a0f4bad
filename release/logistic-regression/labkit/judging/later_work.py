"""Work that stands below its check: a name that was empty there and is filled further down."""

from collections.abc import Iterable
from dataclasses import replace

from ..evidence.collecting import Evidence
from ..evidence.task import Task
from .verdict import Cause, Verdict

NOTHING = ((), "<ellipsis>", "<NoneType>")
"""What stands for an answer where there is none yet."""
NOTHING_DONE = ("empty", "absent", "untouched", "not run")


def with_later_work(verdict: Verdict, task: Task, now: Evidence, later: Iterable[Evidence]) -> Verdict:
    """The verdict on a task with nothing to check, with the place of the work if evidence collected later shows it.

    `now` is what was judged, `later` what was collected at the tasks below.
    """
    if verdict.cause is None or verdict.cause.kind not in NOTHING_DONE or verdict.findings:
        return verdict
    for evidence in later:
        name = next(
            (name for name in task.collected if _is_filled(name, task, evidence) and not _was_there(name, now)), None
        )
        if name is not None:
            return replace(verdict, cause=Cause("later", name, detail=task.answer))
    return verdict


def _is_filled(name: str, task: Task, evidence: Evidence) -> bool:
    if task.kind == "values" and name in task.names:
        return evidence.values.get(name, ()) not in NOTHING
    return isinstance(evidence.values.get(name), float) or bool(evidence.history(name))


def _was_there(name: str, evidence: Evidence) -> bool:
    return evidence.values.get(name, ()) != ()
