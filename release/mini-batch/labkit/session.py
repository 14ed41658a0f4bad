"""The running notebook: its one journal, kept by IPython's events and by what the notebook shows."""

import os
import sys
from typing import Any

from .journal import Journal
from .showing import FILES_ONLY, look_at_screen, watch_displays, watch_pyplot

_JOURNAL = Journal()


def journal() -> Journal:
    """The journal of this process, which runs one notebook."""
    return _JOURNAL


def shell() -> Any:
    """IPython's shell; `None` outside of it."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def watch() -> None:
    """Keep the journal from now on; called once, when labkit is imported."""
    watch_pyplot(_JOURNAL.sights)
    running = shell()
    if running is not None:
        if hasattr(running, "kernel") and os.environ.get("MPLBACKEND", "").lower() in FILES_ONLY:
            running.enable_matplotlib("inline")  # a machine without a screen, not the student's choice
        _JOURNAL.keep(running)
        watch_displays(running, _JOURNAL.sights)
        running.events.register("post_run_cell", _look_at_screen)


def _look_at_screen(result: object) -> None:
    """Note figures in windows and widgets when a cell has ended."""
    look_at_screen(_JOURNAL.sights)
