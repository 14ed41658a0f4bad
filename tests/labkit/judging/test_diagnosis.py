"""What is said of answers that are not right, from evidence made by hand."""

import math
from dataclasses import replace

import pytest
from published import AGAINST_X, FINAL_B, FINAL_W, LOSS, LOSSES_TASK, PARAMETERS_TASK, RIGHT, START, key

from labkit.evidence.collecting import Evidence
from labkit.evidence.journal import Failure
from labkit.evidence.plain_values import Form
from labkit.evidence.surroundings import Loader
from labkit.judging.exception_mistakes import clean_message, recognised
from labkit.judging.explain import Words, explain
from labkit.judging.judge import judge
from labkit.judging.key import Box, Explanation, Finding

LEFT = {"w": Box.around(FINAL_W, absolute=1e-3), "b": Box.around(FINAL_B, absolute=1e-3)}
"""As in a lab in which nearly every training ends in the same place."""


def evidence(task=LOSSES_TASK, values=(), **given):
    found = {"LOSS": LOSS, "w": FINAL_W, "b": FINAL_B, **dict(values)}
    forms = {name: Form("list" if isinstance(value, tuple) else "float") for name, value in found.items()}
    return Evidence(task.name, found, forms, **given)


def names(verdict):
    return [(finding.mistake, finding.value) for finding in verdict.findings]


def off(factor):
    return tuple(factor * loss for loss in LOSS)


def test_parameters_that_the_answer_bound_were_trained_wherever_they_ended():
    cells = ("worked", "practice-train", "practice-losses")
    wrong = {"LOSS": (), "w": FINAL_W + 5e-4}
    shifted = {**RIGHT, "w": Box.around(FINAL_W, absolute=1e-4)}
    for task in (LOSSES_TASK, PARAMETERS_TASK):
        given = {"functions": ("mine",), "cells": cells}
        by_answer = evidence(task, wrong, bound={"w": "practice-train", "b": "practice-train"}, **given)
        by_lab = evidence(task, wrong, bound={"w": "worked", "b": "worked"}, **given)
        known = key(task, before=LEFT, right=shifted)
        assert not judge(by_answer, known).findings
        assert names(judge(by_lab, known)) == [("function-never-called", None)]


def test_more_explanations_than_three_are_not_told_one_after_the_other():
    def explanation(*findings):
        return Explanation(findings, {"LOSS": Box.around(AGAINST_X, 1e-3)})

    many = tuple(explanation(Finding("mini-batches", size)) for size in range(2, 9))
    verdict = judge(evidence(values={"LOSS": AGAINST_X}), key(listed=many))
    assert (verdict.findings, verdict.alternatives) == ((), ())
    text = explain(verdict, {}).text
    assert "cannot be determined" in text
    assert "Or:" not in text
    shared = tuple(explanation(Finding("loss-against-x"), Finding("mini-batches", size)) for size in range(2, 9))
    assert names(judge(evidence(values={"LOSS": AGAINST_X}), key(listed=shared))) == [("loss-against-x", None)]


def test_of_several_explanations_the_one_that_a_loader_supports_is_told():
    many = tuple(Explanation((Finding("mini-batches", s),), {"LOSS": Box.around(AGAINST_X, 1e-3)}) for s in (4, 5, 6))
    found = evidence(values={"LOSS": AGAINST_X}, loaders={"mine": Loader(5, 60, True)})
    assert names(judge(found, key(listed=many))) == [("mini-batches", 5)]


@pytest.mark.parametrize(
    ("history", "mistake"),
    [
        (tuple(round(loss, 3) for loss in LOSS), "numbers-rounded"),
        (tuple(float(f"{loss:.3g}") for loss in LOSS), "numbers-rounded"),
        (tuple(float(int(loss)) for loss in LOSS), "numbers-rounded"),
        (off(1.0012), "nearly-right"),
        (off(0.995), "nearly-right"),
    ],
)
def test_numbers_that_are_nearly_right_are_said_to_be_that(history, mistake):
    tight = {**RIGHT, "LOSS": Box.around(LOSS, 1e-5)}
    assert names(judge(evidence(values={"LOSS": history}), key(right=tight, listed=()))) == [(mistake, None)]


def test_numbers_between_the_boxes_of_what_is_right_and_of_a_mistake_are_not_taken_for_the_mistake():
    same = Explanation(
        (Finding("start-recorded-extra"), Finding("too-few-epochs", 9)), {"LOSS": Box.around(LOSS, 5e-3)}
    )
    verdict = judge(evidence(values={"LOSS": off(1.003)}), key(listed=(same,)))
    assert names(verdict) == [("nearly-right", None)]


