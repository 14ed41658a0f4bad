"""Lines of a cell that name a method of training and do not call it, such as `optimizer.step` without parentheses."""

import ast

METHODS = frozenset({"step", "backward", "zero_grad", "zero_"})
"""Methods that a training calls for what they do, and that do nothing where they are only named."""
MOST = 8
LONGEST = 100_000
"""Letters of a cell that is looked at."""


def uncalled_methods(source: str) -> tuple[str, ...]:
    """The methods, as the cell writes them, each once; none where the cell is not plain Python."""
    if len(source) > LONGEST:
        return ()
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    named = (node.value for node in nodes if isinstance(node, ast.Expr))
    found = (ast.unparse(node) for node in named if isinstance(node, ast.Attribute) and node.attr in METHODS)
    return tuple(dict.fromkeys(found))[:MOST]
