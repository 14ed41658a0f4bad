"""Modules of a package without what the package itself imports: for a command that starts, that is most of its start.

`nbgrader` imports its extensions of Jupyter's server, and with them a web server, nbconvert and every nbgrader command,
where the kit needs its gradebook; `labkit` imports matplotlib, for notebooks, where the kit judges numbers.
"""

from __future__ import annotations

import importlib
import sys
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

NAMES = {
    "nbgrader": frozenset({"_load_jupyter_server_extension", "load_formgrader"}),
    "labkit": frozenset({"check", "drill", "rehearse", "watch"}),
}
"""Of each package, names that it defines itself, where a module of it is called the same or none is known to be."""


def import_parts_alone() -> None:
    """Let modules of these packages be imported without the packages' own imports, until something asks for those.

    To be called by a command, before it imports them; a process that has imported one of them keeps it.
    """
    for name in NAMES:
        if name not in sys.modules and (spec := find_spec(name)) is not None:
            sys.modules[name] = _Package(spec)


class _Package(ModuleType):
    """A package whose own code has not run; it does where a name is asked for that no module of it has."""

    def __init__(self, spec: ModuleSpec) -> None:
        super().__init__(spec.name)
        self.__dict__.update(
            __spec__=spec,
            __loader__=spec.loader,
            __package__=spec.name,
            __path__=spec.submodule_search_locations,
            __file__=spec.origin,
        )

    def __getattr__(self, name: str) -> Any:
        if name == "__version__":
            return importlib.import_module(f"{self.__name__}._version").__version__
        own = name in NAMES[self.__name__]
        if not own and (name.startswith("__") or find_spec(f"{self.__name__}.{name}") is not None):
            raise AttributeError(name)
        self._run()
        return getattr(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        """An imported module becomes a name of its package, over which the package's own code may put another."""
        super().__setattr__(name, value)
        if name in NAMES[self.__name__]:
            self._run()

    def _run(self) -> None:
        """Become the package itself."""
        self.__class__ = ModuleType  # type: ignore[assignment]
        spec = self.__spec__
        assert spec is not None
        assert spec.loader is not None
        spec.loader.exec_module(self)
