"""The evidence store: what the runs of a submission showed, kept outside nbgrader's folders.

One file for each hash of submission, lab and runtime, written whole or not at all. A file holds three lines of JSON:

1. its seal: the format, the hash that the file is kept under, and hashes of the two lines below. So a file that was
   damaged, or lies in another's place, is not taken for evidence: it is set aside, and the submission runs again;
2. the evidence: lab, notes on what was restored, and for each setting how its run ended, the evidence of each task,
   and what ordinary test cells did; this line is all that judging needs. What is the same in the evidence of an
   earlier task of the run, such as the given data, is not written again: `same` says of which task it is;
3. the outputs of the run under the published setting, cell by cell, as nbformat knows them.

A new tolerance, hint or rubric is applied by reading the second lines again. Runs that failed through the grader's own
fault are never kept.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.shared.errors import StoreError
from autograder.shared.files import digest, opened, write_whole
from labkit.judging.setting import Setting

FORMAT = 4
SET_ASIDE = "set-aside"
"""Folder in the store for files that could not be read as evidence, for the maintainer."""


@dataclass(frozen=True)
class TestRun:
    """What an ordinary nbgrader test cell did: enough for nbgrader's scoring rule."""

    __test__ = False  # no test class, whatever pytest thinks of its name

    failed: bool
    """Whether it ended with an exception."""
    credit: float | None = None
    """The number that it ended with: partial credit in points."""
    ran: bool = True


@dataclass(frozen=True)
class SettingRun:
    """What one run under one setting showed, in plain data."""

    setting: Setting
    evidence: Mapping[str, Mapping[str, Any]]
    """Task name to the JSON data of its evidence; a task that was not reached is absent."""
    end: str
    """`finished`, or what ended the run before."""
    where: str = ""
    """The cell in which it ended before."""
    detail: str = ""
    tests: Mapping[str, TestRun] = field(default_factory=dict)
    pictures: bool | None = None
    """Whether a student's cell shows a picture; `None` where that is not known, as without outputs."""

    @cached_property
    def likeness(self) -> str:
        """The same for runs that cannot be told apart by anything that tasks are judged by, whoever handed them in."""
        shown = [self.evidence, self.end, self.where, self.detail, self.pictures]
        return digest([self.setting.kind, json.dumps([dict(self.setting), *shown])])


@dataclass(frozen=True)
class KeptEvidence:
    """All that is kept of one submission for judging."""

    lab: str
    runs: tuple[SettingRun, ...]
    """One under each setting."""
    notes: tuple[str, ...] = ()
    """What was restored before running."""

    @property
    def published(self) -> SettingRun:
        """The run under the published setting, which every submission has."""
        return next(run for run in self.runs if run.setting.is_published)


Outputs = Sequence[Mapping[str, Any] | None]
"""For each code cell of the run under the published setting: `outputs` and `execution_count`; `None` if not run."""


class Damaged(ValueError):  # noqa: N818 - it says what a file is
    """A file in the store is not the evidence that was written there."""


