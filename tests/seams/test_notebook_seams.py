"""What the kit uses of nbconvert, nbformat and jsonschema is still there, and does what the kit takes it to do."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from sentences import printed, relies_on

from autograder.nbgrader_plugin import configure
from autograder.seams.jsonschema import GRAMMAR
from autograder.seams.nbconvert import rendered_markdown
from autograder.seams.nbformat import written

NBCONVERT = "autograder/seams/nbconvert.py"
NBFORMAT = "autograder/seams/nbformat.py"
JSONSCHEMA = "autograder/seams/jsonschema.py"
DOT = "iVBORw0KGgo="


def missing(url: str) -> str:
    return f"<i>no {url}</i>"


def as_tex(tex: str, block: bool) -> str:
    """A formula as nbconvert leaves it for a script."""
    if tex.startswith("\\begin"):
        return tex
    return f"$${tex}$$" if block else f"${tex}$"


@pytest.mark.parametrize(
    "text",
    [
        "# A *title*\n\n1. one\n2. `two`\n\n> said",
        "with $a_1 * b$ and\n\n$$x^2$$\n\n<b>HTML</b>",
        "\\begin{equation}a_1 * b\\end{equation}",
        "|a|b|\n|-|-|\n|1|2|",
    ],
)
def test_markdown_is_rendered_as_nbconvert_does(text: str) -> None:
    with relies_on("MarkdownWithMath and IPythonRenderer are what nbconvert's own filter is made of", NBCONVERT):
        from nbconvert.filters import markdown2html_mistune

        assert rendered_markdown(text, {}, missing, as_tex) == markdown2html_mistune(text)


def test_attached_pictures_are_shown_and_missing_ones_named() -> None:
    with relies_on("IPythonRenderer.image shows attachments, and raises where there is none", NBCONVERT):
        shown = rendered_markdown("![a](attachment:dot.png)", {"dot.png": {"image/png": DOT}}, missing, as_tex)
        assert f"data:image/png;base64,{DOT}" in shown
        lacking = rendered_markdown("![a](attachment:dot.png) and more", {}, missing, as_tex)
        assert "<i>no attachment:dot.png</i>" in lacking
        assert "and more" in lacking


def test_each_formula_is_handed_over_with_its_kind() -> None:
    found: list[tuple[str, bool]] = []
    with relies_on("IPythonRenderer renders formulas by inline_math, block_math and latex_environment", NBCONVERT):
        text = "$a$ and $$b$$ and\n\n\\begin{align*}c\\end{align*}"
        rendered_markdown(text, {}, missing, lambda tex, block: found.append((tex, block)) or "")
        assert found == [("a", False), ("b", True), ("\\begin{align*}c\\end{align*}", True)]


def test_nbconvert_has_the_filters_and_the_template_that_are_replaced() -> None:
    from traitlets.config import Config

    config = Config()
    configure(config, __file__, "any")
    with relies_on("nbconvert's pages are made with filters of these names, and with base/mathjax.html.j2", NBCONVERT):
        from nbconvert.exporters import HTMLExporter

        exporter = HTMLExporter()
        exporter.from_notebook_node(notebook())
        environment = exporter.environment
        assert set(config.HTMLExporter.filters) <= set(environment.filters)
        assert "macro mathjax" in environment.loader.get_source(environment, "base/mathjax.html.j2")[0]


def notebook() -> Any:
    from nbformat import from_dict

    picture = {"image/png": DOT + "\n", "text/plain": "<Figure>\nsize", "application/json": {"b": 1, "a": "x\ny"}}
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": "one\ntwo"},
        {"output_type": "display_data", "data": picture, "metadata": {}},
        {"output_type": "display_data", "data": {"image/svg+xml": "<svg>\n</svg>"}, "metadata": {}},
        {"output_type": "error", "ename": "E", "evalue": "é", "traceback": ["a\nb"]},
    ]
    code = {"cell_type": "code", "id": "c", "source": "x = 1\ny = 'é'", "execution_count": 3, "outputs": outputs}
    text = {"cell_type": "markdown", "id": "m", "source": "a\r\nb\n", "attachments": {"f": {"text/plain": "p\nq"}}}
    cells = [{**code, "metadata": {"trusted": True}}, {**text, "metadata": {}}]
    metadata = {"signature": "s", "orig_nbformat": 3, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    return from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells})


def test_a_notebook_is_written_as_nbformat_writes_it() -> None:
    with relies_on("nbformat writes notebooks by split_lines, strip_transient and these options of JSON", NBFORMAT):
        import nbformat

        given = notebook()
        assert written(deepcopy(given)) == nbformat.writes(given, version=4)


def test_jsonschema_does_without_the_grammar_of_urls() -> None:
    script = (
        "import sys\nfrom autograder.seams.jsonschema import leave_out_url_grammar\nleave_out_url_grammar()\n"
        "import json, jsonschema, nbformat\n"
        "empty = {'cells': [], 'metadata': {}, 'nbformat': 4, 'nbformat_minor': 5}\n"
        "nbformat.validate(empty)\n"
        "uri = {'type': 'string', 'format': 'date'}\n"
        "found = [str(e.message) for e in "
        "jsonschema.Draft202012Validator(uri, format_checker=jsonschema.FormatChecker()).iter_errors('x')]\n"
        "print(json.dumps({'grammar': 'lark' in sys.modules, 'date': found}))"
    )
    with relies_on(f"jsonschema starts without {GRAMMAR}, and checks other formats as before", JSONSCHEMA):
        assert json.loads(printed(script)) == {"grammar": False, "date": ["'x' is not a 'date'"]}