@pytest.mark.parametrize("history", [off(1.02), off(3.0), LOSS[:9]])
def test_other_numbers_are_not_said_to_be_nearly_right(history):
    assert judge(evidence(values={"LOSS": history}), key(listed=())).findings == ()


def test_parameters_are_nearly_right_only_beside_a_history_that_is():
    for history, expected in ((LOSS, [("nearly-right", None)]), (off(3.0), [])):
        found = evidence(PARAMETERS_TASK, {"LOSS": history, "w": FINAL_W * 1.005})
        assert names(judge(found, key(PARAMETERS_TASK, listed=()))) == expected


@pytest.mark.parametrize(
    ("value", "finding"),
    [
        ("<dict>", ("not-plain-numbers", "LOSS")),
        ("<generator>", ("not-plain-numbers", "LOSS")),
        (("<complex>",) * 10, ("not-plain-numbers", "LOSS")),
        (("576.7", "73.4"), ("not-plain-numbers", "LOSS")),
        ("<NoneType>", ("none-is-kept", "LOSS")),
        ("<ellipsis>", ("part-not-written", None)),
    ],
)
def test_what_is_no_number_is_named(value, finding):
    assert names(judge(evidence(values={"LOSS": value}), key())) == [finding]


def test_a_shuffling_loader_is_named_where_nothing_else_explains_the_numbers():
    lab = {"X": Box.around([0.1 * step for step in range(60)], 1e-6)}
    mine = {"mine": Loader(20, 60, False)}
    assert names(judge(evidence(values={"LOSS": off(3.0)}, loaders=mine), key(givens=lab))) == [
        ("shuffled-order", None)
    ]
    assert (
        judge(evidence(values={"LOSS": off(3.0)}, loaders={"test": Loader(20, 7, False)}), key(givens=lab)).findings
        == ()
    )
    explained = judge(evidence(values={"LOSS": AGAINST_X}, loaders=mine), key(givens=lab))
    assert names(explained) == [("loss-against-x", None)]


def test_another_default_type_is_told_where_it_changed_the_lab():
    changed = {"defaults": ("float64",), "givens": {"lr": 0.2}}
    verdict = judge(evidence(values={"LOSS": AGAINST_X}, **changed), key(givens={"lr": Box.around(0.1, 1e-6)}))
    assert names(verdict) == [("other-default-of-torch", "float64")]
    assert "Undo your change" not in explain(verdict, {}).text


def test_a_model_that_could_not_be_asked_is_not_said_to_differ():
    given = key(givens={"forward": Box.around([0.0, 0.0, 0.0], absolute=1e-5)})
    diverged = evidence(values={"LOSS": (LOSS[0], *[math.inf] * 9), "w": math.nan}, givens={"forward": "not asked"})
    assert judge(diverged, given).changed_givens == ()


@pytest.mark.parametrize(
    ("kind", "message", "finding"),
    [
        ("RuntimeError", "Can't call numpy() on Tensor that requires grad. Use x", Finding("history-keeps-graph")),
        ("AttributeError", "'Tensor' object has no attribute 'zero'", Finding("zero-without-underscore")),
        ("RuntimeError", "a leaf Variable that requires grad is being used in", Finding("changed-in-place")),
        ("RuntimeError", "Trying to backward through the graph a second time (or", Finding("backward-twice")),
        ("RuntimeError", "The size of tensor a (20) must match the size of tensor b", Finding("sizes-do-not-fit")),
        ("NotImplementedError", "", Finding("part-not-written")),
        ("IndentationError", "unexpected indent", Finding("cell-cannot-be-read")),
        ("NameError", "name 'los' is not defined", Finding("name-misspelt", "los instead of LOSS")),
        ("NameError", "name 'zebra' is not defined", Finding("name-unknown", "zebra")),
        ("UnboundLocalError", "cannot access local variable 'w' where", Finding("local-name-without-value", "w")),
        ("TypeError", "unsupported operand type(s) for *: 'float' and 'NoneType'", Finding("gradient-not-there")),
        ("AttributeError", "'list' object has no attribute 'apend'", Finding("not-a-method", "apend")),
        ("TypeError", "'int' object is not iterable", Finding("number-gone-through")),
        ("TypeError", "iteration over a 0-d tensor", Finding("number-gone-through")),
        ("TypeError", "'int' object is not callable", Finding("called-without-being-a-function", "int")),
        (
            "TypeError",
            "'builtin_function_or_method' object cannot be interpreted as an integer",
            Finding("built-in-name-used"),
        ),
        ("TypeError", "unsupported operand type(s) for *: 'float' and 'method'", Finding("built-in-name-used")),
        ("TypeError", "'float' object cannot be interpreted as an integer", Finding("not-a-whole-number")),
        ("TypeError", "'NoneType' object is not iterable", None),
        ("ZeroDivisionError", "division by zero", None),
    ],
)
def test_an_exception_is_told_by_what_it_means(kind, message, finding):
    assert recognised(Failure("practice-train", kind, message, 3), {"los": "LOSS"}) == finding


