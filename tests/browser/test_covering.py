"""Nothing in an answer is painted over the heading with its points, whatever styles, lengths and drawings it has."""

from pathlib import Path

import nbgrader
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook
from playwright.sync_api import Page

from autograder.nbgrader_plugin.configuring import _FILTERS, _feedback_templates

STATIC = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "static"
pytestmark = pytest.mark.browser

BIG = "background:#fff;font-size:40px;color:#000"
ATTEMPTS = {
    "margin": f'<div style="margin-top:-300px;{BIG}">10 of 10</div>',
    "inline padding": f'<span style="padding:99px;{BIG}">10 of 10</span>',
    "inline border": '<span style="border:20px solid #fff;padding:90px 0">10 of 10</span>',
    "relative": f'<div style="position:relative;top:-200px;{BIG}">' + "10 of 10<br>" * 9 + "</div>",
    "moved": f'<div style="transform:translateY(-200px);{BIG}">10 of 10</div>',
    "picture": '<img alt="10 of 10" width="900" height="900" style="margin-top:-800px" '
    'src="data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=">',
    "drawing": '<svg width="10" height="10" style="overflow:visible"><rect x="-900" y="-900" width="4000" height="1800"'
    ' fill="#fff"/></svg>',
    "no height": f'<div style="height:0;{BIG}">' + "10 of 10<br>" * 40 + "</div>",
    "lines of no height": f'<div style="line-height:0;{BIG}">' + "10 of 10<br>" * 40 + "</div>",
    "vertical align": f'<span style="vertical-align:300px;{BIG}">10 of 10</span>',
}


def feedback(*answers: str, template: str = "feedback") -> str:
    """A feedback page of answers with points, by nbgrader's template or by the kit's."""
    cells: list[NotebookNode] = []
    for number, answer in enumerate(answers):
        about = {"grade_id": f"answer-{number}", "grade": True, "solution": True, "locked": False, "schema_version": 3}
        points = {"points": 10, "score": 1, "comment": "", "cell_type": "markdown"}
        cells.append(new_markdown_cell(answer, metadata={"nbgrader": {**about, **points}}))
    exporter = HTMLExporter(
        template_name=template,
        extra_template_basedirs=_feedback_templates(),
        extra_template_paths=[str(STATIC / "node_modules" / "bootstrap" / "dist" / "css")],
        filters=dict(_FILTERS),
    )
    known = {"nbgrader": {"score": 1.0, "max_score": 10.0, "late_penalty": 0.0}}
    page, _ = exporter.from_notebook_node(new_notebook(cells=cells), resources=known)
    return str(page)


def covered(page: Page) -> list[str]:
    """Headings of which a point is hidden by something else."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.panel-heading')].filter(one => {
            one.scrollIntoView({block: 'center'});
            const box = one.getBoundingClientRect();
            return [0.1, 0.5, 0.9].some(part => {
                const there = document.elementFromPoint(box.left + box.width * part, box.top + box.height / 2);
                return !(there && (one.contains(there) || there.contains(one)));
            });
        }).map(one => one.textContent.trim())"""
    )
    return found


@pytest.mark.parametrize("template", ["feedback", "descent"])
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_points_are_never_covered(page: Page, tmp_path: Path, attempt: str, template: str) -> None:
    file = tmp_path / "feedback.html"
    html = feedback("before", ATTEMPTS[attempt], "after", ATTEMPTS[attempt], template=template)
    file.write_text(html, encoding="utf-8")
    page.goto(file.as_uri(), wait_until="commit")
    page.locator(".panel-heading").last.wait_for()
    page.wait_for_timeout(200)
    assert page.locator(".panel-heading").count() >= 4
    assert covered(page) == []


def test_without_cleaning_they_would_be(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "feedback.html"
    html = feedback("before", "before x").replace("before x", ATTEMPTS["relative"])
    file.write_text(html.replace("overflow:auto;contain:paint", ""), encoding="utf-8")
    page.goto(file.as_uri(), wait_until="commit")
    page.locator(".panel-heading").last.wait_for()
    page.wait_for_timeout(200)
    assert covered(page)
