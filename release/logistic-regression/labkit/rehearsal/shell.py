"""The shell in which a rehearsal runs: figures show inline, as in a notebook, and there are no windows."""

from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from ..evidence.figure_display import FILES_ONLY
from .screens import do_without_screens


class RehearsalShell(InteractiveShell):  # type: ignore[misc]
    """IPython's shell without anybody before it."""

    def enable_gui(self, gui: str | None = None) -> None:
        """Have no windows."""

    def enable_matplotlib(self, gui: str | None = None) -> Any:
        """Show figures inline, whatever kind of window was asked for; what only writes files stays that."""
        return super().enable_matplotlib(gui if gui in FILES_ONLY else "inline")


def rehearsal_shell() -> RehearsalShell:
    """The shell of this process, which keeps no history file."""
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    shell: RehearsalShell = RehearsalShell.instance(config=config)
    shell.enable_matplotlib("inline")
    do_without_screens()
    return shell