@dataclass(frozen=True)
class Store:
    """A folder of kept evidence."""

    root: Path

    def path(self, key: str) -> Path:
        """Where the evidence with this key lies, or would lie."""
        return self.root / key[:2] / f"{key}.jsonl"

    def has(self, key: str) -> bool:
        """Whether something is kept under `key`, at first sight."""
        return self.path(key).is_file()

    def read(self, key: str) -> KeptEvidence | None:
        """The evidence kept under `key`; `None` where there is none, or none that is whole."""
        try:
            with opened(self.path(key)) as file:
                return _kept(_sealed(file.readline(), key, "evidence", file.readline()))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._set_aside(key)
            return None

    def read_whole(self, key: str) -> tuple[KeptEvidence, Callable[[], list[dict[str, Any] | None]]] | None:
        """The evidence kept under `key`, and what gives its outputs; `None` where not all of it is there whole.

        The file is read once: what becomes of it later changes nothing.
        """
        try:
            with opened(self.path(key)) as file:
                seal, evidence, outputs = file.readline(), file.readline(), file.readline()
            line = _checked(seal, key, "outputs", outputs)
            return _kept(_sealed(seal, key, "evidence", evidence)), lambda: list(json.loads(line))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._set_aside(key)
            return None

    def read_outputs(self, key: str) -> list[dict[str, Any] | None]:
        """The outputs kept with the evidence.

        Raises:
            Damaged: where they are not there whole.
        """
        try:
            with opened(self.path(key)) as file:
                seal, _ = file.readline(), file.readline()
                return list(_sealed(seal, key, "outputs", file.readline()))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            self._set_aside(key)
            raise Damaged(f"{self.path(key)} is damaged; grade again, and the submission runs again") from error

    def _set_aside(self, key: str) -> None:
        """Move a file out of the way that is not what was written under `key`."""
        path = self.path(key)
        folder = self.root / SET_ASIDE
        with suppress(OSError):
            folder.mkdir(mode=0o700, exist_ok=True)
            path.replace(folder / path.name)

    def write(self, key: str, kept: KeptEvidence, outputs: Outputs) -> None:
        """Keep evidence and outputs, whole or not at all.

        Raises:
            StoreError: if the file cannot be written, such as on a full disk; an older one is then still there.
        """
        path = self.path(key)
        lines = [json.dumps(line, separators=(",", ":")).encode() for line in (_to_json(kept), outputs)]
        seal = {"format": FORMAT, "key": key, "evidence": digest(lines[:1]), "outputs": digest(lines[1:])}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, b"\n".join([json.dumps(seal).encode(), *lines, b""]))
        except OSError as error:
            reason = error.strerror or str(error)
            raise StoreError(path, reason, "Make room or permit writing there, then start again.") from error


def _sealed(seal: bytes, key: str, part: str, line: bytes) -> Any:
    """The data in a line, once it is known to be the one that was written under `key`.

    Raises:
        Damaged: where it is another one.
    """
    return json.loads(_checked(seal, key, part, line))


def _checked(seal: bytes, key: str, part: str, line: bytes) -> bytes:
    """A line without its end, once it is known to be the one that was written under `key`; raises as `_sealed`."""
    data = json.loads(seal)
    line = line.rstrip(b"\n")
    if data["format"] != FORMAT or data["key"] != key or data[part] != digest([line]):
        raise Damaged(f"not what was kept under {key}")
    return line


def _to_json(kept: KeptEvidence) -> dict[str, Any]:
    runs = [
        {
            **{one.name: getattr(run, one.name) for one in fields(run)},
            "setting": dict(run.setting),
            "kind": run.setting.kind,
            **_shared(run.evidence),
            "tests": _plain_tests(run),
        }
        for run in kept.runs
    ]
    return {"lab": kept.lab, "notes": list(kept.notes), "runs": runs}


def _plain_tests(run: SettingRun) -> dict[str, Any]:
    return {name: asdict(test) for name, test in run.tests.items()}


def _shared(evidence: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Evidence without the entries that an earlier task has as well, and of which task those are.

    Entries are compared as they are written: 1 is not true.
    """
    left: dict[str, dict[str, Any]] = {}
    same: dict[str, dict[str, str]] = {}
    first: dict[tuple[str, str], str] = {}
    for task, claim in evidence.items():
        of = {name: first.setdefault((name, json.dumps(value)), task) for name, value in claim.items()}
        left[task] = {name: value for name, value in claim.items() if of[name] == task}
        same[task] = {name: other for name, other in of.items() if other != task}
    return {"evidence": left, "same": same}


def _kept(data: Mapping[str, Any]) -> KeptEvidence:
    return KeptEvidence(data["lab"], tuple(_run(run) for run in data["runs"]), tuple(data["notes"]))


def _run(data: Mapping[str, Any]) -> SettingRun:
    tests = {name: TestRun(**test) for name, test in data["tests"].items()}
    evidence = data["evidence"]
    for task, of in data["same"].items():
        evidence[task] |= {name: evidence[other][name] for name, other in of.items()}
    setting = Setting(data["setting"], data["kind"])
    rest = {name: value for name, value in data.items() if name not in ("same", "kind")}
    return SettingRun(**rest | {"tests": tests, "setting": setting})
