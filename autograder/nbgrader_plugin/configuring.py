"""What the kit changes in nbgrader: labkit beside notebooks, what is run, how it is run, and what is saved.

nbgrader_config.py calls `configure`; `nbgrader autograde`, formgrader's button and every other way into nbgrader's
converters then go through the four steps in `autograder.nbgrader_plugin.steps`. Without them the course is still a
plain nbgrader course. This module is imported by every nbgrader command, so it imports nothing heavy itself.
"""

from __future__ import annotations

import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from autograder.nbgrader_plugin.formgrader_pages import show_text_as_text

OWN = "autograder.nbgrader_plugin.steps."
STOCK = "nbgrader.preprocessors."


def configure(c: Any, file: str, course_id: str) -> None:
    """Make the folder of an nbgrader_config.py a course of this kit.

    Args:
        c: nbgrader's configuration object, ``get_config()``
        file: that file's ``__file__``
        course_id: the course's name in the gradebook
    """
    root = Path(file).absolute().parent
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.course_id = course_id
    c.GenerateAssignment.preprocessors = [
        *(STOCK + name for name in _RELEASE_STEPS),
        OWN + "AddLabkit",
    ]
    c.Autograde.sanitize_preprocessors = [
        OWN + "RestoreRelease",
        OWN + "AddLabkit",
        *(STOCK + name for name in _SANITIZE_STEPS),
    ]
    c.Autograde.autograde_preprocessors = [
        OWN + "ExecuteInSandbox",
        STOCK + "IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        STOCK + "LimitOutput",
        OWN + "SaveVerdicts",
        STOCK + "AssignLatePenalties",
        STOCK + "CheckCellMetadata",
    ]
    # formgrader and feedback would show students' HTML and names as they are.
    c.HTMLExporter.filters = dict(_FILTERS)
    c.HTMLExporter.preprocessors = ["autograder.pages.filters.escape_names"]
    show_text_as_text()
    c.GenerateFeedback.HTMLExporter.extra_template_basedirs = _feedback_templates()
    # Counts where an instructor goes back to nbgrader's own steps: a deleted test cell must not keep an old score.
    c.OverwriteCells.add_missing_cells = True
    c.Autograde.pre_convert_hook = partial(register_missing, root)
    # nbgrader export: names that students choose are no formulas and no further columns.
    c.ExportApp.plugin_class = "autograder.platforms.marks.plain_csv.CsvExporter"
    if "nbgrader.converters.base" in sys.modules:
        from autograder.nbgrader_plugin.guard import guard

        guard(root)
    # nbgrader zip_collect: downloads from Canvas and Moodle, matched to the roster.
    c.ZipCollectApp.extractor_plugin = "autograder.platforms.collecting.plugins.SafeExtractor"
    c.ZipCollectApp.collector_plugin = "autograder.platforms.collecting.plugins.LmsCollector"


_FILTERS = {
    "markdown2html": "autograder.pages.filters.markdown_to_html",
    "highlight_code": "autograder.pages.filters.code_to_html",
    "ansi2html": "autograder.pages.filters.text_to_html",
    "strip_files_prefix": "autograder.pages.filters.unchanged",
    "clean_html": "autograder.pages.sanitizing.clean_html",
}
# nbgrader 0.9.6's own lists, less what is replaced.
_RELEASE_STEPS = (
    "IncludeHeaderFooter",
    "InstantiateTests",
    "LockCells",
    "ClearSolutions",
    "ClearOutput",
    "CheckCellMetadata",
    "ComputeChecksums",
    "SaveCells",
    "ClearHiddenTests",
    "ClearMarkScheme",
    "ComputeChecksums",
    "CheckCellMetadata",
)
_SANITIZE_STEPS = ("ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells", "CheckCellMetadata")


def _feedback_templates() -> list[str]:
    """Folders of templates for feedback pages: the kit's, then nbgrader's."""
    nbgrader = find_spec("nbgrader")
    folders = [] if nbgrader is None else list(nbgrader.submodule_search_locations or [])
    own = Path(__file__).parent / "feedback_templates"
    return [str(own), *(str(Path(folder, "server_extensions", "formgrader", "templates")) for folder in folders)]


def register_missing(root: Path, assignment: str, student: str, notebooks: list[str]) -> None:
    """Before a submission is graded: links are kept out, and an assignment that the gradebook lacks is registered."""
    from autograder.assignments.releases import ensure_registered
    from autograder.course.course import find_course
    from autograder.nbgrader_plugin.guard import guard

    guard(root)
    ensure_registered(find_course(root), assignment)
