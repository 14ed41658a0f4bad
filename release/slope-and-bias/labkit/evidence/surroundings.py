"""What surrounds an answer in a notebook: functions, loaders, optimisers, torch's defaults, names like a lost one.

None of it decides whether an answer is right; it helps to say what went wrong. Everything here may be an object made
to deceive, so each is looked at under guard: what cannot be looked at is left out.
"""

import builtins
import difflib
import keyword
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any, TypeVar

from .journal import Failure
from .plain_values import short
from .task import Task

MAX_LOADERS = 24
MAX_OPTIMISERS = 24
MAX_NEAR = 8
MAX_USES = 24
MAX_CONSTANTS = 200
LOOKS_ALIKE = 0.7
"""Share of letters from which on a name counts as a misspelt one (as `difflib` measures it)."""
LARGEST = 10**9
NOT_DEFINED = re.compile(r"name '([^']{1,80})' is not defined")
EMPTY_BODIES = frozenset({"RETURN_CONST", "RETURN_VALUE", "LOAD_CONST", "RESUME", "NOP"})
"""What a function runs that does nothing but return a constant."""

Namespace = Mapping[str, object]
T = TypeVar("T")


@dataclass(frozen=True)
class Loader:
    """A data loader."""

    batch: int | None
    """Pairs in a batch; `None` where it has no fixed size."""
    points: int | None
    """Pairs in its data."""
    in_order: bool
    """Whether the pairs come in their own order."""


def _guarded(look: Callable[[Any], T], value: object, otherwise: T) -> T:
    try:
        return look(value)
    except KeyboardInterrupt:
        raise
    except BaseException:  # a student's own class may raise anything
        return otherwise


def own_functions(namespace: Namespace, task: Task) -> list[str]:
    """Functions and classes that are the student's own.

    A name that the lab defines counts where the function uses the history that the task asks for: the lab's own
    functions, made further up, know nothing of it.
    """
    return [
        name
        for name, value in namespace.items()
        if not name.startswith("_")
        and name not in task.givens
        and _guarded(_is_defined_here, value, False)
        and (name not in task.known or _guarded(lambda it: _uses(it.__code__, task.history_names), value, False))
    ]


def _is_defined_here(value: Any) -> bool:
    defined = issubclass(type(value), FunctionType | type)
    return defined and getattr(value, "__module__", None) == "__main__"


