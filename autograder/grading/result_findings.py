"""A result as findings: what its graded notebook keeps, for feedback pages, graders and other platforms."""

from __future__ import annotations

from autograder.feedback.findings import BY_HAND, MOST_NUMBERS, Finding
from autograder.grading.judge import Judge
from autograder.grading.submission_verdicts import Graded, Result
from labkit.evidence.plain_values import leaves
from labkit.judging.explain import Policy, Vocabulary, title_of

HINTS = ("Hint: ", "Closer hint: ")
SAID_BY_OUTCOME = ("not right yet", "partly right")
"""Headlines that the outcome beside them says already."""
FAULT = "This is the grader's fault, not yours; a person will grade it."
LONGEST_ENTRY = 40
"""letters of a text among numbers"""


def findings(judge: Judge, result: Result) -> tuple[Finding, ...]:
    """What was found in each graded cell, in the order of the release; answers in words wait for a person."""
    items = {item.name: item for item in result.items}
    return tuple(
        _finding(title, items[name], judge.words, judge.policy) if name in items else Finding(name, title, BY_HAND)
        for name, title in judge.rules.titles(result.notebook).items()
    )


def _finding(title: str, item: Graded, words: Vocabulary, policy: Policy) -> Finding:
    verdict = item.verdict
    partly = item.outcome == "wrong" and 0 < (item.points or 0) < item.max_points
    causes = [title_of(finding, words) for finding in verdict.findings] if verdict else []
    return Finding(
        item.name,
        title,
        "partly" if partly else item.outcome,
        _said(item, causes, policy),
        tuple(causes),
        _numbers(item),
    )


def _said(item: Graded, causes: list[str], policy: Policy) -> str:
    """What was found, in a sentence: the mistakes where students are told them, else the first thing that is said."""
    headline, *lines = item.message.split("\n")
    headline = headline.removeprefix(f"{item.name}: ")
    seen = [line.strip() for line in lines if not line.strip().startswith(HINTS)]
    if item.outcome == "error":
        return FAULT
    if item.outcome == "correct" or not seen:
        return "" if headline.rstrip(".") in SAID_BY_OUTCOME else headline[:1].upper() + headline[1:]
    return " ".join(causes) if causes and policy.show in ("hint", "closer-hint") else seen[0]


def _numbers(item: Graded) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the published run left in the names that the task judges."""
    verdict = item.verdict
    if verdict is None or verdict.kind == "figure" or verdict.published_only:
        return ()
    return tuple((name, _entries(leaves(verdict.found[name]))) for name in verdict.names if name in verdict.found)


def _entries(values: tuple[float | str, ...]) -> tuple[str, ...]:
    shown = tuple(f"{one:.5g}" if isinstance(one, float) else str(one)[:LONGEST_ENTRY] for one in values[:MOST_NUMBERS])
    left = len(values) - len(shown)
    return (*shown, f"and {left} more") if left else shown
