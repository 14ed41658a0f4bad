"""IPython's shell as a notebook knows it, without a kernel around it: outputs go to an `Outputs` object."""

import asyncio
import builtins
import getpass
import os
import site
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, cast

from IPython.core.displaypub import DisplayPublisher
from IPython.core.formatters import DisplayFormatter
from IPython.utils.text import SList
from matplotlib.figure import Figure
from traitlets import Type
from traitlets.config import Config

from .ipython_seam import QuietDisplayHook, QuietShell
from .outputs import Outputs


class InputRefused(RuntimeError):  # noqa: N818 - read by students
    """Nobody is there to answer."""


class RecordingDisplayHook(QuietDisplayHook):
    """Records the value of a cell's last expression."""

    _count = 0

    def write_output_prompt(self) -> None:
        """Remember the number that the prompt would show."""
        self._count = self.prompt_count

    def write_format_data(self, format_dict: Mapping[str, Any], md_dict: Mapping[str, Any] | None = None) -> None:
        """Record the value."""
        self.shell.outputs.result(format_dict, md_dict or {}, self._count)

    def log_output(self, format_dict: Mapping[str, Any]) -> None:
        """Keep no second copy."""


class RecordingPublisher(DisplayPublisher):  # type: ignore[misc]
    """Records what `display` shows."""

    def publish(
        self,
        data: Mapping[str, Any],
        metadata: Mapping[str, Any] | None = None,
        source: object = None,
        *,
        transient: Mapping[str, Any] | None = None,
        update: bool = False,
        **_: object,
    ) -> None:
        """Record a display, or change one that was shown under the same display id."""
        display_id = (transient or {}).get("display_id")
        if update and display_id is not None:
            self.shell.outputs.update(data, metadata or {}, display_id)
        else:
            self.shell.outputs.display(data, metadata or {}, display_id)

    def clear_output(self, wait: bool = False) -> None:
        """Forget what the cell showed."""
        self.shell.outputs.clear(wait)


class FigureFormatter(DisplayFormatter):  # type: ignore[misc]
    """Draws figures only where outputs are wanted."""

    def format(self, obj: object, include: Any = None, exclude: Any = None) -> tuple[dict[str, Any], dict[str, Any]]:
        """The MIME bundle of `obj` and its metadata."""
        if isinstance(obj, Figure) and not self.parent.render:
            return {"text/plain": repr(obj)}, {}
        bundle, metadata = super().format(obj, include, exclude)
        return bundle, metadata


class LoopRunner:
    """Runs cells with a top-level `await`, all of them on one event loop, and never on one from before a fork."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._owner = 0

    def __call__(self, cell: Any) -> Any:
        """Run the coroutine of a cell; one that is interrupted takes its tasks with it."""
        loop = self._of_this_process()
        try:
            return loop.run_until_complete(cell)
        except BaseException:
            tasks = asyncio.all_tasks(loop)
            for task in tasks:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
            raise

    def _of_this_process(self) -> asyncio.AbstractEventLoop:
        if self._loop is None or self._loop.is_closed() or self._owner != os.getpid():
            self._loop = asyncio.new_event_loop()
            self._owner = os.getpid()
            asyncio.set_event_loop(self._loop)
        return self._loop


class RunnerShell(QuietShell):
    """The shell in which notebooks run."""

    displayhook_class = Type(RecordingDisplayHook)
    display_pub_class = Type(RecordingPublisher)

    outputs: Outputs
    render: bool = True

    def init_display_formatter(self) -> None:
        """Use the formatter that knows figures."""
        self.display_formatter = FigureFormatter(parent=self)
        self.configurables.append(self.display_formatter)

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        """Format a traceback only where outputs are wanted: it can take longer than all else that a run does."""
        if self.render:
            super().showtraceback(*args, **kwargs)
        else:
            self.keep_as_last_exception(args[0] if args else kwargs.get("exc_tuple"))

    def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
        """As for a traceback."""
        if self.render:
            super().showsyntaxerror(*args, **kwargs)

    def record_exception(self, kind: type, error: BaseException, traceback: list[str]) -> None:
        """Record an exception as an output."""
        self.outputs.error(kind.__name__, text_of(error), traceback)

    def enable_gui(self, gui: str | None = None) -> None:
        """Have no windows."""

    def enable_matplotlib(self, gui: str | None = None) -> tuple[str, str]:
        """Show figures inline, whatever kind of window was asked for; what only writes files stays that."""
        gui, backend = super().enable_matplotlib(gui if _only_writes_files(gui) else "inline")
        return gui, backend

    def ask_exit(self) -> None:
        """Let `exit` and `quit` do nothing: a notebook runs to its end."""

    def system_piped(self, cmd: str) -> None:
        """Run a shell command; it writes where the cell writes."""
        done = subprocess.run(self.var_expand(cmd, depth=1), shell=True, stdin=subprocess.DEVNULL, check=False)
        self.user_ns["_exit_code"] = done.returncode

    system = system_piped

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """Run a shell command and return what it writes."""
        command = self.var_expand(cmd, depth=depth + 1)
        done = subprocess.run(
            command, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        text = done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")
        return SList(text.splitlines()) if split else text


def _only_writes_files(gui: str | None) -> bool:
    if gui in (None, "inline"):
        return False
    from labkit.evidence.figure_display import FILES_ONLY  # here, because labkit looks for a shell when it is imported

    return gui in FILES_ONLY


def make_shell(folder: str) -> RunnerShell:
    """The one shell of this process; `folder` takes IPython's own files. Figures show inline from the start."""
    for adder in (site.setquit, site.setcopyright, site.sethelper):
        adder()  # what `python -S` leaves out and every notebook has
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors_force = True
    shell = RunnerShell.instance(config=config, ipython_dir=folder)
    shell.outputs = Outputs()
    shell.loop_runner = LoopRunner()
    shell.enable_matplotlib("inline")
    shell.Completer.use_jedi = False
    builtins.input = _refuse_input
    getpass.getpass = _refuse_input
    for name in ("exit", "quit"):
        setattr(builtins, name, shell.user_ns[name])
    sys.displayhook = shell.displayhook
    return cast(RunnerShell, shell)


def _refuse_input(prompt: object = "", *_: object, **__: object) -> str:
    raise InputRefused("input() was called, but nobody is there to answer while a notebook is graded")


def text_of(error: BaseException) -> str:
    """The message of an exception, whatever its class makes of that."""
    try:
        return str(error)
    except Exception:  # a student's own exception class
        return f"<{type(error).__name__} that cannot be shown>"
