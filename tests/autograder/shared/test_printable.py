"""What reaches a terminal or a page is text, whatever it came from."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from autograder.report.page import _environment
from autograder.shared.printable import printable
from autograder.shared.terminal import TerminalConsole

HOSTILE = {
    "clears the screen": "\x1b[2J",
    "writes to the clipboard": "\x1b]52;c;cm0gLXJmIH4=\x07",
    "overwrites the line": "10/10\rben 10/10",
    "moves the cursor, with one character": "\x9b1A",
    "reads backwards": "\u202e01 fo 01",
    "isolates": "\u2066x\u2069",
    "half a character": "\ud800",
    "nothing to be seen": "\u200b\ufeff",
    "ends lines elsewhere": "a\u2028b",
    "hides words in tags": "ada\U000e0067\U000e0069",
    "fills with nothing": "ada\u3164",
}


def shown(*what: object) -> str:
    stream = io.StringIO()
    TerminalConsole(file=stream, force_terminal=True, width=80, color_system="truecolor").print(*what)
    return stream.getvalue()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_shown_and_not_obeyed(text: str) -> None:
    table = Table("student", text)
    table.add_row(text, Text(text))
    assert "\\" in printable(text)
    for written in (shown(text), shown(Text(text)), shown(table), printable(text)):
        assert text not in written
        written.encode()


def test_a_rendered_page_holds_no_marks_of_direction_and_can_be_written() -> None:
    page = _environment().from_string("{{ name }}|{{ html }}")
    written = page.render(name="".join(HOSTILE.values()) + "<b>", html="plain")
    written.encode()
    assert not set("\u202e\u2066\ud800\x1b\x9b") & set(written)
    assert "&lt;b&gt;|plain" in written


def test_brackets_in_a_name_are_no_markup() -> None:
    assert "[red]ada[/red] [link=x]" in shown("[red]ada[/red] [link=x]")


def test_the_consoles_own_colours_and_progress_stay() -> None:
    assert "\x1b[31m" in shown(Text("wrong", style="red"))
    stream = io.StringIO()
    console = TerminalConsole(file=stream, force_terminal=True, width=80)
    with Progress(console=console) as progress:
        progress.update(progress.add_task("grading", total=1), advance=1)
    assert "\x1b[?25h" in stream.getvalue()


@given(st.text(st.characters()))
def test_printable_text_is_stable_and_ordinary_text_untouched(text: str) -> None:
    once = printable(text)
    assert printable(once) == once
    once.encode()
    if text.isprintable() and text.isascii():
        assert once == text
