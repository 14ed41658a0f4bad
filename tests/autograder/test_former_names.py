"""Courses and lab files that were written under former names of modules work as before, with a warning."""

from __future__ import annotations

import importlib
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from traitlets.utils.importstring import import_item

from autograder.former_names import NOW, find_former_names
from reference.lab_files.lab import load_lab

LAB_FILE = """\
from dataclasses import replace

from reference.data import LineData
from reference.labs.two_parameter_sgd import LAB as BUILT_IN
from reference.recipe import Recipe

assert isinstance(BUILT_IN.recipe, Recipe)
LAB = replace(BUILT_IN, safety=40.0)
"""


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was imported under a former name before."""
    for name in NOW:
        monkeypatch.delitem(sys.modules, name, raising=False)


@pytest.mark.parametrize(("former", "now"), NOW.items())
def test_a_former_name_is_the_module_of_today_and_says_so(former: str, now: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        importlib.import_module(former.rpartition(".")[0])  # which may be a former name, too
    with pytest.warns(FutureWarning, match=f"^{former} is now {now}; please write it so.$"):
        module = importlib.import_module(former)
    assert module is importlib.import_module(now)
    assert module.__spec__ is not None
    assert (module.__name__, module.__spec__.name) == (now, now)


def test_an_exporter_is_found_under_its_former_name() -> None:
    with pytest.warns(FutureWarning, match=r"autograder\.platforms\.marks\.canvas"):
        exporter = import_item("autograder.export.canvas.CanvasExporter")
    assert exporter is import_item("autograder.platforms.marks.canvas.CanvasExporter")


def test_a_lab_file_with_former_names_is_a_lab(tmp_path: Path) -> None:
    file = tmp_path / "two_parameter_sgd.py"
    file.write_text(LAB_FILE)
    with pytest.warns(FutureWarning, match=r"reference\.(data|recipe) is now reference\.recipes\."):
        lab = load_lab(file)
    assert (lab.name, lab.safety) == ("two-parameter-sgd", 40.0)


def test_names_are_looked_for_once_however_often_that_is_asked() -> None:
    before = list(sys.meta_path)
    find_former_names()
    assert sys.meta_path == before


def test_a_name_that_never_was_is_not_found() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"autograder\.export\.never"):
        importlib.import_module("autograder.export.never")


def test_former_names_cost_no_import_of_what_they_name() -> None:
    said = "import sys, autograder; print(sorted({'torch', 'nbgrader', 'labkit'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
