"""A figure's points rest on a claim and on a picture: without one in the published run the claim is worth nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from warm_executors import Lender, Lent

from autograder.execution.job import Cell, Job
from autograder.grading.class_runs import Plan, PreparedSubmission, SubmissionEvidence, run_class
from autograder.grading.evidence_store import Store
from autograder.grading.submission_verdicts import verdicts
from labkit.evidence.task import Task
from labkit.judging.explain import explain
from labkit.judging.key import Key
from labkit.judging.setting import Setting
from labkit.judging.verdict import Verdict

TASK = Task("figure", "figure", ("LOSS",), "answer")
KEY = Key(TASK, Setting({"seed": 1.0}, "published"), {})
FRESH = Key(TASK, Setting({"seed": 2.0}, "fresh"), {})
TRAINED = "import matplotlib.pyplot as plt\nLOSS = [3.0 * seed, 2.0, 1.0]\n"
PLOT = "plt.plot(LOSS, label='loss'); plt.xlabel('epoch'); plt.ylabel('loss'); plt.legend()\n"
CLAIM = """
from labkit.evidence.running_notebook import journal
journal().sights.shown(plt.gcf())
plt.close()
"""
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


@pytest.fixture(scope="module")
def executor(quick_gradings: Lender) -> Lent:
    return quick_gradings.lend("none", jobs=2)


def graded(executor: Lent, folder: Path, source: str) -> Verdict:
    """The verdict over the published and a fresh setting; judged once more from what was kept, with the same result."""
    jobs = {}
    for setting in (KEY.setting, FRESH.setting):
        cells = (
            Cell("p", f"seed = {setting['seed']}", "locked"),
            Cell("answer", source),
            Cell("figure", "", "task", TASK),
        )
        jobs[setting] = Job("one", cells, render=setting.is_published)
    plan = Plan(jobs)
    store = Store(folder)
    (ran,) = run_class([PreparedSubmission("one", "abcd", lambda: plan)], "lab", store, executor.run)
    assert isinstance(ran, SubmissionEvidence)
    kept = store.read("abcd")
    assert kept is not None
    keys = {KEY.setting: {"figure": KEY}, FRESH.setting: {"figure": FRESH}}
    once, again = (verdicts(found, [TASK], keys)["figure"] for found in (ran.kept, kept))
    assert (once.outcome, once.share, once.cause) == (again.outcome, again.share, again.cause)
    return again


@pytest.mark.parametrize(
    "source",
    [
        TRAINED + PLOT,
        TRAINED
        + PLOT
        + "plt.savefig('f.png'); plt.close()\nfrom IPython.display import Image, display\ndisplay(Image('f.png'))",
        TRAINED + PLOT + "plt.show()\nprint('x' * 2_000_000)",
    ],
    ids=["shown", "a saved picture shown", "shown before much text"],
)
def test_a_figure_that_came_with_a_picture_counts(executor: Lent, tmp_path: Path, source: str) -> None:
    assert graded(executor, tmp_path, source).outcome == "correct"


@pytest.mark.parametrize(
    "source",
    [
        TRAINED + PLOT + CLAIM,
        TRAINED + PLOT + CLAIM + f"from IPython.display import display\ndisplay({{'image/png': '{DOT}'}}, raw=True)",
        TRAINED + PLOT + CLAIM + "from IPython.display import display\ndisplay({'image/png': 'no picture'}, raw=True)",
    ],
    ids=["claimed only", "with a dot", "with something that is no picture"],
)
def test_a_figure_without_a_picture_is_worth_nothing(executor: Lent, tmp_path: Path, source: str) -> None:
    verdict = graded(executor, tmp_path, source)
    assert (verdict.outcome, verdict.share) == ("missing", 0.0)
    assert "shows no picture of a figure" in explain(verdict, {}).text


def test_a_figure_that_matplotlib_cannot_draw_is_not_seen(executor: Lent, tmp_path: Path) -> None:
    verdict = graded(executor, tmp_path, TRAINED + PLOT.replace("'loss')", "'$\\\\nonsense{$')", 1))
    assert (verdict.outcome, verdict.share) == ("missing", 0.0)
    assert "could not be drawn" in explain(verdict, {}).text


def test_where_outputs_were_left_out_a_claim_still_counts(executor: Lent, tmp_path: Path) -> None:
    much = "from IPython.display import display, HTML\nfor _ in range(12):\n    display(HTML('x' * 1_000_000))\n"
    assert graded(executor, tmp_path, much + TRAINED + PLOT).outcome == "correct"
