"""What the kit changes in nbgrader: labkit beside notebooks, what is run, how it is run, and what is saved.

nbgrader_config.py calls `configure`; `nbgrader autograde`, formgrader's button and every other way into nbgrader's
converters then go through the four steps in `autograder.nbgrader_plugin.steps`. Without them the course is still a
plain nbgrader course. This module is imported by every nbgrader command, so it imports nothing heavy itself.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from autograder.nbgrader_plugin.formgrader_pages import show_text_as_text
from autograder.seams import nbgrader as seam

OWN = "autograder.nbgrader_plugin.steps."
REPLACED = {seam.EXECUTE: OWN + "ExecuteInSandbox", seam.SAVE_SCORES: OWN + "SaveVerdicts"}
"""nbgrader's step -> the kit's in its place"""


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
        *seam.RELEASE_STEPS,
        OWN + "AddLabkit",
    ]
    c.Autograde.sanitize_preprocessors = [
        OWN + "RestoreRelease",
        OWN + "AddLabkit",
        *seam.SANITIZE_STEPS,
    ]
    c.Autograde.autograde_preprocessors = [REPLACED.get(step, step) for step in seam.AUTOGRADE_STEPS]
    # formgrader and feedback would show students' HTML and names as they are.
    c.HTMLExporter.filters = dict(_FILTERS)
    c.HTMLExporter.preprocessors = [
        "autograder.pages.filters.escape_names",
        "autograder.feedback.beside_questions.show_numbers",
    ]
    show_text_as_text()
    c.GenerateFeedback.HTMLExporter.extra_template_basedirs = _feedback_templates()
    c.GenerateFeedback.HTMLExporter.template_name = "descent"
    c.GenerateFeedback.preprocessors = [
        *seam.FEEDBACK_STEPS,
        "autograder.nbgrader_plugin.feedback_page.SummariseFeedback",
    ]
    # Counts where an instructor goes back to nbgrader's own steps: a deleted test cell must not keep an old score.
    c.OverwriteCells.add_missing_cells = True
    c.Autograde.pre_convert_hook = partial(register_missing, root)
    # nbgrader export: names that students choose are no formulas and no further columns.
    c.ExportApp.plugin_class = "autograder.platforms.marks.plain_csv.CsvExporter"
    if seam.converters_are_loaded():
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


def _feedback_templates() -> list[str]:
    """Folders of templates for feedback pages: the kit's, then nbgrader's."""
    own = Path(__file__).parent / "feedback_templates"
    return [str(own), *seam.template_folders()]


def register_missing(root: Path, assignment: str, student: str, notebooks: list[str]) -> None:
    """Before a submission is graded: links are kept out, and an assignment that the gradebook lacks is registered."""
    from autograder.assignments.releases import ensure_registered
    from autograder.course.course import find_course
    from autograder.nbgrader_plugin.guard import guard

    guard(root)
    ensure_registered(find_course(root), assignment)
