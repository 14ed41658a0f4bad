"""`repair`: a drill's training is repaired in a cell of one's own, and judged there by what it leaves."""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from .drills.copied_values import copies
from .drills.known_drills import DrillError, KnownDrill, drill_named, read_drills
from .evidence.collecting import Evidence, collect
from .evidence.plain_values import short
from .evidence.running_notebook import answers_checks, journal, shell
from .judging.explain import Explained, explain
from .judging.judge import judge

KEPT = frozenset({"In", "Out", "exit", "quit", "get_ipython"})
"""Names of IPython's own, which stay as they are."""


@contextmanager
def repair(name: str, namespace: dict[str, Any] | None = None) -> Iterator[None]:
    """Judge the training that runs in this `with` block, which works on copies; all is as it was behind it.

    `name` is that of one of the lab's drills, as `drill(..., repair=True)` shows it. Names are put back, and what they
    hold, too. It is judged under the published data; while a notebook is graded or rehearsed nothing is said. An
    exception in the block is shown and stops no cell below. `namespace` holds the names in which it runs; by default
    those of the notebook.

    Raises:
        DrillError: where the lab has no such drill.
    """
    names = _notebook_names() if namespace is None else namespace
    known = _known(name)
    before = dict(names)
    names.update(copies({name: value for name, value in before.items() if _is_own(name)}))
    if known is not None:
        names.pop(known.history, None)  # what the worked training left there is no answer
    is_done = False
    try:
        yield
        is_done = True
        if known is not None and known.key is not None and answers_checks():
            evidence = _of_this_block(collect(names, known.key.task, journal()))
            _tell(explain(judge(evidence, known.key), known.words))
    except Exception:
        if is_done:
            raise
        _show_exception()
    finally:
        _put_back(names, before)


def _of_this_block(evidence: Evidence) -> Evidence:
    """The evidence without what other cells did: an exception here ends the block before it is judged."""
    return replace(evidence, failures=(), uncalled=(), others={}, functions=(), stubs=(), called=())


def _known(name: str) -> KnownDrill | None:
    """The drill; `None`, and a sentence, where the lab's file of drills is not there, so that cells below go on."""
    if not isinstance(name, str):
        raise DrillError(f'repair takes the name of a drill, such as repair("NAME"), and not {short(repr(name))}.')
    try:
        drills = read_drills((Path.cwd(), Path(__file__).resolve().parent.parent))
    except DrillError as error:
        if answers_checks():
            print(error)
        return None
    return drill_named(drills, name)


def _notebook_names() -> dict[str, Any]:
    running = shell()
    return vars(sys.modules["__main__"]) if running is None else running.user_ns


def _put_back(names: dict[str, Any], before: dict[str, Any]) -> None:
    """The names as they were, but for those that IPython keeps."""
    for name in filter(_is_own, {*names, *before}):
        if name in before:
            names[name] = before[name]
        else:
            del names[name]


def _is_own(name: str) -> bool:
    return not name.startswith("_") and name not in KEPT


def _show_exception() -> None:
    """Say what went wrong in the block, as the notebook would."""
    if not answers_checks():
        return
    running = shell()
    if running is None:
        traceback.print_exc()
    else:
        running.showtraceback()


def _tell(explained: Explained) -> None:
    """Show the verdict; a drill that is not right stops no cell below."""
    if hasattr(shell(), "kernel"):
        from IPython.display import display

        display({"text/html": explained.html, "text/plain": explained.text}, raw=True)
    else:
        print(explained.text)
