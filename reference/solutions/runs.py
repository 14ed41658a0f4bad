"""The runs of a lab that calibrate what is right, and those that show what a mutant leaves: as data, for others to run.

A run goes through the locked cells of a notebook, then through a prologue, then on with the code of each answer cell
as the run says. The prologue is plain Python that needs nothing of ours; it runs in the notebook's own namespace.
"""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Literal

from reference.lab_files import described_surface
from reference.solutions.prologues import doubling, following, nudging, surfacing, walking

Cells = Mapping[str, str]
"""Answer cell to the code that runs there."""
RunKind = Literal["right", "repeat", "reseeded", "equivalent", "sample"]
"""`right` gives the exact values; `repeat` should give them once more; `reseeded` too, from another random state;
an `equivalent` run and a `sample` answer of the author's differ from them by rounding only."""
NUDGES = (1, 2)
THREADS = (1, 2)
RESEEDED = 8
"""Random states that stand for all of them, where a mutant depends on chance."""


@dataclass(frozen=True)
class Variant:
    """A run of a notebook."""

    name: str
    kind: RunKind
    prologue: str
    cells: Cells


def variants(solution: Cells, samples: Mapping[str, Cells] | None = None) -> tuple[Variant, ...]:
    """The runs that calibrate what is right.

    `solution` holds the code of each answer cell; `samples` names further answers that the author calls right.
    """

    def of(name: str, kind: RunKind, *prologue: str) -> Variant:
        return Variant(name, kind, "\n".join(prologue), dict(solution))

    return (
        of("double precision", "right", double()),
        of("double precision, once more", "repeat", double()),
        of("double precision, another random state", "reseeded", reseed(1), double()),
        of("single precision", "equivalent"),
        *(of(f"{count} threads", "equivalent", threads(count)) for count in THREADS),
        *(of(f"inputs a last digit apart, {seed}", "equivalent", nudge(seed)) for seed in NUDGES),
        *(of(f"double precision, inputs a last digit apart, {s}", "equivalent", nudge(s), double()) for s in NUDGES),
        *(
            Variant(f"sample answer {name}", "sample", "", {**solution, **cells})
            for name, cells in (samples or {}).items()
        ),
    )


def mutant_variants(
    name: str, cells: Cells, right: Cells, is_random: bool, in_single: bool = False
) -> tuple[Variant, ...]:
    """The runs that show what a mutant leaves: one in double precision, or one for each of several random states.

    Where chance decides, the last run begins in the state that the locked cells leave, as a notebook does that is run
    from the top.

    With `in_single` a run in single precision follows the one in double: for twice the time, mistakes that carry
    rounding far, such as those that run away or saturate, are recognised in a student's notebook as well.
    """
    code = {**right, **cells}
    if is_random:
        seeds = range(1, RESEEDED + 1)
        reseeded = (Variant(f"{name}, {s}", "reseeded", f"{reseed(s)}\n{double()}", code) for s in seeds)
        return (*reseeded, Variant(name, "right", double(), code))
    exact = Variant(name, "right", double(), code)
    return (exact, Variant(f"{name}, single precision", "equivalent", "", code)) if in_single else (exact,)


def double() -> str:
    """A prologue after which everything is in double precision (see `prologues.doubling`)."""
    return _prologue(doubling)


def follow() -> str:
    """A prologue with which a training can write down its parameters after each epoch (see `prologues.following`)."""
    return _prologue(following)


def see_surface() -> str:
    """A prologue with which an answer can describe the error surface below its path (see `prologues.surfacing`)."""
    return _prologue(surfacing, parts=(described_surface,))


def nudge(seed: int) -> str:
    """A prologue that moves given data by a last digit (see `prologues.nudging`)."""
    return _prologue(nudging, f"SEED = {seed}")


def threads(count: int) -> str:
    """A prologue that sets the number of threads torch computes with."""
    return f"__import__('torch').set_num_threads({count})"


def reseed(seed: int) -> str:
    """A prologue that puts Python's, NumPy's and torch's random numbers into another state."""
    parts = [f"__import__('random').seed({seed})", f"__import__('numpy').random.seed({seed})"]
    return "; ".join([*parts, f"__import__('torch').manual_seed({seed})"])


def _prologue(module: ModuleType, *settings: str, parts: tuple[ModuleType, ...] = (walking,)) -> str:
    """One line that runs a module's text in a scope of its own, so that the notebook gets no name from it.

    `parts` are the modules of this package that it uses.
    """
    lines = [line for part in (*parts, module) for line in inspect.getsource(part).splitlines()]
    text = "\n".join([*(line for line in lines if not line.startswith("from reference.")), *settings])
    return f"(lambda scope: (exec({text!r}, scope), scope['prepare'](globals())))({{'__name__': 'prologue'}})"
