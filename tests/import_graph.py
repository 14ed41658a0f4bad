"""Which module of the kit imports which, read from the syntax trees: imports for type checking and late ones count."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("autograder", "reference", "labkit")
"""Each may import those behind it, and none before it."""

Graph = Mapping[str, set[str]]
"""A module, or a folder of modules, and what it imports."""


def modules() -> dict[str, Path]:
    """Every module of the kit and its file; the samples of answers that lie among them are none."""
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    named = {".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in files}
    return {name: file for name, file in named.items() if name.replace(".", "").isidentifier()}


def imports() -> dict[str, set[str]]:
    """Each module with the modules of the kit that it imports."""
    known = modules()
    return {name: {one for one in _imported(name, file, known) if one != name} for name, file in known.items()}


def _imported(name: str, file: Path, known: Mapping[str, Path]) -> Iterator[str]:
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(package, node)
            names = [f"{base}.{alias.name}" for alias in node.names]
            yield from (one if one in known else base for one in names if one in known or base in known)


def _absolute(package: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    above = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join([*above, *filter(None, [node.module])])


def within(folder: str, graph: Graph) -> dict[str, set[str]]:
    """What lies in a package, each sub-package as one, and what of it imports what.

    Whatever imports the package itself imports what that passes on.
    """
    part = f"{folder}."
    collapsed: dict[str, set[str]] = {}
    for module in (name for name in graph if name.startswith(part)):
        passed_on = graph[folder] if folder in graph[module] else set()
        others = {_child(folder, other) for other in graph[module] | passed_on if other.startswith(part)}
        one = _child(folder, module)
        collapsed[one] = collapsed.get(one, set()) | (others - {one})
    return collapsed


def _child(folder: str, module: str) -> str:
    return module.removeprefix(f"{folder}.").partition(".")[0]


def circle(graph: Graph) -> list[str]:
    """One circle of imports, from a module back to itself; empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def reached(graph: Graph, start: str) -> set[str]:
    """All that can be reached by following imports, or arrows, from `start`."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = graph.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
