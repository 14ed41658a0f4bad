"""What a lab gives to its students, put into numbers, so that one can see whether it still is the lab's.

Data become their numbers, a data set its points, a loader its batch size and order, and functions what they
answer for fixed inputs: `forward` its difference from `w * x + b` under fixed parameters, a criterion its value for
fixed predictions. A model with parameters of its own is not asked: training changes it.
"""

import contextlib
import inspect
import sys
from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

from .plain_values import MAX_ENTRIES, Value, numbers, plain

MAX_POINTS = 512
PROBE_INPUTS = (0.0, 1.0, -2.0)
"""Inputs at which `forward` is asked."""
PROBE_PARAMETERS = {"w": 0.5, "b": -0.25}
"""Under which `forward` is asked where it reads them by these names: what it is does not hang on training."""
PROBE_PREDICTIONS = (1.0, 3.0)
PROBE_TARGETS = (0.0, 1.0)
"""Predictions and targets for which a criterion is asked; their mean squared error is 2.5."""
PROBE_CHANCES = (0.25, 0.75)
PROBE_SCORES = ((0.5, 2.0), (1.0, -1.0))
"""Predictions for a criterion that takes only chances, or a row of scores for each of the targets' classes."""

NOT_ASKED = "not asked"
"""Stands for a model that cannot be asked, because its parameters are no finite numbers: that says nothing of it."""
FAILS = "fails"
"""Stands for what cannot be measured, because it raises an exception."""
LARGEST = 1e30
"""Parameters beyond this overflow in float32 when a model is asked."""


def measure(name: str, namespace: Mapping[str, object]) -> Value | None:
    """The numbers for the given `name`; `None` where it is not there, a short string where it fails."""
    if name not in namespace:
        return None
    given = namespace[name]
    try:
        return _measure(given, namespace)
    except KeyboardInterrupt:
        raise
    except BaseException:  # whatever a student put there instead
        return FAILS


def _measure(given: Any, namespace: Mapping[str, object]) -> Value:
    if hasattr(given, "batch_size") and hasattr(given, "dataset"):
        return _loader(given)
    if _is_module(given):
        return _answers_of_module(given)
    if hasattr(given, "__getitem__") and hasattr(given, "__len__") and not hasattr(given, "dtype"):
        return _points(given)
    if callable(given):
        return _answers(given, namespace)
    return _flat(plain(given))


def _loader(loader: Any) -> Value:
    """Batch size, number of points, and whether the points come in order (1.0) or not (0.0)."""
    in_order = type(getattr(loader, "sampler", None)).__name__ == "SequentialSampler"
    return (float(loader.batch_size), float(len(loader.dataset)), float(in_order))


def _points(dataset: Any) -> Value:
    """All points of a data set, one after the other: x0, y0, x1, y1, ..."""
    count = min(len(dataset), MAX_POINTS)
    return _flat(plain([dataset[position] for position in range(count)]))


def _answers(function: Any, namespace: Mapping[str, object]) -> Value:
    """What a function of one input (a model) or of two (a criterion) answers for fixed inputs."""
    import torch

    with torch.no_grad():
        if len(_required_parameters(function)) == 2:
            return _answer_of_criterion(function, PROBE_PREDICTIONS)
        w, b = plain(namespace.get("w")), plain(namespace.get("b"))
        if not (_can_be_asked(w) and _can_be_asked(b)):
            return NOT_ASKED
        with _fixed_parameters(function) as fixed:
            answered = function(torch.tensor(PROBE_INPUTS).unsqueeze(-1))
        w, b = (fixed["w"], fixed["b"]) if fixed else (w, b)
        answers = numbers(plain(answered))
        if answers is None:
            return FAILS
        if getattr(answered, "dtype", None) in (torch.float16, torch.bfloat16):  # too coarse to tell
            return NOT_ASKED
        scale = 1.0 + abs(w) + abs(b)
        return tuple((y - (w * x + b)) / scale for x, y in zip(PROBE_INPUTS, answers, strict=True))


@contextlib.contextmanager
def _fixed_parameters(function: Any) -> Iterator[dict[str, float]]:
    """While this lasts, the parameters that a function reads among the names round it are fixed ones.

    Gives these; empty for a function that does not read both of them there, which is asked as it is.
    """
    import torch

    code, names = getattr(function, "__code__", None), getattr(function, "__globals__", None)
    if code is None or names is None or not {*PROBE_PARAMETERS} <= {*code.co_names} & {*names}:
        yield {}
        return
    before = {name: names[name] for name in PROBE_PARAMETERS}
    names.update({name: torch.tensor(value) for name, value in PROBE_PARAMETERS.items()})
    try:
        yield dict(PROBE_PARAMETERS)
    finally:
        names.update(before)


def _is_module(given: object) -> bool:
    modules = sys.modules.get("torch.nn")
    return modules is not None and issubclass(type(given), modules.Module)


def _answers_of_module(module: Any) -> Value:
    """What a criterion answers for the first fixed predictions of which it makes something; of a model nothing."""
    if module.state_dict() or len(_required_parameters(type(module).forward)) != 3:  # self, predictions, targets
        return NOT_ASKED
    for predictions in (PROBE_PREDICTIONS, PROBE_CHANCES, PROBE_SCORES):
        with contextlib.suppress(Exception):
            if answer := _answer_of_criterion(module, predictions):
                return answer
    return FAILS


def _answer_of_criterion(criterion: Any, predictions: Any) -> Value:
    import torch

    with torch.no_grad():
        rows = torch.tensor(predictions)
        targets = torch.tensor(PROBE_TARGETS)
        if rows.ndim > 1:
            return plain(criterion(rows, targets.long()))
        return plain(criterion(rows.unsqueeze(-1), targets.unsqueeze(-1)))


def _can_be_asked(parameter: Value) -> TypeGuard[float]:
    return isinstance(parameter, float) and abs(parameter) < LARGEST


def _required_parameters(function: Any) -> list[str]:
    parameters = inspect.signature(function).parameters.values()
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [p.name for p in parameters if p.kind in kinds and p.default is inspect.Parameter.empty]


def _flat(value: Value) -> Value:
    """Nested tuples as one tuple; a number stays a number."""
    if not isinstance(value, tuple):
        return value
    flat: list[Value] = []
    for entry in value:
        inner = _flat(entry)
        flat.extend(inner if isinstance(inner, tuple) else (inner,))
    return tuple(flat[:MAX_ENTRIES])
