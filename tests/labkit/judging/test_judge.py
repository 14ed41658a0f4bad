import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import (
    AGAINST_X,
    FINAL_B,
    FINAL_W,
    LOSS,
    LOSSES_TASK,
    PARAMETERS_TASK,
    PUBLISHED,
    key,
)

from labkit.evidence.collecting import Evidence
from labkit.evidence.journal import Failure
from labkit.evidence.plain_values import Form
from labkit.judging.judge import judge
from labkit.judging.key import Box, Explanation, Finding
from labkit.judging.over_settings import combine, combined


def evidence(task=LOSSES_TASK, forms=None, **given):
    values = {"LOSS": LOSS, "w": FINAL_W, "b": FINAL_B, **given.pop("values", {})}
    kinds = {name: Form("list" if isinstance(value, tuple) else "float") for name, value in values.items()}
    return Evidence(task.name, {n: v for n, v in values.items() if v is not None}, {**kinds, **(forms or {})}, **given)


def names(verdict):
    return [(finding.mistake, finding.value) for finding in verdict.findings]


def test_the_published_history_is_right():
    verdict = judge(evidence(), key())
    assert (verdict.outcome, verdict.share, verdict.findings) == ("correct", 1.0, ())


def test_parameters_are_right_even_if_each_is_stored_as_a_tensor_of_one_entry():
    found = evidence(PARAMETERS_TASK, {"w": Form("Tensor", 1)}, values={"w": (FINAL_W,)})
    assert judge(found, key(PARAMETERS_TASK)).outcome == "correct"


@given(st.integers(0, 9), st.floats(1.002, 50.0), st.booleans())
def test_a_history_that_leaves_the_box_at_any_entry_is_wrong_and_parts_there(position, factor, down):
    moved = LOSS[position] / factor if down else LOSS[position] * factor
    history = (*LOSS[:position], moved, *LOSS[position + 1 :])
    verdict = judge(evidence(values={"LOSS": history}), key())
    assert (verdict.outcome, verdict.share) == ("wrong", 0.0)
    assert verdict.parting.position == position
    assert verdict.parting.expected == pytest.approx(LOSS[position], rel=1e-6)
    assert verdict.parting.found == moved


@given(st.lists(st.floats(-0.9e-3, 0.9e-3), min_size=10, max_size=10))
def test_a_history_within_the_tolerance_is_right(deviations):
    history = tuple(loss * (1 + d) for loss, d in zip(LOSS, deviations, strict=True))
    assert judge(evidence(values={"LOSS": history}), key()).outcome == "correct"


@pytest.mark.parametrize("history", [LOSS[:5], (*LOSS, *LOSS), (math.nan,) * 10, (LOSS[0], *(math.inf,) * 9)])
def test_too_few_too_many_or_no_numbers_are_wrong(history):
    assert judge(evidence(values={"LOSS": history}), key()).outcome == "wrong"


@pytest.mark.parametrize("value", ["<dict>", 3.0, ("a", "b")])
def test_what_is_no_history_is_wrong_and_the_verdict_says_what_it_is(value):
    verdict = judge(evidence(values={"LOSS": value}), key())
    assert verdict.outcome == "wrong"
    assert verdict.parting.found_form


def test_a_known_mistake_is_named_for_the_task_that_it_touches_only():
    values = {"LOSS": AGAINST_X}
    assert names(judge(evidence(values=values), key())) == [("loss-against-x", None)]
    parameters = judge(evidence(PARAMETERS_TASK, values=values), key(PARAMETERS_TASK))
    assert (parameters.outcome, parameters.findings) == ("correct", ())


def test_an_unknown_history_is_wrong_and_nothing_is_named():
    verdict = judge(evidence(values={"LOSS": tuple(2 * loss for loss in LOSS)}), key())
    assert (verdict.outcome, verdict.findings) == ("wrong", ())


def test_numbers_that_are_not_finite_are_named_as_divergence():
    verdict = judge(evidence(values={"LOSS": (576.7, *(math.inf,) * 9)}), key())
    assert names(verdict) == [("diverged", None)]


