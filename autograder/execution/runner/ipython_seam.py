"""What the runner uses of IPython that IPython does not promise: how a shell copies, formats and shows what cells do.

IPython's public way is a kernel around its shell, which would be a process more for each submission, with threads and
sockets that no fork can inherit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell


class QuietDisplayHook(DisplayHook):  # type: ignore[misc]
    """A display hook that writes nothing of its own around a cell's value; subclasses record that."""

    def finish_displayhook(self) -> None:
        """Write no line end after the value.

        Sets `_is_active`, as IPython's own method does at its end: IPython's copies of what cells write leave out what
        is written meanwhile, and there is no method that ends it without writing. Under another name, the hook would
        count as active for ever, which nothing in the runner asks for today.
        """
        self._is_active = False


class QuietShell(InteractiveShell):  # type: ignore[misc]
    """A shell that does no work for its history and hands exceptions on; subclasses say where to."""

    @contextmanager
    def _tee(self, channel: str) -> Iterator[None]:
        """Keep no second copy of what a cell writes; IPython 9 runs every cell inside this.

        A copy has no setting and no bound: a cell that writes for ever would fill the memory. Under another name, all
        output would be copied, by a function that IPython puts in the place of a stream's own `write`.
        """
        yield

    def _format_exception_for_storage(self, exception: BaseException, *_: object, **__: object) -> dict[str, object]:
        """Format no traceback a second time; IPython 9 puts into its history what this returns.

        There is no setting for it. Under another name, each exception would take twice its time, or more where its text
        is made to take long.
        """
        return {"ename": type(exception).__name__, "evalue": "", "traceback": []}

    def keep_as_last_exception(self, exception: Any = None) -> None:
        """Keep an exception for debuggers as `sys.last_value`, as showing its traceback does.

        Uses `_get_exc_info`, for no public method keeps an exception without formatting it. Under another name, cells
        that fail under fresh settings would end in the grader's own fault.
        """
        self._get_exc_info(exception)

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        """Hand an exception and its formatted traceback to `record_exception`.

        IPython names this method for shells that show tracebacks elsewhere, as its kernel does, but keeps its
        underscore. Under another name, tracebacks would be printed, and no cell's output would be an error.
        """
        self.record_exception(etype, evalue, [str(line) for line in stb])

    def record_exception(self, kind: type, error: BaseException, traceback: list[str]) -> None:
        """Take an exception that ended a cell."""
        raise NotImplementedError
