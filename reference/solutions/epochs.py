"""The solution trained for longer: one run that tells what any number of epochs up to its own would leave."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from labkit.evidence.named_values import root
from labkit.evidence.plain_values import Value
from labkit.judging.key import Box, EpochCounts
from reference.solutions.boxes import SAME, Right
from reference.solutions.distances import Plain, leaves
from reference.solutions.edits import Edits, after, edited, instead, together
from reference.solutions.explanations import boxes_of
from reference.solutions.notebook import SolutionNotebook
from reference.solutions.operators.slip import number, statement
from reference.solutions.prologues.following import FOLLOW
from reference.solutions.reading import Reading, read_answer
from reference.solutions.reading.tree import mentions
from reference.solutions.reading.values import Quantity

LEAST_LONGER = 10
"""Epochs that a longer training goes on for at least."""
MOST_LONGER = 100
"""And at most."""


@dataclass(frozen=True)
class LongTraining:
    """An answer whose training goes on after the number of epochs that is right."""

    answer: str
    code: str
    usual: int
    epochs: int
    counted: Mapping[str, int]
    """The code of the answer with each other number of epochs, as mutants have it."""
    is_followed: bool
    """Whether it also writes down the parameters after each epoch."""


@dataclass(frozen=True)
class LeftByEpochs:
    """What a longer training left, where it agrees with the solution as far as that goes."""

    training: LongTraining
    histories: Mapping[str, tuple[float, ...]]
    parameters: tuple[Mapping[str, Plain], ...]
    """After one epoch, after two, and so on; nothing in them where they were not followed."""

    def after(self, count: int) -> dict[str, Plain]:
        """What the training leaves after a number of epochs."""
        fewer = self.training.epochs - count
        return {
            **{name: history[: len(history) - fewer] for name, history in self.histories.items()},
            **self.parameters[count - 1],
        }

    def covers(self, names: Iterable[str]) -> bool:
        """Whether it tells all of these names."""
        return set(names) <= {*self.histories, *self.parameters[0]}

    def counts(self, right: Right, computed: Iterable[str] = ()) -> EpochCounts:
        """The same in a key's terms; `computed` are names whose values may be others with other parameters."""
        known = [boxes_of(right, parameters) for parameters in self.parameters]
        histories: dict[str, Box] = boxes_of(right, dict(self.histories))
        return EpochCounts(self.training.usual, histories, tuple(known), frozenset(computed))


def long_trainings(notebook: SolutionNotebook, parameters: Iterable[str]) -> tuple[LongTraining, ...]:
    """The longer trainings of a notebook: one for each answer that says in one place for how many epochs it trains."""
    names = tuple(parameters)
    readings = (read_answer(notebook, answer) for answer in notebook.answers)
    made = (_long_training(reading, names) for reading in readings)
    return tuple(training for training in made if training is not None)


def _long_training(reading: Reading, names: tuple[str, ...]) -> LongTraining | None:
    counts = [quantity for quantity in reading.quantities if quantity.kind == "epochs"]
    if len(counts) != 1 or counts[0].value is None or counts[0].value < 1:
        return None
    usual = int(counts[0].value)
    longest = usual + min(max(usual, LEAST_LONGER), MOST_LONGER)
    loops = [training.epochs for training in reading.trainings]
    edits = _of_count(counts[0], longest)
    is_followed = len(loops) == 1 and loops[0] is not None
    if is_followed and loops[0] is not None:
        own = (name for name in names if mentions(reading.tree.module, root(name)))
        follow = statement(f"{FOLLOW}(lambda: ({''.join(f'{name}, ' for name in own)}))")
        edits = together(edits, after(loops[0].body[-1], follow))
    tree = reading.tree.module
    counted = {ast.unparse(edited(tree, _of_count(counts[0], count))): count for count in range(2, longest + 1)}
    return LongTraining(reading.answer.name, ast.unparse(edited(tree, edits)), usual, longest, counted, is_followed)


def _of_count(quantity: Quantity, count: int) -> Edits:
    return instead(quantity.places, number(count))


def left_by_epochs(
    training: LongTraining, values: Mapping[str, Plain], followed: Value | None, right: Right
) -> LeftByEpochs | None:
    """What a longer training left; `None` where it is no continuation of the right one."""
    histories = {
        name: history
        for name, kind in right.kinds.items()
        if kind == "history"
        and isinstance(history := values.get(name), tuple)
        and _goes_on(name, history, training, right)
    }
    if not histories:
        return None
    parameters = _parameters(training, followed, right)
    return LeftByEpochs(training, histories, parameters or ({},) * training.epochs)


def _goes_on(name: str, history: tuple[Plain, ...], training: LongTraining, right: Right) -> bool:
    """Whether a history is the right one with an entry more for each further epoch."""
    known = right.values[name]
    if not isinstance(known, tuple) or len(history) - len(known) != training.epochs - training.usual:
        return False
    return right.distance(name, history[: len(known)]) <= SAME


def _parameters(training: LongTraining, followed: Value | None, right: Right) -> tuple[dict[str, Plain], ...]:
    """The parameters after each epoch; empty where they do not come to what is right."""
    names = [name for name, kind in right.kinds.items() if kind == "parameters"]
    sizes = {name: len(list(leaves(right.values[name]))) for name in names}
    found = list(leaves(followed)) if followed is not None else []
    if not names or len(found) != training.epochs * sum(sizes.values()):
        return ()
    numbers = iter(found)
    rows = []
    for _ in range(training.epochs):
        row: dict[str, Plain] = {}
        for name in names:
            entries = tuple(islice(numbers, sizes[name]))
            row[name] = entries if isinstance(right.values[name], tuple) else entries[0]
        rows.append(row)
    usual = rows[training.usual - 1]
    agree = all(right.distance(name, usual[name]) <= SAME for name in names)
    return tuple(rows) if agree else ()
