"""What the lines of a cell say, read and not run: functions that they call, methods that they only name."""

import ast
from dataclasses import dataclass

METHODS = frozenset({"step", "backward", "zero_grad", "zero_"})
"""Methods that a training calls for what they do, and that do nothing where they are only named."""
MOST_METHODS = 8
MOST_CALLS = 64
LONGEST = 100_000
"""Letters of a cell that is looked at."""


@dataclass(frozen=True)
class CellLines:
    """A cell as it is written."""

    called: tuple[str, ...] = ()
    """Names that are called, such as `train_model`, each once."""
    uncalled: tuple[str, ...] = ()
    """Methods of training that are named and not called, such as `optimizer.step`, each once."""


def read_lines(source: str) -> CellLines:
    """What a cell says; nothing where it is not plain Python."""
    if len(source) > LONGEST:
        return CellLines()
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return CellLines()
    called = (node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    named = (node.value for node in nodes if isinstance(node, ast.Expr))
    uncalled = (ast.unparse(node) for node in named if isinstance(node, ast.Attribute) and node.attr in METHODS)
    return CellLines(tuple(dict.fromkeys(called))[:MOST_CALLS], tuple(dict.fromkeys(uncalled))[:MOST_METHODS])
