"""The page is one file that is safe to open, whatever students wrote, and stays small for a large class."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from made_results import entry, item, links, odd, read, result, subject, wrong

from autograder.grading.submission_verdicts import Result
from autograder.report import Entry, Subject, build_report, report_data, write_report
from labkit.judging.key import Finding

HOSTILE = "</style></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{ 7 * 7 }}"


def hostile_class() -> list[Entry]:
    stolen = wrong("losses", findings=(Finding("appended-to-another-list", HOSTILE),))
    failed = item("numbers", "error", detail=HOSTILE)
    return [
        entry(result(HOSTILE, stolen, notes=(HOSTILE,)), pending=(HOSTILE,)),
        entry(result("bob", failed, fault="no room")),
        Entry(Result("cem", HOSTILE, (), problem=HOSTILE)),
        entry(result("dee", wrong("losses", found={"LOSS": HOSTILE}))),
    ]


def test_nothing_that_a_student_wrote_becomes_markup() -> None:
    plain = read(build_report(report_data(subject(), [entry(result("ann"))])))
    page = read(build_report(report_data(subject(assignment=HOSTILE), hostile_class())))
    assert page.tags.count("script") == plain.tags.count("script") == 1
    assert "img" not in page.tags
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert "49" not in page.text  # what looks like a template is not one
    assert page.text.count("alert(2)") > 5  # it is there to be read, as text


def test_the_policy_allows_the_page_its_own_style_and_script_and_nothing_else() -> None:
    page = read(build_report(report_data(subject(), hostile_class())))
    allowed = dict(part.split(" ", 1) for part in page.policy.split("; "))
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        digest = base64.b64encode(hashlib.sha256(page.scripts[tag].encode()).digest()).decode()
        assert allowed[directive] == f"'sha256-{digest}'"
    assert allowed["default-src"] == "'none'"
    assert "style" not in dict(page.attributes)  # a style attribute would be blocked


def test_the_page_asks_for_nothing_from_anywhere() -> None:
    html = build_report(report_data(subject(), [entry(result("ann"), links=links("ann")), *hostile_class()]))
    assert not [target for target in read(html).targets if re.match(r"[a-z]+:|//", target)]
    assert "url(" not in re.sub(r"url\(#[\w-]+\)", "", html)
    assert "@import" not in html


def test_every_link_within_the_page_leads_somewhere_and_no_id_is_there_twice() -> None:
    page = read(build_report(report_data(subject(), hostile_class())))
    assert len(page.ids) == len(set(page.ids))
    assert {target[1:] for target in page.targets if target.startswith("#")} <= set(page.ids)


def test_every_picture_says_in_words_what_it_shows() -> None:
    html = build_report(report_data(subject(), [entry(result("ann")), entry(result("bob", odd("losses", 7.0)))]))
    pictures = re.findall(r"<svg[^>]*>(?:<title[^>]*>[^<]+)?", html)
    assert len(pictures) > 8
    for picture in pictures:
        assert 'aria-hidden="true"' in picture or "aria-label=" in picture or "<title" in picture


def test_a_class_that_handed_in_nothing_gets_a_page_that_says_so() -> None:
    for about in (subject(), Subject("empty-lab")):
        assert "Nothing has been handed in yet." in read(build_report(report_data(about, []))).text


def test_a_class_that_the_grader_failed_on_altogether_gets_a_page_that_says_so() -> None:
    tasks = [item(name, "error", detail="no sandbox") for name in ("losses", "numbers", "plot")]
    failed = [result(f"s{number}", *tasks, fault="no room") for number in range(3)]
    page = read(build_report(report_data(subject(), [Entry(one) for one in failed])))
    assert "None of 3 submissions could be graded. To look at by hand: the grader failed on 3." in page.text
    assert page.row("tasks-table", "losses") == ["–", "", "0", "0", "0", "0", "0", "3"]
    assert "scores-table" not in page.tables


def test_a_class_that_has_everything_right_gets_a_page_that_says_so() -> None:
    page = read(build_report(report_data(subject(), [entry(result("ann")), entry(result("bob"))])))
    assert "All 2 graded submissions have every task right." in page.text
    assert "No mistake was found." in page.text


def test_three_thousand_submissions_stay_below_five_megabytes() -> None:
    def made(number: int) -> Entry:
        who = f"student-{number:05d}"
        losses = wrong("losses", mistakes=("loss-against-x",)) if number % 3 else odd("losses", 7.0 + number, 6.0, 5.0)
        history = [7.0 + number, 6.0, 5.0]
        return entry(result(who, losses), history, (1.0 + number / 3000, -1.0), links=links(who), pending=("explain",))

    html = build_report(report_data(subject(), map(made, range(3000))))
    assert len(html.encode()) < 5_000_000
    assert len(read(html).tables["students-table"]) == 3001


def test_the_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    data = report_data(subject(), [entry(result("ann"))])
    write_report(path, data)
    assert path.read_text(encoding="utf-8") == build_report(data)
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]
    with pytest.raises(FileNotFoundError):
        write_report(tmp_path / "nowhere" / "report.html", data)
