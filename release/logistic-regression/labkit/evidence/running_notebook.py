"""The running notebook: its one journal, kept by IPython's events and by what the notebook shows."""

import os
import re
import sys
from functools import cache
from typing import Any

from .figure_display import FILES_ONLY, look_at_screen, watch_displays, watch_pyplot
from .handout import Handout, shipped
from .journal import Journal

GRADING = "NBGRADER_EXECUTION"
"""Set by nbgrader while it validates or grades."""
ONLY_CHECKS = re.compile(r"(\s*([\w.]+\.)?check\([^()]*\)\s*;?|\s*#.*\n)+\s*")

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
        if hasattr(running, "kernel"):
            running.events.register("pre_run_cell", _attend)
        running.events.register("post_run_cell", _look_at_screen)


def answers_checks() -> bool:
    """Whether `check` is to answer now: while nbgrader grades in a kernel, only in a cell that does nothing else."""
    graded = hasattr(shell(), "kernel") and os.environ.get(GRADING)
    return _JOURNAL.checking and (not graded or ONLY_CHECKS.fullmatch(_JOURNAL.source) is not None)


def _attend(info: Any) -> None:
    """Figures of the worked cells are nobody's answer."""
    cell, source = str(getattr(info, "cell_id", None) or ""), str(info.raw_cell)
    _JOURNAL.sights.watching = not any(handout.is_worked(cell, source) for handout in _handouts())


@cache
def _handouts() -> tuple[Handout, ...]:
    return shipped()


def _look_at_screen(result: object) -> None:
    """Note figures in windows and widgets when a cell has ended."""
    look_at_screen(_JOURNAL.sights)
