"""The warm process: imports what notebooks need, once, and waits as the first fork point."""

import gc
import importlib
import json
import os
import pkgutil
import random
import shutil
import socket
import sys
from typing import Any

from . import process


def main() -> None:
    """Become a fork point; `argv` holds the settings as JSON, among them the number of the control socket."""
    gc.disable()  # imports make no garbage worth looking for, and looking for it takes a tenth of their time
    settings = json.loads(sys.argv[1])
    sys.path.extend(settings["packages"])
    sys.prefix, sys.exec_prefix = settings["prefix"], settings["exec_prefix"]
    sys.argv = [""]
    control = socket.socket(fileno=settings["control"])
    point = _prepare(control, settings["folder"], settings["many_runs"])
    if settings["many_runs"]:
        process.gather_memory()
    try:
        control.send(json.dumps({"pid": os.getpid()}).encode())
    except OSError:  # the trusted side was killed meanwhile: nobody else cleans up
        shutil.rmtree(settings["folder"], ignore_errors=True)
        return
    from .forkpoint import serve

    serve(point)


def _prepare(control: socket.socket, folder: str, many_runs: bool) -> Any:
    """Import everything and make the shell; ends with one thread and one seed, whatever the imports did."""
    import numpy as np
    import torch

    from .matplotlib_seam import close_fonts
    from .rehearsal import rehearse
    from .shell import make_shell
    from .torch_seam import mark_for_profilers_only, postpone_compiler

    postpone_compiler()
    mark_for_profilers_only()
    torch.set_num_threads(1)
    shell = make_shell(f"{folder}/runtime/ipython")
    before = process.descriptors()
    rehearse(shell, many_runs)
    close_fonts()
    if left := process.descriptors() - before:
        raise SystemExit(f"importing left {len(left)} files open; a warm process must have none")
    # After the shell, as in a student's notebook: labkit looks for one when it is imported.
    import labkit

    for module in pkgutil.walk_packages(labkit.__path__, "labkit."):
        if module.name != "labkit.__main__":
            importlib.import_module(module.name)
    from labkit.rehearsal.screens import do_without_screens

    do_without_screens()
    from .forkpoint import ForkPoint
    from .notebook import Notebook

    notebook = Notebook(shell)
    random.seed(0)
    np.random.seed(0)
    torch.manual_seed(0)
    sys.path.append("")
    gc.collect()
    gc.freeze()
    gc.enable()
    if process.threads() != 1:
        raise SystemExit(f"importing left {process.threads()} threads; a warm process must have one")
    return ForkPoint(notebook, control, folder)
