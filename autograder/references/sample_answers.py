"""Sample answers of a lab: what a student might write, and what grading has to say to it.

They lie beside the lab file in a folder of the lab's name, never below source/ or release/. One file is one answer:

    # Losses against the inputs.
    # mistake loss-against-x: The total loss is measured against the inputs. | What should predictions come close to?
    # expect practice-losses: wrong, loss-against-x
    # expect practice-parameters: correct
    # %% practice-train
    ... what stands in the answer cell practice-train ...
    # %% practice-explain [markdown]
    # What stands in the answer cell practice-explain, behind a sign of comment: so the file stays a Python file.

The line `mistake` is for labs whose keys are made from their solution: it teaches a mistake by example, with its name,
the sentence and the hint that students get, and behind another `|` a closer hint, if there is one. From then on it is
recognised, under every setting.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.course.course import Course, builtin_labs
from autograder.shared.errors import DescentError
from autograder.submissions.restoring import grade_id

OUTCOMES = ("correct", "wrong", "missing")
EXPECT = re.compile(r"#\s*expect\b\s*(?P<task>[^:]*?)\s*(?::\s*(?P<verdict>.*?))?\s*$")
CELL = re.compile(r"#\s*%%\s*(?P<name>.*?)\s*(?P<markdown>\[markdown\])?\s*$")
COMMENT = re.compile(r"^# ?", re.MULTILINE)
MISTAKE = re.compile(
    r"#\s*mistake\b\s*(?P<name>[^:|]*?)\s*(?::\s*(?P<title>.*?))?\s*(?:\|\s*(?P<hint>[^|]*?))?\s*"
    r"(?:\|\s*(?P<closer>.*?))?\s*$"
)
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MISTAKE_FORM = "# mistake NAME-IN-KEBAB-CASE: What went wrong, in a sentence. | A hint that gives no line of code away."
FORM = "# expect TASK: correct|wrong|missing[, MISTAKE ...]"


class SampleError(DescentError):
    """A sample answer cannot be read."""


@dataclass(frozen=True)
class Expectation:
    """What grading has to say to one task of an answer."""

    outcome: str
    mistakes: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return ", ".join((self.outcome, *sorted(self.mistakes)))


@dataclass(frozen=True)
class ByExample:
    """A mistake of the author's own, shown by an answer that makes it."""

    name: str
    title: str
    hint: str
    closer_hint: str = ""


@dataclass(frozen=True)
class Sample:
    """One sample answer."""

    path: Path
    expected: Mapping[str, Expectation] = field(default_factory=dict)
    """by task"""
    cells: Mapping[str, str] = field(default_factory=dict)
    """what it writes into answer cells, by grade_id"""
    mistake: ByExample | None = None
    """the mistake that it is an example of"""

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @property
    def right(self) -> bool:
        """Whether every task is expected to be right."""
        return all(one.outcome == "correct" for one in self.expected.values())


def samples_folder(course: Course, lab: str) -> Path:
    """Where a lab's sample answers lie: in the course's own labs/, else with the kit's; it need not exist."""
    own = course.root / "labs" / lab
    return own if own.is_dir() or not (builtin_labs() / lab).is_dir() else builtin_labs() / lab


def read_sample(path: Path) -> Sample:
    """Read one sample answer.

    Raises:
        SampleError: if a line of it does not have its form, or nothing is written into any cell.
    """
    expected: dict[str, Expectation] = {}
    cells: dict[str, list[str]] = {}
    written: set[str] = set()
    current: list[str] | None = None
    mistake: ByExample | None = None
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if match := CELL.match(line):
            current = _new_cell(match["name"], cells, f"{path}, line {number}")
            written |= {match["name"]} if match["markdown"] else set()
        elif current is not None:
            current.append(line)
        elif match := MISTAKE.match(line):
            mistake = _by_example(match, mistake, f"{path}, line {number}")
        elif match := EXPECT.match(line):
            expected[match["task"]] = _expectation(match, expected, f"{path}, line {number}")
        elif line.strip() and not line.startswith("#"):
            raise SampleError(f"{path}, line {number}", "this line belongs to no cell", "Write '# %% ANSWER' above it.")
    if not cells:
        raise SampleError(path, "it fills no answer cell", "Write '# %% ANSWER' and the answer below it.")
    sources = {name: "\n".join(lines).strip("\n") for name, lines in cells.items()}
    sources |= {name: COMMENT.sub("", sources[name]) for name in written}
    return Sample(path, expected, sources, mistake)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SampleError(path, f"it cannot be read ({error})", "Save it as text in UTF-8.") from error


def _new_cell(name: str, cells: dict[str, list[str]], where: str) -> list[str]:
    if not name:
        raise SampleError(where, "no answer cell is named", "Write '# %% ANSWER' with the cell's grade_id.")
    if name in cells:
        raise SampleError(where, f"'{name}' is filled twice", "Put both parts under one '# %%'.")
    cells[name] = []
    return cells[name]


def _by_example(match: re.Match[str], known: ByExample | None, where: str) -> ByExample:
    if not NAME.fullmatch(match["name"]) or not match["title"] or not match["hint"]:
        raise SampleError(where, "this mistake cannot be read", f"Write it as '{MISTAKE_FORM}'.")
    if known is not None:
        raise SampleError(where, "an answer is an example of one mistake", "Leave one of the two lines.")
    return ByExample(match["name"], match["title"], match["hint"], match["closer"] or "")


def _expectation(match: re.Match[str], known: Mapping[str, Expectation], where: str) -> Expectation:
    outcome, *mistakes = (part.strip() for part in (match["verdict"] or "").split(","))
    if not match["task"] or outcome not in OUTCOMES:
        raise SampleError(where, "this expectation cannot be read", f"Write it as '{FORM}'.")
    if match["task"] in known:
        raise SampleError(where, f"'{match['task']}' is expected twice", "Leave one of the two lines.")
    return Expectation(outcome, frozenset(filter(None, mistakes)))


def filled(notebook: Mapping[str, Any], answers: Mapping[str, str]) -> dict[str, Any]:
    """A copy of a notebook with these sources in the cells of these grade_ids; other names are ignored."""
    copied = deepcopy(dict(notebook))
    for cell in copied["cells"]:
        if (name := grade_id(cell)) in answers:
            cell["source"] = answers[str(name)]
    return copied
