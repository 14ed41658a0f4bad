"""Nobody sits before a screen while a notebook is graded or rehearsed: windows give way to figures inline."""

import functools
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot
from matplotlib.backends.registry import BackendFilter, backend_registry

INLINE = "module://matplotlib_inline.backend_inline"
WIDGETS = frozenset({"notebook", "widget", "ipympl", "module://ipympl.backend_nbagg"})
"""Shown by a browser, which is not there either."""


def do_without_screens() -> None:
    """Let `matplotlib.use` and `pyplot.switch_backend` take the inline backend in place of one with windows."""
    interactive: list[str] = backend_registry.list_builtin(BackendFilter.INTERACTIVE)  # type: ignore[no-untyped-call]
    screens = WIDGETS | {name.lower() for name in interactive}
    plain = pyplot.switch_backend

    @functools.wraps(plain)
    def switch_backend(newbackend: Any) -> None:
        if str(newbackend).lower() not in screens:
            plain(newbackend)
        elif mpl.get_backend() not in (INLINE, "inline"):
            plain(INLINE)

    pyplot.switch_backend = switch_backend
