"""A task is called by what people see above it."""

from __future__ import annotations

from typing import Any

from autograder.feedback.titles import LONGEST_TITLE, headings, titles
from autograder.submissions.restoring import ReleasedCell


def text(source: str, name: str | None = None, **metadata: Any) -> ReleasedCell:
    return ReleasedCell(name or "text", name, "answer" if name else "locked", "markdown", source, metadata)


def task(name: str, **metadata: Any) -> ReleasedCell:
    return ReleasedCell(name, name, "test", "code", f'check("{name}")', metadata)


def test_a_task_has_the_title_of_the_heading_above_it_without_its_number() -> None:
    cells = [
        text("# Lab\n\n## 8. Practice\n\nNow.\n\n### 8.1 Train `it`"),
        task("losses"),
        text("## Plot"),
        task("plot"),
    ]
    assert titles(cells, ["losses", "plot"], {}) == {"losses": "Train it", "plot": "Plot"}


def test_tasks_below_one_heading_say_what_they_look_at() -> None:
    cells = [text("## Train"), task("losses"), task("numbers"), task("test")]
    names = {"losses": ("LOSS",), "numbers": ("w", "b", "c")}
    found = titles(cells, ["losses", "numbers", "test"], names)
    assert found == {"losses": "Train: LOSS", "numbers": "Train: w, b and c", "test": "Train: test"}


def test_an_answer_in_words_has_the_heading_that_stands_in_its_cell() -> None:
    cells = [text("## Plot"), task("plot"), text("### 8.3 Explain\n\nWhy?", "explain")]
    assert titles(cells, ["plot", "explain"], {}) == {"plot": "Plot", "explain": "Explain"}


def test_an_author_can_give_a_title_and_without_any_the_name_stands_for_it() -> None:
    cells = [task("bare"), text("## Train"), task("a", graded_descent={"title": "Loss history"}), task("b")]
    found = titles(cells, ["bare", "a", "b"], {})
    assert found == {"bare": "bare", "a": "Loss history", "b": "Train"}


def test_code_is_no_heading_and_no_title_is_endless_or_rules_a_terminal() -> None:
    assert headings("```python\n# no heading\n```\n## One\n    # nor this\n#nor this") == ["One"]
    assert headings("# " + "x" * 1_000) == ["x" * LONGEST_TITLE]
    assert headings("# a\x1b[31mb") == ["a\\x1b[31mb"]
    assert headings("## The [data](#data) at $x = 0$") == ["The data at x = 0"]
