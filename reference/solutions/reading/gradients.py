"""Gradients that are asked for, `gw, gb = torch.autograd.grad(loss, (w, b))`, read as those that `backward` leaves."""

import ast
import copy
from collections.abc import Mapping

from reference.solutions.reading.counting import blocks

ASKING = frozenset({"torch.autograd.grad", "autograd.grad"})


def by_backward(module: ast.Module) -> ast.Module:
    """The module with `backward` wherever all that is done with such gradients follows in the same block.

    Line numbers are those of the new text; a module in which nothing is asked for stays as it is.
    """
    found = copy.deepcopy(module)
    changed = False
    for scope in [node for node in ast.walk(found) if isinstance(node, ast.Module | ast.FunctionDef)]:
        for block in list(blocks(scope)):
            for place in reversed(range(len(block))):
                asked = _asked(block[place], block[place + 1 :], found)
                if asked is not None:
                    loss, parameters, gradients = asked
                    rest = [ast.unparse(_Replaced(gradients).visit(statement)) for statement in block[place + 1 :]]
                    lines = [*(f"{parameter}.grad = None" for parameter in parameters), f"({loss}).backward()", *rest]
                    block[place:] = ast.parse("\n".join(lines)).body
                    changed = True
    return ast.parse(ast.unparse(found)) if changed else module


Asked = tuple[str, tuple[str, ...], Mapping[str, str]]
"""The loss, the parameters, and the text of each gradient with what stands for it: `gw` and `w.grad`."""


def _asked(statement: ast.stmt, after: list[ast.stmt], module: ast.Module) -> Asked | None:
    """What a statement asks for, where nothing else than `after` reads it."""
    call = statement.value if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    if not isinstance(call, ast.Call) or ast.unparse(call.func) not in ASKING or len(call.args) != 2 or call.keywords:
        return None
    given = call.args[1]
    asked = given.elts if isinstance(given, ast.Tuple | ast.List) else [given]
    if not all(isinstance(parameter, ast.Name | ast.Attribute) for parameter in asked):
        return None
    parameters = tuple(ast.unparse(parameter) for parameter in asked)
    target = statement.targets[0]  # type: ignore[attr-defined]
    if isinstance(target, ast.Tuple | ast.List) and len(target.elts) == len(parameters):
        names = [ast.unparse(part) for part in target.elts]
    elif isinstance(target, ast.Name):
        names = [f"{target.id}[{place}]" for place in range(len(parameters))]
    else:
        return None
    gradients = {name: f"{parameter}.grad" for name, parameter in zip(names, parameters, strict=True)}
    return (ast.unparse(call.args[0]), parameters, gradients) if _is_all(gradients, target, after, module) else None


def _is_all(gradients: Mapping[str, str], target: ast.expr, after: list[ast.stmt], module: ast.Module) -> bool:
    """Whether the names of gradients stand nowhere but in what follows, each as one of the known texts."""
    own = {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}
    everywhere = [node for node in ast.walk(module) if isinstance(node, ast.Name) and node.id in own]
    known = [n for s in after for n in ast.walk(s) if isinstance(n, ast.expr) and ast.unparse(n) in gradients]
    loaded = [node for node in known if isinstance(getattr(node, "ctx", None), ast.Load)]
    return len(loaded) == len(known) and len(everywhere) == len(own) + len(known)


class _Replaced(ast.NodeTransformer):
    def __init__(self, new: Mapping[str, str]) -> None:
        self.new = new

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Name | ast.Subscript) and ast.unparse(node) in self.new:
            return ast.parse(self.new[ast.unparse(node)], mode="eval").body
        return self.generic_visit(node)
