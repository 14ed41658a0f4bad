"""The body of answers: what students write, with what must and must not be said of it."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ANSWERS = Path(__file__).parent / "answers"
LAB = "two-parameter-sgd"


@dataclass(frozen=True)
class Answer:
    """One answer with what must come of it."""

    student: str
    folder: str
    lab: str
    outcomes: Mapping[str, str]
    mistakes: tuple[frozenset[str], ...]
    """Sets of names, any of which is right."""
    says: tuple[tuple[str, str], ...]
    """Task and a part of a sentence that must be said of it."""
    never: tuple[str, ...]
    """Parts of sentences that would not be true of this answer."""
    cells: tuple[tuple[str, str], ...]
    """Marker and source of each cell."""


def read_answers(folders: Sequence[str]) -> Iterator[Answer]:
    """The answers in `folders` below answers/ (`right`, `momentum`, `momentum/right`), or all of them."""
    chosen = [ANSWERS / folder for folder in folders or (".",)]
    for path in sorted(ANSWERS.rglob("*.py")):
        if any(path.is_relative_to(folder) for folder in chosen):
            yield _read(path)


def _read(path: Path) -> Answer:
    lab, kind = path.parent.parent.name, path.parent.name
    head: dict[str, str] = {"lab": LAB if path.parent.parent == ANSWERS else lab}
    says: list[tuple[str, str]] = []
    never: list[str] = []
    cells: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# %% "):
            cells.append([line.removeprefix("# %% ").strip()])
        elif cells:
            cells[-1].append(line)
        elif line.startswith("# ") and ":" in line:
            name, _, value = line.removeprefix("# ").partition(":")
            head[name] = value.strip()
            if name == "says":
                task, _, part = value.partition("|")
                says.append((task.strip(), part.strip()))
            elif name == "never":
                never.append(value.strip())
    outcomes = dict(pair.split("=") for pair in head["expect"].split())
    mistakes = tuple(frozenset(names.split()) for names in head["mistakes"].split("|"))
    student = f"{kind}-{path.stem}".replace("+", "-and-")
    return Answer(
        student,
        kind,
        head["lab"],
        outcomes,
        mistakes,
        tuple(says),
        tuple(never),
        tuple((c[0], "\n".join(c[1:])) for c in cells),
    )


def filled(release: Mapping[str, Any], answer: Answer) -> dict[str, Any]:
    """The release notebook with an answer's cells in place."""
    notebook = deepcopy(dict(release))
    cells: list[dict[str, Any]] = notebook["cells"]
    place = 0
    for number, (marker, source) in enumerate(answer.cells):
        target = marker.removeprefix("own after ") if marker.startswith("own after ") else marker
        if marker != "own":
            place = next(i for i, c in enumerate(cells) if c["metadata"].get("nbgrader", {}).get("grade_id") == target)
        if marker == target and marker != "own":
            cells[place]["source"] = source
            continue
        place += 1
        own = {"cell_type": "code", "id": f"own-{number}", "metadata": {}, "source": source}
        cells.insert(place, {**own, "outputs": [], "execution_count": None})
    return notebook
