"""The record of what a class was last graded to, and by which rules: what a regrade is compared with.

Points live in the gradebook and nowhere else; this only remembers what was said of them. One file per lab with a line
of JSON for each submission graded, of which the latest counts; and one file with the rules that those lines name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.course.course import private_folder
from autograder.grading.judge import Judge
from autograder.grading.submission_verdicts import Graded, Result
from autograder.shared.errors import StoreError
from autograder.shared.files import digest, write_whole
from labkit.judging.key import Key

Place = tuple[str, str]
"""Student and notebook."""


@dataclass(frozen=True)
class TaskRecord:
    """What was said of one task."""

    outcome: str
    points: float | None
    mistakes: tuple[str, ...]
    message: str
    """hash of the message with its HTML"""

    @classmethod
    def of(cls, item: Graded) -> TaskRecord:
        """What is said now."""
        return cls(item.outcome, item.points, item.mistakes, digest([item.message, item.html])[:16])


@dataclass(frozen=True)
class SubmissionRecord:
    """A submission as it was last graded."""

    tasks: Mapping[str, TaskRecord]
    rules: str
    """name of the rules, see `Record.rules`"""


@dataclass(frozen=True)
class GradingRecord:
    """The record of one lab."""

    folder: Path
    lab: str

    @classmethod
    def of(cls, judge: Judge) -> GradingRecord:
        """The record of what this judge grades."""
        return cls(judge.rules.course.private / "graded", judge.rules.assignment)

    def read(self) -> dict[Place, SubmissionRecord]:
        """Each submission as it was last graded; lines that a full disk or a kill cut short are skipped."""
        found: dict[Place, SubmissionRecord] = {}
        for line in self._lines():
            try:
                data = json.loads(line)
                tasks = {
                    name: TaskRecord(**{**said, "mistakes": tuple(said["mistakes"])}) for name, said in data["tasks"]
                }
                found[data["student"], data["notebook"]] = SubmissionRecord(tasks, data["rules"])
            except (ValueError, KeyError, TypeError):
                continue
        return found

    def rules(self, name: str) -> Mapping[str, Any] | None:
        """The rules of that name; None where they are not known any more."""
        try:
            known = json.loads(self._file("rules.json").read_bytes()).get(name)
        except (OSError, ValueError, AttributeError):
            return None
        return known if isinstance(known, dict) else None

    def add(self, judge: Judge, results: Iterable[Result]) -> None:
        """Note results that are in the gradebook now; those of a grader's fault, or of no file, are not verdicts.

        Raises:
            StoreError: if they cannot be written, such as on a full disk.
        """
        rules = rules_of(judge)
        name = digest([json.dumps(rules, sort_keys=True)])[:16]
        lines = [
            json.dumps(
                {
                    "student": result.student,
                    "notebook": result.notebook,
                    "rules": name,
                    "tasks": [[item.name, asdict(TaskRecord.of(item))] for item in result.items],
                }
            )
            for result in results
            if not result.faulty and not result.problem
        ]
        if not lines:
            return
        try:
            private_folder(judge.rules.course)
            self.folder.mkdir(mode=0o700, exist_ok=True)
            self._remember(name, rules)
            with self._file("jsonl").open("a", encoding="utf-8") as file:
                file.write("\n" + "\n".join(lines))  # a line that was cut short before ends here
        except OSError as error:
            remedy = "Make room or permit writing there, then start again."
            raise StoreError(self.folder, error.strerror or str(error), remedy) from error

    def compact(self) -> None:
        """Keep the latest line of each submission only."""
        latest: dict[Place, str] = {}
        for line in self._lines():
            try:
                data = json.loads(line)
                latest[data["student"], data["notebook"]] = line
            except (ValueError, KeyError, TypeError):
                continue
        if latest:
            write_whole(self._file("jsonl"), "\n".join(latest.values()).encode())

    def _lines(self) -> list[str]:
        try:
            return [line for line in self._file("jsonl").read_text(encoding="utf-8").split("\n") if line]
        except (OSError, UnicodeDecodeError):
            return []

    def _remember(self, name: str, rules: Mapping[str, Any]) -> None:
        path = self._file("rules.json")
        try:
            known = dict(json.loads(path.read_bytes()))
        except (OSError, ValueError, TypeError):
            known = {}
        if name not in known:
            write_whole(path, json.dumps({**known, name: rules}).encode())

    def _file(self, ending: str) -> Path:
        return self.folder / f"{self.lab}.{ending}"


def rules_of(judge: Judge) -> dict[str, Any]:
    """What verdicts follow from beside the evidence, short enough to be kept and compared."""
    return {
        "tolerances": {
            name: _share(key.right[key.task.names[0]])
            for keys in _first_keys(judge)[:1]
            for name, key in keys.items()
            if key.task.kind != "figure"
        },
        "right": digest(json.dumps(_right(key)) for keys in _first_keys(judge) for key in keys.values())[:16],
        "mistakes": sorted(judge.words),
        "words": {name: digest([words.title, words.hint])[:16] for name, words in judge.words.items()},
        "rubric": dict(judge.rubric),
        "show": judge.policy.show,
        "disclosed": judge.rules.disclosed,
    }


def _first_keys(judge: Judge) -> list[Mapping[str, Key]]:
    """The keys that everybody is graded by."""
    settings = judge.rules.settings
    return [] if settings is None or not judge.keys else [judge.keys[setting] for setting in settings.first]


def _right(key: Key) -> list[Any]:
    return [dict(key.setting), {name: box.to_json() for name, box in key.right.items()}]


def _share(box: Any) -> float:
    """Half the width of a box relative to its middle, for its first entry, from bounds as they are kept."""
    low, high = (float(f"{bound.flat[0]:.9g}") for bound in (box.low, box.high))
    middle = abs(low + high) / 2
    return float(f"{(high - low) / 2 / middle:.3g}") if middle else 0.0
