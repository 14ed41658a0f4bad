"""Everything that a lab's solution and its mutants leave under one setting: runs asked for, and what they show."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from labkit.evidence.plain_values import Value, numbers
from labkit.evidence.plain_values import leaves as leaves_of
from labkit.evidence.task import Task
from labkit.judging.key import Explanation
from labkit.judging.setting import in_words
from reference.lab_files.calibrated import CalibrationError
from reference.lab_files.lab import Lab, Numbers
from reference.solutions.asked_runs import AskedRun, LeftBehind, Runner
from reference.solutions.boxes import Right, Run, UnsettledError, settle
from reference.solutions.distances import Kind, Plain, Values, is_number, largest, leaves
from reference.solutions.epochs import LeftByEpochs, LongTraining, left_by_epochs, long_trainings
from reference.solutions.explanations import pair_explanation
from reference.solutions.mutants import Mutant, mutants, solution
from reference.solutions.notebook import Answer, SolutionNotebook
from reference.solutions.pairs import Pair, pairs
from reference.solutions.prologues.following import FOLLOWED
from reference.solutions.runs import Variant, double, follow, mutant_variants, variants
from reference.solutions.separation import Outcome, Separation
from reference.solutions.tasks import answer_of

SINGLE = "single precision"
"""The solution as students run it."""
UNDONE = "as handed out"
"""Answer cells hold what is given there, and no solution."""
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
ABSENT = "without an answer"
"""Answer cells are left out."""
FAR = 10.0
"""From so many times the largest right number on, rounding may lead elsewhere."""
PAIRS = 60
"""Pairs of frequent mistakes that are looked at: each costs a run under every setting that is graded by."""


@dataclass(frozen=True)
class KnownRuns:
    """What the runs under one setting showed."""

    separation: Separation
    right: Mapping[str, Value]
    """What the solution leaves in double precision, as it was collected."""
    solved: LeftBehind
    undone: LeftBehind
    absent: LeftBehind
    longer: tuple[LeftByEpochs, ...] = ()
    """What longer trainings of the solution tell of any number of epochs."""


class SettingRuns:
    """Asks for the runs of a lab under a setting, once."""

    def __init__(
        self,
        lab: Lab,
        notebook: SolutionNotebook,
        run: Runner,
        samples: Mapping[str, Mapping[str, str]],
        examples: Sequence[Mutant],
    ) -> None:
        """See `reference.solutions.by_solution.BySolution`."""
        self._lab = lab
        self._notebook = notebook
        self._run = run
        self._samples = samples
        self._examples = examples
        self._known: dict[tuple[tuple[str, float], ...], KnownRuns] = {}
        self._pairs: dict[tuple[tuple[str, float], ...], tuple[Explanation, ...]] = {}

    @cached_property
    def mutants(self) -> tuple[Mutant, ...]:
        """Every mistake that is looked for: made by operators, and shown by the author."""
        return (*self._made, *(one for one in self._examples if one.name not in self._lab.dropped))

    @cached_property
    def _made(self) -> tuple[Mutant, ...]:
        """Those that operators make in the answers that numbers are judged of."""
        histories = [task for task in self._lab.tasks if task.kind == "history"]
        entries = {name: task.entry for task in histories for name in task.names}
        every = mutants(self._notebook, entries=entries)
        made = (mutant for mutant in every if set(mutant.cells) <= set(self.solution))
        return tuple(mutant for mutant in made if mutant.name not in self._lab.dropped)

    @cached_property
    def _made_together(self) -> tuple[Pair, ...]:
        """Pairs of frequent ones."""
        return pairs(self._notebook, self._made, PAIRS)

    def under(self, setting: Numbers) -> KnownRuns:
        """What the runs under a setting show; raises `CalibrationError` where nobody can be graded by them."""
        place = tuple(sorted(setting.items()))
        if place not in self._known:
            self._known[place] = self._ask(setting)
        return self._known[place]

    def paired(self, setting: Numbers, known: KnownRuns) -> tuple[Explanation, ...]:
        """What two frequent mistakes made together leave, where both show alone."""
        place = tuple(sorted(setting.items()))
        if place not in self._pairs:
            self._pairs[place] = tuple(self._ask_pairs(setting, known))
        return self._pairs[place]

    @cached_property
    def _kinds(self) -> dict[str, Kind]:
        return {
            name: task.kind
            for task in judged(self._lab)
            for name in task.names
            if task.kind != "figure" and task.kind != "drill"
        }

    @cached_property
    def solution(self) -> dict[str, str]:
        """The code of the answers that numbers are judged of; others, such as plots, do not run."""
        needed = {answer_of(task, self._notebook).name for task in judged(self._lab)}
        return {name: code for name, code in solution(self._notebook).items() if name in needed}

    def _ask(self, setting: Numbers) -> KnownRuns:
        given = {name: handed_out(self._notebook.answer(name)) for name in self.solution}
        beside = [
            AskedRun(SINGLE, "", self.solution, whole=True),
            AskedRun(UNDONE, "", given),
            AskedRun(ABSENT, "", {}),
        ]
        right = variants(self.solution, self._samples)
        longer = [self._asked_longer(training) for training in self._longer]
        left = iter(self._run(setting, self._following, [*beside, *longer, *map(_asked, right)]))
        solved, undone, absent = next(left), next(left), next(left)
        self._expect_whole(setting, solved)
        left_longer = [next(left) for _ in longer]
        calibrating = list(zip(right, left, strict=True))
        settled = self._settled(setting, calibrating)
        by_epochs = tuple(self._by_epochs(left_longer, settled))
        outcomes = self._mutant_outcomes(setting, by_epochs)
        far = [place for place, one in enumerate(outcomes) if self._carries(one, settled)]
        in_single = self._ask_in_single(setting, far)
        exact = tuple(replace(one, single=in_single.get(place)) for place, one in enumerate(outcomes))
        of_right = next(one for variant, one in calibrating if variant.kind == "right")
        return KnownRuns(Separation(settled, exact), self._raw(of_right), solved, undone, absent, by_epochs)

    @cached_property
    def _longer(self) -> tuple[LongTraining, ...]:
        names = [name for name, kind in self._kinds.items() if kind == "parameters"]
        made = (one for one in long_trainings(self._notebook, names) if one.answer in self.solution)
        return () if {"too-few-epochs", "too-many-epochs"} & {*self._lab.dropped} else tuple(made)

    @cached_property
    def _following(self) -> tuple[Task, ...]:
        """The tasks, of which those of histories also collect the parameters after each epoch."""
        return tuple(
            replace(task, names=(*task.names, FOLLOWED)) if task.kind == "history" else task for task in self._lab.tasks
        )

    def _asked_longer(self, training: LongTraining) -> AskedRun:
        followed = f"{follow()}\n{training.code}"
        return AskedRun(f"{training.epochs} epochs", double(), {**self.solution, training.answer: followed})

    def _by_epochs(self, left: Sequence[LeftBehind], right: Right) -> Iterator[LeftByEpochs]:
        for training, one in zip(self._longer, left, strict=True):
            followed = [e.values[FOLLOWED] for e in one.evidence.values() if FOLLOWED in e.values]
            longest = max(followed, key=lambda value: len(leaves_of(value)), default=None)
            found = None if one.stopped else left_by_epochs(training, self._values(one), longest, right)
            if found is not None:
                yield found

    def _settled(self, setting: Numbers, calibrating: Sequence[tuple[Variant, LeftBehind]]) -> Right:
        """What is right, before any mistake is looked at: where runs do not settle, that is known at once."""
        runs = [Run(variant.name, variant.kind, self._values(left)) for variant, left in calibrating]
        try:
            return settle(runs, self._kinds, self._lab.safety)
        except UnsettledError as error:
            raise refusal(self._lab, setting, error) from error

    def _mutant_outcomes(self, setting: Numbers, longer: Sequence[LeftByEpochs]) -> list[Outcome]:
        """What each mistake leaves: those that are another number of epochs need no run of their own."""
        counted = {place: known for place, one in enumerate(self.mutants) if (known := self._counted(one, longer))}
        wrong = {
            place: mutant_variants(one.name, one.cells, self.solution, one.random)
            for place, one in enumerate(self.mutants)
            if place not in counted
        }
        left = iter(self._run(setting, judged(self._lab), [_asked(v) for each in wrong.values() for v in each]))
        runs = {place: [next(left) for _ in each] for place, each in wrong.items()}
        return [
            _outcome(one, (counted[place],)) if place in counted else self._left(one, runs[place])
            for place, one in enumerate(self.mutants)
        ]

    def _counted(self, mutant: Mutant, longer: Sequence[LeftByEpochs]) -> Values | None:
        """What a mutant leaves that differs from the solution in its number of epochs only."""
        for left in longer:
            count = left.training.counted.get(mutant.cells.get(left.training.answer, ""))
            if count is not None and len(mutant.cells) == 1 and left.covers(self._kinds):
                return left.after(count)
        return None

    def _carries(self, outcome: Outcome, right: Right) -> bool:
        """Whether a mutant leaves such large numbers that single precision may leave others."""
        if len(outcome.runs) != 1:
            return False
        return any(
            not _is_finite(value) or largest(value) > FAR * max(largest(right.values[name]), 1.0)
            for name, value in outcome.runs[0].items()
        )

    def _ask_pairs(self, setting: Numbers, known: KnownRuns) -> list[Explanation]:
        shown = {outcome for group in known.separation.groups for outcome in group}
        every = zip(self.mutants, known.separation.outcomes, strict=True)
        showing = {id(mutant): outcome for mutant, outcome in every if outcome in shown}  # names have several values
        made = [pair for pair in self._made_together if all(id(mutant) in showing for mutant in pair.mutants)]
        asked = [self._asked_pair(pair) for pair in made]
        found = []
        for pair, left in zip(made, self._run(setting, judged(self._lab), asked), strict=True):
            if not left.stopped:
                outcomes = [showing[id(mutant)] for mutant in pair.mutants]
                found.append(pair_explanation(known.separation, outcomes, self._values(left)))
        return found

    def _ask_in_single(self, setting: Numbers, places: Sequence[int]) -> dict[int, Values]:
        """What the mutants at these places leave in single precision, as students run them."""
        made = [self.mutants[place] for place in places]
        asked = [AskedRun(f"{one.name}, single precision", "", {**self.solution, **one.cells}) for one in made]
        left = zip(places, self._run(setting, judged(self._lab), asked), strict=True)
        return {place: self._values(one) for place, one in left if not one.stopped}

    def _asked_pair(self, pair: Pair) -> AskedRun:
        name = " and ".join(mutant.name for mutant in pair.mutants)
        (variant,) = mutant_variants(name, pair.cells, self.solution, is_random=False)
        return _asked(variant)

    def _left(self, mutant: Mutant, left: Sequence[LeftBehind]) -> Outcome:
        by_chance, last = (left[:-1], left[-1]) if mutant.random else (left, None)
        values = tuple(self._values(one) for one in by_chance if not one.stopped)
        from_the_top = None if last is None or last.stopped else self._values(last)
        return _outcome(mutant, values, from_the_top)

    def _values(self, left: LeftBehind) -> dict[str, Plain]:
        """What the judged names hold, as it was collected at the task that judges each."""
        return {name: _comparable(value, self._kinds[name]) for name, value in self._raw(left).items()}

    def _raw(self, left: LeftBehind) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for task in judged(self._lab):
            evidence = left.evidence.get(task.name)
            values = {} if evidence is None else evidence.values
            found |= {name: values[name] for name in task.names if name in values}
        return found

    def _expect_whole(self, setting: Numbers, solved: LeftBehind) -> None:
        """Raise `CalibrationError` where the solution itself does not run to its end."""
        lacking = [task.name for task in self._lab.tasks if task.name not in solved.evidence]
        if solved.stopped or lacking:
            why = solved.stopped or f"it does not reach {', '.join(lacking)}"
            raise CalibrationError(f"{_where(self._lab, setting)}: the notebook with its solution stops ({why}).")


def _outcome(mutant: Mutant, runs: tuple[Values, ...], from_the_top: Values | None = None) -> Outcome:
    return Outcome(
        mutant.name,
        mutant.value,
        runs,
        from_the_top=from_the_top,
        general=mutant.general,
        by_example=mutant.by_example,
    )


def _is_finite(value: Plain) -> bool:
    return all(math.isfinite(leaf) for leaf in leaves(value) if is_number(leaf))


def judged(lab: Lab) -> tuple[Task, ...]:
    """The tasks that numbers are judged of; a figure is judged by the student's own history."""
    return tuple(task for task in lab.tasks if task.kind != "figure")