def test_losses_appended_to_a_list_of_the_lab_are_found_there():
    lab_list = tuple(float(entry) for entry in range(1, 11))
    found = evidence(values={"LOSS": (), "LOSS_Loader": lab_list + LOSS})
    verdict = judge(found, key())
    assert (verdict.outcome, verdict.cause.kind) == ("missing", "empty")
    assert names(verdict) == [("appended-to-another-list", "LOSS_Loader")]


def test_wrong_losses_in_a_list_of_the_students_own_are_both_named():
    found = evidence(values={"LOSS": None}, others={"LOSS1": AGAINST_X})
    verdict = judge(found, key())
    assert verdict.cause.kind == "absent"
    assert names(verdict) == [("appended-to-another-list", "LOSS1"), ("loss-against-x", None)]


def test_a_list_of_other_numbers_is_not_taken_for_lost_losses():
    found = evidence(values={"LOSS": ()}, others={"ages": (4.0, 7.0)})
    assert "appended-to-another-list" not in judge(found, key()).mistakes


def test_an_untouched_answer_is_missing_with_nothing_named():
    blank = {"LOSS": (), "w": -12.0, "b": -10.0}
    for task in (LOSSES_TASK, PARAMETERS_TASK):
        verdict = judge(evidence(task, values=blank), key(task))
        assert (verdict.outcome, verdict.findings) == ("missing", ())


def test_a_function_of_the_students_own_that_trained_nothing_was_never_called():
    blank = {"LOSS": (), "w": -12.0, "b": -10.0}
    verdict = judge(evidence(values=blank, functions=("my_train_model",)), key())
    assert names(verdict) == [("function-never-called", None)]


def test_an_answer_cell_that_never_ran_is_said_so():
    found = evidence(values={"LOSS": None}, cells=("imports", "practice-losses"))
    assert judge(found, key()).cause.kind == "not run"


def test_cells_without_names_do_not_make_an_answer_cell_look_not_run():
    found = evidence(values={"LOSS": None}, cells=("In [1]", "In [2]"))
    assert judge(found, key()).cause.kind == "absent"


def test_an_exception_in_the_answer_cell_explains_what_is_missing():
    failure = Failure("practice-train", "NameError", "name 'los' is not defined", 4)
    verdict = judge(evidence(values={"LOSS": None}, failures=(failure,)), key())
    assert (verdict.outcome, verdict.cause.failure) == ("missing", failure)


def test_a_history_that_an_exception_cut_short_is_not_taken_for_a_mistake():
    failure = Failure("practice-train", "RuntimeError", "stopped in epoch 4", 4)
    short = Explanation((Finding("too-few-epochs", 3),), {"LOSS": Box.around(LOSS[:3], 1e-3)})
    found = evidence(values={"LOSS": LOSS[:3], "w": None, "b": None}, failures=(failure,))
    verdict = judge(found, key(listed=(short,)))
    assert (verdict.outcome, verdict.cause.failure, verdict.findings) == ("missing", failure, ())
    assert names(judge(replace(found, failures=()), key(listed=(short,)))) == [("too-few-epochs", 3)]


def test_a_failed_check_is_not_taken_for_the_students_exception():
    failure = Failure("practice-losses", "CheckFailed", "not right yet", 1)
    assert judge(evidence(values={"LOSS": None}, failures=(failure,)), key()).cause.kind == "absent"


def test_a_right_answer_stays_right_after_an_exception_further_down():
    failure = Failure("practice-train", "RuntimeError", "requires grad", 9)
    assert judge(evidence(failures=(failure,)), key()).outcome == "correct"


def test_changed_givens_are_told_and_do_not_make_a_right_answer_wrong():
    given_key = key(givens={"lr": Box.around(0.1, 1e-6), "X": Box.around([1.0, 2.0], 1e-6)})
    verdict = judge(evidence(givens={"lr": 0.01, "X": (1.0, 2.0)}, setting={"slope": 3.0}), given_key)
    assert verdict.changed_givens == ("slope", "lr")
    assert verdict.outcome == "correct"