def test_the_meaning_of_an_exception_comes_with_its_hint():
    failure = Failure("practice-train", "AttributeError", "'Tensor' object has no attribute 'zero'", 9)
    verdict = judge(evidence(values={"LOSS": ()}, failures=(failure,)), key())
    words = {"zero-without-underscore": Words("A gradient is to be cleared by zero.", "In place: an underscore.")}
    assert "Hint: In place: an underscore." in explain(verdict, words).text


@pytest.mark.parametrize(
    ("message", "clean"),
    [
        ("expected ':' (<ipython-input-23-0a1b2c>, line 4)", "expected ':'"),
        ("unexpected indent (1234567.py, line 2)", "unexpected indent"),
        ("bad (/tmp/ipykernel_77/123.py, line 2)", "bad"),
        ("No such file or directory: '/srv/course/private/x/data.csv'", "No such file or directory: 'data.csv'"),
        (r"not found: C:\Users\ada\data.csv", "not found: data.csv"),
        (
            "cannot import name 'x' from 'torch' (/usr/lib/python3/torch/__init__.py)",
            "cannot import name 'x' from 'torch' (__init__.py)",
        ),
        ("unsupported operand type(s) for /: 'list' and 'int'", "unsupported operand type(s) for /: 'list' and 'int'"),
        ("loss is 1/2, not 3/4", "loss is 1/2, not 3/4"),
    ],
)
def test_messages_of_exceptions_come_without_temporary_files_and_folders(message, clean):
    assert clean_message(message) == clean


def test_two_numbers_are_told_with_as_many_digits_as_it_takes_to_tell_them_apart():
    tight = {**RIGHT, "w": Box.around(1.00001, absolute=1e-8)}
    text = explain(judge(evidence(PARAMETERS_TASK, {"w": 1.0000101}), key(PARAMETERS_TASK, right=tight)), {}).text
    assert "expected w = 1.00001000, found 1.00001010." in text


@pytest.mark.parametrize("word", ["step", "iteration"])
def test_one_of_what_a_lab_counts_is_told_in_the_singular(word):
    words = {"too-few-epochs": Words(f"The training runs for {{value}} {word}s, which is too few.", "")}
    verdict = judge(evidence(values={"LOSS": off(3.0)}), key())
    for count, said in ((1, f"1 {word}"), (5, f"5 {word}s")):
        assert (
            f"runs for {said}, which"
            in explain(replace(verdict, findings=(Finding("too-few-epochs", count),)), words).text
        )


def test_two_histories_hold_and_one_holds():
    verdict = judge(evidence(values={"LOSS": off(3.0)}), key())
    for names, said in ((("a", "b"), "a and b hold tensors"), (("a",), "a holds tensors")):
        assert f"Advice: {said} with their graph" in explain(replace(verdict, graph=names), {}).text


def test_one_epoch_is_told_in_the_singular():
    words = {"too-few-epochs": Words("The training runs for {value} epochs, which is too few.", "")}
    verdict = replace(judge(evidence(values={"LOSS": off(3.0)}), key()), findings=(Finding("too-few-epochs", 1),))
    assert "runs for 1 epoch, which" in explain(verdict, words).text


def test_parameters_are_explained_by_the_list_that_the_answer_filled_whatever_other_lists_hold():
    twelve = (*LOSS, 0.0083, 0.0083)
    other = Explanation(
        (Finding("mini-batches", 5),), {"LOSS": Box.around(AGAINST_X, 1e-3), "w": Box.around(1.0, 1e-3)}
    )
    found = evidence(
        PARAMETERS_TASK,
        {"LOSS": (), "w": 1.0, "b": -1.0},
        others={"mine": twelve, "LOSS_MINI5": AGAINST_X},
        bound={"mine": "practice-train", "LOSS_MINI5": "worked"},
        cells=("worked", "practice-train"),
    )
    known = key(PARAMETERS_TASK, listed=(*key().listed, other), right={**RIGHT, "w": Box.around(FINAL_W, 1e-4)})
    assert names(judge(found, known)) == [("too-many-epochs", 12)]


