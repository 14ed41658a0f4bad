"""What the runner uses of torch that torch does not promise: two things that its optimisers do for nobody here.

The first step of an optimiser imports `torch._dynamo`, and with it a compiler and a system for algebra: two seconds and
a hundred megabytes of every start, of which no notebook needs anything, since runs compile nothing.

Every step of an optimiser, every clearing of gradients and every batch of a loader is marked for a profiler, whether
one listens or not: a quarter of the time of a training with small batches.
"""

import importlib
import sys
from collections.abc import Callable, MutableSequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import torch
from torch.autograd.profiler import record_function

COMPILER = "torch._dynamo"


def postpone_compiler() -> None:
    """Let `torch._dynamo` be imported only where more of it is wanted than what optimisers call.

    Uses that optimisers call `graph_break` and `disable` of it and nothing else, and that both change nothing where
    nothing is compiled. Whatever else is asked of it, by `torch.compile` or by an import of a part of it, brings the
    real one. Did optimisers ask for more, the warm process would start slower, and no run would end otherwise.
    """
    if COMPILER not in sys.modules:
        stand_in = _StandIn(COMPILER)
        sys.modules[COMPILER] = stand_in
        torch._dynamo = stand_in
        sys.meta_path.insert(0, _Finder())


def mark_for_profilers_only() -> None:
    """Let marks for profilers be made only while one listens.

    Uses that torch looks for `torch.autograd.profiler.record_function` whenever it marks something. Did it look
    elsewhere, runs would take longer, and none would end otherwise.
    """
    torch.autograd.profiler.record_function = _Mark  # type: ignore[misc]


class _Mark(record_function):
    """A mark that costs nothing while no profiler listens."""

    def __init__(self, name: str, args: str | None = None) -> None:
        self.name, self.args = name, args
        self._is_heard = False

    def __enter__(self) -> Any:
        self._is_heard = torch.autograd._profiler_enabled()  # type: ignore[attr-defined]
        if not self._is_heard:
            return self
        super().__init__(self.name, self.args)
        return super().__enter__()  # type: ignore[no-untyped-call]

    def __exit__(self, *raised: Any) -> None:
        if self._is_heard:
            super().__exit__(*raised)


class _StandIn(ModuleType):
    """The compiler's module until it is needed."""

    __path__: MutableSequence[str] = []  # noqa: RUF012 - as every package has

    @staticmethod
    def graph_break(*_: object, **__: object) -> None:
        """Ends a graph, where one is being recorded."""

    @staticmethod
    def disable(fn: Callable[..., Any] | None = None, *_: object, **__: object) -> Any:
        """A function that is not compiled: the function itself."""
        return fn if fn is not None else _StandIn.disable

    def __getattr__(self, name: str) -> Any:
        """Whatever else there is."""
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_real(), name)


class _Finder(MetaPathFinder):
    """Brings the real compiler where a part of it is imported."""

    def find_spec(self, name: str, path: object, target: ModuleType | None = None) -> ModuleSpec | None:
        """The module as it is once the compiler is there; nothing for all other modules."""
        if not name.startswith(COMPILER + ".") or not isinstance(sys.modules.get(COMPILER), _StandIn):
            return None
        _real()
        return ModuleSpec(name, _Imported(importlib.import_module(name)))


class _Imported(Loader):
    """Gives a module that has been imported."""

    def __init__(self, module: ModuleType) -> None:
        self._module, self._spec = module, module.__spec__

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module."""
        return self._module

    def exec_module(self, module: ModuleType) -> None:
        """It has run; give it back its own specification."""
        module.__spec__ = self._spec


def _real() -> ModuleType:
    """The compiler itself, from now on in its place."""
    if isinstance(sys.modules.get(COMPILER), _StandIn):
        del sys.modules[COMPILER]
        torch._dynamo = importlib.import_module(COMPILER)
    return sys.modules[COMPILER]
