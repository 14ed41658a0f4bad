"""How often the grader is right, and whether what it says is true: a body of answers as students write them.

    python benchmarks/truth.py [--whole] [--reference own|solution] [FOLDER ...]

Prints for each lab right answers refused, wrong ones passed, and for what is said of each answer whether it tells the
true cause, is true but vague, or misleads; then every disagreement; at the end a table of the labs. Exit status 1 if a
lab does not reach a bar of the design: nothing refused, nothing passed, nothing misleading, 95 % true causes (in a lab
that is known by its solution, 90 % of the wrong answers of which it knows the mistake named right). Answers are run by
the cell runner in processes of this script; with `--whole` those of the first lab go through the whole of `descent
grade`, sandbox and gradebook included. With `--reference solution` the keys of all labs are made from their own
solutions, as in a lab file that has no recipe. A FOLDER lies below answers/: `pairs`, `momentum`, `momentum/right`.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from corpus import LAB, Answer, filled, read_answers
from judged_answers import ReferenceName, grading_keys, judged, lab_named, reference_named

from labkit.judging.explain import Words
from reference.lab_files.reference import Reference

LEAST_TRUE = 0.95
LEAST_NAMED = 0.9
Said = Literal["true cause", "true but vague", "misleading"]


@dataclass(frozen=True)
class Compared:
    """An answer beside what the grader said of it."""

    answer: Answer
    outcomes: Mapping[str, str]
    mistakes: frozenset[str]
    messages: Mapping[str, str]
    words: Mapping[str, Words]

    @property
    def refused(self) -> list[str]:
        """Tasks that are right and were not found right."""
        return [task for task, o in self.answer.outcomes.items() if o == "correct" != self.outcomes.get(task)]

    @property
    def passed(self) -> list[str]:
        """Tasks that are wrong and were found right."""
        return [
            task
            for task, o in self.answer.outcomes.items()
            if self.outcomes.get(task) == "correct" and "correct" not in o.split("|")
        ]

    @property
    def false_sentences(self) -> list[str]:
        """What was said and is not true: sentences that the answer rules out, and mistakes that were not made."""
        lines = "\n".join(self.messages.values()).splitlines()
        text = "\n".join(line for line in lines if not line.strip().startswith("Or: "))  # what may be, not what is
        possible = frozenset().union(*self.answer.mistakes)
        named = possible | self.mistakes
        for words in (self.words[name] for name in named if name in self.words):
            text = re.sub(_of_any_value(words), "", text)  # the title of another one may begin as this one does
        return [
            *(part for part in self.answer.never if part in text),
            *(name for name, words in self.words.items() if name not in named and _told(words, text)),
        ]

    @property
    def lacking(self) -> list[str]:
        """What should be said and is not."""
        return [part for task, part in self.answer.says if part not in self.messages.get(task, "")]

    @property
    def is_wrong(self) -> bool:
        """Whether anything in the answer is not right."""
        return set(self.answer.outcomes.values()) != {"correct"}

    @property
    def is_known(self) -> bool:
        """Whether the lab's list of mistakes has what is wrong in the answer: a name has to be found."""
        return self.is_wrong and frozenset() not in self.answer.mistakes

    @property
    def is_named(self) -> bool:
        """Whether the names found are the right ones, and at least one."""
        return bool(self.mistakes) and self.mistakes in self.answer.mistakes

    @property
    def said(self) -> Said:
        """How true and how telling all that was said is."""
        if self.false_sentences:
            return "misleading"
        named = self.mistakes in self.answer.mistakes
        return "true cause" if named and not self.lacking else "true but vague"


def _of_any_value(words: Words) -> str:
    """A pattern for the title of a mistake, whatever its value."""
    return ".*".join(map(re.escape, words.title.split("{value}")))


def _told(words: Words, text: str) -> bool:
    """Whether the title of a mistake is in a text, but for its value."""
    parts = [part for part in words.title.split("{value}") if part.strip(" .")]
    return all(part in text for part in parts)


def graded(answers: Sequence[Answer], folder: Path) -> dict[str, list[dict[str, Any]]]:
    """What `descent grade` says of answers to the first lab, handed in as a class; student to tasks."""
    course = folder / "course"
    _descent("init", str(course))
    release = json.loads((course / "release" / LAB / f"{LAB}.ipynb").read_text(encoding="utf-8"))
    for answer in answers:
        place = course / "submitted" / answer.student / LAB
        place.mkdir(parents=True)
        (place / f"{LAB}.ipynb").write_text(json.dumps(filled(release, answer)), encoding="utf-8")
    results = folder / "results.json"
    _descent("grade", LAB, "--course", str(course), "--json", str(results))
    return {entry["student"]: entry["tasks"] for entry in json.loads(results.read_text())["submissions"]}


