"""`repair`: a drill's training is repaired in a cell of one's own, and judged there by what it leaves."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from .drills.known_drills import DrillError, KnownDrill, drill_named, read_drills
from .evidence.collecting import Evidence, collect
from .evidence.running_notebook import answers_checks, journal, shell
from .judging.explain import Explained, explain
from .judging.judge import judge

KEPT = frozenset({"In", "Out", "exit", "quit", "get_ipython"})
"""Names of IPython's own, which stay as they are."""


@contextmanager
def repair(name: str, namespace: dict[str, Any] | None = None) -> Iterator[None]:
    """Judge the training that runs in this `with` block, and put all names back behind it.

    `name` is that of one of the lab's drills, as `drill(..., repair=True)` shows it. What goes on behind it finds the
    names of the notebook as they were. It is judged under the published data; while a notebook is graded or rehearsed
    nothing is said. `namespace` holds the names in which it runs; by default those of the notebook.

    Raises:
        DrillError: where the lab has no such drill.
    """
    names = _notebook_names() if namespace is None else namespace
    before = dict(names)
    known = _known(name) if answers_checks() else None
    if known is not None:
        names.pop(known.history, None)  # what the worked training left there is no answer
    try:
        yield
        if known is not None and known.key is not None:
            evidence = _of_this_block(collect(names, known.key.task, journal()))
            _tell(explain(judge(evidence, known.key), known.words))
    finally:
        _put_back(names, before)


def _of_this_block(evidence: Evidence) -> Evidence:
    """The evidence without what other cells did: an exception here ends the block before it is judged."""
    return replace(evidence, failures=(), uncalled=(), others={}, functions=(), stubs=(), called=())


def _known(name: str) -> KnownDrill | None:
    """The drill; `None`, and a sentence, where the lab's file of drills is not there, so that cells below go on."""
    try:
        drills = read_drills((Path.cwd(), Path(__file__).resolve().parent.parent))
    except DrillError as error:
        print(error)
        return None
    return drill_named(drills, name)


def _notebook_names() -> dict[str, Any]:
    running = shell()
    return vars(sys.modules["__main__"]) if running is None else running.user_ns


def _put_back(names: dict[str, Any], before: dict[str, Any]) -> None:
    """The names as they were, but for those that IPython keeps."""
    own = {name for name in {*names, *before} if not name.startswith("_") and name not in KEPT}
    for name in own:
        if name in before:
            names[name] = before[name]
        else:
            del names[name]


def _tell(explained: Explained) -> None:
    """Show the verdict; a drill that is not right stops no cell below."""
    if hasattr(shell(), "kernel"):
        from IPython.display import display

        display({"text/html": explained.html, "text/plain": explained.text}, raw=True)
    else:
        print(explained.text)
