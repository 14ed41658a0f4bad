"""The running notebook: its one journal, kept by pyplot's figure hook and by IPython's events.

matplotlib's inline backend closes each figure as soon as it is shown. The hook remembers a figure when pyplot makes
it, so that what it shows can still be read afterwards, whether the student wrote `plt.plot(...)` or `fig, ax = ...`.
"""

import sys
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from .journal import Journal

HOOK = "labkit.session:remember"

_JOURNAL = Journal()


def journal() -> Journal:
    """The journal of this process, which runs one notebook."""
    return _JOURNAL


def remember(figure: Figure) -> None:
    """Called by pyplot for each figure that it makes."""
    _JOURNAL.figure(figure)


def hook_figures(*_: object) -> None:
    """Ask pyplot to call `remember`; done again before each cell, as `plt.rcdefaults()` would undo it."""
    hooks = mpl.rcParams["figure.hooks"]
    if HOOK not in hooks:
        mpl.rcParams["figure.hooks"] = [*hooks, HOOK]


def shell() -> Any:
    """IPython's shell; `None` outside of it."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def watch() -> None:
    """Keep the journal from now on; called once, when labkit is imported."""
    hook_figures()
    running = shell()
    if running is not None:
        running.events.register("pre_run_cell", hook_figures)
        _JOURNAL.keep(running)
