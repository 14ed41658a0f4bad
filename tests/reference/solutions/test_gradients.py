"""Gradients that are asked for are read like those that `backward` leaves, where both come to the same."""

import ast
from typing import Any

import pytest
import torch
from trial_labs import IMPORTS, LINE, LINE_DATA, VALLEY, answer, notebook

from reference.solutions.mutants import mutants, solution
from reference.solutions.notebook import read_notebook
from reference.solutions.reading.gradients import by_backward

START = """
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(6.0, requires_grad=True)
LOSS = []
for epoch in range(20):
    loss = criterion(forward(X), Y)
    LOSS.append(loss.item())
"""
BY_BACKWARD = """
    w.grad = None
    b.grad = None
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
        b -= lr * b.grad
"""
ASKED = {
    "one by one": """
    gw, gb = torch.autograd.grad(loss, (w, b))
    with torch.no_grad():
        w -= lr * gw
        b -= lr * gb
""",
    "by place": """
    slopes = torch.autograd.grad(loss, [w, b])
    with torch.no_grad():
        w -= lr * slopes[0]
        b -= lr * slopes[1]
""",
}


def book(code: str) -> Any:
    return read_notebook(notebook(IMPORTS, LINE, LINE_DATA, VALLEY, answer("practice-train", code)))


@pytest.mark.parametrize("code", ASKED.values(), ids=ASKED)
def test_the_same_mistakes_are_made_whichever_way_gradients_come(code: str) -> None:
    assert "backward" in solution(book(START + code))["practice-train"]
    one, other = ([(m.name, m.value) for m in mutants(book(START + text))] for text in (code, BY_BACKWARD))
    assert one == other
    assert {"gradients-not-zeroed", "b-updated-with-w-gradient", "only-w-updated"} <= {name for name, _ in one}


@pytest.mark.parametrize("code", ASKED.values(), ids=ASKED)
def test_what_is_read_leaves_the_same_numbers(code: str) -> None:
    X = torch.linspace(-1, 1, 9)
    left = []
    for text in (START + code, ast.unparse(by_backward(ast.parse(START + code)))):
        names: dict[str, Any] = {"torch": torch, "X": X, "Y": 2 * X - 1, "lr": 0.1}
        names["criterion"] = torch.nn.functional.mse_loss
        names["forward"] = lambda x, names=names: names["w"] * x + names["b"]
        exec(text, names)
        left.append((names["LOSS"], names["w"].item(), names["b"].item()))
    assert left[0] == left[1]


@pytest.mark.parametrize(
    "code",
    [
        "gw, gb = torch.autograd.grad(loss, (w, b), create_graph=True)\nw = w - gw\nb = b - gb",
        "slopes = torch.autograd.grad(loss, (w, b))\nfor p, slope in zip((w, b), slopes):\n    p -= slope",
        "slopes = torch.autograd.grad(loss, model.parameters())\nw -= slopes[0]",
        "gw, gb = torch.autograd.grad(loss, (w, b))\ngw = 2 * gw\nw -= gw",
        "if True:\n    gw, gb = torch.autograd.grad(loss, (w, b))\nw -= gw\nb -= gb",
        "gw, gb = torch.autograd.grad(loss, (w, b)), 1\nw -= gw",
        "loss.backward()",
    ],
)
def test_anything_else_stays_as_it_is(code: str) -> None:
    assert ast.unparse(by_backward(ast.parse(code))) == ast.unparse(ast.parse(code))
