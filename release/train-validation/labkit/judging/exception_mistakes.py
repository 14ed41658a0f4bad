"""What exceptions that students meet mean: from the sentence that Python or torch says to the name of a mistake."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ..evidence.journal import Failure
from .key import Finding

GRAPH_MESSAGE = "requires grad"


class _Sign(NamedTuple):
    """How an exception is recognised."""

    mistake: str
    kind: str
    """A pattern for the whole name of its class."""
    message: str
    """A pattern that is looked for in its message; its group, if it has one, is shown."""


def _sign(mistake: str, kind: str, message: str = "") -> _Sign:
    return _Sign(mistake, kind, message)


SIGNS = (
    _sign("part-not-written", "NotImplementedError"),
    _sign("part-not-written", "TypeError|AttributeError", r"'ellipsis'"),
    _sign("cell-cannot-be-read", "SyntaxError|IndentationError|TabError"),
    _sign("local-name-without-value", "UnboundLocalError", r"local variable '(\w+)'"),
    _sign("history-keeps-graph", "RuntimeError", r"Can't call numpy\(\) on Tensor that requires grad"),
    _sign("changed-in-place", "RuntimeError", r"a (?:view of a )?leaf Variable that requires grad"),
    _sign("changed-in-place", "RuntimeError", r"modified by an inplace operation"),
    _sign("backward-twice", "RuntimeError", r"backward through the graph a second time"),
    _sign("loss-without-graph", "RuntimeError", r"does not require grad and does not have a grad_fn"),
    _sign("loss-of-many-numbers", "RuntimeError", r"grad can be implicitly created only for scalar outputs"),
    _sign("loss-of-many-numbers", "RuntimeError", r"Tensor with \d+ elements cannot be converted to Scalar"),
    _sign("loss-of-many-numbers", "ValueError", r"only one element tensors can be converted"),
    _sign("zero-without-underscore", "AttributeError", r"'Tensor' object has no attribute 'zero'"),
    _sign("gradient-not-there", "AttributeError", r"'NoneType' object has no attribute '(?:zero_|data|detach|item)'"),
    _sign("gradient-not-there", "TypeError", r"unsupported operand type.*'NoneType'"),
    _sign("number-used-as-tensor", "AttributeError", r"'(?:float|int|numpy.float..)' object has no attribute '(\w+)'"),
    _sign("list-used-as-number", "TypeError", r"unsupported operand type.*'list'"),
    _sign("not-a-method", "AttributeError", r"object has no attribute '(\w+)'"),
    _sign("not-a-method", "AttributeError", r"has no attribute '(\w+)'"),
    _sign("sizes-do-not-fit", "RuntimeError", r"The size of tensor a .* must match the size of tensor b"),
    _sign("sizes-do-not-fit", "RuntimeError", r"shapes cannot be multiplied|size mismatch|inconsistent tensor size"),
    _sign("sizes-do-not-fit", "ValueError", r"must have same first dimension|could not be broadcast|shape mismatch"),
    _sign("called-without-being-a-function", "TypeError", r"'(\w+)' object is not callable"),
    _sign("number-gone-through", "TypeError", r"'(?:int|float|numpy\.\w+)' object is not iterable"),
    _sign("number-gone-through", "TypeError", r"iteration over a 0-d "),
    _sign("built-in-name-used", "TypeError", r"'(?:builtin_function_or_method|type|method)' object"),
    _sign("built-in-name-used", "TypeError", r"unsupported operand type.*'(?:builtin_function_or_method|type|method)'"),
    _sign("not-a-whole-number", "TypeError", r"'(?:float|numpy\.float\d+)' object cannot be interpreted as an integer"),
    _sign("other-arguments-than-taken", "TypeError", r"(?:required positional argument|positional arguments? but)"),
    _sign("other-arguments-than-taken", "TypeError", r"unexpected keyword argument"),
)


def recognised(failure: Failure, near: Mapping[str, str]) -> Finding | None:
    """The mistake behind an exception; `None` where it is none that is known. `near` as in evidence."""
    if failure.kind == "NameError":
        return _unknown_name(failure, near)
    for sign in SIGNS:
        match = re.search(sign.message, failure.message)
        if match and re.fullmatch(sign.kind, failure.kind):
            return Finding(sign.mistake, match[1] if match.re.groups else None)
    return None


def _unknown_name(failure: Failure, near: Mapping[str, str]) -> Finding | None:
    match = re.search(r"name '(\w{1,80})' is not defined", failure.message)
    if match is None:
        return None
    name = match[1]
    return (
        Finding("name-misspelt", f"{name} instead of {near[name]}") if name in near else Finding("name-unknown", name)
    )


_PARENTHESES = re.compile(r" ?\((?:<?ipython-input|/?\S*ipykernel_|<unknown>|<string>|\S+\.py,)[^)]*\)")
_CELL_FILE = re.compile(r"<ipython-input[^>]*>|\S*ipykernel_\d+\S*")
_PATH = re.compile(r"(?<![\w.:/])(?:[A-Za-z]:)?(?:[\\/](?!\s)[^\s\\/'\":,;()<>]+){2,}")


def clean_message(message: str) -> str:
    """The message of an exception without names of temporary files, and paths without their folders."""
    steps: tuple[Callable[[str], str], ...] = (
        lambda text: _PARENTHESES.sub("", text),
        lambda text: _CELL_FILE.sub("the cell", text),
        lambda text: _PATH.sub(lambda path: re.split(r"[\\/]", path[0])[-1], text),
    )
    for step in steps:
        message = step(message)
    return message
