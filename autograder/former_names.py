"""Former names of modules that courses and lab files name: they still work, with a warning that says today's name.

A course's nbgrader_config.py names exporters and preprocessors by dotted paths, and a lab file imports what it is made
of. Such files are the instructor's; they keep working as they were written.
"""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

NOW = {
    "autograder.collecting.plugins": "autograder.platforms.collecting.plugins",
    "autograder.export.canvas": "autograder.platforms.marks.canvas",
    "autograder.export.moodle": "autograder.platforms.marks.moodle",
    "autograder.export.plain": "autograder.platforms.marks.plain_csv",
    "autograder.nbgrader_steps": "autograder.nbgrader_plugin.steps",
    "autograder.page_filters": "autograder.pages.filters",
    "autograder.sanitize": "autograder.pages.sanitizing",
    "labkit.key": "labkit.judging.key",
    "labkit.task": "labkit.evidence.task",
    "reference.data": "reference.recipes.data",
    "reference.lab": "reference.lab_files.lab",
    "reference.mistakes": "reference.recipes.mistakes",
    "reference.mistakes.change": "reference.recipes.mistakes.change",
    "reference.recipe": "reference.recipes.recipe",
    "reference.tolerances": "reference.keys.tolerances",
    "reference.training": "reference.recipes.training",
}
"""Former module name to today's."""
FOLDERS = ("autograder.collecting", "autograder.export")
"""Packages that no longer exist, within which former names are found."""


class _FormerNames(MetaPathFinder, Loader):
    """Finds modules under former names; comes first: an old checkout may still hold empty folders of that name."""

    def __init__(self) -> None:
        self._specs: dict[str, ModuleSpec | None] = {}

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name in NOW or name in FOLDERS:
            return ModuleSpec(name, self, is_package=name in FOLDERS)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        if spec.name in FOLDERS:
            return None
        now = NOW[spec.name]
        warnings.warn(f"{spec.name} is now {now}; please write it so.", FutureWarning, stacklevel=2)
        module = importlib.import_module(now)
        self._specs[spec.name] = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Today's module has been run already, and stays what it is."""
        former = module.__spec__.name if module.__spec__ else ""
        if former in self._specs:
            module.__spec__ = self._specs.pop(former)


def find_former_names() -> None:
    """Let former names be imported; does nothing the second time."""
    if not any(isinstance(finder, _FormerNames) for finder in sys.meta_path):
        sys.meta_path.insert(0, _FormerNames())
