"""What the kit uses of nbgrader is still there, and still does what the kit takes it to do."""

from __future__ import annotations

import inspect
import json
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sentences import relies_on
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from autograder.seams import nbgrader as seam

SEAM = "autograder/seams/nbgrader.py"
nbgraders = partial(relies_on, module=SEAM)
EMPTY = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


def directory(root: Path, **names: str) -> Any:
    from nbgrader.coursedir import CourseDirectory

    return CourseDirectory(root=str(root), **names)


def stock(function: Any) -> Any:
    """nbgrader's own function, where the kit has replaced it in this process."""
    return getattr(function, "nbgraders_own", function)


def parameters(function: Callable[..., Any]) -> list[str]:
    return list(inspect.signature(function).parameters)


def named(steps: Sequence[Any]) -> list[Any]:
    return [import_item(step) if isinstance(step, str) else step for step in steps]


@pytest.mark.parametrize(
    ("converter", "trait", "copied"),
    [
        ("GenerateAssignment", "preprocessors", seam.RELEASE_STEPS),
        ("Autograde", "sanitize_preprocessors", seam.SANITIZE_STEPS),
        ("Autograde", "autograde_preprocessors", seam.AUTOGRADE_STEPS),
        ("GenerateFeedback", "preprocessors", seam.FEEDBACK_STEPS),
    ],
)
def test_the_copied_lists_of_steps_are_nbgraders_own(converter: str, trait: str, copied: Sequence[str]) -> None:
    with nbgraders(f"{converter}.{trait} holds the steps of the kit's copy"):
        own = import_item(f"nbgrader.converters.{converter}")()
        assert named(copied) == named(getattr(own, trait))


def test_a_step_finds_its_converter_and_where_that_writes(tmp_path: Path) -> None:
    from nbgrader.converters import GenerateAssignment
    from nbgrader.preprocessors import NbGraderPreprocessor

    found: list[Any] = []

    class Probe(NbGraderPreprocessor):  # type: ignore[misc]
        def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
            found.extend((seam.converter_of(self), resources["nbgrader"]))
            return nb, resources

    (tmp_path / "source" / "lab").mkdir(parents=True)
    (tmp_path / "source" / "lab" / "one.ipynb").write_text(json.dumps(EMPTY))
    converter = GenerateAssignment(coursedir=directory(tmp_path, assignment_id="lab"), no_database=True)
    converter.preprocessors = [Probe]
    converter.start()
    with nbgraders("a preprocessor's grandparent is its converter, and its resources name what is converted"):
        assert found[0] is converter
        assert {name: found[1][name] for name in ("assignment", "student", "notebook")} == {
            "assignment": "lab",
            "student": ".",
            "notebook": "one",
        }
    written = converter.coursedir.format_path(converter.coursedir.release_directory, ".", "lab")
    assert Path(written, "one.ipynb").is_file()


@pytest.mark.parametrize(("given", "counts"), [(None, None), (1.5, 1.5), (-1.0, 0.0), (11.0, 10.0)])
def test_late_penalties_are_bounded_as_nbgrader_bounds_them(given: float | None, counts: float | None) -> None:
    from nbgrader.plugins import BasePlugin

    class Plugin(BasePlugin):  # type: ignore[misc]
        def late_submission_penalty(self, student: str, score: float, seconds: float) -> float | None:
            assert (student, score, seconds) == ("ada", 10.0, 60.0)
            return given

    config = Config()
    config.AssignLatePenalties.plugin_class = Plugin
    with nbgraders("AssignLatePenalties._check_late_penalty bounds a penalty by 0 and the score"):
        assert seam.late_penalty(config)("ada", 10.0, 60.0) == counts


def test_converters_look_into_submissions_by_the_functions_that_are_replaced(tmp_path: Path) -> None:
    with nbgraders("converters look into folders by find_all_files, init_notebooks and get_existing_timestamp"):
        base = import_module(seam.CONVERTERS)
        coursedir = import_item("nbgrader.coursedir.CourseDirectory")
        assert parameters(stock(base.find_all_files)) == ["path", "exclude"]
        assert parameters(stock(base.BaseConverter.init_notebooks)) == ["self"]
        assert parameters(stock(coursedir.get_existing_timestamp)) == ["self", "dest_path"]
        file = tmp_path / "submitted" / "ada" / "lab" / "one.ipynb"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(EMPTY))
        converter = import_item("nbgrader.converters.Autograde")(coursedir=directory(tmp_path, assignment_id="lab"))
        stock(base.BaseConverter.init_notebooks)(converter)
        assert converter.assignments == {str(file.parent): [str(file)]}


