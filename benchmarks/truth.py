"""How often the grader is right: a body of answers as students write them, through the whole of `descent grade`.

    python benchmarks/truth.py [--keep DIR] [FOLDER ...]

Prints refused right answers, passed wrong answers, mistakes named right, named wrong and not recognised, every
disagreement, and which names were confused. Exit status 1 if a bar of the design is not reached: no right answer
refused, no wrong one passed, 95 % of catalogued mistakes named, nothing named where nothing applies.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ANSWERS = Path(__file__).parent / "answers"
LAB = "two-parameter-sgd"
LEAST_NAMED = 0.95


@dataclass(frozen=True)
class Answer:
    """One answer with what must come of it."""

    student: str
    folder: str
    outcomes: Mapping[str, str]
    mistakes: tuple[frozenset[str], ...]
    """Sets of names, any of which is right."""
    cells: tuple[tuple[str, str], ...]
    """Marker and source of each cell."""


@dataclass(frozen=True)
class Compared:
    """An answer beside what the grader said of it."""

    answer: Answer
    outcomes: Mapping[str, str]
    mistakes: frozenset[str]

    @property
    def refused(self) -> list[str]:
        """Tasks that are right and were not found right."""
        return [task for task, o in self.answer.outcomes.items() if o == "correct" != self.outcomes.get(task)]

    @property
    def passed(self) -> list[str]:
        """Tasks that are wrong and were found right."""
        return [task for task, o in self.answer.outcomes.items() if o != "correct" == self.outcomes.get(task)]

    @property
    def named_right(self) -> bool:
        """Whether exactly the mistakes that apply were named."""
        return self.mistakes in self.answer.mistakes


def read_answers(folders: Sequence[str]) -> Iterator[Answer]:
    """The answers in `folders` below answers/, or all of them."""
    for path in sorted(ANSWERS.glob("*/*.py")):
        if not folders or path.parent.name in folders:
            yield _read(path)


def _read(path: Path) -> Answer:
    head: dict[str, str] = {}
    cells: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# %% "):
            cells.append([line.removeprefix("# %% ").strip()])
        elif cells:
            cells[-1].append(line)
        elif line.startswith("# ") and ":" in line:
            name, _, value = line.removeprefix("# ").partition(":")
            head[name] = value.strip()
    outcomes = dict(pair.split("=") for pair in head["expect"].split())
    mistakes = tuple(frozenset(names.split()) for names in head["mistakes"].split("|"))
    student = f"{path.parent.name}-{path.stem}".replace("+", "-and-")
    return Answer(student, path.parent.name, outcomes, mistakes, tuple((c[0], "\n".join(c[1:])) for c in cells))


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


def graded(answers: Sequence[Answer], folder: Path) -> dict[str, Any]:
    """What `descent grade` says of all answers, handed in as a class; student to result."""
    course = folder / "course"
    _descent("init", str(course))
    release = json.loads((course / "release" / LAB / f"{LAB}.ipynb").read_text(encoding="utf-8"))
    for answer in answers:
        place = course / "submitted" / answer.student / LAB
        place.mkdir(parents=True)
        (place / f"{LAB}.ipynb").write_text(json.dumps(filled(release, answer)), encoding="utf-8")
    results = folder / "results.json"
    _descent("grade", LAB, "--course", str(course), "--json", str(results))
    return {entry["student"]: entry for entry in json.loads(results.read_text())["submissions"]}


def _descent(*arguments: str) -> None:
    command = [sys.executable, "-c", "from autograder.cli import app; app()", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def compared(answers: Iterable[Answer], results: Mapping[str, Any]) -> list[Compared]:
    """Each answer beside its result."""
    pairs = []
    for answer in answers:
        tasks = results[answer.student]["tasks"]
        outcomes = {task["task"]: task["outcome"] for task in tasks}
        pairs.append(Compared(answer, outcomes, frozenset(name for task in tasks for name in task["mistakes"])))
    return pairs


def report(found: Sequence[Compared]) -> bool:
    """Print what came out; whether every bar is reached."""
    named = [one for one in found if frozenset() not in one.answer.mistakes]
    nothing = [one for one in found if one.answer.mistakes == (frozenset(),)]
    right = [one for one in named if one.named_right]
    wrongly = [one for one in nothing if one.mistakes]
    refused, passed = ([one for one in found if getattr(one, kind)] for kind in ("refused", "passed"))
    print(f"answers                      {len(found):4}  {dict(Counter(one.answer.folder for one in found))}")
    print(f"right tasks refused          {sum(len(one.refused) for one in found):4}")
    print(f"wrong tasks passed           {sum(len(one.passed) for one in found):4}")
    print(f"mistakes named right         {len(right):4} of {len(named)}  ({len(right) / max(1, len(named)):.1%})")
    print(f"  not recognised             {sum(not one.mistakes for one in named):4}")
    print(f"  named otherwise            {sum(bool(one.mistakes) and not one.named_right for one in named):4}")
    print(f"named where nothing applies  {len(wrongly):4} of {len(nothing)}")
    _disagreements("refused", [(one, ", ".join(one.refused)) for one in refused])
    _disagreements("passed", [(one, ", ".join(one.passed)) for one in passed])
    other = [one for one in found if not one.named_right]
    _disagreements("named", [(one, f"{_said(one.answer.mistakes)}  ->  {_said([one.mistakes])}") for one in other])
    outcomes = [(one, _differing(one)) for one in found]
    _disagreements("outcome only", [(one, said) for one, said in outcomes if said])
    return not refused and not passed and not wrongly and len(right) >= LEAST_NAMED * len(named)


def _said(sets: Iterable[frozenset[str]]) -> str:
    return " | ".join(" ".join(sorted(names)) or "nothing" for names in sets)


def _differing(one: Compared) -> str:
    """Outcomes that differ although neither is right: `missing` for `wrong` and the reverse."""
    differing = [
        t for t, o in one.answer.outcomes.items() if "correct" not in (o, one.outcomes[t]) and o != one.outcomes[t]
    ]
    return ", ".join(f"{task}: {one.answer.outcomes[task]} -> {one.outcomes[task]}" for task in differing)


def _disagreements(title: str, entries: Sequence[tuple[Compared, str]]) -> None:
    if entries:
        print(f"\n{title}:")
    for one, said in entries:
        print(f"  {one.answer.student:60} {said}")


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", help="folders of answers; all by default")
    parser.add_argument("--keep", type=Path, help="a new folder in which the course is kept")
    options = parser.parse_args()
    answers = list(read_answers(options.folders))
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        results = graded(answers, folder)
    return 0 if report(compared(answers, results)) else 1


if __name__ == "__main__":
    sys.exit(main())
