"""docs/architecture.md says what is so: its map, its drawing and its names fit the code, and imports run one way."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path

import pytest
from import_graph import PACKAGES, ROOT, circle, imports, modules, reached, within

from autograder.former_names import NOW

PAGE = (ROOT / "docs" / "architecture.md").read_text()
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
GRAPH = imports()
FOLDERS = sorted({name for name, file in modules().items() if file.name == "__init__.py"})
MAP = re.findall(r"^\| `((?:autograder|reference|labkit)/[^`]*)` \|", PAGE, re.MULTILINE)
"""Every folder, and some modules, that the page puts on the map, in its order."""
FORMER = re.findall(r"^\| `([\w.*]+)` \| `([\w.*]+)` \|$", PAGE, re.MULTILINE)


def dotted(place: str) -> str:
    return place.removesuffix(".py").strip("/").replace("/", ".")


def drawn() -> dict[str, set[str]]:
    """The arrows between folders in the page's first drawing; those between whole packages are not among them."""
    drawing = re.search(r"```mermaid\n(.*?)```", PAGE, re.DOTALL)
    assert drawing is not None
    arrows: dict[str, set[str]] = {}
    for ends, targets in re.findall(r"^ {8}([\w &]+?) --> ([\w &]+)$", drawing[1], re.MULTILINE):
        for end in ends.split(" & "):
            arrows.setdefault(end, set()).update(targets.split(" & "))
    return arrows


def test_imports_between_packages_run_one_way() -> None:
    for position, package in enumerate(PACKAGES):
        for module in (name for name in GRAPH if name.split(".")[0] == package):
            above = [name for name in GRAPH[module] if name.split(".")[0] in PACKAGES[:position]]
            assert above == [], f"{module} imports what stands above it"


def test_no_module_imports_itself_through_others() -> None:
    assert circle(GRAPH) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_folder_imports_itself_through_others(folder: str) -> None:
    assert circle(within(folder, GRAPH)) == []


def test_every_folder_of_the_code_is_on_the_map() -> None:
    assert [folder for folder in FOLDERS if folder not in (*PACKAGES, *map(dotted, MAP))] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_each_place_on_the_map_imports_only_from_places_below_it(package: str) -> None:
    places = [place for place in map(dotted, MAP) if place.startswith(f"{package}.")]
    order = list(dict.fromkeys(place.split(".")[1] for place in places))
    for place, imported in within(package, GRAPH).items():
        below = order[order.index(place) + 1 :] if place in order else order
        assert imported - {*below} == set(), f"{package}.{place} stands below them on the map of docs/architecture.md"


@pytest.mark.parametrize("package", PACKAGES)
def test_the_drawing_shows_the_imports_between_folders(package: str) -> None:
    real, arrows = within(package, GRAPH), drawn()
    for start in real.keys() & arrows.keys():
        assert arrows[start] - real[start] == set(), f"the drawing has arrows from {start} that no import has"
    for start in real.keys() - {"__main__"}:
        assert real[start] - reached(arrows, start) == set(), f"the drawing lacks imports of {start}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_module_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text().partition("## Former names")[0]
    tops = "autograder|reference|labkit|tests|benchmarks"
    named = re.findall(rf"`((?:{tops})/[\w/.-]*)`", text)
    assert [place for place in named if not any((base / place).exists() for base in (ROOT, ROOT / "tests"))] == []
    names = re.findall(r"[`=]((?:autograder|reference|labkit)(?:\.\w+)+)", text)
    assert [name for name in names if not is_there(name)] == []


def is_there(name: str) -> bool:
    """Whether a dotted name is a module, or something defined in one."""
    known = modules()
    module, _, last = name.rpartition(".")
    return name in known or (module in known and re.search(rf"\b{last}\b", known[module].read_text()) is not None)


def test_former_names_lead_to_modules_of_today() -> None:
    known = modules()
    pairs = [(was.removesuffix(".*"), now.removesuffix(".*")) for was, now in FORMER]
    assert len(pairs) > len(NOW)
    assert [now for _, now in pairs if now not in known] == []
    assert [was for was, _ in pairs if was in known and known[was].name != "__init__.py"] == []
    for was, now in NOW.items():
        folder_was, folder_now = was.rpartition(".")[0], now.rpartition(".")[0]
        assert (was, now) in pairs or (folder_was, folder_now) in pairs, f"{was} is missing in the table"


FORMATS = {
    "`expected.json`": "labkit.judging.expected",
    "`drills.json`": "labkit.drills.known_drills",
    "`handouts/NOTEBOOK.json` in the released `labkit/`": "labkit.evidence.handout",
    "evidence of a task": "labkit.evidence.collecting",
    "`.descent/evidence/*/*.jsonl`": "autograder.grading.evidence_store",
    "`.descent/keys/*.keys`": "autograder.references.key_files",
    "`.descent/solution-runs/LAB/*.json`": "autograder.references.kept_runs",
}
"""Files with a number of their own, as the page calls them, and the module that holds the number."""


@pytest.mark.parametrize(("file", "module"), FORMATS.items())
def test_the_page_gives_the_number_of_each_format(file: str, module: str) -> None:
    assert f"| {file} | {importlib.import_module(module).FORMAT} |" in PAGE


def test_every_number_of_a_format_is_on_the_page() -> None:
    numbered = [
        name for name, path in modules().items() if re.search(r"^FORMAT = \d+$", path.read_text(), re.MULTILINE)
    ]
    assert sorted(numbered) == sorted(FORMATS.values())


@pytest.mark.parametrize("lab", sorted(path.name for path in (ROOT / "source").iterdir() if path.is_dir()))
def test_the_page_names_the_graded_cells_of_the_labs_and_their_points(lab: str) -> None:
    (row,) = re.findall(rf"^\|[^|]*`{lab}`[^|]*\|([^|]*)\|$", PAGE, re.MULTILINE)
    points = dict(re.findall(r"`([\w-]+)` (\d+)", row))
    cells = json.loads((ROOT / "source" / lab / f"{lab}.ipynb").read_text())["cells"]
    marked = [cell["metadata"]["nbgrader"] for cell in cells if "nbgrader" in cell["metadata"]]
    assert {mark["grade_id"]: str(mark["points"]) for mark in marked if mark["grade"]} == points
    answers = {mark["grade_id"] for mark in marked if mark["solution"]}
    assert answers == {"practice-train", "practice-plot", "practice-explain"}
