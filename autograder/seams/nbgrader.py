"""What the kit uses of nbgrader that nbgrader does not promise: copied lists, replaced functions, rows, inner names.

Every nbgrader command imports this module with a course's configuration, so it imports nbgrader itself only where a
function needs it.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""table -> rows, each a mapping from column to value"""
Replacement = Callable[[Any], Callable[..., Any]]
"""Makes of nbgrader's own function the one that takes its place."""

# The steps of nbgrader's converters

STOCK = "nbgrader.preprocessors."
EXECUTE = STOCK + "Execute"
SAVE_SCORES = STOCK + "SaveAutoGrades"
RELEASE_STEPS = tuple(
    STOCK + name
    for name in (
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
)
"""A copy of ``GenerateAssignment.preprocessors``: a configuration can replace nbgrader's list, not add to it, and to
read it from the class would import all of nbgrader into everything that reads a course's configuration. A step that
nbgrader adds would be missing from releases."""
SANITIZE_STEPS = (
    STOCK + "ClearOutput",
    STOCK + "DeduplicateIds",
    STOCK + "OverwriteKernelspec",
    STOCK + "OverwriteCells",
    STOCK + "CheckCellMetadata",
)
"""A copy of ``Autograde.sanitize_preprocessors``, for the same reason: what is done to a submission before it runs."""
AUTOGRADE_STEPS = (
    EXECUTE,
    STOCK + "IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    STOCK + "LimitOutput",
    SAVE_SCORES,
    STOCK + "AssignLatePenalties",
    STOCK + "CheckCellMetadata",
)
"""A copy of ``Autograde.autograde_preprocessors``, for the same reason: how a submission runs and is scored."""


FEEDBACK_STEPS = (STOCK + "GetGrades", "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor")
"""A copy of ``GenerateFeedback.preprocessors``, for the same reason: what a feedback page is made with."""


def converter_of(preprocessor: Any) -> Any:
    """The converter that runs a preprocessor.

    Uses that nbgrader makes the exporter a child of the converter, and nbconvert the preprocessor one of the exporter;
    a preprocessor is handed nothing that leads to its converter. Otherwise the kit's steps find no course.
    """
    return preprocessor.parent.parent


def late_penalty(config: Any) -> Callable[[str, float, float], float | None]:
    """The late penalty that a course is configured to give: student, score, seconds late -> points, or None for none.

    Uses `AssignLatePenalties._check_late_penalty`, which bounds a plugin's penalty by 0 and the score: nbgrader applies
    it to one submission at a time only, with several openings of the gradebook. Were it gone, late submissions could
    not be graded; did it bound otherwise, a graded class would differ from one that nbgrader grades.
    """
    from nbgrader.preprocessors import AssignLatePenalties

    step = AssignLatePenalties(config=config)
    step.init_plugin()

    def penalty(student: str, score: float, seconds: float) -> float | None:
        wanted = step.plugin_inst.late_submission_penalty(student, score, seconds)
        return None if wanted is None else float(step._check_late_penalty(SimpleNamespace(score=score), wanted))

    return penalty


# Where nbgrader looks into submissions

CONVERTERS = "nbgrader.converters.base"


def converters_are_loaded() -> bool:
    """Whether this process has imported nbgrader's converters, so that functions of theirs can be replaced."""
    return CONVERTERS in sys.modules


def replace_looks_into_submissions(
    find_all_files: Replacement, init_notebooks: Replacement, get_existing_timestamp: Replacement
) -> None:
    """Replace the three functions by which nbgrader's converters look into folders; once, where they are loaded.

    `find_all_files(path, exclude)` lists what is copied beside a notebook, `BaseConverter.init_notebooks(self)` finds
    submissions, and `CourseDirectory.get_existing_timestamp(self, dest_path)` reads timestamp.txt. nbgrader has no
    setting for any of them. Were they renamed or called otherwise, `nbgrader autograde` would follow a student's links,
    and one odd file would end the grading of a class.
    """
    base: Any = sys.modules.get(CONVERTERS)
    if base is None or hasattr(base.find_all_files, "nbgraders_own"):
        return
    from nbgrader.coursedir import CourseDirectory

    for owner, name, replacement in (
        (base, "find_all_files", find_all_files),
        (base.BaseConverter, "init_notebooks", init_notebooks),
        (CourseDirectory, "get_existing_timestamp", get_existing_timestamp),
    ):
        nbgraders_own = getattr(owner, name)
        ours: Any = replacement(nbgraders_own)
        ours.nbgraders_own = nbgraders_own
        setattr(owner, name, ours)


def collect_folder(app: Any) -> Path:
    """The folder in which ``nbgrader zip_collect`` unpacks a download.

    Uses `ZipCollectApp._format_collect_path`: a plugin is told the files' paths only, and the folder by itself is what
    their names are relative to. Without it no download could be collected.
    """
    return Path(app._format_collect_path(app.extracted_directory))


# formgrader's and feedback's pages

FORMGRADER = "nbgrader.server_extensions.formgrader.formgrader"
DIALOGS = 'formgrader/static/js/utils.js"></script>'
"""How the templates of formgrader's pages load the function createModal(id, title, body, footer), which shows a
sentence with an id in it as HTML. Were it called otherwise, such an id could run as a script of whoever grades."""
NAMES_IN_PAGES = frozenset(("student", "first_name", "last_name", "notebook_path"))
"""What formgrader hands to its template of a submission, as nbconvert's resources, of words that students choose; its
template puts them in as they are. Another name for one of them would not be escaped."""


def replace_formgrader_templates(make: Callable[[BaseLoader], Environment]) -> None:
    """Let formgrader make its pages with another environment of templates, in a server that is about to load it.

    Replaces the class that formgrader's module imported as ``Environment`` and calls with ``loader=`` alone: its pages
    can be configured in no way. Did it make them otherwise, ids of students would be put into pages unescaped.
    """
    from jinja2 import Environment

    formgrader = sys.modules.get(FORMGRADER)
    if formgrader is not None and formgrader.Environment is Environment:
        formgrader.Environment = make  # type: ignore[attr-defined]


def template_folders() -> list[str]:
    """The folder of nbgrader's templates for feedback pages, found without importing nbgrader.

    Uses where it lies inside nbgrader: naming folders of one's own takes the place of nbgrader's. Without it there
    would be no feedback pages.
    """
    nbgrader = find_spec("nbgrader")
    folders = [] if nbgrader is None else list(nbgrader.submodule_search_locations or [])
    return [str(Path(folder, "server_extensions", "formgrader", "templates")) for folder in folders]


# The gradebook

NO_RESPONSE = "No response."
"""The comment that nbgrader's SaveAutoGrades gives to an answer that is as released: a copy of its words, which stand
in the middle of a method. Other words would only look different."""

COLUMNS: Mapping[str, frozenset[str]] = {
    "student": frozenset({"id", "first_name", "last_name", "email", "lms_user_id"}),
    "submitted_assignment": frozenset({"id", "assignment_id", "student_id", "timestamp", "extension"}),
    "submitted_notebook": frozenset({"id", "notebook_id", "assignment_id", "flagged", "late_submission_penalty"}),
    "grade": frozenset(
        {"id", "notebook_id", "cell_id", "auto_score", "manual_score", "extra_credit", "needs_manual_grade"}
    ),
    "comment": frozenset({"id", "notebook_id", "cell_id", "auto_comment", "manual_comment"}),
}
"""The columns of the tables that a graded class is written to, all of which the kit knows."""
REGISTRATION = ("assignment", "notebook", "base_cell", "grade_cells", "solution_cells", "task_cells", "source_cell")
"""The tables that hold a registered assignment, each after those that its rows name."""


def insert_rows(session: Any, model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows to the table of one of nbgrader's models in one statement.

    Goes past nbgrader's API, which adds one row at a time and opens the gradebook for each submission: minutes for a
    class. A row has every column that nbgrader's own defaults would fill, see `COLUMNS`; a column that nbgrader adds
    would stay empty, and what its models do when an object is made would be left out.
    """
    from sqlalchemy import insert

    if rows:
        session.execute(insert(model.__table__), list(rows))


def update_rows(session: Any, model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Change rows of a model's table by their ids in one statement; past nbgrader's API as `insert_rows`."""
    from sqlalchemy import update

    if rows:
        session.execute(update(model), list(rows))


def registration(session: Any, assignment: str) -> dict[str, list[dict[str, Any]]]:
    """All that a gradebook holds of one assignment without its submissions: table -> rows, see `REGISTRATION`.

    Uses nbgrader's tables and how they name each other. nbgrader can register an assignment only by releasing it again,
    which would draw another release than the one that students have. A table that nbgrader adds would be left out.
    """
    from nbgrader.api import Base

    tables = Base.metadata.tables
    found: dict[str, list[dict[str, Any]]] = {}

    def take(table: str, column: str, values: Sequence[Any]) -> list[Any]:
        chosen = tables[table].select().where(tables[table].c[column].in_(values)).order_by(tables[table].c.id)
        found[table] = [dict(row) for row in session.execute(chosen).mappings()]
        return [row["id"] for row in found[table]]

    notebooks = take("notebook", "assignment_id", take("assignment", "name", [assignment]))
    cells = take("base_cell", "notebook_id", notebooks)
    for kind in ("grade_cells", "solution_cells", "task_cells"):
        take(kind, "id", cells)
    take("source_cell", "notebook_id", notebooks)
    return {table: found[table] for table in REGISTRATION}


def register(session: Any, rows: Rows) -> None:
    """Bring what `registration` found into another gradebook, as it is."""
    from nbgrader.api import Base
    from sqlalchemy import insert

    for table in REGISTRATION:
        if rows[table]:
            session.execute(insert(Base.metadata.tables[table]), list(rows[table]))


# Programs and settings

MIGRATIONS = "alembic"
"""The program that nbgrader starts by this name for a new gradebook."""


@contextmanager
def tools_on_path() -> Iterator[None]:
    """Let nbgrader find `MIGRATIONS`, which lies beside the Python that runs us and not always on the path.

    nbgrader has no setting for where it is; without it no gradebook could be made.
    """
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join(filter(None, [before, str(Path(sys.executable).parent)]))
    try:
        yield
    finally:
        os.environ["PATH"] = before


def migrations_program() -> str | None:
    """Where `MIGRATIONS` lies; None where nbgrader could make no gradebook."""
    with tools_on_path():
        return shutil.which(MIGRATIONS)


CELL_NAME = r"[a-zA-Z0-9_\-]+"
"""What a cell's name may hold in the form Create Assignment: a copy of a rule in nbgrader's script. Another rule would
let an author choose names that `descent check-lab` refuses, or the other way round."""


def course_app(root: Path, log_level: int) -> Any:
    """nbgrader's base application, configured by the user's Jupyter settings and by the course in `root`, nothing else.

    Uses the attribute `load_cwd_config`, which is no setting, so that the folder that a command happens to be started
    in does not configure another course; and leaves out `NbGrader.load_config_file`, which warns where neither that
    folder nor the user's settings configure nbgrader. Were either renamed, courses could be mixed up, or every command
    would warn.

    Raises:
        Exception: whatever the course's configuration file raises.
    """
    from jupyter_core.application import JupyterApp
    from nbgrader.apps import NbGrader

    class CourseSettings(NbGrader):  # type: ignore[misc]
        load_cwd_config = False

        def load_config_file(self, **kwargs: Any) -> None:
            JupyterApp.load_config_file(self, **kwargs)

    app = CourseSettings(log_level=log_level, raise_config_file_errors=True)
    app.initialize([], root=str(root))
    return app


def import_parts_alone() -> None:
    """Let modules of nbgrader be imported without the package's own imports, until something asks for those.

    Uses that `nbgrader/__init__.py` holds nothing but its version and its extensions of Jupyter's server, which import
    a web server, nbconvert and every nbgrader command: a second and more of a start that needs the gradebook alone. Did
    it come to do more, that would be missing until one of its names is asked for. To be called by a command, before it
    imports nbgrader; a process that has it keeps it.
    """
    spec = find_spec("nbgrader")
    if "nbgrader" not in sys.modules and spec is not None:
        sys.modules["nbgrader"] = _Package(spec)


class _Package(ModuleType):
    """nbgrader without its own code having run; it runs where a name is asked for that no module of it has."""

    def __init__(self, spec: ModuleSpec) -> None:
        super().__init__(spec.name)
        self.__dict__.update(
            __spec__=spec,
            __loader__=spec.loader,
            __package__=spec.name,
            __path__=spec.submodule_search_locations,
            __file__=spec.origin,
        )

    def __getattr__(self, name: str) -> Any:
        if name == "__version__":
            return import_module("nbgrader._version").__version__
        if name.startswith("__") or find_spec(f"nbgrader.{name}") is not None:
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment]
        assert self.__spec__ is not None
        assert self.__spec__.loader is not None
        self.__spec__.loader.exec_module(self)
        return getattr(self, name)
