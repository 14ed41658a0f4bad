"""The numbers of the report are those that one counts by hand."""

import pytest
from made_results import entry, item, lacking, links, read, result, stopped, subject, wrong

from autograder.grading.submission_verdicts import Result
from autograder.report import Entry, build_report, report_data
from autograder.requirements.needs import Need
from labkit.judging.key import Finding

AGAINST_X = ("loss-against-x",)


def a_class() -> list[Entry]:
    """Three right, two against X (one of them with too many epochs besides), one without legend, and three troubles."""
    both = (Finding("loss-against-x"), Finding("too-many-epochs", 12))
    made = [
        result("ann"),
        result("bob", notes=("a cell was brought back",)),
        result("cem"),
        result("dee", wrong("losses", mistakes=AGAINST_X)),
        result("eva", wrong("losses", findings=both), wrong("numbers", findings=both[1:])),
        result("fay", lacking("legend")),
        result("gil", stopped("name 'lr' is not defined")),
        result(
            "hal",
            *(item(name, "error", detail="no room on the disk") for name in ("losses", "numbers", "plot")),
            fault="no room on the disk",
        ),
    ]
    entries = [entry(one, links=links(one.student), pending=("explain",)) for one in made]
    return [*entries, Entry(Result("ida", "line-lab", (), problem="ida.ipynb: this is not JSON."))]


def test_the_counts_say_how_the_class_stands() -> None:
    counts = report_data(subject(), a_class()).counts
    assert (counts.handed_in, counts.graded, counts.all_right) == (9, 7, 3)
    assert (counts.waiting, counts.faults, counts.repaired, counts.unreadable) == (8, 1, 1, 1)


def test_a_cell_that_the_grader_failed_on_is_a_fault_and_not_pending_work() -> None:
    failed = result("hal", item("losses", "error", detail="no room"), fault="no room")
    data = report_data(subject(), [Entry(failed, pending=("losses",))])
    assert data.counts.waiting == 0
    assert [(reason.text, reason.rows) for reason in data.faults] == [("no room", (0,))]


def test_each_score_falls_into_one_bin_and_the_highest_into_the_last() -> None:
    scores = report_data(subject(), a_class()).scores
    assert scores is not None
    # right: 10 points each; dee 6; eva 3; fay 9 (two thirds of 3 points for the plot); gil 6
    assert {bin.low: bin.count for bin in scores.bins if bin.count} == {3.0: 1, 6.0: 2, 9.0: 4}
    assert scores.mean == pytest.approx((10 + 10 + 10 + 6 + 3 + 9 + 6) / 7)
    assert (scores.median, scores.highest) == (9.0, 10.0)


def test_the_table_of_scores_shows_every_bin() -> None:
    page = read(build_report(report_data(subject(), a_class())))
    rows = [[" ".join(cell.split()) for cell in row] for row in page.tables["scores-table"][1:]]
    assert len(rows) == 10
    assert rows[3] == ["3 to below 4", "1"]
    assert rows[9] == ["9 to 10", "4"]


def test_the_table_of_tasks_shows_mean_shares_and_outcomes() -> None:
    page = read(build_report(report_data(subject(), a_class())))
    # right, partly right, published data only, not right, no answer, grader's fault
    assert page.row("tasks-table", "losses") == ["57 %", "", "4", "0", "0", "2", "1", "1"]
    assert page.row("tasks-table", "numbers") == ["86 %", "", "6", "0", "0", "1", "0", "1"]
    assert page.row("tasks-table", "plot") == ["95 %", "", "6", "1", "0", "0", "0", "1"]


def test_an_answer_that_is_right_for_the_published_data_only_is_told_apart_from_a_wrong_one() -> None:
    copied = wrong("losses", mistakes=("same-numbers-everywhere",), published_only=True)
    data = report_data(subject(), [entry(result("ann", copied)), entry(result("bob", wrong("losses")))])
    assert data.tasks[0].outcomes["published"] == 1
    assert data.tasks[0].outcomes["wrong"] == 1


