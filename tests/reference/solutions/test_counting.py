"""Loops that count by hand are read like those over a range, and only where both do the same."""

import ast

import pytest
from trial_labs import IMPORTS, LINE, LINE_DATA, VALLEY, answer, notebook

from reference.solutions.mutants import mutants, solution
from reference.solutions.notebook import read_notebook
from reference.solutions.reading.counting import counted_out


def read(code: str) -> str:
    return ast.unparse(counted_out(ast.parse(code)))


@pytest.mark.parametrize(
    ("test", "start", "rounds"),
    [
        ("epoch < 10", 0, "range(10)"),
        ("epoch <= 10", 1, "range(1, 11)"),
        ("epoch < epochs", 0, "range(epochs)"),
        ("epoch <= epochs", 1, "range(1, epochs + 1)"),
    ],
)
def test_counting_by_hand_is_a_range(test: str, start: int, rounds: str) -> None:
    code = f"epochs = 10\nepoch = {start}\nseen = []\nwhile {test}:\n    seen.append(epoch)\n    epoch += 1"
    found = read(code)
    assert f"for epoch in {rounds}:" in found
    assert "epoch += 1" not in found
    left: list[dict[str, object]] = [{}, {}]
    for text, names in zip((code, found), left, strict=True):
        exec(text, names)
    assert left[0]["seen"] == left[1]["seen"]


COUNTING = "epoch = 0\nwhile epoch < 10:\n    LOSS.append(epoch)\n    epoch += 1"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("epoch += 1", "epoch += 2"),
        ("LOSS.append(epoch)", "epoch = epoch * 2"),
        ("LOSS.append(epoch)", "if epoch == 3:\n        continue"),
        ("epoch = 0", "epoch = begin"),
        ("epoch = 0", "epoch = 0.0"),
        ("epoch = 0", "pass"),
        ("epoch < 10", "epoch > 10"),
        ("epoch < 10", "epoch < len(LOSS)"),
        ("epoch < 10", "epoch < 10 and LOSS"),
        ("    epoch += 1", "    epoch += 1\nprint(epoch)"),
        ("    epoch += 1", "    epoch += 1\nelse:\n    print()"),
        ("    epoch += 1", "    epoch += 1\n    LOSS.append(2)"),
    ],
)
def test_any_other_loop_stays_as_it_is(old: str, new: str) -> None:
    code = COUNTING.replace(old, new)
    assert read(code) == ast.unparse(ast.parse(code))


def test_a_limit_that_the_loop_changes_is_no_range() -> None:
    code = "n = 10\n" + COUNTING.replace("10", "n").replace("LOSS.append(epoch)", "n -= 1")
    assert read(code) == ast.unparse(ast.parse(code))


BY_HAND = """
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(6.0, requires_grad=True)
LOSS = []
HEAD
    loss = criterion(forward(X), Y)
    LOSS.append(loss.item())
    loss.backward()
    w.data -= lr * w.grad
    b.data -= lr * b.grad
    w.grad.zero_()
    b.grad.zero_()
TAIL"""


def test_the_same_mistakes_are_made_in_a_training_that_counts_by_hand() -> None:
    found = []
    for head, tail in (("for epoch in range(20):", ""), ("epoch = 0\nwhile epoch < 20:", "    epoch += 1")):
        code = BY_HAND.replace("HEAD", head).replace("TAIL", tail)
        book = read_notebook(notebook(IMPORTS, LINE, LINE_DATA, VALLEY, answer("practice-train", code)))
        found.append([(mutant.name, mutant.value) for mutant in mutants(book)])
        assert "for epoch in range(20):" in solution(book)["practice-train"]
    assert found[0] == found[1]
    assert len(found[0]) > 30
