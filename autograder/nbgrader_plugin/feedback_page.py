"""The kit's step in nbgrader's GenerateFeedback: what the feedback page shows beside the notebook."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List, Unicode

from autograder.feedback.findings import BY_HAND, findings_of
from autograder.feedback.sections import NOTES, Section, sections
from autograder.feedback.summary import grades_of, lines_of, still_waiting
from autograder.nbgrader_plugin.folders import destination, remove_labkit
from autograder.seams.nbgrader import NO_RESPONSE, converter_of

SCRIPT = Path(__file__).parent / "feedback_templates" / "descent" / "feedback.js"
_SCRIPTS = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class SummariseFeedback(NbGraderPreprocessor):  # type: ignore[misc]
    """Hands the summary and the sections to the template `descent`; leaves no labkit in the feedback folder."""

    # nbconvert configures it for every step, and warns of those that have none
    display_data_priority = List(Unicode()).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Add to nbconvert's resources; the notebook stays."""
        names = resources["nbgrader"]
        # graded by an earlier version, it has a copy, which nbgrader brings along
        remove_labkit(destination(converter_of(self).coursedir, "feedback", names))
        with Gradebook(names["db_url"]) as gradebook:
            found = gradebook.find_submission_notebook(names["notebook"], names["assignment"], names["student"])
            grades = grades_of(found)
        findings = findings_of(nb.metadata)
        lines = lines_of(findings, grades)
        titles = {line.name: line.title for line in lines}
        parts = sections(nb.cells, NOTES, titles)
        resources["graded_descent"] = {
            "lines": lines,
            "titles": titles,
            "waiting": {line.name: True for line in lines if line.points is None},
            "judged": {one.name: True for one in findings if one.outcome != BY_HAND},
            "waits": still_waiting(lines),
            "comments": _comments(nb.cells, parts),
            "sections": parts,
            "script": _script(),
            "policy": policy([_script(), *_verdict_scripts(nb.cells)]),
        }
        return nb, resources


def _comments(cells: Sequence[Any], parts: Iterable[Section]) -> dict[str, str]:
    """The answers that somebody commented on: grade_id -> the title of the part of the page that it stands in."""
    found = {}
    for part in parts:
        for cell in cells[part.first : part.end]:
            about = cell.metadata.get("nbgrader") or {}
            if about.get("comment") and about["comment"] != NO_RESPONSE:
                found[str(about.get("grade_id"))] = part.title
    return found


def policy(scripts: Iterable[str]) -> str:
    """A content security policy: nothing is fetched, and nothing runs but these scripts."""
    allowed = " ".join(dict.fromkeys(_hash(script) for script in scripts))
    return (
        f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {allowed}; "
        "base-uri 'none'; form-action 'none'"
    )


def _verdict_scripts(cells: Iterable[Any]) -> Iterable[str]:
    """Scripts in verdicts, which the grader wrote; outputs of students have none, see `autograder.pages.sanitizing`."""
    for cell in cells:
        about = cell.metadata.get("nbgrader") or {}
        if cell.cell_type == "code" and about.get("grade") and not about.get("solution"):
            for output in cell.outputs:
                yield from _SCRIPTS.findall(str((output.get("data") or {}).get("text/html", "")))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8").strip()
