"""Methods that a line names and does not call: how they are seen, and what is said of them."""

import pytest
from IPython.core.interactiveshell import InteractiveShell
from published import LOSS, LOSSES_TASK, PARAMETERS_TASK, START, key

from labkit.evidence.cell_lines import CellLines, read_lines
from labkit.evidence.collecting import Evidence, collect
from labkit.evidence.journal import Journal
from labkit.evidence.task import Task
from labkit.judging.explain import UNCALLED, Words, explain
from labkit.judging.judge import judge
from labkit.judging.key import Box, Explanation, Finding

STUCK = (LOSS[0],) * len(LOSS)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("for x, y in pairs:\n    loss.backward()\n    optimizer.step", ("optimizer.step",)),
        ("def train():\n    optimizer.zero_grad\n    loss.backward", ("optimizer.zero_grad", "loss.backward")),
        ("w.grad.zero_\nb.grad.zero_\nw.grad.zero_", ("w.grad.zero_", "b.grad.zero_")),
        ("optimizer.step()\nmodel.weight\nstep = optimizer.step\nplt.show", ()),
        ("%matplotlib inline\noptimizer.step", ()),
        ("for x in", ()),
        ("(" * 5000, ()),
    ],
    ids=["step", "in a function", "each once", "others", "no plain Python", "broken", "deep"],
)  # fmt: skip
def test_lines_that_name_a_method_and_do_not_call_it_are_found(source, found):
    assert read_lines(source).uncalled == found


def test_names_that_are_called_are_found():
    source = "def mine(n):\n    train(n)\n\nmine(10)\nLOSS.append(len(LOSS))\nmine(5)\nother"
    assert read_lines(source).called == ("mine", "train", "len")
    assert read_lines("train(10" + " " * 100_000 + ")") == read_lines("train(10") == CellLines()


def test_calls_of_the_labs_functions_count_from_the_answer_on():
    shell, journal = InteractiveShell(), Journal()
    journal.keep(shell)
    task = Task("practice-losses", "history", ("LOSS",), "practice-train", known=("train", "old"), apart=("another",))
    shell.run_cell("old()", cell_id="worked", store_history=False)
    assert collect({}, task, journal).called == ()
    for cell, source in (("practice-train", "train(10)\nmine()"), ("another", "old()")):
        shell.run_cell(source, cell_id=cell, store_history=False)
    assert Evidence.from_json(collect({}, task, journal).to_json()).called == ("train",)


def test_a_cell_that_is_repaired_is_forgotten():
    shell, journal = InteractiveShell(), Journal()
    journal.keep(shell)
    task = Task("practice-losses", "history", ("LOSS",), answer="practice-train", apart=("another",))
    shell.run_cell("x = 1j\nx.step if False else 0\nx.real\nlist.step", cell_id="practice-train", store_history=False)
    assert collect({}, task, journal).uncalled == ("list.step",)
    shell.run_cell("optimizer.step", cell_id="another", store_history=False)
    assert Evidence.from_json(collect({}, task, journal).to_json()).uncalled == ("list.step",)
    shell.run_cell("x = 2", cell_id="practice-train", store_history=False)
    assert collect({}, task, journal).uncalled == ()


def explained_by(mistake, value=None):
    at_start = {name: Box.around(number, absolute=1e-3) for name, number in START.items()}
    return Explanation((Finding(mistake, value),), {"LOSS": Box.around(STUCK, 1e-3), **at_start})


@pytest.mark.parametrize("task", [LOSSES_TASK, PARAMETERS_TASK])
@pytest.mark.parametrize(
    ("mistake", "uncalled", "line"),
    [
        ("parameters-not-updated", ("optimizer.step",), "optimizer.step"),
        ("parameters-not-updated", ("w.grad.zero_", "loss.backward"), "loss.backward"),
        ("gradients-not-zeroed", ("optimizer.zero_grad",), "optimizer.zero_grad"),
        ("parameters-not-updated", ("optimizer.zero_grad",), ""),
        ("parameters-not-updated", (), ""),
        ("loss-against-x", ("optimizer.step",), ""),
    ],
)
def test_such_a_line_is_told_only_beside_what_its_absence_leaves(task, mistake, uncalled, line):
    shown = Evidence(task.name, {"LOSS": STUCK, **START}, uncalled=uncalled)
    verdict = judge(shown, key(task, listed=(explained_by(mistake),)))
    assert verdict.findings == (Finding(mistake),)
    assert verdict.uncalled == line
    told = explain(verdict, {mistake: Words("What was found.", "A hint that fits where nothing is known.")})
    sentence = f"The line {line} names a method and does not call it, so nothing happens there."
    assert (sentence in told.lines) == bool(line)
    assert told.hints == ((UNCALLED,) if line else ("A hint that fits where nothing is known.",))
    assert told.lines.count("What was found.") == 1


def test_a_line_hides_no_hint_of_another_mistake():
    both = Explanation((Finding("loss-against-x"), Finding("parameters-not-updated")), explained_by("").boxes)
    shown = Evidence(LOSSES_TASK.name, {"LOSS": STUCK, **START}, uncalled=("optimizer.step",))
    words = {"loss-against-x": Words("X.", "Which are the targets?"), "parameters-not-updated": Words("Stuck.", "?")}
    assert explain(judge(shown, key(listed=(both,))), words).hints == (UNCALLED, "Which are the targets?")
