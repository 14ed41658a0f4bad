"""Text that a student wrote elsewhere than into the cell for it: an answer in words is never taken for none unseen.

Whether it is the answer, a person decides. Here is only found that there is something to be read.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, takewhile
from textwrap import dedent
from typing import Any

from autograder.shared.cell_text import comparable, is_badge, is_blank, same_text
from autograder.submissions.restoring import Release, ReleasedCell, Restored, cell_name
from autograder.submissions.walking import MOST_NAMED, shown

MOST_READ = 200_000
"""characters of a cell that are looked at"""
MOST_PARSED = 2_000
"""characters of a comment that are looked at as code"""
_WORD = re.compile(r"[^\W\d_]{2,}")
_WITHOUT_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""letters of languages that are written without spaces, two for a word"""
_DOCUMENT = re.compile(
    r"(?!(?:.*/)?timestamp\.txt$).*\.(?:ipynb|txt|md|rst|tex|rtf|docx?|odt|pages|pdf|html?|jpe?g|png|heic|webp|gif|tiff?)",
    re.IGNORECASE | re.DOTALL,
)
"""files that people write or photograph"""
_SENTENCE = re.compile(r"\s*[^\W\d_]+'?(?:[ ,;:'\u2019-]+[^\W\d_]+){4}")
"""five words that no bracket, sign or number parts"""
_COMMENT = re.compile(r"^\s*#(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Least:
    """From how many words on something in code is taken for text that a person should read."""

    comment: int
    string: int


OWN = Least(3, 6)
"""in cells that the student added"""
NEAR = Least(7, 8)
"""in the answer cells next to the one for the text"""
ANSWER = Least(12, 12)
"""in other answer cells, where comments explain code"""


def unfilled(restored: Restored, release: Release) -> frozenset[str]:
    """Answers graded by hand that are empty, missing or as they were given out."""
    by_hand = {cell.name: cell for cell in release.cells if _is_by_hand(cell)}
    filled = {
        name
        for cell in restored.notebook.cells
        if (name := cell_name(cell)) in by_hand
        if cell.get("attachments") or not (is_blank(str(cell["source"])) or by_hand[name].is_text_of(cell))
    }
    return frozenset(by_hand.keys() - filled)


def _is_by_hand(cell: ReleasedCell) -> bool:
    nbgrader = cell.metadata.get("nbgrader")
    by_hand = isinstance(nbgrader, Mapping) and nbgrader.get("grade") and nbgrader.get("solution")
    return cell.kind == "answer" and bool(by_hand)


def written_elsewhere(restored: Restored, release: Release) -> tuple[str, ...]:
    """Places where an answer by hand that is not filled in may stand, each as a sentence goes on with it."""
    names = unfilled(restored, release)
    if not names:
        return ()
    in_code = any(cell.name in names and cell.cell_type == "code" for cell in release.cells)
    places = [*_in_cells(restored, release, _next_to(restored, names), in_code), *_overwritten(restored, release)]
    files = [
        f"in the file '{shown(name)}'"
        for name in restored.beside
        if _DOCUMENT.fullmatch(name) and not _is_run(name, restored)
    ]
    return tuple(dict.fromkeys([*places, *files[:MOST_NAMED]]))


def _is_run(name: str, restored: Restored) -> bool:
    """Whether the notebook's code runs that file, as with ``%run helper.ipynb``: such a one is code, not an answer."""
    code = (str(cell["source"]) for cell in restored.notebook.cells if cell["cell_type"] == "code")
    return any(re.search(rf"^\s*%run\s.*{re.escape(name)}\b", source, re.MULTILINE) for source in code)


def notes_on_text(restored: Restored, release: Release) -> tuple[str, ...]:
    """A sentence for each answer by hand that is not filled in, where it may stand elsewhere."""
    places = written_elsewhere(restored, release)
    if not places:
        return ()
    where = " and ".join([", ".join(places[:-1]), places[-1]] if len(places) > 1 else places)
    names = sorted(unfilled(restored, release))
    return tuple(f"The answer '{name}' is not filled in, but something was written {where}." for name in names)


def _next_to(restored: Restored, names: frozenset[str]) -> set[int]:
    """Indices of the student's own cells right before and behind one of these."""
    near: set[int] = set()
    for index, cell in enumerate(restored.notebook.cells):
        if cell_name(cell) in names and restored.kinds[index] != "own":
            for steps in (range(index - 1, -1, -1), range(index + 1, len(restored.kinds))):
                near.update(takewhile(lambda place: restored.kinds[place] == "own", steps))
    return near


def _in_cells(restored: Restored, release: Release, next_to: set[int], in_code: bool) -> Iterator[str]:
    by_name = {cell.name: cell for cell in release.cells}
    given_out = {cell.comparable for cell in release.cells}
    near = _near(release)
    behind = "at the top"
    for index, (cell, kind) in enumerate(zip(restored.notebook.cells, restored.kinds, strict=True)):
        name, source = cell_name(cell), str(cell["source"])
        if kind not in ("own", "plain"):
            behind = f"behind the cell '{name}'"
            least = NEAR if name in near else ANSWER
            if kind == "answer" and cell["cell_type"] == "code" and _prose_in_code(source, least, by_name[name].source):
                yield f"in the cell '{name}'"
        elif kind == "plain":
            if not by_name[name].is_text_of(cell) and _has_text(cell, by_name[name].source):
                yield f"in the cell '{name}'"
        elif _is_new(cell, given_out) and (in_code or index in next_to or _has_text(cell)):
            yield behind


def _is_new(cell: Mapping[str, Any], given_out: set[str]) -> bool:
    """Whether there is anything in a cell, other than a copy of what was given out."""
    source = str(cell["source"])
    if is_blank(source) or is_badge(source):
        return bool(cell.get("attachments"))
    return comparable(source) not in given_out


def _near(release: Release) -> set[str]:
    """Answer cells in code that are the next ones before and behind an answer in words."""
    answers = [cell for cell in release.cells if cell.kind == "answer"]
    pairs = [*pairwise(answers), *pairwise(reversed(answers))]
    return {cell.name for cell, other in pairs if _is_by_hand(other)}


def _overwritten(restored: Restored, release: Release) -> Iterator[str]:
    """Text in locked cells, which are as released again."""
    for cell in release.cells:
        lines = restored.overwritten.get(cell.name, "")
        said = _prose_in_code(lines, OWN, "") if cell.cell_type == "code" else not is_blank(lines)
        if said:
            yield f"in the locked cell '{cell.name}' as it was handed in"


def _has_text(cell: Mapping[str, Any], given: str = "") -> bool:
    source = str(cell["source"])
    if cell["cell_type"] == "code":
        return _prose_in_code(source, OWN, given)
    return bool(cell.get("attachments")) or not (is_blank(source) or same_text(source, given))


def _prose_in_code(source: str, least: Least, given: str) -> bool:
    """Whether comments or strings of code hold sentences, other than those that were given out."""
    known = {line.strip() for line in given.splitlines()}
    lines = [line for line in source[:MOST_READ].splitlines() if line.strip() not in known]
    comments, strings = _comments_and_strings("\n".join(lines))
    return any(_words(text) >= least.comment and not _is_code(text) for text in comments) or any(
        _words(text) >= least.string for text in strings
    )


def _comments_and_strings(source: str) -> tuple[list[str], list[str]]:
    """Comments, those on lines that follow each other as one, and strings; sentences that are no code are comments."""
    comments: list[str] = []
    strings: list[str] = []
    last = -1
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                text = token.string.lstrip("# ")
                comments[-1:] = [f"{comments[-1]}\n{text}"] if last == token.start[0] - 1 else [*comments[-1:], text]
                last = token.start[0]
            elif token.type == tokenize.STRING:
                strings.append(token.string.strip("\"'"))
    except (tokenize.TokenError, SyntaxError):
        comments = _COMMENT.findall(source)
    return [*comments, *_sentences(source)], strings


def _sentences(source: str) -> list[str]:
    """Lines of words alone, in a cell that is no code."""
    lines = [line for line in source.splitlines() if _SENTENCE.match(line)]
    return [] if not lines or _is_code(source, MOST_READ) else [line for line in lines if not _is_code(line)]


def _words(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text[:MOST_READ])) + len(_WITHOUT_SPACES.findall(text[:MOST_READ])) // 2


def _is_code(text: str, most: int = MOST_PARSED) -> bool:
    """Whether text is Python, such as a comment that puts a line out of use."""
    try:
        parsed = ast.parse(dedent(text[:most]))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    # A sentence without spaces reads as one name.
    names = all(isinstance(line, ast.Expr) and isinstance(line.value, ast.Name) for line in parsed.body)
    return not (names and _WITHOUT_SPACES.search(text))