@pytest.mark.parametrize(
    ("cell", "history", "found"),
    [
        (
            "practice-train",
            (*LOSS, 0.0083, 0.0083),
            [("appended-to-another-list", "LOSS_Loader"), ("too-many-epochs", 12)],
        ),
        ("practice-train", AGAINST_X, [("appended-to-another-list", "LOSS_Loader"), ("loss-against-x", None)]),
        ("worked", AGAINST_X, []),
        ("worked", (*range(1, 11), *LOSS), [("appended-to-another-list", "LOSS_Loader")]),
        ("practice-train", (*range(1, 11), *LOSS), [("appended-to-another-list", "LOSS_Loader")]),
    ],
    ids=[
        "made again and longer",
        "made again and as long",
        "as worked cells left it",
        "extended",
        "copied and extended",
    ],
)
def test_of_a_list_that_worked_cells_fill_only_what_the_answer_put_there_is_its_training(cell, history, found):
    seen = evidence(
        LOSSES_TASK,
        {"LOSS": (), "w": -12.0, "b": -10.0, "LOSS_Loader": tuple(map(float, history))},
        bound={"LOSS_Loader": cell},
        cells=("worked", "practice-train"),
    )
    listed = [replace(one, boxes={"LOSS": one.boxes["LOSS"]}) for one in key().listed]
    assert names(judge(seen, key(listed=tuple(listed)))) == found


def test_rounded_parameters_are_told_beside_any_history_where_nothing_but_rounding_leaves_such_numbers():
    tight = {**RIGHT, "w": Box.around(1.003857, absolute=1e-6), "b": Box.around(-1.011374, absolute=1e-6)}
    for w, b, expected in ((1.0, -1.01, [("numbers-rounded", None)]), (1.0, -1.0, [])):
        found = evidence(PARAMETERS_TASK, {"LOSS": off(1.02), "w": w, "b": b})
        assert names(judge(found, key(PARAMETERS_TASK, right=tight, listed=()))) == expected


def test_a_task_that_nothing_was_done_for_says_what_is_there_and_no_more():
    text = explain(
        judge(evidence(PARAMETERS_TASK, {"LOSS": (), "w": -12.0, "b": -10.0}), key(PARAMETERS_TASK)), {}
    ).text
    assert "w and b hold what they held before the answer." in text


def test_right_parameters_beside_an_empty_history_are_said_to_be_a_training_whose_losses_were_not_kept():
    for values in ({"LOSS": ()}, {"LOSS": (), "w": START["w"], "b": START["b"]}):
        verdict = judge(evidence(values=values), key(start=START))
        assert names(verdict) == ([("losses-not-kept", None)] if len(values) == 1 else [])
    text = explain(judge(evidence(values={"LOSS": ()}), key()), {"losses-not-kept": Words("Not kept.", "Where?")}).text
    assert "LOSS is empty" in text
    assert "Complete the answer cell" not in text


def test_parameters_at_their_start_beside_losses_that_change_were_not_what_the_training_moved():
    expected = {LOSS: [("result-kept-elsewhere", None)], off(3.0): [("result-kept-elsewhere", None)], LOSS[:1] * 10: []}
    for history, findings in expected.items():
        found = replace(evidence(PARAMETERS_TASK, {"LOSS": history, **START}), bound={"LOSS": PARAMETERS_TASK.answer})
        assert names(judge(found, key(PARAMETERS_TASK, start=START))) == findings


def test_a_history_that_worked_cells_left_says_nothing_of_parameters_at_their_start():
    found = replace(evidence(PARAMETERS_TASK, {"LOSS": LOSS, **START}), bound={"LOSS": "worked-run"})
    assert names(judge(found, key(PARAMETERS_TASK, start=START))) == []


def test_entries_of_an_earlier_training_are_told_apart_from_those_of_the_answer():
    earlier = tuple(range(1, 11))
    cases = {LOSS: [("earlier-entries-kept", 10)], (1.0, 2.0): [("earlier-entries-kept", 10)]}
    cases[AGAINST_X] = [("earlier-entries-kept", 10), ("loss-against-x", None)]
    for rest, findings in cases.items():
        found = evidence(values={"LOSS": (*map(float, earlier), *rest)})
        assert names(judge(found, key())) == findings


