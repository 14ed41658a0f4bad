"""formgrader shows the numbers of a run beside the questions that a person grades; no other page does."""

from __future__ import annotations

from typing import Any

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.feedback.beside_questions import FORMGRADER, HEADING, panel, show_numbers
from autograder.feedback.findings import BY_HAND, Finding, with_findings
from autograder.nbgrader_plugin.configuring import _FILTERS

HISTORY = tuple(f"{100 / 2**place:g}" for place in range(12))
FINDINGS = (
    Finding("losses", "Train: LOSS", "wrong", "Not right yet.", ("It compares with X.",), (("LOSS", HISTORY),)),
    Finding("numbers", "Train: w and b", "correct", "Right.", (), (("w", ("1.5",)), ("b", ("-2",)))),
    Finding("explain", "Explain", BY_HAND),
)


def notebook(*findings: Finding) -> Any:
    about = {"grade_id": "explain", "grade": True, "solution": True, "locked": False, "schema_version": 3}
    cells = [new_code_cell("x = 1"), new_markdown_cell("Because.", metadata={"nbgrader": about})]
    return with_findings(new_notebook(cells=cells), findings)


def test_the_table_stands_before_the_answer_on_formgraders_page_alone() -> None:
    made, _ = show_numbers(notebook(*FINDINGS), {FORMGRADER: "1"})
    assert [HEADING in cell.source for cell in made.cells] == [False, True, False]
    made, _ = show_numbers(notebook(*FINDINGS), {"nbgrader": {}})
    assert len(made.cells) == 2


def test_a_notebook_without_findings_stays_as_it_is() -> None:
    assert len(show_numbers(notebook(), {FORMGRADER: "1"})[0].cells) == 2


def test_it_has_a_line_for_each_task_with_its_mistakes_and_numbers() -> None:
    html = panel(FINDINGS[:2])
    assert html.count("<tr>") == 2
    for said in (
        "Train: LOSS",
        "✗ not right yet",
        "It compares with X.",
        "LOSS = 100, 50,",
        "w = 1.5",
        "b = -2",
        "<svg",
    ):
        assert said in html
    assert html.index("w = 1.5") < html.index("b = -2"), "in the order of the task"


@pytest.mark.parametrize(
    "word", ["<script>alert(1)</script>", "$x$ `y` [z](javascript:1)", "a\n\n# b", '"><img src=x>']
)
def test_what_a_student_chose_is_text(word: str) -> None:
    odd = Finding("losses", "Train", "wrong", word, (word,), ((word, (word, word)),))
    made, _ = show_numbers(notebook(odd), {FORMGRADER: "1"})
    page = HTMLExporter(template_name="basic", filters=dict(_FILTERS)).from_notebook_node(made)[0]
    for harm in ("<script>alert", "<img", 'href="javascript', "<math", "<h1"):
        assert harm not in page


@pytest.mark.parametrize(
    "values", [(), ("nan", "1", "2"), ("-1", "2", "3"), ("1", "2"), ("one", "two", "three"), ("1e999",) * 4]
)
def test_what_is_no_curve_is_not_drawn(values: tuple[str, ...]) -> None:
    assert "<svg" not in panel([Finding("a", "A", "wrong", "x", (), (("LOSS", values),))])
