"""What students get: expected.json and release/ are up to date, and no line of a solution is in them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.authoring.lab_checks.findings import Check, Problem, shown
from autograder.authoring.lab_checks.notebooks import SourceNotebook, given_text, solution_lines, solution_marks
from autograder.course.course import Course
from autograder.references.expected_file import EXPECTED

if TYPE_CHECKING:
    from labkit.judging.expected import Expected
    from labkit.judging.key import Box, Key
    from labkit.judging.paths.known_paths import KnownPaths
    from reference.lab_files.reference import Reference

LONG_ENOUGH = 8
"""Signs of a line of code up to which it may stand anywhere by chance."""
WIDER = 1.5
"""Tolerances follow from rounding, which is not the same on every processor."""


def check_expected(course: Course, reference: Reference) -> Check:
    """Whether the expected.json of the source folder is what ``descent calibrate`` would write."""
    lab = reference.lab
    path = course.step("source", lab.name) / EXPECTED
    name = "expected.json is what 'descent calibrate' writes"
    remedy = f"Run 'descent calibrate {lab.name}'."
    where = shown(path, course.root)
    try:
        found = read_expected(path)
    except FileNotFoundError:
        return Check(name, (Problem(where, "it is not there, so students can check nothing", remedy),))
    except Exception as error:  # whatever somebody put there
        return Check(name, (Problem(where, f"it cannot be read ({error})".rstrip("."), remedy),))
    try:
        fresh = reference.expected()
    except Exception:  # a lab that cannot be calibrated: reported, with the reason, by another check
        return Check(name, (Problem(where, "it cannot be compared: the lab cannot be calibrated", remedy),))
    different = next(_outdated(found, fresh), None)
    if different is None:
        return Check(name)
    source = "the lab file" if lab.recipe is not None else "the lab file and the notebook"
    return Check(name, (Problem(where, f"it is not up to date with {source}: {different}", remedy),))


def read_expected(path: Path) -> Expected:
    """The expected.json at ``path``.

    Raises:
        FileNotFoundError, ValueError, labkit's ExpectedError.
    """
    from labkit.judging.expected import Expected

    return Expected.from_json(json.loads(path.read_text(encoding="utf-8")))


def _outdated(found: Expected, fresh: Expected) -> Iterator[str]:
    """Where two expectations differ by more than the rounding of another processor."""
    if found.lab != fresh.lab or found.parameters != fresh.parameters:
        yield "another lab's name"
    if found.tasks != fresh.tasks:
        yield "other tasks"
    if found.words != fresh.words or found.closer_hint_after != fresh.closer_hint_after:
        yield "other titles or hints"
    if [dict(one) for one in found.settings] != [dict(one) for one in fresh.settings]:
        yield "other settings"
        return
    for keys, others in zip(found.keys, fresh.keys, strict=True):
        for key, other in zip(keys, others, strict=False):
            yield from _other_key(key, other)
    if [_of_paths(one) for one in found.paths] != [_of_paths(one) for one in fresh.paths]:
        yield "other paths"


def _of_paths(known: KnownPaths) -> tuple[object, ...]:
    """What of paths does not depend on rounding."""
    ends = tuple(float(f"{number:.2g}") for number in known.right[-1])
    return known.tasks, known.names, known.history, len(known.right), ends, frozenset(known.mistakes)


def check_drills(course: Course, reference: Reference) -> Check:
    """Whether the drills.json of the source folder holds the drills of the lab file."""
    from labkit.drills.known_drills import FILE_NAME, DrillError, read_drills

    lab = reference.lab
    name = "drills.json holds the drills of the lab file"
    remedy = f"Run 'descent calibrate {lab.name}'."
    folder = course.step("source", lab.name)
    where = shown(folder / FILE_NAME, course.root)
    if not lab.drills and not (folder / FILE_NAME).exists():
        return Check(name)
    try:
        kept = read_drills([folder])
    except DrillError as error:
        return Check(name, (Problem(where, str(error), remedy),))
    found = [(one.name, one.history, one.entry, {asked.task for asked in one.asked}) for one in kept]
    if found != [(one.name, one.history, one.entry, {*one.asked}) for one in lab.drills]:
        return Check(name, (Problem(where, "it holds other drills than the lab file", remedy),))
    return Check(name)


def _other_key(key: Key, other: Key) -> Iterator[str]:
    if _other_boxes(key.right, other.right) or _other_boxes(key.givens, other.givens) or key.start != other.start:
        yield f"other numbers are right in {other.task.name}"
    if {one.findings for one in key.listed} != {one.findings for one in other.listed}:
        yield f"other mistakes are known in {other.task.name}"


def _other_boxes(some: Mapping[str, Box], others: Mapping[str, Box]) -> bool:
    return some.keys() != others.keys() or any(_other(box, others[name]) for name, box in some.items())


def _other(one: Box, other: Box) -> bool:
    """Whether two boxes have other shapes, other widths, or centres that lie outside each other."""
    if one.low.shape != other.low.shape:
        return True
    finite = np.isfinite(one.low) & np.isfinite(one.high) & np.isfinite(other.low) & np.isfinite(other.high)
    width, fresh = ((box.high - box.low)[finite] for box in (one, other))
    apart = np.abs(one.centre - other.centre)[finite]
    same = (width <= WIDER * fresh) & (fresh <= WIDER * width) & (apart <= np.minimum(width, fresh))
    return not bool(np.all(same))


def check_release(course: Course, lab: str, generated: Path) -> Check:
    """Whether release/ holds what a release made now would hold.

    Args:
        generated: the folder of a release that was made just now
    """
    name = "release/ is up to date with source/"
    remedy = f"Run 'nbgrader generate_assignment {lab} --force'."
    folder = course.step("release", lab)
    if not folder.is_dir():
        return Check(name, (Problem(shown(folder, course.root), "the lab has not been released", remedy),))
    there, fresh = _files(folder), _files(generated)
    problems = [
        Problem(shown(folder / file, course.root), what, remedy if file in fresh else "Delete it.")
        for file in sorted(there.keys() | fresh.keys())
        if (what := _changed(there.get(file), fresh.get(file)))
    ]
    own = sorted(file for file in fresh if not file.startswith("labkit/"))
    return Check(name, tuple(problems), (f"students get labkit and {', '.join(own)}",))


def _files(folder: Path) -> dict[str, Path]:
    skipped = ("__pycache__", ".ipynb_checkpoints")
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and not set(skipped) & set(path.parts))
    return {path.relative_to(folder).as_posix(): path for path in paths}


def _changed(path: Path | None, fresh: Path | None) -> str:
    if path is None:
        return "it is missing"
    if fresh is None:
        return "it is nothing that the source would release"
    if path.suffix == ".ipynb":
        return "" if _notebook(path) == _notebook(fresh) else "it is not what the source would release now"
    return "" if path.read_bytes() == fresh.read_bytes() else "it is not what the source would release now"


def _notebook(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None


def check_leaks(course: Course, lab: str, notebooks: Sequence[SourceNotebook], generated: Path) -> Check:
    """Whether anything of the solutions, or of labs/, is in what students get: as released, and as it would be now."""
    begin, end = solution_marks(course)
    lines = secret_lines(notebooks, begin, end)
    problems: list[Problem] = []
    for folder in (generated, course.step("release", lab)):
        for name, path in _files(folder).items() if folder.is_dir() else ():
            if not name.startswith("labkit/"):
                where = f"release/{lab}/{name}"
                problems += _leaks(where, path, (*lines, begin, end))
                problems += _from_labs(where, path, course)
    unique = tuple(dict.fromkeys(problems))
    return Check("no solution and nothing of labs/ reaches students", unique, (f"{len(lines)} lines were looked for",))


def secret_lines(notebooks: Sequence[SourceNotebook], begin: str, end: str) -> tuple[str, ...]:
    """The lines of the solutions that stand nowhere else in their notebook, without indentation."""
    found: list[str] = []
    for notebook in notebooks:
        given = given_text(notebook.cells, begin, end)
        for cell in notebook.cells:
            if cell.kind in ("answer", "manual"):
                lines = (line.strip() for line in solution_lines(cell, begin, end))
                found += [line for line in lines if len(line) > LONG_ENOUGH and line not in given]
    return tuple(dict.fromkeys(found))


def _leaks(where: str, path: Path, lines: Sequence[str]) -> Iterator[Problem]:
    text, on_purpose = _text(path), _shown_by_drills(path)
    told = [line for line in lines if line in text and line not in on_purpose]
    if told:
        what = f"it holds {len(told)} lines of a solution, such as '{told[0]:.80}'"
        remedy = "Keep solutions between their marks in answer cells, and other files with solutions out of source/."
        yield Problem(where, what, remedy)


def _shown_by_drills(path: Path) -> str:
    """The code that a file of drills shows to students, line by line; of any other file nothing."""
    from labkit.drills.known_drills import FILE_NAME, DrillError, read_drills

    if path.name != FILE_NAME:
        return ""
    try:
        drills = read_drills([path.parent])
    except DrillError:  # whatever somebody put there: nothing of it is shown
        return ""
    cases = [code for drill in drills for case in drill.cases for code in (case.code, case.right)]
    return "\n".join([*cases, *(one.code for drill in drills for one in drill.asked)])


def _text(path: Path) -> str:
    """The text of a file; of a notebook what its cells hold, with their outputs."""
    text = path.read_bytes().decode("utf-8", "replace")
    if path.suffix != ".ipynb":
        return text
    notebook = _notebook(path)
    cells = notebook.get("cells", ()) if isinstance(notebook, dict) else ()
    return "\n".join("".join(cell.get("source", "")) for cell in cells if isinstance(cell, dict)) + text


def _from_labs(where: str, path: Path, course: Course) -> Iterator[Problem]:
    labs = course.root / "labs"
    content = path.read_bytes()
    for own in _files(labs).values() if labs.is_dir() and content.strip() else ():
        if own.read_bytes() == content:
            what = f"it is {shown(own, course.root)}, which is for nobody but instructors"
            yield Problem(where, what, "Take it out of source/ and release the lab again.")
