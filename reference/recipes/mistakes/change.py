"""What a mistake is: a choice of a recipe made differently, with a name and a hint."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from labkit.judging.explain import Words
from reference.recipes.recipe import Recipe

Value = float | int | str | None


@dataclass(frozen=True)
class Situation:
    """What a change may depend on."""

    recipe: Recipe
    """What is right."""
    pairs: int
    """The number of pairs in the data."""
    trained_before: tuple[float, float] | None = None
    """(w, b) as the lab's own training left them, if it has any."""


@dataclass(frozen=True)
class Change:
    """One way of making a mistake: the fields of a recipe that it sets."""

    value: Value = None
    """What is said of it: a batch size, a learning rate."""
    update: Mapping[str, Any] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)
    store: Mapping[str, Any] = field(default_factory=dict)
    rare: bool = False
    """Whether this way is so seldom that it is looked for alone only, not together with other mistakes."""

    def applied(self, recipe: Recipe) -> Recipe:
        """The recipe with this change made."""
        return Recipe(
            replace(recipe.update, **self.update),
            replace(recipe.record, **self.record),
            replace(recipe.store, **self.store),
        )

    @property
    def fields(self) -> frozenset[str]:
        """The fields that are set, as `part.field`; two changes go together only if they share none."""
        parts = {"update": self.update, "record": self.record, "store": self.store}
        return frozenset(f"{part}.{name}" for part, names in parts.items() for name in names)


Changes = Callable[[Situation], Iterable[Change]]


@dataclass(frozen=True)
class Mistake:
    """A mistake that students make."""

    name: str
    """In kebab case; reports, feedback and documentation use it."""
    title: str
    """What went wrong, in one sentence to the student; `{value}` stands for the value found."""
    hint: str
    """What helps, in one or two sentences, without the line of code."""
    changes: Changes
    """The ways of making it; none where the judge finds it by other means than numbers."""
    random: bool = False
    """Whether the outcome depends on chance, so that only a range of values can be known."""
    family: str | None = None
    """The field of `Update` of which any value may be met; it is then fitted to the evidence."""
    closer_hint: str = ""
    """Where to look, and what should be so there, for whom the hint did not help."""

    @property
    def words(self) -> Words:
        """What is said of it."""
        return Words(self.title, self.hint, self.closer_hint)


def always(*changes: Change) -> Changes:
    """The same changes in every situation."""
    return partial(_whatever, changes)


def _whatever(changes: tuple[Change, ...], situation: Situation) -> Iterable[Change]:
    return changes


def judged(situation: Situation) -> Iterable[Change]:
    """No changes: the judge finds this mistake by itself."""
    return ()
