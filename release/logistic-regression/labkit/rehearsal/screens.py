"""Nobody sits before a screen while a notebook is graded or rehearsed: windows give way to figures inline."""

import functools
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
from matplotlib.backends.registry import BackendFilter, backend_registry

from ..evidence.matplotlib_seam import replace_switch_backend

INLINE = "module://matplotlib_inline.backend_inline"
WIDGETS = frozenset({"notebook", "widget", "ipympl", "module://ipympl.backend_nbagg"})
"""Shown by a browser, which is not there either."""


def do_without_screens() -> None:
    """Let `matplotlib.use` and `pyplot.switch_backend` take the inline backend in place of one with windows."""
    interactive: list[str] = backend_registry.list_builtin(BackendFilter.INTERACTIVE)  # type: ignore[no-untyped-call]
    screens = WIDGETS | {name.lower() for name in interactive}

    def without(plain: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(plain)
        def switch_backend(newbackend: Any) -> None:
            if str(newbackend).lower() not in screens:
                plain(newbackend)
            elif mpl.get_backend() not in (INLINE, "inline"):
                plain(INLINE)

        return switch_backend

    replace_switch_backend(without)
