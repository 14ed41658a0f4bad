"""Formulas become MathML when a page is written, and nothing else gets in with them."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from typing import Any

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook

from autograder.nbgrader_plugin.configuring import _FILTERS
from autograder.pages.filters import MOST_FORMULAS
from autograder.pages.formulas import ATTRIBUTES, ELEMENTS, LONGEST_FORMULA, formula
from autograder.pages.sanitizing import clean_output

FORBIDDEN = [
    r"\href{javascript:alert(1)}{x}",
    r"\class{panel}{x}",
    r"\style{position:fixed}{x}",
    r"\text{<img src=x onerror=alert(1)>}",
    r"\text{</mtext></math><script>alert(1)</script>}",
    r'\text{" onload="alert(1)}',
    r"<script>alert(1)</script>",
    r"\color{red" + '"' + r" onload=alert(1)}{x}",
    r"\mspace{-99em}",
    r"\hspace{-99em} x",
    r"\rule{99em}{99em}",
    r"\id{score}{x}",
]


class Parts(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def page(*texts: str) -> str:
    """The body of a page with these cells, made with the filters of a course."""
    exporter = HTMLExporter(template_name="basic", filters=dict(_FILTERS))
    return str(exporter.from_notebook_node(new_notebook(cells=[new_markdown_cell(text) for text in texts]))[0])


@pytest.mark.parametrize(
    ("tex", "part"),
    [
        (r"\hat y = w x + b", "<mover"),
        (r"\frac{a}{b}", "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>"),
        (r"\begin{aligned}a &= b\\c &= d\end{aligned}", "<mtable"),
        (r"a < b", "<mo>&lt;</mo>"),
    ],
)
def test_a_formula_is_mathml_and_keeps_its_tex_for_readers_of_the_page(tex: str, part: str) -> None:
    made = formula(tex)
    assert part in made
    assert Parts(made).tags[0] == ("math", {"display": "inline", "alttext": tex})


@pytest.mark.parametrize("tex", FORBIDDEN)
def test_a_formula_brings_nothing_but_known_elements_and_attributes(tex: str) -> None:
    for html in (formula(tex), formula(tex, True)):
        for tag, attributes in Parts(html).tags:
            assert tag in ELEMENTS | {"code"}
            assert attributes.keys() <= {*ATTRIBUTES, "alttext"}
        assert "-99em" not in re.sub('alttext="[^"]*"', "", html) or html.startswith("<code>")


@pytest.mark.parametrize("tex", [r"\nosuchcommand{x}", r"\frac{", "x^", r"\left( x", "", "a & b", "x" * 2_000])
def test_what_cannot_be_made_is_shown_as_tex(tex: str) -> None:
    assert formula(tex) == f"<code>${tex.replace('&', '&amp;')}$</code>"


def test_markdown_shows_formulas_of_all_kinds_without_a_script() -> None:
    shown = page("$a$ and $$b$$ and\n\n\\begin{align*}c &= d\\end{align*}\n\n\\\\(e\\\\)")
    assert len(re.findall("<math", shown)) == 4
    assert len(re.findall('display="block"', shown)) == 2
    assert "$" not in re.sub('alttext="[^"]*"', "", shown)


def test_no_mark_of_a_formula_is_left_where_markup_cannot_stand() -> None:
    shown = page('# About $x_1$\n\n![the $x_1$](attachment:none.png)\n\n![$y" onload="z$](data:image/gif;base64,AAAA)')
    assert "formula-" not in shown
    assert all(not name.startswith("on") for _, attributes in Parts(shown).tags for name in attributes)
    assert "<math" in shown


@pytest.mark.parametrize(
    "text",
    [
        '<b title="$x$">bold</b>',
        '<b title="\n$x$">bold</b>',
        '<img alt="$x$" src="data:image/gif;base64,AAAA">',
        '<details title="$$x$$"><summary>$y$</summary></details>',
        '[$x$](https://elsewhere.example "$y$")',
        "`$x$` <code>$y$</code>",
        "<svg><title>$x$</title><text>$y$</text></svg>",
        "| $a$ | b |\n| - | - |\n| 1 | $|c|$ |",
    ],
)
def test_formulas_within_html_neither_break_out_nor_leave_marks(text: str) -> None:
    shown = page(text)
    assert "formula-" not in shown
    for tag, attributes in Parts(shown).tags:
        assert not [name for name in attributes if name.startswith(("on", "<", "x")) and name != "xmlns"], (tag, shown)
        assert all("<math" not in (value or "") for value in attributes.values())


def test_a_page_makes_so_many_letters_of_formulas_and_shows_the_others_as_tex() -> None:
    one = "$" + "+".join(["x"] * (LONGEST_FORMULA // 2)) + "$"
    count = MOST_FORMULAS // LONGEST_FORMULA + 3
    shown = page(*[f"{one} {number}" for number in range(count)])
    assert 1 < shown.count("<math") < count
    assert shown.count("<math") + shown.count("<code>$x+x") == count


@pytest.mark.parametrize("tex", [r"\frac{" * 160, "{" * 500 + "}" * 500, "x^{" * 300 + "x" + "}" * 99, "'" * 1_000])
def test_hostile_formulas_take_no_time(tex: str) -> None:
    begin = time.process_time()
    formula(tex)
    assert time.process_time() - begin < 1.0


def test_an_output_of_latex_is_mathml_in_a_box_of_its_own() -> None:
    output: Any = {
        "output_type": "display_data",
        "data": {"text/latex": r"$\displaystyle \frac{1}{2}$"},
        "metadata": {},
    }
    cleaned = clean_output(output)["data"]
    assert "text/latex" not in cleaned
    assert re.match(r'<div style="[^"]*contain:paint"><math display="block"', cleaned["text/html"])