def test_mistakes_are_ranked_and_each_is_counted_once_for_a_submission() -> None:
    data = report_data(subject(), a_class())
    students = [row.student for row in data.students]
    made = {row.mistake: [students[place] for place in row.rows] for row in data.mistakes}
    assert list(made) == ["loss-against-x", "too-many-epochs"]
    assert made == {"loss-against-x": ["dee", "eva"], "too-many-epochs": ["eva"]}
    assert data.mistakes[1].tasks == ("losses", "numbers")


def test_a_title_names_the_values_that_were_found_the_most_frequent_first() -> None:
    lengths = (15, 12, 12, 20)
    made = [
        entry(result(f"s{place}", wrong("losses", findings=(Finding("too-many-epochs", epochs),))))
        for place, epochs in enumerate(lengths)
    ]
    assert report_data(subject(), made).mistakes[0].title == "You trained 12, 15 or 20 epochs."


def test_a_mistake_without_words_goes_by_its_name() -> None:
    data = report_data(subject(words={}), a_class())
    assert data.mistakes[0].title == "loss-against-x"


def test_the_table_of_students_has_everybody_with_score_outcomes_mistakes_and_manual_work() -> None:
    page = read(build_report(report_data(subject(), a_class())))
    everybody = ["ann", "bob", "cem", "dee", "eva", "fay", "gil", "hal", "ida"]
    assert [row[0] for row in page.tables["students-table"][1:]] == everybody
    assert page.row("students-table", "dee") == [
        "6 / 10", "0 ✗ not right", "3 ✓ right", "3 ✓ right", "loss-against-x", "explain", "feedback notebook",
    ]  # fmt: skip
    assert page.row("students-table", "hal")[:2] == ["–", "– ! grader's fault"]
    assert page.row("students-table", "ida")[-2] == "ida.ipynb: this is not JSON."


def test_every_kind_of_trouble_is_on_the_page() -> None:
    text = read(build_report(report_data(subject(), a_class()))).text
    for said in ("no room on the disk", "this is not JSON", "a cell was brought back", "name 'lr' is not defined"):
        assert said in text
    assert "What should predictions come close to?" in text


def test_the_first_sentences_name_the_most_common_mistake() -> None:
    text = read(build_report(report_data(subject(), a_class()))).text
    assert "3 of 7 graded submissions have every task right." in text
    assert "The most common mistake, loss-against-x, is in 2 (29 %)." in text
    assert "the grader failed on 1, and 1 could not be read" in text


def test_the_order_in_which_results_come_does_not_matter() -> None:
    assert build_report(report_data(subject(), a_class())) == build_report(report_data(subject(), a_class()[::-1]))


def test_tests_of_an_ordinary_assignment_are_reported_without_a_lab() -> None:
    from autograder.grading.evidence_store import TestRun
    from autograder.grading.submission_verdicts import grade_test
    from autograder.report import Subject

    items = (grade_test("test-one", TestRun(failed=False), 2.0), grade_test("test-two", TestRun(failed=True), 2.0))
    page = read(build_report(report_data(Subject("old-lab"), [Entry(Result("ann", "old-lab", items))])))
    assert page.row("students-table", "ann")[:3] == ["2 / 4", "2 ✓ right", "0 ✗ not right"]
    assert "training-title" not in page.ids


def test_rows_name_their_notebook_where_an_assignment_has_several() -> None:
    made = [Entry(Result("ann", name, (item("losses"),))) for name in ("first", "second")]
    page = read(build_report(report_data(subject(), made)))
    assert [row[1] for row in page.tables["students-table"]] == ["Notebook", "first", "second"]


def test_what_the_grader_lacks_is_one_reason_for_all_who_need_it() -> None:
    tqdm = Need("package", "tqdm")
    made = [
        result(f"s{number}", item("losses", "error", detail="to the student"), needs=(tqdm,)) for number in range(3)
    ]
    data = report_data(subject(), [Entry(one) for one in made])
    (reason,) = data.faults
    assert (reason.text, reason.rows) == (
        "It needs tqdm, which the grader lacks: install it and grade again.",
        (0, 1, 2),
    )
