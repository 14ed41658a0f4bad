"""Links stay within the course, whatever a student's id holds; cells that wait come from the gradebook."""

from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from nbgrader import api
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from autograder.report import Links, find_links, relative_link, waiting_cells


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://example.org/x", "//example.org/x", "/etc/passwd", "\\\\host"]
)
def test_a_link_that_leads_elsewhere_is_refused(link: str) -> None:
    with pytest.raises(ValueError, match="relative path"):
        Links(feedback=link)


def test_a_relative_link_leads_from_the_report_to_the_file(tmp_path: Path) -> None:
    target = tmp_path / "feedback" / "javascript:alert(1)" / 'a "lab" #1?.html'
    link = relative_link(target, tmp_path / "out" / "report.html")
    assert Links(link).first == link
    assert not set(link) & set(' "#?:<>')
    assert (tmp_path / "out" / unquote(link)).resolve() == target.resolve()


def test_only_files_that_are_there_are_linked_to(tmp_path: Path) -> None:
    course = SimpleNamespace(step=lambda step, lab, student: tmp_path / step / student / lab)
    folder = tmp_path / "autograded" / "ann" / "lab"
    folder.mkdir(parents=True)
    (folder / "nb.ipynb").write_text("{}")
    found = find_links(course, "lab", "ann", "nb", tmp_path / "report.html")  # type: ignore[arg-type]
    assert found == Links("", "autograded/ann/lab/nb.ipynb")


def test_waiting_cells_are_those_that_the_gradebook_marks() -> None:
    engine = create_engine("sqlite://")
    api.Base.metadata.create_all(engine)
    with Session(engine) as session:
        lab = api.Assignment(id="lab-id", name="lab", course=api.Course(id="course"))
        given = api.Notebook(id="nb-id", name="nb", assignment=lab)
        details = {"notebook": given, "cell_type": "code", "max_score": 2.0}
        cells = [api.GradeCell(id=name, name=name, **details) for name in ("explain", "losses")]
        for who in ("ann", "bob"):
            handed_in = api.SubmittedAssignment(id=f"{who}-lab", assignment=lab, student=api.Student(id=who))
            answers = api.SubmittedNotebook(id=f"{who}-nb", assignment=handed_in, notebook=given)
            for cell in cells:
                waits = cell.name == "explain" and who == "ann"
                session.add(api.Grade(cell=cell, notebook=answers, needs_manual_grade=waits))
        session.flush()
        assert waiting_cells(session, "lab") == {("ann", "nb"): ("explain",)}
        assert waiting_cells(session, "another") == {}