def test_a_training_that_begins_as_the_worked_one_does_is_no_earlier_one():
    worked = (LOSS[0], *map(float, range(2, 11)))
    known = key()
    known = replace(known, right={**known.right, "LOSS_BGD": Box.around(worked, 1e-3)})
    longer = judge(evidence(values={"LOSS": (*worked, 0.5, 0.25)}), known)
    assert "earlier-entries-kept" not in [finding.mistake for finding in longer.findings]
    again = judge(evidence(values={"LOSS": (*worked, *LOSS)}), known)
    assert names(again) == [("earlier-entries-kept", 10)]


def test_names_of_the_lab_that_have_new_values_are_told_instead_of_an_unknown_mistake():
    lab = {"X": Box.around([0.0, 1.0], 1e-6), "Y": Box.around([0.0, 1.0], 1e-6)}
    found = evidence(values={"LOSS": off(3.0)}, givens={"X": (0.0,), "Y": (0.0,)})
    text = explain(judge(found, key(givens=lab)), {}).text
    assert "X, Y differ from the lab: some line, perhaps that of a loop, gives them new values." in text
    assert "not recognised" not in text


def unnamed(failed, *ran, **values):
    """Evidence from a kernel that does not know the names of cells."""
    cells = ("worked", failed, *ran)
    failure = Failure(failed, "NameError", "name 'trainlaoder' is not defined", 6)
    made = dict.fromkeys(("LOSS", "w", "b"), cells[-1])
    return evidence(values=values, failures=(failure,), cells=cells, near={"trainlaoder": "trainloader"}, bound=made)


def test_an_exception_in_a_cell_without_a_name_ended_the_answer_where_that_cell_made_the_history():
    once = Explanation((Finding("no-epoch-loop"),), {"LOSS": Box.around(LOSS[:1], 1e-3)})
    known = key(listed=(once,))
    verdict = judge(unnamed("In [14]", LOSS=LOSS[:1]), known)
    assert (verdict.outcome, verdict.mistakes) == ("missing", ("name-misspelt",))
    repaired = judge(unnamed("In [14]", "In [15]", LOSS=LOSS[:1]), known)
    assert (repaired.outcome, repaired.mistakes) == ("wrong", ("no-epoch-loop",))


def test_an_exception_that_was_mended_in_a_cell_without_a_name_is_not_told_of_numbers_that_nothing_explains():
    assert judge(unnamed("In [14]", LOSS=off(3.0)), key(listed=())).cause.kind == "exception"
    assert judge(unnamed("In [14]", "In [15]", LOSS=off(3.0)), key(listed=())).cause is None


NEVER_MOVED = (LOSS[0],) * 10
STANDS = Explanation((Finding("parameters-not-updated"),), {"LOSS": Box.around(NEVER_MOVED, 1e-3)})
ANOTHER = Explanation((Finding("optimiser-of-another-model"),), {"LOSS": Box.around(NEVER_MOVED, 1e-3)})


@pytest.mark.parametrize(
    ("optimisers", "told"),
    [
        ({}, {"parameters-not-updated", "optimiser-of-another-model"}),
        ({"optimizer": ()}, {"optimiser-of-another-model"}),
        ({"optimizer": ("w", "b")}, {"parameters-not-updated"}),
        ({"optimizer": (), "mine": ("w", "b")}, {"parameters-not-updated", "optimiser-of-another-model"}),
    ],
)
def test_an_optimiser_of_another_model_is_told_by_what_optimisers_move(optimisers, told):
    found = evidence(values={"LOSS": NEVER_MOVED}, optimisers=optimisers)
    found = replace(found, forms={**found.forms, "w": Form("Tensor", None, True)})
    verdict = judge(found, key(listed=(STANDS, ANOTHER)))
    said = {finding.mistake for findings in (verdict.findings, *verdict.alternatives) for finding in findings}
    assert said == told


def test_nobody_without_a_function_is_told_that_it_was_never_called():
    uncalled = Explanation((Finding("function-never-called"),), {"w": Box.around(1.5), "b": Box.around(-10.0)})
    for functions, told in (((), []), (("mine",), [("function-never-called", None)])):
        found = evidence(PARAMETERS_TASK, {"w": 1.5, "b": -10.0, "LOSS": off(3.0)}, functions=functions)
        assert names(judge(found, key(PARAMETERS_TASK, listed=(uncalled,)))) == told


