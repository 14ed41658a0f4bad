"""Runs notebooks in this process: the locked cells once, then what comes after them as often as is wanted."""

import contextlib
import io
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch

from reference.solutions.boxes import Run, settle
from reference.solutions.distances import Plain, Values
from reference.solutions.mutants import Mutant, mutants, solution
from reference.solutions.notebook import SolutionNotebook
from reference.solutions.prologues.walking import walk
from reference.solutions.runs import Variant, mutant_variants, variants
from reference.solutions.separation import Outcome, Separation

PATCHED = (torch, torch.Tensor, torch.nn.functional, torch.nn.Module)


@contextlib.contextmanager
def unpatched() -> Iterator[None]:
    """Puts torch back as it was: a prologue changes it for good, for its process ends with the run."""
    kept = [(owner, dict(vars(owner))) for owner in PATCHED]
    threads, default = torch.get_num_threads(), torch.get_default_dtype()
    try:
        yield
    finally:
        for owner, before in kept:
            for name, value in list(vars(owner).items()):
                if name not in before:
                    delattr(owner, name)
                elif value is not before[name]:
                    setattr(owner, name, before[name])
        torch.set_num_threads(threads)
        torch.set_default_dtype(default)


@dataclass
class Begun:
    """A notebook after its locked cells, that can be gone on with many times."""

    notebook: SolutionNotebook
    skipped: frozenset[str] = frozenset()
    """Cells that are left out, such as plots."""
    begin: Mapping[str, Any] = field(default_factory=dict)
    """Names that are there from the beginning."""
    names: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.names = {"__name__": "__main__", **self.begin}
        with contextlib.redirect_stdout(io.StringIO()):
            for cell in self.notebook.cells:
                if cell.role in ("locked", "parameters") and cell.name not in self.skipped:
                    exec(cell.code, self.names)
        self.kept = dict(self.names)
        self.random = torch.get_rng_state()
        self.lists = {name: list(value) for name, value in self.names.items() if isinstance(value, list)}
        self.tensors: list[tuple[torch.Tensor, torch.Tensor, torch.Tensor | None]] = []
        walk(self.names, self._keep, lambda value: value)

    def run(self, variant: Variant, judged: Iterable[str]) -> Values:
        """What a run leaves in the expressions that are judged; one that has no value is left out."""
        self._restore()
        with unpatched(), contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(variant.prologue, self.names)
            for answer in self.notebook.answers:
                if answer.name not in self.skipped:
                    exec(variant.cells[answer.name], self.names)
            return {name: value for name in judged if (value := self._value(name)) is not None}

    def _value(self, name: str) -> Plain:
        try:
            return plain(eval(name, self.names))
        except (NameError, AttributeError):
            return None

    def _keep(self, tensor: torch.Tensor) -> None:
        grad = tensor.grad.clone() if tensor.is_leaf and tensor.grad is not None else None
        self.tensors.append((tensor, tensor.detach().clone(), grad))

    def _restore(self) -> None:
        self.names.clear()
        self.names.update(self.kept)
        for name, entries in self.lists.items():
            self.names[name][:] = entries
        for tensor, data, grad in self.tensors:
            tensor.data = data.clone()
            if tensor.is_leaf:
                tensor.grad = None if grad is None else grad.clone()
        torch.set_rng_state(self.random)


def plain(value: Any) -> Plain:
    """A value as plain numbers and tuples."""
    if isinstance(value, torch.Tensor):
        value = value.detach().tolist()
    return tuple(plain(part) for part in value) if isinstance(value, list | tuple) else value


def right_runs(begun: Begun, kinds: Mapping[str, Any], samples: Mapping[str, Mapping[str, str]]) -> list[Run]:
    """The runs that calibrate what is right."""
    asked = variants(solution(begun.notebook), samples)
    return [Run(variant.name, variant.kind, begun.run(variant, kinds)) for variant in asked]


def outcome(begun: Begun, mutant: Mutant, kinds: Mapping[str, Any]) -> Outcome:
    """What a mutant leaves; nothing where it ends with an exception."""
    runs = []
    for variant in mutant_variants(mutant.name, mutant.cells, solution(begun.notebook), mutant.random):
        with contextlib.suppress(Exception):
            runs.append(begun.run(variant, kinds))
    from_the_top = runs.pop() if mutant.random and runs else None
    return Outcome(
        mutant.name,
        mutant.value,
        tuple(runs),
        from_the_top=from_the_top,
        general=mutant.general,
        by_example=mutant.by_example,
    )


def separated(begun: Begun, kinds: Mapping[str, Any], samples: Mapping[str, Mapping[str, str]]) -> Separation:
    """Everything about a notebook: what is right, and what its mutants leave."""
    right = settle(right_runs(begun, kinds, samples), kinds)
    return Separation(right, tuple(outcome(begun, mutant, kinds) for mutant in mutants(begun.notebook)))


def margins_in_words(lab: str, found: Separation) -> str:
    """A table of how far right and wrong lie apart, for people."""
    lines = [
        f"{lab:22} {m.name:26} right {m.farthest:.1e} ({m.farthest_run}), wrong {m.nearest:.2g} ({m.nearest_mutant}), "
        f"margin {m.margin:,.0f}"
        for m in found.margins()
    ]
    return "\n".join(lines)
