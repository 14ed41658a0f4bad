"""`check`: a student's own look at a task, made of collect, judge and explain with the published key."""

import sys
from collections.abc import Mapping
from pathlib import Path

from .drills.asked_answers import taken_down
from .evidence.collecting import Evidence, collect, fingerprint
from .evidence.figure_display import look
from .evidence.plain_values import plain
from .evidence.recorded_path import recorded_path
from .evidence.running_notebook import answers_checks, journal, shell
from .judging import expected as expected_json
from .judging.explain import Explained, Policy, explain
from .judging.judge import judge
from .judging.paths.shown import paths_html
from .judging.verdict import Verdict


class CheckFailed(AssertionError):  # noqa: N818 - the name is what students read
    """An answer is not right yet; the message says in a line what was found."""

    def __init__(self, explained: Explained, shown: bool) -> None:
        super().__init__(explained.text)
        self._lines = [explained.headline] if shown else explained.text.splitlines()

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback."""
        return self._lines


def check(task: str, namespace: Mapping[str, object] | None = None) -> None:
    """Say whether the answer to `task` is right under the published data, and if not, what went wrong.

    `namespace` holds the names to look at; by default those of the notebook. Shows a small panel in Jupyter and prints
    text elsewhere. Does nothing inside an answer while the notebook is graded or rehearsed: looking at one's work costs
    nothing.

    Raises:
        CheckFailed: for an answer that is not right, so that nbgrader's Validate and autograde see it.
        ExpectedError: where `expected.json` is missing or `task` is no task of the lab.
    """
    if not answers_checks():
        return
    expected = expected_json.load(_folders())
    names = _notebook_names() if namespace is None else namespace
    look(journal().sights)
    evidence = collect(names, expected.task(task), journal())
    if expected.task(task).is_kept_back:
        told, is_there = taken_down(expected.task(task), evidence, _folders())
        _show(told, is_fine=is_there)
        return
    key = expected.key(task, _setting(evidence, expected))
    if key is None:
        raise expected_json.ExpectedError(_unknown_setting(evidence, expected))
    verdict = judge(evidence, key)
    policy = Policy("closer-hint" if _offers_closer_hint(verdict, evidence, expected) else "hint")
    picture = paths_html(verdict, expected.paths, recorded_path(names))
    _show(explain(verdict, expected.words, policy, picture), is_fine=verdict.outcome == "correct")


def _offers_closer_hint(verdict: Verdict, evidence: Evidence, expected: expected_json.Expected) -> bool:
    """Whether so many different answers to a task were wrong that the hint alone did not help."""
    wrong = journal().wrong_answers(verdict.task)
    if verdict.outcome == "correct":
        wrong.clear()
    elif verdict.outcome == "wrong":
        wrong.add(fingerprint(evidence))
    return 0 < expected.closer_hint_after <= len(wrong)


def _show(explained: Explained, *, is_fine: bool) -> None:
    """Show what is said, and raise where the answer is not fine."""
    shown = _show_html(explained)
    if not is_fine:
        raise CheckFailed(explained, shown)
    if not shown:
        print(explained.text)


def _show_html(explained: Explained) -> bool:
    """Show the panel where a notebook can; whether it was shown."""
    if not hasattr(shell(), "kernel"):
        return False
    from IPython.display import display

    display({"text/html": explained.html, "text/plain": explained.text}, raw=True)
    return True


def _notebook_names() -> Mapping[str, object]:
    running = shell()
    return vars(sys.modules["__main__"]) if running is None else running.user_ns


def _folders() -> list[Path]:
    """Where `expected.json` may lie: beside the notebook, and beside the folder labkit."""
    beside = Path(__file__).resolve().parent.parent
    return list(dict.fromkeys((Path.cwd(), beside)))


def _setting(evidence: Evidence, expected: expected_json.Expected) -> Mapping[str, float]:
    """The setting that the notebook says it runs under; the published one where it does not say all of it."""
    published = expected.published
    return evidence.setting if set(published) == set(evidence.setting) else published


def _unknown_setting(evidence: Evidence, expected: expected_json.Expected) -> str:
    found = ", ".join(f"{name} = {plain(value)}" for name, value in evidence.setting.items())
    wanted = ", ".join(f"{name} = {value}" for name, value in expected.published.items())
    return (
        f"The data of the lab were changed: {found}. With these numbers nothing can be checked. "
        f"Set {wanted} again in the cell {expected.parameters}, then restart the kernel and run all cells."
    )