def test_they_are_replaced_once_and_call_what_took_their_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = import_module(seam.CONVERTERS)
    coursedir = import_item("nbgrader.coursedir.CourseDirectory")
    places = ((base, "find_all_files"), (base.BaseConverter, "init_notebooks"), (coursedir, "get_existing_timestamp"))
    for owner, name in places:
        monkeypatch.setattr(owner, name, stock(getattr(owner, name)))
    called: list[str] = []

    def noting(name: str, own: Callable[..., Any]) -> Callable[..., Any]:
        def replaced(*args: Any, **kwargs: Any) -> Any:
            called.append(name)
            return own(*args, **kwargs)

        return replaced

    for _ in range(2):
        seam.replace_looks_into_submissions(*(partial(noting, name) for _, name in places))
    file = tmp_path / "source" / "lab" / "one.ipynb"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(EMPTY))
    (tmp_path / "release" / "lab").mkdir(parents=True)
    generate = import_item("nbgrader.converters.GenerateAssignment")
    with nbgraders("a converter calls these three functions by these names, and by no others"):
        made = generate(coursedir=directory(tmp_path, assignment_id="lab"), no_database=True)
        made.preprocessors = []
        made.start()
        assert called == ["init_notebooks", "get_existing_timestamp", "get_existing_timestamp"]
        called.clear()
        made.force = True
        made.start()
        assert called == ["init_notebooks", "find_all_files"]


def test_a_download_is_unpacked_where_the_plugin_looks(tmp_path: Path) -> None:
    with nbgraders("ZipCollectApp._format_collect_path says where a download is unpacked"):
        app = import_item("nbgrader.apps.ZipCollectApp")()
        app.coursedir = directory(tmp_path, assignment_id="lab")
        assert seam.collect_folder(app) == tmp_path / "downloaded" / "lab" / "extracted"


# formgrader's and feedback's pages


def test_formgrader_makes_its_pages_with_the_environment_that_is_handed_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import jinja2

    formgrader = import_module(seam.FORMGRADER)
    monkeypatch.setattr(formgrader, "Environment", jinja2.Environment)
    with nbgraders("formgrader's module makes its templates by calling its own name Environment with a loader"):
        seam.replace_formgrader_templates(lambda loader: ("ours", loader))  # type: ignore[arg-type, return-value]
        webapp = SimpleNamespace(settings={})
        known = SimpleNamespace(
            url_prefix="", authenticator=None, config=Config(), coursedir=SimpleNamespace(db_url=""), log=None
        )
        formgrader.FormgradeExtension.init_tornado_settings(known, webapp)
        ours, loader = webapp.settings["nbgrader_jinja2_env"]
        assert ours == "ours"
        assert seam.DIALOGS in loader.get_source(None, "base.tpl")[0]


def test_formgraders_dialogs_are_shown_by_the_function_that_is_replaced() -> None:
    handlers = import_module("nbgrader.server_extensions.formgrader.handlers")
    script = Path(handlers.static_path, "js", "utils.js")
    with nbgraders("formgrader shows dialogs by createModal(id, title, body, footer) of utils.js"):
        assert "createModal = function (id, title, body, footer)" in script.read_text()


def test_formgrader_hands_the_known_names_to_its_template_of_a_submission() -> None:
    handlers = import_module("nbgrader.server_extensions.formgrader.handlers")
    harmless = {"assignment_id", "notebook_id", "submission_id", "index", "total", "base_url"}
    with nbgraders("formgrader's page of a submission is given these names, of which four are a student's words"):
        source = inspect.getsource(handlers.SubmissionHandler.get)
        given = source.partition("resources = {")[2].partition("}\n")[0]
        assert set(re.findall(r"'(\w+)': ", given)) == harmless | seam.NAMES_IN_PAGES


def test_feedback_is_made_of_the_templates_in_the_known_folder(tmp_path: Path) -> None:
    with nbgraders("nbgrader's templates of feedback lie in server_extensions/formgrader/templates"):
        made = import_item("nbgrader.converters.GenerateFeedback")(coursedir=directory(tmp_path))
        own = made.config.HTMLExporter.extra_template_basedirs
        assert [Path(folder).resolve() for folder in seam.template_folders()] == [Path(one).resolve() for one in own]
        assert all((Path(folder) / "feedback").is_dir() for folder in own)