def test_what_chance_could_lead_to_is_no_explanation_beside_definite_numbers():
    definite = Explanation((Finding("loss-against-x"),), {"LOSS": Box.around(AGAINST_X, 1e-5)})
    by_chance = Explanation((Finding("shuffled-order"),), {"LOSS": Box.around(AGAINST_X, 0.5)})
    both = judge(evidence(values={"LOSS": AGAINST_X}), key(listed=(by_chance, definite)))
    assert (names(both), both.alternatives) == ([("loss-against-x", None)], ())
    near = tuple(1.1 * loss for loss in AGAINST_X)
    assert names(judge(evidence(values={"LOSS": near}), key(listed=(by_chance, definite)))) == [
        ("shuffled-order", None)
    ]


def test_of_several_lists_the_one_that_holds_the_right_losses_is_named():
    others = {"COUNTS": tuple(map(float, range(10))), "LOSS_MINE": LOSS}
    found = evidence(values={"LOSS": ()}, others=others, bound=dict.fromkeys(others, "practice-train"))
    verdict = judge(replace(found, cells=("practice-train",)), key())
    assert (names(verdict), verdict.alternatives) == ([("appended-to-another-list", "LOSS_MINE")], ())


WORKED_RUN = {"LOSS": (), "LOSS_Loader": tuple(float(loss) for loss in (*range(1, 11), *range(10, 0, -1)))}
USES = {"my_train_model": ("LOSS",), "train_model": ("LOSS_Loader", "w", "b")}
CALLED = ("train_model",)


@pytest.mark.parametrize("task", [LOSSES_TASK, PARAMETERS_TASK])
@pytest.mark.parametrize(
    ("called", "uses", "left", "functions", "found"),
    [
        (CALLED, USES, WORKED_RUN, ("my_train_model",), True),
        (CALLED, USES, WORKED_RUN, (), True),
        ((), USES, WORKED_RUN, ("my_train_model",), False),
        (CALLED, {"train_model": ("w", "b")}, WORKED_RUN, (), False),
        (CALLED, USES, {**WORKED_RUN, "LOSS_Loader": WORKED_RUN["LOSS_Loader"][:10]}, (), False),
        (CALLED, USES, {**WORKED_RUN, "LOSS": AGAINST_X}, (), False),
        (CALLED, {"train_model": ("LOSS", "LOSS_Loader")}, WORKED_RUN, ("train_model",), False),
    ],
    ids=["beside one's own", "alone", "not called", "of no list", "nothing has run", "own has run", "own of that name"],
)
def test_a_worked_function_that_is_called_is_named_in_losses_and_in_parameters(
    task, called, uses, left, functions, found
):
    task = replace(task, beside=tuple({*task.beside, "LOSS", "LOSS_Loader"} - {*task.names}))
    given = {"called": called, "uses": uses, "functions": functions}
    shown = evidence(task, {**left, "w": 1.9, "b": -3.0}, bound={"LOSS_Loader": "worked"}, cells=("worked",), **given)
    assert (names(judge(shown, key(task))) == [("worked-function-called", "train_model")]) is found


def test_a_worked_function_may_move_another_model_besides():
    boxes = {name: Box.around(number, absolute=1e-3) for name, number in START.items()}
    stuck = Explanation((Finding("optimiser-of-another-model"),), {**boxes, "LOSS": Box.around(AGAINST_X)})
    task = replace(PARAMETERS_TASK, beside=("LOSS", "LOSS_Loader"))
    shown = evidence(task, {**WORKED_RUN, **START}, called=CALLED, uses=USES)
    told = [("worked-function-called", "train_model"), ("optimiser-of-another-model", None)]
    assert names(judge(shown, key(task, listed=(stuck,), start={}))) == told


def test_parameters_that_stand_still_are_said_to_whatever_holds_them():
    """Two mistakes leave the same, and a worked list that is beside says nothing of either."""
    boxes = {
        **{name: Box.around(number, absolute=1e-3) for name, number in START.items()},
        "LOSS": Box.around(AGAINST_X),
    }
    stuck = [Explanation((Finding(name),), boxes) for name in ("parameters-not-updated", "optimiser-of-another-model")]
    task = replace(PARAMETERS_TASK, beside=("LOSS", "LOSS_Loader"))
    shown = evidence(task, {"LOSS": (), "LOSS_Loader": tuple(map(float, range(1, 11))), **START})
    verdict = judge(shown, key(task, listed=tuple(stuck), start={}))
    assert names(verdict) == [("parameters-not-updated", None)]
    assert verdict.alternatives == ((Finding("optimiser-of-another-model"),),)
