"""What grading says to the solution, to the empty release and to the sample answers, and what it took to run them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.authoring.lab_checks.findings import Check, Problem, shown
from autograder.authoring.lab_checks.handout import read_expected
from autograder.authoring.lab_checks.notebooks import SourceNotebook
from autograder.authoring.lab_checks.trial import SOLUTION, Rehearsed, Trial, Tried
from autograder.course.course import Course
from autograder.grading.submission_verdicts import Graded
from autograder.references.expected_file import EXPECTED
from autograder.references.sample_answers import Expectation, Sample, SampleError, read_sample, samples_folder
from autograder.shared.errors import DescentError

if TYPE_CHECKING:
    from labkit.evidence.collecting import Evidence

ROOM = 3.0
"""A lab's own solution takes at most this fraction of a limit: machines and students' answers are slower."""
MEMORY_ROOM = 2.0
MIB = 1024


def read_samples(
    course: Course, lab: str, tasks: Sequence[str], notebooks: Sequence[SourceNotebook]
) -> tuple[tuple[Sample, ...], Check]:
    """The sample answers that can be read, and what is wrong with them by themselves."""
    folder = samples_folder(course, lab)
    where = shown(folder, course.root)
    samples, problems = [], []
    for path in sorted(folder.glob("*.py")):
        try:
            samples.append(read_sample(path))
        except SampleError as error:
            problems.append(Problem(_within(error.where, course.root), error.what, error.remedy))
    answers = {str(cell.name) for book in notebooks for cell in book.cells if cell.kind in ("answer", "manual")}
    for sample in samples:
        problems += _fits(sample, shown(sample.path, course.root), tasks, answers)
    for word, right in (("right", True), ("wrong", False)):
        if not any(sample.right is right for sample in samples):
            remedy = f"Add one, such as {word}.py; docs/write-a-lab.md shows how."
            problems.append(Problem(where, f"there is no {word} sample answer", remedy))
    notes = (f"{where}: {', '.join(sample.name for sample in samples) or 'none'}",)
    return tuple(samples), Check("sample answers are there, a right and a wrong one", tuple(problems), notes)


def _within(where: str, root: Path) -> str:
    return where.removeprefix(f"{root}/")


def _fits(sample: Sample, where: str, tasks: Sequence[str], answers: set[str]) -> Iterator[Problem]:
    for name in tasks:
        if name not in sample.expected:
            yield Problem(where, f"it does not say what to expect of '{name}'", f"Add '# expect {name}: correct'.")
    for name in sample.expected:
        if name not in tasks:
            yield Problem(where, f"it expects something of '{name}', which is no task", f"Name {', '.join(tasks)}.")
    for name in sample.cells:
        if name not in answers:
            known = ", ".join(sorted(answers)) or "none"
            yield Problem(where, f"it fills '{name}', which is no answer cell", f"Name one of: {known}.")


def check_solution(course: Course, trial: Trial, notebooks: Sequence[SourceNotebook]) -> Check:
    """The notebook's own solution gets every point, under all settings, and students' checks agree."""
    files = {notebook.path.stem: notebook.file for notebook in notebooks}
    problems = [*_errors(trial, files)]
    for tried in trial.solution:
        file = files[tried.notebook]
        for item in tried.result.items:
            if item.outcome != "correct" or item.points != item.max_points:
                problems.append(_refused(file, item))
        problems += [Problem(file, f"grading had to put it right: {note}", REPORT) for note in tried.result.notes]
    problems += _checks(course, trial, files)
    reached = sum(tried.result.score for tried in trial.solution)
    most = sum(points for given in trial.rules.notebooks.values() for name, points in given.points.items())
    auto = sum(tried.result.max_score for tried in trial.solution)
    declared = sum(cell.points or 0.0 for notebook in notebooks for cell in notebook.cells)
    if most != declared:
        what = f"the gradebook counts {most:g} points, the notebooks hold {declared:g}"
        problems.append(Problem(", ".join(files.values()), what, "Save the notebooks in Jupyter, and check again."))
    notes = (f"{reached:g} of {auto:g} points under {len(trial.settings)} settings and the rehearsal",)
    return Check(
        "the solution gets every point, under the published and under fresh data",
        tuple(problems),
        notes,
        {"solution_points": reached, "autograded_points": auto},
    )


REPORT = "Release the lab again; if it stays, the kit is at fault."


def _refused(file: str, item: Graded) -> Problem:
    said = " ".join(item.message.split())
    what = f"the solution gets {item.points or 0:g} of {item.max_points:g} points: {said}"
    return Problem(f"{file}, cell '{item.name}'", what.rstrip("."), "Correct the solution, or the lab file.")


def _errors(trial: Trial, files: dict[str, str]) -> Iterator[Problem]:
    """Cells that stop with an exception where the solution is filled in, and runs that do not come to an end."""
    reported: set[str] = set()
    for setting, job, run in trial.runs_of(SOLUTION):
        file = files[job.name.split("/", 1)[1].rsplit(",", 1)[0]]
        under = setting.in_words
        if run.end != "finished":
            what = f"the run ended early, under {under}: {run.detail or run.end}"
            yield Problem(f"{file}, cell '{run.where}'" if run.where else file, what, "Correct what the cell does.")
        for cell, done in zip(job.cells, run.cells, strict=True):
            if done is None or done.error is None or cell.role == "task" or cell.name in reported:
                continue
            reported.add(cell.name)
            line = f", line {done.error.line}" if done.error.line else ""
            what = f"it stops with {done.error.kind}: {done.error.message:.200}{line} (under {under})"
            yield Problem(f"{file}, cell '{cell.name}'", what, "Correct the cell; it must run under any data.")


def _checks(course: Course, trial: Trial, files: dict[str, str]) -> Iterator[Problem]:
    """What `check` and a rehearsal say to a solution that grading takes, by the expected.json that students get."""
    try:
        read_expected(course.step("source", trial.rules.assignment) / EXPECTED)
    except Exception:  # reported by another check
        return
    published = [Rehearsed(tried.notebook, tried.ran) for tried in trial.solution]
    for what, found in (("check()", published), ("the rehearsal", trial.rehearsed)):
        for one in found:
            yield from _refusals(course, trial, files[one.notebook], what, one)
    for one in published:
        yield from _not_taken_down(course, trial, files[one.notebook], one)


def _refusals(course: Course, trial: Trial, file: str, what: str, found: Rehearsed) -> Iterator[Problem]:
    """Tasks that a check judges; the key that students get does not say what is right in those it keeps back."""
    from labkit.judging.explain import explain
    from labkit.judging.judge import judge

    expected = read_expected(course.step("source", trial.rules.assignment) / EXPECTED)
    setting = found.ran.kept.published.setting
    judged = {task.name for task in expected.told}
    for name, evidence in _taken(trial, found):
        key = expected.key(name, setting) if name in judged else None
        if key is None:
            continue  # expected.json is reported by another check
        verdict = judge(evidence, key)
        if verdict.outcome != "correct":
            said = explain(verdict, expected.words).text
            yield _refused_by(what, said, f"{file}, cell '{name}'", trial.rules.assignment)


def _not_taken_down(course: Course, trial: Trial, file: str, found: Rehearsed) -> Iterator[Problem]:
    """Answers that a check only takes down, and does not: they are none of the choices that students get."""
    from labkit.drills.asked_answers import taken_down
    from labkit.drills.known_drills import DrillError

    folder = course.step("source", trial.rules.assignment)
    kept_back = {task.name: task for task in read_expected(folder / EXPECTED).tasks if task.is_kept_back}
    for name, evidence in _taken(trial, found):
        if name not in kept_back:
            continue
        try:
            said, is_there = taken_down(kept_back[name], evidence, [folder])
        except DrillError:  # reported by another check
            return
        if not is_there:
            yield _refused_by("check()", said.text, f"{file}, cell '{name}'", trial.rules.assignment)


def _taken(trial: Trial, found: Rehearsed) -> Iterator[tuple[str, Evidence]]:
    """The tasks of a notebook in which grading takes the solution, with what it leaves there."""
    from labkit.evidence.collecting import Evidence

    taken = {item.name for tried in trial.solution for item in tried.result.items if item.outcome == "correct"}
    for name in sorted(taken & trial.rules.tasks(found.notebook).keys()):
        claim = found.ran.kept.published.evidence.get(name)
        if claim is not None:  # else the run is reported by another check
            yield name, Evidence.from_json(claim)


def _refused_by(what: str, said: str, where: str, lab: str) -> Problem:
    remedy = f"Run 'descent calibrate {lab}', and release the lab again."
    return Problem(where, f"{what} refuses the solution: {' '.join(said.split()).rstrip('.')}", remedy)


def check_empty(trial: Trial, notebooks: Sequence[SourceNotebook]) -> Check:
    """The release as students get it fails every task."""
    files = {notebook.path.stem: notebook.file for notebook in notebooks}
    problems = tuple(
        Problem(
            f"{files[tried.notebook]}, cell '{item.name}'",
            f"the empty release gets {item.points or 0:g} of {item.max_points:g} points",
            "Ask for something that the notebook does not hold yet, or empty it in the answer cell's given lines.",
        )
        for tried in trial.empty
        for item in tried.result.items
        if item.outcome == "correct" or item.points
    )
    outcomes = [item.outcome for tried in trial.empty for item in tried.result.items]
    return Check("the empty release fails every task", problems, (", ".join(outcomes),))


def check_samples(course: Course, trial: Trial) -> Check:
    """Each sample answer gets the outcomes, and exactly the mistakes, that it expects."""
    problems: list[Problem] = []
    for path, tried in trial.samples.items():
        try:
            sample = read_sample(path)
        except SampleError as error:
            problems.append(Problem.of(error))
            continue
        problems += _unexpected(sample, shown(path, course.root), tried)
    count = sum(len(tried) > 0 for tried in trial.samples.values())
    return Check("sample answers get their outcomes and their mistakes", tuple(problems), (f"{count} answers",))


def _unexpected(sample: Sample, where: str, tried: Sequence[Tried]) -> Iterator[Problem]:
    items = {item.name: item for one in tried for item in one.result.items}
    for name, expected in sample.expected.items():
        if (item := items.get(name)) is None:
            continue  # no such task: reported where samples are read
        found = Expectation(item.outcome, frozenset(item.mistakes))
        if found != expected:
            said = " ".join(item.message.split()).rstrip(".")
            remedy = f"Correct the answer, or write '# expect {name}: {found}' if that is what should be said."
            yield Problem(where, f"'{name}' is expected to be '{expected}' and is '{found}': {said}", remedy)


def check_limits(trial: Trial, notebooks: Sequence[SourceNotebook]) -> Check:
    """Run time and memory of the solution, with room for slower machines and answers."""
    files = {notebook.path.stem: notebook.file for notebook in notebooks}
    problems: list[Problem] = []
    notes: list[str] = []
    figures: dict[str, float] = {}
    for tried in trial.solution:
        entry = trial.runs.get(f"{SOLUTION}/{tried.notebook}, setting 1")
        if entry is None:
            continue
        job, run = entry
        seconds = {cell.name: done.seconds for cell, done in zip(job.cells, run.cells, strict=True) if done}
        slowest = max(seconds, key=lambda name: seconds[name], default="")
        whole, peak = sum(seconds.values()), run.peak_kib / MIB
        notes.append(
            f"{files[tried.notebook]}: all cells {whole:.1f} s, the students' part {run.seconds:.1f} s, "
            f"the slowest cell {seconds.get(slowest, 0.0):.1f} s ({slowest}), memory {peak:.0f} MiB"
        )
        figures |= {"seconds": whole, "practice_seconds": run.seconds, "peak_mib": peak}
        problems += _too_much(trial, files[tried.notebook], slowest, seconds.get(slowest, 0.0), whole, peak)
    return Check("run time and memory lie well within the limits", tuple(problems), tuple(notes), figures)


def _too_much(trial: Trial, file: str, slowest: str, cell: float, whole: float, peak: float) -> Iterator[Problem]:
    limits = trial.limits
    of_cell = min(limits.cpu_seconds_per_cell, limits.wall_seconds_per_cell)
    memory = limits.memory_bytes / MIB**2
    remedy = "Train less, or draw fewer figures."
    if cell > of_cell / ROOM:
        what = f"it takes {cell:.1f} s, and a run is stopped after {of_cell:g}: a slower machine needs room"
        yield Problem(f"{file}, cell '{slowest}'", what, remedy)
    if whole > limits.wall_seconds_per_notebook / ROOM:
        what = f"it takes {whole:.1f} s, and a run is stopped after {limits.wall_seconds_per_notebook:g}"
        yield Problem(file, what, remedy)
    if peak > memory / MEMORY_ROOM:
        yield Problem(file, f"it takes {peak:.0f} MiB, and a run may have {memory:.0f}", "Keep less data.")


def not_run(error: Exception) -> Check:
    """The check that stands for all of these where nothing could be run."""
    name = "the lab can be released and graded"
    if isinstance(error, DescentError):
        return Check(name, (Problem.of(error),))
    what = f"{type(error).__name__}: {error}".strip().rstrip(".")
    return Check(name, (Problem("grading", what, "Put right what is said above first."),))