def _descent(*arguments: str) -> None:
    command = [sys.executable, "-c", "from autograder.cli import app; app()", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def compared(
    lab_name: str, answers: Iterable[Answer], whole: bool = False, by: ReferenceName = "own"
) -> list[Compared]:
    """The answers to one lab, each beside what was said of it."""
    reference = reference_named(by, lab_named(lab_name))
    mine = [answer for answer in answers if answer.lab == lab_name]
    tasks = _whole(mine) if whole else _in_process(reference, mine, kept=by == "own" and reference.lab.recipe is None)
    return [
        Compared(
            answer,
            {task["task"]: task["outcome"] for task in tasks[answer.student]},
            frozenset(name for task in tasks[answer.student] for name in task["mistakes"]),
            {task["task"]: task["message"] for task in tasks[answer.student]},
            reference.words,
        )
        for answer in mine
    ]


def _whole(answers: Sequence[Answer]) -> dict[str, list[dict[str, Any]]]:
    with tempfile.TemporaryDirectory() as folder:
        return graded(answers, Path(folder))


def _in_process(reference: Reference, answers: Sequence[Answer], kept: bool) -> dict[str, list[dict[str, Any]]]:
    return {
        student: [
            {"task": item.name, "outcome": item.outcome, "mistakes": item.mistakes, "message": item.message}
            for item in items
        ]
        for student, items in judged(reference, answers, grading_keys(reference, kept)).items()
    }


@dataclass(frozen=True)
class Counted:
    """What came out for one lab: a row of the table."""

    lab: str
    right: int
    wrong: int
    refused: int
    """Right tasks that were not found right."""
    passed: int
    """Wrong tasks that were found right."""
    true: int
    """Wrong answers of which all is said that has to be, and nothing false."""
    known: int
    """Wrong answers of which the lab knows the mistake."""
    named: int
    """Those of them that got the right names."""
    misleading: int

    def reached(self, by_recipe: bool) -> bool:
        """Whether every bar is reached."""
        told = self.true >= LEAST_TRUE * self.wrong if by_recipe else self.named >= LEAST_NAMED * self.known
        return told and not self.refused and not self.passed and not self.misleading

    def row(self) -> str:
        """A line of the table."""
        named = f"{self.named} of {self.known}"
        numbers = f"{self.right:6} {self.wrong:6} {self.refused:8} {self.passed:7} {named:>16} {self.true:11}"
        return f"{self.lab:22}{numbers} {self.misleading:11}"


HEAD = f"{'':22} right  wrong  refused  passed   named of known  true cause  misleading"


def counted(lab: str, found: Sequence[Compared]) -> Counted:
    """What came out for one lab."""
    wrong = [one for one in found if one.is_wrong]
    known = [one for one in wrong if one.is_known]
    return Counted(
        lab,
        right=len(found) - len(wrong),
        wrong=len(wrong),
        refused=sum(len(one.refused) for one in found),
        passed=sum(len(one.passed) for one in found),
        true=sum(one.said == "true cause" for one in wrong),
        known=len(known),
        named=sum(one.is_named for one in known),
        misleading=sum(one.said == "misleading" for one in found),
    )


def report(found: Sequence[Compared]) -> None:
    """Print what came out for one lab, and where it is not what it should be."""
    wrong = [one for one in found if one.is_wrong]
    said = Counter(one.said for one in wrong)
    refused, passed = ([one for one in found if getattr(one, kind)] for kind in ("refused", "passed"))
    misleading = [one for one in found if one.said == "misleading"]
    print(f"answers                {len(found):4}  {dict(Counter(one.answer.folder for one in found))}")
    print(f"right tasks refused    {sum(len(one.refused) for one in found):4}")
    print(f"wrong tasks passed     {sum(len(one.passed) for one in found):4}")
    for kind in ("true cause", "true but vague", "misleading"):
        print(f"{kind:22} {said[kind]:4} of {len(wrong)}  ({said[kind] / max(1, len(wrong)):.1%})")
    _disagreements("refused", [(one, ", ".join(one.refused)) for one in refused])
    _disagreements("passed", [(one, ", ".join(one.passed)) for one in passed])
    _disagreements("misleading", [(one, " | ".join(one.false_sentences)) for one in misleading])
    _disagreements("vague", [(one, _vague(one)) for one in wrong if one.said == "true but vague"])


def _vague(one: Compared) -> str:
    wanted = " or ".join(" ".join(sorted(names)) or "nothing" for names in one.answer.mistakes)
    return f"{' '.join(sorted(one.mistakes)) or 'nothing'} for {wanted}; lacks {one.lacking}"


def _disagreements(title: str, entries: Sequence[tuple[Compared, str]]) -> None:
    if entries:
        print(f"\n{title}:")
    for one, said in entries:
        print(f"  {one.answer.student:60} {said}")


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", help="folders of answers; all by default")
    parser.add_argument("--whole", action="store_true", help="the first lab through `descent grade`")
    parser.add_argument("--reference", choices=("own", "solution"), default="own", help="what makes the keys")
    options = parser.parse_args()
    if options.whole and options.reference == "solution":
        parser.error("--whole grades a course made by `descent init`, with the labs as they are")
    answers = list(read_answers(options.folders))
    reached = True
    rows: list[Counted] = []
    for lab in dict.fromkeys(answer.lab for answer in answers):
        print(f"\n{lab}")
        found = compared(lab, answers, options.whole and lab == LAB, options.reference)
        report(found)
        rows.append(counted(lab, found))
        reached &= rows[-1].reached(lab_named(lab).recipe is not None)
    print("", HEAD, *(row.row() for row in rows), sep="\n")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
