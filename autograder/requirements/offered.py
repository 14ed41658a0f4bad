"""Which modules a notebook can import where it runs: asked of the path of this Python, without importing anything."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from functools import lru_cache
from importlib.machinery import ModuleSpec, PathFinder

from autograder.execution.reading import OURS

PARTS_OF = {"tkinter": "_tkinter", "turtle": "_tkinter"}
"""What some modules of the standard library are useless without."""


def is_offered(module: str, beside: Collection[str] = ()) -> bool:
    """Whether a run can import a module, by its dotted name; `beside` names the modules beside the notebook.

    Not what an editable installation adds to this process: a run does not see that.
    """
    top = module.partition(".")[0]
    return top in beside or top in OURS or _is_there(module)


def modules_beside(files: Collection[str]) -> frozenset[str]:
    """The names of modules and packages among files."""
    tops = (name.partition("/") for name in files)
    return frozenset(top if rest else top.removesuffix(".py") for top, rest, _ in tops)


@lru_cache(maxsize=4096)
def _is_there(module: str) -> bool:
    top, _, rest = module.partition(".")
    if top in sys.builtin_module_names or top == "__future__":
        return True
    if top in PARTS_OF and _find(PARTS_OF[top]) is None:
        return False
    spec = _find(top)
    if spec is None:
        return False
    # Several distributions can share the folder of a namespace, such as `google`: one of them says little of another.
    is_namespace = spec.loader is None and spec.origin is None
    if not rest or not is_namespace:
        return True
    below = PathFinder.find_spec(f"{top}.{rest.partition('.')[0]}", spec.submodule_search_locations)
    return below is not None


@lru_cache(maxsize=1)
def _path() -> list[str]:
    """Where a run looks: not in the folder that this was started in, nor beside the command."""
    own = ("", os.getcwd(), os.path.dirname(sys.executable))
    return [entry for entry in sys.path if entry not in own]


def _find(top: str) -> ModuleSpec | None:
    try:
        return PathFinder.find_spec(top, _path())
    except (ImportError, ValueError, OSError):
        return None
