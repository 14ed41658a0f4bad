"""A command imports nbgrader's gradebook without the rest of nbgrader, which is whole for whoever asks for it."""

from __future__ import annotations

import subprocess
import sys

PARTS = "from autograder.seams.nbgrader import import_parts_alone; import_parts_alone(); "
LOADED = "import sys; print([name for name in ('nbconvert', 'tornado.web', 'nbgrader.apps') if name in sys.modules])"


def said(code: str) -> str:
    """What a Python of its own says: in that of the tests nbgrader is imported already."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_gradebook_comes_without_nbgraders_web_server() -> None:
    assert said(f"{PARTS} from nbgrader.api import Gradebook; {LOADED}") == "[]"
    everything = "['nbconvert', 'tornado.web', 'nbgrader.apps']"
    assert said(f"import nbgrader; {LOADED}") == everything  # else there is nothing to leave out


def test_it_is_an_extension_of_the_server_once_it_is_asked() -> None:
    asked = f"{PARTS} import nbgrader.api; import nbgrader; print(nbgrader._jupyter_server_extension_points())"
    assert said(asked) == "[{'module': 'nbgrader'}]"
    loads = "print(nbgrader.load_formgrader.__module__)"
    assert said(f"{PARTS} import nbgrader; {loads}") == said(f"import nbgrader; {loads}")


def test_its_version_and_its_commands_are_the_same() -> None:
    code = (
        "import nbgrader; from nbgrader.converters import Autograde; print(nbgrader.__version__, Autograde.__module__)"
    )
    assert said(PARTS + code) == said(code)


def test_what_it_has_not_is_missing_as_everywhere() -> None:
    assert said(f"{PARTS} import nbgrader; print(hasattr(nbgrader, 'nothing'), hasattr(nbgrader, '__no__'))") == (
        "False False"
    )


def test_a_process_that_has_it_keeps_it() -> None:
    code = "import nbgrader; had = nbgrader; import sys; "
    assert said(f"{code} {PARTS} print(sys.modules['nbgrader'] is had, type(had).__name__)") == "True module"