# The gradebook


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook that nbgrader has made, with nothing in it."""
    from nbgrader.api import Gradebook

    file = tmp_path_factory.mktemp("gradebook") / "empty.db"
    with seam.tools_on_path(), Gradebook(f"sqlite:///{file}"):
        return file


def test_the_words_for_an_answer_as_released_are_nbgraders_own() -> None:
    with nbgraders(f"SaveAutoGrades writes the comment {seam.NO_RESPONSE!r}"):
        source = inspect.getsource(import_item("nbgrader.preprocessors.SaveAutoGrades"))
        assert f'"{seam.NO_RESPONSE}"' in source


def test_every_table_and_every_column_that_is_written_to_is_known() -> None:
    tables = import_item("nbgrader.api.Base").metadata.tables
    with nbgraders("the gradebook has these tables, and those that a class is written to these columns"):
        assert set(tables) == {*seam.COLUMNS, *seam.REGISTRATION, "course"}
        assert {name: frozenset(column.name for column in tables[name].columns) for name in seam.COLUMNS} == dict(
            seam.COLUMNS
        )
    with nbgraders("a registered assignment names no table but those before it, and the course"):
        for position, name in enumerate(seam.REGISTRATION):
            named = {key.column.table.name for key in tables[name].foreign_keys}
            assert named <= {*seam.REGISTRATION[:position], "course"}, name


def test_rows_go_into_the_gradebook_and_are_changed_there(empty: Path, tmp_path: Path) -> None:
    from nbgrader.api import Gradebook, Student

    shutil.copy(empty, tmp_path / "one.db")
    with (
        Gradebook(f"sqlite:///{tmp_path}/one.db") as gradebook,
        nbgraders("the tables of nbgrader's models take rows by their columns"),
    ):
        seam.insert_rows(gradebook.db, Student, [])
        seam.insert_rows(gradebook.db, Student, [{"id": "ada"}, {"id": "ben"}])
        seam.update_rows(gradebook.db, Student, [{"id": "ben", "last_name": "B"}])
        gradebook.db.commit()
        assert {one.id: one.last_name for one in gradebook.students} == {"ada": None, "ben": "B"}


def test_a_registered_assignment_goes_into_another_gradebook_without_its_submissions(
    empty: Path, tmp_path: Path
) -> None:
    from nbgrader.api import Gradebook

    for name in ("one.db", "two.db"):
        shutil.copy(empty, tmp_path / name)
    with Gradebook(f"sqlite:///{tmp_path}/one.db") as gradebook:
        gradebook.add_assignment("lab", duedate=datetime(2026, 3, 1))
        gradebook.add_assignment("other")
        gradebook.add_notebook("first", "lab")
        gradebook.add_grade_cell("test", "first", "lab", max_score=2, cell_type="code")
        gradebook.add_solution_cell("answer", "first", "lab")
        gradebook.add_task_cell("task", "first", "lab", max_score=1, cell_type="markdown")
        gradebook.add_source_cell("test", "first", "lab", cell_type="code", source="1", locked=True)
        gradebook.add_student("ada")
        gradebook.add_submission("lab", "ada")
        with nbgraders("these tables hold an assignment"):
            rows = seam.registration(gradebook.db, "lab")
    assert {name: len(found) for name, found in rows.items()} == {
        "assignment": 1,
        "notebook": 1,
        "base_cell": 3,
        "grade_cells": 1,
        "solution_cells": 1,
        "task_cells": 1,
        "source_cell": 1,
    }
    with Gradebook(f"sqlite:///{tmp_path}/two.db") as gradebook:
        with nbgraders("rows of an assignment make one in another gradebook"):
            seam.register(gradebook.db, rows)
            gradebook.db.commit()
            assert gradebook.find_assignment("lab").max_score == 3
            assert seam.registration(gradebook.db, "lab") == rows
        assert [one.name for one in gradebook.assignments] == ["lab"]
        assert gradebook.students == []


# Programs and settings


def test_nbgrader_finds_the_program_for_a_new_gradebook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    with nbgraders(f"nbgrader starts {seam.MIGRATIONS} by its name, which lies beside Python"):
        assert Path(str(seam.migrations_program())).parent == Path(sys.executable).parent
        with seam.tools_on_path():
            assert import_item("nbgrader.api.get_alembic_version")()


def test_the_rule_for_names_of_cells_is_that_of_create_assignment() -> None:
    package = Path(str(import_module("nbgrader").__file__)).parent
    with nbgraders("Create Assignment lets the names of cells hold letters, digits, - and _"):
        scripts = [path.read_text() for path in sorted((package / "labextension" / "static").glob("*.js"))]
        assert any(f"^{seam.CELL_NAME}$" in script for script in scripts)


def test_a_course_is_configured_by_its_own_folder_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import logging

    for name in ("here", "course"):
        (tmp_path / name).mkdir()
        text = f"c = get_config()\nc.CourseDirectory.course_id = '{name}'\n"
        (tmp_path / name / "nbgrader_config.py").write_text(text)
    monkeypatch.chdir(tmp_path / "here")
    with nbgraders("load_cwd_config keeps the current folder's configuration out, and nothing else reads it"):
        app = seam.course_app(tmp_path / "course", logging.WARNING)
        assert app.coursedir.course_id == "course"
        assert Path(app.coursedir.root) == tmp_path / "course"
    assert "nbgrader_config" not in "".join(capfd.readouterr())