def numbers_left(left: LeftBehind, task: Task, names: Iterable[str]) -> dict[str, float | tuple[float, ...]]:
    """Those of these names that hold a number, or numbers, where a task was reached in what a run left."""
    evidence = left.evidence.get(task.name)
    values = {} if evidence is None else evidence.values
    found: dict[str, float | tuple[float, ...]] = {}
    for name in names:
        value = values.get(name)
        history = numbers(value)
        if isinstance(value, float):
            found[name] = value
        elif history:
            found[name] = history
    return found


def handed_out(answer: Answer) -> str:
    """What stands in an answer cell as it is given out: all but the solution, of which nbgrader marks both ends."""
    lines = answer.cell.code.splitlines()
    begins = [place for place, line in enumerate(lines) if BEGIN in line]
    ends = [place for place, line in enumerate(lines) if END in line]
    if not begins or len(begins) != len(ends):
        return ""
    inside = {place for begin, end in zip(begins, ends, strict=True) for place in range(begin, end + 1)}
    return "\n".join(line for place, line in enumerate(lines) if place not in inside)


def refusal(lab: Lab, setting: Numbers, error: UnsettledError) -> CalibrationError:
    """Why nobody can be graded under a setting, with the lab and the setting."""
    return CalibrationError(f"{_where(lab, setting)}: {error}")


def _where(lab: Lab, setting: Numbers) -> str:
    return f"{lab.name}, setting {in_words(setting)}"


def _asked(variant: Variant) -> AskedRun:
    return AskedRun(variant.name, variant.prologue, variant.cells)


def _comparable(value: Value, kind: Kind) -> Plain:
    """A collected value as the judge compares it: of parameters and values all entries, one after the other."""
    if kind == "history":
        return value
    found = [_exact(leaf) if kind == "values" else leaf for leaf in leaves_of(value)]
    return found[0] if len(found) == 1 else tuple(found)


def _exact(leaf: float | str) -> Plain:
    """Evidence has no whole numbers: a float that is one counts as one, so that counts and labels are exact."""
    return int(leaf) if isinstance(leaf, float) and leaf.is_integer() else leaf
