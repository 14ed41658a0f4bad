"""The interpreter that runs notebooks: asked once, so that the trusted side knows where it and its packages lie."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ASK = (
    "import json, os, sys, sysconfig; print(json.dumps({'path': sys.path, 'prefix': sys.prefix, "
    "'exec_prefix': sys.exec_prefix, 'base': [sys.base_prefix, sys.base_exec_prefix], 'os': os.__file__, "
    "'standard': [sysconfig.get_path('stdlib'), sysconfig.get_path('platstdlib')]}))"
)
NOTES = (".dist-info", ".egg-info")
SITE_FOLDERS = ("site-packages", "dist-packages")
KIT = ("graded_descent-", "graded_descent.")
"""How notes of this kit's own installation begin: a checkout's has no version in its name."""


class RuntimeProblem(RuntimeError):  # noqa: N818 - it is raised with a remedy
    """The Python that is to run notebooks cannot."""


@dataclass(frozen=True)
class Python:
    """An interpreter, as far as it matters here."""

    executable: str
    packages: tuple[str, ...]
    """Its site-packages folders, the user's own among them."""
    prefix: str
    exec_prefix: str
    prefixes: tuple[str, ...]
    """All folders below which the interpreter and its libraries lie."""
    standard: tuple[str, ...] = ()
    """The folders of the standard library."""
    added: tuple[str, ...] = ()
    """Other folders that `.pth` files put on its path."""
    probe: str = ""
    """A file that it cannot start without."""


def ask(executable: str) -> Python:
    """What there is to know about an interpreter, by asking it.

    Raises:
        RuntimeProblem: where it is no interpreter.
    """
    try:
        answer = subprocess.run(
            [executable, "-E", "-P", "-c", _ASK], capture_output=True, check=True, text=True, timeout=60, cwd="/"
        )
        return _told(executable, json.loads(answer.stdout))
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
        raise RuntimeProblem(
            f"{executable} cannot be used to run notebooks ({error}); name a Python that starts and has torch, "
            "NumPy, matplotlib and IPython installed"
        ) from error


VENDORED = "_vendor"
"""Folders that libraries add to the path for themselves when they are imported; student code finds nothing there."""


def installed(path: Sequence[str]) -> list[str]:
    """Names and versions of all distributions that any process of an interpreter finds, by its search path.

    They are what its `site` module puts there: the site-packages folders and what `.pth` files add behind them. What
    stands before them is for one process: the folder it was started in, and PYTHONPATH; student code has neither.
    Without this kit, whose files count one by one. Reading names alone takes a millisecond.

    Returns:
        the names of their notes of installation, sorted
    """
    first = next((index for index, entry in enumerate(path) if Path(entry).name in SITE_FOLDERS), 0)
    folders = [Path(entry) for entry in dict.fromkeys(path[first:]) if Path(entry).name != VENDORED]
    names = {name for folder in folders if folder.is_dir() for name in os.listdir(folder)}
    return sorted(name for name in names if name.endswith(NOTES) and not name.startswith(KIT))


def _told(executable: str, told: Mapping[str, Any]) -> Python:
    standard = tuple(dict.fromkeys(told["standard"]))
    path = [entry for entry in told["path"] if Path(entry).is_dir()]
    packages = tuple(entry for entry in path if Path(entry).name in SITE_FOLDERS)
    rest = tuple(entry for entry in path if entry not in packages and not _is_standard(entry, standard))
    prefixes = (told["prefix"], told["exec_prefix"], *told["base"])
    return Python(
        executable,
        packages,
        told["prefix"],
        told["exec_prefix"],
        tuple(dict.fromkeys(prefixes)),
        standard,
        rest,
        told["os"],
    )


def _is_standard(entry: str, standard: tuple[str, ...]) -> bool:
    return any(entry == folder or entry.startswith(f"{folder}/") for folder in standard)
