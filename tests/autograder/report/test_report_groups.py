"""Submissions that went wrong in the same way without a name are read once."""

import math

from made_results import entry, item, lacking, odd, read, result, stopped, subject, wrong

from autograder.grading.submission_verdicts import Result
from autograder.report import build_report, report_data
from labkit.judging.verdict import Cause

ODD = (7.0, 6.0, 5.0)


def grouped(*results: Result) -> list[tuple[tuple[str, ...], list[str]]]:
    """Tasks and students of each group, in the order of the report."""
    data = report_data(subject(), [entry(one) for one in results])
    return [(group.tasks, [data.students[row].student for row in group.rows]) for group in data.groups]


def test_the_same_numbers_make_a_group() -> None:
    made = grouped(result("ann", odd("losses", *ODD)), result("bob", odd("losses", *ODD)), result("cem"))
    assert made == [(("losses",), ["ann", "bob"])]


def test_numbers_within_one_in_ten_thousand_are_the_same_and_others_are_not() -> None:
    near = [number * (1 + 5e-5) for number in ODD]
    far = [number * (1 + 3e-4) for number in ODD]
    made = grouped(
        *(result(who, odd("losses", *numbers)) for who, numbers in (("ann", ODD), ("bob", near), ("cem", far)))
    )
    assert made == [(("losses",), ["ann", "bob"]), (("losses",), ["cem"])]


def test_histories_of_different_lengths_are_different() -> None:
    made = grouped(result("ann", odd("losses", 1.0, 1.0)), result("bob", odd("losses", 1.0, 1.0, 1.0)))
    assert len(made) == 2


def test_numbers_that_are_not_finite_can_be_the_same() -> None:
    made = grouped(*(result(who, odd("losses", 7.0, math.nan, math.inf)) for who in ("ann", "bob")))
    assert made == [(("losses",), ["ann", "bob"])]


def test_tasks_that_went_wrong_in_the_same_submissions_are_one_group() -> None:
    made = grouped(*(result(who, odd("losses", *ODD), odd("numbers", 8.0, 9.0)) for who in ("ann", "bob")))
    assert made == [(("losses", "numbers"), ["ann", "bob"])]


def test_larger_groups_come_first() -> None:
    pairs = (("ann", 1.0), ("bob", 2.0), ("cem", 2.0), ("dee", 3.0), ("eva", 3.0), ("fay", 3.0))
    made = grouped(*(result(who, odd("losses", number)) for who, number in pairs))
    assert [len(students) for _, students in made] == [3, 2, 1]


def test_what_has_a_name_is_in_no_group() -> None:
    named = wrong("losses", mistakes=("loss-against-x",), found={"LOSS": ODD})
    assert grouped(result("ann", named), result("bob")) == []


def test_the_same_exception_is_one_group_wherever_its_line_stands() -> None:
    made = grouped(
        result("ann", stopped("name 'lr' is not defined", 3)),
        result("bob", stopped("name 'lr' is not defined", 8)),
        result("cem", stopped("name 'epochs' is not defined", 3)),
    )
    assert made == [(("losses",), ["ann", "bob"]), (("losses",), ["cem"])]


def test_figures_that_lack_the_same_parts_are_one_group() -> None:
    made = grouped(
        *(
            result(who, lacking(*parts))
            for who, parts in (("ann", ["legend"]), ("bob", ["legend"]), ("cem", ["labels"]))
        )
    )
    assert made == [(("plot",), ["ann", "bob"]), (("plot",), ["cem"])]


def test_what_nothing_explains_comes_before_what_is_merely_missing() -> None:
    empty = item("losses", "missing", cause=Cause("empty", "LOSS"))
    data = report_data(
        subject(),
        [entry(result("ann", empty)), entry(result("bob", empty)), entry(result("cem", odd("losses", *ODD)))],
    )
    assert [group.recognised for group in data.groups] == [False, True]
    assert data.groups[1].lines[0] == "LOSS is empty."


def test_the_page_says_which_submission_of_a_group_to_read() -> None:
    made = [entry(result(who, odd("losses", *ODD))) for who in ("ann", "bob")]
    assert "Read this one: ann" in read(build_report(report_data(subject(), made))).text
