"""``descent doctor``: what this machine offers."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import typer
from rich.table import Table

from autograder.commands.common import GRADERS_FAULT, console, say

LIBRARIES = ("graded-descent", "nbgrader", "torch", "numpy", "matplotlib", "ipython", "jupyterlab")


def doctor() -> None:
    """Show what this machine offers: above all which layers isolate student code, and how to get the missing ones.

    Exit status 1 where isolation is too weak to grade.
    """
    from autograder.execution.sandbox import acceptable, describe, probe

    out = console()
    out.print(f"Python {platform.python_version()} at {sys.executable}, {_cores()} cores, {platform.platform()}")
    out.print(", ".join(f"{name} {_version(name)}" for name in LIBRARIES))
    alembic = shutil.which("alembic") or shutil.which("alembic", path=str(Path(sys.executable).parent))
    out.print(f"alembic, which nbgrader needs for a new gradebook: {alembic or 'MISSING; pip install alembic'}")
    layers = probe()
    rows = Table("layer", "active", "what it protects", "how to get it")
    for row in describe(layers):
        rows.add_row(row.layer, "yes" if row.active else "no", row.protects, row.remedy)
    out.print(rows)
    refusal = acceptable(layers)
    if refusal is not None:
        out.print(f"Not enough to grade: {refusal}", style="red")
        raise typer.Exit(GRADERS_FAULT)
    say("Student code is isolated well enough to grade.")


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "MISSING"
