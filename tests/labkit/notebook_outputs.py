"""A shell as a notebook's kernel has it, that keeps what its cells show."""

import re
from dataclasses import dataclass, field
from typing import Any

import IPython
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell


@dataclass
class Output:
    """One output of the notebook, and how often it was changed in place."""

    data: dict[str, Any]
    updates: int = 0


@dataclass
class Outputs:
    """All outputs so far, in their order."""

    shown: list[Output] = field(default_factory=list)
    by_id: dict[str, Output] = field(default_factory=dict)

    @property
    def html(self) -> list[str]:
        return [output.data.get("text/html", "") for output in self.shown]


class Publisher(DisplayPublisher):
    """Keeps outputs the way a notebook does: an update replaces the output with the same id."""

    outputs: Outputs

    def publish(self, data, metadata=None, *, transient=None, update=False, **kwargs):
        place = (transient or {}).get("display_id")
        if update:
            output = self.outputs.by_id[place]
            output.data, output.updates = data, output.updates + 1
            return
        output = Output(data)
        self.outputs.shown.append(output)
        if place:
            self.outputs.by_id[place] = output


class NotebookShell(InteractiveShell):
    """A shell that can show HTML."""

    def init_display_pub(self):
        self.display_pub = Publisher(parent=self)
        self.display_pub.outputs = Outputs()

    def init_history(self):
        super().init_history()
        self.history_manager.enabled = False


class KernelShell(NotebookShell):
    """A shell in whose notebook someone may be watching."""

    kernel = "a kernel"


def start(monkeypatch, kind=KernelShell):
    """A fresh shell that IPython takes for the running one; its outputs are `shell.display_pub.outputs`."""
    kind.clear_instance()
    shell = kind.instance()
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    return shell


def run(shell, cell, **names):
    """Run a cell to its end or to an exception, which is raised here."""
    shell.user_ns.update(names)
    shell.run_cell(cell, store_history=True).raise_error()


def alt_texts(markup):
    """The texts that stand for the images of an output."""
    return re.findall(r'<img src="data:image/png;base64,[^"]+" alt="([^"]+)"', markup)
