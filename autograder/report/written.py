"""Answers in words, alike ones together: an order of reading. Nothing here gives points or says who wrote for whom."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from autograder.report.data import AnswerGroup, Entry, Question

ALIKE = 66.0
"""From how many hundredths of their letters on two answers are alike, their words sorted.

Of 30 paraphrases 28 come to it, of 30 other thoughts on the same questions 2 (see the test). Sets of words, letters in
threes and fours, and words weighed by how rare they are do no better there: each has 3 or 4 of the 60 wrong at best.
A paraphrase that shares few words stays apart, and is then read by itself.
"""
LONGEST_COMPARED = 500
"""letters of an answer that are compared: the time for a pair grows with their product"""
_WORD = re.compile(r"[^\W_]+")


def questions(entries: Sequence[Entry]) -> tuple[Question, ...]:
    """Each question with its answers in groups; rows are positions in `entries`."""
    answers: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for row, entry in enumerate(entries):
        for title, text in entry.answers.items():
            answers[entry.result.notebook, title][row] = text
    return tuple(Question(title, grouped(given)) for (_, title), given in answers.items())


def grouped(answers: Mapping[int, str]) -> tuple[AnswerGroup, ...]:
    """Groups of answers that are alike, the largest first; within one the nearest to its first answer come first.

    Each answer joins the group whose first answer is nearest, if that is near enough, and opens one otherwise. So a
    class takes at most as many comparisons as it has pairs.
    """
    same = _by_words(answers)
    leaders: list[str] = []
    joined: list[list[tuple[float, int]]] = []
    for words, rows in same.items():
        near = process.extractOne(words, leaders, scorer=fuzz.ratio, processor=None, score_cutoff=ALIKE)
        if near is None:
            leaders.append(words)
            joined.append([])
        _, score, place = near or (words, 100.0, len(leaders) - 1)
        joined[place] += [(-score, row) for row in rows]
    groups = [tuple(row for _, row in sorted(group)) for group in joined]
    groups.sort(key=lambda rows: (-len(rows), rows))
    return tuple(AnswerGroup(rows, tuple(answers[row] for row in rows)) for rows in groups)


def _by_words(answers: Mapping[int, str]) -> dict[str, list[int]]:
    """What is compared -> the answers that come to it; sorted words, as sentences may stand in any order."""
    found: dict[str, list[int]] = defaultdict(list)
    for row, text in sorted(answers.items()):
        words = sorted(_WORD.findall(text[: 2 * LONGEST_COMPARED].casefold()))
        found[" ".join(words)[:LONGEST_COMPARED]].append(row)
    return found


def without_question(text: str, given_out: str) -> str:
    """What the student wrote, without the lines of the question, which stand in the same cell."""
    lines = {line.strip() for line in given_out.splitlines()}
    return "\n".join(_kept(text.splitlines(), lines)).strip()


def _kept(lines: Iterable[str], given: set[str]) -> Iterable[str]:
    return (line for line in lines if not line.strip() or line.strip() not in given)
