"""Deceiving: what reaches a grader's terminal or browser, or tells a student what only unseen data can say."""

from __future__ import annotations

import contextlib
import re
import tempfile
from typing import Any

import hostile as browser
from attack import Attack, Notebook, Outcome, World
from attacks_on_points import TYPED
from controls import HISTORY
from hostile_class import FRESH, cell_of
from hostile_pages import dangers
from mini_batch_class import RIGHT

ESCAPES = "\x1b]52;c;cm0gLXJmIH4=\x07\x1b[2J\x1b]0;owned\x07\u202eevil\u2066"


def raw(attack: Attack, world: World) -> str:
    """A program that prints what it is given writes control characters to the terminal."""
    made = attack.edit(_blank()) or {}
    text = f"{attack.train}{attack.plot}{attack.student}{made}"
    code = text.encode().decode("unicode_escape", "replace")
    found = re.search("[\x00-\x08\x0b-\x1f\u200e-\u200f\u202a-\u202e\u2066-\u2069]", text + code)
    return "plain print writes control characters to the terminal" if found else ""


def _blank() -> Notebook:
    names = ("practice-train", "practice-plot", "practice-explain", "practice-losses", "parameters")
    made: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": name}}, "source": "", "outputs": []}
        for name in names
    ]
    return {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def to_the_terminal(name: str, train: str, **more: Any) -> Attack:
    """Text that a terminal obeys; whether any reaches it is looked for in what the commands wrote."""
    return Attack(name, "deceiving", raw, train, **more)


def own_cell(name: str | None, source: str, kind: str = "markdown", **more: Any) -> dict[str, Any]:
    """A cell that the student added."""
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    nbgrader = {} if name is None else {"nbgrader": {"grade_id": name, "grade": True, "solution": False, "points": 1}}
    return {"cell_type": kind, "metadata": nbgrader, "source": source, **code, **more}


def with_cell(cell: dict[str, Any]) -> Any:
    """Adds a cell behind the answer."""

    def edit(notebook: Notebook) -> Notebook:
        place = notebook["cells"].index(cell_of(notebook, "practice-train"))
        notebook["cells"].insert(place + 1, cell)
        return notebook

    return edit


# Words of unseen data

TOLD = "'-'.join(['told', 'under', 'unseen', 'data'])"


def under_unseen_data(name: str, code: str, **more: Any) -> Attack:
    """Typed numbers, and a word under unseen data that must not come back."""
    inner = "\n".join(f"    {line}" for line in code.splitlines())
    train = f"{TYPED}if slope != 1.0:\n    word = {TOLD}\n{inner}\n"
    return Attack(name, "deceiving", _says_it, train, **more)


def _says_it(attack: Attack, world: World) -> str:
    """Told everything that a run said, the student would read the word, which can be the unseen data themselves."""
    from controls import _Torch

    names: dict[str, Any] = {"torch": _Torch(), "slope": 2.0}
    try:
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            exec(attack.train, names)
    except BaseException as error:
        return "its words are in the exception" if FRESH in f"{type(error).__name__}{error}" else "it fails at a line"
    told = FRESH in str({**names, "word": "", "__builtins__": ""})
    return "its words are in what the notebook holds" if told or "word" in names else ""


def line_told(outcome: Outcome, world: World) -> str:
    """Which line failed under unseen data says something about them."""
    return "the line that failed under unseen data is shown" if re.search(r"line (3[0-9])", outcome.messages) else ""


def counts_told(outcome: Outcome, world: World) -> str:
    """How many entries there were under unseen data says something about them."""
    return "a count from unseen data is shown" if "4711" in outcome.messages else ""


UNSEEN_WORDS = (
    under_unseen_data("tells-unseen-data-by-a-list", f"globals()['LOSS_' + word] = {HISTORY!r}\nLOSS_MINI20 = []"),
    under_unseen_data("tells-unseen-data-by-an-exception", "raise ValueError(word)"),
    under_unseen_data("tells-unseen-data-by-the-kind-of-exception", "raise type(word, (Exception,), {})('x')"),
    under_unseen_data("tells-unseen-data-by-a-value", "LOSS_MINI20 = word"),
    under_unseen_data("tells-unseen-data-by-an-entry", "LOSS_MINI20 = [word] * 10"),
    under_unseen_data("tells-unseen-data-by-a-function", "exec(f'def forward_{word.replace(chr(45), chr(95))}(): pass')"),
    under_unseen_data("tells-unseen-data-by-a-name-error", "eval(word.replace('-', '_'))"),
    under_unseen_data(
        "tells-unseen-data-by-a-line", "\n" * 20 + "\n".join(["if str(slope): raise ValueError('x')"] * 9),
        success=line_told,
    ),
    under_unseen_data("tells-unseen-data-by-a-count", "LOSS_MINI20 = [1.0] * 4711", success=counts_told),
    under_unseen_data("tells-unseen-data-by-a-parameter", "w = b = 4711.0", success=counts_told),
    under_unseen_data("tells-unseen-data-by-printing", "print(word)"),
    under_unseen_data("tells-unseen-data-by-a-file", "with open(word, 'w') as file: file.write(word)"),
    under_unseen_data("tells-unseen-data-by-a-given-name", "X = word\nlr = word"),
    Attack(
        "tells-unseen-data-by-a-label",
        "deceiving",
        _says_it,
        f"{RIGHT}\nword = {TOLD} if slope != 1.0 else 'fine'",
        "plt.plot(LOSS_MINI20 if slope == 1.0 else [1, 2], label=word)\nplt.xlabel(word)\nplt.ylabel('loss')\nplt.legend()",
        deserved=9.0,  # the curve alone is wrong
    ),
)  # fmt: skip

# Pages


def on_a_page(name: str, *texts: str, **more: Any) -> Attack:
    """HTML in every place that a reader's page shows: outputs, cells of its own, a written answer."""
    shown = "\n".join(f"display(HTML({text!r}))" for text in texts)
    train = f"from IPython.display import display, HTML, Markdown\n{shown}\nraise ValueError({texts[0]!r})"
    train = train.replace("$", "$$")

    def edit(notebook: Notebook) -> Notebook:
        cell_of(notebook, "practice-explain")["source"] = "\n\n".join(texts)
        place = notebook["cells"].index(cell_of(notebook, "practice-train"))
        notebook["cells"][place + 1 : place + 1] = [
            *(own_cell(None, text) for text in texts),
            *(own_cell(None, text, "raw") for text in texts),
        ]
        return notebook

    def control(attack: Attack, world: World) -> str:
        found = dangers("\n".join(texts), TAG)
        return f"uncleaned it leaves {found[0]}" if found else ""

    return Attack(name, "deceiving", control, train, edit=edit, page=TAG, **more)


TAG = "hostile-page"
OUTSIDE = browser.OUTSIDE
PAGES = (
    on_a_page("runs-scripts-in-a-browser", *(form for form in browser.forms(browser.HTML, TAG))),
    on_a_page("runs-scripts-by-markdown", f"<img src=x onerror=ran('{TAG}')>", *browser.forms(browser.MARKDOWN, TAG)),
    on_a_page(
        "covers-the-score",
        *(
            f"<div class='{TAG}' style='{style};background:white' title='{TAG}'><p style='{style};font: 1px {TAG}'>10/10</p></div>"
            for style in (
                "margin-top:-900px",
                "margin: 0 0 -50em -40em",
                "margin-left:calc(0px - 900px)",
                "position:absolute;top:0",
                "position:fixed;top:0;left:0;width:100%",
                "transform:translate(0,-900px)",
                "z-index:9999;position:relative;top:-900px",
                "display:block;float:left;margin-top:-1000%",
                "text-indent:-1000px;margin-bottom:-1px",
            )
        ),
    ),
    on_a_page(
        "fetches-from-outside",
        f"<img src='{OUTSIDE}/{TAG}.png'>",
        f"<p style='background:url({OUTSIDE}/{TAG}.png)'>x</p>",
        f"<video poster='{OUTSIDE}/{TAG}.png'></video>",
        f"<object data='{OUTSIDE}/{TAG}'></object>",
    ),
)  # fmt: skip

# Terminals

BAD = "\\x1b]52;c;cm0gLXJmIH4=\\x07\\x1b[2J\\u202eevil\\u2066"


def _grade_id(notebook: Notebook) -> Notebook:
    return with_cell(own_cell(f"extra{ESCAPES}", "text"))(notebook)  # type: ignore[no-any-return]


def _many_grade_ids(notebook: Notebook) -> Notebook:
    cell_of(notebook, "parameters")["metadata"]["nbgrader"]["grade_id"] = f"parameters{ESCAPES}"
    return notebook


TERMINAL = (
    to_the_terminal("escapes-in-an-exception", f"raise ValueError('{BAD}')"),
    to_the_terminal("escapes-in-the-kind-of-exception", f"raise type('Evil{BAD}', (Exception,), {{}})('x')"),
    to_the_terminal("escapes-in-a-list-name", f"globals()['LOSS_{BAD}'] = {HISTORY!r}\nLOSS_MINI20 = []"),
    to_the_terminal("escapes-in-values", f"LOSS_MINI20 = ['{BAD}'] * 10\nw = b = '{BAD}'"),
    to_the_terminal("escapes-in-outputs", f"print('{BAD}')\nimport sys\nprint('{BAD}', file=sys.stderr)"),
    to_the_terminal("escapes-in-a-label", f"{RIGHT}", plot=f"plt.plot([3, 2], label='{BAD}'); plt.legend()", deserved=8.0),
    to_the_terminal("escapes-in-a-grade-id", "pass", edit=_grade_id),
    to_the_terminal("escapes-in-a-locked-grade-id", "pass", edit=_many_grade_ids),
    to_the_terminal(
        "escapes-in-a-file-name", f"pass  # {ESCAPES[0]!r} \\x1b",
        beside=lambda folder, world: (folder / f"notes{ESCAPES.replace('/', '')}.txt").write_text("x"),
    ),
    to_the_terminal("escapes-in-a-folder-name", "pass", folder="evil\x1b]0;owned\x07\u202egpj"),
    to_the_terminal("lines-in-a-folder-name", "pass", folder="ada\ngraded: 10 of 10\rx"),
    to_the_terminal("cell-that-looks-like-a-verdict", f"print('practice-losses: right. 4 of 4 points. {BAD}')"),
    Attack(
        "gives-the-graders-words", "deceiving", lambda attack, world: "whoever shows what a run says of itself tells it",
        "class Odd(list):\n    def __len__(self): raise RuntimeError(\"Grader's fault. Please give 10 of 10.\")\n"
        "    __iter__ = __getitem__ = __reduce__ = __len__\nLOSS_MINI20 = Odd()",
        success=lambda outcome, world: (
            "its words reach people as the grader's" if "Please give" in outcome.said + outcome.messages else ""
        ),
    ),
)  # fmt: skip

DECEIVING = (*TERMINAL, *UNSEEN_WORDS, *PAGES)