def test_givens_that_are_not_there_are_told_apart_from_changed_ones():
    verdict = judge(evidence(givens={"lr": 0.2}), key(givens={"lr": Box.around(0.1), "X": Box.around([1.0])}))
    assert (verdict.changed_givens, verdict.missing_givens) == (("lr",), ("X",))


def test_tensors_that_keep_their_graph_are_advice_not_a_fault():
    verdict = judge(evidence(forms={"LOSS": Form("list", 10, graph=True)}), key())
    assert (verdict.outcome, verdict.graph) == ("correct", ("LOSS",))


# Over several settings

OTHER = {"slope": 2.0, "bias": 1.0}
OTHER_LOSS = tuple(3 * loss for loss in LOSS)


def fresh_key(task=LOSSES_TASK):
    right = {**key().right, "LOSS": Box.around(OTHER_LOSS, relative=1e-3)}
    against = replace(key().listed[0], boxes={"LOSS": Box.around([5 * loss for loss in AGAINST_X], relative=1e-3)})
    return key(task, "fresh", setting=OTHER, right=right, listed=(against, key().listed[1]))


def both(published, fresh):
    first = judge(evidence(values={"LOSS": published}), key())
    return combine(first, [judge(evidence(values={"LOSS": fresh}), fresh_key())])


def test_right_under_every_setting_is_right():
    assert both(LOSS, OTHER_LOSS).outcome == "correct"


def test_the_same_right_numbers_everywhere_work_for_the_published_data_only():
    verdict = both(LOSS, LOSS)
    assert (verdict.outcome, verdict.share, verdict.published_only) == ("wrong", 0.0, True)
    assert verdict.mistakes == ("same-numbers-everywhere",)


def test_right_for_the_published_data_only_is_wrong_without_a_name():
    verdict = both(LOSS, tuple(loss + 1 for loss in OTHER_LOSS))
    assert (verdict.outcome, verdict.published_only, verdict.findings) == ("wrong", True, ())


def test_a_mistake_is_named_if_it_explains_every_setting():
    assert both(AGAINST_X, tuple(5 * loss for loss in AGAINST_X)).mistakes == ("loss-against-x",)


def test_a_mistake_that_explains_one_setting_only_is_not_named():
    assert both(AGAINST_X, tuple(7 * loss for loss in AGAINST_X)).findings == ()


def test_a_number_of_epochs_that_depends_on_the_data_is_told_as_it_was_under_the_published_ones():
    def short(losses, setting_key):
        known = [
            Explanation((Finding("too-few-epochs", n),), {"LOSS": Box.around(losses[:n], relative=1e-3)})
            for n in range(1, 10)
        ]
        return replace(setting_key, listed=tuple(known))

    published = judge(evidence(values={"LOSS": LOSS[:5]}), short(LOSS, key()))
    fresh = judge(evidence(values={"LOSS": OTHER_LOSS[:7]}), short(OTHER_LOSS, fresh_key()))
    assert names(combine(published, [fresh])) == [("too-few-epochs", 5)]


def test_a_grader_fault_under_one_setting_is_a_grader_fault():
    broken = replace(judge(evidence(), key()), outcome="error")
    assert combine(judge(evidence(), key()), [broken]).outcome == "error"


def test_a_verdict_without_the_published_one_is_refused():
    fresh = fresh_key()
    with pytest.raises(ValueError, match="no verdict on practice-losses under the published setting"):
        combined({"practice-losses": {fresh.setting: judge(evidence(), fresh)}})


def test_findings_agree_if_their_values_do_to_three_digits():
    assert Finding("learning-rate-too-small", 0.0100001).agrees(Finding("learning-rate-too-small", 0.01))
    assert not Finding("learning-rate-too-small", 0.011).agrees(Finding("learning-rate-too-small", 0.01))


def test_a_key_survives_json():
    back = type(key()).from_json(key().to_json())
    assert back.task == LOSSES_TASK
    assert back.setting == PUBLISHED
    assert judge(evidence(), back).outcome == "correct"
    assert names(judge(evidence(values={"LOSS": AGAINST_X}), back)) == [("loss-against-x", None)]