def _uses(code: CodeType, names: Iterable[str]) -> bool:
    inner = [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    return not set(names).isdisjoint(code.co_names) or any(_uses(one, names) for one in inner)


def uses_of(namespace: Namespace, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The functions of the notebook, each with those of the names that its lines hold."""
    wanted, nothing = tuple(names), ()
    found: dict[str, tuple[str, ...]] = {}
    for name, value in namespace.items():
        if not name.startswith("_") and len(found) < MAX_USES:
            used: tuple[str, ...] = _guarded(lambda it: _used_by(it, wanted), value, nothing)
            if used:
                found[short(name)] = used
    return found


def _used_by(value: Any, names: tuple[str, ...]) -> tuple[str, ...]:
    if type(value) is not FunctionType or not _is_defined_here(value):
        return ()
    return tuple(name for name in names if _uses(value.__code__, (name,)))


def is_stub(value: object) -> bool:
    """Whether a function has no lines of its own yet: `pass`, `...`, a docstring, or `raise NotImplementedError`."""
    return _guarded(_is_stub, value, False)


def _is_stub(value: Any) -> bool:
    if type(value) is not FunctionType:
        return False
    import dis

    if value.__code__.co_names == ("NotImplementedError",):
        return True
    return len(value.__code__.co_code) < MAX_CONSTANTS and all(
        step.opname in EMPTY_BODIES and step.argval in (None, Ellipsis, 0) for step in dis.get_instructions(value)
    )


def loaders(namespace: Namespace) -> dict[str, Loader]:
    """The notebook's data loaders by name."""
    found: dict[str, Loader] = {}
    for name, value in namespace.items():
        if not name.startswith("_") and len(found) < MAX_LOADERS:
            loader = _guarded(_loader, value, None)
            if loader is not None:
                found[short(name)] = loader
    return found


def _loader(value: Any) -> Loader | None:
    torch_data = sys.modules.get("torch.utils.data")
    if torch_data is None or not issubclass(type(value), torch_data.DataLoader):
        return None
    in_order = type(value.sampler).__name__ == "SequentialSampler"
    return Loader(_count(value.batch_size), _count(len(value.dataset)), in_order)


def optimisers(
    namespace: Namespace, watched: Mapping[str, object], functions: Iterable[str], made: Iterable[str] = ()
) -> dict[str, tuple[str, ...]]:
    """The notebook's optimisers by name, each with those of the watched names whose parameters it moves.

    A function or class that makes an optimiser of its own stands among them, with all that this one may move. One
    of another model that the answer made is left out, where `made` are the names of what it made: of several models,
    such as one for each learning rate, each has its own.
    """
    found: dict[str, tuple[str, ...]] = {}
    nothing: frozenset[int] = frozenset()
    tensors = {name: _guarded(_parameters, value, nothing) for name, value in watched.items()}
    others = [_guarded(_parameters, namespace.get(name), nothing) for name in made if name not in watched]
    for name, value in namespace.items():
        if name.startswith("_") or len(found) == MAX_OPTIMISERS:
            continue
        moved = _guarded(_moved, value, None)
        if moved is not None:
            names = tuple(other for other, own in tensors.items() if own & moved)
            if names or not any(other & moved for other in others):
                found[short(name)] = names
        elif name in functions and _guarded(_makes_optimiser, value, False):
            found[short(name)] = tuple(tensors)
    return found


def _parameters(value: Any) -> frozenset[int]:
    torch = sys.modules["torch"]
    if issubclass(type(value), torch.nn.Module):
        return frozenset(map(id, value.parameters()))
    return frozenset({id(value)} if issubclass(type(value), torch.Tensor) else ())


def _moved(value: Any) -> frozenset[int] | None:
    """The tensors that an optimiser moves; `None` for anything else."""
    torch = sys.modules["torch"]
    if not issubclass(type(value), torch.optim.Optimizer):
        return None
    return frozenset(id(tensor) for group in value.param_groups for tensor in group["params"])


def _makes_optimiser(value: Any) -> bool:
    made_by = {name for name, one in vars(sys.modules["torch"].optim).items() if isinstance(one, type)}
    parts = vars(value).values() if isinstance(value, type) else [value]
    return any(_uses(part.__code__, made_by) for part in parts if type(part) is FunctionType)


def _count(value: object) -> int | None:
    return value if type(value) is int and 0 <= value <= LARGEST else None


def changed_defaults() -> tuple[str, ...]:
    """The number type and the device of new tensors, where these are not torch's own defaults."""
    torch = sys.modules.get("torch")
    nothing: tuple[str, ...] = ()
    found = nothing if torch is None else _guarded(_defaults, torch, nothing)
    return tuple(name for name in found if name not in ("float32", "cpu"))


def _defaults(torch: Any) -> tuple[str, ...]:
    return short(str(torch.get_default_dtype()).removeprefix("torch.")), short(str(torch.get_default_device().type))


def near_names(namespace: Namespace, failures: Iterable[Failure]) -> dict[str, str]:
    """For each name that is not defined, as exceptions say, the one that is there and looks most like it."""
    known = [name for name in namespace if not name.startswith("_")]
    known += [*dir(builtins), *keyword.kwlist]
    found: dict[str, str] = {}
    for failure in list(failures)[-MAX_NEAR:]:
        match = NOT_DEFINED.search(failure.message)
        near = difflib.get_close_matches(match[1], known, 1, LOOKS_ALIKE) if match else []
        if match and near:
            found[short(match[1])] = short(near[0])
    return found
