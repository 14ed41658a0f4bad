"""The class in a few sentences: what the top of the report says."""

from autograder.report.data import ReportData


def lead(data: ReportData) -> list[str]:
    """One to three sentences: how many got everything right, what went wrong most, and what is left to do by hand."""
    counts = data.counts
    if not counts.handed_in:
        return ["Nothing has been handed in yet."]
    if not counts.graded:
        return [f"None of {counts.handed_in} submissions could be graded.", *_left(data)]
    return [_right(data), *_most(data), *_left(data)]


def _right(data: ReportData) -> str:
    counts = data.counts
    if counts.all_right == counts.graded:
        everyone = (
            "The one graded submission has" if counts.graded == 1 else f"All {counts.graded} graded submissions have"
        )
        return f"{everyone} every task right."
    return f"{counts.all_right} of {counts.graded} graded submissions have every task right."


def _most(data: ReportData) -> list[str]:
    if not data.mistakes:
        return []
    first = data.mistakes[0]
    made = len(first.rows)
    alike = [row.mistake for row in data.mistakes if len(row.rows) == made]
    if len(alike) > 1:
        return [f"The most common mistakes, in {made} each: {', '.join(alike)}."]
    return [f"The most common mistake, {first.mistake}, is in {made} ({percent(made, data.counts.graded)})."]


def _left(data: ReportData) -> list[str]:
    """What is left to do; cells to be graded by hand are said apart from what went wrong."""
    counts = data.counts
    left = []
    if counts.faults:
        left.append(f"the grader failed on {counts.faults}")
    if counts.unreadable:
        left.append(f"{counts.unreadable} could not be read")
    return [f"To look at by hand: {', and '.join(left)}."] if left else []


def percent(count: int, total: int) -> str:
    """A share in whole percent; a small one is never said to be none."""
    if not total:
        return "–"
    share = 100 * count / total
    return "< 1 %" if 0 < share < 1 else f"{share:.0f} %"


def unexplained(data: ReportData) -> tuple[int, int]:
    """How many have trouble that no mistake explains, and how many lack an answer or a part of one."""
    rows: dict[bool, set[int]] = {False: set(), True: set()}
    for group in data.groups:
        rows[group.recognised].update(group.rows)
    return len(rows[False]), len(rows[True])


def most(data: ReportData) -> int:
    """The count of the longest bar at the top of the page."""
    return max([1, *unexplained(data), *(len(row.rows) for row in data.mistakes)])
