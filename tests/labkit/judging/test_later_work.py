"""Work that stands in another answer cell, below its check, is found and reported."""

import pytest
from published import LOSS, LOSSES_TASK, PARAMETERS_TASK, START, WORDS, key

from labkit.evidence.collecting import Evidence
from labkit.judging.explain import explain
from labkit.judging.judge import judge
from labkit.judging.later_work import with_later_work

BELOW = Evidence("practice-figure", {"LOSS": LOSS})


def text(task, values, later=(BELOW,)):
    now = Evidence(task.name, values)
    return explain(with_later_work(judge(now, key(task)), task, now, later), WORDS).text


@pytest.mark.parametrize(
    ("task", "values"),
    [
        (LOSSES_TASK, {"LOSS": (), **START}),
        (LOSSES_TASK, dict(START)),
        (PARAMETERS_TASK, {"LOSS": (), **START}),
    ],
)
def test_work_below_the_check_is_told_with_the_cell_in_which_it_belongs(task, values):
    said = text(task, values)
    assert "LOSS is filled only further down, below this check." in said
    assert "Move that work into the cell practice-train" in said
    assert "Complete the answer cell" not in said


def test_what_is_nowhere_is_still_to_be_done():
    said = text(LOSSES_TASK, {"LOSS": (), **START}, (Evidence("practice-figure", {"LOSS": ()}),))
    assert "Complete the answer cell" in said


def test_a_history_that_went_to_another_list_stays_that():
    values = {"LOSS": (), "w": 1.003857, "b": -1.011374}
    now = Evidence(LOSSES_TASK.name, values, others={"mine": LOSS})
    verdict = judge(now, key(LOSSES_TASK))
    assert with_later_work(verdict, LOSSES_TASK, now, (BELOW,)) is verdict
