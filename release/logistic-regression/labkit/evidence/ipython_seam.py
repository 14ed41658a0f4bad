"""What labkit uses of IPython that IPython does not promise: names of cells' files, replaced methods of a shell.

Everything here must do in whatever version a student has.
"""

from collections.abc import Callable
from typing import Any

Replacement = Callable[[Callable[..., Any]], Callable[..., Any]]
"""Makes of IPython's own method the one that takes its place."""


def is_cell(file: str) -> bool:
    """Whether IPython, or its kernel, made up this file name for the source of a cell.

    Uses how the names look: the kernel's lies in a folder ``ipykernel_`` and a number, IPython's own begins with
    ``<ipython-input``. A shell knows the names that it made up, but tells them to nobody. Did they look otherwise, no
    message could name the line of a cell that failed.
    """
    return "ipykernel_" in file or "ipython-input" in file or file.startswith("<ipython")


def replace_in_shell(shell: Any, format: Replacement, clear_output: Replacement) -> None:
    """Replace the methods by which a shell formats what it shows, and takes away what it showed.

    These are `format(obj, include, exclude)` of its display formatter and `clear_output(wait)` of its display
    publisher. IPython calls nobody when something is shown, and a formatter for figures alone would not see pictures
    that were made of them. Were the methods called otherwise, no figure would count as shown.
    """
    formatter, publisher = shell.display_formatter, shell.display_pub
    formatter.format = format(formatter.format)
    publisher.clear_output = clear_output(publisher.clear_output)
