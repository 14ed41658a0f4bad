"""Labs with several practices and histories, and without `w`, `b` and `LOSS`: nothing of one is taken for another's."""

from dataclasses import replace

import pytest
from made_up_tasks import evidence_of, key_of, told, verdict_on
from published import LOSS
from torch import nn

from labkit.evidence.journal import Journal
from labkit.evidence.task import Task
from labkit.judging.judge import judge
from labkit.judging.key import Box, Explanation, Finding
from labkit.judging.later_work import with_later_work
from labkit.judging.over_settings import combined
from labkit.judging.setting import Setting

FIRST, SECOND = LOSS, tuple(loss / 3 for loss in LOSS)
RIGHT = {"FIRST": Box.around(FIRST, 1e-5), "SECOND": Box.around(SECOND, 1e-5)}
TASK = Task("second-losses", "history", ("SECOND",), "second-train", apart=("first-train",))


class Notebook:
    """Cells that run one after the other, and what they leave."""

    def __init__(self):
        self.names, self.journal = {}, Journal()

    def ran(self, cell, **names):
        self.names.update(names)
        self.journal.ran(cell)
        self.journal.names(cell, self.names)
        return self

    def failed(self, cell, kind="ValueError", message="no"):
        self.journal.failed(cell, kind, message, 3)
        self.journal.names(cell, self.names)
        return self

    def verdict(self, key):
        return verdict_on(self.names, key, self.journal)


def function_of_a_notebook():
    made = {"__name__": "__main__"}
    exec("def my_training():\n    for _ in range(3):\n        print(1)\n    return 2\n", made)
    return made["my_training"]


@pytest.mark.parametrize(("apart", "mistakes"), [(("first-train",), ()), ((), ("function-never-called",))])
def test_a_function_of_the_first_practice_is_not_one_of_the_second_that_was_never_called(apart, mistakes):
    task = replace(TASK, apart=apart, beside=("slope",))
    key = key_of(task, {**RIGHT, "slope": Box.of(2.0)}, start={"slope": 1.0})
    notebook = Notebook().ran("locked", SECOND=[], slope=1.0).ran("first-train", my_training=function_of_a_notebook())
    verdict = notebook.ran("second-train").verdict(key)
    assert (verdict.outcome, verdict.mistakes) == ("missing", mistakes)


def test_an_exception_of_the_first_practice_does_not_explain_the_second():
    notebook = Notebook().failed("first-train").ran("second-train")
    assert notebook.verdict(key_of(TASK, RIGHT)).cause.kind == "absent"
    both = notebook.failed("second-train", message="its own")
    assert both.verdict(key_of(TASK, RIGHT)).cause.failure.message == "its own"


def test_a_list_of_the_first_practice_is_not_where_the_second_went():
    notebook = Notebook().ran("first-train", mine=[float(9 - n) for n in range(10)]).ran("second-train", SECOND=[])
    verdict = notebook.verdict(key_of(TASK, RIGHT))
    assert (verdict.cause.kind, verdict.mistakes) == ("empty", ())
    unknown = notebook.verdict(key_of(replace(TASK, apart=()), RIGHT))
    assert unknown.mistakes == ("appended-to-another-list",)


def test_losses_that_went_to_the_list_of_the_first_practice_are_found_there():
    task = replace(TASK, beside=("FIRST",))
    notebook = Notebook().ran("first-train", FIRST=list(FIRST)).ran("second-train", SECOND=[])
    notebook.names["FIRST"].extend(SECOND)
    verdict = notebook.verdict(key_of(task, RIGHT))
    assert [(f.mistake, f.value) for f in verdict.findings] == [("appended-to-another-list", "FIRST")]


def test_a_history_behind_that_of_the_first_practice_is_told():
    task = replace(TASK, beside=("FIRST",))
    verdict = verdict_on({"FIRST": list(FIRST), "SECOND": [*FIRST, *SECOND]}, key_of(task, RIGHT))
    assert [(f.mistake, f.value) for f in verdict.findings] == [("earlier-entries-kept", 10)]


# Several histories in one task

BOTH = Task("errors", "history", ("FIRST", "SECOND"), "train")


def test_two_histories_are_right_together_only():
    key = key_of(BOTH, RIGHT)
    assert verdict_on({"FIRST": FIRST, "SECOND": SECOND}, key).outcome == "correct"
    verdict = verdict_on({"FIRST": FIRST, "SECOND": FIRST}, key)
    assert (verdict.outcome, verdict.share) == ("wrong", 0.0)
    assert told(verdict).lines[0].startswith("Epoch 1: expected SECOND = ")


