"""What the kit uses of latex2mathml is still there, and does what the kit takes it to do."""

from __future__ import annotations

from html import unescape

import pytest
from sentences import relies_on

from autograder.pages.formulas import ELEMENTS
from autograder.seams.latex2mathml import mathml

MODULE = "autograder/seams/latex2mathml.py"


def test_a_formula_is_an_element_whose_texts_are_references() -> None:
    with relies_on("convert_to_element gives the formula as an element of the standard library", MODULE):
        made = mathml("a = b", True)
        assert (made.tag, made.get("display")) == ("math", "block")
        assert [unescape(part.text or "") for part in made.iter() if part.text] == ["a", "=", "b"]


def test_markup_in_a_formula_is_text_of_the_element() -> None:
    with relies_on("what stands in \\text is a text in the element, and no element of its own", MODULE):
        made = mathml(r"\text{<b>x</b>}", False)
        assert [unescape(part.text or "") for part in made.iter() if part.tag == "mtext"] == ["<b>x</b>"]


@pytest.mark.parametrize(
    "tex",
    [
        r"\hat y = w x + b",
        r"\frac{1}{n} \sum_{i=1}^{n} (\hat y_i - y_i)^2",
        r"w \leftarrow w - \text{lr} \cdot \frac{\partial\, \text{loss}}{\partial w} \qquad",
        r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
        r"\begin{align*}a &= b\\c &= d\end{align*}",
        r"\sqrt[3]{x} \le \left( \tfrac12 \right)",
    ],
)
def test_formulas_are_made_of_the_known_elements(tex: str) -> None:
    with relies_on("formulas are made of the elements that the kit lets through", MODULE):
        assert {part.tag for part in mathml(tex, False).iter()} <= ELEMENTS


def test_a_command_that_it_does_not_know_keeps_its_name() -> None:
    with relies_on("an unknown command stays in a text with its backslash, by which the kit tells", MODULE):
        texts = [unescape(part.text or "") for part in mathml(r"\nosuchcommand{x}", False).iter()]
        assert r"\nosuchcommand" in texts