def test_the_history_that_is_missing_is_the_one_that_is_named():
    key = key_of(BOTH, RIGHT)
    for second, said in (([], "SECOND is empty."), (None, "There is no SECOND.")):
        names = {"FIRST": FIRST} | ({} if second is None else {"SECOND": second})
        verdict = verdict_on(names, key)
        assert verdict.outcome == "missing"
        assert told(verdict).lines[0] == said


def test_a_mistake_that_touches_the_second_history_is_named():
    wrong = tuple(2 * loss for loss in SECOND)
    mistake = Explanation(
        (Finding("validated-on-training-data"),),
        {"FIRST": RIGHT["FIRST"], "SECOND": Box.around(wrong, 1e-4)},
        (frozenset({"SECOND"}),),
    )
    verdict = verdict_on({"FIRST": FIRST, "SECOND": wrong}, key_of(BOTH, RIGHT, listed=(mistake,)))
    assert verdict.mistakes == ("validated-on-training-data",)


# Parameters that are neither w nor b


def test_a_right_model_beside_no_losses_says_that_these_were_not_kept():
    model = nn.Linear(2, 1)
    right = Box.of((*model.weight.flatten().tolist(), *model.bias.tolist()), 1e-5)
    task = Task("losses", "history", ("errors",), "train", beside=("model",))
    key = key_of(task, {"errors": RIGHT["FIRST"], "model": right}, start={"model": (0.0, 0.0, 0.0)})
    verdict = verdict_on({"model": model, "errors": []}, key)
    assert (verdict.outcome, verdict.mistakes) == ("missing", ("losses-not-kept",))
    assert verdict_on({"model": nn.Linear(2, 1), "errors": []}, key).mistakes == ()


def test_parameters_of_several_entries_are_no_history_of_the_lab():
    task = Task("losses", "history", ("errors",), "train", beside=("weights",))
    key = key_of(task, {"errors": Box.of((3.0, 2.0)), "weights": Box.of((3.0, 2.0))}, start={"weights": (0.0, 0.0)})
    assert key.histories == ("errors",)
    assert key.parameters == {"weights"}
    verdict = verdict_on({"weights": [3.0, 2.0], "errors": [3.0, 2.0, 1.0]}, key)
    assert verdict.mistakes == ()


def test_nearly_right_weights_are_said_to_be_that():
    task = Task("weights", "parameters", ("weights",), "train")
    key = key_of(task, {"weights": Box.of((3.123456, -200.654321), 1e-6)})
    assert verdict_on({"weights": [3.1235, -200.65]}, key).mistakes == ("numbers-rounded",)
    assert verdict_on({"weights": [3.2, -200.9]}, key).mistakes == ("nearly-right",)
    assert verdict_on({"weights": [30.0, -20.0]}, key).mistakes == ()


# Over settings


def test_a_figure_of_two_histories_follows_both_verdicts_on_them():
    from test_several_curves import TWO, in_one
    from test_several_curves import verdict_on as drawn

    settings = [Setting({"seed": 1.0}, "published"), Setting({"seed": 2.0}, "fresh")]
    mistake = Explanation((Finding("loss-against-x"),), {"LOSS": Box.around(FIRST, 1e-4)})
    task = Task("losses", "history", ("LOSS",), "train")
    key = key_of(task, {"LOSS": Box.around([1.0] * 10)}, listed=(mistake,))
    history = verdict_on({"LOSS": FIRST}, key)
    figures = [drawn(in_one, {"LOSS": list(FIRST), "LOSS2": [loss / n for loss in FIRST]}, TWO) for n in (2, 3)]
    found = {"losses": dict.fromkeys(settings, history), TWO.name: dict(zip(settings, figures, strict=True))}
    assert combined(found)[TWO.name].outcome == "correct"
    del found["losses"]
    assert (combined(found)[TWO.name].share, combined(found)[TWO.name].outcome) == (0.75, "wrong")


def test_values_that_are_computed_below_their_check_are_found_there():
    task = Task("choice", "values", ("best",), "train")
    key = key_of(task, {"best": Box.of("cat")})
    now, later = (evidence_of(names, task) for names in ({}, {"best": "cat"}))
    verdict = with_later_work(judge(now, key), task, now, [later])
    assert (verdict.cause.kind, verdict.cause.detail) == ("later", "train")
